import type {KeyEvent} from './keys.ts';

/**
 * Pastes of terminals without bracketed paste (GNU screen before 5, the Linux console). They arrive as one burst of
 * keys, and must not work as commands; but neither may keys that were typed ahead on a stalled line, or a held key,
 * be taken for a paste.
 *
 * The rule: one read of **more than 64 keys, all of them characters, Enter or Tab, with at least 12 different
 * characters among them**, is a paste. Sixty-four is twice what a stalled line has to deliver as keys; a held key and
 * movements have few different characters; and whoever types ahead uses Escape, arrows or ctrl sooner or later.
 * Line ends are no condition: a token in one line fires hotkeys just as well.
 */
const mostTypedAhead = 64;
const fewestDifferent = 12;

/** Whether the key events of one read are a paste without brackets. */
export function looksPasted(events: readonly KeyEvent[]): boolean {
	if (events.length <= mostTypedAhead || !events.every(isPlainKey)) return false;
	return new Set(events.map((event) => event.text)).size >= fewestDifferent;
}

/** Whether every event could be part of a paste: a character, Enter or Tab. */
export function couldBePasted(events: readonly KeyEvent[]): boolean {
	return events.every(isPlainKey);
}

/** The text that the key events stand for. */
export function pastedText(events: readonly KeyEvent[]): string {
	return events
		.map((event) =>
			event.kind === 'paste' ? event.text : event.chord === 'enter' ? '\n' : event.chord === 'tab' ? '\t' : event.text,
		)
		.join('');
}

function isPlainKey(event: KeyEvent): boolean {
	return event.kind === 'key' && (event.text !== '' || event.chord === 'enter' || event.chord === 'tab');
}
