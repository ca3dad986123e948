/** Adding and removing members, from the group's side and from the person's: the actions that areas offer. */

import * as v from 'valibot';
import {memberIdSchema, userGroupIdSchema} from '../api/ids.ts';
import type {AccountMember, UserGroup} from '../api/schemas.ts';
import type {Action} from './define.ts';
import {canJoin, groupPicker} from './group-picker.ts';
import {confirmChanges} from './membership-steps.ts';
import {peoplePicker} from './people-picker.ts';
import {leftOutLine} from './plan.ts';
import {isScimManaged} from './scim.ts';

function refusal(group: UserGroup): string | undefined {
	return isScimManaged(group) ? `${group.name}: managed by SCIM, members change in the identity provider` : undefined;
}

/** On a group, in the list or in its detail: people to add. */
export const addToGroup: Action<UserGroup> = {
	label: 'add members',
	disabled: refusal,
	run: (groups) => ({kind: 'pick', picker: peoplePicker(groups)}),
};

/** In a group's list of members: the marked ones, or the one under the cursor. */
export const removeFromGroup: Action<UserGroup> = {
	label: 'remove',
	disabled: refusal,
	run: (groups, rows) =>
		rows.length === 0
			? {kind: 'say', text: 'there is nobody to remove'}
			: confirmChanges(
					groups.flatMap((group) =>
						rows.map((row) => ({kind: 'remove', group: group.id, member: v.parse(memberIdSchema, row)}) as const),
					),
				),
};

/** On people: groups to add them to. */
export const addPersonToGroups: Action<AccountMember> = {
	label: 'add to groups',
	run: (people) =>
		people.some(canJoin)
			? {kind: 'pick', picker: groupPicker(people, 'add')}
			: {
					kind: 'say',
					text: `only members who have accepted can join; ${leftOutLine(people.map(({id, status}) => ({name: id, why: status ?? 'unknown'})))}`,
				},
};

/** On people in the list: groups to remove them from. */
export const removePersonFromGroups: Action<AccountMember> = {
	label: 'remove from groups',
	run: (people) => ({kind: 'pick', picker: groupPicker(people, 'remove')}),
};

/** In a person's list of groups: the marked ones, or the one under the cursor. */
export const removePersonFromTheseGroups: Action<AccountMember> = {
	label: 'remove from it',
	run: (people, rows) =>
		rows.length === 0
			? {kind: 'say', text: 'there is no group to remove anybody from'}
			: confirmChanges(
					people.flatMap((person) =>
						rows.map((row) => ({kind: 'remove', group: v.parse(userGroupIdSchema, row), member: person.id}) as const),
					),
				),
};
