/** Requests that follow once another has been answered are part of what is confirmed, copied and written down. */
import {expect, test} from 'vitest';
import {confirmDeletion} from '../../source/areas/user-group-steps.ts';
import {guardTime} from '../../source/screens/state.ts';
import {type OpenProgram, openProgram} from '../support/open-program.ts';

const roomy = {columns: 110, rows: 50};

/** A group with members that may be written to. */
function groupIn(program: OpenProgram) {
	const onServer = program.emulator.state.main.userGroups
		.values()
		.find(({managedBy, members, broken}) => managedBy === undefined && broken !== true && members.size > 1);
	const group = program.store.list('userGroups').byId.get(onServer?.id ?? '');
	if (group === undefined || onServer === undefined) throw new Error('there is no such group');
	return {group, count: onServer.members.size};
}

async function agree(program: OpenProgram, typed = ''): Promise<void> {
	await program.rest();
	await program.advance(guardTime);
	await program.type(typed);
	await program.press('tab', 'enter');
	await program.rest();
	await program.advance(1000);
}

test('the confirmation of a deletion taken back shows the request that adds the members', async () => {
	await using program = await openProgram({size: roomy});
	const {group, count} = groupIn(program);
	program.program.follow(confirmDeletion([group], program.situation().setting));
	await agree(program, group.name);
	expect(program.writes().map(({method}) => method)).toEqual(['DELETE']);
	await program.press('enter', 'z');
	await program.rest();
	const requests = ['1 x POST …/iam/user_groups', `1 x POST …/iam/user_groups/{new id}/members  (${count} ids)`];
	for (const line of requests) expect(program.frame()).toContain(line);
	await program.run('dialog.copy');
	expect(program.copied.at(-1)).toMatch(/\n# then, .*\{new id\}:\ncurl -X POST .*\/members'/u);
	program.forget();
	await agree(program);
	expect(program.writes().map(({method, path}) => `${method} ${path.replaceAll(/[0-9a-f]{32}/gu, 'ID')}`)).toEqual([
		'POST /accounts/ID/iam/user_groups',
		'POST /accounts/ID/iam/user_groups/ID/members',
	]);
	const titles = program.situation().setting.records?.journal?.entries.map(({what}) => what) ?? [];
	expect(titles.slice(0, 2)).toEqual([
		`Add ${count} members to ${group.name}`,
		`Create user group ${group.name} with ${count} members`,
	]);
});

test('what one program has made again is nothing to another', async () => {
	await using first = await openProgram({size: roomy});
	await using second = await openProgram({size: roomy, emulator: first.emulator});
	const {group} = groupIn(first);
	first.program.follow(confirmDeletion([group], first.situation().setting));
	await agree(first, group.name);
	await first.press('enter', 'z');
	await agree(first);
	const [ours, theirs] = [first, second].map((program) => program.situation().setting.successors?.groups);
	expect(ours?.current(group.id)).not.toBe(group.id);
	expect(theirs?.current(group.id)).toBe(group.id);
});
