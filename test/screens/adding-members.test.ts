/** Adding people to groups, from the paste to the one request that leaves. */
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {userGroupIdSchema} from '../../source/api/ids.ts';
import {userGroupId} from '../../source/emulator/datasets/small-groups.ts';
import {memberId} from '../../source/emulator/datasets/small-people.ts';
import {keyPress, type OpenProgram, openProgram} from '../support/open-program.ts';

/** The picker of `platform-dns`, opened from its detail. */
async function openPicker(options: Parameters<typeof openProgram>[0] = {}): Promise<OpenProgram> {
	const program = await openProgram({search: 'platform-dns', ...options});
	await program.run('add');
	await program.rest();
	program.forget();
	return program;
}

/** From the picker to the request: review, look, go. */
async function carryOut(program: OpenProgram): Promise<void> {
	await program.run('picker.next', 'picker.tick');
	await program.rest();
	await program.advance(1000);
	await program.run('dialog.next', 'dialog.press');
	await program.rest();
}

function membersPath(program: OpenProgram, group: string): string {
	return `/accounts/${program.emulator.accountId}/iam/user_groups/${userGroupId(group)}/members`;
}

/** The group as the server has it, and somebody who is not in it. */
function platformDns(program: OpenProgram) {
	const group = program.emulator.state.main.userGroups.get(userGroupId('platform-dns'));
	const chloe = program.emulator.state.main.members.get(memberId('chloe.lefevre'));
	if (group === undefined || chloe === undefined) throw new Error('the company has changed');
	return {group, chloe};
}

const idsOf = (...names: readonly string[]): readonly {readonly id: string}[] =>
	names.map((name) => ({id: memberId(name)}));

describe('adding by paste', () => {
	test('one POST with exactly the people who are meant, whatever stands around their addresses', async () => {
		await using program = await openPicker();
		await program.paste(
			[
				'Chloe Lefevre <CHLOE.LEFEVRE@kestrel.example>',
				'"Weiß, Jonas" <jonas.weiss@kestrel.example>;',
				'amara.okafor@kestrel.example',
				'mailto:kiran.patel@kestrel.example, kiran.patel@kestrel.example',
				'piotr.zielinski@oldharbor.example',
				'nobody@elsewhere.example',
			].join('\n'),
		);
		await program.rest();
		expect(program.frame()).toMatch(/3 ticked, 1 already in, 1 unknown/u);
		await carryOut(program);
		expect(program.writes().map(({method, path, body, status}) => ({method, path, body, status}))).toEqual([
			{
				method: 'POST',
				path: membersPath(program, 'platform-dns'),
				body: idsOf('chloe.lefevre', 'jonas.weiss', 'kiran.patel'),
				status: 200,
			},
		]);
		expect(program.frame()).toContain('3 added');
		expect(program.frame().match(/ {2}added/gu)).toHaveLength(3);
	});

	test('names are separated by lines, also where a comma belongs to the name', async () => {
		await using program = await openPicker();
		await program.paste(
			'Lefèvre, Chloé <chloe.lefevre@kestrel.example>\nWeiß, Jonas <jonas.weiss@kestrel.example>\r\nPatel, Kiran <kiran.patel@kestrel.example>\n',
		);
		await program.rest();
		expect(program.frame()).toMatch(/^3 ticked +1 POST/mu);
	});

	test('a paste never presses Enter, and letters in it are no commands', async () => {
		await using program = await openPicker();
		await program.paste('q\nx\n\n\r\nchloe.lefevre@kestrel.example\n');
		expect(program.state().overlays.map(({kind}) => kind)).toEqual(['picker']);
		expect(program.effects).toEqual([]);
		expect(program.writes()).toEqual([]);
	});

	test('the list below has everybody at once, without being read again by hand', async () => {
		await using program = await openPicker();
		await program.paste('chloe.lefevre@kestrel.example');
		await carryOut(program);
		await program.run('dialog.press', 'section.next');
		expect(program.frame()).toContain('chloe.lefevre@kestrel.example');
		expect(program.frame()).toContain('Members (6)');
	});

	test('a mistyped address is taken for the one that is near it, by one key', async () => {
		await using program = await openPicker();
		await program.paste('chloe.lefevre@kestrel.example, noor.hasan@kestrel.example');
		expect(program.frame().replaceAll(/\s+/gu, ' ')).toContain('noor.hassan@kestrel.example? ctrl-y takes it');
		// Enter by habit puts nobody in who was not typed.
		await program.press('enter');
		expect(program.frame()).toContain('1 ticked');
		expect(program.frame().replaceAll(/\s+/gu, ' ')).toContain('ctrl-y puts noor.hassan@kestrel.example in its place');
		await program.press('ctrl+y');
		expect(program.frame()).toContain('2 ticked');
		expect(program.frame()).not.toContain('unknown');
		await carryOut(program);
		expect(program.writes().map(({body}) => body)).toEqual([idsOf('chloe.lefevre', 'noor.hassan')]);
	});

	test('somebody who is unticked stays out', async () => {
		await using program = await openPicker();
		await program.paste('chloe.lefevre@kestrel.example, jonas.weiss@kestrel.example');
		await program.run('picker.tick');
		await carryOut(program);
		expect(program.writes().map(({body}) => body)).toEqual([idsOf('jonas.weiss')]);
	});

	test('a pending invitation is ticked by hand; refused with everybody beside it, and tried again one by one', async () => {
		await using program = await openPicker();
		await program.paste('chloe.lefevre@kestrel.example, yuki.sato@kestrel.example');
		expect(program.frame()).toContain('1 ticked');
		await program.run('picker.tick');
		await carryOut(program);
		expect(program.writes().map(({body, status}) => ({body, status}))).toEqual([
			{body: idsOf('chloe.lefevre', 'yuki.sato'), status: 400},
		]);
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		expect(
			program
				.writes()
				.slice(1)
				.map(({body, status}) => ({body, status})),
		).toEqual([
			{body: idsOf('chloe.lefevre'), status: 200},
			{body: idsOf('yuki.sato'), status: 400},
		]);
		expect(program.frame()).toMatch(/chloe\.lefevre@kestrel\.example +added/u);
		expect(program.frame()).toMatch(/yuki\.sato@kestrel\.example +failed/u);
	});
});

