/** Ink without its own output: what it lays out goes to the frame writer. */
import {Writable} from 'node:stream';
import type {DOMElement} from 'ink';
import type {Frame} from '../terminal/frame/picture.ts';
import {frameOf, frameOfText} from './ink-tree.ts';

/** What Ink takes for its terminal: as large as the real one, and nothing written to it gets there by itself. */
export class InkOutput extends Writable {
	readonly isTTY = true;
	readonly #size: () => {readonly columns: number; readonly rows: number};
	#text: string | undefined;

	constructor(size: () => {readonly columns: number; readonly rows: number}) {
		super({decodeStrings: false, write: (chunk, _encoding, done) => this.#take(String(chunk), done)});
		this.#size = size;
	}

	get columns(): number {
		return this.#size().columns;
	}

	get rows(): number {
		return this.#size().rows;
	}

	#take(text: string, done: () => void): void {
		if (this.#text !== undefined) this.#text += text;
		done();
	}

	/** What is written while the work is done. */
	during(work: () => void): string {
		this.#text = '';
		work();
		const text = this.#text;
		this.#text = undefined;
		return text;
	}
}

/** Shows every frame of the tree that the element is in from now on, the present one included. */
export function watchTree(element: DOMElement, output: InkOutput, show: (frame: Frame) => void): void {
	let root = element;
	while (root.parentNode !== undefined) root = root.parentNode;
	const inkRenders = root.onRender;
	root.onRender = () => {
		const frame = frameOf(root);
		show(frame ?? frameOfText(output.during(() => inkRenders?.())));
	};
}
