/** The rows that a filter lets through, and how well each of them matches: found out only where it is asked for. */
import type {FilterIndex, TermRows} from './filter-index.ts';
import {inName, isComparison, type PreparedTerm, positionsIn, scorePiece} from './filter-term.ts';
import {fold} from './fold.ts';
import {bestInOnePiece, bestSpread, forPlace, highestBonus, scoreSpread} from './fuzzy-match.ts';
import type {Steps} from './steps.ts';
import type {TextColumn} from './text-column.ts';

export interface Matches {
	/** In their order; made when it is asked for first. */
	readonly rows: Int32Array;
	/** By row: 1 for those that match. */
	readonly mask: Uint8Array;
	/** How many do. */
	readonly count: number;
	/** How well a row that matches does; higher is better. */
	scoreOf(row: number): number;
	/** The index of the best of these rows, the first of equals; 0 of none. */
	best(rows: Int32Array): Steps<number>;
	/** The positions in the text of one column that made a row match: what a list may highlight. */
	highlight(text: string, column: number): readonly number[];
}

/** Rows that are scored from one yield to the next. */
const rowsOfScore = 4096;

/** Columns with no more different texts have all of them scored, instead of the rows. */
const fewTexts = 4096;

/** What a term gives in one column. */
class FieldScore {
	readonly #column: TextColumn;
	readonly #prepared: PreparedTerm;
	/** It is had by every text that has it in one piece. */
	readonly #isWord: boolean;
	/** Added to what the text gives. */
	readonly #more: number;
	/** By text, where rows share them; NaN is not known yet. */
	readonly #known: Float64Array | undefined;
	/** What a text could have at most, wherever the word stands in it. */
	readonly #ceiling: number;
	/** No row can have more. */
	readonly most: number;
	/** Whether the word may stand in it in pieces. */
	readonly isNamed: boolean;

	/** @param bonus no text of the column has more for where the word stands in it */
	constructor(column: TextColumn, prepared: PreparedTerm, isNamed: boolean, bonus: number) {
		const {kind, text} = prepared.term;
		const isScored = !isComparison(kind) && kind !== 'empty';
		this.#isWord = isScored && !prepared.numeric;
		this.#column = column;
		this.#prepared = prepared;
		this.#more = isNamed ? inName : 0;
		this.#known = column.isShared ? new Float64Array(column.texts.length).fill(Number.NaN) : undefined;
		const mayBeWhole = column.mayBe(text);
		this.#ceiling = (isScored ? bestInOnePiece(text, mayBeWhole) : 0) + this.#more;
		this.most =
			this.#knowAll() ?? (isScored ? bestInOnePiece(text, mayBeWhole, Math.min(bonus, highestBonus)) : 0) + this.#more;
		this.isNamed = isNamed;
	}

	/** Scores all texts, where they are few; the highest. */
	#knowAll(): number | undefined {
		if (this.#known === undefined || this.#known.length > fewTexts) return undefined;
		let most = Number.NEGATIVE_INFINITY;
		for (let code = 0; code < this.#known.length; code++) {
			const score = this.#column.has(code, this.#prepared.characters)
				? this.#scoreOver(this.#column.texts[code] ?? '', Number.NEGATIVE_INFINITY)
				: Number.NEGATIVE_INFINITY;
			this.#known[code] = score;
			most = Math.max(most, score);
		}
		return most;
	}