describe('adding by typing', () => {
	test('searches by part of a name, takes the match, and goes on', async () => {
		await using program = await openPicker();
		await program.type('lefev');
		await program.run('picker.tick');
		await program.type('weiss');
		await program.run('picker.tick');
		expect(program.frame()).toContain('2 ticked');
		await carryOut(program);
		expect(program.writes().map(({body}) => body)).toEqual([idsOf('chloe.lefevre', 'jonas.weiss')]);
	});

	test('no letter is a hotkey in the field', async () => {
		await using program = await openPicker();
		await program.type('qxaz?:/jk1234567[]- G');
		expect(program.state().overlays.map(({kind}) => kind)).toEqual(['picker']);
		expect(program.frame()).toContain('qxaz?:/jk1234567[]- G');
		expect(program.effects).toEqual([]);
	});

	test('what is named resolves by itself once the members of the account are there', async () => {
		await using program = await openProgram({search: 'platform-dns'});
		program.emulator.faults.add({kind: 'stall', method: 'GET', path: '/accounts/*/members'});
		program.program.press(keyPress('a'));
		program.program.press({kind: 'paste', text: 'chloe.lefevre@kestrel.example', truncated: false});
		await program.waitFor('not read');
		expect(program.frame()).toContain('0 ticked');
		expect(program.frame()).toContain('reading the members of the account');
		program.emulator.faults.clear();
		await program.waitFor('1 ticked');
		expect(program.frame()).not.toContain('not read');
	});
});

describe('leaving the picker', () => {
	test('esc leaves an empty picker at once', async () => {
		await using program = await openPicker();
		await program.run('picker.cancel');
		expect(program.state().overlays).toEqual([]);
	});

	test('esc asks when something is typed, and keeps it unless it is to be dropped', async () => {
		await using program = await openPicker();
		await program.type('chloe');
		await program.run('picker.cancel');
		expect(program.frame()).toContain('Drop what is typed and ticked?');
		// Enter takes what the menu begins with.
		await program.run('menu.choose');
		expect(program.frame()).toContain('> chloe');
		await program.run('picker.cancel', 'menu.down', 'menu.choose');
		expect(program.state().overlays).toEqual([]);
		expect(program.writes()).toEqual([]);
	});

	test('escape keeps editing, whether or not something is ticked', async () => {
		await using program = await openPicker();
		await program.paste('nobody@elsewhere.example');
		await program.press('escape');
		expect(program.frame()).toContain('Drop what is typed and ticked?');
		await program.press('escape');
		expect(program.frame()).toContain('> nobody@elsewhere.example');
		await program.paste(', chloe.lefevre@kestrel.example');
		await program.press('escape', 'escape');
		expect(program.frame()).toContain('1 ticked');
	});

	test('escape twice leaves a search of groups behind', async () => {
		await using program = await openProgram({area: 'members', search: 'chloe'});
		await program.run('add');
		await program.type('dns');
		await program.press('escape');
		expect(program.state().overlays).toMatchObject([{kind: 'picker', line: {text: ''}}]);
		await program.press('escape');
		expect(program.state().overlays).toEqual([]);
	});

	test('on a button the footer says what keys do there, and arrows go between the buttons', async () => {
		await using program = await openPicker();
		await program.paste('chloe.lefevre@kestrel.example');
		await program.run('picker.next');
		expect(program.rows().at(-1)).toMatch(/^tab Cancel {2}enter review/u);
		await program.press('right');
		expect(program.frame()).toContain('[ Cancel ]');
		await program.press('left');
		expect(program.frame()).toContain('[ Review 1 ]');
		await program.type('x');
		expect(program.frame()).toContain('chloe.lefevre@kestrel.examplex');
	});

	test('a search that finds nobody says so', async () => {
		await using program = await openPicker();
		await program.run('picker.tick');
		expect(program.frame()).toContain('nobody is named yet');
		await program.type('qqqq');
		expect(program.frame()).toContain('nobody matches qqqq');
	});

	test('a stray escape among typed letters loses nothing', async () => {
		await using program = await openPicker();
		await program.type('chloe.lefevre@kestrel.example');
		await program.run('picker.cancel');
		await program.type('drop');
		await program.press('escape');
		expect(program.frame()).toContain('> chloe.lefevre@kestrel.example');
		// Escape and a letter in one packet read as alt and that letter.
		await program.press('alt+d');
		await program.press('escape');
		expect(program.frame()).toContain('> chloe.lefevre@kestrel.example');
	});

	test('cancelling the confirmation comes back to the picker as it was', async () => {
		await using program = await openPicker();
		await program.paste('chloe.lefevre@kestrel.example');
		await program.run('picker.next', 'picker.tick');
		await program.advance(1000);
		await program.run('dialog.press');
		expect(program.frame()).toContain('cancelled: nothing was sent');
		expect(program.frame()).toContain('1 ticked');
		expect(program.writes()).toEqual([]);
	});

	test('reviewing nothing says so', async () => {
		await using program = await openPicker();
		await program.run('picker.next', 'picker.tick');
		expect(program.frame()).toContain('nothing is ticked yet');
	});

	test('a row that can not be ticked says why', async () => {
		await using program = await openPicker();
		await program.paste('amara.okafor@kestrel.example piotr.zielinski@oldharbor.example');
		await program.run('picker.tick');
		expect(program.frame()).toContain('piotr.zielinski@oldharbor.example: rejected the invitation');
		await program.run('picker.down', 'picker.tick');
		expect(program.frame()).toContain('amara.okafor@kestrel.example is in the group already');
	});
});

