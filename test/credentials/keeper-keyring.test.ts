/** A keeper as the program makes it: with a real keyring, the configuration and its lock. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import type {Keeper, Outcome} from '../../source/credentials/keeper.ts';
import {Secret} from '../../source/secret.ts';
import {startUp} from '../../source/startup.ts';
import {skipWithoutKeyring, startKeyring, type TestKeyring} from '../support/keyring.ts';
import {childPath} from '../support/source-keychain.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {key, otherToken, otherTokenText, seen, token, tokenText} from './samples.ts';

beforeEach(skipWithoutKeyring);

const account = '0123456789abcdef0123456789abcdef';
const passphrase = new Secret('correct horse battery staple');

interface Machine {
	readonly keyring: TestKeyring;
	readonly directory: string;
	/** The keeper of a program that starts now. */
	start(profile?: string): Keeper;
	/** The configuration as it is on the disk. */
	configuration(): string;
	/** What secret-tool finds; undefined where there is nothing. */
	looked(profile: string): Promise<string | undefined>;
}

async function machine(): Promise<Machine> {
	const keyring = await startKeyring();
	const directory = temporaryDirectory();
	onTestFinished(async () => {
		await keyring[Symbol.asyncDispose]();
		directory[Symbol.dispose]();
	});
	const {CLOUDFLARE_API_TOKEN: _token, ...inherited} = process.env;
	const environment = {...inherited, ...keyring.environment, XDG_CONFIG_HOME: directory.path};
	const file = path.join(directory.path, 'cfiam/config.json');
	return {
		keyring,
		directory: path.dirname(file),
		start: (profile = 'work') =>
			startUp({profile, purpose: 'stored'}, {environment, platform: 'linux', childPath}).keeper,
		configuration: () => (existsSync(file) ? readFileSync(file, 'utf8') : ''),
		looked: (profile) => keyring.secretTool(['lookup', 'service', 'cfiam', 'username', profile]).catch(() => undefined),
	};
}

function resultOf<Value>(outcome: Outcome<Value>): Value {
	if (outcome.kind === 'failed') throw new Error([outcome.problem.title, ...outcome.problem.lines].join('\n'));
	return outcome.value;
}

function titleOf(outcome: Outcome<unknown>): string {
	return outcome.kind === 'failed' ? outcome.problem.title : 'It was done.';
}

describe('a keeper with a real keyring', () => {
	test('keeps, finds again, replaces and removes, for each profile its own', async () => {
		const {start, configuration, looked, directory} = await machine();
		expect(resultOf(await start().read())).toBeUndefined();
		expect(resultOf(await start().keep('keychain', token, {account}))).toEqual([]);
		expect(resultOf(await start('home').keep('keychain', key, {}))).toEqual([]);
		expect(JSON.parse(configuration()).profiles).toEqual({
			work: {credentialStore: 'keychain', account},
			home: {credentialStore: 'keychain'},
		});
		expect(await looked('work')).toBe(tokenText);
		expect(seen(resultOf(await start().read()))).toEqual([tokenText]);
		expect(seen(resultOf(await start('home').read()))).toEqual(seen(key));
		expect(resultOf(await start().keep('keychain', otherToken, {}))).toEqual([]);
		expect(seen(resultOf(await start().read()))).toEqual([otherTokenText]);
		expect(resultOf(await start().remove())).toBe(true);
		expect(await looked('work')).toBeUndefined();
		expect(start().recorded()).toBeUndefined();
		expect(start('home').recorded()).toBe('keychain');
		expect(readdirSync(directory)).toEqual(['config.json']);
	});

	test('moves to a passphrase file and back, and nothing is left where it was', async () => {
		const {start, looked, directory} = await machine();
		resultOf(await start().keep('keychain', token, {}));
		expect(resultOf(await start().keep('passphrase-file', otherToken, {}, {passphrase}))).toEqual([]);
		expect(await looked('work')).toBeUndefined();
		expect(start().recorded()).toBe('passphrase-file');
		expect(seen(resultOf(await start().read({passphrase})))).toEqual([otherTokenText]);
		expect(resultOf(await start().keep('keychain', token, {}))).toEqual([]);
		expect(readdirSync(directory)).toEqual(['config.json']);
		expect(await looked('work')).toBe(tokenText);
	});

	test('loses and claims nothing while the keyring is locked', async () => {
		const {start, keyring, looked, configuration} = await machine();
		resultOf(await start().keep('keychain', token, {}));
		const before = configuration();
		await keyring.restart();
		expect(titleOf(await start().read())).toBe('Your desktop keyring is locked. The credential may still be in it.');
		expect(titleOf(await start().keep('keychain', otherToken, {}))).toBe('Your desktop keyring is locked.');
		expect(titleOf(await start().remove())).toBe('Could NOT remove the credential. It is still stored.');
		expect(configuration()).toBe(before);
		await keyring.unlock();
		expect(await looked('work')).toBe(tokenText);
		expect(seen(resultOf(await start().read()))).toEqual([tokenText]);
		expect(resultOf(await start().remove())).toBe(true);
	});

	test('says what stays in a locked keyring when another store takes over', async () => {
		const {start, keyring, looked} = await machine();
		resultOf(await start().keep('keychain', token, {}));
		await keyring.lock();
		const remarks = resultOf(await start().keep('passphrase-file', otherToken, {}, {passphrase}));
		expect(remarks).toEqual([
			'The former credential could NOT be removed from the desktop keyring.',
			'Your desktop keyring is locked.',
			'Remove it when the keyring is open: secret-tool clear service cfiam username work',
		]);
		expect(seen(resultOf(await start().read({passphrase})))).toEqual([otherTokenText]);
		await keyring.unlock();
		expect(await looked('work')).toBe(tokenText);
		await keyring.secretTool(['clear', 'service', 'cfiam', 'username', 'work']);
		expect(await looked('work')).toBeUndefined();
	});

	test('leaves one credential, where the configuration says, when two programs sign in at once', async () => {
		const {start, looked, directory} = await machine();
		const [one, other] = [start(), start()];
		const ended = await Promise.all([
			one.keep('keychain', token, {}),
			other.keep('passphrase-file', otherToken, {}, {passphrase}),
		]);
		for (const outcome of ended) expect(resultOf(outcome)).toEqual([]);
		const keychainHasIt = (await looked('work')) !== undefined;
		const fileIsThere = existsSync(path.join(directory, 'work.token'));
		expect([keychainHasIt, fileIsThere].filter(Boolean)).toHaveLength(1);
		expect(start().recorded()).toBe(keychainHasIt ? 'keychain' : 'passphrase-file');
		expect(seen(resultOf(await start().read({passphrase})))).toEqual([keychainHasIt ? tokenText : otherTokenText]);
	});

	test('writes the token into no file of its own', async () => {
		const {start, directory} = await machine();
		resultOf(await start().keep('keychain', token, {account}));
		resultOf(await start('home').keep('passphrase-file', token, {}, {passphrase}));
		const files = readdirSync(directory).map((name) => readFileSync(path.join(directory, name), 'latin1'));
		expect(files).toHaveLength(2);
		for (const text of files) expect(text).not.toContain(tokenText);
	});
});
