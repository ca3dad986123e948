/** What each command of the sign-in does; the compiler refuses a command of its keys that is missing here. */
import {type EditCommand, editOperations} from '../../input/edit-line.ts';
import {interruptTime} from '../state.ts';
import {emptyLine} from '../table-state.ts';
import type {SignInActor} from './actor.ts';
import type {SignInCommand} from './bindings.ts';
import {type Attempt, menuItems, type Step, shownAccounts, stepBefore, withCursor, withLine} from './state.ts';

type Handler = (actor: SignInActor) => void;

function moveCursor(move: (cursor: number, last: number) => number): Handler {
	return (actor) => actor.change((state) => withCursor(state, move));
}

function scrollHelp(lines: 1 | -1): Handler {
	return (actor) => actor.change((state) => ({...state, help: Math.max(0, (state.help ?? 0) + lines)}));
}

function choose(actor: SignInActor): void {
	const {step, fields} = actor.state();
	if (step.kind === 'accounts') {
		const account = shownAccounts(step)[step.cursor];
		if (account === undefined) actor.say('no account matches: esc clears the search', 'warning');
		else actor.open(step.attempt, account);
		return;
	}
	if (step.kind !== 'menu') return;
	switch (menuItems[step.cursor]?.choice) {
		case 'token':
			actor.goTo({kind: 'token', problem: []});
			return;
		case 'key':
			actor.goTo({kind: 'key', field: fields.email.text === '' ? 'email' : 'key', problem: []});
			return;
		case 'demo':
			actor.attempt('demo', step);
			return;
		case 'quit':
			actor.surroundings.quit();
			return;
		case undefined:
			return;
	}
}

/** Signs in with what was typed; to the given account, if one was given. */
function signIn(actor: SignInActor, attempt: Attempt, from: Step): void {
	if (actor.state().accountGiven) actor.attemptAccount(attempt, from);
	else actor.attempt(attempt, from);
}

function submit(actor: SignInActor): void {
	const {step, fields} = actor.state();
	const {readToken, readKey} = actor.surroundings;
	switch (step.kind) {
		case 'token': {
			const read = readToken(fields.token.text);
			if (read.kind === 'token') {
				const attempt: Attempt = {credential: read, source: 'typed token', account: undefined};
				signIn(actor, attempt, {...step, problem: []});
				return;
			}
			const offer = read.looksLike === 'key' ? ['tab takes it to the form for a Global API key.'] : [];
			actor.goTo({...step, problem: [`The token ${read.reason}.`, read.next, ...offer]});
			return;
		}
		case 'key': {
			if (step.field === 'email' && fields.email.text !== '' && fields.key.text === '') {
				actor.goTo({...step, field: 'key', problem: []});
				return;
			}
			const read = readKey(fields.email.text, fields.key.text);
			if (read.kind === 'key') {
				signIn(actor, {credential: read, source: 'typed key', account: undefined}, {...step, problem: []});
				return;
			}
			const what = read.field === 'email' ? 'The address' : 'The key';
			actor.goTo({...step, field: read.field, problem: [`${what} ${read.reason}.`, read.next]});
			return;
		}
		case 'account-id':
			actor.attemptAccount(step.attempt, {...step, problem: []});
			return;
		default:
			return;
	}
}

function back(actor: SignInActor): void {
	const {step} = actor.state();
	if (step.kind === 'accounts' && step.filter.text !== '') {
		actor.goTo({...step, filter: emptyLine, cursor: 0});
		return;
	}
	const before = stepBefore(step);
	if (before === undefined) {
		actor.say(step.kind === 'menu' ? 'this is the beginning: q quits' : 'the demo account is about to open');
		return;
	}
	const isForm = before.kind === 'token' || before.kind === 'key' || before.kind === 'account-id';
	actor.goTo(isForm && step.kind === 'failed' ? {...before, problem: [step.failure.title]} : before);
	if (step.kind === 'working') actor.say('given up');
}

