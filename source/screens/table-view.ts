/** The order of a table's rows after filter and sort; kept until rows, filter or sort change. */
import type {TableSource} from '../areas/table.ts';
import {wrapLine} from '../components/text.ts';
import type {Sort, TableView} from './table-state.ts';

const identityOrders = new WeakMap<object, Map<string, TableView>>();

/** Orders that are kept for one table; typing a filter makes many. */
const mostKept = 8;

/** Rows by their sort values; equal ones stay in the order of the answer. */
function sortRows(
	rows: readonly number[],
	source: TableSource,
	column: number,
	descending: boolean,
): readonly number[] {
	const direction = descending ? -1 : 1;
	return rows
		.map((row) => ({row, value: source.order(row, column)}))
		.sort((left, right) =>
			left.value === right.value ? left.row - right.row : (left.value < right.value ? -1 : 1) * direction,
		)
		.map(({row}) => row);
}

function makeView(source: TableSource, filter: string, sort: Sort | undefined): TableView {
	const filtered = filter.trim() === '' ? undefined : source.filter(filter);
	const column = sort === undefined ? -1 : source.columns.findIndex(({name}) => name === sort.column);
	if (filtered === undefined && column < 0) {
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
	const found = filtered?.indices ?? Array.from({length: source.length}, (_, row) => row);
	const rows = sort === undefined || column < 0 ? found : sortRows(found, source, column, sort.descending);
	const scores = new Map(filtered?.indices.map((row, at) => [row, filtered.scores[at] ?? 0]));
	const scoreOf = (position: number): number => scores.get(rows[position] ?? -1) ?? 0;
	let positions: Map<number, number> | undefined;
	return {
		source,
		length: rows.length,
		row: (position) => rows[position] ?? 0,
		positionOf(id) {
			const row = source.indexOf(id);
			if (row < 0) return -1;
			positions ??= new Map(rows.map((each, position) => [each, position]));
			return positions.get(row) ?? -1;
		},
		highlight: filtered?.highlight,
		// Says how far the reading is by now, which does not change the view.
		get problem() {
			return filtered?.problem;
		},
		scoreOf,
		get best() {
			let best = 0;
			for (let position = 1; position < rows.length; position++) {
				if (scoreOf(position) > scoreOf(best)) best = position;
			}
			return best;
		},
	};
}

export function viewOf(source: TableSource, filter: string, sort: Sort | undefined): TableView {
	const key = `${sort?.column ?? ''} ${sort?.descending === true} ${filter}`;
	const kept = identityOrders.get(source.identity) ?? new Map<string, TableView>();
	identityOrders.set(source.identity, kept);
	const known = kept.get(key);
	if (known !== undefined) return known;
	const made = makeView(source, filter, sort);
	if (kept.size >= mostKept) kept.delete(kept.keys().next().value ?? '');
	kept.set(key, made);
	return made;
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
