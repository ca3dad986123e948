/** Policies as forms hold them: what is read, edited and sent means the same. */
import fc from 'fast-check';
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {permissionGroupIdSchema, resourceGroupIdSchema} from '../../source/api/ids.ts';
import type {PolicyInput, ResourceGroupReference} from '../../source/api/user-groups.ts';
import {policyInput, policyInputs, policyKey, policyValues, targetOf} from '../../source/areas/policy-values.ts';
import {accountId, accountKey, hex, rowOf, zoneKey} from './sample.ts';

const workerKey = (number: number): string => `com.cloudflare.api.account.worker.${hex(number)}`;
const scope = (key: string, ...objects: readonly string[]) => ({scope: {key, objects: objects.map((key) => ({key}))}});
const listed = (number: number) => ({id: v.parse(resourceGroupIdSchema, hex(number))});

function policyOn(...resources: readonly ResourceGroupReference[]): PolicyInput {
	return {
		access: 'allow',
		permission_groups: [{id: v.parse(permissionGroupIdSchema, hex(500))}],
		resource_groups: resources,
	};
}

describe('what a policy applies to', () => {
	test.each<readonly [string, ResourceGroupReference, readonly string[]]>([
		['a resource group', listed(700), [`resource-group/${hex(700)}`]],
		['the whole account', scope(accountKey, '*'), ['account']],
		['zones', scope(accountKey, zoneKey(1), zoneKey(2)), [`zone/${hex(1)}`, `zone/${hex(2)}`]],
		['a Worker', scope(accountKey, workerKey(3)), [`worker/${hex(3)}`]],
		[
			'several Workers',
			scope(accountKey, workerKey(3), workerKey(4)),
			[scopeText(accountKey, workerKey(3), workerKey(4))],
		],
		['a zone as a container', scope(zoneKey(1), '*'), [scopeText(zoneKey(1), '*')]],
		['another account', scope(`${accountKey.slice(0, -1)}b`, '*'), [scopeText(`${accountKey.slice(0, -1)}b`, '*')]],
		['a bare id of a zone', scope(`${accountKey}.zone`, hex(1)), [scopeText(`${accountKey}.zone`, hex(1))]],
		[
			'zones and a Worker',
			scope(accountKey, zoneKey(1), workerKey(3)),
			[scopeText(accountKey, zoneKey(1), workerKey(3))],
		],
	])('%s is told by its own text, and sent as it came', (_what, resource, texts) => {
		const policy = policyOn(resource);
		const values = policyValues(policy, accountId);
		expect(values.targets).toEqual(texts);
		expect(policyInput(values, accountId)).toEqual(policy);
	});

	test('zones that are picked together make one scope, beside other scopes', () => {
		const values = {...policyValues(policyOn(scope(accountKey, workerKey(3))), accountId)};
		const more = {...values, targets: [`worker/${hex(3)}`, `zone/${hex(1)}`, 'account', `zone/${hex(2)}`]};
		expect(policyInput(more, accountId).resource_groups).toEqual([
			scope(accountKey, workerKey(3)),
			scope(accountKey, '*'),
			scope(accountKey, zoneKey(1), zoneKey(2)),
		]);
	});

	test.each(['', 'zone', 'zone/', 'somewhere', 'scope/[]', 'scope/{', 'scope/["key",1]'])('%j is nothing', (text) => {
		expect(targetOf(text)).toBeUndefined();
	});
});

function scopeText(...keys: readonly string[]): string {
	return `scope/${JSON.stringify(keys)}`;
}

const key = fc.constantFrom(accountKey, zoneKey(1), `${accountKey}.zone`, 'com.cloudflare.edge.r2.bucket.x');
const object = fc.constantFrom('*', hex(9), zoneKey(1), zoneKey(2), zoneKey(3), workerKey(3), workerKey(4), accountKey);
const resource: fc.Arbitrary<ResourceGroupReference> = fc.oneof(
	fc.nat({max: 4}).map((number) => listed(700 + number)),
	fc.tuple(key, fc.array(object, {maxLength: 4})).map(([of, objects]) => scope(of, ...objects)),
);
const policy: fc.Arbitrary<PolicyInput> = fc.record({
	access: fc.constantFrom('allow' as const, 'deny' as const),
	permission_groups: fc
		.array(fc.nat({max: 5}), {maxLength: 4})
		.map((numbers) => numbers.map((number) => ({id: v.parse(permissionGroupIdSchema, hex(500 + number))}))),
	resource_groups: fc.array(resource, {maxLength: 4}),
});

test('any policy is sent as it was read, whatever order its parts stand in', () => {
	fc.assert(
		fc.property(policy, (read) => {
			const sent = policyInput(policyValues(read, accountId), accountId);
			expect(policyKey(sent)).toBe(policyKey(read));
			expect(policyKey({...read, resource_groups: read.resource_groups.toReversed()})).toBe(policyKey(read));
		}),
	);
});

describe('policies that were read', () => {
	const read = (...policies: readonly object[]) =>
		policyInputs(rowOf.userGroups({id: hex(1), name: 'a', policies}).policies);
	const permission_groups = [{id: hex(500), name: 'DNS', meta: {label: 'dns'}}];

	test('are sent by ids, without their own', () => {
		expect(
			read({
				id: hex(9000),
				access: 'allow',
				permission_groups,
				resource_groups: [{id: hex(700), name: 'prod', scope: {key: accountKey, objects: [{key: '*'}]}}],
				status: 'V',
			}),
		).toEqual([policyOn(listed(700))]);
	});

	test('name by its scope what belongs to one policy alone', () => {
		const adhoc = {id: hex(701), meta: {adhoc: 'true'}, scope: {key: zoneKey(1), objects: [{key: '*'}]}};
		expect(read({access: 'allow', permission_groups, resource_groups: [adhoc]})).toEqual([
			policyOn(scope(zoneKey(1), '*')),
		]);
	});

	test.each([
		['a resource group without id and scope', {access: 'allow', permission_groups, resource_groups: [{name: 'x'}]}],
		['an access that is not known', {access: 'sometimes', permission_groups, resource_groups: []}],
		['no access', {permission_groups, resource_groups: []}],
	])('can not be sent back with %s', (_what, odd) => {
		expect(read(odd)).toBeUndefined();
	});

	test('of a group without any are none', () => {
		expect(policyInputs(undefined)).toEqual([]);
		expect(policyInputs(null)).toEqual([]);
	});
});
