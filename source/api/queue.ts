/** Who may send when: foreground before background, few in flight, and never more than the budget holds. */
import type {Hold, Priority, RequestBudget} from './budget.ts';
import type {Clock} from './clock.ts';

export interface QueueOptions {
	readonly clock: Clock;
	readonly budget: RequestBudget;
	/** Requests in flight at once. Default 6. */
	readonly mostInFlight?: number | undefined;
	/** Of those, background requests. Default 5: what somebody looks at never waits for a place. */
	readonly mostInBackground?: number | undefined;
	/** ms; who would have to wait longer is told so at once. Default 6 minutes: Cloudflare blocks for 5. */
	readonly longestWait?: number | undefined;
}

/** Why a request was not admitted. */
export class NotAdmitted extends Error {
	override readonly name = 'NotAdmitted';
	readonly why: 'aborted' | 'cancelled' | 'too-long';
	readonly hold: Hold | undefined;

	constructor(why: 'aborted' | 'cancelled' | 'too-long', hold: Hold | undefined) {
		super(why);
		this.why = why;
		this.hold = hold;
	}
}

/** The right to send one request: it is counted already, and in flight until it is left. */
export interface Admission {
	readonly sequence: number;
	leave(): void;
}

interface Waiting {
	readonly admit: (admission: Admission) => void;
	readonly refuse: (error: NotAdmitted) => void;
}

const priorities = ['foreground', 'background'] as const satisfies readonly Priority[];

export class RequestQueue {
	readonly #clock: Clock;
	readonly #budget: RequestBudget;
	readonly #mostInFlight: number;
	readonly #mostInBackground: number;
	readonly #longestWait: number;
	readonly #waiting = {foreground: new Set<Waiting>(), background: new Set<Waiting>()};
	readonly #shown = new Map<Priority, {readonly hold: Hold; readonly hide: () => void}>();
	readonly #inFlight = {foreground: 0, background: 0};
	/** Calls off each pause of one request. */
	readonly #pauses = new Set<() => void>();
	#wake: (() => void) | undefined;
	#closed = false;

	constructor({clock, budget, mostInFlight, mostInBackground, longestWait}: QueueOptions) {
		this.#clock = clock;
		this.#budget = budget;
		this.#mostInFlight = mostInFlight ?? 6;
		this.#mostInBackground = mostInBackground ?? 5;
		this.#longestWait = longestWait ?? 360_000;
	}

	/** Resolves when a request may be sent. @throws {NotAdmitted} */
	enter(priority: Priority, signal: AbortSignal | undefined): Promise<Admission> {
		return new Promise((resolve, reject) => {
			if (signal?.aborted === true || this.#closed) {
				reject(new NotAdmitted('aborted', undefined));
				return;
			}
			const queue = this.#waiting[priority];
			const end = () => {
				queue.delete(waiting);
				signal?.removeEventListener('abort', abort);
			};
			const waiting: Waiting = {
				admit: (admission) => {
					end();
					resolve(admission);
				},
				refuse: (error) => {
					end();
					reject(error);
				},
			};
			const abort = () => {
				waiting.refuse(new NotAdmitted('aborted', undefined));
				this.#advance();
			};
			signal?.addEventListener('abort', abort, {once: true});
			queue.add(waiting);
			this.#advance();
		});
	}

	/** A pause of one request; the user can cancel it, also if it is not visible. @throws {NotAdmitted} */
	pause(hold: Hold, visible: boolean, priority: Priority, signal: AbortSignal | undefined): Promise<void> {
		return new Promise((resolve, reject) => {
			if (signal?.aborted === true || this.#closed) {
				reject(new NotAdmitted('aborted', hold));
				return;
			}
			const delay = hold.until - this.#clock.now();
			if (delay > this.#longestWait) {
				reject(new NotAdmitted('too-long', hold));
				return;
			}
			const end = () => {
				callOff();
				hide();
				this.#pauses.delete(abort);
				signal?.removeEventListener('abort', abort);
			};
			const give = (why: 'aborted' | 'cancelled') => {
				end();
				reject(new NotAdmitted(why, hold));
			};
			const abort = () => give('aborted');
			const cancel = () => give('cancelled');
			const hide = visible
				? this.#budget.showWait(hold, priority === 'background', cancel)
				: this.#budget.hearCancel(cancel);
			const callOff = this.#clock.after(Math.max(0, delay), () => {
				end();
				resolve();
			});
			this.#pauses.add(abort);
			signal?.addEventListener('abort', abort, {once: true});
		});
	}

	/** Refuses everybody who waits, pauses or comes later; no timer is left. */
	close(): void {
		this.#closed = true;
		for (const abort of [...this.#pauses]) abort();
		for (const priority of priorities) this.#refuseAll(priority, new NotAdmitted('aborted', undefined));
		this.#wake?.();
		this.#wake = undefined;
	}

	/** Admits whom it can and arranges to look again when the budget allows more. */
	#advance(): void {
		this.#wake?.();
		this.#wake = undefined;
		let wakeAt: number | undefined;
		for (const priority of priorities) {
			const hold = this.#admitWaiting(priority);
			this.#show(priority, hold);
			if (hold !== undefined) wakeAt = Math.min(wakeAt ?? hold.until, hold.until);
		}
		if (wakeAt !== undefined) {
			this.#wake = this.#clock.after(Math.max(1, wakeAt - this.#clock.now()), () => this.#advance());
		}
	}

	#admitWaiting(priority: Priority): Hold | undefined {
		const queue = this.#waiting[priority];
		for (const waiting of queue) {
			if (!this.#hasRoom(priority)) return undefined;
			const hold = this.#budget.hold(priority);
			if (hold !== undefined) {
				if (hold.until - this.#clock.now() <= this.#longestWait) return hold;
				this.#refuseAll(priority, new NotAdmitted('too-long', hold));
				return undefined;
			}
			this.#inFlight[priority] += 1;
			const sequence = this.#budget.spend();
			let left = false;
			const leave = () => {
				if (left) return;
				left = true;
				this.#budget.finish(sequence);
				this.#inFlight[priority] -= 1;
				this.#advance();
			};
			waiting.admit({sequence, leave});
		}
		return undefined;
	}

	#hasRoom(priority: Priority): boolean {
		const all = this.#inFlight.foreground + this.#inFlight.background;
		if (all >= this.#mostInFlight) return false;
		return priority === 'foreground' || this.#inFlight.background < this.#mostInBackground;
	}

	#refuseAll(priority: Priority, error: NotAdmitted): void {
		for (const waiting of [...this.#waiting[priority]]) waiting.refuse(error);
	}

	/** Shows the pause of a whole queue, once. */
	#show(priority: Priority, hold: Hold | undefined): void {
		const shown = this.#shown.get(priority);
		if (shown !== undefined && hold !== undefined && sameHold(shown.hold, hold)) return;
		this.#shown.delete(priority);
		if (hold !== undefined) {
			const hide = this.#budget.showWait(hold, priority === 'background', () => {
				this.#refuseAll(priority, new NotAdmitted('cancelled', hold));
				this.#advance();
			});
			this.#shown.set(priority, {hold, hide});
		}
		shown?.hide();
	}
}

function sameHold(one: Hold, other: Hold): boolean {
	return one.until === other.until && one.reason === other.reason;
}
