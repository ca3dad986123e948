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
import {paintFirstFrames} from './first-frames.ts';
import type {Session} from './session.ts';
import type {Size} from './state.ts';

/** How the program came to its end. */
export type Ending =
	| {readonly kind: 'quit'}
	| {readonly kind: 'hang-up'; readonly cause: HangUp}
	| {readonly kind: 'crash'; readonly error: unknown};

export interface Screen {
	readonly size: () => Size;
	/** Resolves once the terminal is the user's again. */
	readonly ended: Promise<Ending>;
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

/** How long what is left to do at the end may take when the terminal takes nothing, in ms. */
const stubbornness = 500;

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
	let drawing: Drawing | undefined;
	let isLoading = false;
	let isOver = false;
	let isAway = false;

	const writer = createFrameWriter(stdout, {synchronised, scrollRegion});
	const keys = createKeyStream({input: stdin, output: {write: writer.pass}, bracketedPaste, environment});
	keys.subscribe((event) => {
		writer.hurry();
		session.press(event);
		first.hurry();
	});
	// Before the first frame: once something is to be seen, no key goes another way, ctrl-c as SIGINT least of all.
	keys.start();
	takeTerminal();
	const first = paintFirstFrames({
		session,
		palette,
		show(frame) {
			// There are few of them, and each has been waited for.
			writer.hurry();
			writer.show(frame);
		},
		done: () => void load().catch(crash),
	});

	/** Ink takes over. What it needs is loaded while the terminal shows the first frames, and answers are on their way. */
	async function load(): Promise<void> {
		if (isLoading || isOver) return;
		isLoading = true;
		const {draw} = await loadDrawing();
		if (isOver) return;
		first.stop();
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

	/** A terminal that takes nothing is waited for only so long: whoever is behind it may be gone for good. */
	async function giveTerminalBack(): Promise<void> {
		await writer.close();
		process.off('exit', restore);
		if (stdout.writableLength > 0) restore();
		setBlocking(stdout, true);
	}

	/** For when nothing else can be relied on. */
	function restore(): void {
		restoreTerminal(1);
	}

	const onResize = (): void => {
		session.resize(sizeOf(stdout));
		first.hurry();
	};

	function end(ending: Ending): void {
		if (isOver) return;
		isOver = true;
		// Later: of a signal that nobody else listens to, what Ink puts behind it would end the process at once.
		setImmediate(unwatch);
		// What is still written to a terminal that is gone fails later on, and nobody is left to be told.
		for (const stream of [stdin, stdout]) stream.on('error', () => {});
		stdout.off('resize', onResize);
		process.off('uncaughtException', crash);
		process.off('unhandledRejection', crash);
		try {
			keys.stop();
			session.close();
			first.stop();
			drawing?.unmount();
		} catch {
			// The way out must not depend on what is broken.
		}
		void giveTerminalBack().finally(() => {
			// What the terminal has not taken by now would keep the process.
			if (stdout.writableLength > 0) setTimeout(() => process.exit(), stubbornness).unref();
			resolve(ending);
		});
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
		if (!isOver) await work().catch(crash);
		isAway = false;
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
		(cause) => isAway && (cause === 'SIGINT' || cause === 'SIGQUIT'),
	);
	process.on('uncaughtException', crash);
	process.on('unhandledRejection', crash);
	stdout.on('resize', onResize);

	return {
		size: () => sizeOf(stdout),
		ended,
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
