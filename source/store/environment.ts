/** What the parts of a store share. */
import type {QueryClient} from '@tanstack/query-core';
import {type CloudflareClient, CloudflareError} from '../api/client.ts';
import type {AccountId} from '../api/ids.ts';

export interface Environment {
	readonly queries: QueryClient;
	readonly client: CloudflareClient;
	readonly account: AccountId;
	/** ms since the epoch. */
	readonly now: () => number;
	/** ms after which what has been read is read again when it is wanted. */
	readonly staleAfter: number;
	readonly isClosed: () => boolean;
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
