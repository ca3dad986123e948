import {describe, expect, test} from 'vitest';
import * as example from './support/examples.ts';
import {account, errorOf, group, inTurn, oauthClient, setUp, succeed} from './support/set-up.ts';

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
