import {editLine} from '../../input/edit-line.ts';
import {type Actor, changeOverlay, changeTable, closeOverlay, type Handler, openOverlay} from '../actor.ts';
import {answerForm} from '../form/asking.ts';
import {dropDraft, listDrafts, offerDraft, openDraft} from '../form/draft-list.ts';
import {permissionLines, tokenLink} from '../permission-lines.ts';
import {type Menu, profileMenu, signOutMenu} from '../profiles.ts';
import {type Choice, topOverlay} from '../state.ts';
import {withSort} from '../table-state.ts';

/** Reads all members and who is in which group, until they are read. */
export function readEverything(actor: Actor): void {
	actor.change((state) => ({...state, everythingWanted: true}));
	actor.say('reading all members and who is in which group, within the request budget');
}

/** Goes where a profile leads, or says why it can not. */
function go(actor: Actor, leave: () => string | undefined): void {
	const problem = leave();
	if (problem !== undefined) actor.say(problem, 'warning');
}

function openMenu(actor: Actor, menu: Menu): void {
	openOverlay(actor, {kind: 'menu', ...menu});
}

/** `P`. */
export const chooseProfile: Handler = (_situation, actor) => {
	const entries = actor.profiles.list();
	if ('problem' in entries) actor.say(entries.problem, 'warning');
	else openMenu(actor, profileMenu(actor.profiles, entries));
};

function askSignOut(actor: Actor): void {
	const {current, store} = actor.profiles;
	if (current === undefined || store === undefined)
		actor.say('nothing is stored that could be removed: quitting forgets this credential');
	else openMenu(actor, signOutMenu(actor.profiles));
}

/** What the credential may do; what is not known to be allowed is asked again. */
function showPermissions(actor: Actor): void {
	const {state, setting} = actor.now();
	if (setting.credential === undefined) {
		actor.say('what this credential may do is not asked here');
		return;
	}
	const access = state.alwaysReadOnly ? 'read' : 'full';
	actor.askRights();
	openOverlay(actor, {
		kind: 'text',
		title: 'What this credential may do',
		lines: ({credential}) => (credential === undefined ? [] : permissionLines(credential, access)),
		top: 0,
		copies: {what: 'address of the token page', text: ({credential}) => tokenLink(credential, access).address},
	});
}

/** What a menu or the command line has chosen. */
export function choose(actor: Actor, choice: Choice): void {
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
		case 'accounts':
			actor.chooseAccount();
			return;
		case 'profile':
			if (choice.name !== actor.profiles.current) go(actor, () => actor.profiles.open(choice.name));
			return;
		case 'new-profile':
			openOverlay(actor, {kind: 'command', line: editLine('profile '), recalled: 0});
			actor.say('type a name for it; enter goes on to its sign-in');
			return;
		case 'sign-in':
			go(actor, () => actor.profiles.signIn());
			return;
		case 'ask-sign-out':
			askSignOut(actor);
			return;
		case 'sign-out':
			go(actor, () => actor.profiles.signOut());
			return;
		case 'read-everything':
			readEverything(actor);
			return;
		case 'export-journal':
			if (actor.journal === undefined) actor.say('no journal is kept here');
			else actor.journal.export(choice.file);
			return;
		case 'discard':
			closeOverlay(actor);
			return;
		case 'quit':
			actor.quit();
			return;
		case 'drafts':
			listDrafts(actor);
			return;
		case 'draft':
			offerDraft(actor, choice.key, choice.title);
			return;
		case 'draft-open':
			openDraft(actor, choice.key);
			return;
		case 'draft-drop':
			dropDraft(actor, choice.key);
			return;
		case 'form':
			answerForm(actor, choice.answer);
			return;
		case 'permissions':
			showPermissions(actor);
			return;
		case 'close':
			return;
	}
}

function chooseInMenu(actor: Actor, choice: Choice): void {
	closeOverlay(actor);
	choose(actor, choice);
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
	if (item !== undefined) chooseInMenu(actor, item.choice);
	return item !== undefined;
}

export const menuCommands = {
	'menu.cancel': ({state}, actor) => {
		const overlay = topOverlay(state);
		chooseInMenu(actor, overlay?.kind === 'menu' && overlay.escape !== undefined ? overlay.escape : {kind: 'close'});
	},
	'menu.down': move(1),
	'menu.up': move(-1),
	'menu.choose': ({state}, actor) => {
		const overlay = topOverlay(state);
		const item = overlay?.kind === 'menu' ? overlay.items[overlay.cursor] : undefined;
		if (item !== undefined) chooseInMenu(actor, item.choice);
	},
} satisfies Record<string, Handler>;
