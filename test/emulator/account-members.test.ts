import {describe, expect, test} from 'vitest';
import {type Caller, withEmulator} from './caller.ts';

const system = '6d7f2f5f5b1d4a0e9081fdc98d432fd1';
const path = ({account}: Caller) => `${account}/members`;
type Listed = {email: string; status: string; user: {last_name: string | null}};

describe('list of account members', () => {
	test('has pages of 20, at most 50, with total_pages', () =>
		withEmulator({}, async (caller) => {
			const {body} = await caller.get(path(caller));
			expect(body.result_info).toEqual({count: 20, page: 1, per_page: 20, total_count: 31, total_pages: 2});
			expect((await caller.get(`${path(caller)}?per_page=50`)).body.result).toHaveLength(31);
		}));

	test('filters by status and sorts', () =>
		withEmulator({}, async (caller) => {
			const ask = async (query: string): Promise<Listed[]> =>
				(await caller.get(`${path(caller)}?per_page=50&${query}`)).body.result;
			expect((await ask('status=pending')).map(({email}) => email)).toEqual([
				'yuki.sato@kestrel.example',
				'zoe.vandenberghe@kestrel.example',
			]);
			expect(await ask('status=rejected')).toHaveLength(1);
			const emails = (await ask('order=user.email')).map(({email}) => email);
			expect(emails).toEqual(emails.toSorted());
			expect((await ask('order=user.email&direction=desc')).map(({email}) => email)).toEqual(emails.toReversed());
			for (const bad of ['status=lost', 'order=email', 'direction=up']) {
				expect((await caller.get(`${path(caller)}?${bad}`)).status).toBe(400);
			}
		}));

	test('a pending member has no user id and no names', () =>
		withEmulator({}, async (caller) => {
			const pending = await caller.find(`${path(caller)}?per_page=50`, 'email', 'yuki.sato@kestrel.example');
			expect(pending.user).toEqual({
				email: 'yuki.sato@kestrel.example',
				first_name: null,
				last_name: null,
				two_factor_authentication_enabled: false,
			});
		}));

	test('rights on single domains come with the zone as container (contract 3)', () =>
		withEmulator({}, async (caller) => {
			const member = await caller.find(`${path(caller)}?per_page=50`, 'email', 'soren.kjaer@kestrel.example');
			const [first] = member.policies[0].resource_groups;
			expect(first.meta.adhoc).toBe('true');
			expect(first.scope.key).toMatch(/^com\.cloudflare\.api\.account\.zone\.[0-9a-f]{32}$/);
			expect(first.scope.objects).toEqual([{key: '*'}]);
		}));

	test('policies have roles that go with them: of the same name, or with the id of the permission group', () =>
		withEmulator({}, async (caller) => {
			const list = `${path(caller)}?per_page=50`;
			const administrator = await caller.find(list, 'email', 'amara.okafor@kestrel.example');
			expect(administrator.roles[0]).toMatchObject({id: '05784afa30c1afe1440e79d9351c7430', name: 'Administrator'});
			const domain = await caller.find(list, 'email', 'soren.kjaer@kestrel.example');
			expect(domain.roles[0].id).toBe(domain.policies[0].permission_groups[0].id);
		}));
});

describe('writing account members', () => {
	const policies = [
		{
			access: 'allow',
			permission_groups: [{id: '49ce85367bae433b9f0717ed4fea5c74'}],
			resource_groups: [{id: system}],
		},
	];

	test('invites with policies or with roles', () =>
		withEmulator({}, async (caller) => {
			const invited = (await caller.post(path(caller), {email: 'new@kestrel.example', policies})).body.result;
			expect(invited).toMatchObject({email: 'new@kestrel.example', status: 'pending', roles: [{name: 'DNS'}]});
			const body = {email: 'two@kestrel.example', roles: ['298ce8e7a2ba08b9d18ce0a32bb458ee'], status: 'accepted'};
			const added = (await caller.post(path(caller), body)).body.result;
			expect(added).toMatchObject({status: 'accepted', roles: [{name: 'Billing'}]});
			expect(added.policies[0].permission_groups[0].name).toBe('Billing');
		}));

	test('refuses an address twice, whatever its case', () =>
		withEmulator({}, async (caller) => {
			const reply = await caller.post(path(caller), {email: 'AMARA.okafor@kestrel.example', policies});
			expect(reply.message).toBe('Account member already exists for email address');
		}));

	test('a wrong combination is 1006 with an empty list as result (contract 1.4)', () =>
		withEmulator({}, async (caller) => {
			const zone = await caller.find(`${caller.account}/iam/resource_groups`, 'name', 'Staging zones');
			const wrong = [{...policies[0], resource_groups: [{id: zone.id}]}];
			const reply = await caller.post(path(caller), {email: 'new@kestrel.example', policies: wrong});
			expect([reply.status, reply.code, reply.body.result]).toEqual([400, 1006, []]);
			expect(reply.message).toContain('invalid permission group and resource group combination');
		}));

	test.each([
		['no address', {policies}],
		['no address at all', {email: 'nobody', policies}],
		['no rights', {email: 'a@b.example'}],
		['an unknown role', {email: 'a@b.example', roles: ['f'.repeat(32)]}],
		['a status of its own', {email: 'a@b.example', policies, status: 'rejected'}],
		['nothing', undefined],
	])('refuses %s', (_, body) =>
		withEmulator({}, async (caller) => {
			expect((await caller.post(path(caller), body)).status).toBe(400);
		}),
	);

	test('PUT replaces the rights, DELETE answers the id and leaves no user group with the member', () =>
		withEmulator({}, async (caller) => {
			const {id} = await caller.find(`${path(caller)}?per_page=50`, 'email', 'soren.kjaer@kestrel.example');
			const changed = await caller.put(`${path(caller)}/${id}`, {policies});
			expect(changed.body.result.roles).toMatchObject([{name: 'DNS'}]);
			const byRole = await caller.put(`${path(caller)}/${id}`, {roles: [{id: '298ce8e7a2ba08b9d18ce0a32bb458ee'}]});
			expect(byRole.body.result.roles).toMatchObject([{name: 'Billing'}]);
			const group = await caller.find(`${caller.account}/iam/user_groups`, 'name', 'platform-dns');
			const members = `${caller.account}/iam/user_groups/${group.id}/members`;
			expect((await caller.get(members)).body.result).toHaveLength(5);
			expect((await caller.delete(`${path(caller)}/${id}`)).body.result).toEqual({id});
			const gone = await caller.get(`${path(caller)}/${id}`);
			expect([gone.status, gone.code]).toEqual([404, 1003]);
			expect((await caller.get(members)).body.result).toHaveLength(4);
		}));

	test('the last Super Administrator can not be removed', () =>
		withEmulator({}, async (caller) => {
			const reply = await caller.delete(`${path(caller)}/4536bcfad5faccb111b47003c79917fa`);
			expect(reply.status).toBe(400);
		}));
});
