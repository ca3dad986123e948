/** Small boxes over a screen: menus, confirmations, how a run goes. Their lines are pure functions of the state. */

import {explain} from '../api/errors.ts';
import {type Change, changesOf, type Plan, requestLines, stepsOf} from '../areas/plan.ts';
import {button, Dialog, dialogWidth} from '../components/dialog.tsx';
import {wrapLine} from '../components/text.ts';
import {type Line, span} from '../terminal/line.ts';
import {cellWidth, pad} from '../terminal/width.ts';
import {type Confirm, checkedState} from './confirmation.ts';
import {changeKey, isRefusedTogether, isUnderWay, type Run} from './runner.ts';
import type {Situation} from './situation.ts';
import type {Overlay, RunStep, StepState} from './state.ts';

type Menu = Extract<Overlay, {kind: 'menu'}>;
type TextPanel = Extract<Overlay, {kind: 'text'}>;

/** The items around the cursor, where there are more than fit. */
export function menuLines({title, items, cursor}: Menu, height: number): readonly Line[] {
	const room = Math.max(1, height - 2);
	const first = Math.max(0, Math.min(cursor - Math.floor(room / 2), items.length - room));
	return [
		[span(title, 'heading'), span(items.length > room ? `   ${cursor + 1} of ${items.length}` : '', 'dim')],
		[],
		...items.slice(first, first + room).map(({letter, label, remark}, index): Line => {
			const here = first + index === cursor;
			const text = `${here ? '>' : ' '} ${letter === '' ? '' : `${letter}  `}${label}`;
			return [here ? {text, emphasis: ['cursor']} : {text}, span(remark === undefined ? '' : `  ${remark}`, 'dim')];
		}),
	];
}

/** The part of a long list that is in the window, with what is above and below it said. */
function scrolled(lines: readonly Line[], top: number, height: number): readonly Line[] {
	if (lines.length <= height) return lines;
	const room = Math.max(1, height - 1);
	const first = Math.max(0, Math.min(top, lines.length - room));
	const below = lines.length - first - room;
	const said = [first > 0 ? `${first} above` : '', below > 0 ? `${below} below` : '']
		.filter((part) => part !== '')
		.join(', ');
	return [...lines.slice(first, first + room), [span(`… ${said}  (up, down)`, 'dim')]];
}

/** Whether the groups were read again since the dialog opened. */
function freshness({setting}: Situation, confirm: Confirm): Line {
	const checked = checkedState(confirm, setting);
	switch (checked.kind) {
		case 'checked':
			return [span('The members were read again just now.', 'dim')];
		case 'reading':
			return [span('reading the present members …', 'dim')];
		case 'failed':
			return [span(`could not be read again: ${checked.reason}`, 'warning')];
	}
}

/** A line in rows that all begin two cells further in. */
function indented(line: Line, cells: number): readonly Line[] {
	return wrapLine(line, cells - 2).map((row) => [span('  '), ...row]);
}

/** Each person with the effect beside them; below them where names are long, because both have to be read. */
function subjectLines(subjects: Plan['subjects']): readonly Line[] {
	const widest = subjects.reduce((most, {name}) => Math.max(most, cellWidth(name)), 12);
	if (widest > 36) return subjects.flatMap(({name, effect}) => [[span(`  ${name}`)], [span('      '), ...effect]]);
	return subjects.map(({name, effect}) => [span(`  ${pad(name, widest)}  `), ...effect]);
}

export function confirmLines(
	confirm: Confirm,
	plan: Plan,
	situation: Situation,
	inside: number,
	height: number,
): readonly Line[] {
	const {account} = situation.setting.knowledge;
	const steps = stepsOf(plan.subjects.map(({change}) => change));
	const grants = plan.grants.flatMap((line) => indented(line, inside));
	const people = [
		...subjectLines(plan.subjects),
		...plan.skipped.map((line): Line => [span('  '), ...line]),
		...(grants.length > 0 ? [[], ...grants] : []),
	];
	const requests = requestLines(steps, account.id).flatMap((text) => indented([span(text)], inside));
	const shownRequests =
		requests.length > 4
			? [...requests.slice(0, 3), [span(`  and ${requests.length - 3} more lines`, 'dim')]]
			: requests;
	const buttons: Line = [
		span('     '),
		...button('Cancel', confirm.button === 'cancel'),
		span('    '),
		...button(
			plan.verb,
			confirm.button === 'go',
			plan.subjects.length === 0 || checkedState(confirm, situation.setting).kind !== 'checked',
		),
	];
	const remarks = plan.remarks.flatMap((line) => indented(line, inside));
	// On a low screen people come before remarks.
	const isLow = height < 14;
	const foot: readonly Line[] = isLow
		? [...shownRequests, [span('  '), ...freshness(situation, confirm)], buttons]
		: [[], ...shownRequests, ...remarks, [span('  '), ...freshness(situation, confirm)], [], buttons];
	return [
		[span(plan.title, 'heading'), span(`   ${account.name ?? account.id}`, 'dim')],
		plan.leftOut === undefined ? [] : [span('  '), ...plan.leftOut],
		...scrolled(people, confirm.top, Math.max(3, height - foot.length - 2)),
		...foot,
	];
}

