/** The form of an OAuth client: its fields, what they begin with, and the step that they make (contract 7.2, 7.4). */
import type {CloudflareError} from '../api/errors.ts';
import type {OauthClientInput} from '../api/oauth-clients.ts';
import type {OauthClient} from '../api/schemas.ts';
import {lastAnswer} from '../insight/memo.ts';
import type {Setting} from './define.ts';
import type {Form, FormField, FormValues, PickSource} from './form.ts';
import {clientPlaceOf} from './oauth-client-places.ts';
import {clientProblems, type FieldName, fieldKinds, fieldNames, listOf, textOf} from './oauth-client-rules.ts';
import {
	authMethods,
	grantTypes,
	knownOf,
	type OauthClientEdit,
	oauthClientSteps,
	responseTypes,
} from './oauth-client-steps.ts';
import {clientName, secretsOf} from './oauth-client-words.ts';
import {optionalScopeSource, scopeSource} from './oauth-scope-source.ts';
import {confirmSteps} from './plan.ts';

/** A few fixed things to pick from. */
function fixedSource(nouns: PickSource['nouns'], labels: Readonly<Record<string, string>>): PickSource {
	const option = (id: string) => ({id, name: id, more: labels[id] ?? 'unknown'});
	const all = Object.keys(labels).map(option);
	return {
		nouns,
		needs: [],
		options: (text) => {
			const sought = text.trim().toLowerCase();
			return all.filter(({name, more}) => `${name} ${more}`.toLowerCase().includes(sought));
		},
		option,
		reading: () => undefined,
	};
}

const grantSource = fixedSource(['grant type', 'grant types'], {
	authorization_code: 'every client has it',
	refresh_token: 'adds offline_access',
} satisfies Record<(typeof grantTypes)[number], string>);

const responseSource = fixedSource(['response type', 'response types'], {
	code: 'usual',
	token: 'implicit',
	id_token: 'adds openid',
} satisfies Record<(typeof responseTypes)[number], string>);

/** What a new client begins with: the code flow, with a secret. */
const fresh: FormValues = {
	client_name: '',
	visibility: 'private',
	token_endpoint_auth_method: 'client_secret_basic',
	grant_types: ['authorization_code'],
	response_types: ['code'],
	redirect_uris: [],
	scopes: [],
	optional_scopes: [],
	client_uri: '',
	logo_uri: '',
	policy_uri: '',
	tos_uri: '',
	post_logout_redirect_uris: [],
	allowed_cors_origins: [],
};

function valuesOf(client: OauthClient): FormValues {
	const values: Record<string, string | readonly string[]> = {};
	for (const name of fieldNames) values[name] = client[name] ?? (fieldKinds[name] === 'text' ? '' : []);
	return values;
}

/** Of what is held, what this program does not know and so can not send. */
function unknownAmong(known: readonly string[], held: readonly string[] | null | undefined): string | undefined {
	return held?.find((each) => !known.includes(each));
}

function lockedBy(label: string, unknown: string | undefined): string | undefined {
	return unknown === undefined ? undefined : `it has a ${label} that is not known here: ${unknown}`;
}

function methodField(client: OauthClient | undefined): FormField {
	const {token_endpoint_auth_method: method} = client ?? {};
	const hasSecrets = client !== undefined && secretsOf(client) !== 'none';
	return {
		kind: 'choice',
		name: 'token_endpoint_auth_method',
		label: 'Token endpoint',
		help: 'how the client proves itself when it exchanges a code',
		locked: lockedBy('method', unknownAmong(authMethods, method ? [method] : [])),
		options: [
			{value: 'client_secret_basic', label: 'secret in the header', remark: 'client_secret_basic'},
			{value: 'client_secret_post', label: 'secret in the body', remark: 'client_secret_post'},
			{
				value: 'none',
				label: 'PKCE, without a secret',
				remark: 'none: for what runs on the machine of the user',
				...(hasSecrets ? {warning: 'Its secrets go with the change, and do not come back.'} : {}),
			},
		],
	};
}

function visibilityField(client: OauthClient | undefined): FormField {
	const isPublic = client?.visibility === 'public';
	return {
		kind: 'text',
		name: 'visibility',
		label: 'Visibility',
		locked: isPublic
			? 'a public client stays public'
			: client === undefined
				? 'new clients are private; U makes one public later'
				: 'U makes it public, for good',
	};
}

const page = 'an https address, or nothing';

