/** How each list of an account, and each of their objects, is read. */
import {hashKey} from '@tanstack/query-core';
import {type CloudflareClient, type Page, pageSizes} from '../api/client.ts';
import type {AccountId, UserGroupId} from '../api/ids.ts';
import type {GroupMember} from '../api/schemas.ts';
import type {Resource, ResourceItems} from '../insight/knowledge.ts';
import type {Environment} from './environment.ts';
import {ListEntry} from './list-entry.ts';
import {queryKey} from './needs.ts';
import type {ListSource, PageOptions} from './page-walk.ts';
import type {People} from './people.ts';

type Sources = {readonly [R in Resource]: ListSource<ResourceItems[R]>};
export type Lists = {readonly [R in Resource]: ListEntry<ResourceItems[R]>};

/** A list that comes in one answer (contract 1.3); what it may say of pages is not to be followed. */
function unpaged<Item>(read: (options: PageOptions) => Promise<Page<Item>>) {
	return {
		perPage: Number.POSITIVE_INFINITY,
		fetchPage: async (_page: number, options: PageOptions): Promise<Page<Item>> => {
			const answer = await read(options);
			return {...answer, info: undefined};
		},
	};
}

const byId = (item: {readonly id: string}) => item.id;

function isClient(kept: object): kept is ResourceItems['oauthClients'] {
	return 'client_id' in kept && typeof kept.client_id === 'string';
}

function isIdentified<Item extends {readonly id: string}>(kept: object): kept is Item {
	return 'id' in kept && typeof kept.id === 'string';
}

function sources(client: CloudflareClient, account: AccountId): Sources {
	return {
		userGroups: {
			attempt: 'list the user groups',
			idOf: byId,
			isItem: isIdentified,
			perPage: pageSizes.userGroups.largest,
			fetchPage: (page, options) => client.userGroups.list(account, {page}, options),
		},
		members: {
			attempt: 'list the members of the account',
			idOf: byId,
			isItem: isIdentified,
			perPage: pageSizes.members.largest,
			fetchPage: (page, options) => client.members.list(account, {page}, options),
		},
		permissionGroups: {
			attempt: 'list the permission groups',
			idOf: byId,
			isItem: isIdentified,
			perPage: pageSizes.permissionGroups.largest,
			fetchPage: (page, options) => client.permissionGroups.list(account, {page}, options),
		},
		resourceGroups: {
			attempt: 'list the resource groups',
			idOf: byId,
			isItem: isIdentified,
			...unpaged((options) => client.resourceGroups.list(account, {}, options)),
		},
		ssoConnectors: {
			attempt: 'list the SSO connectors',
			idOf: byId,
			isItem: isIdentified,
			...unpaged((options) => client.ssoConnectors.list(account, options)),
		},
		oauthClients: {
			attempt: 'list the OAuth clients',
			idOf: (client) => client.client_id,
			isItem: isClient,
			...unpaged((options) => client.oauthClients.list(account, options)),
		},
		oauthScopes: {
			attempt: 'list the OAuth scopes',
			idOf: byId,
			isItem: isIdentified,
			...unpaged((options) => client.oauthScopes.list(options)),
		},
		roles: {
			attempt: 'list the roles',
			idOf: byId,
			isItem: isIdentified,
			perPage: pageSizes.roles.largest,
			fetchPage: (page, options) => client.roles.list(account, {page}, options),
		},
		zones: {
			attempt: 'list the zones',
			idOf: byId,
			isItem: isIdentified,
			perPage: pageSizes.zones.largest,
			fetchPage: (page, options) => client.zones.list(account, {page}, options),
		},
	};
}

/** The lists of an account, none of them read yet. */
export function createLists(environment: Environment): Lists {
	const from = sources(environment.client, environment.account);
	const key = (resource: Resource) => queryKey({kind: 'list', resource});
	return {
		userGroups: new ListEntry(environment, key('userGroups'), from.userGroups),
		members: new ListEntry(environment, key('members'), from.members),
		permissionGroups: new ListEntry(environment, key('permissionGroups'), from.permissionGroups),
		resourceGroups: new ListEntry(environment, key('resourceGroups'), from.resourceGroups),
		ssoConnectors: new ListEntry(environment, key('ssoConnectors'), from.ssoConnectors),
		oauthClients: new ListEntry(environment, key('oauthClients'), from.oauthClients),
		oauthScopes: new ListEntry(environment, key('oauthScopes'), from.oauthScopes),
		roles: new ListEntry(environment, key('roles'), from.roles),
		zones: new ListEntry(environment, key('zones'), from.zones),
	};
}

/** The name of the list of a group's members. */
export function groupMembersName(group: UserGroupId): string {
	return hashKey(queryKey({kind: 'groupMembers', group}));
}

/** The members of one user group. */
export function createGroupMembersList(
	environment: Environment,
	group: UserGroupId,
	people: People,
): ListEntry<GroupMember> {
	const {client, account} = environment;
	return new ListEntry<GroupMember>(environment, queryKey({kind: 'groupMembers', group}), {
		attempt: 'list the members of a user group',
		idOf: byId,
		isItem: isIdentified,
		perPage: pageSizes.groupMembers.largest,
		async fetchPage(page, options) {
			const answer = await client.userGroups.members.list(account, group, {page}, options);
			return {...answer, items: answer.items.map((member) => people.share(member))};
		},
	});
}
