import {spawnSync} from 'node:child_process';
import {describe, expect, test} from 'vitest';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {startTerminal} from '../support/terminal.ts';
import {cli} from './journey.ts';

const isInstalled = spawnSync('tmux', ['-V']).error === undefined;
const note = 'needs tmux: apt-get install tmux';

/** The program in a tmux of its own, with these lines as configuration, on an emulated terminal. */
function startInTmux(configuration: string) {
	const sockets = temporaryDirectory();
	const environment = {TMUX_TMPDIR: sockets.path};
	const terminal = startTerminal({
		command: 'tmux',
		args: ['new-session', process.execPath, cli, '--demo'],
		files: {'.tmux.conf': configuration},
		environment,
	});
	return {
		terminal,
		async [Symbol.asyncDispose]() {
			// It outlives its terminal, and is gone already where the program has ended.
			spawnSync('tmux', ['kill-server'], {env: {...process.env, ...environment}});
			await terminal.close();
			sockets[Symbol.dispose]();
		},
	};
}

describe('in tmux', () => {
	test.for(['set -s set-clipboard on', 'set -g allow-passthrough on'])(
		'copies into the clipboard of the terminal outside, given %s',
		async (configuration, {skip}) => {
			skip(!isInstalled, note);
			await using tmux = startInTmux(`${configuration}\n`);
			const {terminal} = tmux;
			await terminal.waitFor('platform-dns');
			terminal.press(...'jjjjjjj', 'c');
			const expected = Buffer.from('platform-dns').toString('base64');
			await terminal.waitFor(() => new RegExp(`\u001b\\]52;c?;${expected}`).test(terminal.output), {
				description: 'the sequence that copies',
			});
		},
	);

	test('takes escape and arrows for what they are, and gives the screen back', async ({skip}) => {
		skip(!isInstalled, note);
		await using tmux = startInTmux('');
		const {terminal} = tmux;
		await terminal.waitFor('platform-dns');
		terminal.press('down', 'down', 'enter');
		await terminal.waitFor('Book club');
		await terminal.waitFor(/Policies \(\d+\)/);
		terminal.press('escape');
		await terminal.waitFor(/> +Book club/);
		terminal.press('q');
		await terminal.waitFor('Quit cfiam?');
		terminal.press('q');
		expect(await terminal.exit).toEqual({code: 0, signal: undefined});
		expect(terminal.output).toContain('[exited]');
	});
});
