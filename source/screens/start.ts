/** The state that the program begins with. */
import type {AreaName, Reference} from '../areas/table.ts';
import {editLine} from '../input/edit-line.ts';
import {currentFrame, open, startAt} from './navigation.ts';
import type {ProgramState, Size} from './state.ts';

export interface ProgramStart {
	readonly size: Size;
	readonly area: AreaName;
	readonly object?: Reference | undefined;
	/** Name or id of an object of the first list, to be opened once it is read; words that filter it otherwise. */
	readonly search?: string | undefined;
	readonly readOnly: boolean;
	/** Read-only for the whole run: `!` can not unlock it. */
	readonly alwaysReadOnly: boolean;
}

export function firstState(
	{size, area, object, search, readOnly, alwaysReadOnly}: ProgramStart,
	now: number,
): ProgramState {
	const start = startAt(area);
	const frame = currentFrame(start);
	// From the command line: nothing in it may drive the terminal.
	const filter = editLine(search);
	const [stack] = start.history;
	const filtered =
		stack === undefined || frame.kind !== 'list'
			? start
			: {...start, history: [[{...frame, table: {...frame.table, filter}}]] as const};
	return {
		size,
		now,
		navigation: object === undefined ? filtered : open(filtered, object),
		overlays: [],
		filtering: false,
		wide: false,
		preview: true,
		message: undefined,
		standing: undefined,
		readOnly,
		alwaysReadOnly,
		undo: [],
		redo: [],
		commands: [],
		everythingWanted: false,
		interruptedAt: undefined,
		dataVersion: 0,
	};
}
