/** What a step of the sign-in consists of: lines, and the widgets between them. Pure. */
import {wrapLines} from '../../components/text.ts';
import type {EditLine} from '../../input/edit-line.ts';
import type {Line} from '../../terminal/line.ts';

export type Part =
	| {readonly kind: 'lines'; readonly lines: readonly Line[]}
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

export function linesPart(...lines: readonly Line[]): Part {
	return {kind: 'lines', lines};
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

/**
 * The parts wrapped into `columns` cells and, where that is more than `rows`, without empty lines; if that is not enough,
 * the last lines are cut, and it is said how many.
 */
export function fitParts(parts: readonly Part[], columns: number, rows: number): readonly Part[] {
	const wrapped = parts.map((part) =>
		part.kind === 'lines' ? linesPart(...wrapLines(part.lines, columns, Number.POSITIVE_INFINITY)) : part,
	);
	if (totalOf(wrapped) <= rows) return wrapped;
	let spare = totalOf(wrapped) - rows;
	const dense = wrapped
		.toReversed()
		.map((part): Part => {
			if (part.kind !== 'lines') return part;
			const kept = part.lines.toReversed().filter((line) => line.length > 0 || spare-- <= 0);
			return linesPart(...kept.toReversed());
		})
		.toReversed();
	const excess = totalOf(dense) - rows;
	const last = dense.at(-1);
	if (excess <= 0 || last?.kind !== 'lines') return dense;
	return [...dense.slice(0, -1), linesPart(...wrapLines(last.lines, columns, Math.max(1, last.lines.length - excess)))];
}
