/** Where the cursor of a form can be, and what is wrong there: of the form, its values and the data. Pure. */
import type {Setting} from '../../areas/define.ts';
import type {Form, FormField, FormProblem, FormValues} from '../../areas/form.ts';
import {recordsIn, textIn, textsIn} from '../../areas/form-values.ts';
import {isWrittenOut} from '../../terminal/original-text.ts';
import type {FormOverlay, StopKind} from './state.ts';
import {type Level, prefixOf, valuesAt} from './values.ts';

/** The data, and a number that changes with them: what follows from them is kept until then. */
export interface FormData {
	readonly setting: Setting;
	readonly version: number;
}

interface StopHead {
	/** Its name among the stops of its level. */
	readonly key: string;
	/** Of what problems say: `policies.2.permissionGroups`, `redirectUris.0`. */
	readonly path: string;
}

type OfKind<Kind extends FormField['kind']> = Extract<FormField, {kind: Kind}>;

export type Stop = StopHead &
	(
		| {readonly kind: 'text'; readonly field: OfKind<'text'>}
		/** An entry of a list; the last is the one that is not there yet. */
		| {readonly kind: 'entry'; readonly field: OfKind<'list'>; readonly index: number; readonly isNew: boolean}
		| {readonly kind: 'choice'; readonly field: OfKind<'choice'>}
		| {readonly kind: 'switch'; readonly field: OfKind<'switch'>}
		| {readonly kind: 'pick'; readonly field: OfKind<'pick'>}
		| {readonly kind: 'record'; readonly field: OfKind<'records'>; readonly index: number; readonly isNew: boolean}
		| {readonly kind: 'button'; readonly button: 'review' | 'cancel' | 'done'}
	);

/** The context of the keys at a stop. */
export function stopKind({kind}: Stop): StopKind {
	switch (kind) {
		case 'entry':
			return 'text';
		case 'switch':
			return 'choice';
		default:
			return kind;
	}
}

/** The name of a stop in a list or among records. */
export function entryKey(field: string, index: number): string {
	return `${field}.${index}`;
}

/** The fields of the level, and how to call the way there. */
export interface LevelFields {
	readonly fields: readonly FormField[];
	/** `policy 2`: the records on the way. */
	readonly way: readonly string[];
}

export function fieldsAt(form: Form, values: FormValues, level: Level, setting: Setting): LevelFields {
	let fields = form.fields(values, setting);
	const way: string[] = [];
	let record = values;
	for (const {field: name, index} of level) {
		const field = fields.find((each) => each.name === name);
		record = recordsIn(record, name)[index] ?? {};
		if (field?.kind !== 'records') return {fields: [], way};
		way.push(`${field.nouns[0]} ${index + 1}`);
		fields = field.fields(record, setting);
	}
	return {fields, way};
}

function stopsOfField(field: FormField, values: FormValues, prefix: string): readonly Stop[] {
	const {name} = field;
	const head = {key: name, path: prefix + name};
	const several = (count: number) =>
		Array.from({length: count + 1}, (_, index) => ({
			key: entryKey(name, index),
			path: prefix + entryKey(name, index),
			index,
			isNew: index === count,
		}));
	switch (field.kind) {
		case 'text':
			return [{...head, kind: 'text', field}];
		case 'choice':
			return [{...head, kind: 'choice', field}];
		case 'switch':
			return [{...head, kind: 'switch', field}];
		case 'pick':
			return [{...head, kind: 'pick', field}];
		case 'list':
			return several(textsIn(values, name).length).map((each) => ({...each, kind: 'entry', field}));
		case 'records':
			return several(recordsIn(values, name).length).map((each) => ({...each, kind: 'record', field}));
	}
}

function stopsOf(fields: readonly FormField[], values: FormValues, level: Level): readonly Stop[] {
	const prefix = prefixOf(level);
	const stops = fields.flatMap((field) => stopsOfField(field, values, prefix));
	const buttons = level.length === 0 ? (['review', 'cancel'] as const) : (['done'] as const);
	return [
		...stops,
		...buttons.map((button): Stop => ({kind: 'button', button, key: `#${button}`, path: `#${button}`})),
	];
}

/** Everything that the form says at its present level. */
export interface FormView extends LevelFields {
	/** Of the level. */
	readonly values: FormValues;
	readonly stops: readonly Stop[];
	/** Of the whole form. */
	readonly problems: readonly FormProblem[];
}

interface Kept extends FormView {
	readonly of: FormValues;
	readonly level: Level;
	readonly version: number;
	readonly now: number;
}

const kept = new WeakMap<Form, Kept>();

const asLetters = 'stands for a hidden character as it is shown here: changed, it is sent in these letters';

