/** Colour says nothing by itself: the same text in every palette, and marks and words for every state. */
import {stripVTControlCharacters} from 'node:util';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {areas} from '../../source/areas/index.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import {colourPalette, monochromePalette, plainPalette} from '../../source/terminal/paint.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';
import {createScreen, type ScreenCell} from '../support/screen.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

const palettes = [colourPalette, monochromePalette, plainPalette];

/** The numbers of all SGR sequences of a screen. */
function sgrOf(rows: readonly string[]): ReadonlySet<number> {
	const sequences = rows.join('\n').matchAll(/\u001b\[([\d;]*)m/gu);
	return new Set([...sequences].flatMap(([, codes = '']) => codes.split(';').map(Number)));
}

/** Does the same with each palette, and gives the screens that come of it. */
async function inEveryPalette(
	options: Parameters<typeof openProgram>[0],
	steps: (program: OpenProgram) => Promise<void>,
): Promise<readonly (readonly string[])[]> {
	const screens: (readonly string[])[] = [];
	for (const palette of palettes) {
		await using program = await openProgram({emulator, ...options, palette});
		await steps(program);
		screens.push(program.painted());
	}
	return screens;
}

const textOf = (rows: readonly string[]): readonly string[] =>
	rows.map((row) => stripVTControlCharacters(row).trimEnd());

describe('without colour', () => {
	test.each(areas.map(({name}) => name))('%s says the same, by bold, dim and inverse only', async (area) => {
		const [colour = [], monochrome = [], plain = []] = await inEveryPalette({area}, async (program) => {
			await program.run('mark', 'down');
		});
		expect(textOf(monochrome)).toEqual(textOf(colour));
		expect(textOf(plain)).toEqual(textOf(colour));
		const monochromeCodes = [...sgrOf(monochrome)].toSorted((a, b) => a - b);
		expect([0, 1, 2, 4, 7, 22, 24, 27]).toEqual(expect.arrayContaining(monochromeCodes));
		expect([...sgrOf(plain)]).toEqual([]);
	});

	test('cursor, marks, ticks, buttons and locks are told by characters', async () => {
		await using program = await openProgram({emulator, palette: plainPalette, readOnly: true, search: 'platform-dns'});
		await program.run('section.next', 'mark');
		expect(program.rows().find((row) => row.includes('amara'))).toMatch(/^ \* /u);
		expect(program.rows().find((row) => row.includes('bjorn'))).toMatch(/^> /u);
		expect(program.rows()[0]).toContain('READ-ONLY');
		expect(program.rows()[1]).toContain('[1 Groups]');
		expect(program.rows()[2]).toContain('[Members (5)]');
		await program.run('lock', 'add');
		await program.paste('chloe.lefevre@kestrel.example, quentin.dubois@kestrel.example, amara.okafor@kestrel.example');
		await program.run('picker.down', 'picker.tick');
		expect(program.frame()).toMatch(/\[ \] .*\n.*\[x\] |\[x\] .*\n.*\[ \] /u);
		expect(program.frame()).toContain('already in');
		await program.run('picker.next');
		expect(program.frame()).toContain('[ Review 1 ]');
		await program.run('picker.tick');
		expect(program.frame()).toContain('[ Cancel ]');
	});

	test('every state of a person, connector and group is a word', async () => {
		await using members = await openProgram({
			emulator,
			palette: plainPalette,
			area: 'members',
			size: {columns: 130, rows: 45},
		});
		for (const word of ['accepted', 'pending', 'rejected']) expect(members.frame()).toContain(word);
		await using connectors = await openProgram({emulator, palette: plainPalette, area: 'sso-connectors'});
		for (const word of ['verified', 'pending', 'awaiting', 'failed']) expect(connectors.frame()).toContain(word);
		await using groups = await openProgram({emulator, palette: plainPalette, area: 'user-groups'});
		for (const word of ['SCIM', '-- no policies']) expect(groups.frame()).toContain(word);
	});
});

describe('with colour', () => {
	const green = 2;
	const red = 1;
	const yellow = 3;

	/** The cells of a word on the screen, as a terminal shows them. */
	async function cellsOf(program: OpenProgram, row: RegExp, word: string): Promise<readonly ScreenCell[]> {
		const screen = createScreen(80, 24);
		await screen.write(program.painted().join('\r\n'));
		const index = Array.from({length: 24}, (_, at) => at).find((at) => row.test(screen.row(at)));
		if (index === undefined) throw new Error(`no row ${row}\n${program.frame()}`);
		const cells = screen.cells(index).filter(({width}) => width > 0);
		const start = cells
			.map(({text}) => text || ' ')
			.join('')
			.indexOf(word);
		expect(start, `${word} in ${screen.row(index)}`).toBeGreaterThanOrEqual(0);
		screen.close();
		return cells.slice(start, start + word.length);
	}

	test.each([
		['members', /amara/u, 'accepted', green],
		['sso-connectors', /oldharbor/u, 'failed', red],
		['sso-connectors', /kestrel-freight/u, 'pending', yellow],
		['user-groups', /okta/u, 'SCIM', yellow],
	] as const)(
		'%s: what is fine is green, what needs care yellow, what is wrong red',
		async (area, row, word, colour) => {
			await using program = await openProgram({emulator, area, palette: colourPalette});
			for (const cell of await cellsOf(program, row, word)) expect(cell.foreground).toBe(colour);
		},
	);

	test('the row under the cursor is inverse from its mark to the end of its name, and no other is', async () => {
		await using program = await openProgram({emulator, palette: colourPalette});
		const screen = createScreen(80, 24);
		await screen.write(program.painted().join('\r\n'));
		const inverse = Array.from({length: 24}, (_, at) => screen.cells(at).filter((cell) => cell.inverse));
		const {place} = program.situation();
		const name = place.area.object(place.view.source.id(place.view.row(0)), program.situation().setting)?.name;
		expect(inverse[4]?.map(({text}) => text || ' ').join('')).toBe(`>  ${name}`);
		expect(inverse.filter(({length}) => length > 0)).toHaveLength(1);
		screen.close();
	});

	test('never a background colour, and only the sixteen of the user’s theme', async () => {
		const used = new Set<number>();
		for (const area of areas.map(({name}) => name)) {
			await using program = await openProgram({emulator, area, palette: colourPalette});
			for (const code of sgrOf(program.painted())) used.add(code);
		}
		for (const code of used) expect(code === 48 || code === 38 || (code >= 40 && code <= 47)).toBe(false);
	});
});
