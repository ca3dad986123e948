/** The profiles and the credential in use, as the program sees them; and the menu that offers them. */
import type {Choice, MenuItem} from './state.ts';

export interface ProfileEntry {
	readonly name: string;
	/** Where its credential is kept, its account: `keychain, account 9d1c2f…, read-only`. */
	readonly remark: string;
}

/** What the program may do about profiles. What leads away from this account answers why it can not, in a line. */
export interface Profiles {
	/** The profile of this account; undefined for the demo account. */
	readonly current: string | undefined;
	/** The store that keeps the credential in use, by its name on screen; undefined where none does. */
	readonly store: string | undefined;
	/** Those of the configuration as it is now, or why it can not be read. */
	list(): readonly ProfileEntry[] | {readonly problem: string};
	open(name: string): string | undefined;
	/** Signs in anew as this profile: what is stored stays until something else takes its place. */
	signIn(): string | undefined;
	/** Removes the stored credential of this profile. */
	signOut(): string | undefined;
}

export interface Menu {
	readonly title: string;
	readonly items: readonly MenuItem[];
	readonly cursor: number;
	readonly escape?: Choice | undefined;
}

/** `P`: other profiles, other accounts, signing in and out. */
export function profileMenu({current, store}: Profiles, entries: readonly ProfileEntry[]): Menu {
	const items: readonly MenuItem[] = [
		...entries.map(
			({name, remark}, index): MenuItem => ({
				letter: index < 9 ? String(index + 1) : '',
				label: name,
				remark: name === current ? `open now; ${remark}` : remark,
				choice: {kind: 'profile', name},
			}),
		),
		{letter: 'a', label: 'another account', remark: 'of this credential', choice: {kind: 'accounts'}},
		{letter: 'n', label: 'new profile', remark: 'another credential beside this one', choice: {kind: 'new-profile'}},
		...(current === undefined
			? []
			: [
					{
						letter: 's',
						label: 'sign in anew',
						remark: `as ${current}`,
						choice: {kind: 'sign-in'},
					} as const,
				]),
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
	];
	const open = entries.findIndex(({name}) => name === current);
	return {title: 'Profiles', items, cursor: Math.max(0, open)};
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
