/** Finding rows that have moved, so that the terminal can move them. */
import type {Row} from './row.ts';

/** Rows `top` to `bottom`, both counted from 0 and included, move up by `by` rows; down where it is less than 0. */
export interface Shift {
	readonly top: number;
	readonly bottom: number;
	readonly by: number;
}

/** Rows are compared in pieces of this many cells: a list may share its rows with something that does not move. */
const pieceCells = 16;

/** How many shifts are looked at more closely. */
const mostTried = 2;

/** About how many characters it takes to go to a row that has changed, and to switch looks there. */
const rowCost = 8;

const pieces = new WeakMap<Row, readonly string[]>();

/** The texts of a row's pieces; empty where there is nothing but blanks. */
function piecesOf(row: Row): readonly string[] {
	const known = pieces.get(row);
	if (known !== undefined) return known;
	const made: string[] = [];
	for (let from = 0; from < row.length; from += pieceCells) {
		made.push(
			row.cells
				.slice(from, from + pieceCells)
				.join('')
				.trim(),
		);
	}
	pieces.set(row, made);
	return made;
}

/** About how many characters it takes to make one row the other. */
function costOf(old: Row, next: Row): number {
	if (old === next) return 0;
	const columns = Math.max(old.length, next.length);
	let cost = 0;
	for (let column = 0; column < columns; column++) {
		if (old.cells[column] !== next.cells[column] || old.styles[column] !== next.styles[column]) cost++;
	}
	return cost === 0 ? 0 : cost + rowCost;
}

/** By how many rows texts have moved, the most frequent first. */
function distances(old: readonly Row[], next: readonly Row[]): readonly number[] {
	const places = new Map<string, number>();
	for (const [line, row] of old.entries()) {
		for (const [at, text] of piecesOf(row).entries()) {
			if (text === '') continue;
			const key = `${at} ${text}`;
			// What is there twice tells nothing.
			places.set(key, places.has(key) ? -1 : line);
		}
	}
	const votes = new Map<number, number>();
	for (const [line, row] of next.entries()) {
		if (row === old[line]) continue;
		for (const [at, text] of piecesOf(row).entries()) {
			const before = text === '' ? undefined : places.get(`${at} ${text}`);
			if (before === undefined || before < 0 || before === line) continue;
			votes.set(before - line, (votes.get(before - line) ?? 0) + 1);
		}
	}
	return [...votes]
		.filter(([, count]) => count > 1)
		.sort(([, left], [, right]) => right - left)
		.slice(0, mostTried)
		.map(([by]) => by);
}

/** Sums of what stands before each index. */
function sums(values: readonly number[]): readonly number[] {
	let sum = 0;
	return [0, ...values.map((value) => (sum += value))];
}

/**
 * The rows that gain most when they are moved. What comes in at the other end is blank, and has to be written: that may
 * cost more than the last row gains.
 */
function bestRegion(old: readonly Row[], next: readonly Row[], by: number, blank: Row): Shift | undefined {
	const unmoved = next.map((row, line) => costOf(old[line] ?? blank, row));
	const gains = sums(next.map((row, line) => (unmoved[line] ?? 0) - costOf(old[line + by] ?? blank, row)));
	const losses = sums(next.map((row, line) => costOf(blank, row) - (unmoved[line] ?? 0)));
	const at = (list: readonly number[], index: number): number => list[index] ?? 0;
	let best = {gain: 0, first: 0, last: 0};
	// The gain of rows `first` to `last` falls into a part for either end.
	let start = {cost: Number.POSITIVE_INFINITY, first: 0};
	for (let line = Math.max(0, -by); line < next.length - Math.max(0, by); line++) {
		const cost = at(gains, line) + (by < 0 ? at(losses, line) - at(losses, line + by) : 0);
		if (cost < start.cost) start = {cost, first: line};
		const lost = by > 0 ? at(losses, line + 1 + by) - at(losses, line + 1) : 0;
		const gain = at(gains, line + 1) - lost - start.cost;
		if (gain > best.gain) best = {gain, first: start.first, last: line};
	}
	if (best.gain === 0) return undefined;
	return {top: best.first + Math.min(0, by), bottom: best.last + Math.max(0, by), by};
}

/** Shifts after which less may have to be written. */
export function shiftsOf(old: readonly Row[], next: readonly Row[], blank: Row): readonly Shift[] {
	let changed = 0;
	for (const [line, row] of next.entries()) if (row !== old[line]) changed++;
	if (changed < 3) return [];
	return distances(old, next).flatMap((by) => bestRegion(old, next, by, blank) ?? []);
}

/** The rows on the screen behind the shift. */
export function shifted(rows: readonly Row[], {top, bottom, by}: Shift, blank: Row): readonly Row[] {
	return rows.map((row, line) => {
		if (line < top || line > bottom) return row;
		const from = line + by;
		return from < top || from > bottom ? blank : (rows[from] ?? blank);
	});
}

/**
 * What makes the terminal do it while the cursor is in the first of the rows. Rows are deleted or inserted there: of the
 * terminals that have margins, the Linux console does not know the sequences that scroll (CSI S and T).
 */
export function shiftSequence({by}: Shift): string {
	const move = Math.abs(by) === 1 ? '' : String(Math.abs(by));
	return `\u001b[${move}${by > 0 ? 'M' : 'L'}`;
}
