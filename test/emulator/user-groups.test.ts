import {describe, expect, test} from 'vitest';
import {type Caller, withEmulator} from './caller.ts';

const system = '6d7f2f5f5b1d4a0e9081fdc98d432fd1';

async function permissionGroup({account, get}: Caller, name: string, scopes = 'com.cloudflare.api.account') {
	const {body} = await get(`${account}/iam/permission_groups?name=${encodeURIComponent(name)}`);
	return body.result.find((group: {meta: {scopes: string}}) => group.meta.scopes === scopes).id;
}

async function allow(caller: Caller, name: string, resource: unknown = {id: system}, scopes?: string) {
	return {
		access: 'allow',
		permission_groups: [{id: await permissionGroup(caller, name, scopes)}],
		resource_groups: [resource],
	};
}

const zoneLevel = 'com.cloudflare.api.account.zone';

function zoneScope(caller: Caller, keys = ['com.cloudflare.api.account.zone.0123456789abcdef0123456789abcdef']) {
	return {
		scope: {
			key: `com.cloudflare.api.account.${caller.emulator.accountId}`,
			objects: keys.map((key) => ({key})),
		},
	};
}

describe('list of user groups', () => {
	test('is by name, in pages of 100, with total_pages', () =>
		withEmulator({}, async ({get, account}) => {
			const {body} = await get(`${account}/iam/user_groups`);
			const names: string[] = body.result.map(({name}: {name: string}) => name);
			expect(names).toEqual(names.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)));
			expect(body.result_info).toEqual({count: 12, page: 1, per_page: 100, total_count: 12, total_pages: 1});
			const reversed = await get(`${account}/iam/user_groups?direction=desc`);
			expect(reversed.body.result.map(({name}: {name: string}) => name)).toEqual(names.toReversed());
		}));

	test('filters by id, exact name and part of a name in any case, all at once', () =>
		withEmulator({}, async ({get, find, account}) => {
			const list = `${account}/iam/user_groups`;
			const dns = await find(list, 'name', 'platform-dns');
			const names = async (query: string) =>
				(await get(`${list}?${query}`)).body.result.map((g: {name: string}) => g.name);
			expect(await names(`id=${dns.id}`)).toEqual(['platform-dns']);
			expect(await names('name=platform-dns')).toEqual(['platform-dns']);
			expect(await names('name=platform')).toEqual([]);
			expect(await names('fuzzyName=PLATFORM')).toEqual(['platform-dns', 'platform-edge']);
			expect(await names(`fuzzyName=platform&id=${dns.id}`)).toEqual(['platform-dns']);
			expect(await names(`name=platform-edge&id=${dns.id}`)).toEqual([]);
		}));

	test('leaves out the key policies where there are none (contract 11.11)', () =>
		withEmulator({}, async ({find, account}) => {
			const without = await find(`${account}/iam/user_groups`, 'name', 'Book club 読書会');
			expect(without).not.toHaveProperty('policies');
		}));

	test('shows inline resource groups without id, name and meta (contract 11.17)', () =>
		withEmulator({}, async ({find, account}) => {
			const group = await find(`${account}/iam/user_groups`, 'name', 'Agency (Harborline)');
			const [inline] = group.policies[0].resource_groups;
			expect(Object.keys(inline).sort()).toEqual(['created_on', 'modified_on', 'scope']);
			expect(inline.scope.objects[0].key).toMatch(/^com\.cloudflare\.api\.account\.zone\.[0-9a-f]{32}$/);
		}));

	test('has complete items: the same as one group asked for', () =>
		withEmulator({}, async ({get, find, account}) => {
			const group = await find(`${account}/iam/user_groups`, 'name', 'platform-dns');
			const one = await get(`${account}/iam/user_groups/${group.id}`);
			expect(one.body.result).toEqual(group);
			expect(group.policies[0].permission_groups[0]).toHaveProperty('meta.label');
			expect(group.policies[0].created_on).toBe(group.modified_on);
		}));
});

describe('creating a user group', () => {
	test('answers 200 with the group; empty policies are as none', () =>
		withEmulator({}, async ({get, post, find, account}) => {
			await get(`${account}/iam/user_groups`);
			const {status, body} = await post(`${account}/iam/user_groups`, {name: 'New', policies: []});
			expect(await find(`${account}/iam/user_groups`, 'name', 'New')).toEqual(body.result);
			expect(status).toBe(200);
			expect(body.result).toMatchObject({name: 'New', status: 'V'});
			expect(body.result.id).toMatch(/^[0-9a-f]{32}$/);
			expect(body.result).not.toHaveProperty('policies');
			expect(body.result.created_on).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
		}));

	test('refuses a name that is taken, with code 400', () =>
		withEmulator({}, async ({post, account}) => {
			const reply = await post(`${account}/iam/user_groups`, {name: 'platform-dns'});
			expect([reply.status, reply.code]).toEqual([400, 400]);
			expect(reply.message).toContain('already in use');
		}));

	test.each([['{}'], ['{"name":""}'], ['{"name":"  "}'], ['{"name":7}'], ['[]'], ['"name"'], ['null'], [undefined]])(
		'refuses the body %s',
		(body) =>
			withEmulator({}, async ({post, account}) => {
				const reply = await post(`${account}/iam/user_groups`, body);
				expect(reply.status).toBe(400);
				expect(reply.body.result).toBeNull();
			}),
	);

	test('accepts a scope written into the policy and answers it without id', () =>
		withEmulator({}, async (caller) => {
			const policies = [await allow(caller, 'Domain DNS', zoneScope(caller), zoneLevel)];
			const {body} = await caller.post(`${caller.account}/iam/user_groups`, {name: 'Inline', policies});
			expect(body.result.policies[0].resource_groups[0]).not.toHaveProperty('id');
			expect(body.result.policies[0].resource_groups[0].scope).toEqual(zoneScope(caller).scope);
		}));
});

