/** Writes of groups, connectors and clients: what leaves, what the server has afterwards, and what is shown. */
import {inspect} from 'node:util';
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {
	oauthClientIdSchema,
	permissionGroupIdSchema,
	resourceGroupIdSchema,
	ssoConnectorIdSchema,
	userGroupIdSchema,
} from '../../source/api/ids.ts';
import type {OauthClientInput} from '../../source/api/oauth-clients.ts';
import type {Resource} from '../../source/insight/knowledge.ts';
import {type Harness, setUp} from './harness.ts';

/** A store that has read these lists, and keeps on wanting them. */
async function reading(...resources: readonly Resource[]): Promise<Harness> {
	const harness = await setUp();
	const {store, until, requests} = harness;
	store.want(resources.map((resource) => ({kind: 'list', resource})));
	await until(() => resources.every((resource) => store.list(resource).complete));
	requests();
	return harness;
}

/** The first of something that the dataset has to have. */
function first<Item>(items: Iterable<Item>, what: string): Item {
	const [item] = items;
	if (item === undefined) {
		throw new Error(`the dataset has no ${what}`);
	}
	return item;
}

const clientInput: OauthClientInput = {
	client_name: 'ci-portal',
	grant_types: ['authorization_code'],
	redirect_uris: ['https://ci.example/callback'],
	response_types: ['code'],
	scopes: ['dns.read'],
	token_endpoint_auth_method: 'client_secret_basic',
};

