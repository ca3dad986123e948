/** Removing people from groups, what becomes of each, trying again, and undoing. */
import {describe, expect, test} from 'vitest';
import {userGroupId} from '../../source/emulator/datasets/small-groups.ts';
import {memberId} from '../../source/emulator/datasets/small-people.ts';
import {type OpenProgram, openProgram} from '../support/open-program.ts';

/** The members of `platform-dns`: amara, bjorn, huong, lukasz, soren. */
async function openMembers(): Promise<OpenProgram> {
	const program = await openProgram({search: 'platform-dns'});
	await program.run('section.next');
	await program.rest();
	program.forget();
	return program;
}

async function confirm(program: OpenProgram): Promise<void> {
	await program.rest();
	await program.advance(1000);
	await program.run('dialog.next', 'dialog.press');
	await program.rest();
}

function memberPath(program: OpenProgram, name: string, group = 'platform-dns'): string {
	return `/accounts/${program.emulator.accountId}/iam/user_groups/${userGroupId(group)}/members/${memberId(name)}`;
}

const sentBy = (program: OpenProgram): readonly string[] =>
	program.writes().map(({method, path, status}) => `${method} ${path} ${status}`);

function isIn(program: OpenProgram, name: string, group = 'platform-dns'): boolean {
	const found = program.emulator.state.main.userGroups.get(userGroupId(group));
	return found?.members.get(memberId(name)) !== undefined;
}

describe('removing', () => {
	test('the person under the cursor: one DELETE, after a confirmation that says so', async () => {
		await using program = await openMembers();
		await program.run('down', 'remove');
		await program.rest();
		expect(program.frame()).toContain('Remove bjorn.angstrom@kestrel.example from platform-dns');
		expect(program.frame()).toMatch(/1 x DELETE .*members\/\{id\}/u);
		await confirm(program);
		expect(sentBy(program)).toEqual([`DELETE ${memberPath(program, 'bjorn.angstrom')} 200`]);
		await program.run('dialog.press');
		expect(program.frame()).not.toContain('bjorn.angstrom');
		expect(program.frame()).toContain('Members (4)');
	});

	test('all marked people: one DELETE for each', async () => {
		await using program = await openMembers();
		await program.run('mark', 'down', 'mark', 'remove');
		await confirm(program);
		expect(sentBy(program).toSorted()).toEqual(
			['amara.okafor', 'huong.nguyen'].map((name) => `DELETE ${memberPath(program, name)} 200`).toSorted(),
		);
	});

	test('a range that has not been closed: all of it, and afterwards nothing is marked', async () => {
		await using program = await openMembers();
		await program.run('mark.range', 'down');
		expect(program.frame().match(/^.\*/gmu)).toHaveLength(2);
		await program.run('remove');
		await confirm(program);
		expect(sentBy(program).toSorted()).toEqual(
			['amara.okafor', 'bjorn.angstrom'].map((name) => `DELETE ${memberPath(program, name)} 200`).toSorted(),
		);
		await program.run('dialog.press');
		expect(program.frame()).not.toMatch(/^.\*/mu);
		expect(program.situation().place.table.marks.size).toBe(0);
	});

	test('the answer is Cancel unless one chooses otherwise', async () => {
		await using program = await openMembers();
		await program.run('remove');
		await program.rest();
		await program.advance(1000);
		await program.run('dialog.press');
		expect(program.frame()).toContain('cancelled: nothing was sent');
		await program.run('remove', 'dialog.cancel');
		expect(program.writes()).toEqual([]);
	});

	test('keys that were typed before the dialog was there are no answer to it', async () => {
		await using program = await openMembers();
		await program.press('x', 'tab', 'enter', 'enter');
		await program.rest();
		expect(program.writes()).toEqual([]);
		expect(program.frame()).toContain('[ Cancel ]');
		expect(program.frame()).toContain('no answer to it');
		// Not even those that come later, together with what was typed ahead.
		await program.advance(400);
		await program.run('dialog.press');
		expect(program.writes()).toEqual([]);
		expect(program.frame()).toContain('cancelled: nothing was sent');
	});

	test('y and space are no answers', async () => {
		await using program = await openMembers();
		await program.run('remove');
		await program.advance(1000);
		await program.press('tab', 'y', 'Y', 'space');
		await program.rest();
		expect(program.writes()).toEqual([]);
		expect(program.state().overlays.map(({kind}) => kind)).toEqual(['confirm']);
	});

	test('a paste into a confirmation is ignored, and said', async () => {
		await using program = await openMembers();
		await program.run('remove');
		await program.advance(1000);
		await program.paste('\n\ty\n');
		expect(program.frame()).toContain('paste ignored');
		expect(program.writes()).toEqual([]);
	});

	test('the requests can be copied as curl, without the token', async () => {
		await using program = await openMembers();
		await program.run('remove', 'dialog.copy');
		expect(program.copied[0]).toContain(memberPath(program, 'amara.okafor'));
		expect(program.copied[0]).not.toContain(program.emulator.token);
	});
});

