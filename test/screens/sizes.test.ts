/** Every screen at every size: never larger than the terminal, nothing pushed off it. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {areas} from '../../source/areas/index.ts';
import type {Dataset, Emulator} from '../../source/emulator/index.ts';
import {footerLine} from '../../source/screens/footer-lines.ts';
import type {Size} from '../../source/screens/state.ts';
import {plainText} from '../../source/terminal/line.ts';
import {cellWidth} from '../../source/terminal/width.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';

const smallest: Size = {columns: 60, rows: 15};
const widest: Size = {columns: 200, rows: 45};

/** On both sides of where the layout changes. */
const sizes: readonly Size[] = [
	smallest,
	{columns: 61, rows: 17},
	{columns: 79, rows: 18},
	{columns: 80, rows: 24},
	{columns: 119, rows: 33},
	{columns: 120, rows: 15},
	widest,
];

const emulators = new Map<Dataset, Emulator>();

beforeAll(async () => {
	for (const dataset of ['small', 'hostile', 'empty'] as const)
		emulators.set(dataset, await startTestEmulator({dataset}));
});

afterAll(async () => {
	for (const emulator of emulators.values()) await emulator.close();
});

function expectToFit(program: OpenProgram, {columns, rows}: Size): void {
	const shown = program.rows();
	const what = `${columns}x${rows}\n${shown.join('\n')}`;
	expect(shown.length, what).toBe(rows);
	for (const row of shown) expect(cellWidth(row), what).toBeLessThanOrEqual(columns);
	const dialogs = program.state().overlays.filter(({kind}) => ['menu', 'confirm', 'run', 'text'].includes(kind));
	// The header is at the top and the footer at the bottom: nothing between them takes more than its rows.
	if (dialogs.length === 0) expect(shown[0], what).toMatch(/ > /u);
	const footer = plainText(footerLine(program.situation(), program.program.keymap, program.program.context()));
	expect(shown.at(-1), what).toBe(footer.trimEnd());
	// A box is whole.
	const boxes = shown.filter((row) => row.includes('╭')).length;
	expect(shown.filter((row) => row.includes('╰')).length, what).toBe(boxes);
	expect(boxes, what).toBe(dialogs.length === 0 ? 0 : 1);
	// What a key says is seen beside a box.
	if (boxes > 0) expect(shown.at(-2), what).not.toMatch(/[│╰]/u);
}

/** Where texts are hard to lay out, and where there are none, a few sizes are enough. */
const someSizes = [smallest, {columns: 80, rows: 24}, widest];

async function expectToFitAnywhere(program: OpenProgram, dataset: Dataset): Promise<void> {
	for (const size of dataset === 'small' ? sizes : someSizes) {
		await program.resize(size);
		expectToFit(program, size);
	}
}

describe.each(['small', 'hostile', 'empty'] as const)('with the %s data', (dataset) => {
	test.each(areas.map(({name}) => name))('the list of %s and an object of it', async (area) => {
		await using program = await openProgram({emulator: emulators.get(dataset), area});
		await expectToFitAnywhere(program, dataset);
		await program.run('last');
		await program.rest();
		expectToFit(program, widest);
		if (program.situation().place.view.length === 0) return;
		await program.resize(smallest);
		expectToFit(program, smallest);
		await program.run('open');
		for (const _section of program.situation().place.object?.sectionNames ?? []) {
			await program.rest();
			expectToFit(program, smallest);
			await program.run('section.next');
		}
	});
});

describe.each(['small', 'hostile'] as const)('over the %s data', (dataset) => {
	test('help, command line, menus and filter', async () => {
		await using program = await openProgram({emulator: emulators.get(dataset), area: 'members'});
		await program.run('help.open');
		await expectToFitAnywhere(program, dataset);
		await program.run('help.page-down', 'help.page-down', 'help.page-down');
		await expectToFitAnywhere(program, dataset);
		await program.run('help.close', 'command.open');
		await program.type('groups a');
		await expectToFitAnywhere(program, dataset);
		await program.run('command.cancel', 'sort');
		await expectToFitAnywhere(program, dataset);
		await program.run('menu.cancel', 'yank');
		await expectToFitAnywhere(program, dataset);
		await program.run('menu.cancel', 'filter');
		await program.paste('長'.repeat(120));
		await expectToFitAnywhere(program, dataset);
	});

	test('picker and confirmation of very many people', async () => {
		await using program = await openProgram({emulator: emulators.get(dataset), area: 'user-groups'});
		await program.run('last', 'add');
		await program.rest();
		await expectToFitAnywhere(program, dataset);
		const addresses = program.store.list('members').rows.map(({email}) => email ?? '');
		await program.paste(`${addresses.join(', ')}, nobody@elsewhere.example, ${'x'.repeat(300)}`);
		await program.rest();
		await expectToFitAnywhere(program, dataset);
		await program.run('picker.next', 'picker.tick');
		await program.rest();
		await expectToFitAnywhere(program, dataset);
	});

	test('confirmation of removing everybody', async () => {
		await using program = await openProgram({emulator: emulators.get(dataset), area: 'user-groups'});
		await program.run('filter');
		await program.type("members:'5");
		await program.run('filter.cancel', 'open', 'section.next');
		await program.rest();
		await program.run('mark.all', 'remove');
		await program.rest();
		await expectToFitAnywhere(program, dataset);
	});
});

