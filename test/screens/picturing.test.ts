/** Work that is longer than a frame: what is painted meanwhile, and that keys find the state that they have made. */
import {describe, expect, test} from 'vitest';
import type {Setting} from '../../source/areas/define.ts';
import {replaceFrame} from '../../source/screens/navigation.ts';
import {createPicturing} from '../../source/screens/picturing.ts';
import {type Situation, situationOf} from '../../source/screens/situation.ts';
import {firstState} from '../../source/screens/start.ts';
import type {ProgramState} from '../../source/screens/state.ts';
import {freshTable, moveTo, type TableState, withFilter, withSort} from '../../source/screens/table-state.ts';
import {now, settingOf} from '../areas/sample.ts';

const size = {columns: 80, rows: 24};

function rolesOf(count: number): Setting {
	const roles = Array.from({length: count}, (_, at) => ({id: `id${at}`, name: `role ${(at * 7919) % count}`}));
	return settingOf({lists: {roles}});
}

/** A program that has nothing but a table, and a clock that is always late: each frame finds its time over. */
function desk(setting: Setting) {
	let state: ProgramState = firstState({size, area: 'roles', readOnly: false, alwaysReadOnly: false}, now);
	let situation: Situation | undefined;
	let changes = 0;
	let time = 0;
	const present = (): Situation => {
		situation ??= situationOf(state, setting);
		return situation;
	};
	const change = (next: (state: ProgramState) => ProgramState): void => {
		state = next(state);
		situation = undefined;
	};
	const picturing = createPicturing({
		situation: present,
		changed() {
			changes++;
			situation = undefined;
		},
		clock() {
			time += 1000;
			return time;
		},
	});
	return {
		picturing,
		present,
		changes: () => changes,
		left: (next: (table: TableState) => TableState): void =>
			change((before) => {
				const {frame} = present().place;
				if (frame.kind !== 'list') throw new Error('not a list');
				return {...before, navigation: replaceFrame(before.navigation, {...frame, table: next(frame.table)})};
			}),
		filtering: (): void => change((before) => ({...before, filtering: true})),
		/** Turns of the event loop until the picture is whole. */
		async whole(): Promise<number> {
			for (let turns = 0; ; turns++) {
				if (picturing.isWhole() && picturing.picture().place.work === undefined) return turns;
				if (turns > 10_000) throw new Error('the picture does not become whole');
				await new Promise((resolve) => setImmediate(resolve));
			}
		},
	};
}

const typed = (text: string) => (table: TableState) => withFilter(table, {text, cursor: text.length});
const names = ({place}: Situation): readonly string[] =>
	Array.from({length: Math.min(3, place.view.length)}, (_, at) => place.view.source.text(place.view.row(at), 0));

describe('a long list', () => {
	const setting = rolesOf(30_000);

	test('is painted as it came until it is sorted, which is done between keys and told once', async () => {
		const {picturing, changes, whole} = desk(setting);
		const first = picturing.picture();
		expect(first.place.work).toBe('sorting');
		expect(names(first)).toEqual(['role 0', 'role 7919', 'role 15838']);
		expect(await whole()).toBeGreaterThan(3);
		expect(changes()).toBe(1);
		expect(names(picturing.picture())).toEqual(['role 0', 'role 1', 'role 10']);
	});

	test('keeps what was shown while a filter is applied, and shows the text that is typed', async () => {
		const {picturing, left, whole} = desk(setting);
		await whole();
		left((table) => moveTo(table, picturing.picture().place.view, 5, 10));
		const cursor = picturing.picture().place.table.cursor;
		left(typed('299'));
		const between = picturing.picture();
		expect(between.place.work).toBe('filtering');
		expect(between.place.table.filter.text).toBe('299');
		expect(between.place.view.length).toBe(30_000);
		expect(between.place.table.cursor).toBe(cursor);
		await whole();
		expect(picturing.picture().place.view.length).toBeLessThan(500);
		expect(picturing.picture().place.work).toBeUndefined();
	});

	test('looks for the last text only, and what it has begun for others is laid aside', async () => {
		const {picturing, left, whole, present} = desk(rolesOf(30_000));
		for (const text of ['2', '29', '299', '2999']) left(typed(text));
		expect(picturing.picture().place.work).toBe('filtering');
		left(typed('"role 29991"'));
		expect(picturing.picture().place.table.filter.text).toBe('"role 29991"');
		await whole();
		expect(names(picturing.picture())).toEqual(['role 29991']);
		expect(present().place.table.cursor).toBe(present().place.view.source.id(present().place.view.row(0)));
	});

	test('is finished at once for who acts on it', () => {
		const {picturing, left, present} = desk(rolesOf(30_000));
		left(typed('"role 29991"'));
		expect(picturing.picture().place.work).toBe('filtering');
		expect(names(present())).toEqual(['role 29991']);
		expect(present().place.table.seeks).toBe(false);
	});

	test('is read ahead for a filter as soon as somebody is about to type one', async () => {
		const {picturing, left, filtering, whole} = desk(rolesOf(30_000));
		await whole();
		filtering();
		picturing.picture();
		for (let turns = 0; turns < 1000; turns++) await new Promise((resolve) => setImmediate(resolve));
		left(typed('~r2'));
		expect(await whole()).toBeLessThan(25);
	});

	test('is not gone on with once the program is over', async () => {
		const {picturing, changes} = desk(rolesOf(30_000));
		picturing.picture();
		picturing.close();
		for (let turns = 0; turns < 500; turns++) await new Promise((resolve) => setImmediate(resolve));
		expect(changes()).toBe(0);
	});
});

test('a short list is never laid aside, however late it is', () => {
	const {picturing, left} = desk(rolesOf(2000));
	expect(picturing.picture().place.work).toBeUndefined();
	left(typed('199'));
	expect(picturing.picture().place.work).toBeUndefined();
	left((table) => withSort({...table, filter: freshTable.filter}, 'id', undefined));
	expect(picturing.picture().place.work).toBeUndefined();
});
