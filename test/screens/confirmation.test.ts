/** When a confirmation may be carried out: what is read last, what has to be typed, and how plans differ. */
import {describe, expect, test} from 'vitest';
import {plain} from '../../source/areas/cells.ts';
import {replaceMembers} from '../../source/areas/membership-replacement.ts';
import {stepsOf} from '../../source/areas/membership-steps.ts';
import {confirmSteps, planOf} from '../../source/areas/plan.ts';
import {typedText} from '../../source/areas/typed-name.ts';
import {confirmDeletion, userGroupSteps} from '../../source/areas/user-group-steps.ts';
import {agreementOf, differenceFrom, isTyped, lastNeedsOf} from '../../source/screens/confirmation.ts';
import {emptyLine} from '../../source/screens/table-state.ts';
import {group, groupId, hex, memberId, person, rowOf, type SampleAccount, settingOf} from '../areas/sample.ts';
import {sampleFamily, sampleStep} from '../areas/sample-step.ts';

const platform = rowOf.userGroups(group(1, 'platform-dns', ['DNS']));
const account: SampleAccount = {
	lists: {userGroups: [platform], members: [10, 11].map((number) => person(number, `m${number}@acme.com`))},
	inGroups: {1: [10]},
};

const lastOf = (steps: Parameters<typeof confirmSteps>[0]) => lastNeedsOf(steps, confirmSteps(steps));

describe('what is read once more right before a write', () => {
	test('is who is in a group that is deleted, as well as the group', () => {
		const asked = confirmDeletion([platform], settingOf(account));
		expect(lastNeedsOf(asked.plan(settingOf(account)).steps, asked)).toEqual([
			{kind: 'userGroup', id: groupId(1)},
			{kind: 'groupMembers', group: groupId(1)},
		]);
	});

	test('is not what the API refuses to list', () => {
		const whole = confirmDeletion([platform], settingOf(account));
		const asked = {...whole, fresh: whole.fresh.filter(({kind}) => kind !== 'groupMembers')};
		expect(lastNeedsOf(whole.steps, asked)).toEqual([{kind: 'userGroup', id: groupId(1)}]);
	});

	test('is a set that is replaced, and none that is added to or taken out of', () => {
		expect(lastOf([replaceMembers(groupId(1), [memberId(10)], [memberId(11)])])).toHaveLength(1);
		const change = {group: groupId(1), member: memberId(10)};
		expect(lastOf(stepsOf([{kind: 'add', ...change}]))).toEqual([]);
		expect(lastOf(stepsOf([{kind: 'remove', ...change}]))).toEqual([]);
		expect(lastOf([userGroupSteps.create({name: 'new'})])).toEqual([]);
	});

	test('makes a deletion another one when somebody has joined meanwhile', () => {
		const asked = confirmDeletion([platform], settingOf(account));
		const agreed = agreementOf(asked.plan(settingOf(account)));
		const crowded = asked.plan(settingOf({...account, inGroups: {1: [10, 11]}}));
		expect(differenceFrom(agreed, crowded)).toBe('people');
		expect(differenceFrom(agreed, asked.plan(settingOf(account)))).toBeUndefined();
	});

	test('is told by what differs most: what is done, then whom it affects, then what it endangers', () => {
		const plan = confirmDeletion([platform], settingOf(account)).plan(settingOf(account));
		const more = {dangers: [plain('nobody is left')], people: [], diff: []};
		expect(differenceFrom(agreementOf(plan), {...plan, dangers: more.dangers})).toBe('dangers');
		expect(differenceFrom(agreementOf(plan), {...plan, dangers: more.dangers, people: []})).toBe('people');
		expect(differenceFrom(agreementOf(plan), {...plan, ...more})).toBe('change');
		expect(differenceFrom(undefined, plan)).toBe('change');
	});
});

describe('what has to be typed', () => {
	test('is never nothing: what has no name is typed by its id', () => {
		for (const name of ['', '  ', undefined, null]) {
			expect(typedText('the name', name, hex(7))).toEqual({what: 'the id', text: hex(7)});
		}
		const blank = rowOf.userGroups(group(1, '   ', ['DNS']));
		const setting = settingOf({...account, lists: {...account.lists, userGroups: [blank]}});
		expect(confirmDeletion([blank], setting).plan(setting).weight).toMatchObject({text: hex(1)});
	});

	test('is not typed by an empty line, whatever it is', () => {
		expect(isTyped({what: 'the name', text: '  ', line: emptyLine})).toBe(false);
	});

	test('is the title where several things end for good, of one kind or of several', () => {
		const final = (title: string) =>
			sampleFamily({title, weight: {kind: 'irreversible', what: 'the name', text: title}});
		const mixed = planOf(
			[sampleStep(['a'], {family: final('Delete a')}), sampleStep(['b'], {family: final('Delete b')})],
			settingOf({}),
		);
		expect(mixed.weight).toEqual({kind: 'irreversible', what: 'this', text: 'Delete a; Delete b'});
		const setting = settingOf({
			lists: {userGroups: [group(1, 'one'), group(2, 'two')]},
			inGroups: {1: [10], 2: [10]},
		});
		const emptied = planOf(
			[1, 2].map((number) => replaceMembers(groupId(number), [memberId(10)], [])),
			setting,
		);
		expect(emptied.weight).toEqual({kind: 'irreversible', what: 'this', text: emptied.title});
	});
});
