import {setTimeout as wait} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import type {TestTerminal} from '../support/terminal.ts';
import {
	cli,
	expectRestored,
	nameAtCursor,
	openAccount,
	quit,
	startCfiam,
	startServer,
	waitForCounts,
	waitForCursor,
	waitForPlace,
	waitForRest,
} from './journey.ts';

const firstRow = 'Agency (Harborline)';

/** The parameters of every SGR sequence that has been written. */
function looks(output: string): Set<number> {
	return new Set([...output.matchAll(/\u001b\[([\d;]*)m/g)].flatMap(([, list = '']) => list.split(';').map(Number)));
}

/** Whether an SGR parameter sets a colour: 30 to 49 and the bright ones, 38 and 48 for those beyond. */
function isColour(parameter: number): boolean {
	return (parameter >= 30 && parameter <= 49) || (parameter >= 90 && parameter <= 107);
}

/** What was sent to the clipboard, as sequences. */
function clipboardSequences(output: string): readonly string[] {
	return output.match(/\u001bPtmux;.*?\u001b\\|\u001b\]52;[^\u0007]*\u0007/gs) ?? [];
}

describe('the screen', () => {
	it('is the alternate one, and the normal one comes back as it was', async () => {
		await using emulator = await startServer();
		await using terminal = startCfiam({
			command: 'sh',
			args: ['-c', 'seq 1 40; "$@"; echo after', 'sh', process.execPath, cli],
			emulator,
			token: emulator.token,
			account: emulator.accountId,
		});
		await waitForCursor(terminal, firstRow);
		expect(terminal.emulator.isAlternate).toBe(true);
		expect(terminal.screen()).not.toMatch(/^40$/m);
		terminal.press('2', 'enter', 'escape', '3', '[', ']', 'ctrl+l', '?');
		await terminal.waitFor('Help');
		terminal.press('escape');
		await terminal.waitFor('[3 Perms]');
		terminal.press('ctrl+c', 'ctrl+c');
		await terminal.exit;
		expectRestored(terminal);
		const lines = [...Array.from({length: 40}, (_, index) => `${index + 1}`), 'after'];
		expect(terminal.emulator.history().split('\n')).toEqual(lines);
		// A whole screen is never erased and drawn again but in place.
		expect(terminal.output).not.toContain('\u001b[2J');
	});

	it('fits whatever size the terminal gets, and says so where it can not', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		await waitForRest(terminal, emulator);
		terminal.press('j', 'j');
		await waitForCursor(terminal, 'Book club');
		const first = terminal.screen();
		for (const [columns, rows] of [
			[120, 40],
			[60, 15],
			[100, 30],
		] as const) {
			terminal.resize(columns, rows);
			await terminal.waitFor(
				(screen) => {
					const lines = screen.split('\n');
					const header = lines[0] ?? '';
					return lines.length === rows && header.length === columns && lines.at(-1)?.startsWith('enter open') === true;
				},
				{description: `a screen of ${columns}x${rows}`},
			);
			expect(nameAtCursor(terminal.screen())).toContain('Book club');
			expect(terminal.screen().split('[1 Groups]')).toHaveLength(2);
		}
		terminal.resize(40, 10);
		await terminal.waitFor(/^cfiam needs 60x15; this is 40x10\./);
		terminal.resize(80, 24);
		await terminal.waitFor((screen) => screen === first, {description: 'the first screen again'});
		expect(terminal.output).not.toContain('\u001b[3J');
		await quit(terminal);
	});

	it('is drawn anew by ctrl-l', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		const before = await waitForRest(terminal, emulator);
		// Something else writes onto it, as a message of the system does.
		await terminal.emulator.write('\u001b[5;1Hsomething else wrote here\u001b[10;1H\u001b[2K');
		expect(terminal.screen()).not.toBe(before);
		terminal.press('ctrl+l');
		await terminal.waitFor((screen) => screen === before, {description: 'the screen as it was'});
		// What is typed behind it in the same packet is not lost.
		terminal.write('\u000cjjj\u000cj');
		await waitForCursor(terminal, 'Incident Response');
	});

	it('has colours, and none at all with NO_COLOR or --no-color, while words and marks are the same', async () => {
		await using emulator = await startServer();
		const variants = [{}, {environment: {NO_COLOR: '1'}}, {args: ['--no-color']}, {environment: {TERM: 'dumb'}}];
		const screens: string[] = [];
		for (const [index, variant] of variants.entries()) {
			await using terminal = openAccount(emulator, {columns: 100, rows: 30, ...variant});
			await waitForCounts(terminal);
			terminal.press('space', '5', 'enter', 'escape', '1', 'enter', 'tab');
			await waitForPlace(terminal, 'User groups', 'Billing & Finance');
			await waitForCursor(terminal, 'gustavo.nunez@');
			terminal.press('x');
			screens.push((await terminal.waitFor('read again just now')).replaceAll(/api [\d,]+/g, 'api'));
			const seen = [...looks(terminal.output)];
			if (index === 0) expect(seen.some(isColour)).toBe(true);
			else expect(seen.filter(isColour)).toEqual([]);
			// Bold and reverse are no colours.
			expect(seen).toEqual(expect.arrayContaining([1, 7]));
		}
		expect(new Set(screens).size).toBe(1);
	});
});

