/** Putting the cursor of a form somewhere. Pure. */
import type {FormProblem, FormValues} from '../../areas/form.ts';
import {textIn, textsIn} from '../../areas/form-values.ts';
import type {FormOverlay} from './state.ts';
import {type FormData, formView, placeOfPath, type Stop, stopAt, stopKind} from './stops.ts';
import type {Level} from './values.ts';

/** The cursor on a stop of the level, behind the text that is there. */
export function focusedOn(overlay: FormOverlay, focus: string, data: FormData): FormOverlay {
	const next = {...overlay, focus};
	const view = formView(next, data);
	const stop = stopAt(next, view);
	const text = textAt(stop, view.values);
	return {...next, focus: stop.key, at: stopKind(stop), cursor: text.length, entered: text};
}

/** The text under the cursor; empty where there is none. */
export function textAt(stop: Stop, values: FormValues): string {
	switch (stop.kind) {
		case 'text':
			return textIn(values, stop.field.name);
		case 'entry':
			return textsIn(values, stop.field.name)[stop.index] ?? '';
		default:
			return '';
	}
}

/** The form on its first field, or on that of a path. */
export function focusedAt(overlay: FormOverlay, path: string | undefined, data: FormData): FormOverlay {
	const place = path === undefined ? undefined : placeOfPath(path, overlay.form, overlay.values, data.setting);
	if (place === undefined) return focusedOn({...overlay, ...atLevel([])}, '', data);
	return focusedOn({...overlay, ...atLevel(place.level)}, place.focus, data);
}

export function atLevel(level: Level): Pick<FormOverlay, 'level' | 'fresh' | 'picking'> {
	return {level, fresh: undefined, picking: undefined};
}

/** The path of the first thing that is in danger, in the order of the fields; undefined where nothing is. */
export function firstDanger(overlay: FormOverlay, data: FormData): FormProblem | undefined {
	const {form, values} = overlay;
	const places = formView(overlay, data)
		.problems.filter(({tone}) => tone === 'danger')
		.map((problem) => ({
			problem,
			order: placeOfPath(problem.path, form, values, data.setting)?.order ?? [Number.POSITIVE_INFINITY],
		}));
	return places.toSorted((left, right) => compared(left.order, right.order))[0]?.problem;
}

function compared(left: readonly number[], right: readonly number[]): number {
	for (let at = 0; at < Math.min(left.length, right.length); at++) {
		const [one = 0, other = 0] = [left[at], right[at]];
		if (one !== other) return one < other ? -1 : 1;
	}
	return left.length - right.length;
}
