/** What one request is made of, before it is sent. */
import {accountIdError} from './account-id.ts';
import type {Priority} from './budget.ts';
import {CloudflareError} from './errors.ts';
import {type AccountId, isCloudflareId} from './ids.ts';
import {attemptInWords, findOperation, type OperationId, operationPath, type PathIds} from './operations.ts';
import type {RequestEntry} from './request-log.ts';

export interface CallOptions {
	/** Gives the request up: in the queue, in a pause or in flight. */
	readonly signal?: AbortSignal | undefined;
	/** Background requests leave a reserve of the budget and go after the others. Default: foreground. */
	readonly priority?: Priority | undefined;
	/** Called when the request is over, however it ended; what it is given holds no secret. */
	readonly onRequest?: ((entry: RequestEntry) => void) | undefined;
}

/** Values of a query; undefined ones are left out. */
export type Query = Readonly<Record<string, string | number | undefined>>;

export interface Call {
	readonly operation: OperationId;
	readonly ids?: PathIds | undefined;
	readonly query?: Query | undefined;
	/** Sent as JSON; undefined for requests without a body. */
	readonly body?: unknown;
	readonly options?: CallOptions | undefined;
}

/** @throws {CloudflareError} kind `invalid` for an account id that is none; for those that do not stand in the path */
export function checkedAccount(operation: OperationId, account: AccountId): AccountId {
	if (!isCloudflareId(account)) throw accountIdError(attemptInWords(findOperation(operation), {}), account);
	return account;
}

/** The path under the base URL. @throws {CloudflareError} kind `invalid` for ids that can not stand in it */
export function checkedPath(operation: OperationId, ids: PathIds, attempted: string): string {
	for (const [name, id] of Object.entries(ids)) {
		if (name === 'account_id' && !isCloudflareId(id)) throw accountIdError(attempted, id);
		// As a segment of a path these mean another path.
		if (id === '' || id === '.' || id === '..') {
			throw new CloudflareError({
				kind: 'invalid',
				attempted,
				messages: [`The ${name.replaceAll('_', ' ')} is ${id === '' ? 'empty' : `"${id}"`}.`],
				next: 'Open the object from its list.',
			});
		}
	}
	return operationPath(operation, ids);
}

/** The query with its question mark; empty for none. */
export function queryText(query: Query): string {
	const pairs = Object.entries(query).flatMap(([name, value]) =>
		value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
	);
	return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}
