/** Every write of OAuth clients from the keyboard of a real terminal, by what the server has afterwards. */
import {Buffer} from 'node:buffer';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import type {OauthClient} from '../../source/emulator/model.ts';
import {guardTime} from '../../source/screens/state.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {agree, agreeToUndo, closeReport} from './agreeing.ts';
import {roomy, startCheckedServer, waitForRow} from './browsing.ts';
import {cli, expectRestored, openAccount, quit, startCfiam, waitForPlace} from './journey.ts';

type Server = Awaited<ReturnType<typeof startCheckedServer>>;

function clientOn({state}: Server, name: string): OauthClient | undefined {
	return state.main.oauthClients.values().find(({settings}) => settings.client_name === name);
}

function writes({requests}: Server): readonly string[] {
	return requests
		.filter(({method}) => method !== 'GET')
		.map(({method, path}) => `${method} ${path.replace(/.*\/oauth_clients/, '').replaceAll(/[0-9a-f]{32}/g, 'ID')}`);
}

/** Opens the detail of a client. */
async function openClient(server: Server, name: string, size: object = roomy): Promise<TestTerminal> {
	const terminal = openAccount(server, {...size, args: ['oauth-clients', name]});
	await waitForPlace(terminal, 'OAuth clients', name);
	return terminal;
}

/** Waits for the panel of a secret, and until it takes keys. */
async function waitForPanel(terminal: TestTerminal, title: string): Promise<string> {
	const panel = await terminal.waitFor((screen) => screen.includes(title) && screen.includes('[ ] I have stored it'));
	await wait(guardTime);
	return panel;
}

async function closePanel(terminal: TestTerminal): Promise<void> {
	terminal.press('space');
	await terminal.waitFor('[x] I have stored it');
	terminal.press('enter');
	await terminal.waitFor((screen) => !screen.includes('I have stored it'));
}

