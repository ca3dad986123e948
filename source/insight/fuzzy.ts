/**
 * Filters rows by what is typed behind `/`. Made for 25,000 rows at each key: the texts of a row are folded once, and
 * most rows are refused by a look at which characters they have at all.
 */
import {type Comparison, type FilterField, type FilterTerm, parseFilter} from './filter-query.ts';
import {characterBits, fold} from './fold.ts';
import {matchExactly, matchFuzzily, scoreExactly, scoreSpread} from './fuzzy-match.ts';

/** A column of a list as text. Keep the array of columns for as long as its texts mean the same. */
export interface FilterColumn<Row> extends FilterField {
	/** Looked at for what is typed from memory; the first column is in any case. */
	readonly fuzzy?: boolean | undefined;
	readonly text: (row: Row) => string;
}

export interface CompiledFilter {
	/** Nothing is asked for: every row matches. */
	readonly empty: boolean;
	/** What is odd about the query, for people. */
	readonly problems: readonly string[];
	/** How well one row, given by its texts in the order of the fields, matches; `undefined` if it does not. */
	readonly matches: (texts: readonly string[]) => number | undefined;
	/** For {@link filterRows}. */
	readonly terms: readonly FilterTerm[];
}

export interface FilteredRows {
	/** The rows that match, by index, in their order. */
	readonly indices: readonly number[];
	/** For each index how well it matches; higher is better. */
	readonly scores: readonly number[];
	/** The positions in the text of one column that made a row match: what a list may highlight. */
	readonly highlight: (text: string, column: number) => readonly number[];
}

interface FoldedRow {
	readonly texts: readonly string[];
	readonly bits: readonly number[];
	/** Of all texts together. */
	readonly allBits: number;
}

function foldRow(texts: readonly string[]): FoldedRow {
	const folded = texts.map(fold);
	const bits = folded.map(characterBits);
	return {texts: folded, bits, allBits: bits.reduce((all, next) => all | next, 0)};
}

interface PreparedTerm {
	readonly term: FilterTerm;
	readonly bits: number;
	/** The text is a number and looked for in one column. */
	readonly numeric: boolean;
	/** May stand in pieces. */
	readonly inPieces: boolean;
}

function isComparison(kind: FilterTerm['kind']): kind is Comparison {
	return kind === '>' || kind === '>=' || kind === '<' || kind === '<=';
}

function prepare(term: FilterTerm): PreparedTerm {
	return {
		term,
		bits: isComparison(term.kind) ? 0 : characterBits(term.text),
		numeric: term.field !== undefined && /^\d+$/.test(term.text),
		inPieces: term.kind === 'fuzzy',
	};
}

/** A number asked for in a column of numbers means that number, not one that contains its digits. */
function isOtherNumber({term, numeric}: PreparedTerm, text: string): boolean {
	return numeric && text !== term.text && /^\d+$/.test(text);
}

function compares(kind: Comparison, text: string, limit: number): boolean {
	// A count that may grow (`12+`) is what it is by now.
	if (!/^\d+\+?$/.test(text)) {
		return false;
	}
	const value = Number.parseInt(text, 10);
	switch (kind) {
		case '>':
			return value > limit;
		case '>=':
			return value >= limit;
		case '<':
			return value < limit;
		case '<=':
			return value <= limit;
	}
}

function scorePiece(prepared: PreparedTerm, text: string): number | undefined {
	const {kind} = prepared.term;
	if (kind === 'empty') {
		return text.trim() === '' ? 0 : undefined;
	}
	if (isComparison(kind)) {
		return compares(kind, text, Number(prepared.term.text)) ? 0 : undefined;
	}
	return isOtherNumber(prepared, text) ? undefined : scoreExactly(text, prepared.term.text);
}

function positionsIn(prepared: PreparedTerm, text: string, mayBeInPieces: boolean): readonly number[] {
	const {term} = prepared;
	if (term.kind === 'empty' || isComparison(term.kind) || isOtherNumber(prepared, text)) {
		return [];
	}
	const found = prepared.inPieces && mayBeInPieces ? matchFuzzily(text, term.text) : matchExactly(text, term.text);
	return found?.positions ?? [];
}

/** The best score over the texts of a row that have all characters of a term. */
function bestScore(
	{term, bits}: PreparedTerm,
	row: FoldedRow,
	scoreOf: (text: string, field: number) => number | undefined,
): number | undefined {
	if ((row.allBits & bits) !== bits) {
		return undefined;
	}
	const first = term.field ?? 0;
	const last = term.field ?? row.texts.length - 1;
	let highest: number | undefined;
	for (let field = first; field <= last; field++) {
		if (((row.bits[field] ?? 0) & bits) === bits) {
			const score = scoreOf(row.texts[field] ?? '', field);
			if (score !== undefined && (highest === undefined || score > highest)) {
				highest = score;
			}
		}
	}
	return highest;
}