describe('policies of a user group', () => {
	test('deny is refused with "Policy validation failed"', () =>
		withEmulator({}, async (caller) => {
			const policy = {...(await allow(caller, 'DNS')), access: 'deny'};
			const reply = await caller.post(`${caller.account}/iam/user_groups`, {name: 'Denied', policies: [policy]});
			expect([reply.status, reply.code]).toEqual([400, 400]);
			expect(reply.message).toContain('Policy validation failed');
		}));

	test('an account-level permission group does not go with zones or Workers', () =>
		withEmulator({}, async (caller) => {
			for (const key of ['zone', 'worker']) {
				const scope = zoneScope(caller, [`com.cloudflare.api.account.${key}.0123456789abcdef0123456789abcdef`]);
				const policies = [await allow(caller, 'DNS', scope)];
				const reply = await caller.post(`${caller.account}/iam/user_groups`, {name: 'Bad', policies});
				expect(reply.status).toBe(400);
				expect(reply.message).toContain('Policy validation failed');
			}
		}));

	test('a zone-level permission group goes with the account, with zones and with a zone as container', () =>
		withEmulator({}, async (caller) => {
			const container = {
				scope: {key: 'com.cloudflare.api.account.zone.0123456789abcdef0123456789abcdef', objects: [{key: '*'}]},
			};
			for (const [index, resource] of [{id: system}, zoneScope(caller), container].entries()) {
				const policies = [await allow(caller, 'Domain DNS', resource, zoneLevel)];
				const reply = await caller.post(`${caller.account}/iam/user_groups`, {name: `Good ${index}`, policies});
				expect(reply.status).toBe(200);
			}
		}));

	test('the container com.cloudflare.api.account.zone with a bare id is refused', () =>
		withEmulator({}, async (caller) => {
			for (const key of ['0123456789abcdef0123456789abcdef', '*']) {
				const bare = {scope: {key: 'com.cloudflare.api.account.zone', objects: [{key}]}};
				const policies = [await allow(caller, 'Domain DNS', bare, zoneLevel)];
				const reply = await caller.post(`${caller.account}/iam/user_groups`, {name: 'Bare', policies});
				expect(reply.message).toContain('Policy validation failed');
			}
		}));

	test.each([
		['an unknown permission group', {permission_groups: [{id: 'f'.repeat(32)}]}],
		['an unknown resource group', {resource_groups: [{id: 'f'.repeat(32)}]}],
		['no permission groups', {permission_groups: []}],
		['no resource groups', {resource_groups: []}],
		['a scope without objects', {resource_groups: [{scope: {key: 'com.cloudflare.api.account.x', objects: []}}]}],
		['a scope with an empty key', {resource_groups: [{scope: {key: '', objects: [{key: '*'}]}}]}],
		['a resource group with neither id nor scope', {resource_groups: [{}]}],
		['no access', {access: undefined}],
	])('%s is refused', (_, change) =>
		withEmulator({}, async (caller) => {
			const policies = [{...(await allow(caller, 'DNS')), ...change}];
			const reply = await caller.post(`${caller.account}/iam/user_groups`, {name: 'Bad', policies});
			expect([reply.status, reply.code]).toEqual([400, 400]);
			expect(reply.message).toContain('Policy validation failed');
		}),
	);
});

