/** An account with user groups, and what their forms say of values and come to. */
import type {Setting} from '../../source/areas/define.ts';
import type {Form, FormValues} from '../../source/areas/form.ts';
import type {Intent} from '../../source/areas/intent.ts';
import {plainText} from '../../source/terminal/line.ts';
import {accountKey, group, hex, person, type SampleAccount, settingOf, zoneKey} from './sample.ts';

export const ids = {
	dns: hex(500),
	zoneRead: hex(501),
	worker: hex(502),
	logsAccount: hex(503),
	logsZone: hex(504),
} as const;

export const sample: SampleAccount = {
	lists: {
		userGroups: [
			group(1, 'platform-dns', ['DNS', 'Zone Read']),
			group(2, 'Billing'),
			group(3, 'okta-support', ['DNS'], {managed_by: 'scim'}),
			group(4, 'odd', [], {policies: [{access: 'allow', resource_groups: [{name: 'neither id nor scope'}]}]}),
		],
		members: [person(10, 'bo@acme.com'), person(11, 'eve@acme.com'), person(12, 'fay@acme.com', {status: 'pending'})],
		permissionGroups: [
			{id: ids.dns, name: 'DNS', meta: {scopes: 'com.cloudflare.api.account'}},
			{id: ids.zoneRead, name: 'Zone Read', meta: {scopes: 'com.cloudflare.api.account.zone'}},
			{id: ids.worker, name: 'Worker Admin', meta: {scopes: 'com.cloudflare.api.account.worker'}},
			{id: ids.logsAccount, name: 'Logs Read', meta: {scopes: 'com.cloudflare.api.account'}},
			{id: ids.logsZone, name: 'Logs Read', meta: {scopes: 'com.cloudflare.api.account.zone', deprecated: 'true'}},
		],
		resourceGroups: [
			{id: hex(700), name: accountKey, meta: {editable: 'false'}, scope: {key: accountKey, objects: [{key: '*'}]}},
			{id: hex(701), name: 'prod-zones', scope: {key: accountKey, objects: [{key: zoneKey(1)}, {key: zoneKey(2)}]}},
		],
		zones: [
			{id: hex(1), name: 'acme.com'},
			{id: hex(2), name: 'prod.acme.com'},
		],
	},
	inGroups: {1: [10, 11, 12], 2: []},
};

export const setting = settingOf(sample);
export const groupNamed = (name: string) => {
	const found = setting.knowledge.list('userGroups').rows.find((each) => each.name === name);
	if (found === undefined) throw new Error(`no group ${name}`);
	return found;
};

export const dnsOnAccount: FormValues = {
	access: 'allow',
	permissionGroups: [ids.dns],
	targets: [`resource-group/${hex(700)}`],
};
export const zoneReadOnProd: FormValues = {
	access: 'allow',
	permissionGroups: [ids.zoneRead],
	targets: [`resource-group/${hex(701)}`],
};

export function problems(form: Form, values: FormValues, at: Setting = setting): readonly string[] {
	return form.problems(values, at).map(({path, tone, text}) => `${tone} ${path}: ${text}`);
}

export function planned(intent: Intent) {
	if (intent.kind !== 'confirm') throw new Error(intent.kind === 'say' ? intent.text : intent.kind);
	const plan = intent.plan(setting);
	return {
		title: plan.title,
		weight: plan.weight.kind,
		diff: plan.diff.map(({sign, line}) => `${sign} ${plainText(line)}`),
		people: plan.people.map(({name, effect}) => `${name} ${plainText(effect)}`),
		requests: plan.steps.map(({request: {method, body}}) => [method, body]),
		leftOut: plan.leftOut === undefined ? undefined : plainText(plan.leftOut),
		undo: plan.undo,
	};
}
