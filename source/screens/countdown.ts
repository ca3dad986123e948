/** A wait for the budget is counted down; nothing else moves by itself. */
import type {Budget} from '../api/budget.ts';
import type {Actor} from './actor.ts';

interface CountdownSurroundings {
	readonly budget: Budget;
	/** Ms since the epoch. */
	readonly time: () => number;
	readonly setTimer: (callback: () => void, ms: number) => () => void;
}

/** Looks at the clock once a second for as long as something waits. */
export function createCountdown(
	{budget, time, setTimer}: CountdownSurroundings,
	change: Actor['change'],
): {readonly close: () => void} {
	let cancel = (): void => {};
	const countDown = (): void => {
		cancel();
		if (budget.snapshot().waiting === undefined) return;
		change((before) => ({...before, now: time()}));
		cancel = setTimer(countDown, 1000);
	};
	const stopWatching = budget.subscribe(countDown);
	return {
		close() {
			stopWatching();
			cancel();
		},
	};
}
