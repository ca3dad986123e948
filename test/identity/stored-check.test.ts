import {describe, expect, test} from 'vitest';
import type {Credential} from '../../source/api/client.ts';
import {demoKey, demoTokens} from '../../source/emulator/index.ts';
import {checkStored, remarkOn} from '../../source/identity/stored-check.ts';
import {Secret} from '../../source/secret.ts';
import {connect, keyCredential, tokenCredential} from './connect.ts';

const now = Date.parse('2026-11-22T10:00:00Z');

async function check(credential: Credential, at = now) {
	const connection = await connect(credential);
	return {...connection, remark: await checkStored(connection.client, connection.account, at)};
}

describe('a stored credential', () => {
	test.each<[string, Credential, readonly string[]]>([
		['a token of a user', tokenCredential(demoTokens.full), ['GET /user/tokens/verify']],
		['a token with a far end', tokenCredential(demoTokens.readOnly), ['GET /user/tokens/verify']],
		[
			'a token of the account',
			tokenCredential(demoTokens.accountOwned),
			['GET /accounts/…/tokens/verify', 'GET /user/tokens/verify'],
		],
		['a key', keyCredential, ['GET /user']],
	])('that is good gives nothing to say: %s', async (_, credential, requests) => {
		const {remark, asked} = await check(credential);
		expect(remark).toBeUndefined();
		expect(asked()).toEqual(requests);
	});

	test('that ends soon is told with its end', async () => {
		const {remark} = await check(tokenCredential(demoTokens.readOnly), Date.parse('2030-12-20T00:00:00Z'));
		expect(remark).toEqual({tone: 'warning', text: 'The stored token expires in 12 days, at 2031-01-01.'});
	});

	test.each<[string, Credential, string]>([
		['expired', tokenCredential(demoTokens.expired), 'The stored token has expired 690 days ago, at 2024-12-31.'],
		['disabled', tokenCredential(demoTokens.disabled), 'The stored token is disabled: enable it, or use another one.'],
		[
			'revoked',
			tokenCredential(demoTokens.revoked),
			'Cloudflare no longer accepts the stored token: Invalid API Token (1000).',
		],
		[
			'replaced',
			{kind: 'key', email: demoKey.email, key: new Secret('f'.repeat(37))},
			'Cloudflare no longer accepts the stored key: Unknown X-Auth-Key or X-Auth-Email (9103).',
		],
	])('that is %s is told as that', async (_, credential, text) => {
		expect((await check(credential)).remark).toEqual({tone: 'danger', text});
	});

	test.each<[string, Parameters<Awaited<ReturnType<typeof connect>>['emulator']['faults']['add']>[0]]>([
		['a connection that is reset', {kind: 'reset', times: 9}],
		['a server that fails', {kind: 'status', status: 502, times: 9}],
		['a proxy that answers 403 with a page', {kind: 'status', status: 403, body: '<html>No access</html>', times: 9}],
		['half an answer', {kind: 'truncate', times: 9}],
		[
			'an address that is locked out for a while',
			{
				kind: 'status',
				status: 403,
				times: 9,
				body: {
					success: false,
					errors: [{code: 9109, message: 'Max auth failures reached, please check your Authorization header.'}],
					messages: [],
					result: null,
				},
			},
		],
	])('is not blamed for %s', async (_, fault) => {
		const {client, account, emulator} = await connect(tokenCredential(demoTokens.full));
		emulator.faults.add(fault);
		expect(await checkStored(client, account, now)).toBeUndefined();
	});

	test('is not blamed for a check that is called off', async () => {
		const {client, account, emulator} = await connect(tokenCredential(demoTokens.full));
		emulator.faults.add({kind: 'stall'});
		const controller = new AbortController();
		const checking = checkStored(client, account, now, {signal: controller.signal});
		controller.abort();
		expect(await checking).toBeUndefined();
	});

	test('of a suspended user, or not valid yet, is told as that', () => {
		const key = {kind: 'global key', status: 'suspended', email: demoKey.email} as const;
		expect(remarkOn(key, 'key', now)?.text).toMatch(/user of the stored key is suspended/);
		const early = {kind: 'user token', status: 'active', notBefore: '2026-12-01T00:00:00Z'} as const;
		expect(remarkOn(early, 'token', now)).toEqual({
			tone: 'danger',
			text: 'The stored token is not valid before 2026-12-01 00:00:00 UTC.',
		});
		const over = {kind: 'user token', status: 'active', expiresOn: '2026-11-22T09:00:00Z'} as const;
		expect(remarkOn(over, 'token', now)).toMatchObject({tone: 'warning', text: expect.stringMatching(/clock/)});
	});
});
