import {describe, expect, test} from 'vitest';
import {findOperation, operations} from '../../source/api/operations.ts';
import {areas} from '../../source/areas/index.ts';
import {areaResources} from '../../source/identity/area-titles.ts';
import {
	type Access,
	isWritable,
	neededPermissions,
	permissionInDashboard,
	readPermission,
	sufficientFor,
	tokenPageLink,
	writePermission,
} from '../../source/identity/permissions.ts';

const lines = (access: Access) =>
	neededPermissions(access).map(
		(each) => `${each.level} > ${permissionInDashboard(each)} (${each.names.join(', ')}): ${each.areas.join(', ')}`,
	);

describe('the permissions of a token', () => {
	test('to look: one to read for each subject', () => {
		expect(lines('read')).toEqual([
			'Account > Account Settings: Read (Account Settings Read): User groups, Members, Permission groups, Resource groups, Roles',
			'Account > SSO Connector: Read (SSO Connector Read): SSO connectors',
			'Account > OAuth Client: Read (OAuth Client Read): OAuth clients',
			'Zone > Zone: Read (Zone Read): Zones',
		]);
	});

	test('to change too: Edit instead of Read where it is documented to do, else both', () => {
		expect(lines('full')).toEqual([
			'Account > Account Settings: Edit (Account Settings Write): User groups, Members, Permission groups, Resource groups, Roles',
			'Account > SSO Connector: Read and Edit (SSO Connector Read, SSO Connector Write): SSO connectors',
			'Account > OAuth Client: Read and Edit (OAuth Client Read, OAuth Client Write): OAuth clients',
			'Zone > Zone: Read (Zone Read): Zones',
		]);
	});

	test.each<Access>(['read', 'full'])('%s: they let every operation of every area through', (access) => {
		const held = new Set(neededPermissions(access).flatMap(({names}) => names));
		const ofAreas = operations.filter(({id}) => areaResources.some((resource) => id.startsWith(`${resource}.`)));
		const refused = ofAreas.filter(
			({permission, writes}) =>
				permission !== undefined &&
				(access === 'full' || !writes) &&
				!sufficientFor(permission).some((name) => held.has(name)),
		);
		expect(refused).toEqual([]);
		expect(ofAreas.length).toBeGreaterThan(31);
	});

	test('are told area by area as the operations have them', () => {
		for (const {resource} of areas) {
			expect(readPermission(resource)).toBe(findOperation(`${resource}.list`).permission);
		}
		expect(areaResources.filter(isWritable)).toEqual(['userGroups', 'resourceGroups', 'ssoConnectors', 'oauthClients']);
		expect(areaResources.map(writePermission)).toEqual([
			'Account Settings Write',
			undefined,
			undefined,
			'Account Settings Write',
			'SSO Connector Write',
			'OAuth Client Write',
			undefined,
			undefined,
			undefined,
		]);
	});

	test('of one area are the same for all that writes there', () => {
		for (const resource of areaResources.filter(isWritable)) {
			const all = operations.filter(({id, writes}) => writes && id.startsWith(`${resource}.`));
			expect(new Set(all.map(({permission}) => permission))).toEqual(new Set([writePermission(resource)]));
		}
	});
});

describe('the address to make a token', () => {
	const parsed = (address: string) => {
		const {origin, pathname, searchParams} = new URL(address);
		const {permissionGroupKeys, ...rest} = Object.fromEntries(searchParams);
		return {page: origin + pathname, keys: JSON.parse(permissionGroupKeys ?? '') as unknown, rest};
	};

	test('of a user fills in what Cloudflare documents, in the documented form', () => {
		expect(parsed(tokenPageLink('full').address)).toEqual({
			page: 'https://dash.cloudflare.com/profile/api-tokens',
			keys: [
				{key: 'account_settings', type: 'edit'},
				{key: 'zone', type: 'read'},
			],
			rest: {accountId: '*', zoneId: 'all', name: 'cfiam'},
		});
	});

	test('of an account names no account: it is chosen there', () => {
		expect(parsed(tokenPageLink('read', 'account').address)).toEqual({
			page: 'https://dash.cloudflare.com/',
			keys: [
				{key: 'account_settings', type: 'read'},
				{key: 'zone', type: 'read'},
			],
			rest: {to: '/:account/api-tokens', name: 'cfiam-read-only'},
		});
	});

	test.each<Access>(['read', 'full'])(
		'%s: says what it fills in and what is left to do by hand, all of it',
		(access) => {
			const {prefilled, byHand, address} = tokenPageLink(access);
			expect(prefilled.map(({subject}) => subject)).toEqual(['Account Settings', 'Zone']);
			expect(byHand.map(({subject}) => subject)).toEqual(['SSO Connector', 'OAuth Client']);
			expect(new Set([...prefilled, ...byHand].map(({subject}) => subject))).toEqual(
				new Set(neededPermissions(access).map(({subject}) => subject)),
			);
			expect(address).toMatch(/^[\w:/.?=&%-]+$/);
		},
	);
});
