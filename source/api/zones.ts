/** The zones of an account (contract 9.5), which resource groups name in their scopes. */
import {parsePage} from './answers.ts';
import {type CallOptions, checkedAccount} from './call.ts';
import type {AccountId} from './ids.ts';
import {type Page, type PageQuery, pageParameters, pageSizes} from './paging.ts';
import type {Requester} from './requester.ts';
import {type Zone, zoneSchema} from './schemas.ts';

export interface ZonesQuery extends PageQuery {
	/** A domain name, perhaps with an operator in front: `contains:example`. */
	readonly name?: string | undefined;
	readonly status?: 'initializing' | 'pending' | 'active' | 'moved' | undefined;
	readonly order?: 'name' | 'status' | 'account.id' | 'account.name' | 'plan.id' | undefined;
	readonly direction?: 'asc' | 'desc' | undefined;
	readonly match?: 'any' | 'all' | undefined;
}

export interface Zones {
	list(account: AccountId, query?: ZonesQuery, options?: CallOptions): Promise<Page<Zone>>;
}

export function createZones(requester: Requester): Zones {
	return {
		async list(account, query = {}, options) {
			const {name, status, order, direction, match} = query;
			const paging = pageParameters(query, pageSizes.zones);
			const reply = await requester.send({
				operation: 'zones.list',
				query: {'account.id': checkedAccount('zones.list', account), name, status, order, direction, match, ...paging},
				options,
			});
			return parsePage(reply, zoneSchema, paging.page);
		},
	};
}
