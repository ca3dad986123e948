import {beforeEach, describe, expect, it} from 'vitest';
import {scryptCost} from '../../source/credentials/passphrase-file-format.ts';
import type {CredentialStores} from '../../source/credentials/store.ts';
import {type StoreFailureKind, storeFailureKinds} from '../../source/credentials/store-failure.ts';
import {canaryAccount, createStores} from '../../source/credentials/stores.ts';
import {Secret} from '../../source/secret.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {type FakeKeychain, type Fault, fakeKeychain} from './fake-keychain.ts';
import {email, failureOf, key, keyText, kindOf, otherTokenText, seen, token, tokenText} from './samples.ts';

let keychain: FakeKeychain;
let kernel: FakeKeychain;
let stores: CredentialStores;

beforeEach(() => {
	keychain = fakeKeychain();
	kernel = fakeKeychain();
	stores = createStores(
		{directory: '/nowhere', environment: {}, childPath: '/nowhere/child.js', platform: 'linux'},
		{createKeychain: ({store}) => (store === 'keychain' ? keychain : kernel)},
	);
});

const operations = (fake: FakeKeychain): readonly string[] =>
	fake.calls.map(({operation, account}) => `${operation} ${account}`);

const fails = (failure: StoreFailureKind): Fault => ({kind: 'fails', failure});
const failsAfter = (failure: StoreFailureKind): Fault => ({kind: 'fails-after', failure});

