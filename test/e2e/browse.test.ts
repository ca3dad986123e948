import {describe, expect, it} from 'vitest';
import {find, goToSection, roomy, sectionOf, startCheckedServer, waitForRow} from './browsing.ts';
import {openAccount, quit, waitForCounts, waitForPlace} from './journey.ts';

describe('browsing', () => {
	it('reaches every area, its objects and all their sections, in requests as Cloudflare documents them', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, roomy);
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
		// Most tokens may not read what they may do themselves.
		const refused = server.requests.filter(({status}) => status !== 200);
		expect(refused.filter(({path}) => !path.startsWith('/user/tokens/'))).toEqual([]);
		expect(server.requests.filter(({method}) => method !== 'GET')).toEqual([]);
	});

	it('follows every kind of reference there and back', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, roomy);
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
		await goToSection(terminal, 'Reached by');
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
		await waitForPlace(terminal, 'Kestrel Freight', 'OAuth clients');

		expect(server.violations).toEqual([]);
		expect(server.requests.filter(({method}) => method !== 'GET')).toEqual([]);
	});
});
