/** The objects of an account that are read by themselves; what is read of one goes into its list too. */
import type {GroupMemberDetail} from '../api/schemas.ts';
import type {Environment} from './environment.ts';
import type {ListEntry} from './list-entry.ts';
import {type ObjectItems, type ObjectNeed, queryKey} from './needs.ts';
import {ObjectEntry, type ObjectSource} from './object-entry.ts';
import type {Lists} from './resources.ts';
import type {ObjectSnapshot} from './snapshot.ts';
import type {Wanted} from './wants.ts';

export interface ReadObject extends Wanted {
	snapshot(): ObjectSnapshot<ObjectItems[ObjectNeed['kind']]>;
	/** It is no more what it was: read again when it is wanted. */
	forget(): void;
	/** It has just been made. */
	appear(): void;
}

export class Objects {
	readonly #environment: Environment;
	readonly #lists: Lists;
	readonly #entries = new Map<string, ReadObject>();
	readonly #groupMembers = new Map<string, ObjectEntry<GroupMemberDetail>>();

	constructor(environment: Environment, lists: Lists) {
		this.#environment = environment;
		this.#lists = lists;
	}

	/** A member of a group, with the day of joining (contract 5.4). */
	groupMember(need: Extract<ObjectNeed, {kind: 'groupMember'}>): ObjectEntry<GroupMemberDetail> {
		const {client, account} = this.#environment;
		const {group, member} = need;
		const id = `${group} ${member}`;
		let entry = this.#groupMembers.get(id);
		if (!entry) {
			entry = new ObjectEntry(this.#environment, queryKey(need), {
				attempt: 'read a member of a user group',
				fetch: (options) => client.userGroups.members.get(account, group, member, options),
			});
			this.#groupMembers.set(id, entry);
		}
		return entry;
	}

	/** Any object, made when it is first asked for. */
	entry(need: ObjectNeed): ReadObject {
		if (need.kind === 'groupMember') {
			return this.groupMember(need);
		}
		const id = `${need.kind} ${need.id}`;
		let entry = this.#entries.get(id);
		if (!entry) {
			entry = this.#listed(need);
			this.#entries.set(id, entry);
		}
		return entry;
	}

	#listed(need: Exclude<ObjectNeed, {kind: 'groupMember'}>): ReadObject {
		const {client, account} = this.#environment;
		const lists = this.#lists;
		switch (need.kind) {
			case 'userGroup':
				return this.#entryOf(need, lists.userGroups, 'read a user group', (options) =>
					client.userGroups.get(account, need.id, options),
				);
			case 'member':
				return this.#entryOf(need, lists.members, 'read a member of the account', (options) =>
					client.members.get(account, need.id, options),
				);
			case 'permissionGroup':
				return this.#entryOf(need, lists.permissionGroups, 'read a permission group', (options) =>
					client.permissionGroups.get(account, need.id, options),
				);
			case 'resourceGroup':
				return this.#entryOf(need, lists.resourceGroups, 'read a resource group', (options) =>
					client.resourceGroups.get(account, need.id, options),
				);
			case 'ssoConnector':
				return this.#entryOf(need, lists.ssoConnectors, 'read an SSO connector', (options) =>
					client.ssoConnectors.get(account, need.id, options),
				);
			case 'oauthClient':
				return this.#entryOf(need, lists.oauthClients, 'read an OAuth client', (options) =>
					client.oauthClients.get(account, need.id, options),
				);
		}
	}

	#entryOf<Item extends object>(
		need: Exclude<ObjectNeed, {kind: 'groupMember'}>,
		list: ListEntry<Item>,
		attempt: string,
		fetch: ObjectSource<Item>['fetch'],
	): ObjectEntry<Item> {
		return new ObjectEntry(this.#environment, queryKey(need), {
			attempt,
			fetch,
			listedAt: () => (list.data?.list.byId.has(need.id) ? list.data.readAt : undefined),
			onRead: (item) => list.refine(item),
			onGone: () => list.withdraw(need.id),
		});
	}
}
