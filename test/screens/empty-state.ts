import {firstState} from '../../source/screens/start.ts';

/** A program that has just been opened. */
export const emptyState = firstState(
	{size: {columns: 80, rows: 24}, area: 'user-groups', readOnly: false, alwaysReadOnly: false},
	0,
);
