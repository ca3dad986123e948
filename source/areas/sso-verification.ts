/** The verification of an SSO connector's domain: the record, its state, what to do next, what name servers say. */
import type {SsoConnector} from '../api/schemas.ts';
import type {TxtAnswer, TxtMistake, TxtQuestion, TxtReport} from '../dns/txt-report.ts';
import type {Need, TxtLook} from '../insight/knowledge.ts';
import {age} from '../insight/time.ts';
import type {Line} from '../terminal/line.ts';
import {count, type Field, field, fieldsTable, textOf, toned} from './cells.ts';
import type {SectionDescription, Setting} from './define.ts';
import type {Intent} from './intent.ts';
import {isVerified, meaning, nextStep, pauseBeforeLook} from './sso-connector-words.ts';

const sectionName = 'verification';

/** What would be asked; undefined where the connector does not say it. */
function questionOf({email_domain: domain, verification}: SsoConnector): TxtQuestion | undefined {
	const value = verification?.code;
	return domain && value ? {domain, value} : undefined;
}

function lookAt(connector: SsoConnector, {knowledge}: Setting): TxtLook | undefined {
	const question = questionOf(connector);
	return question === undefined ? undefined : knowledge.txtRecord(question);
}

function answerField(name: string, answer: TxtAnswer): Field {
	switch (answer.kind) {
		case 'found':
			return {
				name,
				value: answer.strings > 1 ? `has it, in ${answer.strings} texts that count as one` : 'has it',
				tone: 'good',
			};
		case 'other':
			return {
				name,
				value: `does not have it: ${count(answer.values.length)} other TXT ${answer.values.length === 1 ? 'record' : 'records'}`,
				tone: 'warning',
			};
		case 'absent':
			return {name, value: 'does not have it: no TXT record at all', tone: 'warning'};
		case 'no-answer':
			return {name, value: answer.reason, tone: 'danger'};
	}
}

/** What is wrong, and what to do about it. */
function mistakeText(mistake: TxtMistake, {domain}: TxtQuestion): string {
	switch (mistake.kind) {
		case 'elsewhere':
			return `the record is at ${mistake.name}: it has to be at ${domain} itself (@ with many providers)`;
		case 'alias':
			return `${domain} is an alias (CNAME) of ${mistake.target}: a TXT record can not stand beside it`;
		case 'quoted':
			return `quotation marks are part of the value: take them out: ${mistake.value}`;
		case 'inexact':
			return `the value differs in spaces, or in capital letters: ${mistake.value}`;
		case 'unprefixed':
			return `the value lacks what stands before the =: ${mistake.value}`;
		case 'joined':
			return `the value is part of a longer text: it needs a record of its own: ${mistake.value}`;
		case 'former':
			return `the value of another connector, or of an earlier one: ${mistake.value}`;
	}
}

/** What all answers come to. */
function verdict({servers, resolver}: TxtReport): Field {
	const has = servers.filter(({answer}) => answer.kind === 'found').length;
	const name = 'seen from here';
	if (servers.length === 0) {
		return resolver.kind === 'found'
			? {name, value: 'the resolver of this machine has it; the name servers could not be found', tone: 'warning'}
			: {name, value: 'the name servers of the domain could not be found', tone: 'danger'};
	}
	if (has === servers.length) return {name, value: 'all name servers have it: Cloudflare will find it', tone: 'good'};
	if (has > 0)
		return {name, value: `${has} of ${servers.length} name servers have it: wait for the others`, tone: 'warning'};
	return servers.every(({answer}) => answer.kind === 'no-answer')
		? {name, value: 'no name server answered', tone: 'danger'}
		: {name, value: 'not there yet', tone: 'warning'};
}

function resolverField({servers, resolver}: TxtReport): Field {
	const name = 'this machine’s resolver';
	const known = answerField(name, resolver);
	const isBehind = resolver.kind !== 'found' && servers.some(({answer}) => answer.kind === 'found');
	return isBehind ? {...known, value: `${known.value}; it may remember an earlier answer for a while`} : known;
}

