/** Names of what policies refer to, with the account's lists as the source of names. */
import type {MemberId, UserGroupId} from '../api/ids.ts';
import type {PermissionGroup, PolicyResourceGroup, Scope} from '../api/schemas.ts';
import type {AccessNames} from '../insight/access.ts';
import {memberAddress} from '../insight/addresses.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import {ambiguousNames, permissionGroupLabel, shortId} from '../insight/names.ts';
import {describeScope, type ScopeDescription, type ScopeLookup, type ScopeTarget} from '../insight/scopes.ts';
import {nameOr} from './cells.ts';
import type {Reference} from './table.ts';

/** The lists that names of policies come from. */
export const namingNeeds: readonly Need[] = [
	{kind: 'list', resource: 'permissionGroups'},
	{kind: 'list', resource: 'resourceGroups'},
	{kind: 'list', resource: 'zones'},
];

/** `Logs Read (zone)` where another permission group of the account has the same name. */
export function permissionName(group: PermissionGroup, knowledge: Knowledge): string {
	const list = knowledge.list('permissionGroups');
	const known = list.byId.get(group.id) ?? group;
	return permissionGroupLabel({...known, name: group.name ?? known.name}, ambiguousNames(list.rows));
}

export function scopeLookup(knowledge: Knowledge): ScopeLookup {
	const zones = knowledge.list('zones').byId;
	return {account: knowledge.account, zoneName: (id) => zones.get(id)?.name};
}

export function scopeOf(scope: Scope | null | undefined, knowledge: Knowledge, shown?: number): ScopeDescription {
	return describeScope(scope, scopeLookup(knowledge), shown);
}

/** How insight asks for the names that a grant is told by. */
export function accessNames(knowledge: Knowledge): AccessNames {
	return {
		permissionName: (permission) => permissionName(permission, knowledge),
		scopeOf: (resource) => scopeIn(resource, knowledge),
		lookup: scopeLookup(knowledge),
	};
}

/** The scope of a resource group in a policy; the account's list knows it when the policy gives the id only. */
export function scopeIn(group: PolicyResourceGroup, knowledge: Knowledge): Scope | null | undefined {
	return group.scope ?? (group.id ? knowledge.list('resourceGroups').byId.get(group.id)?.scope : undefined);
}

/** `prod-zones`; `whole account` and the like for system groups and inline ones, which have no name of their own. */
export function resourceGroupName(group: PolicyResourceGroup, knowledge: Knowledge): string {
	const name = group.name ?? (group.id ? knowledge.list('resourceGroups').byId.get(group.id)?.name : undefined);
	if (name && name.trim() !== '' && !name.startsWith('com.cloudflare.')) return name;
	const scope = scopeIn(group, knowledge);
	if (scope) return scopeOf(scope, knowledge, 2).text;
	return name?.trim() ? name : group.id ? shortId(group.id) : 'unnamed';
}

/** What opening a target of a scope leads to. */
export function targetReference({kind, id}: ScopeTarget): Reference | undefined {
	return kind === 'zone' ? {area: 'zones', id} : undefined;
}

/** The address of a member by id, as far as the account's list or the group's has been read. */
export function addressOf(id: MemberId, knowledge: Knowledge, group?: UserGroupId): string {
	const member = knowledge.list('members').byId.get(id);
	if (member !== undefined) return memberAddress(member) ?? shortId(id);
	const inGroup = group === undefined ? undefined : knowledge.groupMembers(group).byId.get(id);
	return inGroup?.email ?? shortId(id);
}

export function groupName(id: UserGroupId, knowledge: Knowledge): string {
	const group = knowledge.list('userGroups').byId.get(id) ?? knowledge.gone?.('userGroups', id);
	return nameOr(group?.name, id);
}
