/** The form of an OAuth client: what may be entered, in words, and what comes of it. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import type {FormValues} from '../../source/areas/form.ts';
import {editClientForm, editOf, newClientForm} from '../../source/areas/oauth-client-form.ts';
import {optionalScopeSource, scopeSource} from '../../source/areas/oauth-scope-source.ts';
import {planOf} from '../../source/areas/plan.ts';
import {checkSettings, completeSettings, readSettings} from '../../source/emulator/rules/oauth-settings.ts';
import {plainText} from '../../source/terminal/line.ts';
import {hex, rowOf, settingOf} from './sample.ts';

const scopes = [
	{id: 'dns.read', name: 'DNS Read', category: 'dns_and_zones'},
	{id: 'dns.write', name: 'DNS Write', category: 'dns_and_zones'},
	{id: 'account-settings.read', name: 'Account Settings Read', category: 'account_and_billing'},
];
const setting = settingOf({lists: {oauthScopes: scopes}});

const good: FormValues = {
	...newClientForm().start,
	client_name: 'ci',
	redirect_uris: ['https://ci.example/cb'],
	scopes: ['dns.read'],
};

/** `danger redirect_uris.0: …`, of a new client with these values. */
function problems(values: FormValues, form = newClientForm()): readonly string[] {
	return form.problems({...good, ...values}, setting).map(({path, text, tone}) => `${tone} ${path}: ${text}`);
}

const client = (more: object = {}) =>
	rowOf.oauthClients({
		client_id: hex(1),
		visibility: 'private',
		client_name: 'ci',
		grant_types: ['authorization_code'],
		response_types: ['code'],
		redirect_uris: ['https://ci.example/cb'],
		scopes: ['dns.read'],
		token_endpoint_auth_method: 'client_secret_basic',
		...more,
	});

