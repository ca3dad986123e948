/** Two programs that sign in to one profile at the same time. */
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import {afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished} from 'vitest';
import {demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {skipWithoutKeyring, startKeyring, type TestKeyring} from '../support/keyring.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {quit, waitForCursor} from './journey.ts';
import {createMachine, type Machine} from './machine.ts';

const {full, readOnly} = demoTokens;
const passphrase = 'correct horse battery';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());
beforeEach(skipWithoutKeyring);

interface Place {
	readonly machine: Machine;
	readonly keyring: TestKeyring;
	/** What the keyring has for the profile; undefined: nothing. */
	inKeyring(): Promise<string | undefined>;
}

async function prepare(): Promise<Place> {
	const keyring = await startKeyring();
	onTestFinished(() => keyring[Symbol.asyncDispose]());
	return {
		machine: await createMachine({emulator, keyring}),
		keyring,
		inKeyring: () => keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'default']).catch(() => undefined),
	};
}

const configurationSchema = v.strictObject({
	version: v.literal(1),
	profiles: v.strictObject({
		default: v.strictObject({
			credentialStore: v.optional(v.picklist(['keychain', 'passphrase-file'])),
			account: v.optional(v.string()),
			baseUrl: v.optional(v.string()),
		}),
	}),
});

const recorded = ({machine}: Place) => v.parse(configurationSchema, machine.configuration()).profiles.default;

/** Leads a program on the screen to the question where the token is to be kept. */
async function typeToken(machine: Machine, token: string): Promise<TestTerminal> {
	const terminal = machine.start({columns: 100});
	onTestFinished(() => terminal.close());
	await terminal.waitFor('Sign in to Cloudflare');
	terminal.press('enter');
	await terminal.waitFor('Token:');
	terminal.paste(token);
	await terminal.waitFor(`${token.length} characters`);
	terminal.press('enter');
	await terminal.waitFor('Where is it to be kept?');
	return terminal;
}

describe('two that sign in to one profile at once', () => {
	it('on two screens, both end with their own message, and one of the tokens is stored', async () => {
		const place = await prepare();
		const {machine, inKeyring} = place;
		const terminals = await Promise.all([typeToken(machine, full.token), typeToken(machine, readOnly.token)]);
		for (const terminal of terminals) terminal.press('enter');
		for (const terminal of terminals) {
			await waitForCursor(terminal, 'Agency (Harborline)');
			expect(terminal.screen()).toContain('Stored in the desktop keyring.');
			expect(terminal.row(0)).toContain('default (desktop keyring)');
		}
		expect([full.token, readOnly.token]).toContain(await inKeyring());
		expect(recorded(place)).toEqual({
			credentialStore: 'keychain',
			account: emulator.accountId,
			baseUrl: emulator.url,
		});
		for (const terminal of terminals) await quit(terminal);
		expect(await machine.run(['whoami'])).toMatchObject({code: 0});
	});

	it('with login, each into another store: it is in the one that is recorded, and in no other', async () => {
		const place = await prepare();
		const {machine, inKeyring} = place;
		const terminal = await typeToken(machine, full.token);
		terminal.press('j', 'enter');
		await terminal.waitFor('> Keep it in a file with a passphrase');
		terminal.press('enter');
		await terminal.waitFor('Once more:');
		terminal.write(`${passphrase}\r${passphrase}`);
		await terminal.waitFor('The two are the same.');
		const login = machine.spawn(['login']);
		terminal.press('enter');
		login.send(readOnly.token);
		const end = await login.end;
		expect(end).toMatchObject({code: 0, stderr: ''});
		expect(end.stdout).toContain('Stored in the desktop keyring.');
		await waitForCursor(terminal, 'Agency (Harborline)');
		expect(terminal.screen()).toContain('Kept in a file: its passphrase is asked for at each start.');
		const file = path.join(path.dirname(machine.configurationFile), 'default.token');
		const isInFile = recorded(place).credentialStore === 'passphrase-file';
		expect({file: existsSync(file), keyring: await inKeyring()}).toEqual(
			isInFile ? {file: true, keyring: undefined} : {file: false, keyring: readOnly.token},
		);
	});

	it('of whom one signs out: what is stored and what is recorded are the same', async () => {
		const place = await prepare();
		const {machine, inKeyring} = place;
		expect(await machine.run(['login'], {input: full.token})).toMatchObject({code: 0});
		const [login, logout] = await Promise.all([
			machine.run(['login'], {input: readOnly.token}),
			machine.run(['logout']),
		]);
		expect([login, logout]).toMatchObject([{code: 0}, {code: 0}]);
		expect(login.stdout).toContain('Stored in the desktop keyring.');
		expect(logout.stdout).toContain('Removed the credential of profile default from the desktop keyring');
		const {credentialStore} = recorded(place);
		expect(await inKeyring()).toBe(credentialStore === 'keychain' ? readOnly.token : undefined);
	});

	it('of whom one is stopped half-way: the other says which process it is, and has changed nothing', async () => {
		const place = await prepare();
		const {machine, keyring, inKeyring} = place;
		keyring.freeze();
		const first = machine.spawn(['login']);
		first.send(full.token);
		const lock = `${machine.configurationFile}.lock`;
		// Made, and with its owner in it.
		const owner = (): string => (existsSync(lock) ? readFileSync(lock, 'utf8') : '');
		await expect.poll(owner, {interval: 5, timeout: 10_000}).toContain(`"pid":${first.pid},`);
		first.kill('SIGSTOP');
		keyring.thaw();
		const second = await machine.run(['login'], {input: readOnly.token});
		expect(second).toMatchObject({code: 1, stdout: ''});
		expect(second.stderr).toContain(`Another cfiam (process ${first.pid}) is storing or removing a credential`);
		expect(await inKeyring()).toBeUndefined();
		first.kill('SIGCONT');
		expect(await first.end).toMatchObject({code: 0, stderr: ''});
		expect(await inKeyring()).toBe(full.token);
		expect(recorded(place).credentialStore).toBe('keychain');
		expect(existsSync(lock)).toBe(false);
	});
});
