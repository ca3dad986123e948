import {describe, expect, test} from 'vitest';
import {type Dataset, startEmulator} from '../../source/emulator/index.ts';
import {type Caller, callerFor, withEmulator} from './caller.ts';

/** Everything that a dataset shows, as text: lists and the members of the first groups. */
async function dump(dataset: Dataset, seed: number): Promise<string> {
	const emulator = await startEmulator({dataset, seed, rateLimit: 'off', now: () => Date.UTC(2026, 8, 1)});
	try {
		const {get, account} = callerFor(emulator);
		const groups = await get(`${account}/iam/user_groups?per_page=500`);
		const texts = [groups.text];
		for (const path of [
			'/accounts',
			`${account}/iam/permission_groups?per_page=50&page=2`,
			`${account}/iam/resource_groups`,
			`${account}/members?per_page=50`,
			`${account}/members?per_page=50&page=300`,
			`${account}/sso_connectors`,
			`${account}/oauth_clients`,
			'/zones?per_page=50',
			...groups.body.result.slice(0, 8).map(({id}: {id: string}) => `${account}/iam/user_groups/${id}/members`),
		]) {
			texts.push((await get(path)).text);
		}
		return texts.join('\n');
	} finally {
		await emulator.close();
	}
}

describe.each(['small', 'large', 'empty', 'hostile'] as const)('dataset %s', (dataset) => {
	test('is the same for the same seed', async () => {
		expect(await dump(dataset, 7)).toBe(await dump(dataset, 7));
	});

	test('has ids that are 32 hex characters and occur once', () =>
		withEmulator({dataset}, async ({emulator}) => {
			const {userGroups, members, resourceGroups, zones, ssoConnectors, oauthClients, permissionGroups} =
				emulator.state.main;
			for (const collection of [
				userGroups,
				members,
				resourceGroups,
				zones,
				ssoConnectors,
				oauthClients,
				permissionGroups,
			]) {
				const ids = collection.values().map(({id}) => id);
				expect(ids.filter((id) => !/^[0-9a-f]{32}$/.test(id))).toEqual([]);
				expect(new Set(ids).size).toBe(ids.length);
			}
		}));
});

test('another seed gives other ids', async () => {
	expect(await dump('large', 1)).not.toBe(await dump('large', 2));
});

test('the same requests make the same ids', async () => {
	const create = async () => {
		const emulator = await startEmulator({seed: 3});
		try {
			const {post, account} = callerFor(emulator);
			const group = await post(`${account}/iam/user_groups`, {name: 'Same'});
			return group.body.result.id;
		} finally {
			await emulator.close();
		}
	};
	expect(await create()).toBe(await create());
});

describe('the small company', () => {
	test('has about thirty people: with and without second factor, pending, rejected, of many scripts', () =>
		withEmulator({}, async ({get, account}) => {
			type Listed = {status: string; user: {first_name: string | null; two_factor_authentication_enabled: boolean}};
			const {result}: {result: Listed[]} = (await get(`${account}/members?per_page=50`)).body;
			expect(result).toHaveLength(31);
			const count = (test: (member: Listed) => boolean) => result.filter(test).length;
			expect(count(({status}) => status === 'pending')).toBe(2);
			expect(count(({status}) => status === 'rejected')).toBe(1);
			expect(count(({status, user}) => status === 'accepted' && !user.two_factor_authentication_enabled)).toBe(4);
			expect(count(({user}) => /[\u3040-\u9fff\uac00-\ud7af]/.test(user.first_name ?? ''))).toBe(3);
		}));

	test('has groups of each kind: empty, without policies, by SCIM, on zones, on a Worker, on the account', () =>
		withEmulator({}, async ({get, account}) => {
			const {result, result_info} = (await get(`${account}/iam/user_groups`)).body;
			expect(result_info.total_count).toBe(12);
			type Group = {managed_by?: string; policies?: {resource_groups: {scope: {objects: {key: string}[]}}[]}[]};
			const groups: Group[] = result;
			expect(groups.filter(({policies}) => policies === undefined)).toHaveLength(1);
			expect(groups.filter((group) => group.managed_by === 'scim')).toHaveLength(1);
			const keys = groups.flatMap(({policies = []}) =>
				policies.flatMap(({resource_groups}) =>
					resource_groups.flatMap(({scope}) => scope.objects.map(({key}) => key)),
				),
			);
			for (const part of ['.zone.', '.worker.']) {
				expect(keys.some((key) => key.includes(part))).toBe(true);
			}
			expect(keys).toContain('*');
		}));

	test('refers to nothing that is not there, and every policy could be written again', () =>
		withEmulator({}, async (caller) => {
			await rewriteAll(caller);
		}));
});

