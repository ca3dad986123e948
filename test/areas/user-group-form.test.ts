/** Forms of user groups: what is wrong with values, what they come to, and where refusals of the server belong. */
import {describe, expect, test} from 'vitest';
import {CloudflareError, type ErrorKind} from '../../source/api/errors.ts';
import type {Setting} from '../../source/areas/define.ts';
import type {Form, FormValues} from '../../source/areas/form.ts';
import type {Intent} from '../../source/areas/intent.ts';
import {permissionGroupSource, targetSource} from '../../source/areas/policy-pickers.ts';
import {
	cloneForm,
	groupForm,
	longestName,
	newGroupForm,
	policyForm,
	withoutPolicies,
} from '../../source/areas/user-group-form.ts';
import {confirmDeletion} from '../../source/areas/user-group-steps.ts';
import {plainText} from '../../source/terminal/line.ts';
import {accountKey, group, hex, person, rowOf, type SampleAccount, settingOf, zoneKey} from './sample.ts';

const ids = {dns: hex(500), zoneRead: hex(501), worker: hex(502), logsAccount: hex(503), logsZone: hex(504)} as const;

const sample: SampleAccount = {
	lists: {
		userGroups: [
			group(1, 'platform-dns', ['DNS', 'Zone Read']),
			group(2, 'Billing'),
			group(3, 'okta-support', ['DNS'], {managed_by: 'scim'}),
			group(4, 'odd', [], {policies: [{access: 'allow', resource_groups: [{name: 'neither id nor scope'}]}]}),
		],
		members: [person(10, 'bo@acme.com'), person(11, 'eve@acme.com'), person(12, 'fay@acme.com', {status: 'pending'})],
		permissionGroups: [
			{id: ids.dns, name: 'DNS', meta: {scopes: 'com.cloudflare.api.account'}},
			{id: ids.zoneRead, name: 'Zone Read', meta: {scopes: 'com.cloudflare.api.account.zone'}},
			{id: ids.worker, name: 'Worker Admin', meta: {scopes: 'com.cloudflare.api.account.worker'}},
			{id: ids.logsAccount, name: 'Logs Read', meta: {scopes: 'com.cloudflare.api.account'}},
			{id: ids.logsZone, name: 'Logs Read', meta: {scopes: 'com.cloudflare.api.account.zone', deprecated: 'true'}},
		],
		resourceGroups: [
			{id: hex(700), name: accountKey, meta: {editable: 'false'}, scope: {key: accountKey, objects: [{key: '*'}]}},
			{id: hex(701), name: 'prod-zones', scope: {key: accountKey, objects: [{key: zoneKey(1)}, {key: zoneKey(2)}]}},
		],
		zones: [
			{id: hex(1), name: 'acme.com'},
			{id: hex(2), name: 'prod.acme.com'},
		],
	},
	inGroups: {1: [10, 11, 12], 2: []},
};

const setting = settingOf(sample);
const groupNamed = (name: string) => {
	const found = setting.knowledge.list('userGroups').rows.find((each) => each.name === name);
	if (found === undefined) throw new Error(`no group ${name}`);
	return found;
};

const dnsOnAccount: FormValues = {
	access: 'allow',
	permissionGroups: [ids.dns],
	targets: [`resource-group/${hex(700)}`],
};
const zoneReadOnProd: FormValues = {
	access: 'allow',
	permissionGroups: [ids.zoneRead],
	targets: [`resource-group/${hex(701)}`],
};

function problems(form: Form, values: FormValues, at: Setting = setting): readonly string[] {
	return form.problems(values, at).map(({path, tone, text}) => `${tone} ${path}: ${text}`);
}

function planned(intent: Intent) {
	if (intent.kind !== 'confirm') throw new Error(intent.kind === 'say' ? intent.text : intent.kind);
	const plan = intent.plan(setting);
	return {
		title: plan.title,
		weight: plan.weight.kind,
		diff: plan.diff.map(({sign, line}) => `${sign} ${plainText(line)}`),
		people: plan.people.map(({name, effect}) => `${name} ${plainText(effect)}`),
		requests: plan.steps.map(({request: {method, body}}) => [method, body]),
		leftOut: plan.leftOut === undefined ? undefined : plainText(plan.leftOut),
		undo: plan.undo,
	};
}

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

