import {describe, expect, test} from 'vitest';
import {type AccessNames, breadthOf, powerOf, widestGrant} from '../../source/insight/access.ts';
import {account, accountId, hex, policy, scope, zoneKey} from './sample.ts';

const names: AccessNames = {
	permissionName: (group) => group.name ?? group.id,
	scopeOf: (group) => group.scope,
	lookup: {account: {id: accountId}, zoneName: (id) => (id === hex(1) ? 'acme.com' : undefined)},
};

const grants = (name: string, to: ReturnType<typeof scope> | undefined, access = 'allow') =>
	policy({access, permission_groups: [{id: hex(1), name}], resource_groups: [to ? {scope: to} : {id: hex(9)}]});

const whole = scope(account, '*');
const oneZone = scope(account, zoneKey(1));
const zones = scope(account, zoneKey(1), zoneKey(2));

test.each([
	['Super Administrator - All Privileges', undefined, 'super-administrator'],
	['Everything', 'all_privileges', 'super-administrator'],
	['Administrator', 'admin', 'administrator'],
	['Domain Administrator', undefined, 'administrator'],
	['Administrator Read Only', 'admin_readonly', 'read'],
	['Workers Platform (Read-only)', undefined, 'read'],
	['Audit Logs Viewer', undefined, 'read'],
	['Log Share Reader', undefined, 'read'],
	['Whatever', 'vectorize_readonly', 'read'],
	['Readiness', undefined, 'write'],
	['DNS', 'dns_admin', 'write'],
	['', undefined, 'write'],
])('the power of %j with label %s is %s', (name, label, power) => {
	expect(powerOf({name, meta: label === undefined ? null : {label}})).toBe(power);
});

test.each([
	[whole, 'account'],
	[scope(account, 'com.cloudflare.api.account.zone.*'), 'all-zones'],
	[zones, 'several'],
	[oneZone, 'one'],
	[scope(account), 'nothing'],
	[undefined, 'nothing'],
])('the breadth of %j is %s', (given, breadth) => {
	expect(breadthOf(given)).toBe(breadth);
});

describe('the widest grant', () => {
	test('is the strongest, then the one that reaches furthest', () => {
		const superAdministrator = grants('Super Administrator - All Privileges', whole);
		const readAll = grants('Administrator Read Only', whole);
		const dnsOne = grants('DNS', oneZone);
		const dnsAll = grants('DNS', whole);
		const texts = (...policies: ReturnType<typeof policy>[]) => widestGrant(policies, names)?.text;
		expect(texts(readAll, superAdministrator, dnsAll)).toBe('Super Administrator - All Privileges on whole account');
		expect(texts(readAll, dnsOne)).toBe('DNS on zone acme.com');
		expect(texts(dnsOne, dnsAll)).toBe('DNS on whole account');
		expect(texts(readAll)).toBe('Administrator Read Only on whole account');
	});

	test('is broad when it administers, or writes on the whole account', () => {
		const broad = (given: ReturnType<typeof policy>) => widestGrant([given], names)?.broad;
		expect(broad(grants('Domain Administrator', oneZone))).toBe(true);
		expect(broad(grants('DNS', whole))).toBe(true);
		expect(broad(grants('DNS', zones))).toBe(false);
		expect(broad(grants('Analytics', whole))).toBe(false);
	});

	test('is none where nothing is granted', () => {
		expect(widestGrant(undefined, names)).toBeUndefined();
		expect(widestGrant(null, names)).toBeUndefined();
		expect(widestGrant([], names)).toBeUndefined();
		expect(widestGrant([grants('DNS', whole, 'deny')], names)).toBeUndefined();
		expect(widestGrant([policy({access: 'allow'})], names)).toBeUndefined();
		expect(widestGrant([policy({permission_groups: [{id: hex(1)}], resource_groups: null})], names)).toBeUndefined();
	});

	test('says when the scope is not given', () => {
		expect(widestGrant([grants('DNS', undefined)], names)?.text).toBe('DNS on scope not given');
	});
});
