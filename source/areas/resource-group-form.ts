/** The form of a resource group: its name and what it reaches (contract 3.2, 3.4). */
import type {CloudflareError} from '../api/errors.ts';
import {isCloudflareId} from '../api/ids.ts';
import type {ResourceGroupInput} from '../api/resource-groups.ts';
import type {ResourceGroup, Zone} from '../api/schemas.ts';
import {memoise} from '../insight/memo.ts';
import {shortId} from '../insight/names.ts';
import {nameOr, textOf, words} from './cells.ts';
import type {Setting} from './define.ts';
import type {Form, FormField, FormProblem, FormValues, PickOption, PickSource} from './form.ts';
import {textIn, textsIn} from './form-values.ts';
import {scopeOf} from './names.ts';
import {confirmSteps} from './plan.ts';
import {matchingOptions, readingOf} from './policy-pickers.ts';
import {isSameReach, type Reach, reachOf, scopeFor, workerIdIn} from './resource-group-reach.ts';
import {confirmGroups, type ResourceGroupChange, resourceGroupSteps} from './resource-group-steps.ts';

/** Characters. Cloudflare's own limit is not known (contract 11.1). */
const longName = 255;

function zoneOption({id, name, status}: Zone): PickOption {
	return {id, name: nameOr(name, id), more: status === 'active' ? 'zone' : `zone, ${words(status)}`};
}

const zoneOptions = memoise((zones: readonly Zone[]): readonly PickOption[] =>
	zones.map(zoneOption).sort((left, right) => (left.name < right.name ? -1 : 1)),
);

const zoneSource: PickSource = {
	nouns: ['zone', 'zones'],
	needs: [{kind: 'list', resource: 'zones'}],
	options: (text, {knowledge}) => matchingOptions(text, zoneOptions(knowledge.list('zones').rows)),
	option(id, {knowledge}) {
		const zone = knowledge.list('zones').byId.get(id);
		return zone === undefined ? {id, name: shortId(id), more: 'zone, not in the account’s list'} : zoneOption(zone);
	},
	reading: ({knowledge}) => readingOf([['zones', 'zones']], knowledge),
	// The credential may not see the zones: their ids do as well.
	typed: (text) => (isCloudflareId(text.trim()) ? text.trim() : undefined),
};

const reachField = {
	kind: 'choice',
	name: 'reach',
	label: 'Reaches',
	help: 'a policy on this resource group applies to all of it',
} as const;

const reachOptions = [
	{value: 'account', label: 'the whole account', remark: 'what is added to it later as well'},
	{value: 'zones', label: 'chosen zones', remark: 'by their names'},
	{value: 'workers', label: 'Workers', remark: 'by their ids'},
] as const;

function fieldsOf(base: ResourceGroup | undefined, values: FormValues, {knowledge}: Setting): readonly FormField[] {
	const kept =
		base !== undefined && reachOf(base.scope, knowledge.account.id).kind === 'other'
			? [{value: 'other', label: 'as it is', remark: scopeOf(base.scope, knowledge, 3).text}]
			: [];
	const reach = textIn(values, 'reach');
	return [
		{kind: 'text', name: 'name', label: 'Name', help: 'people see it in policies', placeholder: 'prod-zones'},
		{...reachField, options: [...kept, ...reachOptions]},
		...(reach === 'zones' ? [{kind: 'pick', name: 'zones', label: 'Zones', source: zoneSource} as const] : []),
		...(reach === 'workers'
			? [
					{
						kind: 'list',
						name: 'workers',
						label: 'Workers',
						help: 'IAM gives Workers no names: their ids are 32 hexadecimal digits',
						item: 'id of a Worker',
						placeholder: '023e105f4ecef8ad9ca31a8372d0c353',
					} as const,
				]
			: []),
	];
}

function reachIn(values: FormValues): Reach {
	switch (textIn(values, 'reach')) {
		case 'account':
			return {kind: 'account'};
		case 'zones':
			return {kind: 'zones', ids: [...new Set(textsIn(values, 'zones'))]};
		case 'workers':
			return {kind: 'workers', ids: [...new Set(textsIn(values, 'workers').map(workerIdIn))].filter((id) => id !== '')};
		default:
			return {kind: 'other'};
	}
}

function isSameName({name}: ResourceGroup, values: FormValues): boolean {
	return textIn(values, 'name') === textOf(name);
}

function nameProblems(
	base: ResourceGroup | undefined,
	values: FormValues,
	{knowledge}: Setting,
): readonly FormProblem[] {
	const at = (tone: FormProblem['tone'], text: string): FormProblem => ({path: 'name', text, tone});
	// What it is called already is not sent, spaces and all.
	if (base !== undefined && isSameName(base, values)) return [];
	const name = textIn(values, 'name').trim();
	if (name === '') return [at('danger', 'a resource group needs a name')];
	const twin = knowledge.list('resourceGroups').rows.find((group) => group.id !== base?.id && group.name === name);
	return [
		...(name.length > longName ? [at('warning', `longer than ${longName} characters: Cloudflare may refuse it`)] : []),
		...(name.startsWith('com.cloudflare.') ? [at('warning', 'names of system groups begin like this')] : []),
		...(twin === undefined
			? []
			: [at('warning', `there is one of this name already: ${scopeOf(twin.scope, knowledge, 2).text}`)]),
	];
}

