/** The walk over the pages of a list as far as it has come: it can be broken off and gone on with. */
import {isLastPage, type Page, pageCount, walkPages} from '../api/client.ts';
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

/** Requests for the pages of a list. */
export interface Pages {
	readonly done: number;
	/** By what the server says so far. */
	readonly all: number;
}

export interface PageOptions {
	readonly signal: AbortSignal;
	readonly priority: 'foreground' | 'background';
}

/**
 * Pages of one list that are asked for beyond the one that is waited for. More than are in flight over the whole
 * client, so that one slow answer does not leave the others without work; what is too many waits in its queue.
 */
const ahead = 8;

/** Pages from here on are bulk reading: whatever somebody opens meanwhile goes first. */
const bulkFrom = 11;

/** How far a walk is to go. */
export interface Goal {
	/** Rows that are enough; may change while it is read. */
	readonly most: number;
}

/** A page that has been asked for. */
interface Asked<Item> {
	readonly answer: Promise<Page<Item>>;
	/** Counts what is asked for and what is refined: which of two came first. */
	readonly at: number;
	readonly signal: AbortSignal;
	isThere: boolean;
}

export class PageWalk<Item extends object> {
	readonly #source: ListSource<Item>;
	/** As they came, to go on behind them. */
	readonly #pages: Page<Item>[] = [];
	/** Pages behind those, by number: what has come stays when the walk is broken off. */
	readonly #asked = new Map<number, Asked<Item>>();
	#list: RowList<Item>;
	/** Rows that have come and are not in the list yet: to put each page there by itself would copy all before it. */
	#fresh: Item[] = [];
	#total: number | undefined;
	#sequence = 0;
	/** Objects that have been read by themselves, by id. */
	readonly #refined = new Map<string, {readonly item: Item; readonly at: number}>();

	constructor(source: ListSource<Item>) {
		this.#source = source;
		this.#list = RowList.of(source.idOf);
	}

	get list(): RowList<Item> {
		if (this.#fresh.length > 0) {
			this.#list = this.#list.append(this.#fresh);
			this.#fresh = [];
		}
		return this.#list;
	}

	/** Rows that have come. */
	get size(): number {
		return this.#list.rows.length + this.#fresh.length;
	}

	/** How many the server says there are. */
	get total(): number | undefined {
		return this.#total;
	}

	/** Requests that have been answered, and all that it takes by what the last answer says. */
	get pages(): Pages {
		return {done: this.#pages.length, all: this.#pages.length + this.pagesLeft};
	}

	/** Requests that the rest will take at least. */
	get pagesLeft(): number {
		const latest = this.#pages.at(-1);
		const all = latest === undefined ? undefined : pageCount(latest, this.#source.perPage);
		return Math.max(1, (all ?? 0) - this.#pages.length);
	}

	/** Puts one object as it has just been read in its place, also where the page that has it is still on its way. */
	refine(item: Item): void {
		this.#list = this.list.replace(item);
		this.#sequence += 1;
		this.#refined.set(this.#source.idOf(item), {item, at: this.#sequence});
	}

	/**
	 * Reads what is left, or until there are as many rows as the goal says, and calls `onPage` after each page that
	 * another one follows. Answers whether it has come to its end. Throws what the source throws, and the reason of `signal`
	 * when that is aborted; what came before stays.
	 */
	async read({signal, priority}: PageOptions, goal: Goal, onPage: () => void): Promise<boolean> {
		// Pages that have been asked for ahead are of no use when the walk ends before them.
		const ending = new AbortController();
		const either = AbortSignal.any([signal, ending.signal]);
		try {
			const ended = await this.#read({signal: either, priority}, goal, onPage);
			signal.throwIfAborted();
			return ended;
		} finally {
			ending.abort();
			// Another reading may have begun by now.
			for (const [page, asked] of this.#asked) {
				if (asked.signal === either && !asked.isThere) this.#asked.delete(page);
			}
		}
	}

	async #read({signal, priority}: PageOptions, goal: Goal, onPage: () => void): Promise<boolean> {
		const {idOf, perPage} = this.#source;
		const ask = (page: number): Asked<Item> => {
			const before = this.#asked.get(page);
			return before !== undefined && (before.isThere || !before.signal.aborted)
				? before
				: this.#ask(page, {signal, priority: page < bulkFrom ? priority : 'background'});
		};
		let latest: Page<Item> | undefined;
		let at = 0;
		const walk = walkPages(
			async (number) => {
				const known = this.#pages[number - 1];
				if (known !== undefined) {
					return known;
				}
				const asked = ask(number);
				this.#askAhead(number, goal, ask);
				latest = await asked.answer;
				at = asked.at;
				return latest;
			},
			idOf,
			perPage,
		);
		let number = 0;
		for await (const page of walk) {
			signal.throwIfAborted();
			number += 1;
			if (latest === undefined) {
				continue;
			}
			this.#asked.delete(number);
			this.#pages.push(latest);
			for (const item of page.items) this.#fresh.push(this.#latest(item, at));
			this.#total = latest.info?.total_count ?? this.#total;
			if (!isLastPage(latest, number, perPage)) {
				if (this.size >= goal.most) {
					return false;
				}
				onPage();
			}
		}
		return true;
	}

	#ask(page: number, options: PageOptions): Asked<Item> {
		this.#sequence += 1;
		const answer = this.#source.fetchPage(page, options);
		const asked: Asked<Item> = {answer, at: this.#sequence, signal: options.signal, isThere: false};
		this.#asked.set(page, asked);
		answer.then(
			() => {
				asked.isThere = true;
			},
			// Its failure counts when the walk arrives there.
			() => undefined,
		);
		return asked;
	}

	/** Asks for the pages behind `page`, as far as there are any by what is known, and as far as they are wanted. */
	#askAhead(page: number, goal: Goal, ask: (page: number) => unknown): void {
		const {perPage} = this.#source;
		const before = this.#pages.at(-1);
		const all = before === undefined ? undefined : pageCount(before, perPage);
		const last = Math.min(all ?? page, page + ahead, Math.ceil(goal.most / perPage));
		for (let next = page + 1; next <= last; next++) {
			ask(next);
		}
	}

	/** An object of a page, or what has been read of it since that page was asked for. */
	#latest(item: Item, askedAt: number): Item {
		const refined = this.#refined.get(this.#source.idOf(item));
		return refined !== undefined && refined.at > askedAt ? refined.item : item;
	}
}
