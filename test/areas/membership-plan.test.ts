/** What a confirmation says, and that it is about the data as they are now. */
import {describe, expect, test} from 'vitest';
import type {Setting} from '../../source/areas/define.ts';
import {confirmChanges, stepsOf} from '../../source/areas/membership-steps.ts';
import type {Change} from '../../source/areas/membership-words.ts';
import {planOf} from '../../source/areas/plan.ts';
import {plainText} from '../../source/terminal/line.ts';
import {group, groupId, memberId, person, type SampleAccount, settingOf} from './sample.ts';

const acme: SampleAccount = {
	lists: {
		userGroups: [group(1, 'platform-dns', ['DNS', 'Zone Read']), group(2, 'billing')],
		members: [person(10, 'bo@acme.com'), person(11, 'eve@acme.com'), person(12, 'fay@acme.com', {status: 'pending'})],
	},
	inGroups: {1: [10], 2: [10, 11]},
};

const change = (kind: Change['kind'], group: number, member: number): Change => ({
	kind,
	group: groupId(group),
	member: memberId(member),
});

const membershipPlan = (changes: readonly Change[], setting: Setting) => planOf(stepsOf(changes), setting);

describe('a plan of memberships', () => {
	test('says who gains what, and what becomes of the group', () => {
		const plan = membershipPlan([change('add', 1, 11), change('add', 1, 12)], settingOf(acme));
		expect(plan.title).toBe('Add 2 members to platform-dns');
		expect(plan.verb).toBe('Add 2');
		expect(plan.subjects.map(({name, effect}) => `${name}: ${plainText(effect)}`)).toEqual([
			'eve@acme.com: gains DNS on whole account, and 1 more',
			'fay@acme.com: gains DNS on whole account, and 1 more  once the invitation is accepted',
		]);
		expect(plan.remarks.map(plainText)).toContain('The group has 1 member and will have 3.');
	});

	test('lists all grants of a group once, the widest first and denials marked', () => {
		const rights = group(3, 'rights', ['Zone Read', 'DNS Write', 'Administrator']);
		const [denied] = Reflect.get(group(4, 'x', ['Billing']), 'policies') as readonly object[];
		const policies = [...Reflect.get(rights, 'policies'), {...denied, access: 'deny'}];
		const setting = settingOf({
			...acme,
			lists: {...acme.lists, userGroups: [{...rights, policies}]},
			inGroups: {3: []},
		});
		const plan = membershipPlan([change('add', 3, 10), change('add', 3, 11)], setting);
		expect(plan.details.map(plainText)).toEqual([
			'rights grants:',
			'  Administrator on whole account',
			'  DNS Write on whole account',
			'  Zone Read on whole account',
			'  DENY Billing on whole account',
		]);
	});

	test('says who leaves what', () => {
		const plan = membershipPlan([change('remove', 2, 10)], settingOf(acme));
		expect(plan.title).toBe('Remove bo@acme.com from billing');
		expect(plan.subjects.map(({effect}) => plainText(effect))).toEqual(['loses nothing: the group has no policies']);
	});

	test('leaves out and names what would change nothing any more', () => {
		const plan = membershipPlan([change('add', 1, 10), change('add', 1, 11)], settingOf(acme));
		expect(plan.subjects.map(({name}) => name)).toEqual(['eve@acme.com']);
		expect(plan.skipped.map(plainText)).toEqual(['bo@acme.com is already in platform-dns']);
		expect(plan.verb).toBe('Add 1');
		const removal = membershipPlan([change('remove', 1, 11)], settingOf(acme));
		expect(removal.subjects).toEqual([]);
		expect(removal.skipped.map(plainText)).toEqual(['eve@acme.com is no longer in platform-dns']);
	});

	test('names the group beside each person when there are several', () => {
		const plan = membershipPlan([change('remove', 1, 10), change('remove', 2, 10)], settingOf(acme));
		expect(plan.title).toBe('Remove bo@acme.com from 2 groups');
		expect(plan.subjects.map(({name, place}) => [name, place])).toEqual([
			['bo@acme.com', 'from platform-dns'],
			['bo@acme.com', 'from billing'],
		]);
	});

	test('knows a person by the beginning of their id where no list has an address', () => {
		const plan = membershipPlan([change('add', 1, 99)], settingOf(acme));
		expect(plan.subjects[0]?.name).toMatch(/^0{8}/u);
	});

	test('says no size of a group that has not been read', () => {
		const plan = membershipPlan([change('add', 1, 11)], settingOf({...acme, inGroups: {}}));
		expect(plan.remarks.map(plainText).join()).not.toContain('The group has');
	});

	test('a confirmation wants the members of its groups read, each once', () => {
		const intent = confirmChanges([change('add', 1, 11), change('add', 1, 12), change('remove', 2, 10)]);
		expect(intent.kind === 'confirm' && intent.needs.filter(({kind}) => kind === 'groupMembers')).toEqual([
			{kind: 'groupMembers', group: groupId(1)},
			{kind: 'groupMembers', group: groupId(2)},
		]);
	});

	test('is made anew from the data of each moment', () => {
		const intent = confirmChanges([change('add', 1, 11)]);
		if (intent.kind !== 'confirm') throw new Error('no confirmation');
		expect(intent.plan(settingOf(acme)).subjects).toHaveLength(1);
		expect(intent.plan(settingOf({...acme, inGroups: {1: [10, 11]}})).subjects).toHaveLength(0);
	});
});
