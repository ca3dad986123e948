/** Contract 7. Secrets come out of their answers as {@link Secret} and are nowhere else. */
import * as v from 'valibot';
import type {Secret} from '../secret.ts';
import {parseOne, parsePage} from './answers.ts';
import type {CallOptions} from './call.ts';
import {CloudflareError} from './errors.ts';
import type {AccountId, OauthClientId} from './ids.ts';
import type {Page} from './paging.ts';
import type {Reply} from './reply.ts';
import type {Requester} from './requester.ts';
import {type OauthClient, oauthClientSchema} from './schemas.ts';

export interface OauthClientInput {
	readonly client_name: string;
	/** `authorization_code` has to be among them. */
	readonly grant_types: readonly ('authorization_code' | 'refresh_token')[];
	readonly redirect_uris: readonly string[];
	readonly response_types: readonly ('token' | 'id_token' | 'code')[];
	readonly scopes: readonly string[];
	readonly token_endpoint_auth_method: 'none' | 'client_secret_basic' | 'client_secret_post';
	readonly allowed_cors_origins?: readonly string[] | undefined;
	readonly client_uri?: string | undefined;
	readonly logo_uri?: string | undefined;
	/** Those of `scopes` that a user may decline. */
	readonly optional_scopes?: readonly string[] | undefined;
	readonly policy_uri?: string | undefined;
	readonly post_logout_redirect_uris?: readonly string[] | undefined;
	readonly tos_uri?: string | undefined;
}

/** Only what shall change. */
export interface OauthClientChange extends Partial<OauthClientInput> {
	/** Making a client public can not be undone. */
	readonly visibility?: 'public' | undefined;
}

export interface OauthClients {
	/** All of them in one page: this list is not paged. */
	list(account: AccountId, options?: CallOptions): Promise<Page<OauthClient>>;
	get(account: AccountId, client: OauthClientId, options?: CallOptions): Promise<OauthClient>;
	/** The only answer that carries the first secret; clients with auth method `none` have none. */
	create(
		account: AccountId,
		input: OauthClientInput,
		options?: CallOptions,
	): Promise<{readonly client: OauthClient; readonly secret: Secret | undefined}>;
	update(
		account: AccountId,
		client: OauthClientId,
		change: OauthClientChange,
		options?: CallOptions,
	): Promise<OauthClient>;
	/** Revokes all authorisations. */
	delete(account: AccountId, client: OauthClientId, options?: CallOptions): Promise<void>;
	/** Makes a second secret; the first one stays good until {@link deleteRotatedSecret}. */
	rotateSecret(account: AccountId, client: OauthClientId, options?: CallOptions): Promise<Secret | undefined>;
	/** Removes the older of two secrets. */
	deleteRotatedSecret(account: AccountId, client: OauthClientId, options?: CallOptions): Promise<void>;
}

export function createOauthClients(requester: Requester): OauthClients {
	const oauthClients: OauthClients = {
		async list(account, options) {
			const reply = await requester.send({operation: 'oauthClients.list', ids: {account_id: account}, options});
			return parsePage(reply, oauthClientSchema, 1);
		},
		async get(account, client, options) {
			const ids = {account_id: account, oauth_client_id: client};
			return parseOne(await requester.send({operation: 'oauthClients.get', ids, options}), oauthClientSchema);
		},
		async create(account, input, options) {
			const ids = {account_id: account};
			const body = clientBody(input);
			const reply = await requester.send({operation: 'oauthClients.create', ids, body, options});
			return {client: parseMade(reply, input), secret: reply.envelope.secret};
		},
		async update(account, client, change, options) {
			const ids = {account_id: account, oauth_client_id: client};
			const body = {...clientBody(change), visibility: change.visibility};
			return parseOne(await requester.send({operation: 'oauthClients.update', ids, body, options}), oauthClientSchema);
		},
		async delete(account, client, options) {
			const ids = {account_id: account, oauth_client_id: client};
			await requester.send({operation: 'oauthClients.delete', ids, options});
		},
		async rotateSecret(account, client, options) {
			const ids = {account_id: account, oauth_client_id: client};
			try {
				const reply = await requester.send({operation: 'oauthClients.rotateSecret', ids, options});
				return reply.envelope.secret;
			} catch (error) {
				throw error instanceof CloudflareError && error.uncertain ? withUnseenSecret(error) : error;
			}
		},
		async deleteRotatedSecret(account, client, options) {
			const ids = {account_id: account, oauth_client_id: client};
			await requester.send({operation: 'oauthClients.deleteRotatedSecret', ids, options});
		},
	};
	return oauthClients;
}

/**
 * The client as the answer tells it. What else is odd in it must not lose the secret that came with it: then it is as it
 * was asked for, with the id that it has got.
 */
function parseMade(reply: Reply, input: OauthClientInput): OauthClient {
	try {
		return parseOne(reply, oauthClientSchema);
	} catch (error) {
		if (reply.envelope.secret === undefined || !(error instanceof CloudflareError)) throw error;
		try {
			const {client_id} = parseOne(reply, v.pick(oauthClientSchema, ['client_id']));
			// New ones always are (contract 7.2).
			return v.parse(oauthClientSchema, {...clientBody(input), client_id, visibility: 'private'});
		} catch {
			throw new CloudflareError({
				...error,
				next: 'The client may exist with a secret that nobody has seen: read the list again, and rotate its secret.',
			});
		}
	}
}

/** A lost answer is lost for good here: the secret in it is not told again. */
function withUnseenSecret(error: CloudflareError): CloudflareError {
	return new CloudflareError({
		...error,
		next: 'A second secret may exist that nobody has seen, while the old one stays valid: read the client again. Rotating is refused while there are two.',
	});
}

/** Only what the contract names goes out, even where an object that was read is passed in. */
function clientBody(input: Partial<OauthClientInput>) {
	return {
		client_name: input.client_name,
		grant_types: input.grant_types,
		redirect_uris: input.redirect_uris,
		response_types: input.response_types,
		scopes: input.scopes,
		token_endpoint_auth_method: input.token_endpoint_auth_method,
		allowed_cors_origins: input.allowed_cors_origins,
		client_uri: input.client_uri,
		logo_uri: input.logo_uri,
		optional_scopes: input.optional_scopes,
		policy_uri: input.policy_uri,
		post_logout_redirect_uris: input.post_logout_redirect_uris,
		tos_uri: input.tos_uri,
	};
}
