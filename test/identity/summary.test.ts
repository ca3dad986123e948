import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {VerifiedCredential} from '../../source/api/verification.ts';
import {expiryInWords, soon, summarise} from '../../source/identity/summary.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const token: VerifiedCredential = {kind: 'user token', status: 'active', id: 'x'};
const key: VerifiedCredential = {kind: 'global key', status: 'active', email: 'owner@cfiam.example'};

describe('the end of a credential', () => {
	test.each<[string, Partial<VerifiedCredential>, string, string]>([
		['no end', {}, 'does not expire', 'plain'],
		['in years', {expiresOn: '2031-01-01T00:00:00Z'}, 'expires in 4 years, at 2031-01-01', 'plain'],
		['in more than a year', {expiresOn: '2028-01-01T10:00:00Z'}, 'expires in 405 days, at 2028-01-01', 'plain'],
		['in 14 days sharp', {expiresOn: '2026-12-06T10:00:00Z'}, 'expires in 14 days, at 2026-12-06', 'plain'],
		['in less than 14 days', {expiresOn: '2026-12-06T09:59:59Z'}, 'expires in 13 days, at 2026-12-06', 'warning'],
		['in 12 days and a half', {expiresOn: '2026-12-04T22:00:00Z'}, 'expires in 12 days, at 2026-12-04', 'warning'],
		['tomorrow', {expiresOn: '2026-11-23T11:00:00Z'}, 'expires in 1 day, at 2026-11-23 11:00:00 UTC', 'warning'],
		['in hours', {expiresOn: '2026-11-22T15:30:00Z'}, 'expires in 5 hours, at 2026-11-22 15:30:00 UTC', 'warning'],
		['in a minute', {expiresOn: '2026-11-22T10:01:00Z'}, 'expires in 1 minute, at 2026-11-22 10:01:00 UTC', 'warning'],
		[
			'in seconds',
			{expiresOn: '2026-11-22T10:00:20Z'},
			'expires in less than a minute, at 2026-11-22 10:00:20 UTC',
			'warning',
		],
		[
			'long over',
			{status: 'expired', expiresOn: '2026-10-22T10:00:00Z'},
			'expired 31 days ago, at 2026-10-22',
			'danger',
		],
		['over, nobody knows since when', {status: 'expired'}, 'expired', 'danger'],
		[
			'over for Cloudflare, not for this clock',
			{status: 'expired', expiresOn: '2026-11-22T11:00:00Z'},
			'expired, at 2026-11-22 11:00:00 UTC',
			'danger',
		],
		[
			'over for this clock, not for Cloudflare',
			{expiresOn: '2026-11-22T09:00:00Z'},
			"expired 1 hour ago by this machine's clock, at 2026-11-22 09:00:00 UTC",
			'warning',
		],
		['a time that is none', {expiresOn: 'some day'}, 'expires: some day', 'plain'],
	])('%s', (_, rest, text, tone) => {
		expect(expiryInWords({...token, ...rest}, now)).toEqual({text, tone});
	});

	test('warns exactly below fourteen days, whatever the moment', () => {
		fc.assert(
			fc.property(fc.integer({min: 1, max: 4 * soon}), (left) => {
				const {tone} = expiryInWords({...token, expiresOn: new Date(now + left).toISOString()}, now);
				expect(tone).toBe(left < soon ? 'warning' : 'plain');
			}),
		);
	});
});

describe('the summary', () => {
	test('of a token: kind, status, end', () => {
		expect(summarise({...token, expiresOn: '2026-12-04T10:00:00Z'}, now)).toEqual([
			{label: 'Kind', text: 'API token of a user', tone: 'plain'},
			{label: 'Status', text: 'active', tone: 'plain'},
			{label: 'Expiry', text: 'expires in 12 days, at 2026-12-04', tone: 'warning'},
		]);
		expect(summarise({...token, kind: 'account token'}, now)[0]?.text).toBe('API token of the account');
	});

	test('of a key: kind, status, address; it has no end', () => {
		expect(summarise(key, now)).toEqual([
			{label: 'Kind', text: 'Global API key', tone: 'plain'},
			{label: 'Status', text: 'active', tone: 'plain'},
			{label: 'E-mail', text: 'owner@cfiam.example', tone: 'plain'},
		]);
		expect(expiryInWords(key, now).text).toBe('does not expire');
	});

	test.each<[Partial<VerifiedCredential>, string]>([
		[{status: 'disabled'}, 'disabled'],
		[{status: 'suspended'}, 'suspended'],
		[{status: 'brand-new'}, 'brand-new'],
		[{notBefore: '2026-12-01T00:00:00Z'}, 'not valid before 2026-12-01 00:00:00 UTC'],
	])('marks what does not work: %o', (rest, text) => {
		expect(summarise({...token, ...rest}, now)[1]).toEqual({label: 'Status', text, tone: 'danger'});
	});
});
