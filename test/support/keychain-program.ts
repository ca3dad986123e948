/**
 * A program that calls the keychain, for tests that need one of their own: in another session of the kernel keyring, or
 * to be killed during a call. Reads {@link KeychainProgramInput} as JSON from its standard input, writes a line for each
 * call: the value as JSON, or the kind of the failure.
 */
import {text} from 'node:stream/consumers';
import * as v from 'valibot';
import {createKeychain} from '../../source/credentials/keychain.ts';
import {StoreFailure} from '../../source/credentials/store-failure.ts';
import {Secret} from '../../source/secret.ts';

const input = v.object({
	store: v.picklist(['keychain', 'kernel-keyring']),
	/** In ms. */
	limit: v.number(),
	/** An operation, the service, the account, and for `set` the password. */
	calls: v.array(v.tupleWithRest([v.picklist(['get', 'set', 'delete']), v.string(), v.string()], v.string())),
	/** The program of the child; that of the source if left out. */
	childPath: v.optional(v.string()),
	/** After this many ms the program ends while its calls run. */
	exitAfter: v.optional(v.number()),
});

export type KeychainProgramInput = v.InferInput<typeof input>;

const sourceChild = new URL('../../source/credentials/keychain-child.ts', import.meta.url).pathname;
const {store, limit, calls, exitAfter, childPath = sourceChild} = v.parse(input, JSON.parse(await text(process.stdin)));
const limits = {usual: limit, unlocking: limit};
const keychain = createKeychain({store, childPath, environment: process.env, limits});
if (exitAfter !== undefined) setTimeout(() => process.exit(), exitAfter);

for (const [operation, service, account, password = ''] of calls) {
	process.stdout.write(`${await outcomeOf(operation, service, account, password)}\n`);
}

async function outcomeOf(operation: 'get' | 'set' | 'delete', service: string, account: string, password: string) {
	try {
		switch (operation) {
			case 'get':
				return JSON.stringify((await keychain.getPassword(service, account))?.reveal() ?? null);
			case 'set':
				return JSON.stringify((await keychain.setPassword(service, account, new Secret(password))) ?? null);
			case 'delete':
				return JSON.stringify(await keychain.deletePassword(service, account));
		}
	} catch (error) {
		return error instanceof StoreFailure ? error.kind : `no store failure: ${String(error)}`;
	}
}
