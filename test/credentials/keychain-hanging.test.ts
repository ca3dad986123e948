/** The keychain on buses that do not work and services that do not answer: each call ends, and the program goes on. */
import {setImmediate} from 'node:timers/promises';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import type {Keychain} from '../../source/credentials/keychain.ts';
import type {StoreFailureKind} from '../../source/credentials/store-failure.ts';
import {Secret} from '../../source/secret.ts';
import {type BrokenBus, breakBus} from '../support/broken-bus.ts';
import {skipWithoutKeyring, startKeyring} from '../support/keyring.ts';
import {findProcesses} from '../support/processes.ts';
import {childPath, sourceKeychain} from '../support/source-keychain.ts';
import {measureStall} from '../support/stall.ts';

const service = 'cfiam';
const unlock = {unlock: true};
/** In ms: the usual ones are waited for in full. */
const limits = {usual: 600, unlocking: 10_000};
const waiting = {timeout: 5000, interval: 5};

type Call = readonly [name: string, run: (signal?: AbortSignal) => Promise<unknown>];

/** Every way to call it: those that may open a window, and those that may not. */
function callsOf(keychain: Keychain): {readonly silent: readonly Call[]; readonly unlocking: readonly Call[]} {
	const secret = new Secret('new');
	return {
		silent: [
			['get', (signal) => keychain.getPassword(service, 'default', {signal})],
			['set', (signal) => keychain.setPassword(service, 'default', secret, {signal})],
			['delete', (signal) => keychain.deletePassword(service, 'default', {signal})],
			['find', (signal) => keychain.findCredentials(service, {signal})],
		],
		unlocking: [
			['get', (signal) => keychain.getPassword(service, 'default', {...unlock, signal})],
			['set', (signal) => keychain.setPassword(service, 'default', secret, {...unlock, signal})],
			['delete', (signal) => keychain.deletePassword(service, 'default', {...unlock, signal})],
		],
	};
}

/** All at the same time; how each ended, and for how long at a time this program stood still. */
async function endsOf(calls: readonly Call[]) {
	const {result, stall} = await measureStall(async () => {
		const running: Promise<readonly PromiseSettledResult<unknown>[]>[] = [];
		for (const [, run] of calls) {
			// One may have failed before the next is started.
			running.push(Promise.allSettled([run()]));
			// The program never starts many at once, which takes a while each.
			await setImmediate();
		}
		return (await Promise.all(running)).flat();
	});
	const ends = result.map((each, index) => {
		const [name] = calls[index] ?? [];
		return [name, each.status === 'rejected' && 'kind' in each.reason ? each.reason.kind : each.status];
	});
	await expect.poll(() => findProcesses(childPath, process.pid), waiting).toEqual([]);
	return {ends, stall};
}

function all(calls: readonly Call[], kind: StoreFailureKind) {
	return calls.map(([name]) => [name, kind]);
}

/** A machine that is busy with other things can stop a program for a moment; a call that blocks does so each time. */
const again = {retry: 3};
const longestStall = 100;

describe('without a bus that works', () => {
	test.for<BrokenBus>(['none', 'missing', 'dead', 'closing', 'other'])(
		'every call says so (%s), and the program does not stand still',
		again,
		async (kind) => {
			await using bus = await breakBus(kind);
			const {silent} = callsOf(sourceKeychain(bus.environment));
			const {ends, stall} = await endsOf(silent);
			expect(ends).toEqual(all(silent, 'no-bus'));
			expect(stall).toBeLessThan(longestStall);
		},
	);

	test('every call ends that may open a window', again, async () => {
		await using bus = await breakBus('dead');
		const {unlocking} = callsOf(sourceKeychain(bus.environment));
		const {ends, stall} = await endsOf(unlocking);
		expect(ends).toEqual(all(unlocking, 'no-bus'));
		expect(stall).toBeLessThan(longestStall);
	});
});