describe('an OAuth client', () => {
	it('is created with its secret shown once, copied without being shown, and nowhere to be found afterwards', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, {...roomy, args: ['oauth-clients']});
		await waitForRow(terminal, 'CI deployments');
		terminal.press('n');
		await terminal.waitFor('New OAuth client');
		terminal.write('Night shift');
		await terminal.waitFor(/Name +Night shift/);
		terminal.press('tab', 'tab', 'tab', 'enter');
		await terminal.waitFor(/> Grant types|New OAuth client > Grant types/);
		terminal.press('down', 'enter');
		await terminal.waitFor('[x] refresh_token');
		terminal.press('tab', 'tab', 'tab');
		await terminal.waitFor(/> +Redirect URIs/);
		terminal.write('http://night.example/cb');
		terminal.press('ctrl+s');
		await terminal.waitFor('has to be https: codes would travel in the clear');
		terminal.press('home', 'right', 'right', 'right', 'right');
		terminal.write('s');
		await terminal.waitFor('https://night.example/cb');
		for (let steps = 0; !/> +\*? *Scopes/.test(terminal.screen()); steps++) {
			if (steps > 4) throw new Error(`no way to the scopes:\n${terminal.screen()}`);
			const before = terminal.screen();
			terminal.press('tab');
			await terminal.waitFor((screen) => screen !== before);
		}
		terminal.press('enter');
		terminal.write('dns write');
		await terminal.waitFor(/> \[ \] DNS Write/);
		terminal.press('enter');
		await terminal.waitFor(/\[x\] DNS Write/);
		terminal.press('ctrl+s');
		const question = await agree(terminal, 'Create OAuth client Night shift', 'Create');
		expect(question).toContain('+ redirect URI: https://night.example/cb');
		expect(question).toContain('+ scope: DNS Write (dns.write)');
		expect(question).toContain('Its secret is shown once');
		await waitForPanel(terminal, 'Secret of Night shift');

		const made = clientOn(server, 'Night shift');
		expect(made?.settings).toMatchObject({
			grant_types: ['authorization_code', 'refresh_token'],
			redirect_uris: ['https://night.example/cb'],
			scopes: ['dns.write', 'offline_access'],
			token_endpoint_auth_method: 'client_secret_basic',
		});
		const secret = made?.secrets[0] ?? '';
		expect(secret).toMatch(/^cf-oauth-secret-/);
		terminal.press('c');
		await terminal.waitFor("secret sent to the terminal's clipboard");
		expect(terminal.output).toContain(`\u001b]52;c;${Buffer.from(secret).toString('base64')}\u0007`);
		terminal.press('enter');
		await terminal.waitFor('nobody can show it again: space says that you have stored it');
		terminal.resize(60, 15);
		await terminal.waitFor((screen) => screen.includes('I have stored it') && !screen.includes('┐'));
		await closePanel(terminal);
		terminal.resize(roomy.columns, roomy.rows);
		await closeReport(terminal);
		await terminal.waitFor('Night shift');
		expect(writes(server)).toEqual(['POST ']);
		expect(server.violations).toEqual([]);
		await quit(terminal);
		// It was never revealed: the terminal has not been sent it, but for the clipboard.
		expect(terminal.output).not.toContain(secret);
		expect(terminal.emulator.history()).not.toContain(secret);
	});

	it('is changed by what has been edited only, and changed back', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openClient(server, 'CI deployments');
		const before = structuredClone(clientOn(server, 'CI deployments')?.settings);
		terminal.press('e');
		await terminal.waitFor('Edit CI deployments');
		terminal.press('end');
		terminal.write(' 2');
		await terminal.waitFor(/Name +CI deployments 2/);
		terminal.press('ctrl+s');
		const question = await agree(terminal, 'Change OAuth client CI deployments', 'Change');
		expect(question).toContain('- name: CI deployments');
		expect(question).toContain('+ name: CI deployments 2');
		await closeReport(terminal);
		const sent = server.requests.filter(({method}) => method === 'PATCH').map(({body}) => body);
		expect(sent).toEqual([{client_name: 'CI deployments 2'}]);
		expect(clientOn(server, 'CI deployments 2')?.settings).toEqual({...before, client_name: 'CI deployments 2'});
		terminal.press('z');
		await agreeToUndo(terminal, 'Change OAuth client', 'Change');
		await closeReport(terminal);
		expect(clientOn(server, 'CI deployments')?.settings).toEqual(before);
		expect(server.violations).toEqual([]);
		await quit(terminal);
	});

	it('is deleted by its name only', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openClient(server, 'CI deployments');
		terminal.press('D');
		const question = await agree(terminal, 'Delete OAuth client CI deployments', 'Delete', 'CI deployments');
		expect(question).toContain('Two secrets are valid: both stop working');
		expect(question).toContain('Type the client name to go on');
		await closeReport(terminal);
		expect(clientOn(server, 'CI deployments')).toBeUndefined();
		expect(writes(server)).toEqual(['DELETE /ID']);
		expect(server.violations).toEqual([]);
		await quit(terminal);
	});

	it('is made public once everything that is asked for is met', async () => {
		await using server = await startCheckedServer();
		const client = clientOn(server, 'Partner portal');
		if (client === undefined) throw new Error('the dataset has no such client');
		await using terminal = await openClient(server, 'Partner portal');
		terminal.press('U');
		const first = await terminal.waitFor((screen) => screen.includes('read again just now'));
		expect(first).toContain('[ ] a logo URI: no logo URI is set');
		expect(first).toContain('[x] a scope beyond those of identity');
		terminal.press('escape');
		await terminal.waitFor((screen) => !screen.includes('a logo URI'));
		client.settings = {...client.settings, logo_uri: 'https://partners.example/logo.png'};
		client.uriVerification = {kind: 'verified'};
		terminal.press('r');
		await terminal.waitFor(/URI verification +verified/);
		terminal.press('U');
		const question = await agree(terminal, 'Make Partner portal public', 'Make public', 'Partner portal');
		expect(question).toContain('[x] a logo URI');
		expect(question).toContain('[x] verified host of the client URI');
		await closeReport(terminal);
		expect(clientOn(server, 'Partner portal')?.visibility).toBe('public');
		expect(server.requests.filter(({method}) => method === 'PATCH').map(({body}) => body)).toEqual([
			{visibility: 'public'},
		]);
		await quit(terminal);
	});

	it('has the host of its address verified again', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openClient(server, 'Old wiki');
		await terminal.waitFor(/TXT record at +wiki\.oldharbor\.invalid/);
		terminal.press('V');
		await agree(terminal, 'Verify the host of Old wiki again', 'Verify');
		await closeReport(terminal);
		expect(clientOn(server, 'Old wiki')?.uriVerification?.kind).toBe('running');
		await quit(terminal);
	});
});

