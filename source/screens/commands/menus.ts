import {wrapLine} from '../../components/text.ts';
import {span} from '../../terminal/line.ts';
import {cellWidth} from '../../terminal/width.ts';
import {type Actor, changeOverlay, changeTable, closeOverlay, type Handler, openOverlay} from '../actor.ts';
import {insideOf} from '../dialog-parts.ts';
import {answerForm} from '../form/asking.ts';
import {dropDraft, listDrafts, offerDraft, openDraft} from '../form/draft-list.ts';
import {permissionLines, tokenLink} from '../permission-lines.ts';
import {type Menu, type ProfileEntry, profileMenu, removalMenu, removeMenu, signOutMenu} from '../profiles.ts';
import {type Choice, type LineQuestion, topOverlay} from '../state.ts';
import {emptyLine, withSort} from '../table-state.ts';
import {unstopped} from './reading.ts';

/** Reads all members and who is in which group, until they are read. */
export function readEverything(actor: Actor): void {
	actor.change((state) => ({...unstopped(state), everythingWanted: true}));
}

/** Says why something can not be done: in the line at the bottom, or where that is too narrow, in a dialog. */
function tell(actor: Actor, title: string, lines: readonly string[]): void {
	const text = lines.map((line) => (/[.:)]$/u.test(line) ? line : `${line}.`)).join(' ');
	const {columns} = actor.now().state.size;
	if (cellWidth(text) <= columns) actor.say(text, 'warning');
	else
		openOverlay(actor, {
			kind: 'text',
			title,
			lines: lines.flatMap((line) => wrapLine([span(line)], insideOf(columns))),
			top: 0,
		});
}

/** Goes where a profile leads, or says why it can not. */
function go(actor: Actor, leave: () => readonly string[] | undefined): void {
	const problem = leave();
	if (problem !== undefined) tell(actor, 'That profile can not be opened', problem);
}

/** The profiles of the configuration; undefined, and said why, where it can not be read. */
function entriesOf(actor: Actor): readonly ProfileEntry[] | undefined {
	const entries = actor.profiles.list();
	if (!('problem' in entries)) return entries;
	tell(actor, 'The configuration can not be read', entries.problem);
	return undefined;
}

/** A name for a profile that is not there yet: one that is there is not meant. */
function newProfile(actor: Actor, entries: readonly ProfileEntry[]): LineQuestion {
	const isThere = (name: string): boolean => entries.some((entry) => entry.name === name);
	const problemOf = (name: string): string | undefined => {
		const problem = actor.profiles.nameProblem(name);
		return problem === undefined ? undefined : `"${name}" ${problem}`;
	};
	return {
		prompt: 'New profile:',
		hint(text) {
			const name = text.trim();
			if (name === '') return 'type a name for the new profile';
			if (isThere(name)) return 'there is one: enter switches to it';
			const problem = actor.profiles.nameProblem(name);
			return problem === undefined
				? 'enter goes on to its sign-in'
				: problem.replace('can not be the name of a profile: ', '');
		},
		answer(text) {
			const name = text.trim();
			if (name === '') return 'type a name for the new profile; esc leaves it';
			return problemOf(name) ?? {kind: 'profile', name};
		},
	};
}

function openMenu(actor: Actor, menu: Menu): void {
	openOverlay(actor, {kind: 'menu', ...menu});
}

/** `P`. */
export const chooseProfile: Handler = (_situation, actor) => {
	const entries = entriesOf(actor);
	if (entries === undefined) return;
	openMenu(actor, profileMenu(actor.profiles, entries, insideOf(actor.now().state.size.columns)));
};

/** Takes a profile out of the configuration, and says what became of it. */
function removeProfile(actor: Actor, name: string): void {
	actor.profiles.remove(name).then(
		(problem) => {
			if (problem === undefined) actor.say(`profile ${name} is removed`, 'good');
			else tell(actor, `Profile ${name} is still there`, problem);
		},
		(error: unknown) => actor.say(error instanceof Error ? error.message : String(error), 'danger'),
	);
}

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
		case 'new-profile': {
			const entries = entriesOf(actor);
			if (entries === undefined) return;
			openOverlay(actor, {kind: 'command', line: emptyLine, recalled: 0, asks: newProfile(actor, entries)});
			return;
		}
		case 'choose-removal': {
			const entries = entriesOf(actor);
			if (entries !== undefined) openMenu(actor, removalMenu(actor.profiles, entries));
			return;
		}
		case 'ask-remove-profile':
			openMenu(actor, removeMenu(choice.name));
			return;
		case 'remove-profile':
			removeProfile(actor, choice.name);
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
			offerDraft(actor, choice.draft);
			return;
		case 'draft-open':
			openDraft(actor, choice.key, choice.savedAt);
			return;
		case 'draft-drop':
			dropDraft(actor, choice.key, choice.savedAt);
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