describe('user groups', () => {
	test('a new one stands in the list at once, with nobody in it, without being read', async () => {
		const {store, emulator, requests} = await reading('userGroups');
		const before = store.list('userGroups');
		const group = await store.userGroups.create({name: 'night-shift'});
		expect(emulator.state.main.userGroups.get(group.id)?.name).toBe('night-shift');
		expect(store.list('userGroups').byId.get(group.id)).toEqual(group);
		expect(store.list('userGroups').total).toBe((before.total ?? 0) + 1);
		expect(store.groupMembers(group.id)).toMatchObject({complete: true, rows: []});
		expect(requests()).toEqual(['POST /iam/user_groups']);
	});

	test('are shown as they were answered after a change', async () => {
		const {store, emulator, requests} = await reading('userGroups');
		const {id} = first(store.list('userGroups').rows, 'group');
		const after = await store.userGroups.update(id, {name: 'renamed'});
		expect(emulator.state.main.userGroups.get(id)?.name).toBe('renamed');
		expect(store.list('userGroups').byId.get(id)).toEqual(after);
		expect(requests()).toEqual([`PUT /iam/user_groups/${id}`]);
	});

	test('go with their memberships', async () => {
		const {store, emulator, until} = await reading('userGroups');
		const found = emulator.state.main.userGroups
			.values()
			.find((group) => group.members.size > 0 && group.managedBy === undefined);
		const id = v.parse(userGroupIdSchema, found?.id);
		store.want([{kind: 'groupMembers', group: id}]);
		await until(() => store.groupMembers(id).complete);
		const member = first(store.groupMembers(id).rows, 'member');
		await store.userGroups.delete(id);
		expect(emulator.state.main.userGroups.get(id)).toBeUndefined();
		expect(store.list('userGroups').byId.has(id)).toBe(false);
		expect(store.memberships().groupsOf(member.id)).not.toContain(id);
	});

	test('that somebody else has deleted go from the list as soon as a write, or reading one, finds no group', async () => {
		const {store, emulator, until, requests} = await reading('userGroups', 'members');
		const [one, two] = store.list('userGroups').rows.filter(({managed_by}) => !managed_by);
		const member = first(store.list('members').rows, 'member');
		if (one === undefined || two === undefined) throw new Error('too few groups');
		for (const {id} of [one, two]) emulator.state.main.userGroups.delete(id);
		await expect(store.addMembers(one.id, [member.id])).rejects.toMatchObject({kind: 'not-found'});
		await until(() => !store.list('userGroups').byId.has(one.id));
		expect(requests()).toEqual([`POST /iam/user_groups/${one.id}/members`, `GET /iam/user_groups/${one.id}`]);
		expect(store.list('userGroups').byId.has(two.id)).toBe(true);
		store.refresh([{kind: 'userGroup', id: two.id}]);
		await until(() => !store.list('userGroups').byId.has(two.id));
		expect(store.list('userGroups').total).toBe(store.list('userGroups').rows.length);
	});

	test('whose members are not found go from the list only if they are not found either', async () => {
		const {store, emulator, until} = await reading('userGroups');
		const {id} = first(store.list('userGroups').rows, 'group');
		emulator.state.main.userGroups.delete(id);
		store.refresh([{kind: 'groupMembers', group: id}]);
		await until(() => !store.list('userGroups').byId.has(id));
	});

	test('that have just been made stay, though reading does not find them yet', async () => {
		const {store, emulator, until} = await reading('userGroups');
		const {id} = await store.userGroups.create({name: 'night-shift'});
		emulator.state.main.userGroups.delete(id);
		store.refresh([{kind: 'userGroup', id}]);
		await until(() => store.object({kind: 'userGroup', id}).error?.kind === 'not-found');
		expect(store.list('userGroups').byId.has(id)).toBe(true);
	});

	test('whose name is taken are refused, and the list is looked at again', async () => {
		const {store, requests, until} = await reading('userGroups');
		const {name} = first(store.list('userGroups').rows, 'group');
		await expect(store.userGroups.create({name})).rejects.toMatchObject({status: 400});
		await until(() => !store.list('userGroups').fetching);
		expect(requests()).toEqual(['POST /iam/user_groups', 'GET /iam/user_groups?page=1']);
	});

	test('that somebody else has deleted leave the list when they are changed', async () => {
		const {store, emulator, until} = await reading('userGroups');
		const {id} = first(store.list('userGroups').rows, 'group');
		emulator.state.main.userGroups.delete(id);
		await expect(store.userGroups.update(id, {name: 'x'})).rejects.toMatchObject({kind: 'not-found'});
		await until(() => !store.list('userGroups').byId.has(id));
	});

	test('of which the answer is lost are looked at again', async () => {
		const {store, emulator, until} = await reading('userGroups');
		emulator.faults.add({kind: 'reset', method: 'POST', applied: true});
		await expect(store.userGroups.create({name: 'night-shift'})).rejects.toMatchObject({uncertain: true});
		await until(() => store.list('userGroups').rows.some(({name}) => name === 'night-shift'));
	});

	test('and their members are written to in turn', async () => {
		const {store, emulator, requests} = await reading('userGroups');
		const {id} = first(
			store.list('userGroups').rows.filter(({id}) => emulator.state.main.userGroups.get(id)?.managedBy === undefined),
			'group',
		);
		emulator.faults.add({kind: 'delay', method: 'PUT', milliseconds: 50});
		const change = store.userGroups.update(id, {name: 'renamed'});
		const emptying = store.replaceMembers(id, []);
		const deletion = store.userGroups.delete(id);
		await Promise.all([change, emptying, deletion]);
		expect(requests()).toEqual([
			`PUT /iam/user_groups/${id}`,
			`PUT /iam/user_groups/${id}/members`,
			`DELETE /iam/user_groups/${id}`,
		]);
	});

	test('a reading from before a change does not bring back what was', async () => {
		const {store, emulator, asked, until} = await reading('userGroups');
		const {id, name} = first(store.list('userGroups').rows, 'group');
		emulator.faults.add({kind: 'stall', method: 'GET', path: '/accounts/*/iam/user_groups'});
		store.refresh([{kind: 'list', resource: 'userGroups'}]);
		await asked((request) => request.startsWith('GET'));
		await store.userGroups.update(id, {name: 'renamed'});
		emulator.faults.clear();
		await until(() => !store.list('userGroups').fetching);
		expect(store.list('userGroups').byId.get(id)?.name).toBe('renamed');
		expect(name).not.toBe('renamed');
	});

	test('read by themselves are read again after a change, if anybody looks at them', async () => {
		const {store, requests, until} = await reading('userGroups');
		const {id} = first(store.list('userGroups').rows, 'group');
		const need = {kind: 'userGroup', id} as const;
		store.want([need]);
		store.refresh([need]);
		await until(() => store.object(need).value !== undefined);
		requests();
		await store.userGroups.update(id, {name: 'renamed'});
		await until(() => Reflect.get(store.object(need).value ?? {}, 'name') === 'renamed');
		expect(requests()).toEqual([`PUT /iam/user_groups/${id}`, `GET /iam/user_groups/${id}`]);
	});
});

