import {connect} from 'node:net';
import {describe, expect, test} from 'vitest';
import {demoTokens, startEmulator} from '../../source/emulator/index.ts';
import {callerFor, handClock, withEmulator} from './caller.ts';

describe('paths and methods', () => {
	test('an unknown path is 404 with 7000', () =>
		withEmulator({}, async ({get, account}) => {
			for (const path of ['/nothing', `${account}/nothing`, `${account}/iam`, `${account}/members/`]) {
				const reply = await get(path);
				expect(reply.status).toBeGreaterThanOrEqual(400);
				expect(reply.body).toMatchObject({success: false, messages: [], result: null});
				expect([7000, 7003]).toContain(reply.code);
			}
		}));

	test('an id that is not 32 lower-case hex is 400 with 7003', () =>
		withEmulator({}, async ({get, account}) => {
			for (const path of [
				'/accounts/me/members',
				`/accounts/${'F'.repeat(32)}/members`,
				`${account}/iam/user_groups/1`,
				`${account}/iam/user_groups/${'a'.repeat(33)}/members`,
				`${account}/sso_connectors/%00`,
			]) {
				const reply = await get(path);
				expect([reply.status, reply.code]).toEqual([400, 7003]);
				expect(reply.message).toContain('perhaps your object identifier is invalid?');
			}
		}));

	test('the id of an OAuth client may have any form', () =>
		withEmulator({}, async ({get, account}) => {
			expect((await get(`${account}/oauth_clients/short`)).status).toBe(404);
		}));

	test('another method is 405 with 10405; HEAD has no body', () =>
		withEmulator({}, async ({send, account}) => {
			const reply = await send('PATCH', `${account}/iam/user_groups`, {});
			expect([reply.status, reply.code]).toEqual([405, 10405]);
			const head = await send('HEAD', `${account}/iam/user_groups`);
			expect([head.status, head.text]).toEqual([405, '']);
		}));

	test('only what is under /client/v4 is served', () =>
		withEmulator({}, async ({emulator}) => {
			for (const path of ['/', '/client', '/client/v4', '/accounts']) {
				const response = await fetch(`http://127.0.0.1:${emulator.port}${path}`);
				expect(response.status).toBe(404);
				expect(await response.text()).toContain('"code":7000');
			}
		}));
});

describe('bodies', () => {
	test('that are not JSON are refused with 400', () =>
		withEmulator({}, async ({post, account}) => {
			const reply = await post(`${account}/iam/user_groups`, '{"name":');
			expect([reply.status, reply.code]).toEqual([400, 6007]);
		}));

	test('of more than a megabyte are refused with 413', () =>
		withEmulator({}, async ({post, account}) => {
			const reply = await post(`${account}/iam/user_groups`, {name: 'x'.repeat(1_100_000)});
			expect(reply.status).toBe(413);
			expect(reply.body.success).toBe(false);
		}));

	test('with content-type but without content are refused, not read as an empty list (contract 5.3)', () =>
		withEmulator({}, async ({find, send, get, account}) => {
			const {id} = await find(`${account}/iam/user_groups`, 'name', 'platform-dns');
			const path = `${account}/iam/user_groups/${id}/members`;
			const reply = await send('PUT', path, undefined, {'content-type': 'application/json', 'content-length': '0'});
			expect(reply.status).toBe(400);
			expect((await get(path)).body.result).toHaveLength(5);
		}));
});

describe('answers', () => {
	test('have a ray id, the budget and JSON', () =>
		withEmulator({}, async ({get}) => {
			const {headers} = await get('/accounts');
			expect(headers.get('cf-ray')).toMatch(/^[0-9a-f]{16}-[A-Z]{3}$/);
			expect(headers.get('content-type')).toBe('application/json');
			expect(headers.get('cf-cache-status')).toBe('DYNAMIC');
		}));

	test('come after the latency that was asked for', () =>
		withEmulator({latency: 60}, async ({get}) => {
			const start = performance.now();
			await get('/accounts');
			expect(performance.now() - start).toBeGreaterThanOrEqual(55);
		}));
});

