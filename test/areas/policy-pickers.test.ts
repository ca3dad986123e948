/** What a policy can be made of, found by typing. */
import {describe, expect, test} from 'vitest';
import {policyFields} from '../../source/areas/policy-fields.ts';
import {permissionGroupSource, targetSource} from '../../source/areas/policy-pickers.ts';
import {hex, settingOf} from './sample.ts';
import {ids, sample, setting} from './user-group-sample.ts';

describe('what can be picked', () => {
	const named = (options: readonly {readonly name: string; readonly more: string}[]) =>
		options.map(({name, more}) => `${name}: ${more}`);

	test('of permission groups is told apart by level', () => {
		expect(named(permissionGroupSource.options('logs', setting))).toEqual([
			'Logs Read: account',
			'Logs Read: zone, deprecated',
		]);
		expect(named(permissionGroupSource.options('logs zone', setting))).toEqual(['Logs Read: zone, deprecated']);
		expect(permissionGroupSource.option(ids.logsZone, setting).name).toBe('Logs Read (zone)');
	});

	test('of resources begins with the account, and finds groups and zones in one search', () => {
		expect(named(targetSource.options('', setting))).toEqual([
			'whole account: in this policy itself',
			'prod-zones: resource group: 2 zones: acme.com, prod.acme.com',
			'whole account: resource group of Cloudflare',
			'acme.com: zone',
			'prod.acme.com: zone',
		]);
		expect(targetSource.options('prod', setting).map(({id}) => id)).toEqual([
			`resource-group/${hex(701)}`,
			`zone/${hex(2)}`,
		]);
	});

	test('is found by an id that was copied elsewhere', () => {
		expect(targetSource.options(hex(701), setting).map(({name}) => name)).toEqual(['prod-zones']);
		expect(permissionGroupSource.options(ids.worker, setting).map(({name}) => name)).toEqual(['Worker Admin']);
	});

	test('of permission groups beside zones: what is for the whole account comes last and says so', () => {
		const offered = (targets: readonly string[], text: string) => {
			const [field] = policyFields({access: 'allow', permissionGroups: [], targets}, setting);
			return field?.kind === 'pick' ? field.source.options(text, setting) : [];
		};
		expect(named(offered([`zone/${hex(1)}`], 'logs'))).toEqual([
			'Logs Read: zone, deprecated',
			'Logs Read: account, not with zones or Workers',
		]);
		// Of a resource group it is what the group reaches.
		expect(named(offered([`resource-group/${hex(701)}`], 'dns'))).toEqual(['DNS: account, not with zones or Workers']);
		for (const targets of [[], ['account'], [`resource-group/${hex(700)}`]])
			expect(offered(targets, 'logs')).toEqual(permissionGroupSource.options('logs', setting));
	});

	test('by an id is a Worker', () => {
		expect(targetSource.typed?.(hex(9))).toBe(`worker/${hex(9)}`);
		expect(targetSource.typed?.(`worker ${hex(9)}`)).toBe(`worker/${hex(9)}`);
		expect(targetSource.typed?.('acme')).toBeUndefined();
	});

	test('is said to be read as long as it is', () => {
		const reading = settingOf({...sample, snapshots: {zones: {complete: false, total: 12}}});
		expect(targetSource.reading(reading)).toBe('reading the zones: 2 of 12');
		expect(targetSource.reading(setting)).toBeUndefined();
	});
});