describe('the members of a user group, replaced', () => {
	test('are shown as they were answered; who has left is forgotten', async () => {
		const {store, emulator, until, requests} = await reading('userGroups', 'members');
		const found = emulator.state.main.userGroups
			.values()
			.find((group) => group.members.size >= 2 && group.managedBy === undefined);
		const group = v.parse(userGroupIdSchema, found?.id);
		store.want([{kind: 'groupMembers', group}]);
		await until(() => store.groupMembers(group).complete);
		const [stays, leaves] = store.groupMembers(group).rows;
		if (stays === undefined || leaves === undefined) {
			throw new Error('two members were promised');
		}
		store.want([{kind: 'groupMember', group, member: leaves.id}]);
		await until(() => store.groupMember(group, leaves.id) !== undefined);
		requests();
		await store.replaceMembers(group, [stays.id]);
		expect(requests()).toEqual([`PUT /iam/user_groups/${group}/members`]);
		expect(emulator.requests.at(-1)?.body).toEqual([{id: stays.id}]);
		expect(store.groupMembers(group).rows.map(({id}) => id)).toEqual([stays.id]);
		expect(store.groupMember(group, leaves.id)).toBeUndefined();
		expect(store.memberships().groupsOf(leaves.id)).not.toContain(group);
	});
});

describe('resource groups', () => {
	test('are created, changed and deleted, and shown so', async () => {
		const {store, emulator, account, requests} = await reading('resourceGroups');
		const scope = {key: `com.cloudflare.api.account.${account}`, objects: [{key: '*'}]};
		const {id} = await store.resourceGroups.create({name: 'all of it', scope});
		expect(emulator.state.main.resourceGroups.get(id)?.name).toBe('all of it');
		expect(store.list('resourceGroups').byId.get(id)?.name).toBe('all of it');
		await store.resourceGroups.update(id, {name: 'everything'});
		expect(emulator.state.main.resourceGroups.get(id)?.name).toBe('everything');
		expect(store.list('resourceGroups').byId.get(id)?.name).toBe('everything');
		await store.resourceGroups.delete(id);
		expect(emulator.state.main.resourceGroups.get(id)).toBeUndefined();
		expect(store.list('resourceGroups').byId.has(id)).toBe(false);
		expect(requests()).toEqual([
			'POST /iam/resource_groups',
			`PUT /iam/resource_groups/${id}`,
			`DELETE /iam/resource_groups/${id}`,
		]);
	});

	test('change in the policies that refer to them, without a request for those', async () => {
		const {store, account, requests} = await reading('userGroups', 'resourceGroups', 'permissionGroups');
		const scope = {key: `com.cloudflare.api.account.${account}`, objects: [{key: '*'}]};
		const {id} = await store.resourceGroups.create({name: 'all of it', scope});
		const permission = store
			.list('permissionGroups')
			.rows.find(({meta}) => meta?.scopes === 'com.cloudflare.api.account');
		const group = await store.userGroups.create({
			name: 'night-shift',
			policies: [
				{
					access: 'allow',
					permission_groups: [{id: v.parse(permissionGroupIdSchema, permission?.id)}],
					resource_groups: [{id}],
				},
			],
		});
		const others = store.list('userGroups').rows.filter((other) => other.id !== group.id);
		requests();
		await store.resourceGroups.update(id, {name: 'everything'});
		const shown = store.list('userGroups').byId.get(group.id);
		expect(shown?.policies?.[0]?.resource_groups?.[0]?.name).toBe('everything');
		// Whom it does not concern stays the same object.
		expect(store.list('userGroups').rows.filter((other) => others.includes(other))).toHaveLength(others.length);
		expect(requests()).toEqual([`PUT /iam/resource_groups/${id}`]);
	});

	test('of the system are refused and stay', async () => {
		const {store, emulator} = await reading('resourceGroups');
		const system = emulator.state.main.resourceGroups.values().find(({editable}) => !editable);
		const id = v.parse(resourceGroupIdSchema, system?.id);
		await expect(store.resourceGroups.delete(id)).rejects.toMatchObject({status: 422});
		expect(store.list('resourceGroups').byId.has(id)).toBe(true);
	});
});

