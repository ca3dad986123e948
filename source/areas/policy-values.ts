/**
 * A policy as a form holds it, and as it is sent (contract 4.2). What it applies to is one list of texts, so that it can
 * be picked from one place: `resource-group/<id>`, and for a scope that is written into the policy itself `account`,
 * `zone/<id>`, `worker/<id>`, or `scope/[…]` for one of another shape, which is sent back as it came.
 */
import * as v from 'valibot';
import {permissionGroupIdSchema, resourceGroupIdSchema} from '../api/ids.ts';
import type {Policy} from '../api/schemas.ts';
import {type ScopeInput, scopeBody} from '../api/scope-body.ts';
import type {PolicyInput, ResourceGroupReference} from '../api/user-groups.ts';
import {parseScopeKey} from '../insight/scopes.ts';
import type {FormValues} from './form.ts';
import {textIn, textsIn} from './form-values.ts';

/** What a policy applies to, by its text in a form. */
export type PolicyTarget =
	| {readonly kind: 'resource-group'; readonly id: string}
	| {readonly kind: 'account'}
	| {readonly kind: 'zone'; readonly id: string}
	| {readonly kind: 'worker'; readonly id: string}
	| {readonly kind: 'scope'; readonly scope: ScopeInput};

const accountPrefix = 'com.cloudflare.api.account';

function wholeAccount(account: string): ScopeInput {
	return {key: `${accountPrefix}.${account}`, objects: [{key: '*'}]};
}

function scopeOfThings(account: string, kind: 'zone' | 'worker', ids: readonly string[]): ScopeInput {
	return {key: `${accountPrefix}.${account}`, objects: ids.map((id) => ({key: `${accountPrefix}.${kind}.${id}`}))};
}

/** Undefined for a text that is none, as an editor may give. */
export function targetOf(text: string): PolicyTarget | undefined {
	if (text === 'account') return {kind: 'account'};
	const [, kind, rest] = /^(resource-group|zone|worker|scope)\/(.+)$/su.exec(text) ?? [];
	if (rest === undefined) return undefined;
	switch (kind) {
		case 'resource-group':
		case 'zone':
		case 'worker':
			return {kind, id: rest};
		default: {
			const scope = parsedScope(rest);
			return scope === undefined ? undefined : {kind: 'scope', scope};
		}
	}
}

const scopeText = v.pipe(v.string(), v.parseJson(), v.tupleWithRest([v.string()], v.string()));

function parsedScope(text: string): ScopeInput | undefined {
	const {success, output} = v.safeParse(scopeText, text);
	if (!success) return undefined;
	const [key, ...objects] = output;
	return {key, objects: objects.map((object) => ({key: object}))};
}

/** The targets of an inline scope; `areZonesTaken`: only one scope of zones can be told by its zones alone. */
function textsOfScope({key, objects}: ScopeInput, account: string, areZonesTaken: boolean): readonly string[] {
	const things = objects.map((object) => parseScopeKey(object.key));
	const [first] = things;
	if (key === `${accountPrefix}.${account}` && first !== undefined) {
		const zones = things.flatMap((thing) => (thing.kind === 'zone' ? [thing.id] : []));
		const isPlain = objects.every((object) => object.key.startsWith(`${accountPrefix}.`));
		if (things.length === 1 && first.kind === 'everything') return ['account'];
		if (things.length === 1 && first.kind === 'worker' && isPlain) return [`worker/${first.id}`];
		if (zones.length === things.length && isPlain && !areZonesTaken) return zones.map((id) => `zone/${id}`);
	}
	return [`scope/${JSON.stringify([key, ...objects.map((object) => object.key)])}`];
}

