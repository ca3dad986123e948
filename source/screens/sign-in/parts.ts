/** What a step of the sign-in consists of: lines, and the widgets between them. Pure. */
import {wrapLine} from '../../components/text.ts';
import type {EditLine} from '../../input/edit-line.ts';
import {type Line, type Span, span, truncateLine} from '../../terminal/line.ts';
import {pad} from '../../terminal/width.ts';
import type {Size} from '../state.ts';
import {windowTop} from '../table-state.ts';

export type Part =
	/** `isExtra`: left out as a whole where there is no room for all. `isCut`: lines that are cut and not folded. */
	| {
			readonly kind: 'lines';
			readonly lines: readonly Line[];
			readonly isExtra?: boolean | undefined;
			readonly isCut?: ((line: Line) => boolean) | undefined;
	  }
	/** A few lines to choose from. */
	| {readonly kind: 'select'; readonly items: readonly SelectItem[]; readonly cursor: number}
	/** A text field; a secret is drawn as dots. */
	| {
			readonly kind: 'field';
			readonly prompt: string;
			readonly line: EditLine;
			readonly secret: boolean;
			readonly focused: boolean;
	  };

export interface SelectItem {
	readonly value: string;
	readonly label: string;
}

/** Wider than this, lines are hard to read. */
const widest = 100;

/** Cells that lines may take. */
export function textWidth({columns}: Size): number {
	return Math.min(columns - 2, widest);
}

export function linesPart(...lines: readonly Line[]): Part {
	return {kind: 'lines', lines};
}

/** Lines that can be done without. */
export function extraPart(...lines: readonly Line[]): Extract<Part, {kind: 'lines'}> {
	return {kind: 'lines', lines, isExtra: true};
}

export function heading(text: string): Part {
	return linesPart([span(text, 'heading')], []);
}

/** What is wrong: the first line says it, the others what to do. */
export function problemLines(problem: readonly string[]): readonly Line[] {
	return problem.map((text, index) => [span(text, index === 0 ? 'danger' : 'warning')]);
}

/** A text behind a label, wrapped beside it. `width`: cells of all, `labelWidth`: of the label. */
export function labelled(label: string, text: readonly Span[], width: number, labelWidth: number): readonly Line[] {
	const rows = wrapLine(text, Math.max(1, width - labelWidth));
	return rows.map((row, index) => [span(pad(index === 0 ? label : '', labelWidth), 'dim'), ...row]);
}

/** Rows of the screen that a part takes. */
function heightOf(part: Part): number {
	switch (part.kind) {
		case 'lines':
			return part.lines.length;
		case 'select':
			return part.items.length;
		case 'field':
			return 1;
	}
}

function totalOf(parts: readonly Part[]): number {
	return parts.reduce((sum, part) => sum + heightOf(part), 0);
}

/** Fewer lines of a list than this say too little of what there is to choose from. */
const leastItems = 3;
/** As many are shown where a part of the text still fits: the fourth is mostly the way back. */
const usualLeastItems = 4;

/** Without `spare` empty lines, or as many as there are, from the end. */
function withoutEmptyLines(parts: readonly Part[], spare: number): readonly Part[] {
	let left = spare;
	return parts
		.toReversed()
		.map((part): Part => {
			if (part.kind !== 'lines') return part;
			const kept = part.lines.toReversed().filter((line) => line.length > 0 || left-- <= 0);
			return {...part, lines: kept.toReversed()};
		})
		.toReversed();
}

/** The list around its cursor, `excess` lines shorter, as far as that goes. */
function withShorterList(parts: readonly Part[], excess: number, least: number): readonly Part[] {
	return parts.map((part) => {
		if (part.kind !== 'select') return part;
		const {items, cursor} = part;
		const height = Math.max(Math.min(least, items.length), items.length - Math.max(0, excess));
		const top = windowTop(Math.max(0, cursor - height + 1), cursor, height, items.length);
		return {...part, items: items.slice(top, top + height), cursor: cursor - top};
	});
}

/** Parts as they are drawn. */
export interface Fitted {
	readonly parts: readonly Part[];
	/** Not all lines of the list are on show. */
	readonly isListCut: boolean;
	/** How far what was cut can be scrolled, in lines; 0 where nothing was. */
	readonly lastScroll: number;
	/** Lines of it that are on show at once; all of them where nothing was cut. */
	readonly page: number;
}

/** A window of `height` rows on lines that are more; the last row says what is not on show. */
function windowOf(lines: readonly Line[], height: number, scroll: number): readonly Line[] {
	const end = Math.min(scroll + height - 1, lines.length);
	const keys = [...(end < lines.length ? ['pgdn'] : []), ...(scroll > 0 ? ['pgup'] : [])];
	const left = lines.length - end;
	const more = left === 0 ? 'the end' : left === 1 ? '1 more line' : `${left} more lines`;
	return [...lines.slice(scroll, end), [span(`… ${more} (${keys.join(', ')})`, 'dim')]];
}

/**
 * The parts wrapped into `columns` cells. Where that is more than `rows`: without empty lines; then without what can be
 * done without, the last first; then with a part of the list only. If that is not enough, the last lines are cut, of
 * which `scroll` says what is on show.
 */
export function fitParts(parts: readonly Part[], columns: number, rows: number, scroll = 0): Fitted {
	let kept: readonly Part[] = parts.map((part) =>
		part.kind === 'lines'
			? {
					...part,
					lines: part.lines.flatMap((line) =>
						part.isCut?.(line) === true ? [truncateLine(line, columns)] : wrapLine(line, columns),
					),
				}
			: part,
	);
	const dense = () => withoutEmptyLines(kept, Math.max(0, totalOf(kept) - rows));
	let fitting = dense();
	while (totalOf(fitting) > rows) {
		const extra = kept.findLastIndex((part) => part.kind === 'lines' && part.isExtra === true);
		if (extra < 0) break;
		kept = kept.toSpliced(extra, 1);
		fitting = dense();
	}
	const tooMany = totalOf(fitting) - rows;
	const usual = cutParts(withShorterList(fitting, tooMany, usualLeastItems), rows, scroll);
	const cut =
		usual.page > 0 || tooMany <= 0 ? usual : cutParts(withShorterList(fitting, tooMany, leastItems), rows, scroll);
	return {...cut, isListCut: totalOfLists(cut.parts) < totalOfLists(fitting)};
}

function totalOfLists(parts: readonly Part[]): number {
	return totalOf(parts.filter(({kind}) => kind === 'select'));
}

/** The parts with the last lines cut, where they are more than `rows`. */
function cutParts(parts: readonly Part[], rows: number, scroll: number): Omit<Fitted, 'isListCut'> {
	const excess = totalOf(parts) - rows;
	const last = parts.findLastIndex((part) => part.kind === 'lines' && part.lines.length > 1);
	const cut = parts[last];
	if (excess <= 0) return {parts, lastScroll: 0, page: Number.POSITIVE_INFINITY};
	if (cut?.kind !== 'lines') return {parts, lastScroll: 0, page: 0};
	const page = Math.max(0, cut.lines.length - excess - 1);
	const lastScroll = page === 0 ? 0 : cut.lines.length - page;
	const lines = windowOf(cut.lines, page + 1, Math.min(scroll, lastScroll));
	return {parts: parts.with(last, {...cut, lines}), lastScroll, page};
}
