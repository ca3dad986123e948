import {expect, test} from 'vitest';
import {openProgram} from '../support/open-program.ts';

test('copying is about all rows of a range, a line for each, and the range ends with it', async () => {
	await using program = await openProgram();
	await program.run('mark.range', 'down', 'down', 'copy');
	expect(program.copied).toEqual(['Agency (Harborline)\nBilling & Finance\nBook club 読書会']);
	expect(program.situation().place.table.anchor).toBeUndefined();
	expect(program.frame()).toContain("3 names sent to the terminal's clipboard");
});

test('copying as something else is about all marked rows', async () => {
	await using program = await openProgram();
	await program.run('mark', 'mark', 'yank');
	await program.press('i');
	await program.run('yank');
	await program.press('o');
	const [ids = '', json = ''] = program.copied;
	expect(ids.split('\n')).toHaveLength(2);
	expect(JSON.parse(json)).toMatchObject([{name: 'Agency (Harborline)'}, {name: 'Billing & Finance'}]);
});

test('copying without marks is about the row under the cursor', async () => {
	await using program = await openProgram();
	await program.run('down', 'copy');
	expect(program.copied).toEqual(['Billing & Finance']);
});

test('the status line says how many marks a filter hides', async () => {
	await using program = await openProgram();
	await program.run('mark', 'mark', 'mark', 'filter');
	await program.type('book');
	await program.press('enter');
	expect(program.frame()).toContain('3 marked (2 hidden)');
});

test('the fields that a filter knows are all told in a line of 80 cells', async () => {
	await using program = await openProgram();
	await program.run('filter');
	await program.type('colour:x');
	expect(program.frame()).toContain('no field colour: try name, members, policies, grant, source, changed, id');
	expect(program.frame()).not.toContain('grou…');
});
