import {needs} from '../authentication.ts';
import {refuseGroup, success} from '../envelope.ts';
import {optionalText, type Refuse, readFields, requireText} from '../input.ts';
import {Membership} from '../membership.ts';
import type {UserGroup} from '../model.ts';
import {cutPage, groupPages, readDirection, readPage} from '../paging.ts';
import {representUserGroup} from '../representation.ts';
import {type AccountCall, accountRoute, type Route} from '../router.ts';
import {readPolicies} from '../rules/policies.ts';
import type {AccountState} from '../state.ts';

const invalid: Refuse = (message) => refuseGroup(400, message);

export function findUserGroup({account, parameter}: AccountCall): UserGroup {
	const id = parameter('user_group_id');
	const group = account.userGroups.get(id);
	if (group === undefined) {
		throw refuseGroup(404, `User group ${id} not found`);
	}
	return group;
}

/** What the identity provider decides can not be changed here; policies can (contract 4, quirks). */
export function refuseManaged(group: UserGroup, what: string): void {
	if (group.managedBy === 'scim') {
		throw refuseGroup(400, `User group ${group.id} is managed by SCIM: its ${what} cannot be changed`);
	}
}

function refuseTakenName(account: AccountState, name: string, except?: string): void {
	if (account.userGroups.values().some((group) => group.name === name && group.id !== except)) {
		throw refuseGroup(400, `User group name ${JSON.stringify(name)} is already in use`);
	}
}

/** Contract 4. `name` is exact, `fuzzyName` a part of the name without regard to case. */
export const userGroupRoutes: readonly Route[] = [
	accountRoute('GET', '/iam/user_groups', needs.readSettings, ({account, query}) => {
		const page = readPage(query, groupPages);
		const direction = readDirection(query);
		const id = query.get('id');
		const name = query.get('name');
		const part = query.get('fuzzyName')?.toLowerCase();
		const groups = account.userGroups
			.sorted('name', (group) => group.name, direction)
			.filter(
				(group) =>
					(id === null || group.id === id) &&
					(name === null || group.name === name) &&
					(part === undefined || group.name.toLowerCase().includes(part)),
			);
		const {items, info} = cutPage(groups, page);
		return success(
			items.map((group) => representUserGroup(account, group)),
			info,
		);
	}),

	accountRoute('POST', '/iam/user_groups', needs.writeSettings, ({account, state, body}) => {
		const fields = readFields(body, invalid);
		const name = requireText(fields, 'name', invalid);
		refuseTakenName(account, name);
		const policies = fields.policies === undefined ? [] : readPolicies(state, account, fields.policies);
		const createdOn = policies[0]?.createdOn ?? state.timestamp();
		const group: UserGroup = {
			id: state.random.id(),
			name,
			createdOn,
			modifiedOn: createdOn,
			policies,
			spentPolicyIds: new Set(),
			members: new Membership(createdOn),
		};
		account.userGroups.set(group);
		if (state.options.settleDelay > 0) {
			state.settlesAt.set(group.id, state.now() + state.options.settleDelay);
		}
		return success(representUserGroup(account, group));
	}),

	accountRoute('GET', '/iam/user_groups/{user_group_id}', needs.readSettings, (call) =>
		success(representUserGroup(call.account, findUserGroup(call))),
	),

	/** What is absent stays; `policies` replaces the whole set (contract 11.4). */
	accountRoute('PUT', '/iam/user_groups/{user_group_id}', needs.writeSettings, (call) => {
		const {account, state, body} = call;
		const group = findUserGroup(call);
		const fields = readFields(body, invalid);
		const name =
			optionalText(fields, 'name', invalid) === undefined ? group.name : requireText(fields, 'name', invalid);
		if (name !== group.name) {
			refuseManaged(group, 'name');
			refuseTakenName(account, name, group.id);
		}
		const policies = fields.policies === undefined ? undefined : readPolicies(state, account, fields.policies, group);
		group.name = name;
		group.modifiedOn = policies?.[0]?.createdOn ?? state.timestamp();
		if (policies !== undefined) {
			for (const {id} of group.policies) {
				group.spentPolicyIds.add(id);
			}
			group.policies = policies;
		}
		account.userGroups.set(group);
		return success(representUserGroup(account, group));
	}),

	accountRoute('DELETE', '/iam/user_groups/{user_group_id}', needs.writeSettings, (call) => {
		const group = findUserGroup(call);
		refuseManaged(group, 'existence');
		call.account.userGroups.delete(group.id);
		return success({id: group.id});
	}),
];