describe('a terminal that is too small', () => {
	test.each([
		{columns: 59, rows: 15},
		{columns: 60, rows: 14},
		{columns: 20, rows: 5},
		{columns: 3, rows: 2},
		{columns: 1, rows: 1},
	])('$columns x $rows has one line that says so, and keys still work', async (size) => {
		await using program = await openProgram({emulator: emulators.get('small'), size});
		expect(program.rows().length).toBeLessThanOrEqual(size.rows);
		for (const row of program.rows()) expect(cellWidth(row)).toBeLessThanOrEqual(size.columns);
		if (size.columns > 40) expect(program.rows()[0]).toMatch(/^cfiam needs 60x15; this is \d+x\d+/u);
		await program.press('j', 'ctrl+c', 'ctrl+c');
		expect(program.effects).toEqual(['quit']);
		await program.resize({columns: 80, rows: 24});
		expect(program.frame()).toContain('User groups');
	});
});

describe('at 60x15', () => {
	const size = {columns: 60, rows: 15};

	test.each(areas.map((area) => [area.name, area] as const))('the list of %s is usable', async (name, area) => {
		await using program = await openProgram({emulator: emulators.get('small'), area: name, size});
		const rows = program.rows();
		// Nine rows of the list, whose names have at least twenty cells, and the areas that the number keys lead to.
		expect(rows.filter((row) => /^[> ][* ] \S/u.test(row)).length).toBeGreaterThanOrEqual(
			Math.min(9, program.situation().place.view.length),
		);
		expect(rows[3]).toContain(area.columns[0]?.title);
		const second = /^ {3}\S+(?: \S+)*? *(?: \^| v)?( {2,}\S)/u.exec(rows[3] ?? '');
		if (second !== null) expect(second.index + second[0].length - 1).toBeGreaterThanOrEqual(3 + 20);
		expect(rows.at(-1)).toContain('enter open');
		if (area.digit !== undefined) expect(rows[1]).toContain(`[${area.digit} ${area.short}]`);
	});

	test('a confirmation shows people, request, effect and both buttons', async () => {
		await using program = await openProgram({emulator: emulators.get('small'), search: 'platform-dns', size});
		await program.run('section.next');
		await program.rest();
		await program.run('mark', 'mark', 'remove');
		await program.rest();
		expect(program.frame()).toContain('Remove 2 members from platform-dns');
		expect(program.frame()).toContain('amara.okafor@kestrel.example');
		expect(program.frame()).toContain('bjorn.angstrom@kestrel.example');
		expect(program.frame()).toContain('2 x DELETE');
		expect(program.frame()).toContain('[ Cancel ]');
		expect(program.frame()).toContain('Remove 2 ');
	});

	test('a picker shows what is typed, what it means and both buttons', async () => {
		await using program = await openProgram({emulator: emulators.get('small'), search: 'platform-dns', size});
		await program.run('add');
		await program.paste('chloe.lefevre@kestrel.example, nobody@elsewhere.example');
		await program.rest();
		expect(program.frame()).toContain('[x] chloe.lefevre');
		expect(program.frame()).toContain('unknown');
		expect(program.frame()).toContain('Review 1');
		expect(program.frame()).toContain('Cancel');
		expect(program.frame()).toMatch(/1 ticked, 1 unknown/u);
	});

	test('a report shows what became of each person, and how to go on', async () => {
		await using program = await openProgram({search: 'platform-dns', size});
		await program.run('section.next');
		await program.rest();
		program.emulator.faults.add({kind: 'status', status: 403, method: 'DELETE'});
		await program.run('mark', 'mark', 'remove');
		await program.rest();
		await program.advance(1000);
		await program.run('dialog.next', 'dialog.press');
		await program.rest();
		expect(program.frame()).toMatch(/amara\.okafor@kestrel\.example +failed/u);
		expect(program.frame()).toContain('1 removed, 1 failed');
		expect(program.frame()).toContain('Try 1 again');
		await program.run('dialog.down', 'dialog.down');
		expect(program.frame()).toMatch(/bjorn\.angstrom@kestrel\.example +removed/u);
	});
});
