/**
 * The keychain of the operating system, and the keyring of the kernel: keytar's four calls, each in a short-lived child
 * process with a limit. keytar itself is not used: it takes a locked keyring for an empty one and can crash.
 */

import {Secret} from '../secret.ts';
import type {Environment} from './environment.ts';
import {callKeychainChild} from './keychain-call.ts';
import type {KeychainRequest, KeychainStore, KeychainValue} from './keychain-message.ts';
import {callLimits} from './limits.ts';
import type {StoreCall} from './store.ts';
import {StoreFailure} from './store-failure.ts';

export {abandonKeychainCalls} from './keychain-call.ts';
export type {KeychainStore} from './keychain-message.ts';

export interface KeychainOptions {
	readonly store: KeychainStore;
	/** The program of the child: `keychain-child.js` beside the bundle's entry, `keychain-child.ts` in the source. */
	readonly childPath: string;
	/** Of the child; what is secret in it is left out. */
	readonly environment: Environment;
	readonly platform?: NodeJS.Platform | undefined;
	/** Others than {@link callLimits}. */
	readonly limits?: {readonly usual: number; readonly unlocking: number} | undefined;
}

/** Each call throws {@link StoreFailure} and nothing else. Without `unlock` none opens a prompt on Linux. */
export interface Keychain {
	/** Null: there is none, which a locked keyring is never said to mean. */
	getPassword(service: string, account: string, call?: StoreCall): Promise<Secret | null>;
	setPassword(service: string, account: string, password: Secret, call?: StoreCall): Promise<void>;
	/** False: there was none. */
	deletePassword(service: string, account: string, call?: StoreCall): Promise<boolean>;
	/** The kernel keyring cannot do this. */
	findCredentials(service: string, call?: StoreCall): Promise<readonly FoundCredential[]>;
}

export interface FoundCredential {
	readonly account: string;
	readonly password: Secret;
}

export function createKeychain(options: KeychainOptions): Keychain {
	const {store, childPath, environment, platform = process.platform, limits = callLimits} = options;

	async function run(
		request: Pick<KeychainRequest, 'operation' | 'service'> & Partial<KeychainRequest>,
		{signal, unlock = false}: StoreCall = {},
	): Promise<KeychainValue> {
		if (store === 'kernel-keyring' && platform !== 'linux') {
			throw new StoreFailure('no-module', 'only Linux has a kernel keyring');
		}
		return callKeychainChild(
			{account: '', password: '', ...request, store, platform, unlock, patience: limits.usual},
			{childPath, environment, signal, limit: unlock ? limits.unlocking : limits.usual},
		);
	}

	return {
		async getPassword(service, account, call) {
			const value = await run({operation: 'get', service, account}, call);
			if (value === null) return null;
			return typeof value === 'string' ? new Secret(value) : unexpected();
		},
		async setPassword(service, account, password, call) {
			const value = await run({operation: 'set', service, account, password: password.reveal()}, call);
			if (value !== null) unexpected();
		},
		async deletePassword(service, account, call) {
			const value = await run({operation: 'delete', service, account}, call);
			return typeof value === 'boolean' ? value : unexpected();
		},
		async findCredentials(service, call) {
			const value = await run({operation: 'find', service}, call);
			if (value === null || typeof value !== 'object') return unexpected();
			return value.map(({account, password}) => ({account, password: new Secret(password)}));
		},
	};
}

function unexpected(): never {
	throw new StoreFailure('crash', 'the answer was none to the question');
}
