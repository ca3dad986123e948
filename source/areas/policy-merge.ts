/** Two changes of the same policies in one: what somebody else has changed stays, and what the user has changed is added. */
import type {PolicyInput} from '../api/user-groups.ts';
import {policyKey, resourceKey} from './policy-values.ts';

/** `theirs` with what `yours` adds to `was` and takes from it. */
function mergedSet<Value>(
	was: readonly Value[],
	theirs: readonly Value[],
	yours: readonly Value[],
	keyOf: (value: Value) => string,
): readonly Value[] {
	const before = new Set(was.map(keyOf));
	const wanted = new Set(yours.map(keyOf));
	const present = new Set(theirs.map(keyOf));
	return [
		...theirs.filter((value) => wanted.has(keyOf(value)) || !before.has(keyOf(value))),
		...yours.filter((value) => !before.has(keyOf(value)) && !present.has(keyOf(value))),
	];
}

function mergedPolicy(was: PolicyInput, theirs: PolicyInput, yours: PolicyInput): PolicyInput {
	return {
		access: yours.access === was.access ? theirs.access : yours.access,
		permission_groups: mergedSet(
			was.permission_groups,
			theirs.permission_groups,
			yours.permission_groups,
			({id}) => id,
		),
		resource_groups: mergedSet(was.resource_groups, theirs.resource_groups, yours.resource_groups, resourceKey),
	};
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

/** What `policy` has probably become: the one that has most in common with it. */
function successorOf(policy: PolicyInput, candidates: readonly PolicyInput[]): PolicyInput | undefined {
	const [best] = candidates
		.map((candidate) => ({candidate, score: likeness(policy, candidate)}))
		.filter(({score}) => score > 0)
		.sort((left, right) => right.score - left.score);
	return best?.candidate;
}

/**
 * Policies are merged as a set; one that both have changed is merged in itself, so that what they took from it does not
 * come back with what was added to it.
 */
export function mergedPolicies(
	was: readonly PolicyInput[],
	theirs: readonly PolicyInput[],
	yours: readonly PolicyInput[],
): readonly PolicyInput[] {
	const keysOf = (policies: readonly PolicyInput[]): ReadonlySet<string> => new Set(policies.map(policyKey));
	const [before, present, wanted] = [keysOf(was), keysOf(theirs), keysOf(yours)];
	const isNew = (policy: PolicyInput): boolean => !before.has(policyKey(policy));
	const theirNew = theirs.filter((policy) => isNew(policy) && !wanted.has(policyKey(policy)));
	const yourNew = yours.filter((policy) => isNew(policy) && !present.has(policyKey(policy)));
	const both = new Map<PolicyInput, PolicyInput>();
	const taken = new Set<PolicyInput>();
	for (const policy of was) {
		if (present.has(policyKey(policy)) || wanted.has(policyKey(policy))) continue;
		const theirOwn = successorOf(
			policy,
			theirNew.filter((each) => !both.has(each)),
		);
		const yourOwn = successorOf(
			policy,
			yourNew.filter((each) => !taken.has(each)),
		);
		if (theirOwn === undefined || yourOwn === undefined) continue;
		both.set(theirOwn, mergedPolicy(policy, theirOwn, yourOwn));
		taken.add(yourOwn);
	}
	const merged = mergedSet(
		was,
		theirs,
		yours.filter((policy) => !taken.has(policy)),
		policyKey,
	).map((policy) => both.get(policy) ?? policy);
	return merged.filter(
		({permission_groups: permissions, resource_groups: resources}) => permissions.length > 0 && resources.length > 0,
	);
}