describe('SSO connectors', () => {
	test('are created, changed and deleted, and shown so', async () => {
		const {store, emulator, requests} = await reading('ssoConnectors');
		const {id} = await store.ssoConnectors.create({email_domain: 'night.example', begin_verification: false});
		expect(emulator.state.main.ssoConnectors.get(id)?.emailDomain).toBe('night.example');
		expect(store.list('ssoConnectors').byId.get(id)?.verification?.status).toBe('awaiting');
		await store.ssoConnectors.update(id, {use_fedramp_language: true});
		expect(emulator.state.main.ssoConnectors.get(id)?.fedrampLanguage).toBe(true);
		expect(store.list('ssoConnectors').byId.get(id)?.use_fedramp_language).toBe(true);
		await store.ssoConnectors.delete(id);
		expect(emulator.state.main.ssoConnectors.get(id)).toBeUndefined();
		expect(store.list('ssoConnectors').byId.has(id)).toBe(false);
		expect(requests()).toEqual(['POST /sso_connectors', `PATCH /sso_connectors/${id}`, `DELETE /sso_connectors/${id}`]);
	});

	test('are read again when their verification begins, which answers nothing', async () => {
		const {store, requests, until} = await reading('ssoConnectors');
		const {id} = await store.ssoConnectors.create({email_domain: 'night.example', begin_verification: false});
		requests();
		await store.ssoConnectors.beginVerification(id);
		await until(() => store.list('ssoConnectors').byId.get(id)?.verification?.status !== 'awaiting');
		expect(requests()).toEqual([`POST /sso_connectors/${id}/begin_verification`, 'GET /sso_connectors']);
	});

	test('that may not be enabled yet stay as they are', async () => {
		const {store} = await reading('ssoConnectors');
		const {id} = await store.ssoConnectors.create({email_domain: 'night.example', begin_verification: false});
		await expect(store.ssoConnectors.update(id, {enabled: true})).rejects.toThrow('verified');
		expect(store.list('ssoConnectors').byId.get(v.parse(ssoConnectorIdSchema, id))?.enabled).toBe(false);
	});
});

