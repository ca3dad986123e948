import type {Candidate} from '../../areas/picker.ts';
import {plainText} from '../../terminal/line.ts';
import {type Actor, changeOverlay, closeOverlay, type Handler, openOverlay} from '../actor.ts';
import {emptyText, hasInput, pickerView, rowAtCursor, tick} from '../picker-state.ts';
import {topOverlay} from '../state.ts';
import {emptyLine} from '../table-state.ts';

/** Rows that a page moves in a picker; its window is smaller than a list's. */
const pageRows = 8;

function move(rows: number): Handler {
	return ({setting}, actor) =>
		changeOverlay(actor, 'picker', (overlay) => {
			const view = pickerView(overlay, setting);
			const cursor = Math.max(0, Math.min(view.cursor + rows, view.rows.length - 1));
			return {...overlay, cursor, focus: 'rows'};
		});
}

const order = ['rows', 'review', 'cancel'] as const;

function focus(step: 1 | -1): Handler {
	return (_situation, actor) =>
		changeOverlay(actor, 'picker', (overlay) => {
			const next = order[(order.indexOf(overlay.focus) + step + order.length) % order.length];
			return {...overlay, focus: next ?? 'rows'};
		});
}

function cancel(actor: Actor): void {
	const overlay = topOverlay(actor.now().state);
	if (overlay?.kind !== 'picker') return;
	if (!hasInput(overlay)) {
		closeOverlay(actor);
		return;
	}
	// A search alone is soon typed again.
	if (overlay.picker.complete === undefined && overlay.ticks.size === 0) {
		changeOverlay(actor, 'picker', (before) => ({...before, line: emptyLine, cursor: undefined, focus: 'rows'}));
		return;
	}
	openOverlay(actor, {
		kind: 'menu',
		title: 'Drop what is typed and ticked?',
		items: [
			{letter: 'e', label: 'keep editing', choice: {kind: 'close'}},
			// No letter: a stray escape among what is typed must not let the next letter drop it all.
			{letter: '', label: 'drop it', choice: {kind: 'discard'}},
		],
		cursor: 0,
	});
}

/** Why a row can not be ticked, as a sentence. */
function whyNot({name, already, state, effect}: Candidate): string {
	const said = plainText(effect);
	if (!already) return `${name}: ${said}`;
	return plainText(state) === 'already in' ? `${name} is in the group already` : `${name}: ${plainText(state)}`;
}

export const pickingCommands = {
	'picker.down': move(1),
	'picker.up': move(-1),
	'picker.page-down': move(pageRows),
	'picker.page-up': move(-pageRows),
	'picker.next': focus(1),
	'picker.previous': focus(-1),
	'picker.cancel': (_situation, actor) => cancel(actor),
	'picker.tick': ({state, setting}, actor) => {
		const overlay = topOverlay(state);
		if (overlay?.kind !== 'picker') return;
		if (overlay.focus === 'cancel') {
			cancel(actor);
			return;
		}
		const view = pickerView(overlay, setting);
		if (overlay.focus === 'review') {
			if (view.picked.length === 0 && overlay.picker.mayBeEmpty !== true) actor.say('nothing is ticked yet', 'warning');
			else if (
				view.choices.reading !== undefined &&
				overlay.picker.choices(overlay.line.text, undefined, setting).unknown > 0
			)
				actor.say(`not yet: ${view.choices.reading}`, 'warning');
			else actor.follow(overlay.picker.review(view.picked, overlay.line.text, setting));
			return;
		}
		const row = rowAtCursor(overlay, view, setting);
		if (row === undefined) actor.say(emptyText(overlay, view));
		else if (row.candidate.meant !== undefined) {
			// Whoever it is, it is another person than the one who was typed: no habit may put them in.
			const {name, meant} = row.candidate;
			actor.say(`${name} is nobody of this account; ctrl-y puts ${meant.name} in its place`);
		} else if (!row.candidate.free) actor.say(whyNot(row.candidate));
		else changeOverlay(actor, 'picker', (before) => tick(before, setting));
	},
	'picker.take': ({state, setting}, actor) => {
		const overlay = topOverlay(state);
		if (overlay?.kind !== 'picker') return;
		const row = rowAtCursor(overlay, pickerView(overlay, setting), setting);
		if (row?.candidate.meant === undefined) actor.say('there is no suggestion under the cursor');
		else changeOverlay(actor, 'picker', (before) => tick(before, setting));
	},
} satisfies Record<string, Handler>;
