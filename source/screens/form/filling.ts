/** What keys make of a form: one at a time, each on what the one before has left. Pure. */
import type {FormField, FormValue, FormValues} from '../../areas/form.ts';
import {flagIn, textIn, textsIn} from '../../areas/form-values.ts';
import {type EditLine, insert, paste} from '../../input/edit-line.ts';
import {openPicker, pickKey} from './filling-picks.ts';
import {addRecord, duplicateRecord, leaveRecord, openRecord, removeAt, restoreLast} from './filling-records.ts';
import {focusedOn, textAt} from './focus.ts';
import type {Filled, FormKey, FormOverlay} from './state.ts';
import {entryKey, type FormData, focusIndex, formView, type Stop, stopAt, stopKind} from './stops.ts';
import {withValue} from './values.ts';
import {agreementTo} from './warned.ts';

type EntryStop = Extract<Stop, {kind: 'entry'}>;
type TextStop = Extract<Stop, {kind: 'text'}> | EntryStop;

/** The text under the cursor. */
export function lineAt(overlay: FormOverlay, stop: TextStop, values: FormValues): EditLine {
	const text = textAt(stop, values);
	return {text, cursor: Math.min(overlay.cursor, text.length)};
}

/** Why the field can not be changed. */
function locked({label, locked: reason}: FormField): string | undefined {
	return reason === undefined ? undefined : `${label}: ${reason}`;
}

function set(overlay: FormOverlay, field: FormField, value: FormValue): FormOverlay {
	return {...overlay, values: withValue(overlay.values, overlay.level, field.name, value)};
}

/** What was there already is judged as it is changed, what is new once it is left. */
function judged(overlay: FormOverlay, {path}: Stop, isNew = overlay.entered === ''): FormOverlay {
	return isNew || overlay.touched.has(path) ? overlay : {...overlay, touched: new Set(overlay.touched).add(path)};
}

function write(overlay: FormOverlay, stop: TextStop, values: FormValues, line: EditLine): FormOverlay {
	const before = lineAt(overlay, stop, values);
	const moved = {...overlay, cursor: line.cursor};
	if (line.text === before.text) return moved;
	if (stop.kind === 'text') return judged(set(moved, stop.field, line.text), stop);
	const entries = textsIn(values, stop.field.name);
	const next = stop.isNew ? [...entries, line.text] : entries.with(stop.index, line.text);
	return judged(set(moved, stop.field, next), stop);
}

/** Pasted lines become entries, the first one of them at the cursor. */
function pasteEntries(overlay: FormOverlay, stop: EntryStop, values: FormValues, text: string): FormOverlay {
	const pieces = text
		.split(/[\r\n\u2028\u2029]+/u)
		.map((piece) => paste({text: '', cursor: 0}, piece).text.trim())
		.filter((piece) => piece !== '');
	const [first = '', ...others] = pieces;
	const line = lineAt(overlay, stop, values);
	if (others.length === 0) return write(overlay, stop, values, insert(line, first));
	const {text: whole} = insert({text: line.text.slice(0, line.cursor), cursor: line.cursor}, first);
	const rest = line.text.slice(line.cursor);
	const last = others.length - 1;
	const added = [whole, ...others.with(last, (others[last] ?? '') + rest)];
	const entries = textsIn(values, stop.field.name).toSpliced(stop.index, stop.isNew ? 0 : 1, ...added);
	const end = stop.index + added.length - 1;
	return {
		...set(overlay, stop.field, entries),
		focus: entryKey(stop.field.name, end),
		cursor: (entries[end] ?? '').length - rest.length,
	};
}

function writing(overlay: FormOverlay, stop: TextStop, values: FormValues, key: FormKey): Filled {
	const reason = locked(stop.field);
	const line = lineAt(overlay, stop, values);
	switch (key.kind) {
		case 'edit': {
			const next = key.apply(line);
			if (reason !== undefined && next.text !== line.text) return {overlay, said: reason};
			// An empty entry is deleted like a character: the one before is where one goes on.
			if (stop.kind === 'entry' && !stop.isNew && line.text === '' && next.text === '') return removeAt(overlay, stop);
			return {overlay: write(overlay, stop, values, next)};
		}
		case 'type':
			if (reason !== undefined) return {overlay, said: reason};
			return {overlay: write(overlay, stop, values, insert(line, key.text))};
		case 'paste':
			if (reason !== undefined) return {overlay, said: reason};
			return {
				overlay:
					stop.kind === 'entry'
						? pasteEntries(overlay, stop, values, key.text)
						: write(overlay, stop, values, paste(line, key.text)),
			};
		case 'press':
			return {overlay: stop.kind === 'entry' ? pressEntry(overlay, stop, values) : overlay};
		case 'remove':
			if (stop.kind !== 'entry') return {overlay, said: 'ctrl-u and ctrl-k clear a text'};
			return reason === undefined ? removeAt(overlay, stop) : {overlay, said: reason};
		default:
			return {overlay};
	}
}

/** Enter on an entry makes room for another one behind it. */
function pressEntry(overlay: FormOverlay, stop: EntryStop, values: FormValues): FormOverlay {
	const entries = textsIn(values, stop.field.name);
	if (stop.isNew || entries[stop.index] === '' || stop.field.locked !== undefined) return overlay;
	const isLast = stop.index === entries.length - 1;
	const next = isLast ? overlay : set(overlay, stop.field, entries.toSpliced(stop.index + 1, 0, ''));
	return {
		...next,
		focus: entryKey(stop.field.name, stop.index + 1),
		cursor: 0,
		touched: new Set(overlay.touched).add(stop.path),
	};
}

