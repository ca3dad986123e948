import {inspect} from 'node:util';
import {beforeEach, describe, expect, it} from 'vitest';
import {createKeeper, type Keeper, type KeeperOptions, type Outcome} from '../../source/credentials/keeper.ts';
import type {CredentialStore, CredentialStores, StoreCall, StoreKind} from '../../source/credentials/store.ts';
import {StoreFailure, storeFailureKinds} from '../../source/credentials/store-failure.ts';
import type {Credential} from '../../source/credentials/text.ts';
import {key, otherToken, otherTokenText, seen, token, tokenText} from './samples.ts';

/** What is kept in which store. */
let kept: Map<StoreKind, Credential>;
/** What happened, in order. */
let events: string[];
/** What fails, by event. */
let faults: Map<string, unknown>;
let calls: (StoreCall | undefined)[];
let recorded: Record<string, unknown>;
let isHeld: boolean;

beforeEach(() => {
	kept = new Map();
	events = [];
	faults = new Map();
	calls = [];
	recorded = {};
	isHeld = false;
});

function happens(event: string): void {
	events.push(isHeld || event.startsWith('read') || event.startsWith('lock') ? event : `${event} without the lock`);
	if (faults.has(event)) throw faults.get(event);
}

function fakeStore(kind: StoreKind): CredentialStore {
	return {
		kind,
		async read(_profile, call) {
			calls.push(call);
			happens(`read ${kind}`);
			return kept.get(kind);
		},
		async write(_profile, credential, call) {
			calls.push(call);
			happens(`write ${kind}`);
			const before = kept.get(kind);
			kept.set(kind, credential);
			return async () => {
				happens(`put back ${kind}`);
				if (before === undefined) kept.delete(kind);
				else kept.set(kind, before);
			};
		},
		async remove(_profile, call) {
			calls.push(call);
			happens(`remove ${kind}`);
			return kept.delete(kind);
		},
	};
}

const stores: CredentialStores = {
	of: (kind) => fakeStore(kind),
	async kernelKeyringWorks(call) {
		calls.push(call);
		if (faults.has('canary')) throw faults.get('canary');
		return true;
	},
};

/** An error as the configuration has them. */
function configurationError(...lines: readonly string[]): Error {
	return Object.assign(new Error(lines.join('\n')), {lines});
}

function keeper(store?: StoreKind, more: Partial<KeeperOptions> = {}): Keeper {
	if (store !== undefined) {
		kept.set(store, otherToken);
		recorded = {credentialStore: store, account: 'old'};
	}
	return createKeeper({
		profile: 'work',
		recorded: store,
		stores,
		platform: 'linux',
		async record(change) {
			happens('record');
			recorded = {...recorded, ...change};
		},
		async exclusively(work) {
			happens('lock');
			isHeld = true;
			try {
				return await work();
			} finally {
				isHeld = false;
			}
		},
		...more,
	});
}

function resultOf<Value>(outcome: Outcome<Value>): Value {
	if (outcome.kind === 'failed') throw new Error(inspect(outcome.problem));
	return outcome.value;
}

function problemOf(outcome: Outcome<unknown>): Extract<Outcome<unknown>, {kind: 'failed'}>['problem'] {
	if (outcome.kind === 'done') throw new Error('It was done.');
	expect(inspect(outcome, {depth: 9})).not.toMatch(new RegExp(`${tokenText}|${otherTokenText}`, 'u'));
	return outcome.problem;
}

const state = (): unknown => ({
	kept: [...kept].map(([kind, credential]) => [kind, ...(seen(credential) ?? [])]),
	recorded,
});

const before = {kept: [['keychain', otherTokenText]], recorded: {credentialStore: 'keychain', account: 'old'}};

