import {describe, expect, test} from 'vitest';
import {type Caller, withEmulator} from './caller.ts';

const system = '6d7f2f5f5b1d4a0e9081fdc98d432fd1';
/** The account of the example is not the account of the path: that is allowed (contract 3). */
const scope = {
	key: 'com.cloudflare.api.account.eb78d65290b24279ba6f44721b3ea3c4',
	objects: [{key: 'com.cloudflare.api.account.zone.23f8d65290b24279ba6f44721b3eaad5'}],
};

const path = ({account}: Caller) => `${account}/iam/resource_groups`;

describe('list of resource groups', () => {
	test('has no pages and no result_info, and the system group of the whole account', () =>
		withEmulator({dataset: 'large'}, async (caller) => {
			const {body} = await caller.get(`${path(caller)}?page=2&per_page=5`);
			expect(body.result).toHaveLength(3000);
			expect(body).not.toHaveProperty('result_info');
			const whole = `com.cloudflare.api.account.${caller.emulator.accountId}`;
			const found = await caller.get(`${path(caller)}?name=${whole}`);
			expect(found.body.result).toEqual([
				{id: system, name: whole, meta: {editable: 'false'}, scope: {key: whole, objects: [{key: '*'}]}},
			]);
		}));

	test('is null where nothing fits (contract 11.11)', () =>
		withEmulator({}, async (caller) => {
			expect((await caller.get(`${path(caller)}?name=nothing`)).body.result).toBeNull();
			expect((await caller.get(`${path(caller)}?id=${'f'.repeat(32)}`)).body.result).toBeNull();
		}));
});

describe('writing resource groups', () => {
	test('creates, and names need not be unique', () =>
		withEmulator({}, async (caller) => {
			const first = await caller.post(path(caller), {name: 'NewResourceGroup', scope});
			const second = await caller.post(path(caller), {name: 'NewResourceGroup', scope});
			expect([first.status, second.status]).toEqual([200, 200]);
			expect(first.body.result).toMatchObject({name: 'NewResourceGroup', scope, meta: {editable: 'true'}});
			expect((await caller.get(`${path(caller)}?name=NewResourceGroup`)).body.result).toHaveLength(2);
			expect((await caller.get(`${path(caller)}/${first.body.result.id}`)).body.result).toEqual(first.body.result);
		}));

	test.each([
		['no name', {scope}],
		['an empty name', {name: '', scope}],
		['no scope', {name: 'x'}],
		['a list of scopes', {name: 'x', scope: [scope]}],
		['no objects', {name: 'x', scope: {...scope, objects: []}}],
		['an empty key', {name: 'x', scope: {...scope, key: ''}}],
		['an empty object key', {name: 'x', scope: {...scope, objects: [{key: ''}]}}],
		['no body', undefined],
	])('refuses %s', (_, body) =>
		withEmulator({}, async (caller) => {
			const reply = await caller.post(path(caller), body);
			expect([reply.status, reply.code]).toEqual([400, 400]);
		}),
	);

	test('PUT changes what is given and keeps the rest; {} changes nothing', () =>
		withEmulator({}, async (caller) => {
			const group = await caller.find(path(caller), 'name', 'Staging zones');
			const one = `${path(caller)}/${group.id}`;
			expect((await caller.put(one, {})).body.result).toEqual(group);
			expect((await caller.put(one, {name: 'Test zones'})).body.result).toEqual({...group, name: 'Test zones'});
			expect((await caller.put(one, {scope})).body.result).toEqual({...group, name: 'Test zones', scope});
			expect((await caller.put(one)).status).toBe(400);
		}));

	test('DELETE answers the id; then the group is 404 with code 404', () =>
		withEmulator({}, async (caller) => {
			const {id} = await caller.find(path(caller), 'name', 'Old Harbor (to be removed)');
			expect((await caller.delete(`${path(caller)}/${id}`)).body.result).toEqual({id});
			const reply = await caller.get(`${path(caller)}/${id}`);
			expect([reply.status, reply.code]).toEqual([404, 404]);
			expect(reply.message).toMatch(/^Resource group .* not found$/);
		}));

	test('system groups can not be changed or deleted: 422 non-editable', () =>
		withEmulator({}, async (caller) => {
			for (const reply of [
				await caller.delete(`${path(caller)}/${system}`),
				await caller.put(`${path(caller)}/${system}`, {name: 'mine'}),
			]) {
				expect(reply.status).toBe(422);
				expect(reply.message).toContain('non-editable');
			}
		}));

	test('a group that a policy refers to can not be deleted', () =>
		withEmulator({}, async (caller) => {
			const {id} = await caller.find(path(caller), 'name', 'Production zones');
			const reply = await caller.delete(`${path(caller)}/${id}`);
			expect(reply.status).toBe(400);
			expect(reply.message).toContain('in use');
		}));
});
