/** Answers as Cloudflare's documents and specification show them (contract 12). */
export const accountId = '023e105f4ecef8ad9ca31a8372d0c353';

export const userGroups = [
	{
		created_on: '2025-01-24T15:31:36.759979Z',
		id: 'f234f49f66df4db8864c5189fe78c87f',
		modified_on: '2025-01-24T15:35:50.151764Z',
		name: 'My Cool Demo Group',
		status: 'V',
	},
	{
		created_on: '2025-01-16T20:43:01.019311Z',
		id: '7148c1e4d9f247f5b6dcd3ef20f998f9',
		modified_on: '2025-01-16T20:44:07.627233Z',
		name: 'My Cool Demo Group, now with policies!',
		policies: [
			{
				access: 'allow',
				created_on: '2025-01-16T20:44:07.627233Z',
				id: '8d82cf8c15c64e07a4bee58e00d80bca',
				modified_on: '2025-01-16T20:44:07.627233Z',
				permission_groups: [
					{
						created_on: '2023-06-21T18:58:29.907496Z',
						id: 'a1a099e3256942259bfde18c688b67d5',
						meta: {
							description: 'Grants write access to Page Shield for domain',
							editable: 'false',
							label: 'domain_page_shield',
							scopes: 'com.cloudflare.api.account.zone',
						},
						modified_on: '2023-06-21T18:58:29.907496Z',
						name: 'Domain Page Shield',
						permissions: ['dev note: snipped for length'],
						status: 'V',
					},
				],
				resource_groups: [
					{
						created_on: '2025-01-16T20:44:07.627233Z',
						modified_on: '2025-01-16T20:44:07.627233Z',
						scope: {key: 'com.cloudflare.api.account.a3324a084cd290080b563ab39c91545a', objects: [{key: '*'}]},
					},
				],
				status: 'V',
			},
		],
		status: 'V',
	},
];
export const userGroupsInfo = {count: 2, page: 1, per_page: 100, total_count: 2, total_pages: 1};

export const permissionGroups = [
	{
		id: '1a0fc8bdeae24387b64d5b8de1ad052a',
		name: 'Administrator Read Only',
		status: 'V',
		meta: {
			description: 'Can access the full account in read-only mode.',
			editable: 'false',
			label: 'admin_readonly',
			scopes: 'com.cloudflare.api.account',
		},
		created_on: '2020-07-06T12:19:13.099114Z',
		modified_on: '2020-10-13T11:18:00.208228Z',
	},
	{
		id: 'ce2c69b09baf4ca38223910a8b7e07a9',
		name: 'Administrator',
		status: 'V',
		meta: {
			description: 'Can access the full account, except for membership management and billing.',
			editable: 'false',
			label: 'admin',
			scopes: 'com.cloudflare.api.account',
		},
		created_on: '2020-07-06T12:19:13.099114Z',
		modified_on: '2020-10-13T11:18:00.208228Z',
	},
	{
		id: '49ce85367bae433b9f0717ed4fea5c74',
		name: 'DNS',
		status: 'V',
		meta: {
			description: 'Can edit DNS records.',
			editable: 'false',
			label: 'dns_admin',
			scopes: 'com.cloudflare.api.account',
		},
		created_on: '2020-10-13T12:42:59.660479Z',
		modified_on: '2020-10-13T12:42:59.660479Z',
	},
];

export const resourceGroup = {
	id: '6d7f2f5f5b1d4a0e9081fdc98d432fd1',
	name: 'com.cloudflare.api.account.eb78d65290b24279ba6f44721b3ea3c4',
	meta: {editable: 'false'},
	scope: {key: 'com.cloudflare.api.account.eb78d65290b24279ba6f44721b3ea3c4', objects: [{key: '*'}]},
};

export const groupMembers = [
	{id: 'a4366a09c43a0b0c4606dc5528472bb6', email: 'luke.skywalker@rebelalliance.net'},
	{id: '0329c17f6c13f5202dc38d2036efb1a9', email: 'arya.stark@winterfell.place'},
];

export const groupMember = {id: '4f5f0c14a2a41d5063dd301b2f829f04', email: 'user@example.com', status: 'accepted'};

export const groupMemberDetail = {
	...groupMember,
	created_at: '2026-01-15T10:30:00Z',
	user: {
		id: '7c5dae5552338874e5053f2534d2767a',
		email: 'user@example.com',
		first_name: 'Alice',
		last_name: 'Smith',
	},
};

/** The documents' id has only 31 characters. */
export const newSsoConnector = {
	id: 'c3ebcba5c20b42f73e111110d0be67d',
	enabled: false,
	email_domain: 'cool.cats',
	verification: {code: 'cloudflare_dashboard_sso=111111111', status: 'pending'},
	created_on: '2025-09-05T20:35:34Z',
};

