/** What each line of the sign-in's lists does. */
import {guardTime} from '../state.ts';
import type {SignInActor} from './actor.ts';
import {type ChoiceName, choicesOf, noKernelKeyring} from './choices.ts';
import {shownAccounts} from './state.ts';
import {type Accepted, acceptedOf, type ChoosingStep, isChoosing, type Keeping, menuStep} from './step.ts';
import {goToMenu, keep, leaveStored, openAccepted, readAgain, readStored, remove} from './storing.ts';
import {accept, attempt} from './verifying.ts';

type Chosen = (actor: SignInActor, step: ChoosingStep) => void;

/** For the lines that are offered for an accepted credential only. */
function ofAccepted(act: (actor: SignInActor, accepted: Accepted, step: ChoosingStep) => void): Chosen {
	return (actor, step) => {
		const accepted = acceptedOf(step);
		if (accepted !== undefined) act(actor, accepted, step);
	};
}

function storeIn(store: Keeping['store']): Chosen {
	return ofAccepted((actor, accepted) => keep(actor, accepted, {store, unlock: false}));
}

function again(actor: SignInActor, step: ChoosingStep, unlock: boolean): void {
	switch (step.kind) {
		case 'unread':
			if (unlock) readStored(actor, 'unlock');
			else readAgain(actor);
			return;
		case 'unkept':
			keep(actor, step.accepted, {...step.keeping, unlock});
			return;
		case 'unremoved':
			remove(actor, unlock);
			return;
		default:
			return;
	}
}

function switchProfile(actor: SignInActor, step: ChoosingStep): void {
	const chosen = actor.state().setting.otherProfiles[step.cursor];
	if (chosen === undefined) return;
	const problem = actor.surroundings.switchProfile(chosen.name);
	if (problem !== undefined) goToMenu(actor, {problem: [`Profile ${chosen.name} can not be opened.`, ...problem]});
}

function askRemoval(actor: SignInActor, from: ChoosingStep): void {
	actor.goTo({kind: 'ask-removal', cursor: 0, shownAt: actor.surroundings.time(), from});
}

/** The line before, as esc does. */
function backFrom(actor: SignInActor, step: ChoosingStep): void {
	if (step.kind === 'accepted') actor.goTo(step.accepted.from);
	if (step.kind === 'ask-removal') actor.goTo(step.from);
}

const table: Readonly<Record<ChoiceName, Chosen>> = {
	token: (actor) => actor.goTo({kind: 'token', problem: []}),
	key: (actor) => {
		const {email} = actor.state().fields;
		actor.goTo({kind: 'key', field: email.text === '' ? 'email' : 'key', problem: []});
	},
	stored: (actor) => readAgain(actor),
	profiles: (actor, from) => actor.goTo({kind: 'profiles', cursor: 0, from}),
	profile: switchProfile,
	demo: (actor, step) => attempt(actor, 'demo', step),
	quit: (actor) => actor.surroundings.quit(),
	keychain: storeIn('keychain'),
	'kernel-keyring': (actor, step) => {
		switch (actor.state().kernelKeyring) {
			case 'works':
				storeIn('kernel-keyring')(actor, step);
				return;
			case 'unknown':
				actor.say('not known yet whether it works here: a moment', 'warning');
				return;
			case 'refused':
				actor.say(noKernelKeyring[0] ?? '', 'warning');
		}
	},
	'passphrase-file': ofAccepted((actor, accepted, from) =>
		actor.goTo({kind: 'new-passphrase', accepted, field: 'passphrase', problem: [], from}),
	),
	elsewhere: ofAccepted((actor, accepted) => actor.goTo({kind: 'elsewhere', accepted, cursor: 0})),
	once: ofAccepted((actor, accepted) => openAccepted(actor, accepted, undefined)),
	back: backFrom,
	unlock: (actor, step) => again(actor, step, true),
	again: (actor, step) => again(actor, step, false),
	'other-credential': (actor) => actor.goTo(menuStep),
	'delete-file': askRemoval,
	'sign-out': askRemoval,
	return: (actor) => actor.surroundings.former?.open(),
	delete: (actor, step) => {
		if (step.kind !== 'ask-removal') return;
		// Keys that were typed before the question could be read are no answers to it.
		if (actor.surroundings.time() - step.shownAt < guardTime) {
			actor.say('that came too early to be an answer: press it again', 'warning');
			return;
		}
		remove(actor, false, step.from);
	},
	leave: (actor, step) => {
		if (step.kind === 'unremoved') leaveStored(actor, step.problem);
	},
	'go-on': (actor, step) => {
		if (step.kind === 'kept') openAccepted(actor, step.accepted, step.store);
	},
};

/** Takes the line under the cursor. */
export function choose(actor: SignInActor): void {
	const state = actor.state();
	const {step} = state;
	if (step.kind === 'accounts') {
		const account = shownAccounts(step)[step.cursor];
		if (account === undefined) {
			actor.say('no account matches: esc clears the search', 'warning');
			return;
		}
		const {attempt: chosen, verified, accounts} = step;
		accept(actor, {attempt: chosen, account, verified, seen: accounts.length, from: step});
		return;
	}
	if (!isChoosing(step)) return;
	const choice = choicesOf(state, step)[step.cursor];
	if (choice !== undefined) table[choice.name](actor, step);
}

/** `r`: the line that tries again. */
export function tryAgain(actor: SignInActor): void {
	const {step} = actor.state();
	if (isChoosing(step)) again(actor, step, false);
}
