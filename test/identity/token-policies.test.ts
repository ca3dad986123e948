import fc from 'fast-check';
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {accountIdSchema} from '../../source/api/ids.ts';
import type {TokenPolicy} from '../../source/api/schemas.ts';
import {policiesAllow} from '../../source/identity/token-policies.ts';

const account = v.parse(accountIdSchema, 'a'.repeat(32));
const here = `com.cloudflare.api.account.${account}`;
const everywhere = 'com.cloudflare.api.account.*';
const elsewhere = `com.cloudflare.api.account.${'b'.repeat(32)}`;

type Resources = TokenPolicy['resources'];

function policy(names: readonly (string | undefined)[], resources: Resources, effect = 'allow'): TokenPolicy {
	return {effect, resources, permission_groups: names.map((name, index) => ({id: `p${index}`, name}))};
}

const write = 'Account Settings Write';

describe('the policies of a token', () => {
	test.each<[string, readonly TokenPolicy[], 'yes' | 'no' | 'unknown']>([
		['none at all', [], 'no'],
		['the permission in the account', [policy([write], {[here]: '*'})], 'yes'],
		['the permission in all accounts', [policy([write], {[everywhere]: '*'})], 'yes'],
		['the permission by the word of the dashboard', [policy(['Account Settings Edit'], {[here]: '*'})], 'yes'],
		['another permission that does as well', [policy(['SCIM Provisioning'], {[here]: '*'})], 'yes'],
		['reading only', [policy(['Account Settings Read'], {[here]: '*'})], 'no'],
		['the permission in another account', [policy([write], {[elsewhere]: '*'})], 'no'],
		['the permission for zones of the account', [policy([write], {[here]: {'zone.*': '*'}})], 'no'],
		['a permission without a name', [policy([undefined], {[here]: '*'})], 'unknown'],
		['the permission beside one without a name', [policy([undefined, write], {[here]: '*'})], 'yes'],
		['a permission without a name in another account', [policy([undefined], {[elsewhere]: '*'})], 'no'],
		['allowed and denied', [policy([write], {[here]: '*'}), policy([write], {[everywhere]: '*'}, 'deny')], 'unknown'],
		[
			'allowed here and denied elsewhere',
			[policy([write], {[here]: '*'}), policy([write], {[elsewhere]: '*'}, 'deny')],
			'yes',
		],
		['an effect that nobody knows yet', [policy([write], {[here]: '*'}, 'perhaps')], 'unknown'],
	])('%s', (_, policies, expected) => {
		expect(policiesAllow(policies, write, account)).toBe(expected);
	});

	test('say the same in any order', () => {
		const policies = fc.array(
			fc.record({
				names: fc.array(fc.constantFrom(write, 'SCIM Provisioning', 'DNS Write', undefined), {maxLength: 3}),
				place: fc.constantFrom(here, everywhere, elsewhere),
				effect: fc.constantFrom('allow', 'deny'),
			}),
			{maxLength: 5},
		);
		fc.assert(
			fc.property(policies, (drawn) => {
				const made = drawn.map(({names, place, effect}) => policy(names, {[place]: '*'}, effect));
				expect(policiesAllow(made.toReversed(), write, account)).toBe(policiesAllow(made, write, account));
			}),
		);
	});
});