export const ssoConnector = {
	id: '023e105f4ecef8ad9ca31a8372d0c353',
	email_domain: 'example.com',
	enabled: false,
	use_fedramp_language: false,
	created_on: '2025-01-01T12:21:02.0000Z',
	updated_on: '2025-01-01T12:21:02.0000Z',
	verification: {code: 'cloudflare_dashboard_sso=023e105f4ecef8ad9ca31a8372d0c353', status: 'pending'},
};

export const oauthClient = {
	client_id: 'a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4',
	visibility: 'private',
	client_name: 'My OAuth App',
	client_uri: 'https://example.com',
	logo_uri: 'https://example.com/logo.png',
	policy_uri: 'https://example.com/privacy',
	tos_uri: 'https://example.com/tos',
	redirect_uris: ['https://example.com/callback'],
	post_logout_redirect_uris: ['https://example.com/logout'],
	allowed_cors_origins: ['https://example.com'],
	grant_types: ['authorization_code', 'refresh_token'],
	response_types: ['code'],
	scopes: ['account.read', 'offline_access'],
	token_endpoint_auth_method: 'client_secret_post',
	client_uri_verification: {status: 'in_progress', text: 'cloudflare_oauth_client_publisher=example'},
	has_rotated_secret: false,
	created_at: '2025-01-01T00:00:00Z',
	updated_at: '2025-01-01T00:00:00Z',
};

export const oauthScope = {
	id: 'account.read',
	name: 'Account Read',
	category: 'account_and_billing',
	scopes: ['com.cloudflare.api.account'],
};

export const account = {
	id: accountId,
	name: 'Demo Account',
	type: 'standard',
	created_on: '2014-03-01T12:21:02.0000Z',
	settings: {abuse_contact_email: null, enforce_twofactor: true},
	managed_by: null,
};

export const role = {
	id: '3536bcfad5faccb999b47003c79917fb',
	name: 'Account Administrator',
	description: 'Administrative access to the entire Account',
	permissions: {analytics: {read: true, write: false}, zones: {read: true, write: true}},
};

export const accountMember = {
	id: '4536bcfad5faccb111b47003c79917fa',
	email: 'user@example.com',
	status: 'accepted',
	user: {
		id: '7c5dae5552338874e5053f2534d2767a',
		email: 'user@example.com',
		first_name: 'John',
		last_name: 'Appleseed',
		two_factor_authentication_enabled: true,
	},
	roles: [role],
	policies: [
		{
			id: 'f267e341f3dd4697bd3b9f71dd96247f',
			access: 'allow',
			permission_groups: [
				{
					id: '49ce85367bae433b9f0717ed4fea5c74',
					name: 'DNS',
					meta: {label: 'dns_admin', scopes: 'com.cloudflare.api.account'},
				},
			],
			resource_groups: [resourceGroup],
		},
	],
};

/** Pending: no user id, no names (contract 9.3). */
export const pendingMember = {
	id: '4536bcfad5faccb111b47003c79917fb',
	email: 'new@example.com',
	code: '05dd05cce12bbed97c0d87cd78e89bc2fd41a6cee72f27f6fc84af2e45c0fac0',
	status: 'pending',
	user: {
		email: 'new@example.com',
		id: null,
		first_name: null,
		last_name: null,
		two_factor_authentication_enabled: false,
	},
	roles: null,
};

export const zone = {
	id: '023e105f4ecef8ad9ca31a8372d0c353',
	name: 'example.com',
	status: 'active',
	paused: false,
	account: {id: accountId, name: 'Demo Account'},
};

export const tokenVerification = {id: 'ed17574386854bf78a67040be0a770b0', status: 'active'};

export const token = {
	id: 'ed17574386854bf78a67040be0a770b0',
	name: 'readonly token',
	status: 'active',
	policies: [
		{
			id: 'f267e341f3dd4697bd3b9f71dd96247f',
			effect: 'allow',
			permission_groups: [{id: 'c8fed203ed3043cba015a93ad1616f1f', name: 'Zone Read'}],
			resources: {[`com.cloudflare.api.account.${accountId}`]: {'com.cloudflare.api.account.zone.*': '*'}},
		},
	],
};

export const membership = {
	id: '4536bcfad5faccb111b47003c79917fa',
	status: 'accepted',
	account,
	api_access_enabled: null,
	roles: ['Account Administrator'],
	permissions: {analytics: {read: true, write: false}},
};

export const user = {
	id: '7c5dae5552338874e5053f2534d2767a',
	email: 'user@example.com',
	first_name: null,
	last_name: null,
	two_factor_authentication_enabled: false,
	suspended: false,
};