describe('keeping a credential', () => {
	it('stores it, records where, and then removes the former one', async () => {
		const own = keeper('keychain');
		const settings = {account: 'new', baseUrl: 'https://api.example', readOnly: true};
		expect(resultOf(await own.keep('passphrase-file', token, settings))).toEqual([]);
		expect(events).toEqual(['lock', 'write passphrase-file', 'record', 'remove keychain']);
		expect(state()).toEqual({
			kept: [['passphrase-file', tokenText]],
			recorded: {credentialStore: 'passphrase-file', ...settings},
		});
		expect(own.recorded()).toBe('passphrase-file');
	});

	it('replaces it in the same store, and removes nothing', async () => {
		const own = keeper('keychain');
		expect(resultOf(await own.keep('keychain', token, {}))).toEqual([]);
		expect(events).toEqual(['lock', 'write keychain', 'record']);
		expect(seen(kept.get('keychain'))).toEqual([tokenText]);
	});

	it('looks into no other store where nothing was recorded', async () => {
		const own = keeper();
		kept.set('kernel-keyring', otherToken);
		expect(resultOf(await own.keep('keychain', key, {}))).toEqual([]);
		expect(events).toEqual(['lock', 'write keychain', 'record']);
	});

	it('leaves settings as they are unless they are given, and removes those that are null', async () => {
		const own = keeper('keychain');
		await own.keep('keychain', token, {account: undefined, baseUrl: null});
		expect(recorded).toEqual({credentialStore: 'keychain', account: 'old', baseUrl: null});
	});

	it('hands on what the user has allowed for, and the passphrase', async () => {
		const call = {unlock: true, signal: new AbortController().signal};
		await keeper('kernel-keyring').keep('keychain', token, {}, call);
		expect(calls).toEqual([call, call]);
	});

	it.each(storeFailureKinds)('changes nothing when storing fails: %s', async (kind) => {
		for (const store of ['keychain', 'passphrase-file'] as const) {
			const own = keeper('keychain');
			faults.set(`write ${store}`, new StoreFailure(kind));
			expect(problemOf(await own.keep(store, token, {account: 'new'})).kind).toBe(kind);
			expect(state()).toEqual(before);
			expect(own.recorded()).toBe('keychain');
			expect(events).not.toContain('record');
		}
	});

	it.each(['keychain', 'passphrase-file'] as const)(
		'puts back what was there when it cannot be recorded: %s',
		async (store) => {
			const own = keeper('keychain');
			faults.set('record', configurationError('/c/config.json: cannot be written: the disk is full.', 'Make room.'));
			expect(problemOf(await own.keep(store, token, {account: 'new'}))).toEqual({
				kind: 'configuration',
				title: 'The configuration, which has to name the store, cannot be used.',
				lines: [
					'/c/config.json: cannot be written: the disk is full.',
					'Make room.',
					'Nothing was stored; what was stored before is still there.',
					'Put that right and try again, or use the credential for this run only.',
				],
			});
			expect(events).toEqual(['lock', `write ${store}`, 'record', `put back ${store}`]);
			expect(state()).toEqual(before);
			expect(own.recorded()).toBe('keychain');
		},
	);

	it('says so when it can neither be recorded nor taken out again', async () => {
		const own = keeper('keychain');
		faults.set('record', configurationError('No.'));
		faults.set('put back passphrase-file', new StoreFailure('file'));
		const {lines} = problemOf(await own.keep('passphrase-file', token, {}));
		expect(lines).toContain('What was just stored in the passphrase file could NOT be taken out again.');
		expect(lines).not.toContain('Nothing was stored; what was stored before is still there.');
		expect(seen(kept.get('keychain'))).toEqual([otherTokenText]);
		expect(own.recorded()).toBe('keychain');
	});

	it.each(['locked', 'timeout', 'not-removed', 'cancelled'] as const)(
		'is done all the same when the former one cannot be removed, and says so: %s',
		async (kind) => {
			const own = keeper('keychain');
			faults.set('remove keychain', new StoreFailure(kind));
			const remarks = resultOf(await own.keep('passphrase-file', token, {}));
			expect(remarks).toHaveLength(3);
			expect(remarks[0]).toBe('The former credential could NOT be removed from the desktop keyring.');
			expect(remarks[1]).toMatch(/keyring/u);
			expect(remarks[2]).toContain('secret-tool clear service cfiam username work');
			expect(own.recorded()).toBe('passphrase-file');
			expect(seen(kept.get('passphrase-file'))).toEqual([tokenText]);
		},
	);

	it('changes nothing when another program is at it, and says which', async () => {
		const own = keeper('keychain');
		faults.set('lock', configurationError('Process 4711 is signing in.'));
		const problem = problemOf(await own.keep('keychain', token, {}));
		expect(problem.kind).toBe('busy');
		expect(problem.lines[0]).toBe('Process 4711 is signing in.');
		expect(events).toEqual(['lock']);
		expect(state()).toEqual(before);
	});

	it('is done even if the lock cannot be taken away afterwards', async () => {
		const own = keeper('keychain', {
			async exclusively(work) {
				isHeld = true;
				await work();
				throw configurationError('The lock is gone.');
			},
		});
		expect(resultOf(await own.keep('kernel-keyring', token, {}))).toEqual([]);
		expect(own.recorded()).toBe('kernel-keyring');
	});

	it('removes the former one from where another program has put it in the meantime', async () => {
		kept.set('kernel-keyring', key);
		const own = keeper('keychain', {recordedNow: async () => 'kernel-keyring'});
		await own.keep('passphrase-file', token, {});
		expect(events).toEqual(['lock', 'write passphrase-file', 'record', 'remove kernel-keyring']);
	});

	it('changes nothing when the configuration cannot be read anew', async () => {
		const recordedNow = async (): Promise<never> => {
			throw configurationError('/c/config.json:3:1: this is not JSON.');
		};
		const own = keeper('keychain', {recordedNow});
		for (const outcome of [await own.keep('keychain', token, {}), await own.remove()]) {
			const problem = problemOf(outcome);
			expect(problem.kind).toBe('configuration');
			expect(problem.lines[0]).toBe('/c/config.json:3:1: this is not JSON.');
			expect(problem.title).not.toContain('It is removed');
		}
		expect(state()).toEqual(before);
	});

	it('can be given up while another program is at it, and is not done later', async () => {
		const stop = new AbortController();
		const turn = Promise.withResolvers<void>();
		const own = keeper('keychain', {
			async exclusively(work) {
				await turn.promise;
				return await work();
			},
		});
		const keeping = own.keep('passphrase-file', token, {}, {signal: stop.signal});
		stop.abort();
		expect(problemOf(await keeping)).toMatchObject({
			kind: 'not-begun',
			title: 'Stopped before it began: nothing was touched.',
		});
		turn.resolve();
		await new Promise((resolve) => setImmediate(resolve));
		expect(events).toEqual([]);
		expect(state()).toEqual(before);
	});

	it('hands the lock on what gives it up, and takes its end for nothing else', async () => {
		const stop = new AbortController();
		const own = keeper('keychain', {
			exclusively: (_work, signal) =>
				new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
		});
		const ends = [own.keep('keychain', token, {}, {signal: stop.signal}), own.remove({signal: stop.signal})];
		stop.abort();
		for (const end of ends) expect(problemOf(await end)).toMatchObject({kind: 'not-begun'});
		expect(state()).toEqual(before);
	});

	it('cannot be given up once it is being recorded', async () => {
		const stop = new AbortController();
		const own = keeper('keychain', {
			async record(change) {
				stop.abort();
				happens('record');
				recorded = {...recorded, ...change};
			},
		});
		expect(resultOf(await own.keep('passphrase-file', token, {}, {signal: stop.signal}))).toEqual([]);
		expect(own.recorded()).toBe('passphrase-file');
	});

	it('says nothing of an error that is a mistake of the program but its name', async () => {
		const own = keeper('keychain');
		faults.set('write keychain', new TypeError(`${tokenText} is not a function`));
		const problem = problemOf(await own.keep('keychain', token, {}));
		expect(problem.kind).toBe('other');
		expect(problem.lines.at(-1)).toBe('It said: TypeError');
	});
});

