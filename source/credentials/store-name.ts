/** What the stores are called. */
import type {StoreKind} from './store.ts';

/** The name of a store, without an article: it follows "the". */
export function storeName(kind: StoreKind, platform: NodeJS.Platform): string {
	if (kind !== 'keychain') return shortStoreName(kind, platform);
	switch (platform) {
		case 'darwin':
			return 'macOS Keychain';
		case 'win32':
			return 'Windows Credential Manager';
		default:
			return 'desktop keyring (Secret Service)';
	}
}

/** The same for the second time that it is spoken of. */
export function shortStoreName(kind: StoreKind, platform: NodeJS.Platform): string {
	switch (kind) {
		case 'keychain':
			switch (platform) {
				case 'darwin':
					return 'Keychain';
				case 'win32':
					return 'Credential Manager';
				default:
					return 'keyring';
			}
		case 'kernel-keyring':
			return 'kernel keyring';
		case 'passphrase-file':
			return 'passphrase file';
	}
}
