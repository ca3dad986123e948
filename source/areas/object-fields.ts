/**
 * What of an object can be changed, field by field, and how three states of it are told apart: what the user started
 * from, what is there now, and what the user wants. Every field is a set of entries, that of one text a set of one:
 * the order of policies, scopes and addresses means nothing (contract 4 and 7, quirks).
 */
import {mergedSet} from '../insight/set-merge.ts';
import type {Line} from '../terminal/line.ts';
import {plain} from './cells.ts';
import type {Setting} from './define.ts';
import type {DiffLine} from './write.ts';

export interface Entry {
	/** Equal for entries that mean the same. */
	readonly key: string;
	readonly line: Line;
}

/** One field of an object. */
export interface ObjectField<Item, Value> {
	/** `name`, `policies`. */
	readonly label: string;
	/** The value as it would be sent; undefined where what is there can not be sent back as it is. */
	of(item: Item): Value | undefined;
	entries(value: Value, setting: Setting): readonly Entry[];
	/** Both changes in one value, where they can be: what `yours` adds to `was` and takes from it, done to `theirs`. */
	merge?(was: Value, theirs: Value, yours: Value): Value | undefined;
}

/** A field for each part of a change. */
export type ObjectFields<Item, Change> = {
	readonly [Name in keyof Change]-?: ObjectField<Item, NonNullable<Change[Name]>>;
};

/** A field of one text; none counts as empty, and an empty one can be sent only if `clears`. */
export function textField<Item>(
	label: string,
	of: (item: Item) => string | null | undefined,
	{clears = false} = {},
): ObjectField<Item, string> {
	return {
		label,
		of: (item) => of(item) ?? (clears ? '' : undefined),
		entries: (text) => (text === '' ? [] : [{key: text, line: plain(`${label}: ${text}`)}]),
	};
}

/** A switch: `yes` and `no` are what it is called when it is on and off. */
export function flagField<Item>(
	label: string,
	of: (item: Item) => boolean | null | undefined,
	[yes, no]: readonly [yes: string, no: string] = ['yes', 'no'],
): ObjectField<Item, boolean> {
	return {
		label,
		of: (item) => of(item) ?? false,
		entries: (flag) => [{key: String(flag), line: plain(`${label}: ${flag ? yes : no}`)}],
	};
}

/** A field of several values, each told by its key. */
export function setField<Item, Value>(
	label: string,
	of: (item: Item) => readonly Value[] | undefined,
	entryOf: (value: Value, setting: Setting) => Line,
	keyOf: (value: Value) => string,
): ObjectField<Item, readonly Value[]> {
	return {
		label,
		of,
		entries: (values, setting) => values.map((value) => ({key: keyOf(value), line: entryOf(value, setting)})),
		merge: (was, theirs, yours) => mergedSet(was, theirs, yours, keyOf),
	};
}

/** A field of several texts. */
export function textsField<Item>(
	label: string,
	of: (item: Item) => readonly string[] | null | undefined,
): ObjectField<Item, readonly string[]> {
	return setField(
		label,
		(item) => of(item) ?? [],
		(text) => plain(`${label}: ${text}`),
		(text) => text,
	);
}

function keysOf(entries: readonly Entry[]): string {
	return JSON.stringify([...new Set(entries.map(({key}) => key))].toSorted());
}

/** One field of a change, with its values in the three states. */
export interface Compared {
	readonly label: string;
	readonly was: readonly Entry[];
	readonly theirs: readonly Entry[];
	readonly yours: readonly Entry[];
	/** Somebody else has changed it since, and not to what the user wants. */
	readonly isContested: boolean;
	/** It is as the user wants it by now. */
	readonly isSo: boolean;
}

export function compared<Item, Value>(
	field: ObjectField<Item, Value>,
	base: Item,
	present: Item,
	wanted: Value,
	setting: Setting,
): Compared {
	const entriesOf = (value: Value | undefined): readonly Entry[] =>
		value === undefined ? [] : field.entries(value, setting);
	const was = entriesOf(field.of(base));
	const theirs = entriesOf(field.of(present));
	const yours = field.entries(wanted, setting);
	const isSo = keysOf(theirs) === keysOf(yours);
	return {label: field.label, was, theirs, yours, isSo, isContested: !isSo && keysOf(theirs) !== keysOf(was)};
}

/** What leaves and what comes, as sets. */
export function diffLines(before: readonly Entry[], after: readonly Entry[]): readonly DiffLine[] {
	const had = new Set(before.map(({key}) => key));
	const has = new Set(after.map(({key}) => key));
	return [
		...before.filter(({key}) => !has.has(key)).map(({line}): DiffLine => ({sign: '-', line})),
		...after.filter(({key}) => !had.has(key)).map(({line}): DiffLine => ({sign: '+', line})),
	];
}