describe('reading a credential', () => {
	it('asks the recorded store and no other', async () => {
		const own = keeper('kernel-keyring');
		const call = {unlock: true};
		expect(seen(resultOf(await own.read(call)))).toEqual([otherTokenText]);
		expect(events).toEqual(['read kernel-keyring']);
		expect(calls).toEqual([call]);
	});

	it('looks beforehand only where that costs nothing, and says what reading would fail with', async () => {
		expect(resultOf(await keeper('keychain').inspect())).toBe(true);
		expect(resultOf(await keeper().inspect())).toBe(false);
		expect(events).toEqual([]);
		const looking = keeper('passphrase-file', {
			stores: {
				...stores,
				of: (kind) => ({
					...fakeStore(kind),
					inspect: async () => {
						throw new StoreFailure('damaged', 'It is empty.');
					},
				}),
			},
		});
		expect(await looking.inspect()).toMatchObject({
			kind: 'failed',
			problem: {kind: 'damaged', title: 'The passphrase file is damaged.'},
		});
	});

	it('asks nobody where none is recorded', async () => {
		kept.set('keychain', token);
		expect(resultOf(await keeper().read())).toBeUndefined();
		expect(events).toEqual([]);
	});

	it('asks no other store where the recorded one has nothing', async () => {
		const own = keeper('kernel-keyring');
		kept.clear();
		kept.set('keychain', token);
		expect(resultOf(await own.read())).toBeUndefined();
		expect(events).toEqual(['read kernel-keyring']);
	});

	it.each(storeFailureKinds)('asks no other store where the recorded one fails: %s', async (kind) => {
		const own = keeper('keychain');
		faults.set('read keychain', new StoreFailure(kind));
		expect(problemOf(await own.read()).kind).toBe(kind);
		expect(events).toEqual(['read keychain']);
		expect(own.recorded()).toBe('keychain');
	});

	it('says how long it has waited for the unlock window', async () => {
		const own = keeper('keychain');
		faults.set('read keychain', new StoreFailure('timeout'));
		expect(problemOf(await own.read({unlock: true})).title).toContain('60 s');
		expect(problemOf(await own.read()).title).toContain('5 s');
	});

	it('finds what was kept just before', async () => {
		const own = keeper('keychain');
		await own.keep('kernel-keyring', token, {});
		expect(seen(resultOf(await own.read()))).toEqual([tokenText]);
	});
});

