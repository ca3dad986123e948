/** The order of a table's rows after filter and sort; kept until rows, filter or sort change. */
import type {FoundRows, TableSource} from '../areas/table.ts';
import {wrapLine} from '../components/text.ts';
import {finish, type Steps} from '../insight/steps.ts';
import type {Sort, TableView} from './table-state.ts';

/** A view, or the work that makes it as far as it has come. */
type Made = {readonly view: TableView} | {readonly steps: Steps<TableView>};

const identityOrders = new WeakMap<object, Map<string, Made>>();

/** Orders that are kept for one table; typing a filter makes many. */
const mostKept = 8;

/** All rows in the order of the answer. */
export function plainView(source: TableSource): TableView {
	return {
		source,
		length: source.length,
		row: (position) => position,
		positionOf: source.indexOf,
		highlight: undefined,
		problem: undefined,
		scoreOf: () => 0,
		best: 0,
	};
}

/** Those of the rows that have a byte set; never changed, as the rows never are. */
function chosen(rows: Int32Array, mask: Uint8Array, count: number): Int32Array {
	if (count === rows.length) return rows;
	const found = new Int32Array(count);
	let at = 0;
	for (const row of rows) {
		if (mask[row] === 1) found[at++] = row;
	}
	return found;
}

/** Places that are asked for one by one, before all of them are noted. */
const fewPlaces = 8;

function orderedView(
	source: TableSource,
	rows: Int32Array,
	found: FoundRows | undefined,
	known: number | undefined,
): TableView {
	let positions: Int32Array | undefined;
	let asked = 0;
	let best = known;
	return {
		source,
		length: rows.length,
		row: (position) => rows[position] ?? 0,
		positionOf(id) {
			const row = source.indexOf(id);
			if (row < 0 || found?.mask[row] === 0) return -1;
			if (asked++ < fewPlaces) return rows.indexOf(row);
			if (positions === undefined) {
				positions = new Int32Array(source.length).fill(-1);
				for (let position = 0; position < rows.length; position++) positions[rows[position] ?? 0] = position;
			}
			return positions[row] ?? -1;
		},
		highlight: found?.highlight,
		// Says how far the reading is by now, which does not change the view.
		get problem() {
			return found?.problem;
		},
		scoreOf: (position) => found?.scoreOf(rows[position] ?? 0) ?? 0,
		get best() {
			best ??= found === undefined ? 0 : finish(found.best(rows));
			return best;
		},
	};
}

/** @param seeks the best match is going to be asked for: a list that grows is not looked through for it again and again */
function* makeView(source: TableSource, filter: string, sort: Sort | undefined, seeks: boolean): Steps<TableView> {
	const found = filter.trim() === '' ? undefined : yield* source.find(filter);
	const column = sort === undefined ? -1 : source.columns.findIndex(({name}) => name === sort.column);
	if (column < 0 && found === undefined) return plainView(source);
	const sorted = column < 0 ? undefined : yield* source.sorted(column, sort?.descending === true);
	if (found === undefined) return orderedView(source, sorted ?? new Int32Array(0), undefined, 0);
	const rows = sorted === undefined ? found.rows : chosen(sorted, found.mask, found.count);
	return orderedView(source, rows, found, seeks ? yield* found.best(rows) : undefined);
}

function keptAt(source: TableSource, filter: string, sort: Sort | undefined, seeks: boolean) {
	const key = `${sort?.column ?? ''} ${sort?.descending === true} ${filter}`;
	const kept = identityOrders.get(source.identity) ?? new Map<string, Made>();
	identityOrders.set(source.identity, kept);
	return {
		made: kept.get(key) ?? {steps: makeView(source, filter, sort, seeks)},
		keep(made: Made): void {
			kept.delete(key);
			const [oldest] = kept.keys();
			if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
			kept.set(key, made);
		},
	};
}

/** The view, whatever it takes. */
export function viewOf(source: TableSource, filter: string, sort: Sort | undefined): TableView {
	const {made, keep} = keptAt(source, filter, sort, false);
	if ('view' in made) return made.view;
	const view = finish(made.steps);
	keep({view});
	return view;
}

/**
 * The view if it can be had by then; else it is gone on with when it is asked for again.
 * @param seeks its best match is going to be asked for
 */
export function viewWithin(
	source: TableSource,
	filter: string,
	sort: Sort | undefined,
	isLate: () => boolean,
	seeks = false,
): TableView | undefined {
	const {made, keep} = keptAt(source, filter, sort, seeks);
	if ('view' in made) return made.view;
	for (;;) {
		const next = made.steps.next();
		if (next.done === true) {
			keep({view: next.value});
			return next.value;
		}
		if (isLate()) {
			keep(made);
			return undefined;
		}
	}
}

const explanationHeights = new WeakMap<object, {readonly width: number; readonly height: number}>();

/** Rows that are asked how much there is to say about them. */
const explainedRows = 100;

/**
 * Rows of `width` cells that the longest explanation of a table's rows takes: the place for them has one height for all
 * of them, so that moving the cursor does not move the table.
 */
export function explanationHeight(source: TableSource, width: number): number {
	const known = explanationHeights.get(source.identity);
	if (known?.width === width) return known.height;
	let height = 0;
	for (let row = 0; row < Math.min(source.length, explainedRows); row++) {
		const rows = source.explain(row).reduce((sum, line) => sum + wrapLine(line, width).length, 0);
		height = Math.max(height, rows);
	}
	explanationHeights.set(source.identity, {width, height});
	return height;
}
