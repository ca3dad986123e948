/** Lines of several looks, wrapped and composed. Pure. */
import {type Line, lineWidth, type Span, span, truncateLine} from '../terminal/line.ts';
import {cellWidth, takeStart} from '../terminal/width.ts';
import {grouped} from '../unicode.ts';

/** The line in rows of at most `cells` cells, broken at spaces; a word that is wider than a row is cut. */
export function wrapLine(line: Line, cells: number): readonly Line[] {
	if (lineWidth(line) <= cells) return [line];
	const rows: Span[][] = [[]];
	let width = 0;
	const put = (piece: Span): void => {
		rows[rows.length - 1]?.push(piece);
		width += cellWidth(piece.text);
	};
	for (const {text, ...look} of line) {
		for (const word of text.split(/(?<= )(?=[^ ])/u)) {
			let rest = word;
			if (width > 0 && width + cellWidth(rest.trimEnd()) > cells) {
				rows.push([]);
				width = 0;
			}
			while (cellWidth(rest.trimEnd()) > cells) {
				const head = takeStart(rest, cells);
				if (head === '') break;
				put({...look, text: head});
				rows.push([]);
				width = 0;
				rest = rest.slice(head.length);
			}
			// The space behind the last word of a row may stand where the row has ended.
			put({...look, text: width + cellWidth(rest) > cells ? rest.trimEnd() : rest});
		}
	}
	return rows;
}

/**
 * Wrapped lines, at most `height` rows; the last one says how many are missing.
 * @param key what shows all of them: `K shows all`
 */
export function wrapLines(
	lines: readonly Line[],
	cells: number,
	height: number,
	key?: string | undefined,
): readonly Line[] {
	const rows = lines.flatMap((line) => wrapLine(line, cells));
	if (rows.length <= height) return rows;
	const missing = rows.length - height + 1;
	const how = key === undefined ? '' : `: ${key}`;
	const said = span(`… ${missing} more lines${how}`, 'dim');
	return [...rows.slice(0, Math.max(0, height - 1)), truncateLine([said], cells)];
}

/** `left` and `right` at the two ends of a row; `left` gives way. */
export function betweenEnds(left: Line, right: Line, cells: number): Line {
	const rightWidth = lineWidth(right);
	if (rightWidth + 2 > cells) return truncateLine(left, cells);
	const fitting = truncateLine(left, cells - rightWidth - (rightWidth > 0 ? 2 : 0));
	return [...fitting, {text: ' '.repeat(Math.max(0, cells - lineWidth(fitting) - rightWidth))}, ...right];
}

/** A rule with a title: `── platform-dns ─────`. */
export function rule(title: string, cells: number): Line {
	const head = title === '' ? '' : `── ${title} `;
	const fitting = truncateLine([{text: head}], cells);
	return [
		...fitting.map((piece) => ({...piece, tone: 'dim'}) as const),
		span('─'.repeat(Math.max(0, cells - lineWidth(fitting))), 'dim'),
	];
}

/** 1,250. */
export function number(value: number): string {
	return grouped(value);
}
