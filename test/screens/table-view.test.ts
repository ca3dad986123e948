import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {type TableSource, tableOf} from '../../source/areas/table.ts';
import {explanationHeight, viewOf} from '../../source/screens/table-view.ts';

interface Row {
	readonly id: string;
	readonly name: string;
	readonly size: number;
}

function sourceOf(rows: readonly Row[]): TableSource {
	return tableOf<Row>({
		rows,
		columns: [
			{name: 'name', title: 'NAME', width: 20, drop: 0, text: ({name}) => name},
			{name: 'size', title: 'SIZE', width: 4, drop: 1, text: ({size}) => String(size), order: ({size}) => size},
		],
		id: ({id}) => id,
	});
}

const rows = fc
	.array(fc.record({name: fc.constantFrom('Ana', 'ana', 'Bo', 'cy', 'Ösel', ''), size: fc.nat({max: 4})}), {
		maxLength: 30,
	})
	.map((list) => list.map((row, at) => ({...row, id: `id${at}`})));

function idsOf(view: ReturnType<typeof viewOf>): readonly string[] {
	return Array.from({length: view.length}, (_, at) => view.source.id(view.row(at)));
}

describe('the order of rows', () => {
	test('sorting keeps every row, and equal ones in the order of the answer, upwards and downwards', () => {
		fc.assert(
			fc.property(rows, fc.boolean(), (list, descending) => {
				const view = viewOf(sourceOf(list), '', {column: 'size', descending});
				const naive = list.toSorted((a, b) => (descending ? b.size - a.size : a.size - b.size));
				expect(idsOf(view)).toEqual(naive.map(({id}) => id));
			}),
		);
	});

	test('texts sort without regard to upper and lower case', () => {
		const source = sourceOf(['b', 'A', 'a', 'B'].map((name, at) => ({id: `id${at}`, name, size: 0})));
		expect(idsOf(viewOf(source, '', {column: 'name', descending: false}))).toEqual(['id1', 'id2', 'id0', 'id3']);
	});

	test('a filter and a sort together show what the filter shows, in the order of the sort', () => {
		fc.assert(
			fc.property(rows, (list) => {
				const source = sourceOf(list);
				const both = viewOf(source, 'name:a', {column: 'size', descending: false});
				const filtered = idsOf(viewOf(source, 'name:a', undefined));
				expect(idsOf(both).toSorted()).toEqual(filtered.toSorted());
				const sizes = idsOf(both).map((id) => list.find((row) => row.id === id)?.size ?? 0);
				expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
			}),
		);
	});

	test('a position and its id belong together in every view', () => {
		fc.assert(
			fc.property(rows, fc.constantFrom('', 'a', '!bo', 'size:2'), (list, filter) => {
				const view = viewOf(sourceOf(list), filter, {column: 'name', descending: true});
				for (const [at, id] of idsOf(view).entries()) expect(view.positionOf(id)).toBe(at);
				expect(view.positionOf('no such id')).toBe(-1);
			}),
		);
	});

	test('a row that the filter hides has no position', () => {
		const source = sourceOf([
			{id: 'a', name: 'ana', size: 1},
			{id: 'b', name: 'bo', size: 2},
		]);
		expect(viewOf(source, "'bo", undefined).positionOf('a')).toBe(-1);
	});

	test('an unknown column leaves the order of the answer', () => {
		const list = [3, 1, 2].map((size, at) => ({id: `id${at}`, name: 'x', size}));
		expect(idsOf(viewOf(sourceOf(list), '', {column: 'colour', descending: true}))).toEqual(['id0', 'id1', 'id2']);
	});

	test('an unknown field of the filter is said, and looked for as text', () => {
		const view = viewOf(sourceOf([{id: 'a', name: 'colour:red', size: 1}]), 'colour:red', undefined);
		expect(view.problem).toContain('no field colour');
		expect(view.length).toBe(1);
	});

	test('the same question of the same table is answered once', () => {
		const source = sourceOf(Array.from({length: 50}, (_, at) => ({id: `id${at}`, name: `row ${at}`, size: at})));
		const order = vi.spyOn(source, 'sorted');
		const first = viewOf(source, '1', {column: 'size', descending: true});
		const asked = order.mock.calls.length;
		expect(asked).toBeGreaterThan(0);
		expect(viewOf(source, '1', {column: 'size', descending: true})).toBe(first);
		expect(order).toHaveBeenCalledTimes(asked);
		expect(viewOf(source, '1', {column: 'size', descending: false})).not.toBe(first);
	});

	test('a table of other rows is never answered from the one before', () => {
		const before = sourceOf([{id: 'a', name: 'ana', size: 1}]);
		const after = sourceOf([
			{id: 'a', name: 'ana', size: 1},
			{id: 'b', name: 'bo', size: 2},
		]);
		expect(viewOf(before, '', {column: 'name', descending: false}).length).toBe(1);
		expect(viewOf(after, '', {column: 'name', descending: false}).length).toBe(2);
	});

	test('typing many filters does not keep them all', () => {
		const source = sourceOf([{id: 'a', name: 'ana', size: 1}]);
		const first = viewOf(source, 'a', undefined);
		for (let at = 0; at < 20; at++) viewOf(source, `a${at}`, undefined);
		expect(viewOf(source, 'a', undefined)).not.toBe(first);
	});

	test('a table without filter and sort costs nothing for its rows', () => {
		const source = sourceOf(Array.from({length: 10}, (_, at) => ({id: `id${at}`, name: 'x', size: at})));
		const text = vi.spyOn(source, 'text');
		const order = vi.spyOn(source, 'sorted');
		expect(viewOf(source, '  ', undefined).length).toBe(10);
		expect(text).not.toHaveBeenCalled();
		expect(order).not.toHaveBeenCalled();
	});
});

describe('the height of the explanations of a table', () => {
	const source = tableOf({
		rows: ['one', 'two two', 'x'.repeat(50)].map((text, at) => ({text, id: `id${at}`})),
		columns: [{name: 'text', title: 'TEXT', width: 20, drop: 0, text: ({text}) => text}],
		id: ({id}) => id,
		explain: ({text}) => [[{text}], [{text: 'more'}]],
	});

	test('is that of the longest, wrapped', () => {
		expect(explanationHeight(source, 80)).toBe(2);
		expect(explanationHeight(source, 20)).toBe(4);
	});

	test('is asked for once for a width', () => {
		const explain = vi.spyOn(source, 'explain');
		explanationHeight(source, 33);
		const asked = explain.mock.calls.length;
		expect(asked).toBe(3);
		explanationHeight(source, 33);
		expect(explain).toHaveBeenCalledTimes(asked);
	});
});
