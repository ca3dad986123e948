/** A keeper whose stores do what the test says, with the real words. */
import type {Keeper, KeptSettings, Outcome} from '../../source/credentials/keeper.ts';
import type {StoreCall, StoreKind} from '../../source/credentials/store.ts';
import {StoreFailure, type StoreFailureKind} from '../../source/credentials/store-failure.ts';
import {
	goneWords,
	keptWords,
	type StoreOperation,
	storeFailureWords,
	storeName,
} from '../../source/credentials/store-words.ts';
import type {Credential} from '../../source/credentials/text.ts';

export interface KeeperCall {
	readonly operation: StoreOperation;
	readonly store: StoreKind | undefined;
	readonly unlock: boolean;
	/** As it was typed. */
	readonly passphrase: string | undefined;
	readonly credential: Credential | undefined;
	readonly settings: KeptSettings | undefined;
	readonly signal: AbortSignal | undefined;
	/** What was asked for was done. */
	done(value?: Credential | readonly string[] | boolean): void;
	fail(kind: StoreFailureKind, detail?: string): void;
	/** The keeper breaks its promise never to do so. */
	reject(error: unknown): void;
}

export interface TestKeeper extends Keeper {
	/** Every call of a store, in order. */
	readonly calls: readonly KeeperCall[];
	/** The last one. */
	readonly last: KeeperCall;
	/** Asked whether the kernel keyring works. */
	readonly canaries: readonly {readonly signal: AbortSignal | undefined; answer(works: boolean): void}[];
}

export interface TestKeeperOptions {
	readonly profile?: string | undefined;
	readonly recorded?: StoreKind | undefined;
	readonly platform?: NodeJS.Platform | undefined;
	/** What a look at the store finds; unless given, that something is there. */
	readonly inspected?: 'gone' | StoreFailureKind | undefined;
}

export function testKeeper({
	profile = 'default',
	recorded,
	platform = 'linux',
	inspected,
}: TestKeeperOptions = {}): TestKeeper {
	let store = recorded;
	const calls: KeeperCall[] = [];
	const canaries: {signal: AbortSignal | undefined; answer(works: boolean): void}[] = [];

	/** A call that is answered when the test says so. */
	function call<Value>(
		operation: StoreOperation,
		about: Pick<KeeperCall, 'store' | 'credential' | 'settings'>,
		options: StoreCall = {},
		conclude: (value: Parameters<KeeperCall['done']>[0]) => Value,
	): Promise<Outcome<Value>> {
		return new Promise((resolve, reject) => {
			calls.push({
				...about,
				operation,
				unlock: options.unlock === true,
				passphrase: options.passphrase?.reveal(),
				signal: options.signal,
				done: (value) => resolve({kind: 'done', value: conclude(value)}),
				fail(kind, detail) {
					const failure = new StoreFailure(kind, detail);
					const words = storeFailureWords(failure, {
						store: about.store ?? 'keychain',
						operation,
						profile,
						platform,
						isUnlocking: options.unlock,
					});
					resolve({kind: 'failed', problem: {kind, ...words}});
				},
				reject,
			});
		});
	}

	const inspection = (): Outcome<boolean> => {
		if (inspected === undefined) return {kind: 'done', value: store !== undefined};
		if (inspected === 'gone') return {kind: 'done', value: false};
		const about = {store: store ?? 'keychain', operation: 'read', profile, platform} as const;
		return {
			kind: 'failed',
			problem: {kind: inspected, ...storeFailureWords(new StoreFailure(inspected), about)},
		};
	};
	const nothing = {credential: undefined, settings: undefined};
	return {
		profile,
		calls,
		canaries,
		get last() {
			const last = calls.at(-1);
			if (last === undefined) throw new Error('the keeper was not asked for anything');
			return last;
		},
		recorded: () => store,
		inspect: async () => inspection(),
		nameOf: (kind) => storeName(kind, platform),
		keptWords: (kind) => keptWords(kind, platform),
		goneWords: (kind) => goneWords({store: kind, platform: platform, profile}),
		obstacle: async () => undefined,
		read: (options) =>
			call('read', {...nothing, store}, options, (value) =>
				typeof value === 'object' && 'kind' in value ? value : undefined,
			),
		keep: (kind, credential, settings, options) =>
			call('write', {store: kind, credential, settings}, options, (value) => {
				store = kind;
				return Array.isArray(value) ? value : [];
			}),
		remove: (options) =>
			call('remove', {...nothing, store}, options, (value) => {
				store = undefined;
				return value !== false;
			}),
		kernelKeyringWorks: (options) =>
			new Promise((answer) => {
				canaries.push({signal: options?.signal, answer});
			}),
	};
}
