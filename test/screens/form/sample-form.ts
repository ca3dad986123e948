/** A form of no area, with fields of every kind: what the form engine has to get along with. */
import type {Setting} from '../../../source/areas/define.ts';
import type {Form, FormProblem, FormValues, PickOption, PickSource} from '../../../source/areas/form.ts';
import {recordsIn, textIn, textsIn} from '../../../source/areas/form-values.ts';
import type {Intent} from '../../../source/areas/intent.ts';
import {confirmSteps} from '../../../source/areas/plan.ts';
import {sampleStep} from '../../areas/sample-step.ts';

/** So many things to pick, in the order of their numbers. */
export function sampleSource(noun: string, count: number, more: Partial<PickSource> = {}): PickSource {
	const optionOf = (index: number): PickOption => ({
		id: `${noun}-${index}`,
		name: `${noun[0]?.toUpperCase()}${noun.slice(1)} ${index}`,
		more: index % 2 === 0 ? 'zone' : 'account',
		refusal: index % 10 === 9 ? 'is a system one' : undefined,
		warning: index % 10 === 8 ? 'reaches everything' : undefined,
	});
	const all = Array.from({length: count}, (_, index) => optionOf(index));
	const byId = new Map(all.map((option) => [option.id, option]));
	return {
		nouns: [noun, `${noun}s`],
		needs: [],
		options: (text) => {
			const wanted = text.trim().toLowerCase();
			return wanted === '' ? all : all.filter(({name}) => name.toLowerCase().includes(wanted));
		},
		option: (id) => byId.get(id) ?? {id, name: id, more: 'unknown'},
		reading: () => undefined,
		...more,
	};
}

export const freshPolicy: FormValues = {access: 'allow', permissions: [], resource: []};

export interface SampleOptions {
	readonly start?: Partial<Record<string, FormValues[string]>> | undefined;
	readonly permissions?: PickSource | undefined;
	readonly resources?: PickSource | undefined;
	readonly locked?: string | undefined;
	readonly more?: Partial<Form> | undefined;
	readonly review?: ((values: FormValues) => Intent) | undefined;
}

export const sampleStart: FormValues = {
	name: 'platform-dns',
	plan: 'free',
	enabled: false,
	uris: ['https://one.example/', 'https://two.example/'],
	scopes: ['permission-2'],
	policies: [
		{access: 'allow', permissions: ['permission-0', 'permission-1'], resource: ['resource-0']},
		{access: 'allow', permissions: ['permission-3'], resource: ['resource-1']},
	],
	secretive: 'kept',
};

export function sampleForm(options: SampleOptions = {}): Form {
	const permissions = options.permissions ?? sampleSource('permission', 30);
	const resources = options.resources ?? sampleSource('resource', 5, {most: 1});
	const start: Record<string, FormValues[string]> = {...sampleStart};
	for (const [name, value] of Object.entries(options.start ?? {})) if (value !== undefined) start[name] = value;
	const policyFields = (setting: Setting) => {
		void setting;
		return [
			{
				kind: 'choice',
				name: 'access',
				label: 'Access',
				options: [
					{value: 'allow', label: 'Allow'},
					{value: 'deny', label: 'Deny', warning: 'Cloudflare refuses Deny for groups'},
				],
			},
			{kind: 'pick', name: 'permissions', label: 'Permission groups', source: permissions},
			{kind: 'pick', name: 'resource', label: 'Resource group', source: resources},
		] as const;
	};
	return {
		key: 'samples/1',
		title: 'Edit platform-dns',
		needs: [],
		start,
		fields: (values, setting) => [
			{
				kind: 'text',
				name: 'name',
				label: 'Name',
				help: 'Up to 20 characters, not used by another.',
				locked: options.locked,
			},
			{
				kind: 'choice',
				name: 'plan',
				label: 'Plan',
				options: ['free', 'pro', 'business', 'enterprise'].map((value) => ({
					value,
					label: value,
					remark: `is ${value}`,
				})),
			},
			{kind: 'switch', name: 'enabled', label: 'Enabled', on: 'members may sign in', off: 'nobody may sign in'},
			{kind: 'list', name: 'uris', label: 'Redirect URIs', item: 'redirect URI', placeholder: 'https://'},
			{kind: 'pick', name: 'scopes', label: 'Scopes', source: permissions},
			{
				kind: 'records',
				name: 'policies',
				label: 'Policies',
				nouns: ['policy', 'policies'],
				fresh: freshPolicy,
				summary: (policy) => [
					[{text: `${textIn(policy, 'access').toUpperCase()} ${textsIn(policy, 'permissions').join(', ')}`}],
					[{text: `on ${textsIn(policy, 'resource').join(', ') || 'nothing'}`, tone: 'dim'}],
				],
				fields: () => policyFields(setting),
			},
			// Which fields there are depends on the others.
			...(values.enabled === true ? ([{kind: 'text', name: 'reason', label: 'Reason'}] as const) : []),
		],
		problems: (values) => [
			...nameProblems(textIn(values, 'name')),
			...textsIn(values, 'uris').flatMap((uri, index): readonly FormProblem[] =>
				uri.startsWith('https://') ? [] : [{path: `uris.${index}`, text: 'must be an https address', tone: 'danger'}],
			),
			...(textsIn(values, 'uris').length === 0
				? ([{path: 'uris', text: 'needs at least one', tone: 'warning'}] as const)
				: []),
			...recordsIn(values, 'policies').flatMap((policy, index): readonly FormProblem[] =>
				textsIn(policy, 'permissions').length === 0
					? [{path: `policies.${index}.permissions`, text: 'choose at least one', tone: 'danger'}]
					: [],
			),
		],
		review: options.review ?? ((values) => confirmSteps([sampleStep([textIn(values, 'name')])])),
		...options.more,
	};
}

function nameProblems(name: string): readonly FormProblem[] {
	if (name.trim() === '') return [{path: 'name', text: 'a name is needed', tone: 'danger'}];
	return name.length > 20 ? [{path: 'name', text: `is ${name.length - 20} characters too long`, tone: 'danger'}] : [];
}