describe('creating a group', () => {
	test('sends name and policies, and shows what is granted', () => {
		const form = newGroupForm(setting);
		expect(planned(form.review({name: ' night-shift ', policies: [zoneReadOnProd]}, setting))).toMatchObject({
			title: 'Create user group night-shift',
			weight: 'reversible',
			diff: ['+ user group night-shift', '+   Zone Read on prod-zones'],
			requests: [
				[
					'POST',
					{
						name: 'night-shift',
						policies: [{access: 'allow', permission_groups: [{id: ids.zoneRead}], resource_groups: [{id: hex(701)}]}],
					},
				],
			],
		});
	});

	test('with a broad grant weighs more', () => {
		const form = newGroupForm(setting);
		expect(planned(form.review({name: 'new', policies: [dnsOnAccount]}, setting)).weight).toBe('affects-people');
	});
});

describe('cloning a group', () => {
	test('takes its policies under a new name', () => {
		const form = cloneForm(groupNamed('platform-dns'), setting);
		expect(form.start).toMatchObject({name: 'platform-dns-copy', members: false});
		expect(form.start.policies).toHaveLength(2);
		expect(planned(form.review(form.start, setting)).title).toBe('Create user group platform-dns-copy');
	});

	test('takes a name that is free', () => {
		const copies = [group(8, 'Billing-copy'), group(9, 'Billing-copy-2')];
		const crowded = settingOf({lists: {...sample.lists, userGroups: [group(2, 'Billing'), ...copies]}});
		expect(cloneForm(groupNamed('Billing'), crowded).start.name).toBe('Billing-copy-3');
	});

	test('takes its members if it is told to, but for those who can not join', () => {
		const form = cloneForm(groupNamed('platform-dns'), setting);
		const told = planned(form.review({...form.start, members: true}, setting));
		expect(told.title).toBe('Create user group platform-dns-copy with 2 members');
		expect(told.people.map((line) => line.split(' ')[0])).toEqual(['bo@acme.com', 'eve@acme.com']);
		expect(told.leftOut).toBe('left out: 1 with a pending invitation');
	});

	test('waits for its members before it takes them', () => {
		const unread = settingOf({...sample, inGroups: {}});
		const form = cloneForm(groupNamed('platform-dns'), unread);
		expect(problems(form, form.start, unread)).toEqual([]);
		expect(problems(form, {...form.start, members: true}, unread)).toEqual([
			'danger members: who is in platform-dns is still being read',
		]);
	});
});

describe('changing a group', () => {
	const dns = groupNamed('platform-dns');
	const form = groupForm(dns, setting);

	test('in nothing says so', () => {
		const {policies} = form.start;
		if (typeof policies !== 'object') throw new Error('no policies');
		expect(form.review({...form.start, policies: policies.toReversed() as typeof policies}, setting)).toMatchObject({
			kind: 'say',
		});
	});

	test('in its name alone leaves the policies out', () => {
		expect(planned(form.review({...form.start, name: 'platform-core'}, setting))).toMatchObject({
			title: 'Rename platform-dns to platform-core',
			weight: 'reversible',
			diff: ['- name platform-dns', '+ name platform-core'],
			people: [],
			requests: [['PUT', {name: 'platform-core'}]],
			undo: {possible: true},
		});
	});

	test('in its policies replaces them all, without ids, and lists who is concerned', () => {
		const told = planned(form.review({...form.start, policies: [dnsOnAccount]}, setting));
		expect(told).toMatchObject({
			title: 'Change what platform-dns grants',
			weight: 'affects-people',
			diff: ['- Zone Read on whole account'],
			requests: [
				['PUT', {policies: [{access: 'allow', permission_groups: [{id: ids.dns}], resource_groups: [{id: hex(700)}]}]}],
			],
		});
		expect(told.people).toEqual([
			'bo@acme.com loses Zone Read on whole account',
			'eve@acme.com loses Zone Read on whole account',
			'fay@acme.com loses Zone Read on whole account',
		]);
	});

	test('that nobody is in is small', () => {
		const empty = groupForm(groupNamed('Billing'), setting);
		expect(planned(empty.review({...empty.start, policies: [zoneReadOnProd]}, setting))).toMatchObject({
			weight: 'reversible',
			people: [],
		});
	});

	test('that SCIM owns is locked but for its policies', () => {
		const scim = groupForm(groupNamed('okta-support'), setting);
		const locked = scim.fields(scim.start, setting).map(({name, locked}) => [name, locked]);
		expect(locked).toEqual([
			['name', 'managed by SCIM: change it in the identity provider'],
			['policies', undefined],
		]);
		expect(planned(scim.review({...scim.start, name: 'mine', policies: []}, setting)).requests).toEqual([
			['PUT', {policies: []}],
		]);
	});

	test('one policy of which can not be sent back keeps them all', () => {
		const odd = groupNamed('odd');
		const named = groupForm(odd, setting);
		expect(named.fields(named.start, setting).find(({name}) => name === 'policies')?.locked).toBeDefined();
		expect(planned(named.review({...named.start, name: 'other'}, setting)).requests).toEqual([
			['PUT', {name: 'other'}],
		]);
	});
});

