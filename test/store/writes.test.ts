import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {CloudflareError} from '../../source/api/client.ts';
import {type MemberId, memberIdSchema, type UserGroupId, userGroupIdSchema} from '../../source/api/ids.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import {type Harness, nextTurn, setUp} from './harness.ts';

interface Cast {
	readonly group: UserGroupId;
	readonly inside: readonly MemberId[];
	/** Accepted members of the account who are not in the group. */
	readonly outside: readonly MemberId[];
}

/** A group of the small company with at least two members, and who else could join it. */
function castOf(emulator: Emulator): Cast {
	const {userGroups, members} = emulator.state.main;
	const found = userGroups.values().find((group) => group.members.size >= 2 && group.managedBy === undefined);
	if (!found) {
		throw new Error('the dataset has no group with two members');
	}
	const ids = members
		.values()
		.filter((member) => member.status === 'accepted' && member.domainScopedRoles)
		.map(({id}) => v.parse(memberIdSchema, id));
	return {
		group: v.parse(userGroupIdSchema, found.id),
		inside: ids.filter((id) => found.members.has(id)),
		outside: ids.filter((id) => !found.members.has(id)),
	};
}

async function readGroup({store, until, requests}: Harness, group: UserGroupId): Promise<void> {
	store.want([{kind: 'groupMembers', group}]);
	await until(() => store.groupMembers(group).complete);
	requests();
}

function path(group: UserGroupId): string {
	return `/iam/user_groups/${group}/members`;
}

describe('adding members', () => {
	test('is one request for all, and what is shown follows from its answer', async () => {
		const harness = await setUp();
		const {store, emulator, requests, advance} = harness;
		const {group, inside, outside} = castOf(emulator);
		await readGroup(harness, group);
		advance(5000);
		const before = store.groupMembers(group);
		const added = outside.slice(0, 3);
		const answer = await store.addMembers(group, added);
		expect(requests()).toEqual([`POST ${path(group)}`]);
		expect(emulator.requests.at(-1)?.body).toEqual(added.map((id) => ({id})));
		const after = store.groupMembers(group);
		expect(new Set(after.rows.map(({id}) => id))).toEqual(new Set([...before.rows.map(({id}) => id), ...added]));
		expect(after.rows).toEqual(answer);
		expect(after).toMatchObject({
			complete: true,
			total: before.rows.length + 3,
			updatedAt: (before.updatedAt ?? 0) + 5000,
		});
		expect(after.byId.get(added[0] ?? '')?.id).toBe(added[0]);
		expect(inside.every((id) => after.byId.has(id))).toBe(true);
		expect(store.memberships().groupsOf(added[0] ?? v.parse(memberIdSchema, 'x'))).toContain(group);
	});

	test('to a group that has not been read makes reading it unnecessary', async () => {
		const {store, emulator, requests} = await setUp();
		const {group, outside} = castOf(emulator);
		await store.addMembers(group, outside.slice(0, 1));
		requests();
		store.want([{kind: 'groupMembers', group}]);
		await nextTurn();
		expect(store.groupMembers(group)).toMatchObject({complete: true, status: 'ready', fetching: false});
		expect(requests()).toEqual([]);
	});

	test('tells listeners, and changes nothing else', async () => {
		const harness = await setUp();
		const {store, emulator, until} = harness;
		const {group, outside} = castOf(emulator);
		store.want([{kind: 'list', resource: 'userGroups'}]);
		await until(() => store.list('userGroups').complete);
		await readGroup(harness, group);
		const groups = store.list('userGroups');
		let told = 0;
		store.subscribe(() => {
			told += 1;
		});
		await store.addMembers(group, outside.slice(0, 1));
		await nextTurn();
		expect(told).toBe(1);
		expect(store.list('userGroups')).toBe(groups);
	});

	test('that is refused leaves what is shown, and looks at the group again', async () => {
		const harness = await setUp();
		const {store, emulator, requests, until} = harness;
		const {group} = castOf(emulator);
		await readGroup(harness, group);
		const {rows} = store.groupMembers(group);
		const adding = store.addMembers(group, [v.parse(memberIdSchema, 'f'.repeat(32))]);
		await expect(adding).rejects.toThrow(CloudflareError);
		expect(store.groupMembers(group).rows).toBe(rows);
		await until(() => !store.groupMembers(group).fetching);
		expect(requests()).toEqual([`POST ${path(group)}`, `GET ${path(group)}?page=1`]);
	});

	test('of which the answer is lost looks at the group again', async () => {
		const harness = await setUp();
		const {store, emulator, until} = harness;
		const {group, outside} = castOf(emulator);
		await readGroup(harness, group);
		const before = store.groupMembers(group).rows.length;
		emulator.faults.add({kind: 'reset', method: 'POST', applied: true});
		const failure = await store.addMembers(group, outside.slice(0, 1)).catch((error: unknown) => error);
		expect(failure).toMatchObject({kind: 'network', uncertain: true});
		await until(() => store.groupMembers(group).rows.length === before + 1);
	});

	test('in read-only mode sends nothing and changes nothing', async () => {
		const harness = await setUp();
		const {store, emulator, requests, client} = harness;
		const {group, outside} = castOf(emulator);
		await readGroup(harness, group);
		const before = store.groupMembers(group);
		client.readOnly = true;
		await expect(store.addMembers(group, outside.slice(0, 1))).rejects.toMatchObject({kind: 'read-only'});
		await nextTurn();
		expect(store.groupMembers(group)).toBe(before);
		expect(requests()).toEqual([]);
	});

	test('answered without those who were added is not believed', async () => {
		const harness = await setUp();
		const {store, emulator, requests, until} = harness;
		const {group, outside} = castOf(emulator);
		await readGroup(harness, group);
		const before = store.groupMembers(group).rows.length;
		emulator.faults.add({
			kind: 'status',
			status: 200,
			method: 'POST',
			applied: true,
			body: {success: true, errors: [], messages: [], result: []},
		});
		await store.addMembers(group, outside.slice(0, 1));
		expect(store.groupMembers(group).rows).toHaveLength(before);
		await until(() => store.groupMembers(group).rows.length === before + 1);
		expect(requests()).toEqual([`POST ${path(group)}`, `GET ${path(group)}?page=1`]);
	});
});

