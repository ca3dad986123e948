import {TextDecoder} from 'node:util';
import {createKeyDecoder, type KeyEvent, type Pending} from './keys.ts';
import {pasteLimit} from './paste-buffer.ts';
import {couldBePasted, looksPasted, pastedText} from './unbracketed.ts';

/**
 * The only reader of the terminal's input: bytes to single keys, in front of Ink, which gets a chunk for a key.
 */

/** What is needed of a terminal's input; `process.stdin` is one. */
export interface TerminalInput {
	readonly setRawMode?: ((raw: boolean) => unknown) | undefined;
	on(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
	off(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
	resume(): unknown;
	pause(): unknown;
}

/** Calls back once after `milliseconds` unless the returned function is called before. */
export type SetTimer = (callback: () => void, milliseconds: number) => () => void;

export interface KeyStreamOptions {
	readonly input: TerminalInput;
	/** Where the modes are switched, the terminal's output. */
	readonly output: {write(text: string): unknown};
	/** The sequences that switch bracketed paste on and off. */
	readonly bracketedPaste: {readonly on: string; readonly off: string};
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly setTimer?: SetTimer | undefined;
}

export interface KeyStream {
	/** Calls the listener with every key and paste, in order; returns the function that ends it. */
	subscribe(listener: (event: KeyEvent) => void): () => void;
	/** Raw mode, bracketed paste, and reading on. Does nothing if it already runs. */
	start(): void;
	/** All of it back, for a suspension, a child on the terminal, or the end. Does nothing if it does not run. */
	stop(): void;
}

/** After a paste without brackets: how long the stream waits for its next part, in ms. */
const pasteGap = 40;

/**
 * How long the rest of something is awaited, in ms. A lone ESC is short, because Escape is a key; over SSH it is twice
 * that, because packets part what the terminal sent together (research: an arrow split by 25 ms reads as Escape).
 * A sequence, once begun, is never a key of its own, so it may take its time. A paste waits longest: its end marker is
 * lost only with the terminal, and what comes after giving up would be read as commands.
 */
function patience(environment: KeyStreamOptions['environment']): Readonly<Record<NonNullable<Pending>, number>> {
	const overSsh = (environment.SSH_TTY ?? environment.SSH_CONNECTION ?? '') !== '';
	return {
		escape: overSsh ? 120 : 60,
		sequence: overSsh ? 1000 : 500,
		reply: overSsh ? 1000 : 500,
		paste: 10_000,
	};
}

export function createKeyStream({
	input,
	output,
	bracketedPaste,
	environment,
	setTimer = afterPoll,
}: KeyStreamOptions): KeyStream {
	const wait = patience(environment);
	const listeners = new Set<(event: KeyEvent) => void>();
	const decoder = createKeyDecoder();
	let bytes = utf8();
	let running = false;
	let cancelTimer = () => {};
	/** The text of a paste without brackets, still arriving; what is beyond the limit is counted only. */
	let burst: {readonly pieces: string[]; length: number} | undefined;

	function onData(chunk: Uint8Array | string): void {
		cancelTimer();
		receive(decoder.push(typeof chunk === 'string' ? chunk : bytes.decode(chunk, {stream: true})));
		if (running) arm();
	}

	function receive(events: readonly KeyEvent[]): void {
		if (burst === undefined ? looksPasted(events) : couldBePasted(events)) {
			burst ??= {pieces: [], length: 0};
			const piece = pastedText(events);
			burst.pieces.push(piece.slice(0, Math.max(0, pasteLimit - burst.length)));
			burst.length += piece.length;
			return;
		}
		endBurst();
		deliver(events);
	}

	function endBurst(): void {
		if (burst === undefined) return;
		const {pieces, length} = burst;
		burst = undefined;
		deliver([{kind: 'paste', text: pieces.join(''), truncated: length > pasteLimit}]);
	}

	function deliver(events: readonly KeyEvent[]): void {
		for (const event of events) {
			// A key that ends or suspends the program also ends what was typed behind it.
			if (!running) return;
			for (const listener of [...listeners]) listener(event);
		}
	}

	function arm(): void {
		const {pending} = decoder;
		if (burst !== undefined) cancelTimer = setTimer(onBurstEnd, pasteGap);
		else if (pending !== undefined) cancelTimer = setTimer(onSilence, wait[pending]);
	}

	function onBurstEnd(): void {
		endBurst();
		if (running) arm();
	}

	function onSilence(): void {
		receive(decoder.flush());
		if (running) arm();
	}

	return {
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		start() {
			if (running) return;
			running = true;
			input.setRawMode?.(true);
			output.write(bracketedPaste.on);
			input.on('data', onData);
			input.resume();
		},
		stop() {
			if (!running) return;
			running = false;
			cancelTimer();
			input.off('data', onData);
			input.pause();
			output.write(bracketedPaste.off);
			input.setRawMode?.(false);
			// Half a sequence from before a suspension means nothing after it.
			decoder.reset();
			bytes = utf8();
			burst = undefined;
		},
	};
}

/** Keeps half a character until its rest comes; keeps a byte order mark, which is no mark here. */
function utf8(): TextDecoder {
	return new TextDecoder('utf-8', {ignoreBOM: true});
}

/**
 * A timer that lets waiting input be read first. While the program was busy drawing, the rest of a sequence may have
 * arrived and the time run out; timers run before reads, so without the detour the sequence would be torn apart.
 */
function afterPoll(callback: () => void, milliseconds: number): () => void {
	let immediate: NodeJS.Immediate | undefined;
	const timeout = setTimeout(() => {
		immediate = setImmediate(callback);
	}, milliseconds);
	return () => {
		clearTimeout(timeout);
		clearImmediate(immediate);
	};
}
