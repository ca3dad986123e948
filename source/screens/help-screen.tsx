/** All keys of a screen, searchable; a key that can not be used now says why. */

import {fieldLine} from '../components/field.ts';
import {Lines} from '../components/lines.tsx';
import {wrapLine} from '../components/text.ts';
import type {Keymap, ResolvedBinding} from '../input/keymap.ts';
import {type Line, span} from '../terminal/line.ts';
import {pad} from '../terminal/width.ts';
import {currentFrame} from './navigation.ts';
import type {Situation} from './situation.ts';
import type {Overlay, Size} from './state.ts';

type Help = Extract<Overlay, {kind: 'help'}>;

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

export function HelpScreen({
	help,
	situation,
	keymap,
	size,
}: {
	readonly help: Help;
	readonly situation: Situation;
	readonly keymap: Keymap<Situation>;
	readonly size: Size;
}) {
	const lines = helpLines(help, situation, keymap, size.columns);
	const height = size.rows - 4;
	const top = Math.max(0, Math.min(help.top, lines.length - height));
	const search = fieldLine([span('search: ', 'dim')], help.search, size.columns);
	const shown = lines.length === 0 ? [[span('no key has these words', 'dim')]] : lines.slice(top, top + height);
	return <Lines lines={[search, [], ...shown]} width={size.columns} height={size.rows - 2} />;
}