describe('deleting groups', () => {
	test('without anybody in them is small', () => {
		expect(planned(confirmDeletion([groupNamed('Billing')], setting))).toMatchObject({
			title: 'Delete user group Billing',
			weight: 'reversible',
			undo: {possible: true, text: 'Undo (z) makes it again with a new id.'},
		});
	});

	test('with people in them asks for the name, and says who loses what', () => {
		const intent = confirmDeletion([groupNamed('platform-dns')], setting);
		expect(planned(intent).people[0]).toBe('bo@acme.com loses DNS on whole account, and 1 more');
		expect(intent.plan(setting).weight).toEqual({kind: 'irreversible', what: 'the name', text: 'platform-dns'});
	});

	test('of which several have people in them asks for what it is', () => {
		const crowded = settingOf({...sample, inGroups: {1: [10], 2: [11]}});
		const groups = [groupNamed('platform-dns'), groupNamed('Billing')];
		expect(confirmDeletion(groups, crowded).plan(crowded).weight).toEqual({
			kind: 'irreversible',
			what: 'this',
			text: 'Delete 2 user groups',
		});
	});

	test('of which the members are not known says so', () => {
		const unread = settingOf({...sample, inGroups: {}});
		const plan = confirmDeletion([groupNamed('platform-dns')], unread).plan(unread);
		expect(plan.weight.kind).toBe('irreversible');
		expect(plan.undo.text).toContain('without its members');
		expect(plan.remarks.map(plainText)[0]).toContain('has not been read');
	});

	test('that can not be made again says why', () => {
		expect(planned(confirmDeletion([groupNamed('odd')], settingOf({...sample, inGroups: {4: []}}))).undo).toEqual({
			possible: false,
			text: 'It can not be undone: one of its policies can not be sent back as it is.',
		});
	});
});

describe('one policy', () => {
	const dns = groupNamed('platform-dns');

	test('more is sent with all others', () => {
		const form = policyForm(dns, undefined, setting);
		expect(form.title).toBe('New policy of platform-dns');
		const told = planned(form.review(zoneReadOnProd, setting));
		expect(told.diff).toEqual(['+ Zone Read on prod-zones']);
		expect(told.requests[0]?.[1]).toMatchObject({policies: {length: 3}});
	});

	test('begins with what it is, and replaces itself alone', () => {
		const form = policyForm(dns, 0, setting);
		expect(form.title).toBe('Edit policy 1 of platform-dns');
		expect(form.start).toEqual(dnsOnAccount);
		expect(form.review(form.start, setting)).toMatchObject({kind: 'say'});
		const told = planned(form.review({...form.start, permissionGroups: [ids.logsAccount]}, setting));
		expect(told.diff).toEqual(['- DNS on whole account', '+ Logs Read (account) on whole account']);
	});

	test('that another one is already is said to be the same', () => {
		const form = policyForm(dns, undefined, setting);
		expect(problems(form, dnsOnAccount)).toEqual(['warning permissionGroups: the same as policy 1']);
	});

	test('less leaves the others', () => {
		expect(planned(withoutPolicies(dns, new Set([0])))).toMatchObject({
			diff: ['- DNS on whole account'],
			requests: [['PUT', {policies: {length: 1}}]],
		});
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
