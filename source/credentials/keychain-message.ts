/** What the program and its keychain child say to each other: one line of JSON each way. */
import type {StoreKind} from './store.ts';
import {type StoreFailureKind, storeFailureKinds} from './store-failure.ts';

/** The keychain of the platform, or on Linux the keyring of the kernel. */
export type KeychainStore = Exclude<StoreKind, 'passphrase-file'>;

export const keychainOperations = ['get', 'set', 'delete', 'find'] as const;

export interface KeychainRequest {
	readonly operation: (typeof keychainOperations)[number];
	readonly store: KeychainStore;
	readonly platform: string;
	readonly service: string;
	/** Empty for `find`. */
	readonly account: string;
	/** For `set`. */
	readonly password: string;
	/** An unlock prompt may open. */
	readonly unlock: boolean;
	/** In ms: for how long the service may be silent where no prompt keeps it busy. */
	readonly patience: number;
}

export interface FoundPassword {
	readonly account: string;
	readonly password: string;
}

/** What a call gave: the password of `get`, whether `delete` removed something, all of `find`; `set` gives null. */
export type KeychainValue = string | boolean | null | readonly FoundPassword[];

export type KeychainAnswer =
	| {readonly kind: 'done'; readonly value: KeychainValue}
	| {readonly kind: 'failed'; readonly failure: StoreFailureKind; readonly detail?: string | undefined};

/** Bytes of a message: a secret of 64 KB fits however it is escaped. */
export const longestMessage = 1024 * 1024;

/** Reads what the program asks of the child; undefined for anything else. */
export function requestFromText(text: string): KeychainRequest | undefined {
	const read = fieldsOf(text);
	if (read === undefined) return undefined;
	const {operation: operationName, store, platform, service, account, password, unlock, patience} = read;
	const operation = keychainOperations.find((each) => each === operationName);
	if (operation === undefined || (store !== 'keychain' && store !== 'kernel-keyring')) return undefined;
	if (typeof platform !== 'string' || typeof service !== 'string' || typeof account !== 'string') return undefined;
	if (typeof password !== 'string' || typeof unlock !== 'boolean' || typeof patience !== 'number') return undefined;
	return {operation, store, platform, service, account, password, unlock, patience};
}

/** Reads what the child answers, which is not trusted; undefined for anything else. */
export function answerFromText(text: string): KeychainAnswer | undefined {
	const read = fieldsOf(text);
	if (read === undefined) return undefined;
	if (read.kind === 'failed') {
		const failure = storeFailureKinds.find((each) => each === read.failure);
		if (failure === undefined) return undefined;
		return {kind: 'failed', failure, detail: typeof read.detail === 'string' ? read.detail : undefined};
	}
	const {kind, value} = read;
	if (kind !== 'done') return undefined;
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return {kind, value};
	if (!Array.isArray(value)) return undefined;
	const found = value.map(foundPassword);
	const whole = found.filter((each) => each !== undefined);
	return whole.length === found.length ? {kind, value: whole} : undefined;
}

function foundPassword(value: unknown): FoundPassword | undefined {
	const {account, password} = fieldsOfValue(value) ?? {};
	return typeof account === 'string' && typeof password === 'string' ? {account, password} : undefined;
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
	try {
		return fieldsOfValue(JSON.parse(text));
	} catch {
		return undefined;
	}
}

function fieldsOfValue(value: unknown): Readonly<Record<string, unknown>> | undefined {
	return typeof value === 'object' && value !== null ? {...value} : undefined;
}
