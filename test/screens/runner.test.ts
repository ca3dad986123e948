/** How a plan is carried out, with a store that answers when the test says so. */
import {describe, expect, test} from 'vitest';
import {CloudflareError, type ErrorKind} from '../../source/api/errors.ts';
import type {MemberId, UserGroupId} from '../../source/api/ids.ts';
import type {GroupMember} from '../../source/api/schemas.ts';
import type {Change} from '../../source/areas/plan.ts';
import {
	changeKey,
	createRunner,
	isUnderWay,
	type PresentMembers,
	type Run,
	underWayIn,
	undoAfter,
} from '../../source/screens/runner.ts';
import type {ProgramState, UndoEntry} from '../../source/screens/state.ts';
import {groupId, groupMember, memberId} from '../areas/sample.ts';
import {emptyState} from './empty-state.ts';

function failure(kind: ErrorKind = 'server'): CloudflareError {
	return new CloudflareError({kind, attempted: 'do it', messages: ['simulated'], next: 'try again'});
}

interface Sent {
	readonly what: string;
	readonly succeed: (answer?: readonly GroupMember[]) => void;
	readonly fail: (error?: CloudflareError) => void;
}

/** A runner on a store that keeps every request until the test answers it. */
function startRunner(look?: (groups: readonly UserGroupId[]) => Promise<PresentMembers | undefined>) {
	let state: ProgramState = emptyState;
	let undo: readonly UndoEntry[] = [];
	const sent: Sent[] = [];
	const finished: {readonly done: readonly string[]; readonly failed: number; readonly undoes: boolean}[] = [];

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

	const store = {
		addMembers: (group: UserGroupId, members: readonly MemberId[]) =>
			request(
				`add ${members.length} to ${Number.parseInt(group, 16)}`,
				(given) => given ?? members.map((id) => groupMember({id})),
			),
		removeMember: (group: UserGroupId, member: MemberId) =>
			request(`remove ${Number.parseInt(member, 16)} from ${Number.parseInt(group, 16)}`, () => undefined),
	};
	const runner = createRunner({
		look,
		store,
		change: (next) => {
			state = next(state);
		},
		finished: (ended) => {
			finished.push({done: ended.now.map(changeKey), failed: ended.open.length, undoes: ended.undoes});
			undo = undoAfter(undo, ended);
		},
	});
	return {
		runner,
		sent,
		finished,
		run(): Run {
			const overlay = state.overlays.find((each) => each.kind === 'run');
			if (overlay?.kind !== 'run') throw new Error('no run is shown');
			return overlay;
		},
		/** What could be undone now, the last first. */
		undoable: () => undo.toReversed().map(({changes}) => changes.map(changeKey)),
		start(changes: readonly Change[], undoes = false) {
			runner.start({title: 'a plan', changes, names: new Map(), undoes});
		},
	};
}

const add = (group: number, member: number): Change => ({
	kind: 'add',
	group: groupId(group),
	member: memberId(member),
});
const remove = (group: number, member: number): Change => ({...add(group, member), kind: 'remove'});

