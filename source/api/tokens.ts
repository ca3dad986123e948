/**
 * API tokens: whether the own one is good (contract 9.6), and what it may do. Tokens of a user and of an account ask at
 * different places.
 */
import {parseOne} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {AccountId} from './ids.ts';
import type {Requester} from './requester.ts';
import {type Token, type TokenVerification, tokenSchema, tokenVerificationSchema} from './schemas.ts';

export interface Tokens {
	verifyUser(options?: CallOptions): Promise<TokenVerification>;
	verifyAccount(account: AccountId, options?: CallOptions): Promise<TokenVerification>;
	/** Refused to most tokens: reading tokens is a permission of its own. */
	getUser(token: string, options?: CallOptions): Promise<Token>;
	/** As {@link getUser}, for a token that belongs to the account. */
	getAccount(account: AccountId, token: string, options?: CallOptions): Promise<Token>;
}

export function createTokens(requester: Requester): Tokens {
	return {
		async verifyUser(options) {
			return parseOne(await requester.send({operation: 'tokens.verifyUser', options}), tokenVerificationSchema);
		},
		async verifyAccount(account, options) {
			const ids = {account_id: account};
			return parseOne(await requester.send({operation: 'tokens.verifyAccount', ids, options}), tokenVerificationSchema);
		},
		async getUser(token, options) {
			const ids = {token_id: token};
			return parseOne(await requester.send({operation: 'tokens.getUser', ids, options}), tokenSchema);
		},
		async getAccount(account, token, options) {
			const ids = {account_id: account, token_id: token};
			return parseOne(await requester.send({operation: 'tokens.getAccount', ids, options}), tokenSchema);
		},
	};
}
