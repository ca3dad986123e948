import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import * as pty from 'node-pty';
import {createScreen, type Screen} from './screen.ts';

/** A program on a real pseudo-terminal, its output on an emulated screen. */
export interface TestTerminal extends AsyncDisposable {
	/** Sends bytes (or text) to the program as one write. */
	write(bytes: string | Uint8Array): void;
	/**
	 * Sends keys by name (`j`, `enter`, `ctrl+d`, `shift+tab`), each in a write of its own. The program may read several at
	 * once: after `escape`, wait for its effect before the next key, as on any terminal.
	 */
	press(...keys: readonly string[]): void;
	/** Sends a paste as a terminal does: line ends as carriage returns, in brackets if the program asked for them. */
	paste(text: string): void;
	resize(columns: number, rows: number): void;
	/** The visible text: lines without trailing spaces, without the empty lines at the end. */
	screen(): string;
	/** One visible line, counted from 0. */
	row(index: number): string;
	/** The cells of one visible line with their looks. */
	cells: Screen['cells'];
	/** What is on the screen beyond its text: cursor, alternate buffer, modes, history. */
	readonly emulator: Screen;
	/**
	 * Waits until the screen holds the text, matches, or passes; resolves with the screen. Fails with the screen. Half a
	 * frame, of a program that marks them, is not looked at.
	 */
	waitFor(expected: string | RegExp | ((screen: string) => boolean), options?: WaitOptions): Promise<string>;
	/** Everything the program has written, as it came. */
	readonly output: string;
	/** How the program ended. */
	readonly exit: Promise<{readonly code: number; readonly signal: number | undefined}>;
	/** The home directory the program runs with; empty but for `files`. */
	readonly home: string;
	readonly pid: number;
	kill(signal?: NodeJS.Signals): void;
	/** Takes the terminal away, as a dropped SSH connection does. */
	hangUp(): void;
	/** Ends the program if it still runs, and removes its home. */
	close(): Promise<void>;
}

export interface WaitOptions {
	/** In ms; generous, because it is only ever waited for in full when a test fails. */
	readonly timeout?: number | undefined;
	/** What is waited for, for the message. */
	readonly description?: string | undefined;
}

export interface TerminalOptions {
	readonly command: string;
	readonly args?: readonly string[] | undefined;
	readonly columns?: number | undefined;
	readonly rows?: number | undefined;
	/** On top of a bare environment: PATH, a UTF-8 locale, TERM, and a home of its own. Undefined removes a variable. */
	readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
	readonly cwd?: string | undefined;
	/** Files to put into the home first, by path under it. */
	readonly files?: Readonly<Record<string, string>> | undefined;
	/** Looks at what is there when the terminal is closed: the program, which may still run, and its home. */
	readonly beforeClose?: ((terminal: TestTerminal) => void) | undefined;
}

/** Starts a program on a pseudo-terminal of its own, with nothing of this machine's user in its environment. */
export function startTerminal(options: TerminalOptions): TestTerminal {
	const {command, args = [], columns = 80, rows = 24, environment = {}, cwd = process.cwd(), files = {}} = options;
	const home = mkdtempSync(path.join(tmpdir(), 'cfiam-test-'));
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(home, name)), {recursive: true});
		writeFileSync(path.join(home, name), content);
	}
	const screen = createScreen(columns, rows);
	const program = pty.spawn(command, [...args], {
		name: environment.TERM ?? 'xterm-256color',
		cols: columns,
		rows,
		cwd,
		env: withoutUndefined({...bareEnvironment(home), ...environment}),
	});

	let output = '';
	let ended: {readonly code: number; readonly signal: number | undefined} | undefined;
	const watchers = new Set<() => void>();
	const notify = (): void => {
		for (const watcher of [...watchers]) watcher();
	};
	/** Between the marks of synchronised output: what is on the screen is half a frame. */
	const isDrawing = (): boolean => output.lastIndexOf('\u001b[?2026h') > output.lastIndexOf('\u001b[?2026l');

	screen.onReply((reply) => {
		if (ended === undefined) program.write(reply);
	});
	program.onData((data) => {
		output += data;
		void screen.write(data).then(notify);
	});
	const exit = new Promise<{readonly code: number; readonly signal: number | undefined}>((resolve) => {
		program.onExit(({exitCode, signal}) => {
			ended = {code: exitCode, signal: signal === 0 ? undefined : signal};
			// What it wrote last is drawn before anybody looks.
			void screen.write('').then(() => {
				notify();
				if (ended !== undefined) resolve(ended);
			});
		});
	});

	function waitFor(expected: string | RegExp | ((screen: string) => boolean), wait: WaitOptions = {}): Promise<string> {
		const {timeout = 10_000, description = describe(expected)} = wait;
		return new Promise((resolve, reject) => {
			const finish = (): void => {
				watchers.delete(check);
				clearTimeout(timer);
			};
			const fail = (why: string): void => {
				finish();
				reject(new Error(`waited for ${description}, but ${why}. The screen:\n${framed(screen)}`));
			};
			const check = (): void => {
				if (ended === undefined && isDrawing()) return;
				const text = screen.text();
				if (isThere(expected, text)) {
					finish();
					resolve(text);
				} else if (ended !== undefined) fail(`the program ended with ${ended.signal ?? ended.code}`);
			};
			const timer = setTimeout(() => fail(`it did not come within ${timeout} ms`), timeout);
			watchers.add(check);
			check();
		});
	}

	async function close(): Promise<void> {
		try {
			options.beforeClose?.(terminal);
		} finally {
			if (ended === undefined) {
				program.kill('SIGKILL');
				await exit;
			}
			screen.close();
			rmSync(home, {recursive: true, force: true});
		}
	}

	const terminal: TestTerminal = {
		write: (bytes) => program.write(typeof bytes === 'string' ? bytes : Buffer.from(bytes)),
		press(...keys) {
			for (const key of keys) program.write(bytesOf(key));
		},
		paste(text) {
			const sent = text.replaceAll(/\r?\n/g, '\r');
			program.write(screen.hasBracketedPaste ? `\u001b[200~${sent}\u001b[201~` : sent);
		},
		resize(newColumns, newRows) {
			screen.resize(newColumns, newRows);
			program.resize(newColumns, newRows);
		},
		screen: () => screen.text(),
		row: (index) => screen.row(index),
		cells: (index) => screen.cells(index),
		emulator: screen,
		waitFor,
		get output() {
			return output;
		},
		exit,
		home,
		get pid() {
			return program.pid;
		},
		kill: (signal) => program.kill(signal),
		hangUp: () => hangUp(program),
		close,
		[Symbol.asyncDispose]: close,
	};
	return terminal;
}

