/** Puts whole objects in the place of rows that read their values one by one, a few milliseconds at a time. */
import type {RowList} from './row-list.ts';

/** Ms after which it begins: the first frame goes before. */
const pause = 200;

/** Ms of work at a time. */
const slice = 4;

export class Settling<Item extends object> {
	readonly list: RowList<Item>;
	readonly #whole: (row: number) => unknown;
	readonly #isItem: (value: object) => value is Item;
	#next = 0;

	constructor(list: RowList<Item>, whole: (row: number) => unknown, isItem: (value: object) => value is Item) {
		this.list = list;
		this.#whole = whole;
		this.#isItem = isItem;
	}

	/** @param isNeeded whether the list is still of use to anybody */
	start(isNeeded: () => boolean): void {
		const go = (): void => {
			if (isNeeded() && !this.#work(performance.now() + slice)) {
				setImmediate(go);
			}
		};
		setTimeout(go, pause).unref();
	}

	/** All of it, now. */
	finish(): void {
		this.#work(Number.POSITIVE_INFINITY);
	}

	/** Whether it is done. */
	#work(until: number): boolean {
		const {length} = this.list.rows;
		while (this.#next < length) {
			const value = this.#whole(this.#next);
			if (typeof value === 'object' && value !== null && this.#isItem(value)) {
				this.list.settle(this.#next, value);
			}
			this.#next += 1;
			if (this.#next % 64 === 0 && performance.now() > until) {
				return false;
			}
		}
		return true;
	}
}