describe('what the terminal sends by itself', () => {
	it('does nothing: replies, focus, mouse, unknown keys', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator, {rows: 30});
		const before = await waitForRest(terminal, emulator);
		const written = terminal.output.length;
		const replies = [
			'\u001b]11;rgb:1e1e/1e1e/2e2e\u001b\\',
			'\u001b]10;rgb:cdcd/d6d6/f4f4\u0007',
			'\u001b[24;80R',
			'\u001b[?62;22;52c',
			'\u001b[>0;276;0c',
			'\u001bP>|xterm(370)\u001b\\',
			'\u001bP1+r5463=5c\u001b\\',
			'\u001b[?2026;2$y',
			'\u001b[?1u',
			'\u001b[I',
			'\u001b[O',
			'\u001b[<0;10;7M',
			'\u001b[<0;10;7m',
			'\u001b[<65;10;7M',
			'\u001b[M !!',
			'\u001b[8;30;80t',
			'\u001b_Gi=1;OK\u001b\\',
			'\u001b[57399u',
			'\u001b[19;5~',
		];
		terminal.write(replies.join(''));
		for (const reply of replies) terminal.write(reply);
		terminal.press('j');
		const after = await waitForCursor(terminal, 'Billing & Finance');
		expect(terminal.emulator.isAlternate).toBe(true);
		terminal.press('k');
		await terminal.waitFor((screen) => screen === before, {description: 'the screen as it was'});
		expect(after.split('\n').at(-2)).toBe(before.split('\n').at(-2));
		// Not more than two moves of the cursor with their previews.
		expect(terminal.output.length - written).toBeLessThan(6000);
	});
});

describe('copying', () => {
	it('sends the text to the terminal, and says what', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator, {rows: 30});
		await waitForCounts(terminal);
		terminal.press('G', 'c');
		await terminal.waitFor("name sent to the terminal's clipboard: Zero Trust Admins");
		expect(clipboardSequences(terminal.output)).toEqual(['\u001b]52;c;WmVybyBUcnVzdCBBZG1pbnM=\u0007']);
		terminal.press('g', 'j', 'j', 'y');
		await terminal.waitFor('Copy as');
		terminal.press('n');
		await terminal.waitFor('Book club 読書会');
		await terminal.waitFor(/sent to the terminal's clipboard: Book club/);
		const text = Buffer.from('Book club 読書会').toString('base64');
		expect(clipboardSequences(terminal.output)[1]).toBe(`\u001b]52;c;${text}\u0007`);
	});

	it('passes tmux, wrapped and plain', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator, {rows: 30, environment: {TMUX: '/tmp/tmux-1000/default,4242,0'}});
		await waitForCounts(terminal);
		terminal.press('c');
		await terminal.waitFor("name sent to the terminal's clipboard: Agency (Harborline)");
		const text = Buffer.from('Agency (Harborline)').toString('base64');
		expect(terminal.output).toContain(`\u001bPtmux;\u001b\u001b]52;c;${text}\u0007\u001b\\\u001b]52;c;${text}\u0007`);
	});

	it('leaves the token out of curl commands', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator, {args: ['user-groups', 'platform-dns'], columns: 100});
		await waitForPlace(terminal, 'User groups', 'platform-dns');
		terminal.press('tab');
		await waitForCursor(terminal, 'amara.okafor@');
		terminal.press('x');
		await terminal.waitFor('Remove');
		terminal.press('c');
		await terminal.waitFor(/curl commands? sent/);
		const [sequence = ''] = clipboardSequences(terminal.output);
		const copied = Buffer.from(sequence.slice(7, -1), 'base64').toString();
		expect(copied).toMatch(/^curl .*-X DELETE/s);
		expect(copied).toContain('$CLOUDFLARE_API_TOKEN');
		expect(copied).not.toContain(emulator.token);
	});
});

describe('an idle program', () => {
	it('writes nothing and asks for nothing, on a list, a detail, a confirmation and in the picker', async () => {
		const places = [
			[[], 'Agency (Harborline)'],
			[['enter', 'tab'], 'membership id'],
			[['enter', 'tab', 'x'], 'Remove victor'],
			[['a'], 'nobody is named yet'],
		] as const;
		const seen = await Promise.all(
			places.map(async ([keys, shown]) => {
				await using emulator = await startServer();
				await using terminal = openAccount(emulator, {rows: 30, columns: 100});
				await waitForCounts(terminal);
				terminal.press(...keys);
				await terminal.waitFor(shown);
				await untilStill(terminal);
				const written = terminal.output.length;
				const asked = emulator.requests.length;
				await wait(1500);
				return {written: terminal.output.slice(written), asked: emulator.requests.slice(asked)};
			}),
		);
		expect(seen).toEqual(places.map(() => ({written: '', asked: []})));
	});
});

/** Until nothing has been written for a third of a second: previews wait half as long for the cursor to rest. */
async function untilStill(terminal: TestTerminal): Promise<void> {
	for (let before = -1; before !== terminal.output.length; ) {
		before = terminal.output.length;
		await wait(350);
	}
}
