/** Lists and details as lines: one screen for all areas. Pure. */
import {tableLines} from '../components/table.ts';
import {rule, wrapLines} from '../components/text.ts';
import type {Keymap} from '../input/keymap.ts';
import {type Line, padLine, span} from '../terminal/line.ts';
import {emptyLines, previewOf} from './preview.ts';
import type {Situation} from './situation.ts';
import {closeRange, cursorPosition, windowTop} from './table-state.ts';

/** Exactly as many lines as that. */
function filled(lines: readonly Line[], height: number): readonly Line[] {
	return Array.from({length: height}, (_, index) => lines[index] ?? []);
}

function rowsOf(situation: Situation, more: string | undefined): readonly Line[] {
	const {state, place} = situation;
	const {view, table, layout, height, sort} = place;
	const cursor = cursorPosition(table, view);
	const lines = tableLines({
		source: view.source,
		length: view.length,
		row: view.row,
		cursor: view.length === 0 ? undefined : cursor,
		top: windowTop(table.top, cursor, height, view.length),
		marks: closeRange(table, view).marks,
		highlight: view.highlight,
		sort,
		width: layout.tableWidth,
		height,
		wide: state.wide,
		empty: emptyLines(situation),
		more,
	});
	return filled(lines, height + 1);
}

/** What shows all of a preview; undefined where the user has taken the key away. */
function keyForAll(keymap: Keymap<Situation>): string | undefined {
	const label = keymap.bindings.find(({command}) => command === 'preview.all')?.keyLabels[0];
	return label === undefined ? undefined : `${label} shows all`;
}

/** Column heads, rows and preview: as many lines as the screen has room for between its head and its foot. */
export function browserLines(situation: Situation, keymap: Keymap<Situation>): readonly Line[] {
	const {preview, previewWidth, previewHeight, tableWidth} = situation.place.layout;
	const more = keyForAll(keymap);
	const rows = rowsOf(situation, more);
	if (preview === 'none') return rows;
	const {title, lines} = previewOf(situation);
	if (preview === 'below') {
		const below = wrapLines(lines, previewWidth, previewHeight, more);
		return [...rows, rule(title, previewWidth), ...filled(below, previewHeight)];
	}
	const inside = previewWidth - 2;
	const beside: readonly Line[] = [[span(title, 'heading')], ...wrapLines(lines, inside, previewHeight, more)];
	return rows.map((row, index) => [
		...padLine(row, tableWidth),
		span(' │ ', 'dim'),
		...padLine(beside[index] ?? [], inside),
	]);
}
