/** Times for people. The server's carry microseconds (contract 2), which nobody reads. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A difference of the two clocks that is not worth a word, in ms. */
const skew = 5 * minute;

/** Milliseconds since the epoch; `undefined` for what is no time. */
export function instant(time: number | string | null | undefined): number | undefined {
	const ms = typeof time === 'string' ? Date.parse(time) : time;
	return ms === null || ms === undefined || !Number.isFinite(ms) ? undefined : ms;
}

/** A span of `ms` milliseconds in its largest unit, cut off: `14s`, `3m`, `5h`, `2d`, `2.3y`. */
export function span(ms: number): string {
	if (ms < minute) {
		return `${Math.max(0, Math.floor(ms / second))}s`;
	}
	if (ms < hour) {
		return `${Math.floor(ms / minute)}m`;
	}
	if (ms < 2 * day) {
		return `${Math.floor(ms / hour)}h`;
	}
	const days = Math.floor(ms / day);
	return days < 365 ? `${days}d` : `${(Math.floor(days / 36.5) / 10).toFixed(1)}y`;
}

/**
 * How long ago `from` was (ms since the epoch, or the server's text) at `now` (ms): `14s`, `3m`, `2d`. What lies well
 * ahead reads `in 3d`; what is no time gives an empty text.
 */
export function age(from: number | string | null | undefined, now: number): string {
	const then = instant(from);
	if (then === undefined) {
		return '';
	}
	return then - now > skew ? `in ${span(then - now)}` : span(now - then);
}

/** `2025-01-24 15:31:36 UTC`; the text as it came if it is no time. */
export function absolute(time: number | string | null | undefined): string {
	const then = instant(time);
	if (then === undefined || Math.abs(then) > 8.64e15) {
		return typeof time === 'string' ? time : '';
	}
	return `${new Date(then).toISOString().slice(0, -5).replace('T', ' ')} UTC`;
}
