/** Cloudflare's request budget (contract 10.2): so many in a window, and a whole window of refusals once over. */
export interface RateLimitOptions {
	/** Requests in one window. */
	readonly quota: number;
	/** Seconds. */
	readonly window: number;
}

interface Usage {
	count: number;
	/** When the window or the block ends, in ms. */
	until: number;
	blocked: boolean;
}

export interface Spending {
	readonly blocked: boolean;
	readonly headers: Readonly<Record<string, string>>;
}

export class RateLimit {
	readonly #options: RateLimitOptions;
	readonly #now: () => number;
	readonly #usages = new Map<string, Usage>();

	constructor(options: RateLimitOptions, now: () => number) {
		this.#options = options;
		this.#now = now;
	}

	/** Counts one request against a budget and tells what the answer's headers say. */
	spend(budget: string): Spending {
		const now = this.#now();
		const {quota, window} = this.#options;
		let usage = this.#usages.get(budget);
		if (usage === undefined || now >= usage.until) {
			usage = {count: 0, until: now + window * 1000, blocked: false};
			this.#usages.set(budget, usage);
		}
		usage.count += 1;
		if (usage.count > quota && !usage.blocked) {
			usage.blocked = true;
			usage.until = now + window * 1000;
		}
		const seconds = Math.max(1, Math.ceil((usage.until - now) / 1000));
		return {
			blocked: usage.blocked,
			headers: {
				ratelimit: `"default";r=${Math.max(0, quota - usage.count)};t=${seconds}`,
				'ratelimit-policy': `"default";q=${quota};w=${window}`,
				...(usage.blocked ? {'retry-after': String(seconds)} : {}),
			},
		};
	}

	/** The text of the refusal, in Cloudflare's words. */
	get message(): string {
		const {quota, window} = this.#options;
		return `More than ${quota} requests per ${window} seconds reached. Please wait and consider throttling your request speed`;
	}
}
