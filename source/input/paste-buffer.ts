/** A whole paste, with `\n` for every line end, otherwise as it came. `truncated`: it was longer than the limit. */
export interface Paste {
	readonly kind: 'paste';
	readonly text: string;
	readonly truncated: boolean;
}

/** The most characters (UTF-16 units) kept of one paste; the rest is dropped. */
export const pasteLimit = 1024 * 1024;

/** Collects a bracketed paste, in pieces of any size, up to its end marker. */
export interface PasteBuffer {
	/** Takes more of the paste: how much of `text` belonged to it, and whether its end was in it. */
	push(text: string): {readonly used: number; readonly isOver: boolean};
	/** What has arrived. Without its end marker, what looked like the marker's beginning is part of it. */
	paste(): Paste;
}

const endMarker = '\u001b[201~';

export function createPasteBuffer(limit: number): PasteBuffer {
	const pieces: string[] = [];
	let length = 0;
	/** What could be the beginning of the end marker: looked at again together with what follows. */
	let tail = '';

	function keep(piece: string): void {
		if (length < limit) pieces.push(piece.slice(0, limit - length));
		length += piece.length;
	}

	return {
		push(text) {
			const arrived = tail + text;
			const end = arrived.indexOf(endMarker);
			if (end === -1) {
				const sure = arrived.length - possibleMarker(arrived);
				keep(arrived.slice(0, sure));
				tail = arrived.slice(sure);
				return {used: text.length, isOver: false};
			}
			keep(arrived.slice(0, end));
			const used = end + endMarker.length - tail.length;
			tail = '';
			return {used, isOver: true};
		},
		paste() {
			keep(tail);
			const text = pieces.join('').toWellFormed().replaceAll(/\r\n?/g, '\n');
			return {kind: 'paste', text, truncated: length > limit};
		},
	};
}

/** How many characters at the end of the text could be the beginning of the end marker. */
function possibleMarker(text: string): number {
	for (let length = Math.min(endMarker.length - 1, text.length); length > 0; length--) {
		if (text.endsWith(endMarker.slice(0, length))) return length;
	}
	return 0;
}
