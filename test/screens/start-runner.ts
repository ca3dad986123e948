/** A runner on a store that answers when the test says so. */
import {CloudflareError, type ErrorKind} from '../../source/api/errors.ts';
import type {MemberId, UserGroupId} from '../../source/api/ids.ts';
import type {GroupMember} from '../../source/api/schemas.ts';
import {changeKey, changesOf, stepsOf} from '../../source/areas/membership-steps.ts';
import type {Change} from '../../source/areas/membership-words.ts';
import {planOf} from '../../source/areas/plan.ts';
import type {Step} from '../../source/areas/write.ts';
import type {Knowledge, Need} from '../../source/insight/knowledge.ts';
import type {Writer} from '../../source/insight/writer.ts';
import type {RunJournal} from '../../source/screens/journaling.ts';
import {createRunner} from '../../source/screens/runner.ts';
import type {Run} from '../../source/screens/runs.ts';
import type {Origin, ProgramState} from '../../source/screens/state.ts';
import {type Stacks, stacksAfter} from '../../source/screens/undoing.ts';
import {groupId, groupMember, knowledgeOf, memberId, settingOf} from '../areas/sample.ts';
import {unusedWriter} from '../areas/sample-step.ts';
import {emptyState} from './empty-state.ts';

export function failure(kind: ErrorKind = 'server'): CloudflareError {
	return new CloudflareError({kind, attempted: 'do it', messages: ['simulated'], next: 'try again'});
}

interface Sent {
	readonly what: string;
	readonly succeed: (answer?: readonly GroupMember[]) => void;
	readonly fail: (error?: CloudflareError) => void;
}

/** A runner on a store that keeps every request until the test answers it. */
export function startRunner(
	look?: (needs: readonly Need[]) => Promise<Knowledge | undefined>,
	tooOld?: (needs: readonly Need[], isNext?: boolean) => readonly Need[],
	journal?: RunJournal,
) {
	let state: ProgramState = emptyState;
	let stacks: Stacks = {undo: [], redo: []};
	const secrets: string[] = [];
	const sent: Sent[] = [];
	const finished: {readonly done: readonly string[]; readonly failed: number; readonly origin: Origin}[] = [];

	function request<Answer>(
		what: string,
		answer: (given: readonly GroupMember[] | undefined) => Answer,
	): Promise<Answer> {
		const {promise, resolve, reject} = Promise.withResolvers<Answer>();
		sent.push({
			what,
			succeed: (given) => resolve(answer(given)),
			fail: (error = failure()) => reject(error),
		});
		return promise;
	}

	const writer: Writer = {
		...unusedWriter,
		addMembers: (group: UserGroupId, members: readonly MemberId[]) =>
			request(
				`add ${members.length} to ${Number.parseInt(group, 16)}`,
				(given) => given ?? members.map((id) => groupMember({id})),
			),
		removeMember: (group: UserGroupId, member: MemberId) =>
			request(`remove ${Number.parseInt(member, 16)} from ${Number.parseInt(group, 16)}`, () => undefined),
	};
	const mistakes: unknown[] = [];
	const runner = createRunner({
		look,
		tooOld,
		journal,
		mistaken: (error) => mistakes.push(error),
		writer,
		change: (next) => {
			state = next(state);
		},
		secretCame: ({title}) => secrets.push(title),
		finished: (ended) => {
			finished.push({done: ended.now, failed: ended.open.length, origin: ended.origin});
			stacks = stacksAfter(stacks, ended);
		},
	});
	function startSteps(steps: readonly Step[], origin: Origin = 'new'): void {
		runner.start({title: 'a plan', steps, subjects: []}, origin);
	}

	return {
		runner,
		sent,
		finished,
		run(): Run {
			const overlay = state.overlays.find((each) => each.kind === 'run');
			if (overlay?.kind !== 'run') throw new Error('no run is shown');
			return overlay;
		},
		stacks: () => stacks,
		/** Titles of the secrets that came back. */
		secrets,
		/** Errors that are no answer of Cloudflare's. */
		mistakes,
		/** What undoing would do now, the last first. */
		undoable: () => stacks.undo.toReversed().map(({steps}) => keysOf(steps)),
		redoable: () => stacks.redo.toReversed().map(({steps}) => keysOf(steps)),
		start: (changes: readonly Change[], origin: Origin = 'new') => startSteps(stepsOf(changes), origin),
		startSteps,
		/** As the confirmation of the last entry would be carried out. */
		takeBack(origin: 'undo' | 'redo') {
			runner.start(planOf(stacks[origin].at(-1)?.steps ?? [], settingOf({})), origin);
		},
	};
}

export const add = (group: number, member: number): Change => ({
	kind: 'add',
	group: groupId(group),
	member: memberId(member),
});
export const remove = (group: number, member: number): Change => ({...add(group, member), kind: 'remove'});

const keysOf = (steps: readonly Step[]): readonly string[] => changesOf(steps).map(changeKey);

/** Who is in group 1, as somebody who looks would find it. */
export const present =
	(...members: readonly number[]) =>
	async () =>
		knowledgeOf({inGroups: {1: members}});

/** Everything that promises have to say has been said. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
