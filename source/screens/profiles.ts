/** The profiles and the credential in use, as the program sees them; and the menu that offers them. */
import {cellWidth, truncate} from '../terminal/width.ts';
import type {Choice, MenuItem} from './state.ts';

export interface ProfileEntry {
	readonly name: string;
	/** Where its credential is kept, its account: `desktop keyring, account 9d1c2f…, read-only`. */
	readonly remark: string;
	/** It has a credential somewhere. */
	readonly isStored: boolean;
}

/** What the program may do about profiles. What leads away from this account answers why it can not, in lines. */
export interface Profiles {
	/** The profile of this account; undefined for the demo account. */
	readonly current: string | undefined;
	/** The store that keeps the credential in use, by its name on screen; undefined where none does. */
	readonly store: string | undefined;
	/** Where the credential in use is from, as the header says it. */
	readonly source: string;
	/** Those of the configuration as it is now, or why it can not be read. */
	list(): readonly ProfileEntry[] | {readonly problem: readonly string[]};
	open(name: string): readonly string[] | undefined;
	/** Why a text can be no name of a profile; follows the name. Undefined: it can. */
	nameProblem(name: string): string | undefined;
	/** Signs in anew as this profile: what is stored stays until something else takes its place. */
	signIn(): readonly string[] | undefined;
	/** Removes the stored credential of this profile. */
	signOut(): readonly string[] | undefined;
	/** Takes a profile that stores nothing out of the configuration; answers why it can not, in lines. */
	remove(name: string): Promise<readonly string[] | undefined>;
}

export interface Menu {
	readonly title: string;
	readonly said?: readonly string[] | undefined;
	readonly items: readonly MenuItem[];
	readonly cursor: number;
	readonly escape?: Choice | undefined;
}

/** `P`: other profiles, other accounts, signing in and out. */
export function profileMenu({current, store, source}: Profiles, entries: readonly ProfileEntry[], cells = 70): Menu {
	const removable = removableOf(current, entries);
	// What tells profiles apart stands behind their names: a long name leaves room for it.
	const widest = Math.max(0, ...entries.map(({name, remark}) => cellWidth(remarkOf(current, name, remark))));
	const room = Math.max(8, cells - 5 - 2 - widest);
	const items: readonly MenuItem[] = [
		...entries.map(
			({name, remark}, index): MenuItem => ({
				letter: index < 9 ? String(index + 1) : '',
				label: truncate(name, room),
				remark: remarkOf(current, name, remark),
				choice: {kind: 'profile', name},
			}),
		),
		{letter: 'a', label: 'another account', remark: 'of this credential', choice: {kind: 'accounts'}},
		{letter: 'n', label: 'new profile', remark: 'another credential beside this one', choice: {kind: 'new-profile'}},
		store === undefined
			? {
					letter: 's',
					label: 'sign in',
					remark: `and store it, as ${current ?? 'the usual profile'}`,
					choice: {kind: 'sign-in'},
				}
			: {letter: 's', label: 'sign in anew', remark: `as ${current ?? 'the usual profile'}`, choice: {kind: 'sign-in'}},
		...(current === undefined || store === undefined
			? []
			: [
					{
						letter: 'o',
						label: 'sign out',
						remark: `of ${current}: removes its credential`,
						choice: {kind: 'ask-sign-out'},
					} as const,
				]),
		...(removable.length === 0
			? []
			: [
					{
						letter: 'x',
						label: 'remove a profile',
						remark: 'that stores nothing',
						choice: {kind: 'choose-removal'},
					} as const,
				]),
	];
	const open = entries.findIndex(({name}) => name === current);
	const said = store === undefined ? [`Open now: ${source}, which is stored nowhere.`] : undefined;
	return {title: 'Profiles', said, items, cursor: Math.max(0, open)};
}

function remarkOf(current: string | undefined, name: string, remark: string): string {
	return name === current ? `open now; ${remark}` : remark;
}

/** Profiles that nobody would miss. */
function removableOf(current: string | undefined, entries: readonly ProfileEntry[]): readonly ProfileEntry[] {
	return entries.filter(({name, isStored}) => !isStored && name !== current);
}

/** Which profile is to be removed; of those that store nothing. */
export function removalMenu({current}: Profiles, entries: readonly ProfileEntry[]): Menu {
	return {
		title: 'Remove which profile? Those that store a credential are signed out first.',
		items: [
			...removableOf(current, entries).map(
				({name, remark}, index): MenuItem => ({
					letter: index < 9 ? String(index + 1) : '',
					label: name,
					remark,
					choice: {kind: 'ask-remove-profile', name},
				}),
			),
			{letter: 'n', label: 'none', choice: {kind: 'close'}},
		],
		cursor: 0,
	};
}

/** The question before it, beginning on leaving it. */
export function removeMenu(name: string): Menu {
	return {
		title: `Remove the profile ${name} from the configuration?`,
		said: ['It stores no credential; its account, server and lock go with it.'],
		items: [
			{letter: 'n', label: 'leave it', choice: {kind: 'close'}},
			{letter: 'r', label: 'remove it', choice: {kind: 'remove-profile', name}},
		],
		cursor: 0,
	};
}

/** Signing out is asked for once more, beginning on staying: enter by reflex changes nothing. */
export function signOutMenu({current, store}: Profiles): Menu {
	return {
		title: `Sign out of ${current ?? 'this profile'}?`,
		items: [
			{letter: 'n', label: 'stay signed in', choice: {kind: 'close'}},
			{letter: 'r', label: `remove its credential from the ${store ?? 'store'}`, choice: {kind: 'sign-out'}},
		],
		cursor: 0,
	};
}