describe('the secret of an OAuth client', () => {
	it('is rotated in two steps, with a reminder between them', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openClient(server, 'Dispatch dashboard');
		const [first = ''] = clientOn(server, 'Dispatch dashboard')?.secrets ?? [];
		terminal.press('R');
		await agree(terminal, 'Rotate the secret of Dispatch dashboard', 'Rotate');
		await waitForPanel(terminal, 'New secret of Dispatch dashboard');
		const [, second = ''] = clientOn(server, 'Dispatch dashboard')?.secrets ?? [];
		expect(clientOn(server, 'Dispatch dashboard')?.secrets).toEqual([first, second]);
		await closePanel(terminal);
		await closeReport(terminal);
		await terminal.waitFor(/Two secrets are valid for at least/u);
		terminal.press('R');
		await terminal.waitFor('a third is refused');
		terminal.press('X');
		const question = await agree(terminal, 'End the old secret of Dispatch dashboard', 'End it', 'Dispatch dashboard');
		expect(question).toContain('Everything that still uses the old secret stops working at once');
		await closeReport(terminal);
		expect(clientOn(server, 'Dispatch dashboard')?.secrets).toEqual([second]);
		terminal.press('X');
		await terminal.waitFor('only one secret is valid');
		expect(writes(server)).toEqual(['POST /ID/rotate_secret', 'DELETE /ID/rotate_secret']);
		expect(server.violations).toEqual([]);
		await quit(terminal);
		for (const secret of [first, second]) expect(terminal.output).not.toContain(secret);
	});

	/** Rotates and reveals. */
	async function revealed(server: Server, terminal: TestTerminal): Promise<string> {
		terminal.press('R');
		await agree(terminal, 'Rotate the secret of Dispatch dashboard', 'Rotate');
		await waitForPanel(terminal, 'New secret of Dispatch dashboard');
		const secret = clientOn(server, 'Dispatch dashboard')?.secrets.at(-1) ?? '';
		expect(secret).not.toBe('');
		terminal.press('v');
		await terminal.waitFor(secret);
		return secret;
	}

	it('that was revealed is gone from the terminal once its panel is closed, and is asked for before quitting', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openClient(server, 'Dispatch dashboard');
		const secret = await revealed(server, terminal);
		terminal.press('q');
		const menu = await terminal.waitFor('Quit without the secret?');
		expect(menu).not.toContain(secret);
		terminal.press('enter');
		await terminal.waitFor('I have stored it');
		await closePanel(terminal);
		const revealedUntil = terminal.output.lastIndexOf(secret);
		await closeReport(terminal);
		terminal.press('ctrl+l');
		await terminal.waitFor('Two secrets are valid');
		await quit(terminal);
		expect(terminal.output.indexOf(secret, revealedUntil + 1)).toBe(-1);
		expect(terminal.emulator.history()).not.toContain(secret);
		expect(terminal.screen()).not.toContain(secret);
	});

	it('that is on show is hidden while the program is suspended, and after it', async () => {
		await using server = await startCheckedServer();
		await using terminal = startCfiam({
			...roomy,
			emulator: server,
			token: server.token,
			account: server.accountId,
			command: 'bash',
			args: ['--norc', '--noprofile', '-i'],
			environment: {PS1: 'shell> '},
		});
		await terminal.waitFor('shell>');
		terminal.write(`'${process.execPath}' '${cli}' oauth-clients 'Dispatch dashboard'\r`);
		await waitForPlace(terminal, 'OAuth clients', 'Dispatch dashboard');
		const secret = await revealed(server, terminal);
		terminal.press('ctrl+z');
		const shell = await terminal.waitFor('Stopped');
		expect(shell).not.toContain(secret);
		expect(terminal.emulator.history()).not.toContain(secret);
		terminal.write('fg\r');
		const panel = await terminal.waitFor('I have stored it');
		expect(panel).not.toContain(secret);
		terminal.press('ctrl+c', 'ctrl+c');
		await terminal.waitFor((screen) => screen.endsWith('shell>'));
		expect(terminal.emulator.history()).not.toContain(secret);
	});

	it.each([
		['SIGTERM', (terminal: TestTerminal) => terminal.kill('SIGTERM')],
		['ctrl-c twice', (terminal: TestTerminal) => terminal.press('ctrl+c', 'ctrl+c')],
		['a crash in a timer', (terminal: TestTerminal) => terminal.kill('SIGUSR2')],
	])('that is on show leaves nothing on the normal screen after %s', async (_how, end) => {
		const breakage = path.join(import.meta.dirname, 'fixtures/breakage.ts');
		await using server = await startCheckedServer();
		await using terminal = await openClient(server, 'Dispatch dashboard', {
			...roomy,
			environment: {NODE_OPTIONS: `--import=${breakage}`, BREAKAGE: 'timer'},
		});
		const secret = await revealed(server, terminal);
		end(terminal);
		await terminal.exit;
		expectRestored(terminal);
		expect(terminal.screen()).not.toContain(secret);
		expect(terminal.emulator.history()).not.toContain(secret);
	});

	it('that is on show is not in the report of a component that can not be drawn', async () => {
		const breakage = path.join(import.meta.dirname, 'fixtures/breakage.ts');
		await using server = await startCheckedServer();
		await using terminal = await openClient(server, 'Dispatch dashboard', {
			...roomy,
			environment: {NODE_OPTIONS: `--import=${breakage}`, BREAKAGE: 'component'},
		});
		const secret = await revealed(server, terminal);
		terminal.kill('SIGUSR2');
		let isOver = false;
		void terminal.exit.then(() => {
			isOver = true;
		});
		// The next thing that is drawn breaks; the signal may come after a key.
		while (!isOver) {
			terminal.press('escape');
			await wait(20);
		}
		// A key that comes when the terminal has been given back is echoed by it.
		expect(terminal.emulator.history().replace(/^(?:\^\[|\u001b)+/, '')).toMatch(
			/^cfiam ended by a mistake of its own/,
		);
		expect(terminal.emulator.history()).not.toContain(secret);
		// Nor is it in any file that the program has written.
		for (const file of readdirSync(terminal.home, {recursive: true, withFileTypes: true})) {
			if (file.isFile()) {
				expect(readFileSync(path.join(file.parentPath, file.name), 'latin1'), file.name).not.toContain(secret);
			}
		}
	});
});
