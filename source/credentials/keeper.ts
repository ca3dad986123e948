/** The store of one profile together with what the configuration says of it. */
import type {CredentialStores, StoreCall, StoreKind} from './store.ts';
import {StoreFailure, type StoreFailureKind} from './store-failure.ts';
import {keptWords, type StoreOperation, type StoreWords, storeFailureWords, storeName} from './store-words.ts';
import type {Credential} from './text.ts';

export interface StoreProblem extends StoreWords {
	readonly kind: StoreFailureKind;
}

export type Outcome<Value> =
	| {readonly kind: 'done'; readonly value: Value}
	| {readonly kind: 'failed'; readonly problem: StoreProblem};

/** What is recorded along with the store; undefined leaves a setting as it is, null removes it. */
export interface KeptSettings {
	readonly account?: string | null | undefined;
	/** Of the server for which the credential is: no other one gets it. */
	readonly baseUrl?: string | null | undefined;
	readonly readOnly?: boolean | null | undefined;
}

/** Nothing in here throws or rejects for what can happen: that is what outcomes are for. */
export interface Keeper {
	readonly profile: string;
	/** The store that the configuration names for the profile, at present; undefined: nothing is stored. */
	recorded(): StoreKind | undefined;
	nameOf(kind: StoreKind): string;
	keptWords(kind: StoreKind): readonly string[];
	/** What the recorded store has; undefined where it has nothing. No other store is looked into. */
	read(call?: StoreCall): Promise<Outcome<Credential | undefined>>;
	/**
	 * Stores, reads back, records in the configuration, then removes from the store recorded before. If recording fails,
	 * what was just stored is removed again and what was stored before is still there.
	 * The value: remarks for people, e.g. that the old one could not be removed.
	 */
	keep(
		kind: StoreKind,
		credential: Credential,
		settings: KeptSettings,
		call?: StoreCall,
	): Promise<Outcome<readonly string[]>>;
	/**
	 * Signs out: removes from the recorded store, checks, and only then forgets it in the configuration. The value false:
	 * there was none.
	 */
	remove(call?: StoreCall): Promise<Outcome<boolean>>;
	/** Whether the kernel keyring can be offered. */
	kernelKeyringWorks(call?: StoreCall): Promise<boolean>;
}

/** Settings of a profile as they are to be written; null removes one. */
export interface RecordedChange {
	readonly credentialStore?: StoreKind | null;
	readonly account?: string | null;
	readonly baseUrl?: string | null;
	readonly readOnly?: boolean | null;
}

export interface KeeperOptions {
	readonly profile: string;
	readonly recorded: StoreKind | undefined;
	readonly stores: CredentialStores;
	readonly platform: NodeJS.Platform;
	/** Writes the profile's settings to the configuration; rejects with an error whose `lines` (strings) say why. */
	readonly record: (change: RecordedChange) => Promise<void>;
	/** Runs work while no other cfiam does the like; rejects with an error whose `lines` say who is at it. */
	readonly exclusively: <Value>(work: () => Promise<Value>) => Promise<Value>;
}

export function createKeeper({profile, recorded, stores, platform, record, exclusively}: KeeperOptions): Keeper {
	let store = recorded;

	function failed(error: unknown, kind: StoreKind, operation: StoreOperation): Outcome<never> {
		const failure = error instanceof StoreFailure ? error : new StoreFailure('other');
		const words = storeFailureWords(failure, {store: kind, operation, profile, platform});
		return {kind: 'failed', problem: {kind: failure.kind, ...words}};
	}

	return {
		profile,
		recorded: () => store,
		nameOf: (kind) => storeName(kind, platform),
		keptWords: (kind) => keptWords(kind, platform),
		async read(call) {
			if (store === undefined) return {kind: 'done', value: undefined};
			try {
				return {kind: 'done', value: await stores.of(store).read(profile, call)};
			} catch (error) {
				return failed(error, store, 'read');
			}
		},
		async keep(kind, credential, _settings, call) {
			try {
				await exclusively(async () => {
					await stores.of(kind).write(profile, credential, call);
					await record({credentialStore: kind});
					store = kind;
				});
				return {kind: 'done', value: []};
			} catch (error) {
				return failed(error, kind, 'write');
			}
		},
		async remove(call) {
			const from = store;
			if (from === undefined) return {kind: 'done', value: false};
			try {
				const value = await exclusively(async () => {
					const wasThere = await stores.of(from).remove(profile, call);
					await record({credentialStore: null});
					store = undefined;
					return wasThere;
				});
				return {kind: 'done', value};
			} catch (error) {
				return failed(error, from, 'remove');
			}
		},
		kernelKeyringWorks: (call) => stores.kernelKeyringWorks(call),
	};
}
