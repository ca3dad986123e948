import {startAt} from '../../source/screens/navigation.ts';
import type {ProgramState} from '../../source/screens/state.ts';

/** A program that has just been opened. */
export const emptyState: ProgramState = {
	size: {columns: 80, rows: 24},
	now: 0,
	navigation: startAt('user-groups'),
	overlays: [],
	filtering: false,
	wide: false,
	preview: true,
	message: undefined,
	readOnly: false,
	alwaysReadOnly: false,
	undo: [],
	commands: [],
	membershipsWanted: false,
	interruptedAt: undefined,
	dataVersion: 0,
};
