/** A terminal that others have had meanwhile, or whose window was another one for a moment. */
import {describe, expect, it} from 'vitest';
import type {TestTerminal} from '../support/terminal.ts';
import {descendantsOf, read} from './descendants.ts';
import {cli, expectRestored, openAccount, startServer, waitForCounts, waitForCursor} from './journey.ts';
import {startShell} from './shell.ts';

function frames(terminal: TestTerminal): number {
	return terminal.output.split('\u001b[?2026h').length;
}

describe('a window', () => {
	it('that was smaller for a moment, as nobody was told, is painted again', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator, {rows: 30, columns: 100});
		await waitForCounts(terminal);
		const before = terminal.screen();
		const count = frames(terminal);
		// Stopped, it looks at the size only when it is the old one again.
		process.kill(terminal.pid, 'SIGSTOP');
		terminal.resize(60, 10);
		terminal.resize(100, 30);
		expect(terminal.screen()).not.toBe(before);
		process.kill(terminal.pid, 'SIGWINCH');
		process.kill(terminal.pid, 'SIGCONT');
		await terminal.waitFor((screen) => frames(terminal) > count && screen === before);
	});

	it('of the same size that is told of is painted again', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator, {rows: 30, columns: 100});
		await waitForCounts(terminal);
		const before = terminal.screen();
		await terminal.emulator.write('\u001b[2J\u001b[Hanother program');
		expect(terminal.screen()).toBe('another program');
		process.kill(terminal.pid, 'SIGWINCH');
		await terminal.waitFor((screen) => screen === before);
	});
});

describe('stopped and continued by somebody else', () => {
	it('has its screen, its keys and its pastes again after fg', async () => {
		await using emulator = await startServer();
		const options = {emulator, token: emulator.token, account: emulator.accountId, rows: 30};
		await using terminal = await startShell(options);
		terminal.write(`'${process.execPath}' '${cli}'\r`);
		await waitForCounts(terminal);
		const before = terminal.screen();
		const program = descendantsOf(terminal.pid).find((pid) => read(`/proc/${pid}/cmdline`).includes('cli.js'));
		if (program === undefined) throw new Error('the program is not there');
		process.kill(program, 'SIGSTOP');
		await terminal.waitFor('Stopped');
		// What a shell does not: the screen, the modes and the line discipline are somebody else's.
		terminal.write("printf '\\e[?1049l\\e[?2004l\\e[?25h'; stty sane; echo the $((40 + 2))\r");
		await terminal.waitFor('the 42');
		expect(terminal.emulator.isAlternate).toBe(false);
		terminal.write('fg\r');
		await terminal.waitFor((screen) => screen === before);
		expect(terminal.emulator.isAlternate).toBe(true);
		expect(terminal.emulator.hasBracketedPaste).toBe(true);
		terminal.press('j');
		await waitForCursor(terminal, 'Billing & Finance');
		terminal.press('ctrl+c', 'ctrl+c');
		await terminal.waitFor((now) => now.endsWith('shell>') && !terminal.emulator.isAlternate);
		expectRestored(terminal);
	});
});
