/**
 * The request budget: how many requests may still be sent, and until when one has to wait. It is shared with the
 * user's other tools (contract 10.2), so what the server says counts; own requests are counted where it says nothing.
 */
import type {Clock} from './clock.ts';
import type {RateLimitReading} from './rate-limit-headers.ts';

export type Priority = 'foreground' | 'background';

/** A pause that the user can see and cancel. */
export interface BudgetWait {
	/** ms since the epoch. */
	readonly until: number;
	/** For people, without a full stop. */
	readonly reason: string;
	/** Whether only reading that nobody looks at is held up. */
	readonly background: boolean;
}

export interface BudgetState {
	/** Requests in a window, as the server says or as documented; undefined when it names only what is left. */
	readonly limit: number | undefined;
	/** Requests left. */
	readonly remaining: number | undefined;
	/** When there will be more, in ms since the epoch; undefined when nothing is used. */
	readonly resetsAt: number | undefined;
	readonly waiting: BudgetWait | undefined;
}

export interface Budget extends BudgetState {
	/** Called when the state has changed. */
	subscribe(listener: () => void): () => void;
	/** The state; the same object until it changes. */
	snapshot(): BudgetState;
	/**
	 * Gives up all requests that wait for the budget, or before another attempt. Those that have not been sent fail with
	 * kind `rate-limit`, having done nothing; the others with what came of the last attempt.
	 */
	cancelWait(): void;
}

export interface BudgetOptions {
	readonly clock: Clock;
	/** Requests in a window where the server says nothing. Default 1200. */
	readonly quota?: number | undefined;
	/** ms of that window. Default 5 minutes. */
	readonly window?: number | undefined;
	/**
	 * Requests that background reading leaves for the foreground, at most three quarters of the quota. Default 100, at most
	 * a quarter.
	 */
	readonly reserve?: number | undefined;
}

/** Why nothing may be sent now. */
export interface Hold {
	/** ms since the epoch. */
	readonly until: number;
	readonly reason: string;
}

/** What the server said last, less what was sent since. */
interface Told {
	readonly name: string;
	readonly limit: number | undefined;
	readonly window: number | undefined;
	remaining: number;
	/** The window ends between these two (ms since the epoch): answers travel, and the header counts whole seconds. */
	readonly earliest: number;
	readonly latest: number;
}

interface Flight {
	/** When it was sent or, once it is over, when it was. In ms since the epoch. */
	readonly at: number;
	/** Whether its answer told of the budget. */
	readonly heard: boolean;
}

interface Wait extends BudgetWait {
	readonly cancel: () => void;
}

/** ms by which a number of whole seconds may be wrong, either way. */
const rounding = 1000;

/** Requests. */
const usualReserve = 100;

/** Counting needs some window even if the server names none. */
const documentedQuota = 1200;
const documentedWindow = 300_000;

/** ms for which everything is refused after too many requests, as documented: 5 minutes. */
const longestBlock = 300_000;

export class RequestBudget implements Budget {
	readonly #clock: Clock;
	readonly #reserve: number | undefined;
	#quota: number;
	#window: number;
	#told: Told | undefined;
	/** The most that the server ever said was left: stands for the limit where none is named. */
	#most = 1;
	/** Requests in flight by number: the server may not have counted them yet. */
	readonly #flying = new Map<number, Flight>();
	/** Requests that are over, oldest first: the server has counted them by then at the latest. */
	#done: Flight[] = [];
	#sequence = 0;
	#block: Hold | undefined;
	readonly #waits = new Set<Wait>();
	/** Cancels pauses that are too short to be shown. */
	readonly #unseen = new Set<() => void>();
	readonly #listeners = new Set<() => void>();
	#state: BudgetState = {limit: undefined, remaining: undefined, resetsAt: undefined, waiting: undefined};

	constructor({clock, quota, window, reserve}: BudgetOptions) {
		this.#clock = clock;
		this.#quota = quota ?? documentedQuota;
		this.#window = window ?? documentedWindow;
		this.#reserve = reserve;
	}

	get limit(): number | undefined {
		return this.snapshot().limit;
	}

	get remaining(): number | undefined {
		return this.snapshot().remaining;
	}

	get resetsAt(): number | undefined {
		return this.snapshot().resetsAt;
	}

