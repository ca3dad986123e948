/** The confirmation before a write and the report of its run. */
import {curlLines} from '../../areas/plan.ts';
import {type Actor, changeOverlay, closeOverlay, type Handler} from '../actor.ts';
import {agreementOf, type Confirm, confirmChecked, isTyped, presentText} from '../confirmation.ts';
import {scrolledTo} from '../dialog-parts.ts';
import {typedText} from '../follow.ts';
import {isUnderWay} from '../runs.ts';
import {guardTime, topOverlay} from '../state.ts';

/** Whether a confirmation has only just come up: what is typed then was meant for the screen before. */
export function comesTooSoon(actor: Actor): boolean {
	const overlay = topOverlay(actor.now().state);
	if (overlay?.kind !== 'confirm' || actor.time() - overlay.shownAt >= guardTime) return false;
	actor.say('a key from before the dialog was there is no answer to it: press it again', 'warning');
	return true;
}

/** The dialog's other button. */
const otherButton: Handler = (_situation, actor) => {
	if (comesTooSoon(actor)) return;
	const {setting} = actor.now();
	changeOverlay(actor, 'confirm', (overlay) =>
		overlay.button === 'go'
			? {...overlay, button: 'cancel'}
			: {...overlay, button: 'go', agreed: agreementOf(overlay.asked.plan(setting))},
	);
	changeOverlay(actor, 'run', (overlay) => ({...overlay, button: overlay.button === 'close' ? 'retry' : 'close'}));
};

function scroll(by: {readonly rows?: number; readonly pages?: number}): Handler {
	return (situation, actor) => {
		for (const kind of ['confirm', 'run', 'text'] as const) {
			changeOverlay(actor, kind, (overlay) => ({...overlay, top: scrolledTo(overlay, situation, by)}));
		}
	};
}

function cancel(actor: Actor): void {
	const overlay = topOverlay(actor.now().state);
	if (overlay?.kind === 'run' && isUnderWay(overlay)) {
		actor.stopRun();
		actor.say('stopping: what is under way comes to its end', 'warning');
		return;
	}
	closeOverlay(actor);
	if (overlay?.kind === 'confirm') actor.say('cancelled: nothing was sent');
}

/** What can not be taken back any more must not stand before what still can. */
function forget(actor: Actor, origin: 'undo' | 'redo'): void {
	closeOverlay(actor);
	actor.change((state) => ({...state, [origin]: state[origin].slice(0, -1)}));
}

/** Carries out what has been read again and seen; says why not otherwise. */
function confirm(actor: Actor, overlay: Confirm): void {
	const {state, setting} = actor.now();
	const checked = confirmChecked(overlay, setting);
	if (checked.kind === 'reading') {
		actor.say(`not yet: the present ${presentText(overlay, ['is', 'are'])} still being read`, 'warning');
		return;
	}
	if (checked.kind === 'failed') {
		actor.refresh(overlay.asked.fresh);
		actor.say(`not sent: the present ${overlay.asked.about.present} could not be read; reading again`, 'warning');
		return;
	}
	const plan = overlay.asked.plan(setting);
	if (plan.steps.length === 0) {
		if (overlay.origin !== 'new') forget(actor, overlay.origin);
		const isContested = plan.conflicts.length > 0;
		actor.say(
			isContested ? 'somebody else has changed it since: nothing was sent' : 'there is nothing left to do',
			'warning',
		);
		return;
	}
	if (state.readOnly) {
		actor.say('read-only: writes are locked', 'warning');
		return;
	}
	const {field} = overlay;
	const needed = typedText(plan.weight);
	const isSeen = agreementOf(plan) === overlay.agreed && needed?.text === field?.text;
	if (isSeen && field !== undefined && !isTyped(field)) {
		actor.say(`type ${field.what} first: ${field.text}`, 'warning');
		return;
	}
	if (!isSeen) {
		changeOverlay(actor, 'confirm', (before) => ({
			...before,
			button: 'cancel',
			shownAt: actor.time(),
			top: 0,
			field: needed,
		}));
		actor.say(
			`somebody else has changed ${overlay.asked.about.object}: this is what is left to do, look again`,
			'warning',
		);
		return;
	}
	closeOverlay(actor);
	actor.carryOut(plan, overlay.origin);
}

function press(actor: Actor): void {
	const overlay = topOverlay(actor.now().state);
	if (comesTooSoon(actor)) return;
	if (overlay?.kind === 'confirm' && overlay.button === 'go') {
		confirm(actor, overlay);
	} else if (overlay?.kind === 'run' && overlay.button === 'retry' && !isUnderWay(overlay)) {
		changeOverlay(actor, 'run', (run) => ({...run, button: 'close'}));
		actor.retryFailed();
	} else {
		cancel(actor);
	}
}

export const changeCommands = {
	'dialog.next': otherButton,
	'dialog.previous': otherButton,
	'dialog.down': scroll({rows: 1}),
	'dialog.up': scroll({rows: -1}),
	'dialog.page-down': scroll({pages: 1}),
	'dialog.page-up': scroll({pages: -1}),
	'dialog.top': scroll({rows: Number.NEGATIVE_INFINITY}),
	'dialog.bottom': scroll({rows: Number.POSITIVE_INFINITY}),
	'dialog.cancel': (_situation, actor) => cancel(actor),
	'dialog.press': (_situation, actor) => press(actor),
	'dialog.copy': ({state, setting}, actor) => {
		const overlay = topOverlay(state);
		if (overlay?.kind === 'text') {
			actor.copy('text', overlay.lines.map((line) => line.map(({text}) => text).join('')).join('\n'));
		} else if (overlay?.kind === 'confirm') {
			const {steps} = overlay.asked.plan(setting);
			actor.copy('curl commands', curlLines(steps, setting.knowledge.account.id, actor.baseUrl).join('\n'));
		} else if (overlay?.kind === 'run') {
			const steps = overlay.steps.map(({step}) => step);
			actor.copy('curl commands', curlLines(steps, setting.knowledge.account.id, actor.baseUrl).join('\n'));
		}
	},
} satisfies Record<string, Handler>;
