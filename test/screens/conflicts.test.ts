/** What somebody else changes between opening and sending: shown, decided by a person, and never overwritten unseen. */
import {describe, expect, test} from 'vitest';
import type {UserGroup} from '../../source/api/schemas.ts';
import {replaceMembers} from '../../source/areas/membership-replacement.ts';
import {confirmSteps} from '../../source/areas/plan.ts';
import {policyInputs} from '../../source/areas/policy-values.ts';
import {confirmDeletion, userGroupSteps} from '../../source/areas/user-group-steps.ts';
import type {Step} from '../../source/areas/write.ts';
import type {Size} from '../../source/screens/state.ts';
import {type OpenProgram, openProgram} from '../support/open-program.ts';

/** A program with a group, and that group on the server, where others can change it. */
async function openGroup(size?: Size) {
	const program = await openProgram({size});
	const rows = program.store.list('userGroups').rows.filter((group) => policyInputs(group.policies) !== undefined);
	const base = rows.find(({policies}) => (policies?.length ?? 0) > 1);
	const onServer = program.emulator.state.main.userGroups.get(base?.id ?? '');
	if (base === undefined || onServer === undefined) throw new Error('the dataset has no such group');
	return {program, base, onServer};
}

async function ask(program: OpenProgram, ...steps: readonly Step[]): Promise<void> {
	program.program.follow(confirmSteps(steps));
	await program.rest();
	await program.advance(1000);
}

/** The highlighted button. */
function highlighted(program: OpenProgram): string | undefined {
	return /\[ ([^\]]+) \]/u.exec(program.rows().slice(4).join('\n'))?.[1];
}

async function chooseAndPress(program: OpenProgram, label: string): Promise<void> {
	for (let times = 0; times < 6 && highlighted(program) !== label; times++) await program.press('tab');
	expect(highlighted(program)).toBe(label);
	await program.press('enter');
	await program.advance(1000);
}

/** The last button is the one that sends. */
async function send(program: OpenProgram): Promise<void> {
	await program.press('shift+tab', 'enter');
	await program.advance(1000);
}

const rename = (base: UserGroup): Step => userGroupSteps.update(base, {name: 'mine'});

describe('what somebody else has changed before the confirmation', () => {
	test('is shown as was, theirs and yours; Cancel comes first, and sends nothing', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		onServer.name = 'theirs';
		await ask(program, rename(base));
		const said = program.rows().map((row) => row.replaceAll(/[│\s]+/gu, ' ').trim());
		expect(said).toEqual(
			expect.arrayContaining([`was name: ${base.name}`, 'is now + name: theirs', 'yours + name: mine']),
		);
		expect(program.frame()).toContain('theirs was changed by somebody else meanwhile');
		// Nothing is told as the difference to what is not there any more.
		expect(said).not.toContain(`- name ${base.name}`);
		expect(highlighted(program)).toBe('Cancel');
		await program.press('enter');
		expect(program.writes()).toEqual([]);
		expect(onServer.name).toBe('theirs');
	});

	test('is replaced only by choosing so and confirming what that comes to', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		onServer.name = 'theirs';
		await ask(program, rename(base));
		await chooseAndPress(program, 'Replace theirs');
		expect(program.writes()).toEqual([]);
		expect(program.frame()).toMatch(/- name:? theirs/u);
		expect(program.frame()).toMatch(/\+ name:? mine/u);
		expect(highlighted(program)).toBe('Cancel');
		await send(program);
		expect(onServer.name).toBe('mine');
	});

	test('is kept beside mine in a set, and undo takes back only mine', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		const [first, second] = base.policies ?? [];
		onServer.policies = onServer.policies.filter(({id}) => id !== first?.id);
		const others = onServer.policies.filter(({id}) => id !== second?.id).length;
		await ask(
			program,
			userGroupSteps.update(base, {policies: policyInputs((base.policies ?? []).filter((each) => each !== second))}),
		);
		await chooseAndPress(program, 'Keep their changes and add mine');
		// Theirs and mine together: all that is sent.
		expect(program.frame()).toContain('What is sent, and will be there then:');
		await send(program);
		expect(onServer.policies).toHaveLength(others);
		await program.press('escape', 'z');
		await program.rest();
		await program.advance(1000);
		await send(program);
		expect(onServer.policies).toHaveLength(others + 1);
	});

	test('in another field stays without a question', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		onServer.policies = onServer.policies.slice(1);
		const left = onServer.policies.length;
		await ask(program, rename(base));
		await send(program);
		expect([onServer.name, onServer.policies.length]).toEqual(['mine', left]);
	});

	test('stands once where members are replaced as a whole, and who joined meanwhile stays if that is chosen', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		const {items} = await program.client.userGroups.members.list(program.store.account.id, base.id);
		const before = items.map(({id}) => id);
		const [leaver, ...stayers] = before;
		const joiner = [...program.emulator.state.main.members.values()].find(
			({id, status}) => status === 'accepted' && !onServer.members.has(id),
		);
		if (leaver === undefined || joiner === undefined) throw new Error('the dataset has no such people');
		onServer.members.add(joiner, new Date(0).toISOString());
		await ask(program, replaceMembers(base.id, before, stayers));
		expect(program.frame().match(/was changed by somebody else/gu)).toHaveLength(1);
		await chooseAndPress(program, 'Keep their changes and add mine');
		expect(program.frame()).toContain(`will be in ${base.name} (${before.length}):`);
		expect(program.frame()).toContain(joiner.email);
		await program.press('tab', 'enter');
		expect(onServer.members.has(joiner.id)).toBe(true);
		expect(onServer.members.has(leaver)).toBe(false);
		expect(onServer.members.size).toBe(before.length);
	});
});

