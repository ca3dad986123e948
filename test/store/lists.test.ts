import {timeoutManager} from '@tanstack/query-core';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import type {Snapshot} from '../../source/store/store.ts';
import {nextTurn, setUp, until as untilOf} from './harness.ts';

const zones = {kind: 'list', resource: 'zones'} as const;
const userGroups = {kind: 'list', resource: 'userGroups'} as const;
const permissionGroups = {kind: 'list', resource: 'permissionGroups'} as const;
const members = {kind: 'list', resource: 'members'} as const;

describe('a list', () => {
	test('is idle and empty before anybody wants it, without a request', async () => {
		const {store, requests} = await setUp();
		expect(store.list('zones')).toMatchObject({
			rows: [],
			total: undefined,
			complete: false,
			status: 'idle',
			fetching: false,
		});
		expect(store.list('zones').byId.size).toBe(0);
		expect(requests()).toEqual([]);
	});

	test('appears with its first page and grows, with the total of the server', async () => {
		const {store, until, emulator, requests} = await setUp({emulator: {dataset: 'large'}});
		const seen: Snapshot<unknown>[] = [];
		store.subscribe(() => {
			const snapshot = store.list('zones');
			if (snapshot !== seen.at(-1)) {
				seen.push(snapshot);
			}
		});
		store.want([zones]);
		expect(store.list('zones').status).toBe('loading');
		await until(() => store.list('zones').complete);
		const lengths = seen.map(({rows}) => rows.length).filter((length) => length > 0);
		expect(lengths[0]).toBe(50);
		expect(lengths.at(-1)).toBe(emulator.state.main.zones.size);
		expect(lengths.length).toBeGreaterThan(10);
		expect(lengths).toEqual([...lengths].sort((left, right) => left - right));
		const [, first] = seen;
		expect(first).toMatchObject({total: 2000, complete: false, status: 'ready', fetching: true});
		// What was seen early is not touched by what came later.
		expect(first?.rows).toHaveLength(50);
		expect(first?.byId.size).toBe(50);
		expect([...(first?.byId.keys() ?? [])]).toHaveLength(50);
		expect(first?.byId.get(emulator.state.main.zones.values().at(-1)?.id ?? '')).toBeUndefined();
		expect(store.list('zones')).toMatchObject({total: 2000, status: 'ready', fetching: false, error: undefined});
		expect(new Set(requests()).size).toBe(40);
	});

	test('has each row under its id', async () => {
		const {store, until, emulator} = await setUp();
		store.want([members]);
		await until(() => store.list('members').complete);
		const {rows, byId} = store.list('members');
		expect(rows).toHaveLength(emulator.state.main.members.size);
		expect(rows.every((row) => byId.get(row.id) === row && byId.has(row.id))).toBe(true);
		expect([...byId.values()]).toEqual(rows);
		expect(byId.get('nobody')).toBeUndefined();
	});

	test('without counts has a total only when it is complete', async () => {
		const {store, until, requests} = await setUp();
		const totals: (number | undefined)[] = [];
		store.subscribe(() => totals.push(store.list('permissionGroups').total));
		store.want([permissionGroups]);
		await until(() => store.list('permissionGroups').complete);
		expect(totals.slice(0, -1).every((total) => total === undefined)).toBe(true);
		expect(store.list('permissionGroups').total).toBe(store.list('permissionGroups').rows.length);
		expect(store.list('permissionGroups').rows.length).toBeGreaterThan(50);
		expect(requests()).toEqual([1, 2].map((page) => `GET /iam/permission_groups?page=${page}`));
	});

	test('can be empty and complete', async () => {
		const {store, until, emulator} = await setUp({emulator: {dataset: 'empty'}});
		store.want([userGroups, zones, {kind: 'list', resource: 'oauthClients'}]);
		await until(() => store.list('userGroups').complete && store.list('oauthClients').complete);
		expect(emulator.state.main.userGroups.size).toBe(0);
		expect(store.list('userGroups')).toMatchObject({
			rows: [],
			total: 0,
			complete: true,
			status: 'ready',
			fetching: false,
		});
	});

	test.each([
		'userGroups',
		'members',
		'permissionGroups',
		'resourceGroups',
		'ssoConnectors',
		'oauthClients',
		'oauthScopes',
		'roles',
		'zones',
	] as const)('of %s is read, in one request unless it is long', async (resource) => {
		const {store, until, requests} = await setUp();
		store.want([{kind: 'list', resource}]);
		await until(() => store.list(resource).complete);
		expect(store.list(resource).rows.length).toBeGreaterThan(5);
		expect(store.list(resource).error).toBeUndefined();
		expect(requests()).toHaveLength(resource === 'permissionGroups' ? 2 : 1);
	});

	test('stays the same object until something in it changes', async () => {
		const {store, until} = await setUp();
		const idle = store.list('zones');
		expect(store.list('zones')).toBe(idle);
		store.want([zones]);
		await until(() => store.list('zones').complete);
		const read = store.list('zones');
		expect(store.list('zones')).toBe(read);
		store.want([userGroups]);
		await until(() => store.list('userGroups').complete);
		expect(store.list('zones')).toBe(read);
		expect(store.list('userGroups').byId).toBe(store.list('userGroups').byId);
	});

	test('tells its listeners once for what changes in one turn', async () => {
		const {store} = await setUp();
		let told = 0;
		const unsubscribe = store.subscribe(() => {
			told += 1;
		});
		store.want([zones, userGroups, members]);
		expect(told).toBe(0);
		await nextTurn();
		expect(told).toBe(1);
		unsubscribe();
		store.refresh([zones]);
		await nextTurn();
		expect(told).toBe(1);
	});

	test('of 25,000 members comes to its end without a pause', async () => {
		const {store, until, emulator} = await setUp({emulator: {dataset: 'large'}});
		store.want([members]);
		await until(() => store.list('members').rows.length > 0);
		expect(store.list('members').rows).toHaveLength(50);
		await until(() => store.list('members').complete);
		const {rows, byId} = store.list('members');
		expect(rows).toHaveLength(25_000);
		expect(byId.size).toBe(25_000);
		expect(byId.get(rows[24_999]?.id ?? '')).toBe(rows[24_999]);
		expect(emulator.requests).toHaveLength(500);
	});
});

