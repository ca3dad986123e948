/** 100,000 rows cost a key what 10,000 cost; what can not be had within a frame is found between keys. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type TableSource, tableOf} from '../../source/areas/table.ts';
import {tableLines} from '../../source/components/table.ts';
import {marksIn} from '../../source/screens/marked-rows.ts';
import {isNoneMarked, Marks, RowsOfView} from '../../source/screens/marks.ts';
import {
	closeRange,
	countMarks,
	cursorPosition,
	freshTable,
	markAll,
	markRange,
	moveBy,
	moveTo,
	scrollBy,
	selection,
	selectionLength,
	type TableState,
	type TableView,
	toggleMark,
	windowTop,
} from '../../source/screens/table-state.ts';
import {viewOf, viewWithin} from '../../source/screens/table-view.ts';
import {growthByTen} from '../support/growth.ts';

interface Person {
	readonly id: string;
	readonly address: string;
	readonly status: string;
}

const height = 11;

function sourceOf(length: number): TableSource {
	const rows = Array.from(
		{length},
		(_, at): Person => ({
			id: `id${at}`,
			address: `first${(at * 7919) % 977}.last${at}@aurelia.example`,
			status: at % 9 === 0 ? 'pending' : 'accepted',
		}),
	);
	const positions = new Map(rows.map(({id}, at) => [id, at]));
	return tableOf<Person>({
		rows,
		columns: [
			{name: 'address', title: 'ADDRESS', width: 30, drop: 0, text: ({address}) => address},
			{name: 'status', title: 'STATUS', width: 8, drop: 1, text: ({status}) => status},
			{name: 'id', title: 'ID', width: 8, drop: 2, text: ({id}) => id},
		],
		id: ({id}) => id,
		// As the store has it.
		positionOf: (id) => positions.get(id),
	});
}

/** All that a frame asks of a table. */
function draw(state: TableState, view: TableView): void {
	const cursor = cursorPosition(state, view);
	countMarks(state, view);
	selectionLength(state, view);
	tableLines({
		source: view.source,
		length: view.length,
		row: view.row,
		cursor,
		top: windowTop(state.top, cursor, height, view.length),
		marks: closeRange(state, view).marks,
		highlight: view.highlight,
		sort: undefined,
		width: 80,
		height,
		wide: false,
		empty: [],
	});
}

const sort = {column: 'address', descending: false};

const moves: Readonly<Record<string, (state: TableState, view: TableView) => TableState>> = {
	'the next row': (state, view) => moveBy(state, view, 1, height),
	'a page': (state, view) => scrollBy(state, view, height, height),
	'the last row and the first': (state, view) => moveTo(moveTo(state, view, view.length - 1, height), view, 0, height),
	'marking a row': (state, view) => toggleMark(state, view, height),
	'marking all, and none': (state, view) => markAll(state, view),
};

const starts: Readonly<Record<string, (view: TableView) => TableState>> = {
	'nothing marked': () => freshTable,
	'all marked': (view) => markAll(freshTable, view),
	'a range over all': (view) => moveTo(markRange(freshTable, view), view, view.length - 1, height),
};

describe('the cost of a key with its frame does not grow with the rows', () => {
	test.each([
		...Object.keys(moves).map((move) => [move, 'nothing marked'] as const),
		...['all marked', 'a range over all'].flatMap((start) =>
			['the next row', 'marking a row'].map((move) => [move, start] as const),
		),
	])('for %s with %s', (move, start) => {
		const growth = growthByTen((length) => {
			const view = viewOf(sourceOf(length), '', sort);
			const press = moves[move] ?? ((state) => state);
			let state = starts[start]?.(view) ?? freshTable;
			draw(state, view);
			return () => {
				state = press(state, view);
				draw(state, view);
			};
		}, 100_000);
		// In proportion would be ten; copies of bytes are what may be left of that.
		expect(growth).toBeLessThan(3);
	});
});

