import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {StoreFailure} from '../../source/credentials/store-failure.ts';
import {credentialFromStored, storedText} from '../../source/credentials/stored-text.ts';
import {keyFromText, tokenFromText} from '../../source/credentials/text.ts';
import {Secret} from '../../source/secret.ts';
import {email, key, keyText, seen, token, tokenText} from './samples.ts';

const read = (text: string): readonly string[] | undefined => seen(credentialFromStored(new Secret(text)));

/** Why a text is no credential. */
function refusal(text: string): StoreFailure {
	try {
		credentialFromStored(new Secret(text));
	} catch (error) {
		if (error instanceof StoreFailure) return error;
	}
	throw new Error('It was read.');
}

describe('what a store holds', () => {
	it('is the bare token, so that other programs can print it', () => {
		expect(storedText(token).reveal()).toBe(tokenText);
	});

	it('is the address and the key of a Global API key, in two lines', () => {
		expect(storedText(key).reveal()).toBe(`${email}\n${keyText}`);
	});

	it('can be read with the line end that other programs put behind it', () => {
		expect(read(`${tokenText}\n`)).toEqual([tokenText]);
		expect(read(`${email}\r\n${keyText}\r\n`)).toEqual([email, keyText]);
	});

	it('reads as what was stored, for every credential that can be typed', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^[\x21-\x7e]{1,60}$/u), (text) => {
				const reading = tokenFromText(text);
				fc.pre(reading.kind === 'token');
				expect(seen(credentialFromStored(storedText(reading)))).toEqual([reading.token.reveal()]);
			}),
		);
		fc.assert(
			fc.property(fc.emailAddress(), fc.stringMatching(/^[\x21-\x7e]{1,60}$/u), (address, text) => {
				const reading = keyFromText(address, text);
				fc.pre(reading.kind === 'key');
				expect(seen(credentialFromStored(storedText(reading)))).toEqual(seen(reading));
			}),
		);
	});

	it.each([
		['', 'It is empty.'],
		['\n\n', 'It is empty.'],
		[`${tokenText}\n${tokenText}`, 'Its first line is no e-mail address.'],
		[`${email}\n${tokenText}`, 'It looks like an API token.'],
		[`${email}\n${keyText}\n${keyText}`, 'It has 3 lines.'],
		[`${tokenText} ${tokenText}`, 'It has a space or line break inside (after 48 characters).'],
		[keyText, 'It looks like a Global API key.'],
		['go-keyring-base64:AAAA\u0000', 'It has a control character inside (after 22 characters).'],
	])('%j is no credential', (text, detail) => {
		expect(refusal(text)).toMatchObject({kind: 'unreadable', detail});
	});

	it('is either a credential or refused without its text in the words', () => {
		const parts = fc.constantFrom(tokenText, keyText, email, '\n', '\r', ' ', 'é', '\u0000', 'v1.0-', '"');
		fc.assert(
			fc.property(fc.array(parts, {maxLength: 5}), (texts) => {
				let failure: unknown;
				try {
					credentialFromStored(new Secret(texts.join('')));
				} catch (error) {
					failure = error;
				}
				if (failure === undefined) return;
				if (!(failure instanceof StoreFailure)) throw failure;
				expect(failure.kind).toBe('unreadable');
				expect(failure.message).not.toMatch(new RegExp(`${tokenText}|${keyText}|${email}`, 'u'));
			}),
		);
	});

	it('is never something that would read differently', () => {
		const texts = [` ${tokenText}`, `${email}\n${keyText}`, keyText, '', `${tokenText};`];
		for (const text of texts) {
			expect(() => storedText({kind: 'token', token: new Secret(text)})).toThrow(StoreFailure);
		}
		expect(() => storedText({kind: 'key', email: `${email}\n`, key: new Secret(keyText)})).toThrow(StoreFailure);
	});
});
