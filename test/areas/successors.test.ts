/** What has been made again after it was deleted, by the ids of what it was before. */
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {userGroupIdSchema} from '../../source/api/ids.ts';
import {stepsOf} from '../../source/areas/membership-steps.ts';
import {Successors} from '../../source/areas/successors.ts';
import {userGroupSteps} from '../../source/areas/user-group-steps.ts';
import type {Step} from '../../source/areas/write.ts';
import {setUp} from '../store/harness.ts';
import {hex, person, rowOf} from './sample.ts';

const idOf = (number: number) => v.parse(userGroupIdSchema, hex(number));
const [first, second, third] = [idOf(1), idOf(2), idOf(3)];

describe('the group that came in the place of another', () => {
	test('is the last one of all that came', () => {
		const {groups} = new Successors();
		groups.set(first, second);
		groups.set(second, third);
		expect([first, second, third].map((id) => groups.current(id))).toEqual([third, third, third]);
	});

	test('may be one that was there before: nothing goes round for ever', () => {
		const {groups} = new Successors();
		groups.set(first, second);
		groups.set(second, third);
		groups.set(third, first);
		expect([first, second, third].map((id) => groups.current(id))).toEqual([first, first, first]);
	});

	test('stays so when steps are made that nobody sends', () => {
		const successors = new Successors();
		successors.groups.set(first, second);
		stepsOf([{kind: 'add', group: first, member: rowOf.members(person(10, 'bo@acme.com')).id}], successors);
		expect(successors.groups.current(first)).toBe(second);
	});
});

describe('a step of an object that was deleted and made again', () => {
	test('goes to what came in its place, also after another step of the former was made that nobody sends', async () => {
		const {store, until} = await setUp();
		store.want([{kind: 'list', resource: 'userGroups'}]);
		await until(() => store.list('userGroups').complete);
		const base = store.list('userGroups').rows.find(({name}) => name === 'platform-dns');
		if (base === undefined) throw new Error('the dataset has no such group');
		const successors = new Successors();
		const bound = (step: Step): Step => step.of?.(successors) ?? step;
		const renaming = bound(userGroupSteps.update(base, {name: 'other'}));
		const {reversal} = await bound(userGroupSteps.remove(base)).send(store);
		await Promise.all(reversal.steps.map((step) => bound(step).send(store)));
		const again = store.list('userGroups').rows.find(({name}) => name === 'platform-dns');
		expect(again?.id).not.toBe(base.id);
		expect(renaming.request.path).toBe(`/iam/user_groups/${again?.id}`);
		bound(userGroupSteps.remove(base));
		bound(userGroupSteps.update(base, {name: 'another'}));
		expect(renaming.request.path).toBe(`/iam/user_groups/${again?.id}`);
	});
});
