/**
 * Changes of single settings in the text of the configuration file. Comments, order and layout stay: a library's edits
 * take comments away with a removed neighbour, and lay the line out anew (jsonc-parser 3, `modify`).
 */
import {createScanner, type Node} from 'jsonc-parser';
import {find, parseText} from './text-places.ts';

/** The text with the setting at a path of names set; objects that are missing on the way are added. */
export function withSetting(text: string, names: readonly string[], value: string | number | boolean): string {
	const objects = names.slice(0, -1).reduce((changed, _name, index) => {
		const path = names.slice(0, index + 1);
		return objectAt(changed, path) === undefined ? withValue(changed, path, '{}') : changed;
	}, withObject(text));
	return withValue(objects, names, JSON.stringify(value));
}

/** The text without the setting at a path of names. What is said about it in comments stays. */
export function withoutSetting(text: string, names: readonly string[]): string {
	const property = find(parseText(text).tree, names);
	if (property === undefined) return text;
	const siblings = property.parent?.children ?? [];
	const previous = siblings[siblings.indexOf(property) - 1];
	const end = property.offset + property.length;
	const comma = commaAfter(text, end);
	const commaBefore = previous === undefined ? undefined : commaAfter(text, previous.offset + previous.length);
	const cuts = partsOf(text, property, comma);
	// The last one takes the comma before it along.
	if (comma === undefined && commaBefore !== undefined) cuts.unshift({from: commaBefore, to: commaBefore + 1});
	return cuts.toReversed().reduce((changed, {from, to}) => changed.slice(0, from) + changed.slice(to), text);
}

interface Range {
	readonly from: number;
	readonly to: number;
}

/** What a property consists of, in order: one piece with the blanks around it, or several with comments in between. */
function partsOf(text: string, {offset: from, length, colonOffset, children = []}: Node, comma: number | undefined) {
	const to = comma === undefined ? from + length : comma + 1;
	const [key, value] = children;
	if (key === undefined || value === undefined || colonOffset === undefined) return [{from, to}];
	const pieces: Range[] = [
		{from, to: from + key.length},
		{from: colonOffset, to: colonOffset + 1},
		{from: value.offset, to: value.offset + value.length},
		...(comma === undefined ? [] : [{from: comma, to}]),
	];
	const isWhole = pieces.every((piece, index) => isBlank(text.slice(piece.to, pieces[index + 1]?.from ?? piece.to)));
	return isWhole ? [withBlanks(text, {from, to}, comma !== undefined)] : pieces;
}

/** A range to be removed, with the blanks that would be left over: a line of its own goes as a whole. */
function withBlanks(text: string, {from, to}: Range, hasComma: boolean): Range {
	const before = /[ \t]*$/.exec(text.slice(0, from))?.[0].length ?? 0;
	const [after = '', lineEnd = ''] = /^[ \t]*(\r\n|\n|\r)?/.exec(text.slice(to)) ?? [];
	const isFirst = isFirstOfLine(text, from);
	if (isFirst && lineEnd !== '') return {from: from - before, to: to + after.length};
	if (isFirst || hasComma) return {from, to: to + after.length - lineEnd.length};
	return {from: from - before, to};
}

/** The text with an object in it: a file may hold nothing, or comments alone. */
function withObject(text: string): string {
	if (parseText(text).tree !== undefined) return text;
	const eol = lineEndOf(text);
	return `${text}${text === '' || /[\r\n]$/.test(text) ? '' : eol}{}${eol}`;
}

/** Sets the property at a path, in an object that is there, to a value in JSON. */
function withValue(text: string, names: readonly string[], value: string): string {
	const {tree} = parseText(text);
	const old = find(tree, names)?.children?.[1];
	if (old !== undefined) return text.slice(0, old.offset) + value + text.slice(old.offset + old.length);
	const object = objectAt(text, names.slice(0, -1));
	const name = names.at(-1);
	if (object === undefined || name === undefined) return text;
	const property = `${JSON.stringify(name)}: ${value}`;
	const last = object.children?.at(-1);
	return last === undefined
		? insertFirst(text, object, {property, unit: indentUnitOf(text, tree)})
		: insertAfter(text, last, {property, unit: indentUnitOf(text, tree)});
}

interface Insertion {
	readonly property: string;
	/** One level of indentation. */
	readonly unit: string;
}

/** Into an object that has no property, behind the comments that it may have. */
function insertFirst(text: string, object: Node, {property, unit}: Insertion): string {
	const closing = object.offset + object.length - 1;
	const before = text.slice(0, closing).trimEnd();
	const outer = `${lineEndOf(text)}${indentAt(text, object.offset)}`;
	return `${before}${outer}${unit}${property}${outer}${text.slice(closing)}`;
}

/** After the last property of an object: below it if it has a line of its own, else beside it. */
function insertAfter(text: string, last: Node, {property, unit}: Insertion): string {
	const end = last.offset + last.length;
	const comma = commaAfter(text, end);
	const rest = comma === undefined ? end : comma + 1;
	const comments = commentsOfLine(text, rest);
	const isBelow = isFirstOfLine(text, last.offset);
	const indent = indentAt(text, last.offset);
	const lead = isBelow ? lineEndOf(text) + indent : comments.endsInLineComment ? lineEndOf(text) + indent + unit : ' ';
	return [
		text.slice(0, end),
		comma === undefined ? ',' : '',
		text.slice(end, comments.end),
		lead,
		property,
		comma === undefined ? '' : ',',
		text.slice(comments.end),
	].join('');
}

function objectAt(text: string, names: readonly string[]): Node | undefined {
	const {tree} = parseText(text);
	const node = names.length === 0 ? tree : find(tree, names)?.children?.[1];
	return node?.type === 'object' ? node : undefined;
}

/** Where the comma is that follows a value, over blanks and comments; undefined: none follows. */
function commaAfter(text: string, offset: number): number | undefined {
	const scanner = createScanner(text, true);
	scanner.setPosition(offset);
	scanner.scan();
	const start = scanner.getTokenOffset();
	return text[start] === ',' ? start : undefined;
}

/** Where the comments end that begin on the line after a place. */
function commentsOfLine(text: string, offset: number): {readonly end: number; readonly endsInLineComment: boolean} {
	let end = offset;
	for (;;) {
		const [comment] = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)/.exec(text.slice(end)) ?? [];
		if (comment === undefined) return {end, endsInLineComment: false};
		end += comment.length;
		if (comment.trimStart().startsWith('//')) return {end, endsInLineComment: true};
	}
}

function isBlank(text: string): boolean {
	return text.trim() === '';
}

/** The blanks at the beginning of the line of a place. */
function indentAt(text: string, offset: number): string {
	return /(?:^|[\r\n])([ \t]*)[^\r\n]*$/.exec(text.slice(0, offset))?.[1] ?? '';
}

function isFirstOfLine(text: string, offset: number): boolean {
	return /(?:^|[\r\n])[ \t]*$/.test(text.slice(0, offset));
}

/** One level of indentation as the file has it; else a tab. */
function indentUnitOf(text: string, tree: Node | undefined): string {
	const first = tree?.children?.[0];
	if (first === undefined || !isFirstOfLine(text, first.offset)) return '\t';
	const indent = indentAt(text, first.offset);
	return indent === '' ? '\t' : indent;
}

function lineEndOf(text: string): string {
	return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
