/** Keys in and above the sections of a user group: what they are about. */
import {expect, test} from 'vitest';
import {openProgram} from '../support/open-program.ts';

test('in the section of policies, D and x remove the policy under the cursor, and say so', async () => {
	await using program = await openProgram({search: 'platform-dns', size: {columns: 120, rows: 40}});
	await program.rest();
	if (!program.frame().includes('[Policies')) await program.press('enter');
	await program.rest();
	expect(program.frame()).toContain('[Policies');
	for (const key of ['D', 'x']) {
		await program.press(key);
		await program.rest();
		expect(program.frame()).toContain('Remove policy 1 of platform-dns');
		expect(program.frame()).not.toContain('Delete user group');
		await program.press('escape');
	}
	expect(program.writes()).toEqual([]);
});

test('in the list of groups, = replaces the members of the group under the cursor', async () => {
	await using program = await openProgram({size: {columns: 120, rows: 40}});
	await program.rest();
	await program.send('/platform-dns\r');
	await program.press('=');
	expect(program.frame()).toContain('Replace the members of platform-dns');
	await program.press('escape');
	await program.send('/\u0015');
	await program.press('enter', 'space', 'space', '=');
	expect(program.frame()).toContain('one at a time: 2 are marked');
});
