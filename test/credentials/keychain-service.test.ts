/** The keychain against a real gnome-keyring, in every state that one is found in while it answers. */
import {readdirSync, readFileSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import type {Keychain} from '../../source/credentials/keychain.ts';
import {defaultCollection, socketPaths} from '../../source/credentials/keychain-bus.ts';
import type {StoreFailureKind} from '../../source/credentials/store-failure.ts';
import {Secret} from '../../source/secret.ts';
import {
	hasKeyring,
	type KeyringOptions,
	skipWithoutKeyring,
	startKeyring,
	type TestKeyring,
} from '../support/keyring.ts';
import {sourceKeychain} from '../support/source-keychain.ts';

beforeEach(skipWithoutKeyring);

const service = 'cfiam';
const unlock = {unlock: true};

async function ownKeyring(options?: KeyringOptions) {
	const keyring = await startKeyring(options);
	onTestFinished(() => keyring[Symbol.asyncDispose]());
	return {keyring, keychain: sourceKeychain(keyring.environment)};
}

/** What is stored, as a text that can be compared. */
async function stored(keychain: Keychain, account: string): Promise<string | null> {
	return (await keychain.getPassword(service, account))?.reveal() ?? null;
}

async function expectAllToFail(kind: StoreFailureKind, calls: readonly Promise<unknown>[]): Promise<void> {
	await Promise.all(calls.map((call) => expect(call).rejects.toMatchObject({name: 'StoreFailure', kind})));
}

describe('an unlocked keyring', () => {
	let keyring: TestKeyring;
	let keychain: Keychain;
	beforeAll(async () => {
		if (!hasKeyring) return;
		keyring = await startKeyring();
		keychain = sourceKeychain(keyring.environment);
	});
	afterAll(() => keyring?.[Symbol.asyncDispose]());

	const texts = {
		token: 'cfut_0123456789abcdefghijklmnopqrstuvwxyzABCD',
		'two lines': 'ada@example.com\n0123456789abcdef0123456789abcdef01234',
		'letters of all kinds': 'пароль 密码 🔑 e\u0301 "quoted" \\ \t$HOME %s',
		'4 KB': 'x'.repeat(4096),
		'64 KB of what JSON has to escape': '\u0001"'.repeat(32_768),
	};

	test('gives back every text as it was stored', async () => {
		await Promise.all(
			Object.entries(texts).map(async ([account, text]) => {
				await keychain.setPassword(service, account, new Secret(text));
				expect(await stored(keychain, account)).toBe(text);
			}),
		);
		const found = await keychain.findCredentials(service);
		expect(Object.fromEntries(found.map(({account, password}) => [account, password.reveal()]))).toEqual(texts);
	});

	test('has nothing once it is deleted', async () => {
		await keychain.setPassword(service, 'gone', new Secret('text'));
		expect(await keychain.deletePassword(service, 'gone')).toBe(true);
		expect(await stored(keychain, 'gone')).toBeNull();
		expect(await keychain.deletePassword(service, 'gone')).toBe(false);
	});

	test('says of what was never stored that there is none', async () => {
		expect(await stored(keychain, 'never')).toBeNull();
		expect(await keychain.getPassword(service, 'never', unlock)).toBeNull();
		expect(await keychain.deletePassword(service, 'never')).toBe(false);
		expect(await keychain.findCredentials('no-such-service')).toEqual([]);
	});

	test('keeps the passwords of two profiles and of two services apart, and replaces each', async () => {
		const places = [
			[service, 'work'],
			[service, 'home'],
			['cfiam-other', 'work'],
		] as const;
		await Promise.all(
			places.map(async ([name, account]) => {
				await keychain.setPassword(name, account, new Secret('first'));
				await keychain.setPassword(name, account, new Secret(`${name} ${account}`));
			}),
		);
		const read = async () => {
			const found = await Promise.all(places.map(([name, account]) => keychain.getPassword(name, account)));
			return found.map((password) => password?.reveal());
		};
		expect(await read()).toEqual(['cfiam work', 'cfiam home', 'cfiam-other work']);
		expect(await keychain.deletePassword(service, 'work')).toBe(true);
		expect(await read()).toEqual([undefined, 'cfiam home', 'cfiam-other work']);
	});

	test('shares its items with secret-tool', async () => {
		const item = ['service', service, 'username', 'shared'];
		await keychain.setPassword(service, 'shared', new Secret('of cfiam'));
		expect(await keyring.secretTool(['lookup', ...item])).toBe('of cfiam');
		await keychain.deletePassword(service, 'shared');
		await expect(keyring.secretTool(['lookup', ...item])).rejects.toMatchObject({code: 1});
		await keyring.secretTool(['store', '--label=x', ...item], 'of another program');
		expect(await stored(keychain, 'shared')).toBe('of another program');
		expect(await keychain.deletePassword(service, 'shared')).toBe(true);
	});

	test.for(['dead-first', 'runtime'] as const)(
		'is found by an address that the library does not understand (%s)',
		async (how) => {
			const {DBUS_SESSION_BUS_ADDRESS: address = '', XDG_RUNTIME_DIR: runtime = ''} = keyring.environment;
			const [socket = ''] = socketPaths(address);
			if (how === 'runtime') symlinkSync(socket, path.join(runtime, 'bus'));
			const other = how === 'runtime' ? 'unix:runtime=yes' : `unix:path=/nowhere/bus;${address}`;
			const found = sourceKeychain({...keyring.environment, DBUS_SESSION_BUS_ADDRESS: other});
			await found.setPassword(service, how, new Secret('text'));
			expect(await stored(found, how)).toBe('text');
			expect(await found.deletePassword(service, how)).toBe(true);
		},
	);

	test('does not choose between two items that answer to the same name', async () => {
		await keychain.setPassword(service, 'twice', new Secret('one'));
		const item = ['service', service, 'username', 'twice', 'made-by', 'another program'];
		await keyring.secretTool(['store', '--label=x', ...item], 'two');
		await expectAllToFail('ambiguous', [
			keychain.getPassword(service, 'twice'),
			keychain.getPassword(service, 'twice', unlock),
			keychain.setPassword(service, 'twice', new Secret('three')),
			keychain.deletePassword(service, 'twice'),
		]);
		await keyring.secretTool(['clear', ...item]);
		expect(await stored(keychain, 'twice')).toBe('one');
	});

	test('says of bytes that are no text that they can not be read', async () => {
		const item = ['service', service, 'username', 'bytes'];
		await keyring.secretTool(['store', '--label=x', ...item], '\ufffd');
		await expect(keychain.getPassword(service, 'bytes')).rejects.toMatchObject({kind: 'unreadable'});
		await keyring.secretTool(['clear', ...item]);
	});

	test('writes the password nowhere but encrypted', async () => {
		const token = 'cfut_not-in-any-file-0123456789';
		await keychain.setPassword(service, 'hidden', new Secret(token));
		const data = path.join(keyring.environment.XDG_DATA_HOME ?? '', 'keyrings');
		const files = readdirSync(data).map((file) => readFileSync(path.join(data, file), 'latin1'));
		expect(files.length).toBeGreaterThan(0);
		for (const file of files) expect(file).not.toContain(token);
	});
});

describe('a locked keyring', () => {
	test.for(['locked', 'started again without the password', 'killed and started by the bus'])(
		'that was %s loses nothing, is never taken for an empty one, and opens no window unasked',
		async (how) => {
			const {keyring, keychain} = await ownKeyring();
			await keychain.setPassword(service, 'default', new Secret('before'));
			expect(await defaultCollection(keyring.environment)).toBe('open');
			if (how === 'locked') await keyring.lock();
			else if (how.startsWith('started')) await keyring.restart();
			else await keyring.kill();

			await expectAllToFail('locked', [
				keychain.getPassword(service, 'default'),
				keychain.setPassword(service, 'default', new Secret('new')),
				keychain.deletePassword(service, 'default'),
				keychain.findCredentials(service),
			]);
			expect(await defaultCollection(keyring.environment)).toBe('locked');
			expect(keyring.prompts()).toBe(0);
			await keyring.unlock();
			expect(await stored(keychain, 'default')).toBe('before');
		},
	);

	test('opens no window for what was never stored in it either', async () => {
		const {keyring, keychain} = await ownKeyring();
		await keyring.lock();
		expect(await stored(keychain, 'default')).toBeNull();
		expect(await keychain.deletePassword(service, 'default')).toBe(false);
		await expect(keychain.setPassword(service, 'default', new Secret('new'))).rejects.toMatchObject({kind: 'locked'});
		expect(keyring.prompts()).toBe(0);
	});

	test('opens the window that was asked for, and says when it was closed or could not be shown', async () => {
		const {keyring, keychain} = await ownKeyring();
		await keychain.setPassword(service, 'default', new Secret('before'));
		await keyring.lock();
		await expectAllToFail('dismissed', [keychain.getPassword(service, 'default', unlock)]);
		expect(keyring.prompts()).toBe(1);
		await expectAllToFail('dismissed', [
			keychain.setPassword(service, 'default', new Secret('new'), unlock),
			keychain.deletePassword(service, 'default', unlock),
		]);
		expect(keyring.prompts()).toBeGreaterThan(1);
	});
});

describe('a keyring service', () => {
	test.for(['empty', 'startable'] as const)(
		'without a collection has nothing and keeps nothing (%s)',
		async (begin) => {
			const {keyring, keychain} = await ownKeyring({begin});
			await expectAllToFail('no-collection', [
				keychain.setPassword(service, 'default', new Secret('new')),
				keychain.setPassword(service, 'default', new Secret('new'), unlock),
			]);
			expect(await stored(keychain, 'default')).toBeNull();
			expect(await keychain.deletePassword(service, 'default')).toBe(false);
			expect(await defaultCollection(keyring.environment)).toBe('none');
			expect(keyring.prompts()).toBe(0);
		},
	);

	test('that nobody may talk to is named', async () => {
		const {keyring, keychain} = await ownKeyring({begin: 'refused'});
		await expectAllToFail('denied', [
			keychain.getPassword(service, 'default'),
			keychain.getPassword(service, 'default', unlock),
			keychain.setPassword(service, 'default', new Secret('new')),
			keychain.deletePassword(service, 'default'),
			keychain.findCredentials(service),
		]);
		expect(await defaultCollection(keyring.environment)).toBe('unknown');
	});

	test('that is not there is named', async () => {
		const {keyring, keychain} = await ownKeyring({begin: 'absent'});
		await expectAllToFail('no-service', [
			keychain.getPassword(service, 'default'),
			keychain.getPassword(service, 'default', unlock),
			keychain.setPassword(service, 'default', new Secret('new')),
			keychain.deletePassword(service, 'default'),
			keychain.findCredentials(service),
		]);
		expect(await defaultCollection(keyring.environment)).toBe('unknown');
	});
});
