/**
 * When a request is sent again, and how long after. What reads may be read again. What writes goes out once, unless it
 * certainly did not arrive: between two attempts somebody else may write, and a second PUT or DELETE would go over it.
 */
import type {FailureReason} from './transport.ts';

/** Attempts after the first. */
export const mostRetries = 2;

const transientStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Whether an answer with this status asks for another attempt. */
export function retriesStatus(writes: boolean, status: number): boolean {
	// 429 means that nothing was done, whatever was asked.
	if (status === 429) return true;
	return !writes && (transientStatuses.has(status) || status >= 520);
}

/** There was no connection that the request could have gone out on. */
const withoutConnection: ReadonlySet<FailureReason> = new Set(['unknown-host', 'refused', 'connect-timeout']);

const transientFailures: ReadonlySet<FailureReason> = new Set([
	...withoutConnection,
	'unreachable',
	'reset',
	'truncated',
]);

/** Whether a failed exchange asks for another attempt; a silent server does not, the wait was long enough. */
export function retriesFailure(writes: boolean, reason: FailureReason): boolean {
	return (writes ? withoutConnection : transientFailures).has(reason);
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
