/** What changes between two sets of policies: single grants, whatever policies they stand in. */
import type {PermissionGroup, Policy, PolicyResourceGroup, Scope} from '../api/schemas.ts';
import type {PolicyInput, ResourceGroupReference} from '../api/user-groups.ts';
import {widestGrant} from '../insight/access.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import {scopeTargets} from '../insight/scopes.ts';
import type {Line} from '../terminal/line.ts';
import {grantOf, isWider} from './grants.ts';
import {accessNames, permissionName, resourceGroupName} from './names.ts';
import {policyKey, resourceKey} from './policy-values.ts';
import type {DiffLine} from './write.ts';

/** Policies that were read: names of what the account's lists do not have, or not yet. */
type Known = readonly Policy[] | null | undefined;

function scopeOfReference({scope}: Extract<ResourceGroupReference, {readonly scope: unknown}>): Scope {
	return {key: scope.key, objects: scope.objects.map(({key}) => ({key}))};
}

/** Policies that are to be sent as they would be read. */
export function policiesOf(inputs: readonly PolicyInput[], knowledge: Knowledge, known: Known = []): readonly Policy[] {
	const permissions = new Map<string, PermissionGroup>();
	const resources = new Map<string, PolicyResourceGroup>();
	for (const {permission_groups: granted, resource_groups: reached} of known ?? []) {
		for (const group of granted ?? []) permissions.set(group.id, group);
		for (const group of reached ?? []) if (group.id) resources.set(group.id, group);
	}
	const listedPermissions = knowledge.list('permissionGroups').byId;
	const listedResources = knowledge.list('resourceGroups').byId;
	return inputs.map(({access, permission_groups: granted, resource_groups: reached}) => ({
		access,
		permission_groups: granted.map(({id}) => listedPermissions.get(id) ?? permissions.get(id) ?? {id}),
		resource_groups: reached.map((resource) =>
			'id' in resource
				? (listedResources.get(resource.id) ?? resources.get(resource.id) ?? {id: resource.id, scope: undefined})
				: {scope: scopeOfReference(resource)},
		),
	}));
}

/** Each thing of an inline scope by itself: one zone more is one line more. */
function thingsOf(resource: ResourceGroupReference): readonly ResourceGroupReference[] {
	if ('id' in resource) return [resource];
	const {key, objects} = resource.scope;
	const isDivisible = scopeTargets(scopeOfReference(resource)).every(({kind}) => kind === 'zone' || kind === 'worker');
	return isDivisible && objects.length > 1
		? objects.map((object) => ({scope: {key, objects: [{key: object.key}]}}))
		: [resource];
}

/** The smallest policies that grant the same, by what they mean: one permission group on one thing each. */
function singleGrants(policies: readonly PolicyInput[]): ReadonlyMap<string, PolicyInput> {
	const grants = new Map<string, PolicyInput>();
	for (const {access, permission_groups: permissions, resource_groups: resources} of policies) {
		const things = resources.flatMap(thingsOf);
		for (const permission of permissions) {
			for (const thing of things) {
				grants.set(`${access} ${permission.id} ${resourceKey(thing)}`, {
					access,
					permission_groups: [permission],
					resource_groups: [thing],
				});
			}
		}
	}
	return grants;
}

export interface GrantChange {
	readonly lost: readonly PolicyInput[];
	readonly gained: readonly PolicyInput[];
}

/** What people lose and gain; nothing where policies are only arranged in another way. */
export function grantChange(before: readonly PolicyInput[], after: readonly PolicyInput[]): GrantChange {
	const had = singleGrants(before);
	const has = singleGrants(after);
	const missing = (from: ReadonlyMap<string, PolicyInput>, than: ReadonlyMap<string, PolicyInput>) =>
		[...from].filter(([key]) => !than.has(key)).map(([, grant]) => grant);
	return {lost: missing(had, has), gained: missing(has, had)};
}

