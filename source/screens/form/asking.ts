/** What a form asks by menus: a value that needs a second look, one of many options, whether to leave. */

import {textIn} from '../../areas/form-values.ts';
import {type Actor, changeOverlay, openOverlay} from '../actor.ts';
import {type Choice, type MenuItem, topOverlay} from '../state.ts';
import {editForm} from './editing.ts';
import {fill} from './filling.ts';
import {closeForm, continueDraft, formData, replaceForm} from './opening.ts';
import {reviewForm} from './reviewing.ts';
import type {FormAnswer, FormKey, FormOverlay, Wish} from './state.ts';
import {formView, stopAt} from './stops.ts';
import {changedFields} from './values.ts';

const answer = (what: FormAnswer): Choice => ({kind: 'form', answer: what});

/** Deals with one key of the form on top. */
export function fillIn(actor: Actor, key: FormKey): void {
	const overlay = topOverlay(actor.now().state);
	if (overlay?.kind !== 'form' || overlay.isAway) return;
	const filled = fill(overlay, key, formData(actor));
	changeOverlay(actor, 'form', () => filled.overlay);
	if (filled.said !== undefined) actor.say(filled.said);
	if (filled.wish !== undefined) grant(actor, filled.overlay, filled.wish);
}

function grant(actor: Actor, overlay: FormOverlay, wish: Wish): void {
	switch (wish.kind) {
		case 'review':
			reviewForm(actor);
			return;
		case 'cancel':
			leaveForm(actor, overlay);
			return;
		case 'warn':
			openOverlay(actor, {
				kind: 'menu',
				title: `${wish.label}?`,
				said: [wish.warning],
				items: [
					{letter: '', label: 'leave it as it is', choice: {kind: 'close'}},
					// No letter: it has to be chosen.
					{letter: '', label: `take ${wish.label}`, choice: answer({kind: 'take', value: wish.value, sure: true})},
				],
				cursor: 0,
			});
			return;
		case 'options':
			offerOptions(actor, overlay);
	}
}

function offerOptions(actor: Actor, overlay: FormOverlay): void {
	const view = formView(overlay, formData(actor));
	const stop = stopAt(overlay, view);
	if (stop.kind !== 'choice') return;
	const {label, name, options} = stop.field;
	const items = options.map(
		(option): MenuItem => ({
			letter: '',
			label: option.label,
			remark: option.remark,
			choice: answer({kind: 'take', value: option.value, sure: false}),
		}),
	);
	const now = options.findIndex(({value}) => value === textIn(view.values, name));
	openOverlay(actor, {kind: 'menu', title: label, items, cursor: Math.max(0, now)});
}

/** Out of the form; asks first where something would be lost. */
function leaveForm(actor: Actor, {form, values, written}: FormOverlay): void {
	if (changedFields(values, form.start).length === 0 && written === undefined) {
		closeForm(actor, false);
		return;
	}
	openOverlay(actor, {
		kind: 'menu',
		title: form.title,
		said: [
			written === undefined
				? 'What is changed has not been sent.'
				: 'What was written in the editor is not in the form, and has not been sent.',
		],
		items: [
			{letter: 'e', label: 'keep editing', choice: {kind: 'close'}},
			// No letters: a stray escape among what is typed must not let the next letter drop it all.
			{letter: '', label: 'leave it for later', remark: 'as a draft', choice: answer({kind: 'leave'})},
			{letter: '', label: 'drop it', choice: answer({kind: 'drop'})},
		],
		cursor: 0,
	});
}

/** What was chosen. */
export function answerForm(actor: Actor, chosen: FormAnswer): void {
	switch (chosen.kind) {
		case 'take':
			fillIn(actor, chosen);
			return;
		case 'agree':
			replaceForm(actor, (overlay) => ({...overlay, agreed: new Set(overlay.agreed).add(chosen.to)}));
			reviewForm(actor);
			return;
		case 'continue':
			continueDraft(actor);
			return;
		case 'anew': {
			const overlay = topOverlay(actor.now().state);
			if (overlay?.kind === 'form') actor.keeper.drop(overlay.form.key);
			return;
		}
		case 'edit':
			editForm(actor);
			return;
		case 'unwrite':
			replaceForm(actor, (overlay) => ({...overlay, written: undefined}));
			actor.say('dropped what was written in the editor');
			return;
		case 'leave':
			closeForm(actor, true);
			actor.say('left as a draft: it is offered when the form is opened again');
			return;
		case 'drop':
			closeForm(actor, false);
			actor.say('dropped: nothing was sent');
	}
}
