/** Keys that must not do what nobody could see, and texts that must not end the program. */
import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {keyPress, openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startTestEmulator();
});
afterAll(() => emulator.close());

describe('a terminal that is too small', () => {
	test('takes no key for what it can not show', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.run('section.next');
		await program.rest();
		await program.resize({columns: 50, rows: 10});
		await program.advance(1000);
		await program.press('x', 'tab', 'enter', 'q', 'q', 'd');
		await program.advance(1000);
		await program.press('tab', 'enter');
		await program.resize({columns: 80, rows: 24});
		expect(program.writes()).toEqual([]);
		expect(program.state().overlays).toEqual([]);
		expect(program.effects).not.toContain('quit');
	});

	test('can be left by ctrl-c', async () => {
		await using program = await openProgram({emulator, size: {columns: 40, rows: 8}});
		await program.press('ctrl+c', 'ctrl+c');
		expect(program.effects).toContain('quit');
	});
});

describe('the command line', () => {
	test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty x', ': : :'])(
		'takes %j for no command',
		async (text) => {
			await using program = await openProgram({emulator});
			await program.press(':');
			await program.type(text);
			await program.press('enter');
			expect(program.frame()).toContain('there is no command');
		},
	);

	test('opens an object of any area by its name', async () => {
		await using program = await openProgram({emulator});
		await program.press(':');
		await program.type('platform-dns');
		await program.press('enter');
		expect(program.situation().place.object?.name).toBe('platform-dns');
	});

	test('leaves by :q', async () => {
		await using program = await openProgram({emulator});
		await program.press(':', 'q', 'enter');
		expect(program.effects).toContain('quit');
	});

	test('takes any text', async () => {
		await using program = await openProgram({emulator});
		fc.assert(
			fc.property(fc.string({unit: 'grapheme', maxLength: 30}), (text) => {
				program.program.press(keyPress(':'));
				program.program.press({kind: 'paste', text, truncated: false});
				program.program.press(keyPress('tab'));
				program.program.press(keyPress('enter'));
				// Whatever it opened is left again.
				for (let step = 0; step < 6; step++) program.program.press(keyPress('escape'));
			}),
			{numRuns: 150},
		);
		await program.idle();
	});
});

describe('help', () => {
	test('is closed by the key that opened it, until something is searched', async () => {
		await using program = await openProgram({emulator});
		await program.press('?', '?');
		expect(program.state().overlays).toEqual([]);
		await program.press('?', 'm', '?');
		expect(program.state().overlays.map(({kind}) => kind)).toEqual(['help']);
	});

	test('scrolls back at once, however far one has scrolled', async () => {
		await using program = await openProgram({emulator});
		await program.press('?', ...Array.from({length: 200}, () => 'down'));
		const end = program.frame();
		await program.press('up');
		expect(program.frame()).not.toBe(end);
	});
});

describe('a section that can not be read again', () => {
	test('says so, and how old its rows are', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.run('section.next');
		await program.rest();
		const fault = emulator.faults.add({
			kind: 'status',
			status: 403,
			path: '/accounts/*/iam/user_groups/*/members',
			times: 9,
		});
		await program.advance(5 * 60_000);
		await program.run('refresh');
		await program.press('k');
		await program.idle();
		fault.remove();
		expect(program.frame()).toContain('Could not list the members of user group');
		expect(program.frame()).toContain('5m ago');
	});
});

describe('the list of accounts', () => {
	test('does not come up over what was opened meanwhile', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		for (const key of ['P', 'a']) program.program.press(keyPress(key));
		program.program.press(keyPress('?'));
		await program.idle();
		expect(program.state().overlays.map(({kind}) => kind)).toEqual(['help']);
	});
});