describe('marks', () => {
	type Step =
		| {readonly kind: 'toggle'; readonly at: number}
		| {readonly kind: 'range' | 'none'; readonly from: number; readonly to: number};
	const step: fc.Arbitrary<Step> = fc.oneof(
		fc.record({kind: fc.constant('toggle'), at: fc.nat({max: 39})}),
		fc.record({kind: fc.constantFrom('range', 'none'), from: fc.nat({max: 39}), to: fc.nat({max: 39})}),
	);

	test('are a set of ids, whatever they are made of', () => {
		const source = sourceOf(40);
		const whole = viewOf(source, '', sort);
		const part = viewOf(source, 'pending', undefined);
		fc.assert(
			fc.property(fc.array(step, {maxLength: 30}), (steps) => {
				let marks = Marks.of(new Set<string>());
				const plain = new Set<string>();
				for (const each of steps) {
					if (each.kind === 'toggle') {
						marks = marks.toggle(`id${each.at}`);
						if (!plain.delete(`id${each.at}`)) plain.add(`id${each.at}`);
					} else if (each.kind === 'range') {
						marks = marks.withRows(whole, each.from, each.to);
						for (let at = each.from; at <= each.to; at++) plain.add(source.id(whole.row(at)));
					} else {
						marks = marks.withoutRows(part);
						for (let at = 0; at < part.length; at++) plain.delete(source.id(part.row(at)));
					}
					expect(marks.size).toBe(plain.size);
					expect(isNoneMarked(marks)).toBe(plain.size === 0);
					expect([...marks].toSorted()).toEqual([...plain].toSorted());
					for (let at = 0; at < 40; at++) expect(marks.has(`id${at}`)).toBe(plain.has(`id${at}`));
					const marked = marksIn(marks, source);
					const expected = [...plain].toSorted((left, right) => source.indexOf(left) - source.indexOf(right));
					expect(marked.ids()).toEqual(expected);
					expect(marked.count).toBe(plain.size);
					for (const view of [whole, part, viewOf(source, '', undefined)]) {
						for (const length of [0, 1, Math.floor(view.length / 2), view.length]) {
							const shown = Array.from({length}, (_, at) => source.id(view.row(at))).filter((id) => plain.has(id));
							expect(marked.before(view, length)).toBe(shown.length);
						}
					}
				}
			}),
			{numRuns: 100},
		);
	});

	test('are there or not, which is known without putting ranges together', () => {
		const source = sourceOf(3000);
		let asked = 0;
		const counting: TableSource = {
			...source,
			id(row) {
				asked += 1;
				return source.id(row);
			},
		};
		const view = viewOf(counting, '', undefined);
		const marks = Marks.of(new Set()).withRows(view, 0, 1999).withRows(view, 1000, 2999);
		asked = 0;
		expect(isNoneMarked(marks)).toBe(false);
		expect(asked).toBe(1);
	});

	test('of many ranges, or of rows that have been read again, are put together: they keep no rows of before', () => {
		const view = viewOf(sourceOf(300), '', sort);
		let marks = Marks.of(new Set<string>());
		for (let from = 0; from < 300; from += 3) {
			marks = marks.withRows(view, from, from + 1);
			expect(marks.parts.length).toBeLessThanOrEqual(8);
		}
		expect(marks.size).toBe(200);
		const again = viewOf(sourceOf(300), '', sort);
		marks = marks.withRows(again, 0, 3);
		const views = marks.parts.flatMap((part) => (part instanceof RowsOfView ? [part.view] : []));
		expect(views.map((each) => each === again)).toEqual([true]);
		expect(marks.size).toBe(201);
	});

	test('of hundreds of single rows among thousands are counted, and taken in order', () => {
		const view = viewOf(sourceOf(3000), '', sort);
		let state = markAll(freshTable, view);
		for (let press = 0; press < 700; press++) state = toggleMark(state, view, height);
		expect(countMarks(state, view)).toEqual({marked: 2300, hidden: 0});
		const filtered = viewOf(view.source, 'status:pending', sort);
		const shown = selection(state, view).filter((id) => filtered.positionOf(id) >= 0).length;
		expect(countMarks(state, filtered)).toEqual({marked: 2300, hidden: 2300 - shown});
		const rows = selection(state, view).map((id) => view.source.indexOf(id));
		expect(rows).toEqual(rows.toSorted((left, right) => left - right));
	});
});

describe('a view that takes long', () => {
	test('is made in slices, and is the same as one that is made at once', () => {
		const source = sourceOf(30_000);
		let slices = 0;
		let view = viewWithin(source, 'last7', sort, () => true);
		while (view === undefined) {
			slices++;
			view = viewWithin(source, 'last7', sort, () => true);
		}
		expect(slices).toBeGreaterThan(50);
		const atOnce = viewOf(sourceOf(30_000), 'last7', sort);
		expect(view.length).toBe(atOnce.length);
		expect(view.best).toBe(atOnce.best);
		for (let at = 0; at < view.length; at++) expect(view.row(at)).toBe(atOnce.row(at));
	});

	test('is finished by who can not wait', () => {
		const source = sourceOf(30_000);
		expect(viewWithin(source, '', sort, () => true)).toBeUndefined();
		const view = viewOf(source, '', sort);
		expect(viewWithin(source, '', sort, () => true)).toBe(view);
		expect(view.length).toBe(30_000);
	});
});
