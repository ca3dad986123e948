import type {UserGroup} from '../api/schemas.ts';

/**
 * Whether the identity provider owns the group: its name, members and deletion are refused here, its policies stay
 * editable (contract 4, quirks). No field of the contract says so; these are the ones that answers may carry.
 */
export function isScimManaged(group: UserGroup): boolean {
	return ['managed_by', 'source', 'provisioned_by'].some((key) => isScim(group[key]));
}

function isScim(value: unknown): boolean {
	return typeof value === 'string' && value.toLowerCase() === 'scim';
}

/** Why the members of a group can not be changed here. */
export function scimMembers(group: UserGroup): string | undefined {
	return isScimManaged(group) ? `${group.name}: managed by SCIM, members change in the identity provider` : undefined;
}
