/** Every operation as the official SDK and as our client send it, with the answer to it. */
import type Cloudflare from 'cloudflare';
import * as v from 'valibot';
import {type CloudflareClient, parseAccountId} from '../../source/api/client.ts';
import * as id from '../../source/api/ids.ts';
import type {OperationId} from '../../source/api/operations.ts';
import * as example from './support/examples.ts';

export const account = parseAccountId(example.accountId);
export const hex = (digit: string) => digit.repeat(32);
const permissionGroup = v.parse(id.permissionGroupIdSchema, hex('1'));
export const resourceGroup = v.parse(id.resourceGroupIdSchema, hex('2'));
export const userGroup = v.parse(id.userGroupIdSchema, hex('3'));
export const member = v.parse(id.memberIdSchema, hex('4'));
const otherMember = v.parse(id.memberIdSchema, hex('5'));
const connector = v.parse(id.ssoConnectorIdSchema, hex('6'));
export const oauthClient = v.parse(id.oauthClientIdSchema, hex('7'));
const role = v.parse(id.roleIdSchema, hex('8'));
const tokenId = hex('a');

export const scope = {
	key: `com.cloudflare.api.account.${account}`,
	objects: [{key: `com.cloudflare.api.account.zone.${hex('9')}`}],
};
export const policy = {
	access: 'allow' as const,
	permission_groups: [{id: permissionGroup}],
	resource_groups: [{id: resourceGroup}],
};
const newClient = {
	client_name: 'Portal',
	grant_types: ['authorization_code' as const, 'refresh_token' as const],
	redirect_uris: ['https://portal.example/callback'],
	response_types: ['code' as const],
	scopes: ['user-details.read'],
	token_endpoint_auth_method: 'client_secret_basic' as const,
	allowed_cors_origins: ['https://portal.example'],
	client_uri: 'https://portal.example',
	logo_uri: 'https://portal.example/logo.png',
	policy_uri: 'https://portal.example/privacy',
	post_logout_redirect_uris: ['https://portal.example/'],
	tos_uri: 'https://portal.example/tos',
};

export interface Case {
	readonly sdk: (sdk: Cloudflare) => PromiseLike<unknown>;
	readonly ours: (client: CloudflareClient) => Promise<unknown>;
	readonly result: unknown;
	/** What the SDK sends and we do not, and the other way round; each with its reason. */
	readonly differences?: {
		readonly why: string;
		/** Query parameters that only we send. */
		readonly query?: Readonly<Record<string, string>>;
		/** Takes out of the SDK's body what we leave out on purpose. */
		readonly body?: (sdkBody: unknown) => unknown;
		/** What the OpenAPI document holds against our request. */
		readonly violations?: readonly string[];
	};
}

const all = {account_id: account};
const wholePage = (perPage: number) => ({
	why: 'we ask for the largest page, the SDK leaves it at the default',
	query: {page: '1', per_page: String(perPage)},
});

