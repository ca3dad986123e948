/** The first frame: whole at once, without an answer of anybody, and the same once Ink draws. */
import {expect, it} from 'vitest';
import {createScreen} from '../support/screen.ts';
import {openAccount, startCfiam, startServer} from './journey.ts';

const frameEnd = '\u001b[?2026l';

/** The screen after the first frame of an output, row by row. */
async function firstFrame(output: string, columns: number, rows: number): Promise<readonly string[]> {
	const screen = createScreen(columns, rows);
	const end = output.indexOf(frameEnd);
	expect(end).toBeGreaterThan(0);
	await screen.write(output.slice(0, end + frameEnd.length));
	const shown = Array.from({length: rows}, (_, row) => screen.row(row));
	screen.close();
	return shown;
}

it.each([
	[80, 24],
	[130, 40],
])(
	'has header, tabs, column heads and footer at once, with a credential of the environment (%i by %i)',
	async (columns, rows) => {
		await using emulator = await startServer();
		emulator.faults.add({kind: 'stall', times: 100});
		await using terminal = openAccount(emulator, {columns, rows});
		await terminal.waitFor('reading user groups');
		const frame = await firstFrame(terminal.output, columns, rows);
		expect(frame[0]).toContain('CLOUDFLARE_API_TOKEN');
		expect(frame[1]).toMatch(/^\[1 (?:User groups|Groups)\]/u);
		expect(frame[2]).toContain('user groups');
		expect(frame[3]).toContain('NAME ^');
		expect(frame[4]).toContain('reading user groups');
		expect(frame[rows - 1]).toMatch(/^enter open {2}\/ filter {2}\? help/u);
		// The help is Ink's, and what is below it then, too: it is the same.
		const before = terminal.output.length;
		terminal.press('?');
		await terminal.waitFor('Help');
		terminal.press('escape');
		await terminal.waitFor('reading user groups');
		expect(terminal.output.length).toBeGreaterThan(before);
		expect(terminal.screen().split('\n').slice(1, -2)).toEqual(frame.slice(1, -2));
	},
);

it('asks the terminal nothing', async () => {
	await using terminal = startCfiam({args: ['--demo']});
	await terminal.waitFor('platform-dns');
	// Device attributes, cursor position, colours, modes: a terminal that does not answer must not be waited for.
	expect(terminal.output).not.toMatch(/\u001b\[(?:[>=?]?\d*c|\??6n|\?\d+\$p|\?u|>q)|\u001b\](?:10|11|4);.*\?/u);
});

it('takes keys that were pressed before it', async () => {
	await using emulator = await startServer();
	await using terminal = openAccount(emulator);
	terminal.write('2');
	await terminal.waitFor(/\[2 Members\]/u);
});
