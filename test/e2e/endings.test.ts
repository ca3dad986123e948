import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {describe, expect, it, vi} from 'vitest';
import type {TestTerminal} from '../support/terminal.ts';
import {
	cli,
	expectRestored,
	type JourneyOptions,
	openAccount,
	startCfiam,
	startServer,
	waitForCounts,
	waitForCursor,
	waitForPlace,
} from './journey.ts';
import {startShell} from './shell.ts';

/** How it ended, if it did within a second. */
async function endWithinASecond(terminal: TestTerminal) {
	const late = new AbortController();
	try {
		return await Promise.race([terminal.exit, wait(1000, 'still running after a second', {signal: late.signal})]);
	} finally {
		late.abort();
	}
}

/** As a shell has it: its end by the signal, and by itself because of the signal, are one. */
function statusOf(end: Awaited<ReturnType<typeof endWithinASecond>>): unknown {
	if (typeof end === 'string') return end;
	return end.signal === undefined ? end.code : 128 + end.signal;
}

const firstRow = 'Agency (Harborline)';

describe('leaving', () => {
	it('asks before q leaves, and stays if told so', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		await waitForCursor(terminal, firstRow);
		terminal.press('q');
		await terminal.waitFor('Quit cfiam?');
		terminal.press('s');
		await terminal.waitFor((screen) => !screen.includes('Quit cfiam?'));
		terminal.press('q');
		await terminal.waitFor('Quit cfiam?');
		terminal.press('enter');
		expect(await endWithinASecond(terminal)).toEqual({code: 0, signal: undefined});
		expectRestored(terminal);
		expect(terminal.screen()).toBe('');
	});

	it('takes ctrl-c twice while requests are under way that never end', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		await waitForCounts(terminal);
		const fault = emulator.faults.add({kind: 'stall', times: 100});
		terminal.press('r');
		await terminal.waitFor('reading again');
		await vi.waitFor(() => expect(fault.hits).toBeGreaterThan(0));
		terminal.press('ctrl+c');
		await terminal.waitFor('ctrl-c again within two seconds quits');
		terminal.press('ctrl+c');
		expect(await endWithinASecond(terminal)).toEqual({code: 0, signal: undefined});
		expectRestored(terminal);
	});

	it.each(['sign-in', 'picker', 'confirmation', 'filter', 'help'])('takes ctrl-c twice in the %s', async (place) => {
		await using emulator = await startServer();
		await using terminal = place === 'sign-in' ? startCfiam({emulator}) : openAccount(emulator, {columns: 100});
		if (place === 'sign-in') await terminal.waitFor('Sign in to Cloudflare');
		else {
			await waitForCursor(terminal, firstRow);
			if (place === 'filter') terminal.write('/agency');
			else if (place === 'help') terminal.press('?');
			else if (place === 'picker') terminal.press('a');
			else {
				terminal.press('enter', 'tab');
				await waitForCursor(terminal, 'victor@');
				terminal.press('x');
			}
			const marks = {filter: '/agency', help: 'Help', picker: 'nobody is named yet', confirmation: 'Remove'};
			await terminal.waitFor(marks[place as keyof typeof marks]);
		}
		terminal.write('\u0003\u0003');
		expect(await endWithinASecond(terminal)).toEqual({code: 0, signal: undefined});
		expectRestored(terminal);
		expect(emulator.requests.filter(({method}) => method !== 'GET')).toEqual([]);
	});
});

describe('being ended from outside', () => {
	it.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
	] as const)('%s gives the terminal back and ends with the code for it', async (signal, code) => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		await waitForCounts(terminal);
		emulator.faults.add({kind: 'stall', times: 100});
		terminal.press('r');
		await terminal.waitFor('reading again');
		terminal.kill(signal);
		expect(await endWithinASecond(terminal)).toEqual({code, signal: undefined});
		expectRestored(terminal);
		expect(terminal.screen()).toBe('');
	});

	it('a terminal that goes away ends it', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		await waitForCursor(terminal, firstRow);
		terminal.hangUp();
		expect(statusOf(await endWithinASecond(terminal))).toBe(129);
	});

	it('a terminal that goes away in the sign-in ends it', async () => {
		await using terminal = startCfiam();
		await terminal.waitFor('Sign in to Cloudflare');
		terminal.hangUp();
		expect(statusOf(await endWithinASecond(terminal))).toBe(129);
	});
});

