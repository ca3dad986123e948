/** The two lines at the bottom of the screen. Pure. */
import type {Budget} from '../api/budget.ts';
import {fieldLine} from '../components/field.ts';
import {betweenEnds} from '../components/text.ts';
import {type Line, lineWidth, span} from '../terminal/line.ts';
import {suggestions} from './command-line.ts';
import {footerLine, statusAndFooter} from './footer-lines.ts';
import type {Program} from './program.ts';
import type {Situation} from './situation.ts';
import {topOverlay} from './state.ts';

/** Of the keys of the command line, those that mean something to a question. */
function answerFooter({keymap, context}: Program): Line {
	const labels: Readonly<Record<string, string>> = {'command.run': 'go on', 'command.cancel': 'cancel'};
	return keymap.footer(context()).flatMap(({command, keyLabels}): Line => {
		const label = labels[command];
		return label === undefined ? [] : [span(keyLabels[0] ?? '', 'bold'), span(` ${label}  `, 'dim')];
	});
}

/** The command line takes the place of the status. */
export function bottomLines(situation: Situation, program: Program, budget: Budget): readonly Line[] {
	const {state, setting} = situation;
	const overlay = topOverlay(state);
	const cells = state.size.columns;
	if (overlay?.kind === 'command') {
		const footer = footerLine(situation, program.keymap, program.context());
		if (overlay.asks !== undefined) {
			const {prompt, hint} = overlay.asks;
			const said: Line = [span(hint(overlay.line.text), 'dim')];
			const field = fieldLine([span(`${prompt} `, 'accent')], overlay.line, Math.max(24, cells - lineWidth(said) - 2));
			return [betweenEnds(field, said, cells), answerFooter(program)];
		}
		const found = suggestions(overlay.line.text, setting);
		const hints: Line = found.map((each, index) =>
			span(`${index === 0 ? '' : '  '}${each}`, index === 0 ? 'accent' : 'dim'),
		);
		return [betweenEnds(fieldLine([span(':', 'accent')], overlay.line, Math.floor(cells / 2)), hints, cells), footer];
	}
	return statusAndFooter(situation, program.keymap, program.context(), budget.snapshot());
}
