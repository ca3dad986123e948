/**
 * Every key of the program, as data: footer, help, README and tests are made of this table, and users remap by its
 * command names. What a command does stands in `commands/`; the types refuse one that is missing there.
 */
import type {ActionName} from '../areas/define.ts';
import {areas} from '../areas/index.ts';
import {editBindings} from '../input/edit-line.ts';
import type {Binding} from '../input/keymap.ts';
import {type Entry, keys} from './bindings.ts';
import {formBindings} from './form/bindings.ts';
import {closingRefusal} from './secret-panel.ts';
import type {Situation} from './situation.ts';

/** Contexts by what they inherit, nearest first; in a text context every printable key is text. */
export const keyContexts = {
	always: {inherits: []},
	global: {inherits: ['always']},
	table: {inherits: ['global', 'always']},
	list: {inherits: ['table', 'global', 'always']},
	detail: {inherits: ['table', 'global', 'always']},
	line: {inherits: ['always'], text: true},
	filter: {inherits: ['line', 'always'], text: true},
	command: {inherits: ['line', 'always'], text: true},
	help: {inherits: ['line', 'always'], text: true},
	picker: {inherits: ['line', 'always'], text: true},
	// On a button what is typed still goes to the field; moving in the field would take the buttons' arrows.
	'picker-review': {inherits: ['always'], text: true},
	'picker-cancel': {inherits: ['always'], text: true},
	form: {inherits: ['always']},
	'form-text': {inherits: ['form', 'line', 'always'], text: true},
	'form-entry': {inherits: ['form', 'line', 'always'], text: true},
	// Typing opens the picker of the field.
	'form-pick': {inherits: ['form', 'always'], text: true},
	'form-options': {inherits: ['line', 'always'], text: true},
	'form-choice': {inherits: ['form', 'always']},
	'form-record': {inherits: ['form', 'always']},
	'form-button': {inherits: ['form', 'always']},
	dialog: {inherits: ['always']},
	// Where a name has to be typed, every letter is text, whichever button is highlighted.
	'confirm-text': {inherits: ['line', 'always'], text: true},
	menu: {inherits: ['always']},
	secret: {inherits: ['always']},
} as const;

export type KeyContext = keyof typeof keyContexts;

/** The keys that areas and sections give a meaning to; what it is here, and why not now, they say themselves. */
const actions = {
	add: ['a', 'add', 'add members to the group, or the person to groups', 60],
	edit: ['e', 'edit', 'edit the object, or what is under the cursor, in a form', 58],
	create: ['n', 'new', 'create another object of this area', 57],
	remove: ['x', 'remove', 'remove the member, or all marked ones', 55],
	delete: ['D', 'delete', 'delete the object', 54],
	toggle: ['T', 'on or off', 'switch the SSO connector on or off', 53],
	verify: ['V', 'verify', 'begin the verification of the domain again', 52],
	endSecret: ['X', 'end old secret', 'delete the secret that was valid before the last rotation', 49],
	rotate: ['R', 'rotate secret', 'give the OAuth client another secret', 48],
	test: ['t', 'test', 'look at the DNS of the domain, without changing anything', 47],
	clone: ['N', 'clone', 'create a copy of the object', 44],
	replace: ['=', 'replace', 'replace all members by a pasted list', 43],
	promote: ['U', 'make public', 'open the OAuth client to all accounts', 42],
	document: ['E', 'edit as JSON', 'edit the object as commented JSON in $VISUAL or $EDITOR', 41],
} as const satisfies Record<ActionName, readonly [keys: string, label: string, description: string, footer: number]>;

export const actionNames = Object.keys(actions) as readonly ActionName[];

export function isAction(command: string): command is ActionName {
	return Object.hasOwn(actions, command);
}

const actionEntries = Object.fromEntries(
	Object.entries(actions).map(([name, [chords, label, description, footer]]): readonly [string, Entry] => [
		name,
		[
			chords,
			label,
			description,
			// A test only looks.
			{footer, writes: name !== 'test', disabled: (at) => at.refusal(name as ActionName)},
		],
	]),
) as Readonly<Record<ActionName, Entry>>;

