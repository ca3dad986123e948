/** What lies over the lists: picker, confirmation, run, menus, help, command line; and screens of things gone wrong. */
import {describe, test} from 'vitest';
import {demoTokens} from '../../source/emulator/index.ts';
import type {Size} from '../../source/screens/state.ts';
import {goldenFolder} from '../support/golden.ts';
import {type OpenProgram, openProgram} from '../support/open-program.ts';

const sizes: readonly (readonly [name: string, Size])[] = [
	['80x24', {columns: 80, rows: 24}],
	['120x40', {columns: 120, rows: 40}],
];

const golden = goldenFolder('dialogs');

/** New ones, one who is in it, a pending and a rejected one, a typing mistake, a stranger, and a word to search for. */
const pasted = `chloe.lefevre@kestrel.example
Jonas Weiss <JONAS.WEISS@kestrel.example>; amara.okafor@kestrel.example
yuki.sato@kestrel.example, piotr.zielinski@oldharbor.example
noor.hasan@kestrel.example nobody@elsewhere.example
ulr`;

async function openGroup(size: Size): Promise<OpenProgram> {
	return await openProgram({size, area: 'user-groups', search: 'platform-dns'});
}

async function goToMembers(program: OpenProgram): Promise<void> {
	await program.run('section.next');
	await program.rest();
}

describe.each(sizes)('at %s', (sizeName, size) => {
	const expectGolden = (name: string, program: OpenProgram): Promise<void> =>
		golden.matches(`${name}-${sizeName}`, program.rows());

	test('adding members: picker, confirmation, run, undo', async () => {
		await using program = await openGroup(size);
		await goToMembers(program);
		await program.run('add');
		await expectGolden('picker-empty', program);
		await program.paste(pasted);
		await program.rest();
		await expectGolden('picker', program);
		await program.run('picker.cancel');
		await expectGolden('picker-leave', program);
		await program.run('menu.cancel', 'picker.next');
		await expectGolden('picker-review', program);
		await program.run('picker.tick');
		await program.rest();
		await expectGolden('confirm-add', program);
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		await expectGolden('run-add', program);
		await program.run('dialog.press');
		await program.rest();
		await expectGolden('after-add', program);
		await program.run('undo');
		await program.rest();
		await expectGolden('confirm-undo', program);
	});

	test('removing members, one of them refused', async () => {
		await using program = await openGroup(size);
		await goToMembers(program);
		await program.run('mark', 'mark', 'mark');
		await program.rest();
		await expectGolden('marked', program);
		program.emulator.faults.add({kind: 'status', status: 403, method: 'DELETE', after: 1});
		await program.run('remove');
		await program.rest();
		await expectGolden('confirm-remove', program);
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		await expectGolden('run-remove-failed', program);
	});

	test('menus, filter, help and command line', async () => {
		await using program = await openProgram({size, area: 'members'});
		await program.run('sort');
		await expectGolden('menu-sort', program);
		await program.run('menu.cancel', 'yank');
		await expectGolden('menu-yank', program);
		await program.run('menu.cancel', 'leave');
		await expectGolden('menu-quit', program);
		await program.run('menu.cancel', 'filter');
		await program.type('2fa:no !agency');
		await program.rest();
		await expectGolden('filter', program);
		await program.run('filter.accept', 'help.open');
		await expectGolden('help', program);
		await program.type('mark');
		await expectGolden('help-search', program);
		await program.run('help.close', 'command.open');
		await expectGolden('command', program);
		await program.type('groups plat');
		await expectGolden('command-completing', program);
	});

	test('adding a person to groups', async () => {
		await using program = await openProgram({size, area: 'members', search: 'jonas'});
		await program.run('add');
		await program.rest();
		await program.type('plat');
		await program.run('picker.tick');
		await expectGolden('picker-groups', program);
		await program.press('ctrl+u');
		await program.type('new joiners');
		await program.run('picker.tick', 'picker.next', 'picker.tick');
		await program.rest();
		await expectGolden('confirm-groups', program);
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		await expectGolden('run-groups', program);
	});

	test('read-only, and wide columns', async () => {
		await using program = await openProgram({size, alwaysReadOnly: true});
		await program.run('wide', 'add');
		await expectGolden('read-only-wide', program);
	});

	test('a list that the credential may not read', async () => {
		await using program = await openProgram({size, area: 'sso-connectors', token: demoTokens.groupsOnly.token});
		await expectGolden('no-rights', program);
	});

	test('an account with nothing in it', async () => {
		await using program = await openProgram({size, dataset: 'empty'});
		await expectGolden('empty', program);
	});

	test('texts that mean harm', async () => {
		await using program = await openProgram({size, dataset: 'hostile'});
		await expectGolden('hostile', program);
	});
});
