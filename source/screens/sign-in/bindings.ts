/** The keys of the sign-in, as data, like those of the program itself (`../keymap.ts`). */
import {editBindings} from '../../input/edit-line.ts';
import type {Binding} from '../../input/keymap.ts';

/** Contexts by what they inherit, nearest first; in a text context every printable key is text. */
export const signInContexts = {
	'sign-in.always': {inherits: []},
	'sign-in.steps': {inherits: ['sign-in.always']},
	'sign-in.list': {inherits: ['sign-in.steps', 'sign-in.always']},
	'sign-in.menu': {inherits: ['sign-in.list', 'sign-in.steps', 'sign-in.always']},
	'sign-in.accounts': {inherits: ['sign-in.list', 'sign-in.steps', 'sign-in.always']},
	'sign-in.line': {inherits: ['sign-in.steps', 'sign-in.always'], text: true},
	'sign-in.token': {inherits: ['sign-in.line', 'sign-in.steps', 'sign-in.always'], text: true},
	'sign-in.key': {inherits: ['sign-in.line', 'sign-in.steps', 'sign-in.always'], text: true},
	'sign-in.account-id': {inherits: ['sign-in.line', 'sign-in.steps', 'sign-in.always'], text: true},
	'sign-in.passphrase': {inherits: ['sign-in.line', 'sign-in.always'], text: true},
	'sign-in.new-passphrase': {inherits: ['sign-in.line', 'sign-in.steps', 'sign-in.always'], text: true},
	'sign-in.text': {inherits: ['sign-in.steps', 'sign-in.always']},
	'sign-in.choice': {inherits: ['sign-in.text', 'sign-in.steps', 'sign-in.always']},
	'sign-in.store-failed': {inherits: ['sign-in.choice', 'sign-in.text', 'sign-in.steps', 'sign-in.always']},
	'sign-in.command': {
		inherits: ['sign-in.store-failed', 'sign-in.choice', 'sign-in.text', 'sign-in.steps', 'sign-in.always'],
	},
	'sign-in.search': {inherits: ['sign-in.list', 'sign-in.line', 'sign-in.steps', 'sign-in.always'], text: true},
	'sign-in.working': {inherits: ['sign-in.steps', 'sign-in.always']},
	// Nothing but what is needed: every other key is meant for the account that opens.
	'sign-in.waiting': {inherits: ['sign-in.always']},
	'sign-in.failed': {inherits: ['sign-in.text', 'sign-in.steps', 'sign-in.always']},
	'sign-in.refused': {inherits: ['sign-in.failed', 'sign-in.text', 'sign-in.steps', 'sign-in.always']},
	'sign-in.unseen': {
		inherits: ['sign-in.refused', 'sign-in.failed', 'sign-in.text', 'sign-in.steps', 'sign-in.always'],
	},
	'sign-in.help': {inherits: ['sign-in.always']},
} as const;

export type SignInContext = keyof typeof signInContexts;

type Key<Name extends string> = readonly [
	command: Name,
	keys: readonly string[],
	label: string,
	description: string,
	footer?: number,
];

/** Bindings of a context with their command names as literal types. */
function keysOf<const Name extends string>(
	context: SignInContext,
	keys: readonly Key<Name>[],
): readonly (Binding<unknown> & {readonly command: Name})[] {
	return keys.map(([command, chords, label, description, footer]) => ({
		command,
		keys: chords,
		label,
		description,
		context,
		group: 'Signing in',
		footer,
	}));
}

