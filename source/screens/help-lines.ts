/** The text of the help screen. Pure. */
import {wrapLine} from '../components/text.ts';
import type {Keymap, ResolvedBinding} from '../input/keymap.ts';
import {type Line, span} from '../terminal/line.ts';
import {pad} from '../terminal/width.ts';
import {contextOf} from './context.ts';
import {fieldHelp} from './form/field-help.ts';
import type {FormData} from './form/stops.ts';
import {pickerView, rowAtCursor} from './picker-state.ts';
import type {Situation} from './situation.ts';
import {type Overlay, type ProgramState, type Size, topOverlay} from './state.ts';

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

/** What the help lies over. */
function below(state: ProgramState): ProgramState {
	return {...state, overlays: state.overlays.filter(({kind}) => kind !== 'help')};
}

/**
 * What the place itself has to say, all of it: of the field of a form, of the row of a picker, in front of
 * the choices of a menu.
 */
function aboutOverlay(overlay: Overlay | undefined, data: FormData): readonly Line[] {
	switch (overlay?.kind) {
		case 'picker': {
			const row = rowAtCursor(overlay, pickerView(overlay, data.setting), data.setting);
			if (row === undefined) return [];
			const {name, more, state, effect, detail} = row.candidate;
			return [[span('Under the cursor', 'heading')], [span(`${name}  ${more}`.trimEnd())], state, detail ?? effect, []];
		}
		case 'form':
			return fieldHelp(overlay, data);
		case 'menu': {
			const {title, said = []} = overlay;
			return said.length === 0 ? [] : [[span(title, 'heading')], ...said.map((text): Line => [span(text)]), []];
		}
		default:
			return [];
	}
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
	const {setting, state} = situation;
	const under = below(state);
	const overlay = topOverlay(under);
	const field = words.length > 0 ? [] : aboutOverlay(overlay, {setting, version: state.dataVersion});
	const shown = keymap.active(contextOf(under)).filter(({description, label, keyLabels, group, command}) => {
		const text = [description, label, group, command, ...keyLabels].join(' ').toLowerCase();
		return words.every((word) => text.includes(word));
	});
	const groups = [...new Set(shown.map(({group}) => group))];
	const keys = groups.flatMap((group): readonly Line[] => [
		[span(group, 'heading')],
		...shown
			.filter((binding) => binding.group === group)
			.flatMap((binding) => bindingLines(binding, situation, columns)),
		[],
	]);
	return [...field.flatMap((line) => (line.length === 0 ? [line] : wrapLine(line, columns))), ...keys];
}

/** Rows of the window that the help scrolls in. */
export function helpHeight({rows}: Size): number {
	return Math.max(1, rows - 5);
}
