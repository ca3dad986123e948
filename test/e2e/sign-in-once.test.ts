/** Signed in once, in a real keyring: later starts ask for nothing, until one signs out. */
import {beforeEach, describe, expect, it} from 'vitest';
import {type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {skipWithoutKeyring, startKeyring, type TestKeyring} from '../support/keyring.ts';
import {waitForChild} from './descendants.ts';
import {placeOf, quit, waitForCursor} from './journey.ts';
import {createMachine, type Machine} from './machine.ts';

beforeEach(skipWithoutKeyring);

interface Surroundings extends AsyncDisposable {
	readonly emulator: Emulator;
	readonly keyring: TestKeyring;
	readonly machine: Machine;
}

async function start(): Promise<Surroundings> {
	const [emulator, keyring] = await Promise.all([startEmulator(), startKeyring()]);
	return {
		emulator,
		keyring,
		machine: await createMachine({emulator, keyring}),
		async [Symbol.asyncDispose]() {
			await Promise.all([emulator.close(), keyring[Symbol.asyncDispose]()]);
		},
	};
}

async function startSignedIn(): Promise<Surroundings> {
	const surroundings = await start();
	const {machine, emulator} = surroundings;
	expect(await machine.run(['login'], {input: emulator.token})).toMatchObject({code: 0, stderr: ''});
	emulator.clearRequests();
	return surroundings;
}

const firstRow = 'Agency (Harborline)';
const header = /^Kestrel Freight > User groups {2,}default \(desktop keyring\) {2}api 1,\d{3}\/1,200$/;
/** What a start that asks for something would have written. */
const questions = /Sign in|Which account|Account id|Token:|assphrase|Where is it to be kept/;

describe('signing in once', () => {
	it('with a pasted token that is kept opens the list at the next start with no question, until one signs out', async () => {
		await using surroundings = await start();
		const {emulator, keyring, machine} = surroundings;
		await using first = machine.start({columns: 100});
		await first.waitFor('Sign in to Cloudflare');
		first.press('enter');
		await first.waitFor('Token:');
		first.paste(`${emulator.token}\n`);
		await first.waitFor(`${emulator.token.length} characters`);
		first.press('enter');
		await first.waitFor('> Keep it in the desktop keyring');
		first.press('enter');
		await waitForCursor(first, firstRow);
		expect(first.screen()).toContain('Stored in the desktop keyring.');
		expect(first.row(0)).toMatch(header);
		await quit(first);
		expect(await keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'default'])).toBe(emulator.token);
		expect(machine.configuration()).toEqual({
			version: 1,
			profiles: {default: {credentialStore: 'keychain', account: emulator.accountId, baseUrl: emulator.url}},
		});

		// The configuration says by now which server it is.
		await using second = machine.start({columns: 100, environment: {CLOUDFLARE_BASE_URL: undefined}});
		await waitForCursor(second, firstRow);
		await second.waitFor(() => header.test(second.row(0)), {description: 'account, profile and source'});
		expect(second.output).not.toMatch(questions);
		await quit(second);

		const who = await machine.run(['whoami', '--json'], {environment: {CLOUDFLARE_BASE_URL: undefined}});
		expect(who).toMatchObject({code: 0, stderr: ''});
		expect(JSON.parse(who.stdout)).toEqual({
			profile: 'default',
			account: {id: emulator.accountId, name: 'Kestrel Freight'},
			source: 'keychain',
			kind: 'user-token',
			status: 'active',
			expiresOn: null,
			email: null,
			baseUrl: emulator.url,
		});

		await using third = machine.start({columns: 100});
		await waitForCursor(third, firstRow);
		third.press('P');
		await third.waitFor('of default: removes its credential');
		third.press('o');
		await third.waitFor('remove its credential from the desktop keyring');
		third.press('r');
		await third.waitFor('Signed out of default: removed from the desktop keyring.');
		expect(third.screen()).toContain('Profile default, nothing stored');
		expect(third.screen()).not.toContain('Stored credential');
		await quit(third);
		expect(await keyring.secretTool(['search', '--all', 'service', 'cfiam'])).toBe('');
		expect(machine.configuration()).toEqual({
			version: 1,
			profiles: {default: {account: emulator.accountId, baseUrl: emulator.url}},
		});

		await using fourth = machine.start();
		await fourth.waitFor('Sign in to Cloudflare');
		await quit(fourth);
		expect(await machine.run(['whoami'])).toMatchObject({code: 1, stdout: ''});
	});
});

describe('the start of one who is signed in', () => {
	// Where others keep this process from looking in time, it looks as if the program had been late: it may try again.
	it('asks the keyring before the first byte comes to the terminal, and takes a key that was typed by then', {
		retry: 2,
	}, async () => {
		await using surroundings = await startSignedIn();
		const {keyring, machine} = surroundings;
		keyring.freeze();
		await using terminal = machine.start({columns: 100});
		waitForChild(terminal.pid, 'keychain-child.js');
		process.kill(terminal.pid, 'SIGSTOP');
		// The terminal itself shows a key, behind whatever the program has written: it has not taken over the keys yet.
		terminal.write('2');
		await terminal.waitFor(() => terminal.output !== '', {description: 'the key'});
		expect(terminal.output).toBe('2');
		process.kill(terminal.pid, 'SIGCONT');
		await terminal.waitFor('Reading the credential of default from the desktop keyring');
		// Keys are taken in order: once this one has been, the first one has.
		const drawn = (): number => terminal.output.split('Reading the credential').length;
		const before = drawn();
		terminal.press('ctrl+l');
		await terminal.waitFor(() => drawn() > before, {description: 'a repaint'});
		keyring.thaw();
		await waitForCursor(terminal, 'amara.okafor@');
		expect(placeOf(terminal.screen())).toBe('Kestrel Freight > Members');
		expect(terminal.output).not.toMatch(questions);
		await quit(terminal);
	});
});
