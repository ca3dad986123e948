import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	AmbiguousText,
	inertJson,
	isWrittenOut,
	rememberOriginal,
	withOriginals,
} from '../../source/terminal/original-text.ts';
import {sanitise, sanitiseTree} from '../../source/terminal/sanitise.ts';

const nasty = fc.string({
	unit: fc.constantFrom('a', 'é', '\u001b', '\u202e', '\u200b', '\u{e0041}', '👨'),
	maxLength: 12,
});

describe('what the server has said', () => {
	test('is sent as it came, whatever was hidden in it', () => {
		fc.assert(
			fc.property(fc.dictionary(nasty, fc.oneof(nasty, fc.array(nasty))), (said) => {
				const shown = sanitiseTree(said, rememberOriginal);
				expect(withOriginals(shown)).toEqual(said);
			}),
		);
	});

	test('is not guessed where two texts look the same', () => {
		for (const text of ['two \u202e', String.raw`two \u{202e}`]) rememberOriginal(sanitise(text), text);
		expect(() => withOriginals({name: String.raw`two \u{202e}`})).toThrow(AmbiguousText);
	});

	test('is no more what it was once somebody has changed it, and that is known', () => {
		rememberOriginal(sanitise('one \u202e'), 'one \u202e');
		expect(withOriginals(String.raw`one \u{202e}x`)).toBe(String.raw`one \u{202e}x`);
		expect(isWrittenOut(String.raw`one \u{202e}x`)).toBe(true);
		expect(isWrittenOut(String.raw`one \u{202e}`)).toBe(false);
		expect(isWrittenOut('plain')).toBe(false);
	});
});

test('JSON is the same to every reader, and inert', () => {
	fc.assert(
		fc.property(fc.dictionary(nasty, nasty), fc.constantFrom(undefined, 2), (value, indent) => {
			const text = inertJson(value, indent);
			expect(JSON.parse(text)).toEqual(value);
			for (const line of text.split('\n')) expect(sanitise(line)).toBe(line);
		}),
	);
});
