import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openAccountCache} from '../../source/cache/account-cache.ts';
import {keepOrder, keptOrders} from '../../source/insight/kept-orders.ts';
import {Secret} from '../../source/secret.ts';
import {createStore, type Store} from '../../source/store/store.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {type Harness, setUp, until} from './harness.ts';

/** What is kept on the disk of what a store has read, and stores that begin with it. */
function visits(harness: Harness) {
	const place = temporaryDirectory();
	onTestFinished(() => place[Symbol.dispose]());
	let now = Date.now();
	const open = () =>
		openAccountCache({
			environment: {XDG_CACHE_HOME: place.path},
			profile: 'work',
			mode: 'plain',
			secret: new Secret(harness.emulator.token),
			context: ['1', harness.account],
		});
	return {
		pass(ms: number) {
			now += ms;
		},
		now: () => now,
		/** The next visit. */
		next(): Store & {keep(): Promise<void>} {
			const former = open();
			const store = createStore({
				client: harness.client,
				account: {id: harness.account},
				now: () => now,
				former,
			});
			onTestFinished(() => store.close());
			return Object.assign(store, {keep: () => former.save(store.toKeep())});
		},
	};
}

const groupsNeed = {kind: 'list', resource: 'userGroups'} as const;
const membersNeed = {kind: 'list', resource: 'members'} as const;

test('lists of the last visit are there before any answer, with their age, and are read again in place', async () => {
	const harness = await setUp();
	const visit = visits(harness);
	const first = visit.next();
	first.want([groupsNeed]);
	await until(first, () => first.list('userGroups').complete);
	const before = first.list('userGroups');
	await first.keep();
	visit.pass(1000);
	harness.requests();

	const second = visit.next();
	expect(second.list('userGroups')).toMatchObject({
		rows: before.rows,
		total: before.total,
		complete: true,
		status: 'ready',
		fetching: false,
		updatedAt: visit.now() - 1000,
	});
	expect(harness.requests()).toEqual([]);
	// However lately it was: somebody else may have written since.
	second.want([groupsNeed]);
	expect(second.list('userGroups')).toMatchObject({fetching: true, rows: before.rows});
	await until(second, () => !second.list('userGroups').fetching);
	expect(second.list('userGroups').updatedAt).toBe(visit.now());
	expect(harness.requests()).toEqual(['GET /iam/user_groups?page=1']);
	// What nobody looks at is not read.
	expect(second.list('members')).toMatchObject({rows: [], status: 'idle'});
});

test('rows that have changed or gone meanwhile do so in place when they have been read', async () => {
	const harness = await setUp();
	const visit = visits(harness);
	const first = visit.next();
	first.want([groupsNeed]);
	await until(first, () => first.list('userGroups').complete);
	await first.keep();
	const [gone, renamed] = first.list('userGroups').rows;
	if (gone === undefined || renamed === undefined) throw new Error('there are too few groups');
	await harness.client.userGroups.delete(harness.account, gone.id);
	await harness.client.userGroups.update(harness.account, renamed.id, {name: 'renamed'});

	const second = visit.next();
	const shown = second.list('userGroups');
	expect(shown.byId.get(gone.id)).toEqual(gone);
	second.want([groupsNeed]);
	await until(second, () => !second.list('userGroups').fetching);
	expect(second.list('userGroups').rows).toHaveLength(shown.rows.length - 1);
	expect(second.list('userGroups').byId.get(renamed.id)?.name).toBe('renamed');
});

test('a list whose reading fails keeps the rows of the last visit and their age', async () => {
	const harness = await setUp();
	const visit = visits(harness);
	const first = visit.next();
	first.want([groupsNeed]);
	await until(first, () => first.list('userGroups').complete);
	await first.keep();
	const {rows, updatedAt} = first.list('userGroups');
	visit.pass(3_600_000);
	harness.emulator.faults.add({kind: 'status', status: 403, path: '/accounts/*/iam/user_groups'});
	const second = visit.next();
	second.want([groupsNeed]);
	await until(second, () => second.list('userGroups').error !== undefined);
	expect(second.list('userGroups')).toMatchObject({rows, updatedAt, status: 'ready', complete: true});
});

test('a list that is dear to read is spared while it is fresh, and read again when it is not', async () => {
	const harness = await setUp({emulator: {dataset: 'large'}});
	const visit = visits(harness);
	const first = visit.next();
	first.want([membersNeed]);
	await until(first, () => first.list('members').complete);
	const order = {by: 'address', rows: Int32Array.from(first.list('members').rows.keys()).reverse()};
	keepOrder(first.list('members').rows, order);
	await first.keep();
	const second = visit.next();
	harness.requests();
	second.want([membersNeed]);
	// With the orders in which they have been sorted.
	expect(keptOrders(second.list('members').rows)).toEqual([order]);
	const {rows, complete, total} = second.list('members');
	expect({complete, total, length: rows.length}).toEqual({complete: true, total: 25_000, length: 25_000});
	expect(second.list('members').fetching).toBe(false);
	expect(rows[7]?.email).toBe(first.list('members').rows[7]?.email);
	// What is looked up is whole, and may be copied, long before all are; it stays the same object.
	const one = first.list('members').rows[20_000];
	const found = second.list('members').byId.get(one?.id ?? '');
	expect({...found}).toEqual(one);
	expect(second.list('members').byId.get(one?.id ?? '')).toBe(found);
	// Once they have been put together they are rows like any other, in the same list.
	const wait = {promise: new Promise<void>((resolve) => setImmediate(resolve))};
	await wait.promise;
	await expect
		.poll(() => JSON.stringify(Object.keys(rows[24_999] ?? {})), {timeout: 10_000})
		.toBe(JSON.stringify(Object.keys(first.list('members').rows[24_999] ?? {})));
	expect(rows).toEqual(first.list('members').rows);
	expect(rows[20_000]).toBe(found);
	expect(second.list('members').rows).toBe(rows);
	visit.pass(3_600_000);
	const third = visit.next();
	third.want([membersNeed]);
	expect(third.list('members').fetching).toBe(true);
}, 60_000);

