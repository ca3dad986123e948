/** The present step as it is drawn. Pure; the screen and the commands that scroll ask the same function. */
import {type Fitted, fitParts, textWidth} from './parts.ts';
import type {SignInState} from './state.ts';
import {stepParts} from './steps.ts';

/** Header and the line under it; status and footer. */
const fixedRows = 4;

/** Rows between header and status. */
export function stepHeight({size}: SignInState): number {
	return size.rows - fixedRows;
}

export function stepView(state: SignInState): Fitted {
	const height = stepHeight(state);
	return fitParts(stepParts(state, height), textWidth(state.size), height, state.scroll);
}
