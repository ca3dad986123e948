import {createServer} from 'node:net';
import {describe, expect, it} from 'vitest';
import {demoKey, demoTokens, startEmulator} from '../../source/emulator/index.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {openAccount, placeOf, quit, startCfiam, startServer, statusOf, waitForCursor, waitForPlace} from './journey.ts';

const kestrel = 'Kestrel Freight';

/** A port on loopback that nobody listens on. */
async function deadPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('no port');
	return address.port;
}

/** Once a typed credential is accepted: for this run only, so that nothing is left behind. */
async function openOnce(terminal: TestTerminal): Promise<void> {
	await terminal.waitFor('Where is it to be kept?');
	terminal.press('j', 'j', 'enter');
}

/** Waits for something that comes once a list has been read, for as long as more of it keeps coming. */
async function waitForAll(terminal: TestTerminal, expected: RegExp): Promise<void> {
	const progressOf = (screen: string): string | undefined => /reading: ([\d,]+) of /.exec(screen)?.[1];
	let screen = terminal.screen();
	while (!expected.test(screen)) {
		const before = progressOf(screen);
		screen = await terminal.waitFor((now) => expected.test(now) || progressOf(now) !== before, {
			description: `more than ${before ?? 'nothing'} being read, or ${expected}`,
		});
	}
}

describe('the start', () => {
	it('shows the first rows of the small demo account', async () => {
		await using terminal = startCfiam({args: ['--demo']});
		await waitForCursor(terminal, 'Agency (Harborline)');
		const screen = await terminal.waitFor(/ 12 +sort: name/);
		expect(screen).toMatch(/^Kestrel Freight > User groups {2,}demo {2}api 1,\d{3}\/1,200$/m);
		await quit(terminal);
	});

	it('shows the first rows of the large demo account, and its members as they come', async () => {
		await using terminal = startCfiam({args: ['members', '--demo', 'large']});
		await waitForCursor(terminal, 'aaliyah.');
		await terminal.waitFor(/^members +(reading: [\d,]+ of |[\d,]+-[\d,]+ of )?25,000 +sort: address/m);
		await waitForAll(terminal, /^members +[\d,]+-[\d,]+ of 25,000 +sort: address/m);
		terminal.press('G');
		await waitForCursor(terminal, 'vera.wong@');
		await quit(terminal);
	});

	it('opens the account that the credential of the environment sees', async () => {
		await using emulator = await startServer();
		await using terminal = startCfiam({emulator, token: emulator.token});
		await waitForCursor(terminal, 'Agency (Harborline)');
		expect(terminal.row(0)).toMatch(/^Kestrel Freight > User groups {2,}CLOUDFLARE_API_TOKEN {2}api /);
	});

	it('opens the area and the object that the command line names', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator, {args: ['user-groups', 'platform-dns'], columns: 100});
		await waitForPlace(terminal, 'User groups', 'platform-dns');
		terminal.press('escape');
		await waitForPlace(terminal, kestrel, 'User groups');
	});

	it('names the account that was given by its id as soon as its name is read', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		await terminal.waitFor(/^Kestrel Freight > User groups/);
	});
});

