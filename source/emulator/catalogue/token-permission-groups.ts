import {tokenPermissionGroupRows} from './token-permission-group-rows.ts';

/** One thing that an API token can be allowed (contract 9.7): not a permission group of members and user groups. */
export interface TokenPermissionGroup {
	readonly id: string;
	readonly name: string;
	readonly scopes: readonly string[];
}

const scopeOf = {
	account: 'com.cloudflare.api.account',
	zone: 'com.cloudflare.api.account.zone',
	bucket: 'com.cloudflare.edge.r2.bucket',
} as const;

function readLevel(level: keyof typeof scopeOf): readonly TokenPermissionGroup[] {
	return tokenPermissionGroupRows[level]
		.trim()
		.split('\n')
		.map((row) => ({id: row.slice(0, 32), name: row.slice(33), scopes: [scopeOf[level]]}));
}

/** Read when first asked for: no other answer needs it but the OAuth scopes. */
let groups: readonly TokenPermissionGroup[] | undefined;

export function tokenPermissionGroups(): readonly TokenPermissionGroup[] {
	groups ??= [...readLevel('account'), ...readLevel('zone'), ...readLevel('bucket')];
	return groups;
}
