/** Why a credential store did not do what it was asked for. */

/**
 * The failures that people can act on, each by another next step. The first rows are those of the OS keychain and of
 * the kernel keyring; the library's texts are mapped to them in one place, `keychain-failure.ts`.
 */
export const storeFailureKinds = [
	/** There is no keychain module for this platform. */
	'no-module',
	/** No session bus: usual over SSH. */
	'no-bus',
	/** A bus, and nobody on it who keeps secrets. */
	'no-service',
	/** The service runs and has no keyring yet. */
	'no-collection',
	/** The keyring is locked, and the prompt that unlocks it was not asked for. */
	'locked',
	/** The unlock prompt was closed, or there is no display for it. */
	'dismissed',
	/** The service is there and does not answer. */
	'no-reply',
	/** Nothing came within the limit; the child process was killed. */
	'timeout',
	/** The user gave up waiting; the child process was killed. */
	'cancelled',
	/** The user gave up before anything was begun: no store was asked. */
	'not-begun',
	/** The kernel keyring is not open to this process. */
	'denied',
	/** The login whose kernel keyring this was has ended. */
	'revoked',
	/** The kernel keyring is full. */
	'quota',
	/** Several items answer to the name. */
	'ambiguous',
	/** The child process died. */
	'crash',
	/** The passphrase is not the one, or the file was changed: nobody can tell which. */
	'wrong-passphrase',
	/** The file is truncated, of another format, or asks for absurd parameters. */
	'damaged',
	/** The file can not be read or written: rights, a full disk, a directory in its place. */
	'file',
	/** What is stored is no credential. */
	'unreadable',
	/** What was written could not be read back. */
	'not-kept',
	/** What was to be removed is still there. */
	'not-removed',
	/** Another cfiam is storing or removing a credential at this moment. */
	'busy',
	/** The configuration, which has to name the store, can not be written. */
	'configuration',
	'other',
] as const;

export type StoreFailureKind = (typeof storeFailureKinds)[number];

export class StoreFailure extends Error {
	readonly kind: StoreFailureKind;
	/** What the library or the system said, for the curious: one line, inert, never with a secret in it. */
	readonly detail: string | undefined;
	/** Of a write or removal: it is known that what is stored is what was stored before. */
	readonly isUntouched: boolean;

	constructor(kind: StoreFailureKind, detail?: string | undefined, isUntouched = false) {
		super(detail === undefined ? kind : `${kind}: ${detail}`);
		this.name = 'StoreFailure';
		this.kind = kind;
		this.detail = detail;
		this.isUntouched = isUntouched;
	}
}
