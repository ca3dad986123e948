/** Cells and small tables that several areas show in the same way. */
import {shortId} from '../insight/names.ts';
import {absolute, age, instant} from '../insight/time.ts';
import type {Line, Tone} from '../terminal/line.ts';
import {inertJson} from '../terminal/original-text.ts';
import {grouped} from '../unicode.ts';
import type {Setting} from './define.ts';
import {type Column, type Reference, type TableSource, tableOf} from './table.ts';

/** A text of the server that may be missing. */
export function textOf(value: string | null | undefined): string {
	return value ?? '';
}

/** A name that can be seen: names of nothing but spaces are told by the beginning of the id. */
export function nameOr(name: string | null | undefined, id: string): string {
	return name === undefined || name === null || name.trim() === '' ? shortId(id) : name;
}

/** 1,250. */
export function count(value: number): string {
	return grouped(value);
}

/** A word of the server as people read it: `cloudflare_one_and_zero_trust` without its underscores. */
export function words(value: string | null | undefined): string {
	return textOf(value).replaceAll('_', ' ');
}

/** What the letter of a status stands for, behind it: `V (active)`. */
export function statusText(status: string | null | undefined): string {
	return status === 'V' ? 'V (active)' : textOf(status);
}

/** A line of one tone. */
export function toned(text: string, tone: Tone): Line {
	return [{text, tone}];
}

export function plain(text: string): Line {
	return [{text}];
}

/** `yes`, `no`, or nothing when the answer does not say. */
export function yesNo(value: boolean | null | undefined): string {
	return value === undefined || value === null ? '' : value ? 'yes' : 'no';
}

/** A column with the age of a time that the server gave as text. */
export function ageColumn<Item>(
	name: string,
	title: string,
	drop: number,
	time: (item: Item) => string | null | undefined,
) {
	return {
		name,
		title,
		width: 8,
		drop,
		align: 'end',
		text: (item: Item, {now}: Setting) => age(time(item), now),
		order: (item: Item) => -(instant(time(item)) ?? 0),
	} as const;
}

/** An id column, seen with `W`. */
export function idColumn<Item>(idOf: (item: Item) => string) {
	return {name: 'id', title: 'ID', width: 32, drop: 9, wide: true, text: (item: Item) => idOf(item)} as const;
}

/** One line of a table of fields. */
export interface Field {
	readonly name: string;
	readonly value: string;
	readonly tone?: Tone | undefined;
	readonly target?: Reference | undefined;
}

/** A field; left out when the answer has nothing for it. */
export function field(name: string, value: string | null | undefined, more: Partial<Field> = {}): readonly Field[] {
	return value === undefined || value === null || value === '' ? [] : [{name, value, ...more}];
}

/** A time with its age: `2025-01-24 15:31:36 UTC (303d ago)`. */
export function timeField(name: string, time: string | null | undefined, now: number): readonly Field[] {
	if (!time) return [];
	const passed = age(time, now);
	return [
		{name, value: passed === '' ? time : `${absolute(time)}  (${passed}${passed.startsWith('in ') ? '' : ' ago'})`},
	];
}

const fieldColumns: readonly Column<Field & {readonly row: number}>[] = [
	{
		name: 'field',
		title: 'FIELD',
		width: 24,
		drop: 0,
		text: ({name}) => name,
		line: ({name}) => toned(name, 'dim'),
		order: ({row}) => row,
	},
	{
		name: 'value',
		title: 'VALUE',
		width: 40,
		grow: 1,
		drop: 0,
		text: ({value}) => value,
		line: ({value, tone, target}) => [
			{text: value, ...((tone ?? (target && 'accent')) ? {tone: tone ?? 'accent'} : {})},
		],
	},
];

/**
 * Name and value, one to a row; `c` copies the value, `enter` opens what it refers to.
 * @param fit whether the names get no more room than they take: what has to be read whole needs the rest
 */
export function fieldsTable(fields: readonly Field[], fit = false): TableSource {
	const width = Math.min(
		24,
		fields.reduce((most, {name}) => Math.max(most, name.length), 12),
	);
	return tableOf({
		rows: fields.map((each, row) => ({...each, row})),
		columns: fit ? fieldColumns.map((column) => (column.name === 'field' ? {...column, width} : column)) : fieldColumns,
		id: ({name, row}) => `${row} ${name}`,
		target: ({target}) => target,
		copy: ({value}) => value,
		explain: ({name, value}) => [toned(name, 'heading'), plain(value)],
	});
}

/** An answer as it came, as indented JSON; unknown fields and values are in it too. */
export function jsonTable(value: unknown): TableSource {
	const lines = inertJson(value, 2)
		.split('\n')
		.map((text, row) => ({text, row}));
	return tableOf({
		rows: lines,
		columns: [
			{name: 'json', title: 'JSON', width: 40, grow: 1, drop: 0, text: ({text}) => text, order: ({row}) => row},
		],
		id: ({row}) => String(row),
		copy: ({text}) => text.trim(),
		explain: ({text}) => [plain(text.trim())],
	});
}

/** The section that every area ends with. */
export const jsonSection = {
	name: 'json',
	title: () => 'JSON',
	explains: false,
	table: (item: unknown) => jsonTable(item),
} as const;

/** What `meta` holds beside the keys that have been shown already. */
export function metaFields(
	meta: Readonly<Record<string, string>> | null | undefined,
	shown: readonly string[],
): readonly Field[] {
	return Object.entries(meta ?? {})
		.filter(([key]) => !shown.includes(key))
		.flatMap(([key, value]) => field(`meta.${key}`, value));
}
