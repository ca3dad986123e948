import type {Emphasis, Line, Span, Tone} from './line.ts';

/**
 * Lines to SGR. Only the 16 ANSI colours, which the user's own theme defines, and never a background colour: it would
 * have to fit a theme that is unknown.
 */

/** An SGR attribute: what turns it on, what turns it off. */
interface Attribute {
	readonly on: number;
	readonly off: number;
}

const bold: Attribute = {on: 1, off: 22};
const dim: Attribute = {on: 2, off: 22};
const underline: Attribute = {on: 4, off: 24};
const inverse: Attribute = {on: 7, off: 27};
const red: Attribute = {on: 31, off: 39};
const green: Attribute = {on: 32, off: 39};
const yellow: Attribute = {on: 33, off: 39};
const cyan: Attribute = {on: 36, off: 39};

/** What each tone and emphasis looks like. */
export interface Palette {
	readonly name: 'colour' | 'monochrome' | 'plain';
	readonly tones: Readonly<Record<Tone, readonly Attribute[]>>;
	readonly emphasis: Readonly<Record<Emphasis, readonly Attribute[]>>;
}

const emphasis = {cursor: [inverse], marked: [bold], match: [underline]} as const;

/** The user's 16 ANSI colours. */
export const colourPalette: Palette = {
	name: 'colour',
	tones: {
		plain: [],
		bold: [bold],
		dim: [dim],
		accent: [cyan],
		good: [green],
		warning: [yellow],
		danger: [red, bold],
		heading: [bold],
		link: [cyan, underline],
		inverse: [inverse],
	},
	emphasis,
};

/** Bold, dim, underline and inverse only: for NO_COLOR. */
export const monochromePalette: Palette = {
	name: 'monochrome',
	tones: {
		plain: [],
		bold: [bold],
		dim: [dim],
		accent: [bold],
		good: [],
		warning: [bold],
		danger: [bold],
		heading: [bold],
		link: [underline],
		inverse: [inverse],
	},
	emphasis,
};

/** No attributes at all: for what is no terminal. */
export const plainPalette: Palette = {
	name: 'plain',
	tones: {
		plain: [],
		bold: [],
		dim: [],
		accent: [],
		good: [],
		warning: [],
		danger: [],
		heading: [],
		link: [],
		inverse: [],
	},
	emphasis: {cursor: [], marked: [], match: []},
};

/**
 * The palette for this run: no colour with --no-color, with NO_COLOR set to anything but nothing (no-color.org) or on a
 * dumb terminal; no attributes where the output is no terminal.
 */
export function choosePalette(
	environment: Readonly<Record<string, string | undefined>>,
	stdoutIsTty: boolean,
	noColorFlag: boolean,
): Palette {
	if (!stdoutIsTty) return plainPalette;
	const noColor = noColorFlag || (environment.NO_COLOR ?? '') !== '' || environment.TERM === 'dumb';
	return noColor ? monochromePalette : colourPalette;
}

/**
 * The line as text with SGR sequences. Neighbours of one look share a sequence, spans without attributes get none, and
 * whatever was turned on is turned off at the end.
 */
export function paint(line: Line, palette: Palette): string {
	let painted = '';
	let active: readonly Attribute[] = [];
	for (const piece of line) {
		if (piece.text === '') continue;
		const wanted = attributesOf(piece, palette);
		painted += change(active, wanted) + piece.text;
		active = wanted;
	}
	return painted + change(active, []);
}

function attributesOf(piece: Span, palette: Palette): readonly Attribute[] {
	const tone = piece.tone ?? 'plain';
	const states = piece.emphasis ?? [];
	const wanted = new Set<Attribute>(palette.tones[tone]);
	for (const state of states) for (const attribute of palette.emphasis[state]) wanted.add(attribute);
	// Dim on inverse is unreadable on most themes, and dim with bold looks different on every terminal.
	if (wanted.has(inverse) || wanted.has(bold)) wanted.delete(dim);
	return [...wanted];
}

function change(from: readonly Attribute[], to: readonly Attribute[]): string {
	const gone = from.filter((attribute) => !to.includes(attribute));
	const off = new Set(gone.map((attribute) => attribute.off));
	// 22 ends bold and dim alike, and 39 any colour: what stays on under the same code is turned on again.
	const on = to.filter((attribute) => !from.includes(attribute) || off.has(attribute.off));
	const replaced = new Set(on.filter((attribute) => attribute.off === 39).map((attribute) => attribute.off));
	const codes = [...[...off].filter((code) => !replaced.has(code)), ...on.map((attribute) => attribute.on)];
	return codes.length === 0 ? '' : `\u001b[${codes.join(';')}m`;
}
