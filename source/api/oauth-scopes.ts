/** Contract 8: the scopes that OAuth clients may ask for, the same for all accounts. */
import {parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {Page} from './paging.ts';
import type {Requester} from './requester.ts';
import {type OauthScope, oauthScopeSchema} from './schemas.ts';

export interface OauthScopes {
	/** All of them in one page: this list is not paged. */
	list(options?: CallOptions): Promise<Page<OauthScope>>;
}

export function createOauthScopes(requester: Requester): OauthScopes {
	return {
		async list(options) {
			return parsePage(await requester.send({operation: 'oauthScopes.list', options}), oauthScopeSchema, 1);
		},
	};
}
