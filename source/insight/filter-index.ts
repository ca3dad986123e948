/**
 * What has been found out for the filters of a list, so that the next key only looks where it has to: the texts of its
 * rows, and which rows have which word. A word that goes on from another one is looked for in the rows that have that
 * one, and rows that have come since are all that is looked at again.
 */
import type {FilterField, FilterTerm} from './filter-query.ts';
import {isComparison, isInOnePiece, type PreparedTerm} from './filter-term.ts';
import {bonusOf, highestBonus, isSpread} from './fuzzy-match.ts';
import {sameBeginning} from './row-follower.ts';
import type {Steps} from './steps.ts';
import {isToldByCharacters, TextColumn, type TextOfRow} from './text-column.ts';

/** A column of a list as text. Keep it for as long as its texts mean the same. */
export interface FilterColumn<Row> extends FilterField, TextOfRow<Row> {
	/** Looked at for what is typed from memory; the first column is in any case. */
	readonly fuzzy?: boolean | undefined;
}

/** Terms that are kept: those of a few filters, as they were typed. */
const mostKept = 16;

/** Rows that are looked at from one yield to the next: about a millisecond's work. */
const rowsOfLook = 8192;

/** Columns with no more different texts have all of them looked at, instead of the rows. */
const fewTexts = 2048;

/** What a term finds among the texts of a column. */
interface TextAnswers {
	/** By text: 1 for those that have it. */
	has: Uint8Array;
	/** Texts that have been looked at. */
	looked: number;
	isAnywhere: boolean;
}

/** The rows that have a word, one byte each. */
export class TermRows {
	mask: Uint8Array = new Uint8Array(0);
	/** Rows that have been looked at. */
	looked = 0;
	count = 0;
	/** By column with few texts. */
	readonly answers: TextAnswers[] = [];
	/** No text of the first column that is looked at has more for where the word stands in it. */
	bonus = Number.NEGATIVE_INFINITY;

	reserve(rows: number): void {
		if (rows <= this.mask.length) return;
		const mask = new Uint8Array(Math.max(rows, this.mask.length * 2));
		mask.set(this.mask);
		this.mask = mask;
	}

	/** Looks at the texts that have come. */
	answersOf(column: number, texts: number, isIn: (text: number) => boolean): TextAnswers {
		const answers = this.answers[column] ?? {has: new Uint8Array(0), looked: 0, isAnywhere: false};
		this.answers[column] = answers;
		if (answers.has.length < texts) {
			const has = new Uint8Array(texts * 2);
			has.set(answers.has);
			answers.has = has;
		}
		for (; answers.looked < texts; answers.looked++) {
			if (!isIn(answers.looked)) continue;
			answers.has[answers.looked] = 1;
			answers.isAnywhere = true;
		}
		return answers;
	}
}

/** How a term is looked for: as it stands, or in order and close together. */
type Way = 'piece' | 'spread';

interface KeptTerm {
	readonly term: FilterTerm;
	readonly way: Way;
	readonly rows: TermRows;
}

/** By column: tables are made anew with each page, and most of their columns stay. */
const textColumns = new WeakMap<object, TextColumn>();

function textColumnOf(column: object): TextColumn {
	const known = textColumns.get(column);
	if (known !== undefined) return known;
	const made = new TextColumn();
	textColumns.set(column, made);
	return made;
}

export class FilterIndex {
	readonly columns: readonly TextColumn[];
	/** By column: whether a word may stand in it in pieces. */
	readonly isNamed: readonly boolean[];
	#rows: readonly object[] = [];
	/** Of the columns. */
	#generation = 0;
	readonly #kept = new Map<string, KeptTerm>();

	constructor(columns: readonly FilterColumn<never>[]) {
		this.columns = columns.map(textColumnOf);
		this.isNamed = columns.map(({fuzzy}, at) => at === 0 || fuzzy === true);
	}

	/** Reads the texts of these rows. */
	*follow<Row extends object>(rows: readonly Row[], columns: readonly FilterColumn<Row>[]): Steps<void> {
		while (!this.knows(rows)) {
			for (const [at, column] of columns.entries()) yield* this.columns[at]?.follow(rows, column) ?? nothing();
			const isOther = sameBeginning(this.#rows, rows, this.#rows.length) < this.#rows.length;
			const generation = this.#generationNow();
			if (isOther || generation !== this.#generation) this.#kept.clear();
			this.#generation = generation;
			this.#rows = rows;
		}
	}

	/** Whether it has read these rows, and nobody has made it read others since. */
	knows(rows: readonly object[]): boolean {
		return (
			this.#rows === rows &&
			this.#generation === this.#generationNow() &&
			this.columns.every((column) => column.knows(rows))
		);
	}

	#generationNow(): number {
		return this.columns.reduce((sum, {generation}) => sum + generation, 0);
	}

	/** The rows with a term in one of the columns that it is looked for in; incomplete if it is made to read others. */
	*find(prepared: PreparedTerm, way: Way): Steps<TermRows> {
		const {term} = prepared;
		const key = `${way} ${isComparison(term.kind) || term.kind === 'empty' ? term.kind : ''} ${term.field ?? ''} ${term.text}`;
		const kept = this.#kept.get(key) ?? {term, way, rows: new TermRows()};
		this.#kept.delete(key);
		this.#kept.set(key, kept);
		const [oldest] = this.#kept.keys();
		if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
		const rows = this.#rows;
		const shorter = kept.rows.looked === rows.length ? undefined : this.#shorter(prepared, way);
		kept.rows.reserve(rows.length);
		while (kept.rows.looked < rows.length && this.knows(rows)) {
			this.#look(prepared, way, kept.rows, shorter, Math.min(rows.length, kept.rows.looked + rowsOfLook));
			if (kept.rows.looked < rows.length) yield;
		}
		return kept.rows;
	}

	/** The rows of a word that is part of this one, and that only they can have; the longest of such words. */
	#shorter({term}: PreparedTerm, way: Way): TermRows | undefined {
		// What is close together in a longer word need not be so in a shorter one.
		if (way === 'spread' || isComparison(term.kind) || term.kind === 'empty') return undefined;
		let found: KeptTerm | undefined;
		for (const kept of this.#kept.values()) {
			const {kind, field, text} = kept.term;
			const isNumber = field !== undefined && /^\d+$/.test(text);
			if (kept.way !== way || isComparison(kind) || kind === 'empty' || field !== term.field || isNumber) continue;
			if (text === term.text || !term.text.includes(text) || kept.rows.looked === 0) continue;
			if (found === undefined || text.length > found.term.text.length) found = kept;
		}
		return found?.rows;
	}

