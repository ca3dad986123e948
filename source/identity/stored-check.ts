/** Looks, behind a list that is already open, whether a credential that was read from a store is still good. */
import {type CallOptions, type CloudflareClient, CloudflareError} from '../api/client.ts';
import type {AccountId} from '../api/ids.ts';
import {type VerifiedCredential, verifyCredential} from '../api/verification.ts';
import {absolute, instant} from '../insight/time.ts';
import type {Noun} from './failure.ts';
import {expiryInWords, soon} from './summary.ts';

export interface StoredRemark {
	readonly tone: 'warning' | 'danger';
	/** One line. */
	readonly text: string;
}

/**
 * Verifies a stored credential: one request, two for a token that belongs to an account. Undefined when there is
 * nothing to say, and when it could not be found out: without a network the lists say so themselves. Never rejects.
 * @param now ms since the epoch
 */
export async function checkStored(
	client: CloudflareClient,
	account: AccountId,
	now: number,
	options: CallOptions = {},
): Promise<StoredRemark | undefined> {
	const noun = client.credentialKind;
	try {
		return remarkOn(await verifyCredential(client, account, {priority: 'background', ...options}), noun, now);
	} catch (error) {
		if (!isRefused(error)) return undefined;
		const said = (error.messages[0] ?? 'no reason was given').replace(/\.$/, '');
		return {tone: 'danger', text: `Cloudflare no longer accepts the stored ${noun}: ${said}.`};
	}
}

/** Whether Cloudflare itself, and not a proxy on the way, says that it does not know the credential. */
function isRefused(error: unknown): error is CloudflareError {
	return (
		error instanceof CloudflareError &&
		error.kind === 'authentication' &&
		error.code !== undefined &&
		!error.messages.some((message) => /max auth failures/i.test(message))
	);
}

/** What has to be said of a stored credential that Cloudflare knows. */
export function remarkOn(verified: VerifiedCredential, noun: Noun, now: number): StoredRemark | undefined {
	const {status, expiresOn, notBefore} = verified;
	switch (status) {
		case 'active': {
			const begin = instant(notBefore);
			if (begin !== undefined && begin > now) {
				return {tone: 'danger', text: `The stored ${noun} is not valid before ${absolute(notBefore)}.`};
			}
			const end = instant(expiresOn);
			if (end === undefined || end - now >= soon) return undefined;
			return {tone: 'warning', text: `The stored ${noun} ${expiryInWords(verified, now).text}.`};
		}
		case 'expired':
			return {tone: 'danger', text: `The stored ${noun} has ${expiryInWords(verified, now).text}.`};
		case 'suspended':
			return {tone: 'danger', text: `The user of the stored ${noun} is suspended: Cloudflare's support can tell why.`};
		default:
			return {tone: 'danger', text: `The stored ${noun} is ${status}: enable it, or use another one.`};
	}
}
