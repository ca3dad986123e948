import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {type MemberId, memberIdSchema, type UserGroupId, userGroupIdSchema} from '../../source/api/ids.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import type {MembershipIndex} from '../../source/store/store.ts';
import {type Harness, nextTurn, setUp} from './harness.ts';

const memberships = {kind: 'memberships'} as const;
const userGroups = {kind: 'list', resource: 'userGroups'} as const;
const anyMembers = '/accounts/*/iam/user_groups/*/members';

function groupIds({state}: Emulator): readonly UserGroupId[] {
	return state.main.userGroups.values().map(({id}) => v.parse(userGroupIdSchema, id));
}

function memberIds({state}: Emulator): readonly MemberId[] {
	return state.main.members.values().map(({id}) => v.parse(memberIdSchema, id));
}

/** What the server has, in the form of the index. */
function expectTruth(index: MembershipIndex, emulator: Emulator): void {
	const {userGroups: groups} = emulator.state.main;
	for (const group of groupIds(emulator)) {
		const members = new Set(index.membersOf(group));
		expect(members.size).toBe(groups.get(group)?.members.size);
	}
	for (const member of memberIds(emulator)) {
		const expected = groupIds(emulator).filter((group) => groups.get(group)?.members.has(member));
		expect(new Set(index.groupsOf(member))).toEqual(new Set(expected));
	}
}

function membersRequests(requests: readonly string[]): readonly string[] {
	return requests.filter((request) => request.includes('/members'));
}

async function readGroups({store, until, requests}: Harness): Promise<void> {
	store.want([userGroups]);
	await until(() => store.list('userGroups').complete);
	requests();
}

