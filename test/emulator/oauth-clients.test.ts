import {describe, expect, test} from 'vitest';
import {type Caller, handClock, withEmulator} from './caller.ts';

const path = ({account}: Caller) => `${account}/oauth_clients`;

const minimal = {
	client_name: 'Test client',
	grant_types: ['authorization_code'],
	response_types: ['code'],
	redirect_uris: ['https://client.example/callback'],
	scopes: ['user-details.read', 'teams.read'],
	token_endpoint_auth_method: 'client_secret_post',
};

async function create(caller: Caller, change: Record<string, unknown> = {}) {
	return (await caller.post(path(caller), {...minimal, ...change})).body.result;
}

describe('the secret of a client', () => {
	test('is in the answer to the creation and nowhere else', () =>
		withEmulator({}, async (caller) => {
			const {client_secret: secret, client_id: id} = await create(caller);
			expect(secret).toMatch(/^cf-oauth-secret-\w{40}$/);
			const later = [
				await caller.get(`${path(caller)}/${id}`),
				await caller.get(path(caller)),
				await caller.patch(`${path(caller)}/${id}`, {client_name: 'Other'}),
			];
			for (const {text} of later) {
				expect(text).not.toContain('client_secret"');
				expect(text).not.toContain(secret);
			}
		}));

	test('does not exist for the method none', () =>
		withEmulator({}, async (caller) => {
			const client = await create(caller, {token_endpoint_auth_method: 'none'});
			expect(client).not.toHaveProperty('client_secret');
			expect((await caller.post(`${path(caller)}/${client.client_id}/rotate_secret`)).status).toBe(400);
		}));

	test('can be rotated once, then the old one has to go', () =>
		withEmulator({}, async (caller) => {
			const {client_id: id, client_secret: first} = await create(caller);
			const one = `${path(caller)}/${id}`;
			const rotate = `${one}/rotate_secret`;
			expect((await caller.delete(rotate)).status).toBe(400);
			const rotated = await caller.post(rotate);
			expect(rotated.body.result.client_secret).not.toBe(first);
			expect((await caller.get(one)).body.result.has_rotated_secret).toBe(true);
			expect((await caller.post(rotate)).status).toBe(400);
			const secrets = () => caller.emulator.state.main.oauthClients.get(id)?.secrets;
			expect(secrets()).toEqual([first, rotated.body.result.client_secret]);
			expect((await caller.delete(rotate)).body.result).toEqual({id});
			expect(secrets()).toEqual([rotated.body.result.client_secret]);
			expect((await caller.get(one)).body.result.has_rotated_secret).toBe(false);
			expect((await caller.post(rotate)).status).toBe(200);
		}));
});

test('a client that changes to the method none has no secret any more', () =>
	withEmulator({}, async (caller) => {
		const {client_id: id} = await create(caller);
		await caller.post(`${path(caller)}/${id}/rotate_secret`);
		const changed = await caller.patch(`${path(caller)}/${id}`, {token_endpoint_auth_method: 'none'});
		expect(changed.body.result.has_rotated_secret).toBe(false);
		expect((await caller.post(`${path(caller)}/${id}/rotate_secret`)).status).toBe(400);
	}));

describe('settings of a client', () => {
	test('a new client is private and has created_at and updated_at', () =>
		withEmulator({}, async (caller) => {
			const client = await create(caller);
			expect(client).toMatchObject({...minimal, visibility: 'private', has_rotated_secret: false});
			expect(client.created_at).toBe(client.updated_at);
			expect(client).not.toHaveProperty('promoted_at');
			expect(client).not.toHaveProperty('client_uri_verification');
		}));

	test('offline_access and openid come and go with grant and response types', () =>
		withEmulator({}, async (caller) => {
			const client = await create(caller, {
				grant_types: ['authorization_code', 'refresh_token'],
				response_types: ['code', 'id_token'],
			});
			expect(new Set(client.scopes)).toEqual(new Set([...minimal.scopes, 'offline_access', 'openid']));
			const one = `${path(caller)}/${client.client_id}`;
			const plain = await caller.patch(one, {grant_types: ['authorization_code'], response_types: ['code']});
			expect(plain.body.result.scopes).toEqual(minimal.scopes);
		}));

	test.each([
		['a scope with a colon', {scopes: ['account:read']}],
		['an unknown scope', {scopes: ['nothing.read']}],
		['an unknown identity scope', {scopes: ['everything']}],
		['an optional scope that is no scope', {optional_scopes: ['dns.read']}],
		['an optional protocol scope', {scopes: ['dns.read', 'openid'], optional_scopes: ['openid']}],
		['no authorization_code', {grant_types: ['refresh_token']}],
		['an unknown grant', {grant_types: ['authorization_code', 'password']}],
		['an unknown response type', {response_types: ['everything']}],
		['an unknown method', {token_endpoint_auth_method: 'private_key_jwt'}],
		['no redirect', {redirect_uris: []}],
		['a redirect that is no URL', {redirect_uris: ['callback']}],
		['a logo that is no web address', {logo_uri: 'javascript:alert(1)'}],
		['an empty name', {client_name: ''}],
		['visibility', {visibility: 'public'}],
		['scopes that are no list', {scopes: 'dns.read'}],
	])('%s is refused', (_, change) =>
		withEmulator({}, async (caller) => {
			const reply = await caller.post(path(caller), {...minimal, ...change});
			expect(reply.status).toBe(400);
			expect(reply.message).not.toBe('');
		}),
	);

	test('a missing field is named', () =>
		withEmulator({}, async (caller) => {
			const {scopes: _, ...rest} = minimal;
			expect((await caller.post(path(caller), rest)).message).toContain('scopes');
			expect((await caller.post(path(caller))).status).toBe(400);
		}));

	test('account.read is accepted although the real catalogue lacks it (contract 11.16)', () =>
		withEmulator({}, async (caller) => {
			expect((await create(caller, {scopes: ['account.read']})).scopes).toEqual(['account.read']);
		}));

	test('PATCH changes what is given; {} is accepted', () =>
		withEmulator({}, async (caller) => {
			const {client_id: id} = await create(caller);
			const changed = await caller.patch(`${path(caller)}/${id}`, {
				client_name: 'Renamed',
				optional_scopes: ['teams.read'],
			});
			expect(changed.body.result).toMatchObject({...minimal, client_name: 'Renamed', optional_scopes: ['teams.read']});
			expect((await caller.patch(`${path(caller)}/${id}`, {})).status).toBe(200);
		}));

	test('DELETE answers the client id under the key id (contract 11.7)', () =>
		withEmulator({}, async (caller) => {
			const {client_id: id} = await create(caller);
			expect((await caller.delete(`${path(caller)}/${id}`)).body.result).toEqual({id});
			expect((await caller.get(`${path(caller)}/${id}`)).status).toBe(404);
		}));
});

