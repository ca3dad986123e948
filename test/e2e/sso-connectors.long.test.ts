/** Every write of SSO connectors from the keyboard of a real terminal, by what the server has afterwards. */
import {describe, expect, it} from 'vitest';
import type {SsoConnector} from '../../source/emulator/model.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {agree, agreeToUndo, closeReport, goToField, retype} from './agreeing.ts';
import {goToSection, roomy, startCheckedServer, waitForRow} from './browsing.ts';
import {openAccount, quit, waitForPlace} from './journey.ts';

type Server = Awaited<ReturnType<typeof startCheckedServer>>;

function connectorOn({state}: Server, domain: string): SsoConnector | undefined {
	return state.main.ssoConnectors.values().find(({emailDomain}) => emailDomain === domain);
}

function writes({requests}: Server): readonly string[] {
	return requests
		.filter(({method}) => method !== 'GET')
		.map(({method, path}) => `${method} ${path.replace(/.*\/sso_connectors/, '').replaceAll(/[0-9a-f]{32}/g, 'ID')}`);
}

async function openConnector(server: Server, domain: string): Promise<TestTerminal> {
	const terminal = openAccount(server, {...roomy, args: ['sso-connectors', domain]});
	await waitForPlace(terminal, 'SSO connectors', domain);
	return terminal;
}

