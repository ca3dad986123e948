/**
 * Credentials as people type, paste or export them: what stands around one is forgiven, what can not be one is refused
 * in words. No text of a secret ever gets into those words.
 */
import {Secret} from '../secret.ts';

export type Credential =
	| {readonly kind: 'token'; readonly token: Secret}
	| {readonly kind: 'key'; readonly email: string; readonly key: Secret};

/** Why a text is no credential. */
export interface Rejection {
	readonly kind: 'rejected';
	/** Follows a name: "The token …". */
	readonly reason: string;
	/** What to do about it, a sentence. */
	readonly next: string;
}

export type TokenReading =
	| {readonly kind: 'token'; readonly token: Secret}
	/** `empty`: nothing was given at all. `key`: it belongs into the form for a Global API key. */
	| (Rejection & {readonly looksLike: 'empty' | 'key' | 'other'});

export type KeyReading =
	| {readonly kind: 'key'; readonly email: string; readonly key: Secret}
	| (Rejection & {readonly field: 'email' | 'key'; readonly isEmpty: boolean});

/** Characters; Cloudflare's tokens have about 50, and headers have limits. */
const longest = 4096;

const quotes = '"\'`\u2018\u2019\u201c\u201d\u00ab\u00bb';
const aroundStart = new RegExp(`^[\\s${quotes}]+`, 'u');
const aroundEnd = new RegExp(`[\\s;,${quotes}]+$`, 'u');

/** What people copy along with a credential: `export NAME=`, `set -x NAME`, `$env:NAME =`, `-H Authorization: Bearer`. */
const prefixes: readonly RegExp[] = [
	/^(?:export\s+|set\s+(?:-\w+\s+)*|setx\s+|\$env:)?(?:CLOUDFLARE|CF)_(?:API_TOKEN|API_KEY|EMAIL|ACCOUNT_ID|BASE_URL)(?:\s*[=:]\s*|\s+|$)/i,
	/^(?:-H|--header)[\s=]+/,
	/^(?:Authorization|X-Auth-Key|X-Auth-Email)\s*:\s*/i,
	/^Bearer(?:\s+|$)/i,
];

/** The text without what stands around it: spaces, line ends, quotes, `Bearer`, `export NAME=`, invisible characters. */
export function bareText(text: string): string {
	let bare = text.replaceAll(/\p{Cf}/gu, '');
	for (;;) {
		let next = bare.replace(aroundStart, '').replace(aroundEnd, '');
		for (const prefix of prefixes) next = next.replace(prefix, '');
		if (next === bare) return bare;
		bare = next;
	}
}

/** Reads an API token as typed or pasted. */
export function tokenFromText(text: string): TokenReading {
	const token = bareText(text);
	const copyAgain = 'Copy the token again, without what stands around it.';
	const rejected = (
		reason: string,
		next = copyAgain,
		looksLike: 'empty' | 'key' | 'other' = 'other',
	): TokenReading => ({
		kind: 'rejected',
		reason,
		next,
		looksLike,
	});
	if (token === '') return rejected('is empty', 'Paste or type an API token.', 'empty');
	if (looksLikeEmail(token))
		return rejected('looks like an e-mail address', 'An address goes with a Global API key; a token stands alone.');
	const fault = headerFault(token);
	if (fault !== undefined) return rejected(fault);
	if (/^[0-9a-f]{32}$/i.test(token))
		return rejected(
			'looks like an account id or zone id (32 hex characters)',
			'Paste the token itself: it is shown once, when it is created or rolled.',
		);
	if (looksLikeKey(token))
		return rejected('looks like a Global API key', 'A Global API key needs the e-mail address of its user.', 'key');
	if (looksLikeOriginKey(token))
		return rejected('looks like an Origin CA key', 'Such keys open nothing here: use an API token.');
	return {kind: 'token', token: new Secret(token)};
}

/** Reads a Global API key and the e-mail address of its user. */
export function keyFromText(emailText: string, keyText: string): KeyReading {
	const email = bareText(emailText);
	const key = bareText(keyText);
	const rejected = (field: 'email' | 'key', reason: string, next: string, isEmpty = false): KeyReading => ({
		kind: 'rejected',
		field,
		reason,
		next,
		isEmpty,
	});
	if (email === '') return rejected('email', 'is empty', 'A Global API key needs the address of its user.', true);
	const emailFault = headerFault(email);
	if (emailFault !== undefined) return rejected('email', emailFault, 'Type the address with which its user signs in.');
	if (!looksLikeEmail(email))
		return rejected('email', 'is no e-mail address', 'Type the address with which its user signs in.');
	const again = 'Copy the key again, without what stands around it.';
	if (key === '') return rejected('key', 'is empty', 'Paste or type the Global API key.', true);
	const keyFault = headerFault(key);
	if (keyFault !== undefined) return rejected('key', keyFault, again);
	if (looksLikeEmail(key)) return rejected('key', 'looks like an e-mail address', again);
	if (/^cf(?:ut|at|oat)_/.test(key))
		return rejected('key', 'looks like an API token', 'A token stands alone: use it as a token, without an address.');
	if (looksLikeOriginKey(key))
		return rejected(
			'key',
			'looks like an Origin CA key',
			'Such keys open nothing here: use a Global API key or a token.',
		);
	return {kind: 'key', email, key: new Secret(key)};
}

/** Old ones are 37 hex characters, newer ones say what they are (contract 10.1). */
function looksLikeKey(text: string): boolean {
	return /^[0-9a-f]{37}$/i.test(text) || text.startsWith('cfk_');
}

function looksLikeOriginKey(text: string): boolean {
	return text.startsWith('v1.0-');
}

function looksLikeEmail(text: string): boolean {
	return /^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(text);
}

/** Why the text can not stand in a header. */
function headerFault(text: string): string | undefined {
	if (text.length > longest) return `is longer than any credential (${text.length} characters)`;
	const position = text.search(/[^\x21-\x7e]/u);
	if (position < 0) return undefined;
	const found = text.slice(position, position + 1);
	const what = /\s/u.test(found)
		? 'a space or line break'
		: /\p{Cc}/u.test(found)
			? 'a control character'
			: 'a character beyond ASCII';
	return `has ${what} inside (after ${position} characters)`;
}