describe('signing out', () => {
	it('removes the credential and then forgets its store', async () => {
		const own = keeper('keychain');
		expect(resultOf(await own.remove())).toBe(true);
		expect(events).toEqual(['lock', 'remove keychain', 'record']);
		expect(state()).toEqual({kept: [], recorded: {credentialStore: null, account: 'old'}});
		expect(own.recorded()).toBeUndefined();
		expect(resultOf(await own.remove())).toBe(false);
		expect(resultOf(await own.read())).toBeUndefined();
	});

	it('does nothing where nothing is recorded', async () => {
		expect(resultOf(await keeper().remove())).toBe(false);
		expect(events).toEqual([]);
	});

	it('forgets a store that has nothing', async () => {
		const own = keeper('keychain');
		kept.clear();
		expect(resultOf(await own.remove())).toBe(false);
		expect(recorded).toEqual({credentialStore: null, account: 'old'});
	});

	it('is done by another program in the meantime', async () => {
		const own = keeper('keychain', {recordedNow: async () => undefined});
		expect(resultOf(await own.remove())).toBe(false);
		expect(events).toEqual(['lock']);
		expect(own.recorded()).toBeUndefined();
	});

	it.each(storeFailureKinds)('forgets nothing when removing fails, and says so: %s', async (kind) => {
		const own = keeper('keychain');
		faults.set('remove keychain', new StoreFailure(kind));
		const problem = problemOf(await own.remove());
		expect(problem.kind).toBe(kind);
		if (kind !== 'configuration') expect(problem.title).toContain('Could NOT remove the credential.');
		expect(state()).toEqual(before);
		expect(own.recorded()).toBe('keychain');
	});

	it('says what is left to do when the store cannot be forgotten', async () => {
		const own = keeper('keychain');
		faults.set('record', configurationError('/c/config.json: cannot be written.'));
		const problem = problemOf(await own.remove());
		expect(problem.kind).toBe('configuration');
		expect(problem.title).toBe('It is removed, but the configuration still names its store.');
		expect(problem.lines[0]).toBe('/c/config.json: cannot be written.');
		expect(own.recorded()).toBe('keychain');
		faults.clear();
		expect(resultOf(await own.remove())).toBe(false);
		expect(own.recorded()).toBeUndefined();
	});

	it('changes nothing when another program is at it', async () => {
		const own = keeper('keychain');
		faults.set('lock', configurationError('Process 4711 is signing in.'));
		expect(problemOf(await own.remove()).title).toBe('Could NOT remove the credential. It is still stored.');
		expect(state()).toEqual(before);
	});

	it('changes nothing when the user has given up before', async () => {
		const own = keeper('keychain');
		expect(problemOf(await own.remove({signal: AbortSignal.abort()}))).toMatchObject({
			kind: 'not-begun',
			title: 'Could NOT remove the credential. It is still stored.',
			lines: expect.arrayContaining(['Stopped before it began: nothing was touched.']),
		});
		expect(state()).toEqual(before);
	});
});

describe('a keeper', () => {
	it('knows its profile, and what stores are called', () => {
		const own = keeper();
		expect(own.profile).toBe('work');
		expect(own.recorded()).toBeUndefined();
		expect(own.nameOf('keychain')).toBe('desktop keyring');
		expect(own.keptWords('passphrase-file').length).toBe(2);
	});

	it('says whether the kernel keyring can be offered, whatever happens', async () => {
		const call = {signal: new AbortController().signal};
		expect(await keeper().kernelKeyringWorks(call)).toBe(true);
		expect(calls).toEqual([call]);
		faults.set('canary', new TypeError('a mistake'));
		expect(await keeper().kernelKeyringWorks()).toBe(false);
	});
});
