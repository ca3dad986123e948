/** What plans of members cost in large groups: ten times the people may take about ten times as long. */
import {describe, expect, test} from 'vitest';
import {replaceMembers} from '../../source/areas/membership-replacement.ts';
import {stepsOf} from '../../source/areas/membership-steps.ts';
import {planOf} from '../../source/areas/plan.ts';
import {growthByTen, proportionate} from '../support/growth.ts';
import {group, groupId, memberId, person, settingOf} from './sample.ts';

const upTo = (count: number, from = 1): readonly number[] => Array.from({length: count}, (_, index) => from + index);

function settingWith(inside: readonly number[], all: number) {
	return settingOf({
		lists: {
			userGroups: [group(1, 'platform-dns', ['DNS'])],
			members: upTo(all).map((number) => person(number, `m${number}@acme.com`)),
		},
		inGroups: {1: inside},
	});
}

describe('a plan of 5,000 members', () => {
	test('takes time in proportion to them when they are added', () => {
		const growth = growthByTen((size) => {
			const setting = settingWith([], size);
			const steps = stepsOf(
				upTo(size).map((number) => ({kind: 'add' as const, group: groupId(1), member: memberId(number)})),
			);
			return () => void planOf(steps, setting);
		}, 5000);
		expect(growth).toBeLessThan(proportionate);
	});

	test('takes time in proportion to them when half of them are there already, and the rest is one smaller request', () => {
		const growth = growthByTen((size) => {
			const setting = settingWith(upTo(size / 2), size);
			const steps = stepsOf(
				upTo(size).map((number) => ({kind: 'add' as const, group: groupId(1), member: memberId(number)})),
			);
			return () => void planOf(steps, setting);
		}, 5000);
		expect(growth).toBeLessThan(proportionate);
	});

	test('takes time in proportion to them when all are replaced and somebody else has joined', () => {
		const growth = growthByTen((size) => {
			const setting = settingWith([...upTo(size), 3 * size], 3 * size);
			const step = replaceMembers(groupId(1), upTo(size).map(memberId), upTo(size, size + 1).map(memberId));
			return () => {
				const {conflicts} = planOf([step], setting);
				if (conflicts.length === 0) throw new Error('it is contested');
			};
		}, 5000);
		expect(growth).toBeLessThan(proportionate);
	});
});

describe('a contested set', () => {
	test('is compared once for all of its parts, and anew when other rows have been read', () => {
		const step = replaceMembers(groupId(1), [1, 2].map(memberId), [3, 4].map(memberId));
		const setting = settingWith([1, 2, 9], 9);
		const standings = step.parts.map((part) => step.standing(part, setting.knowledge));
		const [first] = standings;
		expect(first?.kind).toBe('conflict');
		expect(standings.every((each) => each === first)).toBe(true);
		const [part] = step.parts;
		if (part === undefined) throw new Error('there is a part');
		expect(step.standing(part, settingWith([1, 2], 9).knowledge)).toEqual({kind: 'open'});
	});
});
