/**
 * The order of rows by what a column sorts them by: asked once for each row, sorted by index in typed arrays, and
 * merged with the rows that have come since rather than sorted again.
 */
import {RowFollower} from './row-follower.ts';
import type {Steps} from './steps.ts';

/** Rows that are sorted as one piece before pieces are merged. */
const rowsOfPiece = 2048;

type Compare = (left: number, right: number) => number;

interface Sorted {
	rows: Int32Array;
	/** Rows that have been sorted. */
	length: number;
}

function mergeInto(target: Int32Array, left: Int32Array, right: Int32Array, compare: Compare): void {
	let at = 0;
	let other = 0;
	for (let to = 0; to < target.length; to++) {
		const one = left[at];
		const two = right[other];
		if (two === undefined || (one !== undefined && compare(one, two) <= 0)) {
			target[to] = one ?? 0;
			at++;
		} else {
			target[to] = two;
			other++;
		}
	}
}

/** The first place in `sorted`, from `start` on, that `row` comes before. */
function placeIn(sorted: Int32Array, row: number, start: number, compare: Compare): number {
	let low = start;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (compare(sorted[middle] ?? 0, row) <= 0) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** A few rows among many that are in order: looked for one by one, the rest moves in blocks. */
function insertInto(target: Int32Array, sorted: Int32Array, few: Int32Array, compare: Compare): void {
	let from = 0;
	for (const [index, row] of few.entries()) {
		const place = placeIn(sorted, row, from, compare);
		target.set(sorted.subarray(from, place), from + index);
		target[place + index] = row;
		from = place;
	}
	target.set(sorted.subarray(from), from + few.length);
}

function* sortRows(rows: Int32Array, compare: Compare): Steps<Int32Array> {
	for (let start = 0; start < rows.length; start += rowsOfPiece) {
		const end = Math.min(rows.length, start + rowsOfPiece);
		rows.set(Array.from(rows.subarray(start, end)).sort(compare), start);
		if (end < rows.length) yield;
	}
	let sorted = rows;
	let merged: Int32Array = new Int32Array(rows.length);
	for (let width = rowsOfPiece; width < rows.length; width *= 2) {
		for (let start = 0; start < rows.length; start += 2 * width) {
			const middle = Math.min(rows.length, start + width);
			const end = Math.min(rows.length, middle + width);
			const left = sorted.subarray(start, middle);
			const right = sorted.subarray(middle, end);
			const target = merged.subarray(start, end);
			const isInOrder = right.length === 0 || compare(left[left.length - 1] ?? 0, right[0] ?? 0) <= 0;
			if (isInOrder) target.set(sorted.subarray(start, end));
			else if (width < 8 * rowsOfPiece) mergeInto(target, left, right, compare);
			else yield* mergeInSteps(target, left, right, compare);
			if (end < rows.length) yield;
		}
		[sorted, merged] = [merged, sorted];
	}
	return sorted;
}

/** Long pieces are merged part by part. */
function* mergeInSteps(target: Int32Array, left: Int32Array, right: Int32Array, compare: Compare): Steps<void> {
	let other = 0;
	for (let at = 0; at < left.length; at += 2 * rowsOfPiece) {
		const end = Math.min(left.length, at + 2 * rowsOfPiece);
		const place = end === left.length ? right.length : placeIn(right, left[end - 1] ?? 0, other, compare);
		mergeInto(target.subarray(at + other, end + place), left.subarray(at, end), right.subarray(other, place), compare);
		other = place;
		yield;
	}
}

/** What a column sorts rows by: equal rows stay in their order, upwards and downwards. */
export class RowOrder {
	#values: (string | number)[] = [];
	#before: (string | number)[] = [];
	readonly #follower: RowFollower;
	#ascending: Sorted = {rows: new Int32Array(0), length: 0};
	#descending: Sorted = {rows: new Int32Array(0), length: 0};

	constructor() {
		this.#follower = new RowFollower({
			keep: (position) => this.#values.push(this.#before[position] ?? ''),
			truncate: (length) => {
				this.#before = this.#values.splice(length);
				this.#ascending = {rows: new Int32Array(0), length: 0};
				this.#descending = {rows: new Int32Array(0), length: 0};
			},
			forgetRest: () => {
				this.#before = [];
			},
		});
	}

	/** The rows in order. Never changed afterwards. */
	*sort<Row extends object>(
		rows: readonly Row[],
		sortsBy: (row: Row) => string | number,
		descending: boolean,
	): Steps<Int32Array> {
		const up = descending ? -1 : 1;
		for (;;) {
			yield* this.#follower.follow(rows, (row) => this.#values.push(sortsBy(row)));
			const values = this.#values;
			const compare: Compare = (left, right) => {
				const one = values[left] ?? '';
				const other = values[right] ?? '';
				return one < other ? -up : one > other ? up : left - right;
			};
			const known = descending ? this.#descending : this.#ascending;
			if (known.length === rows.length) return known.rows;
			const added = Int32Array.from({length: rows.length - known.length}, (_, index) => known.length + index);
			const sorted = yield* sortRows(added, compare);
			// Somebody may have sorted other rows while this was laid aside.
			if (!this.#follower.knows(rows) || known !== (descending ? this.#descending : this.#ascending)) continue;
			const all = known.length === 0 ? sorted : new Int32Array(rows.length);
			if (known.length > 0) {
				const merge = sorted.length * 16 < known.length ? insertInto : mergeInto;
				merge(all, known.rows, sorted, compare);
			}
			const next: Sorted = {rows: all, length: rows.length};
			if (descending) this.#descending = next;
			else this.#ascending = next;
			return all;
		}
	}
}

const orders = new WeakMap<object, RowOrder>();

/** The order by a column, as long as the same column is given. */
export function rowOrderOf(column: object): RowOrder {
	const known = orders.get(column);
	if (known !== undefined) return known;
	const made = new RowOrder();
	orders.set(column, made);
	return made;
}
