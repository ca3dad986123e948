import {segmentsOf, stringWidth} from '../unicode.ts';
import {graphemes} from './graphemes.ts';
import type {Binding} from './keymap.ts';

/**
 * A one-line text field without a terminal: what keys and pastes make of a text. Everything goes by grapheme, so
 * neither the cursor nor a deletion ever halves an emoji.
 */

/** A text and the cursor in it: an offset in UTF-16 units, always between two graphemes. */
export interface EditLine {
	readonly text: string;
	readonly cursor: number;
}

/** The field with the cursor behind the text. The text is cleaned like a paste. */
export function editLine(text = ''): EditLine {
	return paste({text: '', cursor: 0}, text);
}

/** The text at the cursor, without characters that could not be seen. */
export function insert(line: EditLine, text: string): EditLine {
	const clean = visible(text);
	return at(line.text.slice(0, line.cursor) + clean + line.text.slice(line.cursor), line.cursor + clean.length);
}

/** A paste at the cursor: each run of line ends and each tab becomes a space, other controls are dropped. */
export function paste(line: EditLine, text: string): EditLine {
	return insert(line, text.replaceAll(/[\n\r\u2028\u2029]+|\t/g, ' '));
}

type Operation = (line: EditLine) => EditLine;

/** The editing commands: what they do, and the keys they are on unless remapped. */
export const editOperations = {
	'edit.left': {
		keys: ['left', 'ctrl+b'],
		description: 'Move a character to the left',
		apply: (line) => ({...line, cursor: before(line)}),
	},
	'edit.right': {
		keys: ['right', 'ctrl+f'],
		description: 'Move a character to the right',
		apply: (line) => ({...line, cursor: after(line)}),
	},
	'edit.word-left': {
		keys: ['ctrl+left', 'alt+left', 'alt+b'],
		description: 'Move a word to the left',
		apply: (line) => ({...line, cursor: wordStart(line)}),
	},
	'edit.word-right': {
		keys: ['ctrl+right', 'alt+right', 'alt+f'],
		description: 'Move a word to the right',
		apply: (line) => ({...line, cursor: wordEnd(line)}),
	},
	'edit.home': {
		keys: ['home', 'ctrl+a'],
		description: 'Move to the beginning',
		apply: (line) => ({...line, cursor: 0}),
	},
	'edit.end': {
		keys: ['end', 'ctrl+e'],
		description: 'Move to the end',
		apply: (line) => ({...line, cursor: line.text.length}),
	},
	'edit.backspace': {
		keys: ['backspace'],
		description: 'Delete the character before the cursor',
		apply: (line) => cut(line, before(line), line.cursor),
	},
	'edit.delete': {
		keys: ['delete', 'ctrl+d'],
		description: 'Delete the character under the cursor',
		apply: (line) => cut(line, line.cursor, after(line)),
	},
	'edit.kill-word': {
		keys: ['ctrl+w', 'alt+backspace'],
		description: 'Delete back to the space before the word',
		apply: (line) => cut(line, line.text.slice(0, line.cursor).replace(/\S+\s*$|\s+$/u, '').length, line.cursor),
	},
	'edit.kill-start': {
		keys: ['ctrl+u'],
		description: 'Delete everything before the cursor',
		apply: (line) => cut(line, 0, line.cursor),
	},
	'edit.kill-end': {
		keys: ['ctrl+k'],
		description: 'Delete everything from the cursor on',
		apply: (line) => cut(line, line.cursor, line.text.length),
	},
} as const satisfies Readonly<Record<string, {keys: readonly string[]; description: string; apply: Operation}>>;

export type EditCommand = keyof typeof editOperations;

/** The editing commands as bindings of a text field's context. */
export function editBindings<State>(context: string): readonly Binding<State>[] {
	return Object.entries(editOperations).map(([command, {keys, description}]) => ({
		command,
		keys,
		label: command.slice('edit.'.length),
		description,
		context,
		group: 'Text fields',
	}));
}

