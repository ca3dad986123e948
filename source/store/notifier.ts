/**
 * Tells listeners that something has changed: once for everything that changed in one turn of the event loop, and not
 * again before a pause is over. Pages of a long list come faster than anybody can read, and each costs a frame.
 */
export class Notifier {
	readonly #listeners = new Set<() => void>();
	readonly #pause: number;
	#due: NodeJS.Immediate | undefined;
	#resting: NodeJS.Timeout | undefined;
	#isOutdated = false;

	/** @param pause ms */
	constructor(pause = 0) {
		this.#pause = pause;
	}

	subscribe(listener: () => void): () => void {
		// One function may listen twice; each subscription ends by itself.
		const own = () => listener();
		this.#listeners.add(own);
		return () => this.#listeners.delete(own);
	}

	/** @param isAwaited whether somebody has had nothing to look at so far: told without a pause */
	changed(isAwaited = false): void {
		if (this.#listeners.size === 0) {
			return;
		}
		if (isAwaited) {
			clearTimeout(this.#resting);
			this.#resting = undefined;
		}
		if (this.#resting !== undefined) {
			this.#isOutdated = true;
			return;
		}
		this.#due ??= setImmediate(() => {
			this.#due = undefined;
			this.#isOutdated = false;
			if (this.#pause > 0) {
				this.#resting = setTimeout(() => this.#rested(), this.#pause);
			}
			for (const listener of [...this.#listeners]) {
				listener();
			}
		});
	}

	#rested(): void {
		this.#resting = undefined;
		if (this.#isOutdated) {
			this.changed();
		}
	}

	/** Nobody hears anything any more, not even of what has changed already. */
	close(): void {
		clearImmediate(this.#due);
		clearTimeout(this.#resting);
		this.#due = undefined;
		this.#resting = undefined;
		this.#isOutdated = false;
		this.#listeners.clear();
	}
}
