/** Contract 9.6 and 9.8: what a credential is, and whose. */
import type {IncomingHttpHeaders} from 'node:http';
import {findToken, needs, readToken} from '../authentication.ts';
import {roles} from '../catalogue/roles.ts';
import {tokenPermissionGroups} from '../catalogue/token-permission-groups.ts';
import {sortByText} from '../collection.ts';
import {type DemoToken, demoOwner} from '../demo-credentials.ts';
import {type Answer, refuse, refuseInput, success} from '../envelope.ts';
import {deriveIdentifier} from '../identifiers.ts';
import {cutPage, readChoice, readDirection, readPage} from '../paging.ts';
import {representAccount} from '../representation.ts';
import type {Call, Route} from '../router.ts';
import {visibleAccounts} from './accounts.ts';

const notATokenHere = refuse(401, 1000, 'Invalid API Token');

/** The token to verify, of the kind that the endpoint is for. */
function readVerified(headers: IncomingHttpHeaders, kind: DemoToken['kind']): DemoToken {
	const text = readToken(headers);
	if (text === undefined) {
		throw headers['x-auth-key'] === undefined
			? refuse(400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers')
			: refuseInput('Missing "Authorization" header');
	}
	const token = findToken(text);
	if (token === undefined || token.kind !== kind) {
		throw notATokenHere;
	}
	return token;
}

function verification(token: DemoToken): Answer {
	return success(
		{
			id: token.id,
			status: token.status,
			...(token.notBefore === undefined ? {} : {not_before: token.notBefore}),
			...(token.expiresOn === undefined ? {} : {expires_on: token.expiresOn}),
		},
		undefined,
		token.status === 'active' ? [{code: 10000, message: 'This API Token is valid and active', type: null}] : [],
	);
}

/** An account-owned token has no user. */
function refuseAccountToken({identity}: Call): void {
	if (identity.kind === 'token' && identity.token.kind === 'account token') {
		throw refuse(403, 9109, 'Unauthorized to access requested resource');
	}
}

const memberships: Route = {
	level: 'user',
	method: 'GET',
	path: '/memberships',
	need: needs.readMemberships,
	handle(call) {
		refuseAccountToken(call);
		const {query} = call;
		const order = readChoice(query, 'order', ['id', 'account.name', 'status']);
		const status = readChoice(query, 'status', ['accepted', 'pending', 'rejected']);
		const name = query.get('account.name') ?? query.get('name');
		const entries = visibleAccounts(call)
			.map(({account}) => ({id: deriveIdentifier(`membership ${account.id}`), account, status: 'accepted'}))
			.filter(
				(entry) => (status ?? entry.status) === entry.status && (name ?? entry.account.name) === entry.account.name,
			);
		const sorted =
			order === undefined
				? entries
				: sortByText(
						entries,
						(entry) => (order === 'account.name' ? entry.account.name : entry[order]),
						readDirection(query),
					);
		const {items, info} = cutPage(sorted, readPage(query, {minimum: 5, maximum: 50, usual: 20}));
		const [administrator] = roles;
		return success(
			items.map((entry) => ({
				id: entry.id,
				status: entry.status,
				account: representAccount(entry.account),
				api_access_enabled: true,
				roles: administrator === undefined ? [] : [administrator.name],
				permissions: administrator?.permissions ?? {},
			})),
			info,
		);
	},
};

export const credentialRoutes: readonly Route[] = [
	{
		level: 'open',
		method: 'GET',
		path: '/user/tokens/verify',
		handle: ({headers}) => verification(readVerified(headers, 'user token')),
	},
	{
		level: 'open',
		method: 'GET',
		path: '/accounts/{account_id}/tokens/verify',
		handle(call) {
			const token = readVerified(call.headers, 'account token');
			if (call.parameter('account_id') !== call.state.main.account.id) {
				throw notATokenHere;
			}
			return verification(token);
		},
	},
	{
		level: 'user',
		method: 'GET',
		path: '/user/tokens/permission_groups',
		need: needs.anyCredential,
		handle: ({query}) => {
			const name = query.get('name');
			return success(tokenPermissionGroups().filter((group) => name === null || group.name === name));
		},
	},
	{
		level: 'user',
		method: 'GET',
		path: '/user',
		need: needs.readUser,
		handle(call) {
			refuseAccountToken(call);
			return success({
				id: demoOwner.userId,
				email: demoOwner.email,
				first_name: demoOwner.firstName,
				last_name: demoOwner.lastName,
				two_factor_authentication_enabled: true,
				two_factor_authentication_locked: false,
				suspended: false,
				organizations: [],
			});
		},
	},
	memberships,
];
