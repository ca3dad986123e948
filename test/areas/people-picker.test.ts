/** Whom to add: what is typed or pasted, told apart by what it would do. */
import {describe, expect, test, vi} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import type {Setting} from '../../source/areas/define.ts';
import {changesOf as changesIn} from '../../source/areas/membership-steps.ts';
import type {Change} from '../../source/areas/membership-words.ts';
import {peoplePicker} from '../../source/areas/people-picker.ts';
import type {Candidate, Choices} from '../../source/areas/picker.ts';
import * as nearMatches from '../../source/insight/near-match.ts';
import {plainText} from '../../source/terminal/line.ts';
import {group, groupId, hex, memberId, person, rowOf, type SampleAccount, settingOf} from './sample.ts';

vi.mock(import('../../source/insight/near-match.ts'), {spy: true});

const acme: SampleAccount = {
	lists: {
		userGroups: [group(1, 'platform-dns', ['DNS']), group(2, 'billing')],
		members: [
			person(10, 'bo@acme.com', {user: {email: 'bo@acme.com', first_name: 'Bo', last_name: 'Li'}}),
			person(11, 'Eve.Ng@acme.com'),
			person(12, 'fay@partner.io', {status: 'pending'}),
			person(13, 'gus@acme.com', {status: 'rejected'}),
			person(14, 'hal@acme.com'),
			person(15, 'hala@acme.com'),
		],
	},
	inGroups: {1: [10], 2: []},
};

function choose(text: string, setting = settingOf(acme), cursor = text.length): Choices {
	const picker = peoplePicker(dnsGroups());
	const choices = picker.choices(text, cursor, setting);
	return {...choices, named: choices.named.map((candidate) => picker.look?.(candidate, setting) ?? candidate)};
}

function dnsGroups() {
	return [rowOf.userGroups(group(1, 'platform-dns', ['DNS']))];
}

const states = (candidates: readonly Candidate[]): readonly string[] =>
	candidates.map(({name, state, free, named}) => {
		const tick = free ? (named ? '[x]' : '[ ]') : '   ';
		return `${tick} ${name}  ${plainText(state)}`;
	});

const effectOf = (candidates: readonly Candidate[], name: string): string =>
	plainText(candidates.find((candidate) => candidate.name === name)?.effect ?? []);

/** The changes that a review of these people would plan. */
function changesOf(ids: readonly string[], setting: Setting = settingOf(acme)): readonly Change[] {
	const intent = peoplePicker(dnsGroups()).review(ids, '', setting);
	return intent.kind === 'confirm' ? changesIn(intent.steps) : [];
}

