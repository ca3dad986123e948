/** What can be done with user groups and with their policies: the actions that the area offers. */
import type {UserGroup} from '../api/schemas.ts';
import type {Action, CreateAction} from './actions.ts';
import {policyIndices} from './policies.ts';
import {isScimManaged} from './scim.ts';
import {
	cloneForm,
	cloneRefusal,
	groupForm,
	newGroupForm,
	policiesRefusal,
	policyForm,
	withoutPolicies,
} from './user-group-form.ts';
import {confirmDeletion} from './user-group-steps.ts';

export const createGroup: CreateAction<UserGroup> = {
	label: 'new group',
	permission: 'userGroups.create',
	run: (setting) => ({kind: 'form', form: newGroupForm(setting)}),
};

/** A form of the one group that an action is about. */
function formOf(groups: readonly UserGroup[], form: (group: UserGroup) => ReturnType<typeof groupForm>) {
	const [group] = groups;
	return group === undefined
		? ({kind: 'say', text: 'there is no group'} as const)
		: ({kind: 'form', form: form(group)} as const);
}

export const editGroup: Action<UserGroup> = {
	label: 'edit',
	permission: 'userGroups.update',
	run: (groups, _rows, setting) => formOf(groups, (group) => groupForm(group, setting)),
};

export const cloneGroup: Action<UserGroup> = {
	label: 'clone',
	permission: 'userGroups.create',
	disabled: cloneRefusal,
	run: (groups, _rows, setting) => formOf(groups, (group) => cloneForm(group, setting)),
};

export const deleteGroup: Action<UserGroup> = {
	label: 'delete',
	permission: 'userGroups.delete',
	disabled: (group) =>
		isScimManaged(group) ? `${group.name}: managed by SCIM, delete it in the identity provider` : undefined,
	run: (groups, _rows, setting) => confirmDeletion(groups, setting),
};

const noPolicy = {kind: 'say', text: 'there is no policy under the cursor'} as const;

/** In a group's list of policies. */
export const addPolicy: CreateAction<UserGroup> = {
	label: 'new policy',
	permission: 'userGroups.update',
	disabled: (_setting, group) => (group === undefined ? 'there is no group' : policiesRefusal(group)),
	run: (setting, group) =>
		group === undefined
			? {kind: 'say', text: 'there is no group'}
			: {kind: 'form', form: policyForm(group, undefined, setting)},
};

/** The policy that the row under the cursor belongs to. */
export const editPolicy: Action<UserGroup> = {
	label: 'edit policy',
	permission: 'userGroups.update',
	disabled: policiesRefusal,
	run(groups, rows, setting) {
		const [group] = groups;
		const indices = [...policyIndices(rows, group?.policies)];
		const [index] = indices;
		if (group === undefined || index === undefined) return noPolicy;
		if (indices.length > 1) return {kind: 'say', text: `one at a time: rows of ${indices.length} policies are marked`};
		return {kind: 'form', form: policyForm(group, index, setting)};
	},
};

/** The policies that the marked rows belong to, or the one under the cursor. */
export const dropPolicies: Action<UserGroup> = {
	label: 'drop policy',
	permission: 'userGroups.update',
	disabled: policiesRefusal,
	run([group], rows) {
		const indices = policyIndices(rows, group?.policies);
		return group === undefined || indices.size === 0 ? noPolicy : withoutPolicies(group, indices);
	},
};