describe('freshness', () => {
	test('the same list wanted several times at once is one request', async () => {
		const {store, until, requests} = await setUp();
		store.want([zones]);
		store.want([zones, zones]);
		store.refresh([zones]);
		await until(() => store.list('zones').complete);
		expect(requests()).toEqual(['GET /zones?page=1']);
	});

	test('coming back costs nothing while the list is fresh, and one request when it is not', async () => {
		const {store, until, requests, advance} = await setUp({store: {staleAfter: 60_000}});
		const release = store.want([zones]);
		await until(() => store.list('zones').complete);
		requests();
		release();
		await nextTurn();
		advance(60_000);
		store.want([zones])();
		await nextTurn();
		expect(store.list('zones').fetching).toBe(false);
		expect(requests()).toEqual([]);
		advance(1);
		store.want([zones]);
		expect(store.list('zones')).toMatchObject({fetching: true, status: 'ready', complete: true});
		await until(() => !store.list('zones').fetching);
		expect(requests()).toEqual(['GET /zones?page=1']);
	});

	test('a list that is wanted does not become fresh by itself', async () => {
		const {store, until, requests, advance} = await setUp();
		store.want([zones]);
		await until(() => store.list('zones').complete);
		advance(3_600_000);
		await nextTurn();
		expect(requests()).toEqual(['GET /zones?page=1']);
	});

	test('a refresh reads anew whatever the age, and changes the time of reading', async () => {
		const {store, until, requests, advance} = await setUp();
		store.want([zones]);
		await until(() => store.list('zones').complete);
		const before = store.list('zones').updatedAt ?? Number.NaN;
		advance(5000);
		store.refresh([zones]);
		await until(() => !store.list('zones').fetching);
		expect(store.list('zones').updatedAt).toBe(before + 5000);
		expect(requests()).toHaveLength(2);
	});

	test('the rows of a list do not get fewer while it is read again, only at the end', async () => {
		const {store, until, emulator} = await setUp({emulator: {dataset: 'large'}});
		const {zones: all} = emulator.state.main;
		for (const zone of all.values().slice(300)) {
			all.delete(zone.id);
		}
		store.want([zones]);
		await until(() => store.list('zones').complete);
		for (const zone of all.values().slice(120)) {
			all.delete(zone.id);
		}
		const lengths = new Set<number>();
		store.subscribe(() => lengths.add(store.list('zones').rows.length));
		store.refresh([zones]);
		await until(() => !store.list('zones').fetching);
		expect([...lengths]).toEqual([300, 120]);
		expect(store.list('zones')).toMatchObject({total: 120, complete: true});
	});
});

