/** What the stores are called: each has one name, wherever it is spoken of. */
import type {StoreKind} from './store.ts';

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
					return 'desktop keyring';
			}
		case 'kernel-keyring':
			return 'kernel keyring';
		case 'passphrase-file':
			return 'passphrase file';
	}
}
