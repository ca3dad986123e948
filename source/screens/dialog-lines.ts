/** The lines of menus, and which lines of a dialog are in its window. Pure. */
import {number, wrapLine, wrapLines} from '../components/text.ts';
import {type Line, span} from '../terminal/line.ts';
import type {Overlay} from './state.ts';

export type Menu = Extract<Overlay, {kind: 'menu'}>;

/** What is said before the items, and the items around the cursor, where there are more than fit. */
export function menuLines({title, said = [], items, cursor}: Menu, height: number, cells: number): readonly Line[] {
	const before: readonly Line[] = wrapLines(
		said.map((text) => [span(text)]),
		cells,
		Math.max(1, height - 2 - Math.min(items.length, 3)),
		'f1 shows all',
	);
	const room = Math.max(1, height - 2 - before.length);
	// Where some have a letter, the others stand below them: what has none has to be chosen.
	const hasLetters = items.some(({letter}) => letter !== '');
	const first = Math.max(0, Math.min(cursor - Math.floor(room / 2), items.length - room));
	return [
		[span(title, 'heading'), span(items.length > room ? `   ${cursor + 1} of ${items.length}` : '', 'dim')],
		...before,
		[],
		...items.slice(first, first + room).map(({letter, label, remark}, index): Line => {
			const here = first + index === cursor;
			const text = `${here ? '>' : ' '} ${hasLetters ? `${letter.padEnd(1)}  ` : ''}${label}`;
			return [here ? {text, emphasis: ['cursor']} : {text}, span(remark === undefined ? '' : `  ${remark}`, 'dim')];
		}),
	];
}

/** A dialog in three parts, of which the middle one scrolls. */
export interface DialogParts {
	readonly head: readonly Line[];
	readonly body: readonly Line[];
	readonly foot: readonly Line[];
}

/** Lines of the body that there is room for at least: one of it, and one that says where one is in it. */
const leastRoom = 2;

/** What never scrolls, cut where all of it is more than there is room for: the buttons at its end go last. */
function fitted({head, body, foot}: DialogParts, height: number): DialogParts & {readonly room: number} {
	const end = foot.slice(-Math.max(1, height - leastRoom - 1));
	const start = head.slice(0, Math.max(1, height - leastRoom - end.length));
	return {head: start, body, foot: end, room: Math.max(leastRoom, height - start.length - end.length)};
}

/** The furthest that the body can be scrolled, and how many of its lines are seen at once. */
export function scrollRange(parts: DialogParts, height: number): {readonly last: number; readonly page: number} {
	const {room} = fitted(parts, height);
	return parts.body.length <= room
		? {last: 0, page: room}
		: {last: parts.body.length - (room - 1), page: Math.max(1, room - 1)};
}

/** No more lines than `height`: as many of the body as there is room for, with what is above and below it said. */
export function composed(parts: DialogParts, top: number, height: number): readonly Line[] {
	const {head, body, foot} = fitted(parts, height);
	const {last, page} = scrollRange(parts, height);
	if (last === 0) return [...head, ...body, ...foot];
	const first = Math.max(0, Math.min(top, last));
	const below = body.length - first - page;
	const said = [first > 0 ? `${number(first)} above` : '', below > 0 ? `${number(below)} below` : '']
		.filter((part) => part !== '')
		.join(', ');
	return [...head, ...body.slice(first, first + page), [span(`… ${said}  (up, down)`, 'dim')], ...foot];
}

/** A line in rows that all begin two cells further in. */
export function indented(line: Line, cells: number): readonly Line[] {
	return wrapLine(line, cells - 2).map((row) => [span('  '), ...row]);
}
