/**
 * What a store holds: the bare token, or for a Global API key two lines, the e-mail address and the key. So what
 * `secret-tool lookup service cfiam username default` prints is the token itself, and what such a tool has stored, with
 * a line end behind it, can be read.
 */
import {Secret} from '../secret.ts';
import {StoreFailure} from './store-failure.ts';
import {type Credential, keyFromText, tokenFromText} from './text.ts';

/**
 * The text to be stored.
 * @throws StoreFailure `unreadable` for what could not be read again: nothing is stored then
 */
export function storedText(credential: Credential): Secret {
	const text = new Secret(
		credential.kind === 'token' ? credential.token.reveal() : `${credential.email}\n${credential.key.reveal()}`,
	);
	if (!isSameCredential(credentialFromStored(text), credential)) {
		throw new StoreFailure('unreadable', 'The credential would read differently once it is stored.');
	}
	return text;
}

/**
 * The credential of a stored text.
 * @throws StoreFailure `unreadable`, with the reason and never with the text
 */
export function credentialFromStored(stored: Secret): Credential {
	const [first = '', second, ...others] = stored.reveal().trim().split(/\r?\n/u);
	if (others.length > 0) throw new StoreFailure('unreadable', `It has ${others.length + 2} lines.`);
	const reading = second === undefined ? tokenFromText(first) : keyFromText(first, second);
	switch (reading.kind) {
		case 'token':
		case 'key':
			return reading;
		case 'rejected': {
			const what = 'field' in reading && reading.field === 'email' ? 'Its first line' : 'It';
			throw new StoreFailure('unreadable', `${what} ${reading.reason}.`);
		}
	}
}

function isSameCredential(one: Credential, other: Credential): boolean {
	if (one.kind === 'token') return other.kind === 'token' && one.token.reveal() === other.token.reveal();
	return other.kind === 'key' && one.email === other.email && one.key.reveal() === other.key.reveal();
}
