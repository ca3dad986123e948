/**
 * The one who writes to the terminal: frames, as the least that changes what is there; and what others have to say to
 * the terminal, between them. Each frame is one write, marked as one for terminals that show it at once.
 */
import type {Writable} from 'node:stream';
import {alternateScreen, cursor, lineWrap, plainLook, synchronisedOutput} from '../modes.ts';
import {mayChangeScreen} from './foreign.ts';
import {type Frame, Picture} from './picture.ts';

/** The terminal's output; `process.stdout` is one. */
export type TerminalOutput = Pick<
	Writable,
	'write' | 'writableLength' | 'destroyed' | 'writableEnded' | 'on' | 'off'
> & {
	readonly columns: number;
	readonly rows: number;
};

export interface FrameWriterOptions {
	/** Marks each frame as synchronised output. */
	readonly synchronised: boolean;
	/** Lets the terminal move rows. */
	readonly scrollRegion: boolean;
	/** In ms, of the process; for tests. */
	readonly now?: (() => number) | undefined;
}

export interface FrameWriter {
	/** Takes the screen over. */
	open(): void;
	/** Shows the frame: at once if it answers a key, and soon otherwise; of several only the last. */
	show(frame: Frame): void;
	/** A key has come: the next frame answers it. */
	hurry(): void;
	/** Writes the last frame again, all of it. */
	repaint(): void;
	/** Sends something beside the frames; what may have changed the screen is painted over. */
	pass(text: string): void;
	/** Gives the screen back. Resolves when that has been written, or `patience` ms later where the terminal takes nothing. */
	close(patience?: number): Promise<void>;
}

/** Frames that answer no key are at least this far apart, in ms: an account that is read changes all the time. */
const calmInterval = 40;

/** Characters of others that are kept for a terminal that takes nothing; what would be more is dropped. */
const mostWaiting = 1 << 20;

/** How long a terminal that takes nothing is waited for at the end, in ms. */
const usualPatience = 1000;

const enter = `${alternateScreen.on}${cursor.hide}${lineWrap.off}`;
const leave = `${plainLook}${lineWrap.on}${alternateScreen.off}${cursor.show}`;

export function createFrameWriter(
	stream: TerminalOutput,
	{synchronised, scrollRegion, now = performance.now.bind(performance)}: FrameWriterOptions,
): FrameWriter {
	const picture = new Picture(scrollRegion);
	let isOpen = false;
	let latest: Frame | undefined;
	/** Whether the latest frame has not been written yet. */
	let isDue = false;
	let isUrgent = true;
	let paintedAt = Number.NEGATIVE_INFINITY;
	let timer: NodeJS.Timeout | undefined;
	/** Texts of others that wait for the terminal to take something. */
	let waiting = '';

	const isGone = (): boolean => stream.destroyed || stream.writableEnded;

	function send(text: string, done?: () => void): void {
		if (isGone()) {
			done?.();
			return;
		}
		stream.write(text, () => {
			done?.();
			if (isOpen) flush();
		});
	}

	/** Writes what is due, unless the terminal has not taken all of what came before. */
	function flush(): void {
		if (!isOpen || stream.writableLength > 0) return;
		if (waiting !== '') {
			const text = waiting;
			waiting = '';
			send(text);
			if (stream.writableLength > 0) return;
		}
		if (!isDue || latest === undefined) return;
		const rest = isUrgent ? 0 : paintedAt + calmInterval - now();
		if (rest > 0) {
			timer ??= setTimeout(() => {
				timer = undefined;
				isUrgent = true;
				flush();
			}, rest);
			return;
		}
		paint(latest);
	}

	function paint(frame: Frame): void {
		clearTimeout(timer);
		timer = undefined;
		isDue = false;
		isUrgent = false;
		paintedAt = now();
		const text = picture.update(frame, stream.columns || 80, stream.rows || 24);
		if (text !== '') send(synchronised ? synchronisedOutput.begin + text + synchronisedOutput.end : text);
	}

	const onResize = (): void => {
		picture.forget();
	};

	return {
		open() {
			if (isOpen) return;
			isOpen = true;
			stream.on('resize', onResize);
			picture.forget();
			send(enter);
			isDue = latest !== undefined;
			isUrgent = true;
			flush();
		},
		show(frame) {
			latest = frame;
			isDue = true;
			flush();
		},
		hurry() {
			isUrgent = true;
		},
		repaint() {
			picture.forget();
			isDue = latest !== undefined;
			isUrgent = true;
			flush();
		},
		pass(text) {
			if (!isOpen) {
				send(text);
				return;
			}
			if (waiting.length + text.length > mostWaiting) return;
			if (mayChangeScreen(text)) {
				waiting += picture.plainLook() + text;
				picture.forget();
				isDue = latest !== undefined;
				isUrgent = true;
			} else waiting += text;
			flush();
		},
		async close(patience = usualPatience) {
			if (!isOpen) return;
			isOpen = false;
			clearTimeout(timer);
			timer = undefined;
			stream.off('resize', onResize);
			const {promise, resolve} = Promise.withResolvers<void>();
			const patient = setTimeout(resolve, patience);
			send(waiting + leave, resolve);
			waiting = '';
			await promise;
			clearTimeout(patient);
		},
	};
}
