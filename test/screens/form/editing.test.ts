/** A form in an editor: what comes back is reviewed, told what is wrong with it, or changes nothing. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../../source/emulator/index.ts';
import type {Edited} from '../../../source/screens/form/editing.ts';
import {guardTime} from '../../../source/screens/state.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../../support/open-program.ts';
import {memoryDrafts} from './memory-drafts.ts';
import {sampleForm, sampleStart} from './sample-form.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

/** An editor that does one thing after the other. */
function desk(...acts: readonly ((text: string) => string | Edited)[]) {
	const given: {readonly text: string; readonly name: string}[] = [];
	return {
		given,
		edit: async (text: string, name: string): Promise<Edited> => {
			given.push({text, name});
			const made = acts[given.length - 1]?.(text) ?? text;
			return typeof made === 'string' ? {kind: 'edited', text: made} : made;
		},
	};
}

const kinds = (program: OpenProgram): readonly string[] => program.state().overlays.map(({kind}) => kind);

const valuesOf = (program: OpenProgram) => {
	const form = program.state().overlays.find((overlay) => overlay.kind === 'form');
	return form?.kind === 'form' ? form.values : undefined;
};

async function openForm(options: Parameters<typeof openProgram>[0]): Promise<OpenProgram> {
	const program = await openProgram({emulator, ...options});
	program.program.follow({kind: 'form', form: sampleForm()});
	await program.idle();
	return program;
}

