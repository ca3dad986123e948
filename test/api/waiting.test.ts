import {describe, expect, test, vi} from 'vitest';
import {manualClock} from './support/clocks.ts';
import {answer} from './support/loopback-server.ts';
import {account, errorOf, fail, group, inTurn, member, setUp, succeed, waitFor} from './support/set-up.ts';

describe('when Cloudflare asks to wait', () => {
	test('the wait is as long as it says, and shown', async () => {
		const clock = manualClock(Date.UTC(2026, 10, 22, 12));
		const {client, server} = await setUp(inTurn(fail(429, {'retry-after': '7'}), succeed([])), {clock});
		const listing = client.userGroups.list(account);
		await waitFor(() => client.budget.waiting !== undefined, client);
		expect(client.budget.snapshot()).toMatchObject({
			remaining: 0,
			waiting: {until: clock.now() + 7000, reason: 'Cloudflare asks to wait', background: false},
		});
		// Everything else waits too.
		const other = client.roles.list(account);
		expect(server.seen).toHaveLength(1);
		clock.advance(7000);
		await listing;
		await other;
		expect(client.budget.waiting).toBeUndefined();
		expect(server.seen).toHaveLength(3);
	});

	test('it may name a date, or only the end of the window', async () => {
		const clock = manualClock(Date.UTC(2026, 10, 22, 12));
		for (const headers of [
			{'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT'},
			{ratelimit: '"default";r=0;t=29', 'ratelimit-policy': '"default";q=1200;w=300'},
		]) {
			const {client} = await setUp(inTurn(fail(429, headers), succeed([])), {clock});
			const listing = client.userGroups.list(account);
			await waitFor(() => client.budget.waiting !== undefined, client);
			const until = client.budget.waiting?.until ?? 0;
			expect(until - Date.UTC(2026, 10, 22, 12)).toBeGreaterThanOrEqual(29_000);
			expect(until - Date.UTC(2026, 10, 22, 12)).toBeLessThanOrEqual(30_000);
			clock.advance(1);
			client.budget.cancelWait();
			await errorOf(listing);
		}
	});

	test('the user can give the wait up: nothing more is sent, and the error says when to come again', async () => {
		const clock = manualClock();
		const {client, server} = await setUp(fail(429, {'retry-after': '200'}), {clock});
		const writing = errorOf(client.userGroups.members.add(account, group, [member]));
		await waitFor(() => client.budget.waiting !== undefined, client);
		const queued = errorOf(client.roles.list(account));
		client.budget.cancelWait();
		expect(await writing).toMatchObject({
			kind: 'rate-limit',
			status: 429,
			retryAt: clock.now() + 200_000,
			uncertain: false,
		});
		expect(await queued).toMatchObject({kind: 'rate-limit', status: undefined, retryAt: clock.now() + 200_000});
		expect(server.seen).toHaveLength(1);
	});

	test('for longer than anybody waits, it is an error at once', async () => {
		const {client, server} = await setUp(fail(429, {'retry-after': '3600'}));
		expect(await errorOf(client.userGroups.list(account))).toMatchObject({kind: 'rate-limit', status: 429});
		expect(server.seen).toHaveLength(1);
	});

	test('the user can give up a change that pauses although Cloudflare did not say for how long', async () => {
		const clock = manualClock();
		const {client, server, entries} = await setUp(fail(429), {clock});
		const writing = errorOf(client.userGroups.members.add(account, group, [member]));
		await vi.waitFor(() => expect(clock.pending()).toBe(1));
		client.budget.cancelWait();
		expect(await writing).toMatchObject({kind: 'rate-limit', status: 429, uncertain: false});
		expect(clock.pending()).toBe(0);
		expect(server.seen).toHaveLength(1);
		expect(entries).toHaveLength(1);
	});

	test('for an hour, others wait five minutes and then try', async () => {
		const clock = manualClock();
		const {client, server} = await setUp(inTurn(fail(429, {'retry-after': '3600'}), succeed([])), {clock});
		expect(await errorOf(client.userGroups.list(account))).toMatchObject({
			kind: 'rate-limit',
			retryAt: clock.now() + 3_600_000,
		});
		const later = client.roles.list(account);
		expect(client.budget.waiting?.until).toBe(clock.now() + 300_000);
		clock.advance(300_000);
		await later;
		expect(server.seen).toHaveLength(2);
	});

	test('calling off ends the wait', async () => {
		const clock = manualClock();
		const controller = new AbortController();
		const {client} = await setUp(fail(429, {'retry-after': '200'}), {clock});
		const listing = errorOf(client.userGroups.list(account, {}, {signal: controller.signal}));
		await waitFor(() => client.budget.waiting !== undefined, client);
		controller.abort();
		expect(await listing).toMatchObject({kind: 'aborted'});
		expect(client.budget.waiting).toBeUndefined();
	});
});

test('the budget is read from the answers, and background reading leaves a reserve', async () => {
	const headers = {ratelimit: '"default";r=100;t=60', 'ratelimit-policy': '"default";q=1200;w=300'};
	const clock = manualClock();
	const {client, server} = await setUp((_, response) => answer(response, [], {headers}), {clock});
	await client.userGroups.list(account);
	expect(client.budget.snapshot()).toMatchObject({limit: 1200, remaining: 100});
	const background = errorOf(client.roles.list(account, {}, {priority: 'background'}));
	expect(client.budget.waiting).toMatchObject({background: true});
	await client.members.list(account);
	expect(server.seen.map(({path}) => path.split('/').at(-1))).toEqual(['user_groups', 'members']);
	client.budget.cancelWait();
	expect(await background).toMatchObject({kind: 'rate-limit', uncertain: false});
});

test('no more than six requests are in flight', async () => {
	let open = 0;
	let most = 0;
	const {client, server} = await setUp((_, response) => {
		open += 1;
		most = Math.max(most, open);
		setImmediate(() => {
			open -= 1;
			answer(response, []);
		});
	});
	await Promise.all(Array.from({length: 30}, () => client.userGroups.members.list(account, group)));
	expect(server.seen).toHaveLength(30);
	expect(most).toBeLessThanOrEqual(6);
	expect(most).toBeGreaterThan(1);
});