describe('adding people', () => {
	test('tells new, already in, pending, rejected and unknown people apart', () => {
		const {named, unknown} = choose('bo@acme.com eve.ng@acme.com fay@partner.io gus@acme.com nobody@else.org ');
		expect(states(named)).toEqual([
			'    bo@acme.com  already in',
			'[x] Eve.Ng@acme.com  accepted',
			'[ ] fay@partner.io  pending',
			'    gus@acme.com  rejected',
			'    nobody@else.org  unknown',
		]);
		expect(unknown).toBe(1);
		expect(effectOf(named, 'fay@partner.io')).toBe('invitation not accepted; enter ticks it all the same');
		expect(effectOf(named, 'nobody@else.org')).toMatch(/not a member of the account/u);
	});

	test.each([
		['any case', 'EVE.NG@ACME.COM'],
		['a name and brackets', 'Ng, Eve <Eve.Ng@acme.com>'],
		['quotes', '"eve.ng@acme.com";'],
		['a list with every separator', ' ,; eve.ng@acme.com\t|'],
	])('reads %s', (_what, text) => {
		expect(states(choose(`${text} `).named)).toContain('[x] Eve.Ng@acme.com  accepted');
	});

	test('names a person once, however often they are pasted', () => {
		expect(choose('eve.ng@acme.com Eve <EVE.NG@acme.com> eve.ng@acme.com ').named).toHaveLength(1);
	});

	test('offers who is meant by a typing mistake, and does not tick them by itself', () => {
		const {named} = choose('eve.gn@acme.com ');
		expect(states(named)).toEqual(['[ ] eve.gn@acme.com  unknown']);
		expect(plainText(named[0]?.effect ?? [])).toMatch(/Eve\.Ng@acme\.com\? ctrl-y takes it/u);
		expect(named[0]?.meant).toEqual({id: hex(11), name: 'Eve.Ng@acme.com'});
	});

	test('a mistake is compared with the whole account once, however many keys follow it', () => {
		const near = vi.mocked(nearMatches.nearMatch);
		near.mockClear();
		const setting = settingOf(acme);
		for (const more of ['', 'h', 'ha', 'hal']) choose(`eve.gn@acme.com ${more}`, setting);
		expect(near).toHaveBeenCalledTimes(1);
	});

	test('a mistake that means somebody who is in it already says so', () => {
		const {named} = choose('bo@amce.com ');
		expect(states(named)).toEqual(['    bo@amce.com  unknown']);
		expect(plainText(named[0]?.effect ?? [])).toBe('near bo@acme.com: already in');
	});

	test('taking the person that is meant puts their address in the place of the mistake', () => {
		const text = 'hal@acme.com, eve.gn@acme.com, fay@partner.io';
		const mistyped = choose(text).named.find(({name}) => name === 'eve.gn@acme.com');
		const taken = mistyped && peoplePicker(dnsGroups()).complete?.(text, text.length, mistyped);
		expect(taken?.text).toBe('hal@acme.com, Eve.Ng@acme.com, fay@partner.io');
	});

	test('taking a match completes the word at the cursor and goes on behind it', () => {
		const text = 'eve.ng@acme.com, ha';
		const hala = choose(text).matches.find(({id}) => id === hex(15));
		const taken = hala && peoplePicker(dnsGroups()).complete?.(text, text.length, hala);
		expect(taken).toEqual({
			text: 'eve.ng@acme.com, hala@acme.com, ',
			cursor: 'eve.ng@acme.com, hala@acme.com, '.length,
		});
	});

	test('shows who the word at the cursor may mean, by address and by name, and how many were searched', () => {
		const {matches, matching, of} = choose('eve.ng@acme.com, hal');
		expect(matches.map(({name}) => name).toSorted()).toEqual(['hal@acme.com', 'hala@acme.com']);
		expect([matching, of]).toEqual([2, 6]);
		expect(choose('li').matches.map(({name}) => name)).toContain('bo@acme.com');
	});

	test('a match is ticked by hand only', () => {
		expect(choose('hal').matches.every(({named}) => !named)).toBe(true);
	});

	test('somebody who is named already is not offered again', () => {
		expect(choose('hal@acme.com hal').matches.map(({name}) => name)).toEqual(['hala@acme.com']);
	});

	test('calls nobody unknown while members are still being read', () => {
		const setting = settingOf({...acme, snapshots: {members: {complete: false, total: 412}}});
		const {named, reading} = choose('nobody@else.org ', setting);
		expect(states(named)).toEqual(['    nobody@else.org  not read']);
		expect(reading).toBe('reading the members of the account: 6 of 412');
	});

	test('an entry without an address is tried as a full name before its words', () => {
		const lists = {
			...acme.lists,
			members: [
				person(30, 'maeve@acme.com', {user: {email: 'maeve@acme.com', first_name: 'Maeve', last_name: "O'Sullivan"}}),
				person(31, 'ada1@acme.com', {user: {email: 'ada1@acme.com', first_name: 'Ada', last_name: 'Li'}}),
				person(32, 'ada2@acme.com', {user: {email: 'ada2@acme.com', first_name: 'Ada', last_name: 'Li'}}),
			],
		};
		const {named, unknown} = choose('maeve o’sullivan; nobody@else.org, Ada  Li\n', settingOf({...acme, lists}));
		expect(states(named)).toEqual([
			'[x] maeve@acme.com  accepted',
			'    nobody@else.org  unknown',
			'[ ] ada1@acme.com  accepted',
			'[ ] ada2@acme.com  accepted',
		]);
		expect(unknown).toBe(1);
	});

	test('looks for near matches only once all members are read, and only for rows that are looked at', () => {
		const near = vi.mocked(nearMatches.nearMatch);
		near.mockClear();
		choose('eve.gn@acme.com ', settingOf({...acme, snapshots: {members: {complete: false}}}));
		peoplePicker(dnsGroups()).choices('eve.gn@acme.com ', 16, settingOf(acme));
		expect(near).not.toHaveBeenCalled();
		choose('eve.gn@acme.com ');
		expect(near).toHaveBeenCalledTimes(1);
	});

	test('tells all that is gained of a row that is looked at', () => {
		const picker = peoplePicker([rowOf.userGroups(group(1, 'platform-dns', ['Zone Read', 'DNS Write']))]);
		const [eve] = picker.choices('eve.ng@acme.com ', 16, settingOf(acme)).named;
		expect(plainText((eve && picker.look?.(eve, settingOf(acme)).detail) ?? [])).toBe(
			'gains DNS Write on whole account; Zone Read on whole account',
		);
	});

	test('says when the members of the account can not be read', () => {
		const error = new CloudflareError({kind: 'permission', attempted: 'list members', messages: ['no'], next: 'ask'});
		const setting = settingOf({
			...acme,
			snapshots: {members: {rows: [], byId: new Map(), complete: false, status: 'failed', error}},
		});
		expect(choose('bo@acme.com ', setting).reading).toContain('could not be read: Could not list members: no');
	});

	test('says that the group itself is still being read', () => {
		expect(choose('', settingOf({...acme, inGroups: {}})).reading).toBe('reading the members of platform-dns');
	});

	test('says that membership of a group without policies grants nothing', () => {
		const picker = peoplePicker([rowOf.userGroups(group(2, 'billing'))]);
		const {named} = picker.choices('bo@acme.com ', 12, settingOf(acme));
		expect(plainText(named[0]?.effect ?? [])).toBe('nothing yet: no policies');
	});

	test('plans exactly the people who are ticked and not in it', () => {
		expect(changesOf([hex(11), hex(10), hex(12), 'unknown x@y.z'])).toEqual([
			{kind: 'add', group: groupId(1), member: memberId(11)},
			{kind: 'add', group: groupId(1), member: memberId(12)},
		]);
	});

	test('the last word is said to be left out as well, whether or not something stands behind it', () => {
		const text = 'hal@acme.com, wanjirru';
		const intent = peoplePicker(dnsGroups()).review([hex(14)], text, settingOf(acme));
		const plan = intent.kind === 'confirm' ? intent.plan(settingOf(acme)) : undefined;
		expect(plan?.skipped.map(plainText)).toEqual(['wanjirru is left out: unknown']);
	});

	test('into several groups: a person who is in one of them joins the other', () => {
		const groups = [rowOf.userGroups(group(1, 'platform-dns', ['DNS'])), rowOf.userGroups(group(2, 'billing'))];
		const picker = peoplePicker(groups);
		const {named} = picker.choices('bo@acme.com ', 12, settingOf(acme));
		expect(states(named)).toEqual(['[x] bo@acme.com  accepted']);
		const intent = picker.review([hex(10)], '', settingOf(acme));
		expect(intent.kind === 'confirm' && changesIn(intent.steps)).toEqual([
			{kind: 'add', group: groupId(2), member: memberId(10)},
		]);
		expect(picker.cost([hex(10)], settingOf(acme))).toBe('2 POSTs');
	});

	test('says what it costs and how large the group becomes', () => {
		expect(peoplePicker(dnsGroups()).cost([hex(11), hex(12)], settingOf(acme))).toBe('1 POST  (1 members become 3)');
	});

	test('of two memberships with one address the accepted one is meant', () => {
		const twice = settingOf({
			...acme,
			lists: {
				...acme.lists,
				members: [person(20, 'ana@acme.com', {status: 'rejected'}), person(21, 'ana@acme.com')],
			},
		});
		expect(choose('ana@acme.com ', twice).named.map(({id}) => id)).toEqual([hex(21)]);
	});
});
