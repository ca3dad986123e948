/**
 * The program on a real terminal: Ink draws once it is loaded, the key stream reads, and whatever ends the program leaves
 * the terminal as it was (research: ink-8, 4.2, 4.5 and 4.7).
 */
import type {ReadStream, WriteStream} from 'node:tty';
import {createKeyStream} from '../input/key-stream.ts';
import {setBlocking} from '../terminal/blocking.ts';
import {createFrameWriter} from '../terminal/frame/writer.ts';
import {type HangUp, onHangUp} from '../terminal/hang-up.ts';
import {bracketedPaste, restoreTerminal} from '../terminal/modes.ts';
import type {Palette} from '../terminal/paint.ts';
import {canSuspend, suspendProcess} from '../terminal/suspend.ts';
import type {Drawing} from './drawing.tsx';
import {type FirstFrames, paintFirstFrames} from './first-frames.ts';
import type {Session} from './session.ts';
import type {Size} from './state.ts';

/** How the program came to its end. */
export type Ending =
	| {readonly kind: 'quit'}
	| {readonly kind: 'hang-up'; readonly cause: HangUp}
	| {readonly kind: 'crash'; readonly error: unknown};

export interface Screen {
	readonly size: () => Size;
	/** Resolves once the terminal is the user's again, or takes nothing and has been waited for. */
	readonly ended: Promise<Ending>;
	/**
	 * After the end: whether the terminal is the user's again. Where it is not, it is waited for once more, and nothing may
	 * be written to it: that would come before what is on its way, or stop the process.
	 */
	released(): Promise<boolean>;
	repaint(): void;
	suspend(): void;
	quit(): void;
	/** Sends something beside the frames: what is copied. */
	write(sequence: string): void;
	/** Runs work while the terminal is the user's; false where it can not be given away now. */
	away(work: () => Promise<void>): Promise<boolean>;
	/** Ends with the error. */
	crash(error: unknown): void;
}

export interface ScreenOptions {
	readonly session: Session;
	readonly palette: Palette;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly stdin: ReadStream;
	readonly stdout: WriteStream;
	/** Frames are marked as synchronised output, unless false. */
	readonly synchronised?: boolean | undefined;
	/** The terminal moves rows, unless false. */
	readonly scrollRegion?: boolean | undefined;
}

/** Some terminals say 0 by 0 at first. */
export function sizeOf({columns, rows}: WriteStream): Size {
	return {columns: columns || 80, rows: rows || 24};
}

/**
 * How long a terminal that takes nothing is waited for before the rest of the end is begun, and then once more, in ms:
 * whoever is behind it may be gone for good.
 */
const patience = 1000;
const stubbornness = 2000;

