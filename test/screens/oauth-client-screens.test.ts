/** OAuth clients on the screen: what keys say, what is reminded of, and what becomes of a form. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;
beforeEach(async () => {
	emulator = await startTestEmulator();
});
afterEach(() => emulator.close());

function settingsOf(name: string) {
	return emulator.state.main.oauthClients.values().find(({settings}) => settings.client_name === name)?.settings;
}

const openClient = (search: string): Promise<OpenProgram> => openProgram({emulator, area: 'oauth-clients', search});

/** Presses the button of the confirmation on show, with the name typed where it has to be. */
async function confirm(program: OpenProgram, typed = ''): Promise<void> {
	await program.rest();
	await program.advance(1000);
	await program.type(typed);
	await program.press('tab', 'enter');
	await program.rest();
}

describe('keys that can not be used say why', () => {
	test.each([
		['Command line client', 'R', 'it has no secret: it proves itself with PKCE'],
		['Command line client', 'X', 'it has no secret: it proves itself with PKCE'],
		['CI deployments', 'R', 'two secrets are valid already and a third is refused: X ends the old one first'],
		['Dispatch dashboard', 'X', 'only one secret is valid: R makes a second one first'],
		['Status badges', 'U', 'it is public already, and stays so'],
		['Status badges', 'V', 'its host is verified already'],
		['Dispatch dashboard', 'V', 'it has no client URI whose host could be verified'],
	])('%s: %s', async (name, key, reason) => {
		await using program = await openClient(name);
		await program.press(key);
		expect(program.frame()).toContain(reason);
		expect(program.writes()).toEqual([]);
	});

	test.each(['R', 'X', 'U', 'D'])('%s with several marked ones: one at a time', async (key) => {
		await using program = await openProgram({emulator, area: 'oauth-clients'});
		await program.press('space', 'space', key);
		expect(program.frame()).toContain('one at a time');
		expect(program.writes()).toEqual([]);
	});
});

describe('a rotation that is not ended', () => {
	test('is told of in its area, once the clients have been read, and marked in the line of areas elsewhere', async () => {
		await using program = await openProgram({emulator});
		expect(program.frame()).not.toContain('two valid secrets');
		await program.press('6');
		await program.rest();
		expect(program.frame()).toContain('OAuth client CI deployments has two valid secrets');
		expect(program.rows()[1]).toContain('[6 OAuth]');
		await program.press('1');
		await program.rest();
		expect(program.rows()[1]).toContain(' 6 OAuth!');
		// The line above the footer is for what just happened.
		expect(program.frame()).not.toContain('two valid secrets');
		expect(program.frame()).toContain('read just now');
	});

	test('is reminded of until the old secret is ended', async () => {
		await using program = await openClient('CI deployments');
		expect(program.frame()).toContain('Two secrets are valid for at least 354d: X ends the old one');
		await program.press('X');
		await confirm(program, 'CI deployments');
		await program.press('enter');
		expect(program.frame()).not.toMatch(/two secrets|two valid/iu);
	});

	test('is counted where there are several', async () => {
		await using program = await openClient('Dispatch dashboard');
		await program.press('R');
		await confirm(program);
		await program.advance(1000);
		await program.press('space', 'enter', 'enter', 'escape');
		await program.rest();
		expect(program.frame()).toContain('2 OAuth clients have two valid secrets');
	});
});

describe('the proof of a domain', () => {
	test('stands in the detail with its place, and is copied by c', async () => {
		await using program = await openClient('Old wiki');
		expect(program.frame()).toMatch(/TXT record at +wiki\.oldharbor\.invalid/u);
		while (!/^>. TXT record +cloudflare/mu.test(program.frame())) await program.press('down');
		await program.press('c');
		expect(program.copied.at(-1)).toMatch(/^cloudflare_oauth_client_publisher=[0-9a-f]{32}$/u);
	});
});

