/** Which groups people join or leave. */
import {describe, expect, test} from 'vitest';
import {groupPicker} from '../../source/areas/group-picker.ts';
import {addPersonToGroups} from '../../source/areas/membership.ts';
import {changesOf} from '../../source/areas/membership-steps.ts';
import type {Candidate} from '../../source/areas/picker.ts';
import {plainText} from '../../source/terminal/line.ts';
import {group, groupId, hex, memberId, person, rowOf, type SampleAccount, settingOf} from './sample.ts';

const bo = person(10, 'bo@acme.com');
const eve = person(11, 'eve@acme.com');
const acme: SampleAccount = {
	lists: {
		userGroups: [
			group(1, 'platform-dns', ['DNS']),
			group(2, 'billing'),
			group(3, 'okta-support', ['DNS'], {managed_by: 'scim'}),
		],
		members: [bo, eve],
	},
	inGroups: {1: [10], 2: [], 3: [10]},
};

const people = (...rows: readonly object[]) => rows.map(rowOf.members);

const states = (candidates: readonly Candidate[]): readonly string[] =>
	candidates.map(({name, state, free}) => `${free ? '[ ]' : '   '} ${name}  ${plainText(state)}`);

describe('adding a person to groups', () => {
	test('shows all groups, those that they are in or that SCIM manages locked', () => {
		const picker = groupPicker(people(bo), 'add');
		const {matches} = picker.choices('', 0, settingOf(acme));
		expect(states(matches)).toEqual(['    platform-dns  in it', '[ ] billing  not in it', '    okta-support  in it']);
		expect(picker.title).toBe('Add bo@acme.com to groups');
		expect(plainText(matches[2]?.effect ?? [])).toContain('SCIM');
	});

	test('several people: a group takes those who are not in it', () => {
		const picker = groupPicker(people(bo, eve), 'add');
		const setting = settingOf(acme);
		expect(states(picker.choices('dns', 3, setting).matches)).toEqual(['[ ] platform-dns  1 is in it']);
		const intent = picker.review([hex(1), hex(2)], '', setting);
		expect(intent.kind === 'confirm' && changesOf(intent.steps)).toEqual([
			{kind: 'add', group: groupId(1), member: memberId(11)},
			{kind: 'add', group: groupId(2), member: memberId(10)},
			{kind: 'add', group: groupId(2), member: memberId(11)},
		]);
		expect(picker.cost([hex(1), hex(2)], setting)).toBe('2 POSTs');
	});
});

describe('what is said of several people', () => {
	const stateIn = (inside: readonly number[], kind: 'add' | 'remove', count = 2): string => {
		const rows = [bo, eve, person(12, 'fay@acme.com')].slice(0, count);
		const setting = settingOf({
			...acme,
			lists: {...acme.lists, members: rows},
			inGroups: {1: inside, 2: [10, 11], 3: []},
		});
		return plainText(groupPicker(people(...rows), kind).candidate(hex(1), setting)?.state ?? []);
	};

	test.each([
		['both to add', [], 'add', 2],
		['3 to add', [], 'add', 3],
		['1 is in it', [10], 'add', 2],
		['2 are in it', [10, 11], 'add', 3],
		['both in it', [10, 11], 'add', 2],
		['none in it', [], 'remove', 2],
		['1 is in it', [11], 'remove', 2],
		['all in it', [10, 11, 12], 'remove', 3],
	] as const)('%s', (said, inside, kind, count) => {
		expect(stateIn(inside, kind, count)).toBe(said);
	});

	test('groups that they have joined give nothing more', () => {
		const joined = groupPicker(people(bo), 'add').candidate(hex(1), settingOf(acme));
		expect(plainText(joined?.effect ?? [])).toBe('-');
	});

	test('who has not accepted the invitation is left out, and the confirmation names them', () => {
		const fay = person(12, 'fay@acme.com', {status: 'pending'});
		const gus = person(13, 'gus@acme.com', {status: 'rejected'});
		const picker = groupPicker(people(bo, fay, gus), 'add');
		const setting = settingOf({...acme, lists: {...acme.lists, members: [bo, fay, gus]}});
		expect(picker.hint).toContain('left out: 1 with a pending invitation, 1 who rejected it');
		const intent = picker.review([hex(2)], '', setting);
		if (intent.kind !== 'confirm') throw new Error('nothing to confirm');
		expect(changesOf(intent.steps)).toEqual([{kind: 'add', group: groupId(2), member: memberId(10)}]);
		const plan = intent.plan(setting);
		expect(plainText(plan.leftOut ?? [])).toBe('left out: 1 with a pending invitation, 1 who rejected it');
		expect(plan.skipped.map(plainText)).toEqual([
			'fay@acme.com is left out: pending',
			'gus@acme.com is left out: rejected',
		]);
	});

	test('nobody who could join is said at once, without a picker', () => {
		const fay = rowOf.members(person(12, 'fay@acme.com', {status: 'pending'}));
		expect(addPersonToGroups.run([fay], [], settingOf(acme))).toEqual({
			kind: 'say',
			text: 'only members who have accepted can join; left out: 1 with a pending invitation',
		});
	});
});

describe('removing a person from groups', () => {
	test('offers the groups that they are in, no others', () => {
		const picker = groupPicker(people(bo), 'remove');
		const {matches, of} = picker.choices('', 0, settingOf(acme));
		expect(states(matches)).toEqual(['[ ] platform-dns  in it', '    okta-support  in it']);
		expect(of).toBe(2);
		expect(picker.title).toBe('Remove bo@acme.com from groups');
	});

	test('plans one removal for each person and group', () => {
		const picker = groupPicker(people(bo, eve), 'remove');
		const intent = picker.review([hex(1)], '', settingOf(acme));
		expect(intent.kind === 'confirm' && changesOf(intent.steps)).toEqual([
			{kind: 'remove', group: groupId(1), member: memberId(10)},
		]);
	});

	test('says that who is in which group is still being read', () => {
		const setting = settingOf({...acme, memberships: {state: 'reading', done: 1, total: 3}});
		const {reading} = groupPicker(people(bo), 'remove').choices('', 0, setting);
		expect(reading).toBe('reading who is in which group: 1 of 3');
	});
});
