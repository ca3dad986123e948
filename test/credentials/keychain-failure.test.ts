import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {failureKindOf, inertDetail} from '../../source/credentials/keychain-failure.ts';
import type {KeychainStore} from '../../source/credentials/keychain-message.ts';
import type {StoreFailureKind} from '../../source/credentials/store-failure.ts';

const noReply =
	'Platform failure: DBus error: Did not receive a reply. Possible causes include: the remote application did not send a reply, the message bus security policy blocked the reply, the reply timeout expired, or the network connection was broken.';

/** As @napi-rs/keyring 2.1.2 said it in each situation, but for the last rows: what macOS and Windows are known to say. */
const measured: readonly (readonly [StoreFailureKind, KeychainStore, string])[] = [
	['no-module', 'keychain', 'Cannot find native binding. npm has a bug related to optional dependencies'],
	['no-module', 'keychain', 'Cannot load native addon because loading addons is disabled. ERR_DLOPEN_DISABLED'],
	[
		'no-bus',
		'keychain',
		'Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time, set your DBUS_SESSION_BUS_ADDRESS instead',
	],
	[
		'no-bus',
		'keychain',
		'zbus error: Failed to connect to address `unix:path=/run/user/0/bus`: No such file or directory (os error 2)',
	],
	['no-bus', 'keychain', 'Platform failure: DBus error: Failed to connect to socket /run/bus: Connection refused'],
	['no-bus', 'keychain', 'no secret service provider or dbus session found'],
	['no-bus', 'keychain', 'Platform failure: DBus error: Address does not contain a colon'],
	['no-bus', 'keychain', 'zbus error: I/O error: Broken pipe (os error 32)'],
	['no-bus', 'keychain', 'zbus error: I/O error: Connection reset by peer (os error 104)'],
	['no-bus', 'keychain', 'zbus error: D-Bus handshake failed: EXTERNAL rejected by the server. Accepted mechanisms:'],
	['no-bus', 'keychain', 'zbus error: D-Bus handshake failed: Unknown command: HTTP/1.1 400 Bad Request\r\n'],
	[
		'no-service',
		'keychain',
		'zbus error: org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not provided by any .service files',
	],
	['no-service', 'keychain', 'Platform failure: DBus error: The name :1.1 was not provided by any .service files'],
	['no-collection', 'keychain', "Couldn't access platform storage: Secret Service: no result found"],
	['locked', 'keychain', 'zbus error: org.freedesktop.Secret.Error.IsLocked: Cannot get secret of a locked object'],
	['locked', 'keychain', 'Secret Service: object locked'],
	['dismissed', 'keychain', "Couldn't access platform storage: Secret Service: unlock prompt was dismissed"],
	['no-reply', 'keychain', noReply],
	[
		'ambiguous',
		'keychain',
		'Entry is matched by 2 credentials: [Entry { inner: Wrapper { path: Path("/org/freedesktop/secrets/collection/login/1\\0") } }]',
	],
	['unreadable', 'keychain', 'Password data is not valid UTF-8'],
	['denied', 'kernel-keyring', "Couldn't access platform storage: AccessDenied"],
	['denied', 'kernel-keyring', 'Platform failure: PermissionDenied'],
	['denied', 'kernel-keyring', "Couldn't access platform storage: Unknown(38)"],
	['revoked', 'kernel-keyring', "Couldn't access platform storage: KeyRevoked"],
	['quota', 'kernel-keyring', 'Platform failure: QuotaExceeded'],
	['other', 'kernel-keyring', "Value of 'password' is invalid: rejected by the platform"],
	['denied', 'keychain', 'zbus error: org.freedesktop.DBus.Error.AccessDenied: AppArmor policy prevents this'],
	[
		'denied',
		'keychain',
		'Platform failure: DBus error: Rejected send message, 2 matched rules; type="method_call", sender=":1.2" (uid=0 pid=7 comm="node /IsLocked/t.mjs")',
	],
	['other', 'keychain', ''],
	['locked', 'keychain', 'Platform failure: User interaction is not allowed.'],
	['dismissed', 'keychain', 'Platform failure: User canceled the operation.'],
	['no-collection', 'keychain', 'Platform failure: A default keychain could not be found.'],
	['no-service', 'keychain', 'Windows ERROR_NO_SUCH_LOGON_SESSION: A specified logon session does not exist.'],
];

describe('what the library says', () => {
	test.each(measured)('means %s (%s): %s', (kind, store, text) => {
		expect(failureKindOf(text, store)).toBe(kind);
	});
});

describe('the detail of a failure', () => {
	test('is the text of the library on one line', () => {
		expect(inertDetail('no result\r\n\tfound\n')).toBe('no result found');
		expect(inertDetail(' \n')).toBeUndefined();
	});

	test('has no control characters, whatever the text has', () => {
		expect(inertDetail('a\u001b[31mb\u0007c\u202ed\u009b2Je')).toBe('a [31mb c d 2Je');
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), (text) => {
				expect(inertDetail(text) ?? '').not.toMatch(/[\p{C}\n]/u);
			}),
		);
	});

	test('is short', () => {
		expect(inertDetail('word '.repeat(1000))).toHaveLength(200);
	});

	test('has neither the secret that the call was about nor any other run of characters as long as one', () => {
		expect(inertDetail('Value "pass word" is invalid', 'pass word')).toBe('Value "…" is invalid');
		const token = 'cfut_0123456789abcdefghijklmnopqrstuvwxyzABCD';
		expect(inertDetail(`found ${token}: unexpected`)).toBe('found …: unexpected');
		fc.assert(
			fc.property(
				fc.string(),
				fc.string({minLength: 3, unit: fc.constantFrom('x', 'y', '1', '-')}),
				(around, secret) => {
					const detail = inertDetail(`${around}${secret}${around}`, secret) ?? '';
					fc.pre(!around.includes(secret));
					expect(detail).not.toContain(secret);
				},
			),
		);
	});
});