describe('removing a member', () => {
	test('is one request, and takes the member out of what is shown', async () => {
		const harness = await setUp();
		const {store, emulator, requests} = harness;
		const {group, inside} = castOf(emulator);
		await readGroup(harness, group);
		const before = store.groupMembers(group);
		const [removed] = inside;
		if (!removed) {
			throw new Error('nobody to remove');
		}
		expect(store.memberships().groupsOf(removed)).toEqual([group]);
		await store.removeMember(group, removed);
		expect(requests()).toEqual([`DELETE ${path(group)}/${removed}`]);
		const after = store.groupMembers(group);
		expect(after.rows).toEqual(before.rows.filter(({id}) => id !== removed));
		expect(after).toMatchObject({total: before.rows.length - 1, complete: true, updatedAt: before.updatedAt});
		expect(after.byId.has(removed)).toBe(false);
		expect(store.memberships().groupsOf(removed)).toEqual([]);
		expect(store.memberships().membersOf(group)).toEqual(after.rows.map(({id}) => id));
		// The earlier list is what it was.
		expect(before.byId.has(removed)).toBe(true);
	});

	test('forgets what was read of that member in the group', async () => {
		const harness = await setUp();
		const {store, emulator, until} = harness;
		const {group, inside} = castOf(emulator);
		const [member] = inside;
		if (!member) {
			throw new Error('nobody to remove');
		}
		store.want([{kind: 'groupMember', group, member}]);
		await until(() => store.groupMember(group, member) !== undefined);
		expect(store.groupMember(group, member)?.created_at).toBeTypeOf('string');
		await store.removeMember(group, member);
		expect(store.groupMember(group, member)).toBeUndefined();
	});

	test('who is no member any more says so, and looks at the group again', async () => {
		const harness = await setUp();
		const {store, emulator, until} = harness;
		const {group, inside} = castOf(emulator);
		await readGroup(harness, group);
		const [gone] = inside;
		if (!gone) {
			throw new Error('nobody to remove');
		}
		emulator.state.main.userGroups.get(group)?.members.delete(gone);
		await expect(store.removeMember(group, gone)).rejects.toMatchObject({status: 400});
		await until(() => !store.groupMembers(group).byId.has(gone));
	});
});

