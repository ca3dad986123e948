import {Readable} from 'node:stream';
import type {Chord} from './chords.ts';
import type {KeyEvent} from './keys.ts';

/**
 * An input for Ink's own hooks and the small widgets built on them. The real input belongs to the key stream; the keys
 * that a widget should have are forwarded to it here, one at a time: those widgets act on the state of their last
 * render, and lose what comes before the next one.
 */
export interface WidgetInput {
	/** What Ink gets as its stdin: looks like a terminal, is none. */
	readonly stream: NodeJS.ReadableStream & {readonly isTTY: true};
	/** Sends a key or paste, as soon as those before it have been dealt with. */
	forward(event: KeyEvent): void;
}

export function createWidgetInput(): WidgetInput {
	const stream = new WidgetStream();
	const queue: string[] = [];
	let isBusy = false;

	async function send(): Promise<void> {
		isBusy = true;
		for (let keys = queue.shift(); keys !== undefined; keys = queue.shift()) {
			stream.push(keys);
			// The stream hands it over in the next tick, and React renders what comes of it before the one after that.
			await new Promise((resolve) => setImmediate(resolve));
		}
		isBusy = false;
	}

	return {
		stream,
		forward(event) {
			const keys = encodeKey(event);
			if (keys === '') return;
			queue.push(keys);
			if (!isBusy) void send();
		},
	};
}

/** Object mode, so that two keys are two reads. */
class WidgetStream extends Readable {
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

const sequences: Readonly<Record<Chord, string>> = {
	...{enter: '\r', escape: '\u001b', tab: '\t', 'shift+tab': '\u001b[Z', backspace: '\u007f', space: ' '},
	...{up: '\u001b[A', down: '\u001b[B', right: '\u001b[C', left: '\u001b[D', home: '\u001b[H', end: '\u001b[F'},
	...{insert: '\u001b[2~', delete: '\u001b[3~', pageup: '\u001b[5~', pagedown: '\u001b[6~', 'ctrl+space': '\u0000'},
};

/**
 * What a terminal sends for the key or paste; empty where no terminal sends anything. A paste goes as its text in one
 * line: unbracketed, because the widgets take a bracketed one as a key.
 */
export function encodeKey(event: KeyEvent): string {
	if (event.kind === 'paste')
		return event.text
			.trim()
			.replaceAll(/\s*\n\s*/g, ' ')
			.replaceAll(/\p{Cc}/gu, '');
	if (event.text !== '') return event.text;
	const known = sequences[event.chord];
	if (known !== undefined) return known;
	const [, ctrl, alt, key = ''] = /^(ctrl\+)?(alt\+)?(.+)$/su.exec(event.chord) ?? [];
	const base = sequences[key] ?? key;
	if (alt !== undefined && ctrl === undefined && (base !== key || [...key].length === 1)) return `\u001b${base}`;
	if (ctrl !== undefined && /^[a-z\\\]^_]$/.test(key)) {
		return `${alt === undefined ? '' : '\u001b'}${String.fromCharCode(key.toUpperCase().charCodeAt(0) - 0x40)}`;
	}
	return '';
}
