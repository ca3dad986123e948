/**
 * Filters rows by what is typed behind `/`. Made for 25,000 rows at each key: the texts of a row are folded once, and
 * most rows are refused by a look at which characters they have at all.
 */
import {type FilterTerm, parseFilter} from './filter-query.ts';
import {characterBits, fold} from './fold.ts';
import {matchExactly, matchFuzzily, scoreExactly, scoreSpread} from './fuzzy-match.ts';

/** A column of a list as text. Keep the array of columns for as long as its texts mean the same. */
export interface FilterColumn<Row> {
	readonly name: string;
	readonly text: (row: Row) => string;
}

export interface CompiledFilter {
	/** Nothing is asked for: every row matches. */
	readonly empty: boolean;
	/** What is odd about the query, for people. */
	readonly problems: readonly string[];
	/** How well one row, given by its texts in the order of the fields, matches; `undefined` if it does not. */
	readonly matches: (texts: readonly string[]) => number | undefined;
	/** The positions in the text of one field that made the row match: what a list may highlight. */
	readonly highlight: (text: string, field: number) => readonly number[];
	/** For {@link filterRows}. */
	readonly terms: readonly FilterTerm[];
}

export interface FilteredRows {
	/** The rows that match, by index, in their order. */
	readonly indices: readonly number[];
	/** For each index how well it matches; higher is better. */
	readonly scores: readonly number[];
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
}

function prepare(term: FilterTerm): PreparedTerm {
	return {
		term,
		bits: characterBits(term.text),
		numeric: term.field !== undefined && /^\d+$/.test(term.text),
	};
}

/** A number asked for in a column of numbers means that number, not one that contains its digits. */
function isOtherNumber({term, numeric}: PreparedTerm, text: string): boolean {
	return numeric && text !== term.text && /^\d+$/.test(text);
}

function scorePiece(prepared: PreparedTerm, text: string): number | undefined {
	if (prepared.term.kind === 'empty') {
		return text.trim() === '' ? 0 : undefined;
	}
	return isOtherNumber(prepared, text) ? undefined : scoreExactly(text, prepared.term.text);
}

function positionsIn(prepared: PreparedTerm, text: string): readonly number[] {
	const {term} = prepared;
	switch (term.kind) {
		case 'empty':
			return [];
		case 'exact':
			return isOtherNumber(prepared, text) ? [] : (matchExactly(text, term.text)?.positions ?? []);
		case 'fuzzy':
			return matchFuzzily(text, term.text)?.positions ?? [];
	}
}

/** The best score of a term over the texts it looks at; `undefined` if it is in none. */
function scoreTerm(prepared: PreparedTerm, row: FoldedRow): number | undefined {
	const {term, bits} = prepared;
	if ((row.allBits & bits) !== bits) {
		return undefined;
	}
	const first = term.field ?? 0;
	const last = term.field ?? row.texts.length - 1;
	const best = (scoreOf: (text: string) => number | undefined): number | undefined => {
		let highest: number | undefined;
		for (let field = first; field <= last; field++) {
			if (((row.bits[field] ?? 0) & bits) === bits) {
				const score = scoreOf(row.texts[field] ?? '');
				if (score !== undefined && (highest === undefined || score > highest)) {
					highest = score;
				}
			}
		}
		return highest;
	};
	// A word that stands in one piece somewhere is not looked for in pieces elsewhere.
	return (
		best((text) => scorePiece(prepared, text)) ??
		(term.kind === 'fuzzy' ? best((text) => scoreSpread(text, term.text)) : undefined)
	);
}

function scoreRow(terms: readonly PreparedTerm[], row: FoldedRow): number | undefined {
	let total = 0;
	for (const prepared of terms) {
		const score = scoreTerm(prepared, row);
		if (prepared.term.negated ? score !== undefined : score === undefined) {
			return undefined;
		}
		total += prepared.term.negated ? 0 : (score ?? 0);
	}
	return total;
}

/** Reads `query` (see filter-query.ts) for rows whose columns are named `fields`. */
export function compileFilter(query: string, fields: readonly string[]): CompiledFilter {
	const {terms, problems} = parseFilter(query, fields);
	const prepared = terms.map(prepare);
	return {
		empty: terms.length === 0,
		problems,
		terms,
		matches: (texts) => scoreRow(prepared, foldRow(texts)),
		highlight: (text, field) => {
			const folded = fold(text);
			const positions = new Set<number>();
			for (const each of prepared) {
				if (each.term.negated || (each.term.field !== undefined && each.term.field !== field)) {
					continue;
				}
				for (const position of positionsIn(each, folded)) {
					positions.add(position);
				}
			}
			return [...positions].sort((left, right) => left - right);
		},
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
 * The rows that `filter` lets through. `filter` has to be compiled with the names of `columns` in their order. What a
 * column says of a row is asked once for as long as the same array of columns is given.
 */
export function filterRows<Row extends object>(
	filter: CompiledFilter,
	rows: readonly Row[],
	columns: readonly FilterColumn<Row>[],
): FilteredRows {
	const indices: number[] = [];
	const scores: number[] = [];
	const prepared = filter.terms.map(prepare);
	const folded = foldedFor(columns);
	for (const [index, row] of rows.entries()) {
		const score = prepared.length === 0 ? 0 : scoreRow(prepared, folded(row));
		if (score !== undefined) {
			indices.push(index);
			scores.push(score);
		}
	}
	return {indices, scores};
}
