/**
 * Who administers the account: by own roles and policies, and by user groups. What has not been read makes answers
 * uncertain, so every level is two: what is certain, and what is possible.
 */
import type {AccountMember, PermissionGroup, Policy, ResourceGroup, Scope, UserGroup} from '../api/schemas.ts';
import {powerOf} from './access.ts';
import {memberAddress} from './addresses.ts';
import type {Knowledge} from './knowledge.ts';
import {memoise, memoise2, memoiseGrowing} from './memo.ts';
import {scopeTargets} from './scopes.ts';

/** 0: none. 1: the account but for members and billing. 2: everything, members too (contract, appendix A). */
export type Rank = 0 | 1 | 2;

export interface Level {
	readonly certain: Rank;
	readonly possible: Rank;
}

export const noLevel: Level = {certain: 0, possible: 0};
export const unknownLevel: Level = {certain: 0, possible: 2};

function larger(left: Rank, right: Rank): Rank {
	return left > right ? left : right;
}

/** Both together. */
export function withLevel(left: Level, right: Level): Level {
	return {certain: larger(left.certain, right.certain), possible: larger(left.possible, right.possible)};
}

/** What a permission group gives on the whole account. Those of domains administer no account, however many. */
function rankOf(group: Pick<PermissionGroup, 'name' | 'meta'>): Rank {
	switch (powerOf(group)) {
		case 'super-administrator':
			return 2;
		case 'administrator':
			return /^domain/iu.test(group.name ?? '') ? 0 : 1;
		case 'write':
		case 'read':
			return 0;
	}
}

/** The scope of a resource group; undefined where it is not known. */
export type ScopeOf = (group: NonNullable<Policy['resource_groups']>[number]) => Scope | null | undefined;

function reachesAccount(scope: Scope | null | undefined, account: string): boolean {
	return scopeTargets(scope).some(({kind, id}) => kind === 'account' && id === account);
}

/** What policies give of the administration of the account. A deny gives nothing. */
export function levelOf(policies: readonly Policy[] | null | undefined, scopeOf: ScopeOf, account: string): Level {
	let level = noLevel;
	for (const policy of policies ?? []) {
		if (policy.access === 'deny') continue;
		const rank = (policy.permission_groups ?? []).reduce<Rank>((most, group) => larger(most, rankOf(group)), 0);
		if (rank === 0) continue;
		const scopes = (policy.resource_groups ?? []).map(scopeOf);
		const isWhole = scopes.some((scope) => reachesAccount(scope, account));
		const isUnknown = scopes.some((scope) => scope === undefined);
		if (isWhole || isUnknown) level = withLevel(level, {certain: isWhole ? rank : 0, possible: rank});
	}
	return level;
}

/** The scopes of policies, with those of the account's list that policies only name. */
export function scopesIn(resourceGroups: ReadonlyMap<string, ResourceGroup>): ScopeOf {
	return (group) => group.scope ?? resourceGroups.get(group.id ?? '')?.scope;
}

/** An account has few user groups that administer it. */
export interface AdministrativeGroup {
	readonly group: UserGroup;
	readonly level: Level;
}

const administrativeGroupsOf = memoise2(
	(groups: readonly UserGroup[], resourceGroups: ReadonlyMap<string, ResourceGroup>) => {
		const byAccount = new Map<string, readonly AdministrativeGroup[]>();
		return (account: string): readonly AdministrativeGroup[] => {
			const known = byAccount.get(account);
			if (known !== undefined) return known;
			const scopeOf = scopesIn(resourceGroups);
			const found = groups
				.map((group) => ({group, level: levelOf(group.policies, scopeOf, account)}))
				.filter(({level}) => level.possible > 0);
			byAccount.set(account, found);
			return found;
		};
	},
);

/** The user groups that give any administration of the account, as far as they have been read. */
export function administrativeGroups(knowledge: Knowledge): readonly AdministrativeGroup[] {
	const resourceGroups = knowledge.list('resourceGroups').byId;
	return administrativeGroupsOf(knowledge.list('userGroups').rows, resourceGroups)(knowledge.account.id);
}

/** Members whose own roles or policies say anything of administration; of many thousands a few. */
const administrativeMembers = memoiseGrowing<AccountMember, AccountMember[]>(
	() => [],
	(found, member) => {
		const hasRole = (member.roles ?? []).some((role) => roleRank(role.name) > 0);
		const hasPolicy = (member.policies ?? []).some(({permission_groups: groups}) =>
			(groups ?? []).some((group) => rankOf(group) > 0),
		);
		if (hasRole || hasPolicy) found.push(member);
	},
);

function roleRank(name: string | null | undefined): Rank {
	return rankOf({name: name ?? '', meta: undefined});
}

/** The ids and permission groups of what user groups grant: answers for members may repeat them (contract 9.3). */
const grantedByGroups = memoise((groups: readonly UserGroup[]): ReadonlySet<string> => {
	const ids = groups.flatMap(({policies}) => (policies ?? []).flatMap(({id}) => id ?? []));
	return new Set(ids);
});

