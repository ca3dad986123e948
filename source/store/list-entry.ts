/** One list of the account in the cache: read page by page, kept when a reading is broken off, patched by writes. */
import {hashKey, type QueryKey} from '@tanstack/query-core';
import type {CloudflareError} from '../api/client.ts';
import {keptOrders} from '../insight/kept-orders.ts';
import type {Snapshot} from '../insight/knowledge.ts';
import {asCloudflareError, type Environment, freshFor, isLasting} from './environment.ts';
import {FormerList} from './former-list.ts';
import type {ListToKeep} from './former-lists.ts';
import {type ListSource, type Pages, PageWalk} from './page-walk.ts';
import {RowList} from './row-list.ts';
import {listSnapshot} from './snapshot.ts';
import {quietly, type ReadPriority} from './wants.ts';

/** What the cache holds of a list. */
export interface ListData<Item extends object> {
	readonly list: RowList<Item>;
	readonly total: number | undefined;
	readonly complete: boolean;
	/** When the reading of the rows began, ms since the epoch, also where it was broken off and gone on with. */
	readonly readAt: number;
	/** How far the reading is that brought the rows; undefined once they are all there. */
	readonly pages?: Pages | undefined;
}

/** Rows that have come are shown when there are this many times those before: each time costs what all are long. */
const growth = 17 / 16;

export class ListEntry<Item extends object> {
	readonly key: QueryKey;
	/** The key as a text. */
	readonly name: string;
	readonly #environment: Environment;
	readonly #source: ListSource<Item>;
	/** A walk that has not come to its end, when it began, and when it last went on; ms since the epoch. */
	#walk: {readonly walk: PageWalk<Item>; readonly begunAt: number; wentOnAt: number} | undefined;
	#priority: ReadPriority = 'foreground';
	/** How many rows the reading under way is to bring. */
	#goal = {most: 0};
	/** The last reading ended before the end of the list, because it had brought as many as were wanted. */
	#isPart = false;
	#failedAt = 0;
	/** A write may have changed it in a way that is not known. */
	#outdated = false;
	/** When something was last written of which the rows, or that they are outdated, tell; ms since the epoch. */
	#changedAt = 0;
	/** What was taken out because it is gone. */
	readonly #gone = new Map<string, Item>();
	readonly #former: FormerList<Item>;
	#snapshot: {readonly state: unknown; readonly snapshot: Snapshot<Item>} | undefined;

	constructor(environment: Environment, key: QueryKey, source: ListSource<Item>) {
		this.#environment = environment;
		this.key = key;
		this.name = hashKey(key);
		this.#source = source;
		this.#former = new FormerList(environment, this.name, source);
	}

	get data(): ListData<Item> | undefined {
		this.hydrate();
		return this.#state()?.data;
	}

	/** When all of it was read, ms since the epoch, unless that was on the last visit and nobody has looked at it yet. */
	get readAt(): number | undefined {
		const data = this.#state()?.data;
		return data?.complete ? data.readAt : undefined;
	}

	get isReading(): boolean {
		return this.#state()?.fetchStatus === 'fetching';
	}

	/** Requests that a whole reading still takes at least; 0 when it is complete, however old. */
	get requestsLeft(): number {
		if (this.#state()?.data?.complete) {
			return 0;
		}
		return this.#walk?.walk.pagesLeft ?? 1;
	}

	/** The same object until something in it changes. */
	snapshot(): Snapshot<Item> {
		this.hydrate();
		const state = this.#state();
		if (this.#snapshot === undefined || this.#snapshot.state !== state) {
			this.#snapshot = {state, snapshot: listSnapshot(state, this.#snapshot?.snapshot)};
		}
		return this.#snapshot.snapshot;
	}

	/** Takes the rows of the last visit, if there are any: once, before anything else is known of the list. */
	hydrate(): void {
		const former = this.#former.take();
		if (former !== undefined && this.#state() === undefined) {
			const {list, head} = former;
			const {total, complete, readAt, changedAt, isOutdated} = head;
			this.#outdated = isOutdated;
			this.#changedAt = changedAt;
			this.#environment.queries.setQueryData<ListData<Item>>(this.key, {list, total, complete, readAt});
		}
	}

