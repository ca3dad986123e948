/** Opening a form, leaving it, and what it asks about its draft. */
import type {Form, FormValues} from '../../areas/form.ts';
import {type Actor, openOverlay} from '../actor.ts';
import {underWayIn} from '../runs.ts';
import type {MenuItem, Overlay, ProgramState} from '../state.ts';
import {continued} from './drafts.ts';
import {focusedAt} from './focus.ts';
import {type FormOverlay, openedForm} from './state.ts';
import type {FormData} from './stops.ts';
import {isSame} from './values.ts';

export function formData(actor: Actor): FormData {
	const {setting, state} = actor.now();
	return {setting, version: state.dataVersion};
}

export function formIn({overlays}: Pick<ProgramState, 'overlays'>): FormOverlay | undefined {
	return overlays.find((overlay) => overlay.kind === 'form');
}

/** The form on the screen, whatever lies over it. */
export function formOnShow(actor: Actor): FormOverlay | undefined {
	return formIn(actor.now().state);
}

/**
 * Opens a form; a draft of it is offered first. One at a time: what two forms want of one object may not go together.
 * @param values what it begins with, where that is not what is there; a draft is not offered then
 */
export function openForm(actor: Actor, form: Form, values?: FormValues): void {
	if (formOnShow(actor) !== undefined || underWayIn(actor.now().state) !== undefined) {
		actor.say('another change is not done yet', 'warning');
		return;
	}
	openOverlay(actor, focusedAt(openedForm(form, values), undefined, formData(actor)));
	const draft = values === undefined ? actor.keeper.drafts.read(form.key) : undefined;
	if (draft === undefined) return;
	if (isSame(draft.values, form.start) && draft.written === undefined) {
		actor.keeper.drop(form.key);
		return;
	}
	const {isElsewhere} = draft;
	const {offer} = continued(form, draft, actor.now().setting);
	const items: readonly MenuItem[] = [
		{
			letter: 'c',
			label: isElsewhere === true ? 'continue with a copy of it' : 'continue with it',
			choice: {kind: 'form', answer: {kind: 'continue'}},
		},
		{
			letter: '',
			label: 'start anew',
			remark: isElsewhere === true ? 'the draft stays with the other cfiam' : 'the draft is dropped',
			choice: {kind: 'form', answer: {kind: 'anew'}},
		},
	];
	const said = [`There is ${offer}.`];
	openOverlay(actor, {
		kind: 'menu',
		title: form.title,
		said,
		items,
		cursor: 0,
		escape: {kind: 'form', answer: {kind: 'leave'}},
	});
}

/** Puts another state of the form in its place, wherever it stands among the overlays. */
export function replaceForm(actor: Actor, next: (overlay: FormOverlay) => FormOverlay | undefined): void {
	actor.change((state) => ({
		...state,
		overlays: state.overlays.flatMap((overlay): readonly Overlay[] => {
			const after = overlay.kind === 'form' ? next(overlay) : overlay;
			return after === undefined ? [] : [after];
		}),
	}));
}

/** The draft in place of what is there. */
export function continueDraft(actor: Actor, savedAt?: number): void {
	const data = formData(actor);
	replaceForm(actor, (overlay) => {
		const draft = actor.keeper.drafts.read(overlay.form.key, savedAt);
		if (draft === undefined) return overlay;
		const {values, note} = continued(overlay.form, draft, data.setting);
		const {written} = draft;
		return focusedAt({...openedForm(overlay.form, values, note), written}, undefined, data);
	});
}

/** Closes the form; what was typed into it is forgotten, unless its draft is to stay. */
export function closeForm(actor: Actor, keepsDraft: boolean): void {
	const overlay = formOnShow(actor);
	if (overlay === undefined) return;
	replaceForm(actor, () => undefined);
	if (!keepsDraft) actor.keeper.drop(overlay.form.key);
}
