/** Timers that go off when the test says so. */
export class ManualTimers {
	readonly #now: () => number;
	#timers: {readonly callback: () => void; readonly at: number; readonly delay: number}[] = [];

	constructor(now: () => number) {
		this.#now = now;
	}

	readonly set = (callback: () => void, delay: number): (() => void) => {
		const timer = {callback, at: this.#now() + delay, delay};
		this.#timers.push(timer);
		return () => {
			this.#timers = this.#timers.filter((other) => other !== timer);
		};
	};

	/** Ms that each of those waits which have been set and not taken back. */
	get delays(): readonly number[] {
		return this.#timers.map(({delay}) => delay);
	}

	/** Lets those go off that were set for less than a second, whatever the clock says; false if there was none. */
	fireShort(): boolean {
		return this.#fire(({delay}) => delay < 1000);
	}

	/** Lets those go off whose time has come. */
	fireDue(): boolean {
		return this.#fire(({at}) => at <= this.#now());
	}

	#fire(isDue: (timer: {readonly at: number; readonly delay: number}) => boolean): boolean {
		const due = this.#timers.filter(isDue);
		this.#timers = this.#timers.filter((timer) => !due.includes(timer));
		for (const {callback} of due) callback();
		return due.length > 0;
	}
}
