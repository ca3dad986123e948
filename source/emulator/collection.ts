export type Direction = 'asc' | 'desc';

interface Sorted<T> {
	readonly revision: number;
	readonly items: readonly T[];
}

/**
 * Things by id in the order they were made. The first ones are built when somebody asks for any, and sorted orders
 * are kept until something changes, because clients walk thousands of rows page by page.
 */
export class Collection<T> {
	readonly #idOf: (item: T) => string;
	#build: (() => Iterable<T>) | undefined;
	readonly #items = new Map<string, T>();
	#revision = 0;
	#all: Sorted<T> | undefined;
	readonly #sorted = new Map<string, Sorted<T>>();

	constructor(idOf: (item: T) => string, build?: () => Iterable<T>) {
		this.#idOf = idOf;
		this.#build = build;
	}

	#built(): Map<string, T> {
		const build = this.#build;
		if (build !== undefined) {
			this.#build = undefined;
			for (const item of build()) {
				this.#items.set(this.#idOf(item), item);
			}
		}
		return this.#items;
	}

	get size(): number {
		return this.#built().size;
	}

	has(id: string): boolean {
		return this.#built().has(id);
	}

	get(id: string): T | undefined {
		return this.#built().get(id);
	}

	/** Adds the item or puts it in the place of the one with its id. */
	set(item: T): void {
		this.#built().set(this.#idOf(item), item);
		this.#revision += 1;
	}

	delete(id: string): boolean {
		this.#revision += 1;
		return this.#built().delete(id);
	}

	values(): readonly T[] {
		if (this.#all?.revision !== this.#revision) {
			this.#all = {revision: this.#revision, items: [...this.#built().values()]};
		}
		return this.#all.items;
	}

	/** All items by a text of theirs, without regard to case; `order` names the text for the cache. */
	sorted(order: string, textOf: (item: T) => string, direction: Direction): readonly T[] {
		const key = `${order} ${direction}`;
		const known = this.#sorted.get(key);
		if (known?.revision === this.#revision) {
			return known.items;
		}
		const items = sortByText(this.values(), textOf, direction);
		this.#sorted.set(key, {revision: this.#revision, items});
		return items;
	}
}

/** By text without regard to case; equal texts stay in their order, also when descending. */
export function sortByText<T>(
	items: readonly T[],
	textOf: (item: T) => string,
	direction: Direction = 'asc',
): readonly T[] {
	const sign = direction === 'asc' ? 1 : -1;
	return items
		.map((item) => ({item, text: textOf(item).toLowerCase()}))
		.sort((left, right) => (left.text === right.text ? 0 : left.text < right.text ? -sign : sign))
		.map(({item}) => item);
}