function retry(actor: SignInActor): void {
	const {step} = actor.state();
	if (step.kind === 'failed') actor.attempt(step.attempt, step.from);
	else listAccounts(actor);
}

function listAccounts(actor: SignInActor): void {
	const {step} = actor.state();
	if ((step.kind === 'failed' || step.kind === 'accounts') && step.attempt !== 'demo') {
		actor.attempt({...step.attempt, account: undefined}, step.from);
	}
}

function byHand(actor: SignInActor): void {
	const {step} = actor.state();
	if (step.kind === 'accounts') {
		actor.goTo({kind: 'account-id', attempt: step.attempt, reason: [], problem: [], from: step});
	} else if (step.kind === 'failed' && step.attempt !== 'demo') {
		const {attempt, from} = step;
		actor.goTo(from.kind === 'account-id' ? from : {kind: 'account-id', attempt, reason: [], problem: [], from});
	}
}

/** From the token to the key: what was typed comes along, if nothing is there yet. */
function otherForm(actor: SignInActor): void {
	const {token, key, email} = actor.state().fields;
	const isTaken = token.text !== '' && key.text === '';
	actor.change((state) => (isTaken ? {...state, fields: {...state.fields, token: emptyLine, key: token}} : state));
	actor.goTo({kind: 'key', field: email.text === '' ? 'email' : 'key', problem: []});
}

function interrupt(actor: SignInActor): void {
	const now = actor.surroundings.time();
	const {interruptedAt} = actor.state();
	if (interruptedAt !== undefined && now - interruptedAt < interruptTime) {
		actor.surroundings.quit();
		return;
	}
	actor.change((state) => ({...state, interruptedAt: now}));
	actor.say('ctrl-c again within two seconds quits', 'warning');
}

const table = {
	'sign-in.interrupt': interrupt,
	'sign-in.repaint': (actor) => actor.surroundings.repaint(),
	'sign-in.suspend': (actor) => actor.surroundings.suspend(),
	'sign-in.quit': (actor) => actor.surroundings.quit(),
	'sign-in.back': back,
	'sign-in.choose': choose,
	'sign-in.down': moveCursor((cursor) => cursor + 1),
	'sign-in.up': moveCursor((cursor) => cursor - 1),
	'sign-in.page-down': moveCursor((cursor) => cursor + 10),
	'sign-in.page-up': moveCursor((cursor) => cursor - 10),
	'sign-in.first': moveCursor(() => 0),
	'sign-in.last': moveCursor((_cursor, last) => last),
	'sign-in.submit': submit,
	'sign-in.next-field': (actor) =>
		actor.change((state) =>
			state.step.kind === 'key'
				? {...state, step: {...state.step, field: state.step.field === 'email' ? 'key' : 'email'}}
				: state,
		),
	'sign-in.other-form': otherForm,
	'sign-in.retry': retry,
	'sign-in.list-accounts': listAccounts,
	'sign-in.by-hand': byHand,
	'sign-in.help': (actor) => actor.change((state) => ({...state, help: 0})),
	'sign-in.help-close': (actor) => actor.change((state) => ({...state, help: undefined})),
	'sign-in.help-down': scrollHelp(1),
	'sign-in.help-up': scrollHelp(-1),
} satisfies Record<SignInCommand, Handler>;

const editing: Readonly<Record<EditCommand, {readonly apply: Parameters<typeof withLine>[1]}>> = editOperations;

const all: ReadonlyMap<string, Handler> = new Map<string, Handler>([
	...Object.entries(table),
	...Object.entries(editing).map(([command, {apply}]): [string, Handler] => [
		command,
		(actor) => actor.change((state) => withLine(state, apply)),
	]),
]);

/** The handler of a command that the keymap has resolved. */
export function handlerOf(command: string): Handler {
	const handler = all.get(command);
	if (handler === undefined) throw new RangeError(`no handler for ${command}`);
	return handler;
}
