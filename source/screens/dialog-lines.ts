/** The lines of menus and confirmations, and which of them are in the window. Pure. */

import {type Plan, requestLines, type Subject} from '../areas/plan.ts';
import {button, buttonRows} from '../components/dialog.tsx';
import {fieldLine} from '../components/field.ts';
import {wrapLine, wrapLines} from '../components/text.ts';
import {type Line, span} from '../terminal/line.ts';
import {cellWidth, pad} from '../terminal/width.ts';
import {type Confirm, chosenButton, confirmButtons, confirmChecked, isTyped, presentText} from './confirmation.ts';
import {conflictLines} from './conflict-lines.ts';
import type {Situation} from './situation.ts';
import type {Overlay} from './state.ts';

export type Menu = Extract<Overlay, {kind: 'menu'}>;

/** What is said before the items, and the items around the cursor, where there are more than fit. */
export function menuLines({title, said = [], items, cursor}: Menu, height: number, cells: number): readonly Line[] {
	const before: readonly Line[] = wrapLines(
		said.map((text) => [span(text)]),
		cells,
		Math.max(1, height - 2 - Math.min(items.length, 3)),
	);
	const room = Math.max(1, height - 2 - before.length);
	const first = Math.max(0, Math.min(cursor - Math.floor(room / 2), items.length - room));
	return [
		[span(title, 'heading'), span(items.length > room ? `   ${cursor + 1} of ${items.length}` : '', 'dim')],
		...before,
		[],
		...items.slice(first, first + room).map(({letter, label, remark}, index): Line => {
			const here = first + index === cursor;
			const text = `${here ? '>' : ' '} ${letter === '' ? '' : `${letter}  `}${label}`;
			return [here ? {text, emphasis: ['cursor']} : {text}, span(remark === undefined ? '' : `  ${remark}`, 'dim')];
		}),
	];
}

/** A dialog in three parts, of which the middle one scrolls. */
export interface DialogParts {
	readonly head: readonly Line[];
	readonly body: readonly Line[];
	readonly foot: readonly Line[];
}

function roomOf({head, foot}: DialogParts, height: number): number {
	return Math.max(3, height - head.length - foot.length);
}

/** The furthest that the body can be scrolled, and how many of its lines are seen at once. */
export function scrollRange(parts: DialogParts, height: number): {readonly last: number; readonly page: number} {
	const room = roomOf(parts, height);
	return parts.body.length <= room
		? {last: 0, page: room}
		: {last: parts.body.length - (room - 1), page: Math.max(1, room - 1)};
}

/** All lines, as many of the body as there is room for, with what is above and below it said. */
export function composed(parts: DialogParts, top: number, height: number): readonly Line[] {
	const {head, body, foot} = parts;
	const {last, page} = scrollRange(parts, height);
	if (last === 0) return [...head, ...body, ...foot];
	const first = Math.max(0, Math.min(top, last));
	const below = body.length - first - page;
	const said = [first > 0 ? `${first} above` : '', below > 0 ? `${below} below` : '']
		.filter((part) => part !== '')
		.join(', ');
	return [...head, ...body.slice(first, first + page), [span(`… ${said}  (up, down)`, 'dim')], ...foot];
}

/** Whether what it is about was read again since the dialog opened. */
function freshness({setting}: Situation, confirm: Confirm): Line {
	const checked = confirmChecked(confirm, setting);
	switch (checked.kind) {
		case 'checked':
			return [span(`The ${presentText(confirm, ['was', 'were'])} read again just now.`, 'dim')];
		case 'reading':
			return [span(`reading the present ${confirm.asked.about.present} …`, 'dim')];
		case 'failed':
			return [span(`could not be read again: ${checked.reason}`, 'warning')];
	}
}

/** A line in rows that all begin two cells further in. */
export function indented(line: Line, cells: number): readonly Line[] {
	return wrapLine(line, cells - 2).map((row) => [span('  '), ...row]);
}

/** Each person with the effect beside them; below them where names are long, because both have to be read. */
function subjectLines(subjects: Plan['subjects']): readonly Line[] {
	const named = subjects.map((subject) => ({name: subjectName(subject), effect: subject.effect}));
	const widest = named.reduce((most, {name}) => Math.max(most, cellWidth(name)), 12);
	if (widest > 36) return named.flatMap(({name, effect}) => [[span(`  ${name}`)], [span('      '), ...effect]]);
	return named.map(({name, effect}) => [span(`  ${pad(name, widest)}  `), ...effect]);
}

