/** The text of the help screen. Pure. */
import {wrapLine} from '../components/text.ts';
import type {Keymap, ResolvedBinding} from '../input/keymap.ts';
import {type Line, span} from '../terminal/line.ts';
import {pad} from '../terminal/width.ts';
import {currentFrame} from './navigation.ts';
import type {Situation} from './situation.ts';
import type {Overlay, Size} from './state.ts';

export type Help = Extract<Overlay, {kind: 'help'}>;

const keysWidth = 22;

function bindingLines(binding: ResolvedBinding<Situation>, situation: Situation, columns: number): readonly Line[] {
	const reason = binding.disabled?.(situation);
	const keys = pad(binding.keyLabels.join('  '), keysWidth);
	const text = `${binding.description}${binding.writes ? ' (writes)' : ''}`;
	const [first = [], ...more] = wrapLine([span(text, reason === undefined ? 'plain' : 'dim')], columns - keysWidth - 4);
	const indent = ' '.repeat(keysWidth + 4);
	return [
		[span('  '), span(keys, reason === undefined ? 'bold' : 'dim'), span('  '), ...first],
		...more.map((line) => [span(indent), ...line]),
		...(reason === undefined ? [] : [[span(indent), span(`not now: ${reason}`, 'warning')]]),
	];
}

/** The help of the screen below, filtered by the search; headings with nothing below them are left out. */
export function helpLines(
	help: Help,
	situation: Situation,
	keymap: Keymap<Situation>,
	columns: number,
): readonly Line[] {
	const words = help.search.text
		.toLowerCase()
		.split(/\s+/u)
		.filter((word) => word !== '');
	const context = currentFrame(situation.state.navigation).kind;
	const shown = keymap.active(context).filter(({description, label, keyLabels, group, command}) => {
		const text = [description, label, group, command, ...keyLabels].join(' ').toLowerCase();
		return words.every((word) => text.includes(word));
	});
	const groups = [...new Set(shown.map(({group}) => group))];
	return groups.flatMap((group): readonly Line[] => [
		[span(group, 'heading')],
		...shown
			.filter((binding) => binding.group === group)
			.flatMap((binding) => bindingLines(binding, situation, columns)),
		[],
	]);
}

/** Rows of the window that the help scrolls in. */
export function helpHeight({rows}: Size): number {
	return Math.max(1, rows - 5);
}
