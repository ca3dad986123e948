/** The forms of SSO connectors (contract 6.2, 6.4): a new one, and the little of an old one that can be changed. */
import {domainToASCII} from 'node:url';
import type {CloudflareError} from '../api/errors.ts';
import type {SsoConnector} from '../api/schemas.ts';
import {membersUnderDomain} from '../insight/uses.ts';
import {textOf} from './cells.ts';
import type {Setting} from './define.ts';
import type {Form, FormField, FormProblem, FormValues} from './form.ts';
import {flagIn, textIn} from './form-values.ts';
import {confirmSteps} from './plan.ts';
import {connectorSteps} from './sso-connector-steps.ts';
import {connectorName} from './sso-connector-words.ts';

/** Where anybody can have an address: Cloudflare takes domains of one's own only (contract 6, prerequisites). */
const publicDomains: ReadonlySet<string> = new Set([
	...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'ymail.com'],
	...['icloud.com', 'me.com', 'mac.com', 'aol.com', 'proton.me', 'protonmail.com', 'gmx.com', 'gmx.net', 'gmx.de'],
	...['web.de', 'mail.com', 'mail.ru', 'yandex.com', 'yandex.ru', 'qq.com', '163.com', 'zoho.com', 'fastmail.com'],
]);

/** As it is sent: lower case, and in ASCII, as mail and DNS have it. */
export function domainOf(text: string): string {
	const trimmed = text.trim().toLowerCase();
	return /^[\x20-\x7e]*$/u.test(trimmed) ? trimmed : domainToASCII(trimmed) || trimmed;
}

/** The rule that a text breaks, in words; undefined for a bare domain. */
export function domainProblem(text: string): string | undefined {
	const typed = text.trim();
	if (typed === '') return 'a connector needs an e-mail domain';
	if (/\s/u.test(typed)) return 'one domain, without spaces';
	if (typed.includes('://')) return 'only the domain, without a scheme such as https://';
	if (typed.includes('@')) return 'only what stands behind the @';
	if (/[/?#]/u.test(typed)) return 'only the domain, without a path';
	if (typed.includes(':')) return 'only the domain, without a port';
	if (typed.includes('*')) return 'one domain: a * stands for none';
	if (/^\.|\.$|\.\./u.test(typed)) return 'a dot stands between two parts of a domain only';
	if (!typed.includes('.')) return 'a whole domain, such as acme.com';
	const domain = domainOf(typed);
	if (domain.length > 253) return 'domains have 253 characters at most';
	if (domain.split('.').some((label) => label.length > 63)) return 'the parts of a domain have 63 characters at most';
	if (!/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?!\d+$)[a-z0-9-]{2,}$/u.test(domain))
		return 'a domain has letters, digits and hyphens, and no hyphen at the ends of a part';
	if (publicDomains.has(domain)) return `anybody can have an address at ${domain}: a domain of your own is needed`;
	if (domain.endsWith('.edu')) return 'Cloudflare takes no .edu domains for SSO';
	return undefined;
}

const domainField: FormField = {
	kind: 'text',
	name: 'domain',
	label: 'E-mail domain',
	help: 'people with an address under it sign in through your identity provider, once it is enabled',
	placeholder: 'acme.com',
};

const beginField: FormField = {
	kind: 'switch',
	name: 'begin',
	label: 'Verification',
	help: 'Cloudflare looks for a TXT record that the connector will show, for two days',
	on: 'begins at once',
	off: 'later, by V',
};

const fedrampField: FormField = {
	kind: 'switch',
	name: 'fedramp',
	label: 'FedRAMP wording',
	help: 'whether the sign-in shows the language of FedRAMP',
	on: 'shown',
	off: 'not shown',
};

function newProblems(values: FormValues, {knowledge}: Setting): readonly FormProblem[] {
	const at = (tone: FormProblem['tone'], text: string): FormProblem => ({path: 'domain', text, tone});
	const typed = textIn(values, 'domain');
	const broken = domainProblem(typed);
	if (broken !== undefined) return [at('danger', broken)];
	const domain = domainOf(typed);
	const {rows} = knowledge.list('ssoConnectors');
	if (rows.some((connector) => textOf(connector.email_domain).toLowerCase() === domain))
		return [at('danger', `there is a connector for ${domain} already`)];
	const members = knowledge.list('members');
	const isStrange = members.complete && membersUnderDomain(members.rows, domain).length === 0;
	return [
		...(domain === typed.trim().toLowerCase() ? [] : [at('warning', `is sent as ${domain}`)]),
		...(isStrange ? [at('warning', 'no member of this account has an address under it')] : []),
	];
}

/** Refusals of a new connector are about its domain, where they are about a field at all. */
function placeOf({kind, messages}: CloudflareError): string | undefined {
	const said = messages.join('\n');
	if (/fedramp/iu.test(said)) return 'fedramp';
	if (/begin_verification/iu.test(said)) return 'begin';
	return kind === 'conflict' || /domain|connector/iu.test(said) ? 'domain' : undefined;
}

export function newConnectorForm(): Form {
	return {
		key: 'sso-connectors/new',
		title: 'New SSO connector',
		needs: [{kind: 'list', resource: 'ssoConnectors'}],
		start: {domain: '', begin: true, fedramp: false},
		fields: () => [domainField, beginField, fedrampField],
		problems: newProblems,
		placeOf,
		review: (values) =>
			confirmSteps([
				connectorSteps.create({
					email_domain: domainOf(textIn(values, 'domain')),
					begin_verification: flagIn(values, 'begin'),
					use_fedramp_language: flagIn(values, 'fedramp'),
				}),
			]),
	};
}

/** @param base as the user starts from */
export function editConnectorForm(base: SsoConnector): Form {
	return {
		key: `sso-connectors/${base.id}`,
		title: `Edit ${connectorName(base)}`,
		needs: [{kind: 'list', resource: 'ssoConnectors'}],
		start: {domain: textOf(base.email_domain), fedramp: base.use_fedramp_language ?? false},
		fields: () => [{...domainField, locked: 'the domain of a connector stays: make a new one instead'}, fedrampField],
		problems: () => [],
		placeOf,
		review(values) {
			const fedramp = flagIn(values, 'fedramp');
			return fedramp === (base.use_fedramp_language ?? false)
				? {kind: 'say', text: 'nothing has been changed'}
				: confirmSteps([connectorSteps.update(base, {use_fedramp_language: fedramp})]);
		},
	};
}
