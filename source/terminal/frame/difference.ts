/** What has to be written so that rows on the screen become other rows. */
import {Pen} from './pen.ts';
import {isDoubtful, type Row} from './row.ts';

/** A gap of unchanged cells up to this long may be written again, where that is no longer than moving over it. */
const longestGap = 12;

function isSame(left: Row, right: Row, column: number): boolean {
	return left.cells[column] === right.cells[column] && left.styles[column] === right.styles[column];
}

function firstDifference(old: Row, next: Row): number {
	const columns = next.cells.length;
	for (let column = 0; column < columns; column++) if (!isSame(old, next, column)) return column;
	return columns;
}

/**
 * Where terminals disagree on a width, the row is written anew from there or from the first change, whichever comes
 * first, and every cell behind such a character is gone to by its number: what is wrong stays where it is.
 */
function writeDoubtful(pen: Pen, line: number, old: Row, next: Row): void {
	const doubts = [old.doubtful, next.doubtful].filter((column) => column >= 0);
	const from = Math.min(firstDifference(old, next), ...doubts);
	pen.moveSurely(from, line);
	pen.eraseLine();
	let column = from;
	while (column < next.length) {
		let end = column;
		while (end < next.length && !isDoubtful(next.cells[end] ?? '')) end++;
		const isCut = end < next.length;
		if (isCut) {
			end++;
			while (next.cells[end] === '') end++;
		}
		pen.write(next, column, end);
		if (isCut && end < next.cells.length) pen.moveSurely(end, line);
		column = end;
		// It may have spread over what is blank.
		if (isCut && end === next.length && end < next.cells.length) pen.eraseLine();
	}
}

function writeRow(pen: Pen, line: number, old: Row, next: Row): void {
	if (old === next) return;
	if (old.doubtful >= 0 || next.doubtful >= 0) {
		if (firstDifference(old, next) < next.cells.length) writeDoubtful(pen, line, old, next);
		return;
	}
	const {length} = next;
	let column = 0;
	while (column < length) {
		while (column < length && isSame(old, next, column)) column++;
		if (column >= length) break;
		if (pen.line === line && pen.column !== undefined && pen.column < column && column - pen.column <= longestGap) {
			closeGap(pen, line, next, column);
		} else pen.move(column, line);
		let end = column;
		while (end < length && !isSame(old, next, end)) end++;
		// The second half of a wide character is the same where only the character is another one.
		while (end < length && next.cells[end] === '') end++;
		pen.write(next, column, end);
		column = end;
	}
	if (old.length > length) eraseEnd(pen, line, old, next);
}

/** Makes the rest of a row blank, by erasing or by writing blanks. */
function eraseEnd(pen: Pen, line: number, old: Row, next: Row): void {
	let from = next.length;
	if (pen.line !== line || pen.column !== from) while (isSame(old, next, from)) from++;
	pen.move(from, line);
	const erased = pen.fresh();
	erased.eraseLine();
	if (pen.costOf(next, from, old.length, erased.text.length) < erased.text.length) pen.write(next, from, old.length);
	else pen.eraseLine();
}

/** Over unchanged cells to the next changed one: by moving, or by writing them again. */
function closeGap(pen: Pen, line: number, next: Row, to: number): void {
	const from = pen.column ?? to;
	const moved = new Pen(pen.column, pen.line, pen.style);
	moved.move(to, line);
	const most = moved.text.length + pen.costOf(next, to, to + 1, Number.POSITIVE_INFINITY);
	if (pen.costOf(next, from, to + 1, most) <= most) pen.write(next, from, to);
	else pen.move(to, line);
}

/** Writes with `pen` what makes the rows `old` the rows `next`; both are as many. */
export function writeDifference(pen: Pen, old: readonly Row[], next: readonly Row[]): void {
	for (const [line, row] of next.entries()) {
		const before = old[line];
		if (before !== undefined) writeRow(pen, line, before, row);
	}
}
