/** What is kept from one key to the next, and from one page to the next, against asking everything anew. */
import * as fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {inName, prepare, scorePiece} from '../../source/insight/filter-term.ts';
import {fold} from '../../source/insight/fold.ts';
import {compileFilter, type FilterColumn, filterRows, matchRows} from '../../source/insight/fuzzy.ts';
import {scoreSpread} from '../../source/insight/fuzzy-match.ts';
import {rowOrderOf} from '../../source/insight/row-order.ts';
import {finish} from '../../source/insight/steps.ts';
import {growthByTen} from '../support/growth.ts';

interface Row {
	readonly name: string;
	readonly person: string;
	readonly status: string;
	readonly count: number;
}

const freshColumns = (): readonly FilterColumn<Row>[] => [
	{name: 'name', text: ({name}) => name},
	{name: 'person', fuzzy: true, text: ({person}) => person},
	{name: 'status', text: ({status}) => status},
	{name: 'count', text: ({count}) => String(count)},
];

const row: fc.Arbitrary<Row> = fc.record({
	name: fc.stringMatching(/^[abc1-3@.-]{0,12}$/),
	person: fc.constantFrom('Ána Bab', 'Bo Cab', 'cab', ''),
	status: fc.constantFrom('accepted', 'pending', ''),
	count: fc.nat({max: 23}),
});

const query = fc.oneof(
	fc.stringMatching(/^[abc1-3]{1,4}$/),
	fc.stringMatching(/^[~'!]?[abc]{1,3}( [~'!]?[abc1-3]{1,2})?$/),
	fc.constantFrom('count:2', 'count:>1', 'count:12', 'count:1', '!status:""', 'status:""', 'status:p', 'status:!pend'),
	fc.constantFrom('name:a', 'name:ab', 'name:1', 'name:12', 'name:~ac', 'cb', 'cab', 'xq', ''),
);

/** The list has got longer, has lost a row, or has another in the place of one. */
type Change =
	| {readonly kind: 'grow'; readonly rows: readonly Row[]}
	| {readonly kind: 'lose' | 'replace'; readonly at: number; readonly by: Row};

const change: fc.Arbitrary<Change> = fc.oneof(
	fc.record({kind: fc.constant('grow'), rows: fc.array(row, {maxLength: 8})}),
	fc.record({kind: fc.constantFrom('lose', 'replace'), at: fc.nat({max: 30}), by: row}),
);

function changed(rows: readonly Row[], each: Change): readonly Row[] {
	switch (each.kind) {
		case 'grow':
			return [...rows, ...each.rows];
		case 'lose':
			return rows.toSpliced(each.at, 1);
		case 'replace':
			return each.at < rows.length ? rows.with(each.at, each.by) : rows;
	}
}

const steps = fc.array(fc.oneof(query, change), {maxLength: 20});

function answer(text: string, rows: readonly Row[], columns: readonly FilterColumn<Row>[]) {
	const {indices, scores, highlight} = filterRows(compileFilter(text, columns), rows, columns);
	return {indices, scores, shown: rows.map(({name}) => highlight(name, 0))};
}

/** The scores of rows that match, from all of their texts: no bounds, nothing kept. */
function plainScores(
	text: string,
	rows: readonly Row[],
	columns: readonly FilterColumn<Row>[],
	found: readonly number[],
): readonly number[] {
	const none = Number.NEGATIVE_INFINITY;
	const isNamed = (column: number): boolean => column === 0 || columns[column]?.fuzzy === true;
	const totals = found.map(() => 0);
	for (const prepared of compileFilter(text, columns).terms.map(prepare)) {
		const {kind, negated, field, text: word} = prepared.term;
		if (negated) continue;
		const highest = (row: Row | undefined, score: (text: string, column: number) => number | undefined): number =>
			Math.max(
				...columns.map((column, at) =>
					row !== undefined && (field === undefined || field === at)
						? (score(fold(column.text(row)), at) ?? none)
						: none,
				),
			);
		const inOnePiece = (row: Row | undefined): number =>
			highest(row, (each, column) => (scorePiece(prepared, each) ?? none) + (isNamed(column) ? inName : 0));
		const isLoose = kind === 'fuzzy' || (kind === 'word' && rows.every((each) => inOnePiece(each) === none));
		for (const [index, at] of found.entries()) {
			const score = inOnePiece(rows[at]);
			totals[index] =
				(totals[index] ?? 0) +
				(score === none && isLoose
					? highest(rows[at], (each, column) =>
							field !== undefined || isNamed(column) ? scoreSpread(each, word) : undefined,
						)
					: score);
		}
	}
	return totals;
}