/** What somebody's own roles and policies give: it stays, whatever becomes of groups. */
function ownLevel(member: AccountMember, knowledge: Knowledge, scopeOf: ScopeOf): Level {
	const fromGroups = grantedByGroups(knowledge.list('userGroups').rows);
	const isRepeated = ({id}: Policy): boolean => typeof id === 'string' && fromGroups.has(id);
	const policies = member.policies ?? [];
	// Roles are said to match policies (contract 9.3): one beside a repeated policy may be repeated too.
	const repeated = new Set(
		policies.filter(isRepeated).flatMap(({permission_groups: groups}) => (groups ?? []).map(({name}) => name)),
	);
	const roles = member.roles ?? [];
	const rank = (from: typeof roles): Rank => from.reduce<Rank>((most, {name}) => larger(most, roleRank(name)), 0);
	const byRoles: Level = {certain: rank(roles.filter(({name}) => !repeated.has(name))), possible: rank(roles)};
	const own = policies.filter((policy) => !isRepeated(policy));
	return withLevel(byRoles, levelOf(own, scopeOf, knowledge.account.id));
}

export function hasJoined({status}: {readonly status?: string | null | undefined}): boolean {
	return status !== 'pending' && status !== 'rejected';
}

const byAddress = memoiseGrowing<AccountMember, Map<string, AccountMember>>(
	() => new Map(),
	(found, member) => {
		const address = memberAddress(member)?.toLowerCase();
		if (address !== undefined) found.set(address, member);
	},
);

const byUser = memoiseGrowing<AccountMember, Map<string, AccountMember>>(
	() => new Map(),
	(found, member) => {
		const id = member.user?.id;
		if (id) found.set(id.toLowerCase(), member);
	},
);

/** Who is a user in this account: their address may be another by now. */
export function memberOfUser(userId: string, knowledge: Knowledge): AccountMember | undefined {
	return byUser(knowledge.list('members').rows).get(userId.toLowerCase());
}

export function memberWithAddress(address: string, knowledge: Knowledge): AccountMember | undefined {
	return byAddress(knowledge.list('members').rows).get(address.toLowerCase());
}

/** Ids of the members of a group: of many thousands perhaps. */
export interface MemberIds {
	readonly size: number;
	has(id: string): boolean;
	keys(): Iterable<string>;
}

const idSet = memoise((ids: readonly string[]): MemberIds => new Set(ids));

/** Who has which access: as it is, or as it will be. */
export interface AccessState {
	groupLevel(group: UserGroup): Level;
	/** By roles and policies of their own. */
	ownLevel(member: AccountMember): Level;
	/** Undefined where they have not been read. */
	membersOf(group: UserGroup): MemberIds | undefined;
}

/** Access as it is, by what has been read. */
export function presentAccess(knowledge: Knowledge): AccessState {
	const scopeOf = scopesIn(knowledge.list('resourceGroups').byId);
	return {
		groupLevel: ({policies}) => levelOf(policies, scopeOf, knowledge.account.id),
		ownLevel: (member) => ownLevel(member, knowledge, scopeOf),
		membersOf({id}) {
			const list = knowledge.groupMembers(id);
			if (list.complete) return list.byId;
			const ids = knowledge.memberships().membersOf(id);
			return ids === undefined ? undefined : idSet(ids);
		},
	};
}

/** The same with other scopes behind the names that policies have for them. */
export function accessWith(scopeOf: ScopeOf, knowledge: Knowledge): AccessState {
	return {
		...presentAccess(knowledge),
		groupLevel: ({policies}) => levelOf(policies, scopeOf, knowledge.account.id),
		ownLevel: (member) => ownLevel(member, knowledge, scopeOf),
	};
}

/** Members whose own roles or policies may say something of administration, of those that have been read. */
export function directAdministrators(knowledge: Knowledge): readonly AccountMember[] {
	return administrativeMembers(knowledge.list('members').rows).filter(hasJoined);
}

/** People who are known to be Super Administrators, and whether there may be others. */
export interface SuperAdministrators {
	/** Addresses by the ids of members. */
	readonly known: ReadonlyMap<string, string>;
	readonly mayBeMore: boolean;
}

export function superAdministrators(state: AccessState, knowledge: Knowledge): SuperAdministrators {
	const known = new Map<string, string>();
	const {byId, complete} = knowledge.list('members');
	let mayBeMore = !complete || !knowledge.list('userGroups').complete;
	for (const member of directAdministrators(knowledge)) {
		const {certain, possible} = state.ownLevel(member);
		if (certain === 2) known.set(member.id, memberAddress(member) ?? member.id);
		else if (possible === 2) mayBeMore = true;
	}
	for (const {group} of administrativeGroups(knowledge)) {
		const {certain, possible} = state.groupLevel(group);
		if (possible < 2) continue;
		const inside = state.membersOf(group);
		if (inside === undefined || certain < 2) {
			mayBeMore ||= inside?.size !== 0;
			continue;
		}
		const rows = knowledge.groupMembers(group.id).byId;
		for (const id of inside.keys()) {
			const people = [byId.get(id), rows.get(id)].filter((each) => each !== undefined);
			if (!people.every(hasJoined)) continue;
			known.set(id, people.map(memberAddress).find((address) => address !== undefined) ?? id);
		}
	}
	return {known, mayBeMore};
}
