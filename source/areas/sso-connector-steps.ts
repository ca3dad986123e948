/** Creating, changing and deleting SSO connectors (contract 6). */
import type {SsoConnector} from '../api/schemas.ts';
import type {SsoConnectorChange, SsoConnectorInput} from '../api/sso-connectors.ts';
import {memberAddress} from '../insight/addresses.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import {shortId} from '../insight/names.ts';
import {membersUnderDomain} from '../insight/uses.ts';
import type {Line} from '../terminal/line.ts';
import {plain, textOf, toned} from './cells.ts';
import type {Setting} from './define.ts';
import {flagField} from './object-fields.ts';
import type {ObjectKind, Telling} from './object-kind.ts';
import {defineObjectSteps} from './object-steps.ts';
import {connectorName, effectOnMember, isVerified} from './sso-connector-words.ts';
import {typedWeight} from './typed-name.ts';
import {unread} from './uses.ts';

export const connectorsPath = '/sso_connectors';

const memberList: Need = {kind: 'list', resource: 'members'};

/** The members of this account whose addresses are in the domain. */
export function affectedMembers({email_domain: domain}: SsoConnector, knowledge: Knowledge) {
	return membersUnderDomain(knowledge.list('members').rows, textOf(domain));
}

/** What can not be known of whom it affects. */
function unseenRemarks({email_domain: domain}: SsoConnector, many: number, knowledge: Knowledge): readonly Line[] {
	const missing = unread([memberList], knowledge);
	return [
		...(many === 0 && missing === undefined
			? [toned(`No member of this account has an address under ${textOf(domain)}.`, 'warning')]
			: []),
		...(missing === undefined ? [] : [toned(`There may be more members: ${missing}.`, 'warning')]),
		toned(
			`Everybody with an address under ${textOf(domain)} is affected in other accounts as well; those can not be seen from here.`,
			'warning',
		),
	];
}

/** How to come back if nobody can sign in any more. */
function wayBack({id}: SsoConnector): readonly Line[] {
	const path = `${connectorsPath}/${shortId(id)}`;
	return [
		plain(
			`The way back, if the identity provider fails: an API token of the account that may write SSO connectors, kept where no SSO is needed to read it. With it, T here or PATCH ${path} with {"enabled": false} turns it off.`,
		),
		plain(
			'The token in use here can do that as long as it is valid and not lost; a Global API key can not, Cloudflare takes API tokens only.',
		),
	];
}

function tellSwitch(connector: SsoConnector, enabled: boolean, {knowledge}: Setting): Telling {
	const domain = connectorName(connector);
	const members = affectedMembers(connector, knowledge);
	const telling: Telling = {
		title: `${enabled ? 'Enable' : 'Disable'} SSO for ${domain}`,
		verb: enabled ? 'Enable' : 'Disable',
		people: members.map((member) => ({
			name: memberAddress(member) ?? shortId(member.id),
			effect: effectOnMember(member, enabled),
		})),
		remarks: [...unseenRemarks(connector, members.length, knowledge), ...(enabled ? wayBack(connector) : [])],
	};
	return enabled
		? {
				...telling,
				weight: typedWeight('the e-mail domain', domain, connector.id),
				undo: {possible: true, text: 'Undo (z) disables it again, as long as somebody can still use this program.'},
			}
		: {
				...telling,
				weight: {kind: 'affects-people'},
				undo: {possible: true, text: 'Undo (z) enables it again; the domain has to be typed for it.'},
			};
}

function tellChange(connector: SsoConnector, change: SsoConnectorChange, setting: Setting): Telling {
	if (change.enabled !== undefined) return tellSwitch(connector, change.enabled, setting);
	return {
		title: `${change.use_fedramp_language ? 'Show' : 'Hide'} FedRAMP wording at the sign-in of ${connectorName(connector)}`,
		undo: {possible: true, text: 'Undo (z) changes it back.'},
	};
}

/** A connector can be made again, but not the proof that was given for it. */
function restored(connector: SsoConnector): {readonly input: SsoConnectorInput} | {readonly why: string} {
	const {email_domain: domain, use_fedramp_language: fedramp, verification} = connector;
	if (!domain) return {why: 'its e-mail domain is not known'};
	if (isVerified(connector)) return {why: 'the verification of its domain goes with it'};
	return {
		input: {
			email_domain: domain,
			begin_verification: verification?.status !== 'awaiting',
			use_fedramp_language: fedramp ?? false,
		},
	};
}

function tellDeletion(connector: SsoConnector): Telling {
	const code = textOf(connector.verification?.code);
	return isVerified(connector)
		? {
				weight: typedWeight('the e-mail domain', connectorName(connector), connector.id),
				remarks: [plain('A new connector gets another TXT record, and its domain has to be verified anew.')],
			}
		: {
				weight: {kind: 'reversible'},
				remarks: code === '' ? [] : [plain('Its TXT record is of no use any more; a new connector gets another one.')],
				undo: {possible: true, text: 'Undo (z) makes it again, with a new id and another TXT record.'},
			};
}

const kind: ObjectKind<SsoConnector, SsoConnectorInput, SsoConnectorChange> = {
	name: 'sso-connector',
	noun: 'SSO connector',
	path: connectorsPath,
	updateMethod: 'PATCH',
	reads: [],
	list: {kind: 'list', resource: 'ssoConnectors'},
	need: ({id}) => ({kind: 'ssoConnector', id}),
	idOf: ({id}) => id,
	nameOf: connectorName,
	find: (id, knowledge) => knowledge.list('ssoConnectors').byId.get(id),
	fields: {
		enabled: flagField('sign-in through the identity provider', ({enabled}) => enabled, ['on', 'off']),
		use_fedramp_language: flagField('FedRAMP wording', ({use_fedramp_language: shown}) => shown),
	},
	update: (writer, {id}, change, options) => writer.ssoConnectors.update(id, change, options),
	tell: tellChange,
	creation: {
		nameOf: ({email_domain: domain}) => domain,
		find: ({email_domain: domain}, knowledge) =>
			knowledge
				.list('ssoConnectors')
				.rows.find((connector) => textOf(connector.email_domain).toLowerCase() === domain.toLowerCase()),
		send: async (writer, input, options) => ({item: await writer.ssoConnectors.create(input, options)}),
		tell: ({email_domain: domain, begin_verification: begins, use_fedramp_language: fedramp}) => ({
			diff: [
				{sign: '+', line: plain(`e-mail domain: ${domain}`)},
				{sign: '+', line: plain(`verification: ${begins === false ? 'not begun yet' : 'begins at once'}`)},
				...(fedramp ? [{sign: '+', line: plain('FedRAMP wording: yes')} as const] : []),
			],
			remarks: [
				plain('It is not enabled by this: nobody signs in otherwise than before.'),
				plain('Its detail shows the TXT record that has to be added to the DNS of the domain.'),
			],
		}),
	},
	deletion: {
		send: (writer, {id}, options) => writer.ssoConnectors.delete(id, options),
		restore: restored,
		tell: tellDeletion,
	},
};

export const connectorSteps = defineObjectSteps(kind);

/** Turning sign-in on and off concerns people: who they are is read first, whatever that costs. */
const switchSteps = defineObjectSteps({...kind, reads: [memberList]});

export function switchStep(connector: SsoConnector, enabled: boolean) {
	return switchSteps.update(connector, {enabled});
}
