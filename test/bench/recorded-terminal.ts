/** A program on a pseudo-terminal whose output is kept chunk by chunk, each with the time at which it came. */
import {StringDecoder} from 'node:string_decoder';
import {setTimeout as wait} from 'node:timers/promises';
import * as pty from 'node-pty';
import {createScreen, type Screen} from '../support/screen.ts';

/** Columns and rows of a terminal. */
export interface ScreenSize {
	readonly columns: number;
	readonly rows: number;
}

/** What the figures are measured on. */
export const screenSizes: readonly ScreenSize[] = [
	{columns: 80, rows: 24},
	{columns: 120, rows: 40},
];

export interface Chunk {
	/** ms, of the clock of this process. */
	readonly at: number;
	/** Bytes as the terminal got them. */
	readonly length: number;
	/** Whether a frame has been begun in it, or before, and not ended: what is on the screen is half a frame. */
	readonly isOpen: boolean;
	/** The visible text once it is drawn, one string a row. */
	readonly rows: readonly string[];
}

export interface RecordedOptions {
	readonly command: string;
	readonly args?: readonly string[] | undefined;
	readonly size?: ScreenSize | undefined;
	/** The whole environment, but for what every terminal has. */
	readonly environment: Readonly<Record<string, string>>;
}

export interface RecordedTerminal extends AsyncDisposable {
	readonly pid: number;
	/** Right before the program was started, in ms. */
	readonly startedAt: number;
	/** Everything since the start. What came last may not be drawn yet: {@link RecordedTerminal.drawn}. */
	readonly chunks: readonly Chunk[];
	readonly hasEnded: boolean;
	/** When it ended, in ms. */
	readonly ended: Promise<number>;
	/** Sends bytes as one write; answers when, in ms. */
	write(bytes: string): number;
	/** Resolves once what has come is drawn; with the rows of the screen. */
	drawn(): Promise<readonly string[]>;
	/** Resolves when nothing has come for so many ms. With what came since this was called. */
	quiet(milliseconds: number): Promise<readonly Chunk[]>;
	/** Resolves with the first chunk from the given place on after which the screen passes, as a whole frame. */
	until(passes: (rows: readonly string[]) => boolean, what: string, patience?: number): Promise<Chunk>;
}

const frameMarks = /\u001b\[\?2026([hl])/g;

export function startRecorded(options: RecordedOptions): RecordedTerminal {
	const size = options.size ?? {columns: 80, rows: 24};
	const screen = createScreen(size.columns, size.rows);
	const decoder = new StringDecoder('utf8');
	const chunks: Chunk[] = [];
	const listeners = new Set<() => void>();
	const exit = Promise.withResolvers<number>();
	let isOver = false;
	let ending = '';
	let lastAt = performance.now();
	let isOpen = false;
	/** Chunks are drawn one after the other, so that each has the screen as it was after it. */
	let drawing: Promise<void> = Promise.resolve();

	const startedAt = performance.now();
	const program = pty.spawn(options.command, [...(options.args ?? [])], {
		name: 'xterm-256color',
		cols: size.columns,
		rows: size.rows,
		encoding: null,
		env: {PATH: process.env.PATH ?? '', LANG: 'C.UTF-8', CI: 'false', ...options.environment},
	});
	screen.onReply((reply) => {
		if (!isOver) program.write(reply);
	});

	const take = (data: unknown): void => {
		const at = performance.now();
		// node-pty hands over bytes when told to decode nothing; its types say text all the same.
		const bytes = Buffer.isBuffer(data) ? data : Buffer.from(String(data));
		lastAt = at;
		const text = decoder.write(bytes);
		const [, mark] = [...text.matchAll(frameMarks)].at(-1) ?? [];
		if (mark !== undefined) isOpen = mark === 'h';
		const chunk = {at, length: bytes.length, isOpen};
		drawing = drawing.then(async () => {
			await screen.write(text);
			chunks.push({...chunk, rows: rowsOf(screen)});
			for (const listener of [...listeners]) listener();
		});
	};
	program.onData(take);
	program.onExit(({exitCode, signal}) => {
		isOver = true;
		ending = signal === undefined || signal === 0 ? `code ${exitCode}` : `signal ${signal}`;
		exit.resolve(performance.now());
		for (const listener of [...listeners]) listener();
	});

	return {
		pid: program.pid,
		startedAt,
		chunks,
		get hasEnded() {
			return isOver;
		},
		ended: exit.promise,
		write(bytes) {
			const at = performance.now();
			program.write(bytes);
			return at;
		},
		async drawn() {
			await drawing;
			return rowsOf(screen);
		},
		async quiet(milliseconds) {
			const from = performance.now();
			for (;;) {
				const left = Math.max(lastAt, from) + milliseconds - performance.now();
				if (left <= 0) break;
				await wait(left);
			}
			await drawing;
			return chunks.filter(({at}) => at >= from);
		},
		until(passes, what, patience = 30_000) {
			let next = chunks.length;
			return new Promise((resolve, reject) => {
				const finish = (): void => {
					clearTimeout(timer);
					listeners.delete(look);
				};
				const look = (): void => {
					for (; next < chunks.length; next++) {
						const chunk = chunks[next];
						if (chunk === undefined || chunk.isOpen || !passes(chunk.rows)) continue;
						finish();
						resolve(chunk);
						return;
					}
					if (isOver) fail(`it ended with ${ending}`);
				};
				const fail = (why: string): void => {
					finish();
					const {command, args = []} = options;
					const shown = rowsOf(screen).join('\n').trim();
					reject(new Error(`waited for ${what} of ${[command, ...args].join(' ')}, but ${why}. The screen:\n${shown}`));
				};
				const timer = setTimeout(() => fail(`it did not come within ${patience} ms`), patience);
				listeners.add(look);
				// What is there already may pass.
				const latest = chunks.at(-1);
				if (latest !== undefined && !latest.isOpen && passes(latest.rows)) {
					finish();
					resolve(latest);
				}
			});
		},
		async [Symbol.asyncDispose]() {
			if (!isOver) {
				program.kill('SIGKILL');
				await exit.promise;
			}
			await drawing;
			screen.close();
		},
	};
}

function rowsOf(screen: Screen): readonly string[] {
	return Array.from({length: screen.rows}, (_, row) => screen.row(row));
}

/** ms that a reaction is waited for that does not come. */
const patience = 5_000;

/**
 * Presses a key and waits until its reaction is over: when so many ms have passed without output. Answers when the
 * screen came to what it is then, in ms after the key: at the end of the frame from which on the part that is looked at
 * stays the same. @throws Error where it was never another
 */
export async function reactionTime(
	terminal: RecordedTerminal,
	key: string,
	rest: number,
	part: (rows: readonly string[]) => string,
): Promise<number> {
	const before = part(await terminal.drawn());
	const first = terminal.chunks.length;
	const from = terminal.write(key);
	do {
		await terminal.quiet(rest);
	} while (performance.now() - from < patience && part(await terminal.drawn()) === before);
	const reaction = terminal.chunks.slice(first);
	const last = reaction.at(-1);
	const final = last === undefined ? before : part(last.rows);
	if (last === undefined || final === before)
		throw new Error(`${JSON.stringify(key)} changed nothing on the screen:\n${before}`);
	const other = reaction.findLastIndex(({rows}) => part(rows) !== final);
	const end = reaction.slice(other + 1).find(({isOpen}) => !isOpen) ?? last;
	return end.at - from;
}
