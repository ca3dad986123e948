import {needs} from '../authentication.ts';
import {oauthScopes} from '../catalogue/oauth-scopes.ts';
import {success} from '../envelope.ts';
import type {Route} from '../router.ts';

/** Contract 8: needs a credential and no right; not under an account, not in pages. */
export const oauthScopeRoutes: readonly Route[] = [
	{
		level: 'user',
		method: 'GET',
		path: '/oauth/scopes',
		need: needs.anyCredential,
		handle: () => success(oauthScopes()),
	},
];
