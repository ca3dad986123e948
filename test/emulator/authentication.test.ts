import {describe, expect, test} from 'vitest';
import {demoKey, demoTokens} from '../../source/emulator/index.ts';
import {type Caller, callerFor, request, withEmulator} from './caller.ts';

/** Asks with these headers only. */
async function ask({emulator}: Caller, path: string, headers: Record<string, string>) {
	const reply = await request(emulator, 'GET', path, headers);
	return {...reply, error: reply.body.errors[0]};
}

const bearer = (token: string) => ({authorization: `Bearer ${token}`});
const key = {'x-auth-email': demoKey.email, 'x-auth-key': demoKey.key};

describe('a request without a usable credential', () => {
	test('9106 when there is none, or half a key', () =>
		withEmulator({}, async (caller) => {
			for (const headers of [{}, {'x-auth-email': demoKey.email}, {'x-auth-key': demoKey.key}]) {
				const {status, error} = await ask(caller, '/accounts', headers);
				expect([status, error.code]).toEqual([400, 9106]);
			}
		}));

	test.each([
		'',
		'Bearer',
		'Bearer short',
		'Basic dXNlcjpwYXNz',
		`Bearer ${'x'.repeat(40)} y`,
		`bearer${'x'.repeat(40)}`,
	])('6003 with 6111 in the chain for the header «%s»', (authorization) =>
		withEmulator({}, async (caller) => {
			const {status, error} = await ask(caller, '/accounts', {authorization});
			expect([status, error.code, error.error_chain[0].code]).toEqual([400, 6003, 6111]);
		}),
	);

	test('6003 with 6103 or 6102 for a malformed key or address, 9103 for an unknown pair', () =>
		withEmulator({}, async (caller) => {
			const badKey = await ask(caller, '/accounts', {...key, 'x-auth-key': 'nonsense'});
			expect(badKey.error).toMatchObject({code: 6003, error_chain: [{code: 6103}]});
			const badAddress = await ask(caller, '/accounts', {...key, 'x-auth-email': 'nonsense'});
			expect(badAddress.error).toMatchObject({code: 6003, error_chain: [{code: 6102}]});
			const unknown = await ask(caller, '/accounts', {...key, 'x-auth-key': 'f'.repeat(37)});
			expect([unknown.status, unknown.error.code]).toEqual([403, 9103]);
		}));

	test('9109 for a token that is unknown or revoked, 10000 for one that is expired or disabled', () =>
		withEmulator({}, async (caller) => {
			for (const token of ['x'.repeat(40), demoTokens.revoked.token]) {
				const {status, error} = await ask(caller, '/accounts', bearer(token));
				expect([status, error.code]).toEqual([403, 9109]);
			}
			for (const token of [demoTokens.expired.token, demoTokens.disabled.token]) {
				const {status, error} = await ask(caller, '/accounts', bearer(token));
				expect([status, error.code]).toEqual([401, 10000]);
			}
		}));
});

describe('verifying a token', () => {
	test('answers the status and a message for a good one', () =>
		withEmulator({}, async (caller) => {
			const {body} = await ask(caller, '/user/tokens/verify', bearer(demoTokens.readOnly.token));
			expect(body.result).toEqual({
				id: demoTokens.readOnly.id,
				status: 'active',
				expires_on: demoTokens.readOnly.expiresOn,
			});
			expect(body.messages).toEqual([{code: 10000, message: 'This API Token is valid and active', type: null}]);
		}));

	test('says expired and disabled, and 401 for a token that is not there', () =>
		withEmulator({}, async (caller) => {
			const verify = (token: string) => ask(caller, '/user/tokens/verify', bearer(token));
			expect((await verify(demoTokens.expired.token)).body).toMatchObject({result: {status: 'expired'}, messages: []});
			expect((await verify(demoTokens.disabled.token)).body.result.status).toBe('disabled');
			expect((await verify(demoTokens.revoked.token)).status).toBe(401);
			expect((await verify('x'.repeat(40))).status).toBe(401);
		}));

	test('is at the account for an account-owned token, and at the user for the others', () =>
		withEmulator({}, async (caller) => {
			const owned = bearer(demoTokens.accountOwned.token);
			expect((await ask(caller, '/user/tokens/verify', owned)).status).toBe(401);
			const atAccount = await ask(caller, `${caller.account}/tokens/verify`, owned);
			expect(atAccount.body.result.status).toBe('active');
			expect((await ask(caller, `${caller.account}/tokens/verify`, bearer(demoTokens.full.token))).status).toBe(401);
		}));

	test('is 1001 for a Global key, for which /user answers', () =>
		withEmulator({}, async (caller) => {
			const {status, error} = await ask(caller, '/user/tokens/verify', key);
			expect([status, error.code, error.message]).toEqual([400, 1001, 'Missing "Authorization" header']);
			expect((await ask(caller, '/user', key)).body.result.email).toBe(demoKey.email);
		}));
});

