/**
 * Columns back into lists. Any row can be read by itself, and of a long list none is read until it is needed: putting
 * 25,000 members together takes longer than the start of the program may.
 */
import {endianness} from 'node:os';
import {type Column, few, type Numbers, type Plan, separator, type Texts} from './column-form.ts';
import type {Order} from './column-writer.ts';

/** The rows of a list. */
export interface ColumnRows {
	/**
	 * Rows that read each of their values when it is asked for, so that `Object.keys` finds none: to be shown until they
	 * have been replaced by whole ones. Short lists are whole from the beginning.
	 */
	readonly rows: readonly object[];
	/** A row with all of its values; undefined where the rows are whole. What rows have in common is one object in all. */
	readonly whole: ((row: number) => unknown) | undefined;
	/** The first row that has a text by this name, as far as that can be found without looking at all of them. */
	readonly find: ((name: string, text: string) => number | undefined) | undefined;
	readonly orders: readonly Order[];
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
	const plan: Plan = JSON.parse(bytes.toString('utf8', 4, end));
	const body = bytes.subarray(end);
	const count = countOf(plan.rows);
	const read = readerOf(plan.rows, body);
	const orders = plan.orders.map(({by, rows}) => ({by, rows: Int32Array.from(numbersOf(rows, body))}));
	const rows = count > short ? lazyRows(plan.rows, body) : undefined;
	if (rows !== undefined)
		return {rows, whole: read, find: (name, text) => findRow(plan.rows, body, name, text), orders};
	const all = readAll(count, read);
	if (!areObjects(all)) throw new Error('rows are objects');
	return {rows: all, whole: undefined, find: undefined, orders};
}

function areObjects(rows: readonly unknown[]): rows is readonly object[] {
	return rows.every((row) => typeof row === 'object' && row !== null);
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
			return column.ends.count;
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
			return textReader(column, column.isNarrow, bytes);
		case 'json': {
			const text = textReader(column, false, bytes);
			const values: unknown[] = [];
			// Once each: what rows have in common is one object.
			return (row) => {
				values[row] ??= JSON.parse(text(row));
				return values[row];
			};
		}
		case 'choice': {
			const value = readerOf(column.values, bytes);
			const number = numberReader(column.numbers, bytes);
			return (row) => value(number(row));
		}
		case 'objects':
			return objectReader(column, bytes);
		case 'lists': {
			const item = readerOf(column.items, bytes);
			const endOf = numberReader(column.ends, bytes);
			return (row) => {
				const list: unknown[] = [];
				const end = endOf(row);
				for (let at = row === 0 ? 0 : endOf(row - 1); at < end; at += 1) list.push(item(at));
				return list;
			};
		}
		case 'mixed': {
			const values = column.columns.map((each) => readerOf(each, bytes));
			const kindOf = numberReader(column.kinds, bytes);
			const rankOf = numberReader(column.ranks, bytes);
			return (row) => values[kindOf(row)]?.(rankOf(row));
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

/** All texts of a column, or of many at first only those that are asked for. */
function textReader(
	{count, at: [from, length], ends}: Texts,
	isNarrow: boolean,
	bytes: Buffer,
): (row: number) => string {
	const encoding = isNarrow ? 'latin1' : 'utf8';
	let texts: readonly string[] | undefined;
	let left = ends === undefined ? 0 : few;
	const endOf =
		typeof ends === 'object' ? numberReader(ends, bytes) : (row: number) => (row + 1) * ((ends ?? 0) + 1) - 1;
	return (row) => {
		if (left > 0 && row < count) {
			left -= 1;
			return bytes.toString(encoding, row === 0 ? from : from + endOf(row - 1) + 1, from + endOf(row));
		}
		texts ??= bytes.toString(encoding, from, from + length).split(separator);
		return texts[row] ?? '';
	};
}

/** Undefined where the rows are no objects of a few kinds. */
function lazyRows(column: Column, bytes: Buffer): readonly object[] | undefined {
	if (column.form === 'objects') {
		const Row = lazyObjects(column, bytes);
		const rows = new Array<object>(column.count);
		for (let row = 0; row < rows.length; row += 1) rows[row] = new Row(row);
		return rows;
	}
	if (column.form !== 'mixed' || column.columns.some(({form}) => form !== 'objects')) return undefined;
	const kinds = column.columns.flatMap((each) => (each.form === 'objects' ? [lazyObjects(each, bytes)] : []));
	const kindOf = numberReader(column.kinds, bytes);
	const rankOf = numberReader(column.ranks, bytes);
	const rows = new Array<object>(column.kinds.count);
	for (let row = 0; row < rows.length; row += 1) {
		const Row = kinds[kindOf(row)];
		if (Row === undefined) throw new Error('a kind is missing');
		rows[row] = new Row(rankOf(row));
	}
	return rows;
}

/** Looks through the bytes of ids, which are texts of one length: a thousandth of what reading them takes. */
function findRow(column: Column, bytes: Buffer, name: string, text: string): number | undefined {
	if (column.form === 'objects') {
		const texts = column.columns[column.names.indexOf(name)];
		return texts?.form === 'texts' && texts.isNarrow ? findText(texts, bytes, text) : undefined;
	}
	if (column.form !== 'mixed') return undefined;
	const kindOf = numberReader(column.kinds, bytes);
	const rankOf = numberReader(column.ranks, bytes);
	const ranks = column.columns.map((each) => findRow(each, bytes, name, text));
	for (let row = 0; row < column.kinds.count; row += 1) if (ranks[kindOf(row)] === rankOf(row)) return row;
	return undefined;
}

function findText({count, at: [from], ends}: Texts, bytes: Buffer, text: string): number | undefined {
	if (typeof ends !== 'number' || text.length !== ends) return undefined;
	const stride = ends + separator.length;
	const end = from + count * stride;
	for (let at = bytes.indexOf(text, from, 'latin1'); at >= 0 && at < end; at = bytes.indexOf(text, at + 1, 'latin1'))
		if ((at - from) % stride === 0) return (at - from) / stride;
	return undefined;
}

/** Objects of one kind that know no more than which row they are. */
function lazyObjects({names, columns}: ObjectColumn, bytes: Buffer): new (row: number) => object {
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
	return LazyRow;
}

function numberReader({width, at: [from]}: Numbers, bytes: Buffer): (row: number) => number {
	switch (width) {
		case 1:
			return (row) => bytes[from + row] ?? 0;
		case 2:
			return (row) => bytes.readUInt16LE(from + 2 * row);
		case 4:
			return (row) => bytes.readUInt32LE(from + 4 * row);
	}
}

const isBigEndian = endianness() === 'BE';

/** All of them. */
function numbersOf({count, width, at: [from]}: Numbers, bytes: Buffer): Uint8Array | Uint16Array | Uint32Array {
	const {buffer} = new Uint8Array(bytes.subarray(from, from + count * width));
	if (width === 1) return new Uint8Array(buffer);
	if (isBigEndian) width === 2 ? Buffer.from(buffer).swap16() : Buffer.from(buffer).swap32();
	return width === 2 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}
