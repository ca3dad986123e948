import type {Chord} from './chords.ts';
import {graphemes} from './graphemes.ts';
import {createPasteBuffer, type Paste, type PasteBuffer, pasteLimit} from './paste-buffer.ts';
import {csiKeys, linuxKeys, press, ss3Keys} from './sequences.ts';

/** One key press: its chord, and the text it types (empty for a key that types nothing). */
export interface KeyPress {
	readonly kind: 'key';
	readonly chord: Chord;
	readonly text: string;
}

export type KeyEvent = KeyPress | Paste;

/** What the decoder is in the middle of: a lone ESC, a key's sequence, a reply of the terminal, or a paste. */
export type Pending = 'escape' | 'sequence' | 'reply' | 'paste' | undefined;

/**
 * Turns what a terminal sends into single key presses and whole pastes. Pure: no clock, no stream. Where the input is
 * split makes no difference, except that a letter and its combining mark in two pushes are two presses.
 */
export interface KeyDecoder {
	/** Decodes more input (text, not bytes) and returns what is complete. */
	push(text: string): KeyEvent[];
	/** Nothing more has come for a while: a lone ESC was the Escape key, half a sequence is dropped, a paste has ended. */
	flush(): KeyEvent[];
	readonly pending: Pending;
	/** Forgets what is pending. */
	reset(): void;
}

type Mode =
	| {readonly name: 'ground'}
	| {readonly name: 'escape'}
	| {readonly name: 'csi'; body: string}
	| {readonly name: 'linux'}
	| {readonly name: 'mouse'; left: number}
	| {readonly name: 'ss3'; body: string}
	/** `ESC ]`, `ESC P` or `ESC _`: a reply of the terminal, or alt with that character. */
	| {readonly name: 'introducer'; readonly character: string; body: string}
	| {readonly name: 'reply'; escaped: boolean}
	| {readonly name: 'paste'; readonly buffer: PasteBuffer};

const ground: Mode = {name: 'ground'};

/** How replies begin: OSC number, DCS status, APC of kitty graphics. What can no longer become one was typed. */
const replies: Readonly<Record<string, {readonly whole: RegExp; readonly part: RegExp}>> = {
	']': {whole: /^\d{1,4};$/, part: /^\d{0,4}$/},
	P: {whole: /^[\d;]{0,8}[!$+>?|]$/, part: /^[\d;]{0,8}$/},
	_: {whole: /^G$/, part: /^$/},
};

