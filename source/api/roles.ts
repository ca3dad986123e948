/** The roles of an account (contract 9.4). */
import {parseOne, parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {AccountId, RoleId} from './ids.ts';
import {type Page, type PageQuery, pageParameters, pageSizes} from './paging.ts';
import type {Requester} from './requester.ts';
import {type Role, roleSchema} from './schemas.ts';

export interface Roles {
	list(account: AccountId, query?: PageQuery, options?: CallOptions): Promise<Page<Role>>;
	get(account: AccountId, role: RoleId, options?: CallOptions): Promise<Role>;
}

export function createRoles(requester: Requester): Roles {
	return {
		async list(account, query = {}, options) {
			const paging = pageParameters(query, pageSizes.roles);
			const reply = await requester.send({
				operation: 'roles.list',
				ids: {account_id: account},
				query: paging,
				options,
			});
			return parsePage(reply, roleSchema, paging.page);
		},
		async get(account, role, options) {
			const ids = {account_id: account, role_id: role};
			return parseOne(await requester.send({operation: 'roles.get', ids, options}), roleSchema);
		},
	};
}