describe('an SSO connector', () => {
	it('is created with its TXT record, copied from its rows, and deleted again by undo', async () => {
		await using server = await startCheckedServer();
		const files = {'.config/cfiam/config.json': '{"dnsCheck": false}'};
		await using terminal = openAccount(server, {...roomy, args: ['sso-connectors'], files});
		await waitForRow(terminal, 'kestrel-drivers.example');
		terminal.press('n');
		await terminal.waitFor('New SSO connector');
		for (const [typed, rule] of [
			['https://night.example', 'without a scheme'],
			['ana@night.example', 'only what stands behind the @'],
			['night.example/x', 'without a path'],
			['kestrel.example', 'there is a connector for kestrel.example already'],
		] as const) {
			await retype(terminal, typed);
			terminal.press('ctrl+s');
			await terminal.waitFor((screen) => screen.includes('not yet: ') && screen.includes(rule));
		}
		await retype(terminal, 'Night.example');
		await goToField(terminal, 'FedRAMP wording');
		terminal.press('space');
		await terminal.waitFor('[x] shown');
		terminal.press('ctrl+s');
		const question = await agree(terminal, 'Create SSO connector night.example', 'Create');
		expect(question).toContain('+ verification: begins at once');
		expect(question).toContain('nobody signs in otherwise than before');
		await closeReport(terminal);
		const made = connectorOn(server, 'night.example');
		expect(made).toMatchObject({enabled: false, fedrampLanguage: true, verification: {kind: 'running'}});

		terminal.write('/night');
		await terminal.waitFor('enter keep the filter');
		terminal.press('enter');
		await waitForRow(terminal, 'night.example');
		terminal.press('enter');
		await waitForPlace(terminal, 'SSO connectors', 'night.example');
		const detail = await terminal.waitFor('[Verification]');
		expect(detail).toMatch(/record name +night\.example/u);
		expect(detail).toMatch(/record type +TXT/u);
		expect(detail).toMatch(/looked for until about .* left\)/u);
		for (let steps = 0; !/^> +record value/mu.test(terminal.screen()); steps++) {
			if (steps > 8) throw new Error('there is no value');
			const before = terminal.screen();
			terminal.press('j');
			await terminal.waitFor((screen) => screen !== before);
		}
		terminal.press('c');
		await terminal.waitFor('clipboard');
		const code = Buffer.from(made?.code ?? '').toString('base64');
		expect(terminal.output).toContain(`\u001b]52;c;${code}\u0007`);
		terminal.press('t');
		await terminal.waitFor('name servers are not asked: switched off by the configuration');

		terminal.press('z');
		await agreeToUndo(terminal, 'Delete SSO connector night.example', 'Delete');
		await closeReport(terminal);
		expect(connectorOn(server, 'night.example')).toBeUndefined();
		expect(writes(server)).toEqual(['POST ', 'DELETE /ID']);
		expect(server.violations).toEqual([]);
		await quit(terminal);
	});

	it('is created without beginning its verification, which V begins', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, {...roomy, args: ['sso-connectors']});
		await waitForRow(terminal, 'kestrel-drivers.example');
		terminal.press('n');
		await terminal.waitFor('New SSO connector');
		await retype(terminal, 'later.example');
		await goToField(terminal, 'Verification');
		terminal.press('space');
		await terminal.waitFor('[ ] later, by V');
		terminal.press('ctrl+s');
		await agree(terminal, 'Create SSO connector later.example', 'Create');
		await closeReport(terminal);
		expect(connectorOn(server, 'later.example')?.verification).toEqual({kind: 'awaiting'});
		terminal.write('/later');
		await terminal.waitFor('enter keep the filter');
		terminal.press('enter');
		await waitForRow(terminal, 'later.example');
		terminal.press('V');
		const question = await agree(terminal, 'Verify later.example', 'Begin');
		expect(question).toContain('can not be undone');
		await closeReport(terminal);
		expect(connectorOn(server, 'later.example')?.verification.kind).toBe('running');
		expect(writes(server)).toEqual(['POST ', 'POST /ID/begin_verification']);
		expect(server.violations).toEqual([]);
	});

	it('whose verification has failed is looked for again', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openConnector(server, 'oldharbor.invalid');
		await terminal.waitFor('looked for two days and found no record');
		terminal.press('V');
		await agree(terminal, 'Verify oldharbor.invalid', 'Begin');
		await closeReport(terminal);
		await terminal.waitFor(/status +pending/u);
		expect(connectorOn(server, 'oldharbor.invalid')?.verification.kind).toBe('running');
	});

	it('is enabled by its typed domain, and disabled by undo', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openConnector(server, 'kestrel-drivers.example');
		terminal.press('T');
		const question = await agree(
			terminal,
			'Enable SSO for kestrel-drivers.example',
			'Enable',
			'kestrel-drivers.example',
		);
		expect(question).toContain('The way back, if the identity provider fails');
		expect(question).toMatch(/is affected in other accounts/u);
		await closeReport(terminal);
		expect(connectorOn(server, 'kestrel-drivers.example')?.enabled).toBe(true);
		await goToSection(terminal, 'Fields');
		await terminal.waitFor(/enabled +yes/u);
		terminal.press('z');
		await agreeToUndo(terminal, 'Disable SSO for kestrel-drivers.example', 'Disable');
		await closeReport(terminal);
		expect(connectorOn(server, 'kestrel-drivers.example')?.enabled).toBe(false);
		expect(writes(server)).toEqual(['PATCH /ID', 'PATCH /ID']);
		expect(server.violations).toEqual([]);
	});

	it('is disabled with a list of whom that affects, and then deleted for good by its typed domain', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openConnector(server, 'kestrel.example');
		terminal.press('D');
		await terminal.waitFor('it is enabled: T disables it first');
		terminal.press('T');
		const question = await agree(terminal, 'Disable SSO for kestrel.example', 'Disable');
		expect(question).toMatch(/affects 27[:,]/u);
		expect(question).toMatch(/amara\.okafor@kestrel\.example +signs in at Cloudflare again/u);
		await closeReport(terminal);
		expect(connectorOn(server, 'kestrel.example')?.enabled).toBe(false);
		terminal.press('D');
		const deletion = await agree(terminal, 'Delete SSO connector kestrel.example', 'Delete', 'kestrel.example');
		expect(deletion).toContain('can not be undone');
		await closeReport(terminal);
		expect(connectorOn(server, 'kestrel.example')).toBeUndefined();
		expect(writes(server)).toEqual(['PATCH /ID', 'DELETE /ID']);
		expect(server.violations).toEqual([]);
	});

	it('shows FedRAMP wording or not, and keeps its domain', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openConnector(server, 'kestrel-labs.example');
		terminal.press('e');
		await terminal.waitFor('Edit kestrel-labs.example');
		await terminal.waitFor('locked: the domain of a connector stays');
		await goToField(terminal, 'FedRAMP wording');
		terminal.press('space');
		await terminal.waitFor('[x] shown');
		terminal.press('ctrl+s');
		await agree(terminal, 'Show FedRAMP wording at the sign-in of kestrel-labs.example', 'Change');
		await closeReport(terminal);
		expect(connectorOn(server, 'kestrel-labs.example')?.fedrampLanguage).toBe(true);
		terminal.press('z');
		await agreeToUndo(terminal, 'Hide FedRAMP wording', 'Change');
		await closeReport(terminal);
		expect(connectorOn(server, 'kestrel-labs.example')?.fedrampLanguage).toBe(false);
	});

	it('that is not verified, or enabled in another account, is not enabled, and it is said why', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openConnector(server, 'kestrel-sandbox.example');
		terminal.press('T');
		await agree(terminal, 'Enable SSO for kestrel-sandbox.example', 'Enable', 'kestrel-sandbox.example');
		expect(await closeReport(terminal)).toContain('is enabled in another account');
		expect(connectorOn(server, 'kestrel-sandbox.example')?.enabled).toBe(false);
		terminal.write(':sso-connectors kestrel-labs.example\r');
		await waitForPlace(terminal, 'kestrel-labs.example');
		terminal.press('T');
		await terminal.waitFor('its domain is not verified (awaiting)');
	});

	it('that somebody else enables meanwhile is not deleted unseen', async () => {
		await using server = await startCheckedServer();
		await using terminal = await openConnector(server, 'kestrel-drivers.example');
		const connector = connectorOn(server, 'kestrel-drivers.example');
		if (connector === undefined) throw new Error('the dataset has no such connector');
		connector.enabled = true;
		terminal.press('D');
		const question = await terminal.waitFor(/somebody else/iu);
		expect(question).toContain('sign-in through the identity provider: on');
		terminal.press('escape');
		await terminal.waitFor((screen) => !/somebody else/iu.test(screen));
		expect(writes(server)).toEqual([]);
	});
});
