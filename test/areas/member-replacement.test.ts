/** Replacing the whole set of a group's members: nobody else's change is overwritten unseen. */
import {describe, expect, test} from 'vitest';
import {replaceMembers} from '../../source/areas/membership-replacement.ts';
import {changeKey, changesOf} from '../../source/areas/membership-steps.ts';
import {planOf} from '../../source/areas/plan.ts';
import {plainText} from '../../source/terminal/line.ts';
import {group, groupId, hex, memberId, person, type SampleAccount, settingOf} from './sample.ts';

const account: SampleAccount = {
	lists: {
		userGroups: [group(1, 'platform-dns')],
		members: [10, 11, 12, 13, 14].map((number) => person(number, `m${number}@acme.com`)),
	},
};

const inside = (...members: readonly number[]) => settingOf({...account, inGroups: {1: members}});
const ids = (...members: readonly number[]) => members.map(memberId);

/** From 10 and 11 to 11 and 12. */
const step = replaceMembers(groupId(1), ids(10, 11), ids(11, 12));

describe('replacing all members', () => {
	test('is one PUT of the whole set, told as who joins and who leaves', () => {
		const plan = planOf([step], inside(10, 11));
		expect(plan.steps.map(({request: {method, body}}) => [method, body])).toEqual([
			['PUT', [{id: hex(11)}, {id: hex(12)}]],
		]);
		expect(plan.title).toBe('Change the members of platform-dns: 1 in, 1 out');
		expect(plan.subjects.map(({name, effect}) => `${name} ${plainText(effect).split(' ')[0]}`)).toEqual([
			'm12@acme.com gains',
			'm10@acme.com loses',
		]);
		expect(plan.remarks.map(plainText)).toContain('The group has 2 members and will have 2.');
	});

	test('stays one whole when some of it is so already', () => {
		const plan = planOf([step], inside(10, 11, 12));
		expect(plan.steps).toEqual([step]);
		expect(plan.skipped.map(plainText)).toEqual(['m12@acme.com is already in platform-dns']);
	});

	test('has nothing left to do when the set is as it shall be', () => {
		expect(planOf([step], inside(11, 12)).steps).toEqual([]);
	});

	test('does not throw out who has joined meanwhile, nor bring back who has left', () => {
		const {steps, conflicts} = planOf([step], inside(10, 13));
		expect(steps).toEqual([]);
		const [conflict] = conflicts.map((each) => each.conflict);
		expect(conflict?.theirs.map(plainText)).toEqual(['m13@acme.com joined', 'm11@acme.com left']);
		expect(conflict?.resolutions.map((each) => [each.label, each.step.request.body])).toEqual([
			['keep their changes and add mine', [{id: hex(13)}, {id: hex(12)}]],
			['replace theirs', [{id: hex(11)}, {id: hex(12)}]],
		]);
		for (const resolution of conflict?.resolutions ?? []) {
			expect(planOf([resolution.step], inside(10, 13)).conflicts).toEqual([]);
		}
	});

	test('names the group that somebody else has changed, also where one person is all that is asked for', () => {
		const one = replaceMembers(groupId(1), ids(10, 11), ids(11));
		expect(planOf([one], inside(10, 11, 13)).conflicts.map(({name}) => name)).toEqual(['platform-dns']);
		expect(planOf([step], inside(10, 13)).conflicts.map(({name}) => name)).toEqual(['platform-dns']);
	});

	test('refused for one of them is tried as single changes', () => {
		expect(changesOf(step.split() ?? []).map(changeKey)).toEqual(step.parts.map(({key}) => key));
		expect(step.split()?.map(({request}) => request.method)).toEqual(['POST', 'DELETE']);
	});
});
