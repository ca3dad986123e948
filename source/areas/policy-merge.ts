/** Two changes of the same policies in one: what somebody else has changed stays, and what the user has changed is added. */
import type {PolicyInput} from '../api/user-groups.ts';
import {countsOf, mergedSet} from '../insight/set-merge.ts';
import {policyKey, resourceKey} from './policy-values.ts';

/** Undefined where nothing is left of it: what one has kept is what the other has taken from it. */
function mergedPolicy(was: PolicyInput, theirs: PolicyInput, yours: PolicyInput): PolicyInput | undefined {
	const merged: PolicyInput = {
		access: yours.access === was.access ? theirs.access : yours.access,
		permission_groups: mergedSet(
			was.permission_groups,
			theirs.permission_groups,
			yours.permission_groups,
			({id}) => id,
		),
		resource_groups: mergedSet(was.resource_groups, theirs.resource_groups, yours.resource_groups, resourceKey),
	};
	const isEmptied = (part: 'permission_groups' | 'resource_groups'): boolean =>
		merged[part].length === 0 && theirs[part].length > 0 && yours[part].length > 0;
	return isEmptied('permission_groups') || isEmptied('resource_groups') ? undefined : merged;
}

/** How much two policies have in common. */
function likeness(left: PolicyInput, right: PolicyInput): number {
	const permissions = new Set(left.permission_groups.map(({id}) => id));
	const resources = new Set(left.resource_groups.map(resourceKey));
	return (
		right.permission_groups.filter(({id}) => permissions.has(id)).length +
		right.resource_groups.filter((resource) => resources.has(resourceKey(resource))).length
	);
}

/** Those that are more often in `policies` than in `others`: of several that are the same, the last ones. */
function missingIn(policies: readonly PolicyInput[], others: readonly PolicyInput[]): readonly PolicyInput[] {
	const left = new Map(countsOf(others, policyKey));
	return policies.filter((policy) => {
		const key = policyKey(policy);
		const times = left.get(key) ?? 0;
		left.set(key, times - 1);
		return times <= 0;
	});
}

/** What each of the policies that are gone has probably become: of all pairs, those with most in common first. */
function successorsOf(
	gone: readonly PolicyInput[],
	candidates: readonly PolicyInput[],
): ReadonlyMap<PolicyInput, PolicyInput> {
	const pairs = gone
		.flatMap((policy) => candidates.map((candidate) => ({policy, candidate, score: likeness(policy, candidate)})))
		.filter(({score}) => score > 0)
		.sort((left, right) => right.score - left.score);
	const successors = new Map<PolicyInput, PolicyInput>();
	const taken = new Set<PolicyInput>();
	for (const {policy, candidate} of pairs) {
		if (successors.has(policy) || taken.has(candidate)) continue;
		successors.set(policy, candidate);
		taken.add(candidate);
	}
	return successors;
}

/**
 * Policies are merged as a set; one that both have changed is merged in itself, so that what they took from it does not
 * come back with what was added to it. Undefined where one has dropped what the other has changed: only a person can
 * tell which of it shall be.
 */
export function mergedPolicies(
	before: readonly PolicyInput[],
	theirs: readonly PolicyInput[],
	yours: readonly PolicyInput[],
): readonly PolicyInput[] | undefined {
	// Each an object of its own: two that are the same are told apart.
	const was = before.map((policy) => ({...policy}));
	const [goneThere, goneHere] = [missingIn(was, theirs), missingIn(was, yours)];
	const [theirNew, yourNew] = [missingIn(theirs, was), missingIn(yours, was)];
	const theirOwn = successorsOf(goneThere, missingIn(theirNew, yours));
	const yourOwn = successorsOf(goneHere, missingIn(yourNew, theirs));
	const both: PolicyInput[] = [];
	const taken = new Set<PolicyInput>();
	for (const policy of goneThere.filter((each) => goneHere.includes(each))) {
		const [there, here] = [theirOwn.get(policy), yourOwn.get(policy)];
		if (there === undefined && here === undefined) continue;
		if (there === undefined || here === undefined) return undefined;
		const merged = mergedPolicy(policy, there, here);
		if (merged !== undefined) both.push(merged);
		taken.add(there).add(here);
	}
	const isLeft = (policy: PolicyInput): boolean => !taken.has(policy);
	return [...mergedSet(was, theirs.filter(isLeft), yours.filter(isLeft), policyKey), ...both];
}
