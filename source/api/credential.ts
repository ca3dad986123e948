/** Who we are to Cloudflare (contract 10.1). */
import type {Secret} from '../secret.ts';
import {CloudflareError} from './errors.ts';

export type Credential =
	| {readonly kind: 'token'; readonly token: Secret}
	| {readonly kind: 'key'; readonly email: string; readonly key: Secret};

/**
 * The headers that carry the credential.
 * @throws {CloudflareError} kind `authentication` when it can not stand in a header; the text itself is never repeated
 */
export function credentialHeaders(credential: Credential, attempted: string): Readonly<Record<string, string>> {
	switch (credential.kind) {
		case 'token':
			return {authorization: `Bearer ${checked('API token', credential.token.reveal(), attempted)}`};
		case 'key':
			return {
				'x-auth-email': checked('email address of the API key', credential.email, attempted),
				'x-auth-key': checked('API key', credential.key.reveal(), attempted),
			};
	}
}

function checked(what: string, text: string, attempted: string): string {
	const fault = faultOf(text);
	if (fault === undefined) return text;
	throw new CloudflareError({
		kind: 'authentication',
		attempted,
		messages: [`The ${what} ${fault}; nothing was sent.`],
		next: `Copy the ${what} again, without what stands around it.`,
	});
}

function faultOf(text: string): string | undefined {
	if (text === '') return 'is empty';
	const position = text.search(/[^\x21-\x7e]/);
	if (position < 0) return undefined;
	const code = text.codePointAt(position) ?? 0;
	const what =
		code === 0x20
			? 'a space'
			: code === 0x0a || code === 0x0d
				? 'a line break'
				: code < 0x20 || code === 0x7f
					? 'a control character'
					: 'a character beyond ASCII';
	return `has ${what} at position ${position + 1}`;
}

/** Shorter texts are no real secrets, and would be found in innocent words. */
const shortestSecret = 8;

/** A function that takes the credential's secret out of a text. */
export function redactor(credential: Credential): (text: string) => string {
	const secret = credential.kind === 'token' ? credential.token : credential.key;
	return (text) => {
		const hidden = secret.reveal();
		return hidden.length < shortestSecret ? text : text.replaceAll(hidden, String(secret));
	};
}
