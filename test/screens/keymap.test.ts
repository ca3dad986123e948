/** The keys of the program as a whole: what they are on, and what they are not on. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {areas} from '../../source/areas/index.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import {createKeymap} from '../../source/input/keymap.ts';
import {handlerOf} from '../../source/screens/commands/index.ts';
import {footerLine} from '../../source/screens/footer-lines.ts';
import {helpLines} from '../../source/screens/help-lines.ts';
import {actionNames, type KeyContext, keyBindings, keyContexts} from '../../source/screens/keymap.ts';
import {lineWidth, plainText} from '../../source/terminal/line.ts';
import {openProgram, startTestEmulator} from '../support/open-program.ts';

const keymap = createKeymap(keyBindings, keyContexts);
const contexts = Object.keys(keyContexts) as readonly KeyContext[];

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

describe('the keymap', () => {
	test('has something to do for every command', () => {
		for (const {command} of keymap.bindings) expect(handlerOf(command), command).toBeTypeOf('function');
	});

	test('says of every key what it does', () => {
		for (const {command, label, description, group, keyLabels} of keymap.bindings) {
			for (const text of [label, description, group]) expect(text.trim(), command).not.toBe('');
			expect(keyLabels.length, command).toBeGreaterThan(0);
		}
	});

	test('puts nothing that writes on a key that hands press by habit', () => {
		const habits = [
			'ctrl+d',
			'ctrl+k',
			'ctrl+w',
			'ctrl+c',
			'ctrl+u',
			'enter',
			'y',
			'space',
			'escape',
			'tab',
			'j',
			'k',
			'h',
			'l',
		];
		const writing = keymap.bindings.filter(({writes}) => writes === true);
		expect(writing.map(({command}) => command).toSorted()).toEqual(
			[...actionNames.filter((name) => name !== 'test'), 'redo', 'undo'].toSorted(),
		);
		for (const {command, chords} of writing) {
			expect(
				chords.filter((chord) => habits.includes(chord)),
				command,
			).toEqual([]);
			expect(
				chords.filter((chord) => chord.startsWith('ctrl+')),
				command,
			).toEqual([]);
		}
	});

	test('has no letter in a confirmation that answers it', () => {
		const pressing = keymap.active('dialog').filter(({command}) => command === 'dialog.press');
		expect(pressing.flatMap(({chords}) => chords)).toEqual(['enter']);
	});

	test('leaves every character to text where text is typed', () => {
		for (const context of contexts.filter((name) => keymap.isText(name))) {
			for (const {command, chords} of keymap.active(context)) {
				const typed = chords.filter((chord) => chord === 'space' || [...chord].length === 1);
				expect(typed, `${command} in ${context}`).toEqual([]);
			}
		}
	});

	test('has a way out of every place, and ctrl-c everywhere', () => {
		for (const context of contexts) {
			if (['always', 'line'].includes(context)) continue;
			expect(keymap.lookup(context, 'ctrl+c')?.command, context).toBe('quit');
			if (context !== 'table') expect(keymap.lookup(context, 'escape')?.command, context).toBeDefined();
		}
	});

	test('numbers the areas as their descriptions say', () => {
		for (const {name, digit} of areas) {
			if (digit !== undefined) expect(keymap.lookup('list', digit)?.command).toBe(`area.${name}`);
		}
	});
});

describe('help', () => {
	test('lists every key of the screen, once, and says why one can not be used', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		const help = {kind: 'help', search: {text: '', cursor: 0}, top: 0} as const;
		const text = helpLines(help, program.situation(), program.program.keymap, 120).map(plainText);
		for (const {description} of program.program.keymap.active('detail')) {
			expect(text.filter((line) => line.includes(description)).length, description).toBeGreaterThanOrEqual(1);
		}
		expect(text).toContainEqual(expect.stringContaining('not now: there is no change to undo'));
	});

	test('finds keys by what they do and by their name', async () => {
		await using program = await openProgram({emulator});
		const find = (words: string): string =>
			helpLines(
				{kind: 'help', search: {text: words, cursor: 0}, top: 0},
				program.situation(),
				program.program.keymap,
				120,
			)
				.map(plainText)
				.join('\n');
		expect(find('half page')).toMatch(/ctrl-d[\s\S]*ctrl-u/u);
		expect(find('half page')).not.toContain('quit');
		expect(find('ctrl-z')).toContain('back to the shell');
		expect(find('no such key')).toBe('');
	});
});

describe('the footer', () => {
	test('shows what matters most first, as far as there is room', async () => {
		await using program = await openProgram({emulator});
		const widths = [60, 80, 120, 200];
		const lines = widths.map((columns) => {
			program.program.resize({columns, rows: 24});
			return footerLine(program.situation(), program.program.keymap, program.program.context());
		});
		for (const [index, line] of lines.entries()) {
			expect(lineWidth(line)).toBeLessThanOrEqual(widths[index] ?? 0);
			expect(plainText(line)).toMatch(/^enter open {2}\/ filter {2}\? help/u);
		}
		expect(plainText(lines[3] ?? []).startsWith(plainText(lines[0] ?? []))).toBe(true);
	});

	test.each([...actionNames])('says why %s can not be done where no area gives it a meaning', async (name) => {
		await using program = await openProgram({emulator, area: 'oauth-scopes'});
		expect(program.situation().action(name)).toBeUndefined();
		await program.run(name);
		expect(program.state().message).toMatchObject({text: expect.stringMatching(/here/u), tone: 'warning'});
		expect(program.writes()).toEqual([]);
	});

	test('names what a and x do here', async () => {
		await using program = await openProgram({emulator});
		expect(program.rows().at(-1)).toContain('a add members');
		await program.press('2');
		await program.rest();
		expect(program.rows().at(-1)).toContain('a add to groups');
		expect(program.rows().at(-1)).toContain('x remove from groups');
		await program.press('3');
		await program.rest();
		expect(program.rows().at(-1)).not.toMatch(/ a | x /u);
	});
});
