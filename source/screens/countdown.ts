/** What the header says of the budget keeps up with it, and a wait for it is counted down. Nothing else moves by itself. */
import type {Budget} from '../api/budget.ts';
import type {Actor} from './actor.ts';

interface CountdownSurroundings {
	readonly budget: Budget;
	/** Ms since the epoch. */
	readonly time: () => number;
	readonly setTimer: (callback: () => void, ms: number) => () => void;
}

/** Looks at the clock once a second for as long as something waits, and once after answers that changed nothing else. */
export function createCountdown(
	{budget, time, setTimer}: CountdownSurroundings,
	change: Actor['change'],
): {readonly close: () => void} {
	let cancel = (): void => {};
	let isDue = false;
	const look = (): void => change((before) => ({...before, now: time()}));
	const countDown = (): void => {
		cancel();
		isDue = false;
		look();
		if (budget.snapshot().waiting === undefined) return;
		isDue = true;
		cancel = setTimer(countDown, 1000);
	};
	let wasWaiting = false;
	const stopWatching = budget.subscribe(() => {
		const isWaiting = budget.snapshot().waiting !== undefined;
		if (isWaiting !== wasWaiting) {
			wasWaiting = isWaiting;
			countDown();
		} else if (!isDue) {
			isDue = true;
			cancel = setTimer(countDown, 1000);
		}
	});
	return {
		close() {
			stopWatching();
			cancel();
		},
	};
}
