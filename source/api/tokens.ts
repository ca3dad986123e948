/** Whether an API token is good (contract 9.6); tokens of a user and of an account ask at different places. */
import {parseOne} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {AccountId} from './ids.ts';
import type {Requester} from './requester.ts';
import {type TokenVerification, tokenVerificationSchema} from './schemas.ts';

export interface Tokens {
	verifyUser(options?: CallOptions): Promise<TokenVerification>;
	verifyAccount(account: AccountId, options?: CallOptions): Promise<TokenVerification>;
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
	};
}
