/** Places in a table against a naive model: a list of ids, a number for the cursor, a set of marks. */
import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {type TableSource, tableOf} from '../../source/areas/table.ts';
import {
	clearMarks,
	closeRange,
	countMarks,
	cursorId,
	cursorPosition,
	freshTable,
	markAll,
	markRange,
	moveBy,
	moveTo,
	scrollBy,
	selection,
	type TableState,
	type TableView,
	toggleMark,
	windowTop,
	withFilter,
	withoutFilter,
	withSort,
} from '../../source/screens/table-state.ts';
import {viewOf} from '../../source/screens/table-view.ts';

interface Person {
	readonly id: string;
	readonly name: string;
	readonly size: number;
}

const height = 7;

function sourceOf(ids: readonly number[]): TableSource {
	return tableOf<Person>({
		rows: ids.map((id) => ({id: `id${id}`, name: `row ${id % 10} ${id}`, size: (id * 7919) % 31})),
		columns: [
			{name: 'name', title: 'NAME', width: 20, drop: 0, text: ({name}) => name},
			{name: 'size', title: 'SIZE', width: 4, drop: 1, text: ({size}) => String(size), order: ({size}) => size},
		],
		id: ({id}) => id,
	});
}

function viewAt(state: TableState, source: TableSource): TableView {
	return viewOf(source, state.filter.text, state.sort);
}

function idsOf(view: TableView): readonly string[] {
	return Array.from({length: view.length}, (_, at) => view.source.id(view.row(at)));
}

function startOn(count: number) {
	const source = sourceOf(Array.from({length: count}, (_, at) => at));
	return {source, view: viewOf(source, '', undefined)};
}

type Step =
	| {readonly kind: 'move' | 'scroll'; readonly rows: number}
	| {readonly kind: 'to'; readonly position: number}
	| {readonly kind: 'toggle' | 'range' | 'all' | 'clear'}
	| {readonly kind: 'filter'; readonly text: string}
	| {readonly kind: 'sort'; readonly column: string}
	/** The list has been read again: these rows are there now. */
	| {readonly kind: 'rows'; readonly ids: readonly number[]};

const someIds = fc.uniqueArray(fc.nat({max: 60}), {maxLength: 40});

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({kind: fc.constantFrom('move', 'scroll'), rows: fc.integer({min: -50, max: 50})}),
	fc.record({kind: fc.constant('to'), position: fc.integer({min: -5, max: 80})}),
	fc.record({kind: fc.constantFrom('toggle', 'range', 'all', 'clear')}),
	fc.record({kind: fc.constant('filter'), text: fc.constantFrom('', '1', "'row 2", '!3', 'name:4', 'nothing at all')}),
	fc.record({kind: fc.constant('sort'), column: fc.constantFrom('name', 'size', 'no such column')}),
	fc.record({kind: fc.constant('rows'), ids: someIds}),
);

function carryOut(state: TableState, view: TableView, each: Exclude<Step, {kind: 'rows'}>): TableState {
	switch (each.kind) {
		case 'move':
			return moveBy(state, view, each.rows, height);
		case 'scroll':
			return scrollBy(state, view, each.rows, height);
		case 'to':
			return moveTo(state, view, each.position, height);
		case 'toggle':
			return toggleMark(state, view, height);
		case 'range':
			return markRange(state, view);
		case 'all':
			return markAll(state, view);
		case 'clear':
			return clearMarks(state);
		case 'filter':
			return withFilter(state, {text: each.text, cursor: each.text.length});
		case 'sort':
			return withSort(state, each.column, state.sort);
	}
}

/** What the marks have to be after a step, told by sets and positions only. */
function expectedMarks(before: TableState, view: TableView, each: Exclude<Step, {kind: 'rows'}>): ReadonlySet<string> {
	const ids = idsOf(view);
	const here = ids[cursorPosition(before, view)];
	switch (each.kind) {
		case 'toggle':
			return here === undefined ? before.marks : before.marks.symmetricDifference(new Set([here]));
		case 'all':
			return ids.every((id) => before.marks.has(id))
				? before.marks.difference(new Set(ids))
				: before.marks.union(new Set(ids));
		case 'clear':
			return new Set();
		case 'range': {
			if (here === undefined) return before.marks;
			const from = before.anchor === undefined ? -1 : ids.indexOf(before.anchor);
			if (from < 0) return before.marks.union(new Set([here]));
			const to = ids.indexOf(here);
			return before.marks.union(new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1)));
		}
		default:
			return before.marks;
	}
}

