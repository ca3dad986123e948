/** Signing in, asking who and signing out by commands of the built program: what is kept where. */
import {chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeEach, describe, expect, it} from 'vitest';
import {demoTokens} from '../../source/emulator/index.ts';
import {skipWithoutKeyring, startKeyring} from '../support/keyring.ts';
import {commandPlace, configurationFile, endOf, passphrase} from './command-place.ts';

const {token} = demoTokens.full;
const main = 'a3c1f0d2b4e5968778695a4b3c2d1e0f';
const place = commandPlace();
const {newHome, runInPipes, startLine} = place;

describe('signing in, asking who, signing out', () => {
	it('goes through a real keyring, in pipes alone', async ({skip}) => {
		skipWithoutKeyring({skip});
		await using keyring = await startKeyring();
		const home = newHome();
		const {environment} = keyring;
		const signedIn = await runInPipes(['login', '--profile', 'work'], {home, environment, input: `${token}\n`});
		expect(signedIn).toMatchObject({code: 0, stderr: ''});
		expect(signedIn.stdout).toContain('Stored in the desktop keyring.\n');
		expect(await keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'work'])).toBe(token);

		const who = await runInPipes(['whoami', '--json'], {home, environment});
		expect(who).toMatchObject({code: 0, stderr: ''});
		expect(JSON.parse(who.stdout)).toEqual({
			profile: 'work',
			account: {id: main, name: 'Kestrel Freight'},
			source: 'keychain',
			kind: 'user-token',
			status: 'active',
			expiresOn: null,
			email: null,
			baseUrl: place.emulator.url,
		});

		await keyring.lock();
		const locked = await runInPipes(['whoami'], {home, environment});
		expect(locked).toMatchObject({code: 1, stdout: ''});
		expect(locked.stderr).toContain('is locked. The credential may still be in it.');
		const stays = await runInPipes(['logout'], {home, environment});
		expect(stays).toMatchObject({code: 1, stdout: ''});
		expect(stays.stderr).toContain('Could NOT remove the credential. It is still stored.');
		// Nothing opens the window unasked.
		expect(keyring.prompts()).toBe(0);
	});

	it('removes it from a real keyring', async ({skip}) => {
		skipWithoutKeyring({skip});
		await using keyring = await startKeyring();
		const home = newHome();
		const {environment} = keyring;
		await runInPipes(['login'], {home, environment, input: token});
		const signedOut = await runInPipes(['logout'], {home, environment});
		expect(signedOut).toMatchObject({code: 0, stderr: ''});
		expect(signedOut.stdout).toContain('It is still valid at Cloudflare.');
		await expect(keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'default'])).rejects.toThrow();
		expect(await runInPipes(['whoami'], {home, environment})).toMatchObject({code: 1, stdout: ''});
	});

	it('works for two profiles at once, which wait for each other', async ({skip}) => {
		skipWithoutKeyring({skip});
		await using keyring = await startKeyring();
		const home = newHome();
		const {environment} = keyring;
		const both = await Promise.all(
			['one', 'two'].map((name) => runInPipes(['login', '--profile', name], {home, environment, input: token})),
		);
		expect(both).toMatchObject([
			{code: 0, stderr: ''},
			{code: 0, stderr: ''},
		]);
		const {profiles} = JSON.parse(readFileSync(configurationFile(home), 'utf8'));
		expect(profiles).toMatchObject({one: {credentialStore: 'keychain'}, two: {credentialStore: 'keychain'}});
		for (const name of ['one', 'two']) {
			expect(await keyring.secretTool(['lookup', 'service', 'cfiam', 'username', name])).toBe(token);
		}
	});

	it('can be left with ctrl-c at once while a keyring does not answer', async ({skip}) => {
		skipWithoutKeyring({skip});
		await using keyring = await startKeyring();
		const home = newHome();
		await using login = startLine(home, 'exec "$@" login', keyring.environment);
		await login.waitFor('API token (not shown');
		keyring.freeze();
		login.write(`${token}\r`);
		await login.waitFor(/Asking the desktop keyring \.\.\. \d of 5 s \(ctrl-c stops\)/u);
		const left = performance.now();
		login.press('ctrl+c');
		expect((await endOf(login, home)).code).toBe(130);
		expect(performance.now() - left).toBeLessThan(1000);
		expect(login.screen()).toContain('You have stopped waiting for the');
		expect(existsSync(configurationFile(home))).toBe(false);
		keyring.thaw();
	});

	it('goes through a passphrase file at a terminal, chosen because there is no keyring', async () => {
		const home = newHome();
		await using login = startLine(home, '"$@" login >"$HOME/out"');
		await login.waitFor('API token (not shown while you type or paste):');
		login.write(`${token}\r`);
		await login.waitFor('Where should it be kept?');
		expect(login.screen()).toContain('No desktop keyring in this session (usual over SSH).');
		login.write('passphrase-file\r');
		await login.waitFor('New passphrase (not shown):');
		login.write(`${passphrase}\r`);
		await login.waitFor('The same again:');
		login.write(`${passphrase}\r`);
		const signedIn = await endOf(login, home);
		expect(signedIn.code).toBe(0);
		expect(signedIn.out).toMatch(/^Signed in to Cloudflare\.\n[\s\S]*store {4}passphrase file\n/u);
		expect(JSON.parse(readFileSync(configurationFile(home), 'utf8'))).toMatchObject({
			profiles: {default: {credentialStore: 'passphrase-file', account: main, baseUrl: place.emulator.url}},
		});

		await using who = startLine(home, '"$@" whoami --json >"$HOME/out"');
		await who.waitFor('Passphrase of profile default (not shown):');
		who.write('something else\r');
		await who.waitFor(/Wrong passphrase[\s\S]*Passphrase of profile default/u);
		who.write(`${passphrase}\r`);
		const told = await endOf(who, home);
		expect(told.code).toBe(0);
		expect(JSON.parse(told.out)).toMatchObject({source: 'passphrase-file', account: {id: main}, status: 'active'});

		const unasked = await runInPipes(['whoami'], {home});
		expect(unasked).toMatchObject({code: 1, stdout: ''});
		expect(unasked.stderr).toMatch(/^cfiam: The passphrase file needs a terminal/u);

		// Without its passphrase.
		expect(await runInPipes(['logout'], {home})).toMatchObject({code: 0, stderr: ''});
		expect(readdirSync(path.dirname(configurationFile(home)))).toEqual(['config.json']);
	});

	it('asks for no passphrase of a file that is gone or of no use', async () => {
		const home = newHome();
		await using login = startLine(home, '"$@" login --store passphrase-file >"$HOME/out"');
		await login.waitFor('API token (not shown');
		login.write(`${token}\r`);
		await login.waitFor('New passphrase (not shown):');
		login.write(`${passphrase}\r${passphrase}\r`);
		await endOf(login, home);
		const file = path.join(path.dirname(configurationFile(home)), 'default.token');
		const damages: readonly (readonly [() => void, RegExp])[] = [
			[() => chmodSync(file, 0o640), /^cfiam: The passphrase file cannot be read\.\n {2}Others may read or change it/u],
			[() => writeFileSync(file, readFileSync(file).subarray(0, 60)), /^cfiam: The passphrase file is damaged\.\n/u],
			[() => rmSync(file), /^cfiam: The passphrase file of profile default is not there any more\.\n/u],
		];
		for (const [damage, words] of damages) {
			damage();
			await using who = startLine(home, 'exec "$@" whoami 2>"$HOME/errors"');
			expect((await endOf(who, home)).code).toBe(1);
			expect(readFileSync(path.join(home, 'errors'), 'utf8')).toMatch(words);
			expect(who.output).not.toContain('assphrase of profile');
			if (existsSync(file)) chmodSync(file, 0o600);
		}
	});

	it('asks for no token where nothing can be written', async () => {
		const home = newHome();
		// A file in place of the directory stops root, too.
		writeFileSync(path.join(home, '.config'), '');
		await using login = startLine(home, 'exec "$@" login 2>"$HOME/errors"');
		expect((await endOf(login, home)).code).toBe(1);
		expect(login.output).not.toContain('API token');
		const errors = readFileSync(path.join(home, 'errors'), 'utf8');
		expect(errors).toContain(`${home}/.config/cfiam: nothing can be written there: ${home}/.config`);
	});

	it('asks for the passphrase at the terminal behind a pipe', async () => {
		const home = newHome();
		const line = 'printf %s "$GIVEN" | "$@" login --store passphrase-file >"$HOME/out" 2>"$HOME/errors"';
		await using terminal = startLine(home, line, {GIVEN: token});
		await terminal.waitFor('New passphrase (not shown):');
		terminal.write(`${passphrase}\r${passphrase}\r`);
		const {code, out} = await endOf(terminal, home);
		expect(code).toBe(0);
		expect(out).toContain('Signed in to Cloudflare.');
		expect(readFileSync(path.join(home, 'errors'), 'utf8')).toBe('');
	});
});

describe('waiting for a keyring', () => {
	beforeEach(skipWithoutKeyring);

	it.each(['whoami', 'logout'])('is told while it does not answer, with its limit: %s', async (command) => {
		await using own = await startKeyring();
		const home = newHome();
		await runInPipes(['login'], {home, environment: own.environment, input: token});
		own.freeze();
		await using terminal = startLine(home, `exec "$@" ${command}`, own.environment);
		await terminal.waitFor(/Asking the desktop keyring \.\.\. 0 of 5 s/u);
		await terminal.waitFor(/Asking the desktop keyring \.\.\. 2 of 5 s \(ctrl-c stops\)/u);
		terminal.press('ctrl+c');
		await endOf(terminal, home);
		own.thaw();
	});
});