describe('a removal that fails in part', () => {
	test('says for each person what happened, keeps the failed one, and tries only that again', async () => {
		await using program = await openMembers();
		await program.run('mark', 'mark', 'mark', 'remove');
		program.emulator.faults.add({
			kind: 'status',
			status: 403,
			method: 'DELETE',
			path: `/**/${memberId('bjorn.angstrom')}`,
		});
		await confirm(program);
		expect(program.frame()).toMatch(/amara\.okafor@kestrel\.example +removed/u);
		expect(program.frame()).toMatch(/bjorn\.angstrom@kestrel\.example +failed/u);
		expect(program.frame()).toMatch(/huong\.nguyen@kestrel\.example +removed/u);
		expect(program.frame()).toContain('Try 1 again');
		expect(isIn(program, 'bjorn.angstrom')).toBe(true);
		program.forget();
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		expect(sentBy(program)).toEqual([`DELETE ${memberPath(program, 'bjorn.angstrom')} 200`]);
		expect(program.frame()).toMatch(/bjorn\.angstrom@kestrel\.example +removed/u);
		expect(program.frame()).not.toContain('again');
	});

	test('closing the report sends nothing more', async () => {
		await using program = await openMembers();
		await program.run('remove');
		program.emulator.faults.add({kind: 'status', status: 403, method: 'DELETE'});
		await confirm(program);
		program.forget();
		await program.run('dialog.press');
		expect(program.state().overlays).toEqual([]);
		expect(program.writes()).toEqual([]);
		expect(isIn(program, 'amara.okafor')).toBe(true);
	});

	test('an answer that is lost is told as unknown, not as failed', async () => {
		await using program = await openMembers();
		await program.run('remove');
		program.emulator.faults.add({kind: 'reset', method: 'DELETE', applied: true, times: 9});
		await confirm(program);
		expect(isIn(program, 'amara.okafor')).toBe(false);
		expect(program.frame()).toMatch(/amara\.okafor@kestrel\.example +unknown/u);
		expect(program.frame()).toContain('not known whether the change was made');
	});

	test('esc while it runs sends no more, and says what was not sent', async () => {
		await using program = await openMembers();
		await program.run('mark.all', 'remove');
		await program.rest();
		await program.advance(1000);
		program.emulator.faults.add({kind: 'stall', method: 'DELETE', at: 'start', times: 1});
		program.program.press({kind: 'key', chord: 'tab', text: ''});
		program.program.press({kind: 'key', chord: 'enter', text: ''});
		await program.waitFor('sending');
		program.program.press({kind: 'key', chord: 'escape', text: ''});
		await program.waitFor('stopping');
		program.emulator.faults.clear();
		await program.rest();
		expect(program.frame()).toContain('not sent');
		const sent = program.writes().length;
		expect(sent).toBeGreaterThanOrEqual(1);
		expect(sent).toBeLessThan(5 + 2);
	});
});

