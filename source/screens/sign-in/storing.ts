/** Reads, stores and removes the profile's credential, and goes where the outcome leads. */

import type {Credential} from '../../api/client.ts';
import {explain} from '../../api/errors.ts';
import type {Outcome, StoreProblem} from '../../credentials/keeper.ts';
import type {StoreKind} from '../../credentials/store.ts';
import type {Secret} from '../../secret.ts';
import type {Message} from '../state.ts';
import type {SignInActor} from './actor.ts';
import {type Accepted, type Keeping, menuStep, type Reading, type Step, type StepOf} from './step.ts';
import {enter} from './verifying.ts';

/** A keeper has no errors of its own; should it have one all the same, the interface goes on. */
function unexpected(error: unknown): StoreProblem {
	return {kind: 'other', title: 'That did not work.', lines: explain(error)};
}

/** The name of the store that the profile's credential is in. */
function storedIn(actor: SignInActor): string {
	const {recorded, setting} = actor.state();
	return recorded === undefined ? 'store' : setting.names[recorded];
}

/** Looks again where the credential is by now. */
function lookAgain({change, surroundings}: SignInActor): void {
	change((before) => ({...before, recorded: surroundings.keeper.recorded(), isGone: false}));
}

/**
 * Draws everything anew after the desktop's prompt: where its bus was started in this terminal, what the prompt says on
 * its way goes to the screen (research: keychain, 2).
 */
function repaintAfter(actor: SignInActor, unlock: boolean): void {
	if (unlock) actor.surroundings.repaint();
}

/** To the menu, with what is wrong, or with what came to a good end. */
export function goToMenu(
	actor: SignInActor,
	words: {readonly problem?: readonly string[]; readonly notice?: readonly string[]},
): void {
	const {problem = [], notice = []} = words;
	actor.change((before) => ({...before, problem, notice}));
	actor.goTo(menuStep);
}

interface ReadOptions {
	readonly passphrase?: Secret | undefined;
	/** A reading that has begun already, and how to call it off. */
	readonly begun?: Promise<Outcome<Credential | undefined>> | undefined;
	readonly stop?: (() => void) | undefined;
}

/** After another try that came to the same end: else it would look as if nothing had happened. */
function sayTriedAgain(actor: SignInActor, before: Step, kind: StoreProblem['kind']): void {
	if (!('problem' in before) || !('kind' in before.problem) || before.problem.kind !== kind) return;
	const at = new Date(actor.surroundings.time()).toTimeString().slice(0, 8);
	actor.say(`tried again at ${at}: the same`, 'warning');
}

/** To the menu: what the configuration names is not there. */
function tellGone(actor: SignInActor): void {
	const {recorded} = actor.state();
	actor.change((before) => ({...before, isGone: true}));
	const {title, lines} = actor.surroundings.keeper.goneWords(recorded ?? 'keychain');
	goToMenu(actor, {problem: [title, ...lines]});
}

/** Asks for the passphrase, unless it is plain already that it would open nothing. */
function askPassphrase(actor: SignInActor): void {
	const {keeper, time} = actor.surroundings;
	actor.change((before) => ({...before, now: time(), problem: [], notice: []}));
	const before = actor.state().step;
	actor.work(
		{kind: 'reading', reading: 'plain', since: time(), from: undefined},
		async () => {
			const outcome = await keeper.inspect();
			return () => {
				if (outcome.kind === 'failed') {
					actor.goTo({kind: 'unread', problem: outcome.problem, cursor: 0});
					sayTriedAgain(actor, before, outcome.problem.kind);
				} else if (outcome.value) actor.goTo({kind: 'passphrase', problem: []});
				else tellGone(actor);
			};
		},
		(error) => ({kind: 'unread', problem: unexpected(error), cursor: 0}),
	);
}

export function readStored(actor: SignInActor, reading: Reading, options: ReadOptions = {}): void {
	const {keeper, time} = actor.surroundings;
	const {passphrase, begun, stop} = options;
	const before = actor.state().step;
	const from = reading === 'plain' ? undefined : before;
	actor.change((before) => ({...before, now: time(), problem: [], notice: []}));
	actor.work(
		{kind: 'reading', reading, since: time(), from},
		async (signal) => {
			if (stop !== undefined) signal.addEventListener('abort', stop, {once: true});
			const outcome = await (begun ?? keeper.read({signal, unlock: reading === 'unlock', passphrase}));
			return () => {
				repaintAfter(actor, reading === 'unlock');
				concludeReading(actor, outcome, before);
			};
		},
		(error) => ({kind: 'unread', problem: unexpected(error), cursor: 0}),
	);
}

function concludeReading(actor: SignInActor, outcome: Outcome<Credential | undefined>, before: Step): void {
	lookAgain(actor);
	const {recorded} = actor.state();
	if (outcome.kind === 'failed') {
		const {problem} = outcome;
		if (problem.kind === 'wrong-passphrase' && recorded === 'passphrase-file') {
			actor.goTo({kind: 'passphrase', problem: [problem.title, ...problem.lines]});
			return;
		}
		actor.goTo({kind: 'unread', problem, cursor: 0});
		sayTriedAgain(actor, before, problem.kind);
		return;
	}
	if (outcome.value === undefined) {
		tellGone(actor);
		return;
	}
	enter(actor, {credential: outcome.value, source: storedIn(actor), origin: 'stored', account: undefined});
}

