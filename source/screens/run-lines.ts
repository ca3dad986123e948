/** How a run goes and what became of everybody in it, in lines. Pure. */
import type {Setting} from '../areas/define.ts';
import {remembering} from '../areas/remembered.ts';
import type {Part} from '../areas/write.ts';
import {button} from '../components/dialog.ts';
import {lastAnswer, memoise} from '../insight/memo.ts';
import {type Line, span} from '../terminal/line.ts';
import {cellWidth, pad} from '../terminal/width.ts';
import {subjectName, titleOf} from './confirm-lines.ts';
import {type DialogParts, indented} from './dialog-lines.ts';
import {explained} from './permission-lines.ts';
import {isEnded, isOpen, isRefusedTogether, isUnderWay, isUnknowable, type Run, retryOf, summaryOf} from './runs.ts';
import type {RunStep, StepState} from './state.ts';

/** What became of a part of a step, in a word or two. */
function outcome(state: StepState, {words}: Part): Line {
	switch (state.kind) {
		case 'waiting':
			return [span('waiting', 'dim')];
		case 'sending':
			return [span('sending', 'accent')];
		case 'stopped':
			return [span('not sent', 'warning')];
		case 'missing':
			return [span('not in the answer', 'warning')];
		case 'already':
			return [span(words.already, 'dim')];
		case 'impossible':
			return state.line;
		case 'conflict':
			return [span('changed by somebody else', 'warning')];
		case 'failed':
			return [span(state.error.uncertain ? 'unknown' : 'failed', 'danger')];
		case 'done':
			return state.reversal.isFound === true
				? [span(words.done, 'good'), span('  found so: its answer was lost', 'warning')]
				: [span(words.done, 'good')];
	}
}

/** The lines that say why a step failed, with what ids stand for by its name: ids mean nothing to people. */
function reasonOf(each: RunStep, nameOfId: (id: string) => string, {credential}: Setting): readonly string[] {
	const {state, step} = each;
	if (state.kind === 'missing') return ['Cloudflare answered without them: look at the group before trying again.'];
	if (state.kind === 'conflict') return ['It is not overwritten: what was, theirs and yours are shown to decide.'];
	if (state.kind !== 'failed') return [];
	const {error} = state;
	const lines = isRefusedTogether(each)
		? [...error.messages, 'All of one request are refused together; one by one shows who is meant.']
		: [
				...explained(error, credential).slice(1),
				...(isUnknowable(each) ? [`It is not sent again: ${step.unknowable}. Look whether it is there.`] : []),
			];
	// The ray id differs with every request: it would tell equal reasons apart.
	return lines
		.filter((line) => error.rayId === undefined || line !== `Ray id: ${error.rayId}`)
		.map((line) => line.replaceAll(/[0-9a-f]{32}/g, nameOfId));
}

/** The names of a run's subjects: they stay the same while the run goes on, and there may be thousands. */
const subjectNames = memoise((subjects: Run['subjects']) => {
	const byKey = new Map([...subjects].map(([key, subject]) => [key, subjectName(subject)] as const));
	const widest = [...byKey.values()].reduce((most, name) => Math.max(most, cellWidth(name)), 36);
	return {byKey, widest};
});

/** What ids stand for, that refusals name: looked for only where something was refused. */
function namesById({subjects, steps}: Run, setting: Setting): ReadonlyMap<string, string> {
	const named = [
		...steps.flatMap(({parts}) => parts.map((part) => ({id: part.id, name: part.name(setting)}))),
		...subjects.values(),
	];
	return new Map(named.flatMap(({id, name}) => (id === undefined ? [] : [[id, name] as const])));
}

/** What a person has to look at comes first. */
const ranks: {readonly [Kind in StepState['kind']]: number} = {
	failed: 0,
	missing: 1,
	conflict: 2,
	impossible: 3,
	stopped: 4,
	sending: 5,
	waiting: 6,
	done: 7,
	already: 8,
};

function bodyOf(run: Run, inside: number, setting: Setting): readonly Line[] {
	const {byKey, widest} = subjectNames(run.subjects);
	// The plan has no names for parts of steps that came of an answer.
	const foreign = run.steps.flatMap(({parts}) => parts.filter(({key}) => !byKey.has(key)));
	const shown = new Map(foreign.map((part) => [part.key, part.name(setting)] as const));
	const nameWidth = Math.min(
		[...shown.values()].reduce((most, name) => Math.max(most, cellWidth(name)), widest),
		inside - 22,
	);
	let byId: ReadonlyMap<string, string> | undefined;
	const nameOfId = (id: string): string => {
		byId ??= namesById(run, setting);
		return byId.get(id) ?? id;
	};
	const groups = new Map<string, {readonly reason: readonly string[]; readonly lines: Line[]}>();
	for (const each of run.steps.toSorted((left, right) => ranks[left.state.kind] - ranks[right.state.kind])) {
		const reason = reasonOf(each, nameOfId, setting);
		const key = reason.join('\n');
		const group = groups.get(key) ?? {reason, lines: []};
		groups.set(key, group);
		for (const part of each.parts) {
			const name = pad(byKey.get(part.key) ?? shown.get(part.key) ?? part.id ?? part.key, nameWidth);
			group.lines.push([span(`  ${name}  `), ...outcome(each.state, part)]);
		}
	}
	return [...groups.values()].flatMap(({reason, lines}, index) => [
		...(index > 0 ? [[]] : []),
		...lines,
		...reason.flatMap((text) => indented([span(text, 'warning')], inside)),
	]);
}

function retryLabel(open: readonly RunStep[]): string {
	switch (retryOf(open)) {
		case 'one by one':
			return 'Try one by one';
		case 'look':
			return 'Look again';
		case 'look, then again':
			return 'Look, then try again';
		case 'decide':
			return 'Decide';
		case 'send':
			return 'Send the rest';
		case 'again':
			return `Try ${open.length} again`;
	}
}

/** Shorter waits need no clock, ms. */
const clockAfter = 2000;

/** How far it is, for how long it has been going on, and what can still be stopped. */
function progressText({steps, since}: Run, now: number): string {
	const ended = steps.filter(isEnded).length;
	const passed = since === undefined ? 0 : now - since;
	const clock = passed < clockAfter ? '' : `, ${Math.floor(passed / 1000)} s`;
	const stop = steps.some(({state}) => state.kind === 'waiting')
		? 'esc stops only what is not sent'
		: 'all is sent: esc stops nothing';
	return `${ended} of ${steps.length} requests have ended${clock}; ${stop}`;
}

const summaries = memoise(summaryOf);

/** As long as no step gets any further: reports are of thousands of people too, and keys scroll in them. */
const bodies = memoise((_steps: Run['steps']) => {
	const last = lastAnswer<(setting: Setting) => readonly Line[]>();
	return (run: Run, inside: number, setting: Setting): readonly Line[] =>
		last([run.subjects, inside], () => remembering((present) => bodyOf(run, inside, present)))(setting);
});

export function runParts(run: Run, inside: number, setting: Setting): DialogParts {
	const open = run.steps.filter(isOpen);
	return {
		head: [[span(titleOf(run.title, run.origin), 'heading')], [span(`  ${summaries(run.steps)}`)]],
		body: bodies(run.steps)(run, inside, setting),
		foot: [
			[],
			...(isUnderWay(run)
				? indented([span(progressText(run, setting.now), 'dim')], inside)
				: [
						[
							span('     '),
							...button('Close', run.button === 'close'),
							...(open.length > 0 ? [span('    '), ...button(retryLabel(open), run.button === 'retry')] : []),
						],
					]),
		],
	};
}
