/** Writes of user groups of which the answer is lost, and deletions: on a real store, over real HTTP. */
import {describe, expect, test, vi} from 'vitest';
import {replacementPicker} from '../../source/areas/members-replacement.ts';
import {cloneForm, newGroupForm, withoutPolicies} from '../../source/areas/user-group-form.ts';
import {confirmDeletion} from '../../source/areas/user-group-steps.ts';
import {lookAgain} from '../../source/screens/looking.ts';
import {createRunner, type EndedRun, type Runner} from '../../source/screens/runner.ts';
import type {Harness} from '../store/harness.ts';
import {createDesk} from './undo-desk.ts';
import {confirmed, groupsOf, named, opened} from './user-group-desk.ts';

/** Sends steps, and looks and sends again as often as it is asked to. */
function runnerOn({store}: Harness) {
	let ended: (run: EndedRun) => void = () => undefined;
	const runner = createRunner({
		writer: store,
		change: () => undefined,
		finished: (run) => ended(run),
		look: async (needs) => {
			const seen = await lookAgain(needs, store, 0);
			return 'problem' in seen ? undefined : seen.knowledge;
		},
	});
	return (act: (runner: Runner) => void): Promise<EndedRun> =>
		new Promise((resolve) => {
			ended = resolve;
			act(runner);
		});
}

const origin = 'new';

describe('an answer that is lost', () => {
	test('of a clone: the group is found by its name, and its members are added still', async () => {
		const harness = await opened();
		const {store, emulator} = harness;
		const run = runnerOn(harness);
		const setting = {knowledge: store, now: 0};
		const form = cloneForm(named(harness, 'platform-dns'), setting);
		const steps = await confirmed(harness, form.review({...form.start, members: true}, setting));
		emulator.faults.add({kind: 'reset', method: 'POST', applied: true});
		const lost = await run((runner) => runner.start({title: 'clone', steps, subjects: []}, origin));
		expect(lost.open).toHaveLength(1);
		const found = await run((runner) => runner.retry());
		expect(found.open).toEqual([]);
		const posts = emulator.requests
			.filter(({method}) => method === 'POST')
			.map(({path}) => path.replace(/.*\/iam/u, ''));
		const clone = named(harness, 'platform-dns-copy');
		expect(posts).toEqual(['/user_groups', `/user_groups/${clone.id}/members`]);
		const onServer = emulator.state.main.userGroups.get(clone.id);
		expect(onServer?.members.size).toBe(
			emulator.state.main.userGroups.get(named(harness, 'platform-dns').id)?.members.size,
		);
	});

	test.each([
		['a change that was made', 'PUT', true],
		['a change that was not made', 'PUT', false],
		['a deletion that was made', 'DELETE', true],
	] as const)('of %s is found out by reading', async (_what, method, applied) => {
		const harness = await opened();
		const {store, emulator} = harness;
		const run = runnerOn(harness);
		const setting = {knowledge: store, now: 0};
		const group = named(harness, 'platform-edge');
		const intent = method === 'PUT' ? withoutPolicies(group, new Set([0])) : confirmDeletion([group], setting);
		const steps = await confirmed(harness, intent);
		emulator.faults.add({kind: 'reset', method, applied, times: 9});
		const lost = await run((runner) => runner.start({title: 'change', steps, subjects: []}, origin));
		expect(lost.open).toHaveLength(1);
		emulator.faults.clear();
		const asked = emulator.requests.filter((request) => request.method === method).length;
		const found = await run((runner) => runner.retry());
		expect(found.open).toEqual([]);
		expect(emulator.requests.filter((request) => request.method === method).length - asked).toBe(applied ? 0 : 1);
		const onServer = emulator.state.main.userGroups.get(group.id);
		expect(onServer?.policies.length).toBe(method === 'DELETE' ? undefined : (group.policies?.length ?? 0) - 1);
		expect(found.reversals.flatMap(({steps}) => steps.map(({request}) => request.method))).toEqual([
			method === 'PUT' ? 'PUT' : 'POST',
		]);
	});

	test('is not sent for again over what somebody else has written since', async () => {
		const harness = await opened();
		const {store, emulator} = harness;
		const run = runnerOn(harness);
		const group = named(harness, 'platform-edge');
		const onServer = () => emulator.state.main.userGroups.get(group.id)?.policies.length;
		const steps = await confirmed(harness, withoutPolicies(group, new Set([0])));
		emulator.faults.add({kind: 'reset', method: 'PUT', applied: true});
		const before = onServer();
		const ended = run((runner) => runner.start({title: 'change', steps, subjects: []}, origin));
		await vi.waitFor(() => expect(onServer()).not.toBe(before), {interval: 5});
		await fetch(`${emulator.url}/accounts/${store.account.id}/iam/user_groups/${group.id}`, {
			method: 'PUT',
			headers: {authorization: `Bearer ${emulator.token}`, 'content-type': 'application/json'},
			body: JSON.stringify({policies: []}),
		});
		expect(onServer()).toBe(0);
		expect((await ended).open).toHaveLength(1);
		expect(onServer()).toBe(0);
		await run((runner) => runner.retry());
		expect(onServer()).toBe(0);
		expect(emulator.requests.filter(({method}) => method === 'PUT')).toHaveLength(2);
	});

	test('of members that were replaced is found out by reading', async () => {
		const harness = await opened();
		const {store, emulator} = harness;
		const run = runnerOn(harness);
		const group = named(harness, 'platform-dns');
		const [first] = store.groupMembers(group.id).rows;
		if (first === undefined) throw new Error('nobody is in it');
		const intent = replacementPicker(group).review([first.id], '', {knowledge: store, now: 0});
		const steps = await confirmed(harness, intent);
		emulator.faults.add({kind: 'reset', method: 'PUT', applied: true, times: 9});
		await run((runner) => runner.start({title: 'replace', steps, subjects: []}, origin));
		emulator.faults.clear();
		const found = await run((runner) => runner.retry());
		expect(found.open).toEqual([]);
		expect(
			emulator.state.main.userGroups
				.get(group.id)
				?.members.byEmail('asc')
				.map(({id}) => id),
		).toEqual([first.id]);
	});
});

