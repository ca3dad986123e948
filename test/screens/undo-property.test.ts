/** Undoing brings back the server's state, and doing again the state after, whatever was changed: over real HTTP. */
import fc from 'fast-check';
import * as v from 'valibot';
import {describe, expect, test} from 'vitest';
import {memberIdSchema, userGroupIdSchema} from '../../source/api/ids.ts';
import {replaceMembers} from '../../source/areas/membership-replacement.ts';
import {stepsOf} from '../../source/areas/membership-steps.ts';
import {lookAgain} from '../../source/screens/looking.ts';
import {type Harness, setUp} from '../store/harness.ts';
import {createDesk} from './undo-desk.ts';

/** What is asked for: single changes, or a whole set, by position in the cast. */
type Wish =
	| {readonly kind: 'changes'; readonly changes: readonly (readonly [adds: boolean, group: number, member: number])[]}
	| {readonly kind: 'replace'; readonly group: number; readonly members: readonly number[]};

const groupAt = fc.nat({max: 1});
const memberAt = fc.nat({max: 5});
const wishes: fc.Arbitrary<readonly Wish[]> = fc.array(
	fc.oneof(
		fc.record({
			kind: fc.constant('changes' as const),
			changes: fc.uniqueArray(fc.tuple(fc.boolean(), groupAt, memberAt), {
				selector: ([, group, member]) => `${group} ${member}`,
				minLength: 1,
				maxLength: 10,
			}),
		}),
		fc.record({kind: fc.constant('replace' as const), group: groupAt, members: fc.uniqueArray(memberAt)}),
	),
	{minLength: 1, maxLength: 4},
);

/** Two groups that may be written to and six people who may join. */
function castOf({emulator}: Harness) {
	const {userGroups, members} = emulator.state.main;
	const groups = userGroups
		.values()
		.filter(({managedBy}) => managedBy === undefined)
		.slice(0, 2)
		.map(({id}) => v.parse(userGroupIdSchema, id));
	const people = members
		.values()
		.filter(({status, domainScopedRoles}) => status === 'accepted' && domainScopedRoles)
		.slice(0, 6)
		.map(({id}) => v.parse(memberIdSchema, id));
	const at = <Item>(items: readonly Item[], index: number): Item => {
		const item = items[index];
		if (item === undefined) throw new Error('the dataset is too small');
		return item;
	};
	return {group: (index: number) => at(groups, index), member: (index: number) => at(people, index)};
}

/** Who is in which group, on the server. */
function membershipsIn({emulator}: Harness): readonly string[] {
	return emulator.state.main.userGroups
		.values()
		.map(
			({id, members}) =>
				`${id}: ${members
					.byEmail('asc')
					.map((member) => member.id)
					.join(' ')}`,
		)
		.toSorted();
}

describe('any changes of memberships', () => {
	test('undone one after the other leave the server as it was; done again, as they had left it', async () => {
		const harness = await setUp();
		const {group, member} = castOf(harness);
		await fc.assert(
			fc.asyncProperty(wishes, async (asked) => {
				const desk = createDesk(harness);
				const before = membershipsIn(harness);
				for (const wish of asked) {
					if (wish.kind === 'changes') {
						const changes = wish.changes.map(
							([adds, at, who]) => ({kind: adds ? 'add' : 'remove', group: group(at), member: member(who)}) as const,
						);
						await desk.carryOut(stepsOf(changes), 'new');
					} else {
						const id = group(wish.group);
						await lookAgain([{kind: 'groupMembers', group: id}], harness.store, 0);
						const present = harness.store.groupMembers(id).rows.map((row) => row.id);
						const step = replaceMembers(id, present, wish.members.map(member));
						if (step.parts.length > 0) await desk.carryOut([step], 'new');
					}
				}
				const after = membershipsIn(harness);
				const depth = desk.stacks().undo.length;
				await desk.takeBackAll('undo');
				expect(membershipsIn(harness)).toEqual(before);
				await desk.takeBackAll('redo');
				expect(membershipsIn(harness)).toEqual(after);
				expect(desk.stacks().undo).toHaveLength(depth);
				await desk.takeBackAll('undo');
				expect(membershipsIn(harness)).toEqual(before);
			}),
			{numRuns: 60},
		);
	});
});
