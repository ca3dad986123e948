/**
 * A table as data: what lists, the sections of a detail and the pickers show, filter, sort and mark. Cells are asked
 * for only where they are visible; texts of all rows only when something is filtered or sorted.
 */
import {compileFilter, type FilterColumn, filterRows} from '../insight/fuzzy.ts';
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
	/** What `enter` opens. */
	target(row: number): Reference | undefined;
	/** What `c` copies. */
	copy(row: number): string;
	/** The rows that a filter lets through, in the order of the source; the filter's language is insight/filter-query.ts. */
	filter(query: string): {
		readonly indices: readonly number[];
		/** How well each of them matches; higher is better. */
		readonly scores: readonly number[];
		/** The positions in the shown text of one column that made a row match. */
		readonly highlight: (text: string, column: number) => readonly number[];
		/** What is odd about the query, or not known yet of what it asks for; asked anew each time. */
		readonly problem: string | undefined;
	};
	/** More about the row than its cells have room for; shown below the table. */
	explain(row: number): readonly Line[];
}

export interface Column<Row> extends ColumnHead {
	text(row: Row): string;
	line?(row: Row): Line;
	order?(row: Row): string | number;
	/** What is not known of the column, for who filters by it; undefined when all is. */
	missing?(): string | undefined;
}

export interface RowsDescription<Row> {
	readonly rows: readonly Row[];
	readonly columns: readonly Column<Row>[];
	readonly identity?: object | undefined;
	id(row: Row): string;
	target?(row: Row): Reference | undefined;
	copy?(row: Row): string;
	explain?(row: Row): readonly Line[];
}

/** Sort values by column and row: a list that grows page by page is sorted again with each page. */
const orderValues = new WeakMap<object, WeakMap<object, string | number>>();

function orderOf<Row extends object>(column: Column<Row>, row: Row): string | number {
	let values = orderValues.get(column);
	if (values === undefined) {
		values = new WeakMap();
		orderValues.set(column, values);
	}
	const known = values.get(row);
	if (known !== undefined) return known;
	const value = column.order?.(row) ?? column.text(row).toLowerCase();
	values.set(row, value);
	return value;
}

/** Numbers of four digits and more as people read them: `1,250`, `1,250+`. Filters and copies keep the plain ones. */
export function withCommas(text: string): string {
	return /^\d{4,}\+?$/.test(text) ? text.replace(/\B(?=(?:\d{3})+(?!\d))/g, ',') : text;
}

/** A table over an array of rows. */
export function tableOf<Row extends object>(description: RowsDescription<Row>): TableSource {
	const {rows, columns} = description;
	let positions: Map<string, number> | undefined;
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
			if (positions === undefined) {
				positions = new Map();
				for (let index = rows.length - 1; index >= 0; index--) positions.set(description.id(row(index)), index);
			}
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
		target: (index) => description.target?.(row(index)),
		copy: (index) => description.copy?.(row(index)) ?? columns[0]?.text(row(index)) ?? '',
		filter(query) {
			const compiled = compileFilter(query, columns);
			const searched: readonly FilterColumn<Row>[] = columns;
			return {
				...filterRows(compiled, rows, searched),
				get problem() {
					const asked = compiled.terms.flatMap(({field}) => (field === undefined ? [] : (columns[field] ?? [])));
					return compiled.problems[0] ?? asked.map((each) => each.missing?.()).find((each) => each !== undefined);
				},
			};
		},
		explain: (index) => description.explain?.(row(index)) ?? [],
	};
}