describe('signing in', () => {
	it('offers the demo account where there is no credential', async () => {
		await using emulator = await startServer();
		await using terminal = startCfiam({emulator});
		await terminal.waitFor('Sign in to Cloudflare');
		expect(terminal.screen()).toContain('Demo account     built in: no network, no token');
		terminal.press('down', 'down', 'enter');
		await waitForCursor(terminal, 'Agency (Harborline)');
		expect(placeOf(terminal.screen())).toBe('Kestrel Freight > User groups');
		// The demo has a server of its own.
		expect(emulator.requests).toEqual([]);
	});

	it('takes a typed token, and says nothing of it but its length', async () => {
		await using emulator = await startServer();
		await using terminal = startCfiam({emulator});
		await terminal.waitFor('Sign in to Cloudflare');
		terminal.press('enter');
		await terminal.waitFor('Token:');
		terminal.write(emulator.token);
		await terminal.waitFor(`${emulator.token.length} characters`);
		expect(terminal.screen()).toMatch(/Token: \*{50}/);
		terminal.press('enter');
		await openOnce(terminal);
		await waitForCursor(terminal, 'Agency (Harborline)');
		expect(terminal.row(0)).toContain('typed token');
		expect(terminal.screen()).toContain('For this run only: it was stored nowhere.');
	});

	it('takes a pasted token with a line end behind it, and waits for Enter', async () => {
		await using emulator = await startServer();
		await using terminal = startCfiam({emulator});
		await terminal.waitFor('Sign in to Cloudflare');
		terminal.press('enter');
		await terminal.waitFor('Token:');
		terminal.paste(`${emulator.token}\n`);
		await terminal.waitFor(`${emulator.token.length} characters`);
		expect(emulator.requests).toEqual([]);
		terminal.press('enter');
		await openOnce(terminal);
		await waitForCursor(terminal, 'Agency (Harborline)');
	});

	it('takes a Global API key with its address', async () => {
		await using emulator = await startServer();
		await using terminal = startCfiam({emulator});
		await terminal.waitFor('Sign in to Cloudflare');
		terminal.press('j', 'enter');
		await terminal.waitFor('E-mail:');
		terminal.write(`${demoKey.email}\r`);
		terminal.paste(demoKey.key);
		await terminal.waitFor(`${demoKey.key.length} characters`);
		terminal.press('enter');
		// The key sees every account.
		await terminal.waitFor('Which account?');
		terminal.press('enter');
		await openOnce(terminal);
		await waitForCursor(terminal, 'Agency (Harborline)');
		expect(terminal.row(0)).toContain('typed key');
	});

	it('lets one choose among the accounts that a credential sees', async () => {
		await using emulator = await startServer();
		const [, second] = [...emulator.state.accounts.values()].map(({account}) => account);
		await using terminal = startCfiam({emulator, token: demoTokens.allAccounts.token});
		await terminal.waitFor('Which account? This credential sees');
		expect(second).toBeDefined();
		const name = second?.name ?? '';
		const lines = terminal.screen().split('\n');
		const position = (text: string): number => lines.findIndex((line) => line.includes(text));
		const steps = position(name) - lines.findIndex((line) => line.startsWith(' > '));
		terminal.press(...Array.from({length: steps}, () => 'down'), 'enter');
		await terminal.waitFor((screen) => screen.startsWith(`${name} > User groups`));
	});

	it('takes the account id by hand where the token sees no account', async () => {
		await using emulator = await startServer();
		await using terminal = startCfiam({emulator, token: demoTokens.accountOwned.token});
		await terminal.waitFor('Account id:');
		terminal.write('a3c1f0d2');
		terminal.press('enter');
		await terminal.waitFor('it has 8 characters instead of 32');
		terminal.press('ctrl+u');
		terminal.paste(`${emulator.accountId}\n`);
		await terminal.waitFor(`Account id: ${emulator.accountId}`);
		terminal.press('enter');
		await waitForCursor(terminal, 'Agency (Harborline)');
	});

	it.each([
		['expired', demoTokens.expired.token, 'This token has expired.', 'It ended at 2024-12-31'],
		['disabled', demoTokens.disabled.token, 'This token is disabled.', 'Enable it, or create another one'],
		['revoked', demoTokens.revoked.token, 'Cloudflare does not accept this token.', 'Ray id'],
	])('says what is wrong with a token that is %s, and goes back to what was typed', async (_, token, title, next) => {
		await using emulator = await startServer();
		await using terminal = startCfiam({emulator});
		await terminal.waitFor('Sign in to Cloudflare');
		terminal.press('enter');
		await terminal.waitFor('Token:');
		terminal.write(`${token}\r`);
		const screen = await terminal.waitFor(title);
		expect(screen).toContain(next);
		terminal.press('escape');
		await terminal.waitFor(`${token.length} characters`);
		expect(terminal.screen()).toContain('Token: ****');
	});

	it('says that a token of the environment is refused, and takes another one', async () => {
		await using emulator = await startServer();
		await using terminal = startCfiam({emulator, token: `${emulator.token}x`});
		await terminal.waitFor('Cloudflare does not accept this token.');
		terminal.press('escape');
		await terminal.waitFor('Sign in to Cloudflare');
		terminal.press('enter');
		await terminal.waitFor('Token:');
		terminal.paste(emulator.token);
		terminal.press('enter');
		await openOnce(terminal);
		await waitForCursor(terminal, 'Agency (Harborline)');
		expect(terminal.row(0)).toContain('typed token');
	});

	it('says that a token may not read an area, which permission it takes, and goes on with the others', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator, {token: demoTokens.groupsOnly.token});
		await waitForCursor(terminal, 'Agency (Harborline)');
		terminal.press('5');
		const screen = await terminal.waitFor('Could not list the SSO connectors');
		expect(screen).toContain('SSO Connector Read');
		terminal.press('2');
		await waitForCursor(terminal, 'amara.okafor@');
	});
});

