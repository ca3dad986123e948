/** Which part of the screen has which cells. Pure; components and commands ask the same function. */
import type {Size} from './state.ts';

/** Below this the screens can not be used, and a line says so. */
export const smallest: Size = {columns: 60, rows: 15};

/** From this width on the preview stands at the right. */
const sideBySide = 120;

export interface Layout {
	readonly tooSmall: boolean;
	/** Cells of the table. */
	readonly tableWidth: number;
	/** Rows of the table below its heads. */
	readonly tableHeight: number;
	readonly preview: 'none' | 'below' | 'beside';
	readonly previewWidth: number;
	/** Lines of the preview without its rule. */
	readonly previewHeight: number;
}

/** Header, areas, filter line, column heads; status and footer. */
const fixedRows = 4 + 2;

export function layoutOf({columns, rows}: Size, preview: boolean): Layout {
	const tooSmall = columns < smallest.columns || rows < smallest.rows;
	const space = Math.max(1, rows - fixedRows);
	if (!preview || (columns < sideBySide && rows < 18)) {
		return {tooSmall, tableWidth: columns, tableHeight: space, preview: 'none', previewWidth: 0, previewHeight: 0};
	}
	if (columns >= sideBySide) {
		const previewWidth = Math.floor(columns * 0.32);
		const tableWidth = columns - previewWidth - 1;
		return {tooSmall, tableWidth, tableHeight: space, preview: 'beside', previewWidth, previewHeight: space};
	}
	const previewHeight = Math.min(10, Math.max(4, Math.floor(space * 0.34)));
	return {
		tooSmall,
		tableWidth: columns,
		tableHeight: space - previewHeight - 1,
		preview: 'below',
		previewWidth: columns,
		previewHeight,
	};
}