describe('publishing a client', () => {
	async function withClock(use: (caller: Caller, wait: (seconds: number) => void) => Promise<void>): Promise<void> {
		const clock = handClock();
		await withEmulator({now: clock.now, verificationDelay: 10_000}, (caller) =>
			use(caller, (seconds) => clock.advance(seconds * 1000)),
		);
	}

	test('needs a client URL whose host is verified, a logo and a scope beyond identity', () =>
		withClock(async (caller, wait) => {
			const {client_id: id} = await create(caller, {scopes: ['profile']});
			const promote = (change: Record<string, unknown> = {}) =>
				caller.patch(`${path(caller)}/${id}`, {visibility: 'public', ...change});
			expect((await promote()).message).toBe('Client URL required');
			await caller.patch(`${path(caller)}/${id}`, {client_uri: 'https://client.example'});
			expect((await promote()).message).toContain('non-empty logo_uri');
			await caller.patch(`${path(caller)}/${id}`, {logo_uri: 'https://client.example/logo.png'});
			expect((await promote()).message).toContain('verified');
			wait(10);
			expect((await promote()).message).toContain('non-identity scope');
			const promoted = await promote({scopes: ['dns.read']});
			expect(promoted.body.result).toMatchObject({visibility: 'public', promoted_at: expect.any(String)});
			expect((await promote()).status).toBe(200);
			expect((await caller.patch(`${path(caller)}/${id}`, {visibility: 'private'})).status).toBe(400);
		}));

	test('verification of the host is pending, in_progress, then verified or failed', () =>
		withClock(async (caller, wait) => {
			for (const [host, outcome] of [
				['client.example', 'verified'],
				['unverified.example', 'failed'],
			]) {
				const client = await create(caller, {client_uri: `https://${host}/start`});
				const state = async () =>
					(await caller.get(`${path(caller)}/${client.client_id}`)).body.result.client_uri_verification;
				expect(await state()).toEqual({
					status: 'pending',
					text: expect.stringMatching(/^cloudflare_oauth_client_publisher=/),
				});
				wait(5);
				expect((await state()).status).toBe('in_progress');
				wait(5);
				expect((await state()).status).toBe(outcome);
			}
		}));

	test('a verified host stays; its path may change; the same URL again is verified again', () =>
		withClock(async (caller, wait) => {
			const {client_id: id} = await create(caller, {client_uri: 'https://client.example/a'});
			const one = `${path(caller)}/${id}`;
			wait(10);
			const moved = await caller.patch(one, {client_uri: 'https://client.example/b'});
			expect(moved.body.result.client_uri_verification.status).toBe('verified');
			expect((await caller.patch(one, {client_uri: 'https://other.example/b'})).status).toBe(400);
			const again = await caller.patch(one, {client_uri: 'https://client.example/b'});
			expect(again.body.result.client_uri_verification.status).toBe('pending');
		}));
});

describe('OAuth scopes', () => {
	test('are one list without pages, with what the catalogue has', () =>
		withEmulator({}, async ({get}) => {
			const {result} = (await get('/oauth/scopes?page=2')).body;
			const ids: string[] = result.map(({id}: {id: string}) => id);
			expect(ids).toHaveLength(371);
			expect(new Set(ids).size).toBe(371);
			expect(ids).toEqual(expect.arrayContaining(['account.read', 'user-details.read', 'teams.read', 'dns.write']));
			const scope = (id: string) => result.find((item: {id: string}) => item.id === id);
			expect(scope('account.read')).toEqual({
				id: 'account.read',
				name: 'Account Read',
				category: 'account_and_billing',
				scopes: ['com.cloudflare.api.account'],
			});
			expect(scope('user-details.read').scopes).toEqual([]);
			expect(scope('dns.read').scopes).toEqual(['com.cloudflare.api.account.zone']);
		}));
});
