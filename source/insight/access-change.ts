/** What requests change of who administers the account, read from what is sent: no area can forget to say it. */
import type {PermissionGroup, Policy, Scope, UserGroup} from '../api/schemas.ts';
import {type AccessState, accessWith, type MemberIds, noLevel, scopesIn} from './administrators.ts';
import type {Knowledge} from './knowledge.ts';

/** A request below the account: `DELETE`, `/iam/user_groups/<id>`. */
export interface SentRequest {
	readonly method: string;
	readonly path: string;
	readonly body?: unknown;
}

/** What becomes of one user group. */
export interface GroupChange {
	readonly isDeleted: boolean;
	/** The policies that take the place of all others. */
	readonly policies: readonly unknown[] | undefined;
	/** The ids of the members that take the place of all others. */
	readonly replaced: ReadonlySet<string> | undefined;
	readonly removed: ReadonlySet<string>;
}

export interface AccessChanges {
	readonly groups: ReadonlyMap<string, GroupChange>;
	/** The scopes that resource groups get; `null` for one that is deleted. */
	readonly scopes: ReadonlyMap<string, Scope | null>;
	/** Ids of the SSO connectors that are enabled. */
	readonly enabled: readonly string[];
}

const unchanged: GroupChange = {isDeleted: false, policies: undefined, replaced: undefined, removed: new Set()};

function partOf(body: unknown, name: string): unknown {
	return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;
}

function idsIn(body: unknown): ReadonlySet<string> | undefined {
	return Array.isArray(body) ? new Set(body.map((each) => String(partOf(each, 'id')))) : undefined;
}

function scopeIn(value: unknown): Scope | undefined {
	const key = partOf(value, 'key');
	const objects = partOf(value, 'objects');
	if (typeof key !== 'string' || !Array.isArray(objects)) return undefined;
	return {key, objects: objects.map((object) => ({key: String(partOf(object, 'key'))}))};
}

function decoded(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/** Reads requests in their order. What takes nothing from anybody, such as adding members, is left out. */
export function accessChanges(requests: readonly SentRequest[]): AccessChanges {
	const groups = new Map<string, GroupChange>();
	const scopes = new Map<string, Scope | null>();
	const enabled: string[] = [];
	const change = (id: string, next: (before: GroupChange) => GroupChange): void => {
		groups.set(id, next(groups.get(id) ?? unchanged));
	};
	for (const {method, path, body} of requests) {
		const [, root = '', ...rest] = path.split('/').map(decoded);
		const [kind, id = '', below, member = ''] = root === 'iam' ? rest : [root, ...rest];
		if (id === '') continue;
		if (kind === 'user_groups') {
			const replaced = method === 'PUT' && below === 'members' ? idsIn(body) : undefined;
			const policies = method === 'PUT' && below === undefined ? partOf(body, 'policies') : undefined;
			if (method === 'DELETE' && below === undefined) change(id, (before) => ({...before, isDeleted: true}));
			else if (method === 'DELETE' && below === 'members')
				change(id, (before) => ({...before, removed: new Set([...before.removed, member])}));
			else if (replaced !== undefined) change(id, (before) => ({...before, replaced, removed: new Set()}));
			else if (Array.isArray(policies)) change(id, (before) => ({...before, policies}));
		} else if (kind === 'resource_groups') {
			const scope = method === 'PUT' ? scopeIn(partOf(body, 'scope')) : undefined;
			if (method === 'DELETE') scopes.set(id, null);
			else if (scope !== undefined) scopes.set(id, scope);
		} else if (kind === 'sso_connectors') {
			if (method === 'PATCH' && partOf(body, 'enabled') === true) enabled.push(id);
		}
	}
	return {groups, scopes, enabled};
}

type PolicyScope = NonNullable<Policy['resource_groups']>[number];

/** A policy of a request with what its ids stand for; unknown permission groups give nothing, unknown scopes may. */
function policyOf(input: unknown, group: UserGroup, knowledge: Knowledge): Policy {
	const present = group.policies ?? [];
	const valuesOf = (name: string): readonly unknown[] => {
		const values = partOf(input, name);
		return Array.isArray(values) ? values : [];
	};
	return {
		access: partOf(input, 'access') === 'deny' ? 'deny' : 'allow',
		permission_groups: valuesOf('permission_groups').flatMap((value): readonly PermissionGroup[] => {
			const id = partOf(value, 'id');
			const inGroup = present.flatMap(({permission_groups: groups}) => groups ?? []).find((each) => each.id === id);
			return [inGroup ?? knowledge.list('permissionGroups').byId.get(String(id)) ?? []].flat();
		}),
		resource_groups: valuesOf('resource_groups').map((value): PolicyScope => {
			const id = partOf(value, 'id');
			const inGroup = present.flatMap(({resource_groups: groups}) => groups ?? []).find((each) => each.id === id);
			const scope = scopeIn(partOf(value, 'scope'));
			return scope === undefined ? (knowledge.list('resourceGroups').byId.get(String(id)) ?? inGroup ?? {}) : {scope};
		}),
	};
}

function without(ids: MemberIds, removed: ReadonlySet<string>): MemberIds {
	if (removed.size === 0) return ids;
	return new Set([...ids.keys()].filter((id) => !removed.has(id)));
}

/** Access once the requests have been carried out. */
export function accessAfter({groups, scopes}: AccessChanges, knowledge: Knowledge): AccessState {
	const scopeBefore = scopesIn(knowledge.list('resourceGroups').byId);
	const state = accessWith((group) => {
		const next = scopes.get(group.id ?? '');
		return next === undefined ? scopeBefore(group) : next;
	}, knowledge);
	return {
		...state,
		groupLevel(group) {
			const change = groups.get(group.id);
			if (change?.isDeleted === true) return noLevel;
			const policies = change?.policies?.map((input) => policyOf(input, group, knowledge));
			return state.groupLevel(policies === undefined ? group : {...group, policies});
		},
		membersOf(group) {
			const change = groups.get(group.id);
			if (change === undefined) return state.membersOf(group);
			if (change.isDeleted) return new Set();
			const inside = change.replaced ?? state.membersOf(group);
			return inside === undefined ? undefined : without(inside, change.removed);
		},
	};
}
