/** One object that is read by itself: again because it may have changed, or for what lists do not say of it. */
import {hashKey, type QueryKey} from '@tanstack/query-core';
import {CloudflareError} from '../api/client.ts';
import {asCloudflareError, type Environment, isLasting} from './environment.ts';
import {type ObjectSnapshot, statusOf, unlessSame} from './snapshot.ts';
import {quietly} from './wants.ts';

interface ObjectData<Item> {
	readonly value: Item;
	readonly readAt: number;
}

export interface ObjectSource<Item> {
	/** For errors that have no words of their own. */
	readonly attempt: string;
	readonly fetch: (options: {readonly signal: AbortSignal}) => Promise<Item>;
	/** When the same was read in a list, ms since the epoch: that is as good. */
	readonly listedAt?: (() => number | undefined) | undefined;
	readonly onRead?: ((item: Item) => void) | undefined;
	/** The server does not know it. */
	readonly onGone?: (() => void) | undefined;
}

export class ObjectEntry<Item> {
	readonly key: QueryKey;
	/** The key as a text. */
	readonly name: string;
	readonly #environment: Environment;
	readonly #source: ObjectSource<Item>;
	#failedAt = 0;
	/** When the reading under way was begun, ms since the epoch. */
	#begunAt = 0;
	#appearedAt = Number.NEGATIVE_INFINITY;
	#snapshot: {readonly state: unknown; readonly snapshot: ObjectSnapshot<Item>} | undefined;

	constructor(environment: Environment, key: QueryKey, source: ObjectSource<Item>) {
		this.#environment = environment;
		this.key = key;
		this.name = hashKey(key);
		this.#source = source;
	}

	get isReading(): boolean {
		return this.#state()?.fetchStatus === 'fetching';
	}

	/** The same object until something in it changes. */
	snapshot(): ObjectSnapshot<Item> {
		const state = this.#state();
		if (this.#snapshot === undefined || this.#snapshot.state !== state) {
			const error = state?.error ?? undefined;
			const fetching = state?.fetchStatus === 'fetching';
			const snapshot = unlessSame(this.#snapshot?.snapshot, {
				value: state?.data?.value,
				status: statusOf(state?.data !== undefined, fetching, error),
				fetching,
				updatedAt: state?.data?.readAt,
				error,
			});
			this.#snapshot = {state, snapshot};
		}
		return this.#snapshot.snapshot;
	}

	isDue(isNew: boolean): boolean {
		const {now, staleAfter} = this.#environment;
		const state = this.#state();
		if (state?.fetchStatus === 'fetching') {
			return false;
		}
		if (state?.error && isLasting(state.error) && now() - this.#failedAt <= staleAfter) {
			return false;
		}
		const never = Number.NEGATIVE_INFINITY;
		const readAt = Math.max(state?.data?.readAt ?? never, this.#source.listedAt?.() ?? never);
		return readAt === never || (isNew && now() - readAt > staleAfter);
	}

	/** Breaks a reading off that began before `time` (ms since the epoch). */
	restartBefore(time: number): void {
		if (this.isReading && this.#begunAt < time) {
			quietly(this.abort());
		}
	}

	async read(): Promise<void> {
		try {
			await this.#environment.queries.fetchQuery<ObjectData<Item>, CloudflareError>({
				queryKey: this.key,
				queryFn: async ({signal}) => {
					this.#begunAt = this.#environment.now();
					try {
						const value = await this.#source.fetch({signal});
						signal.throwIfAborted();
						return {value, readAt: this.#environment.now()};
					} catch (error) {
						this.#failedAt = this.#environment.now();
						throw signal.aborted ? error : asCloudflareError(error, this.#source.attempt);
					}
				},
			});
		} catch (error) {
			if (error instanceof CloudflareError && error.kind === 'not-found') this.#tellGone();
			throw error;
		}
		const value = this.#state()?.data?.value;
		if (value !== undefined && !this.#environment.isClosed()) {
			this.#source.onRead?.(value);
		}
	}

	async abort(): Promise<void> {
		// Straight to the query: looking it up by its key goes through all that are cached.
		await this.#environment.queries.getQueryCache().get(this.name)?.cancel({revert: true});
	}

	/** It is no more what it was: forgotten, and read again when it is wanted. */
	forget(): void {
		const cache = this.#environment.queries.getQueryCache();
		const query = cache.get(this.name);
		if (query) {
			cache.remove(query);
		}
	}

	/** It has just been made: for a while the server may not find it yet (contract 4, quirks). */
	appear(): void {
		this.#appearedAt = this.#environment.now();
	}

	#tellGone(): void {
		const {now, staleAfter, isClosed} = this.#environment;
		if (!isClosed() && now() - this.#appearedAt > staleAfter) this.#source.onGone?.();
	}

	#state() {
		return this.#environment.queries.getQueryCache().get<ObjectData<Item>, CloudflareError>(this.name)?.state;
	}
}
