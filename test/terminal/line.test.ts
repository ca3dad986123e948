import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {
	emphasise,
	type Line,
	lineOf,
	lineWidth,
	padLine,
	plainText,
	span,
	truncateLine,
} from '../../source/terminal/line.ts';
import {choosePalette, colourPalette, monochromePalette, paint, plainPalette} from '../../source/terminal/paint.ts';

const someLine: fc.Arbitrary<Line> = fc.array(
	fc.record({
		text: fc.string({unit: fc.constantFrom('a', ' ', '漢', '👨‍👩‍👧', 'e\u0301'), maxLength: 10}),
		tone: fc.constantFrom(undefined, 'plain', 'dim', 'danger', 'good', 'heading', 'link'),
		emphasis: fc.constantFrom(undefined, [], ['cursor'], ['cursor', 'match']),
	}),
	{maxLength: 6},
);

describe('lines', () => {
	it('are made of texts and spans', () => {
		const line = lineOf('a', '', span('b', 'good'));
		expect(line).toEqual([{text: 'a'}, {text: 'b', tone: 'good'}]);
		expect(plainText(line)).toBe('ab');
	});

	it('are cut in the look of the span that is cut', () => {
		expect(truncateLine([span('abc', 'good'), span('defg', 'danger')], 5)).toEqual([
			span('abc', 'good'),
			span('d…', 'danger'),
		]);
		expect(truncateLine([span('abc', 'good'), span('d')], 3)).toEqual([span('ab…', 'good')]);
		expect(truncateLine([span('abc')], 0)).toEqual([]);
	});

	it('are never wider than asked when cut, and exactly as wide when padded', () => {
		fc.assert(
			fc.property(someLine, fc.integer({min: 0, max: 40}), (line, cells) => {
				expect(lineWidth(truncateLine(line, cells))).toBeLessThanOrEqual(cells);
				expect(lineWidth(padLine(line, cells))).toBe(cells);
			}),
		);
	});

	it('take an emphasis everywhere, once', () => {
		const once = emphasise([span('a'), span('b', 'danger')], 'cursor');
		expect(once).toEqual([
			{text: 'a', emphasis: ['cursor']},
			{text: 'b', tone: 'danger', emphasis: ['cursor']},
		]);
		expect(emphasise(once, 'cursor')).toEqual(once);
	});
});

describe('paint', () => {
	it('uses one sequence per change of look and none for plain text', () => {
		expect(paint([span('a'), span('b')], colourPalette)).toBe('ab');
		expect(paint([span('a', 'good'), span('b', 'good'), span('c')], colourPalette)).toBe('\u001b[32mab\u001b[39mc');
		expect(paint([span('a', 'good'), span('b', 'warning')], colourPalette)).toBe('\u001b[32ma\u001b[33mb\u001b[39m');
		expect(paint([span('a', 'danger'), span('b', 'dim')], colourPalette)).toBe(
			'\u001b[31;1ma\u001b[39;22;2mb\u001b[22m',
		);
	});

	it('drops dim under the cursor', () => {
		expect(paint(emphasise([span('a', 'dim'), span('b')], 'cursor'), colourPalette)).toBe('\u001b[7mab\u001b[27m');
	});

	it('turns off whatever it turned on and changes no text', () => {
		fc.assert(
			fc.property(someLine, fc.constantFrom(colourPalette, monochromePalette), (line, palette) => {
				const painted = paint(line, palette);
				const on = new Set<number>();
				for (const [, codes = ''] of painted.matchAll(/\u001b\[([\d;]+)m/g)) {
					for (const code of codes.split(';').map(Number)) {
						if (code === 22) for (const gone of [1, 2]) on.delete(gone);
						else if (code === 39) for (const gone of [31, 32, 33, 36]) on.delete(gone);
						else if (code > 20 && code < 30) on.delete(code - 20);
						else on.add(code);
					}
				}
				expect([...on]).toEqual([]);
				expect(painted.replaceAll(/\u001b\[[\d;]+m/g, '')).toBe(plainText(line));
			}),
		);
	});

	it('has no colour in monochrome and no attribute in plain', () => {
		fc.assert(
			fc.property(someLine, (line) => {
				expect(paint(line, monochromePalette)).not.toMatch(/[[;]3\d/);
				expect(paint(line, plainPalette)).toBe(plainText(line));
			}),
		);
	});
});

describe('choosePalette', () => {
	it.each([
		[{TERM: 'xterm-256color'}, true, false, 'colour'],
		[{TERM: 'xterm-256color', NO_COLOR: ''}, true, false, 'colour'],
		[{TERM: 'xterm-256color', NO_COLOR: '1'}, true, false, 'monochrome'],
		[{TERM: 'dumb'}, true, false, 'monochrome'],
		[{}, true, true, 'monochrome'],
		[{}, false, false, 'plain'],
	] as const)('for %j, terminal %s, --no-color %s is %s', (environment, terminal, flag, name) => {
		expect(choosePalette(environment, terminal, flag).name).toBe(name);
	});
});