	/** What is worth keeping of it for the next visit; undefined where there is nothing, or more of it to come. */
	toKeep(): ListToKeep | undefined {
		const data = this.#state()?.data;
		if (data === undefined || (this.isReading && !data.complete)) {
			return undefined;
		}
		const {list, total, complete, readAt} = data;
		return {
			name: this.name,
			isFormer: this.#former.is(list),
			rows: list.rows,
			total,
			complete,
			readAt,
			changedAt: Math.max(readAt, this.#changedAt),
			isOutdated: this.#outdated,
			orders: keptOrders(list.rows),
		};
	}

	/**
	 * Whether it has to be read when it is wanted.
	 * @param isNew nobody has wanted it until now
	 * @param most rows that are enough
	 */
	isDue(isNew: boolean, most = Number.POSITIVE_INFINITY): boolean {
		this.hydrate();
		const state = this.#state();
		const {now, staleAfter} = this.#environment;
		if (state?.fetchStatus === 'fetching') {
			return most > this.#goal.most;
		}
		if (state?.error && isLasting(state.error) && now() - this.#failedAt <= staleAfter) {
			return false;
		}
		const {data} = this;
		if (!data || !this.#has(most) || this.#outdated) {
			return true;
		}
		// The first rows of a long list that is all there are not worth having no more than them.
		const isPreview = data.complete && most < data.list.rows.length && data.list.rows.length > this.#source.perPage;
		return (
			isNew && !isPreview && now() - data.readAt > (this.#isCheapFormer(data.list) ? -1 : this.#freshFor(data.list))
		);
	}

	/** Whether all of it has been read at `time` (ms since the epoch) or later, and nothing is known to have changed. */
	isReadSince(time: number): boolean {
		const {readAt} = this;
		return readAt !== undefined && !this.#outdated && readAt >= time;
	}

	/**
	 * Reads it, or joins the reading that is under way. Goes on where an earlier one was broken off, if that is not
	 * long ago. Rejects with what went wrong, which the snapshot says too.
	 * @param most rows that are enough
	 */
	async read(priority: ReadPriority, most = Number.POSITIVE_INFINITY): Promise<void> {
		this.hydrate();
		if (this.isReading) {
			this.#goal.most = Math.max(this.#goal.most, most);
		} else {
			this.#priority = priority;
			this.#goal = {most};
		}
		do {
			await this.#environment.queries.fetchQuery<ListData<Item>, CloudflareError>({
				queryKey: this.key,
				queryFn: ({signal}) => this.#readPages(signal, this.#priority),
			});
			// Somebody may have come for more just when there was enough for all others.
		} while (this.#isPart && !this.#has(Math.min(most, this.#goal.most)) && !this.#environment.isClosed());
	}

	/** Who wanted more has gone. */
	contentWith(most: number): void {
		this.#goal.most = Math.min(this.#goal.most, most);
	}

	/** What somebody looks at does not wait for the budget with what nobody looks at. */
	hasten(): void {
		const waiting = this.#environment.client.budget.snapshot().waiting?.background ?? false;
		if (waiting && this.isReading && this.#priority === 'background') {
			const {most} = this.#goal;
			quietly(this.abort());
			quietly(this.read('foreground', most));
		}
	}

	/** Breaks a reading off; what it has read stays. */
	async abort(): Promise<void> {
		this.#showMore(1);
		// Straight to the query: looking it up by its key goes through all that are cached.
		await this.#environment.queries.getQueryCache().get(this.name)?.cancel({revert: true});
	}

	/** Has all of it read from its first row on, but for what was read or asked for at `time` (ms since the epoch) or later. */
	restartBefore(time: number): void {
		if (this.#walk === undefined || this.#walk.begunAt >= time) return;
		this.#walk = undefined;
		if (this.isReading) quietly(this.abort());
	}

	/** Reads all of it again when it is read next. */
	outdate(): void {
		this.hydrate();
		this.#outdated = true;
		this.#changedAt = this.#environment.now();
		this.#walk = undefined;
	}

	/** Everything there is, by an answer that says so. A reading under way is older: it is broken off. */
	replaceAll(items: readonly Item[]): void {
		this.hydrate();
		this.#settle();
		this.#outdated = false;
		this.#former.forget();
		this.#put({list: RowList.of(this.#source.idOf, items), total: items.length, complete: true});
	}

	/** Changes the rows that are there. A reading under way may be older: it is broken off, and still due. */
	patch(change: (list: RowList<Item>) => RowList<Item>): void {
		this.hydrate();
		this.#outdated ||= this.isReading;
		this.#changedAt = this.#environment.now();
		this.#settle();
		this.#change(change);
	}

	/**
	 * Puts one object as it has just been read in its place. A reading under way goes on, and does not put back what it
	 * has read, or asked for, before.
	 */
	refine(item: Item): void {
		this.#walk?.walk.refine(item);
		this.#change((list) => list.replace(item));
	}

	/** Takes one object out that was just found to be gone; a reading under way will find that itself. */
	withdraw(id: string): void {
		this.remember(id);
		if (!this.isReading) this.#change((list) => list.without(id));
	}

	/** Keeps what is about to be taken out. */
	remember(id: string): void {
		const item = this.data?.list.byId.get(id);
		if (item !== undefined) this.#gone.set(id, item);
	}

	/** What was taken out because it is gone. */
	gone(id: string): Item | undefined {
		return this.#gone.get(id);
	}

	#change(change: (list: RowList<Item>) => RowList<Item>): void {
		const {data} = this;
		this.#former.finish();
		const list = data ? change(data.list) : undefined;
		if (data && list && list !== data.list) {
			const total = data.total === undefined ? undefined : data.total + list.rows.length - data.list.rows.length;
			this.#put({...data, list, total}, data.readAt);
		}
	}

	/**
	 * What is of the last visit is read again when it is first wanted, however lately that was: others may have written
	 * since, and who starts the program wants to see it. Only what is dear to read is spared, as it is within a visit.
	 */
	#isCheapFormer(list: RowList<Item>): boolean {
		return this.#former.isInUse && this.#freshFor(list) <= this.#environment.staleAfter;
	}

