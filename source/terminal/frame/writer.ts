/**
 * The one who writes to the terminal: frames, as the least that changes what is there; and what others have to say to
 * the terminal, between them. Each frame is one write, marked as one for terminals that show it at once.
 */
import type {Writable} from 'node:stream';
import {alternateScreen, cursor, lineWrap, noMargins, plainLook, synchronisedOutput} from '../modes.ts';
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
	/** Takes the screen over; once more where somebody else may have had it meanwhile. */
	open(): void;
	/** Shows the frame: at once if it answers a key, and soon otherwise; of several only the last. */
	show(frame: Frame): void;
	/** A key has come: the next frame answers it. */
	hurry(): void;
	/** Writes the last frame again, all of it. */
	repaint(): void;
	/** Sends something beside the frames; what may have changed the screen is painted over. */
	pass(text: string): void;
	/**
	 * Gives the screen back. Resolves when the terminal has taken that, or is gone: never, where it takes nothing. Until
	 * then nobody else may write to it, for what is on its way would come behind.
	 */
	close(): Promise<void>;
}

/** Frames that answer no key are at least this far apart, in ms: an account that is read changes all the time. */
const calmInterval = 40;

/** Characters of others that are kept for a terminal that takes nothing; what would be more is dropped. */
const mostWaiting = 1 << 20;

const enter = `${alternateScreen.on}${cursor.hide}${lineWrap.off}`;
const leave = `${plainLook}${lineWrap.on}${noMargins}${alternateScreen.off}${cursor.show}`;

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
	/** Resolves when the screen has been given back. */
	let given = Promise.resolve();

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
		if (rest > 0) flushIn(rest);
		else paint(latest);
	}

	function flushIn(ms: number): void {
		timer ??= setTimeout(() => {
			timer = undefined;
			isUrgent = true;
			flush();
		}, ms);
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
		isDue = latest !== undefined;
		// A frame of the new size comes at once. Where none does, what the terminal made of the old one does not stay.
		flushIn(calmInterval);
	};

	function repaint(): void {
		picture.forget();
		isDue = latest !== undefined;
		isUrgent = true;
		flush();
	}

	return {
		open() {
			if (!isOpen) stream.on('resize', onResize);
			isOpen = true;
			send(enter);
			repaint();
		},
		show(frame) {
			latest = frame;
			isDue = true;
			flush();
		},
		hurry() {
			isUrgent = true;
		},
		repaint,
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
		close() {
			if (!isOpen) return given;
			isOpen = false;
			clearTimeout(timer);
			timer = undefined;
			stream.off('resize', onResize);
			given = new Promise((resolve) => send(waiting + leave, resolve));
			waiting = '';
			return given;
		},
	};
}
