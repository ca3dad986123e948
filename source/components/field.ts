/** A text field as a line: prompt, text, a cell for the cursor. Pure. */
import {type EditLine, viewport} from '../input/edit-line.ts';
import {type Line, lineOf, lineWidth, type Span} from '../terminal/line.ts';
import {cellWidth, graphemes} from '../terminal/width.ts';

/** `mask` stands for every character of a secret. */
export function fieldLine(
	prompt: Line,
	line: EditLine,
	cells: number,
	options: {readonly mask?: string; readonly focused?: boolean} = {},
): Line {
	const room = Math.max(1, cells - lineWidth(prompt));
	const {before, under, after, hiddenBefore, hiddenAfter} = viewport(line, room, options.mask);
	const cursor: Span = options.focused === false ? {text: under} : {text: under, emphasis: ['cursor']};
	// What is out of sight is marked inside the field, so that its width stays.
	const head = hiddenBefore && before !== '' ? markStart(before) : before;
	const tail = hiddenAfter && after !== '' ? markEnd(after) : after;
	return lineOf(...prompt, head, cursor, tail);
}

/** An ellipsis in the place of the first grapheme, as wide as that was. */
function markStart(text: string): string {
	let hidden = '';
	for (const grapheme of graphemes(text)) {
		hidden += grapheme;
		if (cellWidth(hidden) > 0) break;
	}
	return `…${' '.repeat(Math.max(0, cellWidth(hidden) - 1))}${text.slice(hidden.length)}`;
}

/** The same at the end. */
function markEnd(text: string): string {
	let hidden = '';
	for (const grapheme of [...graphemes(text)].reverse()) {
		hidden = grapheme + hidden;
		if (cellWidth(hidden) > 0) break;
	}
	return `${text.slice(0, text.length - hidden.length)}${' '.repeat(Math.max(0, cellWidth(hidden) - 1))}…`;
}
