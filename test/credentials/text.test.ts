import {inspect} from 'node:util';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {keyFromText, tokenFromText} from '../../source/credentials/environment.ts';
import {bareText} from '../../source/credentials/text.ts';

const token = 'cfut_AbC-123_4567890abcdefghijklmnopqrstuvwxyz01';

/** The token that a text is read as. */
function read(text: string): string | undefined {
	const reading = tokenFromText(text);
	return reading.kind === 'token' ? reading.token.reveal() : undefined;
}

const wrappings: readonly ((text: string) => string)[] = [
	(text) => ` ${text}`,
	(text) => `${text}\n`,
	(text) => `\t${text}\r\n\r\n`,
	(text) => `"${text}"`,
	(text) => `'${text}'`,
	(text) => `\u201c${text}\u201d`,
	(text) => `\`${text}\``,
	(text) => `${text}"`,
	(text) => `"${text}",`,
	(text) => `\u00a0${text}\u00a0`,
	(text) => `\ufeff${text}`,
	(text) => `${text.slice(0, 7)}\u200b${text.slice(7)}`,
	(text) => `Bearer ${text}`,
	(text) => `bearer  ${text}`,
	(text) => `Authorization: Bearer ${text}`,
	(text) => `-H "Authorization: Bearer ${text}"`,
	(text) => `export CLOUDFLARE_API_TOKEN=${text}`,
	(text) => `export CLOUDFLARE_API_TOKEN="${text}";`,
	(text) => `CLOUDFLARE_API_TOKEN=${text}`,
	(text) => `CF_API_TOKEN='${text}'`,
	(text) => `CLOUDFLARE_API_TOKEN: ${text}`,
	(text) => `set CLOUDFLARE_API_TOKEN=${text}`,
	(text) => `set -gx CLOUDFLARE_API_TOKEN ${text}`,
	(text) => `$env:CLOUDFLARE_API_TOKEN = "${text}"`,
];

/** Tokens of any alphabet that headers allow for, and that look like nothing else. */
const tokens = fc
	.stringMatching(/^[A-Za-z0-9_-]{38,60}$/u)
	.filter((text) => !/^(?:bearer$|cfk_|v1|-H|[0-9a-f]*$)/iu.test(text));

describe('a token as typed or pasted', () => {
	it.each(wrappings.map((wrap) => wrap(token)))('is found in %j', (text) => {
		expect(read(text)).toBe(token);
	});

	it('is found whatever is wrapped around it, twice over', () => {
		fc.assert(
			fc.property(tokens, fc.constantFrom(...wrappings), fc.constantFrom(...wrappings), (text, inner, outer) => {
				// A zero-width space is put inside of the wrapping instead of the token where that is the inner one.
				expect(read(outer(inner(text)).replaceAll('\u200b', ''))).toBe(text);
			}),
		);
	});

	it('loses nothing of itself, and reading is idempotent', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), (text) => {
				expect(bareText(bareText(text))).toBe(bareText(text));
			}),
		);
		fc.assert(
			fc.property(tokens, (text) => {
				expect(read(text)).toBe(text);
			}),
		);
	});

	it.each([
		['', 'is empty', 'empty'],
		[' \n ', 'is empty', 'empty'],
		['""', 'is empty', 'empty'],
		['Bearer', 'is empty', 'empty'],
		['export CLOUDFLARE_API_TOKEN=', 'is empty', 'empty'],
		[`${token.slice(0, 20)} ${token.slice(20)}`, 'has a space or line break inside (after 20 characters)', 'other'],
		[`${token.slice(0, 20)}\n${token.slice(20)}`, 'has a space or line break inside (after 20 characters)', 'other'],
		[`${token.slice(0, 4)}\u001b${token.slice(4)}`, 'has a control character inside (after 4 characters)', 'other'],
		[`${token}\u00e9`, 'has a character beyond ASCII inside (after 48 characters)', 'other'],
		['ana@acme.com', 'looks like an e-mail address', 'other'],
		['0123456789abcdef0123456789ABCDEF', 'looks like an account id or zone id (32 hex characters)', 'other'],
		['0123456789abcdef0123456789abcdef01234', 'looks like a Global API key', 'key'],
		['cfk_0123456789', 'looks like a Global API key', 'key'],
		['v1.0-144c9defac04969c7bfad8ef', 'looks like an Origin CA key', 'other'],
	])('%j is refused: it %s', (text, reason, looksLike) => {
		expect(tokenFromText(text)).toMatchObject({kind: 'rejected', reason, looksLike});
	});

	it('is refused when it is longer than any credential', () => {
		const reason = 'is longer than any credential (5000 characters)';
		expect(tokenFromText('x'.repeat(5000))).toMatchObject({kind: 'rejected', reason});
	});

	it('is never part of the words of a refusal', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[A-Za-z0-9]{12,40}$/u), fc.constantFrom(' ', '\n', 'é'), (secret, inside) => {
				const reading = tokenFromText(`${secret}${inside}${secret}`);
				expect(reading.kind).toBe('rejected');
				expect(inspect(reading)).not.toContain(secret);
			}),
		);
	});

	it('does not show when it is printed', () => {
		const reading = tokenFromText(token);
		expect(`${inspect(reading, {depth: 9})}${JSON.stringify(reading)}`).not.toContain(token);
	});
});

describe('a Global API key as typed or pasted', () => {
	const key = '0123456789abcdef0123456789abcdef01234';

	it('comes with its address, what stands around both left out', () => {
		const reading = keyFromText(' "ana@acme.com"\n', `export CLOUDFLARE_API_KEY='${key}'`);
		expect(reading).toMatchObject({kind: 'key', email: 'ana@acme.com'});
		expect(reading.kind === 'key' ? reading.key.reveal() : undefined).toBe(key);
		expect(`${inspect(reading, {depth: 9})}${JSON.stringify(reading)}`).not.toContain(key);
	});

	it.each([
		['', key, 'email', 'is empty'],
		['ana at acme', key, 'email', 'has a space or line break inside (after 3 characters)'],
		['ana', key, 'email', 'is no e-mail address'],
		['ana@acme.com', '', 'key', 'is empty'],
		['ana@acme.com', `${key} x`, 'key', 'has a space or line break inside (after 37 characters)'],
		['ana@acme.com', 'ana@acme.com', 'key', 'looks like an e-mail address'],
		['ana@acme.com', token, 'key', 'looks like an API token'],
		['ana@acme.com', 'v1.0-144c9defac04969c7bfad8ef', 'key', 'looks like an Origin CA key'],
	])('%j with %j is refused: the %s %s', (email, text, field, reason) => {
		expect(keyFromText(email, text)).toMatchObject({kind: 'rejected', field, reason});
	});
});
