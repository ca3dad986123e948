import Cloudflare from 'cloudflare';
import * as v from 'valibot';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type CloudflareClient, createClient, parseAccountId} from '../../source/api/client.ts';
import * as id from '../../source/api/ids.ts';
import {type OperationId, operations} from '../../source/api/operations.ts';
import {Secret} from '../../source/secret.ts';
import {type CheckingProxy, checkRequest, startCheckingProxy} from '../support/openapi/check.ts';
import * as example from './support/examples.ts';
import {answer, type LoopbackServer, type SeenRequest, startServer} from './support/loopback-server.ts';

const account = parseAccountId(example.accountId);
const hex = (digit: string) => digit.repeat(32);
const permissionGroup = v.parse(id.permissionGroupIdSchema, hex('1'));
const resourceGroup = v.parse(id.resourceGroupIdSchema, hex('2'));
const userGroup = v.parse(id.userGroupIdSchema, hex('3'));
const member = v.parse(id.memberIdSchema, hex('4'));
const otherMember = v.parse(id.memberIdSchema, hex('5'));
const connector = v.parse(id.ssoConnectorIdSchema, hex('6'));
const oauthClient = v.parse(id.oauthClientIdSchema, hex('7'));
const role = v.parse(id.roleIdSchema, hex('8'));
const tokenId = hex('a');

const scope = {
	key: `com.cloudflare.api.account.${account}`,
	objects: [{key: `com.cloudflare.api.account.zone.${hex('9')}`}],
};
const policy = {
	access: 'allow' as const,
	permission_groups: [{id: permissionGroup}],
	resource_groups: [{id: resourceGroup}],
};
const newClient = {
	client_name: 'Portal',
	grant_types: ['authorization_code' as const, 'refresh_token' as const],
	redirect_uris: ['https://portal.example/callback'],
	response_types: ['code' as const],
	scopes: ['user-details.read'],
	token_endpoint_auth_method: 'client_secret_basic' as const,
	allowed_cors_origins: ['https://portal.example'],
	client_uri: 'https://portal.example',
	logo_uri: 'https://portal.example/logo.png',
	policy_uri: 'https://portal.example/privacy',
	post_logout_redirect_uris: ['https://portal.example/'],
	tos_uri: 'https://portal.example/tos',
};

interface Case {
	readonly sdk: (sdk: Cloudflare) => PromiseLike<unknown>;
	readonly ours: (client: CloudflareClient) => Promise<unknown>;
	readonly result: unknown;
	/** What the SDK sends and we do not, and the other way round; each with its reason. */
	readonly differences?: {
		readonly why: string;
		/** Query parameters that only we send. */
		readonly query?: Readonly<Record<string, string>>;
		/** Takes out of the SDK's body what we leave out on purpose. */
		readonly body?: (sdkBody: unknown) => unknown;
		/** What the OpenAPI document holds against our request. */
		readonly violations?: readonly string[];
	};
}

const all = {account_id: account};
const wholePage = (perPage: number) => ({
	why: 'we ask for the largest page, the SDK leaves it at the default',
	query: {page: '1', per_page: String(perPage)},
});

