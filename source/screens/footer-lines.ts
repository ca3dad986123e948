/** The keys of where one is, and the two lines at the bottom of the screen. Pure. */
import type {BudgetState} from '../api/budget.ts';
import {wrapLine} from '../components/text.ts';
import type {Keymap} from '../input/keymap.ts';
import {type Line, lineWidth, plainText, span, truncateLine} from '../terminal/line.ts';
import {dialogLabel} from './dialog-keys.ts';
import {statusLine} from './frame-lines.ts';
import {isAction, type KeyContext} from './keymap.ts';
import type {Situation} from './situation.ts';

/** How much less a key matters that is about the object, where the rows of its section have keys of their own. */
const behindOwn = 18;

/** And one that can do nothing now: more than any two keys are apart. */
const behindAll = 200;

/**
 * What an action's key does is for the area to say; where it means nothing, it takes no room, and what the rows on show
 * can do comes before what their object can. What can not be done now comes last.
 */
function footerBindings(situation: Situation, keymap: Keymap<Situation>, context: KeyContext) {
	return keymap
		.footer(context)
		.flatMap((binding): readonly (typeof binding)[] => {
			if (!isAction(binding.command)) {
				const label = dialogLabel(binding.command, binding.label, situation);
				return label === undefined ? [] : [{...binding, label}];
			}
			const here = situation.action(binding.command);
			if (here === undefined) return [];
			const footer = (binding.footer ?? 0) - (here.isOwn ? 0 : behindOwn);
			return [{...binding, label: here.action.label, footer}];
		})
		.map((binding) => {
			const isOff = isAction(binding.command) && binding.disabled?.(situation) !== undefined;
			return {...binding, isOff, footer: (binding.footer ?? 0) - (isOff ? behindAll : 0)};
		})
		.toSorted((left, right) => right.footer - left.footer);
}

/** The most important keys of where one is, as far as there is room. */
export function footerLine(situation: Situation, keymap: Keymap<Situation>, context: KeyContext): Line {
	const cells = situation.state.size.columns;
	let line: Line = [];
	for (const {keyLabels, label: text, disabled, isOff} of footerBindings(situation, keymap, context)) {
		const off = isOff || disabled?.(situation) !== undefined;
		const piece: Line = [span(keyLabels[0] ?? '', off ? 'dim' : 'bold'), span(` ${text}`, 'dim')];
		const next: Line = line.length === 0 ? piece : [...line, span('  '), ...piece];
		if (lineWidth(next) > cells) break;
		line = next;
	}
	return line;
}

/** What takes more than two rows ends with as much of the second as there is room for. */
function inTwoRows(line: Line, cells: number): readonly Line[] {
	const [first = [], second = [], ...others] = wrapLine(line, cells);
	return [first, others.length === 0 ? second : truncateLine([...second, span(` ${plainText(others.flat())}`)], cells)];
}

/** The two lines at the bottom of the screen: what a key has to say may take both. */
export function statusAndFooter(
	situation: Situation,
	keymap: Keymap<Situation>,
	context: KeyContext,
	budget: BudgetState,
): readonly Line[] {
	const {message, size} = situation.state;
	const said: Line = message === undefined ? [] : [span(message.text, message.tone)];
	if (lineWidth(said) > size.columns && budget.waiting === undefined) return inTwoRows(said, size.columns);
	return [statusLine(situation, budget), footerLine(situation, keymap, context)];
}
