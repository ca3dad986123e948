import {setTimeout as wait} from 'node:timers/promises';
import {describe, expect, it} from 'vitest';
import {guardTime} from '../../source/screens/state.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {find, goToSection, roomy, startCheckedServer, waitForRow} from './browsing.ts';
import {openAccount, quit, waitForCounts, waitForPlace} from './journey.ts';

type Server = Awaited<ReturnType<typeof startCheckedServer>>;

const dns = ['amara.okafor', 'bjorn.angstrom', 'huong.nguyen', 'lukasz.wojcik', 'soren.kjaer'];

/** The members of a group as the server has them, each by the part of the address before the @. */
function membersOf({state}: Server, name: string): readonly string[] {
	const group = state.main.userGroups.values().find((each) => each.name === name);
	return group?.members.byEmail('asc').map(({email}) => email.split('@')[0] ?? '') ?? [];
}

/** What was written, without ids: `POST members 2` is two people in one request. */
function writes({requests}: Server): readonly string[] {
	return requests
		.filter(({method}) => method !== 'GET')
		.map(({method, path, body}) => {
			const what = path.replace(/.*\/iam\/user_groups\//, '').replaceAll(/[0-9a-f]{32}/g, 'ID');
			return `${method} ${what}${Array.isArray(body) ? ` ${body.length}` : ''}`;
		});
}

/** Looks at a confirmation, chooses its other button and presses it; resolves with the confirmation and the result. */
async function confirm(terminal: TestTerminal, title: string, verb: string): Promise<readonly [string, string]> {
	const question = await terminal.waitFor(
		(screen) => screen.includes(title) && screen.includes('read again just now') && screen.includes('[ Cancel ]'),
		{description: `the confirmation: ${title}`},
	);
	// Keys from before the dialog was there are no answers to it.
	await wait(guardTime);
	terminal.press('tab');
	await terminal.waitFor(`[ ${verb} ]`);
	terminal.press('enter');
	return [question, await terminal.waitFor('[ Close ]')];
}

async function closeResult(terminal: TestTerminal): Promise<void> {
	terminal.press('enter');
	await terminal.waitFor((screen) => !screen.includes('[ Close ]'));
}

async function openMembers(terminal: TestTerminal, group: string): Promise<void> {
	await waitForPlace(terminal, 'User groups', group);
	await goToSection(terminal, 'Members');
	await waitForRow(terminal, '@');
}

describe('the members of a group', () => {
	it('are added by a pasted list in one request, taken back, and added again', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, {...roomy, args: ['user-groups', 'platform-dns']});
		await openMembers(terminal, 'platform-dns');
		expect(membersOf(server, 'platform-dns')).toEqual(dns);

		terminal.press('a');
		await terminal.waitFor('nobody is named yet');
		terminal.paste(
			'Rosa <ROSA.MARTINEZ@kestrel.example>\nolena.shevchenko@kestrel.example, soren.kjaer@kestrel.example\n',
		);
		await terminal.waitFor('2 ticked, 1 already in');
		terminal.press('tab', 'enter');
		const [question, result] = await confirm(terminal, 'Add 2 members to platform-dns   Kestrel Freight', 'Add 2');
		expect(question).toMatch(/rosa\.martinez@kestrel\.example +gains DNS on whole account/);
		expect(question).toMatch(/1 x POST .*\/members {2}\(2 ids\)/);
		expect(result).toMatch(/rosa\.martinez@kestrel\.example +added/);
		expect(result).toMatch(/olena\.shevchenko@kestrel\.example +added/);
		const all = [...dns, 'olena.shevchenko', 'rosa.martinez'].toSorted();
		expect(membersOf(server, 'platform-dns')).toEqual(all);
		expect(writes(server)).toEqual(['POST ID/members 2']);
		await closeResult(terminal);
		await terminal.waitFor('[Members (7)]');

		terminal.press('z');
		await confirm(terminal, ': remove 2 members from platform-dns', 'Remove 2');
		await closeResult(terminal);
		await terminal.waitFor('[Members (5)]');
		expect(membersOf(server, 'platform-dns')).toEqual(dns);
		expect(writes(server).slice(1)).toEqual(['DELETE ID/members/ID', 'DELETE ID/members/ID']);
		await quit(terminal);
		expect(server.violations).toEqual([]);
	});

	it('are removed, the marked ones together, and brought back', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, {...roomy, args: ['user-groups', 'platform-dns']});
		await openMembers(terminal, 'platform-dns');
		terminal.press('space');
		await waitForRow(terminal, 'bjorn.angstrom@');
		terminal.press('j', 'space');
		await terminal.waitFor('2 marked');
		terminal.press('x');
		const [question, result] = await confirm(terminal, 'Remove 2 members from platform-dns', 'Remove 2');
		expect(question).toContain('2 x DELETE');
		expect(question).toMatch(/amara\.okafor@kestrel\.example +loses/);
		expect(result).toMatch(/huong\.nguyen@kestrel\.example +removed/);
		expect(membersOf(server, 'platform-dns')).toEqual(['bjorn.angstrom', 'lukasz.wojcik', 'soren.kjaer']);
		await closeResult(terminal);
		await terminal.waitFor('[Members (3)]');
		terminal.press('z');
		await confirm(terminal, ': add 2 members to platform-dns', 'Add 2');
		expect(membersOf(server, 'platform-dns')).toEqual(dns);
		expect(writes(server).slice(2)).toEqual(['POST ID/members 2']);
		expect(server.violations).toEqual([]);
	});

	it('who could not be removed are told from those who were, and tried again alone', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, {...roomy, args: ['user-groups', 'platform-dns']});
		await openMembers(terminal, 'platform-dns');
		server.faults.add({kind: 'status', status: 403, method: 'DELETE', after: 1});
		terminal.press('*', 'x');
		const [, result] = await confirm(terminal, 'Remove 5 members from platform-dns', 'Remove 5');
		expect(result.match(/ removed$| removed +│/gm)).toHaveLength(4);
		expect(result.match(/ failed /g)).toHaveLength(1);
		const [left = ''] = membersOf(server, 'platform-dns');
		expect(membersOf(server, 'platform-dns')).toHaveLength(1);
		expect(result).toMatch(new RegExp(`${left}@kestrel\\.example +failed`));
		expect(writes(server)).toHaveLength(5);
		terminal.press('tab');
		await terminal.waitFor('[ Try 1 again ]');
		terminal.press('enter');
		await terminal.waitFor(new RegExp(`${left}@kestrel\\.example +removed`));
		expect(membersOf(server, 'platform-dns')).toEqual([]);
		expect(writes(server)).toHaveLength(6);
		expect(server.violations).toEqual([]);
	});

	it('stay as they are when keys run ahead into the confirmation, or it is left', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, {...roomy, args: ['user-groups', 'platform-dns']});
		await openMembers(terminal, 'platform-dns');
		terminal.write('x\t\r\ty\r\r');
		await terminal.waitFor('read again just now');
		expect(terminal.screen()).toContain('[ Cancel ]');
		terminal.press('escape');
		await terminal.waitFor('cancelled: nothing was sent');
		terminal.press('x');
		await terminal.waitFor('read again just now');
		await wait(guardTime);
		terminal.press('enter');
		await terminal.waitFor('cancelled: nothing was sent');
		expect(writes(server)).toEqual([]);
		expect(membersOf(server, 'platform-dns')).toEqual(dns);
	});

	it('are not touched with --read-only, nor in a group that an identity provider manages', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, {...roomy, args: ['--read-only', 'user-groups', 'platform-dns']});
		await openMembers(terminal, 'platform-dns');
		expect(terminal.row(0)).toContain('READ-ONLY');
		for (const key of ['a', 'x']) {
			terminal.press(key);
			await terminal.waitFor('read-only: writes are locked for this run');
			terminal.press('escape');
			await waitForPlace(terminal, 'Kestrel Freight', 'User groups');
			terminal.press('enter');
			await openMembers(terminal, 'platform-dns');
		}
		terminal.press('!');
		await terminal.waitFor(/started with --read-only/);

		await using unlocked = openAccount(server, {...roomy, args: ['user-groups', 'okta-support-tier-2']});
		await openMembers(unlocked, 'okta-support-tier-2');
		unlocked.press('x');
		await unlocked.waitFor(/SCIM|identity provider/);
		expect(unlocked.screen()).not.toContain('[ Cancel ]');
		expect(writes(server)).toEqual([]);
	});
});

