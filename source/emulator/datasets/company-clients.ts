/** SSO connectors and OAuth clients of a company: one in each state that there is. */
import {deriveIdentifier} from '../identifiers.ts';
import type {OauthClient, OauthSettings, SsoConnector, Verification} from '../model.ts';
import {inSeconds} from '../timestamps.ts';

/** `company`: its domain without an ending. `start`: when the emulator started, in ms: what is pending began then. */
export function companyConnectors(company: string, start: number): readonly SsoConnector[] {
	const connector = (
		emailDomain: string,
		verification: Verification,
		createdOn: string,
		enabled = false,
		fedrampLanguage = false,
	): SsoConnector => ({
		id: deriveIdentifier(`connector ${emailDomain}`),
		emailDomain,
		code: `cloudflare_dashboard_sso=${deriveIdentifier(`code ${emailDomain}`)}`,
		enabled,
		fedrampLanguage,
		createdOn,
		updatedOn: verification.kind === 'running' ? inSeconds(start) : createdOn,
		verification,
	});
	return [
		connector(`${company}.example`, {kind: 'verified'}, '2025-06-03T08:15:21Z', true),
		connector(`${company}-drivers.example`, {kind: 'verified'}, '2025-11-19T13:40:02Z', false, true),
		connector(`${company}-freight.example`, {kind: 'running', since: start}, '2026-08-30T07:55:48Z'),
		connector(`${company}-labs.example`, {kind: 'awaiting'}, '2026-09-02T16:20:10Z'),
		connector('oldharbor.invalid', {kind: 'failed'}, '2024-12-05T11:02:37Z'),
		connector('kestrel-sandbox.example', {kind: 'verified'}, '2026-03-14T10:09:33Z'),
	];
}

interface Extras {
	readonly visibility?: 'public';
	readonly uriVerification?: Verification;
	readonly secrets?: number;
}

export function companyOauthClients(company: string, start: number): readonly OauthClient[] {
	const client = (
		key: string,
		createdAt: string,
		settings: Partial<OauthSettings> & {readonly client_name: string; readonly scopes: readonly string[]},
		extras: Extras = {},
	): OauthClient => {
		const uri = settings.client_uri;
		const secrets = extras.secrets ?? 1;
		return {
			id: deriveIdentifier(`oauth client ${key}`),
			visibility: extras.visibility ?? 'private',
			settings: {
				grant_types: ['authorization_code'],
				response_types: ['code'],
				redirect_uris: [`https://${key}.${company}.example/oauth/callback`],
				token_endpoint_auth_method: secrets === 0 ? 'none' : 'client_secret_basic',
				...settings,
			},
			secrets: Array.from({length: secrets}, (_, index) => `cf-oauth-secret-${deriveIdentifier(`${key} ${index}`)}`),
			publisherCode: `cloudflare_oauth_client_publisher=${deriveIdentifier(`publisher ${key}`)}`,
			uriVerification: extras.uriVerification,
			verifiedHost: extras.uriVerification?.kind === 'verified' && uri !== undefined ? new URL(uri).host : undefined,
			createdAt,
			updatedAt: createdAt,
			promotedAt: extras.visibility === 'public' ? '2026-05-13T12:00:00Z' : undefined,
		};
	};
	return [
		client('dispatch', '2025-10-07T09:12:44Z', {
			client_name: 'Dispatch dashboard',
			scopes: ['zone.read', 'analytics.read', 'offline_access'],
			grant_types: ['authorization_code', 'refresh_token'],
			optional_scopes: ['analytics.read'],
		}),
		client(
			'status-badges',
			'2026-02-26T14:31:05Z',
			{
				client_name: 'Status badges',
				client_uri: `https://badges.${company}.example`,
				logo_uri: `https://badges.${company}.example/logo.png`,
				policy_uri: `https://badges.${company}.example/privacy`,
				tos_uri: `https://badges.${company}.example/terms`,
				scopes: ['zone.read', 'user-details.read', 'openid'],
				response_types: ['code', 'id_token'],
				redirect_uris: [`https://badges.${company}.example/cb`, `https://badges.${company}.example/cb/preview`],
				post_logout_redirect_uris: [`https://badges.${company}.example/bye`],
				allowed_cors_origins: [`https://badges.${company}.example`],
			},
			{visibility: 'public', uriVerification: {kind: 'verified'}},
		),
		client(
			'ci',
			'2025-12-01T06:00:12Z',
			{
				client_name: 'CI deployments',
				scopes: ['workers-scripts.write', 'workers-routes.write', 'workers-kv-storage.write'],
				token_endpoint_auth_method: 'client_secret_post',
			},
			{secrets: 2},
		),
		client(
			'cli',
			'2026-04-18T17:48:39Z',
			{
				client_name: 'Command line client',
				scopes: ['dns.read', 'dns.write', 'teams.read'],
				redirect_uris: ['http://127.0.0.1:8976/callback'],
			},
			{secrets: 0},
		),
		client(
			'partners',
			'2026-09-09T08:22:57Z',
			{
				client_name: 'Partner portal',
				client_uri: `https://partners.${company}-drivers.example/start`,
				scopes: ['account.read', 'memberships.read'],
			},
			{uriVerification: {kind: 'running', since: start}},
		),
		client(
			'wiki',
			'2024-11-28T12:05:30Z',
			{
				client_name: 'Old wiki',
				client_uri: 'https://wiki.oldharbor.invalid',
				scopes: ['user-details.read'],
			},
			{uriVerification: {kind: 'failed'}},
		),
	];
}
