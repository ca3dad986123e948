/** `P`: from one profile to another, signing in anew, signing out; and the words for it behind `:`. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Emulator, startEmulator} from '../../source/emulator/index.ts';
import type {Profiles} from '../../source/screens/profiles.ts';
import {openProgram} from '../support/open-program.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());

const demo: Profiles = {
	current: undefined,
	store: undefined,
	list: () => [],
	source: 'the demo account',
	nameProblem: () => undefined,
	open: () => ['not from here'],
	remove: async () => undefined,
	signIn: () => undefined,
	signOut: () => undefined,
};

describe('the menu of profiles', () => {
	test('begins on the one that is open, and says where each is kept', async () => {
		await using program = await openProgram({emulator});
		await program.press('P');
		expect(program.frame()).toMatch(/> 2 +work +open now; desktop keyring/u);
		expect(program.frame()).toMatch(/1 +other +nothing stored/u);
	});

	test('opens another by its number, and not the one that is open', async () => {
		await using program = await openProgram({emulator});
		await program.press('P', '2');
		expect(program.effects).toEqual([]);
		await program.press('P', '1');
		expect(program.effects).toEqual(['profile other']);
	});

	test('leads to a new one by a name', async () => {
		await using program = await openProgram({emulator});
		await program.press('P', 'n', 'h', 'o', 'm', 'e', 'enter');
		expect(program.effects).toEqual(['profile home']);
	});

	test('signs in anew at once, and out only after a second question that begins on staying', async () => {
		await using program = await openProgram({emulator});
		await program.press('P', 's');
		await program.press('P', 'o');
		expect(program.frame()).toContain('Sign out of work?');
		await program.press('enter');
		expect(program.effects).toEqual(['sign in']);
		await program.press('P', 'o', 'r');
		expect(program.effects).toEqual(['sign in', 'sign out']);
	});

	test('says why another can not be opened, and why the list can not be read', async () => {
		await using program = await openProgram({
			emulator,
			profiles: {...demo, current: 'work', list: () => ({problem: ['config.json:3:1: this is not JSON']})},
		});
		await program.press('P');
		expect(program.frame()).toContain('config.json:3:1: this is not JSON');
		await program.press(':', ...'profile', 'space', 'x', 'enter');
		expect(program.frame()).toContain('not from here');
	});

	test('offers the demo account no signing out', async () => {
		await using program = await openProgram({emulator, profiles: demo});
		await program.press('P');
		expect(program.frame()).not.toContain('sign out');
		await program.press('escape', ':', ...'logout', 'enter');
		expect(program.frame()).toContain('nothing is stored that could be removed');
	});
});
