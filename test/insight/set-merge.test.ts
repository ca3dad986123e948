/** Two changes of one set in one. */
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {mergedSet} from '../../source/insight/set-merge.ts';

const merged = (was: string, mine: string, theirs: string): string =>
	mergedSet([...was], [...mine], [...theirs], (letter) => letter).join('');

describe('a set that two have changed', () => {
	test.each([
		['both add', 'a', 'ab', 'ac', 'abc'],
		['both add the same', 'a', 'ab', 'ab', 'ab'],
		['both take the same', 'ab', 'a', 'a', 'a'],
		['one takes what the other leaves alone', 'ab', 'a', 'abc', 'ac'],
		['one takes one of two that are the same, the other adds', 'aa', 'a', 'aab', 'ab'],
		['both take one of two that are the same', 'aa', 'a', 'a', 'a'],
		['one takes one of them, the other both', 'aa', 'a', '', ''],
		['one takes what the other doubles', 'a', '', 'aa', 'a'],
	])('%s', (_what, was, mine, theirs, result) => {
		expect(merged(was, mine, theirs)).toBe(result);
	});

	const letters = fc.array(fc.constantFrom('a', 'b', 'c'), {maxLength: 6}).map((each) => each.join(''));
	const sorted = (text: string): string => [...text].toSorted().join('');

	test('is what one has made of it where the other has changed nothing, and the same whoever is asked first', () => {
		fc.assert(
			fc.property(letters, letters, letters, (was, mine, theirs) => {
				expect(merged(was, mine, was)).toBe(mine);
				expect(sorted(merged(was, was, theirs))).toBe(sorted(theirs));
				expect(merged(was, mine, mine)).toBe(mine);
				expect(sorted(merged(was, mine, theirs))).toBe(sorted(merged(was, theirs, mine)));
			}),
		);
	});
});