/** Everything that promises have to say has been said. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a run', () => {
	test('sends one request for each step, a few at once, the next when one has ended', async () => {
		const {start, sent, run} = startRunner();
		start([1, 2, 3, 4, 5, 6].map((member) => remove(1, member)));
		expect(sent.map(({what}) => what)).toEqual([
			'remove 1 from 1',
			'remove 2 from 1',
			'remove 3 from 1',
			'remove 4 from 1',
		]);
		expect(run().steps.map(({state}) => state.kind)).toEqual([
			...['sending', 'sending', 'sending', 'sending'],
			...['waiting', 'waiting'],
		]);
		sent[1]?.succeed();
		await settled();
		expect(sent).toHaveLength(5);
		expect(run().steps.map(({state}) => state.kind)).toEqual([
			...['sending', 'done', 'sending', 'sending'],
			...['sending', 'waiting'],
		]);
	});

	test('keeps what failed apart from what was done, and tells of both once, at the end', async () => {
		const {start, sent, run, finished} = startRunner();
		start([remove(1, 1), remove(1, 2), remove(1, 3)]);
		sent[0]?.succeed();
		sent[1]?.fail(failure('permission'));
		await settled();
		expect(isUnderWay(run())).toBe(true);
		expect(finished).toEqual([]);
		sent[2]?.succeed();
		await settled();
		expect(isUnderWay(run())).toBe(false);
		expect(run().steps.map(({state}) => state.kind)).toEqual(['done', 'failed', 'done']);
		expect(finished).toEqual([{done: [remove(1, 1), remove(1, 3)].map(changeKey), failed: 1, undoes: false}]);
	});

	test('says how far it is: done, failed, sent without an answer, and not sent, as groups take one at a time', async () => {
		const {start, sent, run} = startRunner();
		const far = () => underWayIn({overlays: [run()]});
		start([...[1, 2, 3, 4, 5].map((member) => remove(1, member)), remove(2, 1)]);
		expect(far()).toEqual({done: 0, failed: 0, open: 5, unknown: 1});
		sent[0]?.succeed();
		sent[1]?.fail(failure('permission'));
		await settled();
		expect(far()).toEqual({done: 1, failed: 1, open: 2, unknown: 2});
		for (const each of sent.slice(2)) each.succeed();
		await settled();
		expect(far()).toBeUndefined();
	});

	test('trying again sends only what failed', async () => {
		const {start, sent, run, runner, finished} = startRunner();
		start([remove(1, 1), remove(1, 2), remove(1, 3)]);
		sent[0]?.succeed();
		sent[1]?.fail();
		sent[2]?.succeed();
		await settled();
		runner.retry();
		expect(sent.slice(3).map(({what}) => what)).toEqual(['remove 2 from 1']);
		expect(run().steps.map(({state}) => state.kind)).toEqual(['done', 'sending', 'done']);
		sent[3]?.succeed();
		await settled();
		expect(finished[1]).toEqual({done: [changeKey(remove(1, 2))], failed: 0, undoes: false});
	});

	test('trying again drops what is true by now, as found by looking again', async () => {
		const {start, sent, run, runner, finished} = startRunner(async () => (_group, member) => member !== memberId(2));
		start([remove(1, 1), remove(1, 2)]);
		sent[0]?.fail();
		sent[1]?.fail();
		await settled();
		runner.retry();
		await settled();
		expect(sent.slice(2).map(({what}) => what)).toEqual(['remove 1 from 1']);
		expect(run().steps.map(({state}) => state.kind)).toEqual(['sending', 'already']);
		sent[2]?.succeed();
		await settled();
		expect(finished[1]).toEqual({done: [changeKey(remove(1, 1))], failed: 0, undoes: false});
	});

	test('what was carried out though its answer was lost counts as done, and can be undone', async () => {
		const {start, sent, run, runner, undoable} = startRunner(async () => (_group, member) => member === memberId(10));
		start([add(1, 10), add(1, 11)]);
		const details = {attempted: 'do it', messages: ['simulated'], next: 'look', uncertain: true} as const;
		sent[0]?.fail(new CloudflareError({kind: 'timeout', ...details}));
		await settled();
		runner.retry();
		await settled();
		expect(sent.slice(1).map(({what}) => what)).toEqual(['add 1 to 1']);
		expect(run().steps.map(({state}) => state.kind)).toEqual(['done', 'sending']);
		sent[1]?.succeed();
		await settled();
		expect(undoable()).toEqual([[add(1, 10), add(1, 11)].map(changeKey)]);
	});

	test('nothing is tried again when nobody can be looked at', async () => {
		const {start, sent, run, runner} = startRunner(async () => undefined);
		start([remove(1, 1)]);
		sent[0]?.fail();
		await settled();
		runner.retry();
		await settled();
		expect(sent).toHaveLength(1);
		expect(run().steps.map(({state}) => state.kind)).toEqual(['failed']);
	});

	test('stopping sends no more, and lets what is under way come to its end', async () => {
		const {start, sent, run, runner, finished} = startRunner();
		start([1, 2, 3, 4, 5, 6].map((member) => remove(1, member)));
		runner.stop();
		for (const request of [...sent]) request.succeed();
		await settled();
		expect(sent).toHaveLength(4);
		expect(run().steps.map(({state}) => state.kind)).toEqual([
			...['done', 'done', 'done', 'done'],
			...['stopped', 'stopped'],
		]);
		expect(finished[0]).toMatchObject({failed: 2});
	});

	test('what was stopped can be sent after all', async () => {
		const {start, sent, runner} = startRunner();
		start([1, 2, 3, 4, 5].map((member) => remove(1, member)));
		runner.stop();
		for (const request of [...sent]) request.succeed();
		await settled();
		runner.retry();
		expect(sent.slice(4).map(({what}) => what)).toEqual(['remove 5 from 1']);
	});

	test('somebody who is not in the answer to a POST does not count as added', async () => {
		const {start, sent, run, finished} = startRunner();
		start([add(1, 10), add(1, 11)]);
		expect(sent).toHaveLength(1);
		sent[0]?.succeed([groupMember({id: memberId(10)})]);
		await settled();
		expect(finished[0]?.done).toEqual([changeKey(add(1, 10))]);
		expect(run().steps[0]?.state).toMatchObject({kind: 'done', changes: [add(1, 10)]});
		expect(run().steps[1]).toMatchObject({step: {members: [memberId(11)]}, state: {kind: 'missing'}});
		expect(finished[0]?.failed).toBe(1);
	});

	test('a POST that is refused for its people is tried again person by person', async () => {
		const {start, sent, run, runner, finished} = startRunner();
		start([add(1, 10), add(1, 11), add(2, 10)]);
		sent[0]?.fail(failure('invalid'));
		sent[1]?.succeed();
		await settled();
		runner.retry();
		expect(sent.slice(2)).toHaveLength(2);
		sent[2]?.succeed();
		sent[3]?.fail(failure('invalid'));
		await settled();
		expect(run().steps.map(({state}) => state.kind)).toEqual(['done', 'failed', 'done']);
		expect(finished[1]).toEqual({done: [changeKey(add(1, 10))], failed: 1, undoes: false});
	});

	test('a POST that failed on its way is tried again as it was', async () => {
		const {start, sent, runner} = startRunner();
		start([add(1, 10), add(1, 11)]);
		sent[0]?.fail(failure('network'));
		await settled();
		runner.retry();
		expect(sent.slice(1).map(({what}) => what)).toEqual(['add 2 to 1']);
	});

	test('says that it takes something back', async () => {
		const {start, sent, finished} = startRunner();
		start([remove(1, 1)], true);
		sent[0]?.succeed();
		await settled();
		expect(finished[0]?.undoes).toBe(true);
	});
});

describe('what can be undone', () => {
	test('is what was done, and nothing of what failed', async () => {
		const {start, sent, undoable} = startRunner();
		start([remove(1, 1), remove(1, 2)]);
		sent[0]?.succeed();
		sent[1]?.fail();
		await settled();
		expect(undoable()).toEqual([[changeKey(remove(1, 1))]]);
	});

	test('is nothing when nothing was done', async () => {
		const {start, sent, undoable} = startRunner();
		start([remove(1, 1)]);
		sent[0]?.fail();
		await settled();
		expect(undoable()).toEqual([]);
	});

	test('is the whole run once, also when part of it had to be tried again', async () => {
		const {start, sent, undoable, runner} = startRunner();
		start([remove(1, 1), remove(1, 2)]);
		sent[0]?.succeed();
		sent[1]?.fail();
		await settled();
		runner.retry();
		sent[2]?.succeed();
		await settled();
		expect(undoable()).toEqual([[remove(1, 1), remove(1, 2)].map(changeKey)]);
	});

	test('is one entry for each run, the last first', async () => {
		const {start, sent, undoable} = startRunner();
		start([remove(1, 1)]);
		sent[0]?.succeed();
		await settled();
		start([add(2, 2)]);
		sent[1]?.succeed();
		await settled();
		expect(undoable()).toEqual([[changeKey(add(2, 2))], [changeKey(remove(1, 1))]]);
	});

	test('is less by what was taken back, also when taking it back took two attempts', async () => {
		const {start, sent, undoable, runner} = startRunner();
		start([add(1, 10)]);
		sent[0]?.succeed();
		await settled();
		start([remove(2, 1), remove(2, 2)]);
		sent[1]?.succeed();
		sent[2]?.succeed();
		await settled();
		const earlier = [changeKey(add(1, 10))];
		start([add(2, 1), add(2, 2)], true);
		sent[3]?.fail(failure('invalid'));
		await settled();
		expect(undoable()).toEqual([[remove(2, 1), remove(2, 2)].map(changeKey), earlier]);
		runner.retry();
		sent[4]?.succeed();
		sent[5]?.fail(failure('invalid'));
		await settled();
		expect(undoable()).toEqual([[changeKey(remove(2, 2))], earlier]);
		runner.retry();
		sent[6]?.succeed();
		await settled();
		expect(undoable()).toEqual([earlier]);
	});
});
