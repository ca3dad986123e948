/**
 * What the program knows of one account: read when it is wanted, kept, patched by what it writes. Another account is
 * another store, so an answer that comes late can not end up in the wrong one.
 */
import {type QueryCacheNotifyEvent, QueryClient} from '@tanstack/query-core';
import {type CloudflareClient, CloudflareError} from '../api/client.ts';
import type {AccountId, UserGroupId} from '../api/ids.ts';
import type {GroupMember} from '../api/schemas.ts';
import type {Knowledge, Need, Reading} from '../insight/knowledge.ts';
import type {Writer} from '../insight/writer.ts';
import type {Environment} from './environment.ts';
import type {FormerLists, ListsToKeep} from './former-lists.ts';
import type {ListEntry} from './list-entry.ts';
import {MembershipReader} from './membership-reader.ts';
import type {ObjectItems, ObjectNeed} from './needs.ts';
import {Notifier} from './notifier.ts';
import {Objects} from './objects.ts';
import {People} from './people.ts';
import {createGroupMembersList, createLists, groupMembersName} from './resources.ts';
import type {ObjectSnapshot} from './snapshot.ts';
import {type LookForTxt, TxtRecords} from './txt-records.ts';
import {quietly, type Wanted, Wants} from './wants.ts';
import {createWriter} from './writes.ts';

export type {
	Knowledge,
	ListedObjectNeed,
	MembershipIndex,
	Need,
	Resource,
	ResourceItems,
	Snapshot,
} from '../insight/knowledge.ts';
export type {ObjectItems, ObjectNeed} from './needs.ts';
export type {ObjectSnapshot} from './snapshot.ts';

export interface StoreOptions {
	readonly client: CloudflareClient;
	readonly account: {readonly id: AccountId; readonly name?: string | undefined};
	/** ms since the epoch. */
	readonly now?: (() => number) | undefined;
	/** ms after which what has been read is read again when it is newly wanted. Default: a minute; long lists longer. */
	readonly staleAfter?: number | undefined;
	/** The same for the index of memberships, which takes a request for each group. Default: 15 minutes; half an hour for many groups. */
	readonly membershipsStaleAfter?: number | undefined;
	/** ms between two notifications at least; none unless given. */
	readonly notifyPause?: number | undefined;
	/** How name servers are asked, or why they are not. */
	readonly lookForTxt?: LookForTxt | {readonly off: string} | undefined;
	/** The lists of the last visit. */
	readonly former?: FormerLists | undefined;
}

export interface Store extends Knowledge, Writer {
	/**
	 * One object as it was read by itself; it stands in its list too.
	 */
	object(need: ObjectNeed): ObjectSnapshot<ObjectItems[ObjectNeed['kind']]>;
	/** Called once for all that has changed in one turn of the event loop. */
	subscribe(listener: () => void): () => void;
	/**
	 * Declares interest: reads what is missing or stale, once for all who want it. The returned function takes it back
	 * and breaks off what nobody else wants; what has been read until then stays, and is gone on with.
	 *
	 * What is wanted does not become fresh by itself: refresh it. It is stale a minute after it was read, a list of many
	 * pages three seconds for each of them, and then read again when it is wanted and nobody wanted it before. A
	 * refusal that would come again (a missing permission) is not asked for again within a minute.
	 */
	want(needs: readonly Need[]): () => void;
	/**
	 * Reads anew, whatever its age; what is being read already is not begun again.
	 * @param since ms since the epoch: a reading under way that began before is begun again all the same
	 */
	refresh(needs: readonly Need[], since?: number): void;
	/** The lists as far as they have been read and are worth keeping for the next visit. */
	toKeep(): ListsToKeep;
	/** Breaks off all reading; nobody hears of anything that comes later. A write on its way is not called back. */
	close(): void;
}

/** What a need stands for, and how it is read anew. */
interface Readable extends Wanted {
	outdate?(): void;
	restartBefore?(time: number): void;
	readonly isReading?: boolean;
}

/** Rows of a list that the need is content with. */
function rowsEnough(need: Need): number {
	return need.kind === 'groupMembers' && need.most !== undefined ? Math.max(1, need.most) : Number.POSITIVE_INFINITY;
}

function isNotFound(error: unknown): boolean {
	return error instanceof CloudflareError && error.kind === 'not-found';
}