describe('what a credential sees', () => {
	const names = async (caller: Caller, headers: Record<string, string>) =>
		(await ask(caller, '/accounts', headers)).body.result.map(({name}: {name: string}) => name);

	test('its accounts: one, all, or none', () =>
		withEmulator({}, async (caller) => {
			expect(await names(caller, bearer(demoTokens.full.token))).toEqual(['Kestrel Freight']);
			expect(await names(caller, bearer(demoTokens.allAccounts.token))).toEqual(['Kestrel Freight', 'Sandbox']);
			expect(await names(caller, key)).toEqual(['Kestrel Freight', 'Sandbox']);
			expect(await names(caller, bearer(demoTokens.noAccounts.token))).toEqual([]);
		}));

	test('an account-owned token may not list accounts but may ask for its own', () =>
		withEmulator({}, async (caller) => {
			const owned = bearer(demoTokens.accountOwned.token);
			const {status, error} = await ask(caller, '/accounts', owned);
			expect([status, error.code]).toEqual([400, 1001]);
			expect(error.message).toBe('List accounts endpoint does not support account owned tokens.');
			expect((await ask(caller, caller.account, owned)).body.result.name).toBe('Kestrel Freight');
			expect((await ask(caller, '/user', owned)).status).toBe(403);
		}));

	test('not the accounts of others: 9109', () =>
		withEmulator({}, async (caller) => {
			const all = callerFor(caller.emulator, demoTokens.allAccounts.token);
			const {id} = await all.find('/accounts', 'name', 'Sandbox');
			expect((await all.get(`/accounts/${id}/members`)).status).toBe(200);
			for (const other of [id, 'f'.repeat(32)]) {
				const reply = await caller.get(`/accounts/${other}/members`);
				expect([reply.status, reply.code]).toEqual([403, 9109]);
			}
		}));

	test('a read-only token reads everything and writes nothing: 10000', () =>
		withEmulator({}, async (caller) => {
			const reader = callerFor(caller.emulator, demoTokens.readOnly.token);
			const {account} = caller;
			const group = await reader.find(`${account}/iam/user_groups`, 'name', 'platform-dns');
			for (const path of [
				'iam/permission_groups',
				'iam/resource_groups',
				'members',
				'sso_connectors',
				'oauth_clients',
			]) {
				expect((await reader.get(`${account}/${path}`)).status).toBe(200);
			}
			for (const reply of [
				await reader.post(`${account}/iam/user_groups`, {name: 'New'}),
				await reader.put(`${account}/iam/user_groups/${group.id}/members`, []),
				await reader.delete(`${account}/iam/user_groups/${group.id}`),
				await reader.post(`${account}/sso_connectors`, {email_domain: 'new.example'}),
				await reader.post(`${account}/oauth_clients`, {}),
				await reader.post(`${account}/iam/resource_groups`, {}),
				await reader.post(`${account}/members`, {}),
			]) {
				expect([reply.status, reply.code, reply.message]).toEqual([403, 10000, 'Authentication error']);
			}
			expect(await caller.find(`${account}/iam/user_groups`, 'id', group.id)).toEqual(group);
		}));

	test('a token with some rights is refused for the rest, and sees no zones without Zone Read', () =>
		withEmulator({}, async (caller) => {
			const {account} = caller;
			const groups = callerFor(caller.emulator, demoTokens.groupsOnly.token);
			expect((await groups.get(`${account}/iam/user_groups`)).status).toBe(200);
			expect((await groups.get(`${account}/sso_connectors`)).status).toBe(403);
			expect((await groups.get(`${account}/oauth_clients`)).status).toBe(403);
			expect((await groups.get('/user')).status).toBe(403);
			expect((await groups.get('/zones')).body.result).toEqual([]);
			expect((await groups.get('/oauth/scopes')).status).toBe(200);
			const clients = callerFor(caller.emulator, demoTokens.oauthOnly.token);
			expect((await clients.get(`${account}/oauth_clients`)).status).toBe(200);
			expect((await clients.get(`${account}/iam/permission_groups`)).status).toBe(200);
			expect((await clients.get(`${account}/iam/user_groups`)).status).toBe(403);
		}));

	test('where a token and a key are sent the token counts', () =>
		withEmulator({}, async (caller) => {
			const {status} = await ask(caller, '/accounts', {...key, ...bearer('x'.repeat(40))});
			expect(status).toBe(403);
		}));
});
