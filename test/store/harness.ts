/** A store on a real client on a real server: the emulator on loopback. */
import * as v from 'valibot';
import {onTestFinished, vi} from 'vitest';
import {type CloudflareClient, createClient} from '../../source/api/client.ts';
import {type AccountId, accountIdSchema} from '../../source/api/ids.ts';
import {type Emulator, type EmulatorOptions, startEmulator} from '../../source/emulator/index.ts';
import {Secret} from '../../source/secret.ts';
import {createStore, type Store, type StoreOptions} from '../../source/store/store.ts';

export interface HarnessOptions {
	readonly emulator?: EmulatorOptions;
	readonly store?: Partial<Omit<StoreOptions, 'client' | 'account' | 'now'>>;
	/** Requests that the client gives itself, and what background reading leaves of them. */
	readonly budget?: {readonly quota: number; readonly reserve?: number};
	readonly token?: string;
}

export interface Harness {
	readonly emulator: Emulator;
	readonly client: CloudflareClient;
	readonly store: Store;
	readonly account: AccountId;
	/** The clock of the store, which stands still unless it is advanced. */
	readonly advance: (ms: number) => void;
	/** Requests since the last call, as `GET /iam/user_groups?page=2`, without the account. */
	readonly requests: () => readonly string[];
	/** Resolves when `condition` holds; asks whenever the store says that something has changed. */
	readonly until: (condition: () => boolean) => Promise<void>;
	/** Resolves when the server has been asked for something that `condition` accepts, since the last `requests()`. */
	readonly asked: (condition: (request: string) => boolean) => Promise<void>;
	/** Another store on the same client. */
	readonly anotherStore: (account?: AccountId) => Store;
}

export async function setUp(options: HarnessOptions = {}): Promise<Harness> {
	const emulator = await startEmulator({rateLimit: 'off', ...options.emulator});
	const client = createClient({
		baseUrl: emulator.url,
		credential: {kind: 'token', token: new Secret(options.token ?? emulator.token)},
		budget: options.budget ?? {quota: 100_000},
		random: () => 1,
	});
	const account = v.parse(accountIdSchema, emulator.accountId);
	let now = Date.parse('2026-11-01T12:00:00Z');
	const anotherStore = (id = account) => {
		const store = createStore({client, account: {id, name: 'acme'}, now: () => now, ...options.store});
		onTestFinished(() => store.close());
		return store;
	};
	onTestFinished(async () => {
		await client.close();
		await emulator.close();
	});
	const store = anotherStore();
	let seen = 0;
	const recorded = () =>
		emulator.requests.map(({method, path, query}) => {
			const page = query.page === undefined ? '' : `?page=${query.page}`;
			return `${method} ${path.replace(/^\/accounts\/[0-9a-f]{32}/, '')}${page}`;
		});
	return {
		emulator,
		client,
		store,
		account,
		anotherStore,
		advance: (ms) => {
			now += ms;
		},
		requests: () => {
			const fresh = recorded().slice(seen);
			seen += fresh.length;
			return fresh;
		},
		until: (condition) => until(store, condition),
		asked: (condition) =>
			vi.waitFor(
				() => {
					if (!recorded().slice(seen).some(condition)) {
						throw new Error(`not asked; there was ${recorded().slice(seen).join(', ') || 'nothing'}`);
					}
				},
				{timeout: 10_000, interval: 5},
			),
	};
}

/** Resolves when `condition` holds; asks whenever the store says that something has changed. */
export async function until(store: Store, condition: () => boolean): Promise<void> {
	const {promise, resolve, reject} = Promise.withResolvers<void>();
	const look = () => {
		try {
			if (condition()) {
				resolve();
			}
		} catch (error) {
			reject(error);
		}
	};
	const unsubscribe = store.subscribe(look);
	const timer = setTimeout(() => reject(new Error(`never: ${condition.toString()}`)), 15_000);
	look();
	try {
		await promise;
	} finally {
		clearTimeout(timer);
		unsubscribe();
	}
}

/** One turn of the event loop, after which everything that was due in this one has happened. */
export function nextTurn(): Promise<void> {
	return new Promise((resolve) => setImmediate(resolve));
}