function workerProblems(entries: readonly string[]): readonly FormProblem[] {
	const ids = entries.map(workerIdIn);
	return ids.flatMap((id, index): readonly FormProblem[] => {
		const at = (text: string): FormProblem => ({path: `workers.${index}`, text, tone: 'danger'});
		if (id === '') return [];
		if (!isCloudflareId(id)) return [at(idRule(id))];
		return ids.indexOf(id) < index ? [at('this Worker is named above already')] : [];
	});
}

function idRule(id: string): string {
	if (isCloudflareId(id.toLowerCase())) return 'ids are written in lower case';
	return /^[0-9a-f]+$/iu.test(id)
		? `ids have 32 hexadecimal digits: this has ${id.length}`
		: 'not an id: those have 32 hexadecimal digits; a Worker is not found by its name here';
}

function reachProblems(values: FormValues, {knowledge}: Setting): readonly FormProblem[] {
	const reach = reachIn(values);
	const danger = (path: string, text: string): FormProblem => ({path, text, tone: 'danger'});
	switch (reach.kind) {
		case 'account':
			return [];
		case 'zones': {
			if (reach.ids.length === 0) return [danger('zones', 'choose at least one zone')];
			const zones = knowledge.list('zones');
			const unknown = zones.complete ? reach.ids.filter((id) => !zones.byId.has(id)) : [];
			return unknown.map((id) => ({
				path: 'zones',
				text: `${shortId(id)} is none of the account’s zones that this credential sees`,
				tone: 'warning',
			}));
		}
		case 'workers':
			return reach.ids.length === 0
				? [danger('workers', 'name at least one Worker')]
				: workerProblems(textsIn(values, 'workers'));
		case 'other':
			return reachOptions.some(({value}) => value === textIn(values, 'reach')) || textIn(values, 'reach') === 'other'
				? []
				: [danger('reach', 'choose what it reaches: account, zones or workers')];
	}
}

/** The field that a refusal speaks of, in the words of the server. */
function placeOf({messages}: CloudflareError, values: FormValues): string | undefined {
	const said = messages.join('\n');
	if (/\bscope\b|\bobjects?\b|\bzone|\bworker/iu.test(said)) {
		const reach = textIn(values, 'reach');
		return reach === 'zones' || reach === 'workers' ? reach : 'reach';
	}
	return /\bname\b/iu.test(said) ? 'name' : undefined;
}

function formOf(base: ResourceGroup | undefined): Pick<Form, 'needs' | 'fields' | 'problems' | 'placeOf'> {
	return {
		needs: [
			{kind: 'list', resource: 'resourceGroups'},
			{kind: 'list', resource: 'zones'},
		],
		fields: (values, setting) => fieldsOf(base, values, setting),
		problems: (values, setting) => [...nameProblems(base, values, setting), ...reachProblems(values, setting)],
		placeOf,
	};
}

const nothing: FormValues = {name: '', reach: 'zones', zones: [], workers: []};

function valuesOf(name: string | null | undefined, reach: Reach): FormValues {
	return {
		name: textOf(name),
		reach: reach.kind,
		zones: reach.kind === 'zones' ? reach.ids : [],
		workers: reach.kind === 'workers' ? reach.ids : [],
	};
}

/** What a new one is made of; undefined where it reaches nothing. */
function inputOf(values: FormValues, setting: Setting): ResourceGroupInput | undefined {
	const reach = reachIn(values);
	return reach.kind === 'other'
		? undefined
		: {name: textIn(values, 'name').trim(), scope: scopeFor(reach, setting.knowledge.account.id)};
}

/** @param start what it begins with, for a clone */
export function newResourceGroupForm(start: FormValues = nothing): Form {
	return {
		...formOf(undefined),
		key: 'resource-groups/new',
		title: 'New resource group',
		start,
		review(values, setting) {
			const input = inputOf(values, setting);
			return input === undefined
				? {kind: 'say', text: 'choose what it reaches first'}
				: confirmSteps([resourceGroupSteps.create(input)]);
		},
	};
}

/** A new one that begins as another is; undefined where the form has no words for its scope. */
export function cloneResourceGroupForm(group: ResourceGroup, {knowledge}: Setting): Form | undefined {
	const reach = reachOf(group.scope, knowledge.account.id);
	if (reach.kind === 'other') return undefined;
	const form = newResourceGroupForm(valuesOf(`${textOf(group.name)} copy`.trim(), reach));
	return {...form, key: `resource-groups/clone/${group.id}`};
}

/** Only what differs from what is there. */
function changeOf(base: ResourceGroup, values: FormValues, {knowledge}: Setting): ResourceGroupChange {
	const reach = reachIn(values);
	const isSame = reach.kind === 'other' || isSameReach(reach, reachOf(base.scope, knowledge.account.id));
	return {
		...(isSameName(base, values) ? {} : {name: textIn(values, 'name').trim()}),
		...(isSame ? {} : {scope: scopeFor(reach, knowledge.account.id)}),
	};
}

/** @param base as the user starts from */
export function editResourceGroupForm(base: ResourceGroup, {knowledge}: Setting): Form {
	return {
		...formOf(base),
		key: `resource-groups/${base.id}`,
		title: `Edit ${nameOr(base.name, base.id)}`,
		start: valuesOf(base.name, reachOf(base.scope, knowledge.account.id)),
		review(values, setting) {
			const change = changeOf(base, values, setting);
			return Object.keys(change).length === 0
				? {kind: 'say', text: 'nothing has been changed'}
				: confirmGroups([resourceGroupSteps.update(base, change)], change.scope === undefined ? [] : [base], setting);
		},
	};
}
