/** How far a run is, in counts and words. Pure. */
import type {Overlay, ProgramState, RunStep, StepState} from './state.ts';

export type Run = Extract<Overlay, {kind: 'run'}>;

export function isUnderWay({steps}: Pick<Run, 'steps'>): boolean {
	return steps.some(({state}) => state.kind === 'waiting' || state.kind === 'sending');
}

/** Whether there is something left to do for a step once the run is over. */
export function isOpen({state}: RunStep): boolean {
	return ['failed', 'missing', 'conflict', 'stopped'].includes(state.kind);
}

/** All that is left to do was changed by somebody else meanwhile: a person has to decide. */
export function isContested({steps}: Pick<Run, 'steps'>): boolean {
	const open = steps.filter(isOpen);
	return open.length > 0 && open.every(({state}) => state.kind === 'conflict');
}

/** Whether the request of a step has been sent and has come to its end. */
export function isEnded({state}: RunStep): boolean {
	return ['failed', 'missing', 'done'].includes(state.kind);
}

/** Whether a step was sent and no reading will tell whether it was carried out: it is not sent again. */
export function isUnknowable({step, state}: RunStep): boolean {
	return state.kind === 'failed' && state.error.uncertain && step.unknowable !== undefined;
}

/** A request of several parts that was refused for what it asks for, not for the way there. */
export function isRefusedTogether({step, parts, state}: RunStep): boolean {
	if (parts.length < 2 || state.kind !== 'failed' || state.error.uncertain || step.split() === undefined) return false;
	return ['invalid', 'api', 'not-found', 'conflict'].includes(state.error.kind);
}

function isUncertain({state}: RunStep): boolean {
	return state.kind === 'failed' && state.error.uncertain;
}

/** What comes next for what is left to do: what is not known to have been carried out is looked for first. */
export type Retry = 'one by one' | 'look' | 'look, then again' | 'decide' | 'send' | 'again';

/** @param open at least one */
export function retryOf(open: readonly RunStep[]): Retry {
	if (open.some(isRefusedTogether)) return 'one by one';
	if (open.every(isUnknowable)) return 'look';
	if (open.some(isUncertain)) return 'look, then again';
	if (isContested({steps: open})) return 'decide';
	return open.every(({state}) => state.kind === 'stopped') ? 'send' : 'again';
}

/** `27 added, 4 failed, 0 not sent`: people, or people in groups. */
export function summaryOf(steps: readonly RunStep[]): string {
	const count = (is: (each: RunStep) => boolean): number =>
		steps.filter(is).reduce((sum, {parts}) => sum + parts.length, 0);
	const of = (kind: StepState['kind']): number => count(({state}) => state.kind === kind);
	const unknown = count(({state}) => state.kind === 'failed' && state.error.uncertain);
	const failed = of('failed') - unknown;
	const waiting = of('waiting') + of('sending');
	const problems = failed + unknown + of('missing') + of('conflict') + of('impossible');
	return [
		...countedByWord(steps, 'done', ''),
		...countedByWord(steps, 'already', ' already').filter((text) => !text.startsWith('0 ')),
		...(failed > 0 ? [`${failed} failed`] : []),
		...(unknown > 0 ? [`${unknown} unknown`] : []),
		...(of('missing') > 0 ? [`${of('missing')} not in the answer`] : []),
		...(of('conflict') > 0 ? [`${of('conflict')} changed by somebody else`] : []),
		...(of('impossible') > 0 ? [`${of('impossible')} gone`] : []),
		...(waiting > 0 ? [`${waiting} to come`] : []),
		...(of('stopped') > 0 || (problems > 0 && waiting === 0) ? [`${of('stopped')} not sent`] : []),
	].join(', ');
}

/** `2 added`, `1 removed`; at least for the first part, even if it is none. */
function countedByWord(steps: readonly RunStep[], kind: StepState['kind'], more: string): readonly string[] {
	const counts = new Map<string, number>();
	const [first] = steps.flatMap(({parts}) => parts);
	if (first !== undefined) counts.set(first.words.done, 0);
	for (const {words} of steps.filter(({state}) => state.kind === kind).flatMap(({parts}) => parts)) {
		counts.set(words.done, (counts.get(words.done) ?? 0) + 1);
	}
	// Where others have been done, none of the first kind is not worth saying.
	const said = [...counts].filter(([, count]) => count > 0);
	return (said.length > 0 ? said : [...counts]).map(([word, count]) => `${count} ${word}${more}`);
}

/** How far a run is that has not come to its end, in requests. */
export interface UnderWay {
	readonly done: number;
	readonly failed: number;
	/** Not sent. */
	readonly open: number;
	/** Sent, without an answer, or without one yet: they may have been carried out or not. */
	readonly unknown: number;
}

/** The run under way, if there is one. */
export function underWayIn({overlays}: Pick<ProgramState, 'overlays'>): UnderWay | undefined {
	const run = overlays.find((overlay) => overlay.kind === 'run');
	if (run === undefined || !isUnderWay(run)) return undefined;
	const count = (is: (each: RunStep) => boolean): number => run.steps.filter(is).length;
	const of =
		(...kinds: readonly StepState['kind'][]) =>
		({state}: RunStep): boolean =>
			kinds.includes(state.kind);
	const unknown = count(isUncertain);
	return {
		done: count(of('done')),
		failed: count(of('failed', 'missing')) - unknown,
		open: count(of('waiting', 'stopped', 'conflict')),
		unknown: unknown + count(of('sending')),
	};
}
