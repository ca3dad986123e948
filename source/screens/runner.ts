/**
 * Carries out planned changes, a few requests at a time, and keeps what happened to each apart: what is done can be
 * undone, what failed can be tried again by itself.
 */

import {CloudflareError} from '../api/errors.ts';
import type {MemberId, UserGroupId} from '../api/ids.ts';
import {type Change, changesOf, inverse, type Step, stepsOf} from '../areas/plan.ts';
import type {Store} from '../store/store.ts';
import type {Overlay, ProgramState, RunStep, StepState, UndoEntry} from './state.ts';

/** Requests of one run that are under way at once. */
const mostAtOnce = 4;

export type Run = Extract<Overlay, {kind: 'run'}>;

export interface Runner {
	start(run: {
		readonly title: string;
		readonly changes: readonly Change[];
		readonly names: ReadonlyMap<string, string>;
		/** It takes back an earlier run. */
		readonly undoes: boolean;
	}): void;
	/** Sends the failed and stopped steps of the run on show again, but those whose changes are true by now. */
	retry(): void;
	/** Sends no further steps; those under way come to their end. */
	stop(): void;
}

export function changeKey({kind, group, member}: Change): string {
	return `${kind} ${group} ${member}`;
}

/** The changes of a run that have been carried out. */
function doneChanges(steps: readonly RunStep[]): readonly Change[] {
	return steps.flatMap(({state}) => (state.kind === 'done' ? state.changes : []));
}

/** A run that has come to its end, perhaps not for the first time. */
export interface EndedRun {
	readonly id: number;
	readonly title: string;
	/** It takes back an earlier run. */
	readonly undoes: boolean;
	/** What has been carried out this time. */
	readonly now: readonly Change[];
	/** What has been carried out altogether. */
	readonly done: readonly Change[];
	/** What failed or was not sent. */
	readonly open: readonly Step[];
	/** Nothing failed: what is open was not sent. */
	readonly isOnlyStopped: boolean;
	/** `27 added, 4 failed, 0 not sent`. */
	readonly summary: string;
}

/** What can be undone after a run: what it did, once however often it was tried again; or what it has not taken back. */
export function undoAfter(undo: readonly UndoEntry[], {id, title, undoes, done, open}: EndedRun): readonly UndoEntry[] {
	const last = undo[undo.length - 1];
	if (undoes) {
		const changes = inverse(open.flatMap(changesOf));
		return last === undefined || changes.length === 0 ? undo.slice(0, -1) : [...undo.slice(0, -1), {...last, changes}];
	}
	if (done.length === 0) return undo;
	return [...(last?.run === id ? undo.slice(0, -1) : undo), {run: id, title, changes: done}];
}

export function isUnderWay({steps}: Run): boolean {
	return steps.some(({state}) => state.kind === 'waiting' || state.kind === 'sending');
}

/** Whether there is something left to do for a step once the run is over. */
export function isOpen({state}: RunStep): boolean {
	return state.kind === 'failed' || state.kind === 'missing' || state.kind === 'stopped';
}

/** Whether the request of a step has been sent and has come to its end. */
export function isEnded({state}: RunStep): boolean {
	return state.kind === 'failed' || state.kind === 'missing' || state.kind === 'done';
}

/** `27 added, 4 failed, 0 not sent`: people, or people in groups. */
export function summaryOf(steps: readonly RunStep[]): string {
	const count = (is: (each: RunStep) => boolean): number =>
		steps.filter(is).reduce((sum, {step}) => sum + changesOf(step).length, 0);
	const of = (kind: StepState['kind']): number => count(({state}) => state.kind === kind);
	const isUnknown = ({state}: RunStep): boolean => state.kind === 'failed' && state.error.uncertain;
	const unknown = count(isUnknown);
	const failed = of('failed') - unknown;
	const verb = steps[0]?.step.kind === 'remove-member' ? 'removed' : 'added';
	const waiting = of('waiting') + of('sending');
	const problems = failed + unknown + of('missing');
	return [
		`${of('done')} ${verb}`,
		...(of('already') > 0 ? [`${of('already')} ${verb} already`] : []),
		...(failed > 0 ? [`${failed} failed`] : []),
		...(unknown > 0 ? [`${unknown} unknown`] : []),
		...(of('missing') > 0 ? [`${of('missing')} not in the answer`] : []),
		...(waiting > 0 ? [`${waiting} to come`] : []),
		...(of('stopped') > 0 || (problems > 0 && waiting === 0) ? [`${of('stopped')} not sent`] : []),
	].join(', ');
}

