/** One condition of a filter against one text. */
import type {Comparison, FilterTerm} from './filter-query.ts';
import {matchExactly, matchFuzzily, scoreExactly} from './fuzzy-match.ts';
import {type Characters, charactersOf} from './text-column.ts';

export interface PreparedTerm {
	readonly term: FilterTerm;
	/** A text that lacks any of them does not match. */
	readonly characters: Characters;
	/** The text is a number and looked for in one column. */
	readonly numeric: boolean;
	/** May stand in pieces. */
	readonly inPieces: boolean;
}

export function isComparison(kind: FilterTerm['kind']): kind is Comparison {
	return kind === '>' || kind === '>=' || kind === '<' || kind === '<=';
}

export function prepare(term: FilterTerm): PreparedTerm {
	return {
		term,
		characters: charactersOf(isComparison(term.kind) ? '' : term.text),
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

/** Whether a text has it in one piece. */
export function isInOnePiece(prepared: PreparedTerm, text: string): boolean {
	const {kind} = prepared.term;
	if (kind === 'empty') {
		return text.trim() === '';
	}
	if (isComparison(kind)) {
		return compares(kind, text, Number(prepared.term.text));
	}
	return text.includes(prepared.term.text) && !isOtherNumber(prepared, text);
}

/** How well a text has it in one piece; `undefined` if it does not. */
export function scorePiece(prepared: PreparedTerm, text: string): number | undefined {
	const {kind} = prepared.term;
	if (kind === 'empty' || isComparison(kind)) {
		return isInOnePiece(prepared, text) ? 0 : undefined;
	}
	return isOtherNumber(prepared, text) ? undefined : scoreExactly(text, prepared.term.text);
}

/** Where it stands in a text: what a list may highlight. */
export function positionsIn(prepared: PreparedTerm, text: string, mayBeInPieces: boolean): readonly number[] {
	const {term} = prepared;
	if (term.kind === 'empty' || isComparison(term.kind) || isOtherNumber(prepared, text)) {
		return [];
	}
	const found = prepared.inPieces && mayBeInPieces ? matchFuzzily(text, term.text) : matchExactly(text, term.text);
	return found?.positions ?? [];
}

/** What a thing is named by counts more than what else is said of it, wherever in it the word stands. */
export const inName = 40;
