/** Help inside a form: what the field means, what it takes, and the keys that work there. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../../source/emulator/index.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../../support/open-program.ts';
import {sampleForm} from './sample-form.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startTestEmulator();
});
afterAll(() => emulator.close());

async function openForm(form = sampleForm(), size = {columns: 80, rows: 40}): Promise<OpenProgram> {
	const program = await openProgram({emulator, size});
	program.program.follow({kind: 'form', form});
	await program.idle();
	return program;
}

const kinds = (program: OpenProgram): readonly string[] => program.state().overlays.map(({kind}) => kind);

describe('help in a form', () => {
	test('is on f1 where letters are text: what the field is for, and the keys of this place alone', async () => {
		await using program = await openForm();
		expect(program.frame()).toContain('f1 help');
		await program.press('f1');
		expect(kinds(program)).toEqual(['form', 'help']);
		const frame = program.frame();
		for (const text of ['The field Name', 'Up to 20 characters', 'Form, in a text', 'ctrl-s', 'to the next field'])
			expect(frame).toContain(text);
		for (const text of ['next row', 'delete the object']) expect(frame).not.toContain(text);
		await program.press('f1');
		expect(kinds(program)).toEqual(['form']);
	});

	test('is on ? as well where nothing is typed, with every value that can be chosen', async () => {
		await using program = await openForm();
		await program.press('tab', '?');
		expect(program.frame()).toContain('The field Plan');
		expect(program.frame()).toContain('Form, on a choice');
		await program.press('escape');
		expect(kinds(program)).toEqual(['form']);
	});

	test('names the row of a picker, all that is chosen, and what is wrong', async () => {
		await using program = await openForm(
			sampleForm({start: {scopes: Array.from({length: 20}, (_, at) => `permission-${at}`)}}),
		);
		await program.press('down', 'down', 'down', 'down', 'down', 'down');
		expect(program.frame()).toMatch(/\+\d+ more/u);
		await program.press('f1');
		expect(program.frame()).toContain('Permission 19  account');
		await program.press('escape', 'enter', '8', 'f1');
		expect(program.frame()).toContain('Under the cursor');
		expect(program.frame()).toContain('reaches everything');
	});

	test('can be searched, and is scrolled on the lowest screen', async () => {
		await using program = await openForm(sampleForm(), {columns: 60, rows: 15});
		await program.press('f1');
		expect(program.frame()).toContain('The field Name');
		await program.type('editor');
		expect(program.frame()).not.toContain('The field Name');
		expect(program.frame()).toContain('ctrl-o');
	});

	test('says nothing where the screen is too small to show it', async () => {
		await using program = await openForm(sampleForm(), {columns: 30, rows: 8});
		await program.press('f1');
		expect(kinds(program)).toEqual(['form']);
	});
});

test('a menu says with f1 what it had to cut', async () => {
	await using program = await openProgram({emulator, size: {columns: 60, rows: 15}});
	program.program.follow({kind: 'form', form: sampleForm()});
	await program.press('x', 'escape', 'f1');
	expect(program.frame()).toContain('What is changed has not been sent.');
	await program.press('f1');
	expect(kinds(program)).toEqual(['form', 'menu']);
});