export function policyValues(policy: PolicyInput, account: string): FormValues {
	const targets: string[] = [];
	for (const resource of policy.resource_groups) {
		if ('id' in resource) {
			targets.push(`resource-group/${resource.id}`);
			continue;
		}
		const areZonesTaken = targets.some((text) => text.startsWith('zone/'));
		targets.push(...textsOfScope(resource.scope, account, areZonesTaken));
	}
	return {
		access: policy.access,
		permissionGroups: [...new Set(policy.permission_groups.map(({id}) => id))],
		targets: [...new Set(targets)],
	};
}

/** Undefined for a zone: all zones of a policy go into one scope. */
function referenceOf(target: PolicyTarget, account: string): ResourceGroupReference | undefined {
	switch (target.kind) {
		case 'resource-group':
			return {id: v.parse(resourceGroupIdSchema, target.id)};
		case 'account':
			return {scope: wholeAccount(account)};
		case 'worker':
			return {scope: scopeOfThings(account, 'worker', [target.id])};
		case 'scope':
			return {scope: target.scope};
		case 'zone':
			return undefined;
	}
}

/** What a new policy of a form begins with. */
export const freshPolicy: FormValues = {access: 'allow', permissionGroups: [], targets: []};

/** The policy that is sent; texts that mean nothing are left out: the form says so before. */
export function policyInput(values: FormValues, account: string): PolicyInput {
	const targets = textsIn(values, 'targets').flatMap((text) => targetOf(text) ?? []);
	const zones = targets.flatMap((target) => (target.kind === 'zone' ? [target.id] : []));
	const resources = targets.flatMap((target) => referenceOf(target, account) ?? []);
	return {
		access: textIn(values, 'access') === 'deny' ? 'deny' : 'allow',
		permission_groups: textsIn(values, 'permissionGroups')
			.filter((id) => id !== '')
			.map((id) => ({id: v.parse(permissionGroupIdSchema, id)})),
		resource_groups: zones.length === 0 ? resources : [...resources, {scope: scopeOfThings(account, 'zone', zones)}],
	};
}

const accesses: readonly PolicyInput['access'][] = ['allow', 'deny'];

/**
 * Policies as they are sent: by ids, and without their own, which change with every write (contract 4.4). Undefined
 * where one of them can not be sent back as it is.
 */
export function policyInputs(policies: readonly Policy[] | null | undefined): readonly PolicyInput[] | undefined {
	const inputs: PolicyInput[] = [];
	for (const {access: answered, permission_groups: permissions, resource_groups: resources} of policies ?? []) {
		const access = accesses.find((known) => known === answered);
		if (access === undefined) return undefined;
		const references: ResourceGroupReference[] = [];
		for (const {id, scope, meta} of resources ?? []) {
			// A nameless group that belongs to one policy alone (contract 3): what it stands for is its scope.
			if (scope && meta?.adhoc === 'true') references.push({scope: scopeBody(scope)});
			else if (id) references.push({id});
			else if (scope) references.push({scope: scopeBody(scope)});
			else return undefined;
		}
		inputs.push({
			access,
			permission_groups: (permissions ?? []).map(({id}) => ({id})),
			resource_groups: references,
		});
	}
	return inputs;
}

/** Whether one of them denies: Cloudflare refuses that for user groups, with all that is sent beside it (contract 4). */
export function denies(policies: readonly Pick<PolicyInput, 'access'>[] | undefined): boolean {
	return policies?.some(({access}) => access === 'deny') === true;
}

/** Equal for resources that mean the same, in whatever order the things of a scope stand. */
export function resourceKey(resource: ResourceGroupReference): string {
	return 'id' in resource
		? resource.id
		: JSON.stringify([resource.scope.key, [...new Set(resource.scope.objects.map(({key}) => key))].toSorted()]);
}

/** Equal for policies that mean the same, in whatever order their parts stand (contract 4, quirks). */
export function policyKey({access, permission_groups: permissions, resource_groups: resources}: PolicyInput): string {
	return JSON.stringify([
		access,
		[...new Set(permissions.map(({id}) => id))].toSorted(),
		[...new Set(resources.map(resourceKey))].toSorted(),
	]);
}
