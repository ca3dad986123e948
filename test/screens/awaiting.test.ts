/** A confirmation that begins before it has been read whom it affects goes on reading, and sends nothing before. */
import {expect, test} from 'vitest';
import {confirmSteps} from '../../source/areas/plan.ts';
import {switchStep} from '../../source/areas/sso-connector-steps.ts';
import {confirmChange} from '../../source/areas/user-group-steps.ts';
import {keyPress, type OpenProgram, openProgram} from '../support/open-program.ts';

/** Tries to send, and answers what is said to it. */
async function tryToSend(program: OpenProgram): Promise<void> {
	const moved = program.advance(1000);
	for (const chord of ['shift+tab', 'enter']) program.program.press(keyPress(chord));
	await program.waitFor('not yet: still reading whom it affects');
	expect(program.writes()).toEqual([]);
	program.emulator.faults.clear();
	await moved;
}

test('disabling SSO right after the start waits for all members, and then lists them', async () => {
	await using program = await openProgram({area: 'sso-connectors', size: {columns: 120, rows: 45}});
	const rows = program.store.list('ssoConnectors').rows;
	const connector = rows.find(({email_domain: domain}) => domain === 'kestrel.example');
	if (connector === undefined) throw new Error('the dataset has no such connector');
	await using other = await openProgram({
		emulator: program.emulator,
		area: 'sso-connectors',
		size: {columns: 120, rows: 45},
	});
	expect(other.store.list('members').complete).toBe(false);
	other.emulator.faults.add({kind: 'stall', method: 'GET', path: '/accounts/*/members'});
	other.program.follow(confirmSteps([switchStep(connector, false)]));
	await other.waitFor('still reading whom it affects');
	await tryToSend(other);
	await other.waitFor(/affects 27[:,]/u);
	await other.waitFor('read again just now');
	expect(other.frame()).not.toContain('still reading whom it affects …');
	await other.press('escape');
	expect(other.writes()).toEqual([]);
});

test('a list that can not be read is told of, and not waited for', async () => {
	await using program = await openProgram({area: 'sso-connectors', size: {columns: 120, rows: 45}});
	const rows = program.store.list('ssoConnectors').rows;
	const connector = rows.find(({email_domain: domain}) => domain === 'kestrel.example');
	if (connector === undefined) throw new Error('the dataset has no such connector');
	program.emulator.faults.add({kind: 'status', status: 403, method: 'GET', path: '/accounts/*/members', times: 99});
	program.program.follow(confirmSteps([switchStep(connector, false)]));
	await program.rest();
	await program.advance(1000);
	expect(program.frame()).toContain('There may be more members');
	await program.press('shift+tab', 'enter');
	await program.rest();
	expect(program.writes().map(({method}) => method)).toEqual(['PATCH']);
});

test('changing what a group grants waits for who is in it', async () => {
	await using program = await openProgram({size: {columns: 120, rows: 45}});
	const group = program.emulator.state.main.userGroups
		.values()
		.find(({policies, members, managedBy}) => policies.length > 1 && members.size > 0 && managedBy === undefined);
	const base = program.store.list('userGroups').byId.get(group?.id ?? '');
	if (base === undefined) throw new Error('the dataset has no such group');
	await using other = await openProgram({
		emulator: program.emulator,
		area: 'sso-connectors',
		size: {columns: 120, rows: 45},
	});
	other.emulator.faults.add({kind: 'stall', method: 'GET', path: '/accounts/*/iam/user_groups/*/members'});
	other.program.follow(confirmChange(base, {policies: []}));
	await other.waitFor('still reading whom it affects');
	await tryToSend(other);
	await other.waitFor(/affects \d+[:,]/u);
});
