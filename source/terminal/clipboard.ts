import {Buffer} from 'node:buffer';

/**
 * Copying over SSH: the text goes to the user's terminal, which puts it into the clipboard of the user's own machine
 * (OSC 52). Whether it did cannot be known, so say "sent to the terminal" and show the text as well.
 */

/** Bytes of text that a sequence of 100,000 bytes can carry in base64; several terminals ignore longer ones. */
export const clipboardLimit = 74_994;

export type Copy =
	/** Write this to the terminal. */
	| {readonly sequence: string}
	/** The text has more bytes than terminals take. */
	| {readonly refused: 'too long'; readonly bytes: number; readonly limit: number};

/**
 * The sequence that copies `text`, wrapped for the multiplexers that it has to pass: tmux (`TMUX`) or GNU screen
 * (`STY`).
 */
export function copyToClipboard(text: string, environment: Readonly<Record<string, string | undefined>>): Copy {
	const bytes = Buffer.byteLength(text);
	if (bytes > clipboardLimit) return {refused: 'too long', bytes, limit: clipboardLimit};
	const plain = `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
	if ((environment.TMUX ?? '') !== '') {
		// tmux takes one of the two, by its options: the wrapped one with `allow-passthrough on`, the plain one with
		// `set-clipboard on`. Where both are on, the same text is copied twice.
		return {sequence: `\u001bPtmux;${plain.replaceAll('\u001b', '\u001b\u001b')}\u001b\\${plain}`};
	}
	if ((environment.STY ?? '') !== '') {
		// Old versions pass on strings of less than 256 bytes only; one line of base64 is the customary piece.
		const pieces = plain.match(/.{1,76}/gs) ?? [];
		return {sequence: pieces.map((piece) => `\u001bP${piece}\u001b\\`).join('')};
	}
	return {sequence: plain};
}
