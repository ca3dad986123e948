/** From what went wrong to the error that a person reads: its kind, its words and the next step (contract 1.4). */

import type {Body, EnvelopeError} from './envelope.ts';
import {CloudflareError, type ErrorKind} from './errors.ts';
import type {Operation} from './operations.ts';
import type {NotAdmitted} from './queue.ts';
import type {TransportFailure} from './transport.ts';

/** What an error needs to know about the request. */
export interface Failing {
	readonly operation: Operation;
	/** In words that follow "could not". */
	readonly attempted: string;
	/** Whose answer it is: `api.cloudflare.com`. */
	readonly host: string;
	readonly rayId?: string | undefined;
	/** ms since the epoch, from Retry-After. */
	readonly retryAt?: number | undefined;
	/** The Location of a redirect. */
	readonly location?: string | undefined;
}

/** The error for an answer whose status or envelope is none of success. */
export function refusal(failing: Failing, status: number, body: Body): CloudflareError {
	const {operation, attempted, host, rayId, retryAt} = failing;
	const redirect = status >= 300 && status < 400;
	const errors = body.kind === 'envelope' ? body.envelope.errors : [];
	const kind: ErrorKind = redirect ? 'unreadable' : kindOf(operation, status, errors);
	const said = redirect
		? [
				`${host} answered with a redirect${failing.location === undefined ? '' : ` to ${failing.location}`}, which is not followed, so that the credential goes nowhere else.`,
			]
		: wordsOf(status, body, errors);
	return new CloudflareError({
		kind,
		attempted,
		messages: said,
		next: redirect ? 'Check the base URL (CLOUDFLARE_BASE_URL).' : nextStep(kind, operation, errors),
		status,
		code: errors[0]?.code,
		rayId,
		permission: kind === 'permission' || mayLackPermission(kind, errors) ? operation.permission : undefined,
		operation: operation.id,
		retryAt: kind === 'rate-limit' ? retryAt : undefined,
		uncertain: operation.writes && (kind === 'server' || kind === 'timeout' || redirect),
	});
}

/** The error for an answer of success that can not be read. */
export function unreadable(failing: Failing, status: number, message: string): CloudflareError {
	const {operation, attempted, rayId} = failing;
	return new CloudflareError({
		kind: 'unreadable',
		attempted,
		messages: [message],
		next: "Try again; if it stays, check the base URL (CLOUDFLARE_BASE_URL) and whether a proxy or captive portal answers in Cloudflare's place.",
		status,
		rayId,
		uncertain: operation.writes,
	});
}

/** The error for an exchange that brought no answer, or only the beginning of one. */
export function noAnswer(failing: Failing, failure: TransportFailure): CloudflareError {
	const {operation, attempted, host, rayId} = failing;
	if (failure.reason === 'aborted') return calledOff(failing, true);
	const [kind, message, next] = inWords(failure, host);
	return new CloudflareError({
		kind,
		attempted,
		messages: [failure.code === undefined ? message : `${message} (${failure.code})`],
		next,
		status: failure.status,
		rayId,
		uncertain: operation.writes && failure.sent,
		cause: failure,
	});
}

/** The error for a request that never left, because the budget did not allow it in time. */
export function notAdmitted(failing: Failing, {why, hold}: NotAdmitted): CloudflareError {
	const {attempted} = failing;
	const common = {attempted, retryAt: hold?.until};
	switch (why) {
		case 'aborted':
			return calledOff(failing, false);
		case 'cancelled':
			return new CloudflareError({
				...common,
				kind: 'rate-limit',
				messages: [`The wait was cancelled (${hold?.reason ?? 'rate limit'})`],
				next: 'Try again later.',
			});
		case 'too-long':
			return new CloudflareError({
				...common,
				kind: 'rate-limit',
				messages: [`There is too long to wait (${hold?.reason ?? 'rate limit'})`],
				next: 'Try again later, or check what else uses this credential.',
			});
	}
}

/** The error for a request that was aborted; `sent`: it may have reached the server. */
export function calledOff({attempted, operation}: Failing, sent: boolean): CloudflareError {
	return new CloudflareError({
		kind: 'aborted',
		attempted,
		messages: ['It was called off.'],
		next: 'Nothing else is needed.',
		uncertain: operation.writes && sent,
	});
}

function inWords({reason, status}: TransportFailure, host: string): readonly [ErrorKind, string, string] {
	const network = 'Check the network, then try again.';
	switch (reason) {
		case 'unknown-host':
			return [
				'network',
				`The host ${host} could not be found.`,
				'Check the network, its DNS and the base URL, then try again.',
			];
		case 'refused':
			return [
				'network',
				`${host} refused the connection.`,
				'Check that the base URL is right and the server runs, then try again.',
			];
		case 'unreachable':
			return ['network', `${host} can not be reached from here.`, network];
		case 'certificate':
			return [
				'network',
				`The secure connection to ${host} failed: its certificate or encryption is not accepted.`,
				'A proxy may be inspecting the traffic: name its certificate in NODE_EXTRA_CA_CERTS, and check the clock of this machine.',
			];
		case 'connect-timeout':
			return ['timeout', `${host} did not answer the connection in time.`, network];
		case 'answer-timeout':
			return [
				'timeout',
				status === undefined ? `${host} did not answer in time.` : `The answer of ${host} stopped coming.`,
				"Try again; Cloudflare's state is at cloudflarestatus.com.",
			];
		case 'reset':
			return ['network', `${host} closed the connection without an answer.`, network];
		case 'truncated':
			return ['unreadable', `The answer of ${host} broke off.`, network];
		case 'too-large':
			return [
				'unreadable',
				`The answer of ${host} is larger than cfiam reads.`,
				'Narrow the list, or report this as a fault of cfiam.',
			];
		case 'not-http':
			return ['unreadable', `What ${host} answered is not HTTP.`, 'Check the base URL (CLOUDFLARE_BASE_URL).'];
		case 'aborted':
			return ['aborted', 'It was called off.', 'Nothing else is needed.'];
		case 'other':
			return ['network', `The request to ${host} failed.`, network];
	}
}

