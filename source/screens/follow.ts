/** What the intents of actions open on the screen. */
import type {AccountId} from '../api/ids.ts';
import type {Confirmation, Intent} from '../areas/intent.ts';
import {remembering} from '../areas/remembered.ts';
import type {Weight} from '../areas/write.ts';
import type {FoundAccounts} from '../store/accounts.ts';
import {type Actor, changeNavigation, changeOverlay, openOverlay} from './actor.ts';
import {openForm} from './form/opening.ts';
import {open} from './navigation.ts';
import type {Origin, Overlay, TypedText} from './state.ts';
import {emptyLine} from './table-state.ts';

/**
 * A confirmation as it comes up; what it says has to be true now, not when the screen was read. It is planned anew when
 * anything that the plan was made of is another, and not for each key: it may be about thousands of people.
 */
function confirmationOf(actor: Actor, wanted: Confirmation, origin: Origin, of?: string): Overlay {
	const now = actor.time();
	const asked: Confirmation = {...wanted, plan: remembering(wanted.plan)};
	const {weight} = asked.plan(actor.now().setting);
	return {
		kind: 'confirm',
		asked,
		button: 'cancel',
		openedAt: now,
		shownAt: now,
		agreed: undefined,
		top: 0,
		origin,
		of,
		field: typedText(weight),
	};
}

/** Opens the confirmation of a change. @param of the title of what an undo takes back */
export function openConfirmation(actor: Actor, asked: Confirmation, origin: Origin = 'new', of?: string): void {
	openOverlay(actor, confirmationOf(actor, asked, origin, of));
	actor.refresh(asked.fresh);
}

/** Puts another confirmation in the place of the one that is open; what it is about is read again. */
export function replaceConfirmation(actor: Actor, asked: Confirmation, origin: Origin): void {
	const next = confirmationOf(actor, asked, origin);
	changeOverlay(actor, 'confirm', ({of}) => (next.kind === 'confirm' ? {...next, of} : next));
	actor.refresh(asked.fresh);
}

/** The field of a change that can not be undone or concerns everybody: empty, whatever was typed before. */
export function typedText(weight: Weight): TypedText | undefined {
	return weight.kind === 'irreversible' ? {what: weight.what, text: weight.text, line: emptyLine} : undefined;
}

export function followIntent(actor: Actor, intent: Intent): void {
	switch (intent.kind) {
		case 'say':
			actor.say(intent.text);
			return;
		case 'pick':
			openOverlay(actor, {
				kind: 'picker',
				picker: intent.picker,
				line: emptyLine,
				ticks: new Map(),
				cursor: undefined,
				focus: 'rows',
			});
			return;
		case 'look':
			changeNavigation(actor, (navigation) => open(navigation, intent.at));
			actor.refresh(intent.needs);
			return;
		case 'form':
			openForm(actor, intent.form);
			return;
		case 'confirm':
			openConfirmation(actor, intent);
	}
}

/** The menu of the accounts that the credential sees. */
function offerAccounts(actor: Actor, found: FoundAccounts, current: AccountId): void {
	if (found.kind === 'unknown') {
		actor.say(found.reason[0] ?? 'the accounts of this credential can not be listed', 'warning');
		return;
	}
	const {accounts} = found;
	if (accounts.length <= 1) {
		actor.say('this credential sees no other account');
		return;
	}
	actor.change((state) => ({...state, message: undefined}));
	openOverlay(actor, {
		kind: 'menu',
		title: 'Account',
		items: accounts.map(({id, name}) => ({
			letter: '',
			label: name,
			remark: id === current ? 'open now' : id,
			choice: {kind: 'account', account: {id, name}},
		})),
		cursor: Math.max(
			0,
			accounts.findIndex(({id}) => id === current),
		),
	});
}

/** Offers the accounts of the credential once they have been read. */
export function chooseAccount(actor: Actor, accounts: () => Promise<FoundAccounts>): void {
	actor.say('reading the accounts of this credential');
	const {state, setting} = actor.now();
	accounts().then(
		(found) => {
			const {overlays, navigation} = actor.now().state;
			// An answer that comes late must not get in the way of what the user has gone on to.
			if (overlays.length === 0 && navigation === state.navigation)
				offerAccounts(actor, found, setting.knowledge.account.id);
		},
		(error: unknown) => actor.say(error instanceof Error ? error.message : String(error), 'danger'),
	);
}
