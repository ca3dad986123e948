import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {sanitise, sanitiseTree} from '../../source/terminal/sanitise.ts';

const anyText = fc.string({unit: 'binary', maxLength: 60});
/** Texts dense in what the function is about. */
const nastyText = fc.string({
	unit: fc.constantFrom(
		...['a', ' ', '7', '#', '\u001b', '\u009b', '\n', '\r', '\t', '\u007f', '\u200b', '\u200d', '\u202e', '\u2066'],
		...[
			'\ufe0e',
			'\ufe0f',
			'\ufeff',
			'\u00ad',
			'\ud800',
			'\udc00',
			'\u2028',
			'\u3164',
			'👨',
			'👧',
			'❤',
			'🏽',
			'\u20e3',
			'é',
			'漢',
		],
	),
	maxLength: 30,
});
const hostile = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('sanitise', () => {
	it.each([
		['an escape sequence', '\u001b[2Jx', String.raw`\u{1b}[2Jx`],
		['line ends and tabs', 'a\r\nb\tc', String.raw`a\u{d}\u{a}b\u{9}c`],
		['C1 controls and DEL', '\u009b31m\u007f', String.raw`\u{9b}31m\u{7f}`],
		['bidi overrides and isolates', '\u202eexe\u2066', String.raw`\u{202e}exe\u{2066}`],
		['zero-width characters', 'a\u200bd\u2060m\ufeffin', String.raw`a\u{200b}d\u{2060}m\u{feff}in`],
		['a soft hyphen', 'ad\u00admin', String.raw`ad\u{ad}min`],
		['line separators', 'a\u2028b\u2029', String.raw`a\u{2028}b\u{2029}`],
		['lone surrogates', 'a\ud83d', String.raw`a\u{d83d}`],
		['invisible letters', 'a\u3164\u115f', String.raw`a\u{3164}\u{115f}`],
		['tag characters', 'x\u{e0041}', String.raw`x\u{e0041}`],
		['a joiner between letters', 'a\u200db', String.raw`a\u{200d}b`],
		['a variation selector behind a letter', 'a\ufe0fb', String.raw`a\u{fe0f}b`],
		['a variation selector with nothing before it', '\ufe0f', String.raw`\u{fe0f}`],
		['a second variation selector', '❤\ufe0f\ufe0f', String.raw`❤${'\ufe0f'}\u{fe0f}`],
	])('shows %s', (_name, text, shown) => {
		expect(sanitise(text)).toBe(shown);
	});

	it.each(['plain ASCII ~', 'Ünïcødé', 'עברית', '漢字', 'e\u0301', '👨‍👩‍👧', '👩🏽‍💻', '❤️', '🏳️‍🌈', '7️⃣', '🇨🇭', '…│▶'])(
		'leaves %s alone',
		(text) => {
			expect(sanitise(text)).toBe(text);
		},
	);

	it('is idempotent', () => {
		fc.assert(
			fc.property(fc.oneof(anyText, nastyText), (text) => sanitise(sanitise(text)) === sanitise(text)),
			{
				numRuns: 2000,
			},
		);
	});

	it('lets no active or hidden character through but joiners and selectors inside an emoji', () => {
		fc.assert(
			fc.property(fc.oneof(anyText, nastyText), (text) => {
				const rest = sanitise(text).replaceAll(
					/(\p{Extended_Pictographic})[\ufe0e\ufe0f]?\p{Emoji_Modifier}?\u200d(?=\p{Extended_Pictographic})/gu,
					'$1',
				);
				expect(rest).not.toMatch(hostile);
				expect(rest).toBe(rest.toWellFormed());
			}),
			{numRuns: 2000},
		);
	});

	it('leaves visible characters in their order', () => {
		fc.assert(
			fc.property(fc.string({unit: 'grapheme-ascii', maxLength: 40}), fc.string({unit: 'grapheme-ascii'}), (a, b) => {
				expect(sanitise(`${a}\u202e${b}`)).toBe(`${a}\\u{202e}${b}`);
			}),
		);
	});
});

describe('sanitiseTree', () => {
	it('cleans strings and keys at every depth and leaves the rest', () => {
		const dirty = {'na\u001bme': ['a\nb', {deep: '\u202e', n: 1, t: true, z: null}], ok: 'ok'};
		expect(sanitiseTree(dirty)).toEqual({
			'na\\u{1b}me': [String.raw`a\u{a}b`, {deep: String.raw`\u{202e}`, n: 1, t: true, z: null}],
			ok: 'ok',
		});
	});

	it('gives clean data back as the same object, dirty or not beside it', () => {
		const clean = {a: [1, 'x', {b: 'y'}]};
		expect(sanitiseTree(clean)).toBe(clean);
		const both = sanitiseTree([clean, '\u001b']);
		expect(Array.isArray(both) && both[0]).toBe(clean);
	});

	it('keeps a key named __proto__ a key', () => {
		const parsed: unknown = JSON.parse('{"__proto__": {"admin": "\\u001b"}}');
		const cleaned = sanitiseTree(parsed);
		expect(JSON.stringify(cleaned)).toBe(String.raw`{"__proto__":{"admin":"\\u{1b}"}}`);
		expect(Object.getPrototypeOf(cleaned)).toBe(Object.prototype);
	});

	it('survives data nested without end', () => {
		const parsed: unknown = JSON.parse(`${'['.repeat(100_000)}"\\u001b"${']'.repeat(100_000)}`);
		expect(() => sanitiseTree(parsed)).not.toThrow();
	});
});
