/** A list to which rows come by themselves: who looks at the newest one goes on doing so. Pure. */
import type {Situation} from './situation.ts';
import {cursorPosition, moveTo, type TableState} from './table-state.ts';

/**
 * The table with the cursor on the newest row, if it was on the one that was the newest before; as it is otherwise.
 * @param told number of the newest row before: ids of rows are numbers that grow
 */
export function followed({place}: Situation, told: number): TableState {
	const {table, view, sort, height, frame} = place;
	if (frame.kind !== 'list' || sort?.column !== place.area.sort.column) return table;
	const step = sort.descending ? -1 : 1;
	const next = cursorPosition(table, view) + step;
	const wasNewest = next >= 0 && next < view.length && Number(view.source.id(view.row(next))) > told;
	return wasNewest ? moveTo(table, view, sort.descending ? 0 : view.length - 1, height) : table;
}
