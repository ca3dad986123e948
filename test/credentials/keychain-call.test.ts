/** How the program and its keychain child go together, with children that behave in every wrong way. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {afterAll, describe, expect, onTestFinished, test, vi} from 'vitest';
import {createKeychain} from '../../source/credentials/keychain.ts';
import {childEnvironment} from '../../source/credentials/keychain-call.ts';
import {Secret} from '../../source/secret.ts';
import {breakBus} from '../support/broken-bus.ts';
import type {KeychainProgramInput} from '../support/keychain-program.ts';
import {commandLine, descriptorOf, environmentOf, findProcesses, statusOf} from '../support/processes.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

const secret = 'cfut_keychain-call-secret-0123456789abcdef';
const realChild = new URL('../../source/credentials/keychain-child.ts', import.meta.url).pathname;
const waiting = {timeout: 5000, interval: 5};

/** A keychain whose child runs this program once it has read its request. */
function keychainOf(
	program: string,
	options: {
		readonly limit?: number;
		readonly environment?: NodeJS.ProcessEnv;
		readonly create?: typeof createKeychain;
	} = {},
) {
	const directory = temporaryDirectory({
		'child.mjs': `import {writeFileSync} from 'node:fs';
process.stdin.once('data', () => { ${program} });`,
	});
	onTestFinished(() => directory[Symbol.dispose]());
	const childPath = path.join(directory.path, 'child.mjs');
	const {limit = 10_000, environment = process.env, create = createKeychain} = options;
	const keychain = create({
		store: 'keychain',
		platform: 'linux',
		childPath,
		environment,
		limits: {usual: limit, unlocking: limit},
	});
	const living = (): readonly number[] => findProcesses(childPath, process.pid);
	/** The child, once it has read its request. */
	const theChild = async (): Promise<number> => {
		await expect.poll(() => existsSync(path.join(directory.path, 'ready')), waiting).toBe(true);
		const [pid = 0] = living();
		return pid;
	};
	return {keychain, living, theChild, childPath};
}

const answer = (value: unknown): string => `process.stdout.write(${JSON.stringify(`${JSON.stringify(value)}\n`)});`;
const hang = `writeFileSync('ready', '');`;

describe('a child that does not answer as it should', () => {
	test.each([
		['ends', 'process.exit(3)', 'ended with 3'],
		['ends without an answer', 'process.exit(0)', 'ended with 0'],
		['throws', 'throw new Error("no")', 'ended with 1'],
		['is killed by its library', `process.kill(process.pid, 'SIGSEGV')`, 'ended with SIGSEGV'],
		['says something else', `process.stdout.write('hello\\n')`, 'no answer'],
		['answers half', `process.stdout.write('{"kind":"done"', () => process.exit(0))`, 'ended with 0'],
		['answers with a failure that there is none of', answer({kind: 'failed', failure: 'sick'}), 'no answer'],
		['answers another question', answer({kind: 'done', value: true}), 'none to the question'],
		['never stops talking', `setInterval(() => process.stdout.write('x'.repeat(100000)), 0)`, 'too much'],
	])('is a crash when it %s', async (_, program, detail) => {
		const {keychain, living} = keychainOf(program);
		await expect(keychain.getPassword('cfiam', 'default')).rejects.toMatchObject({
			name: 'StoreFailure',
			kind: 'crash',
			detail: expect.stringContaining(detail),
		});
		await expect.poll(living, waiting).toEqual([]);
	});

	test('is a crash when its program is not there, or not even its directory', async () => {
		const directory = temporaryDirectory();
		onTestFinished(() => directory[Symbol.dispose]());
		for (const file of ['child.mjs', 'none/child.mjs']) {
			const childPath = path.join(directory.path, file);
			const keychain = createKeychain({store: 'keychain', childPath, environment: process.env});
			await expect(keychain.getPassword('cfiam', 'default')).rejects.toMatchObject({kind: 'crash'});
		}
	});

	test('says on one inert line what its library said, without the secret', async () => {
		const text = `can not store "${secret}"\u001b[2J\nbecause`;
		const {keychain} = keychainOf(answer({kind: 'failed', failure: 'other', detail: text}));
		await expect(keychain.setPassword('cfiam', 'default', new Secret(secret))).rejects.toMatchObject({
			kind: 'other',
			detail: 'can not store "…" [2J because',
			message: 'other: can not store "…" [2J because',
		});
	});

	test('is killed at the limit', async () => {
		const {keychain, living} = keychainOf('', {limit: 250});
		const start = performance.now();
		await expect(keychain.getPassword('cfiam', 'default')).rejects.toMatchObject({kind: 'timeout'});
		expect(performance.now() - start).toBeGreaterThan(245);
		await expect.poll(living, waiting).toEqual([]);
	});

	test('is killed once it has answered, even if it would stay', async () => {
		const {keychain, living} = keychainOf(`${answer({kind: 'done', value: 'stored'})} setInterval(() => {}, 1000);`);
		expect((await keychain.getPassword('cfiam', 'default'))?.reveal()).toBe('stored');
		await expect.poll(living, waiting).toEqual([]);
	});
});

