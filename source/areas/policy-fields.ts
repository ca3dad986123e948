/** The fields of one policy in a form, how it is told in a line, and what is wrong with it. */
import {isCloudflareId} from '../api/ids.ts';
import {scopeLevel} from '../insight/names.ts';
import {type ScopeTarget, scopeTargets} from '../insight/scopes.ts';
import type {Line} from '../terminal/line.ts';
import type {Setting} from './define.ts';
import type {FormField, FormProblem, FormValues} from './form.ts';
import {recordsIn, textIn, textsIn} from './form-values.ts';
import {permissionName} from './names.ts';
import {accessLine} from './policies.ts';
import {policiesOf} from './policy-diff.ts';
import {permissionGroupSource, smallerPermissionGroupSource, targetSource} from './policy-pickers.ts';
import {freshPolicy, policyInput, policyKey, targetOf} from './policy-values.ts';

const denyWarning =
	'Cloudflare refuses policies that deny on a user group, and policies are sent together: as long as it denies, none of them can be changed.';

/** Whether a policy applies to less than the account: to zones or Workers. */
function isSmaller(record: FormValues, {knowledge}: Setting): boolean {
	const input = policyInput({...record, permissionGroups: []}, knowledge.account.id);
	const [policy] = policiesOf([input], knowledge);
	return (policy?.resource_groups ?? [])
		.flatMap(({scope}) => scopeTargets(scope))
		.some((target) => isOfZone(target) || isOfWorker(target));
}

export function policyFields(record: FormValues, setting: Setting): readonly FormField[] {
	return [
		{
			kind: 'pick',
			name: 'permissionGroups',
			label: 'Permissions',
			help: 'what members may do; account-level ones need the whole account',
			source: isSmaller(record, setting) ? smallerPermissionGroupSource : permissionGroupSource,
		},
		{
			kind: 'pick',
			name: 'targets',
			label: 'On',
			help: 'resource groups, the whole account, zones, or a Worker by its id',
			source: targetSource,
		},
		{
			kind: 'choice',
			name: 'access',
			label: 'Access',
			options: [
				{value: 'allow', label: 'allow'},
				{value: 'deny', label: 'deny', remark: 'refused for user groups', warning: denyWarning},
			],
		},
	];
}

function names(ids: readonly string[], nameOf: (id: string) => string, none: string): string {
	return ids.length === 0 ? none : ids.map(nameOf).join(', ');
}

/** `ALLOW  DNS, Zone Read` and below it `on  prod-zones`. */
export function policySummary(record: FormValues, setting: Setting): readonly Line[] {
	const permissions = textsIn(record, 'permissionGroups');
	const targets = textsIn(record, 'targets');
	return [
		[
			...accessLine(textIn(record, 'access') || 'unknown'),
			{text: `  ${names(permissions, (id) => permissionGroupSource.option(id, setting).name, 'no permissions yet')}`},
		],
		[{text: 'on  ', tone: 'dim'}, {text: names(targets, (id) => targetSource.option(id, setting).name, 'nothing yet')}],
	];
}

/** The policies of a form, each with fields of its own. */
export const policiesField = {
	kind: 'records',
	name: 'policies',
	label: 'Policies',
	nouns: ['policy', 'policies'],
	summary: policySummary,
	fresh: freshPolicy,
	fields: policyFields,
} as const satisfies FormField;

function isOfZone({kind}: ScopeTarget): boolean {
	return kind === 'zone' || kind === 'all-zones';
}

function isOfWorker({kind}: ScopeTarget): boolean {
	return kind === 'worker' || kind === 'all-workers';
}

/**
 * Permission groups on things that they do not go with (contract 4, quirks): what is for the account needs the whole of
 * it, which is known to be refused; a zone and a Worker have nothing to do with each other, which is a guess.
 */
function levelProblems(record: FormValues, at: (field: string) => string, setting: Setting): readonly FormProblem[] {
	const {knowledge} = setting;
	const [policy] = policiesOf([policyInput(record, knowledge.account.id)], knowledge);
	const targets = (policy?.resource_groups ?? []).flatMap(({scope}) => scopeTargets(scope));
	const smaller = targets.filter((target) => isOfZone(target) || isOfWorker(target));
	return (policy?.permission_groups ?? []).flatMap((group): readonly FormProblem[] => {
		const name = permissionName(group, knowledge);
		const problem = (tone: FormProblem['tone'], text: string) => [{path: at('targets'), tone, text}] as const;
		switch (scopeLevel(group)) {
			case 'account':
				return smaller.length === 0
					? []
					: problem('danger', `${name} is for the whole account: Cloudflare refuses it on zones and Workers`);
			case 'zone':
				return targets.some(isOfWorker) ? problem('warning', `${name} is for zones: a Worker is none`) : [];
			case 'worker':
				return targets.some(isOfZone) ? problem('warning', `${name} is for Workers: a zone is none`) : [];
			default:
				return [];
		}
	});
}

