/** Whom a text names as the whole set of a group's members: who stays, who joins, who leaves. */
import {describe, expect, test} from 'vitest';
import type {Setting} from '../../source/areas/define.ts';
import {replaceAllMembers, replacementPicker} from '../../source/areas/members-replacement.ts';
import {plainText} from '../../source/terminal/line.ts';
import {group, hex, person, rowOf, type SampleAccount, settingOf} from './sample.ts';

const sample: SampleAccount = {
	lists: {
		userGroups: [group(1, 'platform-dns', ['DNS'])],
		members: [
			person(10, 'bo@acme.com'),
			person(11, 'eve@acme.com'),
			person(12, 'fay@partner.io', {status: 'pending'}),
			person(13, 'hal.jordan@acme.com'),
			person(14, 'gus@acme.com'),
		],
	},
	inGroups: {1: [10, 11, 13]},
};

const setting = settingOf(sample);
const dns = rowOf.userGroups(group(1, 'platform-dns', ['DNS']));
const picker = replacementPicker(dns);

/** What a text ticks by itself, and how everybody in it is told. */
function named(text: string, at: Setting = setting) {
	const {named: candidates} = picker.choices(text, text.length, at);
	return {
		ids: candidates.filter((each) => each.named && each.free).map(({id}) => id),
		told: candidates.map((each) => {
			const {name, state, free, meant} = picker.look?.(each, at) ?? each;
			return `${free ? '' : 'not '}free ${name}: ${plainText(state)}${meant === undefined ? '' : `, ${meant.name}?`}`;
		}),
	};
}

/** What comes of reviewing a text with what it ticks. */
function reviewed(text: string, at: Setting = setting) {
	const intent = picker.review(named(text, at).ids, text, at);
	if (intent.kind === 'say') return intent.text;
	if (intent.kind !== 'confirm') throw new Error(intent.kind);
	const plan = intent.plan(at);
	return {
		title: plan.title,
		weight: plan.weight,
		people: plan.subjects.map(({name, effect}) => `${name} ${plainText(effect).split(' ')[0]}`),
		bodies: plan.steps.map(({request: {method, body}}) => [method, body]),
		leftOut: plan.leftOut === undefined ? undefined : plainText(plan.leftOut),
		undo: plan.undo.text,
		dangers: plan.dangers.map(plainText),
	};
}

describe('a text', () => {
	test('ticks who stays as well as who joins, and tells them apart', () => {
		expect(named('bo@acme.com, gus@acme.com, fay@partner.io, nobody@else.org ')).toEqual({
			ids: [hex(10), hex(14)],
			told: [
				'free bo@acme.com: stays',
				'free gus@acme.com: accepted',
				'free fay@partner.io: pending',
				'not free nobody@else.org: unknown',
			],
		});
	});

	test('that is mistyped finds also somebody who is in the group', () => {
		expect(named('hal.jordn@acme.com ').told).toEqual(['free hal.jordn@acme.com: unknown, hal.jordan@acme.com?']);
	});

	test('is counted by what it comes to', () => {
		expect(picker.cost([hex(10), hex(14)], setting)).toBe('1 PUT  (1 join, 2 leave, 1 stay)');
	});
});

describe('the review', () => {
	test('lists who joins, then who leaves, in one PUT of the whole set', () => {
		expect(reviewed('bo@acme.com gus@acme.com nobody@else.org ')).toEqual({
			title: 'Change the members of platform-dns: 1 in, 2 out',
			weight: {kind: 'affects-people'},
			people: ['gus@acme.com gains', 'eve@acme.com loses', 'hal.jordan@acme.com loses'],
			bodies: [['PUT', [{id: hex(10)}, {id: hex(14)}]]],
			leftOut: 'left out: 1 unknown',
			undo: 'Undo (z) puts the former set back; it needs the same right you use now.',
			dangers: [
				'NOT in the new set: nobody@else.org is not a member of this account, and can not be in the group: invite them first.',
			],
		});
	});

	test('of a text that ends in a word that is nobody says so', () => {
		expect(reviewed('bo@acme.com gus@acme.com, wanjirru')).toMatchObject({
			leftOut: 'left out: 1 unknown',
			dangers: [expect.stringContaining('NOT in the new set: wanjirru is not a member')],
		});
		expect(reviewed('eve@acme.com hal.jordan@acme.com bo@acme.com, wanjirru')).toMatch(/; wanjirru is unknown$/u);
	});

	test('of an empty field removes everybody, with the name of the group typed', () => {
		expect(reviewed('')).toMatchObject({
			title: 'Remove 3 members from platform-dns',
			weight: {kind: 'irreversible', what: 'the name of the group', text: 'platform-dns'},
			bodies: [['PUT', []]],
		});
	});

	test('of a text that names nobody is refused: it is not meant', () => {
		expect(reviewed('nobody@else.org ')).toMatch(/^nobody of these can be a member/u);
	});

	test('of the members that there are has nothing to do', () => {
		expect(reviewed('eve@acme.com hal.jordan@acme.com bo@acme.com ')).toMatch(/^nothing is different/u);
	});

	test('waits until it is known who is in the group', () => {
		const unread = settingOf({...sample, inGroups: {}});
		expect(reviewed('bo@acme.com ', unread)).toMatch(/^not yet/u);
	});
});

test('members of a group that SCIM manages are not replaced here', () => {
	const scim = rowOf.userGroups(group(1, 'okta', [], {managed_by: 'scim'}));
	expect(replaceAllMembers.disabled?.(scim, setting)).toContain('managed by SCIM');
	expect(replaceAllMembers.disabled?.(dns, setting)).toBeUndefined();
});
