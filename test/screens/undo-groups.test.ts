/** Undoing writes of whole user groups: over real HTTP, with ids of policies left aside (contract 4.4). */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Policy} from '../../source/api/schemas.ts';
import type {PolicyInput} from '../../source/api/user-groups.ts';
import {planOf} from '../../source/areas/plan.ts';
import {policyInputs, policyKey} from '../../source/areas/policy-values.ts';
import {userGroupSteps} from '../../source/areas/user-group-steps.ts';
import type {UserGroup} from '../../source/emulator/model.ts';
import {lookAgain} from '../../source/screens/looking.ts';
import {type Harness, setUp} from '../store/harness.ts';
import {createDesk} from './undo-desk.ts';

type Wish =
	| {readonly kind: 'rename'; readonly group: number; readonly name: string}
	| {readonly kind: 'policies'; readonly group: number; readonly keep: number; readonly from: number}
	| {readonly kind: 'create'; readonly name: string};

const groupAt = fc.nat({max: 3});
const name = fc.stringMatching(/^[a-z]{4,8}$/u);
const wishes: fc.Arbitrary<readonly Wish[]> = fc.array(
	fc.oneof(
		fc.record({kind: fc.constant('rename' as const), group: groupAt, name}),
		fc.record({kind: fc.constant('policies' as const), group: groupAt, keep: fc.nat({max: 2}), from: groupAt}),
		fc.record({kind: fc.constant('create' as const), name}),
	),
	{minLength: 1, maxLength: 6},
);

async function opened(): Promise<Harness> {
	const harness = await setUp();
	const {store, until} = harness;
	store.want([{kind: 'list', resource: 'userGroups'}]);
	await until(() => store.list('userGroups').complete);
	return harness;
}

/** What groups are called and grant, whatever their ids are. */
async function groupsOn({client, account}: Harness): Promise<readonly string[]> {
	const {items} = await client.userGroups.list(account);
	return items
		.map(({name: called, policies}) => [called, ...(policyInputs(policies) ?? []).map(policyKey).toSorted()].join('\n'))
		.toSorted();
}

describe('any changes of user groups', () => {
	test('undone one after the other leave the server as it was; done again, as they had left it', async () => {
		const harness = await opened();
		const {store} = harness;
		const names = store
			.list('userGroups')
			.rows.filter((group) => !('managed_by' in group) && policyInputs(group.policies) !== undefined)
			.slice(0, 4)
			.map(({id}) => id);
		const groupOf = (index: number) => {
			const found = store.list('userGroups').byId.get(names[index] ?? '');
			if (found === undefined) throw new Error('the dataset is too small');
			return found;
		};
		await fc.assert(
			fc.asyncProperty(wishes, async (asked) => {
				const desk = createDesk(harness);
				const before = await groupsOn(harness);
				const taken = new Set(store.list('userGroups').rows.map((group) => group.name));
				for (const wish of asked) {
					if (wish.kind !== 'policies' && taken.has(wish.name)) continue;
					if (wish.kind !== 'policies') taken.add(wish.name);
					if (wish.kind === 'create') {
						await desk.carryOut([userGroupSteps.create({name: wish.name})], 'new');
					} else if (wish.kind === 'rename') {
						await desk.carryOut([userGroupSteps.update(groupOf(wish.group), {name: wish.name})], 'new');
					} else {
						const own = policyInputs(groupOf(wish.group).policies) ?? [];
						const others = policyInputs(groupOf(wish.from).policies) ?? [];
						const policies: readonly PolicyInput[] = [...own.slice(0, wish.keep), ...others.slice(0, 1)];
						await desk.carryOut([userGroupSteps.update(groupOf(wish.group), {policies})], 'new');
					}
				}
				const after = await groupsOn(harness);
				await desk.takeBackAll('undo');
				expect(await groupsOn(harness)).toEqual(before);
				await desk.takeBackAll('redo');
				expect(await groupsOn(harness)).toEqual(after);
				await desk.takeBackAll('undo');
				expect(await groupsOn(harness)).toEqual(before);
			}),
			{numRuns: 30},
		);
	});
});

