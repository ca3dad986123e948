import {writeSync} from 'node:fs';

/**
 * Terminal modes by name, and the way back from all of them. The private modes here are ignored by terminals that do not
 * know them, so nothing is asked before they are switched.
 */

/** Pastes come between markers, so that they can be told from keys. */
export const bracketedPaste = {on: '\u001b[?2004h', off: '\u001b[?2004l'} as const;

/** The whole screen for the program, the user's own screen back afterwards. */
export const alternateScreen = {on: '\u001b[?1049h', off: '\u001b[?1049l'} as const;

export const cursor = {show: '\u001b[?25h', hide: '\u001b[?25l', home: '\u001b[H'} as const;

/** What is behind the cursor: in its row, or on all of the screen. */
export const eraseToEnd = {row: '\u001b[K', screen: '\u001b[J'} as const;

/** Whether a row that is too long goes on in the next one. */
export const lineWrap = {on: '\u001b[?7h', off: '\u001b[?7l'} as const;

/** Frames that appear at once: nothing is drawn between begin and end. */
export const synchronisedOutput = {begin: '\u001b[?2026h', end: '\u001b[?2026l'} as const;

/** Rows move only between margins; without any, on the whole screen. */
export const noMargins = '\u001b[r';

/** All attributes off. */
export const plainLook = '\u001b[0m';

/**
 * Everything that the program may have switched on, switched off, for a crash in the middle of anything. Ends what was
 * being drawn first. Only while the alternate screen is on: leaving it twice would move the cursor on the normal one.
 */
export const restoreSequence = [
	synchronisedOutput.end,
	bracketedPaste.off,
	plainLook,
	lineWrap.on,
	// Some terminals have the same margins on both screens. It moves the cursor, which leaving puts back.
	noMargins,
	alternateScreen.off,
	cursor.show,
].join('');

/** How long a terminal that is busy is tried again, and how long it is left alone in between, in ms. */
const patience = 500;
const pause = 5;

/**
 * Writes {@link restoreSequence} at once, without the event loop, for a crash handler. A terminal that is gone is no
 * error any more.
 * @param descriptor the terminal's file descriptor, 1 for stdout
 */
export function restoreTerminal(descriptor: number): void {
	let rest = Buffer.from(restoreSequence);
	const sleeper = new Int32Array(new SharedArrayBuffer(4));
	// A terminal that is busy (EAGAIN) is tried again for a while; whoever stopped it with ctrl-s is not waited for.
	const end = performance.now() + patience;
	while (rest.length > 0) {
		try {
			rest = rest.subarray(writeSync(descriptor, rest));
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return;
			if (performance.now() >= end) return;
			Atomics.wait(sleeper, 0, 0, pause);
		}
	}
}
