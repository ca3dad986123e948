/** Getting about: rows, filters, marks, references, history. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {demoTokens, type Emulator} from '../../source/emulator/index.ts';
import {cursorId} from '../../source/screens/table-state.ts';
import {keyPress, type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

/** The text of the row under the cursor. */
function cursorRow(program: OpenProgram): string {
	return program.rows().find((row) => row.startsWith('>')) ?? '';
}

function cursorAt(program: OpenProgram): string | undefined {
	const {table, view} = program.situation().place;
	return cursorId(table, view);
}

function breadcrumbs(program: OpenProgram): string {
	return (program.rows()[0] ?? '').replace(/ {2,}.*$/u, '');
}

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
		await using program = await openProgram({emulator, keys: {down: ['n'], open: ['o']}});
		await program.press('n', 'n');
		expect(cursorRow(program)).toContain('Book club');
		expect(program.rows().at(-1)).toContain('o open');
		await program.press('j');
		expect(cursorRow(program)).toContain('Book club');
		await program.run('help.open');
		expect(program.frame()).toMatch(/^ {2}n +next row$/mu);
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
		expect(program.rows()[2]).toMatch(/^members +31/u);
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

describe('references', () => {
	test('open what a row stands for, and esc comes back to the same row', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.press('j', 'j', 'j');
		const row = cursorRow(program);
		expect(row).toContain('Zone Read');
		await program.run('open');
		await program.rest();
		expect(breadcrumbs(program)).toBe('Kestrel Freight > User groups > platform-dns > Zone Read');
		await program.run('back');
		expect(breadcrumbs(program)).toBe('Kestrel Freight > User groups > platform-dns');
		expect(cursorRow(program)).toBe(row);
	});

	test('lead from a policy to a resource group, on to a zone, and all the way back', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.run('filter');
		await program.type('production');
		await program.run('filter.accept', 'open');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/> Production zones$/u);
		await program.run('open');
		await program.rest();
		expect(program.situation().place.area.name).toBe('zones');
		expect(breadcrumbs(program)).toMatch(/kestrel\.example$/u);
		await program.run('back', 'back');
		expect(breadcrumbs(program)).toMatch(/> platform-dns$/u);
		expect(cursorRow(program)).toContain('Production zones');
	});

	test('lead from a group to a member, to their groups, and back to the group', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.run('section.next', 'open');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/> amara\.okafor@/u);
		expect(program.frame()).toMatch(/platform-dns/u);
		await program.run('open');
		await program.rest();
		expect(program.situation().place.area.name).toBe('user-groups');
	});

	test('each section keeps its own row', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.press('j', 'j');
		const inPolicies = cursorRow(program);
		await program.run('section.next', 'down', 'section.next', 'section.previous', 'section.previous');
		expect(cursorRow(program)).toBe(inPolicies);
		await program.run('section.next');
		expect(cursorRow(program)).toContain('bjorn');
	});

	test('breadcrumbs leave out the middle of a long way, never its end', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.run('section.next', 'open');
		await program.run('open');
		await program.run('section.next', 'open');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/^Kestrel Freight > … > .*amara\.okafor@kestrel\.example$/u);
		await program.resize({columns: 160, rows: 40});
		expect(breadcrumbs(program)).toMatch(/> platform-dns > amara\.okafor@kestrel\.example > .* > amara/u);
	});

	test('what is gone is said', async () => {
		await using program = await openProgram({
			emulator,
			area: 'zones',
			object: {area: 'zones', id: 'f'.repeat(32)},
		});
		expect(program.frame()).toContain('this zone is not there');
	});
});

describe('history', () => {
	test('goes back and forward through places', async () => {
		await using program = await openProgram({emulator});
		await program.press('2', '3');
		await program.run('open');
		await program.rest();
		const there = breadcrumbs(program);
		await program.run('history.back', 'history.back', 'history.back');
		expect(breadcrumbs(program)).toMatch(/> User groups$/u);
		await program.run('history.forward', 'history.forward', 'history.forward');
		expect(breadcrumbs(program)).toBe(there);
		await program.run('history.forward');
		expect(program.frame()).toContain('there is no later place');
	});

	test('the last area is one key away', async () => {
		await using program = await openProgram({emulator});
		await program.press('5', '-');
		expect(breadcrumbs(program)).toMatch(/> User groups$/u);
		await program.press('-');
		expect(breadcrumbs(program)).toMatch(/> SSO connectors$/u);
	});

	test('an area that has been read is shown again without a request', async () => {
		await using program = await openProgram({emulator, area: 'roles'});
		await program.press('7');
		await program.rest();
		program.forget();
		await program.press('-', '7', '-');
		await program.rest();
		expect(program.requests()).toEqual([]);
	});
});

