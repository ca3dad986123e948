/** How steps of any area are carried out: what follows from answers, what is not sent again, what is one whole. */
import {describe, expect, test} from 'vitest';
import {CloudflareError} from '../../source/api/errors.ts';
import {planOf} from '../../source/areas/plan.ts';
import type {Run} from '../../source/screens/runs.ts';
import {Secret} from '../../source/secret.ts';
import {settingOf} from '../areas/sample.ts';
import {sampleFamily, sampleStep} from '../areas/sample-step.ts';
import {failure, present, settled, startRunner} from './start-runner.ts';

const uncertain = new CloudflareError({
	kind: 'timeout',
	attempted: 'do it',
	messages: ['simulated'],
	next: 'look',
	uncertain: true,
});

describe('a run of other steps', () => {
	const keysIn = (run: Run) => run.steps.map(({parts, state}) => [parts.map(({key}) => key).join('+'), state.kind]);

	test('goes on with what an answer brings, and takes that back first', async () => {
		const members = sampleStep(['members'], {family: sampleFamily()});
		const group = sampleStep(['group'], {
			send: async () => ({done: ['group'], reversal: {steps: [sampleStep(['un-group'])]}, next: [members]}),
		});
		const {startSteps, run, stacks} = startRunner();
		startSteps([group]);
		await settled();
		expect(keysIn(run())).toEqual([
			['group', 'done'],
			['members', 'done'],
		]);
		expect(stacks().undo[0]?.steps.map(({parts}) => parts[0]?.key)).toEqual(['un-members', 'un-group']);
	});

	test('that can not be undone says why in the place of what would take it back', async () => {
		const {startSteps, stacks, secrets} = startRunner();
		startSteps([
			sampleStep(['client'], {
				send: async () => ({
					done: ['client'],
					reversal: {steps: [], why: 'its id is never given again'},
					secret: {title: 'Secret of ci', secret: new Secret('hush')},
				}),
			}),
		]);
		await settled();
		expect(stacks().undo).toEqual([{run: 1, title: 'a plan', steps: [], why: 'its id is never given again'}]);
		expect(secrets).toEqual(['Secret of ci']);
	});

	test('comes to its end though the program makes a mistake: what others were told, a secret say, is not lost', async () => {
		const {promise, resolve} = Promise.withResolvers<void>();
		const bug = new Error('a bug');
		const {startSteps, secrets, mistakes, run} = startRunner();
		startSteps([
			sampleStep(['broken'], {send: () => Promise.reject(bug)}),
			sampleStep(['client'], {
				async send() {
					await promise;
					return {
						done: ['client'],
						reversal: {steps: []},
						secret: {title: 'Secret of ci', secret: new Secret('hush')},
					};
				},
			}),
		]);
		await settled();
		expect([secrets, mistakes]).toEqual([[], []]);
		resolve();
		await settled();
		expect(secrets).toEqual(['Secret of ci']);
		expect(mistakes).toEqual([bug]);
		expect(keysIn(run())).toContainEqual(['client', 'done']);
	});

	test('is followed by none in any lane once the program has made a mistake', async () => {
		const {promise, resolve} = Promise.withResolvers<void>();
		const sent: string[] = [];
		const {startSteps, mistakes, run} = startRunner();
		const names = ['broken', 'b', 'c', 'd', 'e', 'f'];
		startSteps(
			names.map((key) =>
				sampleStep([key], {
					async send() {
						sent.push(key);
						if (key === 'broken') throw new Error('a bug');
						await promise;
						return {done: [key], reversal: {steps: []}};
					},
				}),
			),
		);
		await settled();
		resolve();
		await settled();
		expect(mistakes).toHaveLength(1);
		expect(sent).toEqual(['broken', 'b', 'c', 'd']);
		expect(keysIn(run()).slice(-2)).toEqual([
			['e', 'stopped'],
			['f', 'stopped'],
		]);
	});

	test('tells of a secret as soon as it comes, whatever is under way beside it', async () => {
		const {startSteps, secrets, finished} = startRunner();
		startSteps([
			sampleStep(['client'], {
				send: async () => ({
					done: ['client'],
					reversal: {steps: []},
					secret: {title: 'Secret of ci', secret: new Secret('hush')},
				}),
			}),
			sampleStep(['slow'], {send: () => new Promise<never>(() => {})}),
		]);
		await settled();
		expect(secrets).toEqual(['Secret of ci']);
		expect(finished).toEqual([]);
	});

	test('is not sent again when its answer was lost and reading can not tell', async () => {
		let sent = 0;
		const {startSteps, run, runner} = startRunner(present());
		const send = () => {
			sent += 1;
			return Promise.reject(uncertain);
		};
		startSteps([sampleStep(['copy'], {send, unknowable: 'names are not unique'})]);
		await settled();
		runner.retry();
		await settled();
		expect(sent).toBe(1);
		expect(keysIn(run())).toEqual([['copy', 'failed']]);
	});

	test('is sent again when reading tells that a lost request was not carried out', async () => {
		const answers = [() => Promise.reject(uncertain), async () => ({done: ['name'], reversal: {steps: []}})];
		const {startSteps, run, runner} = startRunner(present());
		startSteps([sampleStep(['name'], {send: () => (answers.shift() ?? (() => Promise.reject(uncertain)))()})]);
		await settled();
		expect(keysIn(run())).toEqual([['name', 'failed']]);
		runner.retry();
		await settled();
		expect(keysIn(run())).toEqual([['name', 'done']]);
	});

	test('is left unsent when somebody else has changed the same thing, or it is gone', async () => {
		const standings = {
			free: {kind: 'open'},
			theirs: {kind: 'conflict', was: [], theirs: [], yours: [], resolutions: []},
			gone: {kind: 'impossible', line: [{text: 'gone'}]},
		} as const;
		const fail = () => Promise.reject(failure());
		const {startSteps, run, runner} = startRunner(present());
		startSteps([sampleStep(['free', 'theirs', 'gone'], {send: fail}, standings)]);
		await settled();
		runner.retry();
		await settled();
		expect(keysIn(run())).toEqual([
			['gone', 'impossible'],
			['theirs', 'conflict'],
			['free', 'failed'],
		]);
	});

	test('counts only what its confirmation has told', async () => {
		const whole = sampleStep(['joins', 'leaves'], {only: () => undefined});
		const {runner, run, finished} = startRunner();
		const [subject] = planOf([whole], settingOf({})).subjects;
		runner.start({title: 'a plan', steps: [whole], subjects: subject === undefined ? [] : [subject]}, 'new');
		await settled();
		expect(keysIn(run())).toEqual([['joins', 'done']]);
		expect(finished[0]?.done).toEqual(['joins']);
	});

	test('that is one whole is not sent in part', async () => {
		const bodies: unknown[] = [];
		const {startSteps, run, runner} = startRunner(present());
		const whole = sampleStep(
			['joins', 'leaves'],
			{
				only: () => undefined,
				send: () => {
					bodies.push('all of it');
					return Promise.reject(failure());
				},
			},
			{joins: {kind: 'already', line: []}},
		);
		startSteps([whole]);
		await settled();
		runner.retry();
		await settled();
		expect(bodies).toEqual(['all of it', 'all of it']);
		expect(keysIn(run())).toEqual([['joins+leaves', 'failed']]);
	});
});
