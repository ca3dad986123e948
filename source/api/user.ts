/** The user behind the credential (contract 9.8). */
import {parseOne} from './answers.ts';
import type {CallOptions} from './call.ts';
import type {Requester} from './requester.ts';
import {type User, userSchema} from './schemas.ts';

export interface UserResource {
	get(options?: CallOptions): Promise<User>;
}

export function createUser(requester: Requester): UserResource {
	return {
		async get(options) {
			return parseOne(await requester.send({operation: 'user.get', options}), userSchema);
		},
	};
}