describe('a user group that somebody else has changed meanwhile', () => {
	/** A group with a policy, opened for editing, and then changed behind the program's back. */
	async function edited(change: (group: UserGroup) => void) {
		const harness = await opened();
		const {store, emulator} = harness;
		const base = store.list('userGroups').rows.find((group) => (group.policies?.length ?? 0) > 1);
		const onServer = emulator.state.main.userGroups.get(base?.id ?? '');
		if (base === undefined || onServer === undefined) throw new Error('the dataset has no such group');
		change(onServer);
		return {harness, base, onServer};
	}

	async function plan(harness: Harness, steps: readonly ReturnType<typeof userGroupSteps.update>[]) {
		await lookAgain(
			steps.flatMap(({needs}) => needs),
			harness.store,
			0,
		);
		return planOf(steps, {knowledge: harness.store, now: 0});
	}

	test('keeps their change of another field', async () => {
		const {harness, base, onServer} = await edited((group) => {
			group.policies = group.policies.slice(1);
		});
		const left = onServer.policies.length;
		await createDesk(harness).carryOut([userGroupSteps.update(base, {name: 'mine'})], 'new');
		expect([onServer.name, onServer.policies.length]).toEqual(['mine', left]);
	});

	test('is not overwritten in the same field: was, theirs and yours are shown', async () => {
		const {harness, base} = await edited((group) => {
			group.name = 'theirs';
		});
		const {steps, conflicts} = await plan(harness, [userGroupSteps.update(base, {name: 'mine'})]);
		expect(steps).toEqual([]);
		expect(conflicts).toMatchObject([
			{
				conflict: {
					was: [[{text: `name: ${base.name}`}]],
					theirs: [[{text: 'name: theirs'}]],
					yours: [[{text: 'name: mine'}]],
					resolutions: [{label: 'replace theirs'}],
				},
			},
		]);
	});

	test('takes both changes of a set, if a person says so', async () => {
		const theirs: string[] = [];
		const {harness, base} = await edited((group) => {
			const [first, ...others] = group.policies;
			theirs.push(first?.id ?? '');
			group.policies = others;
		});
		const isTheirs = ({id}: Policy): boolean => theirs.includes(id ?? '');
		// They have dropped one policy, and mine drops another: lists come in any order.
		const mine = (base.policies ?? []).find((policy) => !isTheirs(policy));
		const kept = policyInputs((base.policies ?? []).filter((policy) => policy !== mine));
		const {conflicts} = await plan(harness, [userGroupSteps.update(base, {policies: kept})]);
		const [both] = conflicts.flatMap(({conflict}) => conflict.resolutions);
		expect(both?.label).toBe('keep their changes and add mine');
		if (both === undefined) throw new Error('there is nothing to choose');
		await createDesk(harness).carryOut([both.step], 'new');
		const after = policyInputs((await harness.client.userGroups.get(harness.account, base.id)).policies) ?? [];
		const left = policyInputs((base.policies ?? []).filter((policy) => policy !== mine && !isTheirs(policy))) ?? [];
		expect(after.map(policyKey).toSorted()).toEqual(left.map(policyKey).toSorted());
	});

	test('is not merged where they have changed the policy that I drop: my drop would be lost', async () => {
		let changed = '';
		const {harness, base} = await edited((group) => {
			group.policies = group.policies.map((policy, index) => {
				if (index > 0) return policy;
				changed = policy.id;
				return {...policy, permissionGroups: policy.permissionGroups.slice(1)};
			});
		});
		const kept = policyInputs((base.policies ?? []).filter(({id}) => id !== changed));
		const {steps, skipped, conflicts} = await plan(harness, [userGroupSteps.update(base, {policies: kept})]);
		expect([steps, skipped]).toEqual([[], []]);
		expect(conflicts.flatMap(({conflict}) => conflict.resolutions.map(({label}) => label))).toEqual(['replace theirs']);
	});

	test('and renamed it to the very same name leaves nothing to do', async () => {
		const {harness, base} = await edited((group) => {
			group.name = 'mine';
		});
		const {steps, skipped} = await plan(harness, [userGroupSteps.update(base, {name: 'mine'})]);
		expect(steps).toEqual([]);
		expect(skipped).toHaveLength(1);
	});

	test('or deleted leaves nothing to change, and nothing to delete', async () => {
		const {harness, base} = await edited(() => undefined);
		harness.emulator.state.main.userGroups.delete(base.id);
		expect((await plan(harness, [userGroupSteps.update(base, {name: 'mine'})])).steps).toEqual([]);
		expect((await plan(harness, [userGroupSteps.remove(base)])).steps).toEqual([]);
	});

	test('is not deleted unseen', async () => {
		const {harness, base} = await edited((group) => {
			group.name = 'theirs';
		});
		const {steps, conflicts} = await plan(harness, [userGroupSteps.remove(base)]);
		expect(steps).toEqual([]);
		expect(conflicts[0]?.conflict.resolutions.map(({label}) => label)).toEqual(['delete it all the same']);
	});
});

describe('creating a user group', () => {
	test('of which the answer is lost is found out about by its name, and not sent again', async () => {
		const harness = await opened();
		const {store, emulator} = harness;
		emulator.faults.add({kind: 'reset', method: 'POST', applied: true});
		const step = userGroupSteps.create({name: 'night-shift'});
		await expect(step.send(store)).rejects.toMatchObject({uncertain: true});
		await lookAgain(step.needs, store, 0);
		expect(step.standing(...partOf(step), store)).toMatchObject({kind: 'already'});
		const {steps} = step.reversal([], store);
		expect(steps.map(({request}) => request.method)).toEqual(['DELETE']);
	});

	test('with a name that is taken by now sends nothing', async () => {
		const harness = await opened();
		const {name: taken} = harness.store.list('userGroups').rows[0] ?? {name: ''};
		const {steps, skipped} = planOf([userGroupSteps.create({name: taken})], {knowledge: harness.store, now: 0});
		expect(steps).toEqual([]);
		expect(skipped[0]?.[0]?.text).toContain('already');
	});
});

function partOf({
	parts,
}: {
	readonly parts: readonly Parameters<ReturnType<typeof userGroupSteps.create>['standing']>[0][];
}) {
	const [part] = parts;
	if (part === undefined) throw new Error('a step has a part');
	return [part] as const;
}