const commandBindings = [
	...keys('global', 'Anywhere', {
		'help.open': ['?', 'help', 'all keys of this screen', {footer: 65}],
		'command.open': [':', 'command', 'go to an area or object by name, or run a command', {footer: 30}],
		back: ['escape h left', 'back', 'close, clear the filter, or go back one step; never quits', {footer: 40}],
		leave: ['q', 'quit', 'back; at the top asks to quit'],
		'history.back': ['[', 'earlier place', 'the place before this one'],
		'history.forward': [']', 'later place', 'the place after this one'],
		'history.last': ['-', 'last area', 'the area before this one', {disabled: (at) => at.refusal('history.last')}],
		refresh: ['r', 'refresh', 'read this view again', {footer: 20}],
		undo: [
			'z',
			'undo',
			'offer the reverse of the last change, for confirmation',
			{writes: true, disabled: (at) => at.refusal('undo')},
		],
		redo: [
			'Z',
			'redo',
			'offer what was undone last, for confirmation',
			{writes: true, disabled: (at) => at.refusal('redo')},
		],
		lock: [
			'!',
			'lock',
			'lock or unlock writes',
			{
				disabled: (at) => at.refusal('lock'),
			},
		],
		'requests.open': ['L', 'requests', 'the last requests of this run: status, time, ray id; y copies one as curl'],
		'journal.open': ['J', 'journal', 'every write of this profile: who, what, before, after and what came of it'],
		'profile.choose': ['P', 'profiles', 'switch profile or account, sign in or out'],
	}),
	...keys('always', 'Anywhere', {
		'help.here': ['f1', 'help', 'the keys of this place, and what the field is for; in a text too'],
		quit: ['ctrl+c', 'quit', 'twice within two seconds quits at once'],
		repaint: ['ctrl+l', 'repaint', 'draw the screen anew'],
		suspend: ['ctrl+z', 'suspend', 'back to the shell; fg returns'],
	}),
	...keys('table', 'Moving', {
		down: ['j down', 'down', 'next row'],
		up: ['k up', 'up', 'row before'],
		first: ['g home', 'first', 'first row'],
		last: ['G end', 'last', 'last row'],
		'half.down': ['ctrl+d', 'half page down', 'half a page down'],
		'half.up': ['ctrl+u', 'half page up', 'half a page up'],
		'page.down': ['ctrl+f pagedown', 'page down', 'a page down'],
		'page.up': ['ctrl+b pageup', 'page up', 'a page up'],
	}),
	...keys('table', 'Rows', {
		open: ['enter l right', 'open', 'open what the row stands for', {footer: 80, disabled: (at) => at.refusal('open')}],
		filter: ['/', 'filter', "words; 'exact  ~fuzzy  !not  field:value  field:>5", {footer: 70}],
		sort: ['s', 'sort', 'sort by a column', {footer: 25}],
		'sort.reverse': ['S', 'reverse', 'turn the order round'],
		wide: ['W', 'wide', 'ids and further columns on or off'],
		preview: ['p', 'preview', 'preview on or off'],
		'preview.all': ['K', 'whole preview', 'all that the preview says, to scroll in and copy'],
		copy: ['c', 'copy', 'copy the name; in a detail the id or value of the row', {footer: 14}],
		yank: ['y', 'yank', 'copy as name, id, JSON, curl or dashboard address'],
		memberships: [
			'i',
			'read everything',
			'read all members, and who is in which group; esc stops it, i goes on',
			{disabled: (at) => at.refusal('memberships')},
		],
	}),
	...keys('table', 'Marks', {
		mark: ['space', 'mark', 'mark the row and step down', {footer: 15}],
		'mark.range': ['v', 'range', 'begin a range of marks; again to end it'],
		'mark.all': ['*', 'mark all', 'mark all rows shown, or none of them'],
		'mark.clear': ['u', 'clear marks', 'clear all marks', {disabled: (at) => at.refusal('mark.clear')}],
	}),
	...keys('table', 'Changes', actionEntries),
	...keys('detail', 'Sections', {
		'section.next': ['tab', 'next section', 'next section', {footer: 56}],
		'section.previous': ['shift+tab', 'section before', 'section before'],
	}),
	...keys('filter', 'Filter', {
		'filter.accept': ['enter', 'keep the filter', 'keep the filter and go back to the rows', {footer: 90}],
		'filter.cancel': ['escape', 'clear', 'clear the filter', {footer: 80}],
		'filter.down': ['down', 'next row', 'next row, without leaving the filter', {footer: 70}],
		'filter.up': ['up', 'up', 'row before, without leaving the filter'],
	}),
	...keys('command', 'Command line', {
		'command.run': ['enter', 'run', 'run the command', {footer: 90}],
		'command.complete': ['tab', 'complete', 'take the suggestion', {footer: 80}],
		'command.earlier': ['up', 'earlier', 'the command before', {footer: 60}],
		'command.later': ['down', 'later', 'the command after'],
		'command.cancel': ['escape', 'cancel', 'leave the command line', {footer: 70}],
	}),
	...keys('help', 'Help', {
		'help.close': ['escape', 'close', 'close the help', {footer: 90}],
		'help.down': ['down', 'scroll', 'scroll down', {footer: 60}],
		'help.up': ['up', 'up', 'scroll up'],
		'help.page-down': ['pagedown tab', 'page', 'a page down', {footer: 50}],
		'help.page-up': ['pageup shift+tab', 'page up', 'a page up'],
	}),
	...keys('picker', 'Picker', {
		'picker.tick': ['enter', 'tick or untick', 'tick or untick the row; on a button, press it', {footer: 80}],
		'picker.down': ['down', 'next row', 'next row', {footer: 70}],
		'picker.up': ['up', 'up', 'row before'],
		'picker.page-down': ['pagedown', 'page down', 'a page down'],
		'picker.page-up': ['pageup', 'page up', 'a page up'],
		'picker.next': ['tab', 'go to Review', 'from the rows to the buttons and back', {footer: 90}],
		'picker.previous': ['shift+tab', 'rows', 'from the buttons to the rows and back'],
		'picker.take': ['ctrl+y', 'take suggestion', 'put the person who is suggested in the place of a mistyped address'],
		'picker.cancel': ['escape', 'cancel', 'leave; asks first when something is typed or ticked', {footer: 60}],
	}),
	...keys('picker-review', 'Picker, on Review', {
		'picker.tick': ['enter', 'review', 'review what is ticked before anything is sent', {footer: 80}],
		'picker.next': ['tab right', 'Cancel', 'to the next button', {footer: 90}],
		'picker.previous': ['shift+tab up', 'rows', 'back to the rows'],
		'picker.cancel': ['escape', 'cancel', 'leave; asks first when something is typed or ticked', {footer: 60}],
	}),
	...keys('picker-cancel', 'Picker, on Cancel', {
		'picker.tick': ['enter', 'cancel', 'leave; asks first when something is typed or ticked', {footer: 80}],
		'picker.next': ['tab', 'rows', 'back to the rows', {footer: 90}],
		'picker.previous': ['shift+tab left', 'Review', 'to the button before'],
		'picker.cancel': ['escape', 'cancel', 'leave; asks first when something is typed or ticked', {footer: 60}],
	}),
	...formBindings,
	...keys('dialog', 'Dialog', {
		'help.here': ['? f1', 'help', 'the keys of this place'],
		'dialog.next': ['tab right l', 'choose', 'the other button', {footer: 90}],
		'dialog.previous': ['shift+tab left h', 'choose', 'the other button'],
		'dialog.press': ['enter', 'press', 'press the highlighted button', {footer: 80}],
		'dialog.cancel': ['escape q', 'cancel', 'cancel', {footer: 70}],
		'dialog.down': ['down j', 'scroll', 'scroll down'],
		'dialog.up': ['up k', 'scroll up', 'scroll up'],
		'dialog.page-down': ['pagedown ctrl+d', 'page down', 'a page down'],
		'dialog.page-up': ['pageup ctrl+u', 'page up', 'a page up'],
		'dialog.top': ['g home', 'top', 'to the first line'],
		'dialog.bottom': ['G end', 'end', 'to the last line'],
		'dialog.copy': ['c', 'copy curl', 'copy the requests as curl, the token left as a variable', {footer: 60}],
	}),
	...keys('confirm-text', 'Dialog, with a name to type', {
		'dialog.next': ['tab', 'choose', 'the other button', {footer: 90}],
		'dialog.previous': ['shift+tab', 'choose', 'the other button'],
		'dialog.press': ['enter', 'press', 'press the highlighted button', {footer: 80}],
		'dialog.cancel': ['escape', 'cancel', 'cancel', {footer: 70}],
		'dialog.down': ['down', 'scroll', 'scroll down'],
		'dialog.up': ['up', 'scroll up', 'scroll up'],
		'dialog.page-down': ['pagedown', 'page down', 'a page down'],
		'dialog.page-up': ['pageup', 'page up', 'a page up'],
		'dialog.copy': ['alt+c', 'copy curl', 'copy the requests as curl, the token left as a variable', {footer: 60}],
	}),
	...keys('menu', 'Menu', {
		'help.here': ['? f1', 'help', 'the keys of this place'],
		'menu.down': ['down j tab', 'next', 'next choice', {footer: 60}],
		'menu.up': ['up k shift+tab', 'up', 'choice before'],
		'menu.choose': ['enter l', 'choose', 'take the choice; its letter does the same', {footer: 90}],
		'menu.cancel': ['escape q h', 'close', 'close the menu', {footer: 80}],
	}),
	...keys('secret', 'Secret', {
		'secret.copy': ['c', 'copy', 'copy the secret without showing it', {footer: 90}],
		'secret.reveal': ['v', 'show or hide', 'show the secret, or hide it again', {footer: 80}],
		'secret.stored': ['space', 'I have stored it', 'say that the secret is stored, or that it is not', {footer: 70}],
		'secret.close': [
			'enter',
			'close',
			'close, once it is said that the secret is stored',
			{footer: 60, disabled: ({state}) => closingRefusal(state)},
		],
		'secret.stay': ['escape', 'why not', 'say what has to be done before it can be closed'],
		'secret.leave': ['q', 'quit', 'quit without the secret, after a question'],
	}),
];

const areaBindings: readonly Binding<Situation>[] = areas.flatMap(({name, digit, short, title, about}) =>
	digit === undefined
		? []
		: [
				{
					command: `area.${name}`,
					keys: [digit],
					label: short,
					description: `${title}: ${about}`,
					context: 'global',
					group: 'Areas',
				},
			],
);

export const keyBindings: readonly Binding<Situation>[] = [
	...areaBindings,
	...commandBindings,
	...editBindings<Situation>('line'),
];

/** Everything that a key can do, beside opening areas and editing text. */
export type Command = (typeof commandBindings)[number]['command'];
