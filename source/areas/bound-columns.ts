/** The columns of an area's list, bound to the data; those that only look at their row stay the same whatever is read. */
import type {AreaColumn, Setting} from './define.ts';
import type {Column} from './table.ts';

/** A column as generic screens read it, and whether it has ever looked beyond the row. */
interface Bound<Item> {
	readonly column: Column<Item>;
	/** Reads another setting from now on; only for a column that has never read one. */
	rebind(setting: Setting): void;
	hasRead(): boolean;
}

/**
 * What a column says of a row is kept, folded and sorted, by the column: most of them say the same whatever the time is
 * and whatever else has been read, and stay.
 */
function bindColumn<Item>(column: AreaColumn<Item>, first: Setting): Bound<Item> {
	const {text, line, order, missing, ...head} = column;
	let setting = first;
	let hasRead = false;
	const watched: Setting = {
		get knowledge() {
			hasRead = true;
			return setting.knowledge;
		},
		get now() {
			hasRead = true;
			return setting.now;
		},
		get records() {
			hasRead = true;
			return setting.records;
		},
		get credential() {
			hasRead = true;
			return setting.credential;
		},
	};
	return {
		column: {
			...head,
			text: (item) => text(item, watched),
			...(line === undefined ? {} : {line: (item: Item) => line(item, watched)}),
			...(order === undefined ? {} : {order: (item: Item) => order(item, watched)}),
			isOfRows: () => !hasRead,
			...(missing === undefined ? {} : {missing: () => missing(watched)}),
		},
		rebind(next) {
			setting = next;
		},
		hasRead: () => hasRead,
	};
}

export function sameParts(left: readonly unknown[], right: readonly unknown[]): boolean {
	return left.length === right.length && left.every((part, index) => part === right[index]);
}

/**
 * Gives the columns for a setting. `parts` are what they may read, the account first: as long as those are the same, so
 * is the array, and a filter looks at new rows only.
 */
export function bindColumns<Item>(
	columns: readonly AreaColumn<Item>[],
): (parts: readonly unknown[], setting: Setting) => readonly Column<Item>[] {
	let bound:
		| {
				readonly parts: readonly unknown[];
				readonly all: readonly Bound<Item>[];
				readonly columns: readonly Column<Item>[];
		  }
		| undefined;
	return (parts, setting) => {
		const before = bound;
		if (before !== undefined && sameParts(before.parts, parts)) return before.columns;
		const isSameAccount = before?.parts[0] === parts[0];
		const all = columns.map((column, at) => {
			const known = isSameAccount ? before?.all[at] : undefined;
			if (known === undefined || known.hasRead()) return bindColumn(column, setting);
			known.rebind(setting);
			return known;
		});
		const isSame = before !== undefined && sameParts(before.all, all);
		bound = {parts, all, columns: isSame ? before.columns : all.map(({column}) => column)};
		return bound.columns;
	};
}
