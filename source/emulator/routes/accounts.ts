import {needs, sees} from '../authentication.ts';
import {tokenPermissionGroups} from '../catalogue/token-permission-groups.ts';
import {sortByText} from '../collection.ts';
import {refuseInput, refuseMissing, success} from '../envelope.ts';
import {accountPages, cutPage, readDirection, readPage} from '../paging.ts';
import {representAccount} from '../representation.ts';
import {accountRoute, type Call, type Route} from '../router.ts';
import type {AccountState} from '../state.ts';

/** The accounts that the credential sees; a token without rights on any sees none (contract 9.1). */
export function visibleAccounts({state, identity}: Call): readonly AccountState[] {
	const main = state.main.account.id;
	return [...state.accounts.values()].filter(({account}) => sees(identity, account.id, main));
}

/** Contract 9.1, 9.2, 9.4 and 9.7. */
export const accountRoutes: readonly Route[] = [
	{
		level: 'user',
		method: 'GET',
		path: '/accounts',
		need: needs.anyCredential,
		handle(call) {
			if (call.identity.kind === 'token' && call.identity.token.kind === 'account token') {
				throw refuseInput('List accounts endpoint does not support account owned tokens.');
			}
			const page = readPage(call.query, accountPages);
			const name = call.query.get('name');
			const accounts = visibleAccounts(call)
				.map(({account}) => account)
				.filter((account) => name === null || account.name === name);
			const sorted = call.query.has('direction')
				? sortByText(accounts, (account) => account.name, readDirection(call.query))
				: accounts;
			const {items, info} = cutPage(sorted, page);
			return success(items.map(representAccount), info);
		},
	},

	accountRoute('GET', '', needs.anyPermission, ({account}) => success(representAccount(account.account))),

	accountRoute('GET', '/roles', needs.readSettings, ({account, query}) => {
		const {items, info} = cutPage(account.roles.values(), readPage(query, accountPages));
		return success(items, info);
	}),

	accountRoute('GET', '/roles/{role_id}', needs.readSettings, ({account, parameter}) => {
		const id = parameter('role_id');
		const role = account.roles.get(id);
		if (role === undefined) {
			throw refuseMissing(`Role ${id} not found`);
		}
		return success(role);
	}),

	accountRoute('GET', '/tokens/permission_groups', needs.readTokens, ({query}) => {
		const name = query.get('name');
		const scope = query.get('scope');
		return success(
			tokenPermissionGroups().filter(
				(group) => (name === null || group.name === name) && (scope === null || group.scopes.includes(scope)),
			),
		);
	}),
];