/** What is seen of a field: texts before, under and behind the cursor, together at most as wide as asked. */
export interface Viewport {
	readonly before: string;
	/** The grapheme under the cursor, a space behind the text's end. */
	readonly under: string;
	readonly after: string;
	/** The cursor's place in cells from the left. */
	readonly cursor: number;
	readonly hiddenBefore: boolean;
	readonly hiddenAfter: boolean;
}

/**
 * The part of the field that fits into `cells` (at least 1) around the cursor, scrolled no further than it must be.
 * With a mask, every grapheme is shown as the mask. Costs what the visible part costs, however long the text.
 */
export function viewport(line: EditLine, cells: number, mask?: string): Viewport {
	const show = (grapheme: string): string => mask ?? grapheme;
	const segments = segmentsOf(line.text);
	const underCursor = segments.containing(line.cursor)?.segment;
	const under = underCursor === undefined ? ' ' : show(underCursor);
	let room = cells - Math.max(1, stringWidth(under));
	const beforeCursor: string[] = [];
	let start = line.cursor;
	while (start > 0) {
		const grapheme = segments.containing(start - 1)?.segment ?? '';
		const width = stringWidth(show(grapheme));
		if (width > room || grapheme === '') break;
		room -= width;
		beforeCursor.unshift(show(grapheme));
		start -= grapheme.length;
	}
	const afterCursor: string[] = [];
	let end = line.cursor + (underCursor?.length ?? 0);
	while (end < line.text.length) {
		const grapheme = segments.containing(end)?.segment ?? '';
		const width = stringWidth(show(grapheme));
		if (width > room || grapheme === '') break;
		room -= width;
		afterCursor.push(show(grapheme));
		end += grapheme.length;
	}
	const textBefore = beforeCursor.join('');
	return {
		before: textBefore,
		under,
		after: afterCursor.join(''),
		cursor: beforeCursor.reduce((sum, grapheme) => sum + stringWidth(grapheme), 0),
		hiddenBefore: start > 0,
		hiddenAfter: end < line.text.length,
	};
}

/** Every unit is a grapheme: no tables are needed. */
const plainAscii = /^[\x20-\x7e]*$/;

/** The line with the cursor moved on to the end of the grapheme it would otherwise halve. */
function at(text: string, cursor: number): EditLine {
	if (plainAscii.test(text)) return {text, cursor};
	const halved = segmentsOf(text).containing(cursor);
	if (halved === undefined || halved.index === cursor) return {text, cursor};
	return {text, cursor: halved.index + halved.segment.length};
}

function cut(line: EditLine, from: number, to: number): EditLine {
	return at(line.text.slice(0, from) + line.text.slice(to), from);
}

function before({text, cursor}: EditLine): number {
	return cursor === 0 ? 0 : (segmentsOf(text).containing(cursor - 1)?.index ?? 0);
}

function after({text, cursor}: EditLine): number {
	const under = segmentsOf(text).containing(cursor);
	return under === undefined ? text.length : under.index + under.segment.length;
}

function wordStart({text, cursor}: EditLine): number {
	return at(text, text.slice(0, cursor).replace(/[\p{L}\p{M}\p{N}_]*[^\p{L}\p{M}\p{N}_]*$/u, '').length).cursor;
}

function wordEnd({text, cursor}: EditLine): number {
	const skipped = /^[^\p{L}\p{M}\p{N}_]*[\p{L}\p{M}\p{N}_]*/u.exec(text.slice(cursor));
	return at(text, cursor + (skipped?.[0].length ?? 0)).cursor;
}

/** The text without controls, bidi and other format characters (joiners stay, scripts need them) and half characters. */
function visible(text: string): string {
	return text.toWellFormed().replaceAll(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/gu, '');
}

/** The number of graphemes in the text, as a counter shows it. */
export function lengthOf(line: EditLine): number {
	return graphemes(line.text).length;
}
