import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import type {CloudflareClient} from '../../source/api/client.ts';
import {resourceGroupIdSchema} from '../../source/api/ids.ts';
import {retriesFailure} from '../../source/api/retry.ts';
import * as example from './support/examples.ts';
import {type Handler, refuse} from './support/loopback-server.ts';
import {
	account,
	connector,
	drop,
	errorOf,
	fail,
	group,
	inTurn,
	member,
	oauthClient,
	setUp,
	succeed,
} from './support/set-up.ts';

describe('reads are tried again', () => {
	test.each([408, 429, 500, 502, 503, 504, 522])('after status %s, with growing pauses', async (status) => {
		const {client, server, clock, entries} = await setUp(inTurn(fail(status), fail(status), succeed([example.zone])));
		const {items} = await client.zones.list(account);
		expect(items).toHaveLength(1);
		expect(server.seen).toHaveLength(3);
		expect(clock.delays).toEqual([500, 1000]);
		expect(entries).toMatchObject([{method: 'GET', path: '/zones', status: 200, retries: 2, error: undefined}]);
	});

	test('after a lost connection and a broken answer', async () => {
		const truncated: Handler = (_, response) => {
			response.writeHead(200, {'content-length': '100'});
			response.write('{"result":');
			setImmediate(() => response.destroy());
		};
		const {client, server} = await setUp(inTurn(drop, truncated, succeed([])));
		expect((await client.roles.list(account)).items).toEqual([]);
		expect(server.seen).toHaveLength(3);
	});

	test('twice at most; then the error says what the last answer said', async () => {
		const {client, server, entries} = await setUp(fail(503, {'cf-ray': '8f00aa11bb22cc33-FRA'}));
		const error = await errorOf(client.userGroups.list(account));
		expect(error).toMatchObject({kind: 'server', status: 503, code: 503, rayId: '8f00aa11bb22cc33-FRA'});
		expect(server.seen).toHaveLength(3);
		expect(entries).toMatchObject([{status: 503, rayId: '8f00aa11bb22cc33-FRA', retries: 2, error: error.message}]);
	});

	test.each([400, 401, 403, 404, 409, 422, 501])('but not after status %s', async (status) => {
		const {client, server} = await setUp(fail(status));
		await errorOf(client.userGroups.list(account));
		expect(server.seen).toHaveLength(1);
	});

	test('but not when the server keeps silent: the wait was long enough', async () => {
		const {client, server} = await setUp(() => {}, {timeouts: {answer: 50}});
		expect(await errorOf(client.userGroups.list(account))).toMatchObject({kind: 'timeout', status: undefined});
		expect(server.seen).toHaveLength(1);
	});
});

