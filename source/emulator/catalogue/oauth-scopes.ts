import {oauthScopeRows} from './oauth-scope-rows.ts';
import {tokenPermissionGroups} from './token-permission-groups.ts';

/** Contract 8. `scopes`: the kinds of resources that it reaches. */
export interface OauthScope {
	readonly id: string;
	readonly name: string;
	readonly category: string;
	readonly scopes: readonly string[];
}

const account = 'com.cloudflare.api.account';
const zone = 'com.cloudflare.api.account.zone';
const user = 'com.cloudflare.api.user';

/** Known to be so, against the rule below; `user-details.read` has an empty list in reality (contract 8.1). */
const scopesById: Readonly<Record<string, readonly string[]>> = {
	'user-details.read': [],
	'user-details.write': [user],
	'memberships.read': [user],
	'memberships.write': [user],
	'logs.read': [zone],
	'logs.write': [zone],
};

/** The kinds of resources of the token permission with the same name; an account's where there is none. */
function scopesOf(id: string, name: string): readonly string[] {
	const known = scopesById[id];
	if (known !== undefined) {
		return known;
	}
	const namesakes = tokenPermissionGroups().filter((group) => group.name === name);
	const named = namesakes.length > 1 && !id.startsWith('zone-') ? namesakes.slice(0, 1) : namesakes.slice(-1);
	return named[0]?.scopes ?? [account];
}

function read(): readonly OauthScope[] {
	const scopes: OauthScope[] = [
		// Not in the real catalogue, but what every example uses (contract 11.16).
		{id: 'account.read', name: 'Account Read', category: 'account_and_billing', scopes: [account]},
	];
	for (const [category, rows] of Object.entries(oauthScopeRows)) {
		for (const row of rows.trim().split('\n')) {
			const space = row.indexOf(' ');
			const id = row.slice(0, space);
			const name = row.slice(space + 1);
			scopes.push({id, name, category, scopes: scopesOf(id, name)});
		}
	}
	return scopes;
}

let scopes: readonly OauthScope[] | undefined;
let ids: ReadonlySet<string> | undefined;

export function oauthScopes(): readonly OauthScope[] {
	scopes ??= read();
	return scopes;
}

export function isOauthScope(id: string): boolean {
	ids ??= new Set(oauthScopes().map((scope) => scope.id));
	return ids.has(id);
}
