import * as fc from 'fast-check';
import {expect, test} from 'vitest';
import {RowList} from '../../source/store/row-list.ts';

interface Row {
	readonly id: string;
	readonly value: number;
}

const idOf = ({id}: Row) => id;
const row = fc.record({id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), value: fc.nat(9)});

type Step =
	| {readonly kind: 'append'; readonly rows: readonly Row[]}
	| {readonly kind: 'replace'; readonly row: Row}
	| {readonly kind: 'without'; readonly id: string};

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({kind: fc.constant('append' as const), rows: fc.array(row)}),
	fc.record({kind: fc.constant('replace' as const), row}),
	fc.record({kind: fc.constant('without' as const), id: fc.constantFrom('a', 'b', 'c')}),
);

/** The same on a plain array. */
function plainly(rows: readonly Row[], change: Step): readonly Row[] {
	switch (change.kind) {
		case 'append':
			return [...rows, ...change.rows].filter(
				({id}, position, all) => all.findIndex((other) => other.id === id) === position,
			);
		case 'replace':
			return rows.map((old) => (old.id === change.row.id ? change.row : old));
		case 'without':
			return rows.filter(({id}) => id !== change.id);
	}
}

function apply(list: RowList<Row>, change: Step): RowList<Row> {
	switch (change.kind) {
		case 'append':
			return list.append(change.rows);
		case 'replace':
			return list.replace(change.row);
		case 'without':
			return list.without(change.id);
	}
}

function expectSame(list: RowList<Row>, rows: readonly Row[]): void {
	expect(list.rows).toEqual(rows);
	expect(list.byId.size).toBe(rows.length);
	expect([...list.byId]).toEqual(rows.map((each) => [each.id, each]));
	expect([...list.byId.keys()]).toEqual(rows.map(({id}) => id));
	expect([...list.byId.values()]).toEqual(rows);
	const visited: unknown[] = [];
	list.byId.forEach((each, id, map) => {
		visited.push([each, id, map === list.byId]);
	});
	expect(visited).toEqual(rows.map((each) => [each, each.id, true]));
	for (const id of ['a', 'b', 'c', 'd', 'e', 'f']) {
		const found = rows.find((each) => each.id === id);
		expect(list.byId.get(id)).toBe(found);
		expect(list.byId.has(id)).toBe(found !== undefined);
	}
}

test('a list of rows does what an array does, and no earlier list changes when one goes on from it', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(fc.nat(20), step), {maxLength: 12}), (steps) => {
			const made: {readonly list: RowList<Row>; readonly rows: readonly Row[]}[] = [{list: RowList.of(idOf), rows: []}];
			for (const [from, change] of steps) {
				// Not always from the newest: two may go on from one.
				const base = made[from % made.length] ?? made[0];
				if (base) {
					made.push({list: apply(base.list, change), rows: plainly(base.rows, change)});
				}
			}
			for (const {list, rows} of made) {
				expectSame(list, rows);
			}
		}),
		{numRuns: 500},
	);
});

test('what changes nothing is the same list', () => {
	const list = RowList.of(idOf, [{id: 'a', value: 1}]);
	expect(list.append([])).toBe(list);
	expect(list.append([{id: 'a', value: 2}])).toBe(list);
	expect(list.without('b')).toBe(list);
	expect(list.replace({id: 'b', value: 1})).toBe(list);
});

test('25,000 rows in pages of 50 are looked at once each', () => {
	let looks = 0;
	let list = RowList.of((item: Row) => {
		looks += 1;
		return item.id;
	});
	for (let page = 0; page < 500; page++) {
		list = list.append(Array.from({length: 50}, (_, index) => ({id: `${page} ${index}`, value: page})));
		expect(list.byId.get(`${page} 49`)?.value).toBe(page);
	}
	expect(list.rows).toHaveLength(25_000);
	expect(looks).toBe(25_000);
});
