import {type Line, lineWidth, span} from '../terminal/line.ts';

/** A button; the chosen one is told by brackets as well as by its look. */
export function button(label: string, chosen: boolean, disabled = false): Line {
	const text = chosen ? `[ ${label} ]` : `  ${label}  `;
	return [disabled ? span(text, 'dim') : chosen ? {text, emphasis: ['cursor']} : {text}];
}

/** Buttons in one row, or in as many as they take. */
export function buttonRows(buttons: readonly Line[], cells: number): readonly Line[] {
	const indent = span('     ');
	const gap = span('    ');
	const rows: Line[] = [];
	for (const each of buttons) {
		const row = rows.at(-1);
		const longer = row === undefined ? undefined : [...row, gap, ...each];
		if (longer !== undefined && lineWidth(longer) <= cells) rows[rows.length - 1] = longer;
		else rows.push([indent, ...each]);
	}
	return rows;
}

/** The width of a dialog for these lines: as narrow as they are, as wide as there is room. */
export function dialogWidth(lines: readonly Line[], columns: number, least = 40): number {
	const widest = lines.reduce((most, line) => Math.max(most, lineWidth(line)), 0);
	return Math.min(columns - 4, Math.max(least, widest + 4));
}
