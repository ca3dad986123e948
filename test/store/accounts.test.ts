import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {accountIdSchema} from '../../source/api/ids.ts';
import {demoTokens} from '../../source/emulator/index.ts';
import {findAccounts, openAccount} from '../../source/store/accounts.ts';
import {setUp} from './harness.ts';

describe('finding accounts', () => {
	test('lists those that the credential sees', async () => {
		const {client, account, emulator} = await setUp({token: demoTokens.allAccounts.token});
		const found = await findAccounts(client);
		expect(found.kind === 'accounts' && found.accounts.map(({id}) => id)).toEqual([...emulator.state.accounts.keys()]);
		expect(found.kind === 'accounts' && found.accounts[0]?.id).toBe(account);
	});

	test('walks all pages', async () => {
		const {client, emulator, requests} = await setUp();
		const page = (number: number, count: number) => ({
			success: true,
			errors: [],
			messages: [],
			result: Array.from({length: count}, (_, index) => ({id: `${number}-${index}`, name: 'x', type: 'standard'})),
			result_info: {page: number, per_page: 50, count, total_count: 53, total_pages: 2},
		});
		emulator.faults.add({kind: 'status', status: 200, path: '/accounts', body: page(1, 50)});
		emulator.faults.add({kind: 'status', status: 200, path: '/accounts', body: page(2, 3)});
		const found = await findAccounts(client);
		expect(found.kind === 'accounts' && found.accounts).toHaveLength(53);
		expect(requests()).toEqual(['GET /accounts?page=1', 'GET /accounts?page=2']);
	});

	test('says why it can not when the token belongs to an account', async () => {
		const {client} = await setUp({token: demoTokens.accountOwned.token});
		const found = await findAccounts(client);
		expect(found).toMatchObject({kind: 'unknown'});
		expect(found.kind === 'unknown' && found.reason.join(' ')).toMatch(/belongs to an account.*Give the account id/);
	});

	test('says so when the credential sees none', async () => {
		const {client} = await setUp({token: demoTokens.noAccounts.token});
		const found = await findAccounts(client);
		expect(found.kind === 'unknown' && found.reason.join(' ')).toMatch(/sees no account/);
	});

	test('fails when the credential is none', async () => {
		const {client} = await setUp({token: demoTokens.revoked.token});
		await expect(findAccounts(client)).rejects.toMatchObject({status: expect.any(Number)});
	});

	test('fails when there is no network', async () => {
		const {client, emulator} = await setUp();
		await emulator.close();
		const controller = new AbortController();
		const finding = findAccounts(client, {signal: controller.signal});
		controller.abort();
		await expect(finding).rejects.toMatchObject({status: undefined});
	});
});

describe('opening an account', () => {
	test('takes its name from the server', async () => {
		const {client, account, emulator} = await setUp();
		expect(await openAccount(client, account)).toEqual({id: account, name: emulator.state.main.account.name});
	});

	test('works with a token of the account that may not read it', async () => {
		const {client, account, emulator, requests} = await setUp({token: demoTokens.accountOwned.token});
		emulator.faults.add({kind: 'status', status: 403, path: '/accounts/*'});
		expect(await openAccount(client, account)).toEqual({id: account, name: undefined});
		expect(requests()).toEqual(['GET ', 'GET /tokens/verify']);
	});

	test('works with a token of a user that may not read it but may read its groups', async () => {
		const {client, account, emulator} = await setUp();
		emulator.faults.add({kind: 'status', status: 403, path: '/accounts/*'});
		emulator.faults.add({kind: 'status', status: 403, path: '/accounts/*/tokens/verify'});
		expect(await openAccount(client, account)).toEqual({id: account, name: undefined});
	});

	test('fails for an account of somebody else', async () => {
		const {client} = await setUp();
		const foreign = v.parse(accountIdSchema, 'f'.repeat(32));
		await expect(openAccount(client, foreign)).rejects.toMatchObject({
			status: 403,
			attempted: expect.stringContaining('account'),
		});
	});

	test('fails for an id that is none, without a request', async () => {
		const {client, requests} = await setUp();
		await expect(openAccount(client, v.parse(accountIdSchema, 'nonsense'))).rejects.toMatchObject({kind: 'invalid'});
		expect(requests()).toEqual([]);
	});
});