/** Resolves when the server has been asked so many times: by then everything hangs that it does not answer. */
async function stalled(emulator: Emulator, requests: number): Promise<void> {
	await vi.waitFor(() => expect(emulator.requests.length).toBeGreaterThanOrEqual(requests), {timeout: 10_000});
}

test('of all lists together six pages are asked for at once, and no more', async () => {
	const {store, emulator} = await setUp({emulator: {dataset: 'large'}});
	emulator.faults.add({kind: 'stall', path: '/**', times: 1000});
	store.want([zones, userGroups, permissionGroups, members, {kind: 'memberships'}]);
	store.want([{kind: 'list', resource: 'roles'}]);
	store.want([{kind: 'list', resource: 'resourceGroups'}]);
	store.want([{kind: 'list', resource: 'oauthScopes'}]);
	await stalled(emulator, 6);
	for (let turn = 0; turn < 50; turn++) await nextTurn();
	expect(emulator.requests).toHaveLength(6);
});

test('what somebody opens goes before five hundred pages that are being read', async () => {
	const {store, emulator, until} = await setUp({emulator: {dataset: 'large', latency: 5}});
	store.want([members]);
	await until(() => store.list('members').rows.length >= 1000);
	const before = emulator.requests.length;
	store.want([{kind: 'list', resource: 'roles'}]);
	await until(() => store.list('roles').complete);
	// Those that were on their way already, and a few that took the places of others.
	expect(emulator.requests.length - before).toBeLessThanOrEqual(20);
	expect(store.list('members').complete).toBe(false);
});

