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

/** The rows that gain most when they are moved. */
function bestRegion(old: readonly Row[], next: readonly Row[], by: number): Shift | undefined {
	let best: {readonly gain: number; readonly first: number; readonly last: number} | undefined;
	let gain = 0;
	let first = 0;
	for (const [line, row] of next.entries()) {
		const before = old[line];
		const moved = old[line + by];
		if (gain <= 0) {
			gain = 0;
			first = line;
		}
		if (before === undefined || moved === undefined) {
			gain = 0;
			first = line + 1;
			continue;
		}
		gain += costOf(before, row) - costOf(moved, row);
		if (gain > (best?.gain ?? 0)) best = {gain, first, last: line};
	}
	if (best === undefined) return undefined;
	return by > 0 ? {top: best.first, bottom: best.last + by, by} : {top: best.first + by, bottom: best.last, by};
}

/** Shifts after which less may have to be written. */
export function shiftsOf(old: readonly Row[], next: readonly Row[]): readonly Shift[] {
	let changed = 0;
	for (const [line, row] of next.entries()) if (row !== old[line]) changed++;
	if (changed < 3) return [];
	return distances(old, next).flatMap((by) => bestRegion(old, next, by) ?? []);
}

/** The rows on the screen behind the shift. */
export function shifted(rows: readonly Row[], {top, bottom, by}: Shift, blank: Row): readonly Row[] {
	return rows.map((row, line) => {
		if (line < top || line > bottom) return row;
		const from = line + by;
		return from < top || from > bottom ? blank : (rows[from] ?? blank);
	});
}

/** What makes the terminal do it; where the cursor is behind it is not certain where margins were set. */
export function shiftSequence({top, bottom, by}: Shift, rows: number): string {
	const move = Math.abs(by) === 1 ? '' : String(Math.abs(by));
	const scroll = `\u001b[${move}${by > 0 ? 'S' : 'T'}`;
	if (top === 0 && bottom === rows - 1) return scroll;
	const region = bottom === rows - 1 ? `\u001b[${top + 1}r` : `\u001b[${top === 0 ? '' : top + 1};${bottom + 1}r`;
	return `${region}${scroll}\u001b[r`;
}
