import fc from 'fast-check';
import {describe, expect, test, vi} from 'vitest';
import {tableOf} from '../../source/areas/table.ts';
import {type TableProps, tableLines} from '../../source/components/table.ts';
import {lineWidth, plainText, span} from '../../source/terminal/line.ts';

interface Row {
	readonly id: string;
	readonly name: string;
	readonly count: number;
}

function propsOf(rows: readonly Row[], more: Partial<TableProps> = {}): TableProps {
	const source = tableOf<Row>({
		rows,
		columns: [
			{name: 'name', title: 'NAME', width: 12, minimum: 6, grow: 1, drop: 0, text: ({name}) => name},
			{name: 'count', title: 'COUNT', width: 7, drop: 1, align: 'end', text: ({count}) => String(count)},
		],
		id: ({id}) => id,
	});
	return {
		source,
		length: rows.length,
		row: (position) => position,
		cursor: rows.length === 0 ? undefined : 0,
		top: 0,
		marks: new Set(),
		sort: undefined,
		width: 30,
		height: 5,
		wide: false,
		empty: [[span('there are none', 'dim')]],
		...more,
	};
}

const people: readonly Row[] = ['ana', '東京オフィス管理者', 'bo', 'cy', 'di', 'ed', 'fay'].map((name, at) => ({
	id: `id${at}`,
	name,
	count: at * 11,
}));

const textsOf = (props: TableProps): readonly string[] => tableLines(props).map((line) => plainText(line).trimEnd());

describe('a table', () => {
	test('has heads, a mark at the cursor and at marked rows, and numbers at the end of their cells', () => {
		const props = propsOf(people.slice(0, 3), {cursor: 1, marks: new Set(['id1', 'id2'])});
		expect(textsOf(props)).toEqual([
			'   NAME                  COUNT',
			'   ana                       0',
			'>* 東京オフィス管理者       11',
			' * bo                       22',
		]);
	});

	test('has room for the mark of the order behind the title, and cuts neither', () => {
		for (const descending of [false, true]) {
			const mark = descending ? 'v' : '^';
			const [heads = ''] = textsOf(propsOf(people, {sort: {column: 'count', descending}}));
			expect(heads).toMatch(descending ? / COUNT v$/u : / COUNT \^$/u);
			const narrow = tableOf<Row>({
				rows: people,
				columns: [
					{name: 'name', title: 'NAME', width: 12, minimum: 4, drop: 0, text: ({name}) => name},
					{name: 'count', title: 'MEMBERS', width: 7, drop: 1, align: 'end', text: ({count}) => String(count)},
				],
				id: ({id}) => id,
			});
			expect(textsOf(propsOf(people, {source: narrow, sort: {column: 'count', descending}}))[0]).toContain(
				`MEMBERS ${mark}`,
			);
			expect(textsOf(propsOf(people, {source: narrow, width: 19, sort: {column: 'name', descending}}))[0]).toContain(
				`NAME ${mark}`,
			);
		}
	});

	test('loses no column for that mark', () => {
		const grants = tableOf<Row>({
			rows: people,
			columns: [
				{name: 'name', title: 'NAME', width: 12, minimum: 8, drop: 0, text: ({name}) => name},
				{name: 'count', title: 'MEMBERS', width: 7, drop: 1, align: 'end', text: ({count}) => String(count)},
				{name: 'source', title: 'SOURCE', width: 6, drop: 2, text: () => 'own'},
				{name: 'grant', title: 'GRANT', width: 20, minimum: 16, grow: 1, drop: 0, text: () => 'DNS'},
			],
			id: ({id}) => id,
		});
		const least = 3 + 8 + 2 + 7 + 2 + 6 + 2 + 16;
		for (const column of ['name', 'count', 'source', 'grant']) {
			const [heads = ''] = textsOf(propsOf(people, {source: grants, width: least, sort: {column, descending: false}}));
			for (const title of ['NAME', 'MEMBERS', 'SOURCE', 'GRANT']) expect(heads).toContain(title);
			expect(heads).toContain(' ^');
		}
	});

	test('shows what the filter has matched in the cells that are visible, also where they are cut', () => {
		const rows: readonly Row[] = [{id: 'a', name: 'platform administrators', count: 7}];
		const {highlight} = propsOf(rows).source.filter('adm');
		const [, line = []] = tableLines(propsOf(rows, {highlight, cursor: undefined}));
		const hits = line.filter(({emphasis}) => emphasis?.includes('match')).map(({text}) => text);
		expect(hits).toEqual(['adm']);
		const asked = vi.fn(() => []);
		tableLines(propsOf(people, {highlight: asked, height: 2}));
		expect(asked).toHaveBeenCalledTimes(4);
	});

	test('a matched letter keeps its accent and its look', () => {
		const rows: readonly Row[] = [{id: 'a', name: 'Jose\u0301', count: 7}];
		const [, line = []] = tableLines(
			propsOf(rows, {highlight: (text) => (text === 'Jose\u0301' ? [3] : []), cursor: undefined}),
		);
		expect(line.filter(({emphasis}) => emphasis?.includes('match')).map(({text}) => text)).toEqual(['e\u0301']);
	});

	test('numbers have their thousands told apart, and are filtered and copied without', () => {
		const rows: readonly Row[] = [{id: 'a', name: 'ana', count: 25_000}];
		const props = propsOf(rows);
		expect(textsOf(props)[1]).toMatch(/ 25,000$/u);
		expect(props.source.text(0, 1)).toBe('25000');
		expect(props.source.filter('count:25000').indices).toEqual([0]);
		expect(props.source.filter('count:>9,999').indices).toEqual([0]);
	});

	test('says by which column it is sorted, and which way', () => {
		expect(textsOf(propsOf(people, {sort: {column: 'name', descending: false}}))[0]).toContain('NAME ^');
		expect(textsOf(propsOf(people, {sort: {column: 'count', descending: true}}))[0]).toMatch(/COUNT v$/u);
	});

	test('shows the rows of its window only, and asks for no others', () => {
		const props = propsOf(people, {top: 2, cursor: 3, height: 3});
		const asked = vi.spyOn(props.source, 'line');
		expect(tableLines(props)).toHaveLength(1 + 3);
		expect(new Set(asked.mock.calls.map(([row]) => row))).toEqual(new Set([2, 3, 4]));
	});

	test('no row is wider than the table, whatever the names', () => {
		const name = fc.oneof(
			fc.string({unit: 'grapheme', maxLength: 40}),
			fc.constantFrom('長'.repeat(30), '👩‍👩‍👧‍👦 family'),
		);
		fc.assert(
			fc.property(fc.array(name, {minLength: 1, maxLength: 8}), fc.integer({min: 8, max: 120}), (names, width) => {
				const rows = names.map((each, at) => ({id: `id${at}`, name: each.replaceAll(/\p{C}/gu, 'x'), count: at}));
				for (const line of tableLines(propsOf(rows, {width, cursor: 0}))) {
					expect(lineWidth(line)).toBeLessThanOrEqual(width);
				}
			}),
		);
	});

	test('says why it is empty', () => {
		expect(textsOf(propsOf([]))[1]).toBe('   there are none');
	});

	test('the row under the cursor is told by its mark and by its look up to the end of the first cell', () => {
		const [, first] = tableLines(propsOf(people));
		const shown = first?.filter(({emphasis}) => emphasis?.includes('cursor') === true) ?? [];
		expect(plainText(shown)).toBe(plainText(first ?? []).match(/^> {2}\S+/u)?.[0]);
		expect(lineWidth(first ?? [])).toBe(30);
		expect(plainText(first ?? [])).toMatch(/^>/u);
	});
});
