import type {ColumnHead, TableSource} from '../areas/table.ts';
import {emphasise, type Line, lineWidth, padLine, plainText, type Span, span, truncateLine} from '../terminal/line.ts';
import {cellWidth, graphemes} from '../terminal/width.ts';
import {columnGap, type FittedColumn, fitColumns} from './columns.ts';
import {wrapLines} from './text.ts';

export interface TableProps {
	readonly source: TableSource;
	/** Rows after filter and sort. */
	readonly length: number;
	/** The row of the source at a position. */
	readonly row: (position: number) => number;
	/** Position under the cursor; undefined shows none. */
	readonly cursor: number | undefined;
	/** First position in the window. */
	readonly top: number;
	readonly marks: ReadonlySet<string>;
	/** The positions in the text of a cell that the filter has matched. */
	readonly highlight?: ((text: string, column: number) => readonly number[]) | undefined;
	readonly sort: {readonly column: string; readonly descending: boolean} | undefined;
	readonly width: number;
	/** Rows of the window, without the heads. */
	readonly height: number;
	readonly wide: boolean;
	/** Said in the place of rows when there are none; wrapped. */
	readonly empty: readonly Line[];
	/** What shows all of it, where it is cut: `K shows all`. */
	readonly more?: string | undefined;
}

/** Cursor mark, mark, space. */
const gutterWidth = 3;

function cell(line: Line, {width, head}: FittedColumn): Line {
	if (head.align !== 'end') return padLine(line, width);
	const fitting = truncateLine(line, width);
	return [{text: ' '.repeat(Math.max(0, width - lineWidth(fitting)))}, ...fitting];
}

function spread(cells: readonly Line[]): Line {
	const gap: Span = {text: ' '.repeat(columnGap)};
	return cells.flatMap((each, index) => (index === 0 ? each : [gap, ...each]));
}

/** Cells of the mark of the order behind a title. */
const markWidth = 2;

/** Cells that a column keeps that gives way for it. */
const leastGiven = 10;

/**
 * The columns, with room for the mark where the rows are in that column's order. What can be narrow gives way for it: no
 * column goes because another one has a mark.
 */
function withMark(heads: readonly ColumnHead[], sort: TableProps['sort']): readonly ColumnHead[] {
	const sorted = heads.find(({name}) => name === sort?.column);
	if (sorted === undefined) return heads;
	const least = cellWidth(sorted.title) + markWidth;
	const more = Math.max(0, least - (sorted.minimum ?? sorted.width));
	if (more === 0) return heads;
	const others = heads.filter((head) => head !== sorted && head.minimum !== undefined && head.wide !== true);
	const [giving] = others.toSorted((left, right) => (right.minimum ?? 0) - (left.minimum ?? 0));
	return heads.map((head) => {
		if (head === giving) return {...head, minimum: Math.max(leastGiven, (head.minimum ?? 0) - more)};
		if (head !== sorted) return head;
		const width = Math.max(head.width, least);
		return head.minimum === undefined ? {...head, width} : {...head, width, minimum: Math.max(head.minimum, least)};
	});
}

function headLine(columns: readonly FittedColumn[], sort: TableProps['sort']): Line {
	const titles = columns.map((column): Line => {
		const {title, name} = column.head;
		// A mark in the last cell of the title, so that numbers keep their place.
		const mark = sort?.column === name ? (sort.descending ? ' v' : ' ^') : '';
		return cell([span(title + mark, mark === '' ? 'dim' : 'heading')], column);
	});
	return [{text: ' '.repeat(gutterWidth)}, ...spread(titles)];
}

/** The line with the characters at `positions` (code units of its text) shown as matched. */
function matched(line: Line, positions: readonly number[]): Line {
	if (positions.length === 0) return line;
	const hits = new Set(positions);
	const pieces: Span[] = [];
	let at = 0;
	for (const piece of line) {
		for (const segment of graphemes(piece.text)) {
			const isHit = Array.from({length: segment.length}, (_, unit) => at + unit).some((unit) => hits.has(unit));
			const next: Span = isHit ? {...piece, emphasis: [...(piece.emphasis ?? []), 'match']} : piece;
			pieces.push({...next, text: segment});
			at += segment.length;
		}
	}
	return pieces.reduce<Span[]>((joined, piece) => {
		const last = joined[joined.length - 1];
		const isSame = last !== undefined && last.tone === piece.tone && isMatch(last) === isMatch(piece);
		if (isSame) joined[joined.length - 1] = {...last, text: last.text + piece.text};
		else joined.push(piece);
		return joined;
	}, []);
}

const isMatch = ({emphasis}: Span): boolean => emphasis?.includes('match') === true;

/**
 * Heads and the visible rows; costs what is visible. The cursor is shown by its mark and the look of the first cell: a bar
 * over the whole row would have two rows written anew for each move.
 */
export function tableLines(props: TableProps): readonly Line[] {
	const {source, length, row, cursor, top, marks, highlight, sort, width, height, wide, empty, more} = props;
	const columns = fitColumns(withMark(source.columns, sort), width - gutterWidth, wide);
	const lines: Line[] = [headLine(columns, sort)];
	if (length === 0) {
		const rows = wrapLines(empty, Math.max(1, width - gutterWidth), height, more);
		return [...lines, ...rows.map((row): Line => [{text: ' '.repeat(gutterWidth)}, ...row])];
	}
	for (let position = top; position < Math.min(length, top + height); position++) {
		const index = row(position);
		const isCursor = position === cursor;
		const isMarked = marks.has(source.id(index));
		const gutter: Line = [{text: `${isCursor ? '>' : ' '}${isMarked ? '*' : ' '} `}];
		const cells = columns.map((column, at) => {
			const plain = source.line(index, column.index);
			const line = highlight === undefined ? plain : matched(plain, highlight(plainText(plain), column.index));
			return cell(isCursor && at === 0 ? emphasise(line, 'cursor') : line, column);
		});
		const line = padLine([...(isCursor ? emphasise(gutter, 'cursor') : gutter), ...spread(cells)], width);
		lines.push(isMarked ? emphasise(line, 'marked') : line);
	}
	return lines;
}
