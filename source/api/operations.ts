/**
 * Every request that the program can send, as data: requests, confirm dialogs and documents read the same table.
 * The first 31 are Cloudflare's IAM operations (contract 0.1), the rest supports them (contract 9).
 */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Operation {
	/** Where the operation stands in our client: `userGroups.members.add`. */
	readonly id: string;
	/** Where it stands in the official TypeScript SDK. */
	readonly sdk: string;
	readonly method: Method;
	/** Under the base URL, with `{names}` in place of the ids. */
	readonly path: string;
	/** Whether it changes anything; refused in read-only mode. */
	readonly writes: boolean;
	/** The narrowest API token permission that Cloudflare documents for it; undefined where any credential will do. */
	readonly permission: string | undefined;
	/** What it is for, in words that follow "could not"; `{names}` stand for shortened ids. */
	readonly attempt: string;
}

const account = '/accounts/{account_id}';
const permissionGroups = `${account}/iam/permission_groups`;
const resourceGroups = `${account}/iam/resource_groups`;
const userGroups = `${account}/iam/user_groups`;
const groupMembers = `${userGroups}/{user_group_id}/members`;
const ssoConnectors = `${account}/sso_connectors`;
const oauthClients = `${account}/oauth_clients`;

const read = 'Account Settings Read';
const write = 'Account Settings Write';

export const operations = [
	reading(
		'permissionGroups.list',
		'iam.permissionGroups.list',
		`${permissionGroups}`,
		read,
		'list the permission groups',
	),
	reading(
		'permissionGroups.get',
		'iam.permissionGroups.get',
		`${permissionGroups}/{permission_group_id}`,
		read,
		'read permission group {permission_group_id}',
	),
	writing(
		'resourceGroups.create',
		'iam.resourceGroups.create',
		'POST',
		resourceGroups,
		write,
		'create the resource group',
	),
	writing(
		'resourceGroups.update',
		'iam.resourceGroups.update',
		'PUT',
		`${resourceGroups}/{resource_group_id}`,
		write,
		'change resource group {resource_group_id}',
	),
	reading('resourceGroups.list', 'iam.resourceGroups.list', resourceGroups, read, 'list the resource groups'),
	writing(
		'resourceGroups.delete',
		'iam.resourceGroups.delete',
		'DELETE',
		`${resourceGroups}/{resource_group_id}`,
		write,
		'delete resource group {resource_group_id}',
	),
	reading(
		'resourceGroups.get',
		'iam.resourceGroups.get',
		`${resourceGroups}/{resource_group_id}`,
		read,
		'read resource group {resource_group_id}',
	),
	writing('userGroups.create', 'iam.userGroups.create', 'POST', userGroups, write, 'create the user group'),
	writing(
		'userGroups.update',
		'iam.userGroups.update',
		'PUT',
		`${userGroups}/{user_group_id}`,
		write,
		'change user group {user_group_id}',
	),
	reading('userGroups.list', 'iam.userGroups.list', userGroups, read, 'list the user groups'),
	writing(
		'userGroups.delete',
		'iam.userGroups.delete',
		'DELETE',
		`${userGroups}/{user_group_id}`,
		write,
		'delete user group {user_group_id}',
	),
	reading(
		'userGroups.get',
		'iam.userGroups.get',
		`${userGroups}/{user_group_id}`,
		read,
		'read user group {user_group_id}',
	),
	writing(
		'userGroups.members.add',
		'iam.userGroups.members.create',
		'POST',
		groupMembers,
		write,
		'add members to user group {user_group_id}',
	),
	writing(
		'userGroups.members.replace',
		'iam.userGroups.members.update',
		'PUT',
		groupMembers,
		write,
		'replace the members of user group {user_group_id}',
	),
	reading(
		'userGroups.members.list',
		'iam.userGroups.members.list',
		groupMembers,
		read,
		'list the members of user group {user_group_id}',
	),
	writing(
		'userGroups.members.remove',
		'iam.userGroups.members.delete',
		'DELETE',
		`${groupMembers}/{member_id}`,
		write,
		'remove member {member_id} from user group {user_group_id}',
	),
	reading(
		'userGroups.members.get',
		'iam.userGroups.members.get',
		`${groupMembers}/{member_id}`,
		read,
		'read member {member_id} of user group {user_group_id}',
	),
	writing(
		'ssoConnectors.create',
		'iam.sso.create',
		'POST',
		ssoConnectors,
		'SSO Connector Write',
		'create the SSO connector',
	),
	writing(
		'ssoConnectors.update',
		'iam.sso.update',
		'PATCH',
		`${ssoConnectors}/{sso_connector_id}`,
		'SSO Connector Write',
		'change SSO connector {sso_connector_id}',
	),
	reading('ssoConnectors.list', 'iam.sso.list', ssoConnectors, 'SSO Connector Read', 'list the SSO connectors'),
	writing(
		'ssoConnectors.delete',
		'iam.sso.delete',
		'DELETE',
		`${ssoConnectors}/{sso_connector_id}`,
		'SSO Connector Write',
		'delete SSO connector {sso_connector_id}',
	),
	writing(
		'ssoConnectors.beginVerification',
		'iam.sso.beginVerification',
		'POST',
		`${ssoConnectors}/{sso_connector_id}/begin_verification`,
		'SSO Connector Write',
		'begin the verification of SSO connector {sso_connector_id}',
	),
	reading(
		'ssoConnectors.get',
		'iam.sso.get',
		`${ssoConnectors}/{sso_connector_id}`,
		'SSO Connector Read',
		'read SSO connector {sso_connector_id}',
	),
	writing(
		'oauthClients.create',
		'iam.oauthClients.create',
		'POST',
		oauthClients,
		'OAuth Client Write',
		'create the OAuth client',
	),
	writing(
		'oauthClients.update',
		'iam.oauthClients.update',
		'PATCH',
		`${oauthClients}/{oauth_client_id}`,
		'OAuth Client Write',
		'change OAuth client {oauth_client_id}',
	),
	reading('oauthClients.list', 'iam.oauthClients.list', oauthClients, 'OAuth Client Read', 'list the OAuth clients'),
	writing(
		'oauthClients.delete',
		'iam.oauthClients.delete',
		'DELETE',
		`${oauthClients}/{oauth_client_id}`,
		'OAuth Client Write',
		'delete OAuth client {oauth_client_id}',
	),
	writing(
		'oauthClients.deleteRotatedSecret',
		'iam.oauthClients.deleteRotatedSecret',
		'DELETE',
		`${oauthClients}/{oauth_client_id}/rotate_secret`,
		'OAuth Client Write',
		'delete the former secret of OAuth client {oauth_client_id}',
	),
	reading(
		'oauthClients.get',
		'iam.oauthClients.get',
		`${oauthClients}/{oauth_client_id}`,
		'OAuth Client Read',
		'read OAuth client {oauth_client_id}',
	),
	writing(
		'oauthClients.rotateSecret',
		'iam.oauthClients.rotateSecret',
		'POST',
		`${oauthClients}/{oauth_client_id}/rotate_secret`,
		'OAuth Client Write',
		'rotate the secret of OAuth client {oauth_client_id}',
	),
	reading('oauthScopes.list', 'iam.oauthScopes.list', '/oauth/scopes', undefined, 'list the OAuth scopes'),

	reading('accounts.list', 'accounts.list', '/accounts', undefined, 'list the accounts'),
	reading('accounts.get', 'accounts.get', account, read, 'read account {account_id}'),
	reading('members.list', 'accounts.members.list', `${account}/members`, read, 'list the members of the account'),
	reading('members.get', 'accounts.members.get', `${account}/members/{member_id}`, read, 'read member {member_id}'),
	reading('roles.list', 'accounts.roles.list', `${account}/roles`, read, 'list the roles of the account'),
	reading('roles.get', 'accounts.roles.get', `${account}/roles/{role_id}`, read, 'read role {role_id}'),
	reading('zones.list', 'zones.list', '/zones', 'Zone Read', 'list the zones of the account'),
	reading('user.get', 'user.get', '/user', 'User Details Read', 'read the user of the credential'),
	reading('tokens.verifyUser', 'user.tokens.verify', '/user/tokens/verify', undefined, 'verify the API token'),
	reading(
		'tokens.verifyAccount',
		'accounts.tokens.verify',
		`${account}/tokens/verify`,
		undefined,
		'verify the API token with account {account_id}',
	),
	reading(
		'tokens.getUser',
		'user.tokens.get',
		'/user/tokens/{token_id}',
		'API Tokens Read',
		'read what API token {token_id} may do',
	),
	reading(
		'tokens.getAccount',
		'accounts.tokens.get',
		`${account}/tokens/{token_id}`,
		'Account API Tokens Read',
		'read what API token {token_id} of the account may do',
	),
	reading(
		'memberships.list',
		'memberships.list',
		'/memberships',
		'Memberships Read',
		'list the memberships of the user of the credential',
	),
] as const satisfies readonly Operation[];