/** Reads what is stored, without any prompt; of the passphrase file, asks for the passphrase. */
export function readAgain(actor: SignInActor, options: ReadOptions = {}): void {
	lookAgain(actor);
	switch (actor.state().recorded) {
		case undefined:
			actor.goTo(menuStep);
			return;
		case 'passphrase-file':
			askPassphrase(actor);
			return;
		case 'keychain':
		case 'kernel-keyring':
			readStored(actor, 'plain', options);
	}
}

/** Opens the accepted account, with what became of the credential: where it is kept, if it is. */
export function openAccepted(actor: SignInActor, {attempt, account}: Accepted, store: StoreKind | undefined): void {
	const {machine, names} = actor.state().setting;
	const text = {
		keychain: `Stored in the ${names.keychain}.`,
		'kernel-keyring': 'Kept in the kernel keyring: until reboot, or 3 days unused.',
		'passphrase-file': 'Kept in a file: its passphrase is asked for at each start.',
		nowhere: 'For this run only: it was stored nowhere.',
	}[store ?? 'nowhere'];
	const message: Message =
		store === undefined || machine.variable === undefined
			? {text, tone: 'plain'}
			: {text: `${text} But ${machine.variable} is set, and wins at the next start: unset it.`, tone: 'warning'};
	actor.open(attempt, account, {store, message});
}

export function keep(actor: SignInActor, accepted: Accepted, keeping: Keeping): void {
	const {keeper, settings, time} = actor.surroundings;
	const {store, unlock, passphrase} = keeping;
	const from = actor.state().step;
	const failed = (problem: StoreProblem): Step => ({
		kind: 'unkept',
		accepted,
		keeping,
		problem,
		// Where there is no keyring, another try is no better: the line below it leads to a store that is there.
		cursor: store === 'keychain' && (problem.kind === 'no-bus' || problem.kind === 'no-service') ? 1 : 0,
	});
	actor.change((before) => ({...before, now: time()}));
	actor.work(
		{kind: 'keeping', accepted, keeping, unlock, isStopping: false, since: time(), from},
		async (signal) => {
			const outcome = await keeper.keep(
				store,
				accepted.attempt.credential,
				{...settings, account: accepted.account.id},
				{signal, unlock, passphrase},
			);
			return () => {
				repaintAfter(actor, unlock);
				lookAgain(actor);
				if (outcome.kind === 'failed') {
					actor.goTo(failed(outcome.problem));
					sayTriedAgain(actor, from, outcome.problem.kind);
				} else if (outcome.value.length > 0) {
					actor.goTo({kind: 'kept', accepted, store, remarks: outcome.value, cursor: 0});
				} else openAccepted(actor, accepted, store);
			};
		},
		(error) => failed(unexpected(error)),
	);
}

/** Called off twice: what became of it nobody waits for. */
export function leaveKeeping(actor: SignInActor, {accepted, keeping}: StepOf<'keeping'>): void {
	const name = actor.state().setting.names[keeping.store];
	actor.goTo({
		kind: 'unkept',
		accepted,
		keeping,
		problem: {
			kind: 'cancelled',
			title: 'Storing the credential was called off.',
			lines: [`Whether the ${name} has it by now is not known.`],
		},
		cursor: 0,
	});
}

/** Who is signed out has left the account that was open with that credential. */
function leaveFormer({surroundings: {former}, state, change}: SignInActor): void {
	if (former === undefined || former.profile !== state().setting.profile) return;
	former.forget();
	change((before) => ({...before, setting: {...before.setting, former: undefined}}));
}

export function remove(actor: SignInActor, unlock: boolean, from?: Step): void {
	const {keeper, time} = actor.surroundings;
	const source = storedIn(actor);
	const before = actor.state().step;
	const {profile} = actor.state().setting;
	actor.change((before) => ({...before, now: time(), problem: [], notice: []}));
	actor.work(
		{kind: 'removing', unlock, isStopping: false, since: time(), from},
		async (signal) => {
			const outcome = await keeper.remove({signal, unlock});
			return () => {
				repaintAfter(actor, unlock);
				lookAgain(actor);
				if (outcome.kind === 'failed') {
					actor.goTo({kind: 'unremoved', problem: outcome.problem, cursor: 0});
					sayTriedAgain(actor, before, outcome.problem.kind);
					return;
				}
				leaveFormer(actor);
				const stillValid = 'The token itself is still valid at Cloudflare: delete it there if it is not needed.';
				goToMenu(actor, {
					notice: outcome.value
						? [`Signed out of ${profile}: removed from the ${source}.`, stillValid]
						: [`Signed out of ${profile}: nothing was stored for it.`],
				});
			};
		},
		(error) => ({kind: 'unremoved', problem: unexpected(error), cursor: 0}),
	);
}

/** To the menu, with why the profile is not signed out; undefined where nobody waited for it. */
export function leaveStored(actor: SignInActor, problem: StoreProblem | undefined): void {
	lookAgain(actor);
	const {profile} = actor.state().setting;
	const title = problem?.title ?? 'Signing out was called off. The credential may still be stored.';
	goToMenu(actor, {
		problem: [title, `Profile ${profile} still looks for it in the ${storedIn(actor)}; sign out again to remove it.`],
	});
}
