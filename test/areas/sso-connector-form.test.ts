/** The forms of SSO connectors: bad domains in the words of the rule, and what is made of good ones. */
import {describe, expect, test} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import type {Form, FormValues} from '../../source/areas/form.ts';
import {domainProblem, editConnectorForm, newConnectorForm} from '../../source/areas/sso-connector-form.ts';
import {hex, person, rowOf, settingOf} from './sample.ts';

const setting = settingOf({
	lists: {
		ssoConnectors: [{id: hex(1), email_domain: 'Taken.example', enabled: false}],
		members: [person(1, 'ana@acme.com')],
	},
});
const form = newConnectorForm();

function requestsOf(of: Form, values: FormValues): readonly unknown[] {
	const intent = of.review(values, setting);
	return intent.kind === 'confirm' ? intent.steps.map(({request: {method, body}}) => [method, body]) : [intent];
}

describe('a domain', () => {
	test.each([
		['', 'needs an e-mail domain'],
		['  ', 'needs an e-mail domain'],
		['https://acme.com', 'without a scheme'],
		['http://acme.com/', 'without a scheme'],
		['acme.com/login', 'without a path'],
		['acme.com?x', 'without a path'],
		['ana@acme.com', 'behind the @'],
		['@acme.com', 'behind the @'],
		['acme.com:443', 'without a port'],
		['acme.com acme.net', 'without spaces'],
		['acme.com,acme.net', 'letters, digits and hyphens'],
		['*.acme.com', 'a * stands for none'],
		['acme', 'a whole domain'],
		['.acme.com', 'a dot stands between'],
		['acme.com.', 'a dot stands between'],
		['acme..com', 'a dot stands between'],
		['-acme.com', 'letters, digits and hyphens'],
		['acme_corp.com', 'letters, digits and hyphens'],
		['192.0.2.1', 'letters, digits and hyphens'],
		[`${'a'.repeat(64)}.com`, '63 characters'],
		[`${'a'.repeat(60)}.`.repeat(5).concat('com'), '253 characters'],
		['gmail.com', 'anybody can have an address'],
		['Outlook.com', 'anybody can have an address'],
		['school.edu', '.edu'],
	])('is refused: %j', (typed, rule) => {
		expect(domainProblem(typed)).toContain(rule);
		expect(form.problems({domain: typed}, setting)).toEqual([
			{path: 'domain', tone: 'danger', text: domainProblem(typed)},
		]);
	});

	test.each(['acme.com', ' ACME.com ', 'login.acme.co.uk', 'a-b.example', 'xn--mnchen-3ya.de', 'münchen.de', '3m.com'])(
		'is taken: %j',
		(typed) => {
			expect(domainProblem(typed)).toBeUndefined();
		},
	);

	test('that has a connector already is refused, however it is written', () => {
		expect(form.problems({domain: 'TAKEN.example'}, setting)).toMatchObject([
			{path: 'domain', tone: 'danger', text: expect.stringContaining('already')},
		]);
	});

	test('that nobody here has an address under is pointed at, once all members have been read', () => {
		expect(form.problems({domain: 'acme.com'}, setting)).toEqual([]);
		expect(form.problems({domain: 'acne.com'}, setting)).toMatchObject([{tone: 'warning'}]);
		const unread = settingOf({snapshots: {members: {complete: false}}});
		expect(form.problems({domain: 'acne.com'}, unread)).toEqual([]);
	});

	test('in other letters is sent in ASCII, and says so', () => {
		expect(form.problems({domain: 'münchen.de'}, setting)).toContainEqual({
			path: 'domain',
			tone: 'warning',
			text: 'is sent as xn--mnchen-3ya.de',
		});
		expect(requestsOf(form, {...form.start, domain: 'münchen.de'})).toMatchObject([
			['POST', {email_domain: 'xn--mnchen-3ya.de'}],
		]);
	});
});

describe('a new connector', () => {
	test('begins its verification at once, unless it is told not to', () => {
		expect(requestsOf(form, {...form.start, domain: ' ACME.com '})).toEqual([
			['POST', {email_domain: 'acme.com', begin_verification: true, use_fedramp_language: false}],
		]);
		expect(requestsOf(form, {domain: 'acme.com', begin: false, fedramp: true})).toEqual([
			['POST', {email_domain: 'acme.com', begin_verification: false, use_fedramp_language: true}],
		]);
	});

	test.each([
		['An SSO connector for acme.com already exists', 'domain'],
		['acme.com is not a valid email domain', 'domain'],
		['use_fedramp_language must be a boolean', 'fedramp'],
		['begin_verification must be a boolean', 'begin'],
		['internal error', undefined],
	])('has its refusal at its place: %s', (message, place) => {
		const error = new CloudflareError({kind: 'invalid', attempted: 'create it', messages: [message], next: ''});
		expect(form.placeOf?.(error, form.start)).toBe(place);
	});
});

describe('an old connector', () => {
	const base = rowOf.ssoConnectors({id: hex(1), email_domain: 'acme.com', use_fedramp_language: false});
	const edit = editConnectorForm(base);

	test('keeps its domain and can change its FedRAMP wording', () => {
		expect(edit.fields(edit.start, setting).map(({name, locked}) => [name, locked !== undefined])).toEqual([
			['domain', true],
			['fedramp', false],
		]);
		expect(requestsOf(edit, edit.start)).toEqual([{kind: 'say', text: 'nothing has been changed'}]);
		expect(requestsOf(edit, {...edit.start, fedramp: true})).toEqual([['PATCH', {use_fedramp_language: true}]]);
	});
});
