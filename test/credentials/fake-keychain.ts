import type {Keychain} from '../../source/credentials/keychain.ts';
import type {StoreCall} from '../../source/credentials/store.ts';
import {StoreFailure, type StoreFailureKind} from '../../source/credentials/store-failure.ts';
import {Secret} from '../../source/secret.ts';

export interface KeychainCall {
	readonly operation: 'get' | 'set' | 'delete' | 'find';
	readonly account: string;
	readonly call: StoreCall | undefined;
}

/** How a call goes wrong: it fails without or after having done its work, or it succeeds without. */
export type Fault =
	| {readonly kind: 'fails' | 'fails-after'; readonly failure: StoreFailureKind}
	| {readonly kind: 'pretends'}
	| undefined;

export interface FakeKeychain extends Keychain {
	/** By account; all of one service. */
	readonly items: Map<string, string>;
	readonly calls: KeychainCall[];
	/** Asked before each call; the index counts the calls from 0. */
	fault: (call: KeychainCall, index: number) => Fault;
}

export function fakeKeychain(): FakeKeychain {
	const items = new Map<string, string>();
	const calls: KeychainCall[] = [];

	async function run<Value>(service: string, call: KeychainCall, work: () => Value, pretence: Value): Promise<Value> {
		if (service !== 'cfiam') throw new Error(`This is an item of somebody else: ${service}`);
		const fault = keychain.fault(call, calls.length);
		calls.push(call);
		if (call.call?.signal?.aborted === true) throw new StoreFailure('cancelled');
		switch (fault?.kind) {
			case undefined:
				return work();
			case 'pretends':
				return pretence;
			case 'fails-after':
				work();
				throw new StoreFailure(fault.failure, 'after it was done');
			case 'fails':
				throw new StoreFailure(fault.failure, 'as it was told');
		}
	}

	const keychain: FakeKeychain = {
		items,
		calls,
		fault: () => undefined,
		getPassword: (service, account, call) =>
			run(service, {operation: 'get', account, call}, () => secret(items.get(account)), null),
		setPassword: (service, account, password, call) =>
			run(service, {operation: 'set', account, call}, () => void items.set(account, password.reveal()), undefined),
		deletePassword: (service, account, call) =>
			run(service, {operation: 'delete', account, call}, () => items.delete(account), false),
		findCredentials: (service, call) =>
			run(
				service,
				{operation: 'find', account: '', call},
				() => [...items].map(([account, text]) => ({account, password: new Secret(text)})),
				[],
			),
	};
	return keychain;
}

function secret(text: string | undefined): Secret | null {
	return text === undefined ? null : new Secret(text);
}
