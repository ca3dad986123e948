/** The sign-in as lines, where its step has nothing to type or to choose from. Pure. */
import {type Line, padLine} from '../../terminal/line.ts';
import {smallest} from '../layout.ts';
import {footerLine, headerLine, statusLine} from './frame.ts';
import {textWidth} from './parts.ts';
import type {SignIn} from './sign-in.ts';
import {stepHeight, stepView} from './view.ts';

/** As `sign-in-screen.tsx` draws it; undefined where there is more than lines. */
export function signInLines({state: stateOf, keymap}: SignIn): readonly Line[] | undefined {
	const state = stateOf();
	const {columns, rows} = state.size;
	if (columns < smallest.columns || rows < smallest.rows || state.help !== undefined) return undefined;
	const height = stepHeight(state);
	const width = textWidth(state.size);
	const {parts, isListCut} = stepView(state);
	const lines: Line[] = [];
	for (const part of parts) {
		if (part.kind !== 'lines') return undefined;
		lines.push(...part.lines);
	}
	const body = Array.from({length: height}, (_, index): Line => [{text: ' '}, ...padLine(lines[index] ?? [], width)]);
	return [headerLine(state), [], ...body, statusLine(state, isListCut), footerLine(state, keymap)];
}
