import fc from 'fast-check';
import {beforeAll, describe, expect, it} from 'vitest';
import {passphraseProblem, seal, unseal} from '../../source/credentials/passphrase-cipher.ts';
import {
	formatPassphraseFile,
	type PassphraseFile,
	parsePassphraseFile,
	scryptCost,
} from '../../source/credentials/passphrase-file-format.ts';
import {StoreFailure} from '../../source/credentials/store-failure.ts';
import {Secret} from '../../source/secret.ts';
import {kindOf, tokenText} from './samples.ts';

const passphrase = new Secret('correct horse battery staple');
const header = {profile: 'work', cost: scryptCost.least};

let bytes: Buffer;

beforeAll(async () => {
	bytes = await seal(new Secret(tokenText), passphrase, header);
});

/** What a file opens to, or how it does not. */
async function opened(file: Buffer | PassphraseFile, words = passphrase): Promise<string> {
	try {
		return (await unseal('sealed' in file ? file : parsePassphraseFile(file), words)).reveal();
	} catch (error) {
		if (error instanceof StoreFailure) return error.kind;
		throw error;
	}
}

/** All at once, as far as there are threads. */
const allOpened = (files: readonly Buffer[]): Promise<readonly string[]> =>
	Promise.all(files.map((file) => opened(file)));

describe('a sealed text', () => {
	it('is opened by its passphrase, and shows nothing of itself', async () => {
		expect(await opened(bytes)).toBe(tokenText);
		expect(bytes.toString('latin1')).not.toContain(tokenText);
		expect(bytes.toString('latin1')).not.toContain(Buffer.from(tokenText).toString('base64url').slice(0, 8));
	});

	it('is opened by no other passphrase', async () => {
		for (const words of [
			'correct horse battery stapl',
			'Correct horse battery staple',
			'',
			`${passphrase.reveal()} `,
		]) {
			expect(await opened(bytes, new Secret(words))).toBe('wrong-passphrase');
		}
	});

	it('is opened by the same passphrase from a keyboard that composes letters in another way', async () => {
		const composed = await seal(new Secret(tokenText), new Secret('caf\u00e9 \ufb01le \uff21bc'), header);
		expect(await opened(composed, new Secret('cafe\u0301 file Abc'))).toBe(tokenText);
	});

	it('has a salt and nonce of its own each time', async () => {
		const again = await seal(new Secret(tokenText), passphrase, header);
		const [one, other] = [parsePassphraseFile(bytes), parsePassphraseFile(again)];
		expect(one.salt.equals(other.salt)).toBe(false);
		expect(one.nonce.equals(other.nonce)).toBe(false);
		expect(one.sealed.equals(other.sealed)).toBe(false);
	});

	it('may be of any language and length', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({unit: 'grapheme', minLength: 1, maxLength: 4000}), async (text) => {
				expect(await opened(await seal(new Secret(text), passphrase, header))).toBe(text);
			}),
			{numRuns: 5},
		);
	});

	it('does not open when a byte of the header is another one, wherever it is', async () => {
		const length = bytes.lastIndexOf('\n', bytes.length - 2) + 1;
		const readable: Buffer[] = [];
		for (let at = 0; at < length; at++) {
			const changed = Buffer.from(bytes);
			// Another character of the same alphabet, if it has one: most of the others are refused by the reading.
			changed[at] = changed[at] === 0x42 ? 0x43 : 0x42;
			try {
				parsePassphraseFile(changed);
				readable.push(changed);
			} catch (error) {
				expect(error).toMatchObject({kind: 'damaged'});
			}
		}
		// The name of the profile, the salt but for its last character, and the nonce.
		expect(readable.length).toBeGreaterThanOrEqual(4 + 42 + 15);
		const some = readable.filter((_file, index) => index % 4 === 0);
		expect(new Set(await allOpened(some))).toEqual(new Set(['wrong-passphrase']));
	});

	it('does not open when a bit of the text or of its tag is another one', async () => {
		const file = parsePassphraseFile(bytes);
		const places = [0, 1, 20, tokenText.length - 1, tokenText.length, tokenText.length + 1, file.sealed.length - 1];
		const changed = places.map((at) => {
			const sealed = Buffer.from(file.sealed);
			sealed[at] = (sealed[at] ?? 0) ^ 0x80;
			return Buffer.from(formatPassphraseFile({...file, sealed}));
		});
		const shorter = Buffer.from(formatPassphraseFile({...file, sealed: file.sealed.subarray(1)}));
		const longer = Buffer.from(formatPassphraseFile({...file, sealed: Buffer.concat([file.sealed, Buffer.alloc(1)])}));
		expect(new Set(await allOpened([...changed, shorter, longer]))).toEqual(new Set(['wrong-passphrase']));
	});

	it('does not open under the header of another file', async () => {
		const file = parsePassphraseFile(bytes);
		const other = parsePassphraseFile(await seal(new Secret('another text'), passphrase, header));
		expect(await opened({...file, sealed: other.sealed})).toBe('wrong-passphrase');
		expect(await opened({...file, profile: 'home'})).toBe('wrong-passphrase');
		expect(await opened({...file, cost: file.cost * 2})).toBe('wrong-passphrase');
	});
});