/** What became of one change of a step. */
function outcome(state: StepState, change: Change): Line {
	switch (state.kind) {
		case 'waiting':
			return [span('waiting', 'dim')];
		case 'sending':
			return [span('sending', 'accent')];
		case 'stopped':
			return [span('not sent', 'warning')];
		case 'failed':
			return [span(state.error.uncertain ? 'unknown' : 'failed', 'danger'), span(`  ${state.error.messages[0] ?? ''}`)];
		case 'done': {
			const isDone = state.changes.some((done) => changeKey(done) === changeKey(change));
			if (!isDone) return [span('not in the answer: look again', 'warning')];
			return [span(change.kind === 'add' ? 'added' : 'removed', 'good')];
		}
	}
}

function stepLines({step, state}: RunStep, names: Run['names'], nameWidth: number): readonly Line[] {
	return changesOf(step).map((change): Line => {
		const name = pad(names.get(changeKey(change)) ?? change.member, nameWidth);
		return [span(`  ${name}  `), ...outcome(state, change)];
	});
}

function retryLabel(failed: readonly RunStep[]): string {
	return failed.some(isRefusedTogether) ? 'Try one by one' : `Try ${failed.length} again`;
}

export function runLines(run: Run, inside: number, height: number): readonly Line[] {
	const failed = run.steps.filter(({state}) => state.kind === 'failed' || state.kind === 'stopped');
	const ended = run.steps.filter(({state}) => state.kind !== 'waiting' && state.kind !== 'sending');
	const firstError = run.steps.map(({state}) => state).find((state) => state.kind === 'failed');
	const advice =
		firstError === undefined
			? []
			: explain(firstError.error)
					.slice(1)
					.flatMap((text) => indented([span(text, 'warning')], inside));
	const widest = [...run.names.values()].reduce((most, name) => Math.max(most, cellWidth(name)), 36);
	const people = run.steps.flatMap((step) => stepLines(step, run.names, Math.min(widest, inside - 16)));
	const foot: readonly Line[] = [
		...(advice.length > 0 ? [[], ...advice.slice(0, 6)] : []),
		[],
		isUnderWay(run)
			? [span(`  ${ended.length} of ${run.steps.length} requests have ended; esc sends no more`, 'dim')]
			: [
					span('     '),
					...button('Close', run.button === 'close'),
					...(failed.length > 0 ? [span('    '), ...button(retryLabel(failed), run.button === 'retry')] : []),
				],
	];
	return [
		[span(run.title, 'heading')],
		[],
		...scrolled(people, run.top, Math.max(3, height - foot.length - 2)),
		...foot,
	];
}

/** The topmost box, if there is one. */
export function OverlayDialog({
	overlay,
	situation,
}: {
	readonly overlay: Menu | Confirm | Run | TextPanel;
	readonly situation: Situation;
}) {
	const {columns, rows} = situation.state.size;
	// Its border, and the lines around the screen as long as there is room.
	const height = rows < 20 ? rows - 4 : rows - 6;
	// The two lines at the bottom stay free: what a key has to say stands there.
	const above = rows - 2;
	const roomy = Math.min(columns - 4, 96);
	const inside = roomy - 4;
	switch (overlay.kind) {
		case 'menu': {
			const lines = menuLines(overlay, height);
			return <Dialog lines={lines} columns={columns} rows={above} width={dialogWidth(lines, columns)} />;
		}
		case 'confirm': {
			const lines = confirmLines(overlay, overlay.plan(situation.setting), situation, inside, height);
			return <Dialog lines={lines} columns={columns} rows={above} width={roomy} />;
		}
		case 'run': {
			return <Dialog lines={runLines(overlay, inside, height)} columns={columns} rows={above} width={roomy} />;
		}
		case 'text': {
			const body = overlay.lines.flatMap((line) => wrapLine(line, inside));
			const lines = [[span(overlay.title, 'heading')], [], ...scrolled(body, overlay.top, height - 3)];
			return <Dialog lines={lines} columns={columns} rows={above} width={dialogWidth(lines, columns)} />;
		}
	}
}
