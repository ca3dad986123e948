/** Why a sign-in did not work, in the words of somebody who signs in. Pure. */
import {CloudflareError, type ErrorKind, explain} from '../api/errors.ts';
import type {VerifiedCredential} from '../api/verification.ts';
import {absolute, instant} from '../insight/time.ts';
import {tokenPage} from './permissions.ts';

/** Why it did not work, for people. */
export interface Failure {
	/** The cause in a few words. */
	readonly title: string;
	/** What exactly happened and what to do, most important first. */
	readonly lines: readonly string[];
	/**
	 * What may help beside another try: nothing; the account id (the token may belong to an account); that, or one of
	 * the accounts that the credential sees.
	 */
	readonly remedy: 'none' | 'account-id' | 'accounts';
}

/** The credential by its kind, as a sentence begins with it. */
export type Noun = 'token' | 'key';

function titleOf(kind: ErrorKind, noun: Noun): string {
	switch (kind) {
		case 'authentication':
			return `Cloudflare does not accept this ${noun}.`;
		case 'permission':
			return `This ${noun} may not do that.`;
		case 'not-found':
			return 'There is no such account for this credential.';
		case 'rate-limit':
			return 'Cloudflare asks to wait: too many requests in a short time.';
		case 'server':
			return 'Cloudflare has a fault of its own at the moment.';
		case 'network':
			return 'Cloudflare can not be reached.';
		case 'timeout':
			return 'Cloudflare did not answer in time.';
		case 'unreadable':
			return 'Something else than Cloudflare answered.';
		case 'shape':
			return "Cloudflare's answer is not what cfiam knows.";
		case 'invalid':
		case 'conflict':
		case 'api':
			return 'Cloudflare refused the request.';
		case 'aborted':
			return 'It was called off.';
		case 'read-only':
			return 'Nothing was sent.';
	}
}

/** What else may be behind the refusal of a token. */
function tokenHint(account: string | undefined): string {
	return account === undefined
		? 'A new token may take a minute to work everywhere. If it belongs to an account, give the account id.'
		: `A token that belongs to an account works with the id of that account only; asked for was ${account}.`;
}

/** @param account the id that was asked for, if one was */
export function failureOf(error: unknown, noun: Noun, account?: string): Failure {
	if (!(error instanceof CloudflareError)) {
		return {title: 'That did not work.', lines: explain(error), remedy: 'none'};
	}
	const isRefused = error.kind === 'authentication' || error.kind === 'permission' || error.kind === 'invalid';
	const mayBeAccountToken = noun === 'token' && isRefused;
	return {
		title: titleOf(error.kind, noun),
		lines: [...explain(error), ...(mayBeAccountToken ? [tokenHint(account)] : [])],
		remedy: mayBeAccountToken ? 'account-id' : 'none',
	};
}

/** The account that was named is not among those that the credential sees. */
export function unseenAccount(error: CloudflareError, id: string, noun: Noun): Failure {
	return {
		title: 'This credential does not see that account.',
		lines: [
			`Account id: ${id}`,
			...error.messages,
			`Check the id, or choose one of the accounts that the ${noun} sees.`,
			...(error.rayId === undefined ? [] : [`Ray id: ${error.rayId}`]),
		],
		remedy: 'accounts',
	};
}

/** What is wrong with a credential that Cloudflare knows; undefined when nothing is. */
export function statusFailure(verified: VerifiedCredential, now: number): Failure | undefined {
	const {kind, status, expiresOn, notBefore} = verified;
	const failure = (title: string, ...lines: readonly string[]): Failure => ({title, lines, remedy: 'none'});
	const where = kind === 'account token' ? "the account's API tokens in the dashboard" : tokenPage;
	switch (status) {
		case 'active': {
			const begins = instant(notBefore);
			return begins !== undefined && begins > now
				? failure('This token is not valid yet.', `It begins to work at ${absolute(notBefore)}.`, `Tokens: ${where}`)
				: undefined;
		}
		case 'expired':
			return failure(
				'This token has expired.',
				expiresOn === undefined ? 'Cloudflare does not say since when.' : `It ended at ${absolute(expiresOn)}.`,
				`Give it a later end or create another one: ${where}`,
			);
		case 'disabled':
			return failure(
				'This token is disabled.',
				'Its owner has switched it off, or Cloudflare has.',
				`Enable it, or create another one: ${where}`,
			);
		case 'suspended':
			return failure(
				'The user of this key is suspended.',
				"Cloudflare's support, or another administrator of the account, can tell why.",
			);
		default:
			return failure(
				`This token is ${status}.`,
				'Cloudflare accepts active tokens only.',
				`Create another one: ${where}`,
			);
	}
}
