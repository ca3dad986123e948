/** Rows of cells, made of painted texts; a row that is made of the same texts as before is the same object. */
import {cellWidth, graphemes, isPlainAscii} from '../width.ts';
import {applySgr, styleOnBlank} from './style.ts';

/** A painted text (SGR sequences and printable characters) at a place in a row, cut to the cells from `from` to `to`. */
export interface Piece {
	readonly text: string;
	/** Column of its first cell, which may be left of the screen. */
	readonly x: number;
	/** First column of what is shown of it. */
	readonly from: number;
	/** The column behind the last one. */
	readonly to: number;
}

/** Cells of one row; never changed once made. */
export interface Row {
	/** A grapheme for each cell; empty for the second half of a wide one. */
	readonly cells: readonly string[];
	/** The look of each cell ({@link ./style.ts}). */
	readonly styles: readonly number[];
	/** Cells up to the last one that is no blank of the default look. */
	readonly length: number;
	/** The first cell whose width terminals disagree on; -1: there is none. */
	readonly doubtful: number;
}

interface Parsed {
	readonly cells: readonly string[];
	readonly styles: readonly number[];
	/** Whether a cell holds what terminals disagree on. */
	readonly isDoubtful: boolean;
}

/**
 * One code point that takes one cell, or two for the ideographs, syllables and full-width forms, on every terminal that
 * is not told otherwise: letters of Latin, Greek and Cyrillic, punctuation, arrows, lines and blocks. Emoji, marks that
 * combine, and scripts that are joined or written from the right are not among them. Many of those here are ambiguous
 * to Unicode (East Asian Width A: `…`, `─`, `█`, `·`): where a terminal is set to give these two cells, rows go wrong,
 * as they do in whatever else draws lines.
 */
const agreed =
	/^[\u0020-\u007e\u00a1-\u00a8\u00aa-\u00ac\u00af-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff\u2010-\u2027\u2030-\u203b\u203d-\u2048\u204a-\u205e\u20a0-\u20bf\u2190-\u2193\u2500-\u25a9\u25cb\u25cf\u2713\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]$/u;

export function isDoubtful(grapheme: string): boolean {
	return grapheme.length > 0 && !agreed.test(grapheme);
}

const sequence =
	/\u001b\[([\d;]*)m|\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|.)?|[\u0000-\u001f\u007f-\u009f]/gu;

/** The cells of a painted text. Whatever is neither printable nor an SGR sequence is left out. */
function parse(text: string): Parsed {
	const cells: string[] = [];
	const styles: number[] = [];
	let style = 0;
	let isAnyDoubtful = false;
	const put = (run: string): void => {
		const blank = styleOnBlank(style);
		if (isPlainAscii(run)) {
			for (const character of run) {
				cells.push(character);
				styles.push(character === ' ' ? blank : style);
			}
			return;
		}
		for (const grapheme of graphemes(run)) {
			const width = cellWidth(grapheme);
			// What has no width and nothing to stand on has no cell.
			if (width === 0) continue;
			cells.push(grapheme);
			styles.push(grapheme === ' ' ? blank : style);
			for (let more = 1; more < width; more++) {
				cells.push('');
				styles.push(style);
			}
			isAnyDoubtful ||= isDoubtful(grapheme);
		}
	};
	let at = 0;
	for (const match of text.matchAll(sequence)) {
		if (match.index > at) put(text.slice(at, match.index));
		if (match[1] !== undefined) style = applySgr(style, match[1]);
		at = match.index + match[0].length;
	}
	if (at < text.length) put(at === 0 ? text : text.slice(at));
	return {cells, styles, isDoubtful: isAnyDoubtful};
}

/** A map that forgets everything once it is full. */
class Cache<Value> {
	readonly #values = new Map<string, Value>();
	readonly #most: number;

	constructor(most: number) {
		this.#most = most;
	}

	get(key: string, make: () => Value): Value {
		const known = this.#values.get(key);
		if (known !== undefined) return known;
		if (this.#values.size >= this.#most) this.#values.clear();
		const made = make();
		this.#values.set(key, made);
		return made;
	}

	clear(): void {
		this.#values.clear();
	}
}

function keyOf(pieces: readonly Piece[], columns: number): string {
	const [only] = pieces;
	if (only !== undefined && pieces.length === 1 && only.x === 0 && only.from === 0 && only.to >= columns) {
		return only.text;
	}
	let key = '';
	// No painted text has this character, so no text can look like a list of pieces.
	for (const {text, x, from, to} of pieces) key += `\u0000${x},${from},${to},${text}`;
	return key;
}

/** Makes rows of `columns` cells, and keeps those that were made last. */
export class RowMaker {
	readonly columns: number;
	readonly blank: Row;
	readonly #parsed = new Cache<Parsed>(2048);
	readonly #rows = new Cache<Row>(1024);

	constructor(columns: number) {
		this.columns = columns;
		this.blank = finish(Array<string>(columns).fill(' '), Array<number>(columns).fill(0), false);
	}

	/** The row with these texts, later ones over earlier ones. */
	row(pieces: readonly Piece[] | undefined): Row {
		if (pieces === undefined || pieces.length === 0) return this.blank;
		return this.#rows.get(keyOf(pieces, this.columns), () => this.#compose(pieces));
	}

	#compose(pieces: readonly Piece[]): Row {
		const {columns} = this;
		const cells = [...this.blank.cells];
		const styles = [...this.blank.styles];
		let isAnyDoubtful = false;
		for (const {text, x, from, to} of pieces) {
			const parsed = this.#parsed.get(text, () => parse(text));
			const first = Math.max(0, from, x);
			const end = Math.min(columns, to, x + parsed.cells.length);
			if (first >= end) continue;
			isAnyDoubtful ||= parsed.isDoubtful;
			halve(cells, styles, first);
			halve(cells, styles, end);
			for (let column = first; column < end; column++) {
				cells[column] = parsed.cells[column - x] ?? ' ';
				styles[column] = parsed.styles[column - x] ?? 0;
			}
			// A wide character that is cut at either edge is a blank of its look.
			for (let column = first; column < end && cells[column] === ''; column++) blank(cells, styles, column);
			if (parsed.cells[end - x] === '') blankBack(cells, styles, end - 1, first);
		}
		return finish(cells, styles, isAnyDoubtful);
	}
}

function blank(cells: string[], styles: number[], column: number): void {
	cells[column] = ' ';
	styles[column] = styleOnBlank(styles[column] ?? 0);
}

/** Blanks what is left of a wide character when something is put over its cells from `column` on, or up to it. */
function halve(cells: string[], styles: number[], column: number): void {
	if (cells[column] !== '') return;
	blankBack(cells, styles, column - 1, 0);
	for (let next = column; cells[next] === ''; next++) blank(cells, styles, next);
}

/** Blanks a wide character from one of its cells back to its first. */
function blankBack(cells: string[], styles: number[], from: number, first: number): void {
	let column = from;
	while (column > first && cells[column] === '') {
		blank(cells, styles, column);
		column--;
	}
	if (column >= first) blank(cells, styles, column);
}

function finish(cells: string[], styles: number[], isAnyDoubtful: boolean): Row {
	let length = cells.length;
	while (length > 0 && cells[length - 1] === ' ' && styles[length - 1] === 0) length--;
	return {cells, styles, length, doubtful: isAnyDoubtful ? cells.findIndex(isDoubtful) : -1};
}
