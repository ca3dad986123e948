/** A keychain as the program makes it, with the child's program from the source. */
import {createKeychain, type Keychain, type KeychainStore} from '../../source/credentials/keychain.ts';
import type {TestEnvironment} from './keyring.ts';

export const childPath = new URL('../../source/credentials/keychain-child.ts', import.meta.url).pathname;

/** In ms; far above what a call takes, and only ever waited for in full when a test fails. */
const patient = {usual: 10_000, unlocking: 10_000};

export function sourceKeychain(
	environment: TestEnvironment,
	options: {
		readonly store?: KeychainStore;
		readonly limits?: {readonly usual: number; readonly unlocking: number};
	} = {},
): Keychain {
	const {store = 'keychain', limits = patient} = options;
	return createKeychain({store, childPath, environment: {...process.env, ...environment}, limits});
}
