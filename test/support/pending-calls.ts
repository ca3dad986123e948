/** Counts the calls of a client that have not come to their end, so that a test can tell when nothing is under way. */
export class PendingCalls {
	readonly #calls = new Map<number, string>();
	#next = 0;
	#waiting: (() => void)[] = [];

	get count(): number {
		return this.#calls.size;
	}

	/** The methods that are under way, for messages. */
	names(): readonly string[] {
		return [...this.#calls.values()];
	}

	/** Resolves when a call comes to its end, or after so many ms. */
	async change(ms: number): Promise<void> {
		await new Promise<void>((resolve) => {
			const end = (): void => {
				clearTimeout(timer);
				resolve();
			};
			const timer = setTimeout(end, Math.max(0, ms));
			this.#waiting.push(end);
		});
	}

	/** The same object; its methods, and those of the objects in it, are counted while their promises are open. */
	watch<Target extends object>(target: Target, path = ''): Target {
		const inner = new Map<PropertyKey, unknown>();
		return new Proxy(target, {
			get: (object, key) => {
				const value: unknown = Reflect.get(object, key);
				const name = `${path}${String(key)}`;
				if (typeof value === 'function') {
					return (...parameters: unknown[]) => this.#count(name, Reflect.apply(value, object, parameters));
				}
				if (typeof value !== 'object' || value === null) return value;
				if (!inner.has(key)) inner.set(key, this.watch(value, `${name}.`));
				return inner.get(key);
			},
		});
	}

	#count(name: string, result: unknown): unknown {
		if (!(result instanceof Promise)) return result;
		const call = this.#next++;
		this.#calls.set(call, name);
		const end = (): void => {
			this.#calls.delete(call);
			const waiting = this.#waiting;
			this.#waiting = [];
			for (const resolve of waiting) resolve();
		};
		result.then(end, end);
		return result;
	}
}