function fieldsOf(client: OauthClient | undefined, values: FormValues, optional: PickSource): readonly FormField[] {
	const text = (name: FieldName, label: string, help: string, placeholder: string): FormField => ({
		kind: 'text',
		name,
		label,
		help,
		placeholder,
	});
	const host = values.client_uri === '' ? '' : '; its host is proved by a TXT record';
	return [
		text('client_name', 'Name', 'people see it when they sign in', 'none yet'),
		visibilityField(client),
		methodField(client),
		{
			kind: 'pick',
			name: 'grant_types',
			label: 'Grant types',
			help: 'refresh_token: new access tokens without signing in again',
			locked: lockedBy('grant type', unknownAmong(grantTypes, client?.grant_types)),
			source: grantSource,
		},
		{
			kind: 'pick',
			name: 'response_types',
			label: 'Response types',
			help: 'what comes back from a sign-in',
			locked: lockedBy('response type', unknownAmong(responseTypes, client?.response_types)),
			source: responseSource,
		},
		{
			kind: 'list',
			name: 'redirect_uris',
			label: 'Redirect URIs',
			help: 'https, or http on 127.0.0.1, [::1] and localhost; no fragment',
			item: 'redirect URI',
			placeholder: 'https://app.example.com/callback',
		},
		{kind: 'pick', name: 'scopes', label: 'Scopes', help: 'what it may ask people for', source: scopeSource},
		{
			kind: 'pick',
			name: 'optional_scopes',
			label: 'Optional scopes',
			help: 'those of the scopes that people may decline',
			source: optional,
		},
		text('client_uri', 'Client URI', `${page}${host}`, 'none'),
		text('logo_uri', 'Logo', page, 'none'),
		text('policy_uri', 'Privacy policy', page, 'none'),
		text('tos_uri', 'Terms of service', page, 'none'),
		{
			kind: 'list',
			name: 'post_logout_redirect_uris',
			label: 'After logout',
			help: 'https, or http on 127.0.0.1, [::1] and localhost; no fragment',
			item: 'address after logout',
			placeholder: 'https://app.example.com/bye',
		},
		{
			kind: 'list',
			name: 'allowed_cors_origins',
			label: 'CORS origins',
			help: 'scheme, host and port only',
			item: 'origin',
			placeholder: 'https://app.example.com',
		},
	];
}

function knownList<Known extends string>(known: readonly Known[], texts: readonly string[]): readonly Known[] {
	return texts.flatMap((text) => knownOf(known, text) ?? []);
}

/** All that the values say. */
function inputOf(values: FormValues): OauthClientInput {
	return {
		client_name: textOf(values, 'client_name'),
		token_endpoint_auth_method: knownOf(authMethods, textOf(values, 'token_endpoint_auth_method')) ?? authMethods[0],
		grant_types: knownList(grantTypes, listOf(values, 'grant_types')),
		response_types: knownList(responseTypes, listOf(values, 'response_types')),
		redirect_uris: listOf(values, 'redirect_uris'),
		scopes: listOf(values, 'scopes'),
		optional_scopes: listOf(values, 'optional_scopes'),
		client_uri: textOf(values, 'client_uri'),
		logo_uri: textOf(values, 'logo_uri'),
		policy_uri: textOf(values, 'policy_uri'),
		tos_uri: textOf(values, 'tos_uri'),
		post_logout_redirect_uris: listOf(values, 'post_logout_redirect_uris'),
		allowed_cors_origins: listOf(values, 'allowed_cors_origins'),
	};
}

function isEmpty(value: OauthClientEdit[keyof OauthClientEdit]): boolean {
	return value === undefined || value.length === 0;
}

/** A new client without what was left empty, but for what has to be sent. */
export function newInput(values: FormValues): OauthClientInput {
	const input = inputOf(values);
	const {client_name, token_endpoint_auth_method, grant_types, response_types, redirect_uris, scopes, ...optional} =
		input;
	const given = Object.fromEntries(Object.entries(optional).filter(([, value]) => !isEmpty(value)));
	return {client_name, token_endpoint_auth_method, grant_types, response_types, redirect_uris, scopes, ...given};
}

/** Whether two values say the same: the order of lists means nothing (contract 7). */
function isSame(left: string | readonly string[], right: string | readonly string[]): boolean {
	const keyOf = (value: string | readonly string[]): string =>
		typeof value === 'string' ? value.trim() : JSON.stringify([...new Set(value)].toSorted());
	return keyOf(left) === keyOf(right);
}

/** Only what differs from what the client holds; an empty object where nothing does. */
export function editOf(client: OauthClient, values: FormValues): OauthClientEdit {
	const changed = new Set<string>(
		fieldNames.filter((name) => {
			if (!(name in values)) return false;
			return fieldKinds[name] === 'list'
				? !isSame(client[name] ?? [], listOf(values, name))
				: !isSame(client[name] ?? '', textOf(values, name));
		}),
	);
	const input = inputOf({...valuesOf(client), ...values});
	return Object.fromEntries(Object.entries(input).filter(([name]) => changed.has(name)));
}

function formOf(client: OauthClient | undefined): Pick<Form, 'needs' | 'fields' | 'problems' | 'placeOf'> {
	const keptSource = lastAnswer<PickSource>();
	return {
		needs: [{kind: 'list', resource: 'oauthScopes'}],
		fields(values) {
			const scopes = listOf(values, 'scopes');
			// The same as long as the scopes are: what is searched in it is remembered by it.
			return fieldsOf(
				client,
				values,
				keptSource([scopes.join('\n')], () => optionalScopeSource(scopes)),
			);
		},
		problems: (values, setting: Setting) => clientProblems(values, client, setting),
		placeOf: (error: CloudflareError, values) => clientPlaceOf(error, values),
	};
}

export function newClientForm(): Form {
	return {
		...formOf(undefined),
		key: 'oauth-clients/new',
		title: 'New OAuth client',
		start: fresh,
		review: (values) => confirmSteps([oauthClientSteps.create(newInput(values))]),
	};
}

/** @param client as the user starts from */
export function editClientForm(client: OauthClient): Form {
	return {
		...formOf(client),
		key: `oauth-clients/${client.client_id}`,
		title: `Edit ${clientName(client)}`,
		start: valuesOf(client),
		review(values) {
			const edit = editOf(client, values);
			return Object.keys(edit).length === 0
				? {kind: 'say', text: 'nothing has been changed'}
				: confirmSteps([oauthClientSteps.update(client, edit)]);
		},
	};
}
