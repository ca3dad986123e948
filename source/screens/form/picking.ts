/** The picker of a field: many out of many, chosen ones first, found by typing. Pure. */
import type {FormField, PickOption, PickSource} from '../../areas/form.ts';
import {textsIn} from '../../areas/form-values.ts';
import type {Need} from '../../insight/knowledge.ts';
import type {FormOverlay, Picking} from './state.ts';
import {type FormData, type FormView, formView, stopAt} from './stops.ts';

export type PickField = Extract<FormField, {kind: 'pick'}>;

export interface PickRows {
	readonly field: PickField;
	readonly chosen: ReadonlySet<string>;
	readonly length: number;
	/** Place of the row under the cursor. */
	readonly cursor: number;
	row(index: number): PickOption | undefined;
	/** Said while not everything has been read. */
	readonly reading: string | undefined;
}

interface Kept {
	readonly text: string;
	readonly version: number;
	readonly first: readonly string[];
	readonly options: readonly PickOption[];
}

const kept = new WeakMap<PickSource, Kept>();

/** What a text may mean; for no text, what was chosen stands before everything else. Kept until text or data change. */
function optionsOf(source: PickSource, {line, first}: Picking, {setting, version}: FormData): readonly PickOption[] {
	const {text} = line;
	const before = kept.get(source);
	if (before !== undefined && before.text === text && before.version === version && before.first === first)
		return before.options;
	const options = madeOptions(source, text, first, {setting, version});
	kept.set(source, {text, version, first, options});
	return options;
}

function madeOptions(
	source: PickSource,
	text: string,
	first: readonly string[],
	{setting}: FormData,
): readonly PickOption[] {
	const found = source.options(text, setting);
	if (text.trim() === '') {
		const before = new Set(first);
		return [...first.map((id) => source.option(id, setting)), ...found.filter(({id}) => !before.has(id))];
	}
	const own = source.typed?.(text.trim());
	if (own === undefined || found.some(({id}) => id === own)) return found;
	return [...found, source.option(own, setting)];
}

/** The rows of the picker that is open. */
export function pickRows(overlay: FormOverlay, view: FormView, data: FormData): PickRows | undefined {
	const {picking} = overlay;
	const stop = stopAt(overlay, view);
	if (picking === undefined || stop.kind !== 'pick') return undefined;
	const {field} = stop;
	const options = optionsOf(field.source, picking, data);
	return {
		field,
		chosen: new Set(textsIn(view.values, field.name)),
		length: options.length,
		cursor: Math.max(0, Math.min(picking.cursor, options.length - 1)),
		row: (index) => options[index],
		reading: field.source.reading(data.setting),
	};
}

/** What has to be read for the form: for its picker only while it is open. */
export function formNeeds(overlay: FormOverlay, data: FormData): readonly Need[] {
	if (overlay.picking === undefined) return overlay.form.needs;
	const stop = stopAt(overlay, formView(overlay, data));
	return stop.kind === 'pick' ? [...overlay.form.needs, ...stop.field.source.needs] : overlay.form.needs;
}

/** What is picked once the option has been ticked or unticked; a single one is replaced by the next. */
export function ticked(ids: readonly string[], id: string, most: number | undefined): readonly string[] {
	if (ids.includes(id)) return ids.filter((other) => other !== id);
	return most === 1 ? [id] : [...ids, id];
}

/** Why an option can not be ticked. */
export function tickRefusal(ids: readonly string[], option: PickOption, {most, nouns}: PickSource): string | undefined {
	if (ids.includes(option.id)) return undefined;
	if (option.refusal !== undefined) return `${option.name}: ${option.refusal}`;
	if (most !== undefined && most > 1 && ids.length >= most)
		return `at most ${most} ${nouns[1]}: untick another one first`;
	return undefined;
}
