/** Steps that wait for their turn: what they would overwrite is looked at again, and they go out as they are then. */
import {describe, expect, test} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import type {Standing} from '../../source/areas/write.ts';
import type {RunJournal} from '../../source/screens/journaling.ts';
import {tooOld} from '../../source/screens/looking.ts';
import type {Run} from '../../source/screens/runs.ts';
import {groupId, knowledgeOf, now} from '../areas/sample.ts';
import {sampleStep} from '../areas/sample-step.ts';
import {settled, startRunner} from './start-runner.ts';

const need = {kind: 'userGroup', id: groupId(1)} as const;
const conflict: Standing = {kind: 'conflict', was: [], theirs: [[{text: 'renamed'}]], yours: [], resolutions: []};
const statesIn = (run: Run) =>
	run.steps.map(({parts, state}) => `${parts.map(({key}) => key).join('+')} ${state.kind}`);

describe('a step whose reading is old when its turn comes', () => {
	test('is not sent over what somebody else has changed meanwhile', async () => {
		const looked: unknown[] = [];
		const sent: string[] = [];
		let standing: Standing = {kind: 'open'};
		const {startSteps, run} = startRunner(
			async (needs) => {
				looked.push(needs);
				standing = conflict;
				return knowledgeOf({});
			},
			(needs) => needs,
		);
		const send = async () => {
			sent.push('rename');
			return {done: ['rename'], reversal: {steps: []}};
		};
		startSteps([sampleStep(['rename'], {needs: [need], standing: () => standing, send})]);
		await settled();
		expect(looked).toEqual([[need]]);
		expect(sent).toEqual([]);
		expect(statesIn(run())).toEqual(['rename conflict']);
	});

	test('is sent when nothing has changed, and only for what is left of it', async () => {
		const standings: Record<string, Standing> = {};
		const {startSteps, run} = startRunner(
			async () => {
				Object.assign(standings, {so: {kind: 'already', line: []}});
				return knowledgeOf({});
			},
			(needs) => needs,
		);
		startSteps([sampleStep(['open', 'so'], {needs: [need]}, standings)]);
		await settled();
		expect(statesIn(run()).toSorted()).toEqual(['open done', 'so already']);
	});

	test('is not sent when it can not be read again', async () => {
		const {startSteps, run} = startRunner(
			async () => undefined,
			(needs) => needs,
		);
		startSteps([sampleStep(['rename'], {needs: [need]})]);
		await settled();
		expect(statesIn(run())).toEqual(['rename stopped']);
	});

	test('is sent at once where it overwrites nothing', async () => {
		const looked: unknown[] = [];
		const {startSteps, run} = startRunner(
			async (needs) => {
				looked.push(needs);
				return knowledgeOf({});
			},
			(needs) => needs,
		);
		startSteps([sampleStep(['add'], {needs: [need], lastNeeds: []})]);
		await settled();
		expect(looked).toEqual([]);
		expect(statesIn(run())).toEqual(['add done']);
	});
});