/** Ids that name nothing any more: of a draft, of an editor, or of what has been deleted since. */
function unknownProblems(record: FormValues, at: (field: string) => string, {knowledge}: Setting) {
	const problems: FormProblem[] = [];
	const permissionGroups = knowledge.list('permissionGroups');
	const unknown = textsIn(record, 'permissionGroups').filter((id) => !permissionGroups.byId.has(id));
	if (permissionGroups.complete && unknown.length > 0) {
		problems.push({
			path: at('permissionGroups'),
			tone: 'danger',
			text: `the account has no permission group ${unknown.join(', ')}`,
		});
	}
	for (const text of textsIn(record, 'targets')) {
		const path = at('targets');
		const target = targetOf(text);
		switch (target?.kind) {
			case undefined:
				problems.push({
					path,
					tone: 'danger',
					text: `${text} is nothing that a policy can apply to: resource-group/<id>, account, zone/<id> or worker/<id>`,
				});
				break;
			case 'resource-group': {
				const {byId, complete} = knowledge.list('resourceGroups');
				if (complete && !byId.has(target.id)) {
					problems.push({path, tone: 'danger', text: `the account has no resource group ${target.id}`});
				}
				break;
			}
			case 'zone': {
				const {byId, complete} = knowledge.list('zones');
				if (!isCloudflareId(target.id)) {
					problems.push({path, tone: 'danger', text: `a zone id is 32 characters of 0-9 and a-f: ${target.id}`});
				} else if (complete && !byId.has(target.id)) {
					problems.push({path, tone: 'warning', text: `zone ${target.id} is not in the account’s list`});
				}
				break;
			}
			case 'worker':
				if (!isCloudflareId(target.id)) {
					problems.push({path, tone: 'danger', text: `a Worker id is 32 characters of 0-9 and a-f: ${target.id}`});
				} else if (knowledge.list('zones').byId.has(target.id)) {
					problems.push({path, tone: 'warning', text: `${target.id} is the id of a zone, not of a Worker`});
				}
				break;
			case 'account':
			case 'scope':
				break;
		}
	}
	return problems;
}

/** @param prefix in front of the names of its fields: `policies.2.`; empty for a form of one policy */
export function policyProblems(record: FormValues, prefix: string, setting: Setting): readonly FormProblem[] {
	const at = (field: string): string => `${prefix}${field}`;
	const access = textIn(record, 'access');
	const lacks = (field: string): boolean => textsIn(record, field).length === 0;
	return [
		...(lacks('permissionGroups')
			? [
					{
						path: at('permissionGroups'),
						tone: 'danger',
						text: 'choose at least one: without it the policy grants nothing',
					} as const,
				]
			: []),
		...(lacks('targets')
			? [
					{
						path: at('targets'),
						tone: 'danger',
						text: 'choose at least one: without it the policy applies to nothing',
					} as const,
				]
			: []),
		...(access === 'deny' ? [{path: at('access'), tone: 'warning', text: denyWarning} as const] : []),
		...(access !== 'deny' && access !== 'allow'
			? [{path: at('access'), tone: 'danger', text: 'has to be allow or deny'} as const]
			: []),
		...unknownProblems(record, at, setting),
		...levelProblems(record, at, setting),
	];
}

/**
 * Of all policies of a group together: those that are the same are said to be.
 * @param settled keys of policies that the group has already: whatever is odd about them, they keep nobody from a change
 */
export function policiesProblems(
	values: FormValues,
	settled: ReadonlySet<string>,
	setting: Setting,
): readonly FormProblem[] {
	const records = recordsIn(values, 'policies');
	const keys = records.map((record) => policyKey(policyInput(record, setting.knowledge.account.id)));
	return records.flatMap((record, index): readonly FormProblem[] => {
		const key = keys[index] ?? '';
		const first = keys.indexOf(key);
		const problems = policyProblems(record, `policies.${index}.`, setting);
		return [
			...(first < index ? [{path: `policies.${index}`, tone: 'warning', text: sameAs(first)} as const] : []),
			...(settled.has(key) ? problems.map((problem) => ({...problem, tone: 'warning'}) as const) : problems),
		];
	});
}

/** @param index of the other one, from 0 */
export function sameAs(index: number): string {
	return `the same as policy ${index + 1}`;
}
