import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ColumnHead} from '../../source/areas/table.ts';
import {columnGap, type FittedColumn, fitColumns} from '../../source/components/columns.ts';

/** The name first, which never goes; then others in any order of importance. */
const heads: fc.Arbitrary<readonly ColumnHead[]> = fc
	.tuple(
		fc.record({minimum: fc.integer({min: 1, max: 20}), extra: fc.nat({max: 20}), grow: fc.nat({max: 3})}),
		fc.array(
			fc.record({
				minimum: fc.integer({min: 1, max: 12}),
				extra: fc.nat({max: 20}),
				grow: fc.nat({max: 3}),
				drop: fc.integer({min: 1, max: 9}),
				wide: fc.boolean(),
			}),
			{maxLength: 8},
		),
	)
	.map(([name, others]) => [
		{name: 'name', title: 'NAME', width: name.minimum + name.extra, minimum: name.minimum, grow: name.grow, drop: 0},
		...others.map(({minimum, extra, grow, drop, wide}, at) => ({
			name: `column ${at}`,
			title: 'X',
			width: minimum + extra,
			minimum,
			grow,
			drop,
			wide,
		})),
	]);

function totalOf(columns: readonly FittedColumn[]): number {
	return columns.reduce((sum, {width}) => sum + width, 0) + columnGap * Math.max(0, columns.length - 1);
}

const dropsOf = (columns: readonly FittedColumn[]): readonly number[] => columns.map(({head}) => head.drop);

describe('columns', () => {
	test('are never wider together than the cells that there are', () => {
		fc.assert(
			fc.property(heads, fc.integer({min: 1, max: 200}), fc.boolean(), (list, cells, wide) => {
				const fitted = fitColumns(list, cells, wide);
				expect(totalOf(fitted)).toBeLessThanOrEqual(cells);
				for (const {width} of fitted) expect(width).toBeGreaterThan(0);
			}),
		);
	});

	test('the name stays, at no less than its minimum, as long as that fits', () => {
		fc.assert(
			fc.property(heads, fc.integer({min: 1, max: 200}), fc.boolean(), (list, cells, wide) => {
				const [first] = fitColumns(list, cells, wide);
				expect(first?.head.name).toBe('name');
				const least = list[0]?.minimum ?? 0;
				// Beside an id it may be a little less.
				expect(first?.width).toBeGreaterThanOrEqual(Math.min(cells, wide ? Math.ceil(least * 0.7) : least));
			}),
		);
	});

	test('no column is narrower than its minimum: it goes instead', () => {
		fc.assert(
			fc.property(heads, fc.integer({min: 20, max: 200}), (list, cells) => {
				for (const {head, width} of fitColumns(list, cells, false))
					expect(width).toBeGreaterThanOrEqual(head.minimum ?? 0);
			}),
		);
	});

	test('with wide columns on the others shrink a little, so that an id comes beside them', () => {
		const list: readonly ColumnHead[] = [
			{name: 'name', title: 'NAME', width: 30, minimum: 20, drop: 0},
			{name: 'grant', title: 'GRANT', width: 34, minimum: 28, drop: 2},
			{name: 'label', title: 'LABEL', width: 26, drop: 8, wide: true},
			{name: 'id', title: 'ID', width: 32, drop: 9, wide: true},
		];
		const shown = fitColumns(list, 77, true);
		expect(shown.map(({head}) => head.name)).toEqual(['name', 'grant', 'id']);
		expect(shown.map(({width}) => width)).toEqual([expect.any(Number), expect.any(Number), 32]);
		for (const {head, width} of shown) expect(width).toBeGreaterThanOrEqual((head.minimum ?? head.width) * 0.7);
	});

	test('what matters least goes first', () => {
		fc.assert(
			fc.property(heads, fc.integer({min: 20, max: 200}), (list, cells) => {
				const shown = fitColumns(list, cells, false);
				const kept = Math.max(...dropsOf(shown));
				const gone = list.filter((head) => head.wide !== true && !shown.some((column) => column.head === head));
				for (const {drop} of gone) expect(drop).toBeGreaterThanOrEqual(kept);
			}),
		);
	});

	test('the id, once asked for, goes after all the others but the name', () => {
		const id: ColumnHead = {name: 'id', title: 'ID', width: 32, drop: 9, wide: true};
		fc.assert(
			fc.property(heads, fc.integer({min: 20, max: 200}), (list, cells) => {
				const names = fitColumns([...list, id], cells, true).map(({head}) => head.name);
				if (!names.includes('id')) expect(names).toEqual(['name']);
			}),
		);
	});

	test('more room never shows less', () => {
		fc.assert(
			fc.property(heads, fc.integer({min: 20, max: 150}), fc.nat({max: 50}), (list, cells, more) => {
				const narrow = fitColumns(list, cells, true).map(({index}) => index);
				const wide = fitColumns(list, cells + more, true).map(({index}) => index);
				expect(wide).toEqual(expect.arrayContaining(narrow));
			}),
		);
	});

	test('of two that matter the same the later one goes first', () => {
		const list: readonly ColumnHead[] = [
			{name: 'name', title: 'NAME', width: 20, drop: 0},
			{name: 'first', title: 'FIRST', width: 10, drop: 1},
			{name: 'second', title: 'SECOND', width: 10, drop: 1},
		];
		expect(fitColumns(list, 35, false).map(({head}) => head.name)).toEqual(['name', 'first']);
	});

	test('keep the order of their table', () => {
		fc.assert(
			fc.property(heads, fc.integer({min: 20, max: 200}), (list, cells) => {
				const indices = fitColumns(list, cells, true).map(({index}) => index);
				expect(indices).toEqual(indices.toSorted((a, b) => a - b));
			}),
		);
	});

	test('wide columns show only when they are asked for', () => {
		const list: readonly ColumnHead[] = [
			{name: 'name', title: 'NAME', width: 20, drop: 0},
			{name: 'id', title: 'ID', width: 32, drop: 9, wide: true},
		];
		expect(fitColumns(list, 100, false).map(({head}) => head.name)).toEqual(['name']);
		expect(fitColumns(list, 100, true).map(({head}) => head.name)).toEqual(['name', 'id']);
		expect(fitColumns(list, 40, true).map(({head}) => head.name)).toEqual(['name']);
	});

	test('first get the width that they want, then share what is left by their appetite', () => {
		const list: readonly ColumnHead[] = [
			{name: 'name', title: 'NAME', width: 20, minimum: 10, grow: 3, drop: 0},
			{name: 'more', title: 'MORE', width: 10, minimum: 5, grow: 1, drop: 1},
		];
		const widths = (cells: number): readonly number[] => fitColumns(list, cells, false).map(({width}) => width);
		expect(widths(17)).toEqual([10, 5]);
		expect(widths(32)).toEqual([20, 10]);
		expect(widths(72)).toEqual([50, 20]);
	});

	test('two columns that may not go are cut at the edge when even they do not fit, the second first', () => {
		const list: readonly ColumnHead[] = [
			{name: 'field', title: 'FIELD', width: 24, drop: 0},
			{name: 'value', title: 'VALUE', width: 40, grow: 1, drop: 0},
		];
		for (let cells = 1; cells < 70; cells++) {
			expect(totalOf(fitColumns(list, cells, false)), `in ${cells} cells`).toBeLessThanOrEqual(cells);
		}
		expect(fitColumns(list, 57, false).map(({width}) => width)).toEqual([24, 31]);
	});
});