describe('ctrl-z', () => {
	/** A shell with job control that starts the program as a job of its own. */
	async function startInShell(options: JourneyOptions): Promise<TestTerminal> {
		const terminal = await startShell(options);
		terminal.write(`'${process.execPath}' '${cli}'\r`);
		return terminal;
	}

	it('stops the program and gives the terminal back; fg goes on where it was', async () => {
		await using emulator = await startServer();
		await using terminal = await startInShell({emulator, token: emulator.token, account: emulator.accountId, rows: 30});
		await waitForCounts(terminal);
		terminal.write('jj/plat\r');
		await terminal.waitFor('2 of 12');
		terminal.press('ctrl+z');
		await terminal.waitFor('Stopped');
		expectRestored(terminal);
		// Echo and line editing are the shell's again.
		terminal.write('echo still $((40 + 2))\r');
		await terminal.waitFor('still 42');
		terminal.resize(100, 28);
		terminal.write('fg\r');
		const screen = await terminal.waitFor('2 of 12');
		expect(terminal.emulator.isAlternate).toBe(true);
		expect(terminal.emulator.hasBracketedPaste).toBe(true);
		expect(screen).not.toContain('still 42');
		await terminal.waitFor(() => terminal.row(0).length === 100, {description: 'the new width'});
		terminal.press('down', 'enter');
		await waitForPlace(terminal, 'User groups', 'platform-edge');
		terminal.press('ctrl+z');
		await terminal.waitFor((now) => now.split('Stopped').length === 3 && now.endsWith('shell>'));
		terminal.write('fg\r');
		await waitForPlace(terminal, 'User groups', 'platform-edge');
		terminal.press('ctrl+c', 'ctrl+c');
		await terminal.waitFor((now) => now.endsWith('shell>') && !terminal.emulator.isAlternate);
		terminal.write('echo "code $?"\r');
		await terminal.waitFor('code 0');
		expectRestored(terminal);
	});

	it('stops the sign-in too, and what was typed is still there', async () => {
		await using emulator = await startServer();
		await using terminal = await startInShell({emulator});
		await terminal.waitFor('Sign in to Cloudflare');
		terminal.press('enter');
		await terminal.waitFor('Token:');
		terminal.write('cfut_1234');
		await terminal.waitFor('9 characters');
		terminal.press('ctrl+z');
		await terminal.waitFor('Stopped');
		expectRestored(terminal);
		terminal.write('fg\r');
		await terminal.waitFor('9 characters');
	});

	it('goes on at once where there is nobody to continue it', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		await waitForCursor(terminal, firstRow);
		terminal.press('ctrl+z');
		// It has left the alternate screen and come back to it.
		await terminal.waitFor(() => terminal.output.split('\u001b[?1049h').length === 3);
		terminal.press('j');
		await waitForCursor(terminal, 'Billing & Finance');
	});
});

describe('a crash', () => {
	const fixture = path.join(import.meta.dirname, 'fixtures/breakage.ts');

	/** The program with a module loaded in front of it that makes it fail when it gets SIGUSR2. */
	function startBreakable(breakage: string, emulator: Awaited<ReturnType<typeof startServer>>): TestTerminal {
		const environment = {NODE_OPTIONS: `--import=${fixture}`, BREAKAGE: breakage};
		return openAccount(emulator, {environment, rows: 40, columns: 120});
	}

	it.each([
		['an exception in a timer', 'timer'],
		['a promise that nobody handles', 'rejection'],
		['a component that can not be drawn', 'component'],
	])('of %s leaves a usable terminal, and the error on it', async (_, breakage) => {
		await using emulator = await startServer();
		await using terminal = startBreakable(breakage, emulator);
		await waitForCounts(terminal);
		terminal.kill('SIGUSR2');
		expect(await endWithinASecond(terminal)).toEqual({code: 1, signal: undefined});
		expectRestored(terminal);
		const screen = terminal.emulator.history();
		expect(screen).toMatch(/^cfiam ended by a mistake of its own/);
		expect(screen).toContain(`Error: broken on purpose (${breakage})`);
		expect(screen).not.toContain('Kestrel Freight');
	});

	it('of the very first frame is told on the normal screen, and ends the program', async () => {
		const environment = {NODE_OPTIONS: `--import=${fixture}`, BREAKAGE: 'first frame'};
		await using terminal = startCfiam({args: ['--demo', 'small'], environment, rows: 40, columns: 120});
		expect(await terminal.exit).toEqual({code: 1, signal: undefined});
		expectRestored(terminal);
		expect(terminal.emulator.history()).toMatch(/^cfiam ended by a mistake of its own/);
		expect(terminal.emulator.history()).toContain('Error: broken on purpose (first frame)');
	});
});
