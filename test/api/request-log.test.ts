/** What is remembered of requests: the last ones, without what nobody may see. */
import {describe, expect, test} from 'vitest';
import {mostRequests, type RequestEntry, RequestLog} from '../../source/api/request-log.ts';
import {account, group, secretToken, setUp, succeed} from './support/set-up.ts';

const entry = (id: number): RequestEntry => ({
	id,
	method: 'GET',
	path: '/user',
	query: '',
	startedAt: id,
	duration: 1,
	retries: 0,
});

describe('the log of requests', () => {
	test('keeps the last 500, the newest at the end', () => {
		const log = new RequestLog();
		for (let id = 1; id <= mostRequests + 20; id++) log.add(entry(id));
		expect(log.entries()).toHaveLength(500);
		expect(log.entries()[0]?.id).toBe(21);
		expect(log.entries().at(-1)?.id).toBe(520);
	});

	test('tells who listens, and hands out the same array until there is another one', () => {
		const log = new RequestLog();
		let told = 0;
		const stop = log.subscribe(() => {
			told += 1;
		});
		log.add(entry(1));
		expect(log.entries()).toBe(log.entries());
		stop();
		const before = log.entries();
		log.add(entry(2));
		expect(log.entries()).not.toBe(before);
		expect(told).toBe(1);
	});
});

describe('a request in it', () => {
	test('has what curl needs: the query, and the body of what writes', async () => {
		const {client} = await setUp(succeed({id: group, name: 'night', policies: []}));
		await client.userGroups.update(account, group, {name: 'night'});
		expect(client.requests.entries()).toMatchObject([
			{method: 'PUT', path: `/accounts/${account}/iam/user_groups/${group}`, query: '', body: '{"name":"night"}'},
		]);
		await client.oauthScopes.list().catch(() => undefined);
		expect(client.requests.entries().at(-1)?.body).toBeUndefined();
	});

	test('has no credential in it, even where somebody typed it as a name, and nothing of the answer', async () => {
		const hidden = 'answer-of-the-server';
		const {client} = await setUp(succeed({id: group, name: hidden, policies: []}));
		await client.userGroups.update(account, group, {name: `mine ${secretToken}`});
		const kept = JSON.stringify(client.requests.entries());
		expect(kept).not.toContain(secretToken);
		expect(kept).not.toContain(hidden);
	});

	test('has a body of up to 64 KB; of a longer one, only its length', async () => {
		const {client} = await setUp(succeed({id: group, name: 'night', policies: []}));
		const frame = '{"name":""}'.length;
		for (const length of [64 * 1024 - frame, 64 * 1024 - frame + 1]) {
			await client.userGroups.update(account, group, {name: 'n'.repeat(length)});
		}
		const [whole, cut] = client.requests.entries();
		expect(whole?.body).toHaveLength(64 * 1024);
		expect(whole?.bodyLeftOut).toBeUndefined();
		expect(cut).toMatchObject({bodyLeftOut: 64 * 1024 + 1});
		expect(JSON.stringify(cut).length).toBeLessThan(1000);
	});

	test('is told to who sent it, as well', async () => {
		const {client} = await setUp(succeed({id: group, name: 'night', policies: []}));
		const told: RequestEntry[] = [];
		await client.userGroups.update(account, group, {name: 'night'}, {onRequest: (each) => told.push(each)});
		expect(told).toEqual(client.requests.entries());
	});
});
