/** Contract 9.1, 9.2. */
import {parseOne, parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {AccountId} from './ids.ts';
import {type Page, type PageQuery, pageParameters, pageSizes} from './paging.ts';
import type {Requester} from './requester.ts';
import {type Account, accountSchema} from './schemas.ts';

export interface AccountsQuery extends PageQuery {
	readonly name?: string | undefined;
	readonly direction?: 'asc' | 'desc' | undefined;
}

export interface Accounts {
	/** Account-owned tokens may be refused here; then the account id has to be given. */
	list(query?: AccountsQuery, options?: CallOptions): Promise<Page<Account>>;
	get(account: AccountId, options?: CallOptions): Promise<Account>;
}

export function createAccounts(requester: Requester): Accounts {
	return {
		async list(query = {}, options) {
			const {name, direction} = query;
			const paging = pageParameters(query, pageSizes.accounts);
			const reply = await requester.send({operation: 'accounts.list', query: {name, direction, ...paging}, options});
			return parsePage(reply, accountSchema, paging.page);
		},
		async get(account, options) {
			return parseOne(
				await requester.send({operation: 'accounts.get', ids: {account_id: account}, options}),
				accountSchema,
			);
		},
	};
}
