/**
 * What uses a thing: the references of policies, roles and clients read backwards. There is no endpoint for it, so the
 * answers are as complete as the lists that have been read.
 */
import type {
	AccountMember,
	OauthClient,
	Policy,
	PolicyResourceGroup,
	ResourceGroup,
	Scope,
	UserGroup,
} from '../api/schemas.ts';
import {memberAddress} from './addresses.ts';
import type {Knowledge, Resource} from './knowledge.ts';
import {memoise, memoise2, memoise3, memoiseGrowing} from './memo.ts';
import {reachesWholeAccount, scopeFingerprint, scopeZones} from './scopes.ts';

/** One object that uses the thing asked about; each object stands in an answer once. */
export interface Use {
	/** The list that the object is in. */
	readonly resource: Extract<Resource, 'userGroups' | 'members' | 'resourceGroups' | 'oauthClients'>;
	readonly id: string;
	/** How: `policy 2`, `policy 1, inline`, `whole account`, `optional`. Empty when there is only one way. */
	readonly via: readonly string[];
}

type Buckets = Map<string, Use[]>;

/** Adds a use; a second way of the object that was added last joins it. */
function addUse(buckets: Buckets, key: string, resource: Use['resource'], id: string, via: string): void {
	const bucket = buckets.get(key);
	if (!bucket) {
		buckets.set(key, [{resource, id, via: via === '' ? [] : [via]}]);
		return;
	}
	const last = bucket[bucket.length - 1];
	if (last?.id !== id) {
		bucket.push({resource, id, via: via === '' ? [] : [via]});
	} else if (via !== '' && !last.via.includes(via)) {
		bucket[bucket.length - 1] = {...last, via: [...last.via, via]};
	}
}

interface PolicyIndex {
	readonly permissionGroups: Buckets;
	readonly resourceGroups: Buckets;
	/** By the fingerprint of an inline resource group's scope: it has no id (contract 11.17). */
	readonly inlineScopes: Buckets;
	/** Everything that has policies, for zones. */
	readonly holders: PolicyHolder[];
}

interface PolicyHolder {
	readonly resource: 'userGroups' | 'members';
	readonly id: string;
	readonly policies: readonly Policy[];
}

function createPolicyIndex(): PolicyIndex {
	return {permissionGroups: new Map(), resourceGroups: new Map(), inlineScopes: new Map(), holders: []};
}

function addHolder(index: PolicyIndex, holder: PolicyHolder): void {
	if (holder.policies.length === 0) {
		return;
	}
	index.holders.push(holder);
	for (const [position, policy] of holder.policies.entries()) {
		const via = `policy ${position + 1}`;
		for (const group of policy.permission_groups ?? []) {
			addUse(index.permissionGroups, group.id, holder.resource, holder.id, via);
		}
		for (const group of policy.resource_groups ?? []) {
			if (group.id) {
				addUse(index.resourceGroups, group.id, holder.resource, holder.id, via);
			} else if (group.scope) {
				addUse(index.inlineScopes, scopeFingerprint(group.scope), holder.resource, holder.id, `${via}, inline`);
			}
		}
	}
}

const userGroupPolicies = memoiseGrowing<UserGroup, PolicyIndex>(createPolicyIndex, (index, group) =>
	addHolder(index, {resource: 'userGroups', id: group.id, policies: group.policies ?? []}),
);

const memberPolicies = memoiseGrowing<AccountMember, PolicyIndex>(createPolicyIndex, (index, member) =>
	addHolder(index, {resource: 'members', id: member.id, policies: member.policies ?? []}),
);

const noUses: readonly Use[] = [];

/** The uses in several buckets as one list, an object of several buckets once. */
function joined(buckets: readonly (readonly Use[] | undefined)[]): readonly Use[] {
	const filled = buckets.filter((bucket): bucket is readonly Use[] => bucket !== undefined && bucket.length > 0);
	if (filled.length === 0) {
		return noUses;
	}
	const uses = new Map<string, Use>();
	for (const use of filled.flat()) {
		const key = `${use.resource} ${use.id}`;
		const known = uses.get(key);
		uses.set(key, known ? {...known, via: [...new Set([...known.via, ...use.via])]} : use);
	}
	return [...uses.values()];
}

/** Answers by key that are made when they are first asked for. */
function lazily<Answer>(make: (key: string) => Answer): (key: string) => Answer {
	const answers = new Map<string, Answer>();
	return (key) => {
		const kept = answers.get(key);
		if (kept !== undefined) {
			return kept;
		}
		const made = make(key);
		answers.set(key, made);
		return made;
	};
}

/** As {@link lazily}, but keeps one answer only. */
function lastly<Answer>(make: (key: string) => Answer): (key: string) => Answer {
	let kept: {readonly key: string; readonly answer: Answer} | undefined;
	return (key) => {
		if (kept?.key !== key) {
			kept = {key, answer: make(key)};
		}
		return kept.answer;
	};
}

const permissionGroupAnswers = memoise2((userGroups: readonly UserGroup[], members: readonly AccountMember[]) => {
	const indices = [userGroupPolicies(userGroups), memberPolicies(members)];
	return lazily((id) => joined(indices.map((index) => index.permissionGroups.get(id))));
});

/** The user groups and members whose policies grant a permission group. */
export function usesOfPermissionGroup(id: string, knowledge: Knowledge): readonly Use[] {
	return permissionGroupAnswers(knowledge.list('userGroups').rows, knowledge.list('members').rows)(id);
}

