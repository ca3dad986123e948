/** The official SDK as a client that nobody here wrote: each area from creation to deletion. */
import Cloudflare from 'cloudflare';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {demoKey, demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {handClock} from './caller.ts';

const clock = handClock();
let emulator: Emulator;
let account: string;
let sdk: Cloudflare;

beforeAll(async () => {
	emulator = await startEmulator({rateLimit: 'off', now: clock.now, verificationDelay: 10_000});
	account = emulator.accountId;
	sdk = new Cloudflare({apiToken: emulator.token, baseURL: emulator.url, maxRetries: 0});
});

afterAll(() => emulator.close());

/** Every item of an SDK list, over all its pages. */
async function all<Item>(list: AsyncIterable<Item>): Promise<readonly Item[]> {
	const items: Item[] = [];
	for await (const item of list) {
		items.push(item);
	}
	return items;
}

/** The example of the SDK's own tests: its ids are fixed. */
const policy = (): Cloudflare.IAM.UserGroupCreateParams.Policy => ({
	access: 'allow',
	permission_groups: [{id: 'c8fed203ed3043cba015a93ad1616f1f'}, {id: '82e64a83756745bbbb1c9c2701bf816b'}],
	resource_groups: [{id: '6d7f2f5f5b1d4a0e9081fdc98d432fd1'}],
});

test('permission groups: list over all pages, get', async () => {
	const groups = await all(sdk.iam.permissionGroups.list({account_id: account, per_page: 5}));
	expect(groups.length).toBeGreaterThan(89);
	expect(new Set(groups.map(({id}) => id)).size).toBe(groups.length);
	const example = {id: 'c8fed203ed3043cba015a93ad1616f1f', label: 'domain_zone_read', name: 'Zone Read'};
	const [found] = await all(sdk.iam.permissionGroups.list({account_id: account, ...example, page: 1, per_page: 5}));
	expect(found?.id).toBe(example.id);
	const one = await sdk.iam.permissionGroups.get(example.id, {account_id: account});
	expect(one).toMatchObject({id: example.id, name: 'Zone Read', meta: {scopes: 'com.cloudflare.api.account.zone'}});
});

test('resource groups: create, list, get, update, delete', async () => {
	const scope = {
		key: 'com.cloudflare.api.account.eb78d65290b24279ba6f44721b3ea3c4',
		objects: [{key: 'com.cloudflare.api.account.zone.23f8d65290b24279ba6f44721b3eaad5'}],
	};
	const created = await sdk.iam.resourceGroups.create({account_id: account, name: 'NewResourceGroup', scope});
	expect(created).toMatchObject({name: 'NewResourceGroup', scope});
	const listed = await all(sdk.iam.resourceGroups.list({account_id: account}));
	expect(listed.find(({id}) => id === created.id)).toEqual(created);
	expect(await all(sdk.iam.resourceGroups.list({account_id: account, name: 'nothing'}))).toEqual([]);
	expect(await sdk.iam.resourceGroups.get(created.id, {account_id: account})).toEqual(created);
	const renamed = await sdk.iam.resourceGroups.update(created.id, {account_id: account, name: 'Renamed'});
	expect(renamed).toEqual({...created, name: 'Renamed'});
	expect(await sdk.iam.resourceGroups.update(created.id, {account_id: account})).toEqual(renamed);
	expect(await sdk.iam.resourceGroups.delete(created.id, {account_id: account})).toEqual({id: created.id});
	await expect(sdk.iam.resourceGroups.get(created.id, {account_id: account})).rejects.toThrow(Cloudflare.NotFoundError);
});

test('user groups: create, list over all pages, get, update, delete', async () => {
	const created = await sdk.iam.userGroups.create({
		account_id: account,
		name: 'My New User Group',
		policies: [policy()],
	});
	expect(created.policies?.[0]?.permission_groups).toHaveLength(2);
	const listed = await all(sdk.iam.userGroups.list({account_id: account, per_page: 5}));
	expect(listed.find(({id}) => id === created.id)).toEqual(created);
	expect(listed).toHaveLength(13);
	const found = await all(sdk.iam.userGroups.list({account_id: account, fuzzyName: 'new user', direction: 'desc'}));
	expect(found).toEqual([created]);
	expect(await sdk.iam.userGroups.get(created.id, {account_id: account})).toEqual(created);
	const updated = await sdk.iam.userGroups.update(created.id, {
		account_id: account,
		name: 'Renamed',
		policies: [{id: 'f267e341f3dd4697bd3b9f71dd96247f', ...policy()}],
	});
	expect(updated).toMatchObject({id: created.id, name: 'Renamed', created_on: created.created_on});
	expect(updated.policies?.[0]?.id).not.toBe(created.policies?.[0]?.id);
	const cleared = await sdk.iam.userGroups.update(created.id, {account_id: account, policies: []});
	expect(cleared.policies).toBeUndefined();
	await expect(sdk.iam.userGroups.create({account_id: account, name: 'Renamed'})).rejects.toMatchObject({
		status: 400,
		errors: [{code: 400}],
	});
	expect(await sdk.iam.userGroups.delete(created.id, {account_id: account})).toEqual({id: created.id});
	await expect(sdk.iam.userGroups.get(created.id, {account_id: account})).rejects.toThrow(Cloudflare.NotFoundError);
});

test('members of a user group: create, list over all pages, get, update, delete', async () => {
	const {id: group} = await sdk.iam.userGroups.create({account_id: account, name: 'Members of the SDK'});
	const people = await all(sdk.accounts.members.list({account_id: account, status: 'accepted', per_page: 50}));
	const ids = people
		.filter(({email}) => !email?.startsWith('xavier'))
		.map(({id}) => id ?? '')
		.slice(0, 8);
	const members = ids.map((id) => ({id}));
	expect(await all(sdk.iam.userGroups.members.list(group, {account_id: account}))).toEqual([]);
	const added = await all(sdk.iam.userGroups.members.create(group, {account_id: account, members}));
	expect(new Set(added.map(({id}) => id))).toEqual(new Set(ids));
	const listed = await all(sdk.iam.userGroups.members.list(group, {account_id: account, per_page: 3}));
	expect(listed).toEqual(added);
	const [first = ''] = ids;
	const one = await sdk.iam.userGroups.members.get(first, {account_id: account, user_group_id: group});
	expect(one).toMatchObject({id: first, status: 'accepted', user: {email: people[0]?.email}});
	const removed = await sdk.iam.userGroups.members.delete(first, {account_id: account, user_group_id: group});
	expect(removed).toEqual({id: first, email: people[0]?.email, status: 'accepted'});
	const replaced = await all(
		sdk.iam.userGroups.members.update(group, {account_id: account, members: members.slice(0, 1)}),
	);
	expect(replaced.map(({id}) => id)).toEqual([first]);
	expect(await all(sdk.iam.userGroups.members.update(group, {account_id: account, members: []}))).toEqual([]);
});

test('SSO connectors: create, list, get, verify, update, delete', async () => {
	const created = await sdk.iam.sso.create({
		account_id: account,
		email_domain: 'sdk.example',
		begin_verification: false,
		use_fedramp_language: false,
	});
	const id = created.id ?? '';
	expect(created.verification?.status).toBe('awaiting');
	const begun = await sdk.iam.sso.beginVerification(id, {account_id: account});
	expect(begun).toEqual({success: true, errors: [], messages: []});
	clock.advance(10_000);
	expect((await sdk.iam.sso.get(id, {account_id: account})).verification?.status).toBe('verified');
	const listed = await all(sdk.iam.sso.list({account_id: account}));
	expect(listed.map((connector) => connector.id)).toContain(id);
	const enabled = await sdk.iam.sso.update(id, {account_id: account, enabled: true});
	expect(enabled.enabled).toBe(true);
	await expect(sdk.iam.sso.delete(id, {account_id: account})).rejects.toThrow(Cloudflare.BadRequestError);
	await sdk.iam.sso.update(id, {account_id: account, enabled: false});
	expect(await sdk.iam.sso.delete(id, {account_id: account})).toEqual({id});
});

test('OAuth clients: create, list, get, update, rotate, delete', async () => {
	const created = await sdk.iam.oauthClients.create({
		account_id: account,
		client_name: 'My OAuth App',
		grant_types: ['authorization_code', 'refresh_token'],
		redirect_uris: ['https://example.com/callback'],
		response_types: ['code'],
		scopes: ['account.read'],
		token_endpoint_auth_method: 'client_secret_post',
		allowed_cors_origins: ['https://example.com'],
		client_uri: 'https://example.com',
		logo_uri: 'https://example.com/logo.png',
		policy_uri: 'https://example.com/privacy',
		post_logout_redirect_uris: ['https://example.com/logout'],
		tos_uri: 'https://example.com/tos',
	});
	expect(created.client_secret).toBeTypeOf('string');
	expect(created.scopes).toEqual(['account.read', 'offline_access']);
	const {client_id: id} = created;
	const listed = await all(sdk.iam.oauthClients.list({account_id: account}));
	expect(listed.find((client) => client.client_id === id)).toMatchObject({client_name: 'My OAuth App'});
	clock.advance(10_000);
	expect(await sdk.iam.oauthClients.get(id, {account_id: account})).toMatchObject({
		client_uri_verification: {status: 'verified'},
	});
	expect(await sdk.iam.oauthClients.update(id, {account_id: account})).toMatchObject({visibility: 'private'});
	const promoted = await sdk.iam.oauthClients.update(id, {account_id: account, visibility: 'public'});
	expect(promoted.promoted_at).toBeTypeOf('string');
	const rotated = await sdk.iam.oauthClients.rotateSecret(id, {account_id: account});
	expect(rotated.client_secret).not.toBe(created.client_secret);
	await expect(sdk.iam.oauthClients.rotateSecret(id, {account_id: account})).rejects.toMatchObject({status: 400});
	expect(await sdk.iam.oauthClients.deleteRotatedSecret(id, {account_id: account})).toEqual({id});
	expect(await sdk.iam.oauthClients.delete(id, {account_id: account})).toEqual({id});
	await expect(sdk.iam.oauthClients.get(id, {account_id: account})).rejects.toThrow(Cloudflare.NotFoundError);
});

test('OAuth scopes: list', async () => {
	const scopes = await all(sdk.iam.oauthScopes.list());
	expect(scopes).toContainEqual({
		id: 'account.read',
		name: 'Account Read',
		category: 'account_and_billing',
		scopes: ['com.cloudflare.api.account'],
	});
});

test('accounts, account members, roles, zones, user and verification', async () => {
	expect((await all(sdk.accounts.list())).map(({name}) => name)).toEqual(['Kestrel Freight']);
	expect((await sdk.accounts.get({account_id: account})).id).toBe(account);
	const member = await sdk.accounts.members.create({
		account_id: account,
		email: 'sdk@kestrel.example',
		roles: ['05784afa30c1afe1440e79d9351c7430'],
	});
	const id = member.id ?? '';
	expect(await sdk.accounts.members.get(id, {account_id: account})).toEqual(member);
	const [role] = await all(sdk.accounts.roles.list({account_id: account}));
	expect(await sdk.accounts.roles.get(role?.id ?? '', {account_id: account})).toEqual(role);
	await sdk.accounts.members.update(id, {account_id: account, roles: [{id: '298ce8e7a2ba08b9d18ce0a32bb458ee'}]});
	expect(await sdk.accounts.members.delete(id, {account_id: account})).toEqual({id});
	const zones = await all(sdk.zones.list({account: {id: account}, name: 'contains:kestrel-', per_page: 5}));
	expect(zones.map(({name}) => name)).toContain('kestrel-freight.example');
	expect((await sdk.zones.get({zone_id: zones[0]?.id ?? ''})).id).toBe(zones[0]?.id);
	expect((await sdk.user.tokens.verify()).status).toBe('active');
	const owned = new Cloudflare({apiToken: demoTokens.accountOwned.token, baseURL: emulator.url, maxRetries: 0});
	expect((await owned.accounts.tokens.verify({account_id: account})).status).toBe('active');
	await expect(owned.user.tokens.verify()).rejects.toThrow(Cloudflare.AuthenticationError);
	expect((await all(sdk.memberships.list())).map((membership) => membership.status)).toEqual(['accepted']);
	expect(await all(sdk.accounts.tokens.permissionGroups.list({account_id: account}))).toHaveLength(305);
});

describe('the SDK with other credentials', () => {
	test('a Global key works for groups', async () => {
		const withKey = new Cloudflare({
			apiEmail: demoKey.email,
			apiKey: demoKey.key,
			baseURL: emulator.url,
			maxRetries: 0,
		});
		expect((await all(withKey.iam.userGroups.list({account_id: account}))).length).toBeGreaterThan(10);
	});

	test('missing rights and malformed tokens are its error classes', async () => {
		const reader = new Cloudflare({apiToken: demoTokens.readOnly.token, baseURL: emulator.url, maxRetries: 0});
		await expect(reader.iam.userGroups.create({account_id: account, name: 'x'})).rejects.toThrow(
			Cloudflare.PermissionDeniedError,
		);
		const wrong = new Cloudflare({apiToken: 'wrong', baseURL: emulator.url, maxRetries: 0});
		await expect(all(wrong.accounts.list())).rejects.toMatchObject({status: 400, errors: [{code: 6003}]});
	});
});

test('a request that was answered with 429 is repeated after retry-after', async () => {
	const patient = new Cloudflare({apiToken: emulator.token, baseURL: emulator.url, maxRetries: 1});
	const fault = emulator.faults.add({kind: 'status', status: 429, headers: {'retry-after': '0'}});
	expect((await all(patient.accounts.list())).length).toBe(1);
	expect(fault.hits).toBe(1);
});
