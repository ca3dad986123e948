/** Reads, stores and removes the profile's credential, and goes where the outcome leads. */

import type {Credential} from '../../api/client.ts';
import {explain} from '../../api/errors.ts';
import type {Outcome, StoreProblem} from '../../credentials/keeper.ts';
import type {StoreKind} from '../../credentials/store.ts';
import type {Secret} from '../../secret.ts';
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
	change((before) => ({...before, recorded: surroundings.keeper.recorded()}));
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

export function readStored(actor: SignInActor, reading: Reading, options: ReadOptions = {}): void {
	const {keeper, time} = actor.surroundings;
	const {passphrase, begun, stop} = options;
	const from = reading === 'plain' ? undefined : actor.state().step;
	actor.change((before) => ({...before, now: time(), problem: [], notice: []}));
	actor.work(
		{kind: 'reading', reading, since: time(), from},
		async (signal) => {
			if (stop !== undefined) signal.addEventListener('abort', stop, {once: true});
			const outcome = await (begun ?? keeper.read({signal, unlock: reading === 'unlock', passphrase}));
			return () => {
				repaintAfter(actor, reading === 'unlock');
				concludeReading(actor, outcome);
			};
		},
		(error) => ({kind: 'unread', problem: unexpected(error), cursor: 0}),
	);
}

function concludeReading(actor: SignInActor, outcome: Outcome<Credential | undefined>): void {
	lookAgain(actor);
	const {setting, recorded} = actor.state();
	if (outcome.kind === 'failed') {
		const {problem} = outcome;
		if (problem.kind === 'wrong-passphrase' && recorded === 'passphrase-file') {
			actor.goTo({kind: 'passphrase', problem: [problem.title, ...problem.lines]});
			return;
		}
		actor.goTo({kind: 'unread', problem, cursor: 0});
		return;
	}
	const source = storedIn(actor);
	if (outcome.value === undefined) {
		goToMenu(actor, {
			problem: [
				`The ${source} has no credential of the profile ${setting.profile} any more.`,
				'It was removed there, or this is another keyring. Sign in to store one again.',
			],
		});
		return;
	}
	enter(actor, {credential: outcome.value, source, origin: 'stored', account: undefined});
}

/** Reads what is stored, without any prompt; of the passphrase file, asks for the passphrase. */
export function readAgain(actor: SignInActor, options: ReadOptions = {}): void {
	lookAgain(actor);
	switch (actor.state().recorded) {
		case undefined:
			actor.goTo(menuStep);
			return;
		case 'passphrase-file':
			actor.goTo({kind: 'passphrase', problem: []});
			return;
		case 'keychain':
		case 'kernel-keyring':
			readStored(actor, 'plain', options);
	}
}

/** Opens the accepted account, with what became of the credential: where it is kept, if it is. */
export function openAccepted(actor: SignInActor, {attempt, account}: Accepted, store: StoreKind | undefined): void {
	const text =
		store === undefined
			? 'For this run only: it was stored nowhere.'
			: actor.state().setting.storeWords[store].join(' ');
	actor.open(attempt, account, {store, message: {text, tone: 'plain'}});
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
		cursor: 0,
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
				if (outcome.kind === 'failed') actor.goTo(failed(outcome.problem));
				else if (outcome.value.length > 0) {
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

export function remove(actor: SignInActor, unlock: boolean, from?: Step): void {
	const {keeper, time} = actor.surroundings;
	const source = storedIn(actor);
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
					return;
				}
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
