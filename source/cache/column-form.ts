/**
 * The form in which a list is kept: not row by row, but value by value. What rows have in common (roles, permission
 * groups, dates) is there once, and texts that differ stand in one text, one after the other: 25,000 members are 4 MB
 * instead of 37 MB of JSON, and are read in a tenth of the time.
 *
 * A list is bytes: the length of the plan (4 bytes), the plan (JSON, a {@link Plan}), and the texts and numbers that it
 * points into. Any value can be found without looking at those before it.
 */

/** What a list is made of. */
export interface Plan {
	readonly rows: Column;
	/** The rows by what columns of the screen sort them by. */
	readonly orders: readonly {readonly by: string; readonly rows: Numbers}[];
}

/** What stands between the texts of a column. */
export const separator = '\n';

/** Texts up to which all of a column are made ready at once. */
export const few = 1000;

/** Where something stands behind the plan: bytes from there, and how many. */
export type Span = readonly [from: number, length: number];

export type Column =
	/** One value, every time. */
	| {readonly form: 'same'; readonly count: number; readonly value: unknown}
	/** All in one text. `isNarrow`: each character is a byte. */
	| ({readonly form: 'texts'; readonly isNarrow: boolean} & Texts)
	/** JSON of each, all in one text. */
	| ({readonly form: 'json'} & Texts)
	/** Few that come again and again: the number of each. */
	| {readonly form: 'choice'; readonly values: Column; readonly numbers: Numbers}
	/** Objects with the same names in the same order. */
	| {
			readonly form: 'objects';
			readonly count: number;
			readonly names: readonly string[];
			readonly columns: readonly Column[];
	  }
	/** Lists: where each ends in the column of what is in all of them. */
	| {readonly form: 'lists'; readonly ends: Numbers; readonly items: Column}
	/** Values of several kinds: of which each is, the column of each kind, and the place there. */
	| {readonly form: 'mixed'; readonly kinds: Numbers; readonly ranks: Numbers; readonly columns: readonly Column[]};

/** Texts one behind the other, separated. */
export interface Texts {
	readonly count: number;
	readonly at: Span;
	/** Where each ends, in bytes from the first; or how long each is, if that is the same. Not of a few. */
	readonly ends?: Numbers | number | undefined;
}

/** Whole numbers, of so many bytes each. */
export interface Numbers {
	readonly count: number;
	readonly width: 1 | 2 | 4;
	readonly at: Span;
}

export type PlainObject = Readonly<Record<string, unknown>>;

export function isPlainObject(value: unknown): value is PlainObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
