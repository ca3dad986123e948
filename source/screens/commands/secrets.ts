/** The panel of a secret: it is closed by somebody who says to have stored it, and by nothing else. */
import {type Actor, changeOverlay, closeOverlay, type Handler, openOverlay} from '../actor.ts';
import {closingRefusal, comesBeforePanel, masked, nextSecret, panelIn} from '../secret-panel.ts';

/** Whether the panel has only just come up: what is typed then was meant for the screen before. */
function comesTooSoon(actor: Actor): boolean {
	const panel = panelIn(actor.now().state);
	if (panel === undefined || !comesBeforePanel(panel, actor.time())) return false;
	actor.say('a key from before the secret was there is no answer to it: press it again', 'warning');
	return true;
}

export const secretCommands = {
	'secret.reveal': (_situation, actor) => {
		if (comesTooSoon(actor)) return;
		changeOverlay(actor, 'secret', (panel) => ({...panel, isRevealed: !panel.isRevealed}));
	},
	'secret.copy': ({state}, actor) => {
		const [shown] = panelIn(state)?.secrets ?? [];
		if (shown?.secret === undefined) actor.say('there is nothing to copy here');
		else actor.copy('secret', shown.secret);
	},
	'secret.stored': (_situation, actor) => {
		if (comesTooSoon(actor)) return;
		changeOverlay(actor, 'secret', (panel) => ({...panel, isStored: !panel.isStored}));
	},
	'secret.close': ({state}, actor) => {
		const panel = panelIn(state);
		if (panel === undefined || closingRefusal(state) !== undefined) return;
		const next = nextSecret(panel, actor.time());
		closeOverlay(actor);
		if (next !== undefined) openOverlay(actor, next);
	},
	'secret.stay': ({state}, actor) => {
		actor.change(masked);
		actor.say(closingRefusal(state) ?? 'enter closes', 'warning');
	},
	'secret.leave': (_situation, actor) => {
		actor.change(masked);
		openOverlay(actor, {
			kind: 'menu',
			title: 'Quit without the secret? Nobody can show it again',
			items: [
				{letter: 's', also: 'n', label: 'stay', choice: {kind: 'close'}},
				{letter: 'l', label: 'leave it and quit', choice: {kind: 'quit'}},
			],
			cursor: 0,
		});
	},
} satisfies Record<string, Handler>;
