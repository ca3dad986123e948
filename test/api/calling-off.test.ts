import {describe, expect, test} from 'vitest';
import {manualClock} from './support/clocks.ts';
import {account, errorOf, fail, group, member, setUp, succeed, waitFor} from './support/set-up.ts';

describe('calling off', () => {
	test('in flight ends the request', async () => {
		const controller = new AbortController();
		const {client, entries} = await setUp(() => controller.abort());
		const error = await errorOf(client.userGroups.create(account, {name: 'x'}, {signal: controller.signal}));
		expect(error).toMatchObject({kind: 'aborted', uncertain: true});
		expect(entries).toHaveLength(1);
	});

	test('before sending sends nothing', async () => {
		const {client, server, entries} = await setUp(succeed([]));
		const options = {signal: AbortSignal.abort()};
		expect(await errorOf(client.userGroups.delete(account, group, options))).toMatchObject({
			kind: 'aborted',
			uncertain: false,
		});
		expect(server.seen).toHaveLength(0);
		expect(entries).toHaveLength(0);
	});

	test('one signal may serve for very many requests', async () => {
		const warnings: unknown[] = [];
		const warn = (warning: unknown) => warnings.push(warning);
		process.on('warning', warn);
		const controller = new AbortController();
		const {client, server} = await setUp(() => {});
		const calls = Array.from({length: 200}, () => errorOf(client.roles.list(account, {}, {signal: controller.signal})));
		await server.arrived(6);
		controller.abort();
		const kinds = new Set((await Promise.all(calls)).map(({kind}) => kind));
		process.off('warning', warn);
		expect([...kinds]).toEqual(['aborted']);
		expect(warnings).toEqual([]);
		expect(server.seen).toHaveLength(6);
	});

	test('by closing ends what is under way and what waits', async () => {
		const {client, server} = await setUp(() => {});
		const calls = Array.from({length: 10}, () => errorOf(client.roles.list(account)));
		await server.arrived(6);
		await client.close();
		expect((await Promise.all(calls)).map(({kind}) => kind)).toEqual(Array.from({length: 10}, () => 'aborted'));
		expect(await errorOf(client.roles.list(account))).toMatchObject({kind: 'aborted'});
	});

	test('by closing ends a pause before another attempt, and leaves no timer behind', async () => {
		const clock = manualClock();
		const {client, server} = await setUp(fail(429, {'retry-after': '40'}), {clock});
		const adding = errorOf(client.userGroups.members.add(account, group, [member]));
		await waitFor(() => client.budget.waiting !== undefined, client);
		const listing = errorOf(client.roles.list(account));
		await client.close();
		expect(await adding).toMatchObject({kind: 'aborted', uncertain: false});
		expect(await listing).toMatchObject({kind: 'aborted'});
		expect(clock.pending()).toBe(0);
		expect(server.seen).toHaveLength(1);
	});
});