/** Texts that were made of others with hidden characters: those are no more than what they look like. */
function writtenOut(form: Form, values: FormValues, setting: Setting): readonly FormProblem[] {
	const problemAt = (path: string, text: string): readonly FormProblem[] => {
		const [shown] = /\\u\{[0-9a-f]+\}/u.exec(text) ?? [];
		return shown !== undefined && isWrittenOut(text) ? [{path, text: `${shown} ${asLetters}`, tone: 'warning'}] : [];
	};
	return form.fields(values, setting).flatMap((field): readonly FormProblem[] => {
		if (field.kind === 'text') return problemAt(field.name, textIn(values, field.name));
		if (field.kind !== 'list') return [];
		return textsIn(values, field.name).flatMap((text, index) => problemAt(entryKey(field.name, index), text));
	});
}

/** Kept until values, level or data change: the cursor moves without asking the form anything. */
export function formView(
	{form, values, level}: Pick<FormOverlay, 'form' | 'values' | 'level'>,
	data: FormData,
): FormView {
	const {setting, version} = data;
	const before = kept.get(form);
	const isFresh = before !== undefined && before.version === version && before.now === setting.now;
	if (isFresh && before.of === values && before.level === level) return before;
	const ofLevel = fieldsAt(form, values, level, setting);
	const own = valuesAt(values, level);
	const view: Kept = {
		...ofLevel,
		values: own,
		stops: stopsOf(ofLevel.fields, own, level),
		problems:
			isFresh && before.of === values
				? before.problems
				: [...form.problems(values, setting), ...writtenOut(form, values, setting)],
		of: values,
		level,
		version,
		now: setting.now,
	};
	kept.set(form, view);
	return view;
}

/** The place of the cursor among the stops: where its stop is gone, at the field that it belonged to. */
export function focusIndex({focus}: Pick<FormOverlay, 'focus'>, {stops}: FormView): number {
	const index = stops.findIndex(({key}) => key === focus);
	if (index >= 0) return index;
	const field = focus.replace(/\.\d+$/u, '');
	const near = stops.findLastIndex(({key}) => key === field || key.replace(/\.\d+$/u, '') === field);
	return Math.max(0, near);
}

export function stopAt(overlay: FormOverlay, view: FormView): Stop {
	const stop = view.stops[focusIndex(overlay, view)];
	if (stop === undefined) throw new RangeError(`the form ${overlay.form.key} has no place for the cursor`);
	return stop;
}

function covers(outer: string, inner: string): boolean {
	return inner === outer || inner.startsWith(`${outer}.`);
}

/** What is to be said of the problems: warnings always, the rest once its field was touched or a review asked for. */
export function shownProblems({touched, asked}: FormOverlay, {problems}: FormView): readonly FormProblem[] {
	if (asked) return problems;
	const paths = [...touched];
	return problems.filter(
		({tone, path}) => tone === 'warning' || paths.some((other) => covers(path, other) || covers(other, path)),
	);
}

/** Problems that stand at a stop: its own, and of a record those within; those of all entries stand at the last. */
export function problemsAt(stop: Stop, problems: readonly FormProblem[]): readonly FormProblem[] {
	switch (stop.kind) {
		case 'button':
			return [];
		case 'entry':
		case 'record':
			if (!stop.isNew) return problems.filter(({path}) => covers(stop.path, path));
			return problems.filter(({path}) => path === stop.path || path === stop.path.replace(/\.\d+$/u, ''));
		default:
			return problems.filter(({path}) => covers(stop.path, path));
	}
}

/** Where a path leads: the level and the stop. Undefined where it leads nowhere. */
export function placeOfPath(
	path: string,
	form: Form,
	values: FormValues,
	setting: Setting,
): {readonly level: Level; readonly focus: string; readonly order: readonly number[]} | undefined {
	const parts = path.split('.');
	let fields = form.fields(values, setting);
	let record = values;
	const level: {field: string; index: number}[] = [];
	const order: number[] = [];
	for (let at = 0; at < parts.length; ) {
		const name = parts[at] ?? '';
		const position = fields.findIndex((each) => each.name === name);
		const field = fields[position];
		if (field === undefined) return undefined;
		order.push(position);
		const count = field.kind === 'records' ? recordsIn(record, name).length : textsIn(record, name).length;
		if (field.kind !== 'records' && field.kind !== 'list') return {level, focus: name, order};
		const index = parts[at + 1] === undefined ? count : Number(parts[at + 1]);
		if (!(index >= 0 && index <= count)) return {level, focus: entryKey(name, count), order};
		order.push(index);
		const inner = recordsIn(record, name)[index];
		if (field.kind === 'list' || at + 2 >= parts.length || inner === undefined)
			return {level, focus: entryKey(name, index), order};
		level.push({field: name, index});
		record = inner;
		fields = field.fields(record, setting);
		at += 2;
	}
	return undefined;
}
