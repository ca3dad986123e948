/** Contract 2. */
import {parseOne, parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {AccountId, PermissionGroupId} from './ids.ts';
import {type Page, type PageQuery, pageParameters, pageSizes} from './paging.ts';
import type {Requester} from './requester.ts';
import {type PermissionGroup, permissionGroupSchema} from './schemas.ts';

export interface PermissionGroupsQuery extends PageQuery {
	readonly id?: PermissionGroupId | undefined;
	readonly name?: string | undefined;
	readonly label?: string | undefined;
}

export interface PermissionGroups {
	/** Comes without result_info in practice (contract 1.2). */
	list(account: AccountId, query?: PermissionGroupsQuery, options?: CallOptions): Promise<Page<PermissionGroup>>;
	get(account: AccountId, group: PermissionGroupId, options?: CallOptions): Promise<PermissionGroup>;
}

export function createPermissionGroups(requester: Requester): PermissionGroups {
	return {
		async list(account, query = {}, options) {
			const {id, name, label} = query;
			const paging = pageParameters(query, pageSizes.permissionGroups);
			const reply = await requester.send({
				operation: 'permissionGroups.list',
				ids: {account_id: account},
				query: {id, name, label, ...paging},
				options,
			});
			return parsePage(reply, permissionGroupSchema, paging.page);
		},
		async get(account, group, options) {
			const ids = {account_id: account, permission_group_id: group};
			return parseOne(await requester.send({operation: 'permissionGroups.get', ids, options}), permissionGroupSchema);
		},
	};
}
