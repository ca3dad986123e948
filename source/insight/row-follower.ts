/**
 * Follows the rows of a list that grows page by page, each time as a new array with the same rows, and is patched now
 * and then: what is known of a row is made once, and found again where the row has moved to.
 */
import {rowsOfStep, type Steps} from './steps.ts';

export interface RowKeeper {
	/** Takes over what was known of the row at this position before {@link truncate}. */
	keep(position: number): void;
	/** Puts aside what is known of the rows from `length` on. */
	truncate(length: number): void;
	forgetRest(): void;
}

/** The last lists that have been compared: every column of a table asks about the same two. */
let compared:
	| {readonly left: WeakRef<object>; readonly right: WeakRef<object>; readonly most: number; readonly same: number}
	| undefined;

/** How many rows are the same, from the first one on. */
export function sameBeginning(left: readonly object[], right: readonly object[], most: number): number {
	if (compared?.most === most && compared.left.deref() === left && compared.right.deref() === right)
		return compared.same;
	const end = Math.min(most, left.length, right.length);
	let same = 0;
	while (same < end && left[same] === right[same]) same++;
	compared = {left: new WeakRef(left), right: new WeakRef(right), most, same};
	return same;
}

export class RowFollower {
	#rows: readonly object[] = [];
	#length = 0;
	#moved: Map<object, number> | undefined;
	readonly #keeper: RowKeeper;

	constructor(keeper: RowKeeper) {
		this.#keeper = keeper;
	}

	/** Rows that something is known of. */
	get length(): number {
		return this.#length;
	}

	/** Whether all is known of these rows. */
	knows(rows: readonly object[]): boolean {
		return this.#rows === rows && this.#length === rows.length;
	}

	#turnTo(rows: readonly object[]): void {
		const same = sameBeginning(this.#rows, rows, this.#length);
		if (same < this.#length) {
			this.#moved = new Map();
			for (let position = same; position < this.#length; position++) {
				const row = this.#rows[position];
				if (row !== undefined) this.#moved.set(row, position - same);
			}
			this.#keeper.truncate(same);
			this.#length = same;
		}
		this.#rows = rows;
	}

	/**
	 * Makes what is not known yet. Several may do so by turns, each for its own rows.
	 * @param add makes what is known of the next row
	 */
	*follow<Row extends object>(rows: readonly Row[], add: (row: Row) => void): Steps<void> {
		while (!this.knows(rows)) {
			if (this.#rows !== rows) this.#turnTo(rows);
			const end = Math.min(rows.length, this.#length + rowsOfStep);
			while (this.#length < end) {
				const row = rows[this.#length];
				if (row === undefined) throw new RangeError(`row ${this.#length} of ${rows.length}`);
				const before = this.#moved?.get(row);
				if (before === undefined) add(row);
				else this.#keeper.keep(before);
				this.#length++;
			}
			if (this.#length < rows.length) yield;
		}
		if (this.#moved !== undefined) {
			this.#moved = undefined;
			this.#keeper.forgetRest();
		}
	}
}
