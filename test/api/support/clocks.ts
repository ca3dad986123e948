/** Clocks for tests: none of them waits. */
import type {Clock} from '../../../source/api/clock.ts';

export interface ManualClock extends Clock {
	/** Moves on, calling back what falls due on the way, in order. */
	advance(milliseconds: number): void;
	/** Callbacks that are waited for. */
	pending(): number;
}

/** Stands still until it is told to move on. */
export function manualClock(start = 1_750_000_000_000): ManualClock {
	let now = start;
	let alarms: {at: number; callback: () => void}[] = [];
	return {
		now: () => now,
		after(delay, callback) {
			const alarm = {at: now + delay, callback};
			alarms.push(alarm);
			return () => {
				alarms = alarms.filter((one) => one !== alarm);
			};
		},
		advance(milliseconds) {
			const end = now + milliseconds;
			for (;;) {
				const next = alarms.filter(({at}) => at <= end).sort((one, other) => one.at - other.at)[0];
				if (next === undefined) break;
				alarms = alarms.filter((one) => one !== next);
				now = Math.max(now, next.at);
				next.callback();
			}
			now = end;
		},
		pending: () => alarms.length,
	};
}

export interface LeapingClock extends Clock {
	/** The delays that were waited for, in ms. */
	readonly delays: readonly number[];
}

/** Leaps over every delay as soon as somebody waits. */
export function leapingClock(start = 1_750_000_000_000): LeapingClock {
	const delays: number[] = [];
	const clock = manualClock(start);
	return {
		delays,
		now: clock.now,
		after(delay, callback) {
			delays.push(delay);
			const callOff = clock.after(delay, callback);
			setImmediate(() => clock.advance(delay));
			return callOff;
		},
	};
}