describe('release', () => {
	test('breaks off a reading; what came stays, and the next want asks for nothing that has come', async () => {
		const {store, until, emulator, requests} = await setUp({emulator: {dataset: 'large'}});
		emulator.faults.add({kind: 'stall', path: '/zones', after: 20, times: 10});
		const release = store.want([zones]);
		await until(() => store.list('zones').rows.length >= 500);
		// All places are taken by what stalls: the twenty before have been answered.
		await stalled(emulator, 25);
		release();
		await until(() => !store.list('zones').fetching);
		expect(store.list('zones')).toMatchObject({complete: false, total: 2000, status: 'ready', error: undefined});
		expect(store.list('zones').rows.length).toBeGreaterThanOrEqual(500);
		const answered = emulator.requests.filter(({status}) => status === 200).map(({query}) => query.page);
		expect(answered).toHaveLength(20);
		emulator.faults.clear();
		requests();
		emulator.clearRequests();
		store.want([zones]);
		await until(() => store.list('zones').complete);
		expect(store.list('zones').rows).toHaveLength(2000);
		const again = emulator.requests.map(({query}) => query.page);
		expect(again).toHaveLength(20);
		expect(again.filter((page) => answered.includes(page))).toEqual([]);
	});

	test('before the first page leaves the list idle', async () => {
		const {store, until, emulator, asked} = await setUp();
		emulator.faults.add({kind: 'stall', path: '/zones'});
		const release = store.want([zones]);
		await asked((request) => request.startsWith('GET /zones'));
		release();
		await until(() => store.list('zones').status === 'idle');
		expect(store.list('zones').error).toBeUndefined();
	});

	test('a walk that was broken off long ago begins anew, and shows the old rows until it has more', async () => {
		const {store, until, emulator, requests, advance} = await setUp({emulator: {dataset: 'large'}});
		emulator.faults.add({kind: 'stall', path: '/zones', after: 3, times: 10});
		const release = store.want([zones]);
		await until(() => store.list('zones').rows.length >= 50);
		await stalled(emulator, 9);
		release();
		await until(() => !store.list('zones').fetching);
		const before = store.list('zones').rows.length;
		emulator.faults.clear();
		requests();
		advance(60_001);
		const lengths: number[] = [];
		store.subscribe(() => lengths.push(store.list('zones').rows.length));
		store.want([zones]);
		await until(() => store.list('zones').complete);
		expect(Math.min(...lengths)).toBe(before);
		expect(requests()).toHaveLength(40);
	});

	test('by one of two goes on for the other', async () => {
		const {store, until, emulator, asked} = await setUp();
		emulator.faults.add({kind: 'delay', path: '/zones', milliseconds: 50});
		const release = store.want([zones]);
		store.want([zones]);
		await asked((request) => request.startsWith('GET /zones'));
		release();
		release();
		await nextTurn();
		expect(store.list('zones').fetching).toBe(true);
		await until(() => store.list('zones').complete);
		expect(emulator.requests).toHaveLength(1);
	});

	test('followed by another want in the same turn breaks nothing off', async () => {
		const {store, until, emulator} = await setUp();
		const release = store.want([zones]);
		release();
		store.want([zones]);
		await until(() => store.list('zones').complete);
		expect(emulator.requests).toHaveLength(1);
	});

	test('of a refresh that is broken off keeps the old rows', async () => {
		const {store, until, emulator, asked, requests} = await setUp();
		const release = store.want([zones]);
		await until(() => store.list('zones').complete);
		const {rows} = store.list('zones');
		requests();
		emulator.faults.add({kind: 'stall', path: '/zones'});
		store.refresh([zones]);
		await asked((request) => request.startsWith('GET /zones'));
		release();
		await until(() => !store.list('zones').fetching);
		expect(store.list('zones')).toMatchObject({complete: true, status: 'ready', error: undefined});
		expect(store.list('zones').rows).toBe(rows);
	});
});

