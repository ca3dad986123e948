/** The steps of a run: how they begin, and how they stand once somebody has looked again. */
import {narrowed, sortedParts} from '../areas/plan.ts';
import type {Part, Reversal, ShownSecret, Step} from '../areas/write.ts';
import type {Knowledge} from '../insight/knowledge.ts';
import type {RunJournal} from './journaling.ts';
import type {Retry} from './runs.ts';
import type {Origin, RunStep, StepState} from './state.ts';

/** A run that has come to its end, perhaps not for the first time. */
export interface EndedRun {
	readonly id: number;
	readonly title: string;
	readonly origin: Origin;
	/** Keys of the parts that have been carried out this time. */
	readonly now: readonly string[];
	/** What takes back all that has been carried out altogether, step by step. */
	readonly reversals: readonly Reversal[];
	/** What failed or was not sent. */
	readonly open: readonly Step[];
	/** What can be done about what is open; undefined where nothing is. */
	readonly retry: Retry | undefined;
	/** `27 added, 4 failed, 0 not sent`. */
	readonly summary: string;
	/** Secrets that came back this time; they have been told of when they came. */
	readonly secrets: readonly ShownSecret[];
}

/** What comes of sending for the first time, or of trying again. */
export interface Attempt {
	readonly keys: string[];
	readonly secrets: ShownSecret[];
}

export function waitingFor(step: Step): RunStep {
	return {step, parts: step.parts, state: {kind: 'waiting'}};
}

/** The same for some of the parts. */
export function forSome({step, request, isUncertain}: RunStep, parts: readonly Part[], state: StepState): RunStep {
	return {step: narrowed(step, parts), parts, state, request, isUncertain};
}

/** A step that waits, as it stands by now: done by us where the answer was lost, else by somebody else. */
export function lookedAt(
	each: RunStep,
	before: StepState,
	{
		knowledge,
		attempt,
		journal,
	}: {
		readonly knowledge: Knowledge;
		readonly attempt: Attempt;
		readonly journal: Pick<RunJournal, 'found'> | undefined;
	},
): readonly RunStep[] {
	const {step, parts} = each;
	const {open, already, impossible, conflicts} = sortedParts(step, knowledge, parts);
	// Also when it was found open before: the request may have been on its way for longer than that.
	const isOurs = each.isUncertain === true || (before.kind === 'failed' && before.error.uncertain);
	const settled = already.map((found) => found.part);
	const [gone] = impossible;
	const [found] = conflicts;
	const pieces: RunStep[] = [];
	let followers: readonly Step[] = [];
	if (settled.length > 0) {
		const keys = settled.map(({key}) => key);
		if (isOurs) {
			attempt.keys.push(...keys);
			followers = step.next?.(keys, knowledge) ?? [];
		}
		const state: StepState = isOurs
			? {kind: 'done', reversal: {...step.reversal(keys, knowledge), isFound: true}}
			: {kind: 'already'};
		pieces.push(forSome(each, settled, state));
	}
	if (isOurs && (settled.length > 0 || step.unknowable === undefined)) {
		journal?.found(step, settled.length === 0 ? 'failed' : settled.length === parts.length ? 'done' : 'in part');
	}
	if (gone !== undefined) {
		const lost = impossible.map((other) => other.part);
		pieces.push(forSome(each, lost, {kind: 'impossible', line: gone.line}));
	}
	if (found !== undefined) {
		const contested = conflicts.map((other) => other.part);
		pieces.push(forSome(each, contested, {kind: 'conflict', conflict: found.conflict}));
	}
	if (open.length > 0) pieces.push(forSome(each, open, isOurs && step.unknowable !== undefined ? before : each.state));
	if (pieces.length < 2 || isDivided(pieces, step)) return [...pieces, ...followers.map(waitingFor)];
	// A request that is one whole is in conflict or still to be sent as a whole.
	return [found === undefined ? each : {...each, state: {kind: 'conflict', conflict: found.conflict}}];
}

/** Whether the pieces of a step are requests of their own. */
function isDivided(pieces: readonly RunStep[], whole: Step): boolean {
	return pieces.every(({step}) => step !== whole);
}
