import {cursorId} from '../../source/screens/table-state.ts';
import type {OpenProgram} from '../support/open-program.ts';

/** The text of the row under the cursor. */
export function cursorRow(program: OpenProgram): string {
	return program.rows().find((row) => row.startsWith('>')) ?? '';
}

/** The id of that row. */
export function cursorAt(program: OpenProgram): string | undefined {
	const {table, view} = program.situation().place;
	return cursorId(table, view);
}

/** Where one is, as the header says it. */
export function breadcrumbs(program: OpenProgram): string {
	return (program.rows()[0] ?? '').replace(/ {2,}.*$/u, '');
}