describe('OAuth clients', () => {
	test('are created, changed and deleted, and shown so', async () => {
		const {store, emulator, requests} = await reading('oauthClients');
		const {client} = await store.oauthClients.create(clientInput);
		const id = client.client_id;
		expect(emulator.state.main.oauthClients.get(id)?.settings.client_name).toBe('ci-portal');
		expect(store.list('oauthClients').byId.get(id)?.client_name).toBe('ci-portal');
		await store.oauthClients.update(id, {client_name: 'ci'});
		expect(emulator.requests.at(-1)?.body).toEqual({client_name: 'ci'});
		expect(store.list('oauthClients').byId.get(id)?.client_name).toBe('ci');
		await store.oauthClients.delete(id);
		expect(emulator.state.main.oauthClients.get(id)).toBeUndefined();
		expect(store.list('oauthClients').byId.has(id)).toBe(false);
		expect(requests()).toEqual(['POST /oauth_clients', `PATCH /oauth_clients/${id}`, `DELETE /oauth_clients/${id}`]);
	});

	test('have two secrets between a rotation and the end of the old one, and show it', async () => {
		const {store, requests} = await reading('oauthClients');
		const {client} = await store.oauthClients.create(clientInput);
		const id = v.parse(oauthClientIdSchema, client.client_id);
		requests();
		const hasTwo = () => store.list('oauthClients').byId.get(id)?.has_rotated_secret;
		await store.oauthClients.rotateSecret(id);
		expect(hasTwo()).toBe(true);
		await expect(store.oauthClients.rotateSecret(id)).rejects.toThrow();
		await store.oauthClients.deleteRotatedSecret(id);
		expect(hasTwo()).toBe(false);
		expect(requests().filter((request) => !request.startsWith('GET'))).toEqual([
			`POST /oauth_clients/${id}/rotate_secret`,
			`POST /oauth_clients/${id}/rotate_secret`,
			`DELETE /oauth_clients/${id}/rotate_secret`,
		]);
	});

	test('give their secrets to the caller, and to nothing that the store keeps', async () => {
		const {store, until} = await reading('oauthClients');
		const {client, secret} = await store.oauthClients.create(clientInput);
		const rotated = await store.oauthClients.rotateSecret(client.client_id);
		const need = {kind: 'oauthClient', id: client.client_id} as const;
		store.want([need]);
		store.refresh([need, {kind: 'list', resource: 'oauthClients'}]);
		await until(() => store.object(need).value !== undefined && !store.list('oauthClients').fetching);
		const secrets = [secret, rotated].map((each) => each?.reveal() ?? '');
		expect(secrets.map((text) => text.length > 10)).toEqual([true, true]);
		const kept = JSON.stringify([store.list('oauthClients').rows, store.object(need)]) + inspect(store, {depth: 12});
		for (const text of secrets) {
			expect(kept).not.toContain(text);
		}
	});
});

describe('in read-only mode', () => {
	test('no kind of write leaves', async () => {
		const {store, client, requests, account} = await reading('userGroups');
		client.readOnly = true;
		const group = first(store.list('userGroups').rows, 'group').id;
		const scope = {key: `com.cloudflare.api.account.${account}`, objects: [{key: '*'}]};
		const resource = v.parse(resourceGroupIdSchema, 'a'.repeat(32));
		const connector = v.parse(ssoConnectorIdSchema, 'a'.repeat(32));
		const oauthClient = v.parse(oauthClientIdSchema, 'a'.repeat(32));
		const writes: readonly Promise<unknown>[] = [
			store.replaceMembers(group, []),
			store.userGroups.create({name: 'x'}),
			store.userGroups.update(group, {name: 'x'}),
			store.userGroups.delete(group),
			store.resourceGroups.create({name: 'x', scope}),
			store.resourceGroups.update(resource, {name: 'x'}),
			store.resourceGroups.delete(resource),
			store.ssoConnectors.create({email_domain: 'night.example'}),
			store.ssoConnectors.update(connector, {enabled: true}),
			store.ssoConnectors.delete(connector),
			store.ssoConnectors.beginVerification(connector),
			store.oauthClients.create(clientInput),
			store.oauthClients.update(oauthClient, {client_name: 'x'}),
			store.oauthClients.delete(oauthClient),
			store.oauthClients.rotateSecret(oauthClient),
			store.oauthClients.deleteRotatedSecret(oauthClient),
		];
		const results = await Promise.allSettled(writes);
		expect(results.map((result) => result.status === 'rejected' && Reflect.get(result.reason, 'kind'))).toEqual(
			writes.map(() => 'read-only'),
		);
		expect(requests()).toEqual([]);
	});
});
