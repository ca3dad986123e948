/** Values of forms: where they stand, what is the same, and what of a draft still holds. Pure. */
import type {FormField, FormValue, FormValues} from '../../areas/form.ts';
import {recordsIn, textsIn} from '../../areas/form-values.ts';
import {mergedSet} from '../../insight/set-merge.ts';

/** The way into records: which of which field, from the outside in. */
export type Level = readonly {readonly field: string; readonly index: number}[];

/** `policies.2.`: what comes before the names of the fields there. */
export function prefixOf(level: Level): string {
	return level.map(({field, index}) => `${field}.${index}.`).join('');
}

/** The values of the record that the way leads to; empty where there is none any more. */
export function valuesAt(values: FormValues, level: Level): FormValues {
	return level.reduce<FormValues>((record, {field, index}) => recordsIn(record, field)[index] ?? {}, values);
}

/** The values with another value of a field of that record. */
export function withValue(values: FormValues, level: Level, field: string, value: FormValue): FormValues {
	const [first, ...rest] = level;
	if (first === undefined) return {...values, [field]: value};
	const records = recordsIn(values, first.field);
	const record = records[first.index];
	if (record === undefined) return values;
	return {...values, [first.field]: records.with(first.index, withValue(record, rest, field, value))};
}

/** A text that is equal for what is the same: the order of lists, picks and records means nothing (contract 4). */
function canonical(value: FormValue | FormValues | undefined): string {
	// What was never filled in is what was emptied.
	if (value === undefined || value === '' || value === false || (isSet(value) && value.length === 0)) return '';
	if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
	if (isSet(value)) {
		const entries = entriesOf(value).map((entry) => canonical(entry));
		return `[${entries.toSorted().join()}]`;
	}
	const held = Object.entries(value).map(([name, each]) => [JSON.stringify(name), canonical(each)] as const);
	const filled = held.filter(([, text]) => text !== '').map(([name, text]) => `${name}:${text}`);
	return `{${filled.toSorted().join()}}`;
}

type Entries = readonly string[] | readonly FormValues[];

function isSet(value: FormValue | FormValues | undefined): value is Entries {
	return Array.isArray(value);
}

function entriesOf(value: Entries): readonly (string | FormValues)[] {
	return value;
}

export function isSame(left: FormValue | FormValues | undefined, right: FormValue | FormValues | undefined): boolean {
	return left === right || canonical(left) === canonical(right);
}

/** Names of fields that hold something else than in `start`. */
export function changedFields(values: FormValues, start: FormValues): readonly string[] {
	const names = new Set([...Object.keys(start), ...Object.keys(values)]);
	return [...names].filter((name) => !isSame(values[name], start[name]));
}

/**
 * The record of `start` that each of `records` was: its equal, else the first that has none. Undefined for what is new.
 */
export function originsOf(
	records: readonly FormValues[],
	start: readonly FormValues[],
): readonly (FormValues | undefined)[] {
	const left = start.map((record) => ({record, text: canonical(record)}));
	const take = (at: number): FormValues | undefined => (at < 0 ? undefined : left.splice(at, 1)[0]?.record);
	const equals = records.map((record) => {
		const text = canonical(record);
		return take(left.findIndex((other) => other.text === text));
	});
	return equals.map((equal) => equal ?? left.shift()?.record);
}

/** What a field held at the beginning of the form, for a record on the way as far as it can be told. */
export function startAt(values: FormValues, start: FormValues, level: Level): FormValues | undefined {
	let [now, then]: readonly [FormValues, FormValues | undefined] = [values, start];
	for (const {field, index} of level) {
		const records = recordsIn(now, field);
		then = originsOf(records, recordsIn(then ?? {}, field))[index];
		now = records[index] ?? {};
	}
	return then;
}

/** Whether a value is one that the field can hold. */
export function fits(value: FormValue | undefined, field: FormField): boolean {
	switch (field.kind) {
		case 'text':
			return typeof value === 'string';
		case 'choice':
			return typeof value === 'string' && field.options.some((option) => option.value === value);
		case 'switch':
			return typeof value === 'boolean';
		case 'list':
		case 'pick':
			return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
		case 'records':
			return Array.isArray(value) && value.every((entry) => typeof entry === 'object');
	}
}

/** What `mine` made of `was`, made of `now` as well: fields that were left alone are as they are now, sets are merged. */
export function mergedOver(was: FormValues, mine: FormValues, now: FormValues): FormValues {
	const names = new Set([...Object.keys(now), ...Object.keys(mine)]);
	const merged: Record<string, FormValue> = {};
	for (const name of names) {
		const [before, wanted, present] = [was[name], mine[name], now[name]];
		const value = wanted === undefined || isSame(before, wanted) ? (present ?? wanted) : wanted;
		if (value === undefined) continue;
		merged[name] =
			value === wanted && isSet(before) && isSet(wanted) && isSet(present)
				? mergedSets(before, wanted, present)
				: value;
	}
	return merged;
}

/** `wanted`, with what has come since, and without what has gone since and was not asked for. */
function mergedSets(before: Entries, wanted: Entries, present: Entries): FormValue {
	const all = mergedSet(entriesOf(before), entriesOf(wanted), entriesOf(present), canonical);
	const texts = all.filter((entry) => typeof entry === 'string');
	return texts.length === all.length ? texts : all.filter((entry) => typeof entry === 'object');
}

/** Without entries that nothing was written into. */
export function withoutEmptyEntries(values: FormValues, fields: readonly FormField[]): FormValues {
	let next = values;
	for (const {kind, name} of fields) {
		if (kind !== 'list') continue;
		const entries = textsIn(next, name);
		const written = entries.filter((entry) => entry.trim() !== '');
		if (written.length < entries.length) next = {...next, [name]: written};
	}
	return next;
}
