/** What is on the screen, and what makes it something else. Pure but for what it remembers. */

import {noMargins} from '../modes.ts';
import {writeDifference} from './difference.ts';
import {Pen} from './pen.ts';
import {type Piece, type Row, RowMaker} from './row.ts';
import {type Shift, shifted, shiftSequence, shiftsOf} from './scroll.ts';

/** A frame: for each line from the top its painted texts, in the order in which they lie over each other. */
export type Frame = readonly (readonly Piece[])[];

/** Switches back whatever a stranger may have switched: look, margins, origin, insertion, wrap, cursor, letters. Then erases. */
const clearScreen = '\u001b[m\u001b[?69l\u001b[r\u001b[?6l\u001b[4l\u001b[?7l\u001b[?25l\u000f\u001b(B\u001b[H\u001b[J';

/** Rows `top` to `bottom`, counted from 0, are the ones that move. */
function margins(top: number, bottom: number): string {
	return `\u001b[${top === 0 ? '' : top + 1};${bottom + 1}r`;
}

export class Picture {
	readonly #scrolls: boolean;
	#rows: readonly Row[] | undefined;
	#maker = new RowMaker(0);
	#pen = new Pen(undefined, undefined, 0);

	/** @param scrolls whether the terminal may be asked to move rows */
	constructor(scrolls: boolean) {
		this.#scrolls = scrolls;
	}

	/** What is on the screen is not known any more. */
	forget(): void {
		this.#rows = undefined;
	}

	/** The terminal's cursor and look are not known any more; what is on the screen is. */
	forgetPen(): void {
		this.#pen = new Pen(undefined, undefined, 0);
	}

	/** What ends the present look, for those who write something else. */
	plainLook(): string {
		const pen = this.#pen.fresh();
		pen.use(0);
		this.#pen = pen;
		return pen.text;
	}

	/**
	 * What makes the screen this frame; it is taken for written. Empty where nothing has changed. Whatever does not fit
	 * into the screen is left out.
	 */
	update(frame: Frame, columns: number, rows: number): string {
		if (this.#maker.columns !== columns) {
			this.#maker = new RowMaker(columns);
			this.#rows = undefined;
		}
		if (this.#rows !== undefined && this.#rows.length !== rows) this.#rows = undefined;
		const next = Array.from({length: rows}, (_, line) => this.#maker.row(frame[line]));
		const {text, pen} = this.#rows === undefined ? this.#afresh(next) : this.#from(this.#rows, next);
		this.#rows = next;
		this.#pen = pen;
		return text;
	}

	#afresh(next: readonly Row[]): {readonly text: string; readonly pen: Pen} {
		const pen = new Pen(0, 0, 0);
		pen.text = clearScreen;
		const blank = next.map(() => this.#maker.blank);
		writeDifference(pen, blank, next);
		return {text: pen.text, pen};
	}

	#from(old: readonly Row[], next: readonly Row[]): {readonly text: string; readonly pen: Pen} {
		let best = this.#pen.fresh();
		writeDifference(best, old, next);
		if (!this.#scrolls) return {text: best.text, pen: best};
		for (const shift of shiftsOf(old, next, this.#maker.blank)) {
			const pen = this.#shifting(shift, old, next);
			if (pen.text.length < best.text.length) best = pen;
		}
		return {text: best.text, pen: best};
	}

	#shifting(shift: Shift, old: readonly Row[], next: readonly Row[]): Pen {
		const before = this.#pen.fresh();
		// The rows that come in have the present look.
		before.use(0);
		const {top, bottom} = shift;
		const hasMargins = bottom < next.length - 1;
		if (hasMargins) {
			before.text += margins(top, bottom);
			before.moveSurely(0, top);
		} else before.move(0, top);
		before.text += shiftSequence(shift);
		if (hasMargins) before.text += noMargins;
		// Setting margins moves the cursor; not every terminal moves it to the same place.
		const pen = hasMargins ? new Pen(undefined, undefined, 0) : before.fresh();
		pen.text = before.text;
		writeDifference(pen, shifted(old, shift, this.#maker.blank), next);
		return pen;
	}
}
