/**
 * Where one is in a table: cursor by id, filter, sort, marks. Pure: each function takes the state and the view (the
 * order of rows after filter and sort) as they are at the moment of the key, and gives the next state.
 */
import type {TableSource} from '../areas/table.ts';
import type {EditLine} from '../input/edit-line.ts';
import {marksIn} from './marked-rows.ts';
import {isNoneMarked, Marks} from './marks.ts';

export interface Sort {
	readonly column: string;
	readonly descending: boolean;
}

export interface TableState {
	/** Id of the row under the cursor; undefined is the first one. */
	readonly cursor: string | undefined;
	/** Where the cursor was last seen, for when its row is gone. */
	readonly position: number;
	/** First row in the window. */
	readonly top: number;
	readonly filter: EditLine;
	readonly sort: Sort | undefined;
	readonly marks: ReadonlySet<string>;
	/** The row that the cursor was on before a filter moved it; it comes back there when the filter goes. */
	readonly origin: string | undefined;
	/** Where a range began (`v`). */
	readonly anchor: string | undefined;
	/** The filter has been changed: the cursor belongs on its best match, which is looked for when somebody asks. */
	readonly seeks: boolean;
}

/** The order of a table's rows after filter and sort. */
export interface TableView {
	readonly source: TableSource;
	readonly length: number;
	/** The row of the source at a position of the view. */
	row(position: number): number;
	/** The position of a row with this id, or -1. */
	positionOf(id: string): number;
	/** The positions in the shown text of a column that made a row match. */
	readonly highlight: ((text: string, column: number) => readonly number[]) | undefined;
	/** What is wrong with the filter, in words. */
	readonly problem: string | undefined;
	/** How well the row at a position matches the filter; higher is better. */
	scoreOf(position: number): number;
	/** The position of the best match, the first of equals. */
	readonly best: number;
}

export const emptyLine: EditLine = {text: '', cursor: 0};

export const freshTable: TableState = {
	cursor: undefined,
	position: 0,
	top: 0,
	filter: emptyLine,
	sort: undefined,
	marks: new Set(),
	origin: undefined,
	anchor: undefined,
	seeks: false,
};

/** The position of the cursor in the view; 0 for an empty one. A row that is gone leaves its place to the next. */
export function cursorPosition(state: TableState, view: TableView): number {
	if (state.cursor === undefined) return Math.max(0, Math.min(state.position, view.length - 1));
	// Of several rows with one id (answers may say a thing twice) it is the one where the cursor was put.
	const {position} = state;
	if (position < view.length && view.source.id(view.row(position)) === state.cursor) return position;
	const found = view.positionOf(state.cursor);
	return found >= 0 ? found : Math.max(0, Math.min(state.position, view.length - 1));
}

/** The id of the row under the cursor. */
export function cursorId(state: TableState, view: TableView): string | undefined {
	return view.length === 0 ? undefined : view.source.id(view.row(cursorPosition(state, view)));
}

/** First row of a window of `height` rows that shows `position`, moved as little as possible. */
export function windowTop(top: number, position: number, height: number, length: number): number {
	const last = Math.max(0, length - height);
	const within = position < top ? position : position >= top + height ? position - height + 1 : top;
	return Math.max(0, Math.min(within, last));
}

export function moveTo(state: TableState, view: TableView, position: number, height: number): TableState {
	if (view.length === 0) return state;
	const at = Math.max(0, Math.min(position, view.length - 1));
	return {
		...state,
		cursor: view.source.id(view.row(at)),
		origin: undefined,
		seeks: false,
		position: at,
		top: windowTop(state.top, at, height, view.length),
	};
}

export function moveBy(state: TableState, view: TableView, rows: number, height: number): TableState {
	return moveTo(state, view, cursorPosition(state, view) + rows, height);
}

/** Moves cursor and window together, as ctrl-d and page down do. */
export function scrollBy(state: TableState, view: TableView, rows: number, height: number): TableState {
	const at = cursorPosition(state, view);
	const top = windowTop(state.top, at, height, view.length);
	const last = Math.max(0, view.length - height);
	return moveTo({...state, top: Math.max(0, Math.min(top + rows, last))}, view, at + rows, height);
}

/** Marks or unmarks the row under the cursor and steps to the next one. */
export function toggleMark(state: TableState, view: TableView, height: number): TableState {
	const id = cursorId(state, view);
	if (id === undefined) return state;
	return moveBy({...state, marks: Marks.of(state.marks).toggle(id)}, view, 1, height);
}

/** The positions of the range under way; a filter that hides its beginning leaves none. */
function rangeOf(state: TableState, view: TableView): {readonly from: number; readonly to: number} | undefined {
	const start = state.anchor === undefined ? -1 : view.positionOf(state.anchor);
	if (start < 0) return undefined;
	const end = cursorPosition(state, view);
	return {from: Math.min(start, end), to: Math.max(start, end)};
}