	/** Gives up what has been read of a walk. */
	#settle(): void {
		this.restartBefore(Number.POSITIVE_INFINITY);
	}

	/** Whether there are `most` rows, or all of them. */
	#has(most: number): boolean {
		const {data} = this;
		return data !== undefined && (data.complete || data.list.rows.length >= most);
	}

	/** Shows the rows of the walk when they are more than `times` those on show: none goes because it is read again. */
	#showMore(times: number): void {
		const {walk, begunAt} = this.#walk ?? {};
		const shown = this.data?.list.rows.length ?? 0;
		if (walk !== undefined && !this.#environment.isClosed() && walk.size > shown && walk.size >= shown * times) {
			this.#former.forget();
			this.#put({list: walk.list, total: walk.total, complete: false, pages: walk.pages}, begunAt);
		}
	}

	#put(data: Omit<ListData<Item>, 'readAt'>, readAt = this.#environment.now()): void {
		this.#environment.queries.setQueryData<ListData<Item>>(this.key, {...data, readAt});
	}

	#state() {
		return this.#environment.queries.getQueryCache().get<ListData<Item>, CloudflareError>(this.name)?.state;
	}

	#resumable() {
		const {now} = this.#environment;
		return this.#walk && now() - this.#walk.wentOnAt <= this.#freshFor(this.#walk.walk.list) ? this.#walk : undefined;
	}

	/** ms for which these rows are fresh. */
	#freshFor({rows}: RowList<Item>): number {
		return freshFor(this.#environment, Math.ceil(rows.length / this.#source.perPage));
	}

	async #readPages(signal: AbortSignal, priority: ReadPriority): Promise<ListData<Item>> {
		const {now} = this.#environment;
		const former = this.#resumable();
		const walk = former?.walk ?? new PageWalk(this.#source);
		const kept = {walk, begunAt: former?.begunAt ?? now(), wentOnAt: now()};
		this.#walk = kept;
		this.#isPart = false;
		let ended = false;
		try {
			ended = await walk.read({signal, priority}, this.#goal, () => {
				kept.wentOnAt = now();
				this.#showMore(growth);
			});
		} catch (error) {
			this.#failedAt = now();
			if (!signal.aborted) {
				this.#showMore(1);
			}
			throw signal.aborted ? error : asCloudflareError(error, this.#source.attempt);
		}
		this.#outdated = false;
		this.#former.forget();
		const readAt = kept.begunAt;
		if (!ended) {
			this.#isPart = true;
			return {list: walk.list, total: walk.total, complete: false, readAt, pages: walk.pages};
		}
		this.#walk = undefined;
		return {list: walk.list, total: walk.list.rows.length, complete: true, readAt};
	}
}
