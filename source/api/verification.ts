/** What the credential is, and whether it is good (contract 9.6). */

import type {CallOptions} from './call.ts';
import type {CloudflareClient} from './client.ts';
import {CloudflareError} from './errors.ts';
import type {AccountId} from './ids.ts';
import type {TokenVerification} from './schemas.ts';

export interface VerifiedCredential {
	readonly kind: 'user token' | 'account token' | 'global key';
	/** `active`, `disabled`, `expired`, `suspended` (the user of a key), or what Cloudflare may add. */
	readonly status: string;
	/** Of the token. */
	readonly id?: string | undefined;
	/** Of the user of a key. */
	readonly userId?: string | undefined;
	/** RFC 3339. */
	readonly notBefore?: string | undefined;
	/** RFC 3339. */
	readonly expiresOn?: string | undefined;
	/** Whose key it is. */
	readonly email?: string | undefined;
}

/**
 * Asks Cloudflare about the client's credential. A token that belongs to an account is unknown to the users' endpoint
 * and is asked about at its account: the one given, else the only one that it sees.
 * @throws {CloudflareError} kind `authentication` when the credential is not good
 */
export async function verifyCredential(
	client: CloudflareClient,
	account?: AccountId | undefined,
	options?: CallOptions | undefined,
): Promise<VerifiedCredential> {
	client.verified = await askWho(client, account, options);
	return client.verified;
}

async function askWho(
	client: CloudflareClient,
	account: AccountId | undefined,
	options: CallOptions | undefined,
): Promise<VerifiedCredential> {
	if (client.credentialKind === 'key') {
		const {email, suspended, id} = await client.user.get(options);
		return {
			kind: 'global key',
			status: suspended === true ? 'suspended' : 'active',
			email: email ?? undefined,
			userId: id ?? undefined,
		};
	}
	try {
		return describe('user token', await client.tokens.verifyUser(options));
	} catch (error) {
		if (!mayBelongToAccount(error)) throw error;
		const owner = account ?? (await onlyAccount(client, options));
		if (owner === undefined) throw error;
		try {
			return describe('account token', await client.tokens.verifyAccount(owner, options));
		} catch (second) {
			// What the users' endpoint said is the plainer word about a token that is none at all.
			throw isRefusal(second) ? error : second;
		}
	}
}

function describe(kind: VerifiedCredential['kind'], token: TokenVerification): VerifiedCredential {
	return {
		kind,
		status: token.status,
		id: token.id,
		notBefore: token.not_before ?? undefined,
		expiresOn: token.expires_on ?? undefined,
	};
}

/** So are account-owned tokens answered at the users' endpoint: 401, by one report 403 (contract 9.6). */
function mayBelongToAccount(error: unknown): error is CloudflareError {
	return error instanceof CloudflareError && (error.status === 401 || error.status === 403);
}

/** Whether the server has understood the question and said no. */
function isRefusal(error: unknown): error is CloudflareError {
	return error instanceof CloudflareError && error.status !== undefined && error.status >= 400 && error.status < 429;
}

async function onlyAccount(client: CloudflareClient, options: CallOptions | undefined): Promise<AccountId | undefined> {
	try {
		const {items} = await client.accounts.list({}, options);
		const [first] = items;
		return items.length === 1 ? first?.id : undefined;
	} catch (error) {
		if (isRefusal(error)) return undefined;
		throw error;
	}
}
