/** What may be entered for an OAuth client, in words. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {editClientForm, newClientForm} from '../../source/areas/oauth-client-form.ts';
import {checkSettings, completeSettings, readSettings} from '../../source/emulator/rules/oauth-settings.ts';
import {client, good, problems, setting} from './oauth-client-sample.ts';
import {settingOf} from './sample.ts';

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
