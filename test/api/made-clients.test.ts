/** The only answer that carries the first secret of an OAuth client. */
import {expect, test} from 'vitest';
import {answer} from './support/loopback-server.ts';
import {account, oauthClient, setUp} from './support/set-up.ts';

const input = {
	client_name: 'ci',
	grant_types: ['authorization_code'],
	redirect_uris: ['https://ci.acme.example/back'],
	response_types: ['code'],
	scopes: [],
	token_endpoint_auth_method: 'client_secret_basic',
} as const;

test.each([
	['a list of addresses with a null in it', {redirect_uris: [null], visibility: 'private'}],
	['no visibility', {}],
	['a number for a name', {client_name: 7, visibility: 'private'}],
])('the secret is not lost with an answer that has %s', async (_name, odd) => {
	const result = {client_id: oauthClient, client_secret: 'told once', ...odd};
	const {client} = await setUp((_, response) => answer(response, result));
	const made = await client.oauthClients.create(account, input);
	expect(made.secret?.reveal()).toBe('told once');
	expect(made.client).toMatchObject({client_id: oauthClient, client_name: 'ci', visibility: 'private'});
});

test('of an answer without the id of the client it is said that the secret has to be rotated', async () => {
	const {client} = await setUp((_, response) => answer(response, {client_secret: 'told once'}));
	await expect(client.oauthClients.create(account, input)).rejects.toMatchObject({
		kind: 'shape',
		uncertain: true,
		next: expect.stringContaining('rotate its secret'),
	});
});
