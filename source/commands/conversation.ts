/**
 * Questions at the terminal. From the first one until it is closed the terminal echoes nothing and every key arrives
 * here, so that what is typed ahead, a token for example, never gets onto the screen.
 */
import {type EditLine, editLine, editOperations, insert, paste} from '../input/edit-line.ts';
import {createKeyStream, type SetTimer, type TerminalInput} from '../input/key-stream.ts';
import type {KeyEvent} from '../input/keys.ts';
import {bracketedPaste} from '../terminal/modes.ts';
import {sanitise} from '../terminal/sanitise.ts';
import {suspendProcess} from '../terminal/suspend.ts';
import {interruptCodes, type Stop, untilStopped} from './interruption.ts';
import type {Output} from './output.ts';

/** The terminal's input: as the key stream needs it, and its end. */
export interface ConversationInput extends TerminalInput {
	on(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
	on(event: 'end' | 'close' | 'error', listener: () => void): unknown;
	off(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
	off(event: 'end' | 'close' | 'error', listener: () => void): unknown;
}

export interface Conversation {
	/** Where the questions are, for what is said between them. */
	readonly output: Output;
	/**
	 * Asks for a line of text that is shown. Keys that came before the question are no answer to it.
	 * @throws Interruption
	 */
	ask(question: string): Promise<string>;
	/** Asks for a secret: nothing of it is shown, not even its length. @throws Interruption */
	askHidden(question: string): Promise<string>;
	/** Gives the terminal back. */
	close(): void;
}

export interface ConversationOptions {
	readonly input: ConversationInput;
	readonly output: Output;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly stop: Stop;
	readonly setTimer?: SetTimer | undefined;
	/** Stops the process as ctrl-z does, and resolves when it runs again. */
	readonly suspend?: (() => Promise<void>) | undefined;
	/** Called once at the end. */
	readonly onClose?: (() => void) | undefined;
}

export function createConversation(options: ConversationOptions): Conversation {
	const {input, output, stop, onClose, suspend = suspendProcess, ...rest} = options;
	const keys = createKeyStream({input, output, bracketedPaste, ...rest});
	/** Typed while nothing was asked. */
	let early: KeyEvent[] = [];
	let receive: ((event: KeyEvent) => void) | undefined;
	/** Writes the question that waits for its answer once more. */
	let askAgain: (() => void) | undefined;
	let isClosed = false;

	const interrupt = (): void => stop.because(interruptCodes.SIGINT);
	const onEnd = (): void => stop.because(interruptCodes.SIGHUP);
	keys.subscribe((event) => {
		if (event.kind === 'key' && event.chord === 'ctrl+c') interrupt();
		else if (event.kind === 'key' && event.chord === 'ctrl+z') void goAway();
		else if (receive === undefined) early.push(event);
		else receive(event);
	});

	/** The shell gets its terminal as it was; what was typed before is kept, and not shown on the way back either. */
	async function goAway(): Promise<void> {
		keys.stop();
		if (askAgain !== undefined) output.write('\n');
		await suspend();
		if (isClosed) return;
		keys.start();
		askAgain?.();
	}

	function open(): void {
		keys.start();
		for (const event of ['end', 'close', 'error'] as const) input.on(event, onEnd);
	}

	function close(): void {
		if (isClosed) return;
		isClosed = true;
		keys.stop();
		for (const event of ['end', 'close', 'error'] as const) input.off(event, onEnd);
		onClose?.();
	}
	// Before anything else is written: the terminal is the shell's again.
	stop.signal.addEventListener('abort', close);

	async function answer(question: string, isHidden: boolean): Promise<string> {
		stop.signal.throwIfAborted();
		if (isClosed) throw new Error('asked at a terminal that was given back');
		open();
		const prompt = sanitise(question);
		output.write(prompt);
		const {promise, resolve} = Promise.withResolvers<string>();
		let line = editLine();
		const show = (next: EditLine): void => {
			const added = next.text.startsWith(line.text) ? next.text.slice(line.text.length) : undefined;
			if (!isHidden) output.write(added ?? `\r${prompt}${next.text}\u001b[K`);
			line = next;
		};
		askAgain = () => output.write(isHidden ? prompt : prompt + line.text);
		receive = (event) => {
			const {next, isComplete} = edited(line, event);
			show(next);
			if (isComplete) {
				receive = undefined;
				resolve(line.text);
			} else if (line.text === '' && event.kind === 'key' && event.chord === 'ctrl+d') interrupt();
		};
		const typed = isHidden ? early : [];
		early = [];
		for (const event of typed) {
			if (receive === undefined) early.push(event);
			else receive(event);
		}
		try {
			return await untilStopped(promise, stop.signal);
		} finally {
			receive = undefined;
			askAgain = undefined;
			output.write('\n');
		}
	}

	return {
		output,
		ask: (question) => answer(question, false),
		askHidden: (question) => answer(question, true),
		close,
	};
}

/** The keys that edit a line whose cursor is always at its end. */
const operations = [
	editOperations['edit.backspace'],
	editOperations['edit.kill-word'],
	editOperations['edit.kill-start'],
];

/** The line after a key or paste, and whether that ended it. */
function edited(line: EditLine, event: KeyEvent): {readonly next: EditLine; readonly isComplete: boolean} {
	if (event.kind === 'paste') {
		// A line end behind the paste does what it does in terminals that do not mark pastes: it ends the answer.
		const text = event.text.replace(/[\r\n]+$/u, '');
		return {next: paste(line, text), isComplete: text !== event.text};
	}
	if (event.chord === 'enter') return {next: line, isComplete: true};
	const operation = operations.find(({keys}) => keys.some((key) => key === event.chord));
	if (operation !== undefined) return {next: operation.apply(line), isComplete: false};
	return {next: event.text === '' ? line : insert(line, event.text), isComplete: false};
}
