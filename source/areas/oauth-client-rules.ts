/**
 * What an OAuth client may be set to, in words (contract 7). What the client holds already is only warned of: it was
 * taken once, and other fields have to be open to change.
 */
import type {OauthClient} from '../api/schemas.ts';
import type {Setting} from './define.ts';
import type {FormProblem, FormValues} from './form.ts';
import {authMethods, grantTypes, responseTypes} from './oauth-client-steps.ts';
import {hostOf, identityScopes} from './oauth-client-words.ts';
import {colonRefusal, optionalRefusal} from './oauth-scope-source.ts';

/** The fields of the form, by the names that Cloudflare has for them. */
export type FieldName = keyof typeof fieldKinds;

export const fieldKinds = {
	client_name: 'text',
	visibility: 'text',
	token_endpoint_auth_method: 'text',
	grant_types: 'list',
	response_types: 'list',
	redirect_uris: 'list',
	scopes: 'list',
	optional_scopes: 'list',
	client_uri: 'text',
	logo_uri: 'text',
	policy_uri: 'text',
	tos_uri: 'text',
	post_logout_redirect_uris: 'list',
	allowed_cors_origins: 'list',
} as const;

export const fieldNames = Object.keys(fieldKinds) as readonly FieldName[];

export function textOf(values: FormValues, name: FieldName): string {
	const value = values[name];
	return typeof value === 'string' ? value.trim() : '';
}

function isText(value: unknown): value is string {
	return typeof value === 'string';
}

/** The entries as they stand: problems are told by their place. */
function entriesOf(values: FormValues, name: FieldName): readonly string[] {
	const value = values[name];
	return Array.isArray(value) ? value.filter(isText) : [];
}

/** The entries that are sent: each once, without empty ones. */
export function listOf(values: FormValues, name: FieldName): readonly string[] {
	return [...new Set(entriesOf(values, name).map((text) => text.trim()))].filter((text) => text !== '');
}

/** Longer names and addresses than anybody reads: what Cloudflare's own limits are is not public (contract 11.1). */
const longestName = 255;
const longestAddress = 2048;

/** What is wrong with an address, beginning with a verb; undefined where it is right. */
type AddressRule = (text: string) => string | undefined;

const loopback: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whitespace and control characters, which the parser of addresses would silently take out. */
const unseen = /[\s\p{Cc}\p{Cf}]/u;

/** Rules of every address that is to be https. `onThisMachine`: http is right for what listens on the user's own machine. */
function httpsRule(text: string, onThisMachine: boolean): string | undefined {
	if (text.length > longestAddress) return `is longer than ${longestAddress.toLocaleString('en-US')} characters`;
	if (unseen.test(text)) return 'has a space or an unseen character in it';
	if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(text)) return 'has to begin with https://';
	if (!URL.canParse(text)) return 'is no address';
	const url = new URL(text);
	if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
	if (url.protocol === 'https:') return undefined;
	if (url.protocol !== 'http:') return `has to begin with https://, not ${url.protocol}//`;
	if (onThisMachine && loopback.has(url.hostname)) return undefined;
	return onThisMachine
		? 'has to be https: codes would travel in the clear (http is for 127.0.0.1, [::1] and localhost only)'
		: 'has to be https';
}

const redirectRule: AddressRule = (text) => {
	const problem = httpsRule(text, true);
	if (problem !== undefined) return problem;
	return text.includes('#') ? 'must not have a fragment (#)' : undefined;
};

const originRule: AddressRule = (text) => {
	const problem = httpsRule(text, true);
	if (problem !== undefined) return problem;
	const {origin} = new URL(text);
	return text.toLowerCase() === origin ? undefined : `has to be an origin, without a path: ${origin}`;
};

const pageRule: AddressRule = (text) => httpsRule(text, false);

/** The problems of one entry of a list, or of a text. */
function problemAt(path: string, problem: string | undefined, isHeld: boolean): readonly FormProblem[] {
	if (problem === undefined) return [];
	return [{path, text: problem, tone: isHeld ? 'warning' : 'danger'}];
}

function addressProblems(
	values: FormValues,
	name: FieldName,
	rule: AddressRule,
	held: readonly string[] | null | undefined,
): readonly FormProblem[] {
	const seen = new Set<string>();
	return entriesOf(values, name).flatMap((entry, index): readonly FormProblem[] => {
		const text = entry.trim();
		const path = `${name}.${index}`;
		if (text === '') return [];
		if (seen.has(text)) return [{path, text: 'stands in the list twice', tone: 'warning'}];
		seen.add(text);
		const problem = rule(text);
		if (problem !== undefined) return problemAt(path, problem, held?.includes(text) ?? false);
		return text.includes('*')
			? [{path, text: 'a * stands for itself: addresses are compared as they are', tone: 'warning'}]
			: [];
	});
}

function pageProblems(values: FormValues, name: FieldName, held: string | null | undefined): readonly FormProblem[] {
	const text = textOf(values, name);
	return text === '' ? [] : problemAt(name, pageRule(text), text === held);
}

/** A host that has been verified stays (contract 7.4). */
function hostProblems(values: FormValues, client: OauthClient | undefined): readonly FormProblem[] {
	const host = hostOf(client?.client_uri);
	if (host === undefined || client?.client_uri_verification?.status !== 'verified') return [];
	if (hostOf(textOf(values, 'client_uri')) === host) return [];
	return [
		{path: 'client_uri', text: `the host ${host} is verified and can not be changed; the path can`, tone: 'danger'},
	];
}