/** Sends the policies of every group back without their ids: what the dataset has must pass the rules. */
async function rewriteAll({get, put, account}: Caller): Promise<void> {
	const {result} = (await get(`${account}/iam/user_groups?per_page=500`)).body;
	for (const group of result.slice(0, 60)) {
		const policies = (group.policies ?? []).map(({id: _, ...policy}: {id: string}) => policy);
		const reply = await put(`${account}/iam/user_groups/${group.id}`, {policies});
		expect([group.name, reply.status, reply.message]).toEqual([group.name, 200, '']);
	}
}

describe('the large account', () => {
	test('has 25,000 members, 1,500 user groups, 3,000 resource groups, 2,000 zones; no address and no name twice', () =>
		withEmulator({dataset: 'large'}, async ({emulator}) => {
			const {members, userGroups, resourceGroups, zones} = emulator.state.main;
			expect([members.size, userGroups.size, resourceGroups.size, zones.size]).toEqual([25_000, 1500, 3000, 2000]);
			expect(new Set(members.values().map(({email}) => email)).size).toBe(25_000);
			expect(new Set(userGroups.values().map(({name}) => name)).size).toBe(1500);
			expect(new Set(zones.values().map(({name}) => name)).size).toBe(2000);
			const everybody = userGroups.values().find(({name}) => name === 'All employees');
			const accepted = members.values().filter(({status}) => status === 'accepted');
			expect(everybody?.members.size).toBe(accepted.length);
		}));

	test('passes its own rules', () =>
		withEmulator({dataset: 'large'}, async (caller) => {
			await rewriteAll(caller);
		}));

	test('is made part by part when somebody asks, not at the start', async () => {
		await dump('small', 1);
		const starting: number[] = [];
		const asking: number[] = [];
		for (let run = 0; run < 3; run++) {
			const before = performance.now();
			const emulator = await startEmulator({dataset: 'large', rateLimit: 'off'});
			starting.push(performance.now() - before);
			try {
				const {get, account} = callerFor(emulator);
				const first = await get(`${account}/iam/user_groups?per_page=500`);
				await get(`${account}/members?per_page=50`);
				await get('/zones?per_page=50');
				await get(`${account}/iam/resource_groups`);
				asking.push(performance.now() - before);
				expect(first.body.result).toHaveLength(500);
			} finally {
				await emulator.close();
			}
		}
		// Measured here: 2 ms of 160 ms. A busy machine makes both longer, and seldom all three of one.
		expect(Math.min(...starting)).toBeLessThan(Math.min(...asking) / 4);
	});
});

test('the empty account has its owner and the resource group of the system', () =>
	withEmulator({dataset: 'empty'}, async ({get, account}) => {
		expect((await get(`${account}/iam/user_groups`)).body.result).toEqual([]);
		expect((await get(`${account}/members`)).body.result).toHaveLength(1);
		expect((await get(`${account}/iam/resource_groups`)).body.result).toMatchObject([{meta: {editable: 'false'}}]);
		expect((await get(`${account}/sso_connectors`)).body.result).toEqual([]);
		expect((await get(`${account}/oauth_clients`)).body.result).toEqual([]);
	}));

describe('the hostile account', () => {
	test('has control sequences, bidi overrides and long names in every area', () =>
		withEmulator({dataset: 'hostile'}, async ({get, account}) => {
			for (const path of [
				`${account}/iam/user_groups`,
				`${account}/iam/resource_groups`,
				`${account}/iam/permission_groups?per_page=50&page=3`,
				`${account}/members?per_page=50`,
				`${account}/sso_connectors`,
				`${account}/oauth_clients`,
			]) {
				const text = JSON.stringify((await get(path)).body);
				for (const part of ['\\u001b]52;c;', '\u202e', '\u200b', '👩‍👩‍👧‍👦', 'name name name', '\\ud83d end']) {
					expect([path, part, text.includes(part)]).toEqual([path, part, true]);
				}
			}
		}));

	test('has missing, null and new fields and unknown values', () =>
		withEmulator({dataset: 'hostile'}, async ({find, account}) => {
			expect(await find(`${account}/iam/user_groups`, 'name', 'Null policies')).toHaveProperty('policies', null);
			expect(await find(`${account}/iam/user_groups`, 'name', 'No times')).not.toHaveProperty('created_on');
			expect(await find(`${account}/members?per_page=50`, 'status', 'suspended_by_partner')).toBeDefined();
			expect(await find(`${account}/oauth_clients`, 'visibility', 'partners')).toBeDefined();
			const list = await find(`${account}/iam/resource_groups`, 'name', 'Scope as a list');
			expect(Array.isArray(list.scope)).toBe(true);
		}));
});
