/**
 * Columns back into lists. Any row can be read by itself, and of a long list none is read until it is needed: putting
 * 25,000 members together takes longer than the start of the program may.
 */
import {type Column, type Numbers, type Span, separator} from './column-form.ts';

/** The rows of a list. */
export interface ColumnRows {
	/**
	 * Rows that read each of their values when it is asked for, so that `Object.keys` finds none: to be shown until they
	 * have been replaced by whole ones. Short lists are whole from the beginning.
	 */
	readonly rows: readonly unknown[];
	/** A row with all of its values; undefined where the rows are whole. What rows have in common is one object in all. */
	readonly whole: ((row: number) => unknown) | undefined;
}

/** Rows up to which it is no use to put them together one by one. */
const short = 500;

type Read = (row: number) => unknown;

/**
 * The rows of a list. The bytes have to be what was written: they come with a seal.
 * @throws {Error} for what is no list
 */
export function readColumns(bytes: Buffer): ColumnRows {
	const end = 4 + bytes.readUInt32LE(0);
	const plan: Column = JSON.parse(bytes.toString('utf8', 4, end));
	const body = bytes.subarray(end);
	const count = countOf(plan);
	const read = readerOf(plan, body);
	const rows = count > short ? lazyRows(plan, body) : undefined;
	return rows === undefined ? {rows: readAll(count, read), whole: undefined} : {rows, whole: read};
}

function readAll(count: number, read: Read): unknown[] {
	const rows = new Array<unknown>(count);
	for (let row = 0; row < count; row += 1) rows[row] = read(row);
	return rows;
}

function countOf(column: Column): number {
	switch (column.form) {
		case 'choice':
			return column.numbers.count;
		case 'lists':
			return column.lengths.count;
		case 'mixed':
			return column.kinds.count;
		default:
			return column.count;
	}
}

/** How the values of a column are read; what they are read from is made ready with the first one. */
function readerOf(column: Column, bytes: Buffer): Read {
	switch (column.form) {
		case 'same':
			return () => column.value;
		case 'texts':
			return textReader(column.count, column.at, column.isNarrow, bytes);
		case 'json': {
			const text = textReader(column.count, column.at, false, bytes);
			const values: unknown[] = [];
			// Once each: what rows have in common is one object.
			return (row) => {
				values[row] ??= JSON.parse(text(row));
				return values[row];
			};
		}
		case 'choice': {
			const value = readerOf(column.values, bytes);
			let numbers: ArrayLike<number> | undefined;
			return (row) => {
				numbers ??= numbersOf(column.numbers, bytes);
				return value(numbers[row] ?? 0);
			};
		}
		case 'objects':
			return objectReader(column, bytes);
		case 'lists': {
			const item = readerOf(column.items, bytes);
			const ends = once(() => endsOf(numbersOf(column.lengths, bytes)));
			return (row) => {
				const list: unknown[] = [];
				const end = ends()[row] ?? 0;
				for (let at = row === 0 ? 0 : (ends()[row - 1] ?? 0); at < end; at += 1) list.push(item(at));
				return list;
			};
		}
		case 'mixed': {
			const values = column.columns.map((each) => readerOf(each, bytes));
			const kinds = once(() => numbersOf(column.kinds, bytes));
			const ranks = once(() => ranksOf(kinds(), values.length));
			return (row) => values[kinds()[row] ?? 0]?.(ranks()[row] ?? 0);
		}
	}
}

type ObjectColumn = Extract<Column, {form: 'objects'}>;

function objectReader({names, columns}: Pick<ObjectColumn, 'names' | 'columns'>, bytes: Buffer): Read {
	// All have the same names from the beginning: an object that is copied costs a tenth of one that is put together.
	const empty: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]));
	const reads = columns.map((column) => readerOf(column, bytes));
	return (row) => {
		const object = {...empty};
		for (let position = 0; position < names.length; position += 1) {
			const name = names[position];
			if (name !== undefined) object[name] = reads[position]?.(row);
		}
		return object;
	};
}

/** Values of one column that are looked at one by one before all of them are made ready. */
const few = 100;