/** How far a run is that has not come to its end, in requests. */
export interface UnderWay {
	readonly done: number;
	readonly failed: number;
	/** Not sent. */
	readonly open: number;
	/** Sent, without an answer yet: they may have been carried out or not. */
	readonly unknown: number;
}

/** The run under way, if there is one. */
export function underWayIn({overlays}: Pick<ProgramState, 'overlays'>): UnderWay | undefined {
	const run = overlays.find((overlay) => overlay.kind === 'run');
	if (run === undefined || !isUnderWay(run)) return undefined;
	const count = (kind: StepState['kind']): number => run.steps.filter(({state}) => state.kind === kind).length;
	// The requests of one group go one after the other: of those in hand only the first has been sent.
	const sending = run.steps.filter(({state}) => state.kind === 'sending');
	const unknown = new Set(sending.map(({step}) => step.group)).size;
	const open = count('waiting') + count('stopped') + sending.length - unknown;
	return {done: count('done'), failed: count('failed'), open, unknown};
}

interface RefusedTogether extends RunStep {
	readonly step: Extract<Step, {kind: 'add-members'}>;
}

/** A POST of several people that was refused for what it asks for, not for the way there. */
export function isRefusedTogether(each: RunStep): each is RefusedTogether {
	const {step, state} = each;
	if (step.kind !== 'add-members' || step.members.length < 2 || state.kind !== 'failed') return false;
	return ['invalid', 'api', 'not-found', 'conflict'].includes(state.error.kind);
}

/** Whether a member is in a group, as just read. */
export type PresentMembers = (group: UserGroupId, member: MemberId) => boolean | undefined;

