/** Reading once more what is about to be written. */
import {describe, expect, test} from 'vitest';
import {lookAgain} from '../../source/screens/looking.ts';
import {knowledgeOf} from '../areas/sample.ts';
import {setUp} from '../store/harness.ts';

const members = {kind: 'list', resource: 'members'} as const;
const noon = Date.parse('2026-11-01T12:00:00Z');

describe('a look', () => {
	test('reads every page anew, also of a list whose reading was broken off', async () => {
		const {store, requests, asked, advance, until} = await setUp({emulator: {dataset: 'large'}});
		const release = store.want([members]);
		await asked((request) => request.endsWith('page=6'));
		await until(() => store.list('members').rows.length > 60);
		release();
		await until(() => !store.list('members').fetching);
		requests();
		advance(50_000);
		const seen = await lookAgain([members], store, noon + 50_000);
		expect(seen).toHaveProperty('knowledge');
		expect(requests()).toContain('GET /members?page=1');
	});

	test('does not take over a reading that began before it', async () => {
		const {store, emulator, requests, asked, advance} = await setUp();
		emulator.faults.add({kind: 'stall', path: '/accounts/*/members', times: 1});
		store.want([members]);
		await asked((request) => request === 'GET /members?page=1');
		requests();
		advance(5000);
		const seen = await lookAgain([members], store, noon + 5000);
		expect(seen).toHaveProperty('knowledge');
		expect(requests()).toContain('GET /members?page=1');
	});

	test('shares the reading of another look that has just begun', async () => {
		const {store, requests} = await setUp();
		await Promise.all([lookAgain([members], store, noon), lookAgain([members], store, noon)]);
		expect(requests()).toEqual(['GET /members?page=1']);
	});

	test.each([
		['ends up with what was begun again', 2, 'knowledge'],
		['gives up what is broken off again and again', 9, 'problem'],
	])('%s', async (_name, breaks, outcome) => {
		let times = 0;
		let listener = (): void => {};
		const seen = lookAgain(
			[members],
			{
				...knowledgeOf({}),
				reading: () => ({
					complete: true,
					fetching: false,
					updatedAt: times > breaks ? noon : noon - 1,
					error: undefined,
				}),
				want: () => () => {},
				refresh() {
					times += 1;
					queueMicrotask(() => listener());
				},
				subscribe(told) {
					listener = told;
					return () => {
						listener = () => {};
					};
				},
			},
			noon,
		);
		expect(await seen).toHaveProperty(outcome);
		expect(times).toBe(3);
	});
});
