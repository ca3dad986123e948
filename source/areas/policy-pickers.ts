/** What a policy grants and what it applies to, to be picked by typing: both lists may have thousands of rows. */
import {isCloudflareId} from '../api/ids.ts';
import type {PermissionGroup, ResourceGroup, Zone} from '../api/schemas.ts';
import {powerOf} from '../insight/access.ts';
import {compileFilter, type FilterColumn, filterRows} from '../insight/fuzzy.ts';
import type {Knowledge, Resource} from '../insight/knowledge.ts';
import {memoise, memoise2} from '../insight/memo.ts';
import {ambiguousNames, scopeLevel, shortId} from '../insight/names.ts';
import {nameOr} from './cells.ts';
import type {Setting} from './define.ts';
import type {PickOption, PickSource} from './form.ts';
import {permissionName, resourceGroupName, scopeOf} from './names.ts';
import {type PolicyTarget, targetOf} from './policy-values.ts';

const optionColumns: readonly FilterColumn<PickOption>[] = [
	{name: 'name', text: ({name}) => name},
	{name: 'more', text: ({more}) => more},
];

const columnNames = optionColumns.map(({name}) => name);

/** The options that a text may mean, the best first; options of one rank in their order. */
export function matchingOptions(text: string, options: readonly PickOption[]): readonly PickOption[] {
	const trimmed = text.trim();
	if (trimmed === '') return options;
	// An id that was copied elsewhere, or the beginning of one as it is shown.
	if (/^[0-9a-f]{8,}$/u.test(trimmed)) return options.filter(({id}) => id.includes(trimmed));
	const {indices, scores} = filterRows(compileFilter(text, columnNames), options, optionColumns);
	return indices
		.map((index, at) => ({index, score: scores[at] ?? 0}))
		.sort((left, right) => right.score - left.score || left.index - right.index)
		.flatMap(({index}) => options[index] ?? []);
}

function byName(left: PickOption, right: PickOption): number {
	const [one, other] = [left.name.toLowerCase(), right.name.toLowerCase()];
	return one < other ? -1 : one > other ? 1 : left.more < right.more ? -1 : 1;
}

/** What is said while lists are not all there; undefined when they are. */
export function readingOf(
	lists: readonly (readonly [resource: Resource, noun: string])[],
	knowledge: Knowledge,
): string | undefined {
	for (const [resource, noun] of lists) {
		const {complete, error, fetching, rows, total} = knowledge.list(resource);
		if (complete) continue;
		if (error !== undefined && !fetching) return `the ${noun} could not be read: ${error.message}`;
		const of = total === undefined ? '' : ` of ${total.toLocaleString('en-US')}`;
		return `reading the ${noun}: ${rows.length.toLocaleString('en-US')}${of}`;
	}
	return undefined;
}

function permissionOption(group: PermissionGroup, name: string): PickOption {
	const {deprecated, eol_at: end} = group.meta ?? {};
	return {
		id: group.id,
		name,
		// A name that two have says its level itself.
		more: [name === group.name ? (scopeLevel(group) ?? '') : '', deprecated === 'true' ? 'deprecated' : '']
			.filter((part) => part !== '')
			.join(', '),
		warning:
			deprecated === 'true'
				? `deprecated by Cloudflare${end === undefined ? '' : `, ends ${end}`}`
				: powerOf(group) === 'super-administrator'
					? 'everything in the account, its members and its billing'
					: undefined,
	};
}

const permissionOptions = memoise((rows: readonly PermissionGroup[]): readonly PickOption[] => {
	const {labels} = ambiguousNames(rows);
	return rows
		.map((group) => {
			const option = permissionOption(group, nameOr(group.name, group.id));
			const isTwin = labels.has(`${option.name.toLowerCase()} (${scopeLevel(group) ?? ''})`);
			return isTwin ? {...option, more: `${option.more}, ${shortId(group.id)}`} : option;
		})
		.sort(byName);
});

/** Permission groups; two of one name are told apart by their level. */
export const permissionGroupSource: PickSource = {
	nouns: ['permission group', 'permission groups'],
	needs: [{kind: 'list', resource: 'permissionGroups'}],
	options: (text, {knowledge}) => matchingOptions(text, permissionOptions(knowledge.list('permissionGroups').rows)),
	option(id, {knowledge}) {
		const group = knowledge.list('permissionGroups').byId.get(id);
		return group === undefined
			? {id, name: shortId(id), more: 'not in the account’s list'}
			: permissionOption(group, permissionName(group, knowledge));
	},
	reading: ({knowledge}) => readingOf([['permissionGroups', 'permission groups']], knowledge),
};

const onlyWhole = 'not with zones or Workers';

