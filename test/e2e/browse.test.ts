import {describe, expect, it} from 'vitest';
import {type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {startCheckingProxy} from '../support/openapi/check.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {openAccount, quit, waitForCounts, waitForPlace} from './journey.ts';

/** An emulator behind a server that checks each request against Cloudflare's OpenAPI document. */
async function startCheckedServer() {
	const emulator = await startEmulator();
	const proxy = await startCheckingProxy(emulator.url);
	return {
		...emulator,
		requests: emulator.requests,
		url: proxy.url,
		violations: proxy.violations,
		checked: proxy.count,
		async [Symbol.asyncDispose]() {
			await proxy.close();
			await emulator.close();
		},
	};
}

/** Columns and rows that hold long names and long lists. */
const size = {columns: 120, rows: 40};

/** The row under the cursor. */
function rowAtCursor(screen: string): string {
	return screen.split('\n').find((line) => line.startsWith('>')) ?? '';
}

async function waitForRow(terminal: TestTerminal, text: string): Promise<string> {
	return terminal.waitFor((screen) => rowAtCursor(screen).includes(text), {description: `the cursor on ${text}`});
}

/** Filters the rows on show and puts the cursor on the first of those that are left. */
async function find(terminal: TestTerminal, filter: string, row: string): Promise<void> {
	terminal.write(`/${filter}`);
	await terminal.waitFor((screen) => screen.includes(`/${filter}`) && screen.includes('enter keep the filter'));
	terminal.press('enter', 'g');
	await waitForRow(terminal, row);
}

/** Presses tab until the section is on show. */
async function goToSection(terminal: TestTerminal, section: string): Promise<void> {
	for (let steps = 0; !terminal.row(2).includes(`[${section}`); steps++) {
		if (steps > 6) throw new Error(`there is no section ${section}: ${terminal.row(2)}`);
		const before = terminal.row(2);
		terminal.press('tab');
		await terminal.waitFor(() => terminal.row(2) !== before, {description: 'another section'});
	}
}

/** The section on show. */
function sectionOf(terminal: TestTerminal): string {
	return /\[([^\]]+)\]/.exec(terminal.row(2))?.[1] ?? '';
}

