/**
 * The program between its start and the first account: a credential typed or from the environment, verified, and an
 * account chosen. Like `../program.ts` it holds the state and takes keys one by one; React only draws what this says.
 */

import {parseAccountId} from '../../api/account-id.ts';
import type {CloudflareClient, Credential} from '../../api/client.ts';
import {CloudflareError, explain} from '../../api/errors.ts';
import type {AccountId} from '../../api/ids.ts';
import {examine, type Finding} from '../../identity/examine.ts';
import {resolveKey} from '../../input/dispatch.ts';
import {insert, paste} from '../../input/edit-line.ts';
import type {Keymap} from '../../input/keymap.ts';
import type {KeyEvent} from '../../input/keys.ts';
import {layoutOf} from '../layout.ts';
import type {Size} from '../state.ts';
import {emptyLine} from '../table-state.ts';
import type {SignInActor, SignInStart, SignInSurroundings} from './actor.ts';
import type {SignInContext} from './bindings.ts';
import {handlerOf} from './commands.ts';

import {
	type Attempt,
	contextOf,
	firstState,
	focusedField,
	menuStep,
	type SignInState,
	type Step,
	withLine,
	withoutSecrets,
} from './state.ts';

/** While something is waited for, its seconds are counted; ms. */
const second = 1000;

/** What is under way. */
interface Work {
	readonly controller: AbortController;
	cancelTimer: () => void;
}

export interface SignIn {
	readonly state: () => SignInState;
	readonly keymap: Keymap<unknown>;
	press(event: KeyEvent): void;
	resize(size: Size): void;
	/** Looks at the clock again. */
	tick(): void;
	subscribe(listener: () => void): () => void;
	/** Gives up what is under way. */
	close(): void;
}

/** What can not be seen can not be answered: a screen that is too small takes ctrl-c and its like only. */
function shownContext(state: SignInState): SignInContext {
	return layoutOf(state.size, false).tooSmall ? 'sign-in.always' : contextOf(state);
}

