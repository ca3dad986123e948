/** What the list of user groups offers and says by itself. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {topOverlay} from '../../source/screens/state.ts';
import {openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

describe('the list of user groups', () => {
	test('replaces the members of the group under the cursor, as it adds to them', async () => {
		await using program = await openProgram({emulator});
		await program.run('replace');
		await program.rest();
		const overlay = topOverlay(program.state());
		expect(overlay?.kind === 'picker' && overlay.picker.title).toBe('Replace the members of Agency (Harborline)');
	});

	test('says of a group that SCIM manages why they can not be replaced', async () => {
		await using program = await openProgram({emulator});
		await program.press('/');
		await program.type('okta-support-tier-2');
		await program.press('enter');
		await program.run('replace');
		expect(program.frame()).toContain('okta-support-tier-2: managed by SCIM, members change in the identity provider');
		expect(program.state().overlays).toEqual([]);
	});

	test('tells policies that grant nothing from none', async () => {
		await using program = await openProgram({dataset: 'hostile', size: {columns: 120, rows: 40}});
		expect(program.rows().find((row) => row.includes('Bare policy'))).toMatch(/ 1 {2}-- grants nothing/u);
	});
});

describe('a menu', () => {
	test('is gone through with tab as well, and back', async () => {
		await using program = await openProgram({emulator});
		await program.run('sort');
		await program.press('tab', 'tab', 'shift+tab', 'enter');
		expect(program.situation().place.sort).toEqual({column: 'members', descending: false});
	});
});
