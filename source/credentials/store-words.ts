/** What people read about a store of credentials: what it is called, what to know about it, and why it failed. */
import type {StoreKind} from './store.ts';
import {type Cause, causes, type StoreAbout, unlockCommand} from './store-causes.ts';
import type {StoreFailure} from './store-failure.ts';
import {storeName} from './store-name.ts';

export {type StoreAbout, type StoreOperation, unlockCommand} from './store-causes.ts';
export {storeName} from './store-name.ts';

export interface StoreWords {
	/** At most 78 columns. */
	readonly title: string;
	/** At most 100 columns each, but for `unlockCommand` and for sentences with a path. */
	readonly lines: readonly string[];
	/** The one of the lines that is to be copied as a whole into a shell; undefined: none is. */
	readonly command?: string | undefined;
}

/** Columns of what a library has said. */
const longestQuote = 100;

/** What was attempted, what happened and what to do next. Never a secret, and never "not logged in". */
export function storeFailureWords(failure: StoreFailure, about: StoreAbout): StoreWords {
	const {kind, isUntouched} = failure;
	const detail = failure.detail === undefined ? undefined : inert(failure.detail);
	const row = causes[kind](about);
	const cause: Cause = row.effect === 'unknown' && isUntouched ? {...row, effect: 'none'} : row;
	const isOurs = cause.isDetailOurs === true;
	const sentences = detail !== undefined && isOurs ? [detail] : [];
	const quotes = detail !== undefined && !isOurs ? [shortened(`It said: ${detail}`, longestQuote)] : [];
	const lines = [...sentences, ...effectOf(cause, about), ...cause.next, ...quotes];
	const command = lines.includes(unlockCommand) ? {command: unlockCommand} : {};
	return about.operation === 'remove'
		? {
				title: removalTitle(cause),
				lines: [...(cause.removalTitle === undefined ? [cause.happened] : []), ...lines],
				...command,
			}
		: {title: cause.happened, lines, ...command};
}

function removalTitle({removalTitle: title, effect}: Cause): string {
	if (title !== undefined) return title;
	return effect === 'unknown'
		? 'Could NOT remove the credential. It may still be stored.'
		: 'Could NOT remove the credential. It is still stored.';
}

function effectOf({effect}: Cause, {operation, profile}: StoreAbout): readonly string[] {
	if (effect !== 'none' && effect !== 'unknown') return effect;
	switch (operation) {
		case 'read':
			return [`The credential of "${shortened(profile, 32)}" may still be in it.`];
		case 'write':
			return effect === 'none'
				? ['Nothing was stored; what was stored before is still there.']
				: ['Whether it was stored is not known: signing in again puts that right.'];
		case 'remove':
			return [];
	}
}

/** The store works, and has nothing for the profile, though the configuration says that it has. */
export function goneWords({store, platform, profile}: Pick<StoreAbout, 'store' | 'platform' | 'profile'>): StoreWords {
	const name = storeName(store, platform);
	switch (store) {
		case 'keychain':
			return {
				title: `The ${name} has nothing for profile ${shortened(profile, 24)} any more.`,
				lines: [`It was removed there, or this is another ${name}.`],
			};
		case 'kernel-keyring':
			return {
				title: `The ${name} has nothing for profile ${shortened(profile, 24)} any more.`,
				lines: ['It goes at reboot, after 3 days without use, or when another program removes it.'],
			};
		case 'passphrase-file':
			return {
				title: `The ${name} of profile ${shortened(profile, 24)} is not there any more.`,
				lines: [`It was ${shortened(profile, 24)}.token, beside the configuration: put it back if you have a copy.`],
			};
	}
}

/** What one has to know once a credential is kept there; the first line says where it is. */
export function keptWords(kind: StoreKind, platform: NodeJS.Platform): readonly string[] {
	switch (kind) {
		case 'keychain':
			return [`Stored in the ${storeName(kind, platform)}.`];
		case 'kernel-keyring':
			return [
				'Kept in kernel memory: gone at reboot or after 3 days without use.',
				'Your other programs and root can read it.',
			];
		case 'passphrase-file':
			return ['Kept in an encrypted file.', 'You type the passphrase at each start; nobody can recover it.'];
	}
}

/** Where a former credential could not be removed, so that it is there still. Follows the words why. */
export function leftBehindWords({
	store,
	platform,
	profile,
}: Pick<StoreAbout, 'store' | 'platform' | 'profile'>): readonly string[] {
	switch (store) {
		case 'keychain':
			return platform === 'linux'
				? [`Remove it when the keyring is open: secret-tool clear service cfiam username ${profile}`]
				: [`Remove it there: it is named cfiam, and its account ${profile}.`];
		case 'kernel-keyring':
			return ['It goes at the next reboot, or after 3 days without use.'];
		case 'passphrase-file':
			return [`Remove the file ${profile}.token beside the configuration.`];
	}
}

/** A text of a library or system, or a path, as it may be shown: nothing in it drives the terminal. */
function inert(text: string): string {
	return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, (hidden) => `\\u{${(hidden.codePointAt(0) ?? 0).toString(16)}}`);
}

function shortened(text: string, most: number): string {
	return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
