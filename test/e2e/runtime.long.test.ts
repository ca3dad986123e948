import {readFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {demoTokens, type Emulator} from '../../source/emulator/index.ts';
import {guardTime} from '../../source/screens/state.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {
	cli,
	expectRestored,
	openAccount,
	quit,
	startCfiam,
	startServer,
	timesDrawn,
	waitForCursor,
	waitForPlace,
	waitForRest,
} from './journey.ts';
import {startShell} from './shell.ts';

const firstRow = 'Agency (Harborline)';

/** The processes that a process has started. */
function childrenOf(pid: number): readonly number[] {
	return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').map(Number).filter(Boolean);
}

describe('being ended from outside', () => {
	it.each([
		['SIGINT', 130],
		['SIGQUIT', 131],
		['SIGTERM', 143],
	] as const)('by %s leaves no raw mode and no brackets, and the code for it', async (signal, code) => {
		await using emulator = await startServer();
		// A shell that reads no line of its own leaves the modes of the terminal as they are.
		await using terminal = startCfiam({
			command: 'sh',
			args: ['-c', '"$@"; echo "code $?"; stty -a', 'sh', process.execPath, cli],
			emulator,
			token: emulator.token,
			account: emulator.accountId,
		});
		await waitForCursor(terminal, firstRow);
		for (const program of childrenOf(terminal.pid)) process.kill(program, signal);
		await terminal.exit;
		const history = terminal.emulator.history();
		expect(history).toContain(`code ${code}`);
		expect(history).toMatch(/(?<!-)\bicanon\b/);
		expect(history).toMatch(/(?<!-)\becho\b/);
		expectRestored(terminal);
	});
});

describe('a size changed while suspended', () => {
	it.each([
		['taller', 80, 36],
		['lower', 80, 20],
		['wider and taller', 120, 40],
		['narrower', 64, 30],
	] as const)('to a %s one is drawn at once and whole', async (_, columns, rows) => {
		await using emulator = await startServer();
		await using terminal = await startShell({
			emulator,
			token: emulator.token,
			account: emulator.accountId,
			rows: 30,
		});
		terminal.write(`'${process.execPath}' '${cli}'\r`);
		await waitForRest(terminal, emulator);
		terminal.press('ctrl+z');
		await terminal.waitFor('Stopped');
		terminal.resize(columns, rows);
		terminal.write('fg\r');
		const hasSize = () => terminal.row(0).length === columns && terminal.row(rows - 1).startsWith('enter open');
		await terminal.waitFor(() => hasSize() && terminal.screen().includes('read just now'), {
			description: `a screen of ${columns}x${rows}`,
		});
		const screen = terminal.screen();
		const before = timesDrawn(terminal);
		terminal.press('ctrl+l');
		await terminal.waitFor(() => timesDrawn(terminal) > before && hasSize(), {
			description: 'the whole screen once more',
		});
		const belowHeader = (text: string): string => text.slice(text.indexOf('\n'));
		expect(belowHeader(screen)).toBe(belowHeader(terminal.screen()));
	});
});

/** What becomes of the servers of a program with this environment. */
function fixture(listening: 'held' | 'refused' | 'broken') {
	const file = path.join(import.meta.dirname, 'fixtures/listening.ts');
	return {NODE_OPTIONS: `--import=${file}`, LISTENING: listening};
}

describe('the start of the demo', () => {
	const startDemo = (listening: Parameters<typeof fixture>[0]): TestTerminal =>
		startCfiam({args: ['--demo'], environment: fixture(listening)});

	it('shows a frame before the demo account is there, and no key typed meanwhile is lost', async () => {
		await using terminal = startDemo('held');
		await terminal.waitFor('starting the demo account');
		expect(terminal.row(0)).toMatch(/^cfiam .* demo$/);
		terminal.resize(100, 30);
		await terminal.waitFor(() => terminal.row(0).length === 100, {description: 'the new width'});
		terminal.write('2/jonas');
		terminal.press('enter');
		terminal.kill('SIGUSR2');
		await waitForCursor(terminal, 'jonas.weiss@');
		expect(terminal.row(0)).toMatch(/^Kestrel Freight > Members .*demo/);
		await quit(terminal);
	});

	it('can be left with one ctrl-c', async () => {
		await using terminal = startDemo('held');
		await terminal.waitFor('starting the demo account');
		terminal.press('ctrl+c');
		expect(await terminal.exit).toEqual({code: 0, signal: undefined});
		expectRestored(terminal);
		expect(terminal.screen()).toBe('');
	});

	it('says in one line why it can not be served, and ends with 1', async () => {
		await using terminal = startDemo('refused');
		expect(await terminal.exit).toEqual({code: 1, signal: undefined});
		expectRestored(terminal);
		expect(terminal.emulator.history().replaceAll(/\s+/g, ' ')).toBe(
			'cfiam: the demo account needs a server on this machine, and none can be started: listen EACCES: permission denied 127.0.0.1',
		);
	});

	it('shows the stack of a mistake of its own, on the normal screen', async () => {
		await using terminal = startDemo('broken');
		expect(await terminal.exit).toEqual({code: 1, signal: undefined});
		expectRestored(terminal);
		expect(terminal.emulator.history()).toMatch(/^cfiam ended by a mistake of its own/);
		expect(terminal.emulator.history()).toContain('Error: broken on purpose (listening)');
	});
});

