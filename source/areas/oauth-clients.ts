import type {OauthClient} from '../api/schemas.ts';
import {type Line, plainText} from '../terminal/line.ts';
import {
	ageColumn,
	type Field,
	field,
	fieldsTable,
	jsonSection,
	nameOr,
	plain,
	textOf,
	timeField,
	toned,
	yesNo,
} from './cells.ts';
import {defineArea} from './define.ts';
import type {Intent} from './intent.ts';
import {editClientForm, newClientForm} from './oauth-client-form.ts';
import {
	isBeingVerified,
	promote,
	promotionRefusal,
	proofRecord,
	verificationRefusal,
	verificationText,
	verifyAgain,
} from './oauth-client-promotion.ts';
import {endingRefusal, endOldSecret, rotateSecret, rotationRefusal, secretsReminder} from './oauth-client-secrets.ts';
import {oauthClientSteps} from './oauth-client-steps.ts';
import {identityScopes, secretsOf, secretsText, sinceText} from './oauth-client-words.ts';
import {confirmSteps} from './plan.ts';
import {tableOf} from './table.ts';
import type {Step} from './write.ts';

/** How many secrets are valid, in a word or two: the second step of a rotation is easily forgotten. */
function secretLine(client: OauthClient): Line {
	switch (secretsOf(client)) {
		case 'none':
			return toned('none', 'dim');
		case 'one':
			return plain('one');
		case 'two':
			return toned('two valid', 'warning');
	}
}

/** The standing reminder of one client, until its old secret is ended. */
function reminderLines(client: OauthClient, now: number): readonly Line[] {
	return secretsOf(client) === 'two'
		? [toned(`Two secrets are valid${sinceText(client, now)}: X ends the old one`, 'warning')]
		: [];
}

/** Where the proof of the domain is to be published, and what; `c` copies the row. */
function recordFields(client: OauthClient): readonly Field[] {
	const record = proofRecord(client);
	return record === undefined
		? field('TXT record', client.client_uri_verification?.text)
		: [...field('TXT record at', record.host), ...field('TXT record', record.text, {tone: 'accent'})];
}

/** Ms from one look at a running verification to the next, while it is on show. */
const verificationPause = 60_000;

function listFields(name: string, values: readonly string[] | null | undefined): readonly Field[] {
	return (values ?? []).flatMap((value) => field(name, value));
}

