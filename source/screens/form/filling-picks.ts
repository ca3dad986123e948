/** Keys in the picker of a field. Pure. */
import type {FormValues} from '../../areas/form.ts';
import {textsIn} from '../../areas/form-values.ts';
import {type EditLine, insert, paste} from '../../input/edit-line.ts';
import {pickRows, ticked, tickRefusal} from './picking.ts';
import type {Filled, FormKey, FormOverlay, Picking} from './state.ts';
import {type FormData, type FormView, type Stop, stopAt} from './stops.ts';
import {withValue} from './values.ts';

const noText: EditLine = {text: '', cursor: 0};

/** Opens the picker of a field, with what was typed to open it. */
export function openPicker(
	overlay: FormOverlay,
	{field}: Extract<Stop, {kind: 'pick'}>,
	values: FormValues,
	text: string,
): Filled {
	if (field.locked !== undefined) return {overlay, said: `${field.label}: ${field.locked}`};
	const first = textsIn(values, field.name);
	return {overlay: {...overlay, picking: {line: paste(noText, text.trimStart()), cursor: 0, first}}};
}

function closed(overlay: FormOverlay, view: FormView): FormOverlay {
	const touched = new Set(overlay.touched).add(stopAt(overlay, view).path);
	return {...overlay, picking: undefined, touched};
}

/** Ticks or unticks the row under the cursor: at once, so that no stray escape takes it back. */
function tick(overlay: FormOverlay, picking: Picking, view: FormView, data: FormData): Filled {
	const rows = pickRows(overlay, view, data);
	const option = rows?.row(rows.cursor);
	if (rows === undefined) return {overlay};
	const {name, source} = rows.field;
	if (option === undefined) {
		const text = picking.line.text.trim();
		return {overlay, said: rows.reading ?? (text === '' ? 'there is nothing to choose' : `nothing matches ${text}`)};
	}
	const ids = textsIn(view.values, name);
	const refusal = tickRefusal(ids, option, source);
	if (refusal !== undefined) return {overlay, said: refusal};
	const next = ticked(ids, option.id, source.most);
	const values = withValue(overlay.values, overlay.level, name, next);
	const filled: FormOverlay = {...overlay, values};
	// Where only one can be chosen, it has been.
	if (source.most === 1 && next.length === 1) return {overlay: closed(filled, view)};
	const warning = next.length > ids.length ? option.warning : undefined;
	return {
		overlay: {...filled, picking: {...picking, cursor: rows.cursor}},
		said: warning === undefined ? undefined : `${option.name}: ${warning}`,
	};
}

export function pickKey(overlay: FormOverlay, key: FormKey, view: FormView, data: FormData): Filled {
	const {picking} = overlay;
	if (picking === undefined) return {overlay};
	const search = (line: EditLine): Filled => ({
		overlay: {
			...overlay,
			picking: {...picking, line, cursor: line.text === picking.line.text ? picking.cursor : 0},
		},
	});
	switch (key.kind) {
		case 'move': {
			const rows = pickRows(overlay, view, data);
			const last = Math.max(0, (rows?.length ?? 0) - 1);
			const cursor = Math.max(0, Math.min((rows?.cursor ?? 0) + key.by, last));
			return {overlay: {...overlay, picking: {...picking, cursor}}};
		}
		case 'edit':
			return search(key.apply(picking.line));
		case 'type':
			return search(insert(picking.line, key.text));
		case 'paste':
			return search(paste(picking.line, key.text));
		case 'press':
			return tick(overlay, picking, view, data);
		case 'done':
			return {overlay: closed(overlay, view)};
		case 'leave':
			return picking.line.text === '' ? {overlay: closed(overlay, view)} : search(noText);
		default:
			return {overlay};
	}
}