describe('a form in an editor', () => {
	test('goes on to its confirmation, with what was typed before', async () => {
		const {edit, given} = desk((text) => text.replace('"plan": "free"', '"plan": "pro"'));
		await using program = await openForm({edit});
		await program.press('!', 'ctrl+o');
		expect(given).toEqual([{name: 'samples-1.jsonc', text: expect.stringContaining('"name": "platform-dns!"')}]);
		expect(kinds(program)).toEqual(['form', 'confirm']);
		expect(valuesOf(program)).toEqual({...sampleStart, name: 'platform-dns!', plan: 'pro'});
	});

	test.each([
		['as it was', (text: string) => text],
		['empty', () => ' \n'],
		['without its last line end', (text: string) => text.trimEnd()],
	])('left %s changes nothing', async (_how, act) => {
		await using program = await openForm({edit: desk(act).edit});
		await program.press('!', 'ctrl+o');
		expect(kinds(program)).toEqual(['form']);
		expect(valuesOf(program)?.name).toBe('platform-dns!');
		expect(program.frame()).toContain('nothing was changed in the editor');
	});

	test('says where it can not be read, and keeps the text for the next time', async () => {
		const {edit, given} = desk(
			(text) => text.replace('"plan": "free"', '"plan": "gold"').replace('"enabled": false', '"enabled": 1'),
			(text) => text.replace('"gold"', '"pro"'),
			(text) => text.replace('"enabled": 1', '"enabled": true'),
		);
		await using program = await openForm({edit});
		await program.press('ctrl+o');
		expect(program.frame()).toMatch(/line \d+, column 10: plan has to be one of/u);
		expect(program.frame()).toMatch(/line \d+, column 13: enabled has to be true or false/u);
		await program.press('enter');
		expect(given[1]?.text).toMatch(/^\/\/ ! line \d+, column 10: plan .*\n\/\/ ! line \d+, column 13: enabled/u);
		expect(given[1]?.text).toContain('"plan": "gold"');
		// The lines are those of the text as it is opened, below what is said on top.
		const lines = (given[1]?.text ?? '').split('\n');
		const [plan = 0, enabled = 0] = [...(given[1]?.text ?? '').matchAll(/^\/\/ ! line (\d+)/gmu)].map(([, at]) =>
			Number(at),
		);
		expect(lines[plan - 1]).toContain('"plan": "gold"');
		expect(lines[enabled - 1]).toContain('"enabled": 1');
		// Left by escape, the text is there again.
		await program.press('escape', 'ctrl+o');
		expect(given[2]?.text).toContain('"plan": "pro"');
		expect(given[2]?.text.match(/^\/\/ ! /gmu)).toHaveLength(1);
		// With one line less on top, and not two.
		const again = Number(/^\/\/ ! line (\d+)/u.exec(given[2]?.text ?? '')?.[1]);
		expect(given[2]?.text.split('\n')[again - 1]).toContain('"enabled": 1');
		expect(kinds(program)).toEqual(['form', 'confirm']);
		expect(valuesOf(program)).toEqual({...sampleStart, plan: 'pro', enabled: true});
	});

	test('can be dropped when it can not be read', async () => {
		const {edit, given} = desk(() => '{"name": ');
		await using program = await openForm({edit});
		await program.press('ctrl+o');
		await program.press('down', 'down', 'enter', 'ctrl+o');
		expect(given[1]?.text).toBe(given[0]?.text);
		expect(valuesOf(program)).toEqual(sampleStart);
	});

	test('is in the draft before anybody is told that it can not be read, and back in the editor after a restart', async () => {
		const drafts = memoryDrafts();
		{
			await using program = await openForm({edit: desk(() => '{"name": "plat').edit, drafts});
			await program.press('ctrl+o');
			expect(program.frame()).toContain('What was written can not be taken');
			expect(drafts.read('samples/1')).toMatchObject({written: expect.stringContaining('{"name": "plat')});
		}
		const {edit, given} = desk();
		await using program = await openForm({edit, drafts});
		expect(program.frame()).toContain('continue with it');
		await program.press('enter');
		expect(program.frame()).toContain('ctrl-o opens it');
		await program.press('ctrl+o');
		expect(given[0]?.text).toMatch(/^\/\/ ! .*\n\{"name": "plat$/mu);
	});

	test('is not dropped by escape unasked where nothing else was changed, and gone from the draft when it is', async () => {
		const drafts = memoryDrafts();
		await using program = await openForm({edit: desk(() => '{"name": "plat').edit, drafts});
		await program.press('ctrl+o');
		await program.press('escape');
		expect(program.frame()).toContain('What was written in the editor is kept');
		await program.press('escape');
		expect(program.frame()).toContain('What was written in the editor is not in the form');
		expect(drafts.read('samples/1')).toBeDefined();
		await program.press('down', 'down', 'enter');
		expect(kinds(program)).toEqual([]);
		expect(drafts.read('samples/1')).toBeUndefined();
	});

	test('with values that break a rule leads to their field', async () => {
		const {edit} = desk((text) => text.replace('"permission-3"', ''));
		await using program = await openForm({edit});
		await program.press('ctrl+o');
		expect(kinds(program)).toEqual(['form']);
		expect(program.frame()).toContain('policy 2');
		expect(program.frame()).toContain('! choose at least one');
	});

	test('takes no keys meanwhile: what was typed ahead is not written over', async () => {
		const {edit, given} = desk((text) => text.replace('"plan": "free"', '"plan": "pro"'));
		await using program = await openForm({edit});
		await program.press('ctrl+o', 'x', 'ctrl+o', 'ctrl+s', 'escape');
		expect(given).toHaveLength(1);
		expect(kinds(program)).toEqual(['form', 'confirm']);
		expect(valuesOf(program)).toEqual({...sampleStart, plan: 'pro'});
	});

	test('says why there was no editor', async () => {
		const {edit} = desk(() => ({kind: 'failed', reason: 'vi ended with 1'}));
		await using program = await openForm({edit});
		await program.press('ctrl+o');
		expect(program.frame()).toContain('nothing was sent: vi ended with 1');
	});
});

describe('E', () => {
	test('opens what e would, at once in the editor, and what it changes is sent once it is confirmed', async () => {
		const {edit, given} = desk((text) => text.replace('"name": "platform-dns"', '"name": "platform-names"'));
		await using program = await openProgram({search: 'platform-dns', edit});
		await program.press('escape', 'E');
		await program.rest();
		expect(given[0]?.name).toMatch(/^user-groups-[0-9a-f]{32}\.jsonc$/u);
		expect(kinds(program)).toEqual(['form', 'confirm']);
		await program.advance(guardTime);
		await program.press('tab', 'enter');
		expect(program.writes()).toMatchObject([{method: 'PUT', body: expect.objectContaining({name: 'platform-names'})}]);
		expect(kinds(program)).toEqual(['run']);
	});

	test('closes the form again where nothing was changed', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns', edit: desk((text) => text).edit});
		await program.press('escape', 'E');
		await program.rest();
		expect(kinds(program)).toEqual([]);
	});

	test('asks about a draft first', async () => {
		const drafts = memoryDrafts();
		const {edit, given} = desk();
		await using program = await openProgram({emulator, search: 'platform-dns', edit, drafts});
		await program.press('escape', 'e', '-', 'x', 'escape', 'down', 'enter', 'E');
		expect(given).toEqual([]);
		await program.press('enter', 'ctrl+o');
		expect(given[0]?.text).toContain('"name": "platform-dns-x"');
	});
});