export function createKeyDecoder(limit = pasteLimit): KeyDecoder {
	let mode: Mode = ground;

	function push(text: string): KeyEvent[] {
		const events: KeyEvent[] = [];
		let index = 0;
		while (index < text.length) index = step(text, index, events);
		return events;
	}

	/** Consumes at least a character from `index`, or leaves a mode that cannot go on; returns where to go on. */
	function step(text: string, index: number, events: KeyEvent[]): number {
		switch (mode.name) {
			case 'ground':
				return stepGround(text, index, events);
			case 'paste':
				return stepPaste(mode.buffer, text, index, events);
			case 'escape':
				return stepEscape(text, index, events);
			case 'csi':
				return stepCsi(mode, text, index, events);
			case 'ss3':
				return stepSs3(mode, text, index, events);
			case 'introducer':
				return stepIntroducer(mode, text, index, events);
			case 'linux':
				mode = ground;
				if (isControl(text.charCodeAt(index))) return index;
				events.push(...linuxKeys(text[index] ?? ''));
				return index + 1;
			case 'mouse':
				// Three characters, none of them a control; anything else was not a mouse report after all.
				mode.left -= 1;
				if (isControl(text.charCodeAt(index))) {
					mode = ground;
					return index;
				}
				if (mode.left === 0) mode = ground;
				return index + 1;
			case 'reply':
				return stepReply(mode, text, index);
		}
	}

	function stepGround(text: string, index: number, events: KeyEvent[]): number {
		let end = index;
		while (end < text.length && !isControl(text.charCodeAt(end))) end += 1;
		for (const character of graphemes(text.slice(index, end))) {
			// U+FFFD is what bytes that are no UTF-8 decode to: nobody typed it.
			const typed = character.replaceAll('\ufffd', '').toWellFormed();
			if (typed !== '') events.push(press({}, typed));
		}
		if (end === text.length) return end;
		const code = text.charCodeAt(end);
		if (code === 0x1b) mode = {name: 'escape'};
		else if (code < 0x20 || code === 0x7f) events.push(controlKey(code, false));
		// The 8-bit forms of ESC [, ESC O, ESC P, ESC ] and ESC _; the other C1 controls are nothing that is typed.
		else if (code === 0x9b) mode = {name: 'csi', body: ''};
		else if (code === 0x8f) mode = {name: 'ss3', body: ''};
		else if (code === 0x90 || code === 0x9d || code === 0x9f) mode = {name: 'reply', escaped: false};
		return end + 1;
	}

	function stepEscape(text: string, index: number, events: KeyEvent[]): number {
		const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
		const code = character.charCodeAt(0);
		if (code === 0x1b) {
			// The first was a key; the second may begin a sequence.
			events.push(press({}, 'escape'));
			return index + 1;
		}
		mode = ground;
		if (character === '[') mode = {name: 'csi', body: ''};
		else if (character === 'O') mode = {name: 'ss3', body: ''};
		else if (replies[character] !== undefined) mode = {name: 'introducer', character, body: ''};
		else if (code < 0x20 || code === 0x7f) events.push(controlKey(code, true));
		else if (isControl(code) || character === '\ufffd') {
			events.push(press({}, 'escape'));
			return index;
		} else events.push(press({alt: true}, character));
		return index + character.length;
	}

	function stepCsi(state: Mode & {name: 'csi'}, text: string, index: number, events: KeyEvent[]): number {
		const character = text[index] ?? '';
		const code = character.charCodeAt(0);
		if (code < 0x20 || code > 0x7e) {
			// Not part of any sequence: what began is broken and dropped, this character is not.
			mode = ground;
			return index;
		}
		if (character === '[' && state.body === '') {
			mode = {name: 'linux'};
			return index + 1;
		}
		// rxvt ends shifted keys in `$`, elsewhere an intermediate byte.
		const isFinal = code >= 0x40 || (character === '$' && /^\d{1,2}$/.test(state.body));
		if (!isFinal) {
			// Longer than any key: its end is awaited, its text is not kept.
			if (state.body.length < 64) state.body += character;
			return index + 1;
		}
		if (character === 'M' && state.body === '') mode = {name: 'mouse', left: 3};
		else if (character === '~' && state.body === '200') mode = {name: 'paste', buffer: createPasteBuffer(limit)};
		else {
			mode = ground;
			events.push(...csiKeys(state.body, character));
		}
		return index + 1;
	}

	function stepSs3(state: Mode & {name: 'ss3'}, text: string, index: number, events: KeyEvent[]): number {
		const character = text[index] ?? '';
		const code = character.charCodeAt(0);
		if (/[\d;]/.test(character) && state.body.length < 8) {
			state.body += character;
			return index + 1;
		}
		mode = ground;
		if (code < 0x20 || code > 0x7e) return index;
		events.push(...ss3Keys(state.body, character));
		return index + 1;
	}

	function stepIntroducer(state: Mode & {name: 'introducer'}, text: string, index: number, events: KeyEvent[]): number {
		const body = state.body + (text[index] ?? '');
		const reply = replies[state.character];
		if (reply?.whole.test(body)) mode = {name: 'reply', escaped: false};
		else if (reply?.part.test(body)) state.body = body;
		else {
			mode = ground;
			events.push(...typedAfterAll(state));
			return index;
		}
		return index + 1;
	}

	function stepReply(state: Mode & {name: 'reply'}, text: string, index: number): number {
		const character = text[index] ?? '';
		if (state.escaped && character !== '\\') {
			// ESC ends the reply; without its backslash it begins something new.
			mode = {name: 'escape'};
			return index;
		}
		if (state.escaped || '\u0007\u0018\u001a\u009c'.includes(character)) mode = ground;
		else state.escaped = character === '\u001b';
		return index + 1;
	}

	function stepPaste(buffer: PasteBuffer, text: string, index: number, events: KeyEvent[]): number {
		const {used, isOver} = buffer.push(text.slice(index));
		if (isOver) {
			mode = ground;
			events.push(buffer.paste());
		}
		return index + used;
	}

	function flush(): KeyEvent[] {
		const events: KeyEvent[] = [];
		const ended = mode;
		mode = ground;
		switch (ended.name) {
			case 'escape':
				events.push(press({}, 'escape'));
				break;
			case 'introducer':
				events.push(...typedAfterAll(ended));
				break;
			case 'paste':
				events.push(ended.buffer.paste());
				break;
			case 'ground':
			case 'csi':
			case 'ss3':
			case 'linux':
			case 'mouse':
			case 'reply':
				break;
		}
		return events;
	}

	return {
		push,
		flush,
		get pending() {
			return pendingIn(mode);
		},
		reset() {
			mode = ground;
		},
	};
}

function pendingIn(mode: Mode): Pending {
	switch (mode.name) {
		case 'ground':
			return undefined;
		case 'escape':
		case 'reply':
		case 'paste':
			return mode.name;
		case 'csi':
		case 'ss3':
		case 'linux':
		case 'mouse':
		case 'introducer':
			return 'sequence';
	}
}

/** The keys of what looked like the beginning of a reply, and was none. */
function typedAfterAll({character, body}: Mode & {name: 'introducer'}): KeyEvent[] {
	return [press({alt: true}, character), ...Array.from(body, (digit) => press({}, digit))];
}

/** C0, DEL and C1. */
function isControl(code: number): boolean {
	return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

/** The key behind a C0 control or DEL: enter, tab, backspace, ctrl+space, or ctrl with a letter or sign. */
function controlKey(code: number, alt: boolean): KeyPress {
	// A line feed outside a paste is Enter as well: some terminals and `expect` scripts send it.
	if (code === 0x0d || code === 0x0a) return press({alt}, 'enter');
	if (code === 0x09) return press({alt}, 'tab');
	if (code === 0x7f || code === 0x08) return press({alt}, 'backspace');
	if (code === 0x00) return press({alt, ctrl: true}, 'space');
	return press({alt, ctrl: true}, String.fromCharCode(code + 0x40));
}
