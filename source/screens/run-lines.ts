/** How a run goes and what became of everybody in it, in lines. Pure. */
import {explain} from '../api/errors.ts';
import {type Change, changesOf} from '../areas/plan.ts';
import {button} from '../components/dialog.tsx';
import {type Line, span} from '../terminal/line.ts';
import {cellWidth, pad} from '../terminal/width.ts';
import {type DialogParts, indented} from './dialog-lines.ts';
import {changeKey, isEnded, isOpen, isRefusedTogether, isUnderWay, type Run, summaryOf} from './runner.ts';
import type {RunStep, StepState} from './state.ts';

/** What became of the changes of a step, in a word or two. */
function outcome(state: StepState, {kind}: Change): Line {
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
			return [span(kind === 'add' ? 'is in it already' : 'is no longer in it', 'dim')];
		case 'failed':
			return [span(state.error.uncertain ? 'unknown' : 'failed', 'danger')];
		case 'done':
			return [span(kind === 'add' ? 'added' : 'removed', 'good')];
	}
}

/** The lines that say why a step failed, with members by their addresses: ids mean nothing to people. */
function reasonOf(each: RunStep, addresses: ReadonlyMap<string, string>): readonly string[] {
	const {state} = each;
	if (state.kind === 'missing') return ['Cloudflare answered without them: look at the group before trying again.'];
	if (state.kind !== 'failed') return [];
	const {error} = state;
	const lines = isRefusedTogether(each)
		? [...error.messages, 'All of one request are refused together; one by one shows who is meant.']
		: explain(error).slice(1);
	// The ray id differs with every request: it would tell equal reasons apart.
	return lines
		.filter((line) => error.rayId === undefined || line !== `Ray id: ${error.rayId}`)
		.map((line) => line.replaceAll(/[0-9a-f]{32}/g, (id) => addresses.get(id) ?? id));
}

/** Addresses by member id, as the plan named them. */
function addressesIn({steps, names}: Run): ReadonlyMap<string, string> {
	const changes = steps.flatMap(({step}) => changesOf(step));
	return new Map(
		changes.flatMap((change) => {
			const name = names.get(changeKey(change))?.split('  ')[0];
			return name === undefined ? [] : [[change.member, name] as const];
		}),
	);
}

/** What a person has to look at comes first. */
const ranks: {readonly [Kind in StepState['kind']]: number} = {
	failed: 0,
	missing: 1,
	stopped: 2,
	sending: 3,
	waiting: 4,
	done: 5,
	already: 6,
};

function bodyOf(run: Run, inside: number): readonly Line[] {
	const widest = [...run.names.values()].reduce((most, name) => Math.max(most, cellWidth(name)), 36);
	const nameWidth = Math.min(widest, inside - 22);
	const addresses = addressesIn(run);
	const groups = new Map<string, {readonly reason: readonly string[]; readonly lines: Line[]}>();
	for (const each of run.steps.toSorted((left, right) => ranks[left.state.kind] - ranks[right.state.kind])) {
		const reason = reasonOf(each, addresses);
		const key = reason.join('\n');
		const group = groups.get(key) ?? {reason, lines: []};
		groups.set(key, group);
		for (const change of changesOf(each.step)) {
			const name = pad(run.names.get(changeKey(change)) ?? change.member, nameWidth);
			group.lines.push([span(`  ${name}  `), ...outcome(each.state, change)]);
		}
	}
	return [...groups.values()].flatMap(({reason, lines}, index) => [
		...(index > 0 ? [[]] : []),
		...lines,
		...reason.flatMap((text) => indented([span(text, 'warning')], inside)),
	]);
}

function retryLabel(open: readonly RunStep[]): string {
	if (open.some(isRefusedTogether)) return 'Try one by one';
	return open.every(({state}) => state.kind === 'stopped') ? 'Send the rest' : `Try ${open.length} again`;
}

export function runParts(run: Run, inside: number): DialogParts {
	const open = run.steps.filter(isOpen);
	const ended = run.steps.filter(isEnded);
	return {
		head: [[span(run.title, 'heading')], [span(`  ${summaryOf(run.steps)}`)]],
		body: bodyOf(run, inside),
		foot: [
			[],
			isUnderWay(run)
				? [span(`  ${ended.length} of ${run.steps.length} requests have ended; esc sends no more`, 'dim')]
				: [
						span('     '),
						...button('Close', run.button === 'close'),
						...(open.length > 0 ? [span('    '), ...button(retryLabel(open), run.button === 'retry')] : []),
					],
		],
	};
}
