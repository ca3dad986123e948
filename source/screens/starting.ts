/** What is on the screen while the demo account is being made: the first frame does not wait for it. */
import {betweenEnds, wrapLines} from '../components/text.ts';
import type {KeyEvent} from '../input/keys.ts';
import {type Line, span} from '../terminal/line.ts';
import type {Size} from './state.ts';

export interface Starting {
	readonly size: () => Size;
	/** Keys that have been pressed meanwhile, in order: they are meant for what opens. */
	readonly typed: readonly KeyEvent[];
	press(event: KeyEvent): void;
	resize(size: Size): void;
	tick(): void;
	subscribe(listener: () => void): () => void;
	close(): void;
}

/** @param isQuit whether a key quits: at once, for nothing is under way that could be lost */
export function createStarting(
	start: Size,
	{isQuit, quit}: {readonly isQuit: (event: KeyEvent) => boolean; readonly quit: () => void},
): Starting {
	let size = start;
	const typed: KeyEvent[] = [];
	const listeners = new Set<() => void>();
	return {
		size: () => size,
		typed,
		press(event) {
			if (isQuit(event)) quit();
			else typed.push(event);
		},
		resize(next) {
			size = next;
			for (const listener of [...listeners]) listener();
		},
		tick() {},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close() {},
	};
}

export function startingLines({columns, rows}: Size): readonly Line[] {
	const header = betweenEnds([span('cfiam', 'heading')], [span('demo', 'dim')], columns);
	return [header, [], ...wrapLines([[span('starting the demo account …')]], columns, rows - 2)];
}
