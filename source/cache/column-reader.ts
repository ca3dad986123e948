/**
 * Columns back into lists. The loops are plain ones: they run once, at the start, where nothing has been compiled yet.
 * What rows have in common is one object in all of them, so nobody may change it.
 */
import {type Column, type Numbers, type Span, separator} from './column-form.ts';

/**
 * The values of a list. The bytes have to be what was written: they come with a seal.
 * @throws {Error} for what is no list
 */
export function readColumns(bytes: Buffer): readonly unknown[] {
	const end = 4 + bytes.readUInt32LE(0);
	const plan: Column = JSON.parse(bytes.toString('utf8', 4, end));
	return readColumn(plan, bytes.subarray(end));
}

function readColumn(column: Column, bytes: Buffer): unknown[] {
	switch (column.form) {
		case 'same':
			return new Array<unknown>(column.count).fill(column.value);
		case 'texts':
			return column.count === 0 ? [] : textAt(column.at, column.isNarrow ? 'latin1' : 'utf8', bytes).split(separator);
		case 'json':
			return JSON.parse(textAt(column.at, 'utf8', bytes));
		case 'choice':
			return readChoice(column, bytes);
		case 'objects':
			return readObjects(column, bytes);
		case 'lists':
			return readLists(column, bytes);
		case 'mixed':
			return readMixed(column, bytes);
	}
}

function readChoice({values, numbers}: Extract<Column, {form: 'choice'}>, bytes: Buffer): unknown[] {
	const choices = readColumn(values, bytes);
	const picked = numbersOf(numbers, bytes);
	const result = new Array<unknown>(picked.length);
	for (let row = 0; row < picked.length; row += 1) result[row] = choices[picked[row] ?? 0];
	return result;
}

function readObjects({count, names, columns}: Extract<Column, {form: 'objects'}>, bytes: Buffer): unknown[] {
	// All have the same names from the beginning: an object that is copied costs a tenth of one that is put together.
	const empty: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]));
	const objects = new Array<Record<string, unknown>>(count);
	for (let row = 0; row < count; row += 1) objects[row] = {...empty};
	for (const [position, name] of names.entries()) {
		const column = columns[position];
		if (column === undefined) throw new Error('a column is missing');
		const values = readColumn(column, bytes);
		for (let row = 0; row < count; row += 1) {
			const object = objects[row];
			if (object !== undefined) object[name] = values[row];
		}
	}
	return objects;
}

function readLists({lengths, items}: Extract<Column, {form: 'lists'}>, bytes: Buffer): unknown[] {
	const values = readColumn(items, bytes);
	const each = numbersOf(lengths, bytes);
	const lists = new Array<unknown>(each.length);
	let from = 0;
	for (let row = 0; row < each.length; row += 1) {
		const length = each[row] ?? 0;
		lists[row] = length === 1 ? [values[from]] : values.slice(from, from + length);
		from += length;
	}
	return lists;
}

function readMixed({kinds, columns}: Extract<Column, {form: 'mixed'}>, bytes: Buffer): unknown[] {
	const values = columns.map((each) => readColumn(each, bytes));
	const next = columns.map(() => 0);
	return Array.from(numbersOf(kinds, bytes), (kind) => {
		const position = next[kind] ?? 0;
		next[kind] = position + 1;
		return values[kind]?.[position];
	});
}

function textAt([from, length]: Span, encoding: 'latin1' | 'utf8', bytes: Buffer): string {
	return bytes.toString(encoding, from, from + length);
}

function numbersOf({count, width, at: [from]}: Numbers, bytes: Buffer): ArrayLike<number> {
	if (width === 1) return bytes.subarray(from, from + count);
	const numbers = new Uint32Array(count);
	for (let position = 0; position < count; position += 1)
		numbers[position] = bytes.readUIntLE(from + position * width, width);
	return numbers;
}
