/** The look for a TXT record, against DNS servers on loopback. */
import {describe, expect, test} from 'vitest';
import type {AskOptions} from '../../source/dns/ask.ts';
import {checkTxt} from '../../source/dns/check-txt.ts';
import {type DnsRecords, type DnsServer, type DnsServerOptions, startDnsServer} from '../support/dns-server.ts';

const value = 'cloudflare_dashboard_sso=023e105f4ecef8ad9ca31a8372d0c353';
const former = 'cloudflare_dashboard_sso=ffffffffffffffffffffffffffffffff';

type Names = Readonly<Record<string, DnsRecords>>;

interface World {
	readonly options: AskOptions;
	readonly resolver: DnsServer;
	readonly servers: readonly DnsServer[];
}

/** A resolver that knows `acme.com` with two name servers, and those two. */
async function worldOf(
	first: DnsServerOptions,
	second: DnsServerOptions = first,
	seen: Names = {},
	resolverFails?: DnsServerOptions['fails'],
): Promise<World> {
	const servers = [await startDnsServer(first), await startDnsServer(second)];
	const resolver = await startDnsServer({
		...(resolverFails === undefined ? {} : {fails: resolverFails}),
		names: {
			'acme.com': {NS: ['NS2.acme.com', 'ns1.acme.com'], ...seen['acme.com']},
			'ns1.acme.com': {A: ['192.0.2.1']},
			'ns2.acme.com': {A: ['192.0.2.2']},
			...Object.fromEntries(Object.entries(seen).filter(([name]) => name !== 'acme.com')),
		},
	});
	const endpoints = new Map(servers.map((server, index) => [`192.0.2.${index + 1}`, server.endpoint]));
	return {
		resolver,
		servers,
		options: {
			resolvers: [resolver.endpoint],
			endpoint: (address) => endpoints.get(address) ?? '127.0.0.1:1',
			timeout: 100,
		},
	};
}

const withText = (...texts: readonly (string | readonly string[])[]): DnsServerOptions => ({
	names: {'acme.com': {TXT: texts}},
});
const withNothing: DnsServerOptions = {names: {'acme.com': {}}};
const question = {domain: 'acme.com', value};

describe('the record', () => {
	test('is found at each of the domain’s own name servers, asked directly', async () => {
		const {options, servers} = await worldOf(withText('v=spf1 -all', value));
		expect(await checkTxt(question, options)).toEqual({
			zone: 'acme.com',
			servers: [
				{server: 'ns1.acme.com', address: '192.0.2.1', answer: {kind: 'found', strings: 1}},
				{server: 'ns2.acme.com', address: '192.0.2.2', answer: {kind: 'found', strings: 1}},
			],
			resolver: {kind: 'absent'},
			mistakes: [],
		});
		for (const server of servers) expect(server.questions).toEqual(['TXT acme.com']);
	});

	test('may be cut into several texts, which count as one', async () => {
		const {options} = await worldOf(withText([value.slice(0, 10), value.slice(10)]));
		const {servers} = await checkTxt(question, options);
		expect(servers.map(({answer}) => answer)).toEqual([
			{kind: 'found', strings: 2},
			{kind: 'found', strings: 2},
		]);
	});

	test('that one server has and the other has not yet is told apart', async () => {
		const {options} = await worldOf(withText(value), withText('v=spf1 -all'));
		const {servers, mistakes} = await checkTxt(question, options);
		expect(servers.map(({answer}) => answer)).toEqual([
			{kind: 'found', strings: 1},
			{kind: 'other', values: ['v=spf1 -all']},
		]);
		expect(mistakes).toEqual([]);
	});

	test('that only the resolver of this machine knows is told as such', async () => {
		const {options} = await worldOf(withNothing, withNothing, {'acme.com': {TXT: [value]}});
		const report = await checkTxt(question, options);
		expect(report.resolver).toEqual({kind: 'found', strings: 1});
		expect(report.servers.map(({answer}) => answer.kind)).toEqual(['absent', 'absent']);
	});

	test('of a subdomain is looked for at the name servers of the domain above it', async () => {
		const {options, resolver} = await worldOf({names: {'eu.login.acme.com': {TXT: [value]}}});
		const report = await checkTxt({domain: 'eu.login.acme.com', value}, options);
		expect(report.zone).toBe('acme.com');
		expect(report.servers.map(({answer}) => answer.kind)).toEqual(['found', 'found']);
		expect(resolver.questions).not.toContain('NS com');
	});

	test('of a domain in other letters is asked for in ASCII', async () => {
		const {options} = await worldOf({}, {}, {'xn--mnchen-3ya.de': {TXT: [value]}});
		expect((await checkTxt({domain: 'München.de', value}, options)).resolver).toEqual({kind: 'found', strings: 1});
	});
});

