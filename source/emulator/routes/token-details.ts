/** What a token is and may do, by its id: `Token` and its policies in the official SDK. */
import {needs} from '../authentication.ts';
import {tokenPermissionGroups} from '../catalogue/token-permission-groups.ts';
import {type DemoToken, demoOwner, demoTokens, type Permission} from '../demo-credentials.ts';
import {type Answer, refuseMissing, success} from '../envelope.ts';
import {deriveIdentifier} from '../identifiers.ts';
import type {Route} from '../router.ts';

const account = 'com.cloudflare.api.account';

type Level = 'account' | 'zone' | 'user';

const userPermissions: ReadonlySet<Permission> = new Set(['API Tokens Read', 'Memberships Read', 'User Details Read']);

function levelOf(permission: Permission): Level {
	if (userPermissions.has(permission)) return 'user';
	return permission === 'Zone Read' ? 'zone' : 'account';
}

/** Users' permissions and those that the public catalogue does not list get ids of ours. */
function permissionGroup(name: Permission) {
	const known = tokenPermissionGroups().find((group) => group.name === name);
	return {id: known?.id ?? deriveIdentifier(`token permission ${name}`), name};
}

function resources(level: Level, accountKey: string) {
	switch (level) {
		case 'account':
			return {[accountKey]: '*'};
		case 'zone':
			return {[accountKey]: {[`${account}.zone.*`]: '*'}};
		case 'user':
			return {[`com.cloudflare.api.user.${demoOwner.userId}`]: '*'};
	}
}

/** One policy for each kind of resource, as the dashboard makes them. */
function policies({id, accounts, permissions}: DemoToken, main: string) {
	const levels: readonly Level[] = accounts === 'none' ? ['user'] : ['account', 'zone', 'user'];
	return levels.flatMap((level) => {
		const held = permissions.filter((permission) => levelOf(permission) === level);
		return held.length === 0
			? []
			: {
					id: deriveIdentifier(`policy of token ${id} ${level}`),
					effect: 'allow',
					permission_groups: held.map(permissionGroup),
					resources: resources(level, `${account}.${accounts === 'all' ? '*' : main}`),
				};
	});
}

function details(kind: DemoToken['kind'], id: string, main: string): Answer {
	const known: readonly DemoToken[] = Object.values(demoTokens);
	const token = known.find((each) => each.id === id && each.kind === kind && each.status !== 'revoked');
	if (token === undefined) throw refuseMissing(`Token ${id} not found`);
	return success({
		id,
		name: token.description.slice(0, 120),
		status: token.status,
		issued_on: token.notBefore ?? '2024-01-01T00:00:00Z',
		...(token.notBefore === undefined ? {} : {not_before: token.notBefore}),
		...(token.expiresOn === undefined ? {} : {expires_on: token.expiresOn}),
		policies: policies(token, main),
	});
}

/** After the routes with a word in the place of the id. */
export const tokenDetailRoutes: readonly Route[] = [
	{
		level: 'user',
		method: 'GET',
		path: '/user/tokens/{token_id}',
		need: needs.readOwnTokens,
		handle: ({state, parameter}) => details('user token', parameter('token_id'), state.main.account.id),
	},
	{
		level: 'account',
		method: 'GET',
		path: '/accounts/{account_id}/tokens/{token_id}',
		need: needs.readTokens,
		handle: ({state, account: {account: owner}, parameter}) => {
			const main = state.main.account.id;
			const id = parameter('token_id');
			// The demo token that belongs to an account belongs to the first one.
			if (owner.id !== main) throw refuseMissing(`Token ${id} not found`);
			return details('account token', id, main);
		},
	},
];
