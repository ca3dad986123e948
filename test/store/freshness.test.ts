/** What browsing costs of the budget that is shared with other tools, as time goes by (contract 10.2). */
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {userGroupIdSchema} from '../../source/api/ids.ts';
import type {Need, Resource} from '../../source/store/store.ts';
import {nextTurn, setUp} from './harness.ts';

const list = (resource: Resource): Need => ({kind: 'list', resource});
const zones = list('zones');
const members = list('members');
const userGroups = list('userGroups');

/** As screens want: first the new, then the old is released. */
function wanting({store}: Pick<Awaited<ReturnType<typeof setUp>>, 'store'>) {
	let release = (): void => undefined;
	return (needs: readonly Need[]) => {
		const before = release;
		release = store.want(needs);
		before();
	};
}

describe('freshness by cost', () => {
	test('ten minutes of browsing a large account cost few requests', async () => {
		const harness = await setUp({emulator: {dataset: 'large'}});
		const {store, emulator, until, requests, advance} = harness;
		const show = wanting(harness);
		const settled = () =>
			(['userGroups', 'members', 'permissionGroups', 'resourceGroups', 'roles', 'zones'] as const).every(
				(resource) => !store.list(resource).fetching,
			);
		const groups = emulator.state.main.userGroups
			.values()
			.filter(({members: inside}) => inside.size < 500)
			.map(({id}) => v.parse(userGroupIdSchema, id));
		const groupsScreen = [userGroups, zones, list('permissionGroups'), list('resourceGroups')];
		const membersScreen = [members, userGroups, zones, list('permissionGroups'), list('roles')];
		show(groupsScreen);
		await until(settled);
		show(membersScreen);
		await until(settled);
		requests();
		let previews = 0;
		for (let minute = 0; minute < 10; minute++) {
			for (let second = 0; second < 60; second += 10) {
				advance(10_000);
				// The cursor moves to another group, whose members are previewed; at times one goes to the members and back.
				const group = groups[previews];
				if (second === 30) {
					show(membersScreen);
				} else if (group !== undefined) {
					previews += 1;
					show([...groupsScreen, {kind: 'groupMembers', group}]);
					await until(() => store.groupMembers(group).complete);
				}
				await nextTurn();
				await until(settled);
			}
		}
		const asked = requests().filter((request) => !/user_groups\/\w+\/members/u.test(request));
		expect(previews).toBe(50);
		// A list of one request is worth one a minute; nothing long is read again.
		expect(asked.filter((request) => /^GET \/(?:zones|members)/u.test(request))).toEqual([]);
		expect(asked.length).toBeLessThanOrEqual(30);
	});

	test('a list that stays wanted is not read again because something else is wanted', async () => {
		const harness = await setUp();
		const {store, until, requests, advance} = harness;
		const show = wanting(harness);
		show([zones, userGroups]);
		await until(() => store.list('zones').complete && store.list('userGroups').complete);
		requests();
		advance(3_600_000);
		show([zones, userGroups, list('roles')]);
		await until(() => store.list('roles').complete);
		expect(requests()).toEqual(['GET /roles?page=1']);
	});

	test('each page keeps a list fresh for three seconds: 40 pages are read again after two minutes', async () => {
		const {store, until, requests, advance} = await setUp({emulator: {dataset: 'large'}});
		const release = store.want([zones]);
		await until(() => store.list('zones').complete);
		release();
		await nextTurn();
		requests();
		advance(120_000);
		const peek = store.want([zones]);
		expect(store.list('zones').fetching).toBe(false);
		peek();
		await nextTurn();
		advance(1);
		store.want([zones]);
		await until(() => !store.list('zones').fetching);
		expect(requests()).toHaveLength(40);
	});

	test('500 pages outlast twenty minutes away from them; a refresh reads them at once', async () => {
		const {store, until, requests, advance, asked} = await setUp({emulator: {dataset: 'large'}});
		const release = store.want([members]);
		await until(() => store.list('members').complete);
		release();
		await nextTurn();
		requests();
		advance(20 * 60_000);
		const again = store.want([members]);
		await nextTurn();
		expect(store.list('members').fetching).toBe(false);
		expect(requests()).toEqual([]);
		store.refresh([members]);
		await asked((request) => request === 'GET /members?page=1');
		again();
	});

	test('a long walk that was broken off is gone on with after minutes', async () => {
		const {store, emulator, until, requests, advance} = await setUp({emulator: {dataset: 'large'}});
		emulator.faults.add({kind: 'stall', path: '/accounts/*/members', after: 100, times: 10});
		const release = store.want([members]);
		await until(() => store.list('members').rows.length === 5000);
		release();
		await until(() => !store.list('members').fetching);
		emulator.faults.clear();
		requests();
		advance(240_000);
		const ages = new Set<number | undefined>();
		store.subscribe(() => ages.add(store.list('members').updatedAt));
		store.want([members]);
		await until(() => store.list('members').complete);
		expect(requests()).toHaveLength(400);
		// Its first rows are as old, while the others come too.
		expect([...ages]).toEqual([Date.parse('2026-11-01T12:00:00Z')]);
	});

	test('the index of memberships that stays wanted is not read again because something else is wanted', async () => {
		const harness = await setUp();
		const {store, until, requests, advance} = harness;
		const show = wanting(harness);
		show([{kind: 'memberships'}]);
		await until(() => store.memberships().state === 'complete');
		requests();
		advance(3_600_000);
		show([{kind: 'memberships'}, zones]);
		await until(() => store.list('zones').complete);
		expect(requests()).toEqual(['GET /zones?page=1']);
		expect(store.memberships().state).toBe('complete');
	});
});
