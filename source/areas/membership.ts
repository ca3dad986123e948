/** Adding and removing members, from the group's side and from the person's: the actions that areas offer. */

import * as v from 'valibot';
import {memberIdSchema, userGroupIdSchema} from '../api/ids.ts';
import type {AccountMember, UserGroup} from '../api/schemas.ts';
import type {Action} from './define.ts';
import {canJoin, groupPicker} from './group-picker.ts';
import {confirmChanges} from './membership-steps.ts';
import {peoplePicker} from './people-picker.ts';
import {leftOutLine} from './plan.ts';
import {scimMembers} from './scim.ts';

/** On a group, in the list or in its detail: people to add. */
export const addToGroup: Action<UserGroup> = {
	label: 'add members',
	permission: 'userGroups.members.add',
	disabled: scimMembers,
	run: (groups) => ({kind: 'pick', picker: peoplePicker(groups)}),
};

/** In a group's list of members: the marked ones, or the one under the cursor. */
export const removeFromGroup: Action<UserGroup> = {
	label: 'remove',
	permission: 'userGroups.members.remove',
	disabled: scimMembers,
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
	permission: 'userGroups.members.add',
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
	permission: 'userGroups.members.remove',
	run: (people) => ({kind: 'pick', picker: groupPicker(people, 'remove')}),
};

/** In a person's list of groups: the marked ones, or the one under the cursor. */
export const removePersonFromTheseGroups: Action<AccountMember> = {
	label: 'remove from it',
	permission: 'userGroups.members.remove',
	run: (people, rows) =>
		rows.length === 0
			? {kind: 'say', text: 'there is no group to remove anybody from'}
			: confirmChanges(
					people.flatMap((person) =>
						rows.map((row) => ({kind: 'remove', group: v.parse(userGroupIdSchema, row), member: person.id}) as const),
					),
				),
};
