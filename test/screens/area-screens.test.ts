/** The screens of every area as text files to be read; update them with `vitest -u`, and read what has changed. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {areas} from '../../source/areas/index.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import type {Size} from '../../source/screens/state.ts';
import {goldenFolder} from '../support/golden.ts';
import {openProgram, startTestEmulator} from '../support/open-program.ts';
import {richest} from './richest.ts';

const sizes: readonly (readonly [name: string, Size])[] = [
	['80x24', {columns: 80, rows: 24}],
	['120x40', {columns: 120, rows: 40}],
];

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

const golden = goldenFolder('areas');

describe.each(sizes)('at %s', (sizeName, size) => {
	test.each(areas.map((area) => [area.name, area] as const))('the screens of %s', async (name, area) => {
		await using program = await openProgram({emulator, area: name, size});
		await golden.matches(`${name}-list-${sizeName}`, program.rows());

		await program.run('command.open');
		await program.type(`${name} ${richest[name]}`);
		await program.run('command.run');
		await program.rest();
		const {object, sectionName} = program.situation().place;
		expect(object?.name).toBe(richest[name]);
		let section = sectionName;
		for (const expected of object?.sectionNames ?? []) {
			expect(section).toBe(expected);
			await golden.matches(`${name}-${section}-${sizeName}`, program.rows());
			await program.run('section.next');
			await program.rest();
			section = program.situation().place.sectionName;
		}
		expect(section).toBe(sectionName);
		expect(program.situation().place.area).toBe(area);
	});
});
