import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {sanitise} from '../../source/terminal/sanitise.ts';
import {cellWidth, graphemes, pad, takeEnd, takeStart, truncate, wrap} from '../../source/terminal/width.ts';

const text = fc
	.oneof(
		fc.string({unit: 'grapheme', maxLength: 40}),
		fc.string({unit: 'binary', maxLength: 40}),
		fc.string({unit: fc.constantFrom('a', 'b', ' ', '漢', '👨‍👩‍👧', 'e\u0301', '한', 'ﾊﾞ', '7️⃣'), maxLength: 40}),
	)
	.map(sanitise);
const cells = fc.integer({min: 0, max: 30});

/** The offsets at which the text may be cut without halving a grapheme. */
function cuts(whole: string): Set<number> {
	const offsets = new Set([0]);
	let offset = 0;
	for (const grapheme of graphemes(whole)) {
		offset += grapheme.length;
		offsets.add(offset);
	}
	return offsets;
}

describe('cellWidth', () => {
	it.each([
		['', 0],
		['plain', 5],
		['漢字', 4],
		['e\u0301', 1],
		['👨‍👩‍👧', 2],
		['…', 1],
		['│', 1],
		['한국', 4],
	])('of %j is %i', (sample, width) => {
		expect(cellWidth(sample)).toBe(width);
		expect(cellWidth(sample)).toBe(width);
	});
});

describe('truncate', () => {
	it.each([
		['platform-admins', 15, 'end', 'platform-admins'],
		['platform-admins', 8, 'end', 'platfor…'],
		['platform-admins', 8, 'start', '…-admins'],
		['platform-admins', 8, 'middle', 'plat…ins'],
		['漢字漢字', 4, 'end', '漢…'],
		['👨‍👩‍👧👨‍👩‍👧', 3, 'end', '👨‍👩‍👧…'],
		['abc', 1, 'end', '…'],
		['abc', 0, 'end', ''],
	] as const)('of %j to %i cells at the %s is %j', (sample, width, where, expected) => {
		expect(truncate(sample, width, where)).toBe(expected);
	});

	it('is never wider than asked and never cuts a grapheme', () => {
		fc.assert(
			fc.property(text, cells, fc.constantFrom('end', 'middle', 'start'), (sample, width, where) => {
				const cut = truncate(sample, width, where, '~~');
				expect(cellWidth(cut)).toBeLessThanOrEqual(width);
				if (cellWidth(sample) <= width) expect(cut).toBe(sample);
				else if (width > 1) {
					const [head = '', tail = ''] = cut.split('~~');
					expect(sample.startsWith(head) && sample.endsWith(tail)).toBe(true);
					expect(cuts(sample)).toContain(head.length);
					expect(cuts(sample)).toContain(sample.length - tail.length);
				}
			}),
			{numRuns: 1000},
		);
	});
});

describe('takeStart and takeEnd', () => {
	it('take as many whole graphemes as fit', () => {
		fc.assert(
			fc.property(text, cells, (sample, width) => {
				const start = takeStart(sample, width);
				const end = takeEnd(sample, width);
				expect(sample.startsWith(start) && sample.endsWith(end)).toBe(true);
				expect(cuts(sample)).toContain(start.length);
				expect(cuts(sample)).toContain(sample.length - end.length);
				const next = graphemes(sample.slice(start.length)).next().value ?? '';
				if (next !== '') expect(cellWidth(start) + cellWidth(next)).toBeGreaterThan(width);
			}),
			{numRuns: 1000},
		);
	});
});

describe('pad', () => {
	it('gives exactly the cells asked for', () => {
		fc.assert(
			fc.property(text, cells, fc.constantFrom('left', 'right', 'center'), (sample, width, align) => {
				expect(cellWidth(pad(sample, width, align))).toBe(width);
			}),
			{numRuns: 1000},
		);
	});

	it('puts the text where it is asked to be', () => {
		expect([pad('漢', 5), pad('漢', 5, 'right'), pad('漢', 5, 'center')]).toEqual(['漢   ', '   漢', ' 漢  ']);
	});
});

describe('wrap', () => {
	it.each([
		['one two three', 7, ['one two', 'three']],
		['one two three', 8, ['one two', 'three']],
		['one', 10, ['one']],
		['', 10, ['']],
		['a\n\nb', 10, ['a', '', 'b']],
		['abcdefgh ij', 3, ['abc', 'def', 'gh', 'ij']],
		['ab abcdefgh', 4, ['ab', 'abcd', 'efgh']],
		['漢字漢字', 3, ['漢', '字', '漢', '字']],
		['  indented text', 10, ['  indented', 'text']],
		['漢', 1, ['…']],
	])('breaks %j at %i cells', (sample, width, lines) => {
		expect(wrap(sample, width)).toEqual(lines);
	});

	it('gives lines that fit and loses nothing but the spaces at breaks', () => {
		fc.assert(
			fc.property(text, fc.integer({min: 2, max: 30}), (sample, width) => {
				const lines = wrap(sample, width);
				for (const line of lines) expect(cellWidth(line)).toBeLessThanOrEqual(width);
				const tooWide = [...graphemes(sample)].some((grapheme) => cellWidth(grapheme) > width);
				if (!tooWide) expect(lines.join('').replaceAll(' ', '')).toBe(sample.replaceAll(' ', ''));
			}),
			{numRuns: 1000},
		);
	});
});
