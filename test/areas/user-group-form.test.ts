/** Forms of user groups: what is wrong with values, and where refusals of the server belong. */
import {describe, expect, test} from 'vitest';
import {CloudflareError, type ErrorKind} from '../../source/api/errors.ts';
import type {FormValues} from '../../source/areas/form.ts';
import {groupForm, longestName, newGroupForm, policyForm} from '../../source/areas/user-group-form.ts';
import {accountKey, group, hex, rowOf} from './sample.ts';
import {dnsOnAccount, groupNamed, ids, problems, setting, zoneReadOnProd} from './user-group-sample.ts';

describe('a name', () => {
	test.each([
		['', ['danger name: a group needs a name']],
		['   ', ['danger name: a group needs a name']],
		['x'.repeat(longestName), []],
		['x'.repeat(longestName + 1), [`danger name: at most ${longestName} characters, and this is 256`]],
		['👩‍💻'.repeat(60), []],
		['Billing', ['danger name: in use already: names of user groups are unique in an account']],
		[' Billing ', ['danger name: in use already: names of user groups are unique in an account']],
		['billing', ['warning name: only upper and lower case tell it from Billing']],
		['night-shift', []],
	])('%j', (name, said) => {
		expect(problems(newGroupForm(setting), {name, policies: []})).toEqual(said);
	});

	test('of the group itself is no other one', () => {
		const form = groupForm(groupNamed('Billing'), setting);
		expect(problems(form, {name: 'Billing', policies: []})).toEqual([]);
		expect(problems(form, {name: 'billing', policies: []})).toEqual([]);
		expect(problems(form, {name: 'platform-dns', policies: []})).toHaveLength(1);
	});
});

describe('a policy', () => {
	const policy = (values: FormValues) =>
		problems(newGroupForm(setting), {name: 'new', policies: [{...dnsOnAccount, ...values}]});

	test.each<readonly [string, FormValues, readonly RegExp[]]>([
		['that is right', {}, []],
		['without permissions', {permissionGroups: []}, [/^danger policies\.0\.permissionGroups: choose at least one/u]],
		['on nothing', {targets: []}, [/^danger policies\.0\.targets: choose at least one/u]],
		['that denies', {access: 'deny'}, [/^warning policies\.0\.access: Cloudflare refuses/u]],
		['of no access at all', {access: 'maybe'}, [/^danger policies\.0\.access: has to be allow or deny/u]],
		[
			'with an unknown permission',
			{permissionGroups: [hex(999)]},
			[/^danger policies\.0\.permissionGroups: the account has no/u],
		],
		[
			'on an unknown resource group',
			{targets: [`resource-group/${hex(999)}`]},
			[/^danger policies\.0\.targets: the account has no/u],
		],
		['on a text that is nothing', {targets: ['everything']}, [/^danger policies\.0\.targets: everything is nothing/u]],
		[
			'on a zone id that is none',
			{permissionGroups: [ids.zoneRead], targets: ['zone/acme.com']},
			[/^danger .* a zone id is 32/u],
		],
		[
			'on a zone that is not listed',
			{permissionGroups: [ids.zoneRead], targets: [`zone/${hex(9)}`]},
			[/^warning .* not in the account/u],
		],
		[
			'on a Worker id that is none',
			{permissionGroups: [ids.worker], targets: ['worker/shop']},
			[/^danger .* a Worker id is 32/u],
		],
		[
			'on a zone as if it were a Worker',
			{permissionGroups: [ids.worker], targets: [`worker/${hex(1)}`]},
			[/^warning .* id of a zone/u],
		],
		[
			'for the account on a resource group of zones',
			{targets: [`resource-group/${hex(701)}`]},
			[/^danger policies\.0\.targets: DNS is for the whole account/u],
		],
		[
			'for the account on a zone',
			{targets: [`zone/${hex(1)}`]},
			[/^danger policies\.0\.targets: DNS is for the whole account/u],
		],
		[
			'for the account on a Worker',
			{targets: [`worker/${hex(9)}`]},
			[/^danger policies\.0\.targets: DNS is for the whole account/u],
		],
		['for zones on the account', {permissionGroups: [ids.zoneRead], targets: ['account']}, []],
		[
			'for zones on a Worker',
			{permissionGroups: [ids.zoneRead], targets: [`worker/${hex(9)}`]},
			[/^warning policies\.0\.targets: Zone Read is for zones/u],
		],
		[
			'for Workers on a zone',
			{permissionGroups: [ids.worker], targets: [`zone/${hex(1)}`]},
			[/^warning policies\.0\.targets: Worker Admin is for Workers/u],
		],
	])('%s', (_what, values, said) => {
		const found = policy(values);
		expect(found).toHaveLength(said.length);
		for (const [index, pattern] of said.entries()) expect(found[index]).toMatch(pattern);
	});

	test('that is there twice is said to be', () => {
		const twice = [dnsOnAccount, {...dnsOnAccount, permissionGroups: [ids.dns, ids.dns]}];
		expect(problems(newGroupForm(setting), {name: 'new', policies: twice})).toEqual([
			'warning policies.1: the same as policy 1',
		]);
	});

	test('that the group has already keeps nobody from a change, whatever is odd about it', () => {
		const read = rowOf.userGroups({
			...group(5, 'odd'),
			policies: [{access: 'allow', permission_groups: [{id: hex(999)}], resource_groups: [{id: hex(998)}]}],
		});
		const form = groupForm(read, setting);
		expect(form.problems({...form.start, name: 'odder'}, setting).map(({tone}) => tone)).toEqual([
			'warning',
			'warning',
		]);
	});
});

