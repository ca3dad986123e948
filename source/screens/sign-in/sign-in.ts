/**
 * The program between its start and the first account: a credential stored, typed or from the environment, verified,
 * kept, and an account chosen. Like `../program.ts` it holds the state and takes keys one by one; React only draws what
 * this says.
 */
import type {CloudflareClient, Credential} from '../../api/client.ts';
import type {StoreKind} from '../../credentials/store.ts';
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
import {createLooks} from './looks.ts';
import {
	contextOf,
	firstState,
	focusedField,
	isSecretField,
	pastedInto,
	type SignInState,
	withLine,
	withoutPassphrases,
	withoutSecrets,
} from './state.ts';
import {hasPassphrase, leadsToOpening} from './step.ts';
import {readAgain, remove} from './storing.ts';
import {enter} from './verifying.ts';

/** While something is waited for, its seconds are counted; ms. */
const second = 1000;

/** What is under way. */
interface UnderWay {
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

function firstStateOf(surroundings: SignInSurroundings, start: SignInStart): SignInState {
	const {keeper, otherProfiles, passphraseProblem, platform, machine, former, settings, time} = surroundings;
	const ofStores = <Value>(value: (kind: StoreKind) => Value) => ({
		keychain: value('keychain'),
		'kernel-keyring': value('kernel-keyring'),
		'passphrase-file': value('passphrase-file'),
	});
	const setting = {
		profile: keeper.profile,
		otherProfiles,
		names: ofStores(keeper.nameOf),
		storeWords: ofStores(keeper.keptWords),
		passphraseProblem,
		platform,
		machine,
		former: former?.name,
		accountFrom: start.accountFrom,
		storesLock: settings.readOnly === true,
	};
	const state = firstState(setting, start.size, time(), start.accountId, keeper.recorded(), start.problem ?? []);
	// Other systems have no such thing, so there is nothing to find out.
	return platform === 'linux' ? state : {...state, kernelKeyring: 'refused'};
}

export function createSignIn(surroundings: SignInSurroundings, start: SignInStart): SignIn {
	const {keymap, time} = surroundings;
	let state = firstStateOf(surroundings, start);
	/** The client of the last attempt; another try with the same credential goes on with it. */
	let connection: {readonly credential: Credential; readonly client: CloudflareClient} | undefined;
	let underWay: UnderWay | undefined;
	/** Keys that came while nothing was asked. */
	let typed: KeyEvent[] = [];
	const listeners = new Set<() => void>();

	const change: SignInActor['change'] = (next) => {
		const after = next(state);
		if (after === state) return;
		state = after;
		for (const listener of [...listeners]) listener();
	};

	const say: SignInActor['say'] = (text, tone = 'plain') => change((before) => ({...before, message: {text, tone}}));

	/** Takes back what is said for a while. */
	let forgetHint = (): void => {};

	const hint: SignInActor['hint'] = (text, ms) => {
		say(text, 'warning');
		const {message} = state;
		forgetHint = surroundings.setTimer(
			() => change((before) => (before.message === message ? {...before, message: undefined} : before)),
			ms,
		);
	};

	const disconnect = (): void => {
		const {client} = connection ?? {};
		connection = undefined;
		// It has nothing under way that anybody waits for.
		client?.close().catch(() => undefined);
	};

	const clientOf: SignInActor['clientOf'] = (credential) => {
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
		change((before) => ({
			...(hasPassphrase(step) && before.step.kind === step.kind ? before : withoutPassphrases(before)),
			step,
			scroll: 0,
		}));
		looks.follow(step);
		// Whatever was tried before these is given up, and another try begins with another credential.
		if (step.kind === 'menu' || step.kind === 'token' || step.kind === 'key') disconnect();
		if (step.kind === 'passphrase' && step.problem.length === 0) {
			// It was about to be asked for: they are the beginning of it.
			const keys = typed;
			typed = [];
			for (const event of keys) resolve(event);
			return;
		}
		if (typed.length > 0 && step.kind !== 'opened' && !leadsToOpening(step)) {
			say(
				`${typed.length === 1 ? 'a key' : `${typed.length} keys`} typed meanwhile: dropped, something is asked here`,
				'warning',
			);
			typed = [];
		}
	};

	const work: SignInActor['work'] = (step, begin, failed) => {
		goTo(step);
		const mine: UnderWay = {controller: new AbortController(), cancelTimer: () => {}};
		underWay = mine;
		const count = (): void => {
			change((before) => ({...before, now: time()}));
			mine.cancelTimer = surroundings.setTimer(count, second);
		};
		mine.cancelTimer = surroundings.setTimer(count, second);
		const finish = (conclusion: () => void): void => {
			if (underWay !== mine) return;
			mine.cancelTimer();
			underWay = undefined;
			conclusion();
		};
		begin(mine.controller.signal).then(finish, (error: unknown) => finish(() => goTo(failed(error))));
	};

	const open: SignInActor['open'] = (attempt, account, kept = {}) => {
		const client = clientOf(attempt.credential);
		connection = undefined;
		goTo({kind: 'opened'});
		change(withoutSecrets);
		const keys = typed;
		typed = [];
		surroundings.opened({client, account, source: attempt.source, ...kept}, keys);
	};

	const actor: SignInActor = {
		state: () => state,
		change,
		say,
		hint,
		goTo,
		work,
		stopWork: () => underWay?.controller.abort(),
		clientOf,
		open,
		surroundings,
	};
	const looks = createLooks(actor);

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
				const field = focusedField(state);
				const text = pastedInto(field, resolution.text);
				// A credential is pasted whole, and never seen: what stood there would only spoil it.
				change((before) => withLine(before, (line) => paste(isSecretField(field) ? emptyLine : line, text)));
				return;
			}
			case 'paste-ignored':
				if (leadsToOpening(state.step)) typed.push(event);
				else say(`paste ignored (${resolution.length} characters): nothing is being typed here`, 'warning');
				return;
			case 'sequence':
				for (const each of resolution.events) resolve(each);
				return;
			case 'unbound':
				if (leadsToOpening(state.step)) typed.push(event);
		}
	};

	const {begin} = start;
	switch (begin.kind) {
		case 'menu':
			break;
		case 'credential':
			enter(actor, {credential: begin.credential, source: begin.source, origin: 'environment', account: undefined});
			break;
		case 'read':
			readAgain(actor, {begun: begin.reading, stop: begin.stop});
			break;
		case 'remove':
			remove(actor, false);
	}

	return {
		state: () => state,
		keymap,
		press(event) {
			forgetHint();
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
			forgetHint();
			looks.stop();
			disconnect();
		},
	};
}
