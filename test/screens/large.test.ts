/** A large account: what is read without asking, and what only on request or at rest. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {keyPress, openOn, openProgram, startTestEmulator} from '../support/open-program.ts';
import {cursorRow} from './looking.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator({dataset: 'large'});
});

afterAll(() => emulator.close());

describe('in a large account', () => {
	test('the members of a group are read once the cursor rests on it, not while it passes over others', async () => {
		await using program = await openProgram({emulator});
		expect(program.rows()[2]).toMatch(/1,500/u);
		program.forget();
		await program.send('j'.repeat(30));
		expect(program.requests()).toEqual([]);
		await program.rest();
		const [request, ...others] = program.requests();
		expect(request?.path).toMatch(/\/iam\/user_groups\/[0-9a-f]{32}\/members$/u);
		expect(others).toEqual([]);
		expect(program.frame()).toMatch(/Members \(\d+\)|no members/u);
	});

	test('who is in which group is not read without asking, nor are all members for the sake of a preview', async () => {
		await using program = await openProgram({emulator});
		const membersOf = program.requests().filter(({path}) => /user_groups\/\w+\/members$/u.test(path));
		// The group under the cursor has 24,000 members: its preview shows the first of them.
		expect(program.frame()).toMatch(/Members \(2\d,?\d{3}\)/u);
		expect(membersOf.length).toBeLessThanOrEqual(12);
		expect(program.requests().filter(({path}) => /accounts\/\w+\/members$/u.test(path)).length).toBeLessThanOrEqual(1);
	});

	test('says of how many groups the members are not known, where they are asked for or sorted by', async () => {
		await using program = await openProgram({emulator});
		const said = /members of 1,4\d\d of 1,500 groups are not known yet; i reads them/u;
		expect(program.frame()).not.toMatch(said);
		await program.press('s', 'b');
		expect(program.frame()).toMatch(said);
		await program.press('s', 'a', '/');
		await program.type('members:>500');
		await program.press('enter');
		expect(program.frame()).toMatch(said);
	});

	test('rows are there and can be moved over while thousands more are being read', async () => {
		await using program = openOn(emulator, {area: 'members'});
		await program.waitFor((frame) => /@/u.test(frame.split('\n')[4] ?? ''), 'the first row');
		await program.waitFor(/reading: [\d,]+ of 25,000/u);
		for (const key of ['j', 'j', 'G', 'g', 'j']) program.program.press(keyPress(key));
		const address = cursorRow(program);
		expect(address).not.toBe('');
		// The cursor stays on its person while the list grows around them.
		const before = program.situation().place.view.length;
		await program.waitFor(() => program.situation().place.view.length > before + 200, 'two hundred more members');
		const {place} = program.situation();
		expect(place.table.cursor).toBeDefined();
		expect(cursorRow(program)).toContain(
			place.view.source.text(place.view.source.indexOf(place.table.cursor ?? ''), 0).slice(0, 18),
		);
	});

	test('opening somebody from a list that is being read does not read it to its end', async () => {
		await using program = openOn(emulator, {area: 'members'});
		await program.waitFor(/reading: [\d,]+ of 25,000/u);
		program.program.press(keyPress('enter'));
		await program.waitFor('Direct policies');
		await program.idle();
		expect(program.store.list('members').complete).toBe(false);
	});

	test('leaving a list that is being read asks for no more of it', async () => {
		await using program = openOn(emulator, {area: 'members'});
		await program.waitFor(/reading: [\d,]+ of 25,000/u);
		program.program.press(keyPress('7'));
		await program.waitFor('OAuth scopes');
		await program.idle();
		const pages = program.requests().filter(({path}) => /accounts\/\w+\/members$/u.test(path)).length;
		expect(pages).toBeLessThan(100);
	});
});
