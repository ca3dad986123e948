/** What a new OAuth client is filled in with, and what its form says. */
import type {FormValues} from '../../source/areas/form.ts';
import {newClientForm} from '../../source/areas/oauth-client-form.ts';
import {hex, rowOf, settingOf} from './sample.ts';

export const scopes = [
	{id: 'dns.read', name: 'DNS Read', category: 'dns_and_zones'},
	{id: 'dns.write', name: 'DNS Write', category: 'dns_and_zones'},
	{id: 'account-settings.read', name: 'Account Settings Read', category: 'account_and_billing'},
];
export const setting = settingOf({lists: {oauthScopes: scopes}});

export const good: FormValues = {
	...newClientForm().start,
	client_name: 'ci',
	redirect_uris: ['https://ci.example/cb'],
	scopes: ['dns.read'],
};

/** `danger redirect_uris.0: …`, of a new client with these values. */
export function problems(values: FormValues, form = newClientForm()): readonly string[] {
	return form.problems({...good, ...values}, setting).map(({path, text, tone}) => `${tone} ${path}: ${text}`);
}

export const client = (more: object = {}) =>
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