/** Begins a range at the cursor, or marks all rows from where it began to the cursor. */
export function markRange(state: TableState, view: TableView): TableState {
	const id = cursorId(state, view);
	if (id === undefined) return state;
	const closed = closeRange(state, view);
	if (closed !== state) return closed;
	const marks = Marks.of(state.marks);
	return {...state, anchor: id, marks: marks.has(id) ? marks : marks.toggle(id)};
}

/** Ends of ranges by the state that they are open in: every frame and several keys ask. */
const closedRanges = new WeakMap<TableState, {readonly view: TableView; readonly closed: TableState}>();

/** Marks the rows from where a range began to the cursor, and ends it; a filter that hides its beginning leaves none. */
export function closeRange(state: TableState, view: TableView): TableState {
	const range = rangeOf(state, view);
	if (range === undefined) return state;
	const known = closedRanges.get(state);
	if (known?.view === view) return known.closed;
	const marks = Marks.of(state.marks).withRows(view, range.from, range.to);
	const closed: TableState = {...state, marks, anchor: undefined};
	closedRanges.set(state, {view, closed});
	return closed;
}

/** Marks all rows that are shown; if they all are already, unmarks them. */
export function markAll(state: TableState, view: TableView): TableState {
	const marks = Marks.of(state.marks);
	const {count, before} = marksIn(marks, view.source);
	const isEvery = before(view, view.length) === view.length;
	if (!isEvery) return {...state, marks: marks.withRows(view, 0, view.length - 1), anchor: undefined};
	const isAll = count === view.length && marks.size === count;
	return {...state, marks: isAll ? new Set() : marks.withoutRows(view), anchor: undefined};
}

export function clearMarks(state: TableState): TableState {
	return isNoneMarked(state.marks) && state.anchor === undefined
		? state
		: {...state, marks: new Set(), anchor: undefined};
}

/**
 * The rows that an action is about: the marked ones that still exist, with those of a range under way, in the order of
 * the source, or the one under the cursor. Marks outlive a filter that hides them; the status line says how many there
 * are.
 */
export function selection(state: TableState, view: TableView): readonly string[] {
	const marked = marksIn(closeRange(state, view).marks, view.source);
	if (marked.count > 0) return marked.ids();
	const id = cursorId(state, view);
	return id === undefined ? [] : [id];
}

/** How many rows {@link selection} has; cheap, whatever is marked. */
export function selectionLength(state: TableState, view: TableView): number {
	const {marked} = countMarks(state, view);
	return marked > 0 ? marked : Math.min(1, view.length);
}

export interface MarkCounts {
	/** Rows that exist. */
	readonly marked: number;
	/** How many of them a filter hides. */
	readonly hidden: number;
}

/** How many rows are marked, the range under way included. */
export function countMarks(state: TableState, view: TableView): MarkCounts {
	const {count, before} = marksIn(state.marks, view.source);
	const hidden = count - before(view, view.length);
	const range = rangeOf(state, view);
	if (range === undefined) return {marked: count, hidden};
	const again = before(view, range.to + 1) - before(view, range.from);
	return {marked: count + range.to - range.from + 1 - again, hidden};
}

/**
 * Changes the filter as it is typed. When nothing is left of it, the cursor goes back to the row that it was on before;
 * else it goes to the best match from there, however many keys came before: see {@link settle}.
 */
export function withFilter(state: TableState, filter: EditLine): TableState {
	const cursor = state.origin ?? state.cursor;
	if (filter.text === '') return {...state, filter, cursor, origin: undefined, position: 0, top: 0, seeks: false};
	return {...state, filter, cursor, origin: cursor, position: 0, top: 0, seeks: true};
}

/** Takes a filter away that was kept: the cursor stays on the row that it has led to. */
export function withoutFilter(state: TableState, view: TableView): TableState {
	const cursor = cursorId(state, view) ?? state.origin ?? state.cursor;
	return {...state, filter: emptyLine, cursor, origin: undefined, position: 0, top: 0, seeks: false};
}

/** With the cursor on the row that the filter means most likely; it stays where it was when that is as good. */
export function settle(state: TableState, view: TableView, height: number): TableState {
	if (!state.seeks) return state;
	const settled = {...state, seeks: false};
	if (view.length === 0) return settled;
	const own = state.cursor === undefined ? -1 : view.positionOf(state.cursor);
	const {best} = view;
	if (own >= 0 && view.scoreOf(own) >= view.scoreOf(best)) return settled;
	return {...moveTo(settled, view, best, height), origin: state.origin};
}

/** Sorts by a column; the same column again turns the order round. */
export function withSort(state: TableState, column: string, current: Sort | undefined): TableState {
	const descending = current?.column === column ? !current.descending : false;
	return {...state, sort: {column, descending}, top: 0};
}