describe('a refusal of the server', () => {
	const values = {name: 'new', policies: [dnsOnAccount, zoneReadOnProd]};
	const refusal = (kind: ErrorKind, message: string) =>
		new CloudflareError({
			kind,
			attempted: 'create a user group',
			messages: [`${message} (400)`],
			next: '',
			status: 400,
		});

	test.each<readonly [ErrorKind, string, string | undefined, string | undefined]>([
		['conflict', 'User group name "new" is already in use', 'name', undefined],
		['conflict', 'Conflict', undefined, undefined],
		['invalid', 'name is required and must be a non-empty string', 'name', undefined],
		['invalid', `User group ${hex(1)} is managed by SCIM: its name cannot be changed`, 'name', undefined],
		['invalid', 'Cannot re-use policy IDs', 'policies', undefined],
		['invalid', 'Policy validation failed', 'policies', undefined],
		[
			'invalid',
			`Policy validation failed: permission group ${ids.zoneRead} not found`,
			'policies.1.permissionGroups',
			undefined,
		],
		['invalid', `Policy validation failed: resource group ${hex(700)} not found`, 'policies.0.targets', 'targets'],
		[
			'invalid',
			`Policy validation failed: invalid permission group and resource group combination (DNS, ${accountKey})`,
			'policies.0.targets',
			'targets',
		],
		['network', 'the connection was reset', undefined, undefined],
		['permission', 'Authentication error', undefined, undefined],
	])('%s: %s', (kind, message, place, inPolicy) => {
		expect(newGroupForm(setting).placeOf?.(refusal(kind, message), values)).toBe(place);
		expect(policyForm(groupNamed('platform-dns'), 0, setting).placeOf?.(refusal(kind, message), dnsOnAccount)).toBe(
			inPolicy,
		);
	});

	test('of a policy that denies stands at its access', () => {
		const denying = {...values, policies: [dnsOnAccount, {...zoneReadOnProd, access: 'deny'}]};
		const error = refusal('invalid', 'Policy validation failed: access "deny" is not supported');
		expect(newGroupForm(setting).placeOf?.(error, denying)).toBe('policies.1.access');
	});
});