describe('a sign-in over an open account', () => {
	it('leads back by esc to what was open, with its cursor, its changed size and its data', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		await waitForCursor(terminal, 'Agency (Harborline)');
		await terminal.waitFor(/^Kestrel Freight > User groups/);
		terminal.press('j');
		await waitForCursor(terminal, 'Billing & Finance');
		terminal.press('P');
		await terminal.waitFor('Open now: CLOUDFLARE_API_TOKEN, which is stored nowhere.');
		terminal.press('s');
		expect(await terminal.waitFor('Back to Kestrel Freight')).toContain('CLOUDFLARE_API_TOKEN is set, and wins');
		terminal.resize(100, 30);
		await terminal.waitFor((screen) => screen.split('\n').length === 30 && screen.includes('Back to Kestrel Freight'));
		const sent = emulator.requests.length;
		terminal.press('escape');
		await waitForCursor(terminal, 'Billing & Finance');
		expect(emulator.requests.length).toBe(sent);
		// Its credential is still there: what is read now is read with it.
		terminal.press('3');
		await waitForPlace(terminal, kestrel, 'Permission groups');
		await terminal.waitFor(/^permission groups +(?:1-\d+ of )?\d+ /m);
		await quit(terminal);
	});

	it('takes its place only once another one opens', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		await waitForCursor(terminal, 'Agency (Harborline)');
		terminal.press('P');
		await terminal.waitFor('Profiles');
		terminal.press('s');
		await terminal.waitFor('Back to');
		terminal.press('G', 'k', 'enter');
		await terminal.waitFor(/^Kestrel Freight > User groups {2,}demo {2}api /);
		await waitForCursor(terminal, 'Agency (Harborline)');
		const sent = emulator.requests.length;
		terminal.press('3');
		await waitForPlace(terminal, kestrel, 'Permission groups');
		await terminal.waitFor(/^permission groups +(?:1-\d+ of )?\d+ /m);
		expect(emulator.requests.length).toBe(sent);
		await quit(terminal);
	});
});

describe('another account', () => {
	it('takes the place of the first, whose late answers change nothing any more', async () => {
		await using emulator = await startServer();
		const [, second] = [...emulator.state.accounts.values()];
		const token = demoTokens.allAccounts.token;
		const path = `/accounts/${emulator.accountId}/iam/user_groups`;
		emulator.faults.add({kind: 'delay', milliseconds: 700, path});
		await using terminal = openAccount(emulator, {token, columns: 120, rows: 30});
		await terminal.waitFor('reading user groups');
		terminal.press('P', 'a');
		await terminal.waitFor(`  ${second?.account.name}`);
		terminal.press('down', 'enter');
		await waitForPlace(terminal, second?.account.name ?? '', 'User groups');
		expect(second?.userGroups.size).toBe(0);
		await terminal.waitFor('there are no user groups');
		await expect.poll(() => emulator.requests.find((request) => request.path === path)?.status).toBe(200);
		// Whatever comes of it has come before the next answer.
		terminal.press('3');
		await terminal.waitFor(/^permission groups +(?:1-\d+ of )?\d+ /m);
		terminal.press('1');
		await terminal.waitFor('there are no user groups');
		expect(terminal.row(0)).toMatch(/^Sandbox > User groups/);
	});
});

