import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {editDistance, nearMatch} from '../../source/insight/near-match.ts';
import {growthByTen, proportionate} from '../support/growth.ts';

const addresses = [
	'ana.lima@acme.com',
	'bo.li@acme.com',
	'bo@acme.com',
	'cy@acme.com',
	'Diego.Alvarez@acme.com',
	'ana.lima@acme.org',
	'francois@subsidiary.example',
];

describe('the address that was probably meant', () => {
	test.each([
		['a letter too many', 'ana.limaa@acme.com', 'ana.lima@acme.com'],
		['a letter too few', 'ana.lma@acme.com', 'ana.lima@acme.com'],
		['another letter', 'ana.loma@acme.com', 'ana.lima@acme.com'],
		['neighbours swapped', 'ana.ilma@acme.com', 'ana.lima@acme.com'],
		['two mistakes', 'diego.alavrezz@acme.com', 'Diego.Alvarez@acme.com'],
		['the domain mistyped', 'ana.lima@acme.con', 'ana.lima@acme.com'],
		['both mistyped', 'francoise@subsidary.example', 'francois@subsidiary.example'],
		['last name first', 'lima.ana@acme.com', 'ana.lima@acme.com'],
		['case only elsewhere', 'DIEGO.ALVARES@ACME.COM', 'Diego.Alvarez@acme.com'],
		['no domain', 'diego.alvarez', 'Diego.Alvarez@acme.com'],
		['blanks around', ' bo.l1@acme.com ', 'bo.li@acme.com'],
	])('%s', (_, typed, meant) => {
		expect(nearMatch(typed, addresses)).toBe(meant);
	});

	test.each([
		['is somebody else', 'gustavo@acme.com'],
		['is too short for two mistakes', 'xy@acme.com'],
		['is in another domain', 'bo.li@gmail.com'],
		['begins otherwise, with another mistake', 'fa.lima@acme.com'],
		['is right already', 'ana.lima@acme.com'],
		['is right already but for its case', 'diego.alvarez@ACME.com'],
		['is empty', ''],
		['has nothing before the @', '@acme.com'],
		['is a word that nobody has', 'nobody'],
	])('is none when it %s', (_, typed) => {
		expect(nearMatch(typed, addresses)).toBeUndefined();
	});

	test('is found among 25,000 of one domain at a cost in proportion', () => {
		const growth = growthByTen((length) => {
			const many = Array.from({length}, (_, index) => `person.number${index}@acme.com`);
			return () => {
				expect(nearMatch(`persn.number${length - 1}@acme.com`, many)).toBe(`person.number${length - 1}@acme.com`);
			};
		}, 25_000);
		expect(growth).toBeLessThan(proportionate);
	});
});

/** The definition of the optimal string alignment distance, without any shortcut. */
function plainDistance(left: string, right: string): number {
	const table = Array.from({length: left.length + 1}, (_, row) =>
		Array.from({length: right.length + 1}, (_, column) => (row === 0 ? column : column === 0 ? row : 0)),
	);
	const at = (row: number, column: number) => table[row]?.[column] ?? Number.POSITIVE_INFINITY;
	for (let row = 1; row <= left.length; row++) {
		for (let column = 1; column <= right.length; column++) {
			const same = left[row - 1] === right[column - 1];
			const swapped =
				row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
			const cost = Math.min(
				at(row - 1, column) + 1,
				at(row, column - 1) + 1,
				at(row - 1, column - 1) + (same ? 0 : 1),
				swapped ? at(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
			);
			const line = table[row];
			if (line) {
				line[column] = cost;
			}
		}
	}
	return at(left.length, right.length);
}

test('the edit distance is the plain one up to its limit, and more than the limit beyond', () => {
	const text = fc.stringMatching(/^[abc]{0,7}$/);
	fc.assert(
		fc.property(text, text, fc.nat(4), (left, right, limit) => {
			expect(editDistance(left, right, limit)).toBe(Math.min(plainDistance(left, right), limit + 1));
		}),
		{numRuns: 2000},
	);
});

test('one mistake in a long enough address is always forgiven', () => {
	const local = fc.stringMatching(/^[a-z]{5,12}$/);
	fc.assert(
		fc.property(local, fc.nat(11), fc.constantFrom('drop', 'double', 'replace'), (name, place, mistake) => {
			const at = place % name.length;
			const middle = {drop: '', double: name.charAt(at).repeat(2), replace: '0'}[mistake];
			const typed = name.slice(0, at) + middle + name.slice(at + 1);
			expect(nearMatch(`${typed}@acme.com`, [`${name}@acme.com`])).toBe(`${name}@acme.com`);
		}),
	);
});
