/** The other way round: from people to the groups they join or leave. */
import {describe, expect, test} from 'vitest';
import {userGroupId} from '../../source/emulator/datasets/small-groups.ts';
import {memberId} from '../../source/emulator/datasets/small-people.ts';
import {type OpenProgram, openProgram} from '../support/open-program.ts';

async function carryOut(program: OpenProgram): Promise<void> {
	await program.run('picker.next', 'picker.tick');
	await program.rest();
	await program.advance(1000);
	await program.run('dialog.next', 'dialog.press');
	await program.rest();
}

const groupPath = (program: OpenProgram, group: string): string =>
	`/accounts/${program.emulator.accountId}/iam/user_groups/${userGroupId(group)}/members`;

const sentBy = (program: OpenProgram): readonly string[] =>
	program
		.writes()
		.map(({method, path, body}) => `${method} ${path}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`)
		.toSorted();

describe('a person in the list', () => {
	test('joins groups: one POST for each', async () => {
		await using program = await openProgram({area: 'members'});
		await program.run('filter');
		await program.type('jonas');
		await program.run('filter.accept', 'add');
		await program.rest();
		program.forget();
		await program.type('platform-dns');
		await program.run('picker.tick');
		await program.press('ctrl+u');
		await program.type('new joiners');
		await program.run('picker.tick');
		expect(program.frame()).toContain('2 ticked');
		expect(program.frame()).toContain('2 POSTs');
		await carryOut(program);
		expect(sentBy(program)).toEqual(
			['platform-dns', 'New joiners']
				.map((group) => `POST ${groupPath(program, group)} ${JSON.stringify([{id: memberId('jonas.weiss')}])}`)
				.toSorted(),
		);
		expect(program.frame()).toMatch(/jonas\.weiss@kestrel\.example +to platform-dns/u);
	});

	test('leaves groups that they are in: only those are offered', async () => {
		await using program = await openProgram({area: 'members'});
		await program.run('filter');
		await program.type('jonas');
		await program.run('filter.accept', 'remove');
		await program.rest();
		program.forget();
		expect(program.frame()).toContain('Read-only Auditors');
		expect(program.frame()).toContain('Security Operations');
		expect(program.frame()).not.toContain('platform-dns');
		await program.run('picker.tick', 'picker.down', 'picker.tick');
		await carryOut(program);
		expect(sentBy(program)).toEqual(
			['Read-only Auditors', 'Security Operations']
				.map((group) => `DELETE ${groupPath(program, group)}/${memberId('jonas.weiss')}`)
				.toSorted(),
		);
	});

	test('their groups are right in the list at once', async () => {
		await using program = await openProgram({area: 'members'});
		await program.run('filter');
		await program.type('owner');
		await program.run('filter.accept', 'add');
		await program.rest();
		await program.type('new joiners');
		await program.run('picker.tick');
		await carryOut(program);
		await program.run('dialog.press');
		expect(program.frame()).toMatch(/Groups +New joiners/u);
	});
});

describe('several marked people', () => {
	test('join a group by one POST, without those who are in it', async () => {
		await using program = await openProgram({area: 'members'});
		// Amara and Bjorn are in platform-dns, Chloé is not.
		await program.run('mark', 'mark', 'mark', 'add');
		await program.rest();
		program.forget();
		await program.type('platform-dns');
		expect(program.frame()).toContain('2 are in it');
		await program.run('picker.tick');
		await carryOut(program);
		expect(sentBy(program)).toEqual([
			`POST ${groupPath(program, 'platform-dns')} ${JSON.stringify([{id: memberId('chloe.lefevre')}])}`,
		]);
	});
});

describe('a person’s own page', () => {
	test('removes them from the group under the cursor', async () => {
		await using program = await openProgram({area: 'members', search: 'jonas.weiss@kestrel.example'});
		await program.rest();
		program.forget();
		await program.run('remove');
		await program.rest();
		expect(program.frame()).toMatch(/Remove jonas\.weiss@kestrel\.example from (?:Security|Read-only)/u);
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		expect(program.writes()).toHaveLength(1);
		await program.run('dialog.press');
		expect(program.frame()).toContain('Groups (1)');
	});
});
