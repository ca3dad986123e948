/** The figures that were measured last, for the README. */
import {readFileSync} from 'node:fs';
import * as v from 'valibot';
import {type Figure, measuredText, type Report, reportSchema} from './figure.ts';

export const figuresFile = new URL('figures.json', import.meta.url);

/** @throws where the file is not there, or holds something else */
export function readReport(): Report {
	return v.parse(reportSchema, JSON.parse(readFileSync(figuresFile, 'utf8')));
}

/** What, what is to be reached, what was measured: one row a figure, with all sizes of the screen in it. */
export function figureRows({figures}: Report): readonly (readonly string[])[] {
	return [...Map.groupBy(figures, ({what}) => what)].map(([what, sizes]) => [
		what,
		sizes[0]?.reach ?? '',
		sizes.map(cellOf).join('<br>'),
	]);
}

function cellOf(figure: Figure): string {
	const text = [figure.size, measuredText(figure)].filter((part) => part !== undefined).join(': ');
	return figure.verdict === 'missed' ? `**missed:** ${text}` : text;
}

/** On what it was measured, a sentence. */
export function circumstances({date, node, platform, cores}: Report): string {
	return `Measured on ${date} with Node ${node} on ${platform}, ${cores} cores.`;
}
