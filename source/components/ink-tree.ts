/**
 * Reads what Ink has laid out, as painted texts at their places. Ink's own way there cuts and measures every character
 * of the screen for each frame, which is most of the time that a key takes; here a text that was there before costs a
 * look-up. What is not a plain text at a place (borders, backgrounds, wrapping, offsets) is left to Ink.
 */
import type {DOMElement} from 'ink';
import type {Frame} from '../terminal/frame/picture.ts';
import type {Piece} from '../terminal/frame/row.ts';
import {cellWidth} from '../terminal/width.ts';

interface Clip {
	readonly left: number;
	readonly right: number;
	readonly top: number;
	readonly bottom: number;
}

type Transform = NonNullable<DOMElement['internal_transform']>;

/** Thrown to end a walk; no error of anybody's. */
const leftToInk = Symbol('left to Ink');

const sgr = /\u001b\[[\d;]*m/gu;

const widths = new Map<string, number>();

/** Cells of a painted text. */
function widthOf(text: string): number {
	const known = widths.get(text);
	if (known !== undefined) return known;
	const width = cellWidth(text.replaceAll(sgr, ''));
	if (widths.size >= 4096) widths.clear();
	widths.set(text, width);
	return width;
}

/** The text of a text node and those inside it. */
function textOf(node: DOMElement): string {
	let text = '';
	for (const child of node.childNodes) {
		if (child.nodeName === '#text') text += child.nodeValue;
		else if (child.isHidden !== true) {
			const inner = textOf(child);
			text += inner === '' ? '' : (child.internal_transform?.(inner, 0) ?? inner);
		}
	}
	return text;
}

function isPlainBox({style, childNodes}: DOMElement): boolean {
	return (
		style.borderStyle === undefined &&
		style.backgroundColor === undefined &&
		(style.contentOffsetX ?? 0) === 0 &&
		(style.contentOffsetY ?? 0) === 0 &&
		childNodes.every(({nodeName}) => nodeName === 'ink-box' || nodeName === 'ink-text')
	);
}

function within(clip: Clip, left: number, top: number, node: DOMElement): Clip {
	const {style, yogaNode} = node;
	if (yogaNode === undefined) return clip;
	const hidesX = (style.overflowX ?? style.overflow) === 'hidden';
	const hidesY = (style.overflowY ?? style.overflow) === 'hidden';
	if (!hidesX && !hidesY) return clip;
	return {
		left: hidesX ? Math.max(clip.left, left) : clip.left,
		right: hidesX ? Math.min(clip.right, left + yogaNode.getComputedWidth()) : clip.right,
		top: hidesY ? Math.max(clip.top, top) : clip.top,
		bottom: hidesY ? Math.min(clip.bottom, top + yogaNode.getComputedHeight()) : clip.bottom,
	};
}

/** The frame below the root of an Ink tree; undefined: Ink has to draw it. */
export function frameOf(root: DOMElement): Frame | undefined {
	const {yogaNode} = root;
	if (yogaNode === undefined || root.staticNode !== undefined) return undefined;
	const width = yogaNode.getComputedWidth();
	const lines: Piece[][] = Array.from({length: yogaNode.getComputedHeight()}, () => []);

	const putText = (node: DOMElement, left: number, top: number, clip: Clip, outer: readonly Transform[]): void => {
		const text = textOf(node);
		if (text === '') return;
		if (/[\n\r\t]/u.test(text) || widthOf(text) > (node.yogaNode?.getComputedWidth() ?? 0)) throw leftToInk;
		let painted = node.internal_transform?.(text, 0) ?? text;
		for (const transform of outer) painted = transform(painted, 0);
		if (top >= clip.top && top < clip.bottom)
			lines[top]?.push({text: painted, x: left, from: clip.left, to: clip.right});
	};

	const walk = (node: DOMElement, x: number, y: number, clip: Clip, outer: readonly Transform[]): void => {
		const {yogaNode: layout, internal_transform: transform} = node;
		if (layout === undefined || node.isHidden === true || node.style.display === 'none') return;
		const left = x + layout.getComputedLeft();
		const top = y + layout.getComputedTop();
		if (node.nodeName === 'ink-text') {
			putText(node, left, top, clip, outer);
			return;
		}
		if (!isPlainBox(node)) throw leftToInk;
		const inside = within(clip, left, top, node);
		const transforms = transform === undefined ? outer : [transform, ...outer];
		for (const child of node.childNodes) if (child.nodeName !== '#text') walk(child, left, top, inside, transforms);
	};

	try {
		walk(root, 0, 0, {left: 0, right: width, top: 0, bottom: lines.length}, []);
	} catch (error) {
		if (error === leftToInk) return undefined;
		throw error;
	}
	return lines;
}

/** A frame of what Ink has drawn itself. */
export function frameOfText(text: string): Frame {
	return text.split('\n').map((line) => [{text: line, x: 0, from: 0, to: Number.POSITIVE_INFINITY}]);
}