/** `DNS on prod-zones`: single grants by the names of what they are on, the widest first, then what is denied. */
function grantLines(grants: readonly Policy[], knowledge: Knowledge): readonly Line[] {
	const found = grants.map((policy) => {
		const denies = policy.access === 'deny';
		const what = (policy.permission_groups ?? []).map((group) => permissionName(group, knowledge)).join(', ');
		const where = (policy.resource_groups ?? []).map((group) => resourceGroupName(group, knowledge)).join(', ');
		const widest = widestGrant([{...policy, access: 'allow'}], accessNames(knowledge));
		const tone = denies ? 'danger' : widest?.broad === true ? 'warning' : 'plain';
		return {denies, widest, line: [{text: `${denies ? 'DENY ' : ''}${what} on ${where}`, tone}] as const};
	});
	return found
		.sort((left, right) => {
			if (left.denies !== right.denies) return left.denies ? 1 : -1;
			return left.widest === undefined || right.widest === undefined ? 0 : isWider(left.widest, right.widest);
		})
		.map(({line}) => line);
}

/** `ALLOW DNS, Zone Read on prod-zones`. */
export function policyInputLine(input: PolicyInput, knowledge: Knowledge, known?: Known): Line {
	const [policy] = policiesOf([input], knowledge, known);
	const what = (policy?.permission_groups ?? []).map((group) => permissionName(group, knowledge));
	const where = (policy?.resource_groups ?? []).map((group) => resourceGroupName(group, knowledge));
	const denies = input.access === 'deny';
	return [
		{text: denies ? 'DENY' : 'ALLOW', tone: denies ? 'danger' : 'good'},
		{text: ` ${what.join(', ') || 'nothing'} on ${where.join(', ') || 'nothing'}`},
	];
}

/**
 * `- Zone Read on staging`, `+ DNS on prod-zones`: what is lost, then what is gained, the widest first. Policies that
 * grant the same as before, arranged in another way, are told as policies.
 */
export function policyDiff(
	before: readonly PolicyInput[],
	after: readonly PolicyInput[],
	knowledge: Knowledge,
	known?: Known,
): readonly DiffLine[] {
	const {lost, gained} = grantChange(before, after);
	const told = (sign: DiffLine['sign'], grants: readonly PolicyInput[]) =>
		grantLines(policiesOf(grants, knowledge, known), knowledge).map((line): DiffLine => ({sign, line}));
	if (lost.length + gained.length > 0) return [...told('-', lost), ...told('+', gained)];
	const missing = (from: readonly PolicyInput[], than: readonly PolicyInput[]) => {
		const keys = than.map(policyKey);
		return from.filter((policy) => {
			const at = keys.indexOf(policyKey(policy));
			if (at === -1) return true;
			keys.splice(at, 1);
			return false;
		});
	};
	const asPolicies = (sign: DiffLine['sign'], policies: readonly PolicyInput[]) =>
		policies.map((policy): DiffLine => ({sign, line: policyInputLine(policy, knowledge, known)}));
	return [...asPolicies('-', missing(before, after)), ...asPolicies('+', missing(after, before))];
}

/** `gains DNS on prod-zones, and 2 more; loses Zone Read on staging`: the same for each member. */
export function changeLine({lost, gained}: GrantChange, knowledge: Knowledge, known?: Known): Line {
	const parts = [
		{verb: 'gains', grants: gained},
		{verb: 'loses', grants: lost},
	].flatMap(({verb, grants}): Line => {
		if (grants.length === 0) return [];
		const {text, broad} = grantOf(policiesOf(grants, knowledge, known), knowledge);
		return [{text: `${verb} ${text}`, tone: broad ? 'warning' : 'plain'}];
	});
	return parts.flatMap((part, index): Line => (index === 0 ? [part] : [{text: '; '}, part]));
}

/** Whether administration or writing on a whole account is among them. */
export function isBroad(grants: readonly PolicyInput[], knowledge: Knowledge, known?: Known): boolean {
	return grantOf(policiesOf(grants, knowledge, known), knowledge).broad;
}
