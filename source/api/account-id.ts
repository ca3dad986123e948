import * as v from 'valibot';
import {CloudflareError} from './errors.ts';
import {type AccountId, accountIdSchema, isCloudflareId} from './ids.ts';

/**
 * Reads an account id as people type or paste it: spaces around it and capitals make no difference.
 * @throws {CloudflareError} kind `invalid` when it is not 32 hex characters
 */
export function parseAccountId(text: string): AccountId {
	const id = text.trim().toLowerCase();
	if (!isCloudflareId(id)) throw accountIdError('use this account', text.trim());
	return v.parse(accountIdSchema, id);
}

/** The error for an account id that Cloudflare could only answer with "could not route" (contract 1.4, 7003). */
export function accountIdError(attempted: string, text: string): CloudflareError {
	const length = [...text].length;
	const fault =
		length === 0
			? 'it is empty'
			: length === 32
				? 'it has characters that are not hex digits (0-9, a-f)'
				: `it has ${length} character${length === 1 ? '' : 's'} instead of 32`;
	return new CloudflareError({
		kind: 'invalid',
		attempted,
		messages: [`The account id is not one: ${fault}.`],
		next: 'Copy the account id from the dashboard: it is the 32 hex characters in the address after dash.cloudflare.com/.',
	});
}
