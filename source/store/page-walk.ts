/** The walk over the pages of a list as far as it has come: it can be broken off and gone on with. */
import {isLastPage, type Page, walkPages} from '../api/client.ts';
import {RowList} from './row-list.ts';

export interface ListSource<Item extends object> {
	/** For errors that have no words of their own: `list the user groups`. */
	readonly attempt: string;
	readonly idOf: (item: Item) => string;
	/** Whether what was kept of this list is an object of it: it was when it was read, so a look at its id is enough. */
	readonly isItem?: ((kept: object) => kept is Item) | undefined;
	/** Objects on a page; infinite for lists that are not paged. */
	readonly perPage: number;
	readonly fetchPage: (page: number, options: PageOptions) => Promise<Page<Item>>;
}

export interface PageOptions {
	readonly signal: AbortSignal;
	readonly priority: 'foreground' | 'background';
}

/** Pages of one list that are asked for at once, where the answer has said how many there are. */
const inFlight = 4;

/** Pages from here on are bulk reading: whatever somebody opens meanwhile goes first. */
const bulkFrom = 11;

/** How far a walk is to go. */
export interface Goal {
	/** Rows that are enough; may change while it is read. */
	readonly most: number;
}

export class PageWalk<Item extends object> {
	readonly #source: ListSource<Item>;
	/** As they came, to go on behind them. */
	readonly #pages: Page<Item>[] = [];
	#list: RowList<Item>;
	#total: number | undefined;
	/** The last page that has been asked for. */
	#askedUpTo = 0;
	/** Objects that have been read by themselves since the pages up to `page` were asked for, by id. */
	readonly #refined = new Map<string, {readonly item: Item; readonly page: number}>();

	constructor(source: ListSource<Item>) {
		this.#source = source;
		this.#list = RowList.of(source.idOf);
	}

	get list(): RowList<Item> {
		return this.#list;
	}

	/** How many the server says there are. */
	get total(): number | undefined {
		return this.#total;
	}

	/** Requests that the rest will take at least. */
	get pagesLeft(): number {
		const last = this.#lastPage();
		return last === undefined ? 1 : Math.max(1, last - this.#pages.length);
	}

	/** Puts one object as it has just been read in its place, also where the page that has it is still on its way. */
	refine(item: Item): void {
		this.#list = this.#list.replace(item);
		this.#refined.set(this.#source.idOf(item), {item, page: this.#askedUpTo});
	}

	/**
	 * Reads what is left, or until there are as many rows as the goal says, and calls `onPage` after each page that
	 * another one follows. Answers whether it has come to its end. Throws what the source throws, and the reason of `signal`
	 * when that is aborted; what came before stays.
	 */
	async read({signal, priority}: PageOptions, goal: Goal, onPage: () => void): Promise<boolean> {
		// Pages that have been asked for ahead are of no use when the walk ends before them.
		const ending = new AbortController();
		try {
			const ended = await this.#read({signal: AbortSignal.any([signal, ending.signal]), priority}, goal, onPage);
			signal.throwIfAborted();
			return ended;
		} finally {
			ending.abort();
		}
	}

	async #read({signal, priority}: PageOptions, goal: Goal, onPage: () => void): Promise<boolean> {
		const {idOf, perPage} = this.#source;
		// What was on its way is asked for anew.
		this.#refined.clear();
		this.#askedUpTo = this.#pages.length;
		const fetchPage = this.#readAhead(goal, (page) =>
			this.#source.fetchPage(page, {signal, priority: page < bulkFrom ? priority : 'background'}),
		);
		let latest: Page<Item> | undefined;
		const walk = walkPages(
			async (number) => {
				latest = this.#pages[number - 1] ?? (await fetchPage(number));
				return latest;
			},
			idOf,
			perPage,
		);
		let number = 0;
		for await (const page of walk) {
			signal.throwIfAborted();
			number += 1;
			if (number <= this.#pages.length || latest === undefined) {
				continue;
			}
			this.#pages.push(latest);
			this.#list = this.#list.append(page.items.map((item) => this.#latest(item, number)));
			this.#total = latest.info?.total_count ?? this.#total;
			if (!isLastPage(latest, number, perPage)) {
				if (this.#list.rows.length >= goal.most) {
					return false;
				}
				onPage();
			}
		}
		return true;
	}

	/** An object of a page, or what has been read of it since that page was asked for. */
	#latest(item: Item, page: number): Item {
		const refined = this.#refined.get(this.#source.idOf(item));
		return refined !== undefined && page <= refined.page ? refined.item : item;
	}

	#lastPage(): number | undefined {
		const [first] = this.#pages;
		const pages = first?.info?.total_pages;
		// A made-up number must not send us off to ask for pages that are not there.
		return pages !== undefined &&
			pages * this.#source.perPage < (first?.info?.total_count ?? 0) + 2 * this.#source.perPage
			? pages
			: undefined;
	}

	#readAhead(goal: Goal, fetchPage: (page: number) => Promise<Page<Item>>): (page: number) => Promise<Page<Item>> {
		const asked = new Map<number, Promise<Page<Item>>>();
		const ask = (page: number): Promise<Page<Item>> => {
			let promise = asked.get(page);
			if (!promise) {
				this.#askedUpTo = Math.max(this.#askedUpTo, page);
				promise = fetchPage(page);
				// Its failure counts when the walk arrives there.
				promise.catch(() => undefined);
				asked.set(page, promise);
			}
			return promise;
		};
		return async (page) => {
			const promise = ask(page);
			const last = Math.min(this.#lastPage() ?? page, page + inFlight - 1, Math.ceil(goal.most / this.#source.perPage));
			for (let next = page + 1; next <= last; next++) {
				ask(next);
			}
			const answer = await promise;
			asked.delete(page);
			return answer;
		};
	}
}
