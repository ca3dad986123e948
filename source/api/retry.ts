/** When a request is sent again, and how long after (design: only idempotent requests, a POST only on 429). */
import type {Method} from './operations.ts';
import type {FailureReason} from './transport.ts';

/** Attempts after the first. */
export const mostRetries = 2;

const transientStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** PATCH may be anything (a PATCH of an OAuth client can restart a verification), so it counts as POST does. */
function isIdempotent(method: Method): boolean {
	return method === 'GET' || method === 'PUT' || method === 'DELETE';
}

/** Whether an answer with this status asks for another attempt. */
export function retriesStatus(method: Method, status: number): boolean {
	// 429 means that nothing was done, whatever the method.
	if (status === 429) return true;
	return isIdempotent(method) && (transientStatuses.has(status) || status >= 520);
}

const transientFailures: ReadonlySet<FailureReason> = new Set([
	'unknown-host',
	'refused',
	'unreachable',
	'connect-timeout',
	'reset',
	'truncated',
]);

/** Whether a failed exchange asks for another attempt; a silent server does not, the wait was long enough. */
export function retriesFailure(method: Method, reason: FailureReason): boolean {
	return isIdempotent(method) && transientFailures.has(reason);
}

/** ms before attempt `retry` (the first retry is 0): 0.5 s, 1 s, 2 s ... up to 8 s, less up to a quarter. */
export function backoff(retry: number, random: () => number): number {
	return Math.min(500 * 2 ** retry, 8000) * (1 - 0.25 * random());
}

/**
 * The time that a Retry-After header names, in ms since the epoch.
 * @param value seconds or an HTTP date
 * @param now ms since the epoch
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
	const text = value?.trim() ?? '';
	if (/^\d+(?:\.\d+)?$/.test(text)) return now + Number(text) * 1000;
	// Dates begin with the name of the day; Date.parse would also read "-5" or "12 monkeys".
	if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined;
	const time = Date.parse(text);
	return Number.isNaN(time) ? undefined : Math.max(now, time);
}
