/** When the index of memberships changes, and when what is computed from it has to be computed again. */
import * as v from 'valibot';
import {expect, test} from 'vitest';
import {userGroupIdSchema} from '../../source/api/ids.ts';
import type {MembershipIndex} from '../../source/store/store.ts';
import {nextTurn, setUp} from './harness.ts';

const memberships = {kind: 'memberships'} as const;
const zones = {kind: 'list', resource: 'zones'} as const;

test('the index stays the same object while other things are read, whatever that does to the budget', async () => {
	const {store, until, client} = await setUp({emulator: {dataset: 'large', rateLimit: {quota: 1200, window: 300}}});
	store.want([{kind: 'list', resource: 'userGroups'}]);
	await until(() => store.list('userGroups').complete);
	const index = store.memberships();
	const left = client.budget.remaining;
	store.want([zones]);
	await until(() => store.list('zones').complete);
	expect(client.budget.remaining).toBeLessThan(left ?? 0);
	expect(store.memberships()).toBe(index);
});

test('a group that is read again with the same members keeps the version of the index', async () => {
	const {store, until, emulator, advance} = await setUp();
	store.want([memberships]);
	await until(() => store.memberships().state === 'complete');
	const {version} = store.memberships();
	expect(version).toBeGreaterThan(0);
	const group = v.parse(userGroupIdSchema, emulator.state.main.userGroups.values().find((one) => one.members.size)?.id);
	advance(5000);
	store.refresh([{kind: 'groupMembers', group}]);
	await until(() => !store.groupMembers(group).fetching);
	expect(store.memberships().version).toBe(version);
	store.refresh([memberships]);
	await until(() => store.memberships().state === 'complete');
	expect(store.memberships().version).toBe(version);
});

test('who leaves or joins changes the version, and whether they are members of the group', async () => {
	const {store, until, emulator} = await setUp();
	store.want([memberships]);
	await until(() => store.memberships().state === 'complete');
	const found = emulator.state.main.userGroups.values().find((one) => one.members.size > 1 && !one.managedBy);
	const group = v.parse(userGroupIdSchema, found?.id);
	const before = store.memberships();
	const {version} = before;
	const [member] = before.membersOf(group) ?? [];
	if (!member) {
		throw new Error('nobody to remove');
	}
	expect(before.has(group, member)).toBe(true);
	expect(before.has(v.parse(userGroupIdSchema, 'f'.repeat(32)), member)).toBeUndefined();
	await store.removeMember(group, member);
	const after = store.memberships();
	expect(after.version).not.toBe(version);
	expect(after.has(group, member)).toBe(false);
	await store.addMembers(group, [member]);
	expect(store.memberships().version).not.toBe(after.version);
	expect(store.memberships().has(group, member)).toBe(true);
});

test('reading 1,500 groups changes the index a hundred times and not a thousand', async () => {
	const {store, until, advance} = await setUp({emulator: {dataset: 'large'}});
	store.want([{kind: 'list', resource: 'userGroups'}]);
	await until(() => store.list('userGroups').complete);
	const seen = new Set<MembershipIndex>();
	const progress: number[] = [];
	store.subscribe(() => {
		const index = store.memberships();
		seen.add(index);
		progress.push(index.done);
	});
	const release = store.want([memberships]);
	await until(() => store.memberships().state === 'complete');
	expect(seen.size).toBeGreaterThan(50);
	expect(seen.size).toBeLessThanOrEqual(105);
	expect(progress).toEqual([...progress].sort((left, right) => left - right));
	expect(store.memberships()).toMatchObject({done: 1500, total: 1500, cost: 0});
	// So many requests are not worth it again soon.
	release();
	await nextTurn();
	advance(20 * 60_000);
	store.want([memberships]);
	expect(store.memberships()).toMatchObject({state: 'complete', cost: 0});
	store.refresh([memberships]);
	expect(store.memberships()).toMatchObject({state: 'reading', done: 0});
});