export const oauthClients = defineArea({
	name: 'oauth-clients',
	resource: 'oauthClients',
	digit: '6',
	title: 'OAuth clients',
	short: 'OAuth',
	nouns: ['OAuth client', 'OAuth clients'],
	aliases: ['oauth', 'clients'],
	about: 'applications that sign people in with their Cloudflare account',
	idOf: ({client_id}) => client_id,
	nameOf: ({client_name, client_id}) => nameOr(client_name, client_id),
	path: (account, id) => `/accounts/${account}/oauth_clients/${id}`,
	sort: {column: 'name'},
	reads: [],
	columns: [
		{
			name: 'name',
			title: 'NAME',
			width: 26,
			minimum: 20,
			grow: 2,
			drop: 0,
			text: ({client_name, client_id}) => nameOr(client_name, client_id),
		},
		{
			name: 'visibility',
			title: 'VISIBLE',
			width: 7,
			drop: 1,
			text: ({visibility}) => visibility,
			line: ({visibility}) => toned(visibility, visibility === 'public' ? 'accent' : 'plain'),
		},
		{
			name: 'secrets',
			title: 'SECRETS',
			width: 9,
			drop: 2,
			text: (client) => plainText(secretLine(client)),
			line: secretLine,
		},
		{
			name: 'scopes',
			title: 'SCOPES',
			width: 6,
			drop: 3,
			align: 'end',
			text: ({scopes}) => String(scopes?.length ?? 0),
			order: ({scopes}) => scopes?.length ?? 0,
		},
		{
			name: 'redirect',
			title: 'REDIRECTS TO',
			width: 28,
			minimum: 14,
			grow: 2,
			drop: 5,
			text: ({redirect_uris}) => (redirect_uris ?? []).join(' '),
		},
		ageColumn('updated', 'CHANGED', 4, ({updated_at}) => updated_at),
		{name: 'id', title: 'CLIENT ID', width: 32, drop: 9, wide: true, text: ({client_id}) => client_id},
	],
	preview: (client, {now}) => [
		[
			{text: client.visibility, tone: 'accent'},
			{text: `  ${(client.grant_types ?? []).join(', ')}  secrets: `},
			...secretLine(client),
		],
		[{text: 'Scopes  ', tone: 'heading'}, {text: (client.scopes ?? []).join('  ') || 'none'}],
		[{text: 'Redirects  ', tone: 'heading'}, {text: (client.redirect_uris ?? []).join('  ') || 'none'}],
		...reminderLines(client, now),
	],
	sections: [
		{
			name: 'fields',
			title: () => 'Fields',
			again: (client) =>
				isBeingVerified(client)
					? {needs: [{kind: 'oauthClient', id: client.client_id}], pause: verificationPause}
					: undefined,
			remark: (client, {now}) => reminderLines(client, now)[0],
			table: (client, {now}) =>
				fieldsTable([
					...field('client id', client.client_id),
					...field('name', client.client_name),
					...field('visibility', client.visibility),
					...field('secrets', secretsText(client, now), secretsOf(client) === 'two' ? {tone: 'warning'} : {}),
					...field('rotated secret', yesNo(client.has_rotated_secret)),
					...field('token endpoint', client.token_endpoint_auth_method),
					...listFields('grant type', client.grant_types),
					...listFields('response type', client.response_types),
					...listFields('redirect URI', client.redirect_uris),
					...listFields('after logout', client.post_logout_redirect_uris),
					...listFields('CORS origin', client.allowed_cors_origins),
					...field('client URI', client.client_uri),
					...field('URI verification', verificationText(client)),
					...recordFields(client),
					...field('logo', client.logo_uri),
					...field('privacy policy', client.policy_uri),
					...field('terms of service', client.tos_uri),
					...timeField('created', client.created_at, now),
					...timeField('changed', client.updated_at, now),
					...timeField('promoted', client.promoted_at, now),
				]),
		},
		{
			name: 'scopes',
			title: ({scopes}) => `Scopes (${scopes?.length ?? 0})`,
			needs: () => [{kind: 'list', resource: 'oauthScopes'}],
			remark: (client, {now}) => reminderLines(client, now)[0],
			table: (client, {knowledge}) =>
				tableOf({
					// Each optional scope should be among the others (contract 7); should is not is.
					rows: [...new Set([...(client.scopes ?? []), ...(client.optional_scopes ?? [])])].map((id) => ({
						id,
						known: knowledge.list('oauthScopes').byId.get(id),
					})),
					columns: [
						{
							name: 'name',
							title: 'NAME',
							width: 32,
							grow: 1,
							drop: 0,
							text: ({id, known}) => known?.name ?? (identityScopes.has(id) ? 'identity and protocol' : ''),
						},
						{name: 'id', title: 'SCOPE', width: 30, drop: 0, text: ({id}) => id, line: ({id}) => toned(id, 'accent')},
						{
							name: 'optional',
							title: 'OPTIONAL',
							width: 8,
							drop: 1,
							text: ({id}) => yesNo(client.optional_scopes?.includes(id)),
							line: ({id}) => toned(yesNo(client.optional_scopes?.includes(id)), 'dim'),
						},
						{
							name: 'category',
							title: 'CATEGORY',
							width: 22,
							drop: 2,
							text: ({known}) => textOf(known?.category),
							line: ({known}) => toned(textOf(known?.category), 'dim'),
						},
					],
					id: ({id}) => id,
					target: ({id, known}) => (known === undefined ? undefined : {area: 'oauth-scopes', id}),
					copy: ({id}) => id,
				}),
		},
		jsonSection,
	],
	reminder: secretsReminder,
	actions: {
		create: {
			label: 'new',
			permission: 'oauthClients.create',
			run: () => ({kind: 'form', form: newClientForm()}),
		},
		edit: {label: 'edit', permission: 'oauthClients.update', run: ([client]) => formFor(client)},
		delete: {
			label: 'delete',
			permission: 'oauthClients.delete',
			run: (clients) => one(clients, oauthClientSteps.remove),
		},
		rotate: {
			label: 'rotate secret',
			permission: 'oauthClients.rotateSecret',
			disabled: rotationRefusal,
			run: (clients) => one(clients, rotateSecret),
		},
		endSecret: {
			label: 'end old secret',
			permission: 'oauthClients.deleteRotatedSecret',
			disabled: endingRefusal,
			run: (clients) => one(clients, endOldSecret),
		},
		promote: {
			label: 'make public',
			permission: 'oauthClients.update',
			disabled: promotionRefusal,
			run: (clients) => one(clients, promote),
		},
		verify: {
			label: 'verify again',
			permission: 'oauthClients.update',
			disabled: verificationRefusal,
			run: (clients) => confirmSteps(clients.map(verifyAgain)),
		},
	},
});

function formFor(client: OauthClient | undefined): Intent {
	return client === undefined
		? {kind: 'say', text: 'nothing is selected'}
		: {kind: 'form', form: editClientForm(client)};
}

/** What can not be undone is asked for by the name of one client, which has to be typed. */
function one(clients: readonly OauthClient[], stepOf: (client: OauthClient) => Step): Intent {
	const [client, ...others] = clients;
	if (client === undefined) return {kind: 'say', text: 'nothing is selected'};
	return others.length > 0
		? {
				kind: 'say',
				text: `one at a time: its name has to be typed, and ${clients.length} are marked (u clears the marks)`,
			}
		: confirmSteps([stepOf(client)]);
}
