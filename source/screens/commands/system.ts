/** Locking, undo, accounts, the terminal. */
import {toned} from '../../areas/cells.ts';
import type {Confirmation} from '../../areas/intent.ts';
import {confirmSteps, isNothing} from '../../areas/plan.ts';
import type {Line} from '../../terminal/line.ts';
import {type Actor, closeOverlay, type Handler, openOverlay} from '../actor.ts';
import {openConfirmation} from '../follow.ts';
import {layoutOf} from '../layout.ts';
import {masked} from '../secret-panel.ts';
import {topOverlay} from '../state.ts';
import {emptyLine} from '../table-state.ts';
import {chooseProfile} from './menus.ts';

/** Said before what was found to be so is taken back. */
const foundRemark = toned(
	'An answer was lost: it was found to be so by reading, and may have been somebody else’s doing.',
	'warning',
);

function withRemark(asked: Confirmation, remark: Line): Confirmation {
	return {
		...asked,
		plan(setting) {
			const plan = asked.plan(setting);
			return isNothing(plan) ? plan : {...plan, remarks: [remark, ...plan.remarks]};
		},
	};
}

/** Offers the steps of the last entry; one that can not be taken back says why, and makes way for the one before. */
function takeBack(actor: Actor, stack: 'undo' | 'redo'): void {
	const last = actor.now().state[stack].at(-1);
	if (last === undefined) return;
	if (last.steps.length > 0) {
		const asked = confirmSteps(last.steps);
		openConfirmation(actor, last.isFound === true ? withRemark(asked, foundRemark) : asked, stack, last.title);
		return;
	}
	actor.change((state) => ({...state, [stack]: state[stack].slice(0, -1)}));
	actor.say(`${last.title}: it can not be undone: ${last.why ?? 'nothing takes it back'}`, 'warning');
}

export const systemCommands = {
	'help.open': (_situation, actor) => openOverlay(actor, {kind: 'help', search: emptyLine, top: 0}),
	'help.here': ({state}, actor) => {
		// What can not be seen can not be closed either.
		if (layoutOf(state.size, false).tooSmall) return;
		if (topOverlay(state)?.kind === 'help') closeOverlay(actor);
		else openOverlay(actor, {kind: 'help', search: emptyLine, top: 0});
	},
	'command.open': (_situation, actor) => openOverlay(actor, {kind: 'command', line: emptyLine, recalled: 0}),
	undo: (_situation, actor) => takeBack(actor, 'undo'),
	redo: (_situation, actor) => takeBack(actor, 'redo'),
	lock: ({state}, actor) => {
		actor.setReadOnly(!state.readOnly);
		actor.say(state.readOnly ? 'writes are unlocked' : 'read-only: no request that writes leaves this program');
	},
	'profile.choose': chooseProfile,
	repaint: (_situation, actor) => actor.repaint(),
	suspend: (_situation, actor) => {
		actor.change(masked);
		actor.suspend();
	},
} satisfies Record<string, Handler>;