describe('an error', () => {
	const refusal = {
		kind: 'status',
		status: 403,
		body: {success: false, errors: [{code: 10000, message: 'Authentication error'}], messages: [], result: null},
	} as const;

	test('of the first reading leaves nothing to show and says so', async () => {
		const {store, until, emulator} = await setUp();
		emulator.faults.add({kind: 'not-json', path: '/zones'});
		store.want([zones]);
		await until(() => store.list('zones').status === 'failed');
		expect(store.list('zones')).toMatchObject({rows: [], complete: false, fetching: false});
		expect(store.list('zones').error?.kind).toBe('unreadable');
	});

	test('keeps the rows that were there, until a reading succeeds', async () => {
		const {store, until, emulator, advance} = await setUp();
		store.want([zones]);
		await until(() => store.list('zones').complete);
		const {rows, updatedAt} = store.list('zones');
		emulator.faults.add({kind: 'not-json', path: '/zones'});
		advance(1000);
		store.refresh([zones]);
		await until(() => store.list('zones').error !== undefined);
		expect(store.list('zones')).toMatchObject({complete: true, status: 'ready', fetching: false, updatedAt});
		expect(store.list('zones').rows).toBe(rows);
		store.refresh([zones]);
		await until(() => store.list('zones').error === undefined);
		expect(store.list('zones').updatedAt).toBe((updatedAt ?? Number.NaN) + 1000);
	});

	test('in the middle keeps the pages that came, and the next want goes on behind them', async () => {
		const {store, until, emulator, requests} = await setUp({emulator: {dataset: 'large'}});
		emulator.faults.add({kind: 'not-json', path: '/zones', after: 5});
		const release = store.want([zones]);
		await until(() => store.list('zones').error !== undefined);
		const before = store.list('zones').rows.length;
		expect(before).toBeGreaterThanOrEqual(50);
		expect(store.list('zones')).toMatchObject({complete: false, status: 'ready', fetching: false});
		release();
		requests();
		store.want([zones]);
		await until(() => store.list('zones').complete);
		const again = requests().map((request) => Number(request.split('=')[1]));
		expect(Math.min(...again)).toBeGreaterThan(before / 50);
		expect(store.list('zones').rows).toHaveLength(2000);
	});

	test('that would come again is not asked for again while it is fresh, but by a refresh', async () => {
		const {store, until, emulator, requests, advance} = await setUp();
		emulator.faults.add({...refusal, path: '/zones', times: 2});
		const release = store.want([zones]);
		await until(() => store.list('zones').status === 'failed');
		expect(store.list('zones').error?.status).toBe(403);
		release();
		store.want([zones]);
		expect(store.list('zones').fetching).toBe(false);
		expect(requests()).toHaveLength(1);
		store.refresh([zones]);
		await until(() => !store.list('zones').fetching);
		expect(requests()).toHaveLength(1);
		advance(60_001);
		store.want([zones]);
		await until(() => store.list('zones').complete);
		expect(requests()).toHaveLength(1);
	});

	test('that may pass is asked about again by the next want', async () => {
		const {store, until, emulator} = await setUp();
		emulator.faults.add({kind: 'not-json', path: '/zones'});
		store.want([zones]);
		await until(() => store.list('zones').status === 'failed');
		store.want([zones]);
		expect(store.list('zones').status).toBe('loading');
		await until(() => store.list('zones').complete);
	});
});

describe('closing', () => {
	test('breaks off what is under way, and nobody hears of what comes later', async () => {
		const {store, emulator, asked, client} = await setUp({emulator: {dataset: 'large'}});
		emulator.faults.add({kind: 'delay', path: '/zones', milliseconds: 30, times: 50});
		store.want([zones, userGroups, {kind: 'memberships'}]);
		await asked((request) => request.startsWith('GET /zones'));
		let told = 0;
		store.subscribe(() => {
			told += 1;
		});
		store.close();
		const asking = emulator.requests.length;
		store.want([members]);
		store.refresh([members]);
		// The client goes on for others; what it is asked after the close is all that comes.
		await client.accounts.list();
		await client.accounts.list();
		expect(told).toBe(0);
		expect(emulator.requests.length).toBe(asking + 2);
		expect(store.list('zones').fetching).toBe(false);
	});

	test('is not needed for the process to end: the cache sets no timers', async () => {
		const timer = vi.spyOn(timeoutManager, 'setTimeout');
		onTestFinished(() => timer.mockRestore());
		const {store, until} = await setUp();
		const release = store.want([zones, {kind: 'memberships'}]);
		await until(() => store.list('zones').complete && store.memberships().state === 'complete');
		release();
		await nextTurn();
		expect(timer).not.toHaveBeenCalled();
	});

	test('does not touch the store of another account', async () => {
		const {store, anotherStore, until: untilFirst, emulator} = await setUp();
		emulator.faults.add({kind: 'delay', path: '/accounts/*/iam/user_groups', milliseconds: 30, times: 2});
		store.want([userGroups]);
		const other = anotherStore();
		other.want([userGroups]);
		store.close();
		await untilOf(other, () => other.list('userGroups').complete);
		expect(other.list('userGroups').rows.length).toBeGreaterThan(0);
		await untilFirst(() => store.list('userGroups').rows.length === 0);
	});
});
