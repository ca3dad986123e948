/**
 * A table as data: what lists, the sections of a detail and the pickers show, filter, sort and mark. Cells are asked
 * for only where they are visible; texts of all rows only when something is filtered or sorted.
 */
import {
	type CompiledFilter,
	compileFilter,
	type FilteredRows,
	filterRows,
	type Matches,
	matchRows,
	practise,
	readTexts,
} from '../insight/fuzzy.ts';
import {keepOrder, keptOrder} from '../insight/kept-orders.ts';
import {rowOrderOf} from '../insight/row-order.ts';
import type {Steps} from '../insight/steps.ts';
import type {Line} from '../terminal/line.ts';

/** The areas that can be opened by a reference. */
export type AreaName =
	| 'user-groups'
	| 'members'
	| 'permission-groups'
	| 'resource-groups'
	| 'sso-connectors'
	| 'oauth-clients'
	| 'oauth-scopes'
	| 'zones'
	| 'roles'
	/** What the program keeps of itself. */
	| 'requests'
	| 'journal';

/** An object of the account: what `enter` opens and breadcrumbs are made of. */
export interface Reference {
	readonly area: AreaName;
	readonly id: string;
	/** The section of the detail to begin with. */
	readonly section?: string | undefined;
}

export interface ColumnHead {
	/** What `field:value` and the keymap call it. */
	readonly name: string;
	readonly title: string;
	/** Cells that the column wants. */
	readonly width: number;
	/** Cells below which it is dropped rather than narrowed; `width` when it does not shrink. */
	readonly minimum?: number;
	/** Share of the space that is left over; 0 when absent. */
	readonly grow?: number;
	/** Columns with the highest number go first when there is no room; 0 never goes. */
	readonly drop: number;
	readonly align?: 'start' | 'end';
	/** Shown only when wide columns are on (`W`). */
	readonly wide?: boolean;
	/** Shown only when they are off: a wide column says the same at length. */
	readonly narrow?: boolean;
	/** What things are named by, beside the first column: a filter looks here for what is typed from memory. */
	readonly fuzzy?: boolean;
}

interface Questionable {
	/** What is odd about the query, or not known yet of what it asks for; asked anew each time. */
	readonly problem: string | undefined;
}

/** What a filter has found, scored where that is asked for. */
export interface FoundRows extends Matches, Questionable {}

export interface FilteredTable extends FilteredRows, Questionable {}

export interface TableSource {
	/** Changes exactly when rows or texts change: memos of filters and orders are kept by it. */
	readonly identity: object;
	readonly columns: readonly ColumnHead[];
	readonly length: number;
	id(row: number): string;
	/** The row with this id, or -1. */
	indexOf(id: string): number;
	/** Plain text for filter and copy. */
	text(row: number, column: number): string;
	/** The cell as shown. */
	line(row: number, column: number): Line;
	/** What sorting compares. */
	order(row: number, column: number): string | number;
	/** The rows by what a column sorts them by; equal ones stay in the order of the source. */
	sorted(column: number, descending: boolean): Steps<Int32Array>;
	/** What `enter` opens. */
	target(row: number): Reference | undefined;
	/** What `c` copies. */
	copy(row: number): string;
	/** The rows that a filter lets through; the filter's language is insight/filter-query.ts. */
	find(query: string): Steps<FoundRows>;
	/** The same at once, with all scores. */
	filter(query: string): FilteredTable;
	/** What is not known of a column, for who sorts by it; undefined when all is. */
	missing?(column: number): string | undefined;
	/** Reads what filters look at, before there is one. */
	prepareFilter(): Steps<void>;
	/** More about the row than its cells have room for; shown below the table. */
	explain(row: number): readonly Line[];
}

export interface Column<Row> extends ColumnHead {
	text(row: Row): string;
	line?(row: Row): Line;
	order?(row: Row): string | number;
	/** Whether it has looked at nothing but rows until now: then their order stays the same as long as they do. */
	isOfRows?(): boolean;
	/** What is not known of the column, for who filters by it; undefined when all is. */
	missing?(): string | undefined;
}

