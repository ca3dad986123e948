import xterm from '@xterm/headless';

/** One cell of a screen and how it looks. */
export interface ScreenCell {
	/** The grapheme; empty for a cell never written and for the second half of a wide character. */
	readonly text: string;
	/** 0 for the second half of a wide character. */
	readonly width: number;
	/** Index of the palette colour: 0 to 7 the ANSI colours, 8 to 15 their bright forms; undefined for the default. */
	readonly foreground: number | undefined;
	readonly background: number | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
}

/** An emulated terminal: what a user would see of the bytes written to it. */
export interface Screen {
	/** Resolves when the bytes have been drawn. */
	write(bytes: string): Promise<void>;
	resize(columns: number, rows: number): void;
	/** The visible text: lines without trailing spaces, without the empty lines at the end. */
	text(): string;
	/** One visible line, counted from 0 at the top, without trailing spaces. */
	row(index: number): string;
	/** The cells of one visible line, one for each column. */
	cells(index: number): readonly ScreenCell[];
	/** Everything: what scrolled off the top, then the visible text. */
	history(): string;
	readonly columns: number;
	readonly rows: number;
	/** Where the cursor is, counted from 0. */
	readonly cursor: {readonly column: number; readonly row: number};
	readonly isAlternate: boolean;
	readonly hasBracketedPaste: boolean;
	/** Calls back with what the terminal answers to queries; a program expects it as input. */
	onReply(listener: (reply: string) => void): void;
	close(): void;
}

export function createScreen(columns = 80, rows = 24): Screen {
	const terminal = new xterm.Terminal({cols: columns, rows, scrollback: 5000, allowProposedApi: true});

	function line(index: number): string {
		return terminal.buffer.active.getLine(index)?.translateToString(true) ?? '';
	}

	function lines(first: number): string {
		const last = terminal.buffer.active.baseY + terminal.rows;
		return Array.from({length: last - first}, (_, offset) => line(first + offset).trimEnd())
			.join('\n')
			.trimEnd();
	}

	return {
		write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),
		resize: (newColumns, newRows) => terminal.resize(newColumns, newRows),
		text: () => lines(terminal.buffer.active.baseY),
		row: (index) => line(terminal.buffer.active.baseY + index).trimEnd(),
		cells(index) {
			const row = terminal.buffer.active.getLine(terminal.buffer.active.baseY + index);
			return Array.from({length: terminal.cols}, (_, column) => {
				const cell = row?.getCell(column);
				return {
					text: cell?.getChars() ?? '',
					width: cell?.getWidth() ?? 1,
					foreground: cell?.isFgPalette() === true ? cell.getFgColor() : undefined,
					background: cell?.isBgPalette() === true ? cell.getBgColor() : undefined,
					bold: (cell?.isBold() ?? 0) !== 0,
					dim: (cell?.isDim() ?? 0) !== 0,
					underline: (cell?.isUnderline() ?? 0) !== 0,
					inverse: (cell?.isInverse() ?? 0) !== 0,
				};
			});
		},
		history: () => lines(0),
		get columns() {
			return terminal.cols;
		},
		get rows() {
			return terminal.rows;
		},
		get cursor() {
			return {column: terminal.buffer.active.cursorX, row: terminal.buffer.active.cursorY};
		},
		get isAlternate() {
			return terminal.buffer.active.type === 'alternate';
		},
		get hasBracketedPaste() {
			return terminal.modes.bracketedPasteMode;
		},
		onReply: (listener) => void terminal.onData(listener),
		close: () => terminal.dispose(),
	};
}
