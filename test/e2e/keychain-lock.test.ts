/** The built program while another one has the lock of the configuration and does not come to its end: it can be left. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {type Emulator, startEmulator} from '../../source/emulator/index.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {quit} from './journey.ts';
import {createMachine, type Machine} from './machine.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());

/** What is measured is measured again where it was too slow: a program that waits for the lock is so each time. */
const again = {retry: 3};
const worker = new URL('../configuration/lock-worker.ts', import.meta.url).pathname;

/** A machine where a credential is stored, and where a living process has the lock. */
async function lockedMachine(): Promise<Machine> {
	const machine = await createMachine({
		emulator,
		configuration: JSON.stringify({
			version: 1,
			profiles: {default: {credentialStore: 'keychain', account: emulator.accountId, baseUrl: emulator.url}},
		}),
	});
	const home = path.dirname(path.dirname(machine.configurationFile));
	const holder = spawn(process.execPath, [worker, home, 'hold'], {stdio: ['ignore', 'pipe', 'inherit']});
	onTestFinished(() => void holder.kill('SIGKILL'));
	await once(holder.stdout, 'data');
	return machine;
}

function startOn(machine: Machine, args: readonly string[] = []): TestTerminal {
	const terminal = machine.start({args});
	onTestFinished(() => terminal.close());
	return terminal;
}

/** Ms from the beginning of the work to its end. */
async function msOf(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

const besideConfiguration = ({configurationFile}: Machine): readonly string[] =>
	readdirSync(path.dirname(configurationFile)).toSorted();

describe('the lock is held, quit', () => {
	test('signing out by a command ends within a second, and says that nothing was touched', again, async () => {
		const machine = await lockedMachine();
		const terminal = startOn(machine, ['logout']);
		await terminal.waitFor(' ...', {description: 'what is waited for'});
		expect(
			await msOf(async () => {
				terminal.kill('SIGINT');
				expect((await terminal.exit).code).toBe(130);
			}),
		).toBeLessThan(1000);
		expect(terminal.output).toContain('It is still stored.');
		expect(terminal.output).toContain('Stopped before it began: nothing was touched.');
		expect(machine.configuration()).toHaveProperty('profiles.default.credentialStore', 'keychain');
		expect(besideConfiguration(machine)).toEqual(['config.json', 'config.json.lock']);
	});

	test('storing a token on the screen can be left within a second', again, async () => {
		const machine = await lockedMachine();
		const before = machine.configuration();
		const terminal = startOn(machine);
		await terminal.waitFor('No desktop keyring in this session');
		terminal.press('escape');
		await terminal.waitFor('Sign in to Cloudflare');
		terminal.press('g', 'enter');
		await terminal.waitFor('Token:');
		terminal.paste(emulator.token);
		await terminal.waitFor(`${emulator.token.length} characters`);
		terminal.press('enter');
		await terminal.waitFor('> Keep it in a file with a passphrase');
		terminal.press('enter');
		await terminal.waitFor('A passphrase for the file');
		for (const key of ['tab', 'enter']) {
			terminal.paste('correct horse battery');
			terminal.press(key);
		}
		await terminal.waitFor('Storing the credential');
		expect(await msOf(() => quit(terminal))).toBeLessThan(1000);
		expect(machine.configuration()).toEqual(before);
		expect(besideConfiguration(machine)).toEqual(['config.json', 'config.json.lock']);
	});
});
