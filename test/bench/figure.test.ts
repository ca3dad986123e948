import {describe, expect, test} from 'vitest';
import {createAccounts} from '../../source/emulator/datasets/index.ts';
import type {RecordedRequest} from '../../source/emulator/recorder.ts';
import type {AccountState} from '../../source/emulator/state.ts';
import {setMemberCount} from './account-size.ts';
import {amount, figure, isReached, measure, measuredText, roomOf} from './figure.ts';
import {median, percentile} from './statistics.ts';
import {figureRows, readReport} from './table.ts';
import {tallyOf} from './tally.ts';

describe('statistics', () => {
	test('are of values in any order, and NaN of none', () => {
		expect(median([9, 1, 5])).toBe(5);
		expect(percentile([30, 10, 20, 40], 95)).toBe(40);
		expect(
			percentile(
				Array.from({length: 100}, (_, index) => index + 1),
				95,
			),
		).toBe(95);
		expect(median([])).toBeNaN();
	});
});

describe('a figure', () => {
	const shared = {group: 'start', what: 'something', reach: 'at most 4.0 x'};

	test('is reached when all of it is, and not measured when a part is not', () => {
		const fine = measure({value: 4, unit: 'x', limit: 4, kind: 'ratio'});
		const wrong = measure({value: 4.01, unit: 'x', limit: 4, kind: 'ratio'});
		const missing = measure({value: Number.NaN, unit: 'x', limit: 4, kind: 'ratio'});
		expect(figure({...shared, measures: [fine]}).verdict).toBe('reached');
		expect(figure({...shared, measures: [fine, wrong]}).verdict).toBe('missed');
		expect(figure({...shared, measures: [fine, missing]}).verdict).toBe('not measured');
	});

	test('has room for noise in the direction of its limit', () => {
		const most = measure({value: 7, unit: 'x', limit: 4, kind: 'ratio'});
		expect([isReached(most), isReached(most, 2), isReached({...most, value: 8.1}, 2)]).toEqual([false, true, false]);
		const least = measure({value: 3, unit: 'x', limit: 5, atLeast: true, kind: 'ratio'});
		expect([isReached(least), isReached(least, 2), isReached({...least, value: 2.4}, 2)]).toEqual([false, true, false]);
	});

	test('has none where the machine makes no difference', () => {
		const shared = {value: 1.03, unit: 'x', limit: 1.02} as const;
		const exact = measure({...shared, kind: 'ratio', isExact: true});
		const count = measure({value: 151, unit: 'bytes', limit: 150, kind: 'count'});
		for (const one of [exact, count]) expect(isReached(one, roomOf(one))).toBe(false);
		const ofTimes = measure({...shared, kind: 'ratio'});
		expect(isReached(ofTimes, roomOf(ofTimes))).toBe(true);
	});

	test('is told with what stands beside it', () => {
		const measures = [measure({label: 'median', value: 148, unit: 'bytes', limit: 150, kind: 'count'})];
		const beside = [{name: 'fzf', value: 2178, unit: 'bytes' as const}];
		expect(measuredText(figure({...shared, measures, beside, note: 'a note'}))).toBe(
			'median 148 bytes; fzf 2,178 bytes; a note',
		);
		expect([amount(3.456, 'x'), amount(0.0031, '%'), amount(1234.5, 'ms')]).toEqual(['3.46 x', '0.003 %', '1,235 ms']);
	});
});

describe('the tally of what a client has read', () => {
	const account = (): AccountState => createAccounts('small', 1, 0)[0];

	const asking = (path: string, page: number): RecordedRequest => ({
		method: 'GET',
		path,
		query: {page: String(page), per_page: '50'},
		body: undefined,
		credential: 'token',
		userAgent: undefined,
		at: 0,
		status: 200,
	});

	test('counts pages with data, empty ones, and those asked for twice', () => {
		const state = account();
		setMemberCount(state, 120);
		const path = `/accounts/${state.account.id}/members`;
		const pages = [1, 2, 2, 3, 4].map((page) => asking(path, page));
		expect(tallyOf(state, [...pages, asking('/user', 1)])).toMatchObject({
			...{requests: 5, pages: 3, empty: 1, repeated: 1, incomplete: 0, others: 1},
			byPath: {'/accounts/ID/members': 5, '/user': 1},
		});
	});

	test('notices what was not read to its end', () => {
		const state = account();
		setMemberCount(state, 120);
		expect(tallyOf(state, [asking(`/accounts/${state.account.id}/members`, 1)])).toMatchObject({
			pages: 3,
			incomplete: 1,
		});
	});

	test.each([7, 31, 100, 5_000])(
		'sees an account of %i members, each with an id and an address of its own',
		(count) => {
			const {members} = ((state) => {
				setMemberCount(state, count);
				return state;
			})(account());
			expect(members.size).toBe(count);
			expect(new Set(members.values().map(({email}) => email)).size).toBe(count);
		},
	);
});

test('the file of figures has a row for each', () => {
	const report = readReport();
	const rows = figureRows(report);
	expect(new Set(report.figures.map(({group}) => group))).toEqual(
		new Set(['start', 'bytes', 'keys', 'filter', 'account', 'memory', 'idle']),
	);
	expect(rows).toHaveLength(13);
	expect(rows.every((row) => row.length === 3 && row.every((cell) => cell !== ''))).toBe(true);
});
