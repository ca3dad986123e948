/** What is known of Unicode without its tables is what the tables say. */
import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {cellWidth, graphemes} from '../source/terminal/width.ts';
import {grouped, segmentsOf} from '../source/unicode.ts';

/** Every character that a frame is measured by without string-width, and its neighbours. */
const near = [
	...Array.from({length: 0x300 - 0x20}, (_, index) => 0x20 + index),
	...Array.from({length: 0x30}, (_, index) => 0x2008 + index),
	...Array.from({length: 0xb0}, (_, index) => 0x24f8 + index),
	...Array.from({length: 0xc0}, (_, index) => 0x3040 + index),
	...[0x33ff, 0x3400, 0x4dbf, 0x4dc0, 0x4dff, 0x4e00, 0x8aad, 0x9fff, 0xa000, 0xabff, 0xac00, 0xac01, 0xd7a3, 0xd7b0],
].map((code) => String.fromCodePoint(code));

test('a character has the width that string-width gives it, and is one grapheme', () => {
	for (const character of near) {
		expect(cellWidth(character), character).toBe(stringWidth(character, {countAnsiEscapeCodes: true}));
		expect([...graphemes(character)], character).toEqual([character]);
	}
});

test('the same goes for texts of them, and with others among them', () => {
	const others = fc.constantFrom('é', '読', '👩‍🚀', '\u0301', '\u200d', '️', '각');
	const text = fc
		.array(fc.oneof({weight: 9, arbitrary: fc.constantFrom(...near)}, others))
		.map((parts) => parts.join(''));
	fc.assert(
		fc.property(text, (each) => {
			expect(cellWidth(each)).toBe(stringWidth(each, {countAnsiEscapeCodes: true}));
			if (!each.includes('\r\n'))
				expect([...graphemes(each)]).toEqual(Array.from(segmentsOf(each), ({segment}) => segment));
		}),
		{numRuns: 1000},
	);
});

test('numbers are grouped as people write them', () => {
	fc.assert(
		fc.property(fc.oneof(fc.maxSafeInteger(), fc.double(), fc.integer({min: -9999, max: 9999})), (value) => {
			// There is no count of -0.
			fc.pre(!Object.is(value, -0));
			expect(grouped(value)).toBe(value.toLocaleString('en-US'));
		}),
	);
});
