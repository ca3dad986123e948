import * as v from 'valibot';
import {afterEach, describe, expect, test} from 'vitest';
import {
	type ClientOptions,
	CloudflareError,
	createClient,
	parseAccountId,
	ReadOnlyError,
	type RequestEntry,
} from '../../source/api/client.ts';
import {
	memberIdSchema,
	oauthClientIdSchema,
	resourceGroupIdSchema,
	ssoConnectorIdSchema,
	userGroupIdSchema,
} from '../../source/api/ids.ts';
import {Secret} from '../../source/secret.ts';
import {leapingClock, manualClock} from './support/clocks.ts';
import * as example from './support/examples.ts';
import {answer, type Handler, type LoopbackServer, refuse, startServer} from './support/loopback-server.ts';

const account = parseAccountId(example.accountId);
const group = v.parse(userGroupIdSchema, 'f234f49f66df4db8864c5189fe78c87f');
const member = v.parse(memberIdSchema, '4f5f0c14a2a41d5063dd301b2f829f04');
const connector = v.parse(ssoConnectorIdSchema, '023e105f4ecef8ad9ca31a8372d0c353');
const oauthClient = v.parse(oauthClientIdSchema, 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4');
const secretToken = 'cfut_0123456789abcdef0123456789abcdef01234567';

const opened: {close(): Promise<unknown>}[] = [];
afterEach(async () => {
	for (const one of opened.splice(0)) await one.close();
});

async function serve(handler: Handler): Promise<LoopbackServer> {
	const server = await startServer(handler);
	opened.push(server);
	return server;
}

function clientOf(server: LoopbackServer, options: Partial<ClientOptions> = {}) {
	const clock = leapingClock();
	const entries: RequestEntry[] = [];
	const client = createClient({
		baseUrl: server.url,
		credential: {kind: 'token', token: new Secret(secretToken)},
		clock,
		random: () => 0,
		onRequest: (entry) => entries.push(entry),
		...options,
	});
	opened.unshift(client);
	return {client, clock, entries};
}

async function setUp(handler: Handler, options: Partial<ClientOptions> = {}) {
	const server = await serve(handler);
	return {server, ...clientOf(server, options)};
}

/** Answers the first requests by the given handlers, each once, and all others by the last. */
function inTurn(...handlers: readonly Handler[]): Handler {
	let turn = 0;
	return (...request) => {
		const handler = handlers[Math.min(turn, handlers.length - 1)];
		turn += 1;
		handler?.(...request);
	};
}

const fail =
	(status: number, headers?: Readonly<Record<string, string>>): Handler =>
	(_, response) =>
		refuse(response, status, [{code: status, message: 'not now'}], headers);
const succeed =
	(result: unknown): Handler =>
	(_, response) =>
		answer(response, result);
const drop: Handler = (_, response) => response.destroy();

async function errorOf(promise: Promise<unknown>): Promise<CloudflareError> {
	const error = await promise.then(
		() => new Error('it succeeded'),
		(thrown: unknown) => thrown,
	);
	if (error instanceof CloudflareError) return error;
	throw error;
}

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

	test('by PUT are tried again', async () => {
		const {client, server} = await setUp(inTurn(fail(502), drop, succeed(null)));
		expect(await client.userGroups.members.replace(account, group, [])).toEqual([]);
		expect(server.seen.map(({body}) => body)).toEqual(['[]', '[]', '[]']);
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

	test('whose answer was lost is done when the second finds nothing', async () => {
		const {client, server} = await setUp(inTurn(drop, gone));
		await client.userGroups.delete(account, group);
		expect(server.seen).toHaveLength(2);
	});

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

	const notIn: Handler = (seen, response) =>
		seen.method === 'DELETE'
			? refuse(response, 400, [{code: 400, message: 'invalid member'}])
			: refuse(response, 404, [{code: 404, message: 'member not found in user group'}]);

	test('of a member is done when the second is refused and the member is not in', async () => {
		const {client, server} = await setUp(inTurn(drop, notIn));
		expect(await client.userGroups.members.remove(account, group, member)).toEqual({id: member});
		expect(server.seen.map(({method}) => method)).toEqual(['DELETE', 'DELETE', 'GET']);
	});

	test('of a member is not done when the second is refused and the member is still in', async () => {
		const stillIn: Handler = (seen, response) =>
			seen.method === 'DELETE'
				? refuse(response, 400, [{code: 400, message: 'Policy validation failed'}])
				: answer(response, example.groupMemberDetail);
		const {client} = await setUp(inTurn(drop, stillIn));
		expect(await errorOf(client.userGroups.members.remove(account, group, member))).toMatchObject({kind: 'invalid'});
	});

	test('of a member who was never in is an error, asked once', async () => {
		const {client, server} = await setUp(notIn);
		expect(await errorOf(client.userGroups.members.remove(account, group, member))).toMatchObject({kind: 'invalid'});
		expect(server.seen).toHaveLength(1);
	});

	test('of a former secret is done when the second is refused and there is none', async () => {
		const none: Handler = (seen, response) =>
			seen.method === 'DELETE'
				? refuse(response, 400, [{code: 1004, message: 'no rotated secret'}])
				: answer(response, example.oauthClient);
		const {client} = await setUp(inTurn(fail(500), none));
		await client.oauthClients.deleteRotatedSecret(account, oauthClient);
		const {client: other} = await setUp(none);
		expect(await errorOf(other.oauthClients.deleteRotatedSecret(account, oauthClient))).toMatchObject({
			kind: 'invalid',
		});
	});

	test('may be answered with null or with nothing at all', async () => {
		const {client} = await setUp(inTurn(succeed(null), (_, response) => response.writeHead(204).end()));
		await client.resourceGroups.delete(account, v.parse(resourceGroupIdSchema, example.resourceGroup.id));
		expect(await client.userGroups.members.remove(account, group, member)).toEqual({id: member});
	});
});

describe('when Cloudflare asks to wait', () => {
	test('the wait is as long as it says, and shown', async () => {
		const clock = manualClock(Date.UTC(2026, 10, 22, 12));
		const {client, server} = await setUp(inTurn(fail(429, {'retry-after': '7'}), succeed([])), {clock});
		const listing = client.userGroups.list(account);
		await waitFor(() => client.budget.waiting !== undefined, client);
		expect(client.budget.snapshot()).toMatchObject({
			remaining: 0,
			waiting: {until: clock.now() + 7000, reason: 'Cloudflare asks to wait', background: false},
		});
		// Everything else waits too.
		const other = client.roles.list(account);
		expect(server.seen).toHaveLength(1);
		clock.advance(7000);
		await listing;
		await other;
		expect(client.budget.waiting).toBeUndefined();
		expect(server.seen).toHaveLength(3);
	});

	test('it may name a date, or only the end of the window', async () => {
		const clock = manualClock(Date.UTC(2026, 10, 22, 12));
		for (const headers of [
			{'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT'},
			{ratelimit: '"default";r=0;t=29', 'ratelimit-policy': '"default";q=1200;w=300'},
		]) {
			const {client} = await setUp(inTurn(fail(429, headers), succeed([])), {clock});
			const listing = client.userGroups.list(account);
			await waitFor(() => client.budget.waiting !== undefined, client);
			const until = client.budget.waiting?.until ?? 0;
			expect(until - Date.UTC(2026, 10, 22, 12)).toBeGreaterThanOrEqual(29_000);
			expect(until - Date.UTC(2026, 10, 22, 12)).toBeLessThanOrEqual(30_000);
			clock.advance(1);
			client.budget.cancelWait();
			await errorOf(listing);
		}
	});

	test('the user can give the wait up: nothing more is sent, and the error says when to come again', async () => {
		const clock = manualClock();
		const {client, server} = await setUp(fail(429, {'retry-after': '200'}), {clock});
		const writing = errorOf(client.userGroups.members.add(account, group, [member]));
		await waitFor(() => client.budget.waiting !== undefined, client);
		const queued = errorOf(client.roles.list(account));
		client.budget.cancelWait();
		expect(await writing).toMatchObject({
			kind: 'rate-limit',
			status: 429,
			retryAt: clock.now() + 200_000,
			uncertain: false,
		});
		expect(await queued).toMatchObject({kind: 'rate-limit', status: undefined, retryAt: clock.now() + 200_000});
		expect(server.seen).toHaveLength(1);
	});

	test('for longer than anybody waits, it is an error at once', async () => {
		const {client, server} = await setUp(fail(429, {'retry-after': '3600'}));
		expect(await errorOf(client.userGroups.list(account))).toMatchObject({kind: 'rate-limit', status: 429});
		expect(server.seen).toHaveLength(1);
	});

	test('calling off ends the wait', async () => {
		const clock = manualClock();
		const controller = new AbortController();
		const {client} = await setUp(fail(429, {'retry-after': '200'}), {clock});
		const listing = errorOf(client.userGroups.list(account, {}, {signal: controller.signal}));
		await waitFor(() => client.budget.waiting !== undefined, client);
		controller.abort();
		expect(await listing).toMatchObject({kind: 'aborted'});
		expect(client.budget.waiting).toBeUndefined();
	});
});

test('the budget is read from the answers, and background reading leaves a reserve', async () => {
	const headers = {ratelimit: '"default";r=100;t=60', 'ratelimit-policy': '"default";q=1200;w=300'};
	const clock = manualClock();
	const {client, server} = await setUp((_, response) => answer(response, [], {headers}), {clock});
	await client.userGroups.list(account);
	expect(client.budget.snapshot()).toMatchObject({limit: 1200, remaining: 100});
	const background = errorOf(client.roles.list(account, {}, {priority: 'background'}));
	expect(client.budget.waiting).toMatchObject({background: true});
	await client.members.list(account);
	expect(server.seen.map(({path}) => path.split('/').at(-1))).toEqual(['user_groups', 'members']);
	client.budget.cancelWait();
	expect(await background).toMatchObject({kind: 'rate-limit', uncertain: false});
});

test('no more than six requests are in flight', async () => {
	let open = 0;
	let most = 0;
	const {client, server} = await setUp((_, response) => {
		open += 1;
		most = Math.max(most, open);
		setImmediate(() => {
			open -= 1;
			answer(response, []);
		});
	});
	await Promise.all(Array.from({length: 30}, () => client.userGroups.members.list(account, group)));
	expect(server.seen).toHaveLength(30);
	expect(most).toBeLessThanOrEqual(6);
	expect(most).toBeGreaterThan(1);
});

describe('in read-only mode', () => {
	const writes = {
		'resourceGroups.create': (client) =>
			client.resourceGroups.create(account, {name: 'x', scope: {key: 'x', objects: [{key: '*'}]}}),
		'userGroups.update': (client) => client.userGroups.update(account, group, {name: 'x'}),
		'userGroups.delete': (client) => client.userGroups.delete(account, group),
		'members.add': (client) => client.userGroups.members.add(account, group, [member]),
		'members.replace': (client) => client.userGroups.members.replace(account, group, []),
		'members.remove': (client) => client.userGroups.members.remove(account, group, member),
		'sso.update': (client) => client.ssoConnectors.update(account, connector, {enabled: false}),
		'sso.beginVerification': (client) => client.ssoConnectors.beginVerification(account, connector),
		'oauth.rotateSecret': (client) => client.oauthClients.rotateSecret(account, oauthClient),
	} satisfies Record<string, (client: ReturnType<typeof createClient>) => Promise<unknown>>;

	test.each(Object.entries(writes))('%s does not leave the process', async (_, write) => {
		const {client, server, entries} = await setUp(succeed(null), {readOnly: true});
		await expect(write(client)).rejects.toThrow(ReadOnlyError);
		expect(await errorOf(write(client))).toMatchObject({kind: 'read-only', uncertain: false});
		expect(server.seen).toHaveLength(0);
		expect(entries).toHaveLength(0);
	});

	test('reads go on, and unlocking lets writes go', async () => {
		const {client, server} = await setUp(succeed(null), {readOnly: true});
		await client.userGroups.list(account);
		client.readOnly = false;
		await client.userGroups.delete(account, group);
		expect(server.seen).toHaveLength(2);
	});

	test('a write that is still waiting when the lock closes stays here', async () => {
		const clock = manualClock();
		const {client, server} = await setUp(inTurn(fail(429, {'retry-after': '9'}), succeed([])), {clock});
		const reading = client.userGroups.list(account);
		await waitFor(() => client.budget.waiting !== undefined, client);
		const writing = errorOf(client.userGroups.delete(account, group));
		client.readOnly = true;
		clock.advance(9000);
		await reading;
		expect(await writing).toMatchObject({kind: 'read-only'});
		expect(server.seen.map(({method}) => method)).toEqual(['GET', 'GET']);
	});
});

describe('the credential', () => {
	test('goes out as a bearer token', async () => {
		const {client, server} = await setUp(succeed([]), {userAgent: 'cfiam/1.2.3'});
		await client.oauthScopes.list();
		expect(server.seen[0]?.headers).toMatchObject({
			authorization: `Bearer ${secretToken}`,
			accept: 'application/json',
			'user-agent': 'cfiam/1.2.3',
		});
	});

	test('goes out as email and key', async () => {
		const {client, server} = await setUp(succeed([]), {
			credential: {kind: 'key', email: 'ana@example.com', key: new Secret('0123456789abcdef0123456789abcdef01234')},
		});
		await client.oauthScopes.list();
		expect(server.seen[0]?.headers).toMatchObject({
			'x-auth-email': 'ana@example.com',
			'x-auth-key': '0123456789abcdef0123456789abcdef01234',
		});
		expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
	});

	test.each([
		['', /token is empty/],
		['abc\ndef-secret', /a line break at position 4/],
		['abc secret', /a space at position 4/],
		['sécret', /a character beyond ASCII at position 2/],
		['\u001b[31msecret', /a control character at position 1/],
	])('%j is refused before anything is sent, without being repeated', async (token, message) => {
		const {client, server} = await setUp(succeed([]), {credential: {kind: 'token', token: new Secret(token)}});
		const error = await errorOf(client.oauthScopes.list());
		expect(error).toMatchObject({kind: 'authentication', messages: [expect.stringMatching(message)]});
		expect(JSON.stringify([error.message, error.messages, error.next])).not.toMatch(/secret/);
		expect(server.seen).toHaveLength(0);
	});

	test('is taken out of errors of servers that repeat it', async () => {
		const echo: Handler = (seen, response) => response.writeHead(400).end(`You sent ${seen.headers.authorization}`);
		const chatter: Handler = (seen, response) =>
			refuse(response, 403, [{code: 1, message: `bad ${seen.headers.authorization}`}]);
		const away: Handler = (_, response) =>
			response.writeHead(302, {location: `https://evil.example/?t=${secretToken}`}).end();
		const page: Handler = (_, response) => response.end(`<html><title>${secretToken}</title>`);
		for (const handler of [echo, chatter, away, page]) {
			const {client, entries} = await setUp(handler);
			const error = await errorOf(client.oauthScopes.list());
			expect(JSON.stringify([error.message, error.messages, entries])).not.toContain(secretToken);
		}
	});
});

test('a redirect is not followed, and the error says so', async () => {
	const elsewhere = await serve(succeed([]));
	const {client} = await setUp((_, response) => response.writeHead(307, {location: elsewhere.url}).end());
	const error = await errorOf(client.oauthScopes.list());
	expect(error).toMatchObject({kind: 'unreadable', status: 307});
	expect(error.messages[0]).toContain(`redirect to ${elsewhere.url}`);
	expect(elsewhere.seen).toHaveLength(0);
});

test.each([
	['my-account', /10 characters/],
	['', /empty/],
])('an account id that is none (%j) is refused before anything is sent', async (id, message) => {
	const {client, server} = await setUp(succeed([]));
	for (const call of [client.userGroups.list, client.zones.list, client.tokens.verifyAccount]) {
		expect(await errorOf(Reflect.apply(call, undefined, [id]))).toMatchObject({
			kind: 'invalid',
			messages: [expect.stringMatching(message)],
		});
	}
	expect(server.seen).toHaveLength(0);
});

test('ids can not lead to another path', async () => {
	const {client, server} = await setUp(succeed(example.userGroups[0]));
	const id = (text: string) => v.parse(userGroupIdSchema, text);
	for (const text of ['.', '..'])
		expect(await errorOf(client.userGroups.get(account, id(text)))).toMatchObject({kind: 'invalid'});
	await client.userGroups.get(account, id('../members?x=1#y'));
	expect(server.seen.map(({path}) => path)).toEqual([
		`/client/v4/accounts/${account}/iam/user_groups/..%2Fmembers%3Fx%3D1%23y`,
	]);
});

describe('what the server says', () => {
	test('is made inert, values, keys, errors and ray id', async () => {
		const nasty = {...example.userGroups[0], name: 'a\u001b]0;x\u0007b\u202e', '\u009bkey': ['\u200b']};
		const {client} = await setUp(
			inTurn(
				succeed([nasty]),
				(_, response) => {
					response.writeHead(404, {'cf-ray': 'x\u0009y'});
					response.end(
						JSON.stringify({
							success: false,
							errors: [{code: 404, message: 'gone\u001b[2J'}],
							messages: [],
							result: null,
						}),
					);
				},
				(_, response) => response.writeHead(404).end('plain \u001b[31mtext'),
			),
		);
		const {items} = await client.userGroups.list(account);
		expect(items[0]).toMatchObject({name: 'a\\u{1b}]0;x\\u{7}b\\u{202e}', '\\u{9b}key': ['\\u{200b}']});
		const error = await errorOf(client.userGroups.get(account, group));
		expect(error.messages).toEqual(['gone\\u{1b}[2J (404)']);
		expect(error.rayId).toBe('x\\u{9}y');
		const plain = await errorOf(client.userGroups.get(account, group));
		expect(plain.messages[0]).toBe('The answer was no JSON, with status 404: plain \\u{1b}[31mtext');
	});

	test('about secrets is kept as it is, and apart', async () => {
		const secret = 'cf-oauth-\u200bsecret-example';
		const withSecret = {...example.oauthClient, client_secret: secret};
		const {client} = await setUp(
			inTurn(
				succeed(withSecret),
				succeed([withSecret]),
				succeed(withSecret),
				succeed({client_secret: secret}),
				succeed({}),
			),
		);
		const created = await client.oauthClients.create(account, {
			client_name: 'My OAuth App',
			grant_types: ['authorization_code'],
			redirect_uris: ['https://example.com/callback'],
			response_types: ['code'],
			scopes: ['account.read'],
			token_endpoint_auth_method: 'client_secret_post',
		});
		expect(created.secret?.reveal()).toBe(secret);
		expect(JSON.stringify(created)).not.toContain('secret-example');
		expect(JSON.stringify(await client.oauthClients.list(account))).not.toContain('secret-example');
		expect(JSON.stringify(await client.oauthClients.update(account, oauthClient, {}))).not.toContain('secret-example');
		expect((await client.oauthClients.rotateSecret(account, oauthClient))?.reveal()).toBe(secret);
		expect(await client.oauthClients.rotateSecret(account, oauthClient)).toBeUndefined();
	});
});

describe('calling off', () => {
	test('in flight ends the request', async () => {
		const controller = new AbortController();
		const {client, entries} = await setUp(() => controller.abort());
		const error = await errorOf(client.userGroups.create(account, {name: 'x'}, {signal: controller.signal}));
		expect(error).toMatchObject({kind: 'aborted', uncertain: true});
		expect(entries).toHaveLength(1);
	});

	test('before sending sends nothing', async () => {
		const {client, server, entries} = await setUp(succeed([]));
		const options = {signal: AbortSignal.abort()};
		expect(await errorOf(client.userGroups.delete(account, group, options))).toMatchObject({
			kind: 'aborted',
			uncertain: false,
		});
		expect(server.seen).toHaveLength(0);
		expect(entries).toHaveLength(0);
	});

	test('one signal may serve for very many requests', async () => {
		const warnings: unknown[] = [];
		const warn = (warning: unknown) => warnings.push(warning);
		process.on('warning', warn);
		const controller = new AbortController();
		const {client, server} = await setUp(() => {});
		const calls = Array.from({length: 200}, () => errorOf(client.roles.list(account, {}, {signal: controller.signal})));
		await server.arrived(6);
		controller.abort();
		const kinds = new Set((await Promise.all(calls)).map(({kind}) => kind));
		process.off('warning', warn);
		expect([...kinds]).toEqual(['aborted']);
		expect(warnings).toEqual([]);
		expect(server.seen).toHaveLength(6);
	});

	test('by closing ends what is under way and what waits', async () => {
		const {client, server} = await setUp(() => {});
		const calls = Array.from({length: 10}, () => errorOf(client.roles.list(account)));
		await server.arrived(6);
		await client.close();
		expect((await Promise.all(calls)).map(({kind}) => kind)).toEqual(Array.from({length: 10}, () => 'aborted'));
		expect(await errorOf(client.roles.list(account))).toMatchObject({kind: 'aborted'});
	});
});

/** Waits for a change of the budget that makes the condition true. */
function waitFor(
	condition: () => boolean,
	{budget}: {budget: {subscribe(listener: () => void): () => void}},
): Promise<void> {
	return new Promise((resolve) => {
		const leave = budget.subscribe(() => {
			if (!condition()) return;
			leave();
			resolve();
		});
	});
}