export interface RowsDescription<Row> {
	readonly rows: readonly Row[];
	readonly columns: readonly Column<Row>[];
	readonly identity?: object | undefined;
	id(row: Row): string;
	/** The place of the row with this id, where somebody knows it already; undefined if there is none. */
	positionOf?(id: string): number | undefined;
	target?(row: Row): Reference | undefined;
	copy?(row: Row): string;
	explain?(row: Row): readonly Line[];
}

/** Numbers of four digits and more as people read them: `1,250`, `1,250+`. Filters and copies keep the plain ones. */
export function withCommas(text: string): string {
	return /^\d{4,}\+?$/.test(text) ? text.replace(/\B(?=(?:\d{3})+(?!\d))/g, ',') : text;
}

function orderOf<Row>(column: Column<Row>, row: Row): string | number {
	return column.order?.(row) ?? column.text(row).toLowerCase();
}

function problemOf<Row>(filter: CompiledFilter, columns: readonly Column<Row>[]): string | undefined {
	const asked = filter.terms.flatMap(({field}) => (field === undefined ? [] : (columns[field] ?? [])));
	return filter.problems[0] ?? asked.map((each) => each.missing?.()).find((each) => each !== undefined);
}

/** Where the first row with each id is. */
function positionsOf<Row>(rows: readonly Row[], idOf: (row: Row) => string): ReadonlyMap<string, number> {
	const positions = new Map<string, number>();
	for (const [position, row] of rows.entries()) {
		const id = idOf(row);
		if (!positions.has(id)) positions.set(id, position);
	}
	return positions;
}

/** A table over an array of rows. */
export function tableOf<Row extends object>(description: RowsDescription<Row>): TableSource {
	const {rows, columns} = description;
	let positions: ReadonlyMap<string, number> | undefined;
	const row = (index: number): Row => {
		const found = rows[index];
		if (found === undefined) throw new RangeError(`row ${index} of ${rows.length}`);
		return found;
	};
	const column = (index: number): Column<Row> => {
		const found = columns[index];
		if (found === undefined) throw new RangeError(`column ${index} of ${columns.length}`);
		return found;
	};
	return {
		identity: description.identity ?? rows,
		columns,
		length: rows.length,
		id: (index) => description.id(row(index)),
		indexOf(id) {
			if (description.positionOf !== undefined) return description.positionOf(id) ?? -1;
			positions ??= positionsOf(rows, description.id);
			return positions.get(id) ?? -1;
		},
		text: (index, at) => column(at).text(row(index)),
		line(index, at) {
			const {line, text, align} = column(at);
			if (line !== undefined) return line(row(index));
			const plain = text(row(index));
			return [{text: align === 'end' ? withCommas(plain) : plain}];
		},
		order: (index, at) => orderOf(column(at), row(index)),
		*sorted(at, descending) {
			const by = column(at);
			const sortsBy = (each: Row): string | number => orderOf(by, each);
			const isKept = !descending && by.isOfRows !== undefined;
			const kept = isKept ? keptOrder(rows, by.name, sortsBy) : undefined;
			if (kept !== undefined && by.isOfRows?.()) return kept;
			const sorted = yield* rowOrderOf(by).sort(rows, sortsBy, descending);
			if (isKept && by.isOfRows?.()) keepOrder(rows, {by: by.name, rows: sorted});
			return sorted;
		},
		target: (index) => description.target?.(row(index)),
		copy: (index) => description.copy?.(row(index)) ?? columns[0]?.text(row(index)) ?? '',
		*find(query) {
			const compiled = compileFilter(query, columns);
			const matches = yield* matchRows(compiled, rows, columns);
			return {
				get rows() {
					return matches.rows;
				},
				mask: matches.mask,
				count: matches.count,
				scoreOf: matches.scoreOf,
				best: matches.best,
				highlight: matches.highlight,
				get problem() {
					return problemOf(compiled, columns);
				},
			};
		},
		filter(query) {
			const compiled = compileFilter(query, columns);
			return {
				...filterRows(compiled, rows, columns),
				get problem() {
					return problemOf(compiled, columns);
				},
			};
		},
		missing: (at) => columns[at]?.missing?.(),
		*prepareFilter() {
			yield* readTexts(rows, columns);
			yield* practise(rows, columns);
		},
		explain: (index) => description.explain?.(row(index)) ?? [],
	};
}
