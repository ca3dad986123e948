/**
 * Carries out steps, a few at a time and those of one object in their order, and keeps what happened to each apart:
 * what is done can be undone, what failed can be tried again by itself.
 */

import type {CallOptions} from '../api/client.ts';
import {CloudflareError} from '../api/errors.ts';
import {narrowed, type Plan} from '../areas/plan.ts';
import type {Sent, ShownSecret, Step} from '../areas/write.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Writer} from '../insight/writer.ts';
import {NotSent, type RunJournal} from './journaling.ts';
import {type Attempt, type EndedRun, forSome, lookedAt, waitingFor} from './run-steps.ts';
import {isOpen, isRefusedTogether, isUnknowable, type Run, retryOf, summaryOf} from './runs.ts';
import type {Origin, ProgramState, RunStep, StepState} from './state.ts';

export type {EndedRun} from './run-steps.ts';
export type {UnderWay} from './runs.ts';

/** Requests of one run that are under way at once. */
const mostAtOnce = 4;

export interface Runner {
	/** What is contested is not sent: it is told of, and left to a person. */
	start(plan: Pick<Plan, 'title' | 'steps' | 'subjects'> & Partial<Pick<Plan, 'conflicts'>>, origin: Origin): void;
	/** Sends what is open of the run on show again, but for what has become true or impossible by now. */
	retry(): void;
	/** Sends no further steps; those under way come to their end. */
	stop(): void;
}

