/** What policies grant, in a line. What follows from all of them for one person is another question. */
import type {PermissionGroup, Policy, PolicyResourceGroup, Scope} from '../api/schemas.ts';
import {describeScope, type ScopeLookup, scopeTargets} from './scopes.ts';

/** How names of policies are found. */
export interface AccessNames {
	readonly permissionName: (group: PermissionGroup) => string;
	/** The scope of a resource group in a policy, perhaps known from the account's list only. */
	readonly scopeOf: (group: PolicyResourceGroup) => Scope | null | undefined;
	readonly lookup: ScopeLookup;
}

/** How much a permission group lets one do, as far as its name and label tell. */
export type Power = 'super-administrator' | 'administrator' | 'write' | 'read';

/** How far a scope reaches. */
export type Breadth = 'account' | 'all-zones' | 'several' | 'one' | 'nothing';

export interface Grant {
	/** `Super Administrator - All Privileges on whole account`. */
	readonly text: string;
	/** Administration, or writing on a whole account: worth a second look. */
	readonly broad: boolean;
	readonly power: Power;
	readonly breadth: Breadth;
}

const powers: readonly Power[] = ['read', 'write', 'administrator', 'super-administrator'];
const breadths: readonly Breadth[] = ['nothing', 'one', 'several', 'all-zones', 'account'];

/** The power of a permission group by label and name (contract, appendix A): names are all that there is. */
export function powerOf(group: Pick<PermissionGroup, 'name' | 'meta'>): Power {
	const name = (group.name ?? '').toLowerCase();
	const label = (group.meta?.label ?? '').toLowerCase();
	if (label === 'all_privileges' || name.startsWith('super administrator')) {
		return 'super-administrator';
	}
	const readOnly = /\b(?:read|readonly|reader|viewer|reporting|reporter|analyst)\b/;
	if (readOnly.test(name) || /(?:^|_)read(?:_?only)?$/.test(label)) {
		return 'read';
	}
	// These have no word for it in their names; their descriptions say "can read" or "can view".
	if (name === 'analytics' || name === 'minimal account access') {
		return 'read';
	}
	return label === 'admin' || /^(?:domain )?administrator$/.test(name) ? 'administrator' : 'write';
}

export function breadthOf(scope: Scope | null | undefined): Breadth {
	const targets = scopeTargets(scope);
	if (targets.some(({kind}) => kind === 'account')) {
		return 'account';
	}
	if (targets.some(({kind}) => kind === 'all-zones' || kind === 'all-workers')) {
		return 'all-zones';
	}
	return targets.length > 1 ? 'several' : targets.length === 1 ? 'one' : 'nothing';
}

/**
 * The most that `policies` grant: the strongest permission group, and of equal ones that which reaches furthest.
 * `undefined` when they grant nothing. A deny grants nothing.
 */
export function widestGrant(policies: readonly Policy[] | null | undefined, names: AccessNames): Grant | undefined {
	let widest: {group: PermissionGroup; scope: Scope | null | undefined; power: Power; breadth: Breadth} | undefined;
	let rank = -1;
	for (const policy of policies ?? []) {
		if (policy.access === 'deny') {
			continue;
		}
		const scopes = (policy.resource_groups ?? []).map((group) => {
			const scope = names.scopeOf(group);
			return {scope, breadth: breadthOf(scope)};
		});
		for (const group of policy.permission_groups ?? []) {
			const power = powerOf(group);
			for (const {scope, breadth} of scopes) {
				const next = powers.indexOf(power) * breadths.length + breadths.indexOf(breadth);
				if (next > rank) {
					rank = next;
					widest = {group, scope, power, breadth};
				}
			}
		}
	}
	if (!widest) {
		return undefined;
	}
	const {group, scope, power, breadth} = widest;
	const wide = breadth === 'account' || breadth === 'all-zones';
	return {
		text: `${names.permissionName(group)} on ${describeScope(scope, names.lookup, 2).text}`,
		broad: power === 'super-administrator' || power === 'administrator' || (power === 'write' && wide),
		power,
		breadth,
	};
}
