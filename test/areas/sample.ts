/** A small account as the store would know it; what groups hold and how far they have been read can be said. */
import * as v from 'valibot';
import {accountIdSchema, memberIdSchema, userGroupIdSchema} from '../../source/api/ids.ts';
import {
	accountMemberSchema,
	groupMemberDetailSchema,
	groupMemberSchema,
	listedResourceGroupSchema,
	oauthClientSchema,
	oauthScopeSchema,
	permissionGroupSchema,
	roleSchema,
	ssoConnectorSchema,
	userGroupSchema,
	zoneSchema,
} from '../../source/api/schemas.ts';
import type {Setting} from '../../source/areas/define.ts';
import type {
	Knowledge,
	MembershipIndex,
	Need,
	Reading,
	Resource,
	ResourceItems,
	Snapshot,
	TxtLook,
} from '../../source/insight/knowledge.ts';

export const now = Date.parse('2026-11-20T09:30:00Z');
export const accountId = v.parse(accountIdSchema, 'a'.repeat(32));

/** A readable id of 32 hex characters. */
export function hex(number: number): string {
	return number.toString(16).padStart(32, '0');
}

export const groupId = (number: number) => v.parse(userGroupIdSchema, hex(number));
export const memberId = (number: number) => v.parse(memberIdSchema, hex(number));

/** Rows as the API border hands them over. */
export const rowOf: {readonly [R in Resource]: (input: object) => ResourceItems[R]} = {
	userGroups: (input: object) => v.parse(userGroupSchema, input),
	members: (input: object) => v.parse(accountMemberSchema, input),
	permissionGroups: (input: object) => v.parse(permissionGroupSchema, input),
	resourceGroups: (input: object) => v.parse(listedResourceGroupSchema, input),
	ssoConnectors: (input: object) => v.parse(ssoConnectorSchema, input),
	oauthClients: (input: object) => v.parse(oauthClientSchema, input),
	oauthScopes: (input: object) => v.parse(oauthScopeSchema, input),
	roles: (input: object) => v.parse(roleSchema, input),
	zones: (input: object) => v.parse(zoneSchema, input),
};

export const groupMember = (input: object) => v.parse(groupMemberSchema, input);
export const groupMemberDetail = (input: object) => v.parse(groupMemberDetailSchema, input);

export function snapshotOf<Item>(
	rows: readonly Item[],
	idOf: (item: Item) => string,
	more: Partial<Snapshot<Item>> = {},
): Snapshot<Item> {
	return {
		rows,
		byId: new Map(rows.map((row) => [idOf(row), row])),
		total: rows.length,
		complete: true,
		status: 'ready',
		fetching: false,
		updatedAt: now,
		error: undefined,
		...more,
	};
}

export interface SampleAccount {
	readonly lists?: {readonly [R in Resource]?: readonly object[]};
	/** Numbers of members by number of group; a group that is not named has not been read. */
	readonly inGroups?: Readonly<Record<number, readonly number[]>>;
	/** What is different about a list: not complete, failed. */
	readonly snapshots?: {readonly [R in Resource]?: Partial<Snapshot<ResourceItems[R]>>};
	readonly memberships?: Partial<MembershipIndex>;
	readonly details?: Readonly<Record<string, object>>;
	/** What the name servers said, if they have been asked. */
	readonly txtLook?: Partial<TxtLook>;
	/** How the reading of single objects went, by the kind of need; well, unless it is said here. */
	readonly readings?: {readonly [Kind in Need['kind']]?: Partial<Reading>};
}

const idOf = (item: object): string => {
	const id: unknown = Reflect.get(item, 'id') ?? Reflect.get(item, 'client_id');
	return String(id);
};

function listOf<R extends Resource>(resource: R, {lists, snapshots}: SampleAccount): Snapshot<ResourceItems[R]> {
	const parse = rowOf[resource];
	return snapshotOf<ResourceItems[R]>((lists?.[resource] ?? []).map(parse), idOf, snapshots?.[resource] ?? {});
}