describe('changing a user group', () => {
	test('keeps what is absent and replaces all policies that are given (contract 11.4)', () =>
		withEmulator({}, async (caller) => {
			const path = `${caller.account}/iam/user_groups`;
			const before = await caller.find(path, 'name', 'platform-dns');
			const renamed = (await caller.put(`${path}/${before.id}`, {name: 'platform-names'})).body.result;
			expect(renamed.policies).toEqual(before.policies);
			const unchanged = (await caller.put(`${path}/${before.id}`, {})).body.result;
			expect({...unchanged, modified_on: ''}).toEqual({...renamed, modified_on: ''});
			const replaced = await caller.put(`${path}/${before.id}`, {policies: [await allow(caller, 'Billing')]});
			expect(replaced.body.result.name).toBe('platform-names');
			expect(replaced.body.result.policies).toHaveLength(1);
			const cleared = await caller.put(`${path}/${before.id}`, {policies: []});
			expect(cleared.body.result).not.toHaveProperty('policies');
		}));

	test('gives policies new ids and the time of the change with every PUT', () =>
		withEmulator({}, async (caller) => {
			const path = `${caller.account}/iam/user_groups`;
			const {id} = await caller.find(path, 'name', 'Billing & Finance');
			const policies = [await allow(caller, 'Billing')];
			const first = (await caller.put(`${path}/${id}`, {policies})).body.result;
			const second = (await caller.put(`${path}/${id}`, {policies})).body.result;
			expect(second.policies[0].id).not.toBe(first.policies[0].id);
			expect(second.policies[0].created_on).toBe(second.modified_on);
		}));

	test('refuses ids that the group has or had, accepts an id never seen (contract 11.3)', () =>
		withEmulator({}, async (caller) => {
			const path = `${caller.account}/iam/user_groups`;
			const group = await caller.find(path, 'name', 'Billing & Finance');
			const policy = await allow(caller, 'Billing');
			const former: string = group.policies[0].id;
			const send = (id: string) => caller.put(`${path}/${group.id}`, {policies: [{...policy, id}]});
			expect((await send(former)).message).toContain('Cannot re-use policy IDs');
			const accepted = await send('f267e341f3dd4697bd3b9f71dd96247f');
			expect(accepted.status).toBe(200);
			expect(accepted.body.result.policies[0].id).not.toBe('f267e341f3dd4697bd3b9f71dd96247f');
			expect((await send(former)).message).toContain('Cannot re-use policy IDs');
		}));

	test('changes nothing when one part is refused', () =>
		withEmulator({}, async (caller) => {
			const path = `${caller.account}/iam/user_groups`;
			const before = await caller.find(path, 'name', 'platform-dns');
			const reply = await caller.put(`${path}/${before.id}`, {name: 'Other', policies: [{access: 'deny'}]});
			expect(reply.status).toBe(400);
			expect(await caller.find(path, 'id', before.id)).toEqual(before);
		}));

	test('takes its own name and refuses the name of another', () =>
		withEmulator({}, async ({find, put, account}) => {
			const path = `${account}/iam/user_groups`;
			const {id} = await find(path, 'name', 'platform-dns');
			expect((await put(`${path}/${id}`, {name: 'platform-dns'})).status).toBe(200);
			expect((await put(`${path}/${id}`, {name: 'platform-edge'})).message).toContain('already in use');
			expect((await put(`${path}/${id}`, {name: ''})).status).toBe(400);
		}));

	test('an empty body is refused', () =>
		withEmulator({}, async ({find, put, account}) => {
			const path = `${account}/iam/user_groups`;
			const {id} = await find(path, 'name', 'platform-dns');
			expect((await put(`${path}/${id}`)).status).toBe(400);
		}));
});

describe('deleting a user group', () => {
	test('answers its id; its members can no longer be asked for', () =>
		withEmulator({}, async (caller) => {
			const path = `${caller.account}/iam/user_groups`;
			const {id} = await caller.find(path, 'name', 'platform-dns');
			expect((await caller.delete(`${path}/${id}`)).body.result).toEqual({id});
			for (const reply of [
				await caller.get(`${path}/${id}`),
				await caller.put(`${path}/${id}`, {}),
				await caller.delete(`${path}/${id}`),
				await caller.get(`${path}/${id}/members`),
				await caller.post(`${path}/${id}/members`, []),
			]) {
				expect([reply.status, reply.code]).toEqual([404, 404]);
				expect(reply.message).toMatch(/User group .* not found/);
			}
		}));
});

describe('a user group that SCIM manages', () => {
	test('shows managed_by and refuses a new name, other members and deletion, but not policies', () =>
		withEmulator({}, async (caller) => {
			const path = `${caller.account}/iam/user_groups`;
			const group = await caller.find(path, 'name', 'okta-support-tier-2');
			expect(group.managed_by).toBe('scim');
			const [member] = (await caller.get(`${path}/${group.id}/members`)).body.result;
			for (const reply of [
				await caller.put(`${path}/${group.id}`, {name: 'Other'}),
				await caller.delete(`${path}/${group.id}`),
				await caller.post(`${path}/${group.id}/members`, [{id: member.id}]),
				await caller.put(`${path}/${group.id}/members`, []),
				await caller.delete(`${path}/${group.id}/members/${member.id}`),
			]) {
				expect([reply.status, reply.code]).toEqual([400, 400]);
				expect(reply.message).toContain('managed by SCIM');
			}
			const policies = [await allow(caller, 'Billing')];
			expect((await caller.put(`${path}/${group.id}`, {name: group.name, policies})).status).toBe(200);
		}));
});

describe('a new user group', () => {
	test('can 404 on its members for a while', async () => {
		let time = 0;
		await withEmulator({settleDelay: 500, now: () => time}, async ({post, get, account}) => {
			const {id} = (await post(`${account}/iam/user_groups`, {name: 'Fresh'})).body.result;
			expect((await get(`${account}/iam/user_groups/${id}`)).status).toBe(200);
			expect((await get(`${account}/iam/user_groups/${id}/members`)).status).toBe(404);
			time = 500;
			expect((await get(`${account}/iam/user_groups/${id}/members`)).status).toBe(200);
		});
	});
});
