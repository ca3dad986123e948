/** What the end of the program leaves behind, however it comes, has no secret in it. */
import {spawnSync} from 'node:child_process';
import {readFileSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import {demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {skipWithoutKeyring, startKeyring, type TestKeyring} from '../support/keyring.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {withoutRegisters} from './core-dump.ts';
import {read, waitForChild} from './descendants.ts';
import {cli, type JourneyOptions, waitForCursor} from './journey.ts';
import {codeFiles, createMachine, type Machine} from './machine.ts';
import {type SecretWatch, watchForSecrets} from './secret-watch.ts';

const {token} = demoTokens.full;
const firstRow = 'Agency (Harborline)';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());

interface Place {
	readonly machine: Machine;
	readonly keyring: TestKeyring | undefined;
	readonly watching: SecretWatch;
}

async function prepare(keyring?: TestKeyring): Promise<Place> {
	if (keyring !== undefined) onTestFinished(() => keyring[Symbol.asyncDispose]());
	const machine = await createMachine({emulator, keyring});
	const watching = watchForSecrets([machine.directory], [token]);
	onTestFinished(() => watching[Symbol.dispose]());
	return {machine, keyring, watching};
}

const fixture = (name: string): string => path.join(import.meta.dirname, 'fixtures', `${name}.ts`);

/** As somebody sets it who looks for the cause of crashes: Node writes reports of them, into the working directory. */
const reports = '--report-on-signal --report-on-fatalerror --report-uncaught-exception';

interface ShellOptions extends JourneyOptions {
	/** Of Node, beside those that make it write reports. */
	readonly node?: string | undefined;
	/** Whether the program is given the token in its environment. */
	readonly knows?: boolean | undefined;
	/** Whether the memory of what crashes is dumped into its working directory. */
	readonly dumps?: boolean | undefined;
}

/** The program on a terminal. */
function start(
	{machine, watching}: Place,
	{node = '', knows = false, dumps = false, ...options}: ShellOptions = {},
): TestTerminal {
	const terminal = machine.start({
		rows: 40,
		columns: 120,
		...options,
		command: 'sh',
		args: [
			'-c',
			`ulimit -c ${dumps ? 'unlimited' : '0'} && exec "$@"`,
			'sh',
			process.execPath,
			cli,
			...(options.args ?? []),
		],
		environment: {
			...options.environment,
			NODE_OPTIONS: `${reports} ${node}`,
			CLOUDFLARE_API_TOKEN: knows ? token : undefined,
		},
	});
	watching.follow(terminal.pid, {knows});
	onTestFinished(() => terminal.close());
	return terminal;
}

/** Waits for the end and looks at all that is left. */
async function expectSecrecy(
	{watching, machine}: Place,
	terminal: TestTerminal,
	left?: string | RegExp,
): Promise<void> {
	await terminal.exit;
	watching.search('the terminal', terminal.output);
	watching.search('the screen', terminal.emulator.history());
	expect(watching.found()).toEqual([]);
	const files = watching.files().map((file) => path.relative(machine.directory, file));
	if (left !== undefined) expect(files).toContainEqual(expect.stringMatching(left));
}

/** Whether this machine writes dumps into the working directory, and not to a program that takes them. */
const canDump =
	/^core/u.test(read('/proc/sys/kernel/core_pattern')) && spawnSync('sh', ['-c', 'ulimit -c unlimited']).status === 0;

const report = /^work\/report\.[\d.]+\.json$/u;

async function typeToken(terminal: TestTerminal): Promise<void> {
	await terminal.waitFor('Sign in to Cloudflare');
	terminal.press('enter');
	await terminal.waitFor('Token:');
	terminal.paste(token);
	await terminal.waitFor(`${token.length} characters`);
}

/** Types a token where nothing shows that it has come in: it is waited for until the program has read it. */
async function typeAtPrompt(terminal: TestTerminal): Promise<void> {
	await terminal.waitFor('API token (not shown');
	const bytesRead = (): number => Number(/^rchar: (\d+)$/mu.exec(read(`/proc/${terminal.pid}/io`))?.[1]);
	const before = bytesRead();
	terminal.write(token);
	await expect.poll(bytesRead, {timeout: 10_000}).toBeGreaterThanOrEqual(before + token.length);
}

describe('a mistake of the program', () => {
	it.each(['rejection', 'component'])('in a %s, while an account is open', async (breakage) => {
		const place = await prepare();
		const terminal = start(place, {
			node: `--import=${fixture('breakage')}`,
			environment: {BREAKAGE: breakage},
			knows: true,
		});
		await waitForCursor(terminal, firstRow);
		terminal.kill('SIGUSR2');
		await expectSecrecy(place, terminal, report);
		expect(terminal.emulator.history()).toContain(`Error: broken on purpose (${breakage})`);
	});

	it('while a token is typed', async () => {
		const place = await prepare();
		const terminal = start(place, {node: `--import=${fixture('breakage')}`, environment: {BREAKAGE: 'timer'}});
		await typeToken(terminal);
		terminal.kill('SIGUSR2');
		await expectSecrecy(place, terminal, report);
		expect(terminal.emulator.history()).toContain('Error: broken on purpose (timer)');
	});

	it('in login, while a token is typed', async () => {
		const place = await prepare();
		const terminal = start(place, {
			args: ['login'],
			node: `--import=${fixture('breakage')}`,
			environment: {BREAKAGE: 'rejection'},
		});
		await typeAtPrompt(terminal);
		terminal.kill('SIGUSR2');
		await expectSecrecy(place, terminal, report);
		expect(terminal.emulator.history()).toContain('Error: broken on purpose (rejection)');
	});
});

describe('an end by force', () => {
	it('with a dump of the memory, which has no memory in it', async () => {
		const place = await prepare();
		const terminal = start(place, {knows: true, dumps: canDump});
		await waitForCursor(terminal, firstRow);
		expect(read(`/proc/${terminal.pid}/coredump_filter`)).toBe('00000000\n');
		terminal.kill('SIGSEGV');
		await terminal.exit;
		const dumped = place.watching.files().filter((file) => path.basename(file).startsWith('core'));
		expect(dumped).toHaveLength(canDump ? 1 : 0);
		for (const file of dumped) {
			expect(statSync(file).size).toBeLessThan(1_000_000);
			expect(withoutRegisters(readFileSync(file)).includes(token.slice(5, 21))).toBe(false);
			rmSync(file);
		}
	});

	it('with SIGQUIT is one in order, of the program and of the commands', async () => {
		const place = await prepare();
		const terminal = start(place, {knows: true});
		await waitForCursor(terminal, firstRow);
		terminal.kill('SIGQUIT');
		expect(await terminal.exit).toEqual({code: 131, signal: undefined});
		const login = start(place, {args: ['login']});
		await typeAtPrompt(login);
		login.kill('SIGQUIT');
		expect(await login.exit).toEqual({code: 131, signal: undefined});
		expect(login.emulator.hasBracketedPaste).toBe(false);
		for (const each of [terminal, login]) await expectSecrecy(place, each);
		const files = place.watching.files().map((file) => path.relative(place.machine.directory, file));
		expect(files.filter((file) => !codeFiles.test(file))).toEqual([]);
	});

	it('for want of memory', async () => {
		const place = await prepare();
		const terminal = start(place, {node: `--import=${fixture('memory')} --max-old-space-size=64`, knows: true});
		await waitForCursor(terminal, firstRow);
		terminal.kill('SIGUSR2');
		await expectSecrecy(place, terminal, report);
	});
});

describe('the process of the keychain', () => {
	it('leaves nothing when it crashes', async ({skip}) => {
		skipWithoutKeyring({skip});
		const place = await prepare(await startKeyring());
		const terminal = start(place);
		await typeToken(terminal);
		terminal.press('enter');
		await terminal.waitFor('Where is it to be kept?');
		place.keyring?.freeze();
		terminal.press('enter');
		await terminal.waitFor('Storing the credential');
		const child = waitForChild(terminal.pid, 'keychain-child.js');
		expect(read(`/proc/${child}/coredump_filter`)).toBe('00000000\n');
		process.kill(child, 'SIGSEGV');
		await terminal.waitFor('the keychain process ended with SIGSEGV');
		terminal.press('ctrl+c', 'ctrl+c');
		await expectSecrecy(place, terminal);
	});
});

describe('an error that repeats what it was given', () => {
	const startTelling = (place: Place, telling: 'keychain' | 'request'): TestTerminal =>
		start(place, {node: `--import=${fixture('telling')}`, environment: {TELLING: telling}});

	it('is not repeated: one of the keychain', async ({skip}) => {
		skipWithoutKeyring({skip});
		const place = await prepare(await startKeyring());
		const terminal = startTelling(place, 'keychain');
		await typeToken(terminal);
		terminal.press('enter');
		await terminal.waitFor('Where is it to be kept?');
		terminal.press('enter');
		await terminal.waitFor('Whether it was stored is not known');
		terminal.kill('SIGKILL');
		await expectSecrecy(place, terminal);
	});

	it('is not repeated: one of a request', async () => {
		const place = await prepare();
		const terminal = startTelling(place, 'request');
		await typeToken(terminal);
		terminal.press('enter');
		await terminal.waitFor('Cloudflare can not be reached.');
		terminal.kill('SIGTERM');
		await expectSecrecy(place, terminal);
	});
});
