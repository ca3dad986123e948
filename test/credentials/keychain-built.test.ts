/** The child's program as it is published: beside the bundle, with the keyring library as a package of its own or without. */
import {cpSync, existsSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {beforeAll, beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {createKeychain, type Keychain} from '../../source/credentials/keychain.ts';
import {Secret} from '../../source/secret.ts';
import {breakBus} from '../support/broken-bus.ts';
import {skipWithoutKeyring, startKeyring, type TestEnvironment} from '../support/keyring.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

const root = new URL('../../', import.meta.url).pathname;
const dist = path.join(root, 'dist');

beforeAll(() => {
	if (!existsSync(path.join(dist, 'keychain-child.js'))) throw new Error('There is no dist: npm run build makes it.');
});

function builtKeychain(directory: string, environment: TestEnvironment = {}): Keychain {
	const childPath = path.join(directory, 'keychain-child.js');
	return createKeychain({
		store: 'keychain',
		platform: 'linux',
		childPath,
		environment: {...process.env, ...environment},
	});
}

/** The bundle far from any package, but for one that has this in it. */
function movedBundle(files: Readonly<Record<string, string>> = {}): string {
	const directory = temporaryDirectory({'package.json': '{"type":"module"}', ...files});
	onTestFinished(() => directory[Symbol.dispose]());
	cpSync(dist, path.join(directory.path, 'dist'), {recursive: true});
	return path.join(directory.path, 'dist');
}

describe('the published program of the child', () => {
	test('says that there is no bus', async () => {
		await using bus = await breakBus('dead');
		const call = builtKeychain(dist, bus.environment).getPassword('cfiam', 'default');
		await expect(call).rejects.toMatchObject({kind: 'no-bus'});
	});

	test('runs from a place that is linked, as npm links packages', async () => {
		const directory = temporaryDirectory();
		onTestFinished(() => directory[Symbol.dispose]());
		const link = path.join(directory.path, 'linked');
		symlinkSync(dist, link);
		await using bus = await breakBus('dead');
		const call = builtKeychain(link, bus.environment).getPassword('cfiam', 'default');
		await expect(call).rejects.toMatchObject({kind: 'no-bus'});
	});

	test('says that there is no module where the package is missing', async () => {
		const call = builtKeychain(movedBundle()).getPassword('cfiam', 'default');
		await expect(call).rejects.toMatchObject({kind: 'no-module', detail: expect.stringContaining('@napi-rs/keyring')});
	});

	test('says that there is no module where the package has none for the platform', async () => {
		const index = `throw new Error('Cannot find native binding. npm has a bug related to optional dependencies');`;
		const bundle = movedBundle({
			'node_modules/@napi-rs/keyring/package.json': '{"name":"@napi-rs/keyring","main":"index.js"}',
			'node_modules/@napi-rs/keyring/index.js': index,
		});
		await expect(builtKeychain(bundle).getPassword('cfiam', 'default')).rejects.toMatchObject({kind: 'no-module'});
	});

	describe('on a keyring', () => {
		beforeEach(skipWithoutKeyring);

		test('stores, reads and removes', async () => {
			await using keyring = await startKeyring();
			const keychain = builtKeychain(dist, keyring.environment);
			await keychain.setPassword('cfiam', 'default', new Secret('built'));
			expect((await keychain.getPassword('cfiam', 'default'))?.reveal()).toBe('built');
			expect(await keychain.deletePassword('cfiam', 'default')).toBe(true);
		});
	});
});