export const cases: Readonly<Record<OperationId, Case>> = {
	'permissionGroups.list': {
		sdk: (sdk) => sdk.iam.permissionGroups.list({...all, label: 'admin', name: 'Admin & more'}),
		ours: (client) => client.permissionGroups.list(account, {label: 'admin', name: 'Admin & more'}),
		result: example.permissionGroups,
		differences: wholePage(50),
	},
	'permissionGroups.get': {
		sdk: (sdk) => sdk.iam.permissionGroups.get(permissionGroup, all),
		ours: (client) => client.permissionGroups.get(account, permissionGroup),
		result: example.permissionGroups[0],
	},
	'resourceGroups.create': {
		sdk: (sdk) => sdk.iam.resourceGroups.create({...all, name: 'Zones', scope}),
		ours: (client) => client.resourceGroups.create(account, {name: 'Zones', scope}),
		result: example.resourceGroup,
	},
	'resourceGroups.update': {
		sdk: (sdk) => sdk.iam.resourceGroups.update(resourceGroup, {...all, scope}),
		ours: (client) => client.resourceGroups.update(account, resourceGroup, {scope}),
		result: example.resourceGroup,
	},
	'resourceGroups.list': {
		sdk: (sdk) => sdk.iam.resourceGroups.list({...all, name: 'Zones'}),
		ours: (client) => client.resourceGroups.list(account, {name: 'Zones'}),
		result: null,
	},
	'resourceGroups.delete': {
		sdk: (sdk) => sdk.iam.resourceGroups.delete(resourceGroup, all),
		ours: (client) => client.resourceGroups.delete(account, resourceGroup),
		result: {id: resourceGroup},
	},
	'resourceGroups.get': {
		sdk: (sdk) => sdk.iam.resourceGroups.get(resourceGroup, all),
		ours: (client) => client.resourceGroups.get(account, resourceGroup),
		result: example.resourceGroup,
	},
	'userGroups.create': {
		sdk: (sdk) => sdk.iam.userGroups.create({...all, name: 'Operators', policies: [policy]}),
		ours: (client) => client.userGroups.create(account, {name: 'Operators', policies: [policy]}),
		result: example.userGroups[0],
	},
	'userGroups.update': {
		sdk: (sdk) =>
			sdk.iam.userGroups.update(userGroup, {...all, name: 'Operators', policies: [{id: hex('a'), ...policy}]}),
		// A policy as it was read, with its id.
		ours: (client) =>
			client.userGroups.update(account, userGroup, {
				name: 'Operators',
				policies: [Object.assign({id: hex('a')}, policy)],
			}),
		result: example.userGroups[1],
		differences: {
			why: 'Cloudflare refuses policy ids of an earlier read, although its document requires them (contract 4.4)',
			body: () => ({name: 'Operators', policies: [policy]}),
			violations: ["body/policies/0 must have required property 'id'"],
		},
	},
	'userGroups.list': {
		sdk: (sdk) => sdk.iam.userGroups.list({...all, fuzzyName: 'ops', direction: 'desc'}),
		ours: (client) => client.userGroups.list(account, {fuzzyName: 'ops', direction: 'desc'}),
		result: example.userGroups,
		differences: wholePage(500),
	},
	'userGroups.delete': {
		sdk: (sdk) => sdk.iam.userGroups.delete(userGroup, all),
		ours: (client) => client.userGroups.delete(account, userGroup),
		result: null,
	},
	'userGroups.get': {
		sdk: (sdk) => sdk.iam.userGroups.get(userGroup, all),
		ours: (client) => client.userGroups.get(account, userGroup),
		result: example.userGroups[1],
	},
	'userGroups.members.add': {
		sdk: (sdk) => sdk.iam.userGroups.members.create(userGroup, {...all, members: [{id: member}, {id: otherMember}]}),
		ours: (client) => client.userGroups.members.add(account, userGroup, [member, otherMember]),
		result: example.groupMembers,
	},
	'userGroups.members.replace': {
		sdk: (sdk) => sdk.iam.userGroups.members.update(userGroup, {...all, members: []}),
		ours: (client) => client.userGroups.members.replace(account, userGroup, []),
		result: null,
	},
	'userGroups.members.list': {
		sdk: (sdk) => sdk.iam.userGroups.members.list(userGroup, {...all, fuzzyEmail: 'user@', page: 2, per_page: 7}),
		ours: (client) => client.userGroups.members.list(account, userGroup, {fuzzyEmail: 'user@', page: 2, per_page: 7}),
		result: example.groupMembers,
	},
	'userGroups.members.remove': {
		sdk: (sdk) => sdk.iam.userGroups.members.delete(member, {...all, user_group_id: userGroup}),
		ours: (client) => client.userGroups.members.remove(account, userGroup, member),
		result: example.groupMember,
	},
	'userGroups.members.get': {
		sdk: (sdk) => sdk.iam.userGroups.members.get(member, {...all, user_group_id: userGroup}),
		ours: (client) => client.userGroups.members.get(account, userGroup, member),
		result: example.groupMemberDetail,
	},
	'ssoConnectors.create': {
		sdk: (sdk) => sdk.iam.sso.create({...all, email_domain: 'example.com', begin_verification: false}),
		ours: (client) => client.ssoConnectors.create(account, {email_domain: 'example.com', begin_verification: false}),
		result: example.newSsoConnector,
	},
	'ssoConnectors.update': {
		sdk: (sdk) => sdk.iam.sso.update(connector, {...all, enabled: false}),
		ours: (client) => client.ssoConnectors.update(account, connector, {enabled: false}),
		// The documents print a list here.
		result: [example.ssoConnector],
	},
	'ssoConnectors.list': {
		sdk: (sdk) => sdk.iam.sso.list(all),
		ours: (client) => client.ssoConnectors.list(account),
		result: [example.ssoConnector],
	},
	'ssoConnectors.delete': {
		sdk: (sdk) => sdk.iam.sso.delete(connector, all),
		ours: (client) => client.ssoConnectors.delete(account, connector),
		result: {id: connector},
	},
	'ssoConnectors.beginVerification': {
		sdk: (sdk) => sdk.iam.sso.beginVerification(connector, all),
		ours: (client) => client.ssoConnectors.beginVerification(account, connector),
		result: undefined,
	},
	'ssoConnectors.get': {
		sdk: (sdk) => sdk.iam.sso.get(connector, all),
		ours: (client) => client.ssoConnectors.get(account, connector),
		result: example.ssoConnector,
	},
	'oauthClients.create': {
		sdk: (sdk) => sdk.iam.oauthClients.create({...all, ...newClient, optional_scopes: ['user-details.read']}),
		ours: (client) => client.oauthClients.create(account, {...newClient, optional_scopes: ['user-details.read']}),
		result: {...example.oauthClient, client_secret: 'cf-oauth-secret-example'},
		differences: {
			why: 'optional_scopes is newer than the OpenAPI document (contract 11.18)',
			violations: ['body must NOT have additional properties (optional_scopes)'],
		},
	},
	'oauthClients.update': {
		sdk: (sdk) => sdk.iam.oauthClients.update(oauthClient, {...all, client_name: 'Portal', visibility: 'public'}),
		ours: (client) => client.oauthClients.update(account, oauthClient, {client_name: 'Portal', visibility: 'public'}),
		result: example.oauthClient,
	},
	'oauthClients.list': {
		sdk: (sdk) => sdk.iam.oauthClients.list(all),
		ours: (client) => client.oauthClients.list(account),
		result: [example.oauthClient],
	},
	'oauthClients.delete': {
		sdk: (sdk) => sdk.iam.oauthClients.delete(oauthClient, all),
		ours: (client) => client.oauthClients.delete(account, oauthClient),
		result: {id: oauthClient},
	},
	'oauthClients.deleteRotatedSecret': {
		sdk: (sdk) => sdk.iam.oauthClients.deleteRotatedSecret(oauthClient, all),
		ours: (client) => client.oauthClients.deleteRotatedSecret(account, oauthClient),
		result: {id: oauthClient},
	},
	'oauthClients.get': {
		sdk: (sdk) => sdk.iam.oauthClients.get(oauthClient, all),
		ours: (client) => client.oauthClients.get(account, oauthClient),
		result: example.oauthClient,
	},
	'oauthClients.rotateSecret': {
		sdk: (sdk) => sdk.iam.oauthClients.rotateSecret(oauthClient, all),
		ours: (client) => client.oauthClients.rotateSecret(account, oauthClient),
		result: {client_secret: 'cf-oauth-secret-new-example'},
	},
	'oauthScopes.list': {
		sdk: (sdk) => sdk.iam.oauthScopes.list(),
		ours: (client) => client.oauthScopes.list(),
		result: [example.oauthScope],
	},
	'accounts.list': {
		sdk: (sdk) => sdk.accounts.list({name: 'Demo'}),
		ours: (client) => client.accounts.list({name: 'Demo'}),
		result: [example.account],
		differences: wholePage(50),
	},
	'accounts.get': {
		sdk: (sdk) => sdk.accounts.get(all),
		ours: (client) => client.accounts.get(account),
		result: example.account,
	},
	'members.list': {
		sdk: (sdk) => sdk.accounts.members.list({...all, order: 'user.email', status: 'accepted'}),
		ours: (client) => client.members.list(account, {order: 'user.email', status: 'accepted'}),
		result: [example.accountMember, example.pendingMember],
		differences: wholePage(50),
	},
	'members.get': {
		sdk: (sdk) => sdk.accounts.members.get(member, all),
		ours: (client) => client.members.get(account, member),
		result: example.accountMember,
	},
	'roles.list': {
		sdk: (sdk) => sdk.accounts.roles.list(all),
		ours: (client) => client.roles.list(account),
		result: [example.role],
		differences: wholePage(50),
	},
	'roles.get': {
		sdk: (sdk) => sdk.accounts.roles.get(role, all),
		ours: (client) => client.roles.get(account, role),
		result: example.role,
	},
	'zones.list': {
		sdk: (sdk) => sdk.zones.list({account: {id: account}, name: 'contains:example', order: 'name'}),
		ours: (client) => client.zones.list(account, {name: 'contains:example', order: 'name'}),
		result: [example.zone],
		differences: wholePage(50),
	},
	'user.get': {
		sdk: (sdk) => sdk.user.get(),
		ours: (client) => client.user.get(),
		result: example.user,
	},
	'tokens.verifyUser': {
		sdk: (sdk) => sdk.user.tokens.verify(),
		ours: (client) => client.tokens.verifyUser(),
		result: example.tokenVerification,
	},
	'tokens.verifyAccount': {
		sdk: (sdk) => sdk.accounts.tokens.verify(all),
		ours: (client) => client.tokens.verifyAccount(account),
		result: example.tokenVerification,
	},
	'tokens.getUser': {
		sdk: (sdk) => sdk.user.tokens.get(tokenId),
		ours: (client) => client.tokens.getUser(tokenId),
		result: example.token,
		differences: {why: 'the cut-out of the OpenAPI document has no single tokens', violations: ['no such operation']},
	},
	'tokens.getAccount': {
		sdk: (sdk) => sdk.accounts.tokens.get(tokenId, all),
		ours: (client) => client.tokens.getAccount(account, tokenId),
		result: example.token,
		differences: {why: 'the cut-out of the OpenAPI document has no single tokens', violations: ['no such operation']},
	},
	'memberships.list': {
		sdk: (sdk) => sdk.memberships.list(),
		ours: (client) => client.memberships.list(),
		result: [example.membership],
		differences: wholePage(50),
	},
};