const cases: Readonly<Record<OperationId, Case>> = {
	'permissionGroups.list': {
		sdk: (sdk) => sdk.iam.permissionGroups.list({...all, label: 'admin', name: 'Admin & more'}),
		ours: (client) => client.permissionGroups.list(account, {label: 'admin', name: 'Admin & more'}),
		result: example.permissionGroups,
		differences: wholePage(50),
	},
	'permissionGroups.get': {
		sdk: (sdk) => sdk.iam.permissionGroups.get(permissionGroup, all),
		ours: (client) => client.permissionGroups.get(account, permissionGroup),
		result: example.permissionGroups[0],
	},
	'resourceGroups.create': {
		sdk: (sdk) => sdk.iam.resourceGroups.create({...all, name: 'Zones', scope}),
		ours: (client) => client.resourceGroups.create(account, {name: 'Zones', scope}),
		result: example.resourceGroup,
	},
	'resourceGroups.update': {
		sdk: (sdk) => sdk.iam.resourceGroups.update(resourceGroup, {...all, scope}),
		ours: (client) => client.resourceGroups.update(account, resourceGroup, {scope}),
		result: example.resourceGroup,
	},
	'resourceGroups.list': {
		sdk: (sdk) => sdk.iam.resourceGroups.list({...all, name: 'Zones'}),
		ours: (client) => client.resourceGroups.list(account, {name: 'Zones'}),
		result: null,
	},
	'resourceGroups.delete': {
		sdk: (sdk) => sdk.iam.resourceGroups.delete(resourceGroup, all),
		ours: (client) => client.resourceGroups.delete(account, resourceGroup),
		result: {id: resourceGroup},
	},
	'resourceGroups.get': {
		sdk: (sdk) => sdk.iam.resourceGroups.get(resourceGroup, all),
		ours: (client) => client.resourceGroups.get(account, resourceGroup),
		result: example.resourceGroup,
	},
	'userGroups.create': {
		sdk: (sdk) => sdk.iam.userGroups.create({...all, name: 'Operators', policies: [policy]}),
		ours: (client) => client.userGroups.create(account, {name: 'Operators', policies: [policy]}),
		result: example.userGroups[0],
	},
	'userGroups.update': {
		sdk: (sdk) =>
			sdk.iam.userGroups.update(userGroup, {...all, name: 'Operators', policies: [{id: hex('a'), ...policy}]}),
		// A policy as it was read, with its id.
		ours: (client) =>
			client.userGroups.update(account, userGroup, {
				name: 'Operators',
				policies: [Object.assign({id: hex('a')}, policy)],
			}),
		result: example.userGroups[1],
		differences: {
			why: 'Cloudflare refuses policy ids of an earlier read, although its document requires them (contract 4.4)',
			body: () => ({name: 'Operators', policies: [policy]}),
			violations: ["body/policies/0 must have required property 'id'"],
		},
	},
	'userGroups.list': {
		sdk: (sdk) => sdk.iam.userGroups.list({...all, fuzzyName: 'ops', direction: 'desc'}),
		ours: (client) => client.userGroups.list(account, {fuzzyName: 'ops', direction: 'desc'}),
		result: example.userGroups,
		differences: wholePage(500),
	},
	'userGroups.delete': {
		sdk: (sdk) => sdk.iam.userGroups.delete(userGroup, all),
		ours: (client) => client.userGroups.delete(account, userGroup),
		result: null,
	},
	'userGroups.get': {
		sdk: (sdk) => sdk.iam.userGroups.get(userGroup, all),
		ours: (client) => client.userGroups.get(account, userGroup),
		result: example.userGroups[1],
	},
	'userGroups.members.add': {
		sdk: (sdk) => sdk.iam.userGroups.members.create(userGroup, {...all, members: [{id: member}, {id: otherMember}]}),
		ours: (client) => client.userGroups.members.add(account, userGroup, [member, otherMember]),
		result: example.groupMembers,
	},
	'userGroups.members.replace': {
		sdk: (sdk) => sdk.iam.userGroups.members.update(userGroup, {...all, members: []}),
		ours: (client) => client.userGroups.members.replace(account, userGroup, []),
		result: null,
	},
	'userGroups.members.list': {
		sdk: (sdk) => sdk.iam.userGroups.members.list(userGroup, {...all, fuzzyEmail: 'user@', page: 2, per_page: 7}),
		ours: (client) => client.userGroups.members.list(account, userGroup, {fuzzyEmail: 'user@', page: 2, per_page: 7}),
		result: example.groupMembers,
	},
	'userGroups.members.remove': {
		sdk: (sdk) => sdk.iam.userGroups.members.delete(member, {...all, user_group_id: userGroup}),
		ours: (client) => client.userGroups.members.remove(account, userGroup, member),
		result: example.groupMember,
	},
	'userGroups.members.get': {
		sdk: (sdk) => sdk.iam.userGroups.members.get(member, {...all, user_group_id: userGroup}),
		ours: (client) => client.userGroups.members.get(account, userGroup, member),
		result: example.groupMemberDetail,
	},
	'ssoConnectors.create': {
		sdk: (sdk) => sdk.iam.sso.create({...all, email_domain: 'example.com', begin_verification: false}),
		ours: (client) => client.ssoConnectors.create(account, {email_domain: 'example.com', begin_verification: false}),
		result: example.newSsoConnector,
	},
	'ssoConnectors.update': {
		sdk: (sdk) => sdk.iam.sso.update(connector, {...all, enabled: false}),
		ours: (client) => client.ssoConnectors.update(account, connector, {enabled: false}),
		// The documents print a list here.
		result: [example.ssoConnector],
	},
	'ssoConnectors.list': {
		sdk: (sdk) => sdk.iam.sso.list(all),
		ours: (client) => client.ssoConnectors.list(account),
		result: [example.ssoConnector],
	},
	'ssoConnectors.delete': {
		sdk: (sdk) => sdk.iam.sso.delete(connector, all),
		ours: (client) => client.ssoConnectors.delete(account, connector),
		result: {id: connector},
	},
	'ssoConnectors.beginVerification': {
		sdk: (sdk) => sdk.iam.sso.beginVerification(connector, all),
		ours: (client) => client.ssoConnectors.beginVerification(account, connector),
		result: undefined,
	},
	'ssoConnectors.get': {
		sdk: (sdk) => sdk.iam.sso.get(connector, all),
		ours: (client) => client.ssoConnectors.get(account, connector),
		result: example.ssoConnector,
	},
	'oauthClients.create': {
		sdk: (sdk) => sdk.iam.oauthClients.create({...all, ...newClient, optional_scopes: ['user-details.read']}),
		ours: (client) => client.oauthClients.create(account, {...newClient, optional_scopes: ['user-details.read']}),
		result: {...example.oauthClient, client_secret: 'cf-oauth-secret-example'},
		differences: {
			why: 'optional_scopes is newer than the OpenAPI document (contract 11.18)',
			violations: ['body must NOT have additional properties (optional_scopes)'],
		},
	},
	'oauthClients.update': {
		sdk: (sdk) => sdk.iam.oauthClients.update(oauthClient, {...all, client_name: 'Portal', visibility: 'public'}),
		ours: (client) => client.oauthClients.update(account, oauthClient, {client_name: 'Portal', visibility: 'public'}),
		result: example.oauthClient,
	},
	'oauthClients.list': {
		sdk: (sdk) => sdk.iam.oauthClients.list(all),
		ours: (client) => client.oauthClients.list(account),
		result: [example.oauthClient],
	},
	'oauthClients.delete': {
		sdk: (sdk) => sdk.iam.oauthClients.delete(oauthClient, all),
		ours: (client) => client.oauthClients.delete(account, oauthClient),
		result: {id: oauthClient},
	},
	'oauthClients.deleteRotatedSecret': {
		sdk: (sdk) => sdk.iam.oauthClients.deleteRotatedSecret(oauthClient, all),
		ours: (client) => client.oauthClients.deleteRotatedSecret(account, oauthClient),
		result: {id: oauthClient},
	},
	'oauthClients.get': {
		sdk: (sdk) => sdk.iam.oauthClients.get(oauthClient, all),
		ours: (client) => client.oauthClients.get(account, oauthClient),
		result: example.oauthClient,
	},
	'oauthClients.rotateSecret': {
		sdk: (sdk) => sdk.iam.oauthClients.rotateSecret(oauthClient, all),
		ours: (client) => client.oauthClients.rotateSecret(account, oauthClient),
		result: {client_secret: 'cf-oauth-secret-new-example'},
	},
	'oauthScopes.list': {
		sdk: (sdk) => sdk.iam.oauthScopes.list(),
		ours: (client) => client.oauthScopes.list(),
		result: [example.oauthScope],
	},
	'accounts.list': {
		sdk: (sdk) => sdk.accounts.list({name: 'Demo'}),
		ours: (client) => client.accounts.list({name: 'Demo'}),
		result: [example.account],
		differences: wholePage(50),
	},
	'accounts.get': {
		sdk: (sdk) => sdk.accounts.get(all),
		ours: (client) => client.accounts.get(account),
		result: example.account,
	},
	'members.list': {
		sdk: (sdk) => sdk.accounts.members.list({...all, order: 'user.email', status: 'accepted'}),
		ours: (client) => client.members.list(account, {order: 'user.email', status: 'accepted'}),
		result: [example.accountMember, example.pendingMember],
		differences: wholePage(50),
	},
	'members.get': {
		sdk: (sdk) => sdk.accounts.members.get(member, all),
		ours: (client) => client.members.get(account, member),
		result: example.accountMember,
	},
	'roles.list': {
		sdk: (sdk) => sdk.accounts.roles.list(all),
		ours: (client) => client.roles.list(account),
		result: [example.role],
		differences: wholePage(50),
	},
	'roles.get': {
		sdk: (sdk) => sdk.accounts.roles.get(role, all),
		ours: (client) => client.roles.get(account, role),
		result: example.role,
	},
	'zones.list': {
		sdk: (sdk) => sdk.zones.list({account: {id: account}, name: 'contains:example', order: 'name'}),
		ours: (client) => client.zones.list(account, {name: 'contains:example', order: 'name'}),
		result: [example.zone],
		differences: wholePage(50),
	},
	'user.get': {
		sdk: (sdk) => sdk.user.get(),
		ours: (client) => client.user.get(),
		result: example.user,
	},
	'tokens.verifyUser': {
		sdk: (sdk) => sdk.user.tokens.verify(),
		ours: (client) => client.tokens.verifyUser(),
		result: example.tokenVerification,
	},
	'tokens.verifyAccount': {
		sdk: (sdk) => sdk.accounts.tokens.verify(all),
		ours: (client) => client.tokens.verifyAccount(account),
		result: example.tokenVerification,
	},
	'tokens.getUser': {
		sdk: (sdk) => sdk.user.tokens.get(tokenId),
		ours: (client) => client.tokens.getUser(tokenId),
		result: example.token,
		differences: {why: 'the cut-out of the OpenAPI document has no single tokens', violations: ['no such operation']},
	},
	'tokens.getAccount': {
		sdk: (sdk) => sdk.accounts.tokens.get(tokenId, all),
		ours: (client) => client.tokens.getAccount(account, tokenId),
		result: example.token,
		differences: {why: 'the cut-out of the OpenAPI document has no single tokens', violations: ['no such operation']},
	},
	'memberships.list': {
		sdk: (sdk) => sdk.memberships.list(),
		ours: (client) => client.memberships.list(),
		result: [example.membership],
		differences: wholePage(50),
	},
};

