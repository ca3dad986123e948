/** Which account to work in (contract 9.1, 9.2): a credential may see several, one, or none that it can name. */
import {type CallOptions, type CloudflareClient, CloudflareError, pageSizes, walkPages} from '../api/client.ts';
import type {AccountId} from '../api/ids.ts';
import type {Account} from '../api/schemas.ts';

export interface OpenedAccount {
	readonly id: AccountId;
	/** `undefined` when the credential may work in the account but not read it. */
	readonly name: string | undefined;
}

export type FoundAccounts =
	| {readonly kind: 'accounts'; readonly accounts: readonly Account[]}
	/** The account id has to be given by hand; why, in lines for people. */
	| {readonly kind: 'unknown'; readonly reason: readonly string[]};

const byHand = 'Give the account id: it is in the address of the dashboard, behind dash.cloudflare.com/.';

/**
 * The accounts that the credential sees. Account-owned tokens are refused the list (code 1001), and a token without
 * permissions on any account gets an empty one: then the account id has to come from somewhere else.
 * @throws {CloudflareError} when the reason lies elsewhere: a bad credential, no network
 */
export async function findAccounts(
	client: CloudflareClient,
	options?: CallOptions | undefined,
): Promise<FoundAccounts> {
	const accounts: Account[] = [];
	try {
		const pages = walkPages(
			(page) => client.accounts.list({page}, options),
			({id}) => id,
			pageSizes.accounts.largest,
		);
		for await (const {items} of pages) {
			accounts.push(...items);
		}
	} catch (error) {
		if (error instanceof CloudflareError && (error.code === 1001 || error.kind === 'permission')) {
			return {
				kind: 'unknown',
				reason: [
					error.code === 1001
						? 'This token belongs to an account, and Cloudflare does not list accounts for such tokens.'
						: 'This credential may not list accounts.',
					byHand,
				],
			};
		}
		throw error;
	}
	return accounts.length > 0
		? {kind: 'accounts', accounts}
		: {
				kind: 'unknown',
				reason: ['This credential sees no account: it has no permission on any, or only on parts of one.', byHand],
			};
}

/**
 * Opens an account by its id. Where the account itself may not be read, it is enough that the token belongs to it, or
 * that its user groups can be listed.
 * @throws {CloudflareError} what reading the account was answered with
 */
export async function openAccount(
	client: CloudflareClient,
	id: AccountId,
	options?: CallOptions | undefined,
): Promise<OpenedAccount> {
	try {
		const {name} = await client.accounts.get(id, options);
		return {id, name};
	} catch (error) {
		if (!(error instanceof CloudflareError) || error.kind !== 'permission') {
			throw error;
		}
		const proofs = [
			() => client.tokens.verifyAccount(id, options),
			() => client.userGroups.list(id, {per_page: 1}, options),
		];
		for (const prove of proofs) {
			try {
				await prove();
				return {id, name: undefined};
			} catch (refused) {
				if (!(refused instanceof CloudflareError) || refused.status === undefined) {
					throw refused;
				}
			}
		}
		throw error;
	}
}
