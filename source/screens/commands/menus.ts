import {type Actor, changeOverlay, changeTable, closeOverlay, type Handler} from '../actor.ts';
import {type Choice, topOverlay} from '../state.ts';
import {withSort} from '../table-state.ts';

/** Reads all members and who is in which group, until they are read. */
export function readEverything(actor: Actor): void {
	actor.change((state) => ({...state, everythingWanted: true}));
	actor.say('reading all members and who is in which group, within the request budget');
}

function choose(actor: Actor, choice: Choice): void {
	closeOverlay(actor);
	switch (choice.kind) {
		case 'sort':
			changeTable(actor, (table, {place}) => withSort(table, choice.column, place.sort));
			return;
		case 'copy':
			actor.copy(choice.what, choice.text);
			return;
		case 'account':
			if (choice.account.id !== actor.now().setting.knowledge.account.id) actor.openAccount(choice.account);
			return;
		case 'read-everything':
			readEverything(actor);
			return;
		case 'discard':
			closeOverlay(actor);
			return;
		case 'quit':
			actor.quit();
			return;
		case 'close':
			return;
	}
}

function move(rows: 1 | -1): Handler {
	return (_situation, actor) =>
		changeOverlay(actor, 'menu', (menu) => ({
			...menu,
			cursor: (menu.cursor + rows + menu.items.length) % menu.items.length,
		}));
}

/** A letter of a menu is its choice; letters win over the menu's own keys. */
export function chooseByLetter(actor: Actor, letter: string): boolean {
	const overlay = topOverlay(actor.now().state);
	if (overlay?.kind !== 'menu') return false;
	const item = overlay.items.find((each) => each.letter === letter || each.also === letter);
	if (item !== undefined) choose(actor, item.choice);
	return item !== undefined;
}

export const menuCommands = {
	'menu.cancel': ({state}, actor) => {
		const overlay = topOverlay(state);
		choose(actor, overlay?.kind === 'menu' && overlay.escape !== undefined ? overlay.escape : {kind: 'close'});
	},
	'menu.down': move(1),
	'menu.up': move(-1),
	'menu.choose': ({state}, actor) => {
		const overlay = topOverlay(state);
		const item = overlay?.kind === 'menu' ? overlay.items[overlay.cursor] : undefined;
		if (item !== undefined) choose(actor, item.choice);
	},
} satisfies Record<string, Handler>;
