import {needs} from '../authentication.ts';
import {type Refusal, refuseInput, refuseMissing, success} from '../envelope.ts';
import {optionalText, readFields} from '../input.ts';
import type {OauthClient, Verification} from '../model.ts';
import {type Json, withOverlay} from '../representation.ts';
import {type AccountCall, accountRoute, type Route} from '../router.ts';
import {checkSettings, completeSettings, isIdentityScope, readSettings} from '../rules/oauth-settings.ts';
import {settle} from '../rules/verification.ts';
import type {EmulatorState} from '../state.ts';

function hostOf(client: OauthClient): string {
	const uri = client.settings.client_uri ?? '';
	return URL.canParse(uri) ? new URL(uri).host : '';
}

/** The client as it stands now: a verification that has run its time is over. */
function upToDate(client: OauthClient, state: EmulatorState): OauthClient {
	if (client.uriVerification !== undefined) {
		const host = hostOf(client);
		client.uriVerification = settle(client.uriVerification, host, state.now(), state.options.verificationDelay);
		if (client.uriVerification.kind === 'verified') {
			client.verifiedHost = host;
		}
	}
	return client;
}

/** A running verification is `pending` first and `in_progress` in its second half. */
function statusOf(verification: Verification, state: EmulatorState): string {
	switch (verification.kind) {
		case 'awaiting':
			return 'pending';
		case 'running':
			return state.now() < verification.since + state.options.verificationDelay / 2 ? 'pending' : 'in_progress';
		case 'verified':
		case 'failed':
			return verification.kind;
	}
}

/** Never with a secret (contract 7.1). */
function represent(client: OauthClient, state: EmulatorState): Json {
	const {uriVerification} = client;
	return withOverlay(
		{
			client_id: client.id,
			visibility: client.visibility,
			...client.settings,
			...(uriVerification === undefined
				? {}
				: {client_uri_verification: {status: statusOf(uriVerification, state), text: client.publisherCode}}),
			has_rotated_secret: client.secrets.length > 1,
			created_at: client.createdAt,
			updated_at: client.updatedAt,
			...(client.promotedAt === undefined ? {} : {promoted_at: client.promotedAt}),
		},
		client.overlay,
	);
}

function findClient({account, state, parameter}: AccountCall): OauthClient {
	const id = parameter('oauth_client_id');
	const client = account.oauthClients.get(id);
	if (client === undefined) {
		throw refuseMissing(`OAuth client ${id} not found`);
	}
	return upToDate(client, state);
}

function makeSecret(state: EmulatorState): string {
	return `cf-oauth-secret-${state.random.letters(40)}`;
}

/** What stands in the way of making the client public (contract 7.4), undefined when nothing does. */
function promotionObstacle(client: OauthClient): Refusal | undefined {
	const {client_uri, logo_uri, scopes} = client.settings;
	if (client_uri === undefined || client_uri === '') {
		return refuseInput('Client URL required');
	}
	if (logo_uri === undefined || logo_uri === '') {
		return refuseInput('Promotion requires a non-empty logo_uri');
	}
	if (client.uriVerification?.kind !== 'verified') {
		return refuseInput('Promotion requires a verified client URL host');
	}
	if (scopes.every(isIdentityScope)) {
		return refuseInput('Promotion requires at least one non-identity scope');
	}
	return undefined;
}

