/** The picker: a field that takes a paste of any size, what it names, and what it may mean. */
import type {Candidate} from '../areas/picker.ts';
import {button} from '../components/dialog.tsx';
import {fieldLine} from '../components/field.ts';
import {Lines} from '../components/lines.tsx';
import {betweenEnds, number, rule} from '../components/text.ts';
import {emphasise, type Line, padLine, span} from '../terminal/line.ts';
import {type PickerOverlay, type PickerRow, type PickerView, pickerView} from './picker-state.ts';
import type {Situation} from './situation.ts';
import type {Size} from './state.ts';
import {windowTop} from './table-state.ts';

const stateWidth = 12;

/** Cells of the tick and the cursor mark. */
const gutter = 6;

function widths(columns: number): {readonly name: number; readonly effect: number} {
	const room = columns - gutter - stateWidth - 4;
	const name = Math.max(22, Math.floor(room * 0.58));
	return {name, effect: Math.max(0, room - name)};
}

function nameLine({name, more}: Candidate): Line {
	return more === '' ? [span(name)] : [span(name), span(`  ${more}`, 'dim')];
}

function rowLine({candidate, ticked}: PickerRow, isCursor: boolean, columns: number): Line {
	const {name, effect} = widths(columns);
	const tick = candidate.free ? (ticked ? '[x]' : '[ ]') : '   ';
	const line = padLine(
		[
			span(`${isCursor ? '>' : ' '} ${tick} `),
			...padLine(nameLine(candidate), name),
			span('  '),
			...padLine(candidate.state, stateWidth),
			span('  '),
			...padLine(candidate.effect, effect),
		],
		columns,
	);
	return isCursor ? emphasise(line, 'cursor') : line;
}

function matchesRule({choices}: PickerView, columns: number): Line {
	return rule(`matches: ${number(choices.matching)} of ${number(choices.of)}`, columns);
}

function summary(overlay: PickerOverlay, view: PickerView, situation: Situation): Line {
	const {picked, already, choices} = view;
	const counts = [
		`${number(picked.length)} ticked`,
		...(already > 0 ? [`${number(already)} already in`] : []),
		...(choices.unknown > 0 ? [`${number(choices.unknown)} unknown`] : []),
	].join(', ');
	const cost = picked.length === 0 ? '' : overlay.picker.cost(picked, situation.setting);
	return betweenEnds(
		[span(counts, picked.length > 0 ? 'good' : 'plain')],
		[span(cost, 'dim')],
		situation.state.size.columns,
	);
}

/** The lines of the picker, `rows` of them. */
export function pickerLines(overlay: PickerOverlay, situation: Situation, {columns, rows}: Size): readonly Line[] {
	const view = pickerView(overlay, situation.setting);
	const {picker, line, focus} = overlay;
	const {name} = widths(columns);
	const [nameHead, stateHead, effectHead] = picker.heads;
	const heads: Line = [
		span(' '.repeat(gutter)),
		span(nameHead.padEnd(name + 2), 'dim'),
		span(stateHead.padEnd(stateWidth + 2), 'dim'),
		span(effectHead, 'dim'),
	];
	const body: Line[] = [];
	let cursorLine = 0;
	for (const [index, row] of view.rows.entries()) {
		if (row.part === 'match' && view.rows[index - 1]?.part !== 'match') body.push(matchesRule(view, columns));
		if (index === view.cursor) cursorLine = body.length;
		body.push(rowLine(row, focus === 'rows' && index === view.cursor, columns));
	}
	if (body.length === 0) body.push([span('  nobody is named yet', 'dim')]);
	const height = Math.max(1, rows - 8);
	const top = windowTop(Math.max(0, cursorLine - height + 1), cursorLine, height, body.length);
	const shown = body.slice(top, top + height);
	return [
		[span(` ${picker.hint}`, 'dim')],
		fieldLine([span(' > ', 'accent')], line, columns - 1, {focused: focus === 'rows'}),
		[],
		heads,
		...shown,
		...Array.from({length: height - shown.length}, (): Line => []),
		rule('', columns),
		summary(overlay, view, situation),
		[
			span(' '),
			...button(`Review ${number(view.picked.length)}`, focus === 'review', view.picked.length === 0),
			span('   '),
			...button('Cancel', focus === 'cancel'),
			span(view.choices.reading === undefined ? '' : `   ${view.choices.reading}`, 'warning'),
		],
	];
}

export function PickerScreen({
	overlay,
	situation,
	size,
}: {
	readonly overlay: PickerOverlay;
	readonly situation: Situation;
	readonly size: Size;
}) {
	return <Lines lines={pickerLines(overlay, situation, size)} width={size.columns} height={size.rows} />;
}
