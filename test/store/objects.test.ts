import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {
	memberIdSchema,
	permissionGroupIdSchema,
	ssoConnectorIdSchema,
	userGroupIdSchema,
} from '../../source/api/ids.ts';
import type {Need, ObjectNeed} from '../../source/store/store.ts';
import {nextTurn, setUp} from './harness.ts';

describe('one object', () => {
	test('that its list has just said all about costs nothing', async () => {
		const {store, until, requests} = await setUp();
		store.want([{kind: 'list', resource: 'ssoConnectors'}]);
		await until(() => store.list('ssoConnectors').complete);
		requests();
		for (const {id} of store.list('ssoConnectors').rows) {
			store.want([{kind: 'ssoConnector', id}]);
		}
		await nextTurn();
		expect(requests()).toEqual([]);
	});

	test('refreshed is one request, and takes its place in the list', async () => {
		const {store, until, requests, emulator, advance} = await setUp();
		store.want([{kind: 'list', resource: 'userGroups'}]);
		await until(() => store.list('userGroups').complete);
		const before = store.list('userGroups');
		const [first, second] = before.rows;
		if (!first || !second) {
			throw new Error('too few groups');
		}
		const group = emulator.state.main.userGroups.get(first.id);
		if (group) {
			group.name = 'renamed elsewhere';
		}
		requests();
		advance(10);
		const need = {kind: 'userGroup', id: first.id} as const;
		store.refresh([need]);
		expect(store.object(need)).toMatchObject({status: 'loading', fetching: true, value: undefined});
		await until(() => store.list('userGroups').byId.get(first.id)?.name === 'renamed elsewhere');
		expect(requests()).toEqual([`GET /iam/user_groups/${first.id}`]);
		const after = store.list('userGroups');
		expect(after.rows.map(({id}) => id)).toEqual(before.rows.map(({id}) => id));
		expect(after.byId.get(second.id)).toBe(second);
		// One row is newer, the list as a whole is not.
		expect(after.updatedAt).toBe(before.updatedAt);
		expect(store.object(need)).toMatchObject({
			status: 'ready',
			fetching: false,
			error: undefined,
			updatedAt: (before.updatedAt ?? 0) + 10,
		});
		expect(store.object(need)).toBe(store.object(need));
	});

	test('refreshed while its list is read again keeps its place: what the list read before is older', async () => {
		const {store, until, emulator, asked, requests} = await setUp({emulator: {dataset: 'large'}});
		const list = {kind: 'list', resource: 'userGroups'} as const;
		store.want([list]);
		await until(() => store.list('userGroups').complete);
		const [first] = store.list('userGroups').rows;
		const group = emulator.state.main.userGroups.get(first?.id ?? '');
		if (!first || !group) {
			throw new Error('no group');
		}
		requests();
		const fault = emulator.faults.add({
			kind: 'delay',
			path: '/accounts/*/iam/user_groups',
			milliseconds: 100,
			after: 1,
			times: 99,
		});
		store.refresh([list]);
		// The first page has come when the second is on its way.
		await asked((request) => request.endsWith('user_groups?page=2'));
		group.name = 'renamed elsewhere';
		store.refresh([{kind: 'userGroup', id: first.id}]);
		await until(() => store.list('userGroups').byId.get(first.id)?.name === 'renamed elsewhere');
		expect(store.list('userGroups').fetching).toBe(true);
		fault.remove();
		await until(() => !store.list('userGroups').fetching);
		expect(store.list('userGroups').byId.get(first.id)?.name).toBe('renamed elsewhere');
	});

	test('that is gone says so, and goes from the list', async () => {
		const {store, until, emulator} = await setUp();
		store.want([{kind: 'list', resource: 'userGroups'}]);
		await until(() => store.list('userGroups').complete);
		const [first] = store.list('userGroups').rows;
		if (!first) {
			throw new Error('no group');
		}
		emulator.state.main.userGroups.delete(first.id);
		const need = {kind: 'userGroup', id: first.id} as const;
		store.refresh([need]);
		await until(() => store.object(need).status === 'failed');
		expect(store.object(need).error?.kind).toBe('not-found');
		expect(store.list('userGroups').byId.has(first.id)).toBe(false);
	});

	test('of every kind can be read without its list', async () => {
		const {store, until, emulator} = await setUp();
		const {members, resourceGroups, ssoConnectors, oauthClients, userGroups, permissionGroups} = emulator.state.main;
		const group = userGroups.values().find(({members: inside}) => inside.size > 0);
		const inside = members.values().find(({id}) => group?.members.has(id));
		const id = (item: {readonly id: string} | undefined) => item?.id ?? '';
		const needs = [
			{kind: 'userGroup', id: v.parse(userGroupIdSchema, id(group))},
			{kind: 'member', id: v.parse(memberIdSchema, id(inside))},
			{kind: 'permissionGroup', id: v.parse(permissionGroupIdSchema, id(permissionGroups.values()[0]))},
			{kind: 'ssoConnector', id: v.parse(ssoConnectorIdSchema, id(ssoConnectors.values()[0]))},
			{kind: 'groupMember', group: v.parse(userGroupIdSchema, id(group)), member: v.parse(memberIdSchema, id(inside))},
		] as const satisfies readonly ObjectNeed[];
		store.want([
			{kind: 'list', resource: 'resourceGroups'},
			{kind: 'list', resource: 'oauthClients'},
		]);
		await until(() => store.list('resourceGroups').complete && store.list('oauthClients').complete);
		expect(store.list('resourceGroups').rows).toHaveLength(resourceGroups.size);
		expect(store.list('oauthClients').rows).toHaveLength(oauthClients.size);
		const [resourceGroup] = store.list('resourceGroups').rows;
		const [client] = store.list('oauthClients').rows;
		if (!resourceGroup || !client) {
			throw new Error('too few objects');
		}
		const all: readonly ObjectNeed[] = [
			...needs,
			{kind: 'resourceGroup', id: resourceGroup.id},
			{kind: 'oauthClient', id: client.client_id},
		];
		store.refresh(all);
		await until(() => all.every((need) => store.object(need).status === 'ready'));
		expect(all.map((need) => store.object(need).error)).toEqual(all.map(() => undefined));
	});

	test('wanted twice is one request, wanted again later another one, and broken off when released', async () => {
		const {store, until, requests, emulator, advance, asked} = await setUp();
		const need = {
			kind: 'permissionGroup',
			id: v.parse(permissionGroupIdSchema, emulator.state.main.permissionGroups.values()[0]?.id),
		} as const;
		const release = store.want([need, need]);
		await until(() => store.object(need).status === 'ready');
		store.want([need])();
		await nextTurn();
		expect(requests()).toHaveLength(1);
		release();
		await nextTurn();
		advance(60_001);
		emulator.faults.add({kind: 'stall', path: '**'});
		const value = store.object(need).value;
		const releaseAgain = store.want([need]);
		await asked((request) => request.includes(need.id));
		releaseAgain();
		await until(() => !store.object(need).fetching);
		expect(store.object(need)).toMatchObject({status: 'ready', error: undefined, value});
	});
});