	get waiting(): BudgetWait | undefined {
		return this.snapshot().waiting;
	}

	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	snapshot(): BudgetState {
		const now = this.#clock.now();
		this.#settle(now);
		const next: BudgetState = {
			limit: this.#told === undefined ? this.#quota : this.#told.limit,
			remaining: this.#block === undefined ? Math.max(0, this.#left()) : 0,
			resetsAt: this.#block?.until ?? this.#told?.latest ?? this.#freeAgain(1),
			waiting: this.#foremostWait(),
		};
		if (!sameState(next, this.#state)) this.#state = next;
		return this.#state;
	}

	cancelWait(): void {
		for (const cancel of [...[...this.#waits].map((wait) => wait.cancel), ...this.#unseen]) cancel();
	}

	/** Why a request of this priority may not be sent now; undefined when it may. */
	hold(priority: Priority): Hold | undefined {
		const now = this.#clock.now();
		this.#settle(now);
		if (this.#block !== undefined) return this.#block;
		const kept = priority === 'background' ? this.#kept() : 0;
		if (this.#left() > kept) return undefined;
		const until = this.#told?.latest ?? this.#freeAgain(kept + 1) ?? now + this.#window;
		return {
			until,
			reason:
				priority === 'background'
					? `background reading leaves the last ${kept} requests to you`
					: 'the request budget is used up',
		};
	}

	/** Counts a request that is about to be sent; the number is for {@link observe}. */
	spend(): number {
		const now = this.#clock.now();
		this.#settle(now);
		if (this.#told !== undefined) this.#told.remaining -= 1;
		this.#sequence += 1;
		this.#flying.set(this.#sequence, {at: now, heard: false});
		this.#changed();
		return this.#sequence;
	}

	/** The request with this number is over, answered or not. */
	finish(sequence: number): void {
		const flight = this.#flying.get(sequence);
		if (flight === undefined) return;
		this.#flying.delete(sequence);
		this.#done.push({at: this.#clock.now(), heard: flight.heard});
	}

	/** Takes in what the answer to request number `sequence` says. */
	observe(sequence: number, reading: RateLimitReading): void {
		const now = this.#clock.now();
		this.#settle(now);
		const flight = this.#flying.get(sequence);
		const sentAt = flight?.at ?? now;
		if (flight !== undefined) this.#flying.set(sequence, {at: sentAt, heard: true});
		const earliest = sentAt + reading.resetsIn - rounding;
		const latest = now + reading.resetsIn + rounding;
		const told = this.#told?.name === reading.name ? this.#told : undefined;
		// An answer that dawdled, from a window that is over, says nothing about this one.
		if (told !== undefined && latest < told.earliest) return;
		const continues = told !== undefined && earliest <= told.latest;
		// Alone on the way, it tells exactly what is left; else the least that was told or is known counts.
		const alone = this.#flying.size <= 1 && (this.#done.at(-1)?.at ?? 0) < sentAt;
		const left = reading.remaining - this.#doubtful(sequence, sentAt);
		this.#told = {
			name: reading.name,
			limit: reading.quota ?? told?.limit,
			window: reading.window ?? told?.window,
			remaining: continues && !alone ? Math.min(told.remaining, left) : left,
			earliest: continues ? Math.max(earliest, told.earliest) : earliest,
			latest: continues ? Math.min(latest, told.latest) : latest,
		};
		this.#most = Math.max(this.#most, reading.remaining + 1);
		this.#changed();
	}

	/** How many requests the server may not have counted yet when it answered this one. */
	#doubtful(sequence: number, sentAt: number): number {
		const others = [...this.#flying.keys()].filter((other) => other !== sequence).length;
		// Those that nothing was heard of may have been counted after it, although they are over.
		return others + this.#done.filter(({at, heard}) => !heard && at >= sentAt).length;
	}

	/**
	 * Nothing may be sent until then: Cloudflare has said so (429). Not for longer than it blocks by its documents
	 * (contract 10.2): one answer, of a proxy perhaps, must not end the work for an hour without another try.
	 */
	block(asked: number, reason: string): void {
		const now = this.#clock.now();
		const until = Math.min(asked, now + longestBlock);
		if (until <= now || (this.#block !== undefined && until <= this.#block.until)) return;
		this.#block = {until, reason};
		this.#changed();
	}

	/** Shows a pause until the returned function is called; `cancel` is called when the user gives it up. */
	showWait(hold: Hold, background: boolean, cancel: () => void): () => void {
		const wait: Wait = {until: hold.until, reason: hold.reason, background, cancel};
		this.#waits.add(wait);
		this.#changed();
		return () => {
			if (this.#waits.delete(wait)) this.#changed();
		};
	}

	/** The same for a pause that is not worth showing. */
	hearCancel(cancel: () => void): () => void {
		this.#unseen.add(cancel);
		return () => this.#unseen.delete(cancel);
	}

	/** Forgets what is over. */
	#settle(now: number): void {
		if (this.#block !== undefined && this.#block.until <= now) this.#block = undefined;
		const told = this.#told;
		if (told !== undefined && told.latest <= now) {
			// A new window that the server has not spoken about yet: count own requests against what was learnt.
			this.#quota = Math.max(1, told.limit ?? this.#most);
			this.#window = told.window ?? this.#window;
			this.#done = this.#done.filter(({at}) => at >= told.earliest);
			this.#told = undefined;
		}
		const [oldest] = this.#done;
		if (oldest !== undefined && oldest.at + this.#window <= now) {
			this.#done = this.#done.filter(({at}) => at + this.#window > now);
		}
	}

	#left(): number {
		return this.#told?.remaining ?? this.#quota - this.#flying.size - this.#done.length;
	}

	#kept(): number {
		const quota = this.#told === undefined ? this.#quota : (this.#told.limit ?? this.#most);
		// A small budget is not all reserve.
		return this.#reserve === undefined
			? Math.min(usualReserve, Math.floor(quota / 4))
			: Math.min(this.#reserve, Math.floor((quota * 3) / 4));
	}

	/** When `count` may be sent that may not now, once the oldest have left the window. */
	#freeAgain(count: number): number | undefined {
		const index = this.#flying.size + this.#done.length - this.#quota + count - 1;
		const flight = this.#done[Math.max(0, index)];
		return flight === undefined ? undefined : flight.at + this.#window;
	}

	/** What the user waits for; else what background reading waits for. */
	#foremostWait(): BudgetWait | undefined {
		const waits = [...this.#waits].sort(
			(one, other) => Number(one.background) - Number(other.background) || other.until - one.until,
		);
		const [first] = waits;
		const shown = this.#state.waiting;
		if (first === undefined) return undefined;
		const same =
			shown !== undefined &&
			shown.until === first.until &&
			shown.reason === first.reason &&
			shown.background === first.background;
		return same ? shown : {until: first.until, reason: first.reason, background: first.background};
	}

	#changed(): void {
		const before = this.#state;
		if (this.snapshot() === before) return;
		for (const listener of [...this.#listeners]) listener();
	}
}

function sameState(one: BudgetState, other: BudgetState): boolean {
	return (
		one.limit === other.limit &&
		one.remaining === other.remaining &&
		one.resetsAt === other.resetsAt &&
		one.waiting === other.waiting
	);
}
