import type {SsoConnector} from '../api/schemas.ts';
import {membersUnderDomain} from '../insight/uses.ts';
import type {Line} from '../terminal/line.ts';
import {
	ageColumn,
	count,
	field,
	fieldsTable,
	idColumn,
	jsonSection,
	plain,
	textOf,
	timeField,
	toned,
	yesNo,
} from './cells.ts';
import {defineArea} from './define.ts';
import {accountMemberRows, memberRowsTable} from './group-members.ts';
import type {Intent} from './intent.ts';
import {confirmSteps} from './plan.ts';
import {editConnectorForm, newConnectorForm} from './sso-connector-form.ts';
import {connectorSteps, switchStep} from './sso-connector-steps.ts';
import {isVerified, meaning, verificationLine} from './sso-connector-words.ts';
import {lookForRecord, lookRefusal, verificationSection} from './sso-verification.ts';
import {VerificationStep} from './sso-verification-step.ts';

/** Why sign-in can not be turned on now; turning it off always works. */
function switchRefusal(connector: SsoConnector): string | undefined {
	if (connector.enabled || isVerified(connector)) return undefined;
	return `its domain is not verified (${textOf(connector.verification?.status) || 'unknown'}): Cloudflare enables verified ones only`;
}

function toggled(connectors: readonly SsoConnector[]): Intent {
	const [first] = connectors;
	if (first === undefined) return {kind: 'say', text: 'nothing is selected'};
	// What one enables is typed, one domain at a time.
	return connectors.length > 1
		? {kind: 'say', text: 'one at a time: the domain has to be typed; u clears the marks'}
		: confirmSteps([switchStep(first, first.enabled !== true)]);
}

export const ssoConnectors = defineArea({
	name: 'sso-connectors',
	resource: 'ssoConnectors',
	digit: '5',
	title: 'SSO connectors',
	short: 'SSO',
	nouns: ['SSO connector', 'SSO connectors'],
	aliases: ['sso', 'connectors'],
	about: 'e-mail domains that sign in through an identity provider',
	idOf: ({id}) => id,
	nameOf: ({email_domain, id}) => textOf(email_domain) || id,
	path: (account, id) => `/accounts/${account}/sso_connectors/${id}`,
	sort: {column: 'domain'},
	reads: [],
	columns: [
		{
			name: 'domain',
			title: 'EMAIL DOMAIN',
			width: 30,
			minimum: 20,
			grow: 2,
			drop: 0,
			text: ({email_domain}) => textOf(email_domain),
		},
		{
			name: 'enabled',
			title: 'ENABLED',
			width: 7,
			drop: 1,
			text: ({enabled}) => yesNo(enabled),
			line: ({enabled}) => toned(yesNo(enabled), enabled ? 'good' : 'dim'),
		},
		{
			name: 'verification',
			title: 'VERIFICATION',
			width: 12,
			drop: 2,
			text: ({verification}) => textOf(verification?.status),
			line: verificationLine,
		},
		{
			name: 'fedramp',
			title: 'FEDRAMP',
			width: 7,
			drop: 4,
			text: ({use_fedramp_language}) => yesNo(use_fedramp_language),
			line: ({use_fedramp_language}) => toned(yesNo(use_fedramp_language), 'dim'),
		},
		ageColumn('updated', 'CHANGED', 3, ({updated_on}) => updated_on),
		idColumn(({id}) => id),
	],
	previewLines: 3,
	preview: (connector, {now}) => [
		[
			{text: connector.enabled ? 'enabled' : 'not enabled', tone: connector.enabled ? 'good' : 'dim'},
			{text: '  verification '},
			...verificationLine(connector),
		],
		plain(meaning(connector, now)),
		...(connector.verification?.code
			? [[{text: 'TXT record  ', tone: 'dim'}, {text: connector.verification.code}] as Line]
			: []),
	],
	sections: [
		verificationSection,
		{
			name: 'fields',
			title: () => 'Fields',
			table: (connector, {now}) =>
				fieldsTable([
					...field('id', connector.id),
					...field('e-mail domain', connector.email_domain),
					...field('enabled', yesNo(connector.enabled)),
					...field('verification', connector.verification?.status),
					...field('', meaning(connector, now), {tone: 'dim'}),
					...field('TXT record', connector.verification?.code),
					...field('FedRAMP wording', yesNo(connector.use_fedramp_language)),
					...timeField('created', connector.created_on, now),
					...timeField('changed', connector.updated_on, now),
				]),
		},
		{
			name: 'affects',
			title: (connector, {knowledge}) => {
				const {rows, complete, status} = knowledge.list('members');
				const affected = count(membersUnderDomain(rows, textOf(connector.email_domain)).length);
				return `Affects (${status === 'failed' ? '?' : `${affected}${complete ? '' : '+'}`})`;
			},
			needs: () => [{kind: 'list', resource: 'members'}],
			remark: (connector, {knowledge}) => {
				const members = knowledge.list('members');
				const affected = membersUnderDomain(members.rows, textOf(connector.email_domain)).length;
				const read = members.complete
					? ''
					: `  (reading members: ${count(members.rows.length)} of ${members.total === undefined ? '?' : count(members.total)})`;
				return toned(
					`${count(affected)} ${affected === 1 ? 'member has' : 'members have'} an address under ${textOf(connector.email_domain)}${read}`,
					'dim',
				);
			},
			table: (connector, {knowledge}) =>
				memberRowsTable(
					accountMemberRows(membersUnderDomain(knowledge.list('members').rows, textOf(connector.email_domain))),
				),
		},
		jsonSection,
	],
	actions: {
		create: {
			label: 'new',
			permission: 'ssoConnectors.create',
			run: () => ({kind: 'form', form: newConnectorForm()}),
		},
		edit: {
			label: 'edit',
			permission: 'ssoConnectors.update',
			run: ([connector]) =>
				connector === undefined
					? {kind: 'say', text: 'nothing is selected'}
					: {kind: 'form', form: editConnectorForm(connector)},
		},
		delete: {
			label: 'delete',
			permission: 'ssoConnectors.delete',
			disabled: ({enabled}) =>
				enabled ? 'it is enabled: T disables it first, Cloudflare deletes disabled ones only' : undefined,
			run: (connectors) => confirmSteps(connectors.map((connector) => connectorSteps.remove(connector))),
		},
		verify: {
			label: 'verify',
			permission: 'ssoConnectors.beginVerification',
			disabled: (connector) => (isVerified(connector) ? 'its domain is verified already' : undefined),
			run: (connectors) => confirmSteps(connectors.map((connector) => new VerificationStep(connector))),
		},
		toggle: {
			label: 'on or off',
			permission: 'ssoConnectors.update',
			disabled: switchRefusal,
			run: toggled,
		},
		test: {
			label: 'ask DNS',
			disabled: lookRefusal,
			run: ([connector]) =>
				connector === undefined ? {kind: 'say', text: 'nothing is selected'} : lookForRecord(connector),
		},
	},
});
