/** What the program opens with. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {userGroupId} from '../../source/emulator/datasets/small-groups.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import {keyPress, openOn, openProgram, startTestEmulator} from '../support/open-program.ts';
import {breadcrumbs, cursorRow} from './looking.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

describe('opening', () => {
	test('shows at once where one is and that it is being read, before any answer', async () => {
		await using program = openOn(emulator, {area: 'members'});
		await program.waitFor('reading');
		expect(breadcrumbs(program)).toBe('Kestrel Freight > Members');
		await program.idle();
		expect(program.frame()).toContain('amara.okafor');
	});

	test('takes keys before anything has been read', async () => {
		await using program = openOn(emulator);
		for (const key of ['j', '2', '/']) program.program.press(keyPress(key));
		for (const key of 'jonas') program.program.press(keyPress(key));
		await program.idle();
		expect(breadcrumbs(program)).toBe('Kestrel Freight > Members');
		expect(program.frame()).toContain('jonas.weiss@');
		expect(program.rows()[2]).toMatch(/^\/jonas/u);
	});

	test.each([
		['a name', 'platform-dns'],
		['a name in another case', 'PLATFORM-DNS'],
		['an id', userGroupId('platform-dns')],
	])('opens the object that is named by %s', async (_what, search) => {
		await using program = await openProgram({emulator, search});
		expect(breadcrumbs(program)).toMatch(/> User groups > platform-dns$/u);
		await program.run('back');
		expect(program.rows()[2]).toMatch(/^user groups +1-11 of 12/u);
		expect(cursorRow(program)).toContain('platform-dns');
	});

	test('filters by words that name no object', async () => {
		await using program = await openProgram({emulator, search: 'platform'});
		expect(program.rows()[2]).toMatch(/^\/platform +2 of 12/u);
		await program.run('back');
		expect(program.rows()[2]).toMatch(/^user groups +1-11 of 12/u);
	});

	test('a name that nothing has leaves an empty list that says so', async () => {
		await using program = await openProgram({emulator, search: 'no-such-group'});
		expect(program.frame()).toContain('nothing matches the filter; esc clears it');
	});

	test.each([
		['a name: not before the list is complete, for another may have it too', 'name', 'User groups', /reading: [1-9]/u],
		['an id: as soon as it is read', 'id', 'User groups > All employees', /\[Policies/u],
	] as const)('opens while the list is being read what is named by %s', async (_what, key, place, seen) => {
		const large = await startTestEmulator({dataset: 'large'});
		try {
			const group = large.state.main.userGroups.values().find(({name}) => name === 'All employees');
			large.faults.add({kind: 'stall', path: '/accounts/*/iam/user_groups', after: 1, times: 10});
			await using program = openOn(large, {search: group?.[key]});
			await program.waitFor(seen);
			expect(program.store.list('userGroups').complete).toBe(false);
			expect(breadcrumbs(program)).toMatch(new RegExp(`> ${place}$`, 'u'));
		} finally {
			await large.close();
		}
	});

	test('keys that come before the object is there are not undone by its opening', async () => {
		await using program = openOn(emulator, {search: 'platform-dns'});
		program.program.press(keyPress('3'));
		await program.idle();
		expect(breadcrumbs(program)).toBe('Kestrel Freight > Permission groups');
	});
});