/** What a store would know that has read this much. Every snapshot is the same object each time. */
export function knowledgeOf(sample: SampleAccount): Knowledge {
	const lists: {readonly [R in Resource]: Snapshot<ResourceItems[R]>} = {
		userGroups: listOf('userGroups', sample),
		members: listOf('members', sample),
		permissionGroups: listOf('permissionGroups', sample),
		resourceGroups: listOf('resourceGroups', sample),
		ssoConnectors: listOf('ssoConnectors', sample),
		oauthClients: listOf('oauthClients', sample),
		oauthScopes: listOf('oauthScopes', sample),
		roles: listOf('roles', sample),
		zones: listOf('zones', sample),
	};
	const groups = new Map(
		Object.entries(sample.inGroups ?? {}).map(([group, members]) => [
			hex(Number(group)),
			snapshotOf(
				members.map((number) => {
					const known = lists.members.byId.get(hex(number));
					return groupMember({id: hex(number), email: known?.email, status: known?.status});
				}),
				({id}) => id,
			),
		]),
	);
	const unread = snapshotOf([], () => '', {complete: false, status: 'idle', total: undefined, updatedAt: undefined});
	const details = new Map(
		Object.entries(sample.details ?? {}).map(([key, detail]) => [key, groupMemberDetail(detail)]),
	);
	const index: MembershipIndex = {
		version: groups.size,
		groupsOf: (member) =>
			[...groups].flatMap(([group, {byId}]) => (byId.has(member) ? [v.parse(userGroupIdSchema, group)] : [])),
		membersOf: (group) => groups.get(group)?.rows.map(({id}) => id),
		has: (group, member) => groups.get(group)?.byId.has(member),
		done: groups.size,
		total: lists.userGroups.rows.length,
		state: groups.size >= lists.userGroups.rows.length ? 'complete' : 'idle',
		cost: 0,
		updatedAt: now,
		error: undefined,
		...sample.memberships,
	};
	return {
		account: {id: accountId, name: 'acme-prod'},
		list: (resource) => lists[resource],
		groupMembers: (group) => groups.get(group) ?? unread,
		groupMember: (group, member) => details.get(`${group} ${member}`),
		memberships: () => index,
		txtRecord: () => ({report: undefined, asking: false, askedAt: undefined, off: undefined, ...sample.txtLook}),
		reading: (need) => {
			if (need.kind === 'list') return lists[need.resource];
			if (need.kind === 'groupMembers') return groups.get(need.group) ?? unread;
			return {complete: true, fetching: false, updatedAt: now, error: undefined, ...sample.readings?.[need.kind]};
		},
	};
}

export function settingOf(sample: SampleAccount): Setting {
	return {knowledge: knowledgeOf(sample), now};
}

/** A person of the account by number: `person(1, 'bo@acme.com')`. */
export function person(number: number, email: string, more: object = {}): object {
	return {id: hex(number), email, status: 'accepted', user: {email, first_name: null, last_name: null}, ...more};
}

/** A group by number, with a policy when permission groups are named. */
export function group(number: number, name: string, permissions: readonly string[] = [], more: object = {}): object {
	const policies = permissions.map((permission, index) => ({
		id: hex(9000 + number * 10 + index),
		access: 'allow',
		permission_groups: [{id: hex(500 + index), name: permission}],
		resource_groups: [
			{id: hex(700), name: 'com.cloudflare.api.account.x', scope: {key: accountKey, objects: [{key: '*'}]}},
		],
	}));
	return {id: hex(number), name, ...(policies.length === 0 ? {} : {policies}), ...more};
}

export const accountKey = `com.cloudflare.api.account.${accountId}`;
export const zoneKey = (number: number): string => `com.cloudflare.api.account.zone.${hex(number)}`;
