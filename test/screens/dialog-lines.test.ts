/** The lines of dialogs, where a whole screen would show less. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {menuLines, runLines} from '../../source/screens/dialogs.tsx';
import type {Run} from '../../source/screens/runner.ts';
import {plainText} from '../../source/terminal/line.ts';
import {groupId, memberId} from '../areas/sample.ts';

describe('a menu', () => {
	const menuOf = (count: number, cursor: number) =>
		({
			kind: 'menu',
			title: 'Account',
			items: Array.from(
				{length: count},
				(_, at) => ({letter: '', label: `account ${at}`, choice: {kind: 'close'}}) as const,
			),
			cursor,
		}) as const;

	test('with more choices than fit keeps the chosen one in sight, and is no higher than its room', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 1, max: 60}),
				fc.nat({max: 59}),
				fc.integer({min: 4, max: 30}),
				(count, at, height) => {
					const cursor = Math.min(at, count - 1);
					const lines = menuLines(menuOf(count, cursor), height).map(plainText);
					expect(lines.length).toBeLessThanOrEqual(height);
					expect(lines.filter((line) => line.startsWith('>'))).toEqual([`> account ${cursor}`]);
					if (count <= height - 2) expect(lines).toHaveLength(count + 2);
				},
			),
		);
	});

	test('says where one is in it', () => {
		expect(plainText(menuLines(menuOf(50, 20), 12)[0] ?? [])).toBe('Account   21 of 50');
	});
});

describe('a report', () => {
	const run: Run = {
		kind: 'run',
		id: 1,
		title: 'Remove 40 members from platform-dns',
		names: new Map(),
		steps: Array.from({length: 40}, (_, at) => ({
			step: {kind: 'remove-member', group: groupId(1), member: memberId(at)},
			state: {kind: 'waiting'},
		})),
		top: 0,
		button: 'close',
	};

	test('of many people is no higher than its room, and scrolls to its end', () => {
		fc.assert(
			fc.property(fc.integer({min: 11, max: 40}), fc.nat({max: 100}), (height, top) => {
				const lines = runLines({...run, top}, 72, height).map(plainText);
				expect(lines.length).toBeLessThanOrEqual(height);
				expect(lines.some((line) => line.includes('0 of 40 requests have ended'))).toBe(true);
			}),
		);
		const [, , ...end] = runLines({...run, top: 99}, 72, 20).map(plainText);
		expect(end.join('\n')).toContain(memberId(39));
	});
});
