/** What may not be written: read-only mode, missing rights, groups that an identity provider owns. */
import {describe, expect, test} from 'vitest';
import {demoTokens} from '../../source/emulator/index.ts';
import {type OpenProgram, openProgram} from '../support/open-program.ts';

/** As far towards a removal as it goes. */
async function tryToRemove(program: OpenProgram): Promise<void> {
	await program.run('remove');
	await program.rest();
	if (program.state().overlays.length === 0) return;
	await program.advance(1000);
	await program.run('dialog.next', 'dialog.press');
	await program.rest();
}

describe('read-only', () => {
	test('locks every key that writes, says why, and lets no request leave', async () => {
		await using program = await openProgram({search: 'platform-dns', readOnly: true});
		await program.run('section.next');
		await program.rest();
		expect(program.rows()[0]).toContain('READ-ONLY');
		for (const command of ['add', 'remove'] as const) {
			await program.run(command);
			expect(program.frame()).toContain('read-only: writes are locked, ! unlocks them');
			expect(program.state().overlays).toEqual([]);
		}
		expect(program.writes()).toEqual([]);
	});

	test('is lifted and put back by its key', async () => {
		await using program = await openProgram({search: 'platform-dns', readOnly: true});
		await program.run('section.next', 'lock');
		expect(program.rows()[0]).not.toContain('READ-ONLY');
		expect(program.client.readOnly).toBe(false);
		await program.run('lock');
		expect(program.rows()[0]).toContain('READ-ONLY');
		expect(program.client.readOnly).toBe(true);
	});

	test('for the whole run can not be lifted', async () => {
		await using program = await openProgram({alwaysReadOnly: true});
		await program.run('lock');
		expect(program.rows()[0]).toContain('READ-ONLY');
		expect(program.frame()).toContain('started with --read-only');
		expect(program.client.readOnly).toBe(true);
	});

	test('put on while a confirmation is open stops it', async () => {
		await using program = await openProgram({search: 'platform-dns'});
		await program.run('section.next');
		await program.rest();
		await program.run('remove');
		await program.rest();
		await program.advance(1000);
		// From elsewhere: the client is what counts.
		program.client.readOnly = true;
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		expect(program.writes()).toEqual([]);
		expect(program.frame()).toContain('read-only');
	});
});

describe('a credential without the right', () => {
	test('to read an area names the permission that is missing, and what to do', async () => {
		await using program = await openProgram({area: 'oauth-clients', token: demoTokens.groupsOnly.token});
		expect(program.frame()).toContain('Could not list the OAuth clients');
		expect(program.frame()).toContain('OAuth Client Read');
		expect(program.frame()).toMatch(/Ray id: [0-9a-f]{16}/u);
		expect(program.frame()).toContain('r tries again');
	});

	test('goes on with everything else', async () => {
		await using program = await openProgram({area: 'oauth-clients', token: demoTokens.groupsOnly.token});
		await program.press('1');
		await program.rest();
		expect(program.frame()).toContain('platform-dns');
	});

	test('to read zones still shows groups, with ids in the place of names', async () => {
		await using program = await openProgram({search: 'Incident Response', token: demoTokens.groupsOnly.token});
		expect(program.frame()).toMatch(/2 zones: [0-9a-f]{8}…/u);
	});

	test('is not asked again and again for what it may not read', async () => {
		await using program = await openProgram({area: 'sso-connectors', token: demoTokens.groupsOnly.token});
		program.forget();
		await program.press('1', '5', '1', '5');
		await program.rest();
		expect(program.requests().filter(({path}) => path.endsWith('/sso_connectors'))).toEqual([]);
	});

	test('to write is told so by the report of the run, with the permission that is missing', async () => {
		await using program = await openProgram({search: 'platform-dns', token: demoTokens.readOnly.token});
		await program.run('section.next');
		await program.rest();
		await tryToRemove(program);
		expect(program.writes().map(({status}) => status)).toEqual([403]);
		expect(program.frame()).toMatch(/amara\.okafor@kestrel\.example +failed/u);
		expect(program.frame()).toContain('Account Settings Write');
	});

	test('that has expired says so', async () => {
		await using program = await openProgram({token: demoTokens.expired.token});
		expect(program.frame()).toMatch(/Could not list the user groups/u);
		expect(program.frame()).toMatch(/expired|credential|token/iu);
	});
});

describe('a group that SCIM manages', () => {
	test('refuses to change its members, and says who can', async () => {
		await using program = await openProgram({search: 'okta-support-tier-2'});
		await program.run('section.next');
		await program.rest();
		for (const command of ['add', 'remove'] as const) {
			await program.run(command);
			expect(program.frame()).toContain(
				'okta-support-tier-2: managed by SCIM, members change in the identity provider',
			);
			expect(program.state().overlays).toEqual([]);
		}
		expect(program.writes()).toEqual([]);
	});

	test('is marked as such in the list', async () => {
		await using program = await openProgram();
		expect(program.rows().find((row) => row.includes('okta-support-tier-2'))).toContain('SCIM');
	});

	test('holds up others that are marked with it', async () => {
		await using program = await openProgram();
		await program.run('mark', 'mark.all', 'add');
		expect(program.situation().place.table.marks.size).toBe(12);
		expect(program.frame()).toContain('okta-support-tier-2: managed by SCIM');
		expect(program.state().overlays).toEqual([]);
	});
});

describe('a server that does not answer as it should', () => {
	test('rows that were read stay on the screen when reading again fails', async () => {
		await using program = await openProgram({area: 'roles'});
		program.emulator.faults.add({kind: 'not-json', method: 'GET', path: '/**/roles', times: 9});
		await program.run('refresh');
		await program.press('j');
		expect(program.frame()).toContain('Administrator');
		expect(program.frame()).toMatch(/Could not list the roles/u);
		program.emulator.faults.clear();
		await program.run('refresh');
		await program.press('j');
		expect(program.frame()).not.toMatch(/Could not/u);
	});

	test('a list that breaks off in the middle says so, and r reads it', async () => {
		await using program = await openProgram();
		program.emulator.faults.add({
			kind: 'status',
			status: 500,
			method: 'GET',
			path: '/**/roles',
			times: 9,
			body: '<html>',
		});
		await program.run('command.open');
		await program.type('roles');
		await program.run('command.run');
		await program.rest();
		expect(program.frame()).toMatch(/Could not list the roles/u);
		program.emulator.faults.clear();
		await program.run('refresh');
		await program.rest();
		expect(program.frame()).toContain('Administrator Read Only');
	});

	test('a wait for the request budget is counted down, and esc gives it up', async () => {
		await using program = await openProgram({area: 'roles', showsBudget: true});
		program.emulator.faults.add({
			kind: 'status',
			status: 429,
			method: 'GET',
			headers: {'retry-after': '30'},
			times: 99,
		});
		program.program.press({kind: 'key', chord: 'r', text: 'r'});
		await program.waitFor(/: 30s/u);
		program.emulator.faults.clear();
		program.program.press({kind: 'key', chord: 'escape', text: ''});
		await program.waitFor('were given up');
		await program.idle();
	});
});
