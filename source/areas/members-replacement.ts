/** The whole set of a group's members, replaced by those whom a text names (contract 5.3). */
import * as v from 'valibot';
import {type MemberId, memberIdSchema} from '../api/ids.ts';
import type {UserGroup} from '../api/schemas.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import type {Action} from './actions.ts';
import {count, toned} from './cells.ts';
import type {Confirmation, Intent} from './intent.ts';
import {replaceMembers} from './membership-replacement.ts';
import {leftOutOf, peoplePicking} from './people-picker.ts';
import type {Picker} from './picker.ts';
import {confirmSteps, isNothing, type LeftOut} from './plan.ts';
import {scimMembers} from './scim.ts';

function membersOf({id: group}: UserGroup, knowledge: Knowledge): readonly MemberId[] {
	return knowledge.groupMembers(group).rows.map(({id}) => id);
}

/** Somebody who is in the group is told by `stays`; who is not named leaves. */
export function replacementPicker(group: UserGroup): Picker {
	const picking = peoplePicking([group], true);
	return {
		...picking,
		title: `Replace the members of ${group.name}`,
		hint: 'Type or paste the whole set, any separator. Who is not named leaves.',
		heads: ['ADDRESS / NAME', 'STATE', 'WILL GAIN'],
		mayBeEmpty: true,
		cost(ids, {knowledge}) {
			const before = membersOf(group, knowledge);
			const picked = new Set(ids);
			const staying = before.filter((id) => picked.has(id)).length;
			return `1 PUT  (${count(ids.length - staying)} join, ${count(before.length - staying)} leave, ${count(staying)} stay)`;
		},
		review(ids, text, setting): Intent {
			const {knowledge} = setting;
			if (!knowledge.groupMembers(group.id).complete) {
				return {kind: 'say', text: `not yet: who is in ${group.name} is still being read`};
			}
			// An empty field is meant; a text that names nobody is a mistake.
			if (ids.length === 0 && text.trim() !== '') {
				return {kind: 'say', text: 'nobody of these can be a member; empty the field to remove everybody'};
			}
			const leftOut = leftOutOf(picking.choices(text, undefined, setting), ids);
			const before = membersOf(group, knowledge);
			const after = ids.map((id) => v.parse(memberIdSchema, id));
			const present = new Set(before);
			if (after.length === before.length && after.every((id) => present.has(id))) {
				const others = leftOut.map(({name, why}) => `; ${name} is ${why}`).join('');
				return {kind: 'say', text: `nothing is different: these are the members of ${group.name}${others}`};
			}
			return withExcluded(confirmSteps([replaceMembers(group.id, before, after)], leftOut), leftOut);
		},
	};
}

/** Said first of those who are named and will not be in the set: it is not the set that was asked for. */
function excludedLine({name, why}: LeftOut): Line {
	const reason =
		why === 'unknown'
			? 'is not a member of this account, and can not be in the group: invite them first'
			: why === 'pending'
				? 'has not accepted the invitation'
				: why === 'rejected'
					? 'has rejected the invitation'
					: `is ${why}`;
	return toned(`NOT in the new set: ${name} ${reason}.`, 'danger');
}

function withExcluded(asked: Confirmation, leftOut: readonly LeftOut[]): Confirmation {
	if (leftOut.length === 0) return asked;
	const excluded = leftOut.map(excludedLine);
	return {
		...asked,
		plan(setting) {
			const plan = asked.plan(setting);
			return isNothing(plan)
				? plan
				: {...plan, dangers: [...plan.dangers, ...excluded], skipped: plan.skipped.slice(leftOut.length)};
		},
	};
}

/** In a group's list of members. */
export const replaceAllMembers: Action<UserGroup> = {
	label: 'replace all',
	permission: 'userGroups.members.replace',
	disabled: scimMembers,
	run([group]) {
		return group === undefined
			? {kind: 'say', text: 'there is no group'}
			: {kind: 'pick', picker: replacementPicker(group)};
	},
};
