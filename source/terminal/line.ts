import {cellWidth, takeStart} from './width.ts';

/**
 * Text as data: what a view returns and {@link ./paint.ts} turns into bytes. A tone says what a text means, not which
 * colour it has.
 */

/** What a text means. Every tone is told by a word or mark as well: without colour some of them look alike. */
export type Tone = 'plain' | 'bold' | 'dim' | 'accent' | 'good' | 'warning' | 'danger' | 'heading' | 'link' | 'inverse';

/** What is going on with a text, on top of its tone: under the cursor, marked, or matched by the filter. */
export type Emphasis = 'cursor' | 'marked' | 'match';

/** A run of text of one look. The text is sanitised and has no line ends. */
export interface Span {
	readonly text: string;
	readonly tone?: Tone | undefined;
	readonly emphasis?: readonly Emphasis[] | undefined;
}

/** One row of a screen, or a part of it. */
export type Line = readonly Span[];

/** A line of texts and spans; empty texts are left out. */
export function lineOf(...parts: readonly (string | Span)[]): Line {
	return parts.map((part) => (typeof part === 'string' ? {text: part} : part)).filter(({text}) => text !== '');
}

/** A span, for short. */
export function span(text: string, tone?: Tone): Span {
	return tone === undefined ? {text} : {text, tone};
}

/** The line's text without its looks. */
export function plainText(line: Line): string {
	return line.map(({text}) => text).join('');
}

/** The line's width in cells. */
export function lineWidth(line: Line): number {
	return line.reduce((sum, {text}) => sum + cellWidth(text), 0);
}

/** The line if it fits into `cells`, else cut at a grapheme with an ellipsis in the look of the span that was cut. */
export function truncateLine(line: Line, cells: number, ellipsis = '…'): Line {
	if (lineWidth(line) <= cells) return line;
	if (cells <= 0) return [];
	let room = cells - cellWidth(ellipsis);
	if (room < 0) return lineOf(takeStart(ellipsis, cells));
	const kept: Span[] = [];
	for (const piece of line) {
		const width = cellWidth(piece.text);
		if (width > room) {
			kept.push({...piece, text: takeStart(piece.text, room) + ellipsis});
			break;
		}
		kept.push(piece);
		room -= width;
	}
	return kept;
}

/** The line truncated, or filled with plain spaces, to exactly `cells` cells. */
export function padLine(line: Line, cells: number): Line {
	const fitting = truncateLine(line, cells);
	const missing = cells - lineWidth(fitting);
	return missing > 0 ? [...fitting, {text: ' '.repeat(missing)}] : fitting;
}

/** The line with `emphasis` added to every span: the cursor row, a marked row. Pad first to have it on the whole row. */
export function emphasise(line: Line, emphasis: Emphasis): Line {
	return line.map((piece) =>
		piece.emphasis?.includes(emphasis) === true ? piece : {...piece, emphasis: [...(piece.emphasis ?? []), emphasis]},
	);
}