export function createRunner(options: {
	/** Reads needs again before anything is tried again; undefined when they can not be read. */
	readonly look?: ((needs: readonly Need[]) => Promise<Knowledge | undefined>) | undefined;
	/**
	 * Those of the needs that were read too long ago to write by; none unless given. `isNext`: they have been asked about
	 * before, and nothing but the request comes between.
	 */
	readonly tooOld?: ((needs: readonly Need[], isNext?: boolean) => readonly Need[]) | undefined;
	readonly writer: Writer;
	/** Told of every step before it is sent and after. */
	readonly journal?: RunJournal | undefined;
	readonly change: (next: (state: ProgramState) => ProgramState) => void;
	/** Told of each secret as soon as it comes: other steps may take minutes yet. */
	readonly secretCame?: ((secret: ShownSecret) => void) | undefined;
	/** Told once all steps of a run have come to an end; again when it was tried again. */
	readonly finished: (run: EndedRun) => void;
	/** A mistake of the program has come up, and the run has ended as far as it can; thrown on unless given. */
	readonly mistaken?: ((error: unknown) => void) | undefined;
}): Runner {
	const {writer, journal, change, finished} = options;
	const mistaken =
		options.mistaken ??
		((error: unknown): never => {
			throw error;
		});
	let lastId = 0;
	let stopped = false;
	let stopping = new AbortController();
	let steps: RunStep[] = [];
	let title = '';
	let origin: Origin = 'new';

	const show = (): void => {
		const id = lastId;
		const shown = [...steps];
		change((state) => ({
			...state,
			overlays: state.overlays.map((overlay) =>
				overlay.kind === 'run' && overlay.id === id ? {...overlay, steps: shown} : overlay,
			),
		}));
	};

	const stop = (): void => {
		stopped = true;
		stopping.abort();
	};

	const begin = (): void => {
		stopped = false;
		stopping = new AbortController();
	};

	const set = (index: number, state: StepState): void => {
		const each = steps[index];
		if (each === undefined) return;
		const isUncertain = each.isUncertain === true || (state.kind === 'failed' && state.error.uncertain);
		steps[index] = {...each, state, ...(isUncertain ? {isUncertain} : {})};
		show();
	};

	/** What is not in the answer gets a step of its own: it is not done. */
	const settle = (index: number, each: RunStep, {done, reversal}: Sent, attempt: Attempt): void => {
		const keys = new Set(done);
		const inAnswer = each.parts.filter(({key}) => keys.has(key));
		const missing = each.parts.filter(({key}) => !keys.has(key));
		attempt.keys.push(...inAnswer.map(({key}) => key));
		if (inAnswer.length > 0) steps[index] = forSome(each, inAnswer, {kind: 'done', reversal});
		if (missing.length > 0) {
			const absent = forSome(each, missing, {kind: 'missing'});
			if (inAnswer.length === 0) steps[index] = absent;
			else steps.push(absent);
		}
		show();
	};

	/**
	 * Looks again at what a step would overwrite, if it has waited for its turn since that was read: somebody may have
	 * changed it. False where there is nothing to send any more.
	 */
	const isStillOpen = async (index: number, old: readonly Need[], attempt: Attempt): Promise<boolean> => {
		const id = lastId;
		const knowledge = await options.look?.(old);
		const each = steps[index];
		if (id !== lastId || each === undefined) return false;
		if (knowledge === undefined || stopped) {
			set(index, {kind: 'stopped'});
			return false;
		}
		const pieces = lookedAt(each, each.state, {knowledge, attempt, journal});
		const open = pieces.find(({state}) => state.kind === 'waiting');
		const [first = each, ...rest] = open === undefined ? pieces : [open, ...pieces.filter((other) => other !== open)];
		steps[index] = first;
		steps.push(...rest);
		show();
		return open !== undefined;
	};

	/** Between the line in the journal, which may have taken its time, and the request. @throws {NotSent} */
	const checkOnceMore = async (index: number, step: Step, attempt: Attempt): Promise<void> => {
		if (stopped) {
			set(index, {kind: 'stopped'});
			throw new NotSent('the run was stopped before');
		}
		const old = options.tooOld?.(step.lastNeeds ?? step.needs, true) ?? [];
		if (old.length === 0) return;
		set(index, {kind: 'waiting'});
		if (!(await isStillOpen(index, old, attempt))) throw new NotSent('looking again has found no reason to');
		if (steps[index]?.step !== step) throw new NotSent('only a part of it is left to do');
		set(index, {kind: 'sending'});
	};

	const carryOut = async (index: number, attempt: Attempt): Promise<void> => {
		const asked = steps[index]?.step;
		if (asked === undefined) return;
		if (stopped) {
			set(index, {kind: 'stopped'});
			return;
		}
		const old = options.tooOld?.(asked.lastNeeds ?? asked.needs) ?? [];
		if (old.length > 0 && !(await isStillOpen(index, old, attempt))) return;
		const each = steps[index];
		if (each === undefined) return;
		const {step, parts} = each;
		// As it goes out: a step knows its object by another id once that has been deleted and made again.
		steps[index] = {...each, request: step.request};
		set(index, {kind: 'sending'});
		let sent: Sent;
		try {
			const send = async (callOptions?: CallOptions): Promise<Sent> => {
				if (journal !== undefined) await checkOnceMore(index, step, attempt);
				const answer = await step.send(writer, callOptions, stopping.signal);
				// At once: nobody can tell it again, and whatever comes next may fail.
				if (answer.secret !== undefined) {
					attempt.secrets.push(answer.secret);
					options.secretCame?.(answer.secret);
				}
				return answer;
			};
			sent = journal === undefined ? await send() : await journal.write(step, {parts, origin}, send);
		} catch (error) {
			if (error instanceof NotSent) {
				if (steps[index]?.state.kind === 'waiting') await carryOut(index, attempt);
				return;
			}
			if (!(error instanceof CloudflareError)) throw error;
			set(index, {kind: 'failed', error});
			return;
		}
		settle(index, steps[index] ?? each, sent, attempt);
		for (const next of sent.next ?? []) {
			steps.push(waitingFor(next));
			await carryOut(steps.length - 1, attempt);
		}
	};

	/** A lane is what is to be done to one object. */
	const work = async (lanes: number[][], attempt: Attempt): Promise<void> => {
		for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) {
			try {
				for (const index of lane) await carryOut(index, attempt);
			} catch (error) {
				// The other lanes come to their end: what they are told, a secret say, is not lost with this one.
				stop();
				throw error;
			}
		}
	};

	const end = ({keys, secrets}: Attempt): void => {
		const open = steps.filter(isOpen);
		finished({
			id: lastId,
			title,
			origin,
			now: keys,
			reversals: steps.flatMap(({state}) => (state.kind === 'done' ? [state.reversal] : [])),
			open: open.map(({step}) => step),
			retry: open.length === 0 ? undefined : retryOf(open),
			summary: summaryOf(steps),
			secrets,
		});
	};

	const runWaitingSteps = (attempt: Attempt): void => {
		begin();
		const queue = steps.flatMap(({state}, index) => (state.kind === 'waiting' ? [index] : []));
		const lanes = [...Map.groupBy(queue, (index) => steps[index]?.step.object).values()];
		show();
		const lanesAtOnce = Array.from({length: Math.min(mostAtOnce, lanes.length)}, () => work(lanes, attempt));
		void Promise.allSettled(lanesAtOnce)
			.then((ended) => {
				end(attempt);
				for (const lane of ended) if (lane.status === 'rejected') throw lane.reason;
			})
			.catch(mistaken);
	};

	/** One of many parts keeps all others out of the same request: tried again, each has their own. */
	const splitRefused = (): void => {
		steps = steps.flatMap((each): readonly RunStep[] =>
			isRefusedTogether(each)
				? (narrowed(each.step, each.parts).split() ?? []).map((step) => ({
						...waitingFor(step),
						isUncertain: each.isUncertain,
					}))
				: [each],
		);
	};

	const lookAndRun = async (look: NonNullable<typeof options.look>): Promise<void> => {
		const id = lastId;
		const earlier = steps;
		begin();
		const attempt: Attempt = {keys: [], secrets: []};
		steps = steps.map((each) => (isOpen(each) ? {...each, state: {kind: 'waiting'}} : each));
		show();
		const knowledge = await look(steps.filter(({state}) => state.kind === 'waiting').flatMap(({step}) => step.needs));
		if (id !== lastId) return;
		if (knowledge === undefined || stopped) {
			steps = earlier.map((each) => (each.state.kind === 'waiting' ? {...each, state: {kind: 'stopped'}} : each));
			show();
			return;
		}
		steps = steps.flatMap((each, index) => {
			const before = earlier[index]?.state;
			return each.state.kind === 'waiting' && before !== undefined
				? lookedAt(each, before, {knowledge, attempt, journal})
				: [each];
		});
		runWaitingSteps(attempt);
	};

	return {
		start(plan, from) {
			lastId += 1;
			title = plan.title;
			origin = from;
			const subjects = new Map(plan.subjects.map((subject) => [subject.key, subject]));
			const sent = plan.steps.map((step) => {
				// A request that is one whole may have parts with nothing left to do: they are not reported as done.
				const told = step.parts.filter(({key}) => subjects.has(key));
				return told.length === 0 ? waitingFor(step) : {...waitingFor(step), parts: told};
			});
			const contested = (plan.conflicts ?? []).map(({name, step, parts, conflict}): RunStep => {
				for (const {key, id} of parts) subjects.set(key, {key, id, name, place: '', effect: []});
				return {step: narrowed(step, parts), parts, state: {kind: 'conflict', conflict}};
			});
			steps = [...sent, ...contested];
			const shown = {title, subjects, steps: [...steps], origin};
			const overlay: Run = {kind: 'run', id: lastId, ...shown, top: 0, button: 'close'};
			change((state) => ({...state, overlays: [...state.overlays, overlay]}));
			runWaitingSteps({keys: [], secrets: []});
		},
		retry() {
			splitRefused();
			if (options.look !== undefined) {
				void lookAndRun(options.look);
				return;
			}
			steps = steps.map((each) => (isOpen(each) && !isUnknowable(each) ? {...each, state: {kind: 'waiting'}} : each));
			runWaitingSteps({keys: [], secrets: []});
		},
		stop,
	};
}
