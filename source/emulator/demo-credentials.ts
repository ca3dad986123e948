/** The credentials that every emulator knows. They open nothing anywhere else. */

/** What a token may be allowed, by Cloudflare's names; a Write includes its Read. */
export type Permission =
	| 'Account Settings Read'
	| 'Account Settings Write'
	| 'SCIM Provisioning'
	| 'SSO Connector Read'
	| 'SSO Connector Write'
	| 'OAuth Client Read'
	| 'OAuth Client Write'
	| 'Account API Tokens Read'
	| 'Account API Tokens Write'
	| 'API Tokens Read'
	| 'Zone Read'
	| 'Memberships Read'
	| 'User Details Read';

export interface DemoToken {
	readonly kind: 'user token' | 'account token';
	/** The text that goes after `Authorization: Bearer`. */
	readonly token: string;
	/** The id that the verification answers. */
	readonly id: string;
	readonly status: 'active' | 'disabled' | 'expired' | 'revoked';
	/** Which accounts it sees: the first of the dataset, all of them, or none. */
	readonly accounts: 'main' | 'all' | 'none';
	readonly permissions: readonly Permission[];
	readonly notBefore?: string;
	readonly expiresOn?: string;
	readonly description: string;
}

const everything: readonly Permission[] = [
	'Account Settings Write',
	'SCIM Provisioning',
	'SSO Connector Write',
	'OAuth Client Write',
	'Account API Tokens Read',
	'Zone Read',
	'Memberships Read',
	'User Details Read',
];

const readings: readonly Permission[] = [
	'Account Settings Read',
	'SSO Connector Read',
	'OAuth Client Read',
	'Zone Read',
	'Memberships Read',
	'User Details Read',
];

export const demoTokens = {
	full: {
		kind: 'user token',
		token: 'cfut_demo_full_access_0000000000000000000000000001',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a001',
		status: 'active',
		accounts: 'main',
		permissions: everything,
		description: 'may read and write everything in the main account',
	},
	readOnly: {
		kind: 'user token',
		token: 'cfut_demo_read_only_000000000000000000000000000002',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a002',
		status: 'active',
		accounts: 'main',
		permissions: readings,
		expiresOn: '2031-01-01T00:00:00Z',
		description: 'may read everything and write nothing',
	},
	readAll: {
		kind: 'user token',
		token: 'cfut_demo_read_all_resources_000000000000000000011',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a011',
		status: 'active',
		accounts: 'main',
		permissions: [...readings, 'Account API Tokens Read', 'API Tokens Read'],
		description: 'as the template "Read all resources" makes it: reads everything, what it may do itself included',
	},
	allAccounts: {
		kind: 'user token',
		token: 'cfut_demo_all_accounts_000000000000000000000000003',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a003',
		status: 'active',
		accounts: 'all',
		permissions: everything,
		description: 'as full, in every account of the dataset',
	},
	groupsOnly: {
		kind: 'user token',
		token: 'cfut_demo_groups_only_0000000000000000000000000004',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a004',
		status: 'active',
		accounts: 'main',
		permissions: ['Account Settings Write'],
		description: 'groups and members only: no SSO connectors, OAuth clients, zones or user details',
	},
	oauthOnly: {
		kind: 'user token',
		token: 'cfut_demo_oauth_only_00000000000000000000000000005',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a005',
		status: 'active',
		accounts: 'main',
		permissions: ['OAuth Client Read'],
		description: 'may read OAuth clients and nothing else but permission groups',
	},
	noAccounts: {
		kind: 'user token',
		token: 'cfut_demo_no_accounts_0000000000000000000000000006',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a006',
		status: 'active',
		accounts: 'none',
		permissions: ['User Details Read'],
		description: 'valid, but sees no account: the list of accounts is empty',
	},
	accountOwned: {
		kind: 'account token',
		token: 'cfat_demo_account_owned_00000000000000000000000007',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a007',
		status: 'active',
		accounts: 'main',
		permissions: everything,
		description: 'owned by the main account: no list of accounts, verified at the account only',
	},
	expired: {
		kind: 'user token',
		token: 'cfut_demo_expired_00000000000000000000000000000008',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a008',
		status: 'expired',
		accounts: 'main',
		permissions: everything,
		notBefore: '2024-01-01T00:00:00Z',
		expiresOn: '2024-12-31T23:59:59Z',
		description: 'expired at the end of 2024',
	},
	disabled: {
		kind: 'user token',
		token: 'cfut_demo_disabled_0000000000000000000000000000009',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a009',
		status: 'disabled',
		accounts: 'main',
		permissions: everything,
		description: 'switched off by its owner',
	},
	revoked: {
		kind: 'user token',
		token: 'cfut_demo_revoked_00000000000000000000000000000010',
		id: '0d3f1a5c77be4f0f9d1c52a1d5e0a010',
		status: 'revoked',
		accounts: 'none',
		permissions: [],
		description: 'deleted; answered as a token that never was',
	},
} as const satisfies Readonly<Record<string, DemoToken>>;

/** The Global API key of the owner: sees every account, but no SSO connectors, which take tokens only. */
export const demoKey = {
	email: 'owner@cfiam.example',
	key: 'cfk_demo_global_key_000000000000000000000011',
} as const;

/** The person behind every user token and the key: a Super Administrator of every account. */
export const demoOwner = {
	/** The membership in the main account, as the official examples have it. */
	memberId: '4536bcfad5faccb111b47003c79917fa',
	userId: '7c5dae5552338874e5053f2534d2767a',
	email: demoKey.email,
	firstName: 'Robin',
	lastName: 'Okonkwo',
} as const;