describe('browsing', () => {
	it('reaches every area, its objects and all their sections, in requests as Cloudflare documents them', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, size);
		await waitForCounts(terminal);
		const {main} = server.state;
		const areas: readonly (readonly [keys: string, title: string, count: number])[] = [
			['1', 'User groups', main.userGroups.size],
			['2', 'Members', main.members.size],
			['3', 'Permission groups', main.permissionGroups.size],
			['4', 'Resource groups', main.resourceGroups.size],
			['5', 'SSO connectors', main.ssoConnectors.size],
			['6', 'OAuth clients', main.oauthClients.size],
			['7', 'OAuth scopes', 371],
			[':zones\r', 'Zones', main.zones.size],
			[':roles\r', 'Roles', main.roles.size],
		];
		for (const [keys, title, count] of areas) {
			terminal.write(keys);
			await waitForPlace(terminal, 'Kestrel Freight', title);
			await terminal.waitFor(() => new RegExp(` ${count} +sort: `).test(terminal.row(2)), {
				description: `the ${count} ${title}`,
			});
			terminal.press('enter');
			await terminal.waitFor(() => sectionOf(terminal) !== '', {description: 'a detail'});
			const first = sectionOf(terminal);
			const seen: string[] = [];
			do {
				const section = sectionOf(terminal);
				seen.push(section.replace(/ \(.*/, ''));
				const screen = await terminal.waitFor((now) => now.includes('read just now') && !now.includes('reading'));
				expect(screen).not.toMatch(/[Cc]ould not|undefined|NaN|\[object/);
				terminal.press('tab');
				await terminal.waitFor(() => sectionOf(terminal) !== section, {description: `what follows ${section}`});
			} while (sectionOf(terminal) !== first);
			expect(seen).toEqual(expect.arrayContaining(['Fields', 'JSON']));
			terminal.press('escape');
			await waitForPlace(terminal, 'Kestrel Freight', title);
		}
		await quit(terminal);
		expect(server.violations).toEqual([]);
		expect(server.checked()).toBeGreaterThan(20);
		expect(server.requests.filter(({status}) => status !== 200)).toEqual([]);
		expect(server.requests.filter(({method}) => method !== 'GET')).toEqual([]);
	});

	it('follows every kind of reference there and back', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, size);
		await waitForCounts(terminal);

		// From a policy to its permission group, and from there to what uses it.
		await find(terminal, 'platform-dns', 'platform-dns');
		terminal.press('enter');
		await waitForPlace(terminal, 'platform-dns');
		await waitForRow(terminal, 'grants  DNS');
		terminal.press('enter');
		await waitForPlace(terminal, 'DNS');
		expect(terminal.row(1)).toContain('[3 Perms]');
		await goToSection(terminal, 'Used by (1)');
		await waitForRow(terminal, 'platform-dns');
		terminal.press('enter');
		await terminal.waitFor(() => terminal.row(1).startsWith('[1 Groups]'), {description: 'the group again'});
		terminal.press('escape', 'h');
		await waitForPlace(terminal, 'platform-dns');
		await terminal.waitFor(() => terminal.row(1).startsWith('[1 Groups]'));
		await waitForRow(terminal, 'grants  DNS');

		// From a policy to its resource group, to a zone, and back.
		await find(terminal, 'Production', 'Production zones');
		terminal.press('enter');
		await waitForPlace(terminal, 'Production zones');
		await goToSection(terminal, 'Scope (3)');
		await find(terminal, 'track', 'track.kestrel.example');
		terminal.press('enter');
		await waitForPlace(terminal, 'track.kestrel.example');
		await terminal.waitFor(/\[Zones\]/);
		await goToSection(terminal, 'Used by');
		await find(terminal, 'Production', 'Production zones');
		terminal.press('enter');
		await waitForPlace(terminal, 'Production zones');
		await goToSection(terminal, 'Used by');
		await find(terminal, 'platform-dns', 'platform-dns');
		terminal.press('enter');
		await waitForPlace(terminal, 'platform-dns');

		// From a group to a member and back to a group; the member's roles.
		terminal.write('1');
		await waitForPlace(terminal, 'Kestrel Freight', 'User groups');
		terminal.press('enter');
		await waitForPlace(terminal, 'User groups', 'platform-dns');
		await goToSection(terminal, 'Members (5)');
		await find(terminal, 'soren', 'soren.kjaer@kestrel.example');
		terminal.press('enter');
		await waitForPlace(terminal, 'soren.kjaer@kestrel.example');
		await goToSection(terminal, 'Groups (1)');
		await waitForRow(terminal, 'platform-dns');
		terminal.press('enter');
		await waitForPlace(terminal, 'platform-dns');
		terminal.press('escape');
		await waitForPlace(terminal, 'soren.kjaer@kestrel.example');
		await goToSection(terminal, 'Roles');
		await waitForRow(terminal, 'Domain Administrator');
		terminal.press('enter');
		await waitForPlace(terminal, 'Domain Administrator');
		await goToSection(terminal, 'Used by');
		await find(terminal, 'soren', 'soren.kjaer@kestrel.example');
		terminal.press('enter');
		await waitForPlace(terminal, 'soren.kjaer@kestrel.example');

		// From a client to a scope and back.
		terminal.write('6');
		await waitForPlace(terminal, 'Kestrel Freight', 'OAuth clients');
		await find(terminal, 'CI', 'CI deployments');
		terminal.press('enter');
		await waitForPlace(terminal, 'CI deployments');
		await goToSection(terminal, 'Scopes (3)');
		await waitForRow(terminal, 'Workers Scripts Write');
		terminal.press('enter');
		await waitForPlace(terminal, 'Workers Scripts Write');
		await goToSection(terminal, 'Used by');
		await waitForRow(terminal, 'CI deployments');
		terminal.press('enter');
		await waitForPlace(terminal, 'CI deployments');

		// From a connector to the people it signs in.
		terminal.write('5');
		await waitForPlace(terminal, 'Kestrel Freight', 'SSO connectors');
		await find(terminal, "'kestrel.example", 'kestrel.example');
		terminal.press('enter');
		await goToSection(terminal, 'Affects');
		await find(terminal, 'amara', 'amara.okafor@kestrel.example');
		terminal.press('enter');
		await waitForPlace(terminal, 'amara.okafor@kestrel.example');

		// The way back is history, also across areas.
		terminal.press('[');
		await waitForPlace(terminal, 'SSO connectors', 'kestrel.example');
		terminal.press(']');
		await waitForPlace(terminal, 'amara.okafor@kestrel.example');
		terminal.press('-');
		await waitForPlace(terminal, 'CI deployments');

		expect(server.violations).toEqual([]);
		expect(server.requests.filter(({method}) => method !== 'GET')).toEqual([]);
	});
});

/** The addresses of a group's members, as the server has them. */
function addressesIn(emulator: Pick<Emulator, 'state'>, group: string): string[] {
	const found = emulator.state.main.userGroups.values().find(({name}) => name === group);
	return found?.members.byEmail('asc').map(({email}) => email.split('@')[0] ?? '') ?? [];
}

/** Waits for the confirmation to have been read again, then presses its other button. */
async function confirm(terminal: TestTerminal, title: string): Promise<string> {
	const screen = await terminal.waitFor((now) => now.includes(title) && now.includes('read again just now'), {
		description: `the confirmation ${title}`,
	});
	// Keys typed ahead are no answer: only what is pressed after a moment counts, so it is pressed until it does.
	terminal.press('tab');
	const press = setInterval(() => terminal.press('enter'), 250);
	try {
		await terminal.waitFor((now) => /\b(added|removed|failed)\b/.test(now), {description: 'the result'});
	} finally {
		clearInterval(press);
	}
	return screen;
}

describe('members of a group', () => {
	const dns = ['amara.okafor', 'bjorn.angstrom', 'huong.nguyen', 'lukasz.wojcik', 'soren.kjaer'];

	it('are added by a pasted list, taken back, and removed, as Cloudflare documents it', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, {...size, args: ['user-groups', 'platform-dns']});
		await waitForPlace(terminal, 'platform-dns');
		expect(addressesIn(server, 'platform-dns')).toEqual(dns);

		terminal.press('a');
		await terminal.waitFor('nobody is named yet');
		terminal.paste('rosa.martinez@kestrel.example\nolena.shevchenko@kestrel.example\n');
		await terminal.waitFor('2 ticked');
		terminal.press('tab', 'enter');
		const question = await confirm(terminal, 'Add 2');
		expect(question).toContain('rosa.martinez@kestrel.example');
		expect(question).toMatch(/POST \/accounts\/\w{32}\/iam\/user_groups\/\w{32}\/members/);
		expect(addressesIn(server, 'platform-dns').toSorted()).toEqual(
			[...dns, 'olena.shevchenko', 'rosa.martinez'].toSorted(),
		);
	});
});