	/** As it stands; negative infinity where it does not, and any number up to `least` where it is not more than that. */
	inOnePiece(row: number, least: number): number {
		const code = this.#column.codes[row] ?? 0;
		if (!this.#column.has(code, this.#prepared.characters)) return Number.NEGATIVE_INFINITY;
		if (this.#known === undefined) return this.#scoreOver(this.#column.texts[code] ?? '', least);
		const known = this.#known[code] ?? Number.NaN;
		if (!Number.isNaN(known)) return known;
		const score = this.#scoreOver(this.#column.texts[code] ?? '', Number.NEGATIVE_INFINITY);
		this.#known[code] = score;
		return score;
	}

	#scoreOver(text: string, least: number): number {
		if (this.#isWord && least > Number.NEGATIVE_INFINITY) {
			const place = text.indexOf(this.#prepared.term.text);
			if (place < 0) return Number.NEGATIVE_INFINITY;
			// Where a text has it late, that is all that there is to know.
			const most = this.#ceiling + forPlace(place);
			if (most <= least) return most;
		}
		return (scorePiece(this.#prepared, text) ?? Number.NEGATIVE_INFINITY) + this.#more;
	}

	inPieces(row: number): number {
		const code = this.#column.codes[row] ?? 0;
		if (!this.#column.has(code, this.#prepared.characters)) return Number.NEGATIVE_INFINITY;
		return scoreSpread(this.#column.texts[code] ?? '', this.#prepared.term.text) ?? Number.NEGATIVE_INFINITY;
	}
}

/** One term, scored row by row. */
class TermScore {
	readonly #fields: readonly FieldScore[];
	/** Those that it may stand in, in pieces. */
	readonly #loose: readonly FieldScore[];
	/** No row can have more. */
	readonly most: number;

	constructor(index: FilterIndex, {prepared, found}: FoundTerm) {
		const {term, inPieces} = prepared;
		const first = term.field ?? 0;
		const fields = index.columns.flatMap((column, at) => {
			if (term.field !== undefined && term.field !== at) return [];
			const bonus = at === first ? (found[0]?.bonus ?? highestBonus) : highestBonus;
			return [new FieldScore(column, prepared, index.isNamed[at] === true, bonus)];
		});
		this.#fields = fields
			.filter(({most}) => most > Number.NEGATIVE_INFINITY)
			.sort((left, right) => right.most - left.most);
		this.#loose = inPieces ? fields.filter(({isNamed}) => term.field !== undefined || isNamed) : [];
		const most = this.#fields[0]?.most ?? 0;
		this.most = inPieces ? Math.max(most, bestSpread(term.text)) : most;
	}

	/** The score of a row that matches; where it is not more than `least`, any number that is not either. */
	of(row: number, least: number): number {
		let highest = Number.NEGATIVE_INFINITY;
		// Only where it does not stand in one piece is it looked for in pieces: then that has to be known.
		const bound = this.#loose.length === 0 ? least : Number.NEGATIVE_INFINITY;
		for (const field of this.#fields) {
			if (field.most <= highest) break;
			if (field.most <= bound) return Math.max(highest, Math.min(0, least));
			highest = Math.max(highest, field.inOnePiece(row, Math.max(highest, bound)));
		}
		if (highest > Number.NEGATIVE_INFINITY) return highest;
		for (const field of this.#loose) highest = Math.max(highest, field.inPieces(row));
		return highest > Number.NEGATIVE_INFINITY ? highest : Math.min(0, least);
	}
}

interface FoundTerm {
	readonly prepared: PreparedTerm;
	readonly found: readonly TermRows[];
}

/** A word that no row has in one piece may stand in pieces, but only in the columns that things are named by. */
function* findTerm(index: FilterIndex, prepared: PreparedTerm): Steps<FoundTerm> {
	const pieces = yield* index.find(prepared, 'piece');
	const isNowhere = prepared.term.kind === 'word' && pieces.count === 0;
	if (!prepared.inPieces && !isNowhere) return {prepared, found: [pieces]};
	const spread = yield* index.find(prepared, 'spread');
	return {prepared: {...prepared, inPieces: true}, found: [pieces, spread]};
}

/** Leaves the rows that one of two ways has found, or (`wanted` is 0) that none has. */
function keepThose(mask: Uint8Array, one: Uint8Array, other: Uint8Array, wanted: 0 | 1): void {
	for (let row = 0; row < mask.length; row++) {
		if (((one[row] ?? 0) | (other[row] ?? 0)) !== wanted) mask[row] = 0;
	}
}

/** A mask of the rows that satisfy all terms. */
function maskOf(found: readonly FoundTerm[], length: number): Uint8Array {
	let mask: Uint8Array | undefined;
	for (const {prepared, found: ways} of found) {
		const [first, second] = ways.map((way) => way.mask);
		if (first === undefined) continue;
		const wanted = prepared.term.negated ? 0 : 1;
		if (mask === undefined && second === undefined && wanted === 1) mask = first.slice(0, length);
		else {
			mask ??= new Uint8Array(length).fill(1);
			keepThose(mask, first, second ?? first, wanted);
		}
	}
	return mask ?? new Uint8Array(length).fill(1);
}

function countIn(mask: Uint8Array): number {
	let count = 0;
	for (let row = 0; row < mask.length; row++) count += mask[row] ?? 0;
	return count;
}

function rowsIn(mask: Uint8Array, count: number): Int32Array {
	const rows = new Int32Array(count);
	let at = 0;
	for (let row = 0; row < mask.length; row++) if (mask[row] === 1) rows[at++] = row;
	return rows;
}

/** Looks at some of the rows for one with a higher score than the one found; not on, if it has the highest possible. */
function lookForBetter(
	ordered: Int32Array,
	from: number,
	to: number,
	most: number,
	scoreOver: (row: number, least: number) => number,
	found: {at: number; score: number},
): void {
	for (let at = from; at < to && found.score < most; at++) {
		const score = scoreOver(ordered[at] ?? 0, found.score);
		if (score > found.score) {
			found.at = at;
			found.score = score;
		}
	}
}

/** The rows that satisfy all terms. The index has to have read `length` rows. */
export function* findMatches(index: FilterIndex, terms: readonly PreparedTerm[], length: number): Steps<Matches> {
	const found: FoundTerm[] = [];
	for (const term of terms) found.push(yield* findTerm(index, term));
	const mask = maskOf(found, length);
	const count = countIn(mask);
	let rows: Int32Array | undefined;

	const scores = found.filter(({prepared}) => !prepared.term.negated).map((each) => new TermScore(index, each));
	const most = scores.reduce((sum, score) => sum + score.most, 0);
	/** Exact where it is more than `least`. */
	const scoreOver = (row: number, least: number): number => {
		let total = 0;
		for (const score of scores) total += score.of(row, least - (most - score.most));
		return total;
	};
	return {
		get rows() {
			rows ??= rowsIn(mask, count);
			return rows;
		},
		mask,
		count,
		scoreOf: (row) => scoreOver(row, Number.NEGATIVE_INFINITY),
		*best(ordered) {
			const best = {at: 0, score: Number.NEGATIVE_INFINITY};
			for (let from = 0; from < ordered.length && best.score < most; from += rowsOfScore) {
				if (from > 0) yield;
				lookForBetter(ordered, from, Math.min(ordered.length, from + rowsOfScore), most, scoreOver, best);
			}
			return best.at;
		},
		highlight(text, column) {
			const plain = fold(text);
			const positions = new Set<number>();
			for (const {prepared} of found) {
				const {negated, field} = prepared.term;
				if (!negated && (field === undefined || field === column)) {
					const mayBeInPieces = field !== undefined || index.isNamed[column] === true;
					for (const position of positionsIn(prepared, plain, mayBeInPieces)) positions.add(position);
				}
			}
			return [...positions].sort((left, right) => left - right);
		},
	};
}
