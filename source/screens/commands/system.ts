/** Locking, undo, accounts, the terminal. */
import {confirmChanges} from '../../areas/membership-plan.ts';
import {inverse} from '../../areas/plan.ts';
import {type Handler, openOverlay} from '../actor.ts';
import {openConfirmation} from '../follow.ts';
import {emptyLine} from '../table-state.ts';
import {chooseProfile} from './menus.ts';

export const systemCommands = {
	'help.open': (_situation, actor) => openOverlay(actor, {kind: 'help', search: emptyLine, top: 0}),
	'command.open': (_situation, actor) => openOverlay(actor, {kind: 'command', line: emptyLine, recalled: 0}),
	undo: ({state}, actor) => {
		const last = state.undo[state.undo.length - 1];
		if (last === undefined) return;
		openConfirmation(actor, confirmChanges(inverse(last.changes)), true);
	},
	lock: ({state}, actor) => {
		actor.setReadOnly(!state.readOnly);
		actor.say(state.readOnly ? 'writes are unlocked' : 'read-only: no request that writes leaves this program');
	},
	'profile.choose': chooseProfile,
	repaint: (_situation, actor) => actor.repaint(),
	suspend: (_situation, actor) => actor.suspend(),
} satisfies Record<string, Handler>;
