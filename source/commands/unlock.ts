/** Waiting for a store; the unlock window of a desktop keyring opens only where the user has asked for it. */
import type {Keeper, StoreProblem} from '../credentials/keeper.ts';
import {callLimits} from '../credentials/limits.ts';
import type {StoreKind} from '../credentials/store.ts';

/** S that a store has for one answer, of which storing takes several, and that its unlock window has. */
const [longest, longestUnlocking] = [callLimits.usual / 1000, callLimits.unlocking / 1000];

/** While a store is at work: what is waited for, and how long at most. */
export function waitingText(keeper: Keeper, store: StoreKind, unlock: boolean, seconds: number): string {
	if (store === 'passphrase-file') return `Working on the ${keeper.nameOf(store)} ...`;
	if (unlock) return unlockText(seconds);
	const waited = seconds > longest ? `${seconds} s` : `${seconds} of ${longest} s`;
	return `Asking the ${keeper.nameOf(store)} ... ${waited} (ctrl-c stops)`;
}

/** While the window is open, which is given a minute. */
function unlockText(seconds: number): string {
	return `Waiting for the unlock window on the desktop ... ${Math.max(0, longestUnlocking - seconds)} s (ctrl-c stops)`;
}

/** Whether the window may help. */
export function canUnlock({kind}: StoreProblem): boolean {
	return kind === 'locked' || kind === 'dismissed';
}

/** How the command gets the window. */
export function unlockHint(problem: StoreProblem, command: string): readonly string[] {
	return canUnlock(problem) ? [`  With the unlock window of the desktop: ${command} --unlock`] : [];
}