describe('the rules', () => {
	test('find nothing wrong with what is right', () => {
		expect(problems({})).toEqual([]);
		expect(
			problems({
				redirect_uris: ['https://a.example', 'http://127.0.0.1:8976/cb', 'http://[::1]/cb', 'http://localhost:3000/'],
				post_logout_redirect_uris: ['https://a.example/bye?x=1'],
				allowed_cors_origins: ['https://a.example', 'https://a.example:8443', 'http://localhost:3000'],
				client_uri: 'https://a.example/start',
				optional_scopes: ['dns.read'],
			}),
		).toEqual([]);
	});

	test.each([
		['client_name', '  ', 'client_name: a client needs a name'],
		['client_name', 'x'.repeat(256), 'client_name: is longer than 255 characters'],
		['grant_types', ['refresh_token'], 'grant_types: authorization_code has to be among them'],
		['response_types', [], 'response_types: at least one is needed: code'],
		['grant_types', ['authorization_code', 'device_code'], 'grant_types.1: there is no such grant type'],
		['response_types', ['code', 'magic'], 'response_types.1: there is no such response type'],
		[
			'token_endpoint_auth_method',
			'private_key_jwt',
			'token_endpoint_auth_method: has to be one of client_secret_basic',
		],
		['redirect_uris', [], 'redirect_uris: at least one is needed: sign-ins come back to it'],
		['redirect_uris', ['', '  '], 'redirect_uris: at least one is needed: sign-ins come back to it'],
		['redirect_uris', ['http://ci.example/cb'], 'redirect_uris.0: has to be https: codes would travel in the clear'],
		['redirect_uris', ['https://a.example', 'ci.example'], 'redirect_uris.1: has to begin with https://'],
		['redirect_uris', ['https://'], 'redirect_uris.0: is no address'],
		['redirect_uris', ['https://a.example/#x'], 'redirect_uris.0: must not have a fragment (#)'],
		['redirect_uris', ['https://a.example/#'], 'redirect_uris.0: must not have a fragment (#)'],
		['redirect_uris', ['https://u:p@a.example'], 'redirect_uris.0: must not hold a user name or password'],
		['redirect_uris', ['https://a.example/a b'], 'redirect_uris.0: has a space or an unseen character in it'],
		['redirect_uris', ['https://a.exa\u200bmple'], 'redirect_uris.0: has a space or an unseen character in it'],
		['redirect_uris', ['javascript:alert(1)'], 'redirect_uris.0: has to begin with https://'],
		['redirect_uris', ['ftp://a.example/'], 'redirect_uris.0: has to begin with https://, not ftp://'],
		['redirect_uris', [`https://a.example/${'x'.repeat(2048)}`], 'redirect_uris.0: is longer than 2,048 characters'],
		['post_logout_redirect_uris', ['http://a.example'], 'post_logout_redirect_uris.0: has to be https'],
		[
			'allowed_cors_origins',
			['https://a.example/x'],
			'allowed_cors_origins.0: has to be an origin, without a path: https://a.example',
		],
		['allowed_cors_origins', ['https://a.example/'], 'allowed_cors_origins.0: has to be an origin'],
		['allowed_cors_origins', ['http://a.example'], 'allowed_cors_origins.0: has to be https'],
		['client_uri', 'http://a.example', 'client_uri: has to be https'],
		['client_uri', 'http://localhost', 'client_uri: has to be https'],
		['logo_uri', 'logo.png', 'logo_uri: has to begin with https://'],
		['policy_uri', 'https://', 'policy_uri: is no address'],
		['tos_uri', 'x', 'tos_uri: has to begin with https://'],
		['scopes', ['dns:read'], 'scopes.0: scopes are written with dots: dns.read'],
		['scopes', ['dns.read', 'dns.raed'], 'scopes.1: there is no such scope'],
		['optional_scopes', ['dns.write'], 'optional_scopes.0: it is not among the scopes'],
	])('refuse %s = %j', (name, value, said) => {
		const found = problems({[name]: value});
		expect(
			found.some((problem) => problem.startsWith(`danger ${said}`)),
			found.join('\n'),
		).toBe(true);
	});

	test('let no scope of the protocol be optional', () => {
		expect(problems({scopes: ['dns.read', 'openid'], optional_scopes: ['openid']})).toEqual([
			'danger optional_scopes.0: a scope of the protocol can not be optional',
		]);
	});

	test('do not call a scope unknown before the scopes have been read', () => {
		const unread = settingOf({snapshots: {oauthScopes: {complete: false}}});
		expect(newClientForm().problems({...good, scopes: ['new.scope']}, unread)).toEqual([]);
	});

	test('warn of what is right and still looks wrong', () => {
		expect(problems({redirect_uris: ['https://a.example', 'https://a.example']})).toEqual([
			'warning redirect_uris.1: stands in the list twice',
		]);
		expect(problems({redirect_uris: ['https://*.example']})).toEqual([
			'warning redirect_uris.0: a * stands for itself: addresses are compared as they are',
		]);
		expect(problems({scopes: ['openid']})[0]).toContain('warning scopes: only tells people apart');
	});

	test('do not keep a client from being changed for what it holds already', () => {
		const odd = client({
			client_name: null,
			redirect_uris: ['http://old.example/cb', 'app.old:/cb'],
			scopes: ['gone.scope', 'colon:scope'],
			grant_types: null,
			response_types: undefined,
		});
		const form = editClientForm(odd);
		const tones = form.problems(form.start, setting).map(({tone}) => tone);
		expect(tones.length).toBeGreaterThan(4);
		expect(new Set(tones)).toEqual(new Set(['warning']));
	});

	test('keep the host of a client URI that is verified', () => {
		const verified = client({client_uri: 'https://a.example/x', client_uri_verification: {status: 'verified'}});
		const form = editClientForm(verified);
		const at = (client_uri: string) => form.problems({...form.start, client_uri}, setting).map(({text}) => text);
		expect(at('https://a.example/other')).toEqual([]);
		expect(at('https://b.example/x')).toEqual(['the host a.example is verified and can not be changed; the path can']);
		expect(at('')).toHaveLength(1);
	});

	test('let through only what the server takes', () => {
		const texts = fc.oneof(
			fc.webUrl({withFragments: true, withQueryParameters: true}),
			fc.constantFrom('http://localhost/x', 'http://127.0.0.1', 'https://a.example', '', 'x', 'https://a.example/#'),
			fc.string({maxLength: 12}),
		);
		fc.assert(
			fc.property(
				fc.record({
					client_name: fc.string({maxLength: 12}),
					redirect_uris: fc.array(texts, {maxLength: 3}),
					allowed_cors_origins: fc.array(texts, {maxLength: 2}),
					post_logout_redirect_uris: fc.array(texts, {maxLength: 2}),
					client_uri: texts,
					logo_uri: texts,
					grant_types: fc.subarray(['authorization_code', 'refresh_token']),
					response_types: fc.subarray(['code', 'token', 'id_token']),
					scopes: fc.subarray(['dns.read', 'dns.write', 'openid', 'dns:read', 'no.such']),
					optional_scopes: fc.subarray(['dns.read', 'dns.write', 'openid']),
				}),
				(values) => {
					const form = newClientForm();
					const all = {...form.start, ...values};
					if (form.problems(all, setting).some(({tone}) => tone === 'danger')) return;
					const intent = form.review(all, setting);
					if (intent.kind !== 'confirm') throw new Error('a new client is always confirmed');
					for (const {request} of intent.steps) {
						checkSettings(completeSettings(readSettings({...Object(request.body)})));
					}
				},
			),
			{numRuns: 500},
		);
	});
});

