/** A text field as a line: prompt, text, a cell for the cursor. Pure. */
import {type EditLine, viewport} from '../input/edit-line.ts';
import {type Line, lineOf, lineWidth, type Span} from '../terminal/line.ts';

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
	const head = hiddenBefore && before !== '' ? `…${before.slice(1)}` : before;
	const tail = hiddenAfter && after !== '' ? `${after.slice(0, -1)}…` : after;
	return lineOf(...prompt, head, cursor, tail);
}