test.each(['small', 'large'] as const)(
	'a write on a list of the last visit changes whole rows, and what is kept of it: %s',
	async (dataset) => {
		const harness = await setUp({emulator: {dataset}});
		const visit = visits(harness);
		const first = visit.next();
		first.want([groupsNeed]);
		await until(first, () => first.list('userGroups').complete);
		await first.keep();
		const {rows} = first.list('userGroups');
		const [group] = rows;
		if (group === undefined) throw new Error('there is no group');
		const second = visit.next();
		// On show when the write begins, its rows not yet put together.
		expect(second.list('userGroups').rows[1]?.name).toBe(rows[1]?.name);
		const answer = await second.userGroups.update(group.id, {name: 'renamed'});
		expect(second.list('userGroups').rows).toEqual([answer, ...rows.slice(1)]);
		await second.keep();
		const third = visit.next();
		expect(third.list('userGroups').byId.get(group.id)?.name).toBe('renamed');
		expect(JSON.parse(JSON.stringify(third.list('userGroups').rows))).toEqual([answer, ...rows.slice(1)]);
	},
);

test('members of groups are there again, and with them who is in which group', async () => {
	const harness = await setUp();
	const visit = visits(harness);
	const first = visit.next();
	first.want([{kind: 'memberships'}]);
	await until(first, () => first.memberships().state === 'complete');
	await first.keep();
	const [group] = first.list('userGroups').rows;
	if (group === undefined) throw new Error('there is no group');
	harness.requests();

	const second = visit.next();
	expect(second.groupMembers(group.id).rows).toEqual(first.groupMembers(group.id).rows);
	second.want([groupsNeed]);
	await until(second, () => !second.list('userGroups').fetching);
	second.memberships();
	await until(second, () => second.memberships().state === 'complete');
	for (const each of first.list('userGroups').rows)
		expect(second.memberships().membersOf(each.id)).toEqual(first.memberships().membersOf(each.id));
	expect(harness.requests()).toEqual(['GET /iam/user_groups?page=1']);
	// Those of a group that is gone are kept no more.
	await second.userGroups.delete(group.id);
	await second.keep();
	expect(visit.next().groupMembers(group.id).rows).toEqual([]);
});

test('what is kept is the lists of the account, with no secret in them', async () => {
	const harness = await setUp();
	const visit = visits(harness);
	const store = visit.next();
	const resources = [
		...(['userGroups', 'members', 'permissionGroups', 'resourceGroups', 'ssoConnectors'] as const),
		...(['oauthClients', 'oauthScopes', 'roles', 'zones'] as const),
	];
	store.want(resources.map((resource) => ({kind: 'list', resource}) as const));
	store.want([{kind: 'memberships'}]);
	await until(store, () => resources.every((each) => store.list(each).complete));
	await until(store, () => store.memberships().state === 'complete');
	const {secret} = await store.oauthClients.create({
		client_name: 'secretive',
		grant_types: ['authorization_code'],
		redirect_uris: ['https://example.com/back'],
		response_types: ['code'],
		scopes: [],
		token_endpoint_auth_method: 'client_secret_basic',
	});
	const kept = store.toKeep();
	const names = new Set(kept.lists.map(({name}) => name.replace(/,".*/u, name.startsWith('["list"') ? '$&' : '')));
	expect(names).toEqual(new Set([...resources.map((each) => JSON.stringify(['list', each])), '["groupMembers"']));
	const place = temporaryDirectory();
	onTestFinished(() => place[Symbol.dispose]());
	const cache = openAccountCache({
		environment: {XDG_CACHE_HOME: place.path},
		profile: 'work',
		mode: 'plain',
		secret: new Secret(harness.emulator.token),
		context: [],
	});
	await cache.save(kept);
	const [file = ''] = readdirSync(place.path, {recursive: true, encoding: 'utf8'}).filter((name) =>
		name.endsWith('.lists'),
	);
	const text = readFileSync(path.join(place.path, file), 'latin1');
	expect(text).toContain('secretive');
	const secrets = harness.emulator.state.main.oauthClients.values().flatMap((client) => client.secrets);
	expect(secrets).toContain(secret?.reveal());
	for (const each of [harness.emulator.token, ...secrets]) expect(text).not.toContain(each);
	expect(text).not.toContain('\u00e2\u0080\u00a2');
});
