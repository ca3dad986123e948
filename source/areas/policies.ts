/** Policies as a table: what is granted and on what, each row opening the thing that it names. */
import type {ResourceGroupId} from '../api/ids.ts';
import type {Policy} from '../api/schemas.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import {scopeLevel} from '../insight/names.ts';
import {targetName} from '../insight/scopes.ts';
import {absolute} from '../insight/time.ts';
import type {Line} from '../terminal/line.ts';
import {plain, statusText, textOf, toned} from './cells.ts';
import {permissionName, resourceGroupName, scopeIn, scopeOf, targetReference} from './names.ts';
import {type Column, type Reference, type TableSource, tableOf} from './table.ts';

interface PolicyRow {
	readonly id: string;
	/** Where the policy stands in the answer, from 1; the order is not kept by the server (contract 4, quirks). */
	readonly number: number;
	/** Said once for each policy. */
	readonly access: string;
	readonly part: 'grants' | 'on' | '';
	readonly name: string;
	readonly reach: string;
	readonly target: Reference | undefined;
	readonly explain: readonly Line[];
	readonly copy: string;
}

export function accessLine(access: string): Line {
	if (access === '') return [];
	return toned(access.toUpperCase(), access === 'allow' ? 'good' : access === 'deny' ? 'danger' : 'warning');
}

const columns: readonly Column<PolicyRow>[] = [
	{
		name: 'policy',
		title: '#',
		width: 3,
		drop: 1,
		align: 'end',
		text: ({number}) => String(number),
		line: ({number, access}) => (access === '' ? [] : plain(String(number))),
		order: ({number}) => number,
	},
	{
		name: 'access',
		title: 'ACCESS',
		width: 6,
		drop: 0,
		text: ({access}) => access,
		line: ({access}) => accessLine(access),
	},
	{name: 'part', title: '', width: 6, drop: 0, text: ({part}) => part, line: ({part}) => toned(part, 'dim')},
	{
		name: 'name',
		title: 'NAME',
		width: 34,
		minimum: 18,
		grow: 2,
		drop: 0,
		text: ({name}) => name,
		line: ({name, part}) => (part === '' ? [{text: '  '}, {text: name}] : plain(name)),
	},
	{
		name: 'reach',
		title: 'REACHES',
		width: 26,
		minimum: 12,
		grow: 1,
		drop: 2,
		text: ({reach}) => reach,
		line: ({reach}) => toned(reach, 'dim'),
	},
];

/** Whether the list of resource groups has been read to its end without this one. */
function isUnlisted(id: ResourceGroupId, knowledge: Knowledge): boolean {
	const {complete, byId} = knowledge.list('resourceGroups');
	return complete && !byId.has(id);
}

