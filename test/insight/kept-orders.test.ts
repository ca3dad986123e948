import fc from 'fast-check';
import {expect, test} from 'vitest';
import {tableOf} from '../../source/areas/table.ts';
import {keepOrder, keptOrder, keptOrders} from '../../source/insight/kept-orders.ts';
import {finish} from '../../source/insight/steps.ts';

interface Row {
	readonly name: string;
}

/** A table whose column tells how often it is asked for a row; each has a column of its own. */
function tableWith(rows: readonly Row[], isOfRows = true) {
	let asked = 0;
	const text = ({name}: Row): string => {
		asked += 1;
		return name;
	};
	const columns = [{name: 'name', title: 'NAME', width: 10, drop: 0, text, isOfRows: () => isOfRows}];
	const table = tableOf({rows, columns, id: ({name}) => name});
	return {sorted: () => [...finish(table.sorted(0, false))], asked: () => asked};
}

const someRows = fc
	.array(fc.constantFrom('ana', 'Ana', 'ben', 'cleo', 'Ärger', ''), {minLength: 1, maxLength: 50})
	.map((names) => Array.from({length: 2500}, (_, index): Row => ({name: names[(index * 7) % names.length] ?? ''})));

test('rows that come with their order are in the order that sorting gives them, and are not looked at', () => {
	fc.assert(
		fc.property(someRows, (rows) => {
			const first = tableWith(rows);
			const sorted = first.sorted();
			expect(first.asked()).toBe(rows.length);

			// The next visit has rows of its own.
			const next = rows.map((row) => ({...row}));
			for (const order of keptOrders(rows)) keepOrder(next, order);
			const second = tableWith(next);
			expect(second.sorted()).toEqual(sorted);
			expect(second.asked()).toBeLessThan(50);
			const afresh = tableWith(rows.map((row) => ({...row})));
			expect(afresh.sorted()).toEqual(sorted);
			expect(afresh.asked()).toBe(rows.length);
		}),
		{numRuns: 30},
	);
});

const rows = Array.from({length: 2500}, (_, index): Row => ({name: String((index * 7919) % 2500).padStart(4, '0')}));
const right = tableWith(rows).sorted();

test.each([
	['of fewer rows', right.slice(1)],
	['of more rows', [...right, 2500]],
	['the other way round', right.toReversed()],
	['of rows that are not there', right.map((row) => row + 2500)],
	['of other rows', right.map((_, at) => right[(at * 1237) % 2500] ?? 0)],
	['of rows as they came', right.map((_, row) => row)],
])('an order %s is dropped, and the rows are sorted', (_, order) => {
	const next = rows.map((row) => ({...row}));
	keepOrder(next, {by: 'name', rows: Int32Array.from(order)});
	expect(tableWith(next).sorted()).toEqual(right);
	expect(keptOrders(next)).toEqual([{by: 'name', rows: Int32Array.from(right)}]);
});

test('equal rows in another order than they came in are no order', () => {
	const same = Array.from({length: 2500}, (): Row => ({name: 'x'}));
	keepOrder(same, {by: 'name', rows: Int32Array.from(same.keys()).reverse()});
	expect(keptOrder(same, 'name', ({name}) => name)).toBeUndefined();
});

test('an order by what is not in the rows is not kept, nor is one that is kept believed of such a column', () => {
	const next = rows.map((row) => ({...row}));
	const other = tableWith(next, false);
	expect(other.sorted()).toEqual(right);
	expect(keptOrders(next)).toEqual([]);

	keepOrder(next, {by: 'name', rows: Int32Array.from(right)});
	const again = tableWith(next, false);
	expect(again.sorted()).toEqual(right);
	expect(again.asked()).toBeGreaterThanOrEqual(rows.length);
});

test('the order of a short list is not worth keeping', () => {
	const few = rows.slice(0, 100);
	tableWith(few).sorted();
	expect(keptOrders(few)).toEqual([]);
});
