/** What each command of the sign-in does; the compiler refuses a command of its keys that is missing here. */
import {type EditCommand, editOperations} from '../../input/edit-line.ts';
import {interruptTime} from '../state.ts';
import type {SignInActor} from './actor.ts';
import type {SignInCommand} from './bindings.ts';
import {choose, tryAgain} from './choosing.ts';
import {tokenAddress} from './credential-steps.ts';
import {back, leavePassphrase} from './leaving.ts';
import {withCursor, withLine} from './state.ts';
import {nextField, otherForm, submit} from './submitting.ts';
import {attempt} from './verifying.ts';
import {stepView} from './view.ts';

type Handler = (actor: SignInActor) => void;

function moveCursor(move: (cursor: number, last: number) => number): Handler {
	return (actor) => actor.change((state) => withCursor(state, move));
}

function scrollHelp(lines: 1 | -1): Handler {
	return (actor) => actor.change((state) => ({...state, help: Math.max(0, (state.help ?? 0) + lines)}));
}

/** Through a text that is cut, by what is on show of it. */
function scrollText(direction: 1 | -1): Handler {
	return (actor) =>
		actor.change((state) => {
			const {page, lastScroll} = stepView(state);
			const scroll = Math.max(0, Math.min(state.scroll + direction * page, lastScroll));
			return scroll === state.scroll ? state : {...state, scroll};
		});
}

function retry(actor: SignInActor): void {
	const {step} = actor.state();
	switch (step.kind) {
		case 'failed':
			attempt(actor, step.attempt, step.from);
			return;
		case 'accounts':
			listAccounts(actor);
			return;
		default:
			tryAgain(actor);
	}
}

function listAccounts(actor: SignInActor): void {
	const {step} = actor.state();
	if ((step.kind === 'failed' || step.kind === 'accounts') && step.attempt !== 'demo') {
		attempt(actor, {...step.attempt, account: undefined}, step.from);
	}
}

function byHand(actor: SignInActor): void {
	const {step} = actor.state();
	if (step.kind === 'accounts') {
		actor.goTo({kind: 'account-id', attempt: step.attempt, reason: [], problem: [], from: step});
	} else if (step.kind === 'failed' && step.attempt !== 'demo') {
		const {attempt: refused, from} = step;
		actor.goTo(
			from.kind === 'account-id' ? from : {kind: 'account-id', attempt: refused, reason: [], problem: [], from},
		);
	}
}

function interrupt(actor: SignInActor): void {
	const now = actor.surroundings.time();
	const {interruptedAt} = actor.state();
	if (interruptedAt !== undefined && now - interruptedAt < interruptTime) {
		actor.surroundings.quit();
		return;
	}
	actor.change((state) => ({...state, interruptedAt: now}));
	actor.hint('ctrl-c again within two seconds quits', interruptTime);
}

/** Into the clipboard of the user's own machine, where the dashboard is: all of it, however much is on show. */
function copy(actor: SignInActor): void {
	const {step} = actor.state();
	const command = 'problem' in step && 'command' in step.problem ? step.problem.command : undefined;
	const refused = actor.surroundings.copy(command ?? tokenAddress);
	if (refused !== undefined) actor.say(refused, 'warning');
	else if (command === undefined) actor.say('the address was sent to the clipboard of your terminal');
	else actor.say("sent to your terminal's clipboard; if it is not there: cfiam whoami prints it");
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
	'sign-in.scroll-down': scrollText(1),
	'sign-in.scroll-up': scrollText(-1),
	'sign-in.submit': submit,
	'sign-in.next-field': nextField,
	'sign-in.other-form': otherForm,
	'sign-in.copy': copy,
	'sign-in.other-ways': leavePassphrase,
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
