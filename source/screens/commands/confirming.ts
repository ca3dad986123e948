/** A confirmation's buttons: sending what has been read again and seen, and deciding what two have changed. */
import {withResolution} from '../../areas/contested.ts';
import {isNothing, type Plan} from '../../areas/plan.ts';
import {type Actor, changeOverlay, closeOverlay} from '../actor.ts';
import {
	agreementOf,
	awaitedNeeds,
	type Confirm,
	chosenButton,
	confirmButtons,
	confirmChecked,
	type Difference,
	differenceFrom,
	isTyped,
	lastNeedsOf,
	leftUnread,
	presentText,
} from '../confirmation.ts';
import {replaceConfirmation, typedText} from '../follow.ts';
import {guardTime, type Overlay, topOverlay} from '../state.ts';

/** Whether a confirmation has only just come up: what is typed then was meant for the screen before. */
export function comesTooSoon(actor: Actor): boolean {
	const overlay = topOverlay(actor.now().state);
	if (overlay?.kind !== 'confirm' || actor.time() - overlay.shownAt >= guardTime) return false;
	actor.say('a key from before the dialog was there is no answer to it: press it again', 'warning');
	return true;
}

/** Highlights another button of a confirmation; what it says now is what is agreed to. */
export function chooseButton(actor: Actor, steps: 1 | -1): void {
	const {setting} = actor.now();
	changeOverlay(actor, 'confirm', (overlay) => {
		if (overlay.going === true) return overlay;
		const plan = overlay.asked.plan(setting);
		const buttons = confirmButtons(overlay, plan);
		const at = buttons.indexOf(chosenButton(overlay, plan));
		const button = buttons[(at + steps + buttons.length) % buttons.length] ?? 'cancel';
		return {...overlay, button, agreed: agreementOf(plan)};
	});
}

/** What can not be taken back any more must not stand before what still can. */
function forget(actor: Actor, origin: 'undo' | 'redo'): void {
	closeOverlay(actor);
	actor.change((state) => ({...state, [origin]: state[origin].slice(0, -1)}));
}

/** Whether all that it is about has been read since it opened; says why not otherwise. */
function isRead(actor: Actor, overlay: Confirm): boolean {
	const checked = confirmChecked(overlay, actor.now().setting);
	switch (checked.kind) {
		case 'checked':
			return true;
		case 'reading':
			actor.refresh(leftUnread(overlay.asked.fresh, overlay.openedAt, actor.now().setting));
			actor.say(`not yet: the present ${presentText(overlay, ['is', 'are'])} still being read`, 'warning');
			return false;
		case 'failed':
			actor.refresh(overlay.asked.fresh);
			actor.say(`not sent: the present ${overlay.asked.about.present} could not be read; reading again`, 'warning');
			return false;
	}
}

/** Begins anew on Cancel: what the dialog says is not what was agreed to. */
function showAnew(actor: Actor, {asked, agreed}: Confirm, plan: Plan): void {
	changeOverlay(actor, 'confirm', (before) => ({
		...before,
		button: 'cancel',
		shownAt: actor.time(),
		top: 0,
		field: typedText(plan.weight),
		going: false,
	}));
	const said: Readonly<Record<Difference, string>> = {
		dangers: 'what has been read meanwhile makes it weigh more: look again',
		people: 'it affects other people than were shown: look again',
		change: `somebody else has changed ${asked.about.object}: this is what is left to do, look again`,
	};
	actor.say(said[differenceFrom(agreed, plan) ?? 'change'], 'warning');
}

function isSeen(overlay: Confirm, plan: Plan): boolean {
	return differenceFrom(overlay.agreed, plan) === undefined && typedText(plan.weight)?.text === overlay.field?.text;
}

