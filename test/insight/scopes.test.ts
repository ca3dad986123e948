import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	describeScope,
	parseScopeKey,
	reachesWholeAccount,
	type ScopeLookup,
	scopeFingerprint,
	scopeTargets,
	scopeZones,
	targetName,
} from '../../source/insight/scopes.ts';
import {account, accountId, hex, otherAccountId, scope, zoneKey} from './sample.ts';

const names: Readonly<Record<string, string>> = {
	[hex(1)]: 'acme.com',
	[hex(2)]: 'acme.net',
	[hex(3)]: 'acme.org',
	[hex(4)]: 'acme.dev',
	[hex(5)]: 'acme.io',
};
const lookup: ScopeLookup = {account: {id: accountId, name: 'acme-prod'}, zoneName: (id) => names[id]};
const worker = 'com.cloudflare.api.account.worker';
const foreign = `com.cloudflare.api.account.${otherAccountId}`;

describe('a scope key', () => {
	test.each([
		['*', '', {kind: 'everything'}],
		[account, '', {kind: 'account', id: accountId}],
		[zoneKey(1), '', {kind: 'zone', id: hex(1)}],
		[`${worker}.checkout-api`, '', {kind: 'worker', id: 'checkout-api'}],
		['com.cloudflare.api.account.zone.*', '', {kind: 'all-zones'}],
		['com.cloudflare.api.account.worker.*', '', {kind: 'all-workers'}],
		[hex(1), 'com.cloudflare.api.account.zone', {kind: 'zone', id: hex(1)}],
		[hex(1), 'com.cloudflare.api.account', {kind: 'account', id: hex(1)}],
		[hex(1), account, {kind: 'other', key: hex(1)}],
		[hex(1), 'constructor', {kind: 'other', key: hex(1)}],
		['com.cloudflare.api.account', '', {kind: 'other', key: 'com.cloudflare.api.account'}],
		['com.cloudflare.api.account.zone', '', {kind: 'other', key: 'com.cloudflare.api.account.zone'}],
		['com.cloudflare.api.account.*', '', {kind: 'other', key: 'com.cloudflare.api.account.*'}],
		['com.cloudflare.api.account.zone.a.b', '', {kind: 'other', key: 'com.cloudflare.api.account.zone.a.b'}],
		['', '', {kind: 'other', key: ''}],
	])('%j in %j', (key, container, parsed) => {
		expect(parseScopeKey(key, container)).toEqual(parsed);
	});

	test('of any text is read without failing', () => {
		fc.assert(
			fc.property(fc.string(), fc.string(), (key, container) => {
				expect(parseScopeKey(key, container).kind).toBeTypeOf('string');
			}),
		);
	});
});

