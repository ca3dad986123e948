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

	test('asks for the name of a new profile, says what enter does with it, and takes none that can be none', async () => {
		await using program = await openProgram({emulator});
		await program.press('P', 'n');
		expect(program.frame()).toContain('New profile:');
		expect(program.frame()).toContain('type a name for the new profile');
		expect(program.frame()).toMatch(/enter go on {2}esc cancel$/u);
		await program.press(...'work');
		expect(program.frame()).toContain('there is one: enter switches to it');
		await program.press('space', 'x', 'enter');
		expect(program.effects).toEqual([]);
		expect(program.frame()).not.toContain('--profile');
		await program.press('escape');
		expect(program.frame()).not.toContain('New profile:');
	});

	test('says all of a long reason why another can not be opened, the remedy too', async () => {
		const reason = [
			'the stored credential belongs to another server, whose name is long. '.repeat(4),
			'Unset the variable.',
		];
		await using program = await openProgram({emulator, profiles: {...demo, open: () => reason}});
		await program.press(':', ...'profile', 'space', 'x', 'enter');
		expect(program.frame()).toContain('That profile can not be opened');
		expect(program.frame()).toContain('Unset the variable.');
		await program.press('escape');
		expect(program.frame()).not.toContain('That profile can not be opened');
	});

	test('leads out of the demo and out of a run that nothing is stored of, and says which it is', async () => {
		const left: string[] = [];
		const signIn = (): undefined => void left.push('sign in');
		await using program = await openProgram({emulator, profiles: {...demo, signIn}});
		await program.press('P');
		expect(program.frame()).toContain('Open now: the demo account, which is stored nowhere.');
		expect(program.frame()).toMatch(/s +sign in +and store it, as the usual profile/u);
		await program.press('s');
		expect(left).toEqual(['sign in']);
	});

	test('removes a profile that stores nothing, after a question that begins on leaving it', async () => {
		await using program = await openProgram({emulator});
		await program.press('P', 'x');
		expect(program.frame()).toMatch(/1 +other +nothing stored/u);
		expect(program.frame()).not.toMatch(/2 +work/u);
		await program.press('1', 'enter');
		expect(program.effects).toEqual([]);
		await program.press('P', 'x', '1', 'r');
		expect(program.effects).toEqual(['remove other']);
		expect(program.frame()).toContain('profile other is removed');
	});

	test.each([60, 80])('tells a profile with a long name by what it is, %i columns wide', async (columns) => {
		const name = 'n'.repeat(54);
		const remark = 'kernel keyring, account a3c1f0d2…, read-only';
		await using program = await openProgram({
			emulator,
			size: {columns, rows: 15},
			profiles: {...demo, list: () => [{name, remark, isStored: true}]},
		});
		await program.press('P');
		expect(program.frame()).toContain(columns === 60 ? 'kernel keyring, account a3c1f0d2' : remark);
	});
});

describe('what is true for a while only', () => {
	test('the hint of ctrl-c goes when its two seconds are over', async () => {
		await using program = await openProgram({emulator});
		await program.press('ctrl+c');
		expect(program.frame()).toContain('ctrl-c again within two seconds quits');
		await program.advance(2000);
		expect(program.frame()).not.toContain('ctrl-c again');
	});

	test('what is wrong with the credential stays until it is taken back', async () => {
		await using program = await openProgram({emulator});
		program.program.warn({tone: 'danger', text: 'The stored token has expired. P s signs in anew.'});
		await program.press('j', 'k');
		expect(program.frame()).toContain('P s signs in anew.');
		program.program.warn(undefined);
		await program.idle();
		expect(program.frame()).not.toContain('P s signs');
	});

	test.each(['escape', 'r'])('and goes with %s, by which it has been read', async (key) => {
		await using program = await openProgram({emulator});
		program.program.warn({tone: 'danger', text: 'The stored token has expired. P s signs in anew.'});
		await program.press(key);
		expect(program.frame()).not.toContain('P s signs');
	});
});