describe('the command line', () => {
	test('opens areas, and objects with completion', async () => {
		await using program = await openProgram({emulator});
		await program.run('command.open');
		await program.type('mem');
		await program.run('command.complete', 'command.run');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/> Members$/u);
		await program.run('command.open');
		await program.type('people jonas');
		await program.run('command.complete', 'command.run');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/> jonas\.weiss@kestrel\.example$/u);
	});

	test('words that name nothing become a filter', async () => {
		await using program = await openProgram({emulator});
		await program.run('command.open');
		await program.type('people harborline');
		await program.run('command.run');
		await program.rest();
		expect(program.rows()[2]).toMatch(/^\/harborline +2 of 31/u);
	});

	test('remembers what was run', async () => {
		await using program = await openProgram({emulator});
		await program.run('command.open');
		await program.type('roles');
		await program.run('command.run', 'command.open', 'command.earlier');
		expect(program.rows().at(-2)).toMatch(/^:roles/u);
		await program.run('command.later');
		expect(program.rows().at(-2)).toMatch(/^:\s|^:$/u);
	});

	test('an unknown word says so and leaves everything as it was', async () => {
		await using program = await openProgram({emulator});
		await program.run('command.open');
		await program.type('xyzzy');
		await program.run('command.run');
		expect(program.frame()).toContain('there is no command xyzzy');
		expect(breadcrumbs(program)).toMatch(/> User groups$/u);
	});

	test('esc leaves it, and nothing is run', async () => {
		await using program = await openProgram({emulator});
		await program.run('command.open');
		await program.type('q');
		await program.run('command.cancel');
		expect(program.state().overlays).toEqual([]);
		expect(program.effects).toEqual([]);
	});
});

describe('copying', () => {
	test('takes the name in a list and the value in a detail', async () => {
		await using program = await openProgram({emulator, area: 'sso-connectors'});
		await program.run('copy', 'open', 'down', 'copy');
		expect(program.copied).toEqual(['kestrel-drivers.example', 'kestrel-drivers.example']);
		expect(program.frame()).toContain('clipboard');
	});

	test('offers name, id, JSON and curl, with the token as a variable', async () => {
		await using program = await openProgram({emulator, area: 'roles'});
		for (const letter of ['n', 'i', 'o', 'c']) {
			await program.run('yank');
			await program.press(letter);
		}
		const [name, id, json, curl] = program.copied;
		expect(name).toBe('Administrator');
		expect(id).toMatch(/^[0-9a-f]{32}$/u);
		expect(JSON.parse(json ?? '')).toMatchObject({id, name});
		expect(curl).toContain(`/accounts/${emulator.accountId}/roles/${id}`);
		expect(curl).toContain('$CLOUDFLARE_API_TOKEN');
		expect(curl).not.toContain(emulator.token);
	});

	test('an empty list has nothing to copy', async () => {
		await using program = await openProgram({dataset: 'empty'});
		await program.run('copy');
		expect(program.frame()).toContain('there is nothing to copy');
		await program.run('yank');
		expect(program.frame()).toContain('there is nothing to copy');
		expect(program.copied).toEqual([]);
	});
});

describe('leaving', () => {
	test('q goes back, and asks at the top', async () => {
		await using program = await openProgram({emulator});
		await program.run('open', 'leave');
		expect(breadcrumbs(program)).toMatch(/> User groups$/u);
		await program.run('leave');
		expect(program.frame()).toContain('Quit cfiam?');
		await program.press('s');
		expect(program.effects).toEqual([]);
		await program.run('leave');
		await program.press('q');
		expect(program.effects).toEqual(['quit']);
	});

	test('ctrl-c twice within two seconds quits at once, wherever one is; once does not', async () => {
		await using program = await openProgram({emulator});
		await program.run('filter');
		await program.press('ctrl+c');
		expect(program.effects).toEqual([]);
		expect(program.frame()).toContain('ctrl-c again');
		await program.advance(2500);
		await program.press('ctrl+c');
		expect(program.effects).toEqual([]);
		await program.press('ctrl+c');
		expect(program.effects).toEqual(['quit']);
	});

	test('esc never quits', async () => {
		await using program = await openProgram({emulator});
		for (let press = 0; press < 5; press++) program.program.press(keyPress('escape'));
		await program.idle();
		expect(program.effects).toEqual([]);
		expect(program.state().overlays).toEqual([]);
	});

	test('suspending and repainting are asked of the terminal, from a text field too', async () => {
		await using program = await openProgram({emulator});
		await program.run('filter');
		await program.press('ctrl+z', 'ctrl+l');
		expect(program.effects).toEqual(['suspend', 'repaint']);
	});
});

describe('accounts', () => {
	test('a credential for one account says that there is no other', async () => {
		await using program = await openProgram({emulator});
		await program.run('account.choose');
		expect(program.frame()).toContain('this credential sees no other account');
	});

	test('a credential for several offers them, and opens the chosen one', async () => {
		await using program = await openProgram({emulator, token: demoTokens.allAccounts.token});
		await program.run('account.choose');
		await program.waitFor('Sandbox');
		expect(program.frame()).toMatch(/> .*Kestrel Freight {2}open now/u);
		await program.run('menu.down', 'menu.choose');
		expect(program.effects).toHaveLength(1);
		expect(program.effects[0]).toMatch(/^account /u);
	});
});
