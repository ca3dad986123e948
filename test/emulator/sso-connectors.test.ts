import {describe, expect, test} from 'vitest';
import {demoKey, demoTokens} from '../../source/emulator/index.ts';
import {type Caller, callerFor, handClock, withEmulator} from './caller.ts';

const path = ({account}: Caller) => `${account}/sso_connectors`;

/** An emulator with a clock of its own and verifications of ten seconds. */
async function withClock(use: (caller: Caller, wait: (seconds: number) => void) => Promise<void>): Promise<void> {
	const clock = handClock();
	await withEmulator({now: clock.now, verificationDelay: 10_000}, (caller) =>
		use(caller, (seconds) => clock.advance(seconds * 1000)),
	);
}

describe('verification of a connector', () => {
	test('begins with the creation and ends verified when its time has passed', () =>
		withClock(async (caller, wait) => {
			const {body} = await caller.post(path(caller), {email_domain: 'New.Example'});
			expect(body.result).toMatchObject({
				email_domain: 'new.example',
				enabled: false,
				use_fedramp_language: false,
				verification: {status: 'pending', code: expect.stringMatching(/^cloudflare_dashboard_sso=[0-9a-f]{32}$/)},
			});
			const one = `${path(caller)}/${body.result.id}`;
			wait(9);
			expect((await caller.get(one)).body.result.verification.status).toBe('pending');
			wait(1);
			const verified = (await caller.get(one)).body.result;
			expect(verified.verification.status).toBe('verified');
			expect(verified.updated_on).not.toBe(body.result.updated_on);
			expect((await caller.find(path(caller), 'id', body.result.id)).verification.status).toBe('verified');
		}));

	test('fails for a domain under .invalid and can be begun again', () =>
		withClock(async (caller, wait) => {
			const {id} = (await caller.post(path(caller), {email_domain: 'never.invalid'})).body.result;
			const status = async () => (await caller.get(`${path(caller)}/${id}`)).body.result.verification.status;
			wait(10);
			expect(await status()).toBe('failed');
			const begun = await caller.post(`${path(caller)}/${id}/begin_verification`);
			expect(begun.status).toBe(200);
			expect(begun.body).toEqual({success: true, errors: [], messages: []});
			expect(await status()).toBe('pending');
			wait(10);
			expect(await status()).toBe('failed');
		}));

	test('waits where begin_verification is false', () =>
		withClock(async (caller, wait) => {
			const body = {email_domain: 'later.example', begin_verification: false, use_fedramp_language: true};
			const {result} = (await caller.post(path(caller), body)).body;
			wait(100);
			const one = `${path(caller)}/${result.id}`;
			expect((await caller.get(one)).body.result).toMatchObject({
				use_fedramp_language: true,
				verification: {status: 'awaiting'},
			});
			await caller.post(`${one}/begin_verification`);
			wait(10);
			expect((await caller.get(one)).body.result.verification.status).toBe('verified');
		}));

	test('the small company has a connector in each state', () =>
		withClock(async (caller) => {
			const {result} = (await caller.get(path(caller))).body;
			const states = result.map((item: {verification: {status: string}}) => item.verification.status);
			expect(new Set(states)).toEqual(new Set(['verified', 'pending', 'awaiting', 'failed']));
		}));
});

describe('switching a connector', () => {
	test('on needs a verified domain; off always works', () =>
		withClock(async (caller, wait) => {
			const {id} = (await caller.post(path(caller), {email_domain: 'new.example'})).body.result;
			const one = `${path(caller)}/${id}`;
			const early = await caller.patch(one, {enabled: true});
			expect(early.status).toBe(400);
			expect(early.message).toContain('must be verified');
			wait(10);
			expect((await caller.patch(one, {enabled: true})).body.result.enabled).toBe(true);
			expect((await caller.patch(one, {use_fedramp_language: true})).body.result).toMatchObject({
				enabled: true,
				use_fedramp_language: true,
			});
			expect((await caller.patch(one, {enabled: false})).body.result.enabled).toBe(false);
			expect((await caller.patch(one, {enabled: 'yes'})).status).toBe(400);
		}));

	test('on is refused while another account has the domain enabled', () =>
		withClock(async (caller) => {
			const {id} = await caller.find(path(caller), 'email_domain', 'kestrel-sandbox.example');
			const reply = await caller.patch(`${path(caller)}/${id}`, {enabled: true});
			expect(reply.status).toBe(400);
			expect(reply.message).toContain('another account');
		}));

	test('an enabled connector must be disabled before it is deleted', () =>
		withClock(async (caller) => {
			const {id} = await caller.find(path(caller), 'enabled', true);
			const one = `${path(caller)}/${id}`;
			expect((await caller.delete(one)).message).toContain('disabled');
			await caller.patch(one, {enabled: false});
			expect((await caller.delete(one)).body.result).toEqual({id});
			expect((await caller.get(one)).status).toBe(404);
		}));
});

describe('creating a connector', () => {
	test.each([
		['no domain', {}],
		['a domain of everybody', {email_domain: 'gmail.com'}],
		['a school', {email_domain: 'college.edu'}],
		['something else', {email_domain: 'not a domain'}],
		['a flag that is none', {email_domain: 'a.example', begin_verification: 'no'}],
		['a domain that has one', {email_domain: 'kestrel.example'}],
		['no body', undefined],
	])('is refused for %s', (_, body) =>
		withClock(async (caller) => {
			expect((await caller.post(path(caller), body)).status).toBe(400);
		}),
	);
});

test('connectors take tokens only, with the right to them (contract 6)', () =>
	withClock(async (caller) => {
		const {emulator} = caller;
		const withKey = await fetch(emulator.url + path(caller), {
			headers: {'x-auth-email': demoKey.email, 'x-auth-key': demoKey.key},
		});
		expect(withKey.status).toBe(403);
		expect((await callerFor(emulator, demoTokens.groupsOnly.token).get(path(caller))).code).toBe(10000);
		const reader = callerFor(emulator, demoTokens.readOnly.token);
		expect((await reader.get(path(caller))).status).toBe(200);
		expect((await reader.post(path(caller), {email_domain: 'new.example'})).status).toBe(403);
	}));
