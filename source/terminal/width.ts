import {segmentsOf, stringWidth} from '../unicode.ts';

/**
 * How many cells a text takes, and cutting, padding and wrapping by cells. Always by whole graphemes: a family emoji or
 * a letter with its accents is one unit. All texts are expected to be sanitised: an escape sequence is counted, not
 * skipped.
 */

const notPlainAscii = /[^\x20-\x7e]/;

/**
 * Characters of one cell and one grapheme each, as string-width has them too: Latin letters, dashes, quotes and the
 * ellipsis, lines, corners and blocks. With them a frame is measured before string-width is loaded.
 */
const notPlain = /[^\x20-\x7e\u{a1}-\u{ac}\u{ae}-\u{2ff}\u{2010}-\u{2027}\u{2500}-\u{259f}]/u;

/** The same, and characters of two cells: Han, Kana and Hangul. */
const notKnown =
	/[^\x20-\x7e\u{a1}-\u{ac}\u{ae}-\u{2ff}\u{2010}-\u{2027}\u{2500}-\u{259f}\u{3041}-\u{3096}\u{30a1}-\u{30fa}\u{3400}-\u{4dbf}\u{4e00}-\u{9fff}\u{ac00}-\u{d7a3}]/u;

/** Of the characters that are known, the first of two cells. */
const firstWide = 0x30_41;

/** Widths of texts that are not plain ASCII: names are measured again on every frame. */
const measured = new Map<string, number>();
const mostMeasured = 4096;
const longestMeasured = 256;

/** Whether every UTF-16 unit of the text is a printable ASCII character: one cell and one grapheme each. */
export function isPlainAscii(text: string): boolean {
	return !notPlainAscii.test(text);
}

/** The same of characters that take one cell and are one grapheme each. */
function isPlain(text: string): boolean {
	return !notPlain.test(text);
}

/** The text's graphemes, in order, made one by one as they are asked for. */
export function* graphemes(text: string): Generator<string, void, undefined> {
	if (!notKnown.test(text)) yield* text;
	else for (const {segment} of segmentsOf(text)) yield segment;
}

/** The width of the text in terminal cells. */
export function cellWidth(text: string): number {
	if (isPlain(text)) return text.length;
	if (!notKnown.test(text)) return knownWidth(text);
	const known = measured.get(text);
	if (known !== undefined) return known;
	const width = stringWidth(text, {countAnsiEscapeCodes: true});
	if (text.length <= longestMeasured) {
		if (measured.size >= mostMeasured) measured.clear();
		measured.set(text, width);
	}
	return width;
}

function knownWidth(text: string): number {
	let width = text.length;
	for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= firstWide) width++;
	return width;
}

/** The longest run of whole graphemes from the text's start that fits into `cells`. */
export function takeStart(text: string, cells: number): string {
	if (isPlain(text)) return text.slice(0, Math.max(0, cells));
	let taken = '';
	let used = 0;
	for (const grapheme of graphemes(text)) {
		used += cellWidth(grapheme);
		if (used > cells) break;
		taken += grapheme;
	}
	return taken;
}

/** The longest run of whole graphemes at the text's end that fits into `cells`. */
export function takeEnd(text: string, cells: number): string {
	if (cells <= 0) return '';
	if (isPlain(text)) return text.slice(-cells);
	let start = text.length;
	let used = 0;
	for (const grapheme of [...graphemes(text)].reverse()) {
		used += cellWidth(grapheme);
		if (used > cells) break;
		start -= grapheme.length;
	}
	return text.slice(start);
}

/**
 * The text itself if it fits into `cells`, else as much of it as fits with an ellipsis where something was left out.
 * A wide character that would be halved is left out, so the result may be a cell short (see {@link pad}).
 */
export function truncate(
	text: string,
	cells: number,
	where: 'end' | 'middle' | 'start' = 'end',
	ellipsis = '…',
): string {
	if (cells <= 0) return '';
	if (cellWidth(text) <= cells) return text;
	const room = cells - cellWidth(ellipsis);
	if (room < 0) return takeStart(ellipsis, cells);
	switch (where) {
		case 'end':
			return takeStart(text, room) + ellipsis;
		case 'start':
			return ellipsis + takeEnd(text, room);
		case 'middle':
			return takeStart(text, Math.ceil(room / 2)) + ellipsis + takeEnd(text, Math.floor(room / 2));
	}
}

/** The text truncated or filled with spaces to exactly `cells` cells. */
export function pad(text: string, cells: number, align: 'left' | 'right' | 'center' = 'left'): string {
	const fitting = truncate(text, cells);
	const missing = Math.max(0, cells - cellWidth(fitting));
	switch (align) {
		case 'left':
			return fitting + ' '.repeat(missing);
		case 'right':
			return ' '.repeat(missing) + fitting;
		case 'center': {
			const before = Math.floor(missing / 2);
			return ' '.repeat(before) + fitting + ' '.repeat(missing - before);
		}
	}
}

/**
 * The text in lines of at most `cells` cells, broken at spaces where possible and inside a word only where the word is
 * wider than a line. Line ends in the text stay line ends; spaces at a break are dropped. At least one line.
 */
export function wrap(text: string, cells: number): string[] {
	if (cells <= 0) return [''];
	return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, cells));
}

function wrapParagraph(paragraph: string, cells: number): string[] {
	const lines: string[] = [];
	let line = '';
	let used = 0;
	// Alternating words and gaps: splitting with a group keeps the gaps.
	for (const piece of paragraph.split(/( +)/)) {
		const width = cellWidth(piece);
		if (used + width <= cells) {
			line += piece;
			used += width;
			continue;
		}
		if (piece.startsWith(' ')) {
			// The gap that does not fit is the break.
			lines.push(line);
			line = '';
			used = 0;
			continue;
		}
		if (line.trim() !== '') lines.push(line.trimEnd());
		let rest = piece;
		while (cellWidth(rest) > cells) {
			// A character wider than the whole line cannot be shown: an ellipsis stands for it.
			const head = takeStart(rest, cells);
			lines.push(head === '' ? '…' : head);
			rest = rest.slice(head === '' ? firstGrapheme(rest).length : head.length);
		}
		line = rest;
		used = cellWidth(rest);
	}
	if (lines.length === 0) lines.push(line);
	else if (line.trim() !== '') lines.push(line.trimEnd());
	return lines;
}

function firstGrapheme(text: string): string {
	return graphemes(text).next().value ?? '';
}
