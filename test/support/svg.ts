/** A terminal's screen as an SVG image: text in a monospace font on a dark card, which reads on light and dark pages. */
import type {ScreenCell} from './screen.ts';

/** Measures in px: a cell, and the space around the screen. */
const cell = {width: 8.4, height: 18, baseline: 13.5, fontSize: 14};
const margin = 14;

const background = '#16191f';
const foreground = '#d5d9e0';
/** The 16 ANSI colours, light enough for the dark card. */
const palette = [
	'#3b4252',
	'#f07178',
	'#8fce6a',
	'#e6b455',
	'#6cb0f3',
	'#cf94f0',
	'#56c8d8',
	foreground,
	'#7d8797',
	'#ff8f95',
	'#a9e285',
	'#ffd07a',
	'#8cc5ff',
	'#e0b1ff',
	'#7fe0ee',
	'#ffffff',
] as const;

/** How a run of cells looks; two cells of one look are one run. */
interface Look {
	readonly ink: string;
	readonly paper: string;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly underline: boolean;
}

interface Run {
	readonly look: Look;
	readonly column: number;
	/** In cells. */
	readonly width: number;
	readonly text: string;
}

function lookOf({foreground: front, background: back, bold, dim, underline, inverse}: ScreenCell): Look {
	const ink = front === undefined ? foreground : (palette[front] ?? foreground);
	const paper = back === undefined ? background : (palette[back] ?? background);
	return {ink: inverse ? paper : ink, paper: inverse ? ink : paper, bold, dim, underline};
}

function isSame(left: Look, right: Look): boolean {
	return (
		left.ink === right.ink &&
		left.paper === right.paper &&
		left.bold === right.bold &&
		left.dim === right.dim &&
		left.underline === right.underline
	);
}

/** Cells of one look side by side; a wide character is alone, so that its width holds in every font. */
function runsOf(cells: readonly ScreenCell[]): readonly Run[] {
	const runs: Run[] = [];
	for (const [column, each] of cells.entries()) {
		if (each.width === 0) continue;
		const look = lookOf(each);
		const text = each.text === '' ? ' ' : each.text;
		const last = runs.at(-1);
		const isJoined = last !== undefined && each.width === 1 && isSame(last.look, look) && !isWide(last);
		if (isJoined) runs[runs.length - 1] = {...last, width: last.width + 1, text: last.text + text};
		else runs.push({look, column, width: each.width, text});
	}
	return runs;
}

function isWide({width, text}: Run): boolean {
	return width === 2 && [...new Intl.Segmenter(undefined, {granularity: 'grapheme'}).segment(text)].length === 1;
}

/** Without the blanks around it, and in pieces where there are gaps: less to draw, and fonts keep their places. */
function piecesOf(run: Run): readonly Run[] {
	if (run.look.underline || isWide(run)) return [run];
	return [...run.text.matchAll(/\S+(?: \S+)*/gu)].map((match) => ({
		...run,
		column: run.column + match.index,
		width: match[0].length,
		text: match[0],
	}));
}

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const round = (number: number): string => String(Math.round(number * 10) / 10);
const left = (column: number): number => margin + column * cell.width;
const top = (row: number): number => margin + row * cell.height;

function paperOf({look, column, width}: Run, row: number): string {
	if (look.paper === background) return '';
	const size = `width="${round(width * cell.width)}" height="${cell.height}"`;
	return `<rect x="${round(left(column))}" y="${round(top(row))}" ${size} fill="${look.paper}"/>`;
}

function inkOf({look, column, width, text}: Run, row: number): string {
	const attributes = [
		`x="${round(left(column))}"`,
		`y="${round(top(row) + cell.baseline)}"`,
		// Holds the columns together in whatever monospace font there is.
		`textLength="${round(width * cell.width)}"`,
		...(look.ink === foreground ? [] : [`fill="${look.ink}"`]),
		...(look.bold ? ['font-weight="bold"'] : []),
		...(look.dim ? ['opacity="0.65"'] : []),
		...(look.underline ? ['text-decoration="underline"'] : []),
	];
	return `<text ${attributes.join(' ')}>${escapeXml(text)}</text>`;
}

/**
 * @param rows the cells of each line, all of one length
 * @param title what the picture shows, for those who do not see it
 */
export function screenToSvg(rows: readonly (readonly ScreenCell[])[], title: string): string {
	const columns = Math.max(0, ...rows.map((row) => row.length));
	const width = round(2 * margin + columns * cell.width);
	const height = round(2 * margin + rows.length * cell.height);
	const lines = rows.flatMap((cells, row) => {
		const runs = runsOf(cells);
		return [
			...runs.map((run) => paperOf(run, row)),
			...runs.flatMap((run) => piecesOf(run).map((piece) => inkOf(piece, row))),
		].filter((element) => element !== '');
	});
	const font = `font-family="ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${cell.fontSize}"`;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		`<title>${escapeXml(title)}</title>`,
		`<rect width="${width}" height="${height}" rx="8" fill="${background}"/>`,
		`<g ${font} fill="${foreground}" xml:space="preserve">`,
		...lines,
		'</g>',
		'</svg>',
		'',
	].join('\n');
}
