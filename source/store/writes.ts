/** Everything that a store writes: one request each, in turn for each object, shown as soon as it is answered. */
import type {CloudflareClient} from '../api/client.ts';
import type {AccountId, OauthClientId, ResourceGroupId, SsoConnectorId, UserGroupId} from '../api/ids.ts';
import type {GroupMember, OauthClient, Policy, ResourceGroup, SsoConnector, UserGroup} from '../api/schemas.ts';
import type {Writer} from '../insight/writer.ts';
import {GroupWrites} from './group-writes.ts';
import type {ListEntry} from './list-entry.ts';
import {ListedWrites} from './listed-writes.ts';
import type {Objects} from './objects.ts';
import type {Lists} from './resources.ts';
import type {Wants} from './wants.ts';
import {WriteQueue} from './write-queue.ts';

export interface WriterOptions {
	readonly client: CloudflareClient;
	readonly account: AccountId;
	readonly wants: Wants;
	readonly lists: Lists;
	readonly objects: Objects;
	readonly membersOf: (group: UserGroupId) => ListEntry<GroupMember>;
	readonly isClosed: () => boolean;
}

/** Policies carry the scope and name of their resource groups (contract 4.1): they change with them. */
function withResourceGroup<Holder extends {readonly policies?: Policy[] | null | undefined}>(
	holder: Holder,
	{id, name, scope}: ResourceGroup,
): Holder {
	const refers = (policy: Policy): boolean => (policy.resource_groups ?? []).some((group) => group.id === id);
	const {policies} = holder;
	if (!policies?.some(refers)) {
		return holder;
	}
	return {
		...holder,
		policies: policies.map((policy) => ({
			...policy,
			resource_groups: policy.resource_groups?.map((group) => (group.id === id ? {...group, name, scope} : group)),
		})),
	};
}

export function createWriter({client, account, wants, lists, objects, membersOf, isClosed}: WriterOptions): Writer {
	const queue = new WriteQueue(isClosed);
	const groupMembers = new GroupWrites({
		client,
		account,
		queue,
		wants,
		membersOf,
		groupOf: (id) => objects.entry({kind: 'userGroup', id}),
		memberOf: (group, member) => objects.groupMember({kind: 'groupMember', group, member}),
	});
	const userGroups = new ListedWrites<UserGroup, UserGroupId>({
		name: 'user-group',
		noun: 'a user group',
		queue,
		wants,
		list: lists.userGroups,
		entry: (id) => objects.entry({kind: 'userGroup', id}),
		idOf: ({id}) => id,
	});
	const resourceGroups = new ListedWrites<ResourceGroup, ResourceGroupId>({
		name: 'resource-group',
		noun: 'a resource group',
		queue,
		wants,
		list: lists.resourceGroups,
		entry: (id) => objects.entry({kind: 'resourceGroup', id}),
		idOf: ({id}) => id,
	});
	const ssoConnectors = new ListedWrites<SsoConnector, SsoConnectorId>({
		name: 'sso-connector',
		noun: 'an SSO connector',
		queue,
		wants,
		list: lists.ssoConnectors,
		entry: (id) => objects.entry({kind: 'ssoConnector', id}),
		idOf: ({id}) => id,
	});
	const oauthClients = new ListedWrites<OauthClient, OauthClientId>({
		name: 'oauth-client',
		noun: 'an OAuth client',
		queue,
		wants,
		list: lists.oauthClients,
		entry: (id) => objects.entry({kind: 'oauthClient', id}),
		idOf: ({client_id: id}) => id,
	});

	/** Who shows policies shows the resource group as it is now, without a request for each page of them. */
	const showInPolicies = (group: ResourceGroup): void => {
		lists.userGroups.patch((list) => list.map((item) => withResourceGroup(item, group)));
		wants.readAgain(lists.userGroups);
		lists.members.patch((list) => list.map((item) => withResourceGroup(item, group)));
		wants.readAgain(lists.members);
	};

	return {
		addMembers: (group, members, options) => groupMembers.add(group, members, options),
		removeMember: (group, member, options) => groupMembers.remove(group, member, options),
		replaceMembers: (group, members, options) => groupMembers.replace(group, members, options),
		userGroups: {
			create: (input, options) =>
				userGroups.create(
					() => client.userGroups.create(account, input, options),
					(group) => group,
					options,
					// Nobody is in it yet: that needs no reading, which might find no group at first (contract 4, quirks).
					({id}) => membersOf(id).replaceAll([]),
				),
			update: (id, change, options) =>
				userGroups.update(id, () => client.userGroups.update(account, id, change, options), options),
			delete: (id, options) =>
				userGroups.delete(
					id,
					() => client.userGroups.delete(account, id, options),
					options,
					() => membersOf(id).replaceAll([]),
				),
		},
		resourceGroups: {
			create: (input, options) =>
				resourceGroups.create(
					() => client.resourceGroups.create(account, input, options),
					(group) => group,
					options,
				),
			update: (id, change, options) =>
				resourceGroups.update(
					id,
					() => client.resourceGroups.update(account, id, change, options),
					options,
					showInPolicies,
				),
			delete: (id, options) =>
				resourceGroups.delete(id, () => client.resourceGroups.delete(account, id, options), options),
		},
		ssoConnectors: {
			create: (input, options) =>
				ssoConnectors.create(
					() => client.ssoConnectors.create(account, input, options),
					(connector) => connector,
					options,
				),
			update: (id, change, options) =>
				ssoConnectors.update(id, () => client.ssoConnectors.update(account, id, change, options), options),
			delete: (id, options) =>
				ssoConnectors.delete(id, () => client.ssoConnectors.delete(account, id, options), options),
			beginVerification: (id, options) =>
				ssoConnectors.unsettle(
					id,
					'begin the verification of',
					() => client.ssoConnectors.beginVerification(account, id, options),
					options,
				),
		},
		oauthClients: {
			create: (input, options) =>
				oauthClients.create(
					() => client.oauthClients.create(account, input, options),
					(answer) => answer.client,
					options,
				),
			update: (id, change, options) =>
				oauthClients.update(id, () => client.oauthClients.update(account, id, change, options), options),
			delete: (id, options) => oauthClients.delete(id, () => client.oauthClients.delete(account, id, options), options),
			rotateSecret: (id, options) =>
				oauthClients.affect(
					id,
					'rotate the secret of',
					() => client.oauthClients.rotateSecret(account, id, options),
					options,
					// When that was, the answer does not say: it is not compared by an older time, and read at once.
					(item) => ({...item, has_rotated_secret: true, updated_at: undefined}),
					'read',
				),
			deleteRotatedSecret: (id, options) =>
				oauthClients.affect(
					id,
					'end the old secret of',
					() => client.oauthClients.deleteRotatedSecret(account, id, options),
					options,
					(item) => ({...item, has_rotated_secret: false, updated_at: undefined}),
				),
		},
	};
}