describe('a scope in words', () => {
	test.each([
		['the whole account', scope(account, '*'), 'whole account'],
		['an account as object', scope(account, account), 'whole account'],
		['one zone in the account', scope(account, zoneKey(1)), 'zone acme.com'],
		['one whole zone as container', scope(zoneKey(1), '*'), 'zone acme.com'],
		['a bare id in a container of zones', scope('com.cloudflare.api.account.zone', hex(1)), 'zone acme.com'],
		[
			'more zones than there is room for',
			scope(account, zoneKey(1), zoneKey(2), zoneKey(3), zoneKey(4), zoneKey(5)),
			'5 zones: acme.com, acme.net, acme.org, acme.dev, …',
		],
		['a zone that stands there twice', scope(account, zoneKey(1), zoneKey(1)), 'zone acme.com'],
		['a zone that is not known', scope(account, `com.cloudflare.api.account.zone.${'e'.repeat(32)}`), 'zone eeeeeeee…'],
		['a worker by name', scope(account, `${worker}.checkout-api`), 'worker checkout-api'],
		['a worker by id', scope(account, `${worker}.${'f'.repeat(32)}`), 'worker ffffffff…'],
		['all zones', scope(account, 'com.cloudflare.api.account.zone.*'), 'all zones'],
		['all workers', scope(account, 'com.cloudflare.api.account.worker.*'), 'all workers'],
		['a mixture', scope(account, zoneKey(1), `${worker}.checkout-api`), 'zone acme.com; worker checkout-api'],
		['another account', scope(foreign, '*'), 'whole of another account (bbbbbbbb…)'],
		['a zone of another account', scope(foreign, zoneKey(1)), 'zone acme.com in another account (bbbbbbbb…)'],
		[
			'a thing of an unknown kind',
			scope(account, `com.cloudflare.api.account.access.app.${hex(1)}`),
			'access app 00000000…',
		],
		[
			'a container of an unknown kind',
			scope('com.cloudflare.edge.r2.bucket.default_logs', '*'),
			'r2 bucket default_logs',
		],
		['an empty key', scope(account, ''), 'an empty key'],
		['an unreadable key', scope('???', '*'), '???'],
		['no objects', scope(account), 'nothing'],
		['no scope', undefined, 'scope not given'],
		['a null scope', null, 'scope not given'],
	])('%s', (_, given, text) => {
		expect(describeScope(given, lookup).text).toBe(text);
	});

	test('cuts a long list of unknown things', () => {
		const keys = Array.from({length: 6}, (_, index) => `com.cloudflare.api.account.access.app.a${index}`);
		expect(describeScope(scope(account, ...keys), lookup, 2).text).toBe('access app a0; access app a1; 4 more');
	});

	test('names its targets where they are known and says which are elsewhere', () => {
		expect(describeScope(scope(foreign, zoneKey(1), zoneKey(9)), lookup).targets).toEqual([
			{kind: 'zone', id: hex(1), name: 'acme.com', foreignAccount: otherAccountId},
			{kind: 'zone', id: hex(9), foreignAccount: otherAccountId},
		]);
		expect(describeScope(scope(account, '*'), lookup).targets).toEqual([
			{kind: 'account', id: accountId, name: 'acme-prod'},
		]);
	});
});

test('zones are found in the container and in the objects', () => {
	expect(scopeZones(scope(zoneKey(1), '*'))).toEqual([hex(1)]);
	expect(scopeZones(scope(account, zoneKey(2), zoneKey(3)))).toEqual([hex(2), hex(3)]);
	expect(scopeZones(scope(zoneKey(1), 'com.cloudflare.api.account.access.app.x'))).toEqual([hex(1)]);
	expect(scopeZones(scope(account, '*'))).toEqual([]);
	expect(scopeZones(undefined)).toEqual([]);
});

test('only the account and all of its zones reach every zone', () => {
	expect(reachesWholeAccount(scope(account, '*'))).toBe(true);
	expect(reachesWholeAccount(scope(account, 'com.cloudflare.api.account.zone.*'))).toBe(true);
	expect(reachesWholeAccount(scope(account, zoneKey(1)))).toBe(false);
	expect(reachesWholeAccount(scope(zoneKey(1), '*'))).toBe(false);
	expect(reachesWholeAccount(null)).toBe(false);
});

test('scopes that differ in order or repetition only have one fingerprint', () => {
	const key = fc.constantFrom(...[1, 2, 3, 4].map(zoneKey));
	fc.assert(
		fc.property(fc.array(key, {minLength: 1}), (keys) => {
			const again = scope(account, ...[...keys].reverse(), ...keys);
			expect(scopeFingerprint(again)).toBe(scopeFingerprint(scope(account, ...keys)));
		}),
	);
	expect(scopeFingerprint(scope(account, zoneKey(1)))).not.toBe(scopeFingerprint(scope(account, zoneKey(2))));
	expect(scopeFingerprint(scope('a', 'b'))).not.toBe(scopeFingerprint(scope('b', 'a')));
});

test('any scope is described, each target once', () => {
	const key = fc.oneof(
		fc.constantFrom('*', account, foreign, zoneKey(1), zoneKey(2), hex(1), `${worker}.x`, `${worker}.*`, ''),
		fc.string(),
	);
	fc.assert(
		fc.property(key, fc.array(key), (container, objects) => {
			const given = scope(container, ...objects);
			const targets = scopeTargets(given);
			const ids = targets.map((target) => `${target.kind} ${target.id}`);
			expect(new Set(ids).size).toBe(ids.length);
			expect(targets.length).toBeLessThanOrEqual(objects.length);
			expect(describeScope(given, lookup).text.trim()).not.toBe('');
			for (const target of targets) {
				expect(targetName(target)).toBeTypeOf('string');
			}
		}),
	);
});