describe('a bus that accepts and never answers', () => {
	test('ends each call at its limit', again, async () => {
		await using bus = await breakBus('mute');
		const {silent, unlocking} = callsOf(sourceKeychain(bus.environment, {limits}));
		const {ends, stall} = await endsOf([...silent, ...unlocking]);
		expect(ends).toEqual([...all(silent, 'timeout'), ...all(unlocking, 'no-reply')]);
		expect(stall).toBeLessThan(longestStall);
	});

	test('is given up within 100 ms', again, async () => {
		await using bus = await breakBus('mute');
		await expectGivenUp(callsOf(sourceKeychain(bus.environment)).silent);
	});
});

describe('a service that does not answer', () => {
	beforeEach(skipWithoutKeyring);

	async function ownKeyring(prompt: 'none' | 'unanswered' = 'none') {
		const keyring = await startKeyring({prompt});
		onTestFinished(() => keyring[Symbol.asyncDispose]());
		await sourceKeychain(keyring.environment).setPassword(service, 'default', new Secret('before'));
		return keyring;
	}

	test('because it was stopped ends each call, and has lost nothing when it goes on', again, async () => {
		const keyring = await ownKeyring();
		keyring.freeze();
		const {silent, unlocking} = callsOf(sourceKeychain(keyring.environment, {limits}));
		const {ends, stall} = await endsOf([...silent, ...unlocking]);
		expect(ends).toEqual([...all(silent, 'timeout'), ...all(unlocking, 'no-reply')]);
		expect(stall).toBeLessThan(longestStall);
		keyring.thaw();
		const found = await sourceKeychain(keyring.environment).getPassword(service, 'default');
		expect(found?.reveal()).toBe('before');
	});

	test('because it was stopped is given up within 100 ms', again, async () => {
		const keyring = await ownKeyring();
		keyring.freeze();
		await expectGivenUp(callsOf(sourceKeychain(keyring.environment)).silent);
	});

	test('because nobody answers its window ends each call at its limit', again, async () => {
		const keyring = await ownKeyring('unanswered');
		await keyring.lock();
		const {unlocking} = callsOf(sourceKeychain(keyring.environment, {limits: {usual: 1000, unlocking: 1000}}));
		const {ends, stall} = await endsOf(unlocking);
		expect(ends).toEqual(all(unlocking, 'timeout'));
		expect(stall).toBeLessThan(longestStall);
		expect(keyring.prompts()).toBe(1);
	});

	test('because nobody answers its window is given up within 100 ms, and is still locked', again, async () => {
		const keyring = await ownKeyring('unanswered');
		await keyring.lock();
		const keychain = sourceKeychain(keyring.environment);
		await expectGivenUp(callsOf(keychain).unlocking, () => expect.poll(keyring.prompts, waiting).toBe(1));
		await expect(keychain.getPassword(service, 'default')).rejects.toMatchObject({kind: 'locked'});
	});

	test('because it was killed is one that the bus starts again, locked', async () => {
		const keyring = await ownKeyring();
		const keychain = sourceKeychain(keyring.environment);
		expect((await keychain.getPassword(service, 'default'))?.reveal()).toBe('before');
		await keyring.kill();
		const {silent} = callsOf(keychain);
		expect((await endsOf(silent)).ends).toEqual(all(silent, 'locked'));
		await keyring.unlock();
		expect((await keychain.getPassword(service, 'default'))?.reveal()).toBe('before');
	});
});

/** Gives up all calls while they wait, and looks how soon they ended and whether a child is left. */
async function expectGivenUp(calls: readonly Call[], untilTheyWait?: () => Promise<unknown>): Promise<void> {
	const giveUp = new AbortController();
	const ends = Promise.allSettled(calls.map(([, run]) => run(giveUp.signal)));
	await expect.poll(() => findProcesses(childPath, process.pid), waiting).toHaveLength(calls.length);
	await untilTheyWait?.();
	const start = performance.now();
	giveUp.abort();
	const reasons = (await ends).map((each) => (each.status === 'rejected' ? each.reason.kind : each.status));
	expect(performance.now() - start).toBeLessThan(100);
	expect(reasons).toEqual(calls.map(() => 'cancelled'));
	await expect.poll(() => findProcesses(childPath, process.pid), waiting).toEqual([]);
}