describe('deriving the key', () => {
	it('leaves the event loop free', async () => {
		let turns = 0;
		let isDone = false;
		const turn = (): void => {
			turns += 1;
			if (!isDone) setImmediate(turn);
		};
		setImmediate(turn);
		await seal(new Secret(tokenText), passphrase, header);
		isDone = true;
		expect(turns).toBeGreaterThan(10);
	});

	it('can be given up, at once, and before it begins', async () => {
		const ended: string[] = [];
		const stop = new AbortController();
		const whole = seal(new Secret(tokenText), passphrase, {...header, cost: 2 ** 16}).then(() => ended.push('whole'));
		const sealing = kindOf(seal(new Secret(tokenText), passphrase, {...header, cost: 2 ** 16}, stop.signal));
		const opening = kindOf(unseal(parsePassphraseFile(bytes), passphrase, stop.signal));
		const both = Promise.all([sealing, opening]).then((kinds) => ended.push(...kinds));
		stop.abort();
		await Promise.all([whole, both]);
		expect(ended).toEqual(['cancelled', 'cancelled', 'whole']);
		expect(await kindOf(seal(new Secret(tokenText), passphrase, header, stop.signal))).toBe('cancelled');
	});

	it('is as costly as is said: 128 MiB usually', async () => {
		const usual = await seal(new Secret(tokenText), passphrase, {...header, cost: scryptCost.usual});
		expect(usual.toString()).toContain('\nscrypt N=131072 r=8 p=1 salt=');
		expect(await opened(usual)).toBe(tokenText);
	});

	it('is possible at the limit', async () => {
		const bytesOfMost = await seal(new Secret('x'), passphrase, {...header, cost: scryptCost.most});
		expect(bytesOfMost.toString()).toContain('\nscrypt N=262144 r=8 p=1 salt=');
	});
});

describe('a new passphrase', () => {
	it.each([
		'eight ch',
		'correct horse battery staple',
		'пароль12',
		'🐴🔋🐴🔋🐴🔋🐴🔋',
		'  spaces  ',
		`${'e\u0301'.repeat(8)}x`,
	])('%j is accepted', (text) => {
		expect(passphraseProblem(text)).toBeUndefined();
	});

	it.each([
		['', 'Type a passphrase of at least 8 characters.'],
		['x', 'It has 1 character: at least 8 are needed.'],
		['sevench', 'It has 7 characters: at least 8 are needed.'],
		// Four letters and four accents are four characters; four horses are four, too.
		['e\u0301a\u0301o\u0301u\u0301', 'It has 4 characters: at least 8 are needed.'],
		['🐴🔋🐴🔋', 'It has 4 characters: at least 8 are needed.'],
		['        ', 'It is one character again and again: that is the first thing to be tried.'],
		['aaaaaaaaaaaa', 'It is one character again and again: that is the first thing to be tried.'],
		['two\nlines of it', 'It has a character in it that cannot be typed again: a line break, a tab or the like.'],
		['tab\tin it all', 'It has a character in it that cannot be typed again: a line break, a tab or the like.'],
		['half a pair \ud800', 'It has a character in it that cannot be typed again: a line break, a tab or the like.'],
		['long'.repeat(1000), 'It is longer than 1024 characters.'],
	])('%j is not: %s', (text, problem) => {
		expect(passphraseProblem(text)).toBe(problem);
	});

	it('is never in the words that refuse it', () => {
		fc.assert(
			fc.property(fc.string({minLength: 2, maxLength: 7, unit: 'grapheme'}), (text) => {
				const words = passphraseProblem(`§${text}`.slice(0, 7)) ?? '';
				expect(words).not.toContain('§');
			}),
		);
	});
});
