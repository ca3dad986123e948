/**
 * The first frames, straight from lines to the terminal: Ink and React take longer to load and to draw once than all the
 * rest of the start, and are not waited for. They take over as soon as the program has nothing else to do, at the first
 * key, and for whatever only they can draw.
 */
import {performance} from 'node:perf_hooks';
import type {Frame} from '../terminal/frame/picture.ts';
import {type Line, padLine} from '../terminal/line.ts';
import {type Palette, paint} from '../terminal/paint.ts';
import {sceneLines} from './scene-lines.ts';
import {keysOf, type Session} from './session.ts';

/** How often it is looked whether there is anything else to do, in ms. */
const lookEvery = 10;

/** As long as this the program has had nothing to do: what it waits for comes from elsewhere. In ms. */
const idleEnough = 20;

export interface FirstFramesOptions {
	readonly session: Session;
	readonly palette: Palette;
	/** Takes every frame. */
	readonly show: (frame: Frame) => void;
	/** It is time for Ink. Called once, and not from within {@link paintFirstFrames}. */
	readonly done: () => void;
}

export interface FirstFrames {
	/** The next frame is to be Ink's, as soon as what is under way now is over. */
	hurry(): void;
	/** Nothing is painted from now on. */
	stop(): void;
}

function frameOf(lines: readonly Line[], columns: number, palette: Palette): Frame {
	return lines.map((line) => [{text: paint(padLine(line, columns), palette), x: 0, from: 0, to: columns}]);
}

/** Shows what is on the screen until it is stopped. */
export function paintFirstFrames({session, palette, show, done}: FirstFramesOptions): FirstFrames {
	let isOver = false;
	let release = (): void => {};
	let isPending = false;
	let timer: NodeJS.Timeout | undefined;

	const hurry = (): void => {
		clearTimeout(timer);
		timer = undefined;
		// Behind what is being done now: a key first has its effect.
		if (!isOver) setImmediate(() => isOver || done());
	};

	const paintNow = (): void => {
		const scene = session.scene();
		if (scene === undefined) return;
		const frame = sceneLines(scene);
		if (frame === undefined) {
			hurry();
			return;
		}
		show(frameOf(frame.lines, frame.columns, palette));
	};

	/** Several changes at once make one frame; answers that come behind them are not waited for. */
	const onChange = (): void => {
		if (isPending) return;
		isPending = true;
		queueMicrotask(() => {
			isPending = false;
			if (!isOver) paintNow();
		});
	};

	const onScene = (): void => {
		release();
		const scene = session.scene();
		release = scene === undefined ? () => {} : keysOf(scene).subscribe(onChange);
		onChange();
	};

	const watchIdle = (since: number): void => {
		timer = setTimeout(() => {
			if (performance.eventLoopUtilization().idle - since >= idleEnough) hurry();
			else watchIdle(since);
		}, lookEvery);
	};

	paintNow();
	const unsubscribe = session.subscribe(onScene);
	onScene();
	watchIdle(performance.eventLoopUtilization().idle);

	return {
		hurry,
		stop() {
			isOver = true;
			clearTimeout(timer);
			unsubscribe();
			release();
		},
	};
}
