/**
 * What the pure questions may ask: the data that has been read so far, as it is at this moment. The store implements
 * it; areas and insight read it. Every snapshot is the same object until it changes, so it can key a memo.
 */
import type {CloudflareError} from '../api/errors.ts';
import type {
	AccountId,
	MemberId,
	OauthClientId,
	PermissionGroupId,
	ResourceGroupId,
	SsoConnectorId,
	UserGroupId,
} from '../api/ids.ts';
import type {
	AccountMember,
	GroupMember,
	GroupMemberDetail,
	OauthClient,
	OauthScope,
	PermissionGroup,
	ResourceGroup,
	Role,
	SsoConnector,
	UserGroup,
	Zone,
} from '../api/schemas.ts';
import type {TxtQuestion, TxtReport} from '../dns/txt-report.ts';

/** The lists of an account, and what a row of each is. */
export interface ResourceItems {
	readonly userGroups: UserGroup;
	readonly members: AccountMember;
	readonly permissionGroups: PermissionGroup;
	readonly resourceGroups: ResourceGroup;
	readonly ssoConnectors: SsoConnector;
	readonly oauthClients: OauthClient;
	readonly oauthScopes: OauthScope;
	readonly roles: Role;
	readonly zones: Zone;
}

export type Resource = keyof ResourceItems;

/** Something that a screen wants to be read. */
export type Need =
	| {readonly kind: 'list'; readonly resource: Resource}
	/** `most`: rows that are enough, as for a preview; the snapshot's total tells of how many they are. All, without it. */
	| {readonly kind: 'groupMembers'; readonly group: UserGroupId; readonly most?: number | undefined}
	/** One member of one group, for the day of joining, which lists do not carry (contract 5.4). */
	| {readonly kind: 'groupMember'; readonly group: UserGroupId; readonly member: MemberId}
	/** The members of every group: there is no endpoint for the groups of a member (contract 5). */
	| {readonly kind: 'memberships'}
	/** What the name servers of a domain say; read only when it is asked for, never because it is on show. */
	| ({readonly kind: 'txtRecord'} & TxtQuestion)
	| ListedObjectNeed;

/** One object of a list, read by itself: for a look at its present state, which then stands in the list as well. */
export type ListedObjectNeed =
	| {readonly kind: 'userGroup'; readonly id: UserGroupId}
	| {readonly kind: 'member'; readonly id: MemberId}
	| {readonly kind: 'permissionGroup'; readonly id: PermissionGroupId}
	| {readonly kind: 'resourceGroup'; readonly id: ResourceGroupId}
	| {readonly kind: 'ssoConnector'; readonly id: SsoConnectorId}
	| {readonly kind: 'oauthClient'; readonly id: OauthClientId};

/** How the reading of something goes, whatever it is. */
export interface Reading {
	/** Whether all of it has been read, however long ago. */
	readonly complete: boolean;
	readonly fetching: boolean;
	/** When it was read, ms since the epoch. */
	readonly updatedAt: number | undefined;
	/** Of the last attempt. For one object, kind `not-found` is an answer: it is gone. */
	readonly error: CloudflareError | undefined;
}

/** Rows by their ids; those of a list that was read know their places in it. */
export interface RowsById<Item> extends ReadonlyMap<string, Item> {
	positionOf?(id: string): number | undefined;
}

/** A list as far as it has been read. */
export interface Snapshot<Item> {
	readonly rows: readonly Item[];
	readonly byId: RowsById<Item>;
	/** How many the server says there are; unknown for lists without counts. */
	readonly total: number | undefined;
	/** Whether the walk over all pages came to its end. */
	readonly complete: boolean;
	/** `failed` only while there are no rows. */
	readonly status: 'idle' | 'loading' | 'ready' | 'failed';
	readonly fetching: boolean;
	/** When the rows were read, ms since the epoch. */
	readonly updatedAt: number | undefined;
	/** Of the last attempt; rows of an earlier one are kept. */
	readonly error: CloudflareError | undefined;
	/** Requests that have been answered of those that reading it takes; undefined once it is complete. */
	readonly pages?: {readonly done: number; readonly all: number} | undefined;
}

/**
 * Who is in which group, as far as it has been read: one request or more for each group. The same object until
 * something in it changes; while many groups are being read it changes with every hundredth of them.
 */
export interface MembershipIndex {
	/** Changes whenever anybody is known to have joined or left, not with progress: keys what is computed from it. */
	readonly version: number;
	groupsOf(member: MemberId): readonly UserGroupId[];
	membersOf(group: UserGroupId): readonly MemberId[] | undefined;
	/** Undefined when the members of the group have not been read. Costs the same however large the group is. */
	has(group: UserGroupId, member: MemberId): boolean | undefined;
	/** Groups read so far, of `total`. */
	readonly done: number;
	readonly total: number | undefined;
	readonly state: 'idle' | 'reading' | 'waiting' | 'complete' | 'failed';
	/** Requests that reading the rest will take. */
	readonly cost: number;
	readonly updatedAt: number | undefined;
	readonly error: CloudflareError | undefined;
}

/** A look for a TXT record. It takes no request of the API. */
export interface TxtLook {
	/** Of the last look; undefined before the first. */
	readonly report: TxtReport | undefined;
	readonly asking: boolean;
	/** When the report was made, ms since the epoch. */
	readonly askedAt: number | undefined;
	/** Why nobody is asked: `switched off by the configuration`. */
	readonly off: string | undefined;
}

export interface Knowledge {
	readonly account: {readonly id: AccountId; readonly name: string | undefined};
	list<R extends Resource>(resource: R): Snapshot<ResourceItems[R]>;
	groupMembers(group: UserGroupId): Snapshot<GroupMember>;
	groupMember(group: UserGroupId, member: MemberId): GroupMemberDetail | undefined;
	memberships(): MembershipIndex;
	txtRecord(question: TxtQuestion): TxtLook;
	/** What has been taken out of its list because it was deleted, by us or by others: it is still told of by its name. */
	gone?<R extends Resource>(resource: R, id: string): ResourceItems[R] | undefined;
	/** How far the reading of a need is, and how old: what is about to be written has to have been read just now. */
	reading(need: Need): Reading;
}