/** What has to be the same. */
function essence(seen: SeenRequest) {
	return {
		method: seen.method,
		path: seen.path.replace('/client/v4', ''),
		query: Object.fromEntries([...seen.query].sort(([one], [other]) => (one < other ? -1 : 1))),
		body: seen.body === '' ? undefined : (JSON.parse(seen.body) as unknown),
		contentType: seen.headers['content-type'],
		contentLength: seen.headers['content-length'] === '0' ? '0' : undefined,
		authorization: seen.headers.authorization,
	};
}

let server: LoopbackServer;
let proxy: CheckingProxy;
let client: CloudflareClient;
let sdk: Cloudflare;
let result: unknown;

beforeAll(async () => {
	server = await startServer((_, response) => answer(response, result));
	proxy = await startCheckingProxy(server.url);
	client = createClient({baseUrl: proxy.url, credential: {kind: 'token', token: new Secret('token-of-the-test')}});
	// The SDK goes to the server itself: what its requests are worth is not asked here.
	sdk = new Cloudflare({apiToken: 'token-of-the-test', baseURL: server.url, maxRetries: 0});
});

afterAll(async () => {
	await client.close();
	await proxy.close();
	await server.close();
});

describe('every operation is sent as the official SDK sends it', () => {
	test.each(operations.map(({id: name}) => name))('%s', async (name) => {
		const {sdk: callSdk, ours, result: answered, differences} = cases[name];
		result = answered;
		await callSdk(sdk);
		const theirs = server.seen.at(-1);
		const before = server.seen.length;
		await ours(client);
		const own = server.seen.at(-1);
		if (theirs === undefined || own === undefined) throw new Error('nothing was sent');
		expect(server.seen.length).toBe(before + 1);

		const expected = essence(theirs);
		expect(essence(own)).toEqual({
			...expected,
			query: {...expected.query, ...differences?.query},
			body: differences?.body === undefined ? expected.body : differences.body(expected.body),
		});
	});
});

