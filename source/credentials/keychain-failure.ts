/** What the keyring library and the systems under it say when a call fails, and which failure each text is. */
import type {KeychainStore} from './keychain-message.ts';
import type {StoreFailureKind} from './store-failure.ts';

interface Row {
	readonly text: RegExp;
	readonly kind: StoreFailureKind;
	/** Texts that mean this in one of the stores only. */
	readonly store?: KeychainStore;
}

/**
 * The first row that matches counts. The texts are no promise of the library: each update of it needs the tests of this
 * table, which hold what was measured. Those of macOS and Windows are the systems' own and were not measured.
 */
const rows: readonly Row[] = [
	{text: /Cannot find native binding|ERR_DLOPEN|Loading of native addons is disabled/u, kind: 'no-module'},
	// Before all that the rules of a bus may quote.
	{text: /Error\.AccessDenied\b|Rejected (?:send|receive) message/u, kind: 'denied', store: 'keychain'},
	{text: /matched by \d+ credentials/u, kind: 'ambiguous'},
	{text: /prompt (?:was )?dismissed/u, kind: 'dismissed'},
	{text: /\bIsLocked\b|object locked|locked (?:object|collection)/u, kind: 'locked'},
	{text: /no result found|result not returned|Object does not exist at path|NoSuchObject/u, kind: 'no-collection'},
	{text: /not provided by any \.service files|ServiceUnknown|NameHasNoOwner|Error\.Spawn\./u, kind: 'no-service'},
	{text: /Did not receive a reply|Error\.(?:NoReply|TimedOut|Timeout)\b|connection closed before/u, kind: 'no-reply'},
	{
		text: /autolaunch|Failed to connect to (?:address|socket)|no secret service provider|No DBus session/u,
		kind: 'no-bus',
	},
	{text: /Address does not contain|handshake failed|Broken pipe|Connection (?:refused|reset)/u, kind: 'no-bus'},
	{text: /Error\.(?:NoServer|Disconnected|BadAddress)\b|connection is closed/u, kind: 'no-bus'},
	{text: /not valid UTF-8/u, kind: 'unreadable'},
	{text: /\b(?:KeyRevoked|KeyExpired)\b/u, kind: 'revoked', store: 'kernel-keyring'},
	{text: /\bQuotaExceeded\b/u, kind: 'quota', store: 'kernel-keyring'},
	// 38 is ENOSYS, what a kernel without keyrings says; a container says EPERM.
	{
		text: /\b(?:AccessDenied|PermissionDenied|KeyringDoesNotExist)\b|Unknown\(38\)/u,
		kind: 'denied',
		store: 'kernel-keyring',
	},
	// macOS: what SecCopyErrorMessageString says of errSecInteractionNotAllowed, errSecUserCanceled and the like.
	{text: /User interaction is not allowed/iu, kind: 'locked', store: 'keychain'},
	{text: /User canceled the operation|passphrase you entered is not correct/iu, kind: 'dismissed', store: 'keychain'},
	{text: /keychain could not be found/iu, kind: 'no-collection', store: 'keychain'},
	// Windows: ERROR_NO_SUCH_LOGON_SESSION, what Credential Manager says over SSH.
	{text: /logon session/iu, kind: 'no-service', store: 'keychain'},
];

/** Which failure the library means by a text. */
export function failureKindOf(text: string, store: KeychainStore): StoreFailureKind {
	const row = rows.find((each) => each.text.test(text) && (each.store === undefined || each.store === store));
	return row?.kind ?? 'other';
}

/** Characters that a detail has at most. */
const longest = 200;

/**
 * A text of the library as it may be shown: one line without control characters, and without what might be a secret,
 * which is the one that the call was about (`secret`) and every other run of characters as long as a credential.
 */
export function inertDetail(text: string, secret?: string | undefined): string | undefined {
	const hidden = secret === undefined || secret === '' ? text : text.replaceAll(secret, '…');
	const line = hidden
		.replaceAll(/[\p{C}\s]+/gu, ' ')
		.replaceAll(/[\w-]{30,}/gu, '…')
		.trim();
	if (line === '') return undefined;
	return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