export function createStore(options: StoreOptions): Store {
	const {client, account, now = Date.now, staleAfter = 60_000, membershipsStaleAfter = 15 * 60_000} = options;
	const queries = new QueryClient({
		defaultOptions: {
			queries: {
				// The client retries (contract 10.3); comparing 25,000 rows would cost more than it saves; no timers.
				retry: false,
				structuralSharing: false,
				gcTime: Number.POSITIVE_INFINITY,
				networkMode: 'always',
			},
		},
	});
	let closed = false;
	const environment: Environment = {
		queries,
		client,
		account: account.id,
		now,
		staleAfter,
		isClosed: () => closed,
		former: options.former,
	};
	const notifier = new Notifier(options.notifyPause);
	const wants = new Wants();
	const lists = createLists(environment);
	const objects = new Objects(environment, lists);
	const groups = new Map<UserGroupId, ListEntry<GroupMember>>();
	const groupByName = new Map<string, UserGroupId>();
	const people = new People((member) => lists.members.data?.list.byId.get(member));

	const membersOf = (group: UserGroupId): ListEntry<GroupMember> => {
		let list = groups.get(group);
		if (!list) {
			list = createGroupMembersList(environment, group, people);
			groups.set(group, list);
			groupByName.set(list.name, group);
		}
		return list;
	};

	const memberships = new MembershipReader({
		environment,
		wants,
		userGroups: lists.userGroups,
		membersOf,
		knownMembersOf: (group) => groups.get(group),
		staleAfter: membershipsStaleAfter,
		changed: () => notifier.changed(),
	});

	const txtRecords = new TxtRecords({
		look: options.lookForTxt ?? {off: 'there is no way to them'},
		now,
		changed: () => notifier.changed(),
	});

	const writer = createWriter({client, account: account.id, wants, lists, objects, membersOf, isClosed: () => closed});

	/** What has been answered once. */
	const answered = new Set<string>();

	/** Whether it is the first that there is to see of a list or an object; group members come by the thousand. */
	const isAwaited = (event: QueryCacheNotifyEvent): boolean => {
		const {queryHash} = event.query;
		if (event.type !== 'updated' || groupByName.has(queryHash) || answered.has(queryHash)) return false;
		if (event.action.type !== 'success' && event.action.type !== 'error') return false;
		answered.add(queryHash);
		return true;
	};

	const unsubscribe = queries.getQueryCache().subscribe((event) => {
		const {query} = event;
		const group = groupByName.get(query.queryHash);
		if (group !== undefined) {
			memberships.groupChanged(group);
			// A new group may have no members to be found yet (contract 4, quirks): only the group itself tells.
			if (event.type === 'updated' && event.action.type === 'error' && isNotFound(event.action.error))
				quietly(objects.entry({kind: 'userGroup', id: group}).read('foreground', Number.POSITIVE_INFINITY));
		} else if (query.queryHash === lists.userGroups.name) {
			memberships.groupsChanged();
		}
		notifier.changed(isAwaited(event));
	});

	const readable = (need: Need): Readable => {
		switch (need.kind) {
			case 'list':
				return lists[need.resource];
			case 'groupMembers':
				return membersOf(need.group);
			case 'memberships':
				return memberships;
			case 'txtRecord':
				return txtRecords.entry(need);
			case 'groupMember':
			case 'userGroup':
			case 'member':
			case 'permissionGroup':
			case 'resourceGroup':
			case 'ssoConnector':
			case 'oauthClient':
				return objects.entry(need);
		}
	};

	const reading = (need: Need): Reading => {
		switch (need.kind) {
			case 'list':
				return lists[need.resource].snapshot();
			case 'groupMembers':
				return membersOf(need.group).snapshot();
			case 'memberships': {
				const {state, updatedAt, error} = memberships.index();
				return {complete: state === 'complete', fetching: state === 'reading' || state === 'waiting', updatedAt, error};
			}
			case 'txtRecord': {
				const {report, asking, askedAt} = txtRecords.entry(need).snapshot();
				return {complete: report !== undefined, fetching: asking, updatedAt: askedAt, error: undefined};
			}
			default: {
				const {value, fetching, updatedAt, error} = objects.entry(need).snapshot();
				return {complete: value !== undefined, fetching, updatedAt, error};
			}
		}
	};

	return {
		account: {
			id: account.id,
			// It may become known only after the account was opened by its id.
			get name() {
				return account.name;
			},
		},
		list: (resource) => lists[resource].snapshot(),
		groupMembers: (group) => membersOf(group).snapshot(),
		groupMember: (group, member) => objects.groupMember({kind: 'groupMember', group, member}).snapshot().value,
		memberships: () => memberships.index(),
		txtRecord: (question) => txtRecords.entry(question).snapshot(),
		gone: (resource, id) => lists[resource].gone(id),
		reading,
		object: (need) => objects.entry(need).snapshot(),
		subscribe: (listener) => notifier.subscribe(listener),
		want(needs) {
			return closed
				? () => undefined
				: wants.want(needs.map((need) => ({wanted: readable(need), most: rowsEnough(need)})));
		},
		refresh(needs, since) {
			if (closed) {
				return;
			}
			for (const need of needs) {
				const target = readable(need);
				if (since !== undefined) {
					target.restartBefore?.(since);
				}
				if (!target.isReading) {
					target.outdate?.();
				}
				// Others may want more of it.
				quietly(target.read('foreground', Math.max(rowsEnough(need), wants.most(target))));
			}
		},
		...writer,
		toKeep() {
			const known = lists.userGroups.data;
			const isGone = (group: UserGroupId): boolean => known?.complete === true && !known.list.byId.has(group);
			const ofGroups = [...groups].filter(([group]) => !isGone(group)).map(([, list]) => list);
			const names = new Set([
				...Object.values(lists).map(({name}) => name),
				...(known?.list.rows ?? []).map(({id}) => groupMembersName(id)),
			]);
			return {
				lists: [...Object.values(lists), ...ofGroups].flatMap((list) => list.toKeep() ?? []),
				isOfAccount: (name) => names.has(name) || known?.complete !== true,
			};
		},
		close() {
			closed = true;
			unsubscribe();
			notifier.close();
			wants.close();
			quietly(memberships.abort());
			quietly(txtRecords.abort());
			queries.clear();
		},
	};
}