describe('a step whose line is long in coming to the journal', () => {
	/** A journal that writes when it is told to, and keeps what came of each step. */
	function slowJournal() {
		const lines: (() => void)[] = [];
		const ended: string[] = [];
		const journal: RunJournal = {
			async write(step, _about, send) {
				await new Promise<void>((resolve) => lines.push(resolve));
				const name = String(step.request.body);
				try {
					const sent = await send({});
					ended.push(`${name} sent`);
					return sent;
				} catch (error) {
					ended.push(`${name} ${error instanceof Error ? error.name : ''}`);
					throw error;
				}
			},
			found: () => undefined,
		};
		return {journal, ended, written: () => lines.shift()?.()};
	}

	test('is not sent when the run is stopped meanwhile', async () => {
		const sent: string[] = [];
		const {journal, ended, written} = slowJournal();
		const {startSteps, runner, run} = startRunner(undefined, undefined, journal);
		const send = async () => {
			sent.push('a');
			return {done: ['a'], reversal: {steps: []}};
		};
		startSteps([sampleStep(['a'], {send})]);
		await settled();
		runner.stop();
		written();
		await settled();
		expect(sent).toEqual([]);
		expect(ended).toEqual(['a NotSent']);
		expect(statesIn(run())).toEqual(['a stopped']);
	});

	test('is looked at again, and sent for what is left of it then', async () => {
		const standings: Record<string, Standing> = {};
		let age = 0;
		const {journal, ended, written} = slowJournal();
		const {startSteps, run} = startRunner(
			async () => {
				age = 0;
				Object.assign(standings, {so: {kind: 'already', line: []}});
				return knowledgeOf({});
			},
			(needs) => (age > 2 ? needs : []),
			journal,
		);
		startSteps([sampleStep(['open', 'so'], {needs: [need]}, standings)]);
		await settled();
		age = 3;
		written();
		await settled();
		expect(ended).toEqual(['open,so NotSent']);
		written();
		await settled();
		expect(ended).toEqual(['open,so NotSent', 'open sent']);
		expect(statesIn(run()).toSorted()).toEqual(['open done', 'so already']);
	});

	test('is sent after a second look that finds all as it was', async () => {
		let age = 3;
		let looks = 0;
		const {journal, ended, written} = slowJournal();
		const {startSteps, run} = startRunner(
			async () => {
				looks += 1;
				age = 0;
				return knowledgeOf({});
			},
			(needs) => (age > 2 ? needs : []),
			journal,
		);
		startSteps([sampleStep(['a'], {needs: [need]})]);
		await settled();
		age = 3;
		written();
		await settled();
		expect([looks, ended, statesIn(run())]).toEqual([2, ['a sent'], ['a done']]);
	});
});

describe('a step of which an answer was lost', () => {
	test('is ours when it is found to be done at the second look only', async () => {
		let standing: Standing = {kind: 'open'};
		let isOld = false;
		const told: string[] = [];
		const journal: RunJournal = {
			write: (_step, _about, send) => send({}),
			found: (_step, result) => told.push(result),
		};
		const {startSteps, runner, run, stacks} = startRunner(
			async () => {
				// It arrives late, between the first look and the second.
				if (isOld) standing = {kind: 'already', line: []};
				isOld = true;
				return knowledgeOf({});
			},
			(needs) => (isOld ? needs : []),
			journal,
		);
		const lost = new CloudflareError({kind: 'timeout', attempted: 'a', messages: [], next: '', uncertain: true});
		startSteps([sampleStep(['a'], {needs: [need], standing: () => standing, send: () => Promise.reject(lost)})]);
		await settled();
		runner.retry();
		await settled();
		expect(statesIn(run())).toEqual(['a done']);
		expect(stacks().undo[0]?.steps.map(({parts}) => parts[0]?.key)).toEqual(['un-a']);
		expect(told).toEqual(['failed', 'done']);
	});
});

describe('a reading', () => {
	test('is too old to write by after two seconds, or when the request would have to wait', () => {
		const knowledge = knowledgeOf({readings: {userGroup: {updatedAt: now}}});
		expect(tooOld([need], knowledge, now + 1500)).toEqual([]);
		expect(tooOld([need], knowledge, now + 2500)).toEqual([need]);
		expect(tooOld([need], knowledge, now, true)).toEqual([need]);
	});
});

describe('the request of a step', () => {
	test('is told as it was sent, though its object has another id since', async () => {
		let id = 'former';
		const step = sampleStep(['rename']);
		const {startSteps, run} = startRunner();
		startSteps([
			{
				...step,
				get request() {
					return {method: 'PUT' as const, path: `/things/${id}`};
				},
			},
		]);
		await settled();
		id = 'later';
		expect(run().steps.map(({request}) => request?.path)).toEqual(['/things/former']);
	});
});
