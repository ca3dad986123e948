/** What people read about a store of credentials: what it is called, what to know about it, and why it failed. */
import type {StoreKind} from './store.ts';
import type {StoreFailure} from './store-failure.ts';

export type StoreOperation = 'read' | 'write' | 'remove';

export interface StoreWords {
	/** At most 70 columns. */
	readonly title: string;
	/** At most 100 columns each, but for commands to copy. */
	readonly lines: readonly string[];
}

/** What a failure is about. */
export interface StoreAbout {
	readonly store: StoreKind;
	readonly operation: StoreOperation;
	readonly profile: string;
	readonly platform: NodeJS.Platform;
}

/** What was attempted, what happened and what to do next. */
export function storeFailureWords(failure: StoreFailure, about: StoreAbout): StoreWords {
	return {
		title: `The ${storeName(about.store, about.platform)} failed.`,
		lines: failure.detail === undefined ? [] : [failure.detail],
	};
}

/** The name of a store, without an article: it follows "the". */
export function storeName(kind: StoreKind, platform: NodeJS.Platform): string {
	switch (kind) {
		case 'keychain':
			switch (platform) {
				case 'darwin':
					return 'macOS Keychain';
				case 'win32':
					return 'Windows Credential Manager';
				default:
					return 'desktop keyring (Secret Service)';
			}
		case 'kernel-keyring':
			return 'kernel keyring';
		case 'passphrase-file':
			return 'passphrase file';
	}
}

/** What one has to know once a credential is kept there. */
export function keptWords(kind: StoreKind, platform: NodeJS.Platform): readonly string[] {
	switch (kind) {
		case 'keychain':
			return [`Stored in the ${storeName(kind, platform)}.`];
		case 'kernel-keyring':
			return [
				'Kept in kernel memory: gone at reboot or after 3 days without use.',
				'Your other programs and root can read it.',
			];
		case 'passphrase-file':
			return ['Kept in an encrypted file. You type the passphrase at each start; we cannot recover it.'];
	}
}
