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
	 */
	isDue(isNew: boolean): boolean;
	/** Reads it, or joins the reading under way. */
	read(priority: ReadPriority): Promise<void>;
	/** Begins to be wanted in the foreground while it is being read. */
	hasten?(): void;
	abort(): Promise<void>;
}

export class Wants {
	readonly #counts = new Map<string, {readonly wanted: Wanted; count: number}>();
	#closed = false;

	/** Declares interest, without reading anything; the returned function takes it back. */
	hold(wanted: Wanted): () => void {
		const {name} = wanted;
		const entry = this.#counts.get(name) ?? {wanted, count: 0};
		entry.count += 1;
		this.#counts.set(name, entry);
		let held = true;
		return () => {
			if (!held) {
				return;
			}
			held = false;
			entry.count -= 1;
			// A screen that replaces another takes over what both want: only then one sees what nobody wants.
			setImmediate(() => {
				if (entry.count === 0 && this.#counts.get(name) === entry) {
					this.#counts.delete(name);
					if (!this.#closed) {
						quietly(wanted.abort());
					}
				}
			});
		};
	}

	/**
	 * Declares interest and reads what is missing. What is stale is read again only if nobody has wanted it until now:
	 * every cursor move changes what is wanted, and must not cost what all that stays on the screen costs.
	 */
	want(needed: readonly Wanted[]): () => void {
		const newcomers = new Set(needed.filter((wanted) => !this.isWanted(wanted)));
		const releases = needed.map((wanted) => this.hold(wanted));
		for (const wanted of needed) {
			if (wanted.isDue(newcomers.has(wanted))) {
				quietly(wanted.read('foreground'));
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

	isWanted({name}: Wanted): boolean {
		return (this.#counts.get(name)?.count ?? 0) > 0;
	}

	/** Reads what a change has made incomplete or doubtful, if somebody wants it. */
	readAgain(wanted: Wanted): void {
		if (!this.#closed && this.isWanted(wanted) && wanted.isDue(false)) {
			quietly(wanted.read('foreground'));
		}
	}

	close(): void {
		this.#closed = true;
		this.#counts.clear();
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
