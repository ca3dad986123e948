/** The seconds of a run: nothing else moves while it waits for an answer. */
import {isUnderWay, underWayIn} from './runs.ts';
import type {ProgramState} from './state.ts';

export interface RunClock {
	/** A run has begun, or is tried again. */
	start(): void;
	close(): void;
}

export function createRunClock(
	change: (next: (state: ProgramState) => ProgramState) => void,
	{
		state,
		time,
		setTimer,
	}: {
		readonly state: () => ProgramState;
		/** Ms since the epoch. */
		readonly time: () => number;
		readonly setTimer: (callback: () => void, ms: number) => () => void;
	},
): RunClock {
	let cancel = (): void => {};
	const tick = (): void => {
		if (underWayIn(state()) === undefined) return;
		change((before) => ({...before, now: time()}));
		cancel = setTimer(tick, 1000);
	};
	return {
		start() {
			cancel();
			const since = time();
			change((before) => ({
				...before,
				now: since,
				overlays: before.overlays.map((overlay) =>
					overlay.kind === 'run' && isUnderWay(overlay) ? {...overlay, since} : overlay,
				),
			}));
			tick();
		},
		close: () => cancel(),
	};
}
