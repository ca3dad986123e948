/** Where credentials may be kept between two runs; one profile has one of them, and no other is ever looked into. */
import type {Secret} from '../secret.ts';
import type {Credential} from './text.ts';

/** As the configuration names them. */
export const storeKinds = ['keychain', 'kernel-keyring', 'passphrase-file'] as const;

export type StoreKind = (typeof storeKinds)[number];

export interface StoreCall {
	/** Gives up: within a moment the failure is `cancelled`, and no child process is left. */
	readonly signal?: AbortSignal | undefined;
	/** The user has asked for the unlock prompt of the desktop: it may open, and the limit is the longer one. */
	readonly unlock?: boolean | undefined;
	/** Of the passphrase file, which can do nothing without; the other stores have no use for it. */
	readonly passphrase?: Secret | undefined;
}

/** Undoes a write: what was there before is there again, even if it was no credential. Throws {@link StoreFailure}. */
export type PutBack = () => Promise<void>;

/** Each call throws {@link StoreFailure} and nothing else. */
export interface CredentialStore {
	readonly kind: StoreKind;
	/** The credential of a profile; undefined where none is stored. Never opens an unlock prompt unasked. */
	read(profile: string, call?: StoreCall): Promise<Credential | undefined>;
	/**
	 * Looks at what can be seen without the credential itself: false where nothing is stored. Throws as `read` would. Only
	 * stores have it in which that costs next to nothing.
	 */
	inspect?(profile: string): Promise<boolean>;
	/** Stores a credential in place of what was there, and reads it back; where it fails, what was there still is. */
	write(profile: string, credential: Credential, call?: StoreCall): Promise<PutBack>;
	/** Removes the credential and looks whether it is gone; false: there was none. */
	remove(profile: string, call?: StoreCall): Promise<boolean>;
}

export interface CredentialStores {
	of(kind: StoreKind): CredentialStore;
	/** Whether the kernel keyring can be offered: a harmless canary was stored in it, read back and removed. */
	kernelKeyringWorks(call?: StoreCall): Promise<boolean>;
}
