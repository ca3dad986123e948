/** The picker: a field that takes a paste of any size, what it names, and what it may mean. */
import type {Candidate} from '../areas/picker.ts';
import {button} from '../components/dialog.ts';
import {fieldLine} from '../components/field.ts';
import {Lines} from '../components/lines.tsx';
import {betweenEnds, number, rule, wrapLines} from '../components/text.ts';
import {emphasise, type Line, lineWidth, padLine, plainText, span} from '../terminal/line.ts';
import {
	countsOf,
	emptyText,
	lookAt,
	type PickerOverlay,
	type PickerRow,
	type PickerView,
	pickerView,
	rowAtCursor,
} from './picker-state.ts';
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

function summary(overlay: PickerOverlay, view: PickerView, situation: Situation, columns: number): Line {
	const {picked} = view;
	const counts: Line = [span(countsOf(view), picked.length > 0 ? 'good' : 'plain')];
	const cost =
		picked.length === 0 && overlay.picker.mayBeEmpty !== true ? '' : overlay.picker.cost(picked, situation.setting);
	const fits = lineWidth(counts) + 2 + cost.length <= columns;
	return betweenEnds(counts, [span(fits ? cost : (cost.split('  ')[0] ?? ''), 'dim')], columns);
}

/** All that the row under the cursor says, where the columns have cut it. */
function detailLines(row: PickerRow | undefined, columns: number, height: number): readonly Line[] {
	if (row === undefined) return Array.from({length: height}, (): Line => []);
	const {name, more, state, effect, detail} = row.candidate;
	const said = detail ?? effect;
	const whole: Line =
		height === 1
			? [span(' '), ...said]
			: [
					span(` ${name}${more === '' ? '' : `  ${more}`}: `, 'dim'),
					...state,
					...(plainText(said) === '-' ? [] : [span(', '), ...said]),
				];
	const lines = height === 1 ? [padLine(whole, columns)] : wrapLines([whole], columns, height, 'f1 shows all');
	return [...lines, ...Array.from({length: height - lines.length}, (): Line => [])];
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
	// The rule before the matches is a line of its own.
	const hasRule = view.firstMatch < view.rows.length;
	const lineOfRow = (index: number): number => (hasRule && index >= view.firstMatch ? index + 1 : index);
	const length = view.rows.length + (hasRule ? 1 : 0);
	// What the list does not need is for the row under the cursor.
	const detailHeight = rows < 14 ? 1 : Math.max(3, Math.min(8, rows - 8 - length));
	const height = Math.max(1, rows - 8 - detailHeight);
	const cursorLine = lineOfRow(view.cursor);
	const top = windowTop(Math.max(0, cursorLine - height + 1), cursorLine, height, length);
	const shown: Line[] = [];
	for (let at = top; at < Math.min(top + height, length); at++) {
		const index = hasRule && at > view.firstMatch ? at - 1 : at;
		const row = view.rows[index];
		if (hasRule && at === view.firstMatch) shown.push(matchesRule(view, columns));
		else if (row !== undefined)
			shown.push(rowLine(lookAt(row, overlay, situation.setting), focus === 'rows' && index === view.cursor, columns));
	}
	if (length === 0) shown.push([span(`  ${emptyText(overlay, view)}`, 'dim')]);
	return [
		// The breadcrumbs may be cut; what is about to be changed must not be.
		[span(` ${picker.title}`, 'heading'), span(`   ${picker.hint}`, 'dim')],
		fieldLine([span(' > ', 'accent')], line, columns - 1, {focused: focus === 'rows'}),
		[],
		heads,
		...shown,
		...Array.from({length: height - shown.length}, (): Line => []),
		rule('', columns),
		...detailLines(rowAtCursor(overlay, view, situation.setting), columns, detailHeight),
		summary(overlay, view, situation, columns),
		[
			span(' '),
			...button(
				`Review ${number(view.picked.length)}`,
				focus === 'review',
				view.picked.length === 0 && picker.mayBeEmpty !== true,
			),
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
