/** Plans of steps of any area: what is still to be done, what is left out, and how they are told together. */
import {describe, expect, test} from 'vitest';
import {confirmSteps, planOf, requestLines} from '../../source/areas/plan.ts';
import {plainText} from '../../source/terminal/line.ts';
import {groupId, settingOf} from './sample.ts';
import {sampleFamily, samplePart, sampleStep} from './sample-step.ts';

const setting = settingOf({});
const conflict = {
	kind: 'conflict',
	was: [[{text: 'a'}]],
	theirs: [[{text: 'b'}]],
	yours: [[{text: 'c'}]],
	resolutions: [],
} as const;

describe('a plan', () => {
	test('keeps what is open or not read yet, and says what is so already, gone, or changed by somebody else', () => {
		const plan = planOf(
			[
				sampleStep(
					['open', 'unread', 'so', 'gone', 'theirs'],
					{},
					{
						unread: {kind: 'unknown'},
						so: {kind: 'already', line: [{text: 'it is so'}]},
						gone: {kind: 'impossible', line: [{text: 'it is gone'}]},
						theirs: conflict,
					},
				),
			],
			setting,
		);
		expect(plan.steps.map(({request}) => request.body)).toEqual([['open', 'unread']]);
		expect(plan.subjects.map(({name}) => name)).toEqual(['open', 'unread']);
		expect(plan.skipped.map(plainText)).toEqual(['it is so', 'it is gone']);
		expect(plan.conflicts).toMatchObject([{name: 'theirs', conflict}]);
	});

	test('has no step for one that has nothing left to do', () => {
		const plan = planOf([sampleStep(['so'], {}, {so: {kind: 'already', line: []}})], setting);
		expect(plan.steps).toEqual([]);
	});

	test('keeps a request whole that can not be divided', () => {
		const whole = sampleStep(['joins', 'leaves'], {only: () => undefined}, {joins: {kind: 'already', line: []}});
		const plan = planOf([whole], setting);
		expect(plan.steps).toEqual([whole]);
		expect(plan.subjects.map(({name}) => name)).toEqual(['leaves']);
	});

	test('sends no request that is one whole over what somebody else has changed in a part of it', () => {
		const whole = sampleStep(['mine', 'theirs'], {only: () => undefined}, {theirs: conflict});
		const plan = planOf([whole], setting);
		expect(plan.steps).toEqual([]);
		expect(plan.conflicts).toHaveLength(1);
	});

	test('names places only where several things are written to', () => {
		const placed = (key: string) => sampleStep([key], {parts: [samplePart(key, {place: () => `in ${key}`})]});
		expect(planOf([placed('a')], setting).subjects.map(({place}) => place)).toEqual(['']);
		expect(planOf([placed('a'), placed('b')], setting).subjects.map(({place}) => place)).toEqual(['in a', 'in b']);
	});

	test('of steps that have nothing in common weighs as much as the heaviest of them', () => {
		const heavy = sampleFamily({
			title: 'Delete client ci',
			weight: {kind: 'irreversible', what: 'its name', text: 'ci'},
			undo: {possible: false, text: 'A deleted client does not come back.'},
		});
		const plan = planOf([sampleStep(['a']), sampleStep(['b'], {family: heavy})], setting);
		expect(plan.title).toBe('Change the thing; Delete client ci');
		expect(plan.weight).toEqual({kind: 'irreversible', what: 'its name', text: 'ci'});
		expect(plan.undo).toEqual({possible: false, text: 'A deleted client does not come back.'});
		expect(plan.verb).toBe('Do all 2');
	});

	test('of nothing says so', () => {
		expect(planOf([], setting)).toMatchObject({title: 'Nothing left to do', steps: []});
	});

	test('joins neighbours of a family to as few requests as that can make of them, and moves nothing past others', () => {
		const family = sampleFamily({}, {join: (steps) => [sampleStep([`${steps.length} in one`])]});
		const joinable = (key: string) => sampleStep([key], {family});
		const plan = planOf([joinable('a'), joinable('b'), sampleStep(['c']), joinable('d')], setting);
		expect(plan.steps.flatMap(({parts}) => parts.map(({key}) => key))).toEqual(['2 in one', 'c', '1 in one']);
	});
});

describe('the confirmation of steps', () => {
	test('wants what the words need, and reads again what the steps need, each once', () => {
		const reads = [{kind: 'list', resource: 'userGroups'}] as const;
		const need = {kind: 'userGroup', id: groupId(1)} as const;
		const family = sampleFamily({}, {reads, object: 'the group', present: 'user group'});
		const asked = confirmSteps([
			sampleStep(['a'], {family, needs: [need]}),
			sampleStep(['b'], {family, needs: [need]}),
		]);
		expect(asked.fresh).toEqual([need]);
		expect(asked.needs).toEqual([...reads, need]);
		expect(asked.about).toEqual({object: 'the group', present: 'user group', presentIsMany: false});
	});
});

describe('requests in words', () => {
	test('count only what is alike, also where shortened ids look the same', () => {
		const alike = (group: string) =>
			sampleStep(['a'], {request: {method: 'DELETE', path: `/groups/${group}/x`, alike: `/groups/${group}/{id}`}});
		const one = `${'0'.repeat(31)}1`;
		const two = `${'0'.repeat(31)}2`;
		expect(requestLines([alike(one), alike(one), alike(two)]).map((line) => line.slice(0, 10))).toEqual([
			'2 x DELETE',
			'1 x DELETE',
		]);
	});
});
