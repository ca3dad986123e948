import {graphemes} from './graphemes.ts';
import type {Keymap} from './keymap.ts';
import type {KeyEvent} from './keys.ts';

/** What an event means in a context, now. */
export type Resolution =
	| {readonly kind: 'command'; readonly command: string}
	/** The key has a command that cannot be used; the reason is shown instead. */
	| {readonly kind: 'disabled'; readonly command: string; readonly reason: string}
	/** Typed into a text field. */
	| {readonly kind: 'text'; readonly text: string}
	/** Pasted into a text field. */
	| {readonly kind: 'paste'; readonly text: string; readonly truncated: boolean}
	/** Pasted where nothing can be typed: `length` characters are dropped, and the user is told. */
	| {readonly kind: 'paste-ignored'; readonly length: number}
	/** Two keys that a slow line ran together: dispatch one after the other, each against the then current context. */
	| {readonly kind: 'sequence'; readonly events: readonly [KeyEvent, KeyEvent]}
	| {readonly kind: 'unbound'; readonly chord: string};

/**
 * What `event` means in `context`, given the state of this moment. Call it for each event by itself, with the state
 * that the previous event left behind; a state captured by a render loses keys.
 */
export function resolveKey<State>(keymap: Keymap<State>, context: string, event: KeyEvent, state: State): Resolution {
	const isText = keymap.isText(context);
	if (event.kind === 'paste') {
		return isText
			? {kind: 'paste', text: event.text, truncated: event.truncated}
			: {kind: 'paste-ignored', length: graphemes(event.text).length};
	}
	if (isText && event.text !== '') return {kind: 'text', text: event.text};
	const binding = keymap.lookup(context, event.chord);
	if (binding !== undefined) {
		const reason = binding.disabled?.(state);
		return reason === undefined
			? {kind: 'command', command: binding.command}
			: {kind: 'disabled', command: binding.command, reason};
	}
	return escapeThenKey(event.chord) ?? {kind: 'unbound', chord: event.chord};
}

/**
 * Alt and a key are the bytes of Escape and that key: unless alt+key is bound, two quick keys are what was meant. Keys
 * with sequences of their own (alt+up is one) cannot be run together that way.
 */
function escapeThenKey(chord: string): Resolution | undefined {
	const match = /^(ctrl\+)?alt\+(.+)$/su.exec(chord);
	if (match?.[2] === undefined) return undefined;
	const key = match[2];
	const isCharacter = graphemes(key).length === 1;
	if (!isCharacter && !['space', 'enter', 'tab', 'backspace'].includes(key)) return undefined;
	const text = match[1] !== undefined ? '' : isCharacter ? key : key === 'space' ? ' ' : '';
	return {
		kind: 'sequence',
		events: [
			{kind: 'key', chord: 'escape', text: ''},
			{kind: 'key', chord: (match[1] ?? '') + key, text},
		],
	};
}
