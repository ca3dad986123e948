import {afterEach, describe, expect, test} from 'vitest';
import {type Credential, createClient, parseAccountId} from '../../source/api/client.ts';
import {verifyCredential} from '../../source/api/verification.ts';
import {Secret} from '../../source/secret.ts';
import {leapingClock} from './support/clocks.ts';
import * as example from './support/examples.ts';
import {answer, type Handler, refuse, startServer} from './support/loopback-server.ts';

const account = parseAccountId(example.accountId);
const token: Credential = {kind: 'token', token: new Secret('cfut_0123456789abcdef')};

const opened: {close(): Promise<unknown>}[] = [];
afterEach(async () => {
	for (const one of opened.splice(0)) await one.close();
});

/** A server that knows some paths, and refuses the others as Cloudflare refuses unknown tokens. */
async function setUp(paths: Readonly<Record<string, Handler>>, credential = token) {
	const server = await startServer((seen, response, incoming) => {
		const path = seen.path.replace('/client/v4', '');
		const handler = paths[path];
		if (handler === undefined) refuse(response, 401, [{code: 1000, message: 'Invalid API Token'}]);
		else handler(seen, response, incoming);
	});
	const client = createClient({baseUrl: server.url, credential, clock: leapingClock(), random: () => 0});
	opened.push(client, server);
	return {client, asked: () => server.seen.map(({path}) => path.replace('/client/v4', ''))};
}

const good: Handler = (_, response) =>
	answer(response, {...example.tokenVerification, expires_on: '2027-01-01T00:00:00Z'});
const atAccount = `/accounts/${account}/tokens/verify`;

test('a token of a user is asked about once', async () => {
	const {client, asked} = await setUp({'/user/tokens/verify': good});
	expect(await verifyCredential(client, account)).toEqual({
		kind: 'user token',
		status: 'active',
		id: example.tokenVerification.id,
		notBefore: undefined,
		expiresOn: '2027-01-01T00:00:00Z',
	});
	expect(asked()).toEqual(['/user/tokens/verify']);
});

test.each(['disabled', 'expired', 'unheard-of'])('a token that is %s is told as that', async (status) => {
	const verify: Handler = (_, response) => answer(response, {...example.tokenVerification, status});
	const {client} = await setUp({'/user/tokens/verify': verify});
	expect(await verifyCredential(client)).toMatchObject({kind: 'user token', status});
});

describe('a token of an account', () => {
	test('is asked about at the account that is given', async () => {
		const {client, asked} = await setUp({[atAccount]: good});
		expect(await verifyCredential(client, account)).toMatchObject({kind: 'account token', status: 'active'});
		expect(asked()).toEqual(['/user/tokens/verify', atAccount]);
	});

	test('is found by the only account that it sees', async () => {
		const {client} = await setUp({
			[atAccount]: good,
			'/accounts': (_, response) => answer(response, [example.account]),
		});
		expect(await verifyCredential(client)).toMatchObject({kind: 'account token'});
	});

	test('is told in the words about users where it may not list accounts: who asks knows of the account id', async () => {
		const {client} = await setUp({
			[atAccount]: good,
			'/accounts': (_, response) =>
				refuse(response, 400, [{code: 1001, message: 'List accounts endpoint does not support account owned tokens.'}]),
		});
		await expect(verifyCredential(client)).rejects.toMatchObject({
			kind: 'authentication',
			attempted: 'verify the API token',
			messages: ['Invalid API Token (1000)'],
		});
	});
});

test('a token that nobody knows is told in the words about users', async () => {
	const {client} = await setUp({});
	await expect(verifyCredential(client, account)).rejects.toMatchObject({
		kind: 'authentication',
		attempted: 'verify the API token',
		status: 401,
	});
});

test('a token that is malformed is not asked about twice', async () => {
	const malformed: Handler = (_, response) =>
		refuse(response, 400, [
			{code: 6003, message: 'Invalid request headers', error_chain: [{code: 6111, message: 'Invalid format'}]},
		]);
	const {client, asked} = await setUp({'/user/tokens/verify': malformed, [atAccount]: good});
	await expect(verifyCredential(client, account)).rejects.toMatchObject({kind: 'authentication', code: 6003});
	expect(asked()).toHaveLength(1);
});

test('a server that fails says nothing about the token', async () => {
	const down: Handler = (_, response) => response.writeHead(502).end('<html>');
	const {client} = await setUp({'/user/tokens/verify': down, [atAccount]: good});
	await expect(verifyCredential(client, account)).rejects.toMatchObject({kind: 'server'});
	const {client: other} = await setUp({[atAccount]: down});
	await expect(verifyCredential(other, account)).rejects.toMatchObject({kind: 'server'});
});

describe('a global key', () => {
	const key: Credential = {
		kind: 'key',
		email: 'user@example.com',
		key: new Secret('0123456789abcdef0123456789abcdef01234'),
	};

	test('is asked about by its user', async () => {
		const {client, asked} = await setUp({'/user': (_, response) => answer(response, example.user)}, key);
		expect(await verifyCredential(client)).toEqual({
			kind: 'global key',
			status: 'active',
			email: 'user@example.com',
			userId: example.user.id,
		});
		expect(asked()).toEqual(['/user']);
	});

	test('of a suspended user is told as that', async () => {
		const suspended: Handler = (_, response) => answer(response, {...example.user, suspended: true});
		const {client} = await setUp({'/user': suspended}, key);
		expect(await verifyCredential(client)).toMatchObject({kind: 'global key', status: 'suspended'});
	});

	test('that is unknown is refused', async () => {
		const unknown: Handler = (_, response) =>
			refuse(response, 403, [{code: 9103, message: 'Unknown X-Auth-Key or X-Auth-Email'}]);
		const {client} = await setUp({'/user': unknown}, key);
		await expect(verifyCredential(client)).rejects.toMatchObject({kind: 'authentication', code: 9103});
	});
});