test.each(operations.map(({id: name}) => name))('%s is as the OpenAPI document says', async (name) => {
	const {ours, result: answered, differences} = cases[name];
	result = answered;
	proxy.violations.length = 0;
	await ours(client);
	const label = `${server.seen.at(-1)?.method} ${server.seen.at(-1)?.path.replace('/client/v4', '')}: `;
	expect(proxy.violations).toEqual((differences?.violations ?? []).map((violation) => label + violation));
});

test('there are the 31 operations of IAM, and thirteen that support them', () => {
	const iam = operations.filter(({sdk: method}) => method.startsWith('iam.'));
	expect(iam).toHaveLength(31);
	expect(new Set(operations.map(({id: name}) => name)).size).toBe(operations.length);
	expect(operations.filter(({writes, method}) => writes !== (method !== 'GET'))).toEqual([]);
});

test('no body means no content-type, and a POST says that it has none', async () => {
	result = {client_secret: 'x'};
	await client.oauthClients.rotateSecret(account, oauthClient);
	expect(server.seen.at(-1)?.headers).toMatchObject({'content-length': '0'});
	expect(server.seen.at(-1)?.headers).not.toHaveProperty('content-type');
	result = null;
	await client.userGroups.delete(account, userGroup);
	expect(server.seen.at(-1)?.headers).not.toHaveProperty('content-length');
	expect(server.seen.at(-1)?.headers).not.toHaveProperty('content-type');
});

