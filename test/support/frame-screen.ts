/** Two emulated terminals: one that the frame writer writes to, and one that everything is written to plainly. */
import {Writable} from 'node:stream';
import xterm from '@xterm/headless';
import type {Frame} from '../../source/terminal/frame/picture.ts';

/** A text of one look at a place; what is on a frame, as the tests have it. */
export interface Patch {
	readonly line: number;
	/** Column of its first cell, which may be left of the screen. */
	readonly x: number;
	/** Columns that are shown of it: from the first up to the second. */
	readonly clip: readonly [from: number, to: number];
	/** Each a grapheme with the cells that it takes and the SGR parameters of its look. */
	readonly letters: readonly {readonly text: string; readonly cells: number; readonly look: string}[];
}

/** The patches as the frame writer gets them. */
export function frameOf(patches: readonly Patch[], rows: number): Frame {
	const lines: {text: string; x: number; from: number; to: number}[][] = Array.from({length: rows}, () => []);
	for (const {line, x, clip, letters} of patches) {
		const text = letters.map((letter) => `\u001b[0;${letter.look}m${letter.text}`).join('');
		lines[line]?.push({text: `${text}\u001b[0m`, x, from: clip[0], to: clip[1]});
	}
	return lines;
}

function isOdd({text}: {readonly text: string}): boolean {
	return !/^[\u0020-\u007e]$/u.test(text);
}

/** The patches, letter by letter, each at its place: nothing is left out, nothing is relied on. */
export function plainly(patches: readonly Patch[], columns: number, rows: number): string {
	let text = '\u001b[?7l';
	const cells = patches.reduce<Map<number, {text: string; width: number; look: string}>>((screen, patch) => {
		const {line, x, clip, letters} = patch;
		if (line >= rows) return screen;
		const at = (column: number): number => line * columns + column;
		const clear = (column: number): void => {
			// The other half of a wide letter that something is put over.
			const here = screen.get(at(column));
			if (here === undefined) return;
			const first = here.width === 0 ? column - 1 : column;
			const look = screen.get(at(first))?.look ?? '';
			const width = screen.get(at(first))?.width ?? 1;
			for (let each = first; each < first + width; each++) screen.set(at(each), {text: ' ', width: 1, look});
		};
		let column = x;
		for (const letter of letters) {
			const from = Math.max(0, clip[0]);
			const to = Math.min(columns, clip[1]);
			const isWhole = column >= from && column + letter.cells <= to;
			for (let cell = 0; cell < letter.cells; cell++) {
				const place = column + cell;
				if (place < from || place >= to) continue;
				clear(place);
				const shown = isWhole ? (cell === 0 ? letter.text : '') : ' ';
				screen.set(at(place), {text: shown, width: isWhole ? (cell === 0 ? letter.cells : 0) : 1, look: letter.look});
			}
			column += letter.cells;
		}
		return screen;
	}, new Map());
	// Where the terminal may see another width, what stood there before could show through.
	for (const line of new Set(patches.filter(({letters}) => letters.some(isOdd)).map((patch) => patch.line))) {
		if (line >= rows) continue;
		for (let place = line * columns; place < (line + 1) * columns; place++) {
			if (!cells.has(place)) cells.set(place, {text: ' ', width: 1, look: ''});
		}
	}
	for (const [place, cell] of [...cells].sort(([left], [right]) => left - right)) {
		if (cell.width === 0) continue;
		text += `\u001b[${Math.floor(place / columns) + 1};${(place % columns) + 1}H\u001b[0;${cell.look}m${cell.text}`;
	}
	return text;
}

/** An emulated terminal that takes what is written at once. */
export class EmulatedScreen {
	readonly terminal: xterm.Terminal;

	constructor(columns: number, rows: number) {
		this.terminal = new xterm.Terminal({cols: columns, rows, scrollback: 0, allowProposedApi: true});
	}

	/** Draws at once; xterm's own `write` comes back by a timer. */
	write(bytes: string | Uint8Array): void {
		const core: unknown = Reflect.get(this.terminal, '_core');
		if (typeof core !== 'object' || core === null) throw new Error('this xterm has no core');
		Reflect.apply(Reflect.get(core, 'writeSync'), core, [bytes]);
	}

	/** One text for each cell: what is to be seen there. */
	cells(): readonly string[] {
		const {terminal} = this;
		const {active} = terminal.buffer;
		const cell = active.getNullCell();
		const seen: string[] = [];
		for (let line = 0; line < terminal.rows; line++) {
			const row = active.getLine(active.baseY + line);
			for (let column = 0; column < terminal.cols; column++) {
				if (row?.getCell(column, cell) === undefined) throw new Error('a cell is not there');
				const text = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
				const isInverse = cell.isInverse() !== 0;
				const ground = cell.isBgDefault() ? '' : `${cell.getBgColorMode()}/${cell.getBgColor()}`;
				const hasLine = cell.isUnderline() !== 0 || cell.isStrikethrough() !== 0;
				const lines = `${cell.isUnderline() !== 0} ${cell.isStrikethrough() !== 0}`;
				// The colour and weight of a letter are not to be seen where there is none, nor a line of its colour.
				const ink = [
					cell.isFgDefault() ? '' : `${cell.getFgColorMode()}/${cell.getFgColor()}`,
					cell.isBold() !== 0,
					cell.isDim() !== 0,
				];
				const isBlank = text === ' ' && !isInverse;
				const letter = isBlank ? (hasLine ? ink.join() : '') : [...ink, cell.isItalic() !== 0].join();
				seen.push(`${line},${column}: ${JSON.stringify(text)} ${isInverse} ${ground} ${lines} ${letter}`);
			}
		}
		return seen;
	}
}

/** A terminal's output that may take its time; what it takes is drawn on its screen, cut wherever it pleases. */
export class EmulatedOutput extends Writable {
	columns: number;
	rows: number;
	readonly screen: EmulatedScreen;
	/** Whether what is written waits for {@link take}. */
	isSlow = false;
	/** Bytes that have been written, each chunk one write. */
	readonly chunks: Buffer[] = [];
	#held: {readonly bytes: Buffer; readonly done: () => void} | undefined;
	readonly #cut: (length: number) => number;

	/** @param cut how many of so many bytes come in one piece */
	constructor(columns: number, rows: number, cut: (length: number) => number = (length) => length) {
		super({
			write: (chunk: Buffer, _encoding, done) => {
				this.chunks.push(chunk);
				this.#held = {bytes: chunk, done};
				if (!this.isSlow) this.take(Number.POSITIVE_INFINITY);
			},
		});
		this.columns = columns;
		this.rows = rows;
		this.screen = new EmulatedScreen(columns, rows);
		this.#cut = cut;
	}

	/** Draws so many bytes of what is waiting. */
	take(most: number): void {
		if (this.#held === undefined) return;
		const {bytes, done} = this.#held;
		const end = Math.min(bytes.length, most);
		for (let at = 0; at < end; ) {
			const next = Math.min(end, at + Math.max(1, this.#cut(end - at)));
			this.screen.write(bytes.subarray(at, next));
			at = next;
		}
		this.#held = end < bytes.length ? {bytes: bytes.subarray(end), done} : undefined;
		if (end === bytes.length) done();
	}

	/** Of the window: the terminal's own contents change as they like. */
	setSize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.screen.terminal.resize(columns, rows);
		this.emit('resize');
	}
}
