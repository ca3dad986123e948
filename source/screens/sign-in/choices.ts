/** What the lists of the sign-in offer, kind of failure by kind of failure. Pure. */

import {number} from '../../components/text.ts';
import type {StoreProblem} from '../../credentials/keeper.ts';
import type {StoreKind} from '../../credentials/store.ts';
import type {StoreFailureKind} from '../../credentials/store-failure.ts';
import type {SignInState} from './state.ts';
import {acceptedOf, type ChoosingStep, type StepOf} from './step.ts';

export type ChoiceName =
	| 'token'
	| 'key'
	| 'stored'
	| 'profiles'
	| 'profile'
	| 'demo'
	| 'quit'
	| 'keychain'
	| 'elsewhere'
	| 'passphrase-file'
	| 'kernel-keyring'
	| 'once'
	| 'back'
	| 'unlock'
	| 'again'
	| 'other-credential'
	| 'delete-file'
	| 'sign-out'
	| 'return'
	| 'delete'
	| 'leave'
	| 'go-on';

export interface Choice {
	readonly name: ChoiceName;
	readonly label: string;
	/** A few words behind the label. */
	readonly remark?: string | undefined;
	/** What there is to know while it is under the cursor, in lines. */
	readonly about?: readonly string[] | undefined;
}

/** Whether the desktop's prompt may help. */
export function isLocked(kind: StoreFailureKind): boolean {
	return kind === 'locked' || kind === 'dismissed';
}

/**
 * What another try, or another store, may do about a store that was not written to. The configuration and its lock are
 * the same for every store.
 */
function otherStoreHelps(kind: StoreFailureKind): boolean {
	switch (kind) {
		case 'configuration':
		case 'busy':
			return false;
		case 'no-module':
		case 'no-bus':
		case 'no-service':
		case 'no-collection':
		case 'locked':
		case 'dismissed':
		case 'no-reply':
		case 'timeout':
		case 'cancelled':
		case 'not-begun':
		case 'denied':
		case 'revoked':
		case 'quota':
		case 'ambiguous':
		case 'crash':
		case 'wrong-passphrase':
		case 'damaged':
		case 'file':
		case 'unreadable':
		case 'not-kept':
		case 'not-removed':
		case 'other':
			return true;
	}
}

/** What becomes of the credential that is stored at present when another one is stored there. */
function replacement({setting: {profile, names}, recorded}: SignInState, store: StoreKind): readonly string[] {
	if (recorded === undefined) return [];
	return recorded === store
		? [`It takes the place of the credential of ${profile} that is stored there.`]
		: [`The credential of ${profile} in the ${names[recorded]} is removed once this one is stored.`];
}

function storeChoice(state: SignInState, store: StoreKind): Choice {
	const {names, storeWords} = state.setting;
	// What is said of the keychain once it is done tells nothing that its name does not.
	const {variable, hasBus} = state.setting.machine;
	const words = store === 'keychain' ? ['The next start finds it there, and asks for nothing.'] : storeWords[store];
	const wins = variable === undefined ? [] : [`But ${variable} is set, and wins at each start: unset it.`];
	const labels: Readonly<Record<StoreKind, string>> = {
		keychain: `Keep it in the ${names.keychain}`,
		'passphrase-file': 'Keep it in a file with a passphrase',
		'kernel-keyring': 'Keep it in the kernel keyring',
	};
	return {
		name: store,
		label: labels[store],
		remark: store === 'keychain' && !hasBus ? 'there is none here' : undefined,
		about: [...words, ...wins, ...replacement(state, store)],
	};
}

function once({setting: {profile, names, machine}, recorded}: SignInState): Choice {
	const about =
		recorded === undefined
			? `It is written nowhere; the next start ${machine.variable === undefined ? 'asks again' : `takes ${machine.variable}`}.`
			: `It is written nowhere; what is stored of ${profile} in the ${names[recorded]} stays there.`;
	return {name: 'once', label: 'For this run only', about: [about]};
}

/** Why the kernel keyring is of no use here, and how to have it. */
export const noKernelKeyring: readonly string[] = [
	'It is not open to this shell: usual in containers, and in a tmux whose login has ended.',
	'To have it: quit, run keyctl session - (package keyutils), and start cfiam in the shell that opens.',
];

/** It has its line from the beginning, whatever is found out: nothing may move under the cursor. */
function kernelKeyring(state: SignInState): readonly Choice[] {
	if (state.setting.platform !== 'linux') return [];
	const choice = storeChoice(state, 'kernel-keyring');
	switch (state.kernelKeyring) {
		case 'works':
			return [choice];
		case 'unknown':
			return [{...choice, remark: 'looking whether it works here …'}];
		case 'refused':
			return [{...choice, remark: 'not open to this shell', about: noKernelKeyring}];
	}
}

function back({setting: {former}}: SignInState): readonly Choice[] {
	return former === undefined ? [] : [{name: 'return', label: `Back to ${former}`}];
}