/** Closes the terminal's other end. node-pty's types leave `destroy` out. */
function hangUp(program: pty.IPty): void {
	if ('destroy' in program && typeof program.destroy === 'function') program.destroy();
	else throw new Error('this node-pty cannot close a terminal');
}

function bareEnvironment(home: string): Record<string, string | undefined> {
	return {
		PATH: process.env.PATH,
		LANG: 'C.UTF-8',
		HOME: home,
		XDG_CONFIG_HOME: path.join(home, '.config'),
		XDG_STATE_HOME: path.join(home, '.local/state'),
		XDG_CACHE_HOME: path.join(home, '.cache'),
		// Ink draws nothing but its last frame where it believes itself in CI.
		CI: 'false',
	};
}

/** node-pty would set them to the text `undefined`. */
function withoutUndefined(
	environment: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
	return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}

function isThere(expected: string | RegExp | ((screen: string) => boolean), text: string): boolean {
	if (typeof expected === 'string') return text.includes(expected);
	return typeof expected === 'function' ? expected(text) : text.search(expected) !== -1;
}

function describe(expected: string | RegExp | ((screen: string) => boolean)): string {
	return typeof expected === 'string' ? JSON.stringify(expected) : String(expected);
}

function framed(screen: Screen): string {
	const edge = `+${'-'.repeat(screen.columns)}+`;
	const lines = Array.from({length: screen.rows}, (_, index) => `|${screen.row(index)}`);
	return [edge, ...lines, edge].join('\n');
}

/** What xterm sends for named keys; a table of its own, so that it can disagree with the one under test. */
const sequences: Readonly<Record<string, string>> = {
	enter: '\r',
	escape: '\u001b',
	tab: '\t',
	'shift+tab': '\u001b[Z',
	space: ' ',
	backspace: '\u007f',
	delete: '\u001b[3~',
	insert: '\u001b[2~',
	up: '\u001b[A',
	down: '\u001b[B',
	right: '\u001b[C',
	left: '\u001b[D',
	home: '\u001b[H',
	end: '\u001b[F',
	pageup: '\u001b[5~',
	pagedown: '\u001b[6~',
	f1: '\u001bOP',
	f2: '\u001bOQ',
	'ctrl+left': '\u001b[1;5D',
	'ctrl+right': '\u001b[1;5C',
	'ctrl+space': '\u0000',
};

function bytesOf(key: string): string {
	const known = sequences[key];
	if (known !== undefined) return known;
	const [, modifier, letter] = /^(?:(ctrl|alt)\+)?(.)$/su.exec(key) ?? [];
	if (letter === undefined) throw new Error(`the test terminal has no key ${JSON.stringify(key)}`);
	if (modifier === 'ctrl') return String.fromCharCode(letter.toUpperCase().charCodeAt(0) - 0x40);
	return modifier === 'alt' ? `\u001b${letter}` : letter;
}