function update(call: AccountCall): OauthClient {
	const {state} = call;
	const client = findClient(call);
	const fields = readFields(call.body, refuseInput);
	const visibility = optionalText(fields, 'visibility', refuseInput);
	if (visibility !== undefined && visibility !== 'public') {
		throw refuseInput('visibility can only be changed to public');
	}
	const changes = readSettings(fields);
	const settings = checkSettings({...client.settings, ...changes}, client.settings.scopes);
	const next: OauthClient = {...client, settings};
	if (changes.client_uri !== undefined) {
		if (client.verifiedHost !== undefined && hostOf(next) !== client.verifiedHost) {
			throw refuseInput('The host of a verified client_uri cannot be changed');
		}
		// Given again, even unchanged, it is verified again; a new path on a verified host is not (contract 7.4).
		if (changes.client_uri === client.settings.client_uri || client.verifiedHost === undefined) {
			next.uriVerification = changes.client_uri === '' ? undefined : {kind: 'running', since: state.now()};
		}
	}
	if (settings.token_endpoint_auth_method === 'none') {
		next.secrets = [];
	}
	if (visibility === 'public' && client.visibility === 'private') {
		const obstacle = promotionObstacle(next);
		if (obstacle !== undefined) {
			throw obstacle;
		}
		next.visibility = 'public';
		next.promotedAt = state.timestampInSeconds();
	}
	next.updatedAt = state.timestampInSeconds();
	call.account.oauthClients.set(next);
	return next;
}

/** Contract 7. */
export const oauthClientRoutes: readonly Route[] = [
	accountRoute('GET', '/oauth_clients', needs.readOauth, ({account, state}) =>
		success(account.oauthClients.values().map((client) => represent(upToDate(client, state), state))),
	),

	/** The only answer with the secret of a new client; there is none for the method `none`. */
	accountRoute('POST', '/oauth_clients', needs.writeOauth, ({account, state, body}) => {
		const fields = readFields(body, refuseInput);
		if (fields.visibility !== undefined) {
			throw refuseInput('visibility cannot be set when a client is created');
		}
		const settings = checkSettings(completeSettings(readSettings(fields)));
		const secrets = settings.token_endpoint_auth_method === 'none' ? [] : [makeSecret(state)];
		const now = state.timestampInSeconds();
		const client: OauthClient = {
			id: state.random.id(),
			visibility: 'private',
			settings,
			secrets,
			publisherCode: `cloudflare_oauth_client_publisher=${state.random.id()}`,
			uriVerification:
				settings.client_uri === undefined || settings.client_uri === ''
					? undefined
					: {kind: 'running', since: state.now()},
			verifiedHost: undefined,
			createdAt: now,
			updatedAt: now,
			promotedAt: undefined,
		};
		account.oauthClients.set(client);
		const [secret] = secrets;
		return success({...represent(client, state), ...(secret === undefined ? {} : {client_secret: secret})});
	}),

	accountRoute('GET', '/oauth_clients/{oauth_client_id}', needs.readOauth, (call) =>
		success(represent(findClient(call), call.state)),
	),

	accountRoute('PATCH', '/oauth_clients/{oauth_client_id}', needs.writeOauth, (call) =>
		success(represent(update(call), call.state)),
	),

	accountRoute('DELETE', '/oauth_clients/{oauth_client_id}', needs.writeOauth, (call) => {
		const {id} = findClient(call);
		call.account.oauthClients.delete(id);
		return success({id});
	}),

	/** A second secret beside the first; a third is refused (contract 7.6). */
	accountRoute('POST', '/oauth_clients/{oauth_client_id}/rotate_secret', needs.writeOauth, (call) => {
		const client = findClient(call);
		if (client.settings.token_endpoint_auth_method === 'none') {
			throw refuseInput('A client with token_endpoint_auth_method none has no secret to rotate');
		}
		if (client.secrets.length > 1) {
			throw refuseInput('The client already has a rotated secret: delete it before rotating again');
		}
		const secret = makeSecret(call.state);
		client.secrets = [...client.secrets, secret];
		client.updatedAt = call.state.timestampInSeconds();
		return success({client_secret: secret});
	}),

	/** Drops the old secret and keeps the new one (contract 7.7). */
	accountRoute('DELETE', '/oauth_clients/{oauth_client_id}/rotate_secret', needs.writeOauth, (call) => {
		const client = findClient(call);
		if (client.secrets.length < 2) {
			throw refuseInput('The client has no rotated secret to delete');
		}
		client.secrets = client.secrets.slice(-1);
		client.updatedAt = call.state.timestampInSeconds();
		return success({id: client.id});
	}),
];
