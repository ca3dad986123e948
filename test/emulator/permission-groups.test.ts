import {describe, expect, test} from 'vitest';
import {withEmulator} from './caller.ts';

describe('list of permission groups', () => {
	test('comes in pages of 20 without result_info (contract 1.2)', () =>
		withEmulator({}, async ({get, account}) => {
			const {body} = await get(`${account}/iam/permission_groups`);
			expect(body.result).toHaveLength(20);
			expect(body).not.toHaveProperty('result_info');
		}));

	test('can be walked until an empty page; ids come once', () =>
		withEmulator({}, async ({get, account}) => {
			const ids: string[] = [];
			for (let page = 1; ; page += 1) {
				const {result} = (await get(`${account}/iam/permission_groups?per_page=50&page=${page}`)).body;
				if (result.length === 0) {
					break;
				}
				ids.push(...result.map(({id}: {id: string}) => id));
			}
			expect(new Set(ids).size).toBe(ids.length);
			expect(ids.length).toBeGreaterThan(89);
		}));

	test('filters by id, exact name and label; all given must fit', () =>
		withEmulator({}, async ({get, account}) => {
			const ask = async (query: string) =>
				(await get(`${account}/iam/permission_groups?${query}`)).body.result.map(({name}: {name: string}) => name);
			expect(await ask('label=admin')).toEqual(['Administrator']);
			expect(await ask('name=DNS')).toEqual(['DNS']);
			expect(await ask('id=49ce85367bae433b9f0717ed4fea5c74')).toEqual(['DNS']);
			expect(await ask('id=49ce85367bae433b9f0717ed4fea5c74&label=dns_admin&name=DNS&page=1&per_page=5')).toEqual([
				'DNS',
			]);
			expect(await ask('name=DNS&label=admin')).toEqual([]);
			expect(await ask('name=dns')).toEqual([]);
		}));

	test('is [] where nothing fits, not null (contract 11.11)', () =>
		withEmulator({}, async ({get, account}) => {
			expect((await get(`${account}/iam/permission_groups?name=nothing`)).body.result).toEqual([]);
		}));

	test('has one name for two levels', () =>
		withEmulator({}, async ({get, account}) => {
			const {body} = await get(`${account}/iam/permission_groups?name=Logs%20Read`);
			expect(body.result.map(({meta}: {meta: {scopes: string}}) => meta.scopes)).toEqual([
				'com.cloudflare.api.account',
				'com.cloudflare.api.account.zone',
			]);
		}));

	test('has the ids that are public and those of the official examples', () =>
		withEmulator({}, async ({get, account}) => {
			for (const [id, name] of [
				['c8fed203ed3043cba015a93ad1616f1f', 'Zone Read'],
				['82e64a83756745bbbb1c9c2701bf816b', 'DNS Read'],
				['6d7f2f5f5b1d4a0e9081fdc98d432fd1', 'Load Balancers Write'],
				['10515a9267294c2e8dd974332556a33b', 'Firewall'],
				['a5e5061418ea445fbba04aac57f359a8', 'Domain Administrator'],
				['f15a31fae6c4433abbf43ad868aed734', 'Vectorize Read only'],
			]) {
				expect((await get(`${account}/iam/permission_groups/${id}`)).body.result.name).toBe(name);
			}
		}));

	test('has a meta of texts only, flags too (contract 11.2)', () =>
		withEmulator({}, async ({get, account}) => {
			const {result} = (await get(`${account}/iam/permission_groups?per_page=50`)).body;
			const values = result.flatMap(({meta}: {meta: object}) => Object.values(meta));
			expect(values.every((value: unknown) => typeof value === 'string')).toBe(true);
			expect(values).toContain('false');
		}));
});

test('an unknown permission group is 404 with code 404', () =>
	withEmulator({}, async ({get, account}) => {
		const reply = await get(`${account}/iam/permission_groups/${'f'.repeat(32)}`);
		expect([reply.status, reply.code]).toEqual([404, 404]);
	}));
