/** The unlock window of a desktop keyring: it opens only where the user has asked for it. */
import type {StoreProblem} from '../credentials/keeper.ts';

/** While the window is open, which is given a minute. */
export function unlockText(seconds: number): string {
	return `Waiting for the unlock window on the desktop ... ${Math.max(0, 60 - seconds)} s (ctrl-c stops)`;
}

/** Whether the window may help. */
export function canUnlock({kind}: StoreProblem): boolean {
	return kind === 'locked' || kind === 'dismissed';
}

/** How the command gets the window. */
export function unlockHint(problem: StoreProblem, command: string): readonly string[] {
	return canUnlock(problem) ? [`  With the unlock window of the desktop: ${command} --unlock`] : [];
}
