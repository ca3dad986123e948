import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {betweenEnds, number, rule, wrapLine, wrapLines} from '../../source/components/text.ts';
import {type Line, lineWidth, plainText, span} from '../../source/terminal/line.ts';

/** Texts as names are: plain, wide, of several parts, without spaces, with many. */
const word = fc.oneof(
	fc.constantFrom('dns', 'acme.com', 'platform-readonly', '東京オフィス', '서울팀', '👩‍👩‍👧‍👦', '🇯🇵', 'é', '✔︎', ''),
	fc.string({unit: 'grapheme', maxLength: 12}).map((text) => text.replaceAll(/[\p{C}\p{Z}]/gu, 'x')),
	fc.integer({min: 1, max: 90}).map((length) => 'x'.repeat(length)),
);
const text = fc
	.array(word, {maxLength: 12})
	.chain((words) => fc.constantFrom(' ', '  ', ', ').map((separator) => words.join(separator)));
const line: fc.Arbitrary<Line> = fc.array(fc.record({text, tone: fc.constantFrom('plain', 'dim', 'danger')} as const), {
	maxLength: 5,
});

/** What is read, whatever the rows that it is broken into. */
function lettersOf(lines: readonly Line[]): string {
	return lines.map(plainText).join('').replaceAll(/\s/gu, '');
}

describe('wrapping', () => {
	test('no row is wider than asked, nothing is lost, and looks stay with their text', () => {
		fc.assert(
			// No grapheme is wider than four cells.
			fc.property(line, fc.integer({min: 4, max: 80}), (input, cells) => {
				const rows = wrapLine(input, cells);
				for (const row of rows) {
					// Spaces at the end of a row hang over its edge, where they can not be seen.
					expect(lineWidth([{text: plainText(row).trimEnd()}])).toBeLessThanOrEqual(cells);
				}
				expect(lettersOf(rows)).toBe(lettersOf([input]));
				for (const tone of ['plain', 'dim', 'danger'] as const) {
					const ofTone = (lines: readonly Line[]): string =>
						lettersOf([lines.flat().filter((piece) => piece.tone === tone)]);
					expect(ofTone(rows)).toBe(ofTone([input]));
				}
			}),
			{numRuns: 300},
		);
	});

	test('breaks at spaces where there are some', () => {
		expect(wrapLine([span('Members of the platform team')], 12).map((row) => plainText(row).trimEnd())).toEqual([
			'Members of',
			'the platform',
			'team',
		]);
	});

	test('cuts a word that is wider than a row, wide characters whole', () => {
		expect(wrapLine([span('東京オフィス')], 5).map(plainText)).toEqual(['東京', 'オフ', 'ィス']);
	});

	test('a line that fits stays the same line', () => {
		const input: Line = [span('short', 'dim')];
		expect(wrapLine(input, 5)).toEqual([input]);
	});

	test('is never higher than asked, and says how many rows are missing', () => {
		fc.assert(
			fc.property(
				fc.array(line, {maxLength: 8}),
				fc.integer({min: 20, max: 60}),
				fc.integer({min: 1, max: 10}),
				(lines, cells, height) => {
					const all = lines.flatMap((each) => wrapLine(each, cells));
					const shown = wrapLines(lines, cells, height);
					expect(shown.length).toBeLessThanOrEqual(height);
					if (all.length <= height) expect(shown).toEqual(all);
					else expect(plainText(shown.at(-1) ?? [])).toBe(`… ${all.length - height + 1} more lines`);
				},
			),
		);
	});
});

describe('a row with two ends', () => {
	test('is never wider than asked, and the right end gives way last', () => {
		fc.assert(
			fc.property(line, line, fc.integer({min: 1, max: 100}), (left, right, cells) => {
				const row = betweenEnds(left, right, cells);
				expect(lineWidth(row)).toBeLessThanOrEqual(cells);
				if (lineWidth(right) + 2 <= cells) expect(plainText(row).endsWith(plainText(right))).toBe(true);
			}),
		);
	});

	test('is exactly as wide as asked when both ends fit', () => {
		expect(plainText(betweenEnds([span('left')], [span('right')], 14))).toBe('left     right');
	});

	test('keeps two cells between the ends', () => {
		expect(plainText(betweenEnds([span('a long left end')], [span('right')], 14))).toBe('a long…  right');
	});
});

describe('a rule', () => {
	test('is exactly as wide as asked, whatever its title', () => {
		fc.assert(
			fc.property(text, fc.integer({min: 0, max: 100}), (title, cells) => {
				const width = lineWidth(rule(title, cells));
				// A wide character that would be halved is left out, and a line takes its cell.
				expect(width).toBe(cells);
			}),
		);
	});

	test('begins with its title', () => {
		expect(plainText(rule('platform-dns', 24))).toBe('── platform-dns ────────');
	});
});

describe('numbers', () => {
	test.each([
		[0, '0'],
		[999, '999'],
		[25_000, '25,000'],
	])('%i reads %s', (value, expected) => {
		expect(number(value)).toBe(expected);
	});
});