export type OperationId = (typeof operations)[number]['id'];

const byId: ReadonlyMap<string, Operation> = new Map(operations.map((operation) => [operation.id, operation]));

export function findOperation(id: OperationId): Operation {
	const operation = byId.get(id);
	if (operation === undefined) throw new RangeError(`There is no operation ${id}.`);
	return operation;
}

/** Ids by the `{names}` of an operation's path. */
export type PathIds = Readonly<Record<string, string>>;

/**
 * The path under the base URL with the ids in place, each encoded as one segment.
 * @throws {RangeError} if an id is missing
 */
export function operationPath(id: OperationId, ids: PathIds): string {
	return fill(findOperation(id).path, ids, encodeURIComponent);
}

/** For people: `add members to user group 9d1c0a2b…`. */
export function attemptInWords(operation: Operation, ids: PathIds): string {
	return fill(operation.attempt, ids, shortId);
}

/** For people, before a write: `POST /accounts/…/iam/user_groups/…/members` with the ids in full. */
export function requestLine(id: OperationId, ids: PathIds): string {
	return `${findOperation(id).method} ${operationPath(id, ids)}`;
}

/** The first eight characters stand for an id of 32. */
export function shortId(id: string): string {
	return id.length > 12 ? `${id.slice(0, 8)}…` : id;
}

function fill(template: string, ids: PathIds, write: (id: string) => string): string {
	return template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
		const id = ids[name];
		if (id === undefined) throw new RangeError(`${template} needs ${name}.`);
		return write(id);
	});
}

function reading<const Id extends string>(
	id: Id,
	sdk: string,
	path: string,
	permission: string | undefined,
	attempt: string,
) {
	return {id, sdk, method: 'GET', path, writes: false, permission, attempt} as const;
}

function writing<const Id extends string>(
	id: Id,
	sdk: string,
	method: Exclude<Method, 'GET'>,
	path: string,
	permission: string,
	attempt: string,
) {
	return {id, sdk, method, path, writes: true, permission, attempt} as const;
}