describe.each(['keychain', 'kernel-keyring'] as const)('the %s', (kind) => {
	const fake = (): FakeKeychain => (kind === 'keychain' ? keychain : kernel);

	it('gives back what was stored, for each profile its own', async () => {
		await stores.of(kind).write('work', token);
		await stores.of(kind).write('home', key);
		expect(seen(await stores.of(kind).read('work'))).toEqual([tokenText]);
		expect(seen(await stores.of(kind).read('home'))).toEqual([email, keyText]);
		expect(await stores.of(kind).read('other')).toBeUndefined();
		expect([...fake().items]).toEqual([
			['work', tokenText],
			['home', `${email}\n${keyText}`],
		]);
	});

	it('is asked once to read, with what the user has allowed for', async () => {
		const call = {unlock: true, signal: new AbortController().signal};
		await stores.of(kind).read('work', call);
		expect(fake().calls).toEqual([{operation: 'get', account: 'work', call}]);
	});

	it('removes what was stored and looks whether it is gone', async () => {
		await stores.of(kind).write('work', token);
		fake().calls.length = 0;
		expect(await stores.of(kind).remove('work')).toBe(true);
		expect(operations(fake())).toEqual(['delete work', 'get work']);
		expect(await stores.of(kind).remove('work')).toBe(false);
	});

	it('is not believed when it says that there was none to remove', async () => {
		fake().items.set('work', tokenText);
		fake().fault = ({operation}) => (operation === 'delete' ? {kind: 'pretends'} : undefined);
		expect(await kindOf(stores.of(kind).remove('work'))).toBe('not-removed');
	});

	it('is not believed when it says to have stored', async () => {
		fake().items.set('work', otherTokenText);
		fake().fault = ({operation, account}) =>
			operation === 'set' && account === 'work' ? {kind: 'pretends'} : undefined;
		expect(await kindOf(stores.of(kind).write('work', token))).toBe('not-kept');
		expect(fake().items.get('work')).toBe(otherTokenText);
	});

	it('gets nothing that could not be read again', async () => {
		const none = {kind: 'token', token: new Secret('a b')} as const;
		expect(await kindOf(stores.of(kind).write('work', none))).toBe('unreadable');
		expect(fake().calls).toEqual([]);
	});

	it('says so when what it has is no credential, and lets it be replaced', async () => {
		fake().items.set('work', `${tokenText} and more`);
		expect(await kindOf(stores.of(kind).read('work'))).toBe('unreadable');
		const putBack = await stores.of(kind).write('work', token);
		expect(seen(await stores.of(kind).read('work'))).toEqual([tokenText]);
		await putBack();
		expect(fake().items.get('work')).toBe(`${tokenText} and more`);
	});

	it('lets what the library makes no text of be replaced', async () => {
		fake().fault = ({operation, account}) =>
			operation === 'get' && account === 'work' && !fake().items.has('work') ? fails('unreadable') : undefined;
		await stores.of(kind).write('work', token);
		expect(fake().items.get('work')).toBe(tokenText);
	});

	it('can be as it was before', async () => {
		fake().items.set('work', otherTokenText);
		const putBack = await stores.of(kind).write('work', token);
		const putNothingBack = await stores.of(kind).write('home', token);
		await putBack();
		await putNothingBack();
		expect([...fake().items]).toEqual([['work', otherTokenText]]);
		fake().calls.length = 0;
		await putBack();
		expect(operations(fake())).toEqual(['get work']);
	});

	it('says so when it cannot be as it was before', async () => {
		const putBack = await stores.of(kind).write('work', token);
		fake().fault = ({operation}) => (operation === 'delete' ? {kind: 'pretends'} : undefined);
		expect(await kindOf(putBack())).toBe('not-removed');
		fake().items.set('home', otherTokenText);
		fake().fault = () => undefined;
		const putHomeBack = await stores.of(kind).write('home', token);
		fake().fault = ({operation}) => (operation === 'set' ? {kind: 'pretends'} : undefined);
		expect(await kindOf(putHomeBack())).toBe('not-kept');
	});

	it.each(storeFailureKinds)('hands on that reading and removing failed: %s', async (failure) => {
		fake().items.set('work', tokenText);
		fake().fault = () => fails(failure);
		expect(await kindOf(stores.of(kind).read('work'))).toBe(failure);
		expect(await kindOf(stores.of(kind).remove('work'))).toBe(failure);
		expect(fake().items.get('work')).toBe(tokenText);
	});

	it.each(storeFailureKinds)('has what it had when looking at it before a write fails: %s', async (failure) => {
		fake().items.set('work', otherTokenText);
		fake().fault = ({operation, account}) => (operation === 'get' && account === 'work' ? fails(failure) : undefined);
		const kinds: readonly StoreFailureKind[] = failure === 'unreadable' ? ['other'] : [failure];
		const ended = await failureOf(stores.of(kind).write('work', token));
		expect(kinds).toContain(ended.kind);
		if (failure === 'unreadable') return;
		expect(ended.isUntouched).toBe(true);
		expect(operations(fake())).not.toContain('set work');
	});

	it.each(storeFailureKinds)('has what it had when writing fails: %s', async (failure) => {
		for (const before of [undefined, otherTokenText]) {
			fake().items.clear();
			if (before !== undefined) fake().items.set('work', before);
			fake().fault = ({operation, account}) => (operation === 'set' && account === 'work' ? fails(failure) : undefined);
			expect(await kindOf(stores.of(kind).write('work', token))).toBe(failure);
			expect(fake().items.get('work')).toBe(before);
		}
	});

	it.each(['crash', 'quota', 'other'] as const)('has what it had when writing fails half-way: %s', async (failure) => {
		for (const before of [undefined, otherTokenText]) {
			fake().items.clear();
			if (before !== undefined) fake().items.set('work', before);
			let writes = 0;
			fake().fault = ({operation, account}) => {
				if (operation !== 'set' || account !== 'work') return undefined;
				writes += 1;
				return writes === 1 ? failsAfter(failure) : undefined;
			};
			expect(await failureOf(stores.of(kind).write('work', token))).toMatchObject({kind: failure, isUntouched: true});
			expect(fake().items.get('work')).toBe(before);
		}
	});

	it.each(['timeout', 'no-reply', 'cancelled'] as const)(
		'is not waited for once more after %s, which might undo the next attempt',
		async (failure) => {
			fake().fault = ({operation, account}) => (operation === 'set' && account === 'work' ? fails(failure) : undefined);
			expect(await kindOf(stores.of(kind).write('work', token))).toBe(failure);
			expect(operations(fake()).at(-1)).toBe('set work');
		},
	);

	/** What was written cannot be looked at: the second reading, and each later one that is told to, fails. */
	const readsBackWith = (failure: StoreFailureKind, isForGood = false): void => {
		let reads = 0;
		fake().fault = ({operation, account}) => {
			if (operation !== 'get' || account !== 'work') return undefined;
			reads += 1;
			return reads === 2 || (isForGood && reads > 2) ? fails(failure) : undefined;
		};
	};

	it('has what it had when what was written cannot be looked at', async () => {
		fake().items.set('work', otherTokenText);
		readsBackWith('crash');
		const failure = await failureOf(stores.of(kind).write('work', token));
		expect(failure).toMatchObject({kind: 'not-kept', detail: 'crash: as it was told'});
		expect(fake().items.get('work')).toBe(otherTokenText);
	});

	it('says that nobody knows what it has when nothing could be looked at or put back', async () => {
		for (const failure of ['crash', 'locked', 'no-service'] as const) {
			readsBackWith(failure, true);
			expect(await failureOf(stores.of(kind).write('work', token))).toMatchObject({
				kind: 'other',
				detail: `${failure}: as it was told`,
				isUntouched: false,
			});
		}
	});

	it.each(['timeout', 'no-reply', 'cancelled'] as const)(
		'says of %s while what was written is looked at what it is, and puts nothing back',
		async (failure) => {
			fake().items.set('work', otherTokenText);
			readsBackWith(failure);
			expect(await failureOf(stores.of(kind).write('work', token))).toMatchObject({kind: failure, isUntouched: false});
			expect(operations(fake()).slice(-2)).toEqual(['set work', 'get work']);
			expect(fake().items.get('work')).toBe(tokenText);
		},
	);

	it('is not said to wait for a window when what was written is not shown in time', async () => {
		readsBackWith('timeout');
		const failure = await failureOf(stores.of(kind).write('work', token, {unlock: true}));
		expect(failure).toMatchObject({kind: 'no-reply', isUntouched: false});
	});

	it('can be given up while what was written is looked at', async () => {
		const stop = new AbortController();
		fake().fault = ({operation, account}) => {
			if (operation === 'set' && account === 'work') queueMicrotask(() => stop.abort());
			return undefined;
		};
		const failure = await failureOf(stores.of(kind).write('work', token, {signal: stop.signal, unlock: true}));
		expect(failure).toMatchObject({kind: 'cancelled', isUntouched: false});
		expect(fake().calls.at(-1)).toMatchObject({operation: 'get', call: {signal: stop.signal}});
		expect(fake().calls.at(-1)?.call).not.toHaveProperty('unlock');
	});

	it('can be given up while what was there before is put back', async () => {
		fake().items.set('work', otherTokenText);
		const stop = new AbortController();
		fake().fault = ({operation, account}) => {
			if (operation !== 'set' || account !== 'work') return undefined;
			queueMicrotask(() => stop.abort());
			return failsAfter('crash');
		};
		const failure = await failureOf(stores.of(kind).write('work', token, {signal: stop.signal}));
		expect(failure).toMatchObject({kind: 'crash', isUntouched: false});
	});

	it('is not touched when the user has given up before', async () => {
		expect(await kindOf(stores.of(kind).write('work', token, {signal: AbortSignal.abort()}))).toBe('cancelled');
		expect(fake().items.size).toBe(0);
	});
});