function turn(overlay: FormOverlay, stop: Stop, values: FormValues, by: 1 | -1): Filled {
	if (stop.kind !== 'switch' && stop.kind !== 'choice') return {overlay};
	const reason = locked(stop.field);
	if (reason !== undefined) return {overlay, said: reason};
	const {name} = stop.field;
	if (stop.kind === 'switch') return {overlay: set(overlay, stop.field, !flagIn(values, name))};
	const {options} = stop.field;
	const now = options.findIndex(({value}) => value === textIn(values, name));
	const next = options[(Math.max(now, by < 0 ? 0 : -1) + by + options.length) % options.length];
	return next === undefined ? {overlay} : take(overlay, stop, values, next.value, false);
}

function take(
	overlay: FormOverlay,
	stop: Extract<Stop, {kind: 'choice'}>,
	values: FormValues,
	value: string,
	sure: boolean,
): Filled {
	const reason = locked(stop.field);
	const option = stop.field.options.find((each) => each.value === value);
	if (option === undefined || value === textIn(values, stop.field.name)) return {overlay};
	if (reason !== undefined) return {overlay, said: reason};
	if (option.warning !== undefined && !sure)
		return {overlay, wish: {kind: 'warn', value, label: option.label, warning: option.warning}};
	const agreed = sure ? new Set(overlay.agreed).add(agreementTo(stop.field.name, value)) : overlay.agreed;
	return {overlay: {...judged(set(overlay, stop.field, value), stop, false), agreed}};
}

/** Options that space turns through; more of them are chosen in a menu. */
const fewOptions = 3;

function press(overlay: FormOverlay, stop: Stop, values: FormValues): Filled | undefined {
	switch (stop.kind) {
		case 'choice':
			if (stop.field.options.length > fewOptions && stop.field.locked === undefined)
				return {overlay, wish: {kind: 'options'}};
			return turn(overlay, stop, values, 1);
		case 'switch':
			return turn(overlay, stop, values, 1);
		case 'pick':
			return openPicker(overlay, stop, values, '');
		case 'record':
			return stop.isNew ? addRecord(overlay, stop) : openRecord(overlay, stop);
		case 'button':
			if (stop.button === 'done') return leaveRecord(overlay);
			return {overlay, wish: {kind: stop.button}};
		default:
			return undefined;
	}
}

function act(overlay: FormOverlay, key: FormKey, data: FormData): Filled {
	const view = formView(overlay, data);
	const stop = stopAt(overlay, view);
	const {values} = view;
	if (overlay.picking !== undefined) return pickKey(overlay, key, view, data);
	switch (key.kind) {
		case 'move':
			return {overlay: moved(overlay, key.by, data)};
		case 'leave':
			return overlay.level.length > 0 ? leaveRecord(overlay) : {overlay, wish: {kind: 'cancel'}};
		case 'restore':
			return restoreLast(overlay);
		case 'turn':
			return turn(overlay, stop, values, key.by);
		case 'take':
			return stop.kind === 'choice' ? take(overlay, stop, values, key.value, key.sure) : {overlay};
		default:
			break;
	}
	if (stop.kind === 'text' || stop.kind === 'entry') {
		const filled = writing(overlay, stop, values, key);
		// Enter that adds nothing goes on to what comes next.
		return key.kind === 'press' && filled.overlay === overlay ? {overlay: moved(overlay, 1, data)} : filled;
	}
	switch (key.kind) {
		case 'press':
			return press(overlay, stop, values) ?? {overlay};
		case 'type':
		case 'paste':
			return stop.kind === 'pick' ? openPicker(overlay, stop, values, key.text) : {overlay};
		case 'add':
		case 'duplicate':
		case 'remove':
			if (stop.kind !== 'record') return {overlay};
			if (stop.field.locked !== undefined) return {overlay, said: locked(stop.field)};
			if (key.kind === 'add') return addRecord(overlay, stop);
			if (stop.isNew) return {overlay, said: `there is no ${stop.field.nouns[0]} here yet: enter adds one`};
			return key.kind === 'remove' ? removeAt(overlay, stop) : duplicateRecord(overlay, stop);
		default:
			return {overlay};
	}
}

/** The cursor on another stop; what it leaves is judged, and an entry that is left empty goes. */
function moved(overlay: FormOverlay, by: number, data: FormData): FormOverlay {
	const view = formView(overlay, data);
	const stop = stopAt(overlay, view);
	const index = focusIndex(overlay, view);
	const next = view.stops[Math.max(0, Math.min(index + by, view.stops.length - 1))];
	if (next === undefined || next === stop) return overlay;
	const touched = new Set(overlay.touched);
	if (stop.kind !== 'button') touched.add(stop.path);
	if (stop.kind !== 'entry' || stop.isNew || textsIn(view.values, stop.field.name)[stop.index]?.trim() !== '')
		return focusedOn({...overlay, touched}, next.key, data);
	const entries = textsIn(view.values, stop.field.name).toSpliced(stop.index, 1);
	const isBehind = next.kind === 'entry' && next.field.name === stop.field.name && next.index > stop.index;
	const key = isBehind ? entryKey(next.field.name, next.index - 1) : next.key;
	return focusedOn({...set(overlay, stop.field, entries), touched}, key, data);
}

/** What the form is after a key. */
export function fill(overlay: FormOverlay, key: FormKey, data: FormData): Filled {
	const filled = act(overlay, key, data);
	const {overlay: next} = filled;
	if (next === overlay) return filled;
	const view = formView(next, data);
	const stop = stopAt(next, view);
	const hasMoved = stop.key !== overlay.focus || next.level !== overlay.level;
	const entered = hasMoved ? textAt(stop, view.values) : next.entered;
	return {...filled, overlay: {...next, focus: stop.key, at: stopKind(stop), entered}};
}
