/** Creating, changing and deleting user groups (contract 4). */
import type {UserGroup} from '../api/schemas.ts';
import type {PolicyInput, UserGroupInput} from '../api/user-groups.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import {plain} from './cells.ts';
import type {Setting} from './define.ts';
import {foundingMembers, foundingRequests} from './founding-members.ts';
import type {Confirmation} from './intent.ts';
import {addressOf, namingNeeds} from './names.ts';
import {type ObjectField, textField} from './object-fields.ts';
import {defineObjectSteps} from './object-steps.ts';
import {confirmSteps, planOf} from './plan.ts';
import {policyInputLine} from './policy-diff.ts';
import {mergedPolicies} from './policy-merge.ts';
import {denies, policyInputs, policyKey} from './policy-values.ts';
import {
	changeTelling,
	creationTelling,
	deletionTelling,
	knownMembers,
	type UserGroupMaking,
} from './user-group-words.ts';

/** What of a user group can be changed. */
export type UserGroupChange = Partial<UserGroupInput>;

/** Policies as a set; two that are the same are told apart by their number, so that one of them can be dropped. */
const policies: ObjectField<UserGroup, readonly PolicyInput[]> = {
	label: 'policies',
	of: (group) => policyInputs(group.policies),
	entries(inputs, {knowledge}) {
		const seen = new Map<string, number>();
		return inputs.map((input) => {
			const key = policyKey(input);
			const times = (seen.get(key) ?? 0) + 1;
			seen.set(key, times);
			return {key: times === 1 ? key : `${key} ${times}`, line: policyInputLine(input, knowledge)};
		});
	},
	merge: mergedPolicies,
};

/** Only what the API takes. */
function bodyOf({name, policies: inputs}: UserGroupMaking): UserGroupInput {
	return inputs === undefined ? {name} : {name, policies: inputs};
}

/** Why a group that has a policy that denies can not be put back as it was. */
const denyIsFinal = 'a policy of it denies, and Cloudflare refuses that for user groups';

/** What would make a group again, with those who are in it as far as that is known; undefined where nothing does. */
function makingOf(group: UserGroup, knowledge: Knowledge): UserGroupMaking | undefined {
	const inputs = policyInputs(group.policies);
	return inputs === undefined || denies(inputs)
		? undefined
		: {name: group.name, policies: inputs, members: knownMembers(group, knowledge)};
}

export const userGroupSteps = defineObjectSteps<UserGroup, UserGroupMaking, UserGroupChange>({
	name: 'user-group',
	noun: 'user group',
	path: '/iam/user_groups',
	updateMethod: 'PUT',
	reads: [{kind: 'list', resource: 'userGroups'}, ...namingNeeds],
	list: {kind: 'list', resource: 'userGroups'},
	need: ({id}) => ({kind: 'userGroup', id}),
	idOf: ({id}) => id,
	nameOf: ({name}) => name,
	find: (id, knowledge) => knowledge.list('userGroups').byId.get(id),
	fields: {name: textField('name', ({name}) => name), policies},
	update: (writer, {id}, change, options) => writer.userGroups.update(id, change, options),
	tell: changeTelling,
	whyFinal: ({policies: wanted}, group) =>
		wanted !== undefined && denies(policyInputs(group.policies)) ? denyIsFinal : undefined,
	creation: {
		nameOf: ({name}) => name,
		bodyOf,
		// Names are unique in an account (contract 4.2): reading tells what became of a request without an answer.
		find: ({name}, knowledge) => knowledge.list('userGroups').rows.find((group) => group.name === name),
		send: async (writer, input, options) => ({item: await writer.userGroups.create(bodyOf(input), options)}),
		next: ({members = []}, {id}, successors) => foundingMembers(id, members, successors),
		follows: ({members = []}) => foundingRequests(members),
		// Steps of its members go by its id too.
		succeeded: (former, item, {groups}) => groups.set(former.id, item.id),
		tell: creationTelling,
	},
	deletion: {
		needs: ({id}) => [{kind: 'groupMembers', group: id}],
		send: (writer, {id}, options) => writer.userGroups.delete(id, options),
		restore(group) {
			const inputs = policyInputs(group.policies);
			if (inputs === undefined) return {why: 'one of its policies can not be sent back as it is'};
			return denies(inputs) ? {why: denyIsFinal} : {input: {name: group.name, policies: inputs}};
		},
		again: makingOf,
		changed(group, {members = []}, knowledge) {
			const {complete, rows, byId} = knowledge.groupMembers(group.id);
			if (!complete) return [];
			const known = new Set(members.map(({id}) => id));
			const joined = rows.filter(({id}) => !known.has(id));
			// Undo would put them back.
			const left = members.filter(({id}) => !byId.has(id));
			return [
				...joined.map(({id}) => plain(`${addressOf(id, knowledge, group.id)} has joined`)),
				...left.map(({address}) => plain(`${address} is not in it`)),
			];
		},
		tell: deletionTelling,
	},
});

/** What a deletion would take back with it is known only once its members have been read again. */
function deletionsAt(groups: readonly UserGroup[], knowledge: Knowledge) {
	return groups.map((group) => userGroupSteps.remove(group, makingOf(group, knowledge)));
}

/** Asks before groups are deleted; who is in them is read again, so that undo can bring them back. */
export function confirmDeletion(groups: readonly UserGroup[], {knowledge}: Setting): Confirmation {
	const asked = confirmSteps(deletionsAt(groups, knowledge));
	// Of a group whose own policy is broken members can not be listed (contract 5.1); it can be deleted all the same.
	const refused = new Set(groups.flatMap(({id}) => (knowledge.groupMembers(id).error?.kind === 'invalid' ? [id] : [])));
	const isReadable = (need: Need): boolean => need.kind !== 'groupMembers' || !refused.has(need.group);
	return {
		...asked,
		needs: asked.needs.filter(isReadable),
		fresh: asked.fresh.filter(isReadable),
		plan: (setting) => planOf(deletionsAt(groups, setting.knowledge), setting),
	};
}

/** Asks before a group is changed; those who are in it are read, to be named. */
export function confirmChange(base: UserGroup, change: UserGroupChange): Confirmation {
	const asked = confirmSteps([userGroupSteps.update(base, change)]);
	return change.policies === undefined
		? asked
		: {...asked, needs: [...asked.needs, {kind: 'groupMembers', group: base.id}]};
}