/** The credential is at fault whatever the status (contract 1.4). */
const credentialCodes: ReadonlySet<number> = new Set([6003, 6103, 6111, 9103, 9106, 9300]);

function kindOf(operation: Operation, status: number, errors: readonly EnvelopeError[]): ErrorKind {
	const codes = new Set(errors.map(({code}) => code));
	const text = errors.map(({message}) => message).join('\n');
	if (status === 429 || codes.has(971) || codes.has(429)) return 'rate-limit';
	if (status >= 500) return 'server';
	if (status === 408) return 'timeout';
	if ([...credentialCodes].some((code) => codes.has(code))) return 'authentication';
	if (status === 401 || /missing "?authorization/i.test(text)) return 'authentication';
	if (codes.has(9109) && /invalid access token|max auth failures/i.test(text)) return 'authentication';
	// 10000 stands for a bad token and for a missing permission; while verifying there is no permission to miss.
	if (status === 403 && operation.id.startsWith('tokens.verify')) return 'authentication';
	if (status === 403 || codes.has(10000) || codes.has(9109)) return 'permission';
	if (status === 404 || codes.has(404) || codes.has(7000) || codes.has(7003)) return 'not-found';
	if (status === 409 || /already (?:in use|exists)/i.test(text)) return 'conflict';
	if (status === 400 || status === 422 || codes.has(400)) return 'invalid';
	return 'api';
}

function mayLackPermission(kind: ErrorKind, errors: readonly EnvelopeError[]): boolean {
	return kind === 'authentication' && errors.some(({code}) => code === 10000);
}

function wordsOf(status: number, body: Body, errors: readonly EnvelopeError[]): readonly string[] {
	switch (body.kind) {
		case 'envelope':
			if (errors.length === 0) return [`Cloudflare answered with status ${status} and no reason.`];
			return errors.map(({code, message}) =>
				message === '' ? `Error ${code}` : code === undefined ? message : `${message} (${code})`,
			);
		case 'empty':
			return [`The answer was empty, with status ${status}.`];
		case 'foreign':
			return [`The answer had status ${status} and was ${body.found}.`];
		case 'damaged':
			return [`The answer was damaged or incomplete JSON, with status ${status}.`];
		case 'text':
			return [`The answer was ${body.html ? 'a web page' : 'no JSON'}, with status ${status}: ${body.excerpt}`];
	}
}

function nextStep(kind: ErrorKind, operation: Operation, errors: readonly EnvelopeError[]): string {
	const text = errors.map(({message}) => message).join('\n');
	switch (kind) {
		case 'authentication':
			if (/max auth failures/i.test(text))
				return 'Cloudflare has locked this credential out for a while; wait before you try again.';
			return 'Check the API token or key: it may be mistyped, revoked or expired.';
		case 'permission':
			// The same refusal stands for an account that the credential does not see at all (contract 9.2).
			if (errors.some(({code}) => code === 9109) && operation.path.startsWith('/accounts/')) {
				const account = 'Check the account id: this credential may not belong to that account.';
				return operation.permission === undefined
					? account
					: `${account} Or add "${operation.permission}" for it to the token.`;
			}
			return operation.permission === undefined
				? 'The credential may be invalid, or lack a permission for this.'
				: `Add "${operation.permission}" for this account to the token, or use another one; a new token takes a minute to work everywhere.`;
		case 'not-found':
			return 'It may have been deleted meanwhile: refresh. The id may also be mistyped or belong to another account.';
		case 'conflict':
			return 'Choose another name, or refresh and look at what is there.';
		case 'invalid':
			return nextForInvalid(operation, text);
		case 'rate-limit':
			return 'Wait for the countdown; 1,200 requests in 5 minutes are shared with the dashboard and your other tools.';
		case 'server':
		case 'timeout':
			return "Try again in a moment; Cloudflare's state is at cloudflarestatus.com.";
		case 'api':
		case 'network':
		case 'aborted':
		case 'unreadable':
		case 'shape':
		case 'read-only':
			return "Try again; if it stays, give the ray id to Cloudflare's support.";
	}
}

/** Refusals whose cause is known (contract 1.4). */
const knownRefusals: readonly (readonly [RegExp, string])[] = [
	[/cannot re-?use policy ids/i, 'The policies changed meanwhile: refresh and make the change again.'],
	[/non-editable/i, 'This resource group belongs to Cloudflare and can not be changed.'],
	[/(?:policy|access)\b.*\bdeny/i, 'User groups take no deny: every policy of one has to allow.'],
	[
		/policy validation failed|invalid permission group and resource group combination/i,
		'A policy of it denies, which user groups do not take; or it pairs a permission group with a resource group of another level: account-wide permissions need an account-wide scope.',
	],
	[
		/invalid member/i,
		'Somebody in the request can not be in the group: an invitation that is not accepted, or a member who has left.',
	],
	[/dsr enabled/i, "This member is not enabled for domain-scoped roles; Cloudflare's support can change that."],
	[
		/does not support account owned tokens/i,
		'An account-owned token can not list accounts: give the account id (CLOUDFLARE_ACCOUNT_ID).',
	],
];

function nextForInvalid({method}: Operation, text: string): string {
	const known = knownRefusals.find(([pattern]) => pattern.test(text))?.[1];
	if (known !== undefined) return known;
	return method === 'GET' || method === 'DELETE'
		? 'Refresh and look at its present state, then try again.'
		: 'Check what was entered, then try again.';
}
