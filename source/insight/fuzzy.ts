/** Filters rows by what is typed behind `/`; the language is in filter-query.ts. */
import {type FilterColumn, filterIndexOf} from './filter-index.ts';
import {findMatches, type Matches} from './filter-matches.ts';
import {type FilterField, type FilterTerm, parseFilter} from './filter-query.ts';
import {type PreparedTerm, prepare, scorePiece} from './filter-term.ts';
import {fold} from './fold.ts';
import {scoreSpread} from './fuzzy-match.ts';
import {finish, type Steps} from './steps.ts';

export type {FilterColumn} from './filter-index.ts';
export type {Matches} from './filter-matches.ts';

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

function highestOf(texts: readonly string[], scoreOf: (text: string) => number | undefined): number | undefined {
	const scores = texts.flatMap((text) => scoreOf(text) ?? []);
	return scores.length === 0 ? undefined : Math.max(...scores);
}

/** The best score of a term over the texts it looks at; `undefined` if it is in none. */
function scoreTerm(prepared: PreparedTerm, texts: readonly string[]): number | undefined {
	const {term} = prepared;
	const searched = term.field === undefined ? texts : [texts[term.field] ?? ''];
	// A word that stands in one piece somewhere is not looked for in pieces elsewhere.
	return (
		highestOf(searched, (text) => scorePiece(prepared, text)) ??
		(term.kind === 'word' || term.kind === 'fuzzy'
			? highestOf(searched, (text) => scoreSpread(text, term.text))
			: undefined)
	);
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
	return {
		empty: terms.length === 0,
		problems,
		terms,
		matches(texts) {
			const folded = texts.map(fold);
			let total = 0;
			for (const prepared of terms.map(prepare)) {
				const score = scoreTerm(prepared, folded);
				if ((score === undefined) !== prepared.term.negated) return undefined;
				total += prepared.term.negated ? 0 : (score ?? 0);
			}
			return total;
		},
	};
}

/**
 * The rows that `filter` lets through, in steps. `filter` has to be compiled with `columns`. A word that no row has in
 * one piece may stand in pieces, but only in the columns that things are named by: in all of them nearly every row
 * would match. What a column says of a row is asked once for as long as the same column is given.
 */
export function* matchRows<Row extends object>(
	filter: CompiledFilter,
	rows: readonly Row[],
	columns: readonly FilterColumn<Row>[],
): Steps<Matches> {
	const index = filterIndexOf(columns);
	for (;;) {
		yield* index.follow(rows, columns);
		const matches = yield* findMatches(index, filter.terms.map(prepare), rows.length);
		// While this was laid aside, somebody may have asked of other rows.
		if (index.knows(rows)) return matches;
	}
}

/** Reads what filters of these rows look at, so that the first one finds it there. */
export function readTexts<Row extends object>(
	rows: readonly Row[],
	columns: readonly FilterColumn<Row>[],
): Steps<void> {
	return filterIndexOf(columns).follow(rows, columns);
}

/** Rows from which on it matters whether the code that filters them has been compiled. */
const manyRows = 10_000;

/** What somebody might type, letter by letter: letters that most lists have, and a word that none has. */
const practice = ['e', 'er', 'ern', 'n', 'zq'];

let isPractised = false;

/**
 * Filters the rows for nobody, once in the life of a program: code that runs for the first time is interpreted, and
 * takes ten times as long at the first letter that somebody types as at the second.
 */
export function* practise<Row extends object>(
	rows: readonly Row[],
	columns: readonly (FilterColumn<Row> & FilterField)[],
): Steps<void> {
	if (isPractised || rows.length < manyRows) return;
	isPractised = true;
	for (const word of practice) {
		const matches = yield* matchRows(compileFilter(word, columns), rows, columns);
		yield* matches.best(matches.rows);
	}
}

/** {@link matchRows} at once, with all scores. */
export function filterRows<Row extends object>(
	filter: CompiledFilter,
	rows: readonly Row[],
	columns: readonly FilterColumn<Row>[],
): FilteredRows {
	const {rows: found, scoreOf, highlight} = finish(matchRows(filter, rows, columns));
	const indices = Array.from(found);
	return {indices, scores: indices.map(scoreOf), highlight};
}