/**
 * The same beside a choice of zones or Workers: what is for the whole account is refused there, and comes last. It can be
 * picked all the same, for a policy whose place is chosen anew afterwards.
 */
export const smallerPermissionGroupSource: PickSource = {
	...permissionGroupSource,
	options(text, setting) {
		const {byId} = setting.knowledge.list('permissionGroups');
		const isWhole = ({id}: PickOption): boolean => {
			const group = byId.get(id);
			return group !== undefined && scopeLevel(group) === 'account';
		};
		const options = permissionGroupSource.options(text, setting);
		const whole = options.filter(isWhole).map((option) => ({
			...option,
			more: option.more === '' ? onlyWhole : `${option.more}, ${onlyWhole}`,
			warning: 'it is for the whole account: Cloudflare refuses it on zones and Workers',
		}));
		return [...options.filter((option) => !isWhole(option)), ...whole];
	},
};

/** How the form calls what is written into the policy itself instead of named by it. */
const inline = 'in this policy itself';

const aboutInline = 'written into this policy itself, not into a resource group that others share';

const aboutSystem = 'made by Cloudflare for the account: to be used, not to be edited or deleted';

function groupOption(group: ResourceGroup, knowledge: Knowledge): PickOption {
	const reach = scopeOf(group.scope, knowledge, 3).text;
	const name = resourceGroupName(group, knowledge);
	const isSystem = group.meta?.editable === 'false';
	const kind = isSystem ? 'resource group of Cloudflare' : 'resource group';
	return {
		id: `resource-group/${group.id}`,
		name,
		more: name === reach ? kind : `${kind}: ${reach}`,
		...(isSystem ? {about: aboutSystem} : {}),
	};
}

function targetOption(id: string, target: PolicyTarget | undefined, knowledge: Knowledge): PickOption {
	switch (target?.kind) {
		case undefined:
			return {id, name: id, more: 'not understood'};
		case 'resource-group': {
			const group = knowledge.list('resourceGroups').byId.get(target.id);
			return group === undefined
				? {id, name: shortId(target.id), more: 'resource group, not in the account’s list'}
				: groupOption(group, knowledge);
		}
		case 'account':
			return {id, name: 'whole account', more: inline, about: aboutInline};
		case 'zone': {
			const zone = knowledge.list('zones').byId.get(target.id);
			return {id, name: nameOr(zone?.name, target.id), more: 'zone', about: aboutInline};
		}
		case 'worker':
			return {id, name: shortId(target.id), more: 'Worker', about: aboutInline};
		case 'scope': {
			const {key, objects} = target.scope;
			const scope = {key, objects: objects.map((object) => ({key: object.key}))};
			return {id, name: scopeOf(scope, knowledge, 3).text, more: inline, about: aboutInline};
		}
	}
}

const zoneOptions = memoise((zones: readonly Zone[]): readonly PickOption[] =>
	zones
		.map(({id, name}) => ({id: `zone/${id}`, name: nameOr(name, id), more: 'zone', about: aboutInline}))
		.sort(byName),
);

/** The account first, then what has a name of its own, then what does not. */
const targetOptions = memoise2((knowledge: Knowledge, _groups: readonly ResourceGroup[]) =>
	memoise((zones: readonly Zone[]): readonly PickOption[] => [
		targetOption('account', {kind: 'account'}, knowledge),
		...knowledge
			.list('resourceGroups')
			.rows.map((group) => groupOption(group, knowledge))
			.sort(byName),
		...zoneOptions(zones),
	]),
);

function allTargets({knowledge}: Setting): readonly PickOption[] {
	return targetOptions(knowledge, knowledge.list('resourceGroups').rows)(knowledge.list('zones').rows);
}

/**
 * What a policy may apply to: a resource group by its name, or a scope of its own: the whole account, zones by their
 * names, a Worker by its id. Zones that are picked together make one scope.
 */
export const targetSource: PickSource = {
	nouns: ['resource', 'resources'],
	needs: [
		{kind: 'list', resource: 'resourceGroups'},
		{kind: 'list', resource: 'zones'},
	],
	options: (text, setting) => matchingOptions(text, allTargets(setting)),
	option: (id, {knowledge}) => targetOption(id, targetOf(id), knowledge),
	reading: ({knowledge}) =>
		readingOf(
			[
				['resourceGroups', 'resource groups'],
				['zones', 'zones'],
			],
			knowledge,
		),
	typed(text) {
		const [, named] = /^(?:workers?[\s:/]+)?(.+)$/iu.exec(text.trim()) ?? [];
		return named !== undefined && isCloudflareId(named) ? `worker/${named}` : undefined;
	},
};
