/** The list of a step, and what there is to know of the line under its cursor. Pure. */
import {type Line, span} from '../../terminal/line.ts';
import {cellWidth, pad} from '../../terminal/width.ts';
import {choicesOf} from './choices.ts';
import {extraPart, type Part, textWidth} from './parts.ts';
import type {SignInState} from './state.ts';
import type {ChoosingStep} from './step.ts';

/** The mark of the chosen line. */
const markWidth = 2;

/** The lines to choose from; remarks stand behind the labels, in a column, where they fit. */
export function selection(state: SignInState, step: ChoosingStep): Extract<Part, {kind: 'select'}> {
	const choices = choicesOf(state, step);
	const room = textWidth(state.size) - markWidth;
	const remarked = choices.filter(({remark}) => remark !== undefined);
	const labelWidth = Math.max(0, ...remarked.map(({label}) => cellWidth(label))) + 3;
	return {
		kind: 'select',
		items: choices.map(({name, label, remark}, index) => {
			const whole = remark === undefined ? label : pad(label, labelWidth) + remark;
			return {value: `${index} ${name}`, label: cellWidth(whole) <= room ? whole : label};
		}),
		cursor: step.cursor,
	};
}

/** What there is to know of the line under the cursor. */
export function aboutChoice(state: SignInState, step: ChoosingStep): Part {
	const lines = choicesOf(state, step)[step.cursor]?.about ?? [];
	return extraPart([], ...lines.map((text): Line => [span(text, 'dim')]));
}
