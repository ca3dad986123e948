import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	formatPassphraseFile,
	isAcceptableCost,
	longestFile,
	type PassphraseFile,
	parsePassphraseFile,
} from '../../source/credentials/passphrase-file-format.ts';
import {StoreFailure} from '../../source/credentials/store-failure.ts';

const example: PassphraseFile = {
	profile: 'work',
	cost: 2 ** 17,
	salt: Buffer.alloc(32, 1),
	nonce: Buffer.alloc(12, 2),
	sealed: Buffer.alloc(80, 3),
};
const text = formatPassphraseFile(example);

const bytesOfLength = (least: number, most = least): fc.Arbitrary<Buffer> =>
	fc.uint8Array({minLength: least, maxLength: most}).map((bytes) => Buffer.from(bytes));

const files: fc.Arbitrary<PassphraseFile> = fc.record({
	profile: fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/u),
	cost: fc.integer({min: 14, max: 18}).map((power) => 2 ** power),
	salt: bytesOfLength(32),
	nonce: bytesOfLength(12),
	sealed: bytesOfLength(17, 300),
});

/** How a file is damaged; undefined: it is not. */
function damage(bytes: Buffer | string): string | undefined {
	try {
		parsePassphraseFile(Buffer.from(bytes));
		return undefined;
	} catch (error) {
		if (!(error instanceof StoreFailure)) throw error;
		expect(error.kind).toBe('damaged');
		return error.detail;
	}
}

describe('a passphrase file', () => {
	it('can be read by people as far as it is not secret', () => {
		expect(text).toBe(
			[
				'cfiam passphrase file 1, profile work',
				'scrypt N=131072 r=8 p=1 salt=AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE',
				'aes-256-gcm nonce=AgICAgICAgICAgIC',
				`${'AwMD'.repeat(26)}AwM`,
				'',
			].join('\n'),
		);
	});

	it('reads as what was written', () => {
		fc.assert(
			fc.property(files, (file) => {
				expect(parsePassphraseFile(Buffer.from(formatPassphraseFile(file)))).toEqual(file);
			}),
		);
	});

	it('is refused or reads differently when any byte is another one', () => {
		fc.assert(
			fc.property(files, fc.nat(), fc.integer({min: 1, max: 255}), (file, place, change) => {
				const bytes = Buffer.from(formatPassphraseFile(file));
				const at = place % bytes.length;
				bytes[at] = (bytes[at] ?? 0) ^ change;
				if (damage(bytes) === undefined) expect(parsePassphraseFile(bytes)).not.toEqual(file);
			}),
			{numRuns: 500},
		);
	});

	it('is refused when it is cut off anywhere', () => {
		for (let length = 0; length < text.length; length++) {
			expect(damage(text.slice(0, length)), `${length} bytes`).toBeDefined();
		}
	});

	it('is refused when something is added or put in between', () => {
		for (const more of ['\n', ' ', 'A', '\0', '\r\n']) expect(damage(`${text}${more}`)).toBeDefined();
		expect(damage(`\ufeff${text}`)).toBeDefined();
		expect(damage(text.replaceAll('\n', '\r\n'))).toBeDefined();
		expect(damage(text.replace('N=', ' N='))).toBeDefined();
	});

	it.each([0, 1, 2, 3, 2 ** 13, 2 ** 14 - 1, 100_000, 2 ** 18 + 1, 2 ** 19, 2 ** 30, 2 ** 53, 1e300])(
		'is refused when it asks for N=%d',
		(cost) => {
			expect(damage(formatPassphraseFile({...example, cost}))).toBeDefined();
			expect(isAcceptableCost(cost)).toBe(false);
		},
	);

	it.each([
		'-131072',
		'+131072',
		'0131072',
		'0x20000',
		'131072.0',
		'1.31072e5',
		'',
		'NaN',
		'１３１０７２',
		'9'.repeat(400),
	])('is refused when N is written as %j', (cost) => {
		expect(damage(text.replace('131072', cost))).toBeDefined();
	});

	it.each([
		['r=8', 'r=9'],
		['r=8', 'r=80000'],
		['p=1', 'p=2'],
		['p=1', 'p=0'],
		['p=1', 'p=16777216'],
		['aes-256-gcm', 'aes-128-gcm'],
		['aes-256-gcm', 'aes-256-ctr'],
		['salt=', 'salt=AAAA'],
		['salt=AQEB', 'salt='],
		['nonce=', 'nonce=AAAA'],
		['nonce=AgIC', 'nonce='],
		['profile work', 'profile ../work'],
		['profile work', 'profile \u001b[2Jwork'],
		['profile work', 'profile '],
		[', profile work', ''],
	])('is refused with %j made %j', (from, to) => {
		expect(damage(text.replace(from, to))).toBeDefined();
	});

	it('is refused when the same bytes are written in another way', () => {
		// The last character of a salt has two bits that mean nothing.
		expect(damage(text.replace('AQE\n', 'AQF\n'))).toBe('It was edited.');
		expect(damage(text.replace(/AwM\n$/u, 'AwN\n'))).toBe('It was edited.');
		expect(damage(text.replace(/AwM\n$/u, 'AwM=\n'))).toBe('It was edited.');
	});

	it('says that a newer program wrote it', () => {
		const newer = 'cfiam passphrase file 2, profile work\nargon2id m=1\n';
		expect(damage(newer)).toBe('It is of version 2, and this program reads version 1: a newer one wrote it.');
		for (const version of ['0', '01', '', '-1', '1000000000']) {
			expect(damage(text.replace('file 1', `file ${version}`))).toBe('It does not begin as a passphrase file does.');
		}
	});

	it('is refused without looking at it when it is too long', () => {
		expect(damage(Buffer.alloc(longestFile + 1, 0x41))).toBe('It is longer than such a file can be.');
	});

	it('is refused in words, whatever the bytes are', () => {
		const lines = fc.constantFrom(...text.split('\n'), 'cfiam passphrase file 1', 'scrypt N=1 r=8 p=1 salt=', '');
		fc.assert(
			fc.property(fc.uint8Array({maxLength: 300}), (bytes) => {
				expect(damage(Buffer.from(bytes))).toBeTruthy();
			}),
		);
		fc.assert(
			fc.property(fc.array(lines, {maxLength: 6}), (parts) => {
				const joined = parts.join('\n');
				if (joined !== text) expect(damage(joined)).toBeTruthy();
			}),
		);
	});
});
