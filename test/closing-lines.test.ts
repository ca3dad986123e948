import {describe, expect, test} from 'vitest';
import {closingLines} from './support/closing-lines.ts';

describe('the closing lines of a run', () => {
	test('are the counts alone when nothing was skipped', () => {
		expect(closingLines({passed: 12, failed: 3, skipped: []})).toEqual(['12 passed, 3 failed']);
	});

	test('say what was skipped and what to install for it, once for all that need the same', () => {
		const note = 'needs tmux: apt-get install tmux';
		const skipped = [
			{name: 'a.test.ts > one', note},
			{name: 'b.test.ts > two', note: undefined},
			{name: 'c.test.ts > three', note},
		];
		expect(closingLines({passed: 1, failed: 0, skipped})).toEqual([
			`Skipped, ${note}:`,
			'  a.test.ts > one',
			'  c.test.ts > three',
			'Skipped, without a reason:',
			'  b.test.ts > two',
			'1 passed, 0 failed, 3 skipped',
		]);
	});
});
