/**
 * Looks for a TXT record as Cloudflare will: at the domain's own name servers, each asked directly, so that no memory
 * of an earlier answer stands in between; and at the resolver of this machine, to tell the two apart.
 */
import {domainToASCII} from 'node:url';
import {sanitiseTree} from '../terminal/sanitise.ts';
import {type Asked, type AskOptions, type Server, serverAt} from './ask.ts';
import type {ServerAnswer, TxtAnswer, TxtMistake, TxtQuestion, TxtReport} from './txt-report.ts';
import {answerOf, mistakenNames, mistakesIn} from './txt-values.ts';

/** A domain has a handful; more would be asked for nothing. */
const mostServers = 8;

/** `login.acme.com`, `acme.com`, but not `com`: what is asked there is about nobody's domain. */
function domainsAbove(domain: string): readonly string[] {
	const labels = domain.split('.');
	return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
}

/** The name servers of the domain, or of the nearest one above it that has some. */
async function findZone(
	domain: string,
	resolver: Server,
): Promise<{readonly zone: string | undefined; readonly names: readonly string[]}> {
	for (const zone of domainsAbove(domain)) {
		const [asked, alias] = await Promise.all([resolver.nameServers(zone), resolver.aliases(zone)]);
		// An alias is answered for with the name servers of what it stands for, who know nothing of the alias.
		if ('records' in alias && alias.records.length > 0) continue;
		if ('reason' in asked) return {zone: undefined, names: []};
		if (asked.records.length > 0) {
			const names = [...new Set(asked.records.map((name) => name.toLowerCase()))].toSorted();
			return {zone, names: names.slice(0, mostServers)};
		}
	}
	return {zone: undefined, names: []};
}

function textAnswer(asked: Asked<readonly string[]>, value: string): TxtAnswer {
	return 'reason' in asked ? {kind: 'no-answer', reason: asked.reason} : answerOf(asked.records, value);
}

interface AskedServer extends ServerAnswer {
	readonly at: Server | undefined;
}

/** Finds the server and asks it. */
async function askServer(
	server: string,
	{domain, value}: TxtQuestion,
	resolver: Server,
	options: AskOptions,
): Promise<AskedServer> {
	const asked = await resolver.addresses(server);
	if ('reason' in asked) {
		return {server, at: undefined, answer: {kind: 'no-answer', reason: 'could not be found'}};
	}
	const [address] = asked.records;
	if (address === undefined) return {server, at: undefined, answer: {kind: 'no-answer', reason: 'has no address'}};
	const at = serverAt(address, options);
	return {server, address, at, answer: textAnswer(await at.texts(domain), value)};
}

/** Where else the value is, and what stands in its way; asked of one server. */
async function lookAround(
	{domain, value}: TxtQuestion,
	zone: string | undefined,
	server: Server,
	resolver: Server,
): Promise<readonly TxtMistake[]> {
	const names = mistakenNames(domain, value, zone);
	const [alias, ...others] = await Promise.all([
		server.aliases(domain).then(async (asked) => ('reason' in asked ? resolver.aliases(domain) : asked)),
		...names.map(async (name) => ({name, asked: await server.texts(name)})),
	]);
	const target = alias !== undefined && 'records' in alias ? alias.records[0] : undefined;
	return [
		...(target === undefined ? [] : [{kind: 'alias', target} as const]),
		...others.flatMap(({name, asked}): readonly TxtMistake[] =>
			textAnswer(asked, value).kind === 'found' ? [{kind: 'elsewhere', name}] : [],
		),
	];
}

/** Only what this module makes goes through it, so its type is the same afterwards. */
function inert<Value extends TxtReport>(report: Value): Value {
	return sanitiseTree(report) as Value;
}

/**
 * Asks all servers at once; takes some seconds at most. Never rejects: what could not be found out is part of the
 * report.
 */
export async function checkTxt(asked: TxtQuestion, options: AskOptions = {}): Promise<TxtReport> {
	// Names travel in ASCII: `münchen.example` is `xn--mnchen-3ya.example`.
	const domain = domainToASCII(asked.domain.trim().replace(/\.$/u, '')).toLowerCase();
	const {value} = asked;
	if (domain === '') {
		const answer: TxtAnswer = {kind: 'no-answer', reason: 'was not asked: this is no domain'};
		return {zone: undefined, servers: [], resolver: answer, mistakes: []};
	}
	const question = {domain, value};
	const resolver = serverAt(undefined, options);
	const [{zone, servers}, fromResolver] = await Promise.all([
		findZone(domain, resolver).then(async ({zone, names}) => ({
			zone,
			servers: await Promise.all(names.map((name) => askServer(name, question, resolver, options))),
		})),
		resolver.texts(domain),
	]);
	const answer = textAnswer(fromResolver, value);
	const answers = [...servers.map((each) => each.answer), answer];
	const isFound = answers.some(({kind}) => kind === 'found');
	const values = answers.flatMap((each) => (each.kind === 'other' ? each.values : []));
	const answering = servers.find((each) => each.answer.kind !== 'no-answer')?.at ?? resolver;
	const around = isFound || options.signal?.aborted ? [] : await lookAround(question, zone, answering, resolver);
	return inert({
		zone,
		servers: servers.map(({server, address, answer: said}) => ({server, address, answer: said})),
		resolver: answer,
		mistakes: [...mistakesIn(values, value), ...around],
	});
}
