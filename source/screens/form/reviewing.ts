/** From a form to its confirmation, and back to it with what was refused. */
import type {CloudflareError} from '../../api/errors.ts';
import type {Setting} from '../../areas/define.ts';
import {textsIn} from '../../areas/form-values.ts';
import {shortId} from '../../insight/names.ts';
import {plainText} from '../../terminal/line.ts';
import {type Actor, changeOverlay, openOverlay} from '../actor.ts';
import {explainedInFull} from '../permission-lines.ts';
import type {EndedRun} from '../runner.ts';
import type {Run} from '../runs.ts';
import {type RunStep, topOverlay} from '../state.ts';
import {firstDanger, focusedAt, focusedOn} from './focus.ts';
import {closeForm, formData, formOnShow, replaceForm} from './opening.ts';
import type {FormOverlay, Refused} from './state.ts';
import {type FormData, formView, stopAt} from './stops.ts';
import {withValue} from './values.ts';
import {unseenWarning, type Warned} from './warned.ts';

/** The form as it is judged: no picker open, and no entry under the cursor that nothing was written into. */
function settled(overlay: FormOverlay, data: FormData): FormOverlay {
	const view = formView(overlay, data);
	const stop = stopAt(overlay, view);
	const closed: FormOverlay = {...overlay, picking: undefined, asked: true};
	if (stop.kind !== 'entry' || stop.isNew) return closed;
	const entries = textsIn(view.values, stop.field.name);
	if (entries[stop.index]?.trim() !== '') return closed;
	const values = withValue(overlay.values, overlay.level, stop.field.name, entries.toSpliced(stop.index, 1));
	return focusedOn({...closed, values}, stop.key, data);
}

/** Goes to the first thing that is wrong, or asks for what the form makes to be confirmed. */
export function reviewForm(actor: Actor): void {
	const top = topOverlay(actor.now().state);
	if (top?.kind !== 'form' || top.isAway) return;
	const data = formData(actor);
	const overlay = settled(top, data);
	const danger = firstDanger(overlay, data);
	if (danger !== undefined) {
		changeOverlay(actor, 'form', () => focusedAt(overlay, danger.path, data));
		actor.say(`not yet: ${danger.text}`, 'warning');
		return;
	}
	const warned = unseenWarning(overlay, data.setting);
	if (warned !== undefined) {
		changeOverlay(actor, 'form', () => focusedAt(overlay, warned.path, data));
		askAbout(actor, warned);
		return;
	}
	changeOverlay(actor, 'form', () => ({...overlay, refused: undefined}));
	actor.follow(overlay.form.review(overlay.values, data.setting));
}

/** The same question as where the value is chosen by hand. */
function askAbout(actor: Actor, {label, warning, agreement}: Warned): void {
	openOverlay(actor, {
		kind: 'menu',
		title: `${label}?`,
		said: [warning],
		items: [
			{letter: '', label: 'back to the form', choice: {kind: 'close'}},
			// No letter: it has to be chosen.
			{letter: '', label: `keep ${label}`, choice: {kind: 'form', answer: {kind: 'agree', to: agreement}}},
		],
		cursor: 0,
	});
}

/** With the names of what a step was about in the place of their ids, whole or shortened. */
function namedIn(text: string, {parts}: RunStep, setting: Setting): string {
	return parts.reduce((said, part) => {
		const {id} = part;
		if (id === undefined) return said;
		const name = part.name(setting);
		return said.replaceAll(id, name).replaceAll(shortId(id), name);
	}, text);
}

function refusalOf(step: RunStep, error: CloudflareError, {form, values}: FormOverlay, setting: Setting): Refused {
	const [first = '', ...others] = explainedInFull(error, setting.credential).map((text) =>
		namedIn(text, step, setting),
	);
	const lines = [/[.…]$/u.test(first) ? first : `${first}.`, ...others];
	const reason = namedIn(error.messages[0] ?? 'no reason was given', step, setting);
	// An answer that was lost is no refusal, and no field is at fault.
	return error.uncertain
		? {path: undefined, reason, lines: ['outcome unknown: what was sent may have been carried out', ...lines], values}
		: {path: form.placeOf?.(error, values), reason, lines, values};
}

/** Why a run has not done all of it; undefined where nobody has refused anything. */
function refusedBy({steps}: Pick<Run, 'steps'>, overlay: FormOverlay, setting: Setting): Refused | undefined {
	for (const step of steps) {
		const {state} = step;
		if (state.kind === 'failed') return refusalOf(step, state.error, overlay, setting);
		const line = state.kind === 'impossible' ? state.line : undefined;
		if (state.kind !== 'conflict' && line === undefined) continue;
		const reason = line === undefined ? 'somebody else has changed it since: nothing was sent' : plainText(line);
		return {path: undefined, reason, lines: [reason], values: overlay.values};
	}
	return undefined;
}

/**
 * After the run of what a form made. Done: the form is closed, and its draft forgotten. Refused: back in the form, with
 * the reason at its place; where more is to be told or tried again, the report of the run stays in front of it.
 * @returns whether the form is what is on the screen again
 */
export function afterRun(actor: Actor, {origin, open, id}: EndedRun): boolean {
	const overlay = formOnShow(actor);
	const run = actor.now().state.overlays.find((other) => other.kind === 'run' && other.id === id);
	if (overlay === undefined || run?.kind !== 'run' || origin !== 'new') return false;
	const refused = refusedBy(run, overlay, actor.now().setting);
	if (refused === undefined) {
		if (open.length === 0) closeForm(actor, false);
		return false;
	}
	const data = formData(actor);
	const isPartly = run.steps.some(({state}) => state.kind === 'done');
	const note = isPartly
		? 'a part of it has been carried out: look at what is there before the rest is sent'
		: undefined;
	replaceForm(actor, (before) => {
		const form = {...before, note: note ?? before.note};
		return refused.path === undefined
			? {...form, refused}
			: focusedAt({...form, refused, asked: true}, refused.path, data);
	});
	const [only, ...others] = run.steps;
	const isPlain = others.length === 0 && only?.state.kind === 'failed' && !only.state.error.uncertain;
	if (!isPlain) return false;
	actor.change((state) => ({...state, overlays: state.overlays.filter((other) => other !== run)}));
	actor.say(`refused: ${refused.reason}; what you entered is still here`, 'danger');
	return true;
}