/** Whether it is done within so many ms. */
async function isDoneIn(ms: number, done: Promise<void>): Promise<boolean> {
	const {promise: late, resolve} = Promise.withResolvers<boolean>();
	const timer = setTimeout(resolve, ms, false);
	try {
		return await Promise.race([done.then(() => true), late]);
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Only the job in the foreground is told of a new size, so it is looked at again when the program is back. Node does so
 * on the signal: it has to have come before Ink draws, or the first frame is as high as the terminal was before.
 */
async function suspendAndMeasure(): Promise<void> {
	await suspendProcess();
	await new Promise<void>((resolve) => {
		// As in suspendProcess: a signal listener holds nothing open, and where nothing else does the program would end.
		const timer = setTimeout(resolve, 1000);
		process.once('SIGWINCH', () => {
			clearTimeout(timer);
			resolve();
		});
		process.kill(process.pid, 'SIGWINCH');
	});
}

/**
 * Loads Ink with Node's `fetch` out of sight: yoga-layout would otherwise load all of it to read its own code from a
 * data: address (measured: 30 ms).
 */
async function loadDrawing() {
	const fetch = Object.getOwnPropertyDescriptor(globalThis, 'fetch');
	Reflect.deleteProperty(globalThis, 'fetch');
	try {
		return await import('./drawing.tsx');
	} finally {
		if (fetch !== undefined) Object.defineProperty(globalThis, 'fetch', fetch);
	}
}

export function mountScreen(options: ScreenOptions): Screen {
	const {session, palette, environment, stdin, stdout, synchronised = true, scrollRegion = true} = options;
	const {promise: ended, resolve} = Promise.withResolvers<Ending>();
	let release: Promise<void> | undefined;
	let drawing: Drawing | undefined;
	let isLoading = false;
	let isOver = false;
	let isAway = false;
	/** Somebody else has the terminal. */
	let isTheirs = false;
	let first: FirstFrames | undefined;
	let shown = sizeOf(stdout);

	const writer = createFrameWriter(stdout, {synchronised, scrollRegion});
	const keys = createKeyStream({input: stdin, output: {write: writer.pass}, bracketedPaste, environment});
	keys.subscribe((event) => {
		writer.hurry();
		session.press(event);
		first?.hurry();
	});

	/** Ink takes over. What it needs is loaded while the terminal shows the first frames, and answers are on their way. */
	async function load(): Promise<void> {
		if (isLoading || isOver) return;
		isLoading = true;
		const {draw} = await loadDrawing();
		if (isOver) return;
		first?.stop();
		drawing = draw({session, palette, size: () => sizeOf(stdout), show: writer.show});
		// A render error ends Ink by itself.
		drawing.ended.then(
			() => end({kind: 'quit'}),
			(error: unknown) => end({kind: 'crash', error}),
		);
	}

	function takeTerminal(): void {
		setBlocking(stdout, false);
		process.on('exit', restore);
		writer.open();
	}

	/** Resolves once the terminal has taken everything: what is behind that may be written by anybody. */
	async function giveTerminalBack(): Promise<void> {
		await writer.close();
		process.off('exit', restore);
		setBlocking(stdout, true);
	}

	/** For when nothing else can be relied on. The process is over then, and nothing that waits is written any more. */
	function restore(): void {
		restoreTerminal(1);
	}

	const onResize = (): void => {
		shown = sizeOf(stdout);
		session.resize(shown);
		first?.hurry();
	};

	/** Node tells of a size only when it is another one: after a window was made smaller and back, nobody is told. */
	const onWindow = (): void => {
		const {columns, rows} = sizeOf(stdout);
		if (columns === shown.columns && rows === shown.rows) writer.repaint();
	};

	/** Stopped and continued by somebody else, who has had the terminal meanwhile and left it as they like. */
	const onContinued = (): void => {
		if (isAway || isOver) return;
		// Off first: what is on already is not switched.
		keys.stop();
		keys.start();
		writer.open();
	};

	function paintFirst(): void {
		first = paintFirstFrames({
			session,
			palette,
			show(frame) {
				// There are few of them, and each has been waited for.
				writer.hurry();
				writer.show(frame);
			},
			done: () => void load().catch(crash),
		});
	}

	function end(ending: Ending): void {
		if (isOver) return;
		isOver = true;
		// Later: of a signal that nobody else listens to, what Ink puts behind it would end the process at once.
		setImmediate(unwatch);
		// What is still written to a terminal that is gone fails later on, and nobody is left to be told.
		for (const stream of [stdin, stdout]) stream.on('error', () => {});
		stdout.off('resize', onResize);
		process.off('SIGWINCH', onWindow);
		process.off('SIGCONT', onContinued);
		process.off('uncaughtException', crash);
		process.off('unhandledRejection', crash);
		try {
			keys.stop();
			session.close();
			first?.stop();
			drawing?.unmount();
		} catch {
			// The way out must not depend on what is broken.
		}
		release = giveTerminalBack();
		void isDoneIn(patience, release).finally(() => resolve(ending));
	}

	function crash(error: unknown): void {
		end({kind: 'crash', error});
	}

	/** Runs work while the terminal is the user's, one at a time; false: not now. */
	async function away(work: () => Promise<void>): Promise<boolean> {
		if (isAway || isOver) return false;
		isAway = true;
		keys.stop();
		await giveTerminalBack();
		isTheirs = true;
		if (!isOver) await work().catch(crash);
		isAway = false;
		isTheirs = false;
		if (isOver) return true;
		// Before the frame: once something is to be seen, a paste is a paste.
		keys.start();
		onResize();
		session.tick();
		takeTerminal();
		return true;
	}

	const unwatch = onHangUp(
		{program: process, input: stdin, output: stdout},
		(cause) => end({kind: 'hang-up', cause}),
		// ctrl-c in the user's editor is the editor's, though the terminal tells everybody in it.
		(cause) => isTheirs && (cause === 'SIGINT' || cause === 'SIGQUIT'),
	);
	process.on('uncaughtException', crash);
	process.on('unhandledRejection', crash);
	stdout.on('resize', onResize);
	process.on('SIGWINCH', onWindow);
	process.on('SIGCONT', onContinued);
	// Before the first frame: once something is to be seen, no key goes another way, ctrl-c as SIGINT least of all.
	keys.start();
	takeTerminal();
	try {
		paintFirst();
	} catch (error) {
		crash(error);
	}

	return {
		size: () => sizeOf(stdout),
		ended,
		released: async () => release === undefined || isDoneIn(stubbornness, release),
		repaint: writer.repaint,
		suspend() {
			if (canSuspend()) void away(suspendAndMeasure);
			else session.say('this system has no job control');
		},
		quit: () => end({kind: 'quit'}),
		write: writer.pass,
		away,
		crash,
	};
}
