/** What the verification section of an SSO connector says: its state, what to do, what name servers answered. */
import {describe, expect, test} from 'vitest';
import {areaNamed} from '../../source/areas/index.ts';
import type {TxtAnswer, TxtMistake, TxtReport} from '../../source/dns/txt-report.ts';
import type {TxtLook} from '../../source/insight/knowledge.ts';
import {plainText} from '../../source/terminal/line.ts';
import {hex, now, settingOf} from './sample.ts';
import {tableTexts} from './shown.ts';

const area = areaNamed('sso-connectors');
const code = 'cloudflare_dashboard_sso=023e105f4ecef8ad9ca31a8372d0c353';

const ago = (ms: number): string => new Date(now - ms).toISOString();
const minute = 60_000;
const hour = 60 * minute;

function connector(status: string | undefined, more: object = {}): object {
	return {
		id: hex(1),
		email_domain: 'acme.com',
		enabled: false,
		updated_on: ago(hour),
		created_on: ago(100 * hour),
		verification: {code, ...(status === undefined ? {} : {status})},
		...more,
	};
}

function objectOf(item: object, txtLook: Partial<TxtLook> = {}) {
	const object = area.object(hex(1), settingOf({lists: {ssoConnectors: [item]}, txtLook}));
	if (object === undefined) throw new Error('no such connector');
	return object;
}

function sectionOf(item: object, txtLook?: Partial<TxtLook>) {
	const object = objectOf(item, txtLook);
	return object.section(object.sectionNames.indexOf('verification'));
}

const textOf = (item: object, look?: Partial<TxtLook>): string => tableTexts(sectionOf(item, look).table).join('\n');

describe('a connector', () => {
	test('shows name, type and value of its TXT record, each copied by itself', () => {
		const {table} = sectionOf(connector('pending'));
		const rows = Array.from({length: table.length}, (_, row) => [table.text(row, 0), table.copy(row)]);
		expect(rows).toContainEqual(['record name', 'acme.com']);
		expect(rows).toContainEqual(['record type', 'TXT']);
		expect(rows).toContainEqual(['record value', code]);
	});

	test.each([
		['awaiting', {}, /V begins/u],
		['pending', {}, /until about 2026-11-22 08:30 UTC \(47h left\)/u],
		['pending', {updated_on: ago(49 * hour)}, /two days should be over/u],
		['pending', {updated_on: null, created_on: null}, /two days at most/u],
		['failed', {}, /V begins again/u],
		['verified', {}, /T turns sign-in through the identity provider on/u],
		['verified', {enabled: true}, /sign-in is on/u],
		['paused', {}, /paused/u],
	] as const)('that is %s %j says what that means and what to do', (status, more, expected) => {
		expect(textOf(connector(status, more))).toMatch(expected);
	});

	test('that has no code yet says so, and has nothing to ask for', () => {
		const item = connector('awaiting', {verification: {status: 'awaiting'}});
		expect(textOf(item)).toContain('has not said which TXT record');
		expect(objectOf(item).actions.test?.disabled).toContain('has not said');
	});

	test('opens on its verification until that is done', () => {
		expect(objectOf(connector('pending')).firstSection).toBe('verification');
		expect(objectOf(connector('verified')).firstSection).toBe('fields');
	});

	test.each([
		['pending', minute, 30_000],
		['pending', 20 * minute, minute],
		['pending', 5 * hour, 5 * minute],
		['awaiting', minute, undefined],
		['failed', minute, undefined],
		['verified', minute, undefined],
	])('that is %s for %d ms is read again after %s ms, and only by itself', (status, since, pause) => {
		const {again} = sectionOf(connector(status, {updated_on: ago(since)}));
		expect(again?.pause).toBe(pause);
		if (again !== undefined) expect(again.needs).toEqual([{kind: 'ssoConnector', id: hex(1)}]);
	});
});

const found: TxtAnswer = {kind: 'found', strings: 1};
const absent: TxtAnswer = {kind: 'absent'};
const silent: TxtAnswer = {kind: 'no-answer', reason: 'did not answer in time'};

function report(answers: readonly TxtAnswer[], resolver: TxtAnswer, mistakes: readonly TxtMistake[] = []): TxtReport {
	const servers = answers.map((answer, index) => ({server: `ns${index + 1}.acme.com`, address: '192.0.2.1', answer}));
	return {zone: answers.length === 0 ? undefined : 'acme.com', servers, resolver, mistakes};
}

describe('what name servers answered', () => {
	test.each([
		['all have it', report([found, found], found), [/all name servers have it/u]],
		[
			'one has it',
			report([found, absent], absent),
			[/1 of 2 name servers/u, /ns1.acme.com\nhas it/u, /earlier answer/u],
		],
		[
			'none has it',
			report([absent, {kind: 'other', values: ['x']}], absent),
			[/not there yet/u, /1 other TXT record/u],
		],
		['none answers', report([silent, silent], absent), [/no name server answered/u, /did not answer in time/u]],
		['none is known', report([], found), [/resolver of this machine has it/u]],
		['nothing is known', report([], silent), [/could not be found/u]],
		['it is cut', report([{kind: 'found', strings: 2}], found), [/in 2 texts that count as one/u]],
	] as const)('is summed up where %s', (_what, said, expected) => {
		const text = textOf(connector('pending'), {report: said, askedAt: now - 5000});
		for (const pattern of expected) expect(text).toMatch(pattern);
	});

	test.each<readonly [TxtMistake, RegExp]>([
		[{kind: 'elsewhere', name: '_x.acme.com'}, /is at _x\.acme\.com: it has to be at acme\.com itself/u],
		[{kind: 'alias', target: 'a.hosting.example'}, /alias \(CNAME\) of a\.hosting\.example/u],
		[{kind: 'quoted', value: `"${code}"`}, /quotation marks/u],
		[{kind: 'inexact', value: ` ${code}`}, /spaces, or in capital letters/u],
		[{kind: 'unprefixed', value: '023e'}, /before the =/u],
		[{kind: 'joined', value: `v=spf1 ${code}`}, /record of its own/u],
		[{kind: 'former', value: 'cloudflare_dashboard_sso=ff'}, /another connector/u],
	])('names the mistake %j', (mistake, expected) => {
		const text = textOf(connector('failed'), {report: report([absent], absent, [mistake]), askedAt: now});
		expect(text).toMatch(expected);
	});

	test.each<readonly [Partial<TxtLook>, RegExp, RegExp | undefined]>([
		[{}, /t asks the name servers of the domain/u, undefined],
		[{asking: true}, /asking the name servers/u, /are being asked/u],
		[{report: report([found], found), askedAt: now - 5000}, /asked 5s ago, t asks again/u, undefined],
		[{off: 'switched off'}, /not asked: switched off/u, /switched off/u],
	])('%j is told above the table, and to who would ask again', (look, remark, refusal) => {
		const item = connector('awaiting');
		expect(plainText(sectionOf(item, look).remark ?? [])).toMatch(remark);
		const {disabled} = objectOf(item, look).actions.test ?? {};
		if (refusal === undefined) expect(disabled).toBeUndefined();
		else expect(disabled).toMatch(refusal);
	});
});
