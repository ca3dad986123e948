/** The rows that a filter lets through, and how well each of them matches: found out only where it is asked for. */
import type {FilterIndex, TermRows} from './filter-index.ts';
import {inName, isComparison, type PreparedTerm, positionsIn, scorePiece} from './filter-term.ts';
import {fold} from './fold.ts';
import {bestInOnePiece, bestSpread, scoreSpread} from './fuzzy-match.ts';
import type {Steps} from './steps.ts';
import type {TextColumn} from './text-column.ts';

export interface Matches {
	/** In their order. */
	readonly rows: Int32Array;
	/** By row: 1 for those that match. */
	readonly mask: Uint8Array;
	/** How well a row that matches does; higher is better. */
	scoreOf(row: number): number;
	/** The index of the best of these rows, the first of equals; 0 of none. */
	best(rows: Int32Array): Steps<number>;
	/** The positions in the text of one column that made a row match: what a list may highlight. */
	highlight(text: string, column: number): readonly number[];
}

/** Rows that are scored from one yield to the next. */
const rowsOfScore = 4096;

/** What a term gives in one column. */
class FieldScore {
	readonly #column: TextColumn;
	readonly #prepared: PreparedTerm;
	/** Added to what the text gives. */
	readonly #more: number;
	/** By text, where rows share them; NaN is not known yet. */
	readonly #known: Float64Array | undefined;
	/** No row can have more. */
	readonly most: number;
	/** Whether the word may stand in it in pieces. */
	readonly isNamed: boolean;

	constructor(column: TextColumn, prepared: PreparedTerm, isNamed: boolean) {
		const {kind, text} = prepared.term;
		const isScored = !isComparison(kind) && kind !== 'empty';
		this.#column = column;
		this.#prepared = prepared;
		this.#more = isNamed ? inName : 0;
		this.#known = column.isShared ? new Float64Array(column.texts.length).fill(Number.NaN) : undefined;
		this.most = (isScored ? bestInOnePiece(text, column.mayHaveLength(text.length)) : 0) + this.#more;
		this.isNamed = isNamed;
	}

	/** As it stands; negative infinity where it does not. */
	inOnePiece(row: number): number {
		const code = this.#column.codes[row] ?? 0;
		if (!this.#column.has(code, this.#prepared.characters)) return Number.NEGATIVE_INFINITY;
		const known = this.#known?.[code] ?? Number.NaN;
		if (!Number.isNaN(known)) return known;
		const score = (scorePiece(this.#prepared, this.#column.texts[code] ?? '') ?? Number.NEGATIVE_INFINITY) + this.#more;
		if (this.#known !== undefined) this.#known[code] = score;
		return score;
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

	constructor(index: FilterIndex, prepared: PreparedTerm) {
		const {term, inPieces} = prepared;
		this.#fields = index.columns
			.flatMap((column, at) =>
				term.field === undefined || term.field === at
					? [new FieldScore(column, prepared, index.isNamed[at] === true)]
					: [],
			)
			.sort((left, right) => right.most - left.most);
		this.#loose = inPieces ? this.#fields.filter(({isNamed}) => term.field !== undefined || isNamed) : [];
		const most = this.#fields[0]?.most ?? 0;
		this.most = inPieces ? Math.max(most, bestSpread(term.text)) : most;
	}

	/** The score of a row that matches; where it is not more than `least`, any number that is not either. */
	of(row: number, least: number): number {
		let highest = Number.NEGATIVE_INFINITY;
		for (const field of this.#fields) {
			if (field.most <= highest) break;
			// Only where it does not stand in one piece is it looked for in pieces.
			if (field.most <= least && this.#loose.length === 0) return Math.max(highest, Math.min(0, least));
			highest = Math.max(highest, field.inOnePiece(row));
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

/** The rows that satisfy all terms. The index has to have read `length` rows. */
export function* findMatches(index: FilterIndex, terms: readonly PreparedTerm[], length: number): Steps<Matches> {
	const found: FoundTerm[] = [];
	for (const term of terms) found.push(yield* findTerm(index, term));
	const mask = new Uint8Array(length).fill(1);
	for (const {prepared, found: ways} of found) {
		const [first, second] = ways.map((way) => way.mask);
		const unwanted = prepared.term.negated ? 1 : 0;
		for (let row = 0; row < length; row++) {
			if (((first?.[row] ?? 0) | (second?.[row] ?? 0)) === unwanted) mask[row] = 0;
		}
	}
	let count = 0;
	for (let row = 0; row < length; row++) count += mask[row] ?? 0;
	const rows = new Int32Array(count);
	for (let row = 0, at = 0; row < length; row++) if (mask[row] === 1) rows[at++] = row;

	const scores = found
		.filter(({prepared}) => !prepared.term.negated)
		.map(({prepared}) => new TermScore(index, prepared));
	const most = scores.reduce((sum, score) => sum + score.most, 0);
	/** Exact where it is more than `least`. */
	const scoreOver = (row: number, least: number): number => {
		let total = 0;
		for (const score of scores) total += score.of(row, least - (most - score.most));
		return total;
	};
	return {
		rows,
		mask,
		scoreOf: (row) => scoreOver(row, Number.NEGATIVE_INFINITY),
		*best(ordered) {
			let best = 0;
			let highest = Number.NEGATIVE_INFINITY;
			for (const [at, row] of ordered.entries()) {
				if (at > 0 && at % rowsOfScore === 0) yield;
				const score = scoreOver(row, highest);
				if (score > highest) {
					best = at;
					highest = score;
					if (score >= most) break;
				}
			}
			return best;
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