describe('writes', () => {
	test.each([500, 503, 408])('by POST and PATCH are not tried again after status %s', async (status) => {
		const {client, server} = await setUp(fail(status));
		expect(await errorOf(client.userGroups.create(account, {name: 'x'}))).toMatchObject({uncertain: true});
		expect(await errorOf(client.ssoConnectors.update(account, connector, {enabled: true}))).toMatchObject({
			uncertain: true,
		});
		expect(server.seen).toHaveLength(2);
	});

	test('by POST are not tried again after a lost answer, and the outcome is said to be unknown', async () => {
		const {client, server} = await setUp(drop);
		const error = await errorOf(client.userGroups.members.add(account, group, [member]));
		expect(error).toMatchObject({kind: 'network', uncertain: true, status: undefined});
		expect(server.seen).toHaveLength(1);
	});

	test('by POST are tried again after 429: nothing was done', async () => {
		const {client, server} = await setUp(inTurn(fail(429, {'retry-after': '3'}), succeed(example.groupMembers)));
		expect(await client.userGroups.members.add(account, group, [member])).toHaveLength(2);
		expect(server.seen).toHaveLength(2);
		expect(server.seen[1]?.body).toBe(JSON.stringify([{id: member}]));
	});

	/** Each of the writes that would do the same to what it found the first time. */
	const idempotent = [
		['PUT of policies', (client: CloudflareClient) => client.userGroups.update(account, group, {policies: []})],
		['PUT of members', (client: CloudflareClient) => client.userGroups.members.replace(account, group, [])],
		['DELETE of a group', (client: CloudflareClient) => client.userGroups.delete(account, group)],
		['DELETE of a secret', (client: CloudflareClient) => client.oauthClients.deleteRotatedSecret(account, oauthClient)],
	] as const;

	const brokenOff: Handler = (_, response) => {
		response.writeHead(200, {'content-length': '100'});
		response.write('{"result":');
		setImmediate(() => response.destroy());
	};

	test.each(idempotent)('by %s go out once when the answer was lost: somebody else may write', async (_, write) => {
		for (const lost of [drop, brokenOff, fail(408), fail(500), fail(502), fail(504), fail(522)]) {
			const {client, server} = await setUp(inTurn(lost, succeed(null)));
			expect(await errorOf(write(client))).toMatchObject({uncertain: true});
			expect(server.seen).toHaveLength(1);
		}
	});

	test.each(idempotent)('by %s are tried again after 429: nothing was done', async (_, write) => {
		const {client, server} = await setUp(inTurn(fail(429, {'retry-after': '3'}), fail(403)));
		expect(await errorOf(write(client))).toMatchObject({kind: 'permission', uncertain: false});
		expect(server.seen).toHaveLength(2);
	});

	test('are tried again when there was no connection to send them on', async () => {
		const {client, server, entries} = await setUp(succeed(null));
		await server.close();
		expect(await errorOf(client.userGroups.members.replace(account, group, []))).toMatchObject({uncertain: false});
		expect(await errorOf(client.userGroups.members.add(account, group, [member]))).toMatchObject({uncertain: false});
		expect(entries.map(({retries}) => retries)).toEqual([2, 2]);
		const failures = ['unknown-host', 'refused', 'connect-timeout', 'unreachable', 'reset', 'other'] as const;
		expect(failures.filter((reason) => retriesFailure(true, reason))).toEqual(failures.slice(0, 3));
	});

	test('never go out with an empty body for a missing list of members', async () => {
		const {client, server} = await setUp(succeed([]));
		const {add, replace} = client.userGroups.members;
		for (const list of [undefined, null, {id: member}, [{id: member}], ['']]) {
			await expect(Reflect.apply(add, undefined, [account, group, list])).rejects.toThrow(TypeError);
			await expect(Reflect.apply(replace, undefined, [account, group, list])).rejects.toThrow(TypeError);
		}
		expect(server.seen).toHaveLength(0);
	});
});

describe('a DELETE', () => {
	const gone: Handler = (_, response) => refuse(response, 404, [{code: 404, message: 'User group not found'}]);

	test('that was only put off is not done when the second finds nothing', async () => {
		const {client} = await setUp(inTurn(fail(429), gone));
		expect(await errorOf(client.userGroups.delete(account, group))).toMatchObject({kind: 'not-found'});
	});

	test('of something unknown is an error at once', async () => {
		const {client} = await setUp(gone);
		expect(await errorOf(client.userGroups.delete(account, group))).toMatchObject({
			kind: 'not-found',
			uncertain: false,
		});
	});

	test('of a member who was never in is an error, asked once', async () => {
		const {client, server} = await setUp((_, response) =>
			refuse(response, 400, [{code: 400, message: 'invalid member'}]),
		);
		expect(await errorOf(client.userGroups.members.remove(account, group, member))).toMatchObject({kind: 'invalid'});
		expect(server.seen).toHaveLength(1);
	});

	test('may be answered with null or with nothing at all', async () => {
		const {client} = await setUp(inTurn(succeed(null), (_, response) => response.writeHead(204).end()));
		await client.resourceGroups.delete(account, v.parse(resourceGroupIdSchema, example.resourceGroup.id));
		expect(await client.userGroups.members.remove(account, group, member)).toEqual({id: member});
	});
});

test.each([
	['a list', (client: CloudflareClient) => client.userGroups.list(account), false],
	[
		'the members after adding',
		(client: CloudflareClient) => client.userGroups.members.add(account, group, [member]),
		true,
	],
	['a new secret', (client: CloudflareClient) => client.oauthClients.rotateSecret(account, oauthClient), true],
] as const)('%s can not be an empty answer', async (_, call, uncertain) => {
	const {client} = await setUp((_request, response) => response.writeHead(200).end());
	expect(await errorOf(call(client))).toMatchObject({
		kind: 'unreadable',
		uncertain,
		messages: [expect.stringMatching(/is empty/)],
	});
});
