/** A terminal that takes nothing: a frozen window, a dead line. */
import path from 'node:path';
import * as pty from 'node-pty';
import {expect, test, vi} from 'vitest';
import {createScreen} from '../support/screen.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

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
	} finally {
		child.resume();
		screen.close();
	}
});