describe('what is sent', () => {
	test('of an edit is only what is changed: order, spaces and empty lines are no change', () => {
		const held = client({redirect_uris: ['https://a.example', 'https://b.example'], scopes: ['dns.read', 'openid']});
		const {start} = editClientForm(held);
		expect(editOf(held, start)).toEqual({});
		expect(
			editOf(held, {
				...start,
				client_name: ' ci ',
				redirect_uris: ['https://b.example', '', 'https://a.example'],
				scopes: ['openid', 'dns.read'],
			}),
		).toEqual({});
		expect(editOf(held, {...start, logo_uri: 'https://a.example/l.png'})).toEqual({
			logo_uri: 'https://a.example/l.png',
		});
	});

	test('of an edit that changes nothing is nothing, and it is said', () => {
		const form = editClientForm(client());
		expect(form.review(form.start, setting)).toEqual({kind: 'say', text: 'nothing has been changed'});
	});

	test('leaves alone what a draft of an older version does not name', () => {
		expect(editOf(client(), {client_name: 'other'})).toEqual({client_name: 'other'});
	});

	test('is said as sets, with scopes by their names', () => {
		const form = editClientForm(client());
		const intent = form.review({...form.start, scopes: ['dns.write'], client_uri: 'https://new.example'}, setting);
		if (intent.kind !== 'confirm') throw new Error('there is something to confirm');
		const {diff, remarks, undo} = planOf(
			intent.steps,
			settingOf({lists: {oauthScopes: scopes, oauthClients: [client()]}}),
		);
		expect(diff.map(({sign, line}) => `${sign} ${plainText(line)}`)).toEqual([
			'- scope: DNS Read (dns.read)',
			'+ scope: DNS Write (dns.write)',
			'+ client URI: https://new.example',
		]);
		expect(remarks.map(plainText)).toEqual(['new.example has to be verified: the detail shows the TXT record.']);
		expect(undo.possible).toBe(true);
	});
});

describe('the fields', () => {
	test('have the values that they begin with, each by its name', () => {
		for (const form of [newClientForm(), editClientForm(client({scopes: null}))]) {
			for (const field of form.fields(form.start, setting)) {
				const value = form.start[field.name];
				const isList = field.kind === 'list' || field.kind === 'pick';
				expect(isList ? Array.isArray(value) : typeof value === 'string', field.name).toBe(true);
			}
		}
	});

	test('show the visibility, and how it changes', () => {
		const locked = (form: ReturnType<typeof newClientForm>) =>
			form.fields(form.start, setting).find(({name}) => name === 'visibility')?.locked;
		expect(locked(newClientForm())).toBe('new clients are private; U makes one public later');
		expect(locked(editClientForm(client()))).toBe('U makes it public, for good');
		expect(locked(editClientForm(client({visibility: 'public'})))).toBe('a public client stays public');
	});

	test('are locked where what they hold could not be sent back', () => {
		const form = editClientForm(
			client({grant_types: ['device_code'], response_types: ['magic'], token_endpoint_auth_method: 'private_key_jwt'}),
		);
		const locked = form.fields(form.start, setting).flatMap((field) => field.locked ?? []);
		expect(locked).toContain('it has a grant type that is not known here: device_code');
		expect(locked).toContain('it has a response type that is not known here: magic');
		expect(locked).toContain('it has a method that is not known here: private_key_jwt');
		expect(form.review({...form.start, client_name: 'x'}, setting)).toMatchObject({
			steps: [{request: {body: {client_name: 'x'}}}],
		});
	});

	test('warn before secrets are given up, only where there are some', () => {
		const warning = (form: ReturnType<typeof newClientForm>) =>
			form.fields(form.start, setting).flatMap((field) => (field.kind === 'choice' ? field.options : []))[2]?.warning;
		expect(warning(newClientForm())).toBeUndefined();
		expect(warning(editClientForm(client({token_endpoint_auth_method: 'none'})))).toBeUndefined();
		expect(warning(editClientForm(client()))).toBe('Its secrets go with the change, and do not come back.');
	});

	test('keep the source of optional scopes as long as the scopes are the same', () => {
		const form = newClientForm();
		const source = (values: FormValues) =>
			form
				.fields({...good, ...values}, setting)
				.flatMap((field) => (field.name === 'optional_scopes' ? [field] : []))[0];
		const [one, again, other] = [source({}), source({client_name: 'x'}), source({scopes: ['dns.write']})].map(
			(field) => (field?.kind === 'pick' ? field.source : undefined),
		);
		expect(one).toBeDefined();
		expect(again).toBe(one);
		expect(other).not.toBe(one);
	});
});

