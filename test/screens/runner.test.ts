/** How a plan is carried out, with a store that answers when the test says so. */
import {describe, expect, test} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import {changeKey} from '../../source/areas/membership-steps.ts';
import {isUnderWay, retryOf, summaryOf, underWayIn} from '../../source/screens/runs.ts';
import {endMessage} from '../../source/screens/undoing.ts';
import {groupMember, memberId} from '../areas/sample.ts';
import {add, failure, present, remove, settled, startRunner} from './start-runner.ts';

describe('a run', () => {
	test('sends one request for each step, a few at once, the next when one has ended', async () => {
		const {start, sent, run} = startRunner();
		start([1, 2, 3, 4, 5, 6].map((group) => remove(group, 1)));
		expect(sent.map(({what}) => what)).toEqual([
			'remove 1 from 1',
			'remove 1 from 2',
			'remove 1 from 3',
			'remove 1 from 4',
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

	test('sends requests to one object one after the other, in their order, also after one that failed', async () => {
		const {start, sent, run} = startRunner();
		start([remove(1, 1), remove(2, 1), remove(1, 2), remove(1, 3)]);
		expect(sent.map(({what}) => what)).toEqual(['remove 1 from 1', 'remove 1 from 2']);
		expect(run().steps.map(({state}) => state.kind)).toEqual(['sending', 'sending', 'waiting', 'waiting']);
		sent[0]?.fail();
		await settled();
		expect(sent.slice(2).map(({what}) => what)).toEqual(['remove 2 from 1']);
		sent[2]?.succeed();
		await settled();
		expect(sent.slice(3).map(({what}) => what)).toEqual(['remove 3 from 1']);
	});

	test('keeps what failed apart from what was done, and tells of both once, at the end', async () => {
		const {start, sent, run, finished} = startRunner();
		start([remove(1, 1), remove(2, 1), remove(3, 1)]);
		sent[0]?.succeed();
		sent[1]?.fail(failure('permission'));
		await settled();
		expect(isUnderWay(run())).toBe(true);
		expect(finished).toEqual([]);
		sent[2]?.succeed();
		await settled();
		expect(isUnderWay(run())).toBe(false);
		expect(run().steps.map(({state}) => state.kind)).toEqual(['done', 'failed', 'done']);
		expect(finished).toEqual([{done: [remove(1, 1), remove(3, 1)].map(changeKey), failed: 1, origin: 'new'}]);
	});

	test('says how far it is: done, failed, sent without an answer, and not sent, as groups take one at a time', async () => {
		const {start, sent, run} = startRunner();
		const far = () => underWayIn({overlays: [run()]});
		start([...[1, 2, 3, 4, 5].map((member) => remove(1, member)), remove(2, 1)]);
		expect(far()).toEqual({done: 0, failed: 0, open: 4, unknown: 2});
		sent[0]?.succeed();
		await settled();
		sent[2]?.fail(failure('permission'));
		await settled();
		expect(far()).toEqual({done: 1, failed: 1, open: 2, unknown: 2});
		for (let at = 1; at < 6; at++) {
			sent[at]?.succeed();
			await settled();
		}
		expect(far()).toBeUndefined();
	});

	test('trying again sends only what failed', async () => {
		const {start, sent, run, runner, finished} = startRunner();
		start([remove(1, 1), remove(2, 1), remove(3, 1)]);
		sent[0]?.succeed();
		sent[1]?.fail();
		sent[2]?.succeed();
		await settled();
		runner.retry();
		expect(sent.slice(3).map(({what}) => what)).toEqual(['remove 1 from 2']);
		expect(run().steps.map(({state}) => state.kind)).toEqual(['done', 'sending', 'done']);
		sent[3]?.succeed();
		await settled();
		expect(finished[1]).toEqual({done: [changeKey(remove(2, 1))], failed: 0, origin: 'new'});
	});

	test('trying again drops what is true by now, as found by looking again', async () => {
		const {start, sent, run, runner, finished} = startRunner(present(1));
		start([remove(1, 1), remove(1, 2)]);
		sent[0]?.fail();
		await settled();
		sent[1]?.fail();
		await settled();
		runner.retry();
		await settled();
		expect(sent.slice(2).map(({what}) => what)).toEqual(['remove 1 from 1']);
		expect(run().steps.map(({state}) => state.kind)).toEqual(['sending', 'already']);
		sent[2]?.succeed();
		await settled();
		expect(finished[1]).toEqual({done: [changeKey(remove(1, 1))], failed: 0, origin: 'new'});
	});

	test('what was carried out though its answer was lost counts as done, and can be undone', async () => {
		const {start, sent, run, runner, undoable, stacks} = startRunner(present(10));
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
		expect(undoable()).toEqual([[remove(1, 10), remove(1, 11)].map(changeKey)]);
		// It may have been somebody else: undo says so beforehand.
		expect(stacks().undo.at(-1)?.isFound).toBe(true);
	});

	test('what is not known to have been carried out is looked for before it is tried again, and counts as unknown', async () => {
		const {start, sent, run, finished} = startRunner(present());
		start([add(1, 10)]);
		const details = {attempted: 'do it', messages: ['simulated'], next: 'look', uncertain: true} as const;
		sent[0]?.fail(new CloudflareError({kind: 'timeout', ...details}));
		await settled();
		expect(retryOf(run().steps)).toBe('look, then again');
		const ended = {
			id: 1,
			title: '',
			origin: 'new',
			now: [],
			reversals: [],
			open: run().steps.map(({step}) => step),
			secrets: [],
		} as const;
		expect(endMessage({...ended, retry: retryOf(run().steps), summary: summaryOf(run().steps)}).text).toBe(
			'0 added, 1 unknown, 0 not sent: tab, then enter looks what became of it, and tries again what was not carried out',
		);
		expect(finished).toHaveLength(1);
		const waiting = {step: run().steps[0]?.step, parts: [], state: {kind: 'waiting'}} as const;
		if (waiting.step === undefined) throw new Error('there is no step');
		const steps = [...run().steps, {...waiting, step: waiting.step}];
		expect(underWayIn({overlays: [{...run(), steps}]})).toEqual({done: 0, failed: 0, open: 1, unknown: 1});
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
		start([1, 2, 3, 4, 5, 6].map((group) => remove(group, 1)));
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
		start([1, 2, 3, 4, 5].map((group) => remove(group, 1)));
		runner.stop();
		for (const request of [...sent]) request.succeed();
		await settled();
		runner.retry();
		expect(sent.slice(4).map(({what}) => what)).toEqual(['remove 1 from 5']);
	});

	test('somebody who is not in the answer to a POST does not count as added', async () => {
		const {start, sent, run, finished} = startRunner();
		start([add(1, 10), add(1, 11)]);
		expect(sent).toHaveLength(1);
		sent[0]?.succeed([groupMember({id: memberId(10)})]);
		await settled();
		expect(finished[0]?.done).toEqual([changeKey(add(1, 10))]);
		expect(run().steps[0]).toMatchObject({parts: [{key: changeKey(add(1, 10))}], state: {kind: 'done'}});
		expect(run().steps[1]).toMatchObject({step: {request: {body: [{id: memberId(11)}]}}, state: {kind: 'missing'}});
		expect(finished[0]?.failed).toBe(1);
	});

	test('a POST that is refused for its people is tried again person by person', async () => {
		const {start, sent, run, runner, finished} = startRunner();
		start([add(1, 10), add(1, 11), add(2, 10)]);
		sent[0]?.fail(failure('invalid'));
		sent[1]?.succeed();
		await settled();
		runner.retry();
		expect(sent.slice(2)).toHaveLength(1);
		sent[2]?.succeed();
		await settled();
		sent[3]?.fail(failure('invalid'));
		await settled();
		expect(run().steps.map(({state}) => state.kind)).toEqual(['done', 'failed', 'done']);
		expect(finished[1]).toEqual({done: [changeKey(add(1, 10))], failed: 1, origin: 'new'});
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
		start([remove(1, 1)], 'undo');
		sent[0]?.succeed();
		await settled();
		expect(finished[0]?.origin).toBe('undo');
	});
});

describe('what can be undone', () => {
	test('is what was done, and nothing of what failed', async () => {
		const {start, sent, undoable} = startRunner();
		start([remove(1, 1), remove(2, 2)]);
		sent[0]?.succeed();
		sent[1]?.fail();
		await settled();
		expect(undoable()).toEqual([[changeKey(add(1, 1))]]);
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
		start([remove(1, 1), remove(2, 2)]);
		sent[0]?.succeed();
		sent[1]?.fail();
		await settled();
		runner.retry();
		sent[2]?.succeed();
		await settled();
		expect(undoable()).toEqual([[add(1, 1), add(2, 2)].map(changeKey)]);
	});

	test('is one entry for each run, the last first', async () => {
		const {start, sent, undoable} = startRunner();
		start([remove(1, 1)]);
		sent[0]?.succeed();
		await settled();
		start([add(2, 2)]);
		sent[1]?.succeed();
		await settled();
		expect(undoable()).toEqual([[changeKey(remove(2, 2))], [changeKey(add(1, 1))]]);
	});

	test('is less by what was taken back, also when taking it back took two attempts', async () => {
		const {start, sent, undoable, redoable, runner, takeBack} = startRunner();
		start([add(1, 10)]);
		sent[0]?.succeed();
		await settled();
		start([remove(2, 1), remove(3, 2)]);
		sent[1]?.succeed();
		sent[2]?.succeed();
		await settled();
		const earlier = [changeKey(remove(1, 10))];
		takeBack('undo');
		sent[3]?.succeed();
		sent[4]?.fail(failure('invalid'));
		await settled();
		expect(undoable()).toEqual([[changeKey(add(3, 2))], earlier]);
		expect(redoable()).toEqual([[changeKey(remove(2, 1))]]);
		runner.retry();
		sent[5]?.succeed();
		await settled();
		expect(undoable()).toEqual([earlier]);
		expect(redoable()).toEqual([[remove(2, 1), remove(3, 2)].map(changeKey)]);
	});

	test('comes back when it is done again, and nothing is left to be done again then', async () => {
		const {start, sent, undoable, redoable, takeBack} = startRunner();
		start([add(1, 10)]);
		sent[0]?.succeed();
		await settled();
		takeBack('undo');
		sent[1]?.succeed();
		await settled();
		expect([undoable(), redoable()]).toEqual([[], [[changeKey(add(1, 10))]]]);
		takeBack('redo');
		sent[2]?.succeed();
		await settled();
		expect(sent.map(({what}) => what)).toEqual(['add 1 to 1', 'remove 10 from 1', 'add 1 to 1']);
		expect([undoable(), redoable()]).toEqual([[[changeKey(remove(1, 10))]], []]);
	});

	test('can not be done again once something else has been changed', async () => {
		const {start, sent, redoable, takeBack} = startRunner();
		start([add(1, 10)]);
		sent[0]?.succeed();
		await settled();
		takeBack('undo');
		sent[1]?.succeed();
		await settled();
		start([add(2, 11)]);
		sent[2]?.fail();
		await settled();
		expect(redoable()).toHaveLength(1);
		start([add(2, 11)]);
		sent[3]?.succeed();
		await settled();
		expect(redoable()).toEqual([]);
	});
});