describe('the kernel keyring', () => {
	const canaries = (): readonly string[] => operations(kernel).filter((call) => call.endsWith(canaryAccount));

	it('works when it keeps a harmless text, which is gone afterwards', async () => {
		expect(await stores.kernelKeyringWorks()).toBe(true);
		expect(operations(kernel)).toEqual([`set ${canaryAccount}`, `get ${canaryAccount}`, `delete ${canaryAccount}`]);
		expect(kernel.items.size).toBe(0);
		expect(keychain.calls).toEqual([]);
	});

	it.each(['set', 'get', 'delete'] as const)('does not work when %s fails', async (operation) => {
		kernel.fault = (call) => (call.operation === operation ? fails('denied') : undefined);
		expect(await stores.kernelKeyringWorks()).toBe(false);
	});

	it('does not work when it loses what it has taken', async () => {
		kernel.fault = (call) => (call.operation === 'set' ? {kind: 'pretends'} : undefined);
		expect(await stores.kernelKeyringWorks()).toBe(false);
	});

	it('works when another program that tries the same has taken the text away once', async () => {
		let reads = 0;
		kernel.fault = (call) => {
			if (call.operation !== 'get') return undefined;
			reads += 1;
			return reads === 1 ? {kind: 'pretends'} : undefined;
		};
		expect(await stores.kernelKeyringWorks()).toBe(true);
	});

	it('is tried again whenever it is asked about', async () => {
		expect(await stores.kernelKeyringWorks()).toBe(true);
		kernel.fault = () => fails('revoked');
		expect(await stores.kernelKeyringWorks()).toBe(false);
	});

	it('is written to with as few processes as the keychain: what they try first is their own affair', async () => {
		await stores.of('kernel-keyring').write('work', token);
		expect(operations(kernel)).toEqual(['get work', 'set work', 'get work']);
		expect(canaries()).toEqual([]);
	});

	it('does not work when the user gives up', async () => {
		expect(await stores.kernelKeyringWorks({signal: AbortSignal.abort()})).toBe(false);
		expect(kernel.items.size).toBe(0);
	});
});

describe('the stores', () => {
	it('are three, each by its name', () => {
		for (const kind of ['keychain', 'kernel-keyring', 'passphrase-file'] as const) {
			expect(stores.of(kind).kind).toBe(kind);
		}
	});

	it('are told apart: one of them is asked, and no other', async () => {
		using place = temporaryDirectory();
		const passphrase = new Secret('correct horse battery staple');
		const all = createStores(
			{directory: place.path, environment: {}, childPath: '/nowhere/child.js', platform: 'linux'},
			{createKeychain: ({store}) => (store === 'keychain' ? keychain : kernel), cost: scryptCost.least},
		);
		await all.of('passphrase-file').write('work', token, {passphrase});
		expect(seen(await all.of('passphrase-file').read('work', {passphrase}))).toEqual([tokenText]);
		expect([...keychain.calls, ...kernel.calls]).toEqual([]);
		expect(await all.of('keychain').read('work')).toBeUndefined();
		expect(kernel.calls).toEqual([]);
	});

	it('hand the child program, the limits and the platform on to the keychain', () => {
		const limits = {usual: 1, unlocking: 2};
		const options: unknown[] = [];
		createStores(
			{directory: '/nowhere', environment: {HOME: '/h'}, childPath: '/c.js', platform: 'darwin', limits},
			{
				createKeychain: (given) => {
					options.push(given);
					return keychain;
				},
			},
		);
		const same = {environment: {HOME: '/h'}, childPath: '/c.js', platform: 'darwin', limits};
		expect(options).toEqual([
			{...same, store: 'keychain'},
			{...same, store: 'kernel-keyring'},
		]);
	});
});
