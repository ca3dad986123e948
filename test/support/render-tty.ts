/**
 * Ink on streams that look like a terminal and are none (research: ink-8, 4.8): every update is written whole, so that
 * the last one is the screen, and nothing has to be waited for but the flush.
 */
import {Readable, Writable} from 'node:stream';
import {stripVTControlCharacters} from 'node:util';
import {type RenderOptions, render} from 'ink';
import type {ReactNode} from 'react';

/** What Ink asks of an output that is a terminal. */
class TtyOutput extends Writable {
	readonly isTTY = true;
	columns: number;
	rows: number;
	readonly frames: string[] = [];

	constructor(columns: number, rows: number) {
		super({
			decodeStrings: false,
			write: (chunk, _encoding, done) => {
				this.frames.push(String(chunk));
				// Calling back at once is what makes a flush and the exit resolve.
				done();
			},
		});
		this.columns = columns;
		this.rows = rows;
	}
}

/** An input that never says anything: keys go to the program directly, as they do behind the key stream. */
class TtyInput extends Readable {
	readonly isTTY = true;

	constructor() {
		super({objectMode: true, read() {}});
	}

	setRawMode(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}
}

/** Writes that are no frame: modes being switched, and the line end at the exit. */
const noFrame = /^(?:\u001b\[\?[0-9;]*[hl]|\n)*$/u;

export interface RenderedTty {
	/** Resolves when what is on the screen is what the state says. */
	flush(): Promise<void>;
	/** The screen with its looks, row by row. */
	painted(): readonly string[];
	/** The screen's text, row by row. */
	rows(): readonly string[];
	/** Everything that has been written so far, for counting. */
	readonly writes: readonly string[];
	/** As the terminal says it: Ink lays the old tree out first. */
	resize(columns: number, rows: number): Promise<void>;
	/** The size that the next frame is drawn for, without telling Ink. */
	setSize(columns: number, rows: number): void;
	unmount(): Promise<void>;
}

export interface RenderTtyOptions {
	readonly columns?: number | undefined;
	readonly rows?: number | undefined;
	/** What Ink's own hooks read; by default nothing ever comes. */
	readonly stdin?: RenderOptions['stdin'];
}

/** Mounts a tree on a terminal of this size, 80x24 unless given. */
export function renderTty(tree: ReactNode, {columns = 80, rows = 24, stdin}: RenderTtyOptions = {}): RenderedTty {
	const stdout = new TtyOutput(columns, rows);
	const instance = render(tree, {
		stdout,
		stderr: new TtyOutput(columns, rows),
		stdin: stdin ?? new TtyInput(),
		debug: true,
		interactive: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	const ended = instance.waitUntilExit().then(
		() => undefined,
		(error: unknown) => error,
	);
	let failure: unknown;
	void ended.then((error) => {
		failure = error;
	});

	const lastFrame = (): string => {
		// A tree that throws ends Ink with an empty screen: say what was thrown instead.
		if (failure !== undefined) throw failure;
		return stdout.frames.findLast((frame) => !noFrame.test(frame)) ?? '';
	};
	const painted = (): readonly string[] => lastFrame().split('\n');
	return {
		flush: () => instance.waitUntilRenderFlush(),
		painted,
		rows: () => painted().map((row) => stripVTControlCharacters(row).trimEnd()),
		writes: stdout.frames,
		setSize(nextColumns, nextRows) {
			stdout.columns = nextColumns;
			stdout.rows = nextRows;
		},
		async resize(nextColumns, nextRows) {
			stdout.columns = nextColumns;
			stdout.rows = nextRows;
			stdout.emit('resize');
			// Ink lays the old tree out first.
			await instance.waitUntilRenderFlush();
			await instance.waitUntilRenderFlush();
		},
		async unmount() {
			instance.unmount();
			await ended;
		},
	};
}
