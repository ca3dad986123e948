/** Turns what is kept into Cloudflare's JSON (contract 2 to 9), built anew for each answer. */

import {sortByText} from './collection.ts';
import {deriveIdentifier} from './identifiers.ts';
import type {
	Account,
	Member,
	Overlay,
	Policy,
	ResourceGroup,
	ResourceGroupReference,
	UserGroup,
	Zone,
} from './model.ts';
import type {AccountState} from './state.ts';

export type Json = Readonly<Record<string, unknown>>;

/** A field of `overlay` whose value is undefined is left out when the answer is written. */
export function withOverlay(json: Json, overlay: Overlay | undefined): Json {
	return overlay === undefined ? json : {...json, ...overlay};
}

export function representAccount(account: Account): Json {
	return {
		id: account.id,
		name: account.name,
		type: account.type,
		settings: {enforce_twofactor: account.enforceTwoFactor, abuse_contact_email: account.abuseContact},
		created_on: account.createdOn,
	};
}

export function representResourceGroup(group: ResourceGroup): Json {
	return withOverlay(
		{id: group.id, name: group.name, meta: {editable: String(group.editable)}, scope: group.scope},
		group.overlay,
	);
}

function representReference(account: AccountState, reference: ResourceGroupReference, policy: Policy): Json {
	switch (reference.kind) {
		case 'listed': {
			const group = account.resourceGroups.get(reference.id);
			return group === undefined ? {id: reference.id} : representResourceGroup(group);
		}
		case 'inline':
			return {created_on: policy.createdOn, modified_on: policy.createdOn, scope: reference.scope};
		case 'adhoc':
			return {
				id: reference.id,
				name: reference.scope.key,
				meta: {adhoc: 'true', editable: 'false'},
				scope: reference.scope,
			};
	}
}

/** Permission and resource groups come expanded and by id: the order of a write is not kept (contract 4, quirks). */
function representPolicy(account: AccountState, policy: Policy): Json {
	const permissionGroups = policy.permissionGroups.map((id) => account.permissionGroups.get(id) ?? {id});
	return {
		id: policy.id,
		access: policy.access,
		permission_groups: sortByText(permissionGroups, ({id}) => id),
		resource_groups: sortByText(
			policy.resourceGroups.map((reference) => representReference(account, reference, policy)),
			({id, scope}) => (typeof id === 'string' ? id : JSON.stringify(scope)),
		),
		created_on: policy.createdOn,
		modified_on: policy.createdOn,
		status: 'V',
	};
}

function representPolicies(account: AccountState, policies: readonly Policy[]): readonly Json[] {
	return sortByText(policies, ({id}) => id).map((policy) => representPolicy(account, policy));
}

/** Without policies the key is absent (contract 4); `managed_by` is ours, for groups that SCIM manages. */
export function representUserGroup(account: AccountState, group: UserGroup): Json {
	return withOverlay(
		{
			id: group.id,
			name: group.name,
			status: 'V',
			...(group.policies.length === 0 ? {} : {policies: representPolicies(account, group.policies)}),
			...(group.managedBy === undefined ? {} : {managed_by: group.managedBy}),
			created_on: group.createdOn,
			modified_on: group.modifiedOn,
		},
		group.overlay,
	);
}

function emailOf(member: Member): unknown {
	return member.overlay !== undefined && 'email' in member.overlay ? member.overlay.email : member.email;
}

function statusOf(member: Member): unknown {
	return member.overlay !== undefined && 'status' in member.overlay ? member.overlay.status : member.status;
}

/** As lists and writes of a user group's members answer it (contract 5). */
export function representGroupMember(member: Member): Json {
	return {id: member.id, email: emailOf(member), status: statusOf(member)};
}

/** As one member of a user group is answered (contract 5.4). */
export function representGroupMemberDetail(member: Member, addedAt: string): Json {
	return {
		...representGroupMember(member),
		created_at: addedAt,
		user: {
			...(member.userId === undefined ? {} : {id: member.userId}),
			email: emailOf(member),
			...(member.firstName === null ? {} : {first_name: member.firstName}),
			...(member.lastName === null ? {} : {last_name: member.lastName}),
		},
	};
}

/**
 * The roles that go with policies (contract 9.3): those of the same name, and where a permission group has none the
 * role has the id of the permission group.
 */
function rolesFor(account: AccountState, policies: readonly Policy[]): readonly Json[] {
	const found = new Map<string, Json>();
	for (const id of policies.flatMap((policy) => policy.permissionGroups)) {
		const group = account.permissionGroups.get(id);
		if (group !== undefined) {
			const role = account.roles.values().find((candidate) => candidate.name === group.name);
			found.set(role?.id ?? id, {
				...(role ?? {id, name: group.name, description: group.meta.description ?? '', permissions: {}}),
			});
		}
	}
	return [...found.values()];
}

/** A member of the account (contract 9.3). A pending one has no user id and no names. */
export function representMember(account: AccountState, member: Member): Json {
	return withOverlay(
		{
			id: member.id,
			email: member.email,
			status: member.status,
			user: {
				...(member.userId === undefined ? {} : {id: member.userId}),
				email: member.email,
				first_name: member.firstName,
				last_name: member.lastName,
				two_factor_authentication_enabled: member.twoFactor,
			},
			roles: rolesFor(account, member.policies),
			policies: representPolicies(account, member.policies),
		},
		member.overlay,
	);
}

/** A zone (contract 9.5), with everything that the specification requires. */
export function representZone(account: AccountState, zone: Zone): Json {
	const {id, name} = account.account;
	return withOverlay(
		{
			id: zone.id,
			name: zone.name,
			status: zone.status,
			paused: false,
			type: zone.type,
			development_mode: 0,
			name_servers: ['ada.ns.cloudflare.com', 'lee.ns.cloudflare.com'],
			original_name_servers: null,
			original_registrar: null,
			original_dnshost: null,
			created_on: zone.createdOn,
			modified_on: zone.createdOn,
			activated_on: zone.status === 'active' ? zone.createdOn : null,
			meta: {step: 2, custom_certificate_quota: 1, page_rule_quota: 3, phishing_detected: false},
			owner: {id, name, type: 'organization'},
			account: {id, name},
			plan: {id: deriveIdentifier(`plan ${zone.plan}`), name: zone.plan, legacy_id: zone.plan.toLowerCase()},
		},
		zone.overlay,
	);
}