describe('how a reading goes', () => {
	test('is told in the same way of lists, of what is in a group, of one object, and of the index', async () => {
		const {store, until, emulator, advance} = await setUp();
		const group = v.parse(userGroupIdSchema, emulator.state.main.userGroups.values()[0]?.id);
		const needs: readonly Need[] = [
			{kind: 'list', resource: 'userGroups'},
			{kind: 'groupMembers', group},
			{kind: 'userGroup', id: group},
			{kind: 'memberships'},
		];
		expect(needs.map((need) => store.reading(need).complete)).toEqual([false, false, false, false]);
		advance(10);
		store.want(needs);
		store.refresh(needs);
		expect(needs.map((need) => store.reading(need).fetching)).toEqual([true, true, true, true]);
		await until(() => needs.every((need) => store.reading(need).complete && !store.reading(need).fetching));
		const [first] = needs.map((need) => store.reading(need).updatedAt);
		expect(first).toBeTypeOf('number');
		expect(needs.map((need) => store.reading(need).updatedAt)).toEqual(needs.map(() => first));
	});

	test('says of an object that is gone that it is', async () => {
		const {store, until} = await setUp();
		const need = {kind: 'userGroup', id: v.parse(userGroupIdSchema, 'f'.repeat(32))} as const;
		store.refresh([need]);
		await until(() => store.reading(need).error !== undefined);
		expect(store.reading(need)).toMatchObject({complete: false, fetching: false, error: {kind: 'not-found'}});
	});
});