describe('a start that fails', () => {
	it.each([
		['refused', /^cfiam: setRawMode EIO$/],
		[
			'broken',
			/^cfiam ended by a mistake of its own; nothing more was sent\.\nError: broken on purpose \(raw mode\)\n +at /,
		],
	] as const)('by what is %s ends with 1 and its own words', async (rawMode, words) => {
		const file = path.join(import.meta.dirname, 'fixtures/raw-mode.ts');
		await using terminal = startCfiam({environment: {NODE_OPTIONS: `--import=${file}`, RAW_MODE: rawMode}});
		expect(await terminal.exit).toEqual({code: 1, signal: undefined});
		expect(terminal.emulator.isAlternate).toBe(false);
		expect(terminal.emulator.history()).toMatch(words);
	});
});

describe('leaving in the middle of a change', () => {
	/** The removal of five people, of which the third is never answered. */
	async function startChange(emulator: Emulator): Promise<TestTerminal> {
		const terminal = openAccount(emulator, {columns: 120, rows: 40, args: ['user-groups', 'platform-dns']});
		await waitForPlace(terminal, 'User groups', 'platform-dns');
		await terminal.waitFor(/Members \(5\)/);
		terminal.press('tab');
		await waitForCursor(terminal, 'amara.okafor@');
		terminal.press('*', 'x');
		await terminal.waitFor('read again just now');
		// Keys that come right behind the question are no answers to it.
		await wait(guardTime);
		emulator.faults.add({kind: 'stall', method: 'DELETE', after: 2, times: 10});
		terminal.press('tab');
		await terminal.waitFor('[ Remove 5 ]');
		terminal.press('enter');
		await terminal.waitFor('2 removed, 3 to come');
		// It is written down before it is sent, and has some way to go.
		while (deletionsTo(emulator).length < 3) await wait(10);
		return terminal;
	}

	const deletionsTo = (emulator: Emulator) => emulator.requests.filter(({method}) => method === 'DELETE');

	/** Ctrl-c again within two seconds: on a busy machine the first may be older than that when it is shown. */
	async function pressTwice(terminal: TestTerminal): Promise<void> {
		let isOver = false;
		const over = terminal.exit.then(() => {
			isOver = true;
		});
		while (!isOver) {
			terminal.press('ctrl+c');
			await Promise.race([over, wait(1500)]);
		}
	}

	const told =
		'cfiam: left in the middle of a change: 2 of 5 requests carried out, 2 not sent, 1 sent without an answer, which may have been carried out or not. Look at what is there before it is repeated.';

	it('is said at the first ctrl-c; then it is told what was done, not sent and unknown, and the code is 1', async () => {
		await using emulator = await startServer();
		await using terminal = await startChange(emulator);
		terminal.press('ctrl+c');
		await terminal.waitFor('a change is under way: ctrl-c again within two seconds quits, with 3 requests unfinished');
		await pressTwice(terminal);
		expect(await terminal.exit).toEqual({code: 1, signal: undefined});
		expectRestored(terminal);
		expect(deletionsTo(emulator)).toHaveLength(3);
		expect(terminal.emulator.history().replaceAll(/\s+/g, ' ')).toBe(told);
	});

	it('is told with the code of the signal where a signal ends it', async () => {
		await using emulator = await startServer();
		await using terminal = await startChange(emulator);
		terminal.kill('SIGTERM');
		expect(await terminal.exit).toEqual({code: 143, signal: undefined});
		expect(terminal.emulator.history().replaceAll(/\s+/g, ' ')).toBe(told);
	});

	it('ends all the same where the terminal that it would be told on is gone', async () => {
		await using emulator = await startServer();
		await using terminal = await startChange(emulator);
		terminal.hangUp();
		const {code, signal} = await terminal.exit;
		expect(signal === undefined ? code : 128 + signal).toBe(129);
	});
});

describe('what the command line and the environment say', () => {
	it('is for the first account that opens; another opens in the area on show, without a filter', async () => {
		await using emulator = await startServer();
		await using terminal = startCfiam({
			emulator,
			token: demoTokens.allAccounts.token,
			account: emulator.accountId,
			args: ['user-groups', 'platform'],
			environment: {CLOUDFLARE_API_KEY: '0'.repeat(37)},
		});
		await terminal.waitFor('2 of 12');
		expect(terminal.screen()).toContain('CLOUDFLARE_API_KEY is set as well');
		terminal.press('2', 'P', 'a');
		await terminal.waitFor('Sandbox');
		terminal.press('j', 'enter');
		await terminal.waitFor(/^Sandbox.* > Members/);
		const first = await terminal.waitFor(/^members +\d+ /m);
		expect(first).not.toContain('CLOUDFLARE_API_KEY');
		terminal.press('1');
		expect(await terminal.waitFor(/^\/?\S.* sort: name/m)).not.toContain('/platform');
	});

	it('may stand in quotes', async () => {
		await using emulator = await startServer();
		await using terminal = startCfiam({
			token: `"${emulator.token}"`,
			account: ` '${emulator.accountId}' `,
			environment: {CLOUDFLARE_BASE_URL: `"${emulator.url}"`},
		});
		await waitForCursor(terminal, firstRow);
	});

	it.each([
		['an object', ['user-groups', '\u001b[31mRED\u0007\u009b5m'], '/[31mRED5m'],
		['an area', ['\u001b[31mRED'], 'there is no area or command \\u{1b}[31mRED'],
		['an option', ['--\u001b[31mRED'], 'there is no option --\\u{1b}[31mRED'],
		['an option of the emulator', ['emulator', '--\u001b[31mRED'], 'has no option --\\u{1b}[31mRED'],
	])('does not drive the terminal: %s', async (_, args, shown) => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator, {args});
		// What ends at once has written it before it could be waited for.
		await Promise.race([terminal.exit, terminal.waitFor(shown).catch(() => '')]);
		expect(terminal.screen()).toContain(shown);
		expect(terminal.output).not.toContain('\u001b[31mRED');
		expect(terminal.output).not.toContain('\u009b');
	});
});