describe('picking scopes', () => {
	const ids = (text: string) => scopeSource.options(text, setting).map(({id}) => id);

	test('finds them by name, id and category, best first', () => {
		expect(ids('dns write')[0]).toBe('dns.write');
		expect(ids('dns.read')[0]).toBe('dns.read');
		expect(ids('billing')).toEqual(['account-settings.read']);
		expect(ids('no such scope anywhere')).toEqual([]);
		expect(ids('')).toEqual([...scopes.map(({id}) => id), 'openid', 'offline_access', 'profile', 'email']);
	});

	test('says how a scope with a colon is written, and finds it', () => {
		const found = scopeSource.options('dns:read', setting);
		expect(found[0]?.id).toBe('dns.read');
		expect(found.at(-1)).toMatchObject({id: 'dns:read', refusal: 'scopes are written with dots: dns.read'});
	});

	test('leaves to Cloudflare what comes and goes by itself', () => {
		expect(scopeSource.option('openid', setting).refusal).toBe('it comes and goes with the response type id_token');
		expect(scopeSource.option('profile', setting).refusal).toBeUndefined();
	});

	test('offers as optional only what is asked for', () => {
		const source = optionalScopeSource(['dns.read', 'openid']);
		expect(source.options('', setting).map(({id, refusal}) => [id, refusal])).toEqual([
			['dns.read', undefined],
			['openid', 'a scope of the protocol can not be optional'],
		]);
		expect(source.option('dns.write', setting).refusal).toContain('not among the scopes');
	});
});

describe('a refusal of the server', () => {
	const form = newClientForm();
	const values = {
		...good,
		redirect_uris: ['https://a.example/x', 'https://a.example'],
		scopes: ['dns.read', 'no.such'],
	};
	const placeOf = (message: string) =>
		form.placeOf?.(
			new CloudflareError({kind: 'invalid', attempted: 'create an OAuth client', messages: [message], next: ''}),
			values,
		);

	test.each([
		['client_name must not be empty (1001)', 'client_name'],
		['redirect_uris must be a valid URL: "https://a.example" (1001)', 'redirect_uris.1'],
		['redirect_uris must be a valid URL: "https://a.example/x" (1001)', 'redirect_uris.0'],
		['is not allowed (at /redirect_uris/1)', 'redirect_uris.1'],
		['post_logout_redirect_uris must be a valid URL', 'post_logout_redirect_uris'],
		['Unknown OAuth scope: no.such (1001)', 'scopes.1'],
		['Colon-delimited scopes are not accepted: a:b', 'scopes'],
		['Optional scope dns.write must also be in scopes', 'optional_scopes'],
		['openid cannot be an optional scope', 'optional_scopes'],
		['grant_types must include authorization_code', 'grant_types'],
		['token_endpoint_auth_method must be one of none', 'token_endpoint_auth_method'],
		['The host of a verified client_uri cannot be changed', 'client_uri'],
		['Client URL required', 'client_uri'],
		['Promotion requires a non-empty logo_uri', 'logo_uri'],
		['Something else is wrong', undefined],
	])('%j lands at %s', (message, place) => {
		expect(placeOf(message)).toBe(place);
	});
});
