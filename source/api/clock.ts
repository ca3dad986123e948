/** Time as the client sees it; tests put their own in place and never sleep. */
export interface Clock {
	/** Milliseconds since the epoch. */
	now(): number;
	/** Calls back once, after `delay` ms; the returned function calls it off. */
	after(delay: number, callback: () => void): () => void;
}

/** Longer delays than this overflow a timer and would fire at once. */
const longestDelay = 2 ** 31 - 1;

export const systemClock: Clock = {
	now: () => Date.now(),
	after(delay, callback) {
		const timer = setTimeout(callback, Math.min(longestDelay, Math.max(0, delay)));
		return () => clearTimeout(timer);
	},
};