test('fields that were read but are not for writing stay here', async () => {
	result = example.userGroups[0];
	const inline = {created_on: '2025-01-16T20:44:07.627233Z', id: null, scope: {...scope, name: 'x'}};
	await client.userGroups.update(account, userGroup, {
		policies: [
			Object.assign({status: 'V'}, policy, {
				resource_groups: [inline, Object.assign({name: 'x'}, {id: resourceGroup})],
			}),
		],
	});
	expect(JSON.parse(server.seen.at(-1)?.body ?? '')).toEqual({
		policies: [{...policy, resource_groups: [{scope}, {id: resourceGroup}]}],
	});
});

test('a page size beyond what the operation takes is brought into its range', async () => {
	result = [];
	proxy.violations.length = 0;
	await client.members.list(account, {per_page: 500, page: 0});
	await client.roles.list(account, {per_page: 1});
	await client.userGroups.list(account, {per_page: 0.5, page: Number.NaN});
	expect(proxy.violations).toEqual([]);
	expect(server.seen.slice(-3).map(({query}) => query.toString())).toEqual([
		'page=1&per_page=50',
		'page=1&per_page=5',
		'page=1&per_page=1',
	]);
});

describe('the checker itself', () => {
	const good = {
		method: 'GET',
		path: `/accounts/${account}/members`,
		query: new URLSearchParams('per_page=50'),
		headers: {authorization: 'Bearer x'},
	};

	test('finds nothing in a good request', () => expect(checkRequest(good)).toEqual([]));

	test.each([
		['an unknown path', {path: '/accounts/x/unknown'}, /no such operation/],
		['a method that the path has not', {method: 'PATCH'}, /no such operation/],
		['an account id of the wrong length', {path: '/accounts/abc/members'}, /account_id "abc" must NOT have fewer/],
		['an undeclared query parameter', {query: new URLSearchParams('perpage=5')}, /perpage is not declared/],
		['a query parameter out of range', {query: new URLSearchParams('per_page=51')}, /per_page "51" must be <= 50/],
		['a query parameter of another type', {query: new URLSearchParams('page=two')}, /page "two" must be number/],
		['a value outside the set', {query: new URLSearchParams('direction=up')}, /direction "up" must be equal/],
		['a repeated query parameter', {query: new URLSearchParams('page=1&page=2')}, /page is given 2 times/],
		[
			'a body where none belongs',
			{body: '{}', headers: {...good.headers, 'content-type': 'application/json'}},
			/none is declared/,
		],
		['no credential', {headers: {}}, /credential \(none\)/],
		['half a credential', {headers: {'x-auth-key': 'x'}}, /credential \(api_key\)/],
	])('finds %s', (_, change, fault) => {
		expect(checkRequest({...good, ...change}).join('\n')).toMatch(fault);
	});

	const adding = {
		method: 'POST',
		path: `/accounts/${account}/iam/user_groups/${userGroup}/members`,
		query: new URLSearchParams(),
		headers: {authorization: 'Bearer x', 'content-type': 'application/json'},
		body: JSON.stringify([{id: member}]),
	};

	test.each([
		['a good body', {}, /^$/],
		['a missing body', {body: ''}, /body is missing[\s\S]*content-type without a body/],
		['members in an object', {body: JSON.stringify({members: [{id: member}]})}, /body must be array/],
		['an undeclared field', {body: JSON.stringify([{id: member, email: 'x'}])}, /additional properties \(email\)/],
		['another content type', {headers: {authorization: 'Bearer x', 'content-type': 'text/plain'}}, /text\/plain/],
		['broken JSON', {body: '[{'}, /not JSON/],
	])('judges %s', (_, change, fault) => {
		expect(checkRequest({...adding, ...change}).join('\n')).toMatch(fault);
	});

	test('takes a key for SSO connectors as what it is, a fault', () => {
		const key = {'x-auth-email': 'a@b.c', 'x-auth-key': 'k'};
		const query = new URLSearchParams();
		expect(
			checkRequest({method: 'GET', path: `/accounts/${account}/sso_connectors`, query, headers: key}),
		).toHaveLength(1);
		expect(checkRequest({method: 'GET', path: `/accounts/${account}/oauth_clients`, query, headers: key})).toEqual([]);
	});
});