describe('a verification that runs', () => {
	test('is looked at again once a minute while it is on show, until it has ended', async () => {
		await using program = await openClient('Partner portal');
		expect(program.frame()).toMatch(/URI verification +pending/u);
		const client = emulator.state.main.oauthClients
			.values()
			.find(({settings}) => settings.client_name === 'Partner portal');
		if (client === undefined) throw new Error('the dataset has no such client');
		client.uriVerification = {kind: 'verified'};
		program.forget();
		await program.advance(59_000);
		expect(program.requests()).toEqual([]);
		await program.advance(2000);
		expect(program.frame()).toMatch(/URI verification +verified/u);
		expect(program.requests()).toHaveLength(1);
		await program.advance(600_000);
		expect(program.requests()).toHaveLength(1);
	});
});

describe('the form of a client', () => {
	test('keeps what was entered when the server refuses it, and says so at its field', async () => {
		await using program = await openClient('CI deployments');
		const body = {
			success: false,
			errors: [{code: 1001, message: 'client_name is reserved'}],
			messages: [],
			result: null,
		};
		emulator.faults.add({kind: 'status', status: 400, method: 'PATCH', body});
		await program.press('e');
		await program.type(' 2');
		await program.press('ctrl+s');
		await confirm(program);
		expect(program.frame()).toContain('! refused: client_name is reserved');
		expect(program.frame()).toMatch(/\* Name +CI deployments 2/u);
		await program.press('ctrl+s');
		await confirm(program);
		expect(settingsOf('CI deployments 2')).toBeDefined();
	});

	test('can not be reviewed with what would be refused', async () => {
		await using program = await openClient('CI deployments');
		await program.press('e');
		await program.press('ctrl+u');
		await program.press('ctrl+s');
		expect(program.frame()).toContain('a client needs a name');
		expect(program.state().overlays.some(({kind}) => kind === 'confirm')).toBe(false);
	});

	test('says so when nothing has been changed', async () => {
		await using program = await openClient('CI deployments');
		await program.press('e', 'ctrl+s');
		expect(program.frame()).toMatch(/nothing has been changed|nothing changed/u);
		expect(program.writes()).toEqual([]);
	});

	test('makes a client that undo deletes again, by its name', async () => {
		await using program = await openProgram({emulator, area: 'oauth-clients'});
		await program.press('n');
		await program.type('Night shift');
		for (let steps = 0; !/^>\*? +Redirect URIs/mu.test(program.frame()); steps++) {
			if (steps > 8) throw new Error(program.frame());
			await program.press('tab');
		}
		await program.type('http://127.0.0.1:8976/cb');
		await program.press('ctrl+s');
		await confirm(program);
		expect(settingsOf('Night shift')).toMatchObject({redirect_uris: ['http://127.0.0.1:8976/cb'], scopes: []});
		await program.advance(1000);
		await program.press('space', 'enter', 'enter', 'z');
		await program.rest();
		expect(program.frame()).toContain('Delete OAuth client Night shift');
		await confirm(program, 'Night shift');
		expect(settingsOf('Night shift')).toBeUndefined();
		await program.press('enter', 'Z');
		await program.rest();
		// Done again, it is another client with another secret.
		expect(program.frame()).toContain('Create OAuth client Night shift');
		expect(program.frame()).toContain('Its secret is shown once');
	});

	test('does not overwrite what somebody else has changed meanwhile, unless told so', async () => {
		await using program = await openClient('CI deployments');
		await program.press('e');
		await program.type(' 2');
		const client = emulator.state.main.oauthClients
			.values()
			.find(({settings}) => settings.client_name === 'CI deployments');
		if (client === undefined) throw new Error('the dataset has no such client');
		client.settings = {...client.settings, client_name: 'Theirs', redirect_uris: ['https://theirs.example/cb']};
		await program.press('ctrl+s');
		await program.rest();
		expect(program.frame()).toContain('was changed by somebody else meanwhile');
		expect(program.frame()).toContain('name: Theirs');
		expect(program.writes()).toEqual([]);
		await confirm(program);
		await confirm(program);
		expect(settingsOf('CI deployments 2')?.redirect_uris).toEqual(['https://theirs.example/cb']);
	});
});
