/** What changes between policies, as people read it; and two changes of the same policies in one. */
import fc from 'fast-check';
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {permissionGroupIdSchema, resourceGroupIdSchema} from '../../source/api/ids.ts';
import type {PolicyInput, ResourceGroupReference} from '../../source/api/user-groups.ts';
import {changeLine, grantChange, policyDiff} from '../../source/areas/policy-diff.ts';
import {mergedPolicies} from '../../source/areas/policy-merge.ts';
import {policyKey} from '../../source/areas/policy-values.ts';
import {plainText} from '../../source/terminal/line.ts';
import {accountKey, hex, settingOf, zoneKey} from './sample.ts';

const permissions = {dns: 500, read: 501, admin: 502} as const;
const places = {prod: 700, staging: 701} as const;

const {knowledge} = settingOf({
	lists: {
		permissionGroups: [
			{id: hex(permissions.dns), name: 'DNS', meta: {scopes: 'com.cloudflare.api.account'}},
			{id: hex(permissions.read), name: 'Zone Read', meta: {scopes: 'com.cloudflare.api.account.zone'}},
			{id: hex(permissions.admin), name: 'Administrator', meta: {label: 'admin'}},
		],
		resourceGroups: [
			{id: hex(places.prod), name: 'prod-zones', scope: {key: accountKey, objects: [{key: zoneKey(1)}]}},
			{id: hex(places.staging), name: 'staging', scope: {key: accountKey, objects: [{key: zoneKey(2)}]}},
		],
		zones: [1, 2, 3].map((number) => ({id: hex(number), name: `z${number}.com`})),
	},
});

type Permission = keyof typeof permissions;
type Place = keyof typeof places | number | 'account';

/** `number`: zones of that number, all in one scope of the policy's own. */
function policy(
	granted: readonly Permission[],
	on: readonly Place[],
	access: PolicyInput['access'] = 'allow',
): PolicyInput {
	const zones = on.filter((place) => typeof place === 'number');
	return {
		access,
		permission_groups: granted.map((name) => ({id: v.parse(permissionGroupIdSchema, hex(permissions[name]))})),
		resource_groups: [
			...on.flatMap((place): readonly ResourceGroupReference[] => {
				if (place === 'account') return [{scope: {key: accountKey, objects: [{key: '*'}]}}];
				return typeof place === 'number' ? [] : [{id: v.parse(resourceGroupIdSchema, hex(places[place]))}];
			}),
			...(zones.length === 0 ? [] : [{scope: {key: accountKey, objects: zones.map((zone) => ({key: zoneKey(zone)}))}}]),
		],
	};
}

const diff = (before: readonly PolicyInput[], after: readonly PolicyInput[]) =>
	policyDiff(before, after, knowledge).map(({sign, line}) => `${sign} ${plainText(line)}`);

describe('a difference of policies', () => {
	test.each<readonly [string, readonly PolicyInput[], readonly PolicyInput[], readonly string[]]>([
		[
			'a permission more',
			[policy(['dns'], ['prod'])],
			[policy(['dns', 'read'], ['prod'])],
			['+ Zone Read on prod-zones'],
		],
		['a place less', [policy(['dns'], ['prod', 'staging'])], [policy(['dns'], ['prod'])], ['- DNS on staging']],
		['a zone more in a scope', [policy(['dns'], [1, 2])], [policy(['dns'], [1, 2, 3])], ['+ DNS on zone z3.com']],
		[
			'a policy less and one more, the widest first',
			[policy(['read'], ['prod'])],
			[policy(['read', 'admin'], ['account'])],
			['- Zone Read on prod-zones', '+ Administrator on whole account', '+ Zone Read on whole account'],
		],
		[
			'deny for allow',
			[policy(['dns'], ['prod'])],
			[policy(['dns'], ['prod'], 'deny')],
			['- DNS on prod-zones', '+ DENY DNS on prod-zones'],
		],
		['nothing, in another order', [policy(['dns', 'read'], [2, 1])], [policy(['read', 'dns'], [1, 2])], []],
		[
			'the same in two policies',
			[policy(['dns', 'read'], ['prod'])],
			[policy(['dns'], ['prod']), policy(['read'], ['prod'])],
			['- ALLOW DNS, Zone Read on prod-zones', '+ ALLOW DNS on prod-zones', '+ ALLOW Zone Read on prod-zones'],
		],
		[
			'one of two that are the same',
			[policy(['dns'], ['prod']), policy(['dns'], ['prod'])],
			[policy(['dns'], ['prod'])],
			['- ALLOW DNS on prod-zones'],
		],
	])('tells %s', (_what, before, after, lines) => {
		expect(diff(before, after)).toEqual(lines);
	});

	test('is told for each person by the widest grant', () => {
		const change = grantChange([policy(['read'], [1])], [policy(['admin', 'dns'], ['account'])]);
		expect(plainText(changeLine(change, knowledge))).toBe(
			'gains Administrator on whole account, and 1 more; loses Zone Read on zone z1.com',
		);
	});
});

