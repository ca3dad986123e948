/** The points of contract 11 that no other test of the emulator is named for. */
import {expect, test} from 'vitest';
import {withEmulator} from './caller.ts';

test('11.1: the scope of a resource group is an object', () =>
	withEmulator({}, async ({find, account}) => {
		const {scope} = await find(`${account}/iam/resource_groups`, 'name', 'Staging zones');
		expect(Object.keys(scope)).toEqual(['key', 'objects']);
	}));

test('11.8: times have other names in each area', () =>
	withEmulator({}, async ({get, find, account}) => {
		const timesOf = (item: object) => Object.keys(item).filter((key) => /_(on|at)$/.test(key));
		const group = await find(`${account}/iam/user_groups`, 'name', 'platform-dns');
		expect(timesOf(group)).toEqual(['created_on', 'modified_on']);
		const members = `${account}/iam/user_groups/${group.id}/members`;
		const [member] = (await get(members)).body.result;
		expect(timesOf((await get(`${members}/${member.id}`)).body.result)).toEqual(['created_at']);
		expect(timesOf(await find(`${account}/sso_connectors`, 'enabled', true))).toEqual(['created_on', 'updated_on']);
		expect(timesOf(await find(`${account}/oauth_clients`, 'visibility', 'public'))).toEqual([
			'created_at',
			'updated_at',
			'promoted_at',
		]);
	}));

test('11.9: fuzzyName and fuzzyEmail are camelCase; other spellings do nothing', () =>
	withEmulator({}, async ({get, find, account}) => {
		const {id} = await find(`${account}/iam/user_groups`, 'name', 'platform-dns');
		for (const [path, parameter, total] of [
			[`${account}/iam/user_groups`, 'fuzzy_name', 12],
			[`${account}/iam/user_groups/${id}/members`, 'fuzzy_email', 5],
		]) {
			expect((await get(`${path}?${parameter}=nothing`)).body.result_info.total_count).toBe(total);
		}
	}));

test('11.15: PATCH of a connector answers an object and scopes are under result', () =>
	withEmulator({}, async ({get, patch, find, account}) => {
		const {id} = await find(`${account}/sso_connectors`, 'enabled', true);
		const {body} = await patch(`${account}/sso_connectors/${id}`, {});
		expect(body.result).toMatchObject({id, enabled: true});
		expect((await get('/oauth/scopes')).body).not.toHaveProperty('results');
	}));

test('11.18: promoted_at, optional_scopes and the named keys of meta are there', () =>
	withEmulator({}, async ({find, get, account}) => {
		expect(await find(`${account}/oauth_clients`, 'client_name', 'Dispatch dashboard')).toMatchObject({
			optional_scopes: ['analytics.read'],
		});
		expect(await find(`${account}/oauth_clients`, 'visibility', 'public')).toHaveProperty('promoted_at');
		const {result} = (await get(`${account}/iam/permission_groups?name=Workers%20Admin`)).body;
		expect(result[0].meta).toMatchObject({deprecated: 'true', editable: 'false', scopes: 'com.cloudflare.api.account'});
	}));
