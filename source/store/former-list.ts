/**
 * One list as it was on the last visit. The rows of a long one read their values one by one at first; a few milliseconds
 * at a time they are put together, once the first frame is over.
 */
import {keepOrder} from '../insight/kept-orders.ts';
import type {Environment} from './environment.ts';
import type {FormerHead} from './former-lists.ts';
import type {ListSource} from './page-walk.ts';
import {RowList} from './row-list.ts';

/** Ms after which rows begin to be put together: the first frame goes before. */
const pause = 200;

/** Ms of work at a time, and rows between two looks at the clock. */
const slice = 4;
const together = 64;

/** What is shown of a list until it has been read. */
export interface FormerRows<Item extends object> {
	readonly list: RowList<Item>;
	readonly head: FormerHead;
}

export class FormerList<Item extends object> {
	readonly #environment: Environment;
	readonly #name: string;
	readonly #source: ListSource<Item>;
	#isUntaken: boolean;
	/** As long as nothing has taken its place. */
	#list: RowList<Item> | undefined;
	/** Rows that are to be put together yet, from a position on; it holds all that they are read from. */
	#rest:
		| {
				readonly whole: (row: number) => unknown;
				next: number;
				/** Those that were put together before it was their turn, as somebody had asked for them: they stay. */
				readonly early: Set<number>;
		  }
		| undefined;

	constructor(environment: Environment, name: string, source: ListSource<Item>) {
		this.#environment = environment;
		this.#name = name;
		this.#source = source;
		this.#isUntaken = environment.former !== undefined;
	}

	/** Whether all that there is of the list is of the last visit. */
	get isInUse(): boolean {
		return this.#list !== undefined;
	}

	/** Whether these are the rows as they were kept. */
	is(list: RowList<Item>): boolean {
		return this.#list === list;
	}

	/** The list, once; undefined where none was kept. */
	take(): FormerRows<Item> | undefined {
		if (!this.#isUntaken) {
			return undefined;
		}
		this.#isUntaken = false;
		const {former} = this.#environment;
		const {idOf, isItem} = this.#source;
		const head = former?.head(this.#name);
		const kept = former?.take(this.#name);
		const list = kept && isItem && RowList.kept(idOf, kept.rows, isItem, kept.find);
		if (head === undefined || list === undefined) {
			return undefined;
		}
		this.#list = list;
		for (const order of kept?.orders ?? []) {
			keepOrder(list.rows, order);
		}
		if (kept?.whole !== undefined) {
			const rest = {whole: kept.whole, next: 0, early: new Set<number>()};
			this.#rest = rest;
			list.settleWith((row) => {
				if (row < rest.next || rest.early.has(row)) return undefined;
				rest.early.add(row);
				const value = rest.whole(row);
				return isObject(value) && isItem?.(value) ? value : undefined;
			});
			setTimeout(() => this.#settle(), pause).unref();
		}
		return {list, head: {...head, readAt: Math.min(head.readAt, this.#environment.now())}};
	}

	/** Puts all rows together now: something is about to be done with them. */
	finish(): void {
		this.#work(Number.POSITIVE_INFINITY);
	}

	/** Another list has taken its place. */
	forget(): void {
		this.#list = undefined;
		this.#rest = undefined;
	}

	#settle(): void {
		if (this.#rest === undefined || this.#environment.isClosed()) {
			return;
		}
		this.#work(performance.now() + slice);
		setImmediate(() => this.#settle());
	}

	#work(until: number): void {
		const list = this.#list;
		const rest = this.#rest;
		const {isItem} = this.#source;
		if (list === undefined || rest === undefined) {
			return;
		}
		do {
			const end = Math.min(rest.next + together, list.rows.length);
			for (; rest.next < end; rest.next += 1) {
				if (rest.early.has(rest.next)) continue;
				const value = rest.whole(rest.next);
				if (isObject(value) && isItem?.(value)) {
					list.settle(rest.next, value);
				}
			}
		} while (rest.next < list.rows.length && performance.now() < until);
		if (rest.next >= list.rows.length) {
			list.settled();
			this.#rest = undefined;
		}
	}
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}
