import * as fc from 'fast-check';
import * as v from 'valibot';
import {expect, test} from 'vitest';
import {memberIdSchema, userGroupIdSchema} from '../../source/api/ids.ts';
import {MembershipTable} from '../../source/store/membership-index.ts';

const groups = ['dns', 'ops', 'web'].map((id) => v.parse(userGroupIdSchema, id));
const members = ['ana', 'bo', 'cy', 'di'].map((id) => v.parse(memberIdSchema, id));

const group = fc.constantFrom(...groups);
const change = fc.oneof(
	fc.record({group, members: fc.array(fc.constantFrom(...members))}),
	fc.record({group, members: fc.constant(undefined)}),
);

test('both directions agree after any changes, and lists that were given out stay as they were', () => {
	fc.assert(
		fc.property(fc.array(change), (changes) => {
			const table = new MembershipTable((id) => groups.indexOf(id));
			const truth = new Map<string, ReadonlySet<string>>();
			const given: {readonly list: readonly string[]; readonly copy: readonly string[]}[] = [];
			let seen = '';
			for (const each of changes) {
				const {version} = table;
				if (each.members) {
					table.set(each.group, each.members);
					truth.set(each.group, new Set(each.members));
				} else {
					table.forget(each.group);
					truth.delete(each.group);
				}
				for (const one of groups) {
					const list = table.membersOf(one);
					expect(list && new Set(list)).toEqual(truth.get(one));
					for (const somebody of members) {
						expect(table.has(one, somebody)).toBe(truth.get(one)?.has(somebody));
					}
				}
				const now = JSON.stringify(groups.map((one) => [...(truth.get(one) ?? ['unread'])].sort()));
				expect(table.version !== version).toBe(now !== (seen || JSON.stringify(groups.map(() => ['unread']))));
				seen = now;
				for (const one of members) {
					const list = table.groupsOf(one);
					// In the order of the groups, however they came.
					expect(list).toEqual(groups.filter((id) => truth.get(id)?.has(one)));
					given.push({list, copy: [...list]});
				}
				expect(new Set(table.groups)).toEqual(new Set(truth.keys()));
			}
			for (const {list, copy} of given) {
				expect(list).toEqual(copy);
			}
		}),
	);
});

test('the groups of a member are the same list until they change', () => {
	const table = new MembershipTable();
	const [dns, ops] = groups;
	const [ana, bo] = members;
	if (!dns || !ops || !ana || !bo) {
		throw new Error('too few');
	}
	table.set(dns, [ana]);
	const before = table.groupsOf(ana);
	table.set(dns, [ana, bo]);
	expect(table.groupsOf(ana)).toBe(before);
	table.set(ops, [ana]);
	expect(table.groupsOf(ana)).toEqual([dns, ops]);
	expect(before).toEqual([dns]);
});
