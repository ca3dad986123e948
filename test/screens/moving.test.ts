/** Keys and lists: rows, filters, orders, marks. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {openProgram, startTestEmulator} from '../support/open-program.ts';
import {breadcrumbs, cursorAt, cursorRow} from './looking.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

describe('keys', () => {
	test('thirty in one burst do what thirty single ones do', async () => {
		await using burst = await openProgram({emulator, area: 'permission-groups'});
		await using single = await openProgram({emulator, area: 'permission-groups'});
		await burst.send('j'.repeat(30));
		for (let press = 0; press < 30; press++) await single.press('j');
		expect(burst.situation().place.table.position).toBe(30);
		expect(cursorAt(burst)).toBe(cursorAt(single));
		expect(burst.rows()).toEqual(single.rows());
	});

	test('a burst of different keys is taken one by one, each where the one before has led', async () => {
		await using program = await openProgram({emulator});
		// Down to Incident Response, open it, its members, down twice, open the person.
		await program.send('jjjj\r\tjj\r');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/> maeve\.osullivan@kestrel\.example$/u);
		await program.run('back');
		expect(breadcrumbs(program)).toMatch(/> User groups > Incident Response$/u);
	});

	test('letters typed into a filter are no commands, whatever arrives at once', async () => {
		await using program = await openProgram({emulator});
		await program.send('/quad\r');
		expect(program.effects).toEqual([]);
		expect(program.situation().place.table.filter.text).toBe('quad');
		expect(program.state().filtering).toBe(false);
	});

	test('remapped keys work, and footer and help name them', async () => {
		await using program = await openProgram({emulator, keys: {down: ['m'], open: ['o']}});
		await program.press('m', 'm');
		expect(cursorRow(program)).toContain('Book club');
		expect(program.rows().at(-1)).toContain('o open');
		await program.press('j');
		expect(cursorRow(program)).toContain('Book club');
		await program.run('help.open');
		expect(program.frame()).toMatch(/^ {2}m +next row$/mu);
	});

	test('a key that can not be used says why', async () => {
		await using program = await openProgram({emulator});
		await program.run('mark.clear');
		expect(program.frame()).toContain('nothing is marked');
		await program.run('undo');
		expect(program.frame()).toContain('there is no change to undo');
		await program.run('history.last');
		expect(program.frame()).toContain('no other area has been opened yet');
		await program.run('history.back');
		expect(program.frame()).toContain('there is no earlier place');
		await program.run('remove');
		expect(program.frame()).toContain('nothing can be removed here');
		await program.run('back');
		expect(program.frame()).toContain('this is the top');
	});

	test('a row that refers to nothing says so when it is opened', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.run('section.next', 'section.next', 'open');
		expect(program.frame()).toContain('this row refers to nothing that can be opened');
	});

	test('what a key says is gone with the next one', async () => {
		await using program = await openProgram({emulator});
		await program.run('undo');
		expect(program.frame()).toContain('there is no change to undo');
		await program.run('down');
		expect(program.frame()).not.toContain('there is no change to undo');
	});

	test('a paste where nothing is typed is ignored, and said', async () => {
		await using program = await openProgram({emulator});
		await program.paste('jjj\nq\nx');
		expect(program.frame()).toContain('paste ignored (7 characters)');
		expect(program.situation().place.table.position).toBe(0);
		expect(program.state().overlays).toEqual([]);
	});
});

describe('a list', () => {
	test('pages, halves and ends', async () => {
		await using program = await openProgram({emulator, area: 'permission-groups'});
		const {height, view} = program.situation().place;
		await program.run('page.down');
		expect(program.situation().place.table.position).toBe(height);
		await program.run('half.down', 'half.up', 'page.up');
		expect(program.situation().place.table.position).toBe(0);
		await program.run('last');
		expect(program.situation().place.table.position).toBe(view.length - 1);
		expect(cursorRow(program)).not.toBe('');
		await program.run('first');
		expect(program.situation().place.table.position).toBe(0);
	});

	test('reads the preview of a row only once the cursor rests on it', async () => {
		await using program = await openProgram({emulator, token: emulator.token});
		program.forget();
		await program.press('j', 'j', 'j');
		const before = program.requests().length;
		expect(before).toBe(0);
		await program.rest();
		// The index of memberships has read the members of every group already: nothing is asked twice.
		expect(program.requests().length).toBe(0);
	});

	test('passing over people asks for nothing', async () => {
		await using program = await openProgram({emulator, area: 'members'});
		program.forget();
		await program.send('j'.repeat(20));
		await program.rest();
		expect(program.requests()).toEqual([]);
	});

	test('a filter shows what matches, says how many of how many, and keeps the place', async () => {
		await using program = await openProgram({emulator, area: 'members'});
		await program.send('j'.repeat(12));
		const before = cursorAt(program);
		await program.run('filter');
		await program.type('status:pending');
		expect(program.rows()[2]).toMatch(/^\/status:pending +2 of 31/u);
		await program.run('filter.cancel');
		expect(cursorAt(program)).toBe(before);
		expect(program.rows()[2]).toContain('31 ');
	});

	test('a filter that is kept stays when one comes back, and esc clears it', async () => {
		await using program = await openProgram({emulator, area: 'members'});
		await program.run('filter');
		await program.type('2fa:no');
		await program.run('filter.down', 'filter.down', 'filter.accept');
		const before = cursorAt(program);
		await program.press('3', '2');
		await program.rest();
		expect(program.rows()[2]).toMatch(/^\/2fa:no/u);
		expect(cursorAt(program)).toBe(before);
		await program.run('back');
		expect(program.rows()[2]).toMatch(/^members +\d+-\d+ of 31/u);
		expect(cursorAt(program)).toBe(before);
	});

	test('a filter that nothing matches says how to go on; an unknown field is named', async () => {
		await using program = await openProgram({emulator, area: 'members'});
		await program.run('filter');
		await program.type('zzzzzz');
		expect(program.frame()).toContain('nothing matches the filter; esc clears it');
		await program.press('ctrl+u');
		await program.type('colour:red');
		expect(program.frame()).toContain('no field colour:');
	});

	test('sorts by a column of the menu, and turns round', async () => {
		await using program = await openProgram({emulator, area: 'user-groups'});
		await program.run('sort');
		await program.press('b');
		expect(program.rows()[2]).toMatch(/sort: members \^$/u);
		expect(program.rows()[4]).toContain('New joiners');
		await program.run('sort.reverse', 'first');
		expect(program.rows()[2]).toMatch(/sort: members v$/u);
		expect(program.rows()[4]).toContain('platform-edge');
	});

	test('the cursor stays on its row when the order changes', async () => {
		await using program = await openProgram({emulator, area: 'user-groups'});
		await program.press('j', 'j', 'j');
		const before = cursorAt(program);
		await program.run('sort.reverse');
		expect(cursorAt(program)).toBe(before);
		expect(cursorRow(program)).not.toBe('');
	});

	test('marks single rows, ranges, all that are shown, and none', async () => {
		await using program = await openProgram({emulator, area: 'members'});
		await program.run('mark', 'mark');
		expect(program.frame()).toContain('2 marked');
		await program.run('down', 'mark.range', 'down', 'down', 'down', 'mark.range');
		expect(program.situation().place.table.marks.size).toBe(6);
		await program.run('mark.clear', 'filter');
		await program.type('2fa:no');
		await program.run('filter.accept', 'mark.all');
		expect(program.frame()).toContain('7 marked');
		await program.run('mark.all');
		expect(program.situation().place.table.marks.size).toBe(0);
	});

	test('esc goes back one thing at a time: the range, the filter, the marks, then the place', async () => {
		await using program = await openProgram({emulator, area: 'user-groups'});
		await program.run('open');
		await program.rest();
		await program.run('filter');
		await program.type('a');
		await program.run('filter.accept', 'mark.range');
		const {place: start} = program.situation();
		expect(start.table.anchor).toBeDefined();
		await program.run('back');
		expect(program.situation().place.table.anchor).toBeUndefined();
		await program.run('back');
		expect(program.situation().place.table.filter.text).toBe('');
		expect(program.situation().place.table.marks.size).toBe(1);
		await program.run('back');
		expect(program.situation().place.table.marks.size).toBe(0);
		await program.run('back');
		expect(breadcrumbs(program)).toMatch(/> User groups$/u);
	});

	test('a preview that is switched off gives its rows to the list', async () => {
		await using program = await openProgram({emulator, area: 'permission-groups'});
		const before = program.rows().filter((row) => /account|zone/u.test(row)).length;
		await program.run('preview');
		expect(program.frame()).not.toContain('──');
		expect(program.rows().filter((row) => /account|zone/u.test(row)).length).toBeGreaterThan(before);
	});

	test('says how old it is, and reads itself again when asked', async () => {
		await using program = await openProgram({emulator, area: 'roles'});
		expect(program.frame()).toContain('read just now');
		await program.advance(5 * 60_000);
		expect(program.frame()).toContain('read 5m ago');
		program.forget();
		await program.run('refresh');
		await program.press('j');
		expect(program.requests().map(({path}) => path)).toContain(`/accounts/${emulator.accountId}/roles`);
		expect(program.frame()).toContain('read just now');
	});
});
