/** What is said of an OAuth client wherever it is told of: its name, its secrets, its scopes (contract 7). */
import type {OauthClient} from '../api/schemas.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import {age} from '../insight/time.ts';
import {nameOr} from './cells.ts';
import {typedText} from './typed-name.ts';

export function clientName({client_name, client_id}: OauthClient): string {
	return nameOr(client_name, client_id);
}

/** What has to be typed before something that can not be undone: the name; the id of a client that has none. */
export function typedName({client_name, client_id}: OauthClient): {readonly what: string; readonly text: string} {
	return typedText('the client name', client_name, client_id);
}

/** How many secrets are valid (contract 7.6): there are two between the steps of a rotation. */
export type Secrets = 'none' | 'one' | 'two';

export function secretsOf({token_endpoint_auth_method, has_rotated_secret}: OauthClient): Secrets {
	if (token_endpoint_auth_method === 'none') return 'none';
	return has_rotated_secret === true ? 'two' : 'one';
}

/** For how long both are known to be valid: the second one can not be younger than the last change of the client. */
export function sinceText({updated_at}: OauthClient, now: number): string {
	const passed = age(updated_at, now);
	return passed === '' ? '' : ` for at least ${passed}`;
}

/** `one is valid`, `old and new are both valid for at least 3d`. */
export function secretsText(client: OauthClient, now: number): string {
	switch (secretsOf(client)) {
		case 'none':
			return 'none: it proves itself with PKCE';
		case 'one':
			return 'one is valid';
		case 'two':
			return `two: old and new are both valid${sinceText(client, now)}`;
	}
}

/** Scopes that come and go with the grant and response types, whatever is sent (contract 7, `scopes` rule). */
export const automaticScopes: ReadonlyMap<string, string> = new Map([
	['offline_access', 'comes and goes with the grant type refresh_token'],
	['openid', 'comes and goes with the response type id_token'],
]);

/** Scopes that no user can decline (contract 7, `optional_scopes`). */
export const protocolScopes: ReadonlySet<string> = new Set(['openid', 'offline', 'offline_access']);

/** Scopes about who somebody is; they stand in no catalogue. */
export const identityScopes: ReadonlyMap<string, string> = new Map([
	['openid', 'OpenID Connect'],
	['offline_access', 'Offline access'],
	['offline', 'Offline access (older name)'],
	['profile', 'Profile'],
	['email', 'E-mail address'],
]);

/** `DNS Write`; the scope itself where it has no name. */
export function scopeName(id: string, knowledge: Knowledge): string {
	return identityScopes.get(id) ?? knowledge.list('oauthScopes').byId.get(id)?.name ?? id;
}

/** `DNS Write (dns.write)`. */
export function scopeText(id: string, knowledge: Knowledge): string {
	const name = scopeName(id, knowledge);
	return name === id ? id : `${name} (${id})`;
}

/** The host of an address; undefined for what is none. */
export function hostOf(address: string | null | undefined): string | undefined {
	return address && URL.canParse(address) ? new URL(address).host : undefined;
}
