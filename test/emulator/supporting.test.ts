import {describe, expect, test} from 'vitest';
import {demoTokens} from '../../source/emulator/index.ts';
import {callerFor, withEmulator} from './caller.ts';

type Named = {name: string};
const namesOf = (result: readonly Named[]) => result.map(({name}) => name);

describe('zones', () => {
	test.each([
		['name=kestrel.example', ['kestrel.example']],
		['name=equal:KESTREL.example', ['kestrel.example']],
		['name=starts_with:kestrel-s', ['kestrel-staging.example']],
		['name=ends_with:harbor.example', ['oldharbor.example']],
		['name=contains:track', ['track.kestrel.example']],
		['name=starts_with_case_sensitive:Kestrel', []],
		['status=moved', ['oldharbor.example']],
		['status=pending', ['kestrel-labs.example']],
		['type=partial,secondary', ['track.kestrel.example']],
		['status=moved&name=kestrel.example', []],
		['status=moved&name=kestrel.example&match=any', ['kestrel.example', 'oldharbor.example']],
	])('?%s', (query, expected) =>
		withEmulator({}, async ({get}) => {
			expect(namesOf((await get(`/zones?${query}`)).body.result)).toEqual(expected);
		}),
	);

	test('not_equal leaves one out', () =>
		withEmulator({}, async ({get}) => {
			const names = namesOf((await get('/zones?name=not_equal:kestrel.example&per_page=50')).body.result);
			expect(names).toHaveLength(8);
			expect(names).not.toContain('kestrel.example');
		}));

	test('account.id chooses one of several accounts', () =>
		withEmulator({}, async ({emulator}) => {
			const all = callerFor(emulator, demoTokens.allAccounts.token);
			const sandbox = await all.find('/accounts', 'name', 'Sandbox');
			expect((await all.get(`/zones?account.id=${sandbox.id}`)).body.result).toEqual([]);
			expect((await all.get(`/zones?account.id=${emulator.accountId}`)).body.result_info.total_count).toBe(9);
			expect((await all.get('/zones?account.name=contains:kestrel')).body.result_info.total_count).toBe(9);
		}));

	test('order and direction; unknown values are refused', () =>
		withEmulator({}, async ({get}) => {
			const names = namesOf((await get('/zones?per_page=50')).body.result);
			expect(names).toEqual(names.toSorted());
			expect(namesOf((await get('/zones?per_page=50&order=name&direction=desc')).body.result)).toEqual(
				names.toReversed(),
			);
			for (const bad of ['status=lost', 'order=age', 'match=some', 'type=whole']) {
				expect((await get(`/zones?${bad}`)).status).toBe(400);
			}
		}));

	test('one zone by its id', () =>
		withEmulator({}, async ({get, find, account}) => {
			const zone = await find('/zones', 'name', 'kestrel.example');
			expect((await get(`/zones/${zone.id}`)).body.result).toEqual(zone);
			expect(zone.account).toEqual({id: account.slice(10), name: 'Kestrel Freight'});
			expect((await get(`/zones/${'f'.repeat(32)}`)).code).toBe(9109);
		}));
});

describe('accounts', () => {
	test('list, one, filter and direction', () =>
		withEmulator({}, async ({emulator, account}) => {
			const all = callerFor(emulator, demoTokens.allAccounts.token);
			expect(namesOf((await all.get('/accounts?direction=desc')).body.result)).toEqual(['Sandbox', 'Kestrel Freight']);
			expect(namesOf((await all.get('/accounts?name=Sandbox')).body.result)).toEqual(['Sandbox']);
			expect((await all.get(account)).body.result).toMatchObject({
				type: 'enterprise',
				settings: {enforce_twofactor: false},
			});
		}));

	test('roles with their products', () =>
		withEmulator({}, async ({get, account}) => {
			const {body} = await get(`${account}/roles/33666b9c79b9a5273fc7344ff42f953d`);
			expect(body.result.permissions.billing).toEqual({read: true, write: true});
			expect((await get(`${account}/roles/none`)).status).toBe(404);
		}));

	test('what tokens can be given, filtered by name and scope', () =>
		withEmulator({}, async ({get, account}) => {
			const path = `${account}/tokens/permission_groups`;
			expect((await get(path)).body.result).toHaveLength(305);
			const logs = (await get(`${path}?name=Logs%20Read`)).body.result;
			expect(logs.map(({scopes}: {scopes: string[]}) => scopes)).toEqual([
				['com.cloudflare.api.account'],
				['com.cloudflare.api.account.zone'],
			]);
			expect((await get(`${path}?scope=com.cloudflare.edge.r2.bucket`)).body.result).toHaveLength(2);
		}));
});

describe('what a token may do', () => {
	type Policy = {permission_groups: Named[]; resources: object};

	test('is told by its policies, one for each kind of resource', () =>
		withEmulator({}, async ({emulator}) => {
			const reader = callerFor(emulator, demoTokens.readAll.token);
			const {result} = (await reader.get(`/user/tokens/${demoTokens.readAll.id}`)).body;
			expect(result.policies.map(({permission_groups}: Policy) => namesOf(permission_groups))).toEqual([
				['Account Settings Read', 'SSO Connector Read', 'OAuth Client Read', 'Account API Tokens Read'],
				['Zone Read'],
				['Memberships Read', 'User Details Read', 'API Tokens Read'],
			]);
			const key = `com.cloudflare.api.account.${emulator.accountId}`;
			expect(result.policies.map(({resources}: Policy) => resources)).toEqual([
				{[key]: '*'},
				{[key]: {'com.cloudflare.api.account.zone.*': '*'}},
				{'com.cloudflare.api.user.7c5dae5552338874e5053f2534d2767a': '*'},
			]);
			const {body} = await reader.get(`/user/tokens/${demoTokens.allAccounts.id}`);
			expect(body.result.policies[0].resources).toEqual({'com.cloudflare.api.account.*': '*'});
			expect((await reader.get(`/user/tokens/${demoTokens.noAccounts.id}`)).body.result.policies).toHaveLength(1);
		}));

	test('is told to tokens that may read tokens only, and of tokens of the same owner only', () =>
		withEmulator({}, async ({emulator, account, get}) => {
			expect((await get(`/user/tokens/${demoTokens.full.id}`)).code).toBe(10000);
			const reader = callerFor(emulator, demoTokens.readAll.token);
			expect((await reader.get(`/user/tokens/${demoTokens.accountOwned.id}`)).status).toBe(404);
			expect((await reader.get(`/user/tokens/${demoTokens.revoked.id}`)).status).toBe(404);
			expect((await reader.get(`${account}/tokens/${demoTokens.readAll.id}`)).status).toBe(404);
			expect((await reader.get(`${account}/tokens/${demoTokens.accountOwned.id}`)).status).toBe(200);
			expect((await reader.get('/user/tokens/nonsense')).code).toBe(7003);
		}));
});

test('memberships and user', () =>
	withEmulator({}, async ({emulator}) => {
		const all = callerFor(emulator, demoTokens.allAccounts.token);
		const {result} = (await all.get('/memberships?order=account.name&direction=desc')).body;
		expect(result.map(({account}: {account: Named}) => account.name)).toEqual(['Sandbox', 'Kestrel Freight']);
		expect((await all.get('/user')).body.result).toMatchObject({suspended: false, email: 'owner@cfiam.example'});
	}));
