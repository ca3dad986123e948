/** Reads and checks the policies of user groups and members (contract 4.2, 4.4, 9.3). */
import {levelOf} from '../catalogue/permission-groups.ts';
import {refuseGroup} from '../envelope.ts';
import {type Fields, isFields, type Refuse} from '../input.ts';
import type {Policy, ResourceGroupReference, UserGroup} from '../model.ts';
import type {AccountState, EmulatorState} from '../state.ts';
import {goesWith, reachOf, readScope} from './scopes.ts';

/** `because` is what the server found; the words in front are those that clients look for. */
const refusePolicy: Refuse = (because) => refuseGroup(400, `Policy validation failed: ${because}`);

function readList(fields: Fields, name: string): readonly unknown[] {
	const value = fields[name];
	if (!Array.isArray(value) || value.length === 0) {
		throw refusePolicy(`${name} must be a non-empty array`);
	}
	return value;
}

function readId(value: unknown): string | undefined {
	return isFields(value) && typeof value.id === 'string' ? value.id : undefined;
}

function readPermissionGroup(account: AccountState, value: unknown): string {
	const id = readId(value);
	if (id === undefined || !account.permissionGroups.has(id)) {
		throw refusePolicy(`permission group ${id ?? 'without id'} not found`);
	}
	return id;
}

/** A listed group by id, or a scope written inline (contract 4.2). */
function readResourceGroup(account: AccountState, value: unknown): ResourceGroupReference {
	const id = readId(value);
	if (id !== undefined) {
		if (!account.resourceGroups.has(id)) {
			throw refusePolicy(`resource group ${id} not found`);
		}
		return {kind: 'listed', id};
	}
	if (!isFields(value) || value.scope === undefined) {
		throw refusePolicy('a resource group needs an id or a scope');
	}
	return {kind: 'inline', scope: readScope(value.scope, refusePolicy)};
}

/** Refuses a permission group on a resource group that it does not go with. */
function checkCombination(account: AccountState, policy: Omit<Policy, 'id' | 'createdOn'>): void {
	for (const reference of policy.resourceGroups) {
		const scope = reference.kind === 'listed' ? account.resourceGroups.get(reference.id)?.scope : reference.scope;
		for (const id of policy.permissionGroups) {
			const permissionGroup = account.permissionGroups.get(id);
			if (scope !== undefined && permissionGroup !== undefined && !goesWith(levelOf(permissionGroup), reachOf(scope))) {
				throw refusePolicy(
					`invalid permission group and resource group combination (${permissionGroup.name}, ${scope.key})`,
				);
			}
		}
	}
}

/**
 * The policies of a request, with ids of the server's own: each write makes new ones (contract 4.4).
 * `group`: the user group that they replace the policies of. An id that this group has or had is refused, any other
 * id is taken and dropped (the specification requires one, the official SDK's example sends a made-up one).
 */
export function readPolicies(
	state: EmulatorState,
	account: AccountState,
	value: unknown,
	group?: UserGroup,
): readonly Policy[] {
	if (!Array.isArray(value)) {
		throw refusePolicy('policies must be an array');
	}
	const createdOn = state.timestamp();
	return value.map((item: unknown) => {
		if (!isFields(item)) {
			throw refusePolicy('a policy must be an object');
		}
		const id = readId(item);
		if (group !== undefined && id !== undefined) {
			if (group.spentPolicyIds.has(id) || group.policies.some((policy) => policy.id === id)) {
				throw refuseGroup(400, 'Cannot re-use policy IDs');
			}
		}
		if (item.access !== 'allow') {
			throw refusePolicy(`access ${JSON.stringify(item.access) ?? 'missing'} is not supported`);
		}
		const policy = {
			access: item.access,
			permissionGroups: readList(item, 'permission_groups').map((entry) => readPermissionGroup(account, entry)),
			resourceGroups: readList(item, 'resource_groups').map((entry) => readResourceGroup(account, entry)),
		};
		checkCombination(account, policy);
		return {id: state.random.id(), ...policy, createdOn};
	});
}
