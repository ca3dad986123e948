/** What is on the screen as lines, where lines are all it is made of. Pure. */
import type {Line} from '../terminal/line.ts';
import {bottomLines} from './bottom-lines.ts';
import {browserLines} from './browser-lines.ts';
import {areasLine, headerLine, listLine} from './frame-lines.ts';
import type {Scene} from './session.ts';
import {signInLines} from './sign-in/sign-in-lines.ts';
import {startingLines} from './starting.ts';

/** Rows from the top of the screen, at most as many as it has, and its width in cells. */
export interface SceneLines {
	readonly lines: readonly Line[];
	readonly columns: number;
}

function listLines({program, identity, budget}: Extract<Scene, {kind: 'open'}>): SceneLines | undefined {
	const situation = program.picture();
	const {state, place} = situation;
	const {columns, rows} = state.size;
	if (place.layout.tooSmall || place.frame.kind !== 'list' || state.overlays.length > 0) return undefined;
	const lines = [
		headerLine(situation, identity, budget.snapshot()),
		areasLine(place, columns),
		listLine(situation),
		...browserLines(situation, program.keymap),
		...bottomLines(situation, program, budget),
	];
	return {lines: lines.slice(0, rows), columns};
}

/** Undefined for what is made of more than lines: dialogs, fields, a screen that is too small. */
export function sceneLines(scene: Scene): SceneLines | undefined {
	switch (scene.kind) {
		case 'starting': {
			const size = scene.starting.size();
			return {lines: startingLines(size), columns: size.columns};
		}
		case 'sign-in': {
			const lines = signInLines(scene.signIn);
			return lines === undefined ? undefined : {lines, columns: scene.signIn.state().size.columns};
		}
		case 'open':
			return listLines(scene);
	}
}