function reportFields(report: TxtReport, question: TxtQuestion): readonly Field[] {
	return [
		verdict(report),
		...report.mistakes.map(
			(mistake): Field => ({name: 'mistake', value: mistakeText(mistake, question), tone: 'danger'}),
		),
		...report.servers.map(({server, answer}) => answerField(server, answer)),
		resolverField(report),
		...(report.zone === undefined ? [] : field('name servers of', report.zone, {tone: 'dim'})),
	];
}

function fieldsOf(connector: SsoConnector, setting: Setting): readonly Field[] {
	const {verification} = connector;
	const question = questionOf(connector);
	const report = lookAt(connector, setting)?.report;
	const tone = isVerified(connector) ? 'good' : verification?.status === 'failed' ? 'danger' : 'warning';
	return [
		...field('status', textOf(verification?.status) || 'unknown', {tone}),
		...field('', meaning(connector, setting.now), {tone: 'dim'}),
		...field('next', nextStep(connector)),
		...(question === undefined
			? field('record', 'Cloudflare has not said which TXT record it looks for', {tone: 'dim'})
			: [
					...field('record name', question.domain, {tone: 'accent'}),
					...field('record type', 'TXT'),
					...field('record value', question.value, {tone: 'accent'}),
				]),
		...(question === undefined || report === undefined ? [] : reportFields(report, question)),
	];
}

function remarkOf(connector: SsoConnector, setting: Setting): Line | undefined {
	const look = lookAt(connector, setting);
	const pause = pauseBeforeLook(connector, setting.now);
	const repeated = pause === undefined ? [] : [`status every ${pause < 60_000 ? '30 s' : `${pause / 60_000} min`}`];
	return toned([...repeated, ...(look === undefined ? [] : [lookText(look, setting.now)])].join('; '), 'dim');
}

function lookText({asking, askedAt, off}: TxtLook, now: number): string {
	if (asking) return 'asking the name servers';
	if (off !== undefined) return `name servers are not asked: ${off}`;
	return askedAt === undefined
		? 't asks the name servers of the domain'
		: `name servers asked ${age(askedAt, now)} ago, t asks again`;
}

function needsOf(connector: SsoConnector): readonly Need[] {
	const question = questionOf(connector);
	return [
		{kind: 'ssoConnector', id: connector.id},
		...(question === undefined ? [] : [{kind: 'txtRecord', ...question} as const]),
	];
}

export const verificationSection: SectionDescription<SsoConnector> = {
	name: sectionName,
	title: () => 'Verification',
	// Once it is done there is more to read in the fields.
	isEmpty: isVerified,
	needs: needsOf,
	again(connector, {now}) {
		const pause = pauseBeforeLook(connector, now);
		return pause === undefined ? undefined : {needs: [{kind: 'ssoConnector', id: connector.id}], pause};
	},
	remark: remarkOf,
	table: (connector, setting) => fieldsTable(fieldsOf(connector, setting), true),
};

/** Why name servers are not asked for its record; undefined when they can be. */
export function lookRefusal(connector: SsoConnector, setting: Setting): string | undefined {
	const look = lookAt(connector, setting);
	if (look === undefined) return 'Cloudflare has not said which TXT record it looks for';
	if (look.off !== undefined) return `name servers are not asked: ${look.off}`;
	return look.asking ? 'the name servers are being asked' : undefined;
}

/** Asks the name servers, and shows what they say. */
export function lookForRecord(connector: SsoConnector): Intent {
	const question = questionOf(connector);
	return question === undefined
		? {kind: 'say', text: 'Cloudflare has not said which TXT record it looks for'}
		: {
				kind: 'look',
				at: {area: 'sso-connectors', id: connector.id, section: sectionName},
				needs: [{kind: 'txtRecord', ...question}],
			};
}
