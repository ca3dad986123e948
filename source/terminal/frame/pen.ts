/** Where the terminal's cursor is and what it would write with: the cheapest way to the next cell. */
import type {Row} from './row.ts';
import {styleChange, styleOnBlank} from './style.ts';

const csi = '\u001b[';

/** `CSI n X`, without the number where it is 1. */
function sequence(count: number, final: string): string {
	return count === 1 ? csi + final : csi + count + final;
}

function shorter(left: string, right: string): string {
	return right.length < left.length ? right : left;
}

/** To a place, wherever the cursor is. */
export function moveTo(column: number, line: number): string {
	if (column > 0) return `${csi}${line + 1};${column + 1}H`;
	return line === 0 ? `${csi}H` : `${csi}${line + 1}H`;
}

/** Output that is being put together; knows what the terminal's cursor and look will be behind it. */
export class Pen {
	/** What has been put together. */
	text = '';
	/** Undefined: not known for sure. */
	column: number | undefined;
	line: number | undefined;
	style: number;

	constructor(column: number | undefined, line: number | undefined, style: number) {
		this.column = column;
		this.line = line;
		this.style = style;
	}

	/** A pen at the same place, with nothing written yet. */
	fresh(): Pen {
		return new Pen(this.column, this.line, this.style);
	}

	use(style: number): void {
		this.text += styleChange(this.style, style);
		this.style = style;
	}

	/** Moves, from wherever that is cheapest. */
	move(column: number, line: number): void {
		if (this.column === column && this.line === line) return;
		this.text += this.#wayTo(column, line);
		this.column = column;
		this.line = line;
	}

	/** Moves without relying on where the cursor is said to be. */
	moveSurely(column: number, line: number): void {
		this.text += moveTo(column, line);
		this.column = column;
		this.line = line;
	}

	#wayTo(column: number, line: number): string {
		const absolute = moveTo(column, line);
		if (this.line === undefined) return absolute;
		const down = line - this.line;
		if (down === 0) return shorter(absolute, this.#alongTo(column));
		if (column === 0) return shorter(absolute, down > 0 ? sequence(down, 'E') : sequence(-down, 'F'));
		const vertical = down > 0 ? sequence(down, 'B') : sequence(-down, 'A');
		const straight = this.#alongTo(column) + vertical;
		return shorter(absolute, straight);
	}

	/** Within the line. */
	#alongTo(column: number): string {
		if (column === 0) return '\r';
		const fromEdge = `\r${sequence(column, 'C')}`;
		const absolute = shorter(sequence(column + 1, 'G'), fromEdge);
		if (this.column === undefined) return absolute;
		const right = column - this.column;
		if (right === 0) return '';
		if (right > 0) return shorter(absolute, sequence(right, 'C'));
		return shorter(absolute, -right <= 3 ? '\b'.repeat(-right) : sequence(-right, 'D'));
	}

	/**
	 * Writes the cells of a row from `from` up to `end`, from where the cursor is: that has to be cell `from`. A blank
	 * is written in whatever look shows it as it should be.
	 */
	write(row: Row, from: number, end: number): void {
		const {cells, styles} = row;
		let {text, style} = this;
		for (let column = from; column < end; column++) {
			const cell = cells[column] ?? ' ';
			if (cell === '') continue;
			const wanted = styles[column] ?? 0;
			if (wanted !== style && !(cell === ' ' && styleOnBlank(style) === wanted)) {
				text += styleChange(style, wanted);
				style = wanted;
			}
			text += cell;
		}
		this.text = text;
		this.style = style;
		// Behind the last column a terminal stays on it, or is about to wrap.
		this.column = end < cells.length ? end : undefined;
	}

	/** How many characters {@link write} would add, up to `most`. */
	costOf(row: Row, from: number, end: number, most: number): number {
		const {cells, styles} = row;
		let {style} = this;
		let cost = 0;
		for (let column = from; column < end && cost <= most; column++) {
			const cell = cells[column] ?? ' ';
			if (cell === '') continue;
			const wanted = styles[column] ?? 0;
			if (wanted !== style && !(cell === ' ' && styleOnBlank(style) === wanted)) {
				cost += styleChange(style, wanted).length;
				style = wanted;
			}
			cost += cell.length === 1 && cell < '\u0080' ? 1 : 3;
		}
		return cost;
	}

	/** Makes everything from the cursor to the end of its line blank. */
	eraseLine(): void {
		// With another background, terminals disagree on what is erased to.
		this.use(0);
		this.text += `${csi}K`;
	}
}