describe('the place in a table', () => {
	test('stays on a row that is there, in a window that shows it, with marks by id, whatever is done', () => {
		fc.assert(
			fc.property(someIds, fc.array(step, {maxLength: 30}), (first, steps) => {
				let source = sourceOf(first);
				let state = freshTable;
				for (const each of steps) {
					if (each.kind === 'rows') {
						source = sourceOf(each.ids);
					} else {
						const view = viewAt(state, source);
						const marks = expectedMarks(state, view, each);
						state = carryOut(state, view, each);
						expect(new Set(state.marks)).toEqual(new Set(marks));
					}
					const view = viewAt(state, source);
					const ids = idsOf(view);
					const at = cursorPosition(state, view);
					const id = cursorId(state, view);
					if (ids.length === 0) {
						expect(id).toBeUndefined();
						expect(at).toBe(0);
					} else {
						expect(ids[at]).toBe(id);
						// A row that is still shown keeps the cursor, wherever it has moved to.
						if (state.cursor !== undefined && ids.includes(state.cursor)) expect(id).toBe(state.cursor);
					}
					const top = windowTop(state.top, at, height, view.length);
					expect(top).toBeGreaterThanOrEqual(0);
					expect(at).toBeGreaterThanOrEqual(top);
					expect(at).toBeLessThan(top + height);
					// No empty rows below while there are rows above.
					expect(top).toBeLessThanOrEqual(Math.max(0, view.length - height));
					// What an action is about exists.
					for (const selected of selection(state, view)) expect(source.indexOf(selected)).toBeGreaterThanOrEqual(0);
				}
			}),
			{numRuns: 300},
		);
	});

	test('any sequence of moves ends where adding and clamping would', () => {
		const moves = fc.array(fc.integer({min: -40, max: 40}), {maxLength: 40});
		fc.assert(
			fc.property(fc.integer({min: 1, max: 100}), moves, (count, rows) => {
				const {view} = startOn(count);
				let state = freshTable;
				let expected = 0;
				for (const each of rows) {
					state = moveBy(state, view, each, height);
					expected = Math.max(0, Math.min(count - 1, expected + each));
				}
				expect(cursorPosition(state, view)).toBe(expected);
			}),
		);
	});

	test.each([
		[100, 30],
		[31, 30],
		[30, 29],
		[1, 0],
	])('thirty steps down in %i rows end on row %i', (count, expected) => {
		const {view} = startOn(count);
		let state = freshTable;
		for (let press = 0; press < 30; press++) state = moveBy(state, view, 1, height);
		expect(cursorPosition(state, view)).toBe(expected);
	});

	test('the window moves as little as it must', () => {
		const {view} = startOn(50);
		const down = moveTo(freshTable, view, height - 1, height);
		expect(down.top).toBe(0);
		expect(moveBy(down, view, 1, height).top).toBe(1);
		expect(moveBy(moveBy(down, view, 1, height), view, -3, height).top).toBe(1);
	});

	test('a page scrolls window and cursor together, and stops at the ends', () => {
		const {view} = startOn(20);
		const page = scrollBy(moveTo(freshTable, view, 2, height), view, height, height);
		expect([page.top, page.position]).toEqual([height, 2 + height]);
		const end = scrollBy(scrollBy(page, view, height, height), view, height, height);
		expect([end.top, end.position]).toEqual([20 - height, 19]);
		const start = scrollBy(
			scrollBy(scrollBy(end, view, -height, height), view, -height, height),
			view,
			-height,
			height,
		);
		expect([start.top, start.position]).toEqual([0, 0]);
	});

	test('a row that is gone leaves its place to the next one', () => {
		const {view} = startOn(10);
		const state = moveTo(freshTable, view, 4, height);
		const without = sourceOf([0, 1, 2, 3, 5, 6, 7, 8, 9]);
		expect(cursorId(state, viewOf(without, '', undefined))).toBe('id5');
		const last = moveTo(freshTable, view, 9, height);
		expect(cursorId(last, viewOf(sourceOf([0, 1, 2]), '', undefined))).toBe('id2');
	});

	test('a row whose place has changed takes the cursor along', () => {
		const {source, view} = startOn(10);
		const state = moveTo(freshTable, view, 3, height);
		const sorted = withSort(withSort(state, 'name', undefined), 'name', {column: 'name', descending: false});
		expect(cursorId(sorted, viewAt(sorted, source))).toBe('id3');
	});

	test('rows that share an id can all be reached', () => {
		const view = viewOf(sourceOf([1, 2, 2, 2, 3]), '', undefined);
		let state = freshTable;
		for (let press = 0; press < 4; press++) state = moveBy(state, view, 1, height);
		expect(cursorId(state, view)).toBe('id3');
		expect(cursorPosition(state, view)).toBe(4);
	});

	test('marks outlive a filter that hides them, and actions are about them all', () => {
		const {source, view} = startOn(10);
		const marked = toggleMark(toggleMark(freshTable, view, height), view, height);
		const filtered = withFilter(marked, {text: 'name:9', cursor: 0});
		const shown = viewAt(filtered, source);
		expect(shown.length).toBe(1);
		expect(selection(filtered, shown)).toEqual(['id0', 'id1']);
	});

	test('a filter that hides the row puts the cursor on the first one, and clearing it brings it back', () => {
		const {source, view} = startOn(40);
		const state = moveTo(freshTable, view, 33, height);
		const typing = withFilter(state, {text: 'name:27', cursor: 0});
		expect(cursorId(typing, viewAt(typing, source))).toBe('id27');
		const many = withFilter(typing, {text: '!33', cursor: 0});
		expect(cursorId(many, viewAt(many, source))).toBe('id0');
		const shown = withFilter(many, {text: '33', cursor: 0});
		expect(cursorId(shown, viewAt(shown, source))).toBe('id33');
		const cleared = withFilter(many, {text: '', cursor: 0});
		expect(cursorId(cleared, viewAt(cleared, source))).toBe('id33');
	});

	test('a kept filter that is cleared leaves the cursor on the row that it has led to', () => {
		const {source, view} = startOn(40);
		const typing = withFilter(moveTo(freshTable, view, 33, height), {text: 'name:27', cursor: 0});
		const cleared = withoutFilter(typing, viewAt(typing, source));
		expect(cleared.filter.text).toBe('');
		expect(cursorId(cleared, viewAt(cleared, source))).toBe('id27');
		// Where it has led to nothing, the row from before is there again.
		const nothing = withFilter(typing, {text: 'nothing like it', cursor: 0});
		const back = withoutFilter(nothing, viewAt(nothing, source));
		expect(cursorId(back, viewAt(back, source))).toBe('id33');
	});

	test('an action is about the row under the cursor when nothing is marked, and about nothing in an empty table', () => {
		const {view} = startOn(3);
		expect(selection(moveTo(freshTable, view, 1, height), view)).toEqual(['id1']);
		expect(selection(freshTable, viewOf(sourceOf([]), '', undefined))).toEqual([]);
	});

	test('marked rows are taken in the order of the list, not of marking', () => {
		const {view} = startOn(5);
		const state = {...freshTable, marks: new Set(['id4', 'id0', 'id2'])};
		expect(selection(state, view)).toEqual(['id0', 'id2', 'id4']);
	});

	test('marks of rows that are gone do not count', () => {
		const {view} = startOn(3);
		const state = {...freshTable, marks: new Set(['gone'])};
		expect(selection(state, view)).toEqual(['id0']);
	});

	test('a range is marked to where the cursor is while it is open, and an action is about all of it', () => {
		const {view} = startOn(10);
		const begun = markRange(moveTo(freshTable, view, 6, height), view);
		const open = moveBy(begun, view, -3, height);
		const range = ['id3', 'id4', 'id5', 'id6'];
		expect(selection(open, view)).toEqual(range);
		expect(countMarks(open, view)).toEqual({marked: 4, hidden: 0});
		// Where the cursor has left, nothing stays marked.
		expect(selection(moveBy(open, view, 2, height), view)).toEqual(['id5', 'id6']);
		const closed = closeRange(open, view);
		expect(closed.anchor).toBeUndefined();
		expect([...closed.marks].toSorted()).toEqual(range);
		expect(markRange(open, view)).toEqual(closed);
		expect(closeRange(freshTable, view)).toBe(freshTable);
	});

	test('marks are counted with those that a filter hides, and without those that are gone', () => {
		const {source} = startOn(10);
		const state = {...freshTable, marks: new Set(['id1', 'id2', 'id9', 'gone']), filter: {text: 'name:9', cursor: 0}};
		expect(countMarks(state, viewAt(state, source))).toEqual({marked: 3, hidden: 2});
	});

	test('marked rows are looked for once, however often a frame asks', () => {
		const {source, view} = startOn(50);
		const indexOf = vi.spyOn(source, 'indexOf');
		const state = {...freshTable, marks: new Set(idsOf(view))};
		selection(state, view);
		const asked = indexOf.mock.calls.length;
		expect(asked).toBe(50);
		selection(moveBy(state, view, 1, height), view);
		countMarks(state, view);
		expect(indexOf).toHaveBeenCalledTimes(asked);
		expect(selection({...state, marks: new Set(['id3'])}, view)).toEqual(['id3']);
	});

	test('the same column again turns the order round; another one begins ascending', () => {
		const once = withSort(freshTable, 'size', undefined);
		expect(once.sort).toEqual({column: 'size', descending: false});
		const twice = withSort(once, 'size', once.sort);
		expect(twice.sort).toEqual({column: 'size', descending: true});
		expect(withSort(twice, 'name', twice.sort).sort).toEqual({column: 'name', descending: false});
	});
});
