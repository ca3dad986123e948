/** The accounts that the user of the credential is a member of, and as what (contract 9.8). */
import {parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import {type Page, type PageQuery, pageParameters, pageSizes} from './paging.ts';
import type {Requester} from './requester.ts';
import {type Membership, membershipSchema} from './schemas.ts';

export interface Memberships {
	list(query?: PageQuery, options?: CallOptions): Promise<Page<Membership>>;
}

export function createMemberships(requester: Requester): Memberships {
	return {
		async list(query = {}, options) {
			const paging = pageParameters(query, pageSizes.memberships);
			const reply = await requester.send({operation: 'memberships.list', query: paging, options});
			return parsePage(reply, membershipSchema, paging.page);
		},
	};
}
