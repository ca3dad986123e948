/** What an OAuth client may be set to (contract 7.2, 7.4). Codes and texts of refusals are ours. */
import {isOauthScope} from '../catalogue/oauth-scopes.ts';
import {refuseInput} from '../envelope.ts';
import {type Fields, optionalText, optionalTexts} from '../input.ts';
import type {OauthSettings} from '../model.ts';

const identityScopes: ReadonlySet<string> = new Set(['openid', 'offline', 'offline_access', 'profile', 'email']);
const protocolScopes: ReadonlySet<string> = new Set(['openid', 'offline', 'offline_access']);

export function isIdentityScope(scope: string): boolean {
	return identityScopes.has(scope);
}

function oneOf(name: string, value: string, allowed: readonly string[]): void {
	if (!allowed.includes(value)) {
		throw refuseInput(`${name} must be one of ${allowed.join(', ')}, not ${JSON.stringify(value)}`);
	}
}

function checkUrl(name: string, value: string): void {
	if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) {
		throw refuseInput(`${name} must be a valid URL: ${JSON.stringify(value)}`);
	}
}

function checkScope(scope: string): void {
	if (scope.includes(':')) {
		throw refuseInput(`Colon-delimited scopes are not accepted: ${scope}`);
	}
	if (!identityScopes.has(scope) && !isOauthScope(scope)) {
		throw refuseInput(`Unknown OAuth scope: ${scope}`);
	}
}

/** `offline_access` and `openid` come and go with the grant and response types (contract 7, scopes rule). */
function withProtocolScopes(settings: OauthSettings): readonly string[] {
	const scopes = new Set(settings.scopes);
	const set = (scope: string, wanted: boolean): void => {
		if (wanted) {
			scopes.add(scope);
		} else {
			scopes.delete(scope);
		}
	};
	set('offline_access', settings.grant_types.includes('refresh_token'));
	set('openid', settings.response_types.includes('id_token'));
	return [...scopes];
}

/**
 * The settings as they are kept: refused when a rule is broken, with the protocol scopes that go with them. `held`: the
 * scopes that the client has already, which are not looked up again.
 */
export function checkSettings(settings: OauthSettings, held: readonly string[] = []): OauthSettings {
	for (const type of settings.grant_types) {
		oneOf('grant_types', type, ['authorization_code', 'refresh_token']);
	}
	if (!settings.grant_types.includes('authorization_code')) {
		throw refuseInput('grant_types must include authorization_code');
	}
	for (const type of settings.response_types) {
		oneOf('response_types', type, ['token', 'id_token', 'code']);
	}
	oneOf('token_endpoint_auth_method', settings.token_endpoint_auth_method, [
		'none',
		'client_secret_basic',
		'client_secret_post',
	]);
	if (settings.client_name.trim() === '') {
		throw refuseInput('client_name must not be empty');
	}
	if (settings.redirect_uris.length === 0 || settings.response_types.length === 0) {
		throw refuseInput('redirect_uris and response_types must not be empty');
	}
	for (const name of ['redirect_uris', 'post_logout_redirect_uris', 'allowed_cors_origins'] as const) {
		for (const uri of settings[name] ?? []) {
			checkUrl(name, uri);
		}
	}
	for (const name of ['client_uri', 'logo_uri', 'policy_uri', 'tos_uri'] as const) {
		const uri = settings[name];
		if (uri !== undefined && uri !== '') {
			checkUrl(name, uri);
		}
	}
	for (const scope of settings.scopes) {
		if (!held.includes(scope)) {
			checkScope(scope);
		}
	}
	for (const scope of settings.optional_scopes ?? []) {
		if (protocolScopes.has(scope)) {
			throw refuseInput(`${scope} cannot be an optional scope`);
		}
		if (!settings.scopes.includes(scope)) {
			throw refuseInput(`Optional scope ${scope} must also be in scopes`);
		}
	}
	return {...settings, scopes: withProtocolScopes(settings)};
}

/** The fields of a request that are there, checked for their types only. */
export function readSettings(fields: Fields): Partial<OauthSettings> {
	const settings: Partial<OauthSettings> = {};
	for (const name of [
		'client_name',
		'token_endpoint_auth_method',
		'client_uri',
		'logo_uri',
		'policy_uri',
		'tos_uri',
	] as const) {
		const value = optionalText(fields, name, refuseInput);
		if (value !== undefined) {
			settings[name] = value;
		}
	}
	for (const name of [
		'grant_types',
		'response_types',
		'redirect_uris',
		'scopes',
		'optional_scopes',
		'allowed_cors_origins',
		'post_logout_redirect_uris',
	] as const) {
		const value = optionalTexts(fields, name, refuseInput);
		if (value !== undefined) {
			settings[name] = value;
		}
	}
	return settings;
}

/** The settings of a new client, or the refusal that names what is missing. */
export function completeSettings(partial: Partial<OauthSettings>): OauthSettings {
	const {client_name, grant_types, response_types, redirect_uris, scopes, token_endpoint_auth_method} = partial;
	const missing = Object.entries({
		client_name,
		grant_types,
		response_types,
		redirect_uris,
		scopes,
		token_endpoint_auth_method,
	}).flatMap(([name, value]) => (value === undefined ? [name] : []));
	if (
		client_name === undefined ||
		grant_types === undefined ||
		response_types === undefined ||
		redirect_uris === undefined ||
		scopes === undefined ||
		token_endpoint_auth_method === undefined
	) {
		throw refuseInput(`Missing required fields: ${missing.join(', ')}`);
	}
	return {...partial, client_name, grant_types, response_types, redirect_uris, scopes, token_endpoint_auth_method};
}