/** The prompt of the desktop: last where nobody could see it. */
function unlocking(
	{setting: {machine}}: SignInState,
	kind: StoreFailureKind,
	label: string,
): Readonly<Record<'first' | 'last', readonly Choice[]>> {
	if (!isLocked(kind)) return {first: [], last: []};
	return machine.hasDisplay
		? {first: [{name: 'unlock', label, remark: 'prompt on the desktop'}], last: []}
		: {first: [], last: [{name: 'unlock', label, remark: 'prompt on a desktop; none here'}]};
}

function anotherProfile({setting: {otherProfiles}}: SignInState): readonly Choice[] {
	const count = otherProfiles.length;
	if (count === 0) return [];
	const remark = count === 1 ? 'there is one more' : `there are ${number(count)} more`;
	return [{name: 'profiles', label: 'Another profile', remark}];
}

function menu(state: SignInState): readonly Choice[] {
	return [
		{name: 'token', label: 'API token', remark: 'typed or pasted'},
		{name: 'key', label: 'Global API key', remark: 'with the e-mail address of its user'},
		...(state.recorded === undefined
			? []
			: ([
					{name: 'stored', label: 'Stored credential', remark: 'read it again'},
					{name: 'sign-out', label: 'Sign out', remark: 'remove what is stored'},
				] as const)),
		...anotherProfile(state),
		...back(state),
		{name: 'demo', label: 'Demo account', remark: 'built in: no network, no token'},
		{name: 'quit', label: 'Quit'},
	];
}

function unread(state: SignInState, {kind}: StoreProblem): readonly Choice[] {
	const isFile = state.recorded === 'passphrase-file';
	const {first, last} = unlocking(state, kind, 'Unlock');
	return [
		...first,
		{name: 'again', label: isFile ? 'Type the passphrase' : 'Try again'},
		...(isFile ? [{name: 'delete-file', label: 'Delete the file and sign in'} as const] : []),
		{name: 'other-credential', label: 'Sign in with another credential', remark: 'what is stored stays'},
		...last,
		...anotherProfile(state),
		...back(state),
		{name: 'quit', label: 'Quit'},
	];
}

function unkept(state: SignInState, {problem: {kind}, keeping: {store}}: StepOf<'unkept'>): readonly Choice[] {
	const others = otherStoreHelps(kind);
	const {first, last} = unlocking(state, kind, 'Unlock and store');
	return [
		...first,
		{name: 'again', label: 'Try again'},
		...(others && store !== 'keychain' ? [storeChoice(state, 'keychain')] : []),
		...(others && store !== 'passphrase-file' ? [storeChoice(state, 'passphrase-file')] : []),
		...(others && store !== 'kernel-keyring' ? kernelKeyring(state) : []),
		once(state),
		...last,
	];
}

/** Whether the step offers the kernel keyring, so that one has to look whether it works. */
export function wantsKernelKeyring(step: ChoosingStep, {setting: {machine}}: SignInState): boolean {
	return (
		step.kind === 'elsewhere' ||
		(step.kind === 'accepted' && !machine.hasBus) ||
		(step.kind === 'unkept' && step.keeping.store !== 'kernel-keyring' && otherStoreHelps(step.problem.kind))
	);
}

/** What is offered first where there plainly is no desktop keyring: what works. */
function acceptedWithoutBus(state: SignInState): readonly Choice[] {
	return [storeChoice(state, 'passphrase-file'), ...kernelKeyring(state), once(state), storeChoice(state, 'keychain')];
}

/** The lines to choose from. While a step is shown they stay where they are. */
export function choicesOf(state: SignInState, step: ChoosingStep): readonly Choice[] {
	switch (step.kind) {
		case 'menu':
			return menu(state);
		case 'profiles':
			return state.setting.otherProfiles.map(({name: label, remark}) => ({name: 'profile', label, remark}));
		case 'accepted':
			return [
				...(state.setting.machine.hasBus
					? [
							storeChoice(state, 'keychain'),
							{
								name: 'elsewhere',
								label: 'Keep it elsewhere',
								about: ['Another store, where the first one is of no use.'],
							} as const,
							once(state),
						]
					: acceptedWithoutBus(state)),
				{name: 'back', label: 'Back', about: ['Sign in with another credential.']},
			];
		case 'elsewhere':
			return [storeChoice(state, 'passphrase-file'), ...kernelKeyring(state), once(state)];
		case 'unkept':
			return unkept(state, step);
		case 'kept':
			return [{name: 'go-on', label: `Open ${acceptedOf(step)?.account.name ?? 'the account'}`}];
		case 'unread':
			return unread(state, step.problem);
		case 'ask-removal':
			return state.recorded === 'passphrase-file'
				? [
						{name: 'back', label: 'No, leave the file'},
						{name: 'delete', label: 'Delete it, then sign in again'},
					]
				: [
						{name: 'back', label: 'No, leave it stored'},
						{name: 'delete', label: 'Remove it'},
					];
		case 'unremoved': {
			const {first, last} = unlocking(state, step.problem.kind, 'Unlock and remove');
			return [...first, {name: 'again', label: 'Try again'}, {name: 'leave', label: 'Leave it stored'}, ...last];
		}
	}
}
