import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import type {Credential} from '../../source/api/client.ts';
import {accountIdSchema} from '../../source/api/ids.ts';
import {demoKey, demoTokens} from '../../source/emulator/index.ts';
import {examine} from '../../source/identity/examine.ts';
import {connect, keyCredential, tokenCredential} from './connect.ts';

const now = Date.parse('2026-11-22T10:00:00Z');

describe('what is found of a credential', () => {
	test.each<[string, Credential, 'given' | 'not given', object]>([
		[
			'a token and its only account',
			tokenCredential(demoTokens.readOnly),
			'not given',
			{
				kind: 'account',
				verified: {kind: 'user token', id: demoTokens.readOnly.id, expiresOn: demoTokens.readOnly.expiresOn},
			},
		],
		[
			'a token and the account that was given',
			tokenCredential(demoTokens.full),
			'given',
			{kind: 'account', verified: {kind: 'user token', status: 'active'}},
		],
		[
			'a token of the account',
			tokenCredential(demoTokens.accountOwned),
			'given',
			{kind: 'account', verified: {kind: 'account token', id: demoTokens.accountOwned.id}},
		],
		[
			'a token and its accounts',
			tokenCredential(demoTokens.allAccounts),
			'not given',
			{kind: 'accounts', verified: {kind: 'user token', id: demoTokens.allAccounts.id}},
		],
		[
			'a key and its accounts',
			keyCredential,
			'not given',
			{kind: 'accounts', verified: {kind: 'global key', email: demoKey.email}},
		],
		[
			'a token that sees no account',
			tokenCredential(demoTokens.noAccounts),
			'not given',
			{kind: 'by-hand', accepted: true, verified: {kind: 'user token', id: demoTokens.noAccounts.id}},
		],
	])('comes with what Cloudflare says of it: %s', async (_, credential, given, finding) => {
		const {client, account} = await connect(credential);
		expect(await examine(client, given === 'given' ? account : undefined, now, {})).toMatchObject(finding);
	});

	test('comes without where that question fails and the account opens all the same', async () => {
		const {client, account, emulator} = await connect(tokenCredential(demoTokens.full));
		emulator.faults.add({kind: 'status', status: 502, path: '/user/tokens/verify', times: 9});
		const finding = await examine(client, account, now, {});
		expect(finding).toMatchObject({kind: 'account', account: {id: account}});
		expect(finding).toHaveProperty('verified', undefined);
	});

	test.each<[string, Credential, 'given' | 'not given' | 'foreign', RegExp]>([
		['an expired token', tokenCredential(demoTokens.expired), 'given', /has expired/],
		['a disabled token', tokenCredential(demoTokens.disabled), 'not given', /is disabled/],
		['a token that never was', tokenCredential(demoTokens.revoked), 'given', /does not accept this token/],
		['an account of somebody else', tokenCredential(demoTokens.full), 'foreign', /does not see that account/],
	])('is a failure in words for %s', async (_, credential, given, title) => {
		const {client, account} = await connect(credential);
		const foreign = v.parse(accountIdSchema, 'f'.repeat(32));
		const asked = {given: account, 'not given': undefined, foreign}[given];
		expect(await examine(client, asked, now, {})).toMatchObject({
			kind: 'failed',
			failure: {title: expect.stringMatching(title)},
		});
	});
});
