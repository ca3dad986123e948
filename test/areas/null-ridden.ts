/** An account whose answers have only what they must, in every way of leaving something out. */
import {hex, type SampleAccount} from './sample.ts';

const ways = [(): object => ({}), nulls, empties, strangers];

function nulls(fields: readonly string[]): object {
	return Object.fromEntries(fields.map((field) => [field, null]));
}

/** Texts without text and lists without items. */
function empties(fields: readonly string[], lists: readonly string[]): object {
	return Object.fromEntries(fields.map((field) => [field, lists.includes(field) ? [] : isFlag(field) ? false : '']));
}

/** Values that no document names. */
function strangers(fields: readonly string[], lists: readonly string[]): object {
	return Object.fromEntries(
		fields.map((field) => [field, lists.includes(field) ? null : isFlag(field) ? null : 'from the future']),
	);
}

function isFlag(field: string): boolean {
	return ['enabled', 'use_fedramp_language', 'has_rotated_secret'].includes(field);
}

function inEveryWay(
	first: number,
	fields: readonly string[],
	more: object = {},
	lists: readonly string[] = [],
): object[] {
	return ways.map((way, at) => ({...way(fields, lists), id: hex(first + at), ...more}));
}

const scope = {key: '', objects: []};

/** Policies that say little or nothing. */
const policies: readonly object[] = [
	{},
	{id: null, access: null, permission_groups: null, resource_groups: null},
	{access: 'allow', permission_groups: [], resource_groups: []},
	{access: 'from the future', permission_groups: [{id: hex(31)}], resource_groups: [{scope}]},
	{
		permission_groups: [{id: hex(999)}, {id: hex(30), name: null, meta: null}],
		resource_groups: [{id: hex(41)}, {id: hex(999), scope: null}, {scope: {key: 'x', objects: [{key: ''}]}}],
	},
];

export const nullRidden: SampleAccount = {
	lists: {
		userGroups: [
			...inEveryWay(1, ['policies', 'created_on', 'modified_on', 'status'], {name: 'group'}, ['policies']),
			{id: hex(5), name: 'with policies', policies},
		],
		members: [
			...inEveryWay(10, ['email', 'status', 'user', 'roles', 'policies'], {user: null}, ['roles', 'policies']),
			{id: hex(15), user: {}, roles: [{id: hex(70), name: 'role'}], policies},
			{id: hex(16), user: {id: null, email: null, first_name: null, last_name: null}},
			{id: hex(17), email: '', user: {email: '', first_name: ' ', last_name: ''}},
		],
		permissionGroups: [
			...inEveryWay(30, ['name', 'meta', 'status', 'created_on', 'modified_on'], {meta: null}),
			{id: hex(35), meta: {}},
			{id: hex(36), meta: {label: '', scopes: '', description: ''}},
		],
		resourceGroups: [
			...inEveryWay(40, ['name', 'meta', 'created_on', 'modified_on'], {meta: null, scope}),
			{id: hex(45), scope: {key: '*', objects: [{key: '*'}]}},
			{id: hex(46), scope: [{key: 'x', objects: [{key: '*'}, {key: '*'}, {key: ''}]}]},
		],
		ssoConnectors: [
			...inEveryWay(
				50,
				['email_domain', 'enabled', 'use_fedramp_language', 'created_on', 'updated_on', 'verification'],
				{verification: null},
			),
			{id: hex(55), verification: {}},
			{id: hex(56), verification: {code: null, status: null}},
		],
		oauthClients: inEveryWay(
			60,
			[
				...['client_name', 'client_uri', 'logo_uri', 'policy_uri', 'tos_uri', 'token_endpoint_auth_method'],
				...['redirect_uris', 'post_logout_redirect_uris', 'allowed_cors_origins', 'grant_types', 'response_types'],
				...['scopes', 'optional_scopes', 'has_rotated_secret', 'created_at', 'updated_at', 'promoted_at'],
			],
			{visibility: 'from the future', client_uri_verification: null},
			[
				...['redirect_uris', 'post_logout_redirect_uris', 'allowed_cors_origins', 'grant_types', 'response_types'],
				...['scopes', 'optional_scopes'],
			],
		).map((client, at) => ({...client, client_id: hex(60 + at)})),
		oauthScopes: inEveryWay(80, ['category', 'scopes'], {name: 'scope'}, ['scopes']),
		roles: [
			...inEveryWay(70, ['description', 'permissions'], {name: 'role', permissions: null}),
			{id: hex(75), name: 'role', permissions: {dns: null, zones: {}, waf: 'everything', lb: {read: null}}},
		],
		zones: [
			...inEveryWay(90, ['status', 'account'], {name: 'zone', account: null}),
			{id: hex(95), name: 'zone', account: {id: null, name: null}},
		],
	},
	inGroups: {1: [10, 11, 17], 2: []},
};
