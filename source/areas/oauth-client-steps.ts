/** Creating, changing and deleting OAuth clients (contract 7.2, 7.4, 7.5). A change names only what it changes. */
import type {OauthClientInput} from '../api/oauth-clients.ts';
import type {OauthClient} from '../api/schemas.ts';
import type {Line} from '../terminal/line.ts';
import {plain, toned} from './cells.ts';
import type {Setting} from './define.ts';
import {automaticScopes, clientName, hostOf, scopeText, secretsOf, typedName} from './oauth-client-words.ts';
import {diffLines, type ObjectField, type ObjectFields, setField, textField, textsField} from './object-fields.ts';
import {changedFields} from './object-kind.ts';
import {defineObjectSteps} from './object-steps.ts';
import type {DiffLine} from './write.ts';

/** What of an OAuth client can be changed and changed back. */
export type OauthClientEdit = Partial<OauthClientInput>;

type AuthMethod = OauthClientInput['token_endpoint_auth_method'];
type GrantType = OauthClientInput['grant_types'][number];
type ResponseType = OauthClientInput['response_types'][number];

export const authMethods = [
	'client_secret_basic',
	'client_secret_post',
	'none',
] as const satisfies readonly AuthMethod[];
export const grantTypes = ['authorization_code', 'refresh_token'] as const satisfies readonly GrantType[];
export const responseTypes = ['code', 'token', 'id_token'] as const satisfies readonly ResponseType[];

/** The known one of this name. */
export function knownOf<Known extends string>(known: readonly Known[], text: string): Known | undefined {
	return known.find((each) => each === text);
}

/** All of them, if all are known: what is not could not be sent back. */
function allKnown<Known extends string>(
	known: readonly Known[],
	texts: readonly string[] | null | undefined,
): readonly Known[] | undefined {
	const found = (texts ?? []).map((text) => knownOf(known, text));
	return found.every((each) => each !== undefined) ? found : undefined;
}

function typesField<Known extends string>(
	label: string,
	known: readonly Known[],
	of: (client: OauthClient) => readonly string[] | null | undefined,
): ObjectField<OauthClient, readonly Known[]> {
	return setField(
		label,
		(client) => allKnown(known, of(client)),
		(text) => plain(`${label}: ${text}`),
		(text) => text,
	);
}

function scopesField(
	label: string,
	of: (client: OauthClient) => readonly string[] | null | undefined,
): ObjectField<OauthClient, readonly string[]> {
	const field = setField<OauthClient, string>(
		label,
		(client) => of(client) ?? [],
		(id, {knowledge}) => plain(`${label}: ${scopeText(id, knowledge)}`),
		(id) => id,
	);
	// What Cloudflare adds and removes by itself is no difference between what was asked for and what is there.
	return {
		...field,
		entries: (ids, setting) =>
			field.entries(
				ids.filter((id) => !automaticScopes.has(id)),
				setting,
			),
	};
}

export const clientFields: ObjectFields<OauthClient, OauthClientEdit> = {
	client_name: textField('name', ({client_name}) => client_name),
	token_endpoint_auth_method: {
		label: 'token endpoint',
		of: ({token_endpoint_auth_method: method}) => (method ? knownOf(authMethods, method) : undefined),
		entries: (method) => [{key: method, line: plain(`token endpoint: ${method}`)}],
	},
	grant_types: typesField('grant type', grantTypes, ({grant_types}) => grant_types),
	response_types: typesField('response type', responseTypes, ({response_types}) => response_types),
	redirect_uris: textsField('redirect URI', ({redirect_uris}) => redirect_uris),
	scopes: scopesField('scope', ({scopes}) => scopes),
	optional_scopes: scopesField('optional scope', ({optional_scopes}) => optional_scopes),
	client_uri: textField('client URI', ({client_uri}) => client_uri, {clears: true}),
	logo_uri: textField('logo', ({logo_uri}) => logo_uri, {clears: true}),
	policy_uri: textField('privacy policy', ({policy_uri}) => policy_uri, {clears: true}),
	tos_uri: textField('terms of service', ({tos_uri}) => tos_uri, {clears: true}),
	post_logout_redirect_uris: textsField('after logout', ({post_logout_redirect_uris: uris}) => uris),
	allowed_cors_origins: textsField('CORS origin', ({allowed_cors_origins}) => allowed_cors_origins),
};

/** Everything that a new client begins with, line by line. */
function firstLines<Change extends object>(
	fields: ObjectFields<OauthClient, Change>,
	input: Change,
	setting: Setting,
): readonly DiffLine[] {
	return changedFields({fields}, input).flatMap((name) => {
		const value = input[name];
		const {entries}: ObjectField<OauthClient, NonNullable<Change[typeof name]>> = fields[name];
		return value === undefined || value === null ? [] : diffLines([], entries(value, setting));
	});
}

/** The addresses that sign-ins come back to now and would not any more. */
function droppedRedirects({redirect_uris: before}: OauthClient, {redirect_uris: after}: OauthClientEdit): number {
	return after === undefined ? 0 : (before ?? []).filter((uri) => !after.includes(uri)).length;
}