/** What a person has decided about the first conflict: another step in place of the one that would overwrite, or none. */
function decide(actor: Actor, overlay: Confirm, button: number | 'leave'): void {
	if (!isRead(actor, overlay)) return;
	const {asked, origin} = overlay;
	const plan = asked.plan(actor.now().setting);
	if (!isSeen(overlay, plan)) {
		showAnew(actor, overlay, plan);
		return;
	}
	const [contested] = plan.conflicts;
	if (contested === undefined) return;
	const chosen = button === 'leave' ? undefined : contested.conflict.resolutions[button];
	const next = withResolution(asked, plan, contested, chosen?.step);
	if (next.steps.length === 0 && origin !== 'new') {
		forget(actor, origin);
		actor.say('left as it is; nothing was sent');
		return;
	}
	replaceConfirmation(actor, next, origin);
	actor.say(`chosen: ${chosen?.label ?? 'leave it as it is'}`);
}

/** Carries out what has been read again and seen; says why not otherwise. */
function send(actor: Actor, overlay: Confirm): void {
	if (!isRead(actor, overlay)) return;
	const {state, setting} = actor.now();
	const plan = overlay.asked.plan(setting);
	if (plan.steps.length === 0) {
		if (overlay.origin !== 'new') forget(actor, overlay.origin);
		actor.say('somebody else has changed it since: nothing was sent', 'warning');
		return;
	}
	if (state.readOnly) {
		actor.say('read-only: writes are locked', 'warning');
		return;
	}
	const {field} = overlay;
	if (!isSeen(overlay, plan)) {
		showAnew(actor, overlay, plan);
		return;
	}
	if (field !== undefined && !isTyped(field)) {
		actor.say(`type ${field.what} first: ${field.text}`, 'warning');
		return;
	}
	if (awaitedNeeds(overlay.asked, plan, setting).length > 0) {
		actor.say('not yet: still reading whom it affects', 'warning');
		return;
	}
	const overwritten = lastNeedsOf(plan.steps, overlay.asked);
	if (overwritten.length === 0) {
		closeOverlay(actor);
		actor.carryOut(plan, overlay.origin);
		return;
	}
	changeOverlay(actor, 'confirm', (before) => ({...before, going: true}));
	void actor.look(overwritten).then((problem) => sendUnchanged(actor, overlay, problem));
}

/** What is overwritten has been read once more: it is sent if that has made no difference, and nobody has left. */
function sendUnchanged(actor: Actor, {asked, agreed, origin}: Confirm, problem: string | undefined): void {
	const {state, setting} = actor.now();
	const isIt = (each: Overlay): each is Confirm => each.kind === 'confirm' && each.asked === asked;
	const overlay = state.overlays.find(isIt);
	if (overlay?.going !== true) return;
	// Wherever it stands by now: else its button would wait for good.
	actor.change((before) => ({
		...before,
		overlays: before.overlays.map((each) => (isIt(each) ? {...each, going: false} : each)),
	}));
	if (topOverlay(state) !== overlay) {
		actor.say('not sent: something else was opened over the question; press its button again', 'warning');
		return;
	}
	if (problem !== undefined) {
		actor.say(`not sent: what is there now could not be read: ${problem}`, 'danger');
		return;
	}
	const plan = asked.plan(setting);
	if (!isSeen({...overlay, agreed}, plan)) {
		showAnew(actor, overlay, plan);
		return;
	}
	closeOverlay(actor);
	actor.carryOut(plan, origin);
}

/** Closes a dialog that has nothing left to do; false where it has. What was to be undone by it is so already. */
export function closeNothing(actor: Actor, overlay: Confirm): boolean {
	const {setting} = actor.now();
	if (!isNothing(overlay.asked.plan(setting)) || confirmChecked(overlay, setting).kind !== 'checked') return false;
	if (overlay.origin === 'new') closeOverlay(actor);
	else forget(actor, overlay.origin);
	actor.say('there is nothing left to do');
	return true;
}

/** Presses the highlighted button; false for Cancel. */
export function pressButton(actor: Actor, overlay: Confirm): boolean {
	const button = chosenButton(overlay, overlay.asked.plan(actor.now().setting));
	if (button === 'cancel') {
		// It was something else before the dialog changed below it.
		if (overlay.button === 'cancel') return false;
		showAnew(actor, overlay, overlay.asked.plan(actor.now().setting));
		return true;
	}
	if (overlay.going === true) actor.say('not yet: what is there now is being read once more', 'warning');
	else if (button === 'go') send(actor, overlay);
	else decide(actor, overlay, button);
	return true;
}
