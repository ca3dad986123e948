import Cloudflare from 'cloudflare';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type CloudflareClient, createClient} from '../../source/api/client.ts';
import {operations} from '../../source/api/operations.ts';
import {Secret} from '../../source/secret.ts';
import {type CheckingProxy, checkRequest, startCheckingProxy} from '../support/openapi/check.ts';
import {account, cases, member, oauthClient, policy, resourceGroup, scope, userGroup} from './operation-cases.ts';
import * as example from './support/examples.ts';
import {answer, type LoopbackServer, type SeenRequest, startServer} from './support/loopback-server.ts';

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
