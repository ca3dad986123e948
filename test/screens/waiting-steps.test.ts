/** Steps that wait for their turn: what they would overwrite is looked at again, and they go out as they are then. */
import {describe, expect, test} from 'vitest';
import type {Standing} from '../../source/areas/write.ts';
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
