import {describe, expect, test} from 'vitest';
import {ambiguousNames, permissionGroupLabel, scopeLevel, shortId} from '../../source/insight/names.ts';
import {hex, permissionGroup} from './sample.ts';

const accountLevel = 'com.cloudflare.api.account';
const zoneLevel = 'com.cloudflare.api.account.zone';

describe('the level of a permission group', () => {
	test.each([
		[accountLevel, 'account'],
		[zoneLevel, 'zone'],
		['com.cloudflare.api.account.worker', 'worker'],
		['com.cloudflare.api.user', 'user'],
		['com.cloudflare.edge.r2.bucket', 'r2 bucket'],
		['com.cloudflare.api.account.access.app', 'access app'],
		['com.cloudflare.api.account, com.cloudflare.api.account.zone', 'account, zone'],
		['["com.cloudflare.api.account.zone"]', 'zone'],
		['something new', 'something new'],
		['com.cloudflare.', 'com.cloudflare.'],
	])('%s is %s', (scopes, level) => {
		expect(scopeLevel(permissionGroup(1, 'DNS', scopes))).toBe(level);
	});

	test('is not known when the answer does not say', () => {
		expect(scopeLevel(permissionGroup(1, 'DNS'))).toBeUndefined();
		expect(scopeLevel(permissionGroup(1, 'DNS', undefined, {meta: null}))).toBeUndefined();
		expect(scopeLevel(permissionGroup(1, 'DNS', undefined, {meta: {scopes: '  '}}))).toBeUndefined();
	});
});

describe('the label of a permission group', () => {
	const dns = permissionGroup(1, 'DNS', accountLevel);
	const logsForAccount = permissionGroup(2, 'Logs Read', accountLevel);
	const logsForZone = permissionGroup(3, 'logs read', zoneLevel);
	const shield = permissionGroup(4, 'Domain Page Shield', zoneLevel);
	const shieldAgain = permissionGroup(0xabcdef, 'Domain Page Shield', zoneLevel, {id: `${'c'.repeat(31)}1`});
	const bare = permissionGroup(6, 'Bare');
	const bareAgain = permissionGroup(7, 'Bare', undefined, {id: `${'d'.repeat(31)}1`});
	const ambiguous = ambiguousNames([dns, logsForAccount, logsForZone, shield, shieldAgain, bare, bareAgain]);

	test('is the name where that is unique', () => {
		expect(permissionGroupLabel(dns, ambiguous)).toBe('DNS');
	});

	test('has the level where two have one name, in whatever case', () => {
		expect(permissionGroupLabel(logsForAccount, ambiguous)).toBe('Logs Read (account)');
		expect(permissionGroupLabel(logsForZone, ambiguous)).toBe('logs read (zone)');
	});

	test('has the beginning of the id where even the level is the same, or not known', () => {
		expect(permissionGroupLabel(shieldAgain, ambiguous)).toBe('Domain Page Shield (zone, cccccccc…)');
		expect(permissionGroupLabel(shield, ambiguous)).toBe('Domain Page Shield (zone, 00000000…)');
		expect(permissionGroupLabel(bareAgain, ambiguous)).toBe('Bare (dddddddd…)');
	});

	test('is the id where there is no name', () => {
		expect(permissionGroupLabel(permissionGroup(8, null), ambiguous)).toBe(shortId(hex(8)));
		expect(permissionGroupLabel(permissionGroup(8, ''), ambiguous)).toBe(shortId(hex(8)));
	});

	test('does not take one group that stands in the list twice for two', () => {
		expect(permissionGroupLabel(dns, ambiguousNames([dns, {...dns}]))).toBe('DNS');
	});

	test('computes the ambiguous names of a list once', () => {
		const groups = [dns, logsForAccount];
		expect(ambiguousNames(groups)).toBe(ambiguousNames(groups));
		expect(ambiguousNames([...groups])).not.toBe(ambiguousNames(groups));
	});
});

test('an id that is short already is not cut', () => {
	expect(shortId('checkout-api')).toBe('checkout-api');
	expect(shortId('0123456789abcdef0123456789abcdef')).toBe('01234567…');
});