describe('the request budget', () => {
	const limited = {rateLimit: {quota: 3, window: 10}} as const;

	test('is in the headers of every answer', async () => {
		const clock = handClock();
		await withEmulator({...limited, now: clock.now}, async ({get}) => {
			const first = await get('/accounts');
			expect(first.headers.get('ratelimit')).toBe('"default";r=2;t=10');
			expect(first.headers.get('ratelimit-policy')).toBe('"default";q=3;w=10');
			expect(first.headers.get('retry-after')).toBeNull();
			clock.advance(4000);
			expect((await get('/nothing')).headers.get('ratelimit')).toBe('"default";r=1;t=6');
		});
	});

	test('once overrun blocks everything for a whole window with 429, code 971 and retry-after', async () => {
		const clock = handClock();
		await withEmulator({...limited, now: clock.now}, async ({get, post, account, emulator}) => {
			for (let count = 0; count < 3; count += 1) {
				expect((await get('/accounts')).status).toBe(200);
			}
			clock.advance(9000);
			const refused = await post(`${account}/iam/user_groups`, {name: 'Late'});
			expect([refused.status, refused.code]).toEqual([429, 971]);
			expect(refused.message).toContain('More than 3 requests per 10 seconds reached');
			expect(refused.headers.get('retry-after')).toBe('10');
			expect(refused.headers.get('ratelimit')).toBe('"default";r=0;t=10');
			clock.advance(9000);
			expect((await get('/accounts')).headers.get('retry-after')).toBe('1');
			// The budget is the user's, over all tokens; an account-owned token has its own (contract 10.2).
			expect((await callerFor(emulator, demoTokens.readOnly.token).get('/accounts')).status).toBe(429);
			expect((await callerFor(emulator, demoTokens.accountOwned.token).get(account)).status).toBe(200);
			clock.advance(1000);
			expect((await get(`${account}/iam/user_groups?name=Late`)).body.result).toEqual([]);
		});
	});
});

describe('what is recorded', () => {
	test('is method, path, query, body and status, and never the credential', () =>
		withEmulator({}, async ({emulator, get, post, account}) => {
			await get(`${account}/iam/user_groups?fuzzyName=dns&page=1`);
			await post(`${account}/iam/user_groups`, {name: ''});
			expect(emulator.requests).toMatchObject([
				{method: 'GET', path: `${account}/iam/user_groups`, query: {fuzzyName: 'dns', page: '1'}, status: 200},
				{method: 'POST', path: `${account}/iam/user_groups`, query: {}, body: {name: ''}, status: 400},
			]);
			expect(JSON.stringify(emulator.requests)).not.toContain(emulator.token);
			emulator.clearRequests();
			expect(emulator.requests).toEqual([]);
		}));
});

describe('the server', () => {
	test('listens on loopback only and refuses a port that is taken', () =>
		withEmulator({}, async ({emulator}) => {
			expect(emulator.url).toBe(`http://127.0.0.1:${emulator.port}/client/v4`);
			await expect(startEmulator({port: emulator.port})).rejects.toMatchObject({code: 'EADDRINUSE'});
		}));

	test('closes at once although connections are open and requests wait', async () => {
		const emulator = await startEmulator({latency: 600_000});
		const socket = connect(emulator.port, '127.0.0.1');
		const closed = new Promise((resolve) => socket.once('close', resolve));
		socket.on('error', () => undefined);
		const pending = fetch(`${emulator.url}/accounts`).then(
			() => 'answered',
			() => 'cut off',
		);
		while (emulator.requests.length === 0) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		await emulator.close();
		expect(await pending).toBe('cut off');
		await closed;
	});

	test('keeps connections open between requests', () =>
		withEmulator({}, async ({get}) => {
			expect((await get('/accounts')).headers.get('connection')).toBe('keep-alive');
		}));
});
