/**
 * Rows with an index by id. A list grows page by page, up to 25,000 rows on 500 pages: what grows shares one index
 * with what it grew from, so that a page costs what the page is long.
 */
import type {RowsById} from '../insight/knowledge.ts';

/** A view of the first rows of an index that may have grown since. */
class RowIndex<Item> implements RowsById<Item> {
	readonly #rows: readonly Item[];
	readonly #positionsOf: () => ReadonlyMap<string, number>;
	readonly #positionOf: (id: string) => number | undefined;

	constructor(
		rows: readonly Item[],
		positionsOf: () => ReadonlyMap<string, number>,
		positionOf: (id: string) => number | undefined,
	) {
		this.#rows = rows;
		this.#positionsOf = positionsOf;
		this.#positionOf = positionOf;
	}

	get #positions(): ReadonlyMap<string, number> {
		return this.#positionsOf();
	}

	get size(): number {
		return this.#rows.length;
	}

	get(id: string): Item | undefined {
		const position = this.#positionOf(id);
		return position === undefined ? undefined : this.#rows[position];
	}

	positionOf(id: string): number | undefined {
		const position = this.#positions.get(id);
		return position !== undefined && position < this.#rows.length ? position : undefined;
	}

	has(id: string): boolean {
		return this.get(id) !== undefined;
	}

	forEach(each: (item: Item, id: string, map: ReadonlyMap<string, Item>) => void): void {
		for (const [id, item] of this.entries()) {
			each(item, id, this);
		}
	}

	*entries(): Generator<[string, Item], undefined, unknown> {
		for (const [id, position] of this.#positions) {
			const item = this.#rows[position];
			// Positions beyond the rows belong to a later, longer list.
			if (item !== undefined) {
				yield [id, item];
			}
		}
		return undefined;
	}

	*keys(): Generator<string, undefined, unknown> {
		for (const [id] of this.entries()) {
			yield id;
		}
		return undefined;
	}

	*values(): Generator<Item, undefined, unknown> {
		for (const [, item] of this.entries()) {
			yield item;
		}
		return undefined;
	}

	[Symbol.iterator](): Generator<[string, Item], undefined, unknown> {
		return this.entries();
	}
}

/** Searches through the rows that have no index yet. */
const fewSearches = 3;

/** Rows in the order of the server, each id once. Never changes: what changes it gives another one. */
export class RowList<Item extends object> {
	readonly rows: readonly Item[];
	readonly byId: RowsById<Item>;
	readonly #idOf: (item: Item) => string;
	/** Of rows that were kept it is made when something is looked up. */
	#known: Map<string, number> | undefined;
	#searched = 0;
	readonly #settleable: Item[];
	#wholeOf: ((position: number) => Item | undefined) | undefined;
	/** Of rows that are not put together yet: it holds all that they are read from. */
	#find: ((name: string, text: string) => number | undefined) | undefined;

	private constructor(idOf: (item: Item) => string, rows: Item[], positions: Map<string, number> | undefined) {
		this.rows = rows;
		this.#settleable = rows;
		this.byId = new RowIndex(
			rows,
			() => this.#positions,
			(id) => this.#wholePositionOf(id),
		);
		this.#idOf = idOf;
		this.#known = positions;
	}

	#wholePositionOf(id: string): number | undefined {
		const position = this.#positionOf(id);
		const whole = position === undefined ? undefined : this.#wholeOf?.(position);
		if (position !== undefined && whole !== undefined) this.settle(position, whole);
		return position;
	}

	/** The first frame asks for one row or two: to look through all of them takes less than an index does. */
	#positionOf(id: string): number | undefined {
		if (this.#known !== undefined || this.#searched >= fewSearches) {
			return this.#positions.get(id);
		}
		const found = this.#find?.('id', id);
		const row = found === undefined ? undefined : this.rows[found];
		if (row !== undefined && this.#idOf(row) === id) {
			return found;
		}
		this.#searched += 1;
		const position = this.rows.findIndex((row) => this.#idOf(row) === id);
		return position < 0 ? undefined : position;
	}

	get #positions(): Map<string, number> {
		this.#known ??= new Map(this.rows.map((row, position) => [this.#idOf(row), position]));
		return this.#known;
	}

	static of<Item extends object>(idOf: (item: Item) => string, items: readonly Item[] = []): RowList<Item> {
		return new RowList(idOf, [], new Map()).append(items);
	}

	/**
	 * Rows as such a list had them, each id once; undefined where they are none. They say the same as when they were read,
	 * so the first and the last stand for all of them.
	 * @param find where a row is that has a text by a name, if that is known without looking at the rows
	 */
	static kept<Item extends object>(
		idOf: (item: Item) => string,
		rows: readonly object[],
		isItem: (row: object) => row is Item,
		find?: ((name: string, text: string) => number | undefined) | undefined,
	): RowList<Item> | undefined {
		const areItems = (all: readonly object[]): all is readonly Item[] =>
			[all[0], all.at(-1)].every((row) => row === undefined || isItem(row));
		if (!areItems(rows)) return undefined;
		const list = new RowList(idOf, [...rows], undefined);
		list.#find = find;
		return list;
	}

	/** Puts the whole of what stands at a position there: it says the same. The one thing that does not give another list. */
	settle(position: number, whole: Item): void {
		this.#settleable[position] = whole;
	}

	/** How to put one together that is looked up: whoever asks for one may copy it, and a row that reads its values has none. */
	settleWith(wholeOf: (position: number) => Item | undefined): void {
		this.#wholeOf = wholeOf;
	}

	/** All of them are whole. */
	settled(): void {
		this.#wholeOf = undefined;
		this.#find = undefined;
	}

	/** Undefined when no row has this id. */
	positionOf(id: string): number | undefined {
		const position = this.#positions.get(id);
		return position === undefined || position >= this.rows.length ? undefined : position;
	}

	/** With `items` behind the rows; those whose id is there already are left out. */
	append(items: readonly Item[]): RowList<Item> {
		// Somebody has gone on from here before: the index is theirs.
		const positions =
			this.#positions.size === this.rows.length
				? this.#positions
				: new Map(this.rows.map((row, position) => [this.#idOf(row), position]));
		const added: Item[] = [];
		for (const item of items) {
			const id = this.#idOf(item);
			if (!positions.has(id)) {
				positions.set(id, this.rows.length + added.length);
				added.push(item);
			}
		}
		return added.length === 0 ? this : new RowList(this.#idOf, this.rows.concat(added), positions);
	}

	/** With `item` in the place of the row that has its id; the same list if there is none. */
	replace(item: Item): RowList<Item> {
		const id = this.#idOf(item);
		return this.byId.has(id)
			? RowList.of(
					this.#idOf,
					this.rows.map((row) => (this.#idOf(row) === id ? item : row)),
				)
			: this;
	}

	/** With what `change` makes of each row, whose ids stay; the same list if it makes nothing else of any. */
	map(change: (item: Item) => Item): RowList<Item> {
		const rows = this.rows.map(change);
		return rows.every((row, position) => row === this.rows[position]) ? this : RowList.of(this.#idOf, rows);
	}

	/** Without the row that has this id; the same list if there is none. */
	without(id: string): RowList<Item> {
		return this.byId.has(id)
			? RowList.of(
					this.#idOf,
					this.rows.filter((row) => this.#idOf(row) !== id),
				)
			: this;
	}
}