/** So many different names that a column keeps a text for each row. */
const manyNames = Array.from(
	{length: 600},
	(_, at): Row => ({name: `xx-${at.toString(12)}@${at % 9 === 0 ? 'ab' : 'c'}`, person: 'cab', status: '', count: 1}),
);

describe('a filter that goes on from what was asked before', () => {
	test('finds the same rows with the same scores as one that begins anew', () => {
		fc.assert(
			fc.property(fc.array(row, {maxLength: 20}), steps, (first, asked) => {
				const columns = freshColumns();
				let rows: readonly Row[] = first;
				for (const each of asked) {
					if (typeof each !== 'string') rows = changed(rows, each);
					else expect(answer(each, rows, columns)).toEqual(answer(each, rows, freshColumns()));
				}
			}),
			{numRuns: 300},
		);
	});

	test('lets through what satisfies it, asked row by row', () => {
		fc.assert(
			fc.property(
				fc.array(row, {maxLength: 20}),
				fc.stringMatching(/^'?[abc1-3]{1,3}( ![abc]{1,2})?$/),
				(rows, text) => {
					const columns = freshColumns();
					const exactly = text.startsWith("'") ? text : `'${text}`;
					const filter = compileFilter(exactly, columns);
					const expected = rows.flatMap((each, at) =>
						filter.matches(columns.map((column) => column.text(each))) === undefined ? [] : [at],
					);
					expect(filterRows(filter, rows, columns).indices).toEqual(expected);
				},
			),
		);
	});

	test.each([
		['few', []],
		['many', manyNames],
	])(
		'knows the best from the highest that there can be, with %s texts, however the list grows and shrinks',
		(_, all) => {
			fc.assert(
				fc.property(fc.array(row, {maxLength: 20}), steps, (first, asked) => {
					const columns = freshColumns();
					let rows: readonly Row[] = [...all, ...first];
					for (const each of asked) {
						if (typeof each !== 'string') {
							rows = changed(rows, each);
							continue;
						}
						const filter = compileFilter(each, columns);
						const {indices, scores} = filterRows(filter, rows, columns);
						const matches = finish(matchRows(filter, rows, columns));
						const expected = plainScores(each, rows, columns, indices);
						expect(matches.count).toBe(indices.length);
						expect(scores).toEqual(expected);
						expect(finish(matches.best(matches.rows))).toBe(Math.max(0, expected.indexOf(Math.max(...expected))));
					}
				}),
				{numRuns: all.length === 0 ? 300 : 100},
			);
		},
	);

	test('has the first of the best for its best, in whatever order', () => {
		fc.assert(
			fc.property(fc.array(row, {maxLength: 30}), query, fc.boolean(), (rows, text, isTurned) => {
				const columns = freshColumns();
				const filter = compileFilter(text, columns);
				const matches = finish(matchRows(filter, rows, columns));
				const ordered = isTurned ? matches.rows.toReversed() : matches.rows;
				const scores = [...ordered].map((each) => matches.scoreOf(each));
				const best = finish(matches.best(ordered));
				expect(best).toBe(Math.max(0, scores.indexOf(Math.max(...scores))));
			}),
			{numRuns: 500},
		);
	});

	test('asks a column once for each row, whatever is typed and however the list grows and shrinks', () => {
		let asked = 0;
		const columns: readonly FilterColumn<Row>[] = [
			{
				name: 'name',
				text: ({name}) => {
					asked++;
					return name;
				},
			},
		];
		const rows = Array.from({length: 3000}, (_, at): Row => ({name: `n${at}`, person: '', status: '', count: at}));
		for (const length of [1000, 2000, 3000]) answer('n1', rows.slice(0, length), columns);
		answer('n12', rows.toSpliced(100, 1), columns);
		expect(asked).toBe(3000);
	});

	test('can be laid aside while others ask, and still answers for its own rows', () => {
		const columns = freshColumns();
		const many = (name: string) =>
			Array.from({length: 20_000}, (_, at): Row => ({name: `${name}${at}`, person: '', status: '', count: at}));
		const [ours, others] = [many('our'), many('other')];
		const mine = matchRows(compileFilter('our1999', columns), ours, columns);
		for (let step = 0; step < 60; step++) mine.next();
		expect(answer('other1999', others, columns).indices).toHaveLength(11);
		const found = finish(mine);
		expect([...found.rows]).toEqual([1999, ...Array.from({length: 10}, (_, digit) => 19_990 + digit)]);
	});
});

describe('an order that goes on from the one before', () => {
	test('is that of a plain sort, whatever has changed', () => {
		fc.assert(
			fc.property(
				fc.array(row, {maxLength: 40}),
				fc.array(change, {maxLength: 6}),
				fc.boolean(),
				(first, changes, down) => {
					const column = {};
					const orders = [
						first,
						...changes.map((_, at) => changes.slice(0, at + 1).reduce<readonly Row[]>(changed, first)),
					];
					for (const rows of orders) {
						const sorted = finish(rowOrderOf(column).sort(rows, ({name}) => name, down));
						const plain = [...rows.keys()].sort((left, right) => {
							const [one = '', other = ''] = [rows[left]?.name, rows[right]?.name];
							return (one < other ? -1 : one > other ? 1 : 0) * (down ? -1 : 1) || left - right;
						});
						expect([...sorted]).toEqual(plain);
					}
				},
			),
			{numRuns: 200},
		);
	});

	test('is that of a plain sort for many rows, also when a few come to them', () => {
		const values = fc.sample(fc.nat({max: 5000}), {numRuns: 20_000, seed: 7});
		const rows = values.map((count): Row => ({name: '', person: '', status: '', count}));
		const column = {};
		for (const length of [12_345, 12_346, 12_900, 20_000]) {
			for (const down of [false, true]) {
				const sorted = finish(rowOrderOf(column).sort(rows.slice(0, length), ({count}) => count, down));
				const sign = down ? -1 : 1;
				const plain = [...rows.slice(0, length).keys()].sort(
					(left, right) => sign * ((rows[left]?.count ?? 0) - (rows[right]?.count ?? 0)) || left - right,
				);
				expect([...sorted]).toEqual(plain);
			}
		}
	});

	test('asks for the value of each row once', () => {
		let asked = 0;
		const rows = Array.from({length: 2000}, (_, at): Row => ({name: '', person: '', status: '', count: at % 7}));
		const column = {};
		const by = ({count}: Row): number => {
			asked++;
			return count;
		};
		for (const length of [500, 1000, 2000]) finish(rowOrderOf(column).sort(rows.slice(0, length), by, false));
		finish(rowOrderOf(column).sort(rows.toSpliced(3, 1), by, true));
		expect(asked).toBe(2000);
	});
});

function manyRows(length: number): readonly Row[] {
	return Array.from({length}, (_, at) => ({
		name: `first${(at * 7919) % 977}.last${at}@acme-company.com`,
		person: `First${at % 977} Last${at % 31}`,
		status: at % 9 === 0 ? 'pending' : 'accepted',
		count: at % 50,
	}));
}

test('a page that comes while a filter is on costs what the page is long, not the list', () => {
	const growth = growthByTen((length) => {
		const columns = freshColumns();
		const all = manyRows(length + 4000);
		const filter = compileFilter('last7', columns);
		filterRows(filter, all.slice(0, length), columns);
		let shown = length;
		return () => {
			// Fifty at a time; the copies are the list's own cost.
			shown = shown >= length + 4000 ? length : shown + 50;
			finish(matchRows(filter, all.slice(0, shown), columns));
		};
	}, 40_000);
	// In proportion to the list would be ten; what is left of that are copies of bytes.
	expect(growth).toBeLessThan(11);
});

test('texts of rows that are gone are given up, and what was asked of them is asked again', () => {
	const columns = freshColumns();
	for (let reading = 0; reading < 6; reading++) {
		const rows = manyRows(2000).map((each) => ({...each, name: `${each.name}${reading}`}));
		const expected = rows.flatMap(({name}, at) => (name.includes(`com${reading}`) ? [at] : []));
		expect(answer(`com${reading}`, rows, columns).indices).toEqual(expected);
		expect(answer('last7 pend', rows, columns)).toEqual(answer('last7 pend', rows, freshColumns()));
	}
});
