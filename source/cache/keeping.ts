/** When lists are written: a while after the last change, and at the end. */
import type {ListsToKeep} from '../store/former-lists.ts';
import type {AccountCache} from './account-cache.ts';

export interface KeepingOptions {
	readonly cache: Pick<AccountCache, 'save' | 'discard'>;
	/** What there is at the moment. */
	readonly kept: () => ListsToKeep;
	/** Calls back once after so many ms; the returned function takes it back. */
	readonly setTimer: (callback: () => void, ms: number) => () => void;
}

export interface Keeping {
	/** Something may have changed. Costs nothing. */
	changed(): void;
	/** Writes what is not written yet, within half a second or so, or not at all; then nothing more. */
	finish(): Promise<void>;
	/** Removes what has been written; nothing more is. */
	discard(): Promise<void>;
}

/** Ms without a change after which they are written. */
const quiet = 3000;

/** Ms after a change at most. */
const latest = 30_000;

/** Ms of work that the end of the program waits for. */
const longestEnd = 400;

export function createKeeping({cache, kept, setTimer}: KeepingOptions): Keeping {
	let cancel: (() => void) | undefined;
	/** Changes since the timer was set, and how often it was set for the same ones. */
	let hasChanged = false;
	let waited = 0;
	let end: Promise<void> | undefined;

	const wait = (): void => {
		hasChanged = false;
		cancel = setTimer(() => {
			cancel = undefined;
			waited += quiet;
			if (hasChanged && waited < latest) wait();
			else {
				waited = 0;
				void cache.save(kept());
			}
		}, quiet);
	};

	const finish = async (): Promise<void> => {
		cancel?.();
		const {promise: tooLate, resolve} = Promise.withResolvers<void>();
		const stop = setTimer(resolve, 2 * longestEnd);
		await Promise.race([cache.save(kept(), longestEnd), tooLate]);
		stop();
	};

	return {
		changed() {
			if (end !== undefined) return;
			hasChanged = true;
			if (cancel === undefined) wait();
		},
		finish() {
			end ??= finish();
			return end;
		},
		discard() {
			cancel?.();
			end = cache.discard();
			return end;
		},
	};
}