describe('a deleted group', () => {
	test('comes back with its policies and its members, though a new group is not known everywhere at once', async () => {
		const harness = await opened({emulator: {settleDelay: 300}});
		const desk = createDesk(harness);
		const before = groupsOf(harness.emulator);
		const setting = {knowledge: harness.store, now: 0};
		await desk.carryOut(await confirmed(harness, confirmDeletion([named(harness, 'platform-dns')], setting)), 'new');
		expect(groupsOf(harness.emulator)).toHaveLength(before.length - 1);
		await desk.takeBackAll('undo');
		expect(groupsOf(harness.emulator)).toEqual(before);
	});

	test('is not deleted again with people in it who have joined since', async () => {
		const harness = await opened();
		const {store, emulator} = harness;
		const desk = createDesk(harness);
		const form = newGroupForm({knowledge: store, now: 0});
		const made = form.review({name: 'night-shift', policies: []}, {knowledge: store, now: 0});
		await desk.carryOut(await confirmed(harness, made), 'new');
		const group = named(harness, 'night-shift');
		const joiner = emulator.state.main.members.values().find(({status}) => status === 'accepted');
		if (joiner === undefined) throw new Error('nobody has accepted');
		emulator.state.main.userGroups.get(group.id)?.members.add(joiner, new Date(0).toISOString());
		const [undo] = desk.stacks().undo;
		const [step] = undo?.steps ?? [];
		const [part] = step?.parts ?? [];
		if (step === undefined || part === undefined) throw new Error('there is nothing to undo');
		await lookAgain(step.needs, store, 0);
		expect(step.standing(part, store)).toMatchObject({
			kind: 'conflict',
			theirs: [[{text: `${joiner.email} has joined`}]],
			resolutions: [{label: 'delete it all the same'}],
		});
	});

	test('of which the members can not be listed can be deleted all the same', async () => {
		const harness = await opened({emulator: {dataset: 'hostile'}});
		const {store, emulator} = harness;
		const broken = emulator.state.main.userGroups.values().find((group) => group.broken === true);
		const group = store.list('userGroups').byId.get(broken?.id ?? '');
		if (group === undefined) throw new Error('the dataset has no such group');
		const refused = await lookAgain([{kind: 'groupMembers', group: group.id}], store, 0);
		expect(refused).toHaveProperty('problem');
		const intent = confirmDeletion([group], {knowledge: store, now: 0});
		expect(intent.fresh.map(({kind}) => kind)).toEqual(['userGroup']);
		for (const step of await confirmed(harness, intent)) await step.send(store);
		expect(emulator.state.main.userGroups.has(group.id)).toBe(false);
	});
});
