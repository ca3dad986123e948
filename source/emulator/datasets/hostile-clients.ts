/** SSO connectors and OAuth clients of the hostile account. */
import {deriveIdentifier} from '../identifiers.ts';
import type {OauthClient, Overlay, SsoConnector} from '../model.ts';
import {hostileEntries, hostileTexts} from './hostile-texts.ts';

/** `start`: when the emulator started, in ms. */
export function hostileConnectors(start: number): readonly SsoConnector[] {
	const connector = (name: string, emailDomain: string, overlay?: Overlay): SsoConnector => ({
		id: deriveIdentifier(`hostile connector ${name}`),
		emailDomain,
		code: `cloudflare_dashboard_sso=${emailDomain}`,
		enabled: false,
		fedrampLanguage: false,
		createdOn: '2026-01-02T03:04:05Z',
		updatedOn: '2026-01-02T03:04:05Z',
		verification: {kind: 'running', since: start},
		overlay,
	});
	return [
		...hostileEntries.map(([name, text]) => connector(name, text)),
		connector('no verification', 'no-verification.example', {verification: undefined}),
		connector('null fields', 'null.example', {email_domain: null, enabled: null, verification: {}, updated_on: null}),
		connector('new status', 'new-status.example', {verification: {status: 'expired_by_registrar'}}),
	];
}

export function hostileOauthClients(): readonly OauthClient[] {
	const client = (name: string, text: string, overlay?: Overlay): OauthClient => ({
		id: deriveIdentifier(`hostile client ${name}`),
		visibility: 'private',
		settings: {
			client_name: text,
			grant_types: ['authorization_code'],
			response_types: ['code'],
			redirect_uris: [`https://hostile.example/${text}`],
			scopes: ['account.read', text],
			token_endpoint_auth_method: 'client_secret_basic',
			client_uri: `https://hostile.example/${text}`,
		},
		secrets: ['cf-oauth-secret-of-nobody'],
		publisherCode: text,
		uriVerification: {kind: 'failed'},
		verifiedHost: undefined,
		createdAt: '2026-01-02T03:04:05Z',
		updatedAt: '2026-01-02T03:04:05Z',
		promotedAt: undefined,
		overlay,
	});
	return [
		...hostileEntries.map(([name, text]) => client(name, text)),
		client('new visibility', 'New visibility', {visibility: 'partners'}),
		client('null fields', 'Null fields', {client_name: null, scopes: null, redirect_uris: null, grant_types: null}),
		client('bare', 'Bare', {
			client_name: undefined,
			scopes: undefined,
			redirect_uris: undefined,
			grant_types: undefined,
			response_types: undefined,
			token_endpoint_auth_method: undefined,
			client_uri_verification: undefined,
			created_at: undefined,
			updated_at: undefined,
		}),
		client('new method', 'New method', {
			token_endpoint_auth_method: 'private_key_jwt',
			grant_types: ['device_code', hostileTexts['window title']],
		}),
	];
}