const keysOf = (policies: readonly PolicyInput[] | undefined) => policies?.map(policyKey).toSorted();

describe('two changes of the same policies', () => {
	const [dns, read] = [policy(['dns'], ['prod']), policy(['read'], ['staging'])];
	const admin = policy(['admin'], ['account']);

	test.each<
		readonly [string, readonly PolicyInput[], readonly PolicyInput[], readonly PolicyInput[], readonly PolicyInput[]]
	>([
		['both add one', [dns], [dns, read], [dns, admin], [dns, read, admin]],
		['both add the same', [dns], [dns, read], [dns, read], [dns, read]],
		['both drop another one', [dns, read, admin], [dns, admin], [dns, read], [dns]],
		['one drops what the other leaves alone', [dns, read], [dns], [dns, read, admin], [dns, admin]],
		[
			'both change one policy in different places',
			[policy(['dns'], ['prod'])],
			[policy(['dns'], ['prod', 'staging'])],
			[policy(['dns', 'read'], ['prod'])],
			[policy(['dns', 'read'], ['prod', 'staging'])],
		],
		[
			'what they take from a policy does not come back with what is added to it',
			[policy(['dns', 'admin'], ['prod'])],
			[policy(['dns'], ['prod'])],
			[policy(['dns', 'admin', 'read'], ['prod'])],
			[policy(['dns', 'read'], ['prod'])],
		],
		[
			'a policy that both have emptied between them is gone',
			[policy(['dns', 'read'], ['prod'])],
			[policy(['dns'], ['prod'])],
			[policy(['read'], ['prod'])],
			[],
		],
		['one drops one of two that are the same', [dns, dns], [dns, dns, read], [dns], [dns, read]],
		['both drop one of two that are the same', [dns, dns], [dns], [dns], [dns]],
		[
			'one changes one of two that are the same, the other changes it elsewhere',
			[dns, dns],
			[dns, policy(['dns'], ['prod', 'staging'])],
			[dns, policy(['dns', 'read'], ['prod'])],
			[dns, policy(['dns', 'read'], ['prod', 'staging'])],
		],
		[
			'a policy on nothing, which nobody has touched, stays',
			[dns, policy(['read'], [])],
			[dns, policy(['read'], []), admin],
			[policy(['read'], [])],
			[policy(['read'], []), admin],
		],
		[
			'each changes a policy, and drops what the other has left alone',
			[policy(['dns', 'read'], ['prod']), policy(['dns'], ['staging'])],
			[policy(['dns', 'read'], ['prod'])],
			[policy(['dns', 'read', 'admin'], ['prod']), policy(['dns'], ['staging'])],
			[policy(['dns', 'read', 'admin'], ['prod'])],
		],
	])('%s', (_what, was, theirs, yours, merged) => {
		expect(keysOf(mergedPolicies(was, theirs, yours))).toEqual(keysOf(merged));
	});

	test.each<readonly [string, readonly PolicyInput[], readonly PolicyInput[]]>([
		['I drop', [policy(['dns'], ['staging'])], []],
		['they drop', [], [policy(['dns'], ['staging'])]],
	])('are no matter of merging where %s what the other has changed', (_what, theirs, yours) => {
		expect(mergedPolicies([policy(['dns'], ['prod', 'staging'])], theirs, yours)).toBeUndefined();
	});

	const some = fc.array(
		fc
			.tuple(
				fc.uniqueArray(fc.constantFrom<Permission>('dns', 'read', 'admin'), {minLength: 1}),
				fc.uniqueArray(fc.constantFrom<Place>('prod', 'staging', 'account', 1, 2), {minLength: 1}),
			)
			.map(([granted, on]) => policy(granted, on)),
		{maxLength: 4},
	);
	const distinct = some.map((policies) => [...new Map(policies.map((each) => [policyKey(each), each])).values()]);

	test('of which one is none are the other one', () => {
		fc.assert(
			fc.property(distinct, distinct, (was, changed) => {
				expect(keysOf(mergedPolicies(was, changed, was))).toEqual(keysOf(changed));
				expect(keysOf(mergedPolicies(was, was, changed))).toEqual(keysOf(changed));
				expect(keysOf(mergedPolicies(was, changed, changed))).toEqual(keysOf(changed));
			}),
		);
	});

	test('of nothing grant together what both of them grant', () => {
		const grants = (policies: readonly PolicyInput[] = []) => new Set(grantChange([], policies).gained.map(policyKey));
		fc.assert(
			fc.property(distinct, distinct, (theirs, yours) => {
				expect(grants(mergedPolicies([], theirs, yours))).toEqual(grants(theirs).union(grants(yours)));
			}),
		);
	});
});