export function createSignIn(surroundings: SignInSurroundings, start: SignInStart): SignIn {
	const {keymap, time} = surroundings;
	let state = firstState(start.size, time(), start.accountId, start.problem ?? []);
	/** The client of the last attempt; another try with the same credential goes on with it. */
	let connection: {readonly credential: Credential; readonly client: CloudflareClient} | undefined;
	let underWay: Work | undefined;
	const listeners = new Set<() => void>();

	const change: SignInActor['change'] = (next) => {
		const after = next(state);
		if (after === state) return;
		state = after;
		for (const listener of [...listeners]) listener();
	};

	const say: SignInActor['say'] = (text, tone = 'plain') => change((before) => ({...before, message: {text, tone}}));

	const disconnect = (): void => {
		const {client} = connection ?? {};
		connection = undefined;
		// It has nothing under way that anybody waits for.
		client?.close().catch(() => undefined);
	};

	const clientOf = (credential: Credential): CloudflareClient => {
		if (connection?.credential === credential) return connection.client;
		disconnect();
		const client = surroundings.connect(credential);
		connection = {credential, client};
		return client;
	};

	const abandon = (): void => {
		underWay?.cancelTimer();
		underWay?.controller.abort();
		underWay = undefined;
	};

	const goTo: SignInActor['goTo'] = (step) => {
		abandon();
		// Whatever was tried before these is given up, and another try begins with another credential.
		if (step.kind === 'menu' || step.kind === 'token' || step.kind === 'key') disconnect();
		change((before) => ({...before, step}));
	};

	const open: SignInActor['open'] = (attempt, account) => {
		const client = clientOf(attempt.credential);
		connection = undefined;
		goTo({kind: 'opened'});
		change(withoutSecrets);
		surroundings.opened({client, account, source: attempt.source});
	};

	const conclude = (finding: Finding, attempt: Attempt, from: Step): void => {
		switch (finding.kind) {
			case 'account':
				open(attempt, finding.account);
				return;
			case 'accounts':
				change(withoutSecrets);
				goTo({
					kind: 'accounts',
					attempt,
					accounts: finding.accounts,
					cursor: 0,
					filter: {text: '', cursor: 0},
					from,
				});
				return;
			case 'by-hand':
				if (finding.accepted) change(withoutSecrets);
				goTo(
					from.kind === 'account-id'
						? {...from, reason: finding.reason}
						: {kind: 'account-id', attempt, reason: finding.reason, problem: [], from},
				);
				return;
			case 'failed':
				goTo({kind: 'failed', attempt, failure: finding.failure, from});
		}
	};

	/** Does one thing at a time: what comes of it is dropped when something else has begun meanwhile. */
	const workOn = (attempt: Attempt | 'demo', from: Step, work: (signal: AbortSignal) => Promise<() => void>): void => {
		goTo({kind: 'working', attempt, since: time(), waiting: undefined, from});
		const mine: Work = {controller: new AbortController(), cancelTimer: () => {}};
		underWay = mine;
		const count = (): void => {
			change((before) => ({...before, now: time()}));
			mine.cancelTimer = surroundings.setTimer(count, second);
		};
		mine.cancelTimer = surroundings.setTimer(count, second);
		const finish = (conclusion: () => void): void => {
			if (underWay !== mine) return;
			abandon();
			conclusion();
		};
		work(mine.controller.signal).then(finish, (error: unknown) =>
			finish(() =>
				goTo({
					kind: 'failed',
					attempt,
					failure: {title: 'That did not work.', lines: explain(error), remedy: 'none'},
					from,
				}),
			),
		);
	};

	const attempt: SignInActor['attempt'] = (wanted, from) => {
		change((before) => ({...before, now: time(), problem: []}));
		workOn(wanted, from, async (signal) => {
			if (wanted === 'demo') {
				await surroundings.openDemo();
				return () => goTo({kind: 'opened'});
			}
			const client = clientOf(wanted.credential);
			const release = client.budget.subscribe(() => {
				const {waiting} = client.budget.snapshot();
				change((before) =>
					before.step.kind === 'working' && before.step.attempt === wanted
						? {...before, now: time(), step: {...before.step, waiting}}
						: before,
				);
			});
			try {
				const finding = await examine(client, wanted.account, time(), {signal});
				return () => conclude(finding, wanted, from);
			} finally {
				release();
			}
		});
	};

	/** The account id in the field; undefined when it is none, and then it is asked for. */
	const readAccountId = (wanted: Attempt, from: Step): AccountId | undefined => {
		try {
			return parseAccountId(state.fields.accountId.text);
		} catch (error) {
			if (!(error instanceof CloudflareError)) throw error;
			const asking =
				from.kind === 'account-id' ? from : {kind: 'account-id' as const, attempt: wanted, reason: [], from};
			goTo({...asking, problem: [...error.messages, error.next]});
			return undefined;
		}
	};

	const attemptAccount: SignInActor['attemptAccount'] = (wanted, from) => {
		const account = readAccountId(wanted, from);
		if (account !== undefined) attempt({...wanted, account}, from);
	};

	const actor: SignInActor = {
		state: () => state,
		change,
		say,
		goTo,
		attempt,
		attemptAccount,
		open,
		surroundings,
	};

	const resolve = (event: KeyEvent): void => {
		const resolution = resolveKey(keymap, shownContext(state), event, undefined);
		switch (resolution.kind) {
			case 'command':
				handlerOf(resolution.command)(actor);
				return;
			case 'disabled':
				say(resolution.reason, 'warning');
				return;
			case 'text':
				change((before) => withLine(before, (line) => insert(line, resolution.text)));
				return;
			case 'paste': {
				// The spaces and line ends around a copied credential are no part of it.
				const text = focusedField(state) === 'filter' ? resolution.text : resolution.text.trim();
				// A credential is pasted whole, and never seen: what stood there would only spoil it.
				const isSecret = ['token', 'key'].includes(focusedField(state) ?? '');
				change((before) => withLine(before, (line) => paste(isSecret ? emptyLine : line, text)));
				return;
			}
			case 'paste-ignored':
				say(`paste ignored (${resolution.length} characters): nothing is being typed here`, 'warning');
				return;
			case 'sequence':
				for (const each of resolution.events) resolve(each);
				return;
			case 'unbound':
				return;
		}
	};

	if (start.credential !== undefined) {
		const wanted: Attempt = {...start.credential, account: undefined};
		const id = state.accountGiven ? readAccountId(wanted, menuStep) : undefined;
		if (!state.accountGiven) attempt(wanted, menuStep);
		else if (id !== undefined) open({...wanted, account: id}, {id, name: undefined});
	}

	return {
		state: () => state,
		keymap,
		press(event) {
			if (state.message !== undefined) change((before) => ({...before, message: undefined}));
			resolve(event);
		},
		resize: (size) => change((before) => ({...before, size})),
		tick: () => change((before) => ({...before, now: time()})),
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {
			abandon();
			disconnect();
		},
	};
}
