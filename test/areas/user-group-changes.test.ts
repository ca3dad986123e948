/** What forms of user groups come to: creating, cloning, changing, deleting, one policy by itself. */
import {describe, expect, test} from 'vitest';
import type {UserGroup} from '../../source/api/schemas.ts';
import {recordsIn} from '../../source/areas/form-values.ts';
import {cloneForm, groupForm, newGroupForm, policyForm, withoutPolicies} from '../../source/areas/user-group-form.ts';
import {confirmDeletion} from '../../source/areas/user-group-steps.ts';
import {userGroups} from '../../source/areas/user-groups.ts';
import {plainText} from '../../source/terminal/line.ts';
import {accountKey, group, hex, settingOf, zoneKey} from './sample.ts';
import {
	dnsOnAccount,
	groupNamed,
	ids,
	planned,
	problems,
	sample,
	setting,
	zoneReadOnProd,
} from './user-group-sample.ts';

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

	test('is not stopped by an odd policy of the original, only told of it: Cloudflare has the last word', () => {
		const odd = {scope: {key: accountKey, objects: [{key: `${zoneKey(1)}0`}]}};
		const [policy] = groupNamed('platform-dns').policies ?? [];
		const original: UserGroup = {...groupNamed('platform-dns'), policies: [{...policy, resource_groups: [odd]}]};
		const form = cloneForm(original, setting);
		expect(problems(form, form.start).join()).toMatch(/^warning policies\.0\.targets: a zone id is 32 characters/u);
		const more = [...recordsIn(form.start, 'policies'), {...dnsOnAccount, targets: ['zone/1']}];
		expect(problems(form, {...form.start, policies: more}).join()).toMatch(/danger policies\.1\.targets/u);
	});

	test('is refused where a policy of it can not be sent: the clone would lack it', () => {
		const refusalOf = (name: string) => userGroups.actions([groupNamed(name).id], setting).clone?.disabled;
		expect(refusalOf('platform-dns')).toBeUndefined();
		expect(refusalOf('odd')).toMatch(/^odd: a policy of it can not be sent/u);
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

	test('of which somebody has been taken out since asks again, so that undo does not put them back', () => {
		const asked = confirmDeletion([groupNamed('platform-dns')], setting);
		const [step] = asked.plan(setting).steps;
		const [part] = step?.parts ?? [];
		if (step === undefined || part === undefined) throw new Error('nothing would be deleted');
		const standing = step.standing(part, settingOf({...sample, inGroups: {1: [10, 12]}}).knowledge);
		if (standing.kind !== 'conflict') throw new Error(standing.kind);
		expect(standing.theirs.map(plainText)).toEqual(['eve@acme.com is not in it']);
		const [anew] = standing.resolutions;
		const undone = anew?.step.reversal([], setting.knowledge).steps.flatMap(({follows = []}) => follows);
		expect(undone?.map(({body}) => body)).toEqual([[{id: hex(10)}, {id: hex(12)}]]);
	});

	test('of which a policy can not be sent back by now is not said to be made again', () => {
		const asked = confirmDeletion([groupNamed('platform-dns')], setting);
		const odd = {...groupNamed('platform-dns'), policies: groupNamed('odd').policies};
		const after = settingOf({...sample, lists: {...sample.lists, userGroups: [odd]}});
		const [step] = asked.plan(setting).steps;
		const [part] = step?.parts ?? [];
		const standing = part === undefined ? undefined : step?.standing(part, after.knowledge);
		if (standing?.kind !== 'conflict') throw new Error(standing?.kind);
		expect(standing.resolutions[0]?.step.reversal([], after.knowledge)).toMatchObject({
			steps: [],
			why: 'one of its policies can not be sent back as it is',
		});
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
			title: 'Remove policy 1 of platform-dns',
			diff: ['- DNS on whole account'],
			requests: [['PUT', {policies: {length: 1}}]],
		});
	});
});

describe('a policy that denies', () => {
	const denying = {...dnsOnAccount, access: 'deny'};
	const base: UserGroup = {
		...groupNamed('platform-dns'),
		policies: (groupNamed('platform-dns').policies ?? []).map((policy) => ({...policy, access: 'deny'})),
	};

	test('is said to be refused, with all that is sent beside it, before anything is sent', () => {
		const form = groupForm(groupNamed('platform-dns'), setting);
		const intent = form.review({...form.start, policies: [...recordsIn(form.start, 'policies'), denying]}, setting);
		if (intent.kind !== 'confirm') throw new Error(intent.kind);
		expect(intent.plan(setting).remarks.map(plainText).join()).toMatch(/refuses policies that deny/u);
		expect(problems(form, {...form.start, policies: [denying]}).join()).toMatch(/none of them can be changed/u);
	});

	test('keeps nobody from another name for the group', () => {
		const form = groupForm(base, setting);
		const {requests} = planned(form.review({...form.start, name: 'platform-dns-2'}, setting));
		expect(requests).toEqual([['PUT', {name: 'platform-dns-2'}]]);
	});

	test('can be dropped, and the confirmation does not promise to bring it back', () => {
		const plan = withoutPolicies(base, new Set([0, 1]));
		if (plan.kind !== 'confirm') throw new Error(plan.kind);
		const {steps, undo} = plan.plan(settingOf({...sample, lists: {...sample.lists, userGroups: [base]}}));
		expect(steps.map(({request}) => request.body)).toEqual([{policies: []}]);
		expect(undo).toEqual({
			possible: false,
			text: 'It can not be undone: a policy of it denies, and Cloudflare refuses that for user groups.',
		});
	});

	test('keeps its group from being made again', () => {
		const at = settingOf({...sample, lists: {...sample.lists, userGroups: [base]}});
		expect(confirmDeletion([base], at).plan(at).undo.possible).toBe(false);
	});
});
