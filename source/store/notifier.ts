/** Tells listeners that something has changed: once for everything that changed in one turn of the event loop. */
export class Notifier {
	readonly #listeners = new Set<() => void>();
	#due: NodeJS.Immediate | undefined;

	subscribe(listener: () => void): () => void {
		// One function may listen twice; each subscription ends by itself.
		const own = () => listener();
		this.#listeners.add(own);
		return () => this.#listeners.delete(own);
	}

	changed(): void {
		if (this.#listeners.size === 0) {
			return;
		}
		this.#due ??= setImmediate(() => {
			this.#due = undefined;
			for (const listener of [...this.#listeners]) {
				listener();
			}
		});
	}

	/** Nobody hears anything any more, not even of what has changed already. */
	close(): void {
		clearImmediate(this.#due);
		this.#due = undefined;
		this.#listeners.clear();
	}
}