function nameProblems(values: FormValues, client: OauthClient | undefined): readonly FormProblem[] {
	const name = textOf(values, 'client_name');
	const isHeld = client !== undefined && name === (client.client_name?.trim() ?? '');
	if (name === '') return problemAt('client_name', 'a client needs a name', isHeld);
	return problemAt(
		'client_name',
		name.length > longestName ? `is longer than ${longestName} characters` : undefined,
		isHeld,
	);
}

/** Whether a list is as the client holds it already. */
function isHeldList(values: FormValues, name: FieldName, client: OauthClient | undefined): boolean {
	const held = client?.[name] ?? [];
	const wanted = listOf(values, name);
	return client !== undefined && wanted.length === held.length && wanted.every((each) => held.includes(each));
}

/** Types that no client can have; what it has of them is its own matter. */
function unknownTypes(
	values: FormValues,
	name: 'grant_types' | 'response_types',
	known: readonly string[],
	client: OauthClient | undefined,
): readonly FormProblem[] {
	const noun = name === 'grant_types' ? 'grant type' : 'response type';
	return entriesOf(values, name).flatMap((text, index) =>
		problemAt(
			`${name}.${index}`,
			known.includes(text) ? undefined : `there is no such ${noun}`,
			client?.[name]?.includes(text) ?? false,
		),
	);
}

function methodProblems(values: FormValues, client: OauthClient | undefined): readonly FormProblem[] {
	const method = textOf(values, 'token_endpoint_auth_method');
	const isKnown = authMethods.some((known) => known === method);
	return problemAt(
		'token_endpoint_auth_method',
		isKnown ? undefined : `has to be one of ${authMethods.join(', ')}`,
		client !== undefined && method === (client.token_endpoint_auth_method ?? ''),
	);
}

function typeProblems(values: FormValues, client: OauthClient | undefined): readonly FormProblem[] {
	const grants = listOf(values, 'grant_types');
	const responses = listOf(values, 'response_types');
	return [
		...methodProblems(values, client),
		...unknownTypes(values, 'grant_types', grantTypes, client),
		...unknownTypes(values, 'response_types', responseTypes, client),
		...problemAt(
			'grant_types',
			grants.includes('authorization_code') ? undefined : 'authorization_code has to be among them',
			isHeldList(values, 'grant_types', client),
		),
		...problemAt(
			'response_types',
			responses.length > 0 ? undefined : 'at least one is needed: code',
			isHeldList(values, 'response_types', client),
		),
		...problemAt(
			'response_types',
			responses.length === 0 || responses.includes('code')
				? undefined
				: 'without code no authorization code comes back',
			true,
		),
	];
}

function scopeProblems(
	values: FormValues,
	client: OauthClient | undefined,
	{knowledge}: Setting,
): readonly FormProblem[] {
	const {complete, byId} = knowledge.list('oauthScopes');
	const scopes = entriesOf(values, 'scopes');
	const ofScopes = scopes.flatMap((id, index): readonly FormProblem[] => {
		const path = `scopes.${index}`;
		const isHeld = client?.scopes?.includes(id) ?? false;
		const colon = colonRefusal(id);
		if (colon !== undefined) return problemAt(path, colon, isHeld);
		if (!complete || byId.has(id) || identityScopes.has(id)) return [];
		return problemAt(path, 'there is no such scope', isHeld);
	});
	const asked = new Set(scopes);
	const ofOptional = entriesOf(values, 'optional_scopes').flatMap((id, index) =>
		problemAt(`optional_scopes.${index}`, colonRefusal(id) ?? optionalRefusal(id, asked), false),
	);
	const isEmpty = scopes.length > 0 && scopes.every((id) => identityScopes.has(id));
	return [
		...ofScopes,
		...(isEmpty
			? [
					{
						path: 'scopes',
						text: 'only tells people apart: it asks for nothing else',
						tone: 'warning',
					} as const,
				]
			: []),
		...ofOptional,
	];
}

/** Everything that is wrong, or worth knowing, about the values. */
export function clientProblems(
	values: FormValues,
	client: OauthClient | undefined,
	setting: Setting,
): readonly FormProblem[] {
	return [
		...nameProblems(values, client),
		...typeProblems(values, client),
		...problemAt(
			'redirect_uris',
			listOf(values, 'redirect_uris').length > 0 ? undefined : 'at least one is needed: sign-ins come back to it',
			isHeldList(values, 'redirect_uris', client),
		),
		...addressProblems(values, 'redirect_uris', redirectRule, client?.redirect_uris),
		...scopeProblems(values, client, setting),
		...pageProblems(values, 'client_uri', client?.client_uri),
		...hostProblems(values, client),
		...pageProblems(values, 'logo_uri', client?.logo_uri),
		...pageProblems(values, 'policy_uri', client?.policy_uri),
		...pageProblems(values, 'tos_uri', client?.tos_uri),
		...addressProblems(values, 'post_logout_redirect_uris', redirectRule, client?.post_logout_redirect_uris),
		...addressProblems(values, 'allowed_cors_origins', originRule, client?.allowed_cors_origins),
	];
}
