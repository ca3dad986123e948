/** The verification of an SSO connector on the screen: it is looked at again by itself, DNS only when a key says so. */
import {describe, expect, test} from 'vitest';
import type {TxtReport} from '../../source/dns/txt-report.ts';
import {createWanting} from '../../source/screens/wanting.ts';
import type {LookForTxt} from '../../source/store/txt-records.ts';
import {type OpenOptions, type OpenProgram, openProgram} from '../support/open-program.ts';

const second = 1000;
const minute = 60 * second;

async function openConnector(domain: string, options: OpenOptions = {}): Promise<OpenProgram> {
	const program = await openProgram({
		area: 'sso-connectors',
		size: {columns: 120, rows: 40},
		search: domain,
		...options,
	});
	await program.rest();
	expect(program.situation().place.object?.name).toBe(domain);
	program.forget();
	return program;
}

const asked = (program: OpenProgram): readonly string[] =>
	program
		.requests()
		.map(({method, path}) => `${method} ${path.replace(/^\/accounts\/\w+/u, '').replace(/\w{32}/u, 'ID')}`);

function stored({emulator}: OpenProgram, domain: string) {
	const found = emulator.state.main.ssoConnectors.values().find(({emailDomain}) => emailDomain === domain);
	if (found === undefined) throw new Error(`the server has no ${domain}`);
	return found;
}

const pending = 'kestrel-freight.example';

describe('a verification that is to be begun', () => {
	test('is told at 80 columns in words that are not cut', async () => {
		await using program = await openConnector('kestrel-labs.example', {size: {columns: 80, rows: 24}});
		await program.run('verify');
		await program.rest();
		expect(program.frame()).toMatch(/kestrel-labs\.example {2}verification becomes pending {2,}│/u);
		expect(program.frame().replaceAll(/[\s│]+/gu, ' ')).toContain(
			'for two days at most, and sends the result by e-mail.',
		);
	});
});

describe('a connector that is being verified', () => {
	test('keeps no program that has been left: the key that quits sets no timer', async () => {
		await using program = await openConnector(pending);
		await program.advance(40 * second);
		const timers = new Set<() => void>();
		const wanting = createWanting({
			store: {want: () => () => undefined, refresh: () => undefined},
			situation: program.situation,
			isWhole: () => true,
			time: () => Date.parse('2026-11-20T09:30:00Z'),
			setTimer(callback) {
				timers.add(callback);
				return () => timers.delete(callback);
			},
		});
		wanting.afterKey();
		expect(timers.size).toBeGreaterThan(0);
		wanting.close();
		expect(timers.size).toBe(0);
		// The rest of that key, and an answer that comes late: it would be due at another time.
		await program.advance(30 * second);
		wanting.afterKey();
		wanting.afterData();
		expect(timers.size).toBe(0);
	});

	test('is looked at again every half minute, until it is verified', async () => {
		await using program = await openConnector(pending);
		expect(program.frame()).toContain('[Verification]');
		await program.advance(29 * second);
		expect(asked(program)).toEqual([]);
		await program.advance(second);
		expect(asked(program)).toEqual(['GET /sso_connectors/ID']);
		await program.advance(30 * second);
		expect(asked(program)).toHaveLength(2);
		stored(program, pending).verification = {kind: 'verified'};
		await program.advance(30 * second);
		expect(program.frame()).toContain('the domain is verified, sign-in is off');
		program.forget();
		await program.advance(10 * minute);
		expect(asked(program)).toEqual([]);
	});

	test('is looked at less often as time goes by', async () => {
		await using program = await openConnector(pending);
		await program.advance(2 * 60 * minute);
		program.forget();
		await program.advance(4 * minute);
		expect(asked(program)).toEqual([]);
		await program.advance(minute);
		expect(asked(program)).toHaveLength(1);
	});

	test('is not looked at when it is not on show', async () => {
		await using program = await openConnector(pending);
		await program.run('section.next');
		await program.rest();
		program.forget();
		await program.advance(10 * minute);
		expect(asked(program)).toEqual([]);
		await program.run('section.previous');
		program.forget();
		await program.advance(30 * second);
		expect(asked(program)).toEqual(['GET /sso_connectors/ID']);
		await program.run('back');
		await program.rest();
		program.forget();
		await program.advance(10 * minute);
		expect(asked(program)).toEqual([]);
	});

	test('that can not be read is asked for again at the same pace, and not without end at once', async () => {
		await using program = await openConnector(pending);
		program.emulator.faults.add({kind: 'status', status: 501, path: '/accounts/*/sso_connectors/*', times: 9});
		await program.advance(30 * second);
		expect(asked(program)).toHaveLength(1);
		await program.advance(29 * second);
		expect(asked(program)).toHaveLength(1);
		await program.advance(second);
		expect(asked(program)).toHaveLength(2);
	});
});

describe('any other connector', () => {
	test.each(['kestrel.example', 'kestrel-labs.example', 'oldharbor.invalid'])(
		'makes no requests while one looks at it: %s',
		async (domain) => {
			await using program = await openConnector(domain);
			await program.advance(60 * minute);
			expect(asked(program)).toEqual([]);
		},
	);
});

describe('asking DNS', () => {
	const report: TxtReport = {
		zone: pending,
		servers: [
			{server: 'ns1.hosting.example', address: '192.0.2.1', answer: {kind: 'found', strings: 1}},
			{server: 'ns2.hosting.example', address: '192.0.2.2', answer: {kind: 'absent'}},
		],
		resolver: {kind: 'absent'},
		mistakes: [],
	};

	/** Looks that end when the test says so. */
	function looks() {
		const questions: string[] = [];
		let end: (report: TxtReport) => void = () => undefined;
		const lookForTxt: LookForTxt = ({domain, value}) => {
			questions.push(`${domain} ${value}`);
			const {promise, resolve} = Promise.withResolvers<TxtReport>();
			end = resolve;
			return promise;
		};
		return {questions, lookForTxt, end: (found: TxtReport) => end(found)};
	}

	test('is done by its key alone, from the list as well, and shown server by server', async () => {
		const {questions, lookForTxt, end} = looks();
		await using program = await openConnector(pending, {lookForTxt});
		await program.advance(5 * minute);
		expect(questions).toEqual([]);
		await program.run('back');
		await program.rest();
		program.forget();
		await program.run('test');
		expect(questions).toEqual([`${pending} ${stored(program, pending).code}`]);
		expect(program.frame()).toContain('asking the name servers');
		await program.run('test');
		expect(questions).toHaveLength(1);
		end(report);
		await program.waitFor('1 of 2 name servers have it');
		expect(program.frame()).toMatch(/ns1\.hosting\.example +has it/u);
		expect(program.frame()).toMatch(/ns2\.hosting\.example +does not have it/u);
		expect(program.writes()).toEqual([]);
		await program.run('test');
		end({...report, servers: report.servers.slice(0, 1)});
		await program.waitFor('all name servers have it');
		expect(questions).toHaveLength(2);
	});

	test('is possible while writes are locked', async () => {
		const {questions, lookForTxt} = looks();
		await using program = await openConnector(pending, {lookForTxt, readOnly: true});
		await program.run('test');
		expect(questions).toHaveLength(1);
	});

	test('says why it is not done where it is switched off', async () => {
		await using program = await openConnector(pending);
		await program.run('test');
		expect(program.frame()).toContain('name servers are not asked');
	});
});
