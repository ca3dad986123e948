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
	/** Gives up all requests that wait for the budget; they fail with kind `rate-limit`, having done nothing. */
	cancelWait(): void;
}

export interface BudgetOptions {
	readonly clock: Clock;
	/** Requests in a window where the server says nothing. Default 1200. */
	readonly quota?: number | undefined;
	/** ms of that window. Default 5 minutes. */
	readonly window?: number | undefined;
	/** Requests that background reading leaves for the foreground. Default 100, at most a quarter of the quota. */
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
	readonly limit: number | undefined;
	readonly window: number | undefined;
	remaining: number;
	readonly resetsAt: number;
}

interface Wait extends BudgetWait {
	readonly cancel: () => void;
}

/** Resets closer together than this (ms) belong to one window: the header counts in whole seconds. */
const sameWindow = 2000;

/** Counting needs some window even if the server names none. */
const documentedQuota = 1200;
const documentedWindow = 300_000;

export class RequestBudget implements Budget {
	readonly #clock: Clock;
	readonly #reserve: number;
	#quota: number;
	#window: number;
	#told: Told | undefined;
	/** The most that the server ever said was left: stands for the limit where none is named. */
	#most = 1;
	/** When own requests were sent within the last window, oldest first. */
	#sent: number[] = [];
	#sequence = 0;
	#lastObserved = 0;
	#block: Hold | undefined;
	readonly #waits = new Set<Wait>();
	readonly #listeners = new Set<() => void>();
	#state: BudgetState = {limit: undefined, remaining: undefined, resetsAt: undefined, waiting: undefined};

	constructor({clock, quota, window, reserve}: BudgetOptions) {
		this.#clock = clock;
		this.#quota = quota ?? documentedQuota;
		this.#window = window ?? documentedWindow;
		this.#reserve = reserve ?? 100;
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
			resetsAt: this.#block?.until ?? this.#told?.resetsAt ?? this.#freeAgain(1),
			waiting: this.#foremostWait(),
		};
		if (!sameState(next, this.#state)) this.#state = next;
		return this.#state;
	}

	cancelWait(): void {
		for (const wait of [...this.#waits]) wait.cancel();
	}

	/** Why a request of this priority may not be sent now; undefined when it may. */
	hold(priority: Priority): Hold | undefined {
		const now = this.#clock.now();
		this.#settle(now);
		if (this.#block !== undefined) return this.#block;
		const kept = priority === 'background' ? this.#kept() : 0;
		if (this.#left() > kept) return undefined;
		const until = this.#told?.resetsAt ?? this.#freeAgain(kept + 1) ?? now + this.#window;
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
		this.#sent.push(now);
		if (this.#told !== undefined) this.#told.remaining -= 1;
		this.#sequence += 1;
		this.#changed();
		return this.#sequence;
	}

	/** Takes in what the answer to request number `sequence` says. */
	observe(sequence: number, reading: RateLimitReading): void {
		const now = this.#clock.now();
		this.#settle(now);
		const resetsAt = now + reading.resetsIn;
		// Requests sent after this one are perhaps not in the server's count yet.
		const newest = sequence > this.#lastObserved;
		const left = newest ? reading.remaining - (this.#sequence - sequence) : reading.remaining;
		this.#lastObserved = Math.max(this.#lastObserved, sequence);
		const told = this.#told;
		const continues = told !== undefined && resetsAt <= told.resetsAt + sameWindow;
		this.#told = {
			limit: reading.quota ?? told?.limit,
			window: reading.window ?? told?.window,
			remaining: continues ? Math.min(told.remaining, left) : left,
			resetsAt: continues ? told.resetsAt : resetsAt,
		};
		this.#most = Math.max(this.#most, reading.remaining + 1);
		this.#changed();
	}

	/** Nothing may be sent until then: Cloudflare has said so (429). */
	block(until: number, reason: string): void {
		if (until <= this.#clock.now() || (this.#block !== undefined && until <= this.#block.until)) return;
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

	/** Forgets what is over. */
	#settle(now: number): void {
		if (this.#block !== undefined && this.#block.until <= now) this.#block = undefined;
		const told = this.#told;
		if (told !== undefined && told.resetsAt <= now) {
			// A new window that the server has not spoken about yet: count own requests against what was learnt.
			this.#quota = told.limit ?? this.#most;
			this.#window = told.window ?? this.#window;
			this.#sent = this.#sent.filter((time) => time >= told.resetsAt);
			this.#told = undefined;
		}
		const oldest = this.#sent[0];
		if (oldest !== undefined && oldest + this.#window <= now) {
			this.#sent = this.#sent.filter((time) => time + this.#window > now);
		}
	}

	#left(): number {
		return this.#told?.remaining ?? this.#quota - this.#sent.length;
	}

	#kept(): number {
		const quota = this.#told === undefined ? this.#quota : (this.#told.limit ?? this.#most);
		return Math.min(this.#reserve, Math.floor(quota / 4));
	}

	/** When `count` more own requests will have left the window. */
	#freeAgain(count: number): number | undefined {
		const index = this.#sent.length - this.#quota + count - 1;
		const time = this.#sent[Math.max(0, index)];
		return time === undefined ? undefined : time + this.#window;
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
