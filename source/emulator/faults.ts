/** Makes requests fail on purpose: for tests of what a client does then. */

export type FaultEffect =
	/** Answers with this status. A text as body is sent as it is; without a body it is Cloudflare's error envelope. */
	| {
			readonly kind: 'status';
			readonly status: number;
			readonly body?: unknown;
			readonly headers?: Readonly<Record<string, string>>;
	  }
	/** The connection is reset before any answer. */
	| {readonly kind: 'reset'}
	/** The answer breaks off in the middle of its body. */
	| {readonly kind: 'truncate'}
	/** Status 200 with a page of HTML, or with the given text. */
	| {readonly kind: 'not-json'; readonly body?: string}
	/** Nothing comes (`start`), or nothing after the first half of the body, until the client gives up. */
	| {readonly kind: 'stall'; readonly at?: 'start' | 'body'}
	/** The answer comes late, by this many milliseconds. */
	| {readonly kind: 'delay'; readonly milliseconds: number};

export type Fault = FaultEffect & {
	readonly method?: string;
	/**
	 * Below /client/v4: a pattern where `*` stands for one segment and `**` for the rest, or a regular expression.
	 * Any path when left out.
	 */
	readonly path?: string | RegExp;
	/** How many requests it hits; 1 unless said otherwise. */
	readonly times?: number;
	/** How many matching requests pass before it starts. */
	readonly after?: number;
	/** For `status`, `reset` and `stall` at the start: whether the request takes effect all the same. */
	readonly applied?: boolean;
};

/** A fault that has been added. */
export interface FaultHandle {
	/** How many requests it has hit. */
	readonly hits: number;
	remove(): void;
}

interface Entry {
	readonly fault: Fault;
	readonly path: RegExp | undefined;
	passed: number;
	hits: number;
}

function compile(path: string | RegExp | undefined): RegExp | undefined {
	if (typeof path !== 'string') {
		return path;
	}
	const pattern = path
		.replace(/[.+?^${}()|[\]\\]/g, '\\$&')
		.replace(/\*\*|\*/g, (stars) => (stars === '**' ? '.*' : '[^/]*'));
	return new RegExp(`^${pattern}$`);
}

export class Faults {
	#entries: Entry[] = [];
	readonly #onClear: () => void;

	/** `onClear` ends what hangs because of a fault. */
	constructor(onClear: () => void) {
		this.#onClear = onClear;
	}

	/** Faults are tried in the order they were added; a request meets one at most. */
	add(fault: Fault): FaultHandle {
		const entry: Entry = {fault, path: compile(fault.path), passed: 0, hits: 0};
		this.#entries.push(entry);
		return {
			get hits() {
				return entry.hits;
			},
			remove: () => {
				this.#entries = this.#entries.filter((other) => other !== entry);
			},
		};
	}

	/** Removes all faults and drops the connections that they hold up. */
	clear(): void {
		this.#entries = [];
		this.#onClear();
	}

	/** The fault that this request meets; it counts as hit. */
	take(method: string, path: string): Fault | undefined {
		for (const entry of this.#entries) {
			const {fault} = entry;
			const matches =
				(fault.method === undefined || fault.method === method) && (entry.path === undefined || entry.path.test(path));
			if (!matches || entry.hits >= (fault.times ?? 1)) {
				continue;
			}
			if (entry.passed < (fault.after ?? 0)) {
				entry.passed += 1;
				continue;
			}
			entry.hits += 1;
			return fault;
		}
		return undefined;
	}
}
