/** A program that nobody touches: no timers, no requests, and once a minute a look at the clock. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {areas} from '../../source/areas/index.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import {openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

describe('at rest', () => {
	test.each(areas.map(({name}) => name))(
		'a list of %s waits for nothing, and asks for nothing when time passes',
		async (area) => {
			await using program = await openProgram({emulator, area});
			await program.press('j');
			await program.rest();
			expect(program.timers()).toEqual([]);
			program.forget();
			await program.advance(60_000);
			await program.advance(60_000);
			expect(program.requests()).toEqual([]);
			expect(program.timers()).toEqual([]);
		},
	);

	test('what was read a minute ago was read just now: not a byte has to be sent', async () => {
		await using program = await openProgram({emulator, area: 'members'});
		await program.rest();
		const before = program.rows();
		expect(before.at(-2)).toContain('read just now');
		await program.advance(60_000);
		expect(program.rows()).toEqual(before);
		await program.advance(60_000);
		expect(program.rows().at(-2)).toContain('read 2m ago');
	});

	test('a detail with its sections waits for nothing', async () => {
		await using program = await openProgram({emulator});
		await program.run('open');
		await program.rest();
		for (let section = 0; section < 4; section++) {
			expect(program.timers()).toEqual([]);
			await program.run('section.next');
			await program.rest();
		}
	});

	test('a minute that passes is told once', async () => {
		await using program = await openProgram({emulator, area: 'members'});
		await program.rest();
		let changes = 0;
		const release = program.program.subscribe(() => changes++);
		await program.advance(60_000);
		release();
		expect(changes).toBe(1);
	});
});

describe('what changes by itself', () => {
	test('is looked at while it is on show, in no hurry, and not once it is left', async () => {
		await using program = await openProgram({emulator, area: 'sso-connectors', search: 'kestrel-freight.example'});
		await program.rest();
		expect(program.timers()).toHaveLength(1);
		for (const pace of program.timers()) expect(pace).toBeGreaterThan(20_000);
		await program.press('1');
		await program.rest();
		expect(program.timers()).toEqual([]);
	});
});
