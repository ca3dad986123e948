/** Steps of memberships put together to as few requests as will do: none of what was asked for is lost by it. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {foundingMembers} from '../../source/areas/founding-members.ts';
import {replaceMembers} from '../../source/areas/membership-replacement.ts';
import {stepsOf} from '../../source/areas/membership-steps.ts';
import {confirmSteps, planOf} from '../../source/areas/plan.ts';
import type {Part, Step} from '../../source/areas/write.ts';
import {group, groupId, memberId, person, settingOf} from './sample.ts';
import {samplePart, sampleStep} from './sample-step.ts';

const numbers = fc.uniqueArray(fc.integer({min: 1, max: 30}), {minLength: 1, maxLength: 6});
const inGroup = fc.integer({min: 1, max: 3}).map(groupId);
const family = stepsOf([{kind: 'add', group: groupId(1), member: memberId(1)}])[0]?.family;

/** A step of the same family that its module knows nothing of. */
function stranger(keys: readonly number[]): Step {
	if (family === undefined) throw new Error('there is no family');
	return {...sampleStep(keys.map(String)), family, parts: keys.map((key) => samplePart(`strange ${key}`))};
}

const someSteps: fc.Arbitrary<readonly Step[]> = fc
	.array(
		fc.oneof(
			fc
				.record({kind: fc.constantFrom('add' as const, 'remove' as const), group: inGroup, members: numbers})
				.map(({kind, group, members}) => stepsOf(members.map((member) => ({kind, group, member: memberId(member)})))),
			fc.record({group: inGroup, members: numbers}).map(({group, members}) =>
				foundingMembers(
					group,
					members.map((member) => ({id: memberId(member), address: `m${member}@acme.com`})),
				),
			),
			fc
				.record({group: inGroup, before: numbers, after: numbers})
				.map(({group, before, after}) => [replaceMembers(group, before.map(memberId), after.map(memberId))]),
			numbers.map((keys) => [stranger(keys)]),
		),
		{minLength: 1, maxLength: 5},
	)
	.map((lists) => lists.flat());

const keysOf = (steps: readonly Step[]): readonly string[] =>
	[...new Set(steps.flatMap(({parts}) => parts).map(({key}: Part) => key))].sort();

describe('steps of memberships that are joined', () => {
	test('keep every part of every step, whatever made it', () => {
		fc.assert(
			fc.property(someSteps, (steps) => {
				expect(keysOf(family?.join?.(steps) ?? [])).toEqual(keysOf(steps));
			}),
		);
	});

	test('offer the members of a group that is made again once more, when adding them failed', () => {
		const founding = foundingMembers(groupId(1), [
			{id: memberId(10), address: 'bo@acme.com'},
			{id: memberId(11), address: 'eve@acme.com'},
		]);
		const setting = settingOf({lists: {userGroups: [group(1, 'platform-dns')]}, inGroups: {1: []}});
		const plan = confirmSteps(founding).plan(setting);
		expect(plan.title).toBe('Add 2 members to platform-dns');
		expect(plan.verb).toBe('Add 2');
		expect(plan.subjects.map(({name}) => name)).toEqual(['bo@acme.com', 'eve@acme.com']);
		expect(plan.steps.map(({request}) => request.method)).toEqual(['POST']);
	});

	test('send only those members of such a group that are not in it yet', () => {
		const founding = foundingMembers(
			groupId(1),
			[10, 11, 12].map((member) => ({id: memberId(member), address: `m${member}@acme.com`})),
		);
		const setting = settingOf({
			lists: {userGroups: [group(1, 'platform-dns')], members: [person(11, 'eve@acme.com')]},
			inGroups: {1: [11]},
		});
		expect(planOf(founding, setting).steps.map(({request}) => request.body)).toEqual([
			[{id: memberId(10)}, {id: memberId(12)}],
		]);
	});
});