describe('writes and readings at once', () => {
	test('writes of one group go one after the other, those of several do not wait', async () => {
		const {store, emulator, requests, asked} = await setUp();
		const {group, outside} = castOf(emulator);
		const other = emulator.state.main.userGroups
			.values()
			.find(({id, managedBy}) => id !== group && managedBy === undefined);
		const otherGroup = v.parse(userGroupIdSchema, other?.id);
		emulator.faults.add({kind: 'delay', path: `/accounts/*${path(group)}`, milliseconds: 60});
		const [first, second] = outside;
		if (!first || !second) {
			throw new Error('nobody to add');
		}
		const slow = store.addMembers(group, [first]);
		const queued = store.removeMember(group, first);
		const last = store.addMembers(group, [second]);
		const elsewhere = store.addMembers(otherGroup, [second]);
		await asked((request) => request === `POST ${path(otherGroup)}`);
		await Promise.all([slow, queued, last, elsewhere]);
		expect(requests().filter((request) => !request.includes(otherGroup))).toEqual([
			`POST ${path(group)}`,
			`DELETE ${path(group)}/${first}`,
			`POST ${path(group)}`,
		]);
		expect(store.groupMembers(group).byId.has(second)).toBe(true);
		expect(store.groupMembers(group).byId.has(first)).toBe(false);
	});

	test('a write goes on after one that failed', async () => {
		const {store, emulator} = await setUp();
		const {group, outside} = castOf(emulator);
		const failing = store.removeMember(group, v.parse(memberIdSchema, 'f'.repeat(32)));
		const adding = store.addMembers(group, outside.slice(0, 1));
		await expect(failing).rejects.toThrow();
		await expect(adding).resolves.not.toHaveLength(0);
	});

	test('a write that waits is called off without being sent', async () => {
		const {store, emulator, requests} = await setUp();
		const {group, outside} = castOf(emulator);
		const [first, second] = outside;
		if (!first || !second) {
			throw new Error('nobody to add');
		}
		const controller = new AbortController();
		const adding = store.addMembers(group, [first]);
		const waiting = store.addMembers(group, [second], {signal: controller.signal});
		controller.abort();
		await expect(waiting).rejects.toMatchObject({kind: 'aborted', uncertain: false});
		await adding;
		expect(requests()).toEqual([`POST ${path(group)}`]);
	});

	test('a reading that began before a write does not bring back what was', async () => {
		const harness = await setUp();
		const {store, emulator, until, asked, requests} = harness;
		const {group, inside} = castOf(emulator);
		await readGroup(harness, group);
		const [removed] = inside;
		if (!removed) {
			throw new Error('nobody to remove');
		}
		// The answer of before the write comes after it.
		const {rows} = store.groupMembers(group);
		emulator.faults.add({kind: 'stall', path: `/accounts/*${path(group)}`, method: 'GET'});
		store.refresh([{kind: 'groupMembers', group}]);
		await asked((request) => request.startsWith('GET'));
		await store.removeMember(group, removed);
		expect(store.groupMembers(group).byId.has(removed)).toBe(false);
		// It was being refreshed, so it is refreshed all the same.
		await until(() => !store.groupMembers(group).fetching);
		expect(store.groupMembers(group).rows).toHaveLength(rows.length - 1);
		expect(requests()).toEqual([
			`GET ${path(group)}?page=1`,
			`DELETE ${path(group)}/${removed}`,
			`GET ${path(group)}?page=1`,
		]);
	});

	test('a write that ends after the store was closed is answered, but shown nowhere', async () => {
		const {store, emulator, asked} = await setUp();
		const {group, outside} = castOf(emulator);
		emulator.faults.add({kind: 'delay', method: 'POST', milliseconds: 50});
		let told = 0;
		store.subscribe(() => {
			told += 1;
		});
		const adding = store.addMembers(group, outside.slice(0, 1));
		await asked((request) => request.startsWith('POST'));
		store.close();
		await expect(adding).resolves.not.toHaveLength(0);
		await nextTurn();
		expect(told).toBe(0);
		expect(store.groupMembers(group).rows).toEqual([]);
		await expect(store.removeMember(group, outside[0] ?? v.parse(memberIdSchema, 'x'))).rejects.toMatchObject({
			kind: 'aborted',
		});
	});
});