describe('the index of memberships', () => {
	test('is idle without being wanted, and knows what it would cost when the groups are known', async () => {
		const harness = await setUp();
		const {store, emulator, requests} = harness;
		expect(store.memberships()).toMatchObject({state: 'idle', done: 0, total: undefined, cost: 1});
		await readGroups(harness);
		const groups = emulator.state.main.userGroups.size;
		expect(store.memberships()).toMatchObject({
			state: 'idle',
			done: 0,
			total: groups,
			cost: groups,
			updatedAt: undefined,
		});
		expect(store.memberships()).toBe(store.memberships());
		expect(requests()).toEqual([]);
	});

	test('is read with a request for each group, progress told on the way, and then is what the server has', async () => {
		const {store, until, emulator, requests} = await setUp();
		const groups = emulator.state.main.userGroups.size;
		const progress: number[] = [];
		store.subscribe(() => progress.push(store.memberships().done));
		store.want([memberships]);
		expect(store.memberships().state).toBe('reading');
		await until(() => store.memberships().state === 'complete');
		const index = store.memberships();
		expect(index).toMatchObject({done: groups, total: groups, cost: 0, error: undefined});
		expect(index.updatedAt).toBeTypeOf('number');
		expectTruth(index, emulator);
		expect(progress).toEqual([...progress].sort((left, right) => left - right));
		expect(new Set(progress).size).toBeGreaterThan(3);
		const asked = requests();
		expect(asked[0]).toBe('GET /iam/user_groups?page=1');
		expect(asked).toHaveLength(groups + 1);
		expect(new Set(asked).size).toBe(groups + 1);
	});

	test('reads five groups at once and no more, so that somebody else gets through', async () => {
		const harness = await setUp();
		const {store, emulator, until, asked, requests} = harness;
		await readGroups(harness);
		emulator.faults.add({kind: 'stall', path: anyMembers, times: 100});
		store.want([memberships]);
		let count = 0;
		await asked(() => {
			count += 1;
			return count >= 5;
		});
		// Somebody else gets through meanwhile, so there has been time for a sixth.
		store.want([{kind: 'list', resource: 'zones'}]);
		await until(() => store.list('zones').complete);
		expect(membersRequests(requests())).toHaveLength(5);
	});

	test('released in the middle keeps what it has, and goes on where it stopped', async () => {
		const {store, emulator, until, requests} = await setUp();
		const groups = emulator.state.main.userGroups.size;
		emulator.faults.add({kind: 'stall', path: anyMembers, after: 5, times: 100});
		const release = store.want([memberships]);
		await until(() => store.memberships().done === 5);
		release();
		await until(() => store.memberships().state === 'idle');
		expect(store.memberships()).toMatchObject({done: 5, total: groups, cost: groups - 5, error: undefined});
		const read = groupIds(emulator).filter((group) => store.memberships().membersOf(group) !== undefined);
		expect(read).toHaveLength(5);
		emulator.faults.clear();
		requests();
		store.want([memberships]);
		await until(() => store.memberships().state === 'complete');
		const again = requests();
		expect(again).toHaveLength(groups - 5);
		expect(again.some((request) => read.some((group) => request.includes(group)))).toBe(false);
		expectTruth(store.memberships(), emulator);
	});

	test('released and wanted again at once goes on', async () => {
		const {store, until} = await setUp();
		const release = store.want([memberships]);
		await until(() => store.memberships().done > 0);
		release();
		await nextTurn();
		store.want([memberships]);
		await until(() => store.memberships().state === 'complete');
	});

	test('uses what has been read of groups, and spares them reading', async () => {
		const harness = await setUp();
		const {store, emulator, until, requests} = harness;
		const [first, second] = groupIds(emulator);
		if (!first || !second) {
			throw new Error('too few groups');
		}
		await readGroups(harness);
		store.want([{kind: 'groupMembers', group: first}]);
		await until(() => store.groupMembers(first).complete);
		requests();
		store.want([memberships]);
		await until(() => store.memberships().state === 'complete');
		expect(requests().some((request) => request.includes(first))).toBe(false);
		store.want([{kind: 'groupMembers', group: second}]);
		await nextTurn();
		expect(store.groupMembers(second)).toMatchObject({complete: true, fetching: false});
		expect(requests()).toEqual([]);
	});

	test('does not break off a group that somebody else looks at', async () => {
		const harness = await setUp();
		const {store, emulator, until, asked} = harness;
		await readGroups(harness);
		const [first] = groupIds(emulator);
		if (!first) {
			throw new Error('no group');
		}
		emulator.faults.add({kind: 'delay', path: anyMembers, milliseconds: 60, times: 100});
		const release = store.want([memberships]);
		await asked((request) => request.includes('/members'));
		const looked = emulator.requests.at(-1)?.path.split('/')[5] ?? '';
		const group = v.parse(userGroupIdSchema, looked);
		store.want([{kind: 'groupMembers', group}]);
		release();
		await until(() => store.memberships().state === 'idle');
		await until(() => store.groupMembers(group).complete);
		expect(emulator.requests.filter(({path}) => path.includes(group))).toHaveLength(1);
	});

	test('is not read again while it is fresh; when it is stale a want reads all of it', async () => {
		const {store, emulator, until, requests, advance} = await setUp({store: {membershipsStaleAfter: 900_000}});
		const groups = emulator.state.main.userGroups.size;
		const release = store.want([memberships]);
		await until(() => store.memberships().state === 'complete');
		const readAt = store.memberships().updatedAt ?? Number.NaN;
		release();
		requests();
		advance(900_000);
		store.want([memberships])();
		await nextTurn();
		expect(requests().filter((request) => request.includes('/members'))).toEqual([]);
		advance(1);
		store.want([memberships]);
		expect(store.memberships()).toMatchObject({state: 'reading', done: 0, cost: groups});
		// What was known is still known.
		expect(store.memberships().membersOf(groupIds(emulator)[0] ?? v.parse(userGroupIdSchema, 'x'))).toBeDefined();
		await until(() => store.memberships().state === 'complete');
		expect(membersRequests(requests())).toHaveLength(groups);
		expect(store.memberships().updatedAt).toBe(readAt + 900_001);
	});

	test('a refresh reads all of it whatever its age', async () => {
		const {store, emulator, until, requests} = await setUp();
		store.want([memberships]);
		await until(() => store.memberships().state === 'complete');
		requests();
		store.refresh([memberships]);
		expect(store.memberships().done).toBe(0);
		await until(() => store.memberships().state === 'complete');
		expect(membersRequests(requests())).toHaveLength(emulator.state.main.userGroups.size);
	});

	test('follows groups that come and go', async () => {
		const {store, emulator, until, requests, account, client} = await setUp();
		store.want([memberships]);
		await until(() => store.memberships().state === 'complete');
		const created = await client.userGroups.create(account, {name: 'brand new'});
		const gone = groupIds(emulator).find((group) => (emulator.state.main.userGroups.get(group)?.members.size ?? 0) > 0);
		if (!gone) {
			throw new Error('no group with members');
		}
		emulator.state.main.userGroups.delete(gone);
		requests();
		store.refresh([userGroups]);
		await until(() => store.list('userGroups').byId.has(created.id));
		expect(store.memberships()).toMatchObject({state: 'idle', cost: 1, total: emulator.state.main.userGroups.size});
		expect(store.memberships().membersOf(gone)).toBeUndefined();
		store.want([memberships]);
		await until(() => store.memberships().state === 'complete');
		expect(requests()).toEqual(['GET /iam/user_groups?page=1', `GET /iam/user_groups/${created.id}/members?page=1`]);
		expectTruth(store.memberships(), emulator);
	});

	test('of which one group can not be read has all the others, and says what is missing', async () => {
		const {store, emulator, until, requests, advance} = await setUp({emulator: {dataset: 'hostile'}});
		const broken = emulator.state.main.userGroups.values().filter((group) => group.broken === true).length;
		expect(broken).toBeGreaterThan(0);
		const release = store.want([memberships]);
		await until(() => store.memberships().state === 'failed');
		const index = store.memberships();
		expect(index.done).toBe(emulator.state.main.userGroups.size - broken);
		expect(index.error?.messages.join(' ')).toContain('Policy validation failed');
		release();
		requests();
		store.want([memberships]);
		await nextTurn();
		expect(membersRequests(requests())).toEqual([]);
		advance(60_001);
		store.want([memberships]);
		await until(() => store.memberships().state === 'failed');
		expect(membersRequests(requests())).toHaveLength(broken);
	});

	test('stops at the first refusal that would come for every group', async () => {
		const {store, emulator, until, requests} = await setUp();
		emulator.faults.add({
			kind: 'status',
			status: 403,
			path: anyMembers,
			after: 2,
			times: 1000,
			body: {success: false, errors: [{code: 10000, message: 'Authentication error'}], messages: [], result: null},
		});
		store.want([memberships]);
		await until(() => store.memberships().state === 'failed');
		expect(store.memberships()).toMatchObject({done: 2, error: {status: 403}});
		expect(membersRequests(requests()).length).toBeLessThanOrEqual(2 + 4);
		emulator.faults.clear();
		store.refresh([memberships]);
		await until(() => store.memberships().state === 'complete');
		expectTruth(store.memberships(), emulator);
	});

	test('waits when the budget has only its reserve left, and what somebody looks at does not', async () => {
		const {store, emulator, until} = await setUp({
			emulator: {rateLimit: {quota: 12, window: 300}},
			budget: {quota: 12, reserve: 4},
		});
		store.want([memberships]);
		// One for the groups, and the reserve stays.
		await until(() => store.memberships().state === 'waiting' && store.memberships().done === 7);
		const {done, total} = store.memberships();
		expect(total).toBeGreaterThan(done);
		const held = groupIds(emulator).find((group) => store.groupMembers(group).fetching);
		if (!held) {
			throw new Error('no group is held up');
		}
		store.want([{kind: 'groupMembers', group: held}]);
		await until(() => store.groupMembers(held).complete);
		expect(store.memberships().done).toBe(done + 1);
		expect(emulator.requests.every(({status}) => status === 200)).toBe(true);
	});

	test('follows writes without a request', async () => {
		const {store, emulator, until, requests} = await setUp();
		store.want([memberships]);
		await until(() => store.memberships().state === 'complete');
		requests();
		const group = emulator.state.main.userGroups
			.values()
			.find(({managedBy, members}) => managedBy === undefined && members.size > 0);
		const id = v.parse(userGroupIdSchema, group?.id);
		const before = store.memberships();
		const [member] = before.membersOf(id) ?? [];
		if (!member) {
			throw new Error('nobody to remove');
		}
		const groupsBefore = before.groupsOf(member);
		await store.removeMember(id, member);
		expect(store.memberships()).not.toBe(before);
		expect(store.memberships()).toMatchObject({state: 'complete', cost: 0});
		expectTruth(store.memberships(), emulator);
		expect(groupsBefore).toContain(id);
		await store.addMembers(id, [member]);
		expectTruth(store.memberships(), emulator);
		expect(requests()).toHaveLength(2);
	});

	test('of 1,500 groups is read to its end', async () => {
		const {store, emulator, until} = await setUp({emulator: {dataset: 'large'}});
		const before = process.cpuUsage();
		store.want([memberships]);
		await until(() => store.memberships().state === 'complete');
		expect(store.memberships()).toMatchObject({done: 1500, total: 1500, cost: 0});
		const group = groupIds(emulator)[700];
		expect(store.memberships().membersOf(group ?? v.parse(userGroupIdSchema, 'x'))?.length).toBe(
			emulator.state.main.userGroups.get(group ?? '')?.members.size,
		);
		// Client, server and index together: that it is not quadratic is what matters.
		expect(process.cpuUsage(before).user / 1e6).toBeLessThan(15);
	});
});
