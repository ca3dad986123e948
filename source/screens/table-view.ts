/** The order of a table's rows after filter and sort; kept until rows, filter or sort change. */
import type {TableSource} from '../areas/table.ts';
import type {Sort, TableView} from './table-state.ts';

const identityOrders = new WeakMap<object, Map<string, TableView>>();

/** Orders that are kept for one table; typing a filter makes many. */
const mostKept = 8;

/** A row's place by its sort value; equal ones stay in the order of the answer. */
function sortRows(rows: number[], source: TableSource, column: number, descending: boolean): number[] {
	const keys = new Map(rows.map((row) => [row, source.order(row, column)]));
	const direction = descending ? -1 : 1;
	return rows.sort((left, right) => {
		const a = keys.get(left) ?? '';
		const b = keys.get(right) ?? '';
		return a === b ? left - right : (a < b ? -1 : 1) * direction;
	});
}

function makeView(source: TableSource, filter: string, sort: Sort | undefined): TableView {
	const filtered = filter.trim() === '' ? undefined : source.filter(filter);
	const column = sort === undefined ? -1 : source.columns.findIndex(({name}) => name === sort.column);
	const problem = filtered?.problem;
	if (filtered === undefined && column < 0) {
		return {source, length: source.length, row: (position) => position, positionOf: source.indexOf, problem};
	}
	const rows = filtered === undefined ? Array.from({length: source.length}, (_, row) => row) : [...filtered.indices];
	if (sort !== undefined && column >= 0) sortRows(rows, source, column, sort.descending);
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
		problem,
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