const commandBindings = [
	...keysOf('sign-in.always', [
		['sign-in.interrupt', ['ctrl+c'], 'quit', 'twice within two seconds quits at once'],
		['sign-in.repaint', ['ctrl+l'], 'repaint', 'draw the screen anew'],
		['sign-in.suspend', ['ctrl+z'], 'suspend', 'back to the shell; fg returns'],
	]),
	...keysOf('sign-in.steps', [
		['sign-in.back', ['escape'], 'back', 'one step back; never quits', 40],
		['sign-in.help', ['?', 'f1'], 'help', 'the keys of this step', 30],
	]),
	...keysOf('sign-in.list', [
		['sign-in.choose', ['enter', 'l'], 'choose', 'take the line under the cursor', 90],
		['sign-in.down', ['down', 'j'], 'down', 'next line'],
		['sign-in.up', ['up', 'k'], 'up', 'line before'],
		['sign-in.page-down', ['pagedown'], 'page down', 'ten lines down'],
		['sign-in.page-up', ['pageup'], 'page up', 'ten lines up'],
	]),
	...keysOf('sign-in.menu', [
		['sign-in.first', ['home', 'g'], 'first', 'first line'],
		['sign-in.last', ['end', 'G'], 'last', 'last line'],
		['sign-in.quit', ['q'], 'quit', 'leave cfiam', 20],
	]),
	...keysOf('sign-in.accounts', [
		['sign-in.first', ['home', 'g'], 'first', 'first line'],
		['sign-in.last', ['end', 'G'], 'last', 'last line'],
		['sign-in.retry', ['r'], 'read again', 'ask for the accounts again', 50],
		['sign-in.by-hand', ['i', 'tab'], 'account id', 'give the account id by hand', 60],
	]),
	...keysOf('sign-in.search', [['sign-in.by-hand', ['tab'], 'account id', 'give the account id by hand', 60]]),
	...keysOf('sign-in.token', [
		['sign-in.submit', ['enter'], 'verify', 'verify the token with Cloudflare', 90],
		['sign-in.copy', ['ctrl+y'], 'link', "copy the address of the dashboard's form for a new token", 70],
		['sign-in.other-form', ['tab'], 'global key', 'use a Global API key instead; takes along what was typed', 60],
	]),
	...keysOf('sign-in.key', [
		['sign-in.submit', ['enter'], 'sign in', 'next field; in the last one, verify the key with Cloudflare', 90],
		['sign-in.next-field', ['tab', 'down', 'shift+tab', 'up'], 'other field', 'from one field to the other', 60],
	]),
	...keysOf('sign-in.passphrase', [
		['sign-in.submit', ['enter'], 'open', 'decipher the file with this passphrase', 90],
		['sign-in.back', ['escape'], 'back', 'to the account that was open, or to what else can be done', 40],
		['sign-in.other-ways', ['tab'], 'other ways', 'what else can be done: delete the file, sign in anew', 60],
		['sign-in.help', ['f1'], 'help', 'the keys of this step', 30],
	]),
	...keysOf('sign-in.new-passphrase', [
		['sign-in.submit', ['enter'], 'store', 'next field; in the last one, write the file', 90],
		['sign-in.next-field', ['tab', 'down', 'shift+tab', 'up'], 'other field', 'from one field to the other', 60],
	]),
	...keysOf('sign-in.text', [
		['sign-in.scroll-down', ['pagedown', 'space'], 'more', 'the rest of a text that is cut'],
		['sign-in.scroll-up', ['pageup'], 'back up', 'the beginning of a text that is cut'],
	]),
	...keysOf('sign-in.choice', [
		['sign-in.choose', ['enter', 'l'], 'choose', 'take the line under the cursor', 90],
		['sign-in.down', ['down', 'j'], 'down', 'next line'],
		['sign-in.up', ['up', 'k'], 'up', 'line before'],
		['sign-in.first', ['home', 'g'], 'first', 'first line'],
		['sign-in.last', ['end', 'G'], 'last', 'last line'],
	]),
	...keysOf('sign-in.store-failed', [['sign-in.retry', ['r'], 'try again', 'the same once more', 80]]),
	...keysOf('sign-in.command', [
		['sign-in.copy', ['ctrl+y'], 'copy line', 'copy the line for the shell, all of it, however much is on show', 85],
	]),
	...keysOf('sign-in.waiting', [['sign-in.back', ['escape'], 'stop', 'stop waiting', 90]]),
	...keysOf('sign-in.account-id', [['sign-in.submit', ['enter'], 'open', 'open the account with this id', 90]]),
	...keysOf('sign-in.failed', [
		['sign-in.retry', ['r'], 'try again', 'the same once more', 80],
		['sign-in.back', ['escape', 'enter'], 'back', 'back to what was typed', 90],
	]),
	...keysOf('sign-in.refused', [
		['sign-in.by-hand', ['i'], 'account id', 'give the account id by hand: the token may belong to an account', 60],
	]),
	...keysOf('sign-in.unseen', [
		['sign-in.list-accounts', ['a'], 'its accounts', 'the accounts that the credential sees', 70],
	]),
	...keysOf('sign-in.help', [
		['sign-in.help-close', ['escape', '?', 'f1', 'q', 'enter'], 'close', 'close the help', 90],
		['sign-in.help-down', ['down', 'j'], 'scroll', 'scroll down', 50],
		['sign-in.help-up', ['up', 'k'], 'scroll back', 'scroll up'],
	]),
];

export type SignInCommand = (typeof commandBindings)[number]['command'];

export const signInBindings: readonly Binding<unknown>[] = [
	...commandBindings,
	...editBindings<unknown>('sign-in.line'),
];
