import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {userGroupIdSchema} from '../../source/api/ids.ts';
import {Secret} from '../../source/secret.ts';
import * as example from './support/examples.ts';
import {type Handler, refuse} from './support/loopback-server.ts';
import {account, errorOf, secretToken, serve, setUp, succeed} from './support/set-up.ts';

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
