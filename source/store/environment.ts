/** What the parts of a store share. */
import type {QueryClient} from '@tanstack/query-core';
import {type CloudflareClient, CloudflareError} from '../api/client.ts';
import type {AccountId} from '../api/ids.ts';
import type {FormerLists} from './former-lists.ts';

export interface Environment {
	readonly queries: QueryClient;
	readonly client: CloudflareClient;
	readonly account: AccountId;
	/** ms since the epoch. */
	readonly now: () => number;
	/** ms after which what has been read with one request is read again when it is newly wanted. */
	readonly staleAfter: number;
	readonly isClosed: () => boolean;
	/** What was read before the program began. */
	readonly former?: FormerLists | undefined;
}

/** ms for which each page of a list keeps it fresh: browsing reads a list again at a page in three seconds at most. */
const freshPerPage = 3000;

/** ms after which even the longest list is read again when it is newly wanted: half an hour. */
const longestFresh = 30 * 60_000;

/**
 * ms for which what took `pages` requests is fresh. The budget is shared with other tools (contract 10.2), so what is
 * dear to read is read seldom: 500 pages would be two fifths of it.
 */
export function freshFor({staleAfter}: Pick<Environment, 'staleAfter'>, pages: number): number {
	return Math.max(staleAfter, Math.min(pages * freshPerPage, longestFresh));
}

/** The client throws nothing else; what is thrown by mistake is shown as one of them all the same. */
export function asCloudflareError(error: unknown, attempted: string): CloudflareError {
	return error instanceof CloudflareError
		? error
		: new CloudflareError({
				kind: 'unreadable',
				attempted,
				messages: [error instanceof Error ? error.message : String(error)],
				next: 'Try again; if it happens again, please report it.',
				cause: error,
			});
}

/** Whether asking again soon would be answered in the same way: what is wanted is then left alone for a while. */
export function isLasting(error: CloudflareError): boolean {
	return error.kind === 'permission' || error.kind === 'authentication' || error.kind === 'not-found';
}

/** Whether an object that can not be read says something about that object only: others may still be read. */
export function concernsOneObject(error: CloudflareError): boolean {
	switch (error.kind) {
		case 'not-found':
		case 'invalid':
		case 'conflict':
		case 'api':
		case 'unreadable':
		case 'shape':
			return true;
		case 'authentication':
		case 'permission':
		case 'rate-limit':
		case 'server':
		case 'network':
		case 'timeout':
		case 'aborted':
		case 'read-only':
			return false;
	}
}
