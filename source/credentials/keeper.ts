/** The store of one profile together with what the configuration says of it. */
import {done, failed, failedInConfiguration, failureOf, type Outcome, type StoreProblem} from './outcome.ts';
import type {CredentialStores, PutBack, StoreCall, StoreKind} from './store.ts';
import {StoreFailure} from './store-failure.ts';
import {
	goneWords,
	keptWords,
	leftBehindWords,
	type StoreAbout,
	type StoreOperation,
	type StoreWords,
	storeFailureWords,
	storeName,
} from './store-words.ts';
import type {Credential} from './text.ts';

export type {Outcome, StoreProblem} from './outcome.ts';

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
	/** That the store has nothing, though it was stored there. */
	goneWords(kind: StoreKind): StoreWords;
	/** Why nothing could be stored anywhere, if that is plain already: to be asked before a passphrase is typed. */
	obstacle(): Promise<StoreProblem | undefined>;
	/**
	 * Whether the recorded store has something, as far as that can be seen at once and without a passphrase: false where it
	 * has nothing, and what `read` would fail with for certain.
	 */
	inspect(): Promise<Outcome<boolean>>;
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
	/** Whether the configuration can be written, without writing it; rejects as `record` does. */
	readonly mayRecord?: (() => Promise<void>) | undefined;
	/**
	 * Runs work while no other cfiam does the like; rejects with an error whose `lines` say who is at it, or, where it is
	 * `isUnwritable`, why nothing can be written. The signal ends the waiting for that, not the work.
	 */
	readonly exclusively: <Value>(work: () => Promise<Value>, signal?: AbortSignal | undefined) => Promise<Value>;
	/**
	 * The store that the configuration names by now, read anew: another cfiam may have signed in or out since. Asked for
	 * while no other one is at it. Without it, what was recorded at the beginning counts.
	 */
	readonly recordedNow?: (() => Promise<StoreKind | undefined>) | undefined;
}