describe('undo', () => {
	test('offers the reverse of a removal as a confirmation, and sends it as one POST', async () => {
		await using program = await openMembers();
		await program.run('mark', 'mark', 'remove');
		await confirm(program);
		await program.run('dialog.press', 'undo');
		await program.rest();
		expect(program.frame()).toContain('Add 2 members to platform-dns');
		program.forget();
		await confirm(program);
		expect(program.writes().map(({method, body}) => ({method, body}))).toEqual([
			{method: 'POST', body: [{id: memberId('amara.okafor')}, {id: memberId('bjorn.angstrom')}]},
		]);
		await program.run('dialog.press', 'undo');
		expect(program.frame()).toContain('there is no change to undo');
	});

	test('offers only what was done', async () => {
		await using program = await openMembers();
		await program.run('mark', 'mark', 'remove');
		program.emulator.faults.add({
			kind: 'status',
			status: 403,
			method: 'DELETE',
			path: `/**/${memberId('bjorn.angstrom')}`,
		});
		await confirm(program);
		await program.run('dialog.press', 'undo');
		await program.rest();
		expect(program.frame()).toContain('Add amara.okafor@kestrel.example to platform-dns');
	});

	test('what somebody else has taken back already does not stand in the way of what was before', async () => {
		await using program = await openMembers();
		await program.run('remove');
		await confirm(program);
		await program.run('dialog.press', 'remove');
		await confirm(program);
		await program.run('dialog.press');
		const group = program.emulator.state.main.userGroups.get(userGroupId('platform-dns'));
		const bjorn = program.emulator.state.main.members.get(memberId('bjorn.angstrom'));
		if (group === undefined || bjorn === undefined) throw new Error('the company has changed');
		group.members.add(bjorn, '2026-11-20T09:29:59Z');
		await program.run('undo');
		await program.rest();
		expect(program.frame()).toContain('bjorn.angstrom@kestrel.example is already in platform-dns');
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press', 'undo');
		await program.rest();
		expect(program.frame()).toContain('Add amara.okafor@kestrel.example to platform-dns');
	});
});

describe('redo', () => {
	test('offers what was undone, through the same confirmation, and can be undone again', async () => {
		await using program = await openMembers();
		await program.run('mark', 'mark', 'remove');
		await confirm(program);
		await program.run('dialog.press', 'undo');
		await confirm(program);
		expect(isIn(program, 'amara.okafor')).toBe(true);
		expect(program.frame()).toContain('undone; Z does it again');
		await program.run('dialog.press', 'redo');
		await program.rest();
		expect(program.frame()).toContain('Remove 2 members from platform-dns');
		expect(program.frame()).toContain('[ Cancel ]');
		await confirm(program);
		expect([isIn(program, 'amara.okafor'), isIn(program, 'bjorn.angstrom')]).toEqual([false, false]);
		await program.run('dialog.press', 'redo');
		expect(program.frame()).toContain('nothing has been undone that could be done again');
		await program.run('undo');
		await confirm(program);
		expect(isIn(program, 'amara.okafor')).toBe(true);
	});

	test('leaves out what somebody else has done meanwhile', async () => {
		await using program = await openMembers();
		await program.run('mark', 'mark', 'remove');
		await confirm(program);
		await program.run('dialog.press', 'undo');
		await confirm(program);
		program.emulator.state.main.userGroups.get(userGroupId('platform-dns'))?.members.delete(memberId('amara.okafor'));
		await program.run('dialog.press', 'redo');
		await program.rest();
		expect(program.frame()).toContain('amara.okafor@kestrel.example is no longer in platform-dns');
		program.forget();
		await confirm(program);
		expect(sentBy(program)).toEqual([`DELETE ${memberPath(program, 'bjorn.angstrom')} 200`]);
	});
});

describe('a group that is deleted meanwhile', () => {
	test('leaves nothing to undo in it, and does not stand in the way of what was before', async () => {
		await using program = await openMembers();
		await program.run('remove');
		await confirm(program);
		program.emulator.state.main.userGroups.delete(userGroupId('platform-dns'));
		await program.run('dialog.press', 'undo');
		await program.rest();
		expect(program.frame()).toContain('platform-dns is gone');
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		expect(program.frame()).toContain('there is nothing left to do');
		await program.run('undo');
		expect(program.frame()).toContain('there is no change to undo');
	});
});
