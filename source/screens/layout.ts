/** Which part of the screen has which cells. Pure; components and commands ask the same function. */
import type {Size} from './state.ts';

/** Below this the screens can not be used, and a line says so. */
export const smallest: Size = {columns: 60, rows: 15};

/**
 * Wider than this the preview stands at the right. There it costs bytes: the terminal moves whole rows only, so when the
 * list scrolls, what stands beside it has to be written again.
 */
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

/** Cells that the table keeps beside a preview: no fewer than on a screen of 80, with the divider. */
const tableAndDivider = 84;

const highestPreview = 10;
const lowestPreview = 2;

/**
 * @param preview whether a preview is wanted
 * @param content lines that the preview below the table has at most; as many as it may have, without it
 */
export function layoutOf({columns, rows}: Size, preview: boolean, content = highestPreview): Layout {
	const tooSmall = columns < smallest.columns || rows < smallest.rows;
	const space = Math.max(1, rows - fixedRows);
	if (!preview || (columns <= sideBySide && rows < 18)) {
		return {tooSmall, tableWidth: columns, tableHeight: space, preview: 'none', previewWidth: 0, previewHeight: 0};
	}
	if (columns > sideBySide) {
		const previewWidth = Math.min(Math.floor(columns * 0.32), columns - tableAndDivider);
		const tableWidth = columns - previewWidth - 1;
		return {tooSmall, tableWidth, tableHeight: space, preview: 'beside', previewWidth, previewHeight: space};
	}
	const most = Math.min(highestPreview, Math.max(4, Math.floor(space * 0.34)));
	const previewHeight = Math.max(lowestPreview, Math.min(content, most));
	return {
		tooSmall,
		tableWidth: columns,
		tableHeight: space - previewHeight - 1,
		preview: 'below',
		previewWidth: columns,
		previewHeight,
	};
}
