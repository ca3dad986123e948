/** Adding, opening, copying and removing records and entries. Pure. */
import type {FormValues} from '../../areas/form.ts';
import {recordsIn, textsIn} from '../../areas/form-values.ts';
import {atLevel} from './focus.ts';
import type {Filled, FormOverlay, Removed} from './state.ts';
import {entryKey, type Stop} from './stops.ts';
import {isSame, type Level, prefixOf, valuesAt, withValue} from './values.ts';

type RecordStop = Extract<Stop, {kind: 'record'}>;
type EntryStop = Extract<Stop, {kind: 'entry'}>;

/** What is removed can be brought back; so many of them. */
const mostRemoved = 50;

/** The level of a record, its first field under the cursor. */
function entered(overlay: FormOverlay, {field, index}: RecordStop, fresh?: FormValues): FormOverlay {
	const level = [...overlay.level, {field: field.name, index}];
	return {...overlay, ...atLevel(level), fresh, focus: '', cursor: Number.MAX_SAFE_INTEGER};
}

export function openRecord(overlay: FormOverlay, stop: RecordStop): Filled {
	return {overlay: entered(overlay, stop)};
}

function put(overlay: FormOverlay, level: Level, field: string, index: number, record: FormValues): FormOverlay {
	const records = recordsIn(valuesAt(overlay.values, level), field);
	return {
		...overlay,
		values: withValue(overlay.values, level, field, records.toSpliced(index, 0, record)),
		touched: shifted(overlay.touched, `${prefixOf(level)}${field}`, index, 1),
		removed: shiftedRemoved(overlay.removed, level, field, index, 1),
	};
}

/** A new one at the end, open. */
export function addRecord(overlay: FormOverlay, stop: RecordStop): Filled {
	if (stop.field.locked !== undefined) return {overlay, said: `${stop.field.label}: ${stop.field.locked}`};
	const index = recordsIn(valuesAt(overlay.values, overlay.level), stop.field.name).length;
	const added = put(overlay, overlay.level, stop.field.name, index, stop.field.fresh);
	return {overlay: entered(added, {...stop, index}, stop.field.fresh)};
}

/** A copy behind it, under the cursor. */
export function duplicateRecord(overlay: FormOverlay, {field, index}: RecordStop): Filled {
	const record = recordsIn(valuesAt(overlay.values, overlay.level), field.name)[index];
	if (record === undefined) return {overlay};
	const next = put(overlay, overlay.level, field.name, index + 1, record);
	return {
		overlay: {...next, focus: entryKey(field.name, index + 1)},
		said: `a copy of ${field.nouns[0]} ${index + 1}: enter opens it`,
	};
}

/** Back to the form that holds the record; a new one that nothing was entered into goes. */
export function leaveRecord(overlay: FormOverlay): Filled {
	const {level, values, fresh} = overlay;
	const last = level.at(-1);
	if (last === undefined) return {overlay};
	const outer = level.slice(0, -1);
	const path = `${prefixOf(outer)}${last.field}`;
	const focus = entryKey(last.field, last.index);
	const back: FormOverlay = {...overlay, ...atLevel(outer), focus};
	const records = recordsIn(valuesAt(values, outer), last.field);
	if (fresh !== undefined && isSame(records[last.index], fresh)) {
		return {
			overlay: {
				...back,
				values: withValue(values, outer, last.field, records.toSpliced(last.index, 1)),
				touched: shifted(overlay.touched, path, last.index, -1),
				removed: shiftedRemoved(overlay.removed, outer, last.field, last.index, -1),
			},
			said: 'nothing was entered: it was not added',
		};
	}
	return {overlay: {...back, touched: new Set(overlay.touched).add(entryKey(path, last.index))}};
}

/** Takes out the entry or record under the cursor; it can be brought back. */
export function removeAt(overlay: FormOverlay, stop: RecordStop | EntryStop): Filled {
	const {level, values} = overlay;
	const {field, index} = stop;
	const record = valuesAt(values, level);
	const all: readonly (string | FormValues)[] =
		stop.kind === 'record' ? recordsIn(record, field.name) : textsIn(record, field.name);
	const value = all[index];
	if (value === undefined) return {overlay};
	const what = stop.kind === 'record' ? `${stop.field.nouns[0]} ${index + 1}` : stop.field.item;
	const next: FormOverlay = {
		...overlay,
		values: withoutEntry(values, level, field.name, index),
		touched: shifted(overlay.touched, `${prefixOf(level)}${field.name}`, index, -1),
		removed: shiftedRemoved(overlay.removed, level, field.name, index, -1),
		focus: entryKey(field.name, stop.kind === 'entry' ? Math.max(0, index - 1) : index),
		cursor: Number.MAX_SAFE_INTEGER,
	};
	// Of an empty entry there is nothing to bring back.
	if (value === '') return {overlay: next};
	const removed: Removed = {level, field: field.name, index, value, what};
	return {
		overlay: {...next, removed: [...next.removed, removed].slice(-mostRemoved)},
		said: `${what} removed; ctrl-r brings it back`,
	};
}

function withoutEntry(values: FormValues, level: Level, field: string, index: number): FormValues {
	const record = valuesAt(values, level);
	const texts = textsIn(record, field);
	const next = texts.length > 0 ? texts.toSpliced(index, 1) : recordsIn(record, field).toSpliced(index, 1);
	return withValue(values, level, field, next);
}

/** Brings back what was removed last, where it was. */
export function restoreLast(overlay: FormOverlay): Filled {
	const last = overlay.removed.at(-1);
	if (last === undefined) return {overlay, said: 'nothing has been removed that could be brought back'};
	const {level, field, index, value, what} = last;
	const record = valuesAt(overlay.values, level);
	const next =
		typeof value === 'string'
			? textsIn(record, field).toSpliced(index, 0, value)
			: recordsIn(record, field).toSpliced(index, 0, value);
	return {
		overlay: {
			...overlay,
			...atLevel(level),
			values: withValue(overlay.values, level, field, next),
			touched: shifted(overlay.touched, `${prefixOf(level)}${field}`, index, 1),
			removed: shiftedRemoved(overlay.removed.slice(0, -1), level, field, index, 1),
			focus: entryKey(field, Math.min(index, next.length - 1)),
			cursor: Number.MAX_SAFE_INTEGER,
		},
		said: `${what} is back`,
	};
}

/** The touched paths after something was put in (1) or taken out (-1) at an index of a field. */
function shifted(touched: ReadonlySet<string>, path: string, index: number, by: 1 | -1): ReadonlySet<string> {
	const next = new Set<string>();
	for (const each of touched) {
		const [, number, rest = ''] = each.startsWith(`${path}.`)
			? (/^(\d+)(.*)$/su.exec(each.slice(path.length + 1)) ?? [])
			: [];
		if (number === undefined || Number(number) < index) next.add(each);
		else if (by > 0 || Number(number) > index) next.add(`${path}.${Number(number) + by}${rest}`);
	}
	return next;
}

/** What was removed within other records of the field moves with them; within one that is gone itself, it is gone. */
function shiftedRemoved(
	removed: readonly Removed[],
	level: Level,
	field: string,
	index: number,
	by: 1 | -1,
): readonly Removed[] {
	const depth = level.length;
	return removed.flatMap((each) => {
		const within = each.level[depth];
		if (within?.field !== field || prefixOf(each.level.slice(0, depth)) !== prefixOf(level)) return [each];
		if (within.index < index) return [each];
		if (by < 0 && within.index === index) return [];
		return [{...each, level: each.level.with(depth, {field, index: within.index + by})}];
	});
}