describe('what somebody else changes while the confirmation is open', () => {
	test('is found by the reading right before the request, which is then not sent', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		await ask(program, rename(base));
		await program.press('tab');
		onServer.name = 'theirs';
		await program.press('enter');
		expect(program.writes()).toEqual([]);
		expect(onServer.name).toBe('theirs');
		expect(program.frame()).toContain('was changed by somebody else meanwhile');
		expect(highlighted(program)).toBe('Cancel');
	});

	test('keeps an object that was to be deleted', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		await ask(program, userGroupSteps.remove(base));
		if (program.frame().includes('to go on')) await program.type(base.name);
		await program.press('tab');
		onServer.policies = [];
		await program.press('enter');
		expect(program.writes()).toEqual([]);
		expect(program.emulator.state.main.userGroups.has(base.id)).toBe(true);
	});

	test('and is a deletion of a name that two have changed goes on only if that is chosen', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		program.program.follow(confirmDeletion([base], program.situation().setting));
		onServer.name = 'theirs';
		await program.rest();
		await program.advance(1000);
		await chooseAndPress(program, 'Delete it all the same');
		expect(program.emulator.state.main.userGroups.has(base.id)).toBe(true);
		if (program.frame().includes('to go on')) await program.type('theirs');
		await send(program);
		expect(program.emulator.state.main.userGroups.has(base.id)).toBe(false);
	});

	test('can not be overwritten either when it can not be read', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		await ask(program, rename(base));
		await program.press('tab');
		const fault = program.emulator.faults.add({
			kind: 'status',
			status: 403,
			method: 'GET',
			path: '/accounts/*/iam/user_groups/*',
			times: 9,
		});
		await program.press('enter');
		fault.remove();
		expect(program.writes()).toEqual([]);
		expect(onServer.name).toBe(base.name);
		expect(program.frame()).toContain('not sent: what is there now could not be read');
	});

	test('is not waited for by whoever leaves: esc sends nothing', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		await ask(program, rename(base));
		await program.press('tab');
		await program.press('enter', 'escape');
		expect(program.writes()).toEqual([]);
		expect(onServer.name).toBe(base.name);
		expect(program.state().overlays).toEqual([]);
	});
});

describe('help that is opened while the last reading runs', () => {
	test('stops what would be sent unseen, and the dialog can be used below it', async () => {
		const {program, base} = await openGroup();
		await using _ = program;
		await ask(program, rename(base));
		await program.press('shift+tab');
		// Both keys in one packet: help is there before the answer is.
		program.program.press({kind: 'key', chord: 'enter', text: ''});
		program.program.press({kind: 'key', chord: 'f1', text: ''});
		await program.rest();
		await program.advance(1000);
		expect(program.writes()).toEqual([]);
		expect(program.frame()).toContain('not sent: something else was opened over the question');
		await program.press('escape');
		await program.press('enter');
		await program.advance(1000);
		expect(program.writes()).toHaveLength(1);
	});
});

describe('an undo that somebody else has been at since', () => {
	async function undoContested() {
		const opened = await openGroup();
		const {program, base, onServer} = opened;
		await ask(program, rename(base));
		await send(program);
		await program.press('escape');
		onServer.name = 'theirs';
		await program.press('z');
		await program.rest();
		await program.advance(1000);
		return opened;
	}

	test('asks, and is carried out only over what was chosen to be replaced', async () => {
		const {program, base, onServer} = await undoContested();
		await using _ = program;
		await chooseAndPress(program, 'Replace theirs');
		expect(onServer.name).toBe('theirs');
		await send(program);
		expect(onServer.name).toBe(base.name);
	});

	test('can be given up, so that what was done before can be undone', async () => {
		const {program, onServer} = await undoContested();
		await using _ = program;
		expect(program.state().undo).toHaveLength(1);
		await chooseAndPress(program, 'Leave it as it is');
		expect(program.state().undo).toEqual([]);
		expect(onServer.name).toBe('theirs');
	});
});

describe('of several changes one that is contested', () => {
	test('is left out of what is sent, told of, and decided from the report', async () => {
		const {program, base, onServer} = await openGroup();
		await using _ = program;
		const other = program.store.list('userGroups').rows.find(({id}) => id !== base.id);
		if (other === undefined) throw new Error('the dataset has one group only');
		onServer.name = 'theirs';
		await ask(program, rename(base), userGroupSteps.update(other, {name: 'another'}));
		await send(program);
		expect(program.emulator.state.main.userGroups.get(other.id)?.name).toBe('another');
		expect(onServer.name).toBe('theirs');
		expect(program.frame()).toContain('1 changed by somebody else');
		await chooseAndPress(program, 'Decide');
		await chooseAndPress(program, 'Replace theirs');
		await send(program);
		expect(onServer.name).toBe('mine');
	});
});

describe.each([
	{columns: 60, rows: 15},
	{columns: 80, rows: 24},
])('at $columns x $rows', (size) => {
	test('all three states and all choices can be read by scrolling', async () => {
		const {program, base, onServer} = await openGroup(size);
		await using _ = program;
		onServer.policies = onServer.policies.slice(1);
		await ask(program, userGroupSteps.update(base, {policies: []}));
		const seen = new Set<string>();
		for (let times = 0; times < 40; times++) {
			for (const row of program.rows()) seen.add(row);
			await program.press('down');
		}
		const text = [...seen].join('\n');
		for (const part of ['was  ', 'is now ', 'yours ', 'Cancel', 'Keep their changes and add mine', 'Replace theirs']) {
			expect(text).toContain(part);
		}
	});
});
