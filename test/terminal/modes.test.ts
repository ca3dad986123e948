/** The way back from all modes, written past the event loop. */
import {beforeEach, expect, test, vi} from 'vitest';
import {alternateScreen, noMargins, restoreSequence, restoreTerminal} from '../../source/terminal/modes.ts';

const terminal = vi.hoisted(() => ({busyUntil: 0, attempts: 0, text: ''}));

vi.mock('node:fs', async (importOriginal) => ({
	...(await importOriginal<typeof import('node:fs')>()),
	/** Takes three bytes at a time once it is no longer busy. */
	writeSync(_descriptor: number, bytes: Buffer): number {
		terminal.attempts++;
		if (performance.now() < terminal.busyUntil) throw Object.assign(new Error('busy'), {code: 'EAGAIN'});
		terminal.text += bytes.subarray(0, 3).toString();
		return Math.min(3, bytes.length);
	},
}));

beforeEach(() => {
	Object.assign(terminal, {attempts: 0, text: ''});
});

test('a terminal that is busy for a quarter of a second is left all the same, without trying all the time', () => {
	terminal.busyUntil = performance.now() + 250;
	restoreTerminal(1);
	expect(terminal.text).toBe(restoreSequence);
	expect(terminal.attempts).toBeLessThan(150);
});

test('a terminal that takes nothing is given up', () => {
	terminal.busyUntil = Number.POSITIVE_INFINITY;
	const from = performance.now();
	restoreTerminal(1);
	expect(terminal.text).toBe('');
	expect(performance.now() - from).toBeLessThan(5000);
});

test('margins are taken away before the alternate screen is left: some terminals keep them on the other one', () => {
	expect(restoreSequence).toContain(noMargins);
	expect(restoreSequence.indexOf(noMargins)).toBeLessThan(restoreSequence.indexOf(alternateScreen.off));
});