function changeRemarks(client: OauthClient, change: OauthClientEdit): readonly Line[] {
	const dropped = droppedRedirects(client, change);
	const method = change.token_endpoint_auth_method;
	const uri = change.client_uri;
	const isOtherHost = uri !== undefined && hostOf(uri) !== hostOf(client.client_uri);
	return [
		...(client.visibility === 'public'
			? [toned('It is public: people of other accounts sign in with it too.', 'plain')]
			: []),
		...(dropped > 0
			? [
					toned(
						`Sign-ins that come back to ${dropped === 1 ? 'the address' : `one of the ${dropped} addresses`} taken away fail.`,
						'warning',
					),
				]
			: []),
		...(method === 'none' && secretsOf(client) !== 'none'
			? [
					toned(
						`${secretsOf(client) === 'two' ? 'Both secrets' : 'Its secret'} will not be asked for any more: PKCE takes its place.`,
						'warning',
					),
				]
			: []),
		...(method !== undefined && method !== 'none' && secretsOf(client) === 'none'
			? [toned('Cloudflare does not say whether this gives it a secret: rotating (R) makes one.', 'warning')]
			: []),
		...(isOtherHost && hostOf(uri) !== undefined
			? [toned(`${hostOf(uri)} has to be verified: the detail shows the TXT record.`, 'plain')]
			: []),
	];
}

/** What stops working when a client is deleted. */
function lossesOf(client: OauthClient): readonly Line[] {
	const secrets = {
		none: 'Nothing that uses its client id can sign anybody in any more.',
		one: 'Its secret stops working, and so does everything that uses it.',
		two: 'Two secrets are valid: both stop working, and so does everything that uses them.',
	};
	return [
		toned('Every authorization that people have given it is revoked.', 'danger'),
		toned(secrets[secretsOf(client)], 'danger'),
		...(client.visibility === 'public' ? [toned('It is public: people of other accounts lose it too.', 'danger')] : []),
		toned(`Client id ${client.client_id} is not given again.`, 'plain'),
	];
}

/** As it stands now: the confirmation has read it again. */
function presentOf(client: OauthClient, {knowledge}: Setting): OauthClient {
	return knowledge.list('oauthClients').byId.get(client.client_id) ?? client;
}

export const clientObject = {
	name: 'oauth-client',
	noun: 'OAuth client',
	path: '/oauth_clients',
} as const;

export const oauthClientSteps = defineObjectSteps<OauthClient, OauthClientInput, OauthClientEdit>({
	...clientObject,
	updateMethod: 'PATCH',
	reads: [{kind: 'list', resource: 'oauthScopes'}],
	list: {kind: 'list', resource: 'oauthClients'},
	need: ({client_id: id}) => ({kind: 'oauthClient', id}),
	idOf: ({client_id}) => client_id,
	nameOf: clientName,
	find: (id, knowledge) => knowledge.list('oauthClients').byId.get(id),
	fields: clientFields,
	update: (writer, {client_id}, change, options) => writer.oauthClients.update(client_id, change, options),
	whyFinal: ({token_endpoint_auth_method: method}) =>
		method === 'none' ? 'the secrets that go with it do not come back' : undefined,
	tell: (client, change, setting) => ({
		title: `Change OAuth client ${clientName(client)}`,
		weight:
			change.token_endpoint_auth_method === 'none'
				? {kind: 'irreversible', ...typedName(client)}
				: {kind: droppedRedirects(client, change) > 0 ? 'affects-people' : 'reversible'},
		remarks: changeRemarks(presentOf(client, setting), change),
	}),
	creation: {
		nameOf: ({client_name}) => client_name,
		unknowable:
			'OAuth clients may have the same name, and a new one whose answer was lost has a secret that nobody saw',
		async send(writer, input, options) {
			const {client, secret} = await writer.oauthClients.create(input, options);
			return {
				item: client,
				secret:
					input.token_endpoint_auth_method === 'none' ? undefined : {title: `Secret of ${clientName(client)}`, secret},
			};
		},
		tell: (input, setting) => ({
			diff: firstLines<OauthClientEdit>(clientFields, input, setting),
			remarks: [
				toned('It is private: for people of this account.', 'plain'),
				input.token_endpoint_auth_method === 'none'
					? toned('It has no secret: it proves itself with PKCE.', 'plain')
					: toned('Its secret is shown once, when it is made: have a place for it ready.', 'warning'),
			],
		}),
	},
	deletion: {
		send: (writer, {client_id}, options) => writer.oauthClients.delete(client_id, options),
		restore: () => ({why: 'a new client would have another id and another secret'}),
		tell: (client, setting, again) => ({
			weight: {kind: 'irreversible', ...typedName(client)},
			details: lossesOf(presentOf(client, setting)),
			...(again === undefined
				? {}
				: {undo: {possible: true, text: 'It can be made again, with another id and another secret.'}}),
		}),
	},
});
