/** What esc does: one step back, or stop what is under way; it never quits. */

import {emptyLine} from '../table-state.ts';
import type {SignInActor} from './actor.ts';
import {menuStep, type Step, type StepOf} from './step.ts';
import {leaveKeeping, leaveStored, openAccepted} from './storing.ts';

/** To a step that was left for another one, with what is to be known of that. */
function returnTo(actor: SignInActor, before: Step, step: Step): void {
	const isForm = before.kind === 'token' || before.kind === 'key' || before.kind === 'account-id';
	actor.goTo(isForm && step.kind === 'failed' ? {...before, problem: [step.failure.title]} : before);
}

/** Reading can be left at once: it changes nothing. */
function stopReading(actor: SignInActor, step: StepOf<'reading'>): void {
	const {from} = step;
	if (from !== undefined) {
		// What was wrong with the passphrase before says nothing about this one.
		actor.goTo(from.kind === 'passphrase' ? {...from, problem: ['Stopped: the file was not opened.']} : from);
		actor.say('stopped');
		return;
	}
	if (goBack(actor)) return;
	const {setting, recorded} = actor.state();
	const name = recorded === undefined ? 'store' : setting.names[recorded];
	actor.goTo({
		kind: 'unread',
		problem: {
			kind: 'cancelled',
			title: 'Reading the stored credential was stopped.',
			lines: [`It is still in the ${name}, as far as is known.`],
		},
		cursor: 0,
	});
}

/** To the account that was open before, if there is one. */
function goBack({surroundings: {former}, state}: SignInActor): boolean {
	if (former === undefined || state().setting.former === undefined) return false;
	former.open();
	return true;
}

/** The passphrase is not at hand: what else there is. */
export function leavePassphrase(actor: SignInActor): void {
	const {profile} = actor.state().setting;
	actor.goTo({
		kind: 'unread',
		problem: {
			kind: 'cancelled',
			title: `The passphrase file of ${profile} has not been opened.`,
			lines: ['Without its passphrase nobody can read it: it can only be deleted.'],
		},
		cursor: 0,
	});
}

/** What changes a store is called off first, and left only then: it may be about to be done. */
function stopChanging(actor: SignInActor, step: StepOf<'keeping' | 'removing'>): void {
	if (!step.isStopping) {
		actor.change((state) => ({...state, step: {...step, isStopping: true}}));
		actor.stopWork();
	} else if (step.kind === 'keeping') leaveKeeping(actor, step);
	else leaveStored(actor, undefined);
}

export function back(actor: SignInActor): void {
	const {step} = actor.state();
	switch (step.kind) {
		case 'menu':
			if (!goBack(actor)) actor.say('this is the beginning: q quits');
			return;
		case 'token':
			actor.goTo(menuStep);
			return;
		case 'key':
			actor.goTo({kind: 'menu', cursor: 1});
			return;
		case 'working':
			// The demo can not be called off; it is there in no time.
			if (step.attempt === 'demo') {
				actor.say('the demo account is about to open');
				return;
			}
			returnTo(actor, step.from, step);
			actor.say('given up');
			return;
		case 'accounts':
			if (step.filter.text === '') actor.goTo(step.from);
			else actor.goTo({...step, filter: emptyLine, cursor: 0});
			return;
		case 'failed':
		case 'account-id':
		case 'new-passphrase':
		case 'ask-removal':
		case 'profiles':
			returnTo(actor, step.from, step);
			return;
		case 'accepted':
			actor.goTo(step.accepted.from);
			return;
		case 'elsewhere':
		case 'unkept':
			actor.goTo({kind: 'accepted', accepted: step.accepted, cursor: 0});
			return;
		case 'kept':
			openAccepted(actor, step.accepted, step.store);
			return;
		case 'reading':
			stopReading(actor, step);
			return;
		case 'passphrase':
			if (!goBack(actor)) leavePassphrase(actor);
			return;
		case 'unread':
			if (!goBack(actor)) actor.goTo(menuStep);
			return;
		case 'keeping':
		case 'removing':
			stopChanging(actor, step);
			return;
		case 'unremoved':
			leaveStored(actor, step.problem);
			return;
		case 'opened':
			return;
	}
}
