import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {type Caller, callerFor, withEmulator} from './caller.ts';

let emulator: Emulator;
let caller: Caller;

beforeAll(async () => {
	emulator = await startEmulator({dataset: 'large', rateLimit: 'off'});
	caller = callerFor(emulator);
});

afterAll(() => emulator.close());

/** Path below the account or from the top, smallest, largest and usual page, and how many there are. */
const lists = [
	{
		name: 'user groups',
		path: () => `${caller.account}/iam/user_groups`,
		minimum: 1,
		maximum: 500,
		usual: 100,
		total: 1500,
	},
	{name: 'account members', path: () => `${caller.account}/members`, minimum: 5, maximum: 50, usual: 20, total: 25_000},
	{name: 'zones', path: () => '/zones', minimum: 5, maximum: 50, usual: 20, total: 2000},
	{name: 'roles', path: () => `${caller.account}/roles`, minimum: 5, maximum: 50, usual: 20, total: 40},
	{name: 'accounts', path: () => '/accounts', minimum: 5, maximum: 50, usual: 20, total: 1},
	{name: 'memberships', path: () => '/memberships', minimum: 5, maximum: 50, usual: 20, total: 1},
] as const;

describe.each(lists)('pages of $name', ({path, minimum, maximum, usual, total}) => {
	test('have the usual size unless one is asked for', async () => {
		const {body} = await caller.get(path());
		expect(body.result_info).toEqual({
			count: Math.min(usual, total),
			page: 1,
			per_page: usual,
			total_count: total,
			total_pages: Math.ceil(total / usual),
		});
		expect(body.result).toHaveLength(Math.min(usual, total));
	});

	test('are refused with 400 when too small, too large or no number (contract 11.10)', async () => {
		for (const size of [minimum - 1, maximum + 1, -1, 1.5, 'all', '']) {
			expect((await caller.get(`${path()}?per_page=${size}`)).status).toBe(400);
		}
		for (const page of [0, -1, 'last']) {
			expect((await caller.get(`${path()}?page=${page}`)).status).toBe(400);
		}
		expect((await caller.get(`${path()}?per_page=${minimum}`)).status).toBe(200);
		expect((await caller.get(`${path()}?per_page=${maximum}`)).status).toBe(200);
	});

	test('beyond the end are empty, never an error (contract 1.3)', async () => {
		const {status, body} = await caller.get(`${path()}?page=100000`);
		expect([status, body.result]).toEqual([200, []]);
		expect(body.result_info).toMatchObject({count: 0, total_count: total});
	});

	test('join without a gap', async () => {
		const size = Math.max(minimum, 5);
		const idsOf = async (page: number, perPage: number) => {
			const {result} = (await caller.get(`${path()}?page=${page}&per_page=${perPage}`)).body;
			return result.map(({id}: {id: string}) => id);
		};
		const joined = [...(await idsOf(1, size)), ...(await idsOf(2, size))];
		expect(joined).toEqual(await idsOf(1, size * 2));
	});
});

test('members of a user group come in pages of up to 500', async () => {
	const {id} = await caller.find(`${caller.account}/iam/user_groups?name=All%20employees`, 'name', 'All employees');
	const path = `${caller.account}/iam/user_groups/${id}/members`;
	const first = (await caller.get(`${path}?per_page=500`)).body;
	expect(first.result).toHaveLength(500);
	expect(first.result_info.total_pages).toBe(Math.ceil(first.result_info.total_count / 500));
	expect((await caller.get(`${path}?per_page=501`)).status).toBe(400);
	expect((await caller.get(`${path}?per_page=0`)).status).toBe(400);
});

test('permission groups come in pages of 5 to 50', async () => {
	const path = `${caller.account}/iam/permission_groups`;
	expect((await caller.get(`${path}?per_page=4`)).status).toBe(400);
	expect((await caller.get(`${path}?per_page=51`)).status).toBe(400);
	expect((await caller.get(`${path}?per_page=50`)).body.result).toHaveLength(50);
	expect((await caller.get(`${path}?page=99`)).body.result).toEqual([]);
});

test('lists without pages take no notice of page parameters', () =>
	withEmulator({}, async ({get, account}) => {
		for (const path of ['iam/resource_groups', 'sso_connectors', 'oauth_clients'].map((list) => `${account}/${list}`)) {
			const plain = await get(path);
			expect((await get(`${path}?page=7&per_page=0`)).body).toEqual(plain.body);
		}
	}));
