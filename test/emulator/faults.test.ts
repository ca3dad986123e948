import {describe, expect, test} from 'vitest';
import {type Caller, withEmulator} from './caller.ts';

/** The code of the error that a request ends with, or the status of its answer. */
async function outcome(request: Promise<{status: number}>): Promise<number | string> {
	try {
		return (await request).status;
	} catch (error) {
		const cause = error instanceof Error ? error.cause : undefined;
		return cause instanceof Error && 'code' in cause ? String(cause.code) : String(error);
	}
}

const newGroup = (caller: Caller, name: string) => caller.post(`${caller.account}/iam/user_groups`, {name});
const exists = async ({get, account}: Caller, name: string) =>
	(await get(`${account}/iam/user_groups?name=${name}`)).body.result.length === 1;

describe('a fault', () => {
	test('status: any status with an envelope, a text, JSON or nothing, once', () =>
		withEmulator({}, async ({emulator, get}) => {
			emulator.faults.add({kind: 'status', status: 503});
			const envelope = await get('/accounts');
			expect([envelope.status, envelope.body.success, envelope.body.result]).toEqual([503, false, null]);
			expect((await get('/accounts')).status).toBe(200);
			emulator.faults.add({kind: 'status', status: 502, body: '<h1>Bad gateway</h1>', headers: {'retry-after': '7'}});
			const page = await get('/accounts');
			expect([page.status, page.text, page.headers.get('retry-after')]).toEqual([502, '<h1>Bad gateway</h1>', '7']);
			emulator.faults.add({kind: 'status', status: 429, body: ''});
			expect((await get('/accounts')).text).toBe('');
			emulator.faults.add({kind: 'status', status: 200, body: {result: 1}});
			expect((await get('/accounts')).body).toEqual({result: 1});
		}));

	test('reset: the connection goes away', () =>
		withEmulator({}, async ({emulator, get}) => {
			emulator.faults.add({kind: 'reset'});
			expect(await outcome(get('/accounts'))).toBe('ECONNRESET');
			expect(emulator.requests.at(-1)?.status).toBe(0);
		}));

	test('truncate: the answer breaks off', () =>
		withEmulator({}, async ({emulator, get}) => {
			emulator.faults.add({kind: 'truncate'});
			expect(await outcome(get('/accounts'))).toBe('UND_ERR_SOCKET');
		}));

	test('not-json: a page instead of an answer', () =>
		withEmulator({}, async ({emulator, get}) => {
			emulator.faults.add({kind: 'not-json'});
			const reply = await get('/accounts');
			expect([reply.status, reply.body]).toEqual([200, undefined]);
			expect(reply.headers.get('content-type')).toContain('text/html');
		}));

	test.each(['start', 'body'] as const)('stall at the %s: nothing more comes until it is cleared', (at) =>
		withEmulator({}, async ({emulator, get}) => {
			const fault = emulator.faults.add({kind: 'stall', at});
			const request = outcome(get('/accounts'));
			while (fault.hits === 0) {
				await new Promise((resolve) => setImmediate(resolve));
			}
			emulator.faults.clear();
			expect(['UND_ERR_SOCKET', 'ECONNRESET']).toContain(await request);
			expect((await get('/accounts')).status).toBe(200);
		}),
	);

	test('delay: the answer comes late', () =>
		withEmulator({}, async ({emulator, get}) => {
			emulator.faults.add({kind: 'delay', milliseconds: 60});
			const start = performance.now();
			expect((await get('/accounts')).status).toBe(200);
			expect(performance.now() - start).toBeGreaterThanOrEqual(55);
		}));
});

describe('which requests a fault meets', () => {
	test('those of its method and path pattern, as often as it says, after those it lets pass', () =>
		withEmulator({}, async (caller) => {
			const {emulator, get, account} = caller;
			const fault = emulator.faults.add({
				kind: 'status',
				status: 500,
				method: 'GET',
				path: '/accounts/*/iam/user_groups',
				times: 2,
				after: 1,
			});
			expect((await get('/accounts')).status).toBe(200);
			expect((await newGroup(caller, 'A')).status).toBe(200);
			const statuses = [];
			for (let count = 0; count < 4; count += 1) {
				statuses.push((await get(`${account}/iam/user_groups`)).status);
			}
			expect(statuses).toEqual([200, 500, 500, 200]);
			expect(fault.hits).toBe(2);
		}));

	test('** stands for the rest of a path; a regular expression is taken as it is', () =>
		withEmulator({}, async ({emulator, get, account}) => {
			const rest = emulator.faults.add({kind: 'status', status: 500, path: '/accounts/**', times: Infinity});
			expect((await get(`${account}/members`)).status).toBe(500);
			expect((await get('/zones')).status).toBe(200);
			rest.remove();
			expect((await get(`${account}/members`)).status).toBe(200);
			emulator.faults.add({kind: 'status', status: 500, path: /zones$/});
			expect((await get('/zones')).status).toBe(500);
		}));

	test('a write does not take effect, unless the fault says so', () =>
		withEmulator({}, async (caller) => {
			const {faults} = caller.emulator;
			faults.add({kind: 'reset', method: 'POST'});
			await outcome(newGroup(caller, 'Lost'));
			expect(await exists(caller, 'Lost')).toBe(false);
			faults.add({kind: 'reset', method: 'POST', applied: true});
			await outcome(newGroup(caller, 'Kept'));
			expect(await exists(caller, 'Kept')).toBe(true);
			faults.add({kind: 'status', status: 504, applied: true});
			expect((await newGroup(caller, 'Timeout')).status).toBe(504);
			expect(await exists(caller, 'Timeout')).toBe(true);
			faults.add({kind: 'truncate', method: 'POST'});
			await outcome(newGroup(caller, 'Half'));
			expect(await exists(caller, 'Half')).toBe(true);
		}));
});