describe('the groups of a person', () => {
	it('are added to and removed from', async () => {
		await using server = await startCheckedServer();
		await using terminal = openAccount(server, {...roomy, args: ['members']});
		await terminal.waitFor(/^members +(?:\S+ of )?31 /m);
		await find(terminal, "'rosa", 'rosa.martinez@');
		terminal.press('enter');
		await waitForPlace(terminal, 'Members', 'rosa.martinez@kestrel.example');
		await goToSection(terminal, 'Groups (2)');
		terminal.press('a');
		await terminal.waitFor('Type to search groups');
		terminal.write('joiners');
		await terminal.waitFor(/^> \[ \] New joiners/m);
		terminal.press('enter');
		await terminal.waitFor(/^> \[x\] New joiners/m);
		terminal.press('tab', 'enter');
		const [question] = await confirm(terminal, 'Add rosa.martinez@kestrel.example to New joiners', 'Add 1');
		expect(question).toContain('gains Minimal Account Access on whole account');
		expect(membersOf(server, 'New joiners')).toEqual(['rosa.martinez']);
		await closeResult(terminal);
		await terminal.waitFor('[Groups (3)]');
		await find(terminal, 'Billing', 'Billing & Finance');
		terminal.press('x');
		await confirm(terminal, 'Remove rosa.martinez@kestrel.example from Billing & Finance', 'Remove 1');
		expect(membersOf(server, 'Billing & Finance')).toEqual(['gustavo.nunez']);
		await closeResult(terminal);
		expect(writes(server)).toEqual(['POST ID/members 1', 'DELETE ID/members/ID']);
		// What was changed here is seen from the other side.
		terminal.press('1');
		await waitForCounts(terminal);
		await terminal.waitFor(/New joiners +1 /);
		await terminal.waitFor(/Billing & Finance +1 /);
		expect(server.violations).toEqual([]);
	});
});