/** `bo@acme.com  to platform-dns`. */
export function subjectName({name, place}: Pick<Subject, 'name' | 'place'>): string {
	return place === '' ? name : `${name}  ${place}`;
}

/** The difference as sets, and whom it affects. */
function effectLines({diff, people}: Plan, inside: number): readonly Line[] {
	const affected = people.map(({name, effect}) => ({key: name, name, place: '', effect}));
	return [
		...diff.flatMap(({sign, line}) => indented([span(`${sign} `, sign === '+' ? 'good' : 'danger'), ...line], inside)),
		...(affected.length === 0 ? [] : [[], [span(`  affects ${affected.length}:`, 'dim')], ...subjectLines(affected)]),
	];
}

/** The text that has to be typed. */
function fieldLines({field}: Confirm, inside: number): readonly Line[] {
	if (field === undefined) return [];
	return [
		...indented([span(`Type ${field.what} to go on: `), span(field.text, 'bold')], inside),
		fieldLine([span('  > ', 'accent')], field.line, inside, {focused: true}),
	];
}

/** Cancel first; then what decides the first conflict, then what sends. */
function buttonLines(confirm: Confirm, plan: Plan, {setting}: Situation, inside: number): readonly Line[] {
	const chosen = chosenButton(confirm, plan);
	const isClosed =
		plan.steps.length === 0 ||
		(confirm.field !== undefined && !isTyped(confirm.field)) ||
		confirmChecked(confirm, setting).kind !== 'checked';
	const resolutions = plan.conflicts[0]?.conflict.resolutions ?? [];
	const buttons = confirmButtons(confirm, plan).map((each) => {
		if (each === 'cancel') return button('Cancel', chosen === each);
		if (each === 'leave') return button('Leave it as it is', chosen === each);
		if (each === 'go') return button(plan.verb, chosen === each, isClosed);
		const label = resolutions[each]?.label ?? '';
		return button(label.charAt(0).toUpperCase() + label.slice(1), chosen === each);
	});
	return buttonRows(buttons, inside);
}

export function confirmParts(
	confirm: Confirm,
	plan: Plan,
	situation: Situation,
	inside: number,
	height: number,
): DialogParts {
	const {account} = situation.setting.knowledge;
	const details = plan.details.flatMap((line) => indented(line, inside));
	const body = [
		...plan.dangers.flatMap((line) => indented(line, inside)),
		...(plan.dangers.length > 0 ? [[]] : []),
		...conflictLines(plan.conflicts, inside),
		...subjectLines(plan.subjects),
		...effectLines(plan, inside),
		...plan.skipped.map((line): Line => [span('  '), ...line]),
		...(details.length > 0 ? [[], ...details] : []),
	];
	const requests = requestLines(plan.steps).flatMap((text) => indented([span(text)], inside));
	const shownRequests =
		requests.length > 4
			? [...requests.slice(0, 3), [span(`  and ${requests.length - 3} more lines`, 'dim')]]
			: requests;
	const buttons = buttonLines(confirm, plan, situation, inside);
	// Nothing is sent, and nothing to be undone, before the conflict is decided.
	const isUndecided = plan.steps.length === 0 && plan.conflicts.length > 0;
	const undo: Line = [span(plan.undo.text, plan.undo.possible ? 'dim' : 'warning')];
	const remarks = isUndecided
		? indented([span('Nothing is sent until you have chosen what is to become of it.', 'dim')], inside)
		: [...plan.remarks, undo].flatMap((line) => indented(line, inside));
	const field = isUndecided ? [] : fieldLines(confirm, inside);
	// On a low screen people come before remarks.
	const isLow = height < 14;
	const foot: readonly Line[] = isLow
		? [...shownRequests, [span('  '), ...freshness(situation, confirm)], ...field, ...buttons]
		: [[], ...shownRequests, ...remarks, [span('  '), ...freshness(situation, confirm)], [], ...field, ...buttons];
	return {
		head: [
			[
				span(plan.title, 'heading'),
				span(`   ${account.name ?? account.id}`, 'dim'),
				span(plan.undo.possible || isUndecided ? '' : '   can not be undone', 'danger'),
			],
			plan.leftOut === undefined ? [] : [span('  '), ...plan.leftOut],
		],
		body,
		foot,
	};
}
