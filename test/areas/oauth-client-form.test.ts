/** The form of an OAuth client: its fields, what is sent, and where refusals stand. */
import {describe, expect, test} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import type {FormValues} from '../../source/areas/form.ts';
import {editClientForm, editOf, newClientForm} from '../../source/areas/oauth-client-form.ts';
import {optionalScopeSource, scopeSource} from '../../source/areas/oauth-scope-source.ts';
import {planOf} from '../../source/areas/plan.ts';
import {plainText} from '../../source/terminal/line.ts';
import {client, good, scopes, setting} from './oauth-client-sample.ts';
import {settingOf} from './sample.ts';

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
