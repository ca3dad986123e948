/** The three stores of credentials: the keychain of the system, the kernel keyring, files that a passphrase opens. */
import {Secret} from '../secret.ts';
import type {Environment} from './environment.ts';
import {createKeychain, type Keychain, type KeychainOptions, type KeychainStore} from './keychain.ts';
import {createPassphraseFiles} from './passphrase-file.ts';
import type {CredentialStore, CredentialStores, StoreCall, StoreKind} from './store.ts';
import {StoreFailure, type StoreFailureKind} from './store-failure.ts';
import {credentialFromStored, storedText} from './stored-text.ts';

/** Under which the keychain and the kernel keyring have our items; the account is the name of the profile. */
export const service = 'cfiam';

/** No profile has this name: none begins with a dot. */
export const canaryAccount = '.canary';
const canary = new Secret('This is no secret: cfiam has looked whether it can be kept here.');

export interface StoresOptions {
	/** Of the passphrase files: that of the configuration. */
	readonly directory: string;
	readonly environment: Environment;
	/** The program of the keychain's child processes, a path. */
	readonly childPath: string;
	readonly platform?: NodeJS.Platform | undefined;
	readonly limits?: KeychainOptions['limits'] | undefined;
}

/** What the stores are made of. */
export interface StoreParts {
	readonly createKeychain: (options: KeychainOptions) => Keychain;
	/** N of scrypt for passphrase files. */
	readonly cost?: number | undefined;
}

export function createStores(options: StoresOptions, parts: StoreParts = {createKeychain}): CredentialStores {
	const {directory, environment, childPath, limits, platform = process.platform} = options;
	const keychainOf = (store: KeychainStore): Keychain =>
		parts.createKeychain({store, childPath, environment, platform, ...(limits === undefined ? {} : {limits})});
	const keychain = keychainOf('keychain');
	const kernel = keychainOf('kernel-keyring');
	const stores = {
		keychain: storeOfItems('keychain', keychain),
		// A refused text would stay in the kernel, where nobody can remove it: each call of the child tries another first.
		'kernel-keyring': storeOfItems('kernel-keyring', kernel),
		'passphrase-file': createPassphraseFiles({directory, platform, cost: parts.cost}),
	} as const satisfies Record<StoreKind, CredentialStore>;

	return {
		of: (kind) => stores[kind],
		async kernelKeyringWorks(call) {
			try {
				// A second time, because another cfiam that does the same at this moment may have removed it in between.
				return (await keepsCanary(kernel, call)) || (await keepsCanary(kernel, call));
			} catch (error) {
				if (error instanceof StoreFailure) return false;
				throw error;
			}
		},
	};
}

async function keepsCanary(keychain: Keychain, call: StoreCall | undefined): Promise<boolean> {
	await keychain.setPassword(service, canaryAccount, canary, call);
	const kept = await keychain.getPassword(service, canaryAccount, call);
	await keychain.deletePassword(service, canaryAccount, call);
	return isSame(kept, canary);
}

/** One item for each profile. */
function storeOfItems(kind: StoreKind, keychain: Keychain): CredentialStore {
	return {
		kind,

		async read(profile, call) {
			const stored = await keychain.getPassword(service, profile, call);
			return stored === null ? undefined : credentialFromStored(stored);
		},

		async write(profile, credential, call) {
			const text = storedText(credential);
			const before = await untouched(() => textBefore(keychain, profile, call));
			// What is looked at opens no prompt, and ends as soon as the user gives up.
			const silent = {signal: call?.signal};
			const putBack = (): Promise<void> => restore(keychain, profile, before);
			const isPutBack = (): Promise<boolean> =>
				restore(keychain, profile, before, silent).then(
					() => true,
					() => false,
				);
			try {
				await keychain.setPassword(service, profile, text, call);
			} catch (error) {
				if (!(error instanceof StoreFailure) || !mayHaveChanged.includes(error.kind)) throw error;
				throw (await isPutBack()) ? new StoreFailure(error.kind, error.detail, true) : error;
			}
			let kept: Secret | null;
			try {
				kept = await keychain.getPassword(service, profile, silent);
			} catch (error) {
				if (!(error instanceof StoreFailure)) throw error;
				// The window, if there was one, has been answered by now.
				if (error.kind === 'timeout' && call?.unlock === true) throw new StoreFailure('no-reply');
				if (unanswered.includes(error.kind)) throw error;
				// Any other kind would say that nothing was stored.
				throw new StoreFailure((await isPutBack()) ? 'not-kept' : 'other', error.message);
			}
			if (!isSame(kept, text)) {
				await isPutBack();
				throw new StoreFailure('not-kept');
			}
			return putBack;
		},

		async remove(profile, call) {
			const wasThere = await keychain.deletePassword(service, profile, call);
			// keytar says "there was none" of what it could not remove; nothing is believed here that was not looked at.
			if ((await keychain.getPassword(service, profile, call)) !== null) throw new StoreFailure('not-removed');
			return wasThere;
		},
	};
}

/** Failures after which the item may be another one and the store still answers. */
const mayHaveChanged: readonly StoreFailureKind[] = ['crash', 'quota', 'other'];

/**
 * After these nobody knows what is stored, and nothing is put back: that would wait just as long, and might come after
 * the next attempt.
 */
const unanswered: readonly StoreFailureKind[] = ['timeout', 'no-reply', 'cancelled'];

/** Work that comes before a write: when it fails, nothing was written. */
async function untouched<Value>(work: () => Promise<Value>): Promise<Value> {
	try {
		return await work();
	} catch (error) {
		throw error instanceof StoreFailure ? new StoreFailure(error.kind, error.detail, true) : error;
	}
}

/** What is going to be replaced. What no text can be made of was no credential, and is not missed. */
async function textBefore(keychain: Keychain, profile: string, call: StoreCall | undefined): Promise<Secret | null> {
	try {
		return await keychain.getPassword(service, profile, call);
	} catch (error) {
		if (error instanceof StoreFailure && error.kind === 'unreadable') return null;
		throw error;
	}
}

async function restore(
	keychain: Keychain,
	profile: string,
	before: Secret | null,
	call?: StoreCall | undefined,
): Promise<void> {
	if (isSame(await keychain.getPassword(service, profile, call), before)) return;
	if (before === null) await keychain.deletePassword(service, profile, call);
	else await keychain.setPassword(service, profile, before, call);
	if (!isSame(await keychain.getPassword(service, profile, call), before)) {
		throw new StoreFailure(before === null ? 'not-removed' : 'not-kept');
	}
}

function isSame(one: Secret | null, other: Secret | null): boolean {
	return one?.reveal() === other?.reveal();
}
