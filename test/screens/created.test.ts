/** What is to be seen of a write that makes something, before and after it. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {confirmSteps} from '../../source/areas/plan.ts';
import {userGroupSteps} from '../../source/areas/user-group-steps.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';
import {cursorRow} from './looking.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

async function confirm(program: OpenProgram): Promise<void> {
	await program.rest();
	await program.advance(1000);
	await program.run('dialog.next', 'dialog.press');
	await program.rest();
}

async function create(program: OpenProgram, name: string): Promise<void> {
	program.program.follow(confirmSteps([userGroupSteps.create({name, policies: []})]));
	await confirm(program);
	await program.run('dialog.press');
	await program.rest();
}

describe('after something was made', () => {
	test('the cursor of its list is on it, also when undo has made it again', async () => {
		await using program = await openProgram({emulator, area: 'user-groups'});
		await program.rest();
		await create(program, 'zz-made-last');
		expect(cursorRow(program)).toContain('zz-made-last');
		await program.run('undo');
		await confirm(program);
		await program.run('dialog.press', 'first', 'redo');
		await program.rest();
		expect(program.frame()).toContain('Redo: Create user group zz-made-last');
		await confirm(program);
		expect(program.frame()).toContain('Redo: Create user group zz-made-last');
		await program.run('dialog.press');
		expect(cursorRow(program)).toContain('zz-made-last');
	});

	test('the cursor stays where a filter hides it', async () => {
		await using program = await openProgram({emulator, area: 'user-groups'});
		await program.rest();
		await program.send('/platform\r');
		const before = cursorRow(program);
		await create(program, 'hidden-by-filter');
		expect(cursorRow(program)).toBe(before);
	});
});

test('a dialog says in its title that it undoes something', async () => {
	await using program = await openProgram({emulator, area: 'user-groups'});
	await program.rest();
	await create(program, 'to-be-undone');
	await program.run('undo');
	await program.rest();
	expect(program.frame()).toContain('Undo of "Create user group to-be-undone":');
	expect(program.frame()).toMatch(/delete user group to-be-undone/iu);
	expect(program.frame()).toContain('Redo (Z) makes it again');
	expect(program.frame()).not.toContain('Undo (z)');
});

test('of what does not exist yet nothing is said to have been read again', async () => {
	await using program = await openProgram({emulator, area: 'user-groups'});
	await program.rest();
	program.program.follow(confirmSteps([userGroupSteps.create({name: 'not-yet', policies: []})]));
	await program.rest();
	expect(program.frame()).toContain('Create user group not-yet');
	expect(program.frame()).not.toContain('read again');
});