describe('giving up', () => {
	test('settles within 100 ms, and no child is left', {retry: 3}, async () => {
		const {keychain, theChild, living} = keychainOf(hang);
		const giveUp = new AbortController();
		const call = keychain.getPassword('cfiam', 'default', {signal: giveUp.signal});
		await theChild();
		const start = performance.now();
		giveUp.abort();
		await expect(call).rejects.toMatchObject({kind: 'cancelled'});
		expect(performance.now() - start).toBeLessThan(100);
		await expect.poll(living, waiting).toEqual([]);
	});

	test('starts no child where it was given up before', async () => {
		const {keychain, living} = keychainOf(hang);
		const call = keychain.getPassword('cfiam', 'default', {signal: AbortSignal.abort()});
		expect(living()).toEqual([]);
		await expect(call).rejects.toMatchObject({kind: 'cancelled'});
	});

	test('ends one call and no other', async () => {
		const {keychain, theChild} = keychainOf(hang);
		const other = keychainOf(answer({kind: 'done', value: 'stored'}));
		const giveUp = new AbortController();
		const call = keychain.getPassword('cfiam', 'default', {signal: giveUp.signal});
		await theChild();
		const otherCall = other.keychain.getPassword('cfiam', 'default', {signal: new AbortController().signal});
		giveUp.abort();
		await expect(call).rejects.toMatchObject({kind: 'cancelled'});
		expect((await otherCall)?.reveal()).toBe('stored');
	});

	test('ends all calls when the program says that it is to end, and begins no other', async () => {
		// The end of a program of its own.
		vi.resetModules();
		const program = await import('../../source/credentials/keychain.ts');
		const {keychain, theChild, living} = keychainOf(hang, {create: program.createKeychain});
		const calls = [keychain.getPassword('cfiam', 'a'), keychain.findCredentials('cfiam')];
		await theChild();
		program.abandonKeychainCalls();
		const ends = await Promise.allSettled([...calls, keychain.getPassword('cfiam', 'b')]);
		expect(ends).toMatchObject(ends.map(() => ({status: 'rejected', reason: {kind: 'cancelled'}})));
		await expect.poll(living, waiting).toEqual([]);
	});

	test('leaves nothing behind that listens', async () => {
		const before = process.listenerCount('exit');
		const {keychain} = keychainOf(answer({kind: 'done', value: null}));
		for (const account of ['a', 'b', 'c']) await keychain.getPassword('cfiam', account);
		expect(process.listenerCount('exit')).toBe(before);
	});
});

describe('the child', () => {
	test('gets the secret neither as an argument nor in its environment, and has no screen to write on', async () => {
		const environment = {
			...process.env,
			CLOUDFLARE_API_TOKEN: secret,
			CF_API_KEY: secret,
			NODE_OPTIONS: '--no-warnings',
		};
		const {keychain, theChild, childPath} = keychainOf(hang, {environment});
		const giveUp = new AbortController();
		const call = keychain.setPassword('cfiam', 'default', new Secret(secret), {signal: giveUp.signal});
		const pid = await theChild();
		expect(commandLine(pid)).toBe(`${process.execPath}\0${childPath}\0`);
		const variables = environmentOf(pid);
		expect(variables).toContain('PATH=');
		expect(variables).not.toContain(secret);
		expect(variables).not.toContain('NODE_');
		expect(descriptorOf(pid, 2)).toBe('/dev/null');
		giveUp.abort();
		await expect(call).rejects.toMatchObject({kind: 'cancelled'});
	});

	test('does not get the signals of the terminal', async () => {
		const {keychain, theChild} = keychainOf(hang);
		const giveUp = new AbortController();
		const call = keychain.getPassword('cfiam', 'default', {signal: giveUp.signal});
		const pid = await theChild();
		expect(statusOf(pid)?.session).toBe(pid);
		expect(statusOf(process.pid)?.session).not.toBe(pid);
		giveUp.abort();
		await expect(call).rejects.toMatchObject({kind: 'cancelled'});
	});

	test('runs without what would make Node load or print something else', () => {
		const given = {NODE_OPTIONS: '-r x', NODE_V8_COVERAGE: 'x', node_debug: 'x', PATH: 'x', CLOUDFLARE_API_KEY: 'x'};
		expect(childEnvironment(given)).toEqual({PATH: 'x'});
	});
});

describe('a program that ends during a call', () => {
	/** As one is whose library does not come back. */
	const blocked = temporaryDirectory({'child.mjs': 'for (;;);'});
	afterAll(() => blocked[Symbol.dispose]());
	const program = new URL('../support/keychain-program.ts', import.meta.url).pathname;

	/** Starts one that waits for a bus which never answers; gives it once its child is there. */
	async function startWaiting(input: Partial<KeychainProgramInput> = {}) {
		const bus = await breakBus('mute');
		const running = spawn(process.execPath, [program], {
			env: {...process.env, ...bus.environment},
			stdio: ['pipe', 'ignore', 'inherit'],
		});
		onTestFinished(async () => {
			running.kill('SIGKILL');
			await bus[Symbol.asyncDispose]();
		});
		const whole: KeychainProgramInput = {
			store: 'keychain',
			limit: 60_000,
			calls: [['get', 'cfiam', 'default']],
			...input,
		};
		running.stdin.end(JSON.stringify(whole));
		const {childPath = realChild} = input;
		const children = (): readonly number[] => findProcesses(childPath).filter((pid) => pid === child);
		let child = 0;
		await expect
			.poll(() => {
				[child = 0] = findProcesses(childPath, running.pid);
				return child;
			}, waiting)
			.not.toBe(0);
		return {running, children};
	}

	test.each([
		['waits', realChild],
		['is blocked', path.join(blocked.path, 'child.mjs')],
	])('does so at once with process.exit, and takes a child along that %s', async (_, childPath) => {
		const {running, children} = await startWaiting({exitAfter: 300, childPath});
		const start = performance.now();
		expect(await once(running, 'exit')).toEqual([0, null]);
		expect(performance.now() - start).toBeLessThan(1500);
		await expect.poll(children, waiting).toEqual([]);
	});

	test.each(['SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('leaves no child when %s ends it', async (signal) => {
		const {running, children} = await startWaiting();
		expect(children()).toHaveLength(1);
		running.kill(signal);
		expect(await once(running, 'exit')).toEqual([null, signal]);
		await expect.poll(children, waiting).toEqual([]);
	});
});
