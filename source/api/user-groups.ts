/** Contract 4. */
import {parseOne, parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import {createGroupMembers, type GroupMembers} from './group-members.ts';
import type {AccountId, PermissionGroupId, ResourceGroupId, UserGroupId} from './ids.ts';
import {type Page, type PageQuery, pageParameters, pageSizes} from './paging.ts';
import type {Requester} from './requester.ts';
import {type UserGroup, userGroupSchema} from './schemas.ts';
import {type ScopeInput, scopeBody} from './scope-body.ts';

export interface UserGroupsQuery extends PageQuery {
	readonly id?: UserGroupId | undefined;
	readonly name?: string | undefined;
	/** Part of a name. */
	readonly fuzzyName?: string | undefined;
	readonly direction?: 'asc' | 'desc' | undefined;
}

/** By id, or inline by its scope, as the documents show for single resources (contract 4.2). */
export type ResourceGroupReference = {readonly id: ResourceGroupId} | {readonly scope: ScopeInput};

export interface PolicyInput {
	/** Groups take no deny (contract 4.2); it is there because members do. */
	readonly access: 'allow' | 'deny';
	readonly permission_groups: readonly {readonly id: PermissionGroupId}[];
	readonly resource_groups: readonly ResourceGroupReference[];
}

export interface UserGroupInput {
	readonly name: string;
	readonly policies?: readonly PolicyInput[] | undefined;
}

export interface UserGroups {
	readonly members: GroupMembers;
	list(account: AccountId, query?: UserGroupsQuery, options?: CallOptions): Promise<Page<UserGroup>>;
	get(account: AccountId, group: UserGroupId, options?: CallOptions): Promise<UserGroup>;
	/** Names are unique in an account. */
	create(account: AccountId, input: UserGroupInput, options?: CallOptions): Promise<UserGroup>;
	/**
	 * What is left out stays; `policies` replaces them all. Policy ids are never sent: Cloudflare refuses those of an
	 * earlier read and gives fresh ones (contract 4.4).
	 */
	update(
		account: AccountId,
		group: UserGroupId,
		input: Partial<UserGroupInput>,
		options?: CallOptions,
	): Promise<UserGroup>;
	delete(account: AccountId, group: UserGroupId, options?: CallOptions): Promise<void>;
}

export function createUserGroups(requester: Requester): UserGroups {
	return {
		members: createGroupMembers(requester),
		async list(account, query = {}, options) {
			const {id, name, fuzzyName, direction} = query;
			const paging = pageParameters(query, pageSizes.userGroups);
			const reply = await requester.send({
				operation: 'userGroups.list',
				ids: {account_id: account},
				query: {id, name, fuzzyName, direction, ...paging},
				options,
			});
			return parsePage(reply, userGroupSchema, paging.page);
		},
		async get(account, group, options) {
			const ids = {account_id: account, user_group_id: group};
			return parseOne(await requester.send({operation: 'userGroups.get', ids, options}), userGroupSchema);
		},
		async create(account, input, options) {
			const ids = {account_id: account};
			const body = userGroupBody(input);
			return parseOne(await requester.send({operation: 'userGroups.create', ids, body, options}), userGroupSchema);
		},
		async update(account, group, input, options) {
			const ids = {account_id: account, user_group_id: group};
			const body = userGroupBody(input);
			return parseOne(await requester.send({operation: 'userGroups.update', ids, body, options}), userGroupSchema);
		},
		async delete(account, group, options) {
			const ids = {account_id: account, user_group_id: group};
			await requester.send({operation: 'userGroups.delete', ids, options});
		},
	};
}

/** Only what the contract names goes out, even where an object that was read is passed in. */
function userGroupBody({name, policies}: Partial<UserGroupInput>) {
	return {
		name,
		policies: policies?.map(({access, permission_groups, resource_groups}) => ({
			access,
			permission_groups: permission_groups.map(({id}) => ({id})),
			resource_groups: resource_groups.map((group) =>
				'id' in group && group.id ? {id: group.id} : 'scope' in group ? {scope: scopeBody(group.scope)} : group,
			),
		})),
	};
}