export function createKeeper(options: KeeperOptions): Keeper {
	const {profile, stores, platform} = options;
	let store = options.recorded;

	const aboutOf = (kind: StoreKind, operation: StoreOperation, call?: StoreCall): StoreAbout => ({
		store: kind,
		operation,
		profile,
		platform,
		isUnlocking: call?.unlock,
	});

	/**
	 * Runs work that changes what is stored and recorded while no other cfiam does the like. The user may give up until it
	 * begins; from then on the work knows itself how far it can be called off.
	 */
	async function alone<Value>(
		about: StoreAbout,
		signal: AbortSignal | undefined,
		work: () => Promise<Outcome<Value>>,
	): Promise<Outcome<Value>> {
		const notBegun = failed(new StoreFailure('not-begun', undefined, true), about);
		const ended: {outcome?: Outcome<Value>; hasBegun: boolean} = {hasBegun: false};
		const {promise: givenUp, resolve} = Promise.withResolvers<Outcome<Value>>();
		const giveUp = (): void => {
			if (!ended.hasBegun) resolve(notBegun);
		};
		const whole = async (): Promise<Outcome<Value>> => {
			try {
				await options.exclusively(async () => {
					if (signal?.aborted === true) return;
					ended.hasBegun = true;
					ended.outcome = await inPresentState(about, work);
				}, signal);
			} catch (error) {
				// An error at the end of it all does not undo what has been done.
				if (signal?.aborted !== true) ended.outcome ??= notBegunBecause(error, about);
			}
			return ended.outcome ?? notBegun;
		};
		signal?.addEventListener('abort', giveUp, {once: true});
		try {
			return await Promise.race([whole(), givenUp]);
		} finally {
			signal?.removeEventListener('abort', giveUp);
		}
	}

	async function inPresentState<Value>(
		about: StoreAbout,
		work: () => Promise<Outcome<Value>>,
	): Promise<Outcome<Value>> {
		try {
			if (options.recordedNow !== undefined) store = await options.recordedNow();
		} catch (error) {
			// Nothing was touched yet, whatever was to be done.
			return failedInConfiguration('configuration', error, {...about, operation: 'write'});
		}
		return await work();
	}

	async function storeAndRecord(
		kind: StoreKind,
		credential: Credential,
		settings: KeptSettings,
		call: StoreCall | undefined,
	): Promise<Outcome<readonly string[]>> {
		const about = aboutOf(kind, 'write', call);
		const former = store;
		let putBack: PutBack;
		try {
			putBack = await stores.of(kind).write(profile, credential, call);
		} catch (error) {
			return failed(error, about);
		}
		try {
			await options.record({credentialStore: kind, ...defined(settings)});
		} catch (error) {
			const isUndone = await isDone(putBack());
			return failedInConfiguration('configuration', error, {...about, isStuck: !isUndone});
		}
		store = kind;
		return done(former === undefined || former === kind ? [] : await removeFormer(former, call));
	}

	/** Remarks, if it is still there. */
	async function removeFormer(former: StoreKind, call: StoreCall | undefined): Promise<readonly string[]> {
		try {
			await stores.of(former).remove(profile, call);
			return [];
		} catch (error) {
			const about = aboutOf(former, 'remove', call);
			const [why = ''] = storeFailureWords(failureOf(error), about).lines;
			const title = `The former credential could NOT be removed from the ${storeName(former, platform)}.`;
			return [title, why, ...leftBehindWords(about)];
		}
	}

	async function removeAndForget(call: StoreCall | undefined): Promise<Outcome<boolean>> {
		if (store === undefined) return done(false);
		const about = aboutOf(store, 'remove', call);
		let wasThere: boolean;
		try {
			wasThere = await stores.of(store).remove(profile, call);
		} catch (error) {
			return failed(error, about);
		}
		try {
			await options.record({credentialStore: null});
		} catch (error) {
			return failedInConfiguration('configuration', error, about);
		}
		store = undefined;
		return done(wasThere);
	}

	return {
		profile,
		recorded: () => store,
		nameOf: (kind) => storeName(kind, platform),
		keptWords: (kind) => keptWords(kind, platform),
		goneWords: (kind) => goneWords({store: kind, platform, profile}),
		async obstacle() {
			try {
				await options.mayRecord?.();
				return undefined;
			} catch (error) {
				const outcome = failedInConfiguration('configuration', error, aboutOf('passphrase-file', 'write'));
				return outcome.kind === 'failed' ? outcome.problem : undefined;
			}
		},
		async inspect() {
			if (store === undefined) return done(false);
			try {
				return done((await stores.of(store).inspect?.(profile)) ?? true);
			} catch (error) {
				return failed(error, aboutOf(store, 'read'));
			}
		},
		async read(call) {
			if (store === undefined) return done(undefined);
			const about = aboutOf(store, 'read', call);
			try {
				return done(await stores.of(store).read(profile, call));
			} catch (error) {
				return failed(error, about);
			}
		},
		keep: (kind, credential, settings, call) =>
			alone(aboutOf(kind, 'write', call), call?.signal, () => storeAndRecord(kind, credential, settings, call)),
		async remove(call) {
			if (store === undefined) return done(false);
			return await alone(aboutOf(store, 'remove', call), call?.signal, () => removeAndForget(call));
		},
		async kernelKeyringWorks(call) {
			try {
				return await stores.kernelKeyringWorks(call);
			} catch {
				return false;
			}
		},
	};
}

/** Nothing was touched yet, whatever was to be done: another cfiam is at it, or nothing can be written. */
function notBegunBecause(error: unknown, about: StoreAbout): Outcome<never> {
	const isUnwritable = error instanceof Error && 'isUnwritable' in error && error.isUnwritable === true;
	return isUnwritable
		? failedInConfiguration('configuration', error, {...about, operation: 'write'})
		: failedInConfiguration('busy', error, about);
}

async function isDone(work: Promise<void>): Promise<boolean> {
	try {
		await work;
		return true;
	} catch {
		return false;
	}
}

function defined({account, baseUrl, readOnly}: KeptSettings): RecordedChange {
	return {
		...(account === undefined ? {} : {account}),
		...(baseUrl === undefined ? {} : {baseUrl}),
		...(readOnly === undefined ? {} : {readOnly}),
	};
}
