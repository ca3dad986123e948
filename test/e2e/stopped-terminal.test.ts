/** A terminal that takes nothing: a frozen window, a dead line. */
import path from 'node:path';
import * as pty from 'node-pty';
import {expect, test, vi} from 'vitest';
import {createScreen} from '../support/screen.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {descendantsOf, read} from './descendants.ts';

const args = [path.join(import.meta.dirname, '../../dist/cli.js'), '--demo', 'small'];

test('the last state is painted when it is back, nothing piles up, and SIGTERM ends the program meanwhile', {
	timeout: 60_000,
}, async () => {
	using home = temporaryDirectory();
	const screen = createScreen(200, 60);
	const child = pty.spawn(process.execPath, args, {
		name: 'xterm-256color',
		cols: 200,
		rows: 60,
		env: {PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: home.path, CI: 'false'},
	});
	const code = new Promise<number>((resolve) => child.onExit(({exitCode}) => resolve(exitCode)));
	let bytes = 0;
	let drawn = Promise.resolve();
	child.onData((data) => {
		bytes += Buffer.byteLength(data);
		drawn = drawn.then(() => screen.write(data));
	});
	const shows = (expected: string): Promise<void> =>
		vi.waitFor(
			async () => {
				await drawn;
				expect(screen.text()).toContain(expected);
			},
			{timeout: 20_000, interval: 20},
		);
	try {
		await shows('platform-dns');
		for (const key of '123') child.write(key);
		await shows('[3 Perms]');
		child.pause();
		const before = bytes;
		// Each changes most of the screen.
		for (let turn = 0; turn < 200; turn++) for (const key of '123') child.write(key);
		child.write('2');
		child.resume();
		await shows('[2 Members]');
		expect(bytes - before).toBeLessThan(150_000);

		child.pause();
		for (let turn = 0; turn < 200; turn++) for (const key of '123') child.write(key);
		child.kill('SIGTERM');
		await vi.waitFor(() => expect(() => process.kill(child.pid, 0)).toThrow(), {timeout: 10_000, interval: 20});
		child.resume();
		// It is known before the terminal is given up.
		expect(await code).toBe(143);
	} finally {
		child.resume();
		screen.close();
	}
});

/** Behind how many ms a terminal that has stopped takes something again: before and after the program begins to give up. */
test.each([900, 1300, 2000])(
	'stopped for %i ms while the program ends, it shows the screen of before',
	{
		timeout: 60_000,
	},
	async (stall) => {
		using home = temporaryDirectory();
		const screen = createScreen(200, 60);
		const shell = `echo before; '${process.execPath}' '${args[0]}' --demo small; echo "code $?"; read`;
		const child = pty.spawn('bash', ['--norc', '--noprofile', '-c', shell], {
			name: 'xterm-256color',
			cols: 200,
			rows: 60,
			env: {PATH: process.env.PATH, LANG: 'C.UTF-8', HOME: home.path, CI: 'false'},
		});
		let output = '';
		let drawn = Promise.resolve();
		child.onData((data) => {
			output += data;
			drawn = drawn.then(() => screen.write(data));
		});
		const shows = (expected: string): Promise<void> =>
			vi.waitFor(
				async () => {
					await drawn;
					expect(screen.text()).toContain(expected);
				},
				{timeout: 20_000, interval: 20},
			);
		try {
			await shows('platform-dns');
			for (const key of '123') child.write(key);
			await shows('[3 Perms]');
			const program = descendantsOf(child.pid).findLast((pid) => read(`/proc/${pid}/cmdline`).includes('cli.js'));
			if (program === undefined || program === child.pid) throw new Error('the program is not there');
			child.pause();
			// Until it has more to write than the terminal takes: the end then has to come behind half a frame.
			let taken = 0;
			let turn = 0;
			let heldFor = 0;
			await vi.waitFor(
				() => {
					child.write(String(1 + (turn++ % 3)));
					// Some bytes are threads of the process that wake each other.
					const now = Number(/wchar: (\d+)/.exec(read(`/proc/${program}/io`))?.[1]);
					heldFor = now - taken < 250 ? heldFor + 1 : 0;
					taken = now;
					expect(heldFor).toBeGreaterThan(10);
				},
				{timeout: 20_000, interval: 20},
			);
			process.kill(program, 'SIGTERM');
			await new Promise((resolve) => setTimeout(resolve, stall));
			child.resume();
			await shows('code 143');
			expect(screen.text()).toBe('before\ncode 143');
			expect(output.split('\u001b[?1049l')).toHaveLength(2);
		} finally {
			child.kill('SIGKILL');
			screen.close();
		}
	},
);