function rowsOf(policy: Policy, number: number, knowledge: Knowledge): readonly PolicyRow[] {
	const key = keyOf(policy, number);
	const about: Line = [
		...accessLine(textOf(policy.access) || 'unknown'),
		{text: `  policy ${number}`},
		...(policy.id ? [{text: `  id ${policy.id}`, tone: 'dim'} as const] : []),
	];
	const when = [
		...(policy.created_on ? [`created ${absolute(policy.created_on)}`] : []),
		...(policy.modified_on ? [`changed ${absolute(policy.modified_on)}`] : []),
		...(policy.status ? [`status ${statusText(policy.status)}`] : []),
	].join('  ');
	const foot: readonly Line[] = when === '' ? [] : [toned(when, 'dim')];
	let said = false;
	const access = (): string => {
		if (said) return '';
		said = true;
		return textOf(policy.access) || 'unknown';
	};
	const permissions = (policy.permission_groups ?? []).map((group, index): PolicyRow => {
		const level = scopeLevel(group) ?? '';
		return {
			id: `${key} p ${group.id} ${index}`,
			number,
			access: access(),
			part: 'grants',
			name: permissionName(group, knowledge),
			reach: level === '' ? '' : `${level} level`,
			target: {area: 'permission-groups', id: group.id},
			explain: [
				about,
				plain(textOf(group.meta?.description)),
				toned(`permission group id ${group.id}`, 'dim'),
				...foot,
			],
			copy: group.id,
		};
	});
	const resources = (policy.resource_groups ?? []).flatMap((group, index): readonly PolicyRow[] => {
		const given = scopeIn(group, knowledge);
		const scope = scopeOf(given, knowledge);
		const [only, ...others] = scope.targets;
		const inline = group.id === null || group.id === undefined;
		const own: PolicyRow = {
			id: `${key} r ${group.id ?? index}`,
			number,
			access: access(),
			part: 'on',
			name: resourceGroupName(group, knowledge),
			reach: inline ? 'inline scope' : scope.text,
			// What is not in the account's list (inline, or ad-hoc for one zone, contract 3) leads to what it reaches.
			target:
				group.id && !isUnlisted(group.id, knowledge)
					? {area: 'resource-groups', id: group.id}
					: only && others.length === 0
						? targetReference(only)
						: undefined,
			explain: [
				about,
				plain(scope.text),
				toned(
					inline ? 'written into the policy; no resource group of its own' : `resource group id ${group.id}`,
					'dim',
				),
				...(given ? [toned(`container ${given.key}`, 'dim')] : []),
				...foot,
			],
			copy: group.id ?? group.scope?.key ?? '',
		};
		const things = scope.targets.filter(({kind}) => kind === 'zone' || kind === 'worker' || kind === 'other');
		return [
			own,
			...things.map(
				(thing): PolicyRow => ({
					id: `${own.id} ${thing.kind} ${thing.id}`,
					number,
					access: '',
					part: '',
					name: targetName(thing),
					reach: thing.kind === 'other' ? '' : thing.kind,
					target: targetReference(thing),
					explain: [about, toned(`${thing.kind} id ${thing.id}`, 'dim')],
					copy: thing.id,
				}),
			),
		];
	});
	return [...permissions, ...resources];
}

/** The policies that rows of the table belong to, by where they stand, from 0. */
export function policyIndices(
	rows: readonly string[],
	policies: readonly Policy[] | null | undefined,
): ReadonlySet<number> {
	const keys = (policies ?? []).map((policy, index) => `${keyOf(policy, index + 1)} `);
	return new Set(rows.map((row) => keys.findIndex((key) => row.startsWith(key))).filter((index) => index !== -1));
}

/** What the ids of a policy's rows begin with. */
function keyOf({id}: Policy, number: number): string {
	return id ?? String(number);
}

export function policiesTable(policies: readonly Policy[] | null | undefined, knowledge: Knowledge): TableSource {
	return tableOf({
		rows: (policies ?? []).flatMap((policy, index) => rowsOf(policy, index + 1, knowledge)),
		columns,
		id: ({id}) => id,
		target: ({target}) => target,
		copy: ({copy}) => copy,
		explain: ({explain}) => explain,
	});
}

/** One policy in one line: `ALLOW  DNS, Zone Read  on  prod-zones`. */
export function policyLine(policy: Policy, knowledge: Knowledge): Line {
	const permissions = (policy.permission_groups ?? []).map((group) => permissionName(group, knowledge));
	const resources = (policy.resource_groups ?? []).map((group) => resourceGroupName(group, knowledge));
	return [
		...accessLine(textOf(policy.access) || 'unknown'),
		{text: `  ${permissions.join(', ') || 'nothing'}`},
		{text: '  on  ', tone: 'dim'},
		{text: resources.join(', ') || 'nothing'},
	];
}

/** Policies for a preview, at most `most` lines. */
export function policyLines(
	policies: readonly Policy[] | null | undefined,
	knowledge: Knowledge,
	most: number,
): readonly Line[] {
	const all = policies ?? [];
	const lines = all.slice(0, all.length > most ? most - 1 : most).map((policy) => policyLine(policy, knowledge));
	return all.length > most ? [...lines, toned(`and ${all.length - lines.length} more policies`, 'dim')] : lines;
}
