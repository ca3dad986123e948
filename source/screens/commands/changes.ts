/** The confirmation before a write and the report of its run. */
import {confirmSteps, curlLines, narrowed} from '../../areas/plan.ts';
import {plainText} from '../../terminal/line.ts';
import {type Actor, changeOverlay, closeOverlay, type Handler} from '../actor.ts';
import {scrolledTo, textLines} from '../dialog-parts.ts';
import {openConfirmation} from '../follow.ts';
import {isContested, isOpen, isUnderWay} from '../runs.ts';
import {topOverlay} from '../state.ts';
import {chooseButton, closeNothing, comesTooSoon, pressButton} from './confirming.ts';

/** Another of the dialog's buttons. */
function moveToButton(steps: 1 | -1): Handler {
	return (_situation, actor) => {
		if (comesTooSoon(actor)) return;
		chooseButton(actor, steps);
		changeOverlay(actor, 'run', (overlay) => ({...overlay, button: overlay.button === 'close' ? 'retry' : 'close'}));
	};
}

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
	if (overlay?.kind === 'confirm' && closeNothing(actor, overlay)) return;
	closeOverlay(actor);
	if (overlay?.kind !== 'confirm') return;
	const isForm = topOverlay(actor.now().state)?.kind === 'form';
	actor.say(`cancelled: nothing was sent${isForm ? '; what you entered is still here' : ''}`);
}

function press(actor: Actor): void {
	const overlay = topOverlay(actor.now().state);
	if (comesTooSoon(actor)) return;
	if (overlay?.kind === 'confirm') {
		if (!pressButton(actor, overlay)) cancel(actor);
	} else if (overlay?.kind === 'run' && overlay.button === 'retry' && isContested(overlay)) {
		closeOverlay(actor);
		const steps = overlay.steps.flatMap((each) => (isOpen(each) ? [narrowed(each.step, each.parts)] : []));
		openConfirmation(actor, confirmSteps(steps), overlay.origin);
	} else if (overlay?.kind === 'run' && overlay.button === 'retry' && !isUnderWay(overlay)) {
		changeOverlay(actor, 'run', (run) => ({...run, button: 'close'}));
		actor.retryFailed();
	} else {
		cancel(actor);
	}
}

export const changeCommands = {
	'dialog.next': moveToButton(1),
	'dialog.previous': moveToButton(-1),
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
			const {what, text} = overlay.copies ?? {
				what: 'text',
				text: () => textLines(overlay, setting).map(plainText).join('\n'),
			};
			actor.copy(what, text(setting));
		} else if (overlay?.kind === 'confirm') {
			const {steps} = overlay.asked.plan(setting);
			actor.copy('curl commands', curlLines(steps, setting.knowledge.account.id, actor.baseUrl).join('\n'));
		} else if (overlay?.kind === 'run') {
			const steps = overlay.steps.map(({step, request = step.request}) => ({request}));
			actor.copy('curl commands', curlLines(steps, setting.knowledge.account.id, actor.baseUrl).join('\n'));
		}
	},
} satisfies Record<string, Handler>;
