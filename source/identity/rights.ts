/** What a credential may change, as far as Cloudflare tells without a try. */
import {type CallOptions, type CloudflareClient, pageSizes, walkPages} from '../api/client.ts';
import type {AccountId} from '../api/ids.ts';
import type {VerifiedCredential} from '../api/verification.ts';
import type {Ability} from '../insight/credential.ts';
import type {Resource} from '../insight/knowledge.ts';
import {writePermission} from './permissions.ts';
import {policiesAllow} from './token-policies.ts';

export type {Ability} from '../insight/credential.ts';

/** What may be changed in an area that can be read. */
export type Rights = (resource: Resource) => Ability;

export const untold: Rights = () => 'unknown';

/** Asks what Cloudflare tells of the rights of a credential: one request, to which most tokens are not entitled. */
export async function readRights(
	client: CloudflareClient,
	account: AccountId,
	verified: VerifiedCredential | undefined,
	options: CallOptions,
): Promise<Rights> {
	try {
		if (client.credentialKind === 'key') return rightsOfRoles(await ownRoles(client, account, options));
		return verified === undefined ? untold : await rightsOfToken(client, account, verified, options);
	} catch {
		// Most tokens may not read tokens: then it shows when it is tried.
		return untold;
	}
}

async function rightsOfToken(
	client: CloudflareClient,
	account: AccountId,
	{kind, id}: VerifiedCredential,
	options: CallOptions,
): Promise<Rights> {
	if (id === undefined) return untold;
	const {policies} =
		kind === 'account token'
			? await client.tokens.getAccount(account, id, options)
			: await client.tokens.getUser(id, options);
	if (policies === null || policies === undefined) return untold;
	return (resource) => {
		const permission = writePermission(resource);
		return permission === undefined ? 'no' : policiesAllow(policies, permission, account);
	};
}

/** The names of the roles that the user of the credential has in the account. */
async function ownRoles(
	client: CloudflareClient,
	account: AccountId,
	options: CallOptions,
): Promise<readonly string[]> {
	const pages = walkPages(
		(page) => client.memberships.list({page}, options),
		(membership) => membership.id ?? '',
		pageSizes.memberships.largest,
	);
	for await (const {items} of pages) {
		const own = items.find((membership) => membership.account?.id === account && membership.status === 'accepted');
		if (own !== undefined) return own.roles ?? [];
	}
	return [];
}

/**
 * Cloudflare documents two roles that say it for certain (contract 7, appendix A). Of others, and of what user groups
 * add to them (contract 9.3), nothing follows.
 */
function rightsOfRoles(roles: readonly string[]): Rights {
	if (roles.some((role) => role.startsWith('Super Administrator'))) return () => 'yes';
	const isAdministrator = roles.includes('Administrator');
	return (resource) => (isAdministrator && resource === 'oauthClients' ? 'yes' : 'unknown');
}
