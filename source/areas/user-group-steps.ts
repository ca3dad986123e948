/** Creating, changing and deleting user groups (contract 4). */

import type {Policy, UserGroup} from '../api/schemas.ts';
import type {PolicyInput, UserGroupInput} from '../api/user-groups.ts';
import {toned} from './cells.ts';
import type {Setting} from './define.ts';
import {namingNeeds, permissionName, resourceGroupName} from './names.ts';
import {setField, textField} from './object-fields.ts';
import {defineObjectSteps} from './object-steps.ts';

/** What of a user group can be changed. */
export type UserGroupChange = Partial<UserGroupInput>;

/** Policies as they are sent: by ids, and without their own, which change with every write (contract 4.4). */
export function policyInputs(policies: readonly Policy[] | null | undefined): readonly PolicyInput[] | undefined {
	const inputs: PolicyInput[] = [];
	for (const {access, permission_groups: permissions, resource_groups: resources} of policies ?? []) {
		const references: PolicyInput['resource_groups'][number][] = [];
		for (const {id, scope} of resources ?? []) {
			if (id) references.push({id});
			else if (scope) references.push({scope});
			// What has neither can not be sent back.
			else return undefined;
		}
		inputs.push({
			access: access === 'deny' ? 'deny' : 'allow',
			permission_groups: (permissions ?? []).map(({id}) => ({id})),
			resource_groups: references,
		});
	}
	return inputs;
}

/** Equal for policies that mean the same, in whatever order their parts stand. */
export function policyKey({access, permission_groups: permissions, resource_groups: resources}: PolicyInput): string {
	return JSON.stringify([
		access,
		permissions.map(({id}) => id).toSorted(),
		resources
			.map((resource) =>
				'id' in resource
					? resource.id
					: `${resource.scope.key} ${resource.scope.objects
							.map(({key}) => key)
							.toSorted()
							.join(' ')}`,
			)
			.toSorted(),
	]);
}

/** `ALLOW DNS, Zone Read on prod-zones`. */
function policyLine(
	{access, permission_groups: permissions, resource_groups: resources}: PolicyInput,
	setting: Setting,
) {
	const {knowledge} = setting;
	const what = permissions.map((permission) => permissionName(permission, knowledge)).join(', ');
	const where = resources.map((resource) => resourceGroupName(shownResource(resource), knowledge)).join(', ');
	return toned(`${access === 'deny' ? 'DENY' : 'ALLOW'} ${what} on ${where}`, access === 'deny' ? 'danger' : 'plain');
}

function shownResource(resource: PolicyInput['resource_groups'][number]) {
	return 'id' in resource
		? {id: resource.id, scope: undefined}
		: {scope: {key: resource.scope.key, objects: resource.scope.objects.map(({key}) => ({key}))}};
}

export const userGroupSteps = defineObjectSteps<UserGroup, UserGroupInput, UserGroupChange>({
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
	fields: {
		name: textField('name', ({name}) => name),
		policies: setField('policies', ({policies}) => policyInputs(policies), policyLine, policyKey),
	},
	update: (writer, {id}, change, options) => writer.userGroups.update(id, change, options),
	tell: ({name}, change) =>
		change.name !== undefined && change.policies === undefined
			? {title: `Rename ${name} to ${change.name}`, verb: 'Rename'}
			: {title: `Change ${name}`, weight: {kind: 'affects-people'}},
	creation: {
		nameOf: ({name}) => name,
		// Names are unique in an account (contract 4.2): reading tells what became of a request without an answer.
		find: ({name}, knowledge) => knowledge.list('userGroups').rows.find((group) => group.name === name),
		send: async (writer, input, options) => ({item: await writer.userGroups.create(input, options)}),
	},
	deletion: {
		send: (writer, {id}, options) => writer.userGroups.delete(id, options),
		restore: () => ({why: 'its members and its id go with it'}),
	},
});
