import {needs} from '../authentication.ts';
import {refuseGroup, success} from '../envelope.ts';
import {optionalText, type Refuse, readFields, requireText} from '../input.ts';
import type {ResourceGroup} from '../model.ts';
import {representResourceGroup} from '../representation.ts';
import {type AccountCall, accountRoute, type Route} from '../router.ts';
import {readScope} from '../rules/scopes.ts';

const invalid: Refuse = (message) => refuseGroup(400, message);

function findGroup({account, parameter}: AccountCall): ResourceGroup {
	const id = parameter('resource_group_id');
	const group = account.resourceGroups.get(id);
	if (group === undefined) {
		throw refuseGroup(404, `Resource group ${id} not found`);
	}
	return group;
}

/** System groups can not be written (contract 1.4). */
function findEditableGroup(call: AccountCall): ResourceGroup {
	const group = findGroup(call);
	if (!group.editable) {
		throw refuseGroup(422, `Resource group ${group.id} is non-editable`);
	}
	return group;
}

/** Whether a policy refers to the group: such a group can not be deleted (a choice where the source is silent). */
function isUsed({account}: AccountCall, id: string): boolean {
	return account
		.policies()
		.some(({resourceGroups}) => resourceGroups.some((reference) => reference.kind === 'listed' && reference.id === id));
}

/** Contract 3. The list has no pages; `result` is null where nothing matches the filter. */
export const resourceGroupRoutes: readonly Route[] = [
	accountRoute('GET', '/iam/resource_groups', needs.readSettings, ({account, query}) => {
		const id = query.get('id');
		const name = query.get('name');
		const groups = account.resourceGroups
			.values()
			.filter((group) => (id === null || group.id === id) && (name === null || group.name === name));
		return success(groups.length === 0 ? null : groups.map(representResourceGroup));
	}),

	accountRoute('POST', '/iam/resource_groups', needs.writeSettings, ({account, state, body}) => {
		const fields = readFields(body, invalid);
		const group: ResourceGroup = {
			id: state.random.id(),
			name: requireText(fields, 'name', invalid),
			scope: readScope(fields.scope, invalid),
			editable: true,
		};
		account.resourceGroups.set(group);
		return success(representResourceGroup(group));
	}),

	accountRoute('GET', '/iam/resource_groups/{resource_group_id}', needs.readSettings, (call) =>
		success(representResourceGroup(findGroup(call))),
	),

	accountRoute('PUT', '/iam/resource_groups/{resource_group_id}', needs.writeSettings, (call) => {
		const group = findEditableGroup(call);
		const fields = readFields(call.body, invalid);
		const name =
			optionalText(fields, 'name', invalid) === undefined ? group.name : requireText(fields, 'name', invalid);
		const scope = fields.scope === undefined ? group.scope : readScope(fields.scope, invalid);
		group.name = name;
		group.scope = scope;
		call.account.resourceGroups.set(group);
		return success(representResourceGroup(group));
	}),

	accountRoute('DELETE', '/iam/resource_groups/{resource_group_id}', needs.writeSettings, (call) => {
		const {id} = findEditableGroup(call);
		if (isUsed(call, id)) {
			throw refuseGroup(400, `Resource group ${id} is in use by a policy`);
		}
		call.account.resourceGroups.delete(id);
		return success({id});
	}),
];
