import {Box} from 'ink';
import {type Line, lineWidth, padLine, type Span, span} from '../terminal/line.ts';
import {Lines} from './lines.tsx';

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

/** Lines in a box over the screen, in its middle. */
export function Dialog({
	lines,
	columns,
	rows,
	width,
}: {
	readonly lines: readonly Line[];
	/** Of what it is put into the middle of, in cells. */
	readonly columns: number;
	readonly rows: number;
	/** Of the box, its border included. */
	readonly width: number;
}) {
	const inside = width - 4;
	const edge: Span = {text: '│', tone: 'dim'};
	const horizontal = '─'.repeat(width - 2);
	const boxed: readonly Line[] = [
		[span(`╭${horizontal}╮`, 'dim')],
		...lines.map((line): Line => [edge, {text: ' '}, ...padLine(line, inside), {text: ' '}, edge]),
		[span(`╰${horizontal}╯`, 'dim')],
	];
	return (
		<Box
			position="absolute"
			top={Math.max(0, Math.floor((rows - boxed.length) / 2))}
			left={Math.max(0, Math.floor((columns - width) / 2))}
		>
			<Lines lines={boxed} width={width} />
		</Box>
	);
}

/** The width of a dialog for these lines: as narrow as they are, as wide as there is room. */
export function dialogWidth(lines: readonly Line[], columns: number, least = 40): number {
	const widest = lines.reduce((most, line) => Math.max(most, lineWidth(line)), 0);
	return Math.min(columns - 4, Math.max(least, widest + 4));
}