export function createRunner(options: {
	/** Reads the members of groups again before anything is tried again; undefined when they can not be read. */
	readonly look?: ((groups: readonly UserGroupId[]) => Promise<PresentMembers | undefined>) | undefined;
	readonly store: Pick<Store, 'addMembers' | 'removeMember'>;
	readonly change: (next: (state: ProgramState) => ProgramState) => void;
	/** Told once all steps of a run have come to an end; again when it was tried again. */
	readonly finished: (run: EndedRun) => void;
}): Runner {
	const {store, change, finished} = options;
	let lastId = 0;
	let stopped = false;
	let steps: RunStep[] = [];
	let title = '';
	let undoes = false;

	const show = (id: number): void => {
		const shown = [...steps];
		change((state) => ({
			...state,
			overlays: state.overlays.map((overlay) =>
				overlay.kind === 'run' && overlay.id === id ? {...overlay, steps: shown} : overlay,
			),
		}));
	};

	const set = (id: number, index: number, state: StepState): void => {
		const step = steps[index];
		if (step === undefined || id !== lastId) return;
		steps[index] = {...step, state};
		show(id);
	};

	const send = async (step: Step): Promise<readonly Change[]> => {
		switch (step.kind) {
			case 'add-members': {
				// The answer is the whole set after the change (contract 5.2): who is not in it was not added.
				const after = new Set((await store.addMembers(step.group, step.members)).map(({id}) => id));
				return changesOf(step).filter(({member}) => after.has(member));
			}
			case 'remove-member':
				await store.removeMember(step.group, step.member);
				return changesOf(step);
		}
	};

	/** Whoever is not in the answer gets a step of their own: they are not done. */
	const settle = (id: number, index: number, step: Step, changes: readonly Change[]): void => {
		const answered = new Set(changes.map(({member}) => member));
		const missing = changesOf(step).filter(({member}) => !answered.has(member));
		if (id === lastId && step.kind === 'add-members' && missing.length > 0) {
			const stepFor = (members: readonly MemberId[]): Step => ({...step, members});
			const absent: RunStep = {step: stepFor(missing.map(({member}) => member)), state: {kind: 'missing'}};
			if (changes.length === 0) {
				steps[index] = absent;
				show(id);
				return;
			}
			steps[index] = {step: stepFor(changes.map(({member}) => member)), state: {kind: 'done', changes}};
			steps.push(absent);
		}
		set(id, index, {kind: 'done', changes});
	};

	const work = async (id: number, queue: number[], done: Change[]): Promise<void> => {
		for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
			const step = steps[index]?.step;
			if (step === undefined) continue;
			if (stopped) {
				set(id, index, {kind: 'stopped'});
				continue;
			}
			set(id, index, {kind: 'sending'});
			try {
				const changes = await send(step);
				done.push(...changes);
				settle(id, index, step, changes);
			} catch (error) {
				if (!(error instanceof CloudflareError)) throw error;
				set(id, index, {kind: 'failed', error});
			}
		}
	};

	const runOpenSteps = (done: Change[] = []): void => {
		const id = lastId;
		stopped = false;
		const queue = steps.flatMap((each, index) => (isOpen(each) || each.state.kind === 'waiting' ? [index] : []));
		for (const index of queue) set(id, index, {kind: 'waiting'});
		void Promise.all(Array.from({length: Math.min(mostAtOnce, queue.length)}, () => work(id, queue, done))).then(() =>
			finished({
				id,
				title,
				undoes,
				now: done,
				done: doneChanges(steps),
				open: steps.filter(isOpen).map(({step}) => step),
				isOnlyStopped: steps.filter(isOpen).every(({state}) => state.kind === 'stopped'),
				summary: summaryOf(steps),
			}),
		);
	};

	/** One person whom Cloudflare refuses keeps all others out of the same POST: tried again, each has their own. */
	const splitRefused = (): void => {
		steps = steps.flatMap((each): RunStep[] => {
			if (!isRefusedTogether(each)) return [each];
			const {group} = each.step;
			return each.step.members.map((member) => ({
				step: {kind: 'add-members', group, members: [member]},
				state: {kind: 'waiting'},
			}));
		});
	};

	/** The steps without what is true by now: done by us where the answer was lost, else by somebody else. */
	const withoutTrue = (earlier: readonly RunStep[], isIn: PresentMembers, done: Change[]): RunStep[] =>
		steps.flatMap((each, index): RunStep[] => {
			const {step} = each;
			if (each.state.kind !== 'waiting') return [each];
			const state = earlier[index]?.state;
			const isOurs = state?.kind === 'failed' && state.error.uncertain;
			const settled = (part: Step): RunStep => {
				if (!isOurs) return {step: part, state: {kind: 'already'}};
				done.push(...changesOf(part));
				return {step: part, state: {kind: 'done', changes: changesOf(part)}};
			};
			if (step.kind === 'remove-member') return isIn(step.group, step.member) === false ? [settled(step)] : [each];
			const inside = step.members.filter((member) => isIn(step.group, member) === true);
			const outside = step.members.filter((member) => !inside.includes(member));
			return [
				...(inside.length > 0 ? [settled({...step, members: inside})] : []),
				...(outside.length > 0 ? [{step: {...step, members: outside}, state: each.state}] : []),
			];
		});

	const lookAndRun = async (look: NonNullable<typeof options.look>): Promise<void> => {
		const id = lastId;
		const earlier = steps;
		stopped = false;
		steps = steps.map((each) => (isOpen(each) ? {...each, state: {kind: 'waiting'}} : each));
		const open = steps.filter(({state}) => state.kind === 'waiting');
		show(id);
		const isIn = await look([...new Set(open.map(({step}) => step.group))]);
		if (id !== lastId) return;
		if (isIn === undefined || stopped) {
			steps = earlier.map((each) => (each.state.kind === 'waiting' ? {...each, state: {kind: 'stopped'}} : each));
			show(id);
			return;
		}
		const done: Change[] = [];
		steps = withoutTrue(earlier, isIn, done);
		show(id);
		runOpenSteps(done);
	};

	return {
		start(run) {
			const id = ++lastId;
			title = run.title;
			undoes = run.undoes;
			steps = stepsOf(run.changes).map((step) => ({step, state: {kind: 'waiting'}}));
			const overlay: Run = {kind: 'run', id, title, names: run.names, steps, top: 0, button: 'close'};
			change((state) => ({...state, overlays: [...state.overlays, overlay]}));
			runOpenSteps();
		},
		retry() {
			splitRefused();
			if (options.look === undefined) runOpenSteps();
			else void lookAndRun(options.look);
		},
		stop() {
			stopped = true;
		},
	};
}