	#columnsFor({term}: PreparedTerm, way: Way): readonly number[] {
		if (term.field !== undefined) return [term.field];
		const all = [...this.columns.keys()];
		return way === 'spread' ? all.filter((column) => this.isNamed[column]) : all;
	}

	#look(prepared: PreparedTerm, way: Way, found: TermRows, shorter: TermRows | undefined, end: number): void {
		const {mask} = found;
		const left = candidates(found.looked, end, shorter);
		let count = left.length;
		found.looked = end;
		for (const [turn, at] of this.#columnsFor(prepared, way).entries()) {
			const column = this.columns[at];
			if (column === undefined || count === 0) continue;
			const {codes} = column;
			if (turn === 0) found.bonus = Math.max(found.bonus, bonusBefore(column, prepared, way));
			const isIn = testOf(column, prepared, way, turn === 0 ? found : undefined);
			let answers: TextAnswers | undefined;
			if (column.isShared && column.texts.length <= fewTexts) {
				answers = found.answersOf(at, column.texts.length, isIn);
				if (!answers.isAnywhere) continue;
			}
			// Rows that have it are not looked at in further columns.
			let stay = 0;
			for (let index = 0; index < count; index++) {
				const row = left[index] ?? 0;
				const code = codes[row] ?? 0;
				if (answers === undefined ? isIn(code) : answers.has[code] === 1) mask[row] = 1;
				else left[stay++] = row;
			}
			found.count += count - stay;
			count = stay;
		}
	}
}

/** The rows from one to another that a shorter word is in, or that have not been looked at for it. */
function candidates(start: number, end: number, shorter: TermRows | undefined): Int32Array {
	const rows = new Int32Array(end - start);
	let count = 0;
	for (let row = start; row < end; row++) {
		if (shorter === undefined || row >= shorter.looked || shorter.mask[row] === 1) rows[count++] = row;
	}
	return rows.subarray(0, count);
}

/** Whether it is a word that is looked for as it stands, and looked for in the texts. */
function isLookedFor({term, numeric}: PreparedTerm, way: Way): boolean {
	return (
		way === 'piece' && !numeric && !isComparison(term.kind) && term.kind !== 'empty' && !isToldByCharacters(term.text)
	);
}

/** What is known of the bonus of a word before it is looked for. */
function bonusBefore(column: TextColumn, prepared: PreparedTerm, way: Way): number {
	if (isLookedFor(prepared, way)) return Number.NEGATIVE_INFINITY;
	const {text} = prepared.term;
	return way === 'piece' && !prepared.numeric && isToldByCharacters(text)
		? column.bonusOfCharacter(text)
		: highestBonus;
}

/**
 * Asks of a text of a column whether it has a term.
 * @param noted the bonus of a word that is looked for is noted there
 */
function testOf(
	{texts, letters, others}: TextColumn,
	prepared: PreparedTerm,
	way: Way,
	noted?: {bonus: number},
): (text: number) => boolean {
	const {term, characters, numeric} = prepared;
	const {letters: asked, others: alsoAsked} = characters;
	const word = term.text;
	const hasCharacters = (text: number): boolean =>
		((letters[text] ?? 0) & asked) === asked && ((others[text] ?? 0) & alsoAsked) === alsoAsked;
	if (way === 'spread') return (text) => hasCharacters(text) && isSpread(texts[text] ?? '', word);
	if (numeric || isComparison(term.kind) || term.kind === 'empty') {
		return (text) => hasCharacters(text) && isInOnePiece(prepared, texts[text] ?? '');
	}
	if (isToldByCharacters(word)) return hasCharacters;
	if (noted !== undefined) {
		return (text) => {
			if (!hasCharacters(text)) return false;
			const bonus = bonusOf(texts[text] ?? '', word);
			if (bonus > noted.bonus) noted.bonus = bonus;
			return bonus > Number.NEGATIVE_INFINITY;
		};
	}
	return (text) => hasCharacters(text) && (texts[text] ?? '').includes(word);
}

function* nothing(): Steps<void> {}

const indices = new WeakMap<object, FilterIndex>();

/** The index of a list, as long as the same array of columns is given. */
export function filterIndexOf(columns: readonly FilterColumn<never>[]): FilterIndex {
	const known = indices.get(columns);
	if (known !== undefined) return known;
	const made = new FilterIndex(columns);
	indices.set(columns, made);
	return made;
}
