/** Who wants what: what nobody wants any more is broken off, what several want is read once. */
import type {Priority} from '../api/client.ts';

export type ReadPriority = Priority;

/** Something that can be read and broken off. */
export interface Wanted {
	/** The same for the same thing. */
	readonly name: string;
	/**
	 * Whether it has to be read, being wanted: it is missing, failed or known to have changed.
	 * @param isNew whether nobody has wanted it until now: then also because it is stale
	 * @param most rows of a list that are enough; infinite for all
	 */
	isDue(isNew: boolean, most: number): boolean;
	/** Reads it, or joins the reading under way; of a list at least `most` rows, if there are as many. */
	read(priority: ReadPriority, most: number): Promise<void>;
	/** Needs to be read no further than to this many rows any more. */
	contentWith?(most: number): void;
	/** Begins to be wanted in the foreground while it is being read. */
	hasten?(): void;
	abort(): Promise<void>;
}

/** Something that is wanted, and how much of it. */
export interface Want {
	readonly wanted: Wanted;
	/** Rows of a list that are enough; all, if it is undefined. */
	readonly most?: number | undefined;
}

interface Held {
	readonly wanted: Wanted;
	/** For each who wants it, the rows that are enough. */
	readonly holders: Set<{readonly most: number}>;
}

const all = Number.POSITIVE_INFINITY;

export class Wants {
	readonly #held = new Map<string, Held>();
	#closed = false;

	/** Declares interest, without reading anything; the returned function takes it back. */
	hold(wanted: Wanted, most = all): () => void {
		const {name} = wanted;
		const entry = this.#held.get(name) ?? {wanted, holders: new Set()};
		const holder = {most};
		entry.holders.add(holder);
		this.#held.set(name, entry);
		return () => {
			if (!entry.holders.delete(holder)) {
				return;
			}
			// A screen that replaces another takes over what both want: only then one sees what nobody wants.
			setImmediate(() => {
				if (this.#closed || this.#held.get(name) !== entry) {
					return;
				}
				if (entry.holders.size > 0) {
					wanted.contentWith?.(this.most(wanted));
				} else {
					this.#held.delete(name);
					quietly(wanted.abort());
				}
			});
		};
	}

	/**
	 * Declares interest and reads what is missing. What is stale is read again only if nobody has wanted it until now:
	 * every cursor move changes what is wanted, and must not cost what all that stays on the screen costs.
	 */
	want(needed: readonly Want[]): () => void {
		const newcomers = new Set(needed.map(({wanted}) => wanted).filter((wanted) => !this.isWanted(wanted)));
		const releases = needed.map(({wanted, most}) => this.hold(wanted, most));
		for (const {wanted, most = all} of needed) {
			if (wanted.isDue(newcomers.has(wanted), most)) {
				quietly(wanted.read('foreground', most));
			} else {
				wanted.hasten?.();
			}
		}
		return () => {
			for (const release of releases) {
				release();
			}
		};
	}

	isWanted(wanted: Wanted): boolean {
		return this.most(wanted) > 0;
	}

	/** Rows of it that are enough for all who want it; 0 if nobody does. */
	most({name}: Wanted): number {
		return Math.max(0, ...[...(this.#held.get(name)?.holders ?? [])].map(({most}) => most));
	}

	/** Reads what a change has made incomplete or doubtful, if somebody wants it. */
	readAgain(wanted: Wanted): void {
		const most = this.most(wanted);
		if (!this.#closed && most > 0 && wanted.isDue(false, most)) {
			quietly(wanted.read('foreground', most));
		}
	}

	close(): void {
		this.#closed = true;
		this.#held.clear();
	}
}

/** What goes wrong stands in the snapshot. */
export function quietly(reading: Promise<unknown>): void {
	reading.catch(() => undefined);
}

/** `reading`, or a rejection as soon as `signal` is aborted; the reading itself goes on for those who want it. */
export async function untilAborted(reading: Promise<void>, signal: AbortSignal): Promise<void> {
	quietly(reading);
	signal.throwIfAborted();
	const {promise, reject} = Promise.withResolvers<never>();
	const abort = () => reject(signal.reason);
	signal.addEventListener('abort', abort);
	try {
		await Promise.race([reading, promise]);
	} finally {
		signal.removeEventListener('abort', abort);
	}
}
