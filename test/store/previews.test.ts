/** The first members of a group, as a preview wants them, and all of them, as its page does. */
import {QueryClient} from '@tanstack/query-core';
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {userGroupIdSchema} from '../../source/api/ids.ts';
import {ListEntry} from '../../source/store/list-entry.ts';
import {type Harness, nextTurn, setUp} from './harness.ts';

const perPage = 500;

/** A large account with its largest group: 49 pages of members. */
async function setUpLarge() {
	const harness = await setUp({emulator: {dataset: 'large'}});
	const groups = harness.emulator.state.main.userGroups.values();
	const largest = [...groups].sort((one, other) => other.members.size - one.members.size)[0];
	const small = groups.find(({members}) => members.size > 0 && members.size < 50);
	const group = v.parse(userGroupIdSchema, largest?.id);
	const size = largest?.members.size ?? 0;
	expect(size).toBeGreaterThan(20_000);
	return {
		...harness,
		group,
		size,
		pages: Math.ceil(size / perPage),
		small: v.parse(userGroupIdSchema, small?.id),
		all: {kind: 'groupMembers', group} as const,
		preview: {kind: 'groupMembers', group, most: 50} as const,
	};
}

/** The pages of members that have been asked for since the last call. */
function pagesAsked({requests}: Pick<Harness, 'requests'>): readonly number[] {
	return requests()
		.filter((request) => request.includes('/members?'))
		.map((request) => Number(request.split('=')[1]));
}

/** Lets promises go on a number of times. */
async function inTurns(count: number): Promise<void> {
	for (let turn = 0; turn < count; turn++) {
		await Promise.resolve();
	}
}

describe('the first members of a large group', () => {
	test('cost one request, and the total is known', async () => {
		const harness = await setUpLarge();
		const {store, until, group, size, preview} = harness;
		store.want([preview]);
		await until(() => !store.groupMembers(group).fetching);
		expect(store.groupMembers(group)).toMatchObject({total: size, complete: false, status: 'ready', error: undefined});
		expect(store.groupMembers(group).rows).toHaveLength(perPage);
		store.want([preview]);
		await nextTurn();
		expect(store.groupMembers(group).fetching).toBe(false);
		expect(pagesAsked(harness)).toEqual([1]);
	});

	test('are gone on with when all are wanted', async () => {
		const harness = await setUpLarge();
		const {store, until, group, size, pages, preview, all} = harness;
		store.want([preview]);
		await until(() => store.groupMembers(group).rows.length > 0);
		store.want([all]);
		await until(() => store.groupMembers(group).complete);
		expect(store.groupMembers(group).rows).toHaveLength(size);
		expect(pagesAsked(harness).toSorted((one, other) => one - other)).toEqual(
			Array.from({length: pages}, (_, index) => index + 1),
		);
	});

	test('are read no further than they have to be for who wants some more', async () => {
		const harness = await setUpLarge();
		const {store, until, group, preview} = harness;
		store.want([preview, {...preview, most: 1200}]);
		await until(() => !store.groupMembers(group).fetching);
		expect(store.groupMembers(group).rows).toHaveLength(1500);
		expect(pagesAsked(harness)).toEqual([1, 2, 3]);
	});

	test('being read, become all when somebody comes who wants all', async () => {
		const harness = await setUpLarge();
		const {store, until, asked, emulator, group, pages, preview, all} = harness;
		emulator.faults.add({kind: 'delay', path: '/accounts/*/iam/user_groups/*/members', milliseconds: 40});
		store.want([preview]);
		await asked((request) => request.endsWith('/members?page=1'));
		store.want([all]);
		await until(() => store.groupMembers(group).complete);
		expect(pagesAsked(harness)).toHaveLength(pages);
	});

	test('become all even if that is wanted in the moment when the first are there', async () => {
		const {client, account} = await setUp();
		const pageOf = (page: number) => ({
			items: [{id: `${page}`}],
			page,
			info: {total_count: 3, total_pages: 3, per_page: 1},
		});
		// Between the answer and the end of the reading there are a few turns of promises: come in each of them.
		for (let turns = 0; turns < 24; turns++) {
			const queries = new QueryClient();
			const environment = {queries, client, account, now: () => 0, staleAfter: 1, isClosed: () => false};
			const all = Promise.withResolvers<void>();
			const list: ListEntry<{readonly id: string}> = new ListEntry(environment, ['list'], {
				attempt: 'read',
				idOf: ({id}) => id,
				perPage: 1,
				fetchPage: async (page) => {
					if (page === 1) {
						void inTurns(turns).then(() => list.read('foreground').then(all.resolve, all.reject));
					}
					return pageOf(page);
				},
			});
			await list.read('foreground', 1);
			await all.promise;
			expect(list.snapshot(), `after ${turns} turns`).toMatchObject({complete: true, total: 3});
		}
	});

	test('are enough again when who wanted all has gone', async () => {
		const harness = await setUpLarge();
		const {store, until, group, pages, preview, all} = harness;
		const release = store.want([all]);
		store.want([preview]);
		await until(() => store.groupMembers(group).rows.length > 0);
		release();
		await until(() => !store.groupMembers(group).fetching);
		expect(store.groupMembers(group).complete).toBe(false);
		expect(pagesAsked(harness).length).toBeLessThan(pages / 2);
	});

	test('are not read again when all of them are there, however old', async () => {
		const {store, until, advance, group, size, preview, all, requests} = await setUpLarge();
		const release = store.want([all]);
		await until(() => store.groupMembers(group).complete);
		release();
		await nextTurn();
		requests();
		advance(3_600_000);
		store.want([preview]);
		await nextTurn();
		expect(store.groupMembers(group).fetching).toBe(false);
		expect(store.groupMembers(group).rows).toHaveLength(size);
		expect(requests()).toEqual([]);
	});
});

test('the first members of a small group are all', async () => {
	const {store, until, emulator, small} = await setUpLarge();
	store.want([{kind: 'groupMembers', group: small, most: 5}]);
	await until(() => store.groupMembers(small).complete);
	expect(store.groupMembers(small).rows).toHaveLength(emulator.state.main.userGroups.get(small)?.members.size ?? 0);
});

test('a group of which the first members are known is read for the index of memberships', async () => {
	const {store, until, emulator, account, client} = await setUp();
	const group = v.parse(userGroupIdSchema, emulator.state.main.userGroups.values().find((one) => one.members.size)?.id);
	const list = await client.userGroups.members.list(account, group);
	store.want([{kind: 'groupMembers', group, most: 1}]);
	await until(() => !store.groupMembers(group).fetching);
	store.want([{kind: 'memberships'}]);
	await until(() => store.memberships().state === 'complete');
	expect(store.memberships().membersOf(group)).toHaveLength(list.items.length);
});
