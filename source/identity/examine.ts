/** Asks Cloudflare what a credential is and which account to open with it (contract 9.1, 9.2, 9.6). */
import type {CallOptions, CloudflareClient} from '../api/client.ts';
import {CloudflareError} from '../api/errors.ts';
import type {AccountId} from '../api/ids.ts';
import {type VerifiedCredential, verifyCredential} from '../api/verification.ts';
import {type FoundAccounts, findAccounts, type OpenedAccount, openAccount} from '../store/accounts.ts';
import {type Failure, failureOf, type Noun, statusFailure, unseenAccount} from './failure.ts';

export interface SeenAccount {
	readonly id: AccountId;
	readonly name: string;
}

/** `verified`: what Cloudflare says of the credential; undefined where that question was not answered. */
export type Finding =
	| {
			readonly kind: 'account';
			readonly account: OpenedAccount;
			readonly verified?: VerifiedCredential | undefined;
	  }
	/** More than one. */
	| {
			readonly kind: 'accounts';
			readonly accounts: readonly SeenAccount[];
			readonly verified?: VerifiedCredential | undefined;
	  }
	/** The account id has to be given by hand. `accepted`: the credential itself is known to be good. */
	| {
			readonly kind: 'by-hand';
			readonly reason: readonly string[];
			readonly accepted: boolean;
			readonly verified?: VerifiedCredential | undefined;
	  }
	| {
			readonly kind: 'failed';
			readonly failure: Failure;
			/** Known, and not usable: expired, for example. */
			readonly verified?: VerifiedCredential | undefined;
	  };

type Outcome<Value> =
	| {readonly kind: 'good'; readonly value: Value}
	| {readonly kind: 'refused'; readonly error: CloudflareError}
	/** It is not the credential: no network, a rate limit, an answer that is none. */
	| {readonly kind: 'hindered'; readonly error: unknown};

const refusals: ReadonlySet<string> = new Set(['authentication', 'permission', 'not-found', 'invalid', 'api']);

async function outcomeOf<Value>(asked: Promise<Value>): Promise<Outcome<Value>> {
	try {
		return {kind: 'good', value: await asked};
	} catch (error) {
		return error instanceof CloudflareError && refusals.has(error.kind)
			? {kind: 'refused', error}
			: {kind: 'hindered', error};
	}
}

/**
 * Verifies the credential and finds the account, at the same time: an account that can be opened is proof enough, unless
 * the verification tells why not.
 * @param account the one to open; undefined for whichever the credential sees
 * @param now ms since the epoch
 */
export async function examine(
	client: CloudflareClient,
	account: AccountId | undefined,
	now: number,
	options: CallOptions,
): Promise<Finding> {
	const noun: Noun = client.credentialKind;
	const verifying = outcomeOf(verifyCredential(client, account, options));
	if (account === undefined) {
		const [verified, found] = await Promise.all([verifying, outcomeOf(findAccounts(client, options))]);
		return statusFinding(verified, now) ?? foundIn(verified, found, noun);
	}
	const [verified, opened] = await Promise.all([verifying, outcomeOf(openAccount(client, account, options))]);
	return statusFinding(verified, now) ?? openedIn(verified, opened, account, noun);
}

function statusFinding(verified: Outcome<VerifiedCredential>, now: number): Finding | undefined {
	const failure = verified.kind === 'good' ? statusFailure(verified.value, now) : undefined;
	return failure === undefined ? undefined : {kind: 'failed', failure, verified: answerOf(verified)};
}

function answerOf(verified: Outcome<VerifiedCredential>): VerifiedCredential | undefined {
	return verified.kind === 'good' ? verified.value : undefined;
}

function foundIn(verified: Outcome<VerifiedCredential>, found: Outcome<FoundAccounts>, noun: Noun): Finding {
	if (found.kind === 'good' && found.value.kind === 'accounts') {
		const accounts = found.value.accounts.map(({id, name}) => ({id, name}));
		const [only] = accounts;
		return accounts.length === 1 && only !== undefined
			? {kind: 'account', account: only, verified: answerOf(verified)}
			: {kind: 'accounts', accounts, verified: answerOf(verified)};
	}
	if (verified.kind === 'hindered') return {kind: 'failed', failure: failureOf(verified.error, noun)};
	if (found.kind === 'hindered') return {kind: 'failed', failure: failureOf(found.error, noun)};
	if (found.kind === 'good') {
		const reason = found.value.kind === 'unknown' ? found.value.reason : [];
		if (verified.kind === 'good') return {kind: 'by-hand', reason, accepted: true, verified: verified.value};
		if (noun === 'key') return {kind: 'failed', failure: failureOf(verified.error, noun)};
		// Until the account is known, a token that belongs to one looks like a wrong one (contract 9.6).
		const doubt = 'Whether it is good shows with the account id: without one Cloudflare verifies tokens of users only.';
		return {kind: 'by-hand', reason: [...reason, doubt], accepted: false};
	}
	// What the verification says about a credential that is none is the plainer word.
	const {error} = verified.kind === 'refused' ? verified : found;
	return {kind: 'failed', failure: failureOf(error, noun)};
}

function openedIn(
	verified: Outcome<VerifiedCredential>,
	opened: Outcome<OpenedAccount>,
	account: AccountId,
	noun: Noun,
): Finding {
	switch (opened.kind) {
		case 'good':
			return {kind: 'account', account: opened.value, verified: answerOf(verified)};
		case 'hindered':
			return {kind: 'failed', failure: failureOf(opened.error, noun)};
		case 'refused':
			switch (verified.kind) {
				case 'good':
					return {kind: 'failed', failure: unseenAccount(opened.error, account, noun)};
				case 'refused':
				case 'hindered':
					return {kind: 'failed', failure: failureOf(verified.error, noun, account)};
			}
	}
}