/** What a thing is named by counts more than what else is said of it, wherever in it the word stands. */
const inName = 40;

function scoreInOnePiece(prepared: PreparedTerm, row: FoldedRow, inPieces?: InPieces): number | undefined {
	return bestScore(prepared, row, (text, field) => {
		const score = scorePiece(prepared, text);
		return score === undefined || inPieces?.(field) !== true ? score : score + inName;
	});
}

/** Tells the columns that a word may stand in, in pieces. */
type InPieces = (field: number) => boolean;

/** The best score of a term over the texts it looks at; `undefined` if it is in none. */
function scoreTerm(prepared: PreparedTerm, row: FoldedRow, inPieces: InPieces): number | undefined {
	const {term} = prepared;
	// A word that stands in one piece somewhere is not looked for in pieces elsewhere.
	return (
		scoreInOnePiece(prepared, row, inPieces) ??
		(prepared.inPieces
			? bestScore(prepared, row, (text, field) =>
					term.field !== undefined || inPieces(field) ? scoreSpread(text, term.text) : undefined,
				)
			: undefined)
	);
}

function scoreRow(terms: readonly PreparedTerm[], row: FoldedRow, inPieces: InPieces): number | undefined {
	let total = 0;
	for (const prepared of terms) {
		const score = scoreTerm(prepared, row, inPieces);
		if (prepared.term.negated ? score !== undefined : score === undefined) {
			return undefined;
		}
		total += prepared.term.negated ? 0 : (score ?? 0);
	}
	return total;
}

/**
 * Reads `query` (see filter-query.ts) for rows with these columns. A word that is looked for in a single row, by
 * `matches`, may stand in pieces in any of its texts.
 */
export function compileFilter(query: string, fields: readonly (string | FilterField)[]): CompiledFilter {
	const {terms, problems} = parseFilter(
		query,
		fields.map((each) => (typeof each === 'string' ? {name: each} : each)),
	);
	const prepared = terms.map(prepare).map((each) => (each.term.kind === 'word' ? {...each, inPieces: true} : each));
	return {
		empty: terms.length === 0,
		problems,
		terms,
		matches: (texts) => scoreRow(prepared, foldRow(texts), () => true),
	};
}

// A list grows page by page, each time as a new array with the same rows: what is kept is kept by row.
const foldedRows = new WeakMap<object, WeakMap<object, FoldedRow>>();

function foldedFor<Row extends object>(columns: readonly FilterColumn<Row>[]): (row: Row) => FoldedRow {
	let known = foldedRows.get(columns);
	if (!known) {
		known = new WeakMap();
		foldedRows.set(columns, known);
	}
	const rows = known;
	return (row) => {
		let folded = rows.get(row);
		if (!folded) {
			folded = foldRow(columns.map((column) => column.text(row)));
			rows.set(row, folded);
		}
		return folded;
	};
}

/**
 * The rows that `filter` lets through. `filter` has to be compiled with `columns`. A word that no row has in one piece
 * may stand in pieces, but only in the columns that things are named by: in all of them nearly every row would match.
 * What a column says of a row is asked once for as long as the same array of columns is given.
 */
export function filterRows<Row extends object>(
	filter: CompiledFilter,
	rows: readonly Row[],
	columns: readonly FilterColumn<Row>[],
): FilteredRows {
	const indices: number[] = [];
	const scores: number[] = [];
	const folded = foldedFor(columns);
	const inPieces: InPieces = (field) => field === 0 || columns[field]?.fuzzy === true;
	const prepared = filter.terms.map(prepare).map((each) => {
		const isNowhere =
			each.term.kind === 'word' && !rows.some((row) => scoreInOnePiece(each, folded(row)) !== undefined);
		return isNowhere ? {...each, inPieces: true} : each;
	});
	for (const [index, row] of rows.entries()) {
		const score = prepared.length === 0 ? 0 : scoreRow(prepared, folded(row), inPieces);
		if (score !== undefined) {
			indices.push(index);
			scores.push(score);
		}
	}
	const highlight: FilteredRows['highlight'] = (text, column) => {
		const plain = fold(text);
		const positions = new Set<number>();
		for (const each of prepared) {
			const {negated, field} = each.term;
			if (!negated && (field === undefined || field === column)) {
				for (const position of positionsIn(each, plain, field !== undefined || inPieces(column))) {
					positions.add(position);
				}
			}
		}
		return [...positions].sort((left, right) => left - right);
	};
	return {indices, scores, highlight};
}
