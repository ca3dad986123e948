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

/** What each state of the verification means for the one who waits for it (contract 6, state machine). */
function verificationLine({verification}: SsoConnector): Line {
	const status = textOf(verification?.status) || 'unknown';
	switch (status) {
		case 'verified':
			return toned(status, 'good');
		case 'failed':
			return toned(status, 'danger');
		default:
			return toned(status, 'warning');
	}
}

function meaning({verification}: SsoConnector): string {
	switch (verification?.status) {
		case 'verified':
			return 'the domain is verified';
		case 'failed':
			return 'Cloudflare stopped looking for the TXT record; verification has to be begun again';
		case 'pending':
			return 'Cloudflare is looking for the TXT record, for two days at most';
		case 'awaiting':
			return 'verification has not been begun';
		default:
			return '';
	}
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
	preview: (connector) => [
		[
			{text: connector.enabled ? 'enabled' : 'not enabled', tone: connector.enabled ? 'good' : 'dim'},
			{text: '  verification '},
			...verificationLine(connector),
		],
		plain(meaning(connector)),
		...(connector.verification?.code
			? [[{text: 'TXT record  ', tone: 'dim'}, {text: connector.verification.code}] as Line]
			: []),
	],
	sections: [
		{
			name: 'fields',
			title: () => 'Fields',
			table: (connector, {now}) =>
				fieldsTable([
					...field('id', connector.id),
					...field('e-mail domain', connector.email_domain),
					...field('enabled', yesNo(connector.enabled)),
					...field('verification', connector.verification?.status),
					...field('', meaning(connector), {tone: 'dim'}),
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
});
