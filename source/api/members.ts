/** The members of an account (contract 9.3); their ids are what user groups count as members. */
import {parseOne, parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {AccountId, MemberId} from './ids.ts';
import {type Page, type PageQuery, pageParameters, pageSizes} from './paging.ts';
import type {Requester} from './requester.ts';
import {type AccountMember, accountMemberSchema} from './schemas.ts';

export interface MembersQuery extends PageQuery {
	readonly order?: 'user.first_name' | 'user.last_name' | 'user.email' | 'status' | undefined;
	readonly status?: 'accepted' | 'pending' | 'rejected' | undefined;
	readonly direction?: 'asc' | 'desc' | undefined;
}

export interface Members {
	list(account: AccountId, query?: MembersQuery, options?: CallOptions): Promise<Page<AccountMember>>;
	get(account: AccountId, member: MemberId, options?: CallOptions): Promise<AccountMember>;
}

export function createMembers(requester: Requester): Members {
	return {
		async list(account, query = {}, options) {
			const {order, status, direction} = query;
			const paging = pageParameters(query, pageSizes.members);
			const reply = await requester.send({
				operation: 'members.list',
				ids: {account_id: account},
				query: {order, status, direction, ...paging},
				options,
			});
			return parsePage(reply, accountMemberSchema, paging.page);
		},
		async get(account, member, options) {
			const ids = {account_id: account, member_id: member};
			return parseOne(await requester.send({operation: 'members.get', ids, options}), accountMemberSchema);
		},
	};
}