/** All texts of a column, or where each of them has the same length at first only those that are asked for. */
function textReader(count: number, at: Span, isNarrow: boolean, bytes: Buffer): (row: number) => string {
	const [from, length] = at;
	let texts: readonly string[] | undefined;
	let stride = isNarrow && count > few ? strideOf(count, at, bytes) : undefined;
	let left = few;
	return (row) => {
		if (stride !== undefined) {
			left -= 1;
			if (left > 0) return bytes.toString('latin1', from + row * stride, from + (row + 1) * stride - 1);
			stride = undefined;
		}
		texts ??= bytes.toString(isNarrow ? 'latin1' : 'utf8', from, from + length).split(separator);
		return texts[row] ?? '';
	};
}

/** Bytes from one text to the next where all of them have the same length. */
function strideOf(count: number, [from, length]: Span, bytes: Buffer): number | undefined {
	const stride = (length + 1) / count;
	if (!Number.isInteger(stride)) return undefined;
	const end = separator.charCodeAt(0);
	for (let at = from + stride - 1; at < from + length; at += stride) if (bytes[at] !== end) return undefined;
	return stride;
}

/** Undefined where the rows are no objects of a few kinds. */
function lazyRows(column: Column, bytes: Buffer): readonly unknown[] | undefined {
	if (column.form === 'objects') {
		const make = lazyObjects(column, bytes);
		return readAll(column.count, make);
	}
	if (column.form !== 'mixed' || column.columns.some(({form}) => form !== 'objects')) return undefined;
	const makes = column.columns.flatMap((each) => (each.form === 'objects' ? [lazyObjects(each, bytes)] : []));
	const kinds = numbersOf(column.kinds, bytes);
	const ranks = ranksOf(kinds, makes.length);
	return readAll(kinds.length, (row) => makes[kinds[row] ?? 0]?.(ranks[row] ?? 0));
}

/** Objects of one kind that know no more than which row they are. */
function lazyObjects({names, columns}: ObjectColumn, bytes: Buffer): Read {
	class LazyRow {
		readonly #row: number;

		constructor(row: number) {
			this.#row = row;
		}

		static getter(read: Read) {
			return function get(this: LazyRow): unknown {
				return read(this.#row);
			};
		}
	}
	for (const [position, name] of names.entries()) {
		const column = columns[position];
		if (column === undefined) throw new Error('a column is missing');
		const get = LazyRow.getter(readerOf(column, bytes));
		Object.defineProperty(LazyRow.prototype, name, {enumerable: true, get});
	}
	if (!names.includes('toJSON')) {
		const value = LazyRow.getter(objectReader({names, columns}, bytes));
		Object.defineProperty(LazyRow.prototype, 'toJSON', {value});
	}
	return (row) => new LazyRow(row);
}

/** Made when it is first asked for. */
function once<Value extends object>(make: () => Value): () => Value {
	let value: Value | undefined;
	return () => {
		value ??= make();
		return value;
	};
}

function endsOf(lengths: ArrayLike<number>): Uint32Array {
	const ends = new Uint32Array(lengths.length);
	let end = 0;
	for (let row = 0; row < lengths.length; row += 1) {
		end += lengths[row] ?? 0;
		ends[row] = end;
	}
	return ends;
}

/** For each value, how many of its kind there are before it. */
function ranksOf(kinds: ArrayLike<number>, count: number): Uint32Array {
	const seen = new Uint32Array(count);
	const ranks = new Uint32Array(kinds.length);
	for (let row = 0; row < kinds.length; row += 1) {
		const kind = kinds[row] ?? 0;
		const rank = seen[kind] ?? 0;
		ranks[row] = rank;
		seen[kind] = rank + 1;
	}
	return ranks;
}

function numbersOf({count, width, at: [from]}: Numbers, bytes: Buffer): ArrayLike<number> {
	if (width === 1) return bytes.subarray(from, from + count);
	const numbers = new Uint32Array(count);
	for (let position = 0; position < count; position += 1) {
		let number = 0;
		for (let byte = width - 1; byte >= 0; byte -= 1)
			number = number * 256 + (bytes[from + position * width + byte] ?? 0);
		numbers[position] = number;
	}
	return numbers;
}