describe('a server that gives no answer', () => {
	test.each([
		['silent', /did not answer in time/u],
		['refused', /refused to answer/u],
		['failed', /failed to answer/u],
		['garbage', /\S/u],
	] as const)('%s is told with its reason, and the others are asked all the same', async (fails, reason) => {
		const {options} = await worldOf({fails}, withText(value));
		const {servers} = await checkTxt(question, options);
		const [first, second] = servers;
		expect(first?.answer).toEqual({kind: 'no-answer', reason: expect.stringMatching(reason)});
		expect(second?.answer).toEqual({kind: 'found', strings: 1});
	});

	test('because it has no address is told so', async () => {
		const {options} = await worldOf(withText(value), withText(value), {'acme.com': {NS: ['gone.acme.com']}});
		expect((await checkTxt(question, options)).servers).toEqual([
			{server: 'gone.acme.com', answer: {kind: 'no-answer', reason: 'has no address'}},
		]);
	});

	test('as the only resolver leaves a report of nothing', async () => {
		const {options} = await worldOf(withText(value), withText(value), {}, 'silent');
		const report = await checkTxt(question, options);
		expect(report).toMatchObject({zone: undefined, servers: [], resolver: {kind: 'no-answer'}, mistakes: []});
	});

	test('is not waited for after the look has been called off', async () => {
		const {options, servers} = await worldOf({fails: 'silent'});
		const controller = new AbortController();
		const look = checkTxt(question, {...options, timeout: 60_000, signal: controller.signal});
		await expect.poll(() => servers.every(({questions}) => questions.length > 0)).toBe(true);
		controller.abort();
		const {servers: answers} = await look;
		expect(answers.map(({answer}) => answer)).toEqual([
			{kind: 'no-answer', reason: 'was not waited for'},
			{kind: 'no-answer', reason: 'was not waited for'},
		]);
	});
});

describe('a domain that', () => {
	test('does not exist has no name servers', async () => {
		const {options} = await worldOf(withText(value));
		const report = await checkTxt({domain: 'nowhere.example', value}, options);
		expect(report).toEqual({zone: undefined, servers: [], resolver: {kind: 'absent'}, mistakes: []});
	});

	test.each(['', 'not a domain', 'a..b'])('is none is not asked for: %j', async (domain) => {
		const {options, resolver} = await worldOf(withText(value));
		const {servers, resolver: answer} = await checkTxt({domain, value}, options);
		expect(servers).toEqual([]);
		expect(answer.kind).not.toBe('found');
		if (answer.kind === 'no-answer') expect(resolver.questions).toEqual([]);
	});
});

describe('the usual mistakes', () => {
	const mistakesOf = async (server: DnsServerOptions, domain = 'acme.com', seen: Names = {}) => {
		const {options} = await worldOf(server, server, seen);
		return (await checkTxt({domain, value}, options)).mistakes;
	};

	test.each([
		['acme.com.acme.com'],
		['_x.acme.com'],
		['cloudflare_dashboard_sso.acme.com'],
		['_cloudflare_dashboard_sso.acme.com'],
		['www.acme.com'],
	])('the right value at %s', async (name) => {
		const mistakes = await mistakesOf({names: {'acme.com': {TXT: ['v=spf1 -all']}, [name]: {TXT: [value]}}});
		expect(mistakes).toEqual([{kind: 'elsewhere', name}]);
	});

	test.each(['login.acme.com.acme.com', 'acme.com'])('the right value for a subdomain at %s', async (name) => {
		expect(await mistakesOf({names: {[name]: {TXT: [value]}}}, 'login.acme.com')).toEqual([{kind: 'elsewhere', name}]);
	});

	test.each([
		['quoted', `"${value}"`],
		['quoted', `\\"${value}\\"`],
		['quoted', `“${value}”`],
		['inexact', ` ${value}`],
		['inexact', value.replace('=', ' = ')],
		['inexact', value.toUpperCase()],
		['unprefixed', '023e105f4ecef8ad9ca31a8372d0c353'],
		['unprefixed', '"023e105f4ecef8ad9ca31a8372d0c353"'],
		['joined', `v=spf1 -all ${value}`],
		['former', former],
		['former', `"${former}"`],
	] as const)('a value that is %s: %s', async (kind, text) => {
		expect(await mistakesOf(withText('v=spf1 -all', text))).toEqual([{kind, value: text}]);
	});

	test('an alias in the way, and where it leads', async () => {
		const server = {names: {'acme.com': {CNAME: 'acme.hosting.example'}, 'acme.hosting.example': {TXT: ['v=spf1']}}};
		expect(await mistakesOf(server)).toEqual([{kind: 'alias', target: 'acme.hosting.example'}]);
	});

	test('an alias is looked for at the name servers of its own domain, not of what it stands for', async () => {
		const seen = {'login.acme.com': {CNAME: 'h.example'}, 'h.example': {NS: ['ns.h.example']}};
		const {options} = await worldOf({names: {'login.acme.com': {CNAME: 'h.example'}}}, undefined, seen);
		const report = await checkTxt({domain: 'login.acme.com', value}, options);
		expect(report.zone).toBe('acme.com');
		expect(report.servers.map(({server}) => server)).toEqual(['ns1.acme.com', 'ns2.acme.com']);
		expect(report.mistakes).toEqual([{kind: 'alias', target: 'h.example'}]);
	});

	test('are none where the domain has nothing to do with Cloudflare yet', async () => {
		expect(await mistakesOf(withText('v=spf1 -all', 'google-site-verification=abc'))).toEqual([]);
		expect(await mistakesOf(withNothing)).toEqual([]);
	});
});

describe('what servers say', () => {
	test('is made inert', async () => {
		const {options} = await worldOf(withText('\u001b]52;c;aGk=\u0007 cloudflare_dashboard_sso=\u001b[2J'));
		const report = JSON.stringify(await checkTxt(question, options));
		expect(report).not.toContain('\\u001b');
		expect(report).toContain('u{1b}');
	});

	test('is kept in bounds, what tells something first', async () => {
		const many = Array.from({length: 12}, (_, index) => `${index}${'x'.repeat(20)}`);
		const {options} = await worldOf(withText(...many, ['y'.repeat(200), 'y'.repeat(150)], former));
		const [first] = (await checkTxt(question, options)).servers;
		expect(first?.answer).toMatchObject({kind: 'other', values: [former, ...many, 'y'.repeat(300)]});
	});
});