describe('a server that does not answer as it should', () => {
	it('says that nobody listens there, and goes on once somebody does', async () => {
		const port = await deadPort();
		await using terminal = startCfiam({
			environment: {CLOUDFLARE_BASE_URL: `http://127.0.0.1:${port}/client/v4`},
			token: demoTokens.full.token,
		});
		const screen = await terminal.waitFor('Cloudflare can not be reached.', {timeout: 15_000});
		expect(screen).toContain(`127.0.0.1:${port}`);
		const emulator = await startEmulator({port});
		try {
			terminal.press('r');
			await waitForCursor(terminal, 'Agency (Harborline)');
		} finally {
			await emulator.close();
		}
	});

	it('can be left while a server that was reached says nothing, and asked again', async () => {
		await using emulator = await startServer();
		emulator.faults.add({kind: 'stall', times: 100});
		await using terminal = startCfiam({emulator, token: emulator.token});
		await terminal.waitFor('esc gives up');
		terminal.press('escape');
		await terminal.waitFor('given up');
		expect(terminal.screen()).toContain('Sign in to Cloudflare');
		emulator.faults.clear();
		terminal.press('enter');
		await terminal.waitFor('Token:');
		terminal.paste(emulator.token);
		terminal.press('enter');
		await openOnce(terminal);
		await waitForCursor(terminal, 'Agency (Harborline)');
	});

	it('counts down in the sign-in too, and is not asked before the time has come', async () => {
		await using emulator = await startServer();
		emulator.faults.add({kind: 'status', status: 429, headers: {'retry-after': '90'}, times: 100});
		await using terminal = startCfiam({emulator, token: emulator.token});
		await terminal.waitFor(/: (90|89|88)s/);
		terminal.press('escape');
		await terminal.waitFor('given up');
		expect(terminal.screen()).toContain('Sign in to Cloudflare');
		const sent = emulator.requests.length;
		expect(sent).toBeLessThanOrEqual(2);
	});

	it('says that something else than Cloudflare answered', async () => {
		await using emulator = await startServer();
		emulator.faults.add({kind: 'not-json', times: 100});
		await using terminal = startCfiam({emulator, token: emulator.token});
		await terminal.waitFor('Something else than Cloudflare answered.');
		emulator.faults.clear();
		terminal.press('r');
		await waitForCursor(terminal, 'Agency (Harborline)');
	});

	it('keeps what it shows when a list can not be read again', async () => {
		await using emulator = await startServer();
		await using terminal = openAccount(emulator);
		await waitForCursor(terminal, 'Agency (Harborline)');
		emulator.faults.add({kind: 'not-json', path: '/accounts/*/iam/user_groups', times: 100});
		terminal.press('r');
		const screen = await terminal.waitFor(/r tries again {2}read just now/);
		expect(screen).toContain('Could not list the user groups');
		await waitForCursor(terminal, 'Agency (Harborline)');
		emulator.faults.clear();
		terminal.press('r');
		await terminal.waitFor((now) => !now.includes('Could not'));
	});

	it('counts down what Cloudflare asks to wait, until esc calls it off', async () => {
		await using emulator = await startServer();
		const headers = {'retry-after': '90'};
		emulator.faults.add({kind: 'status', status: 429, headers, path: '/accounts/*/iam/user_groups', times: 100});
		await using terminal = openAccount(emulator);
		const screen = await terminal.waitFor(/: (90|89|88)s/);
		const [, first = ''] = /: (\d+)s/.exec(statusOf(screen)) ?? [];
		await terminal.waitFor(`: ${Number(first) - 1}s`);
		const sent = emulator.requests.length;
		terminal.press('escape');
		await terminal.waitFor(/given up/);
		expect(emulator.requests.length).toBe(sent);
		// It is asked again, but not before Cloudflare's time.
		terminal.press('r');
		await terminal.waitFor(/: \d+s/);
		expect(emulator.requests.length).toBe(sent);
	});
});