const resourceGroupAnswers = memoise3(
	(
		userGroups: readonly UserGroup[],
		members: readonly AccountMember[],
		resourceGroups: ReadonlyMap<string, ResourceGroup>,
	) => {
		const indices = [userGroupPolicies(userGroups), memberPolicies(members)];
		return lazily((id) => {
			const scope = resourceGroups.get(id)?.scope;
			const inline = scope ? scopeFingerprint(scope) : undefined;
			return joined([
				...indices.map((index) => index.resourceGroups.get(id)),
				...(inline === undefined ? [] : indices.map((index) => index.inlineScopes.get(inline))),
			]);
		});
	},
);

/** The user groups and members whose policies apply to a resource group, or to the same scope written inline. */
export function usesOfResourceGroup(id: string, knowledge: Knowledge): readonly Use[] {
	return resourceGroupAnswers(
		knowledge.list('userGroups').rows,
		knowledge.list('members').rows,
		knowledge.list('resourceGroups').byId,
	)(id);
}

interface ZoneIndex {
	readonly zones: Buckets;
	/** What reaches every zone. */
	readonly all: readonly Use[];
}

function zoneIndexOf(holders: readonly PolicyHolder[], resourceGroups: ReadonlyMap<string, ResourceGroup>): ZoneIndex {
	const zones: Buckets = new Map();
	const wide: Buckets = new Map();
	const add = (scope: Scope | null | undefined, resource: Use['resource'], id: string, via: string) => {
		if (reachesWholeAccount(scope)) {
			addUse(wide, 'all', resource, id, via === '' ? 'whole account' : `${via}, whole account`);
		}
		for (const zone of scopeZones(scope)) {
			addUse(zones, zone, resource, id, via);
		}
	};
	for (const group of resourceGroups.values()) {
		add(group.scope, 'resourceGroups', group.id, '');
	}
	const scopeOf = (group: PolicyResourceGroup) => group.scope ?? resourceGroups.get(group.id ?? '')?.scope;
	for (const holder of holders) {
		for (const [position, policy] of holder.policies.entries()) {
			for (const group of policy.resource_groups ?? []) {
				add(scopeOf(group), holder.resource, holder.id, `policy ${position + 1}`);
			}
		}
	}
	return {zones, all: wide.get('all') ?? noUses};
}

const zoneAnswers = memoise3(
	(
		userGroups: readonly UserGroup[],
		members: readonly AccountMember[],
		resourceGroups: ReadonlyMap<string, ResourceGroup>,
	) => {
		const holders = [...userGroupPolicies(userGroups).holders, ...memberPolicies(members).holders];
		const index = zoneIndexOf(holders, resourceGroups);
		// Everybody with account-wide access is in the answer for each zone: only the last one is kept.
		return lastly((id) => joined([index.zones.get(id), index.all]));
	},
);

/**
 * The resource groups, and the user groups and members by their policies, that reach a zone: those that name it, then
 * those that reach the whole account.
 */
export function usesOfZone(id: string, knowledge: Knowledge): readonly Use[] {
	return zoneAnswers(
		knowledge.list('userGroups').rows,
		knowledge.list('members').rows,
		knowledge.list('resourceGroups').byId,
	)(id);
}

const oauthScopeIndex = memoise((clients: readonly OauthClient[]): Buckets => {
	const buckets: Buckets = new Map();
	for (const client of clients) {
		const optional = new Set(client.optional_scopes ?? []);
		for (const scope of new Set([...(client.scopes ?? []), ...optional])) {
			addUse(buckets, scope, 'oauthClients', client.client_id, optional.has(scope) ? 'optional' : '');
		}
	}
	return buckets;
});

/** The OAuth clients that ask for a scope; optional ones (contract 7) are said to be. */
export function usesOfScope(id: string, knowledge: Knowledge): readonly Use[] {
	return oauthScopeIndex(knowledge.list('oauthClients').rows).get(id) ?? noUses;
}

const roleIndex = memoiseGrowing<AccountMember, Buckets>(
	() => new Map(),
	(buckets, member) => {
		for (const role of member.roles ?? []) {
			addUse(buckets, role.id, 'members', member.id, '');
		}
	},
);

const roleAnswers = memoise((members: readonly AccountMember[]) => {
	const index = roleIndex(members);
	return lazily((id) => index.get(id)?.slice() ?? noUses);
});

/** The account members who hold a role. */
export function usesOfRole(id: string, knowledge: Knowledge): readonly Use[] {
	return roleAnswers(knowledge.list('members').rows)(id);
}

const domainIndex = memoiseGrowing<AccountMember, Map<string, AccountMember[]>>(
	() => new Map(),
	(domains, member) => {
		const address = memberAddress(member)?.toLowerCase();
		const domain = address?.slice(address.lastIndexOf('@') + 1);
		if (!domain) {
			return;
		}
		const members = domains.get(domain);
		if (members) {
			members.push(member);
		} else {
			domains.set(domain, [member]);
		}
	},
);

const domainAnswers = memoise((members: readonly AccountMember[]) => {
	const index = domainIndex(members);
	return lazily((domain): readonly AccountMember[] => index.get(domain)?.slice() ?? []);
});

/** The account members whose address is in an e-mail domain: whom an SSO connector concerns. */
export function membersUnderDomain(
	members: readonly AccountMember[],
	domain: string | null | undefined,
): readonly AccountMember[] {
	return domainAnswers(members)(domain?.trim().toLowerCase().replace(/^@/, '') ?? '');
}