describe('adding to several groups', () => {
	test('one POST for each marked group', async () => {
		await using program = await openProgram();
		await program.run('filter');
		await program.type('platform');
		await program.run('filter.accept', 'mark', 'mark', 'add');
		await program.rest();
		program.forget();
		await program.paste('chloe.lefevre@kestrel.example amara.okafor@kestrel.example');
		await program.rest();
		await carryOut(program);
		const sent = program.writes().map(({path, body}) => ({path, body}));
		expect(sent).toHaveLength(2);
		// Amara is in both already.
		expect(sent).toEqual(
			expect.arrayContaining(
				['platform-dns', 'platform-edge'].map((group) => ({
					path: membersPath(program, group),
					body: idsOf('chloe.lefevre'),
				})),
			),
		);
	});
});

describe('a list that has changed meanwhile', () => {
	test('what somebody else has added is left out and said', async () => {
		await using program = await openPicker();
		await program.paste('chloe.lefevre@kestrel.example, jonas.weiss@kestrel.example');
		const {group, chloe} = platformDns(program);
		group.members.add(chloe, '2026-11-20T09:29:59Z');
		await program.run('picker.next', 'picker.tick');
		await program.rest();
		expect(program.frame()).toContain('chloe.lefevre@kestrel.example is already in platform-dns');
		expect(program.frame()).toContain('The members were read again just now.');
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		expect(program.writes().map(({body}) => body)).toEqual([idsOf('jonas.weiss')]);
	});

	test('nothing is sent before the present members have been read again', async () => {
		await using program = await openPicker();
		await program.paste('chloe.lefevre@kestrel.example');
		const stalled = program.emulator.faults.add({
			kind: 'stall',
			method: 'GET',
			path: '/accounts/*/iam/user_groups/*/members',
			at: 'start',
		});
		await program.run('picker.next');
		program.program.press(keyPress('enter'));
		await program.waitFor('reading the present members');
		const moved = program.advance(1000);
		for (const chord of ['tab', 'enter']) program.program.press(keyPress(chord));
		await program.waitFor('not yet: the present members are still being read');
		expect(program.writes()).toEqual([]);
		stalled.remove();
		program.emulator.faults.clear();
		await moved;
	});

	test('what changes after the button was chosen has to be looked at again', async () => {
		await using program = await openPicker();
		await program.paste('chloe.lefevre@kestrel.example, jonas.weiss@kestrel.example');
		await program.run('picker.next', 'picker.tick');
		await program.rest();
		await program.advance(1000);
		await program.run('dialog.next');
		const {group, chloe} = platformDns(program);
		group.members.add(chloe, '2026-11-20T09:29:59Z');
		program.store.refresh([{kind: 'groupMembers', group: v.parse(userGroupIdSchema, group.id)}]);
		await program.rest();
		await program.run('dialog.press');
		expect(program.writes()).toEqual([]);
		expect(program.frame()).toContain('somebody else has changed the group');
		expect(program.frame()).toContain('[ Cancel ]');
	});
});
