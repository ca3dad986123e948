/** The same person in several groups is kept once. */
import * as v from 'valibot';
import {expect, test} from 'vitest';
import {accountMemberSchema, type GroupMember, groupMemberSchema} from '../../source/api/schemas.ts';
import {People} from '../../source/store/people.ts';

const member = (fields: Readonly<Record<string, unknown>>): GroupMember => v.parse(groupMemberSchema, fields);
const ana = {id: 'ana', email: 'ana@example.com', status: 'accepted'};

test('who says the same is the same, and keeps every field', () => {
	const people = new People(() => undefined);
	const first = people.share(member(ana));
	expect(first).toEqual(ana);
	expect(people.share(member(ana))).toBe(first);
});

test('what has changed is another one, also a field that came or went', () => {
	const people = new People(() => undefined);
	const first = people.share(member(ana));
	for (const other of [{...ana, status: 'pending'}, {...ana, email: null}, {...ana, since: '2026'}, {id: 'ana'}]) {
		const shared = people.share(member(other));
		expect(shared).toEqual(other);
		expect(shared).not.toBe(first);
	}
	expect(first).toEqual(ana);
});

test('an address that the account has otherwise stays as the group says it', () => {
	const account = v.parse(accountMemberSchema, {id: 'ana', email: 'ana@elsewhere.example'});
	const people = new People(() => account);
	expect(people.share(member(ana))).toEqual(ana);
	expect(Object.keys(people.share(member(ana)))).toEqual(Object.keys(ana));
});
