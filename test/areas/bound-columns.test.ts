/** Which columns stay the same when what they may read has changed: what is kept of them is kept by column. */
import {expect, test} from 'vitest';
import {bindColumns} from '../../source/areas/bound-columns.ts';
import type {AreaColumn, Setting} from '../../source/areas/define.ts';
import {settingOf} from './sample.ts';

interface Item {
	readonly id: string;
	readonly since?: number;
}

const head = {width: 5, drop: 0};

const columns: readonly AreaColumn<Item>[] = [
	{...head, name: 'id', title: 'ID', text: ({id}) => id},
	{...head, name: 'age', title: 'AGE', text: ({since}, {now}) => String(now - (since ?? 0))},
	// Looks beyond its row for some rows only.
	{
		...head,
		name: 'some',
		title: 'SOME',
		text: (item, setting) => (item.since === undefined ? '' : String(setting.now)),
	},
];

const at = (now: number): Setting => ({...settingOf({}), now});

test('a column that has only looked at its row stays the same when anything else changes', () => {
	const bind = bindColumns(columns);
	const first = bind(['account', 1], at(1));
	expect(first.map((column) => column.text({id: 'x'}))).toEqual(['x', '1', '']);
	const second = bind(['account', 2], at(2));
	expect(second.map((column, index) => column === first[index])).toEqual([true, false, true]);
	expect(second[1]?.text({id: 'x'})).toBe('2');
});

test('a column that stays reads the present, and not what was there when it was made', () => {
	const bind = bindColumns(columns);
	bind(['account', 1], at(1))[2]?.text({id: 'x'});
	const [, , some] = bind(['account', 2], at(2));
	expect(some?.text({id: 'x', since: 1})).toBe('2');
	const [, , later] = bind(['account', 3], at(3));
	expect(later).not.toBe(some);
	expect(later?.text({id: 'x', since: 1})).toBe('3');
});

test('the array is the same as long as all columns are', () => {
	const bind = bindColumns(columns.slice(0, 1));
	const first = bind(['account', 1], at(1));
	expect(bind(['account', 1], at(1))).toBe(first);
	expect(bind(['account', 2], at(2))).toBe(first);
});

test('another account has columns of its own', () => {
	const bind = bindColumns(columns.slice(0, 1));
	const [first] = bind(['account', 1], at(1));
	expect(bind(['other', 1], at(1))[0]).not.toBe(first);
});
