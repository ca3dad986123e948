/** A value that is warned of is asked about also where it came with a draft or from an editor. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../../source/emulator/index.ts';
import {type OpenProgram, openProgram, startTestEmulator, testTime} from '../../support/open-program.ts';
import {memoryDrafts} from './memory-drafts.ts';
import {sampleForm} from './sample-form.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

const allowing = {policies: [{access: 'allow', permissions: ['permission-1'], resource: ['resource-1']}]};
const kinds = (program: OpenProgram): readonly string[] => program.state().overlays.map(({kind}) => kind);

/** An editor that makes every policy deny. */
const denying = async (text: string) =>
	({kind: 'edited', text: text.replaceAll('"access": "allow"', '"access": "deny"')}) as const;

describe('deny', () => {
	test('from an editor is asked about before the confirmation; Cancel leads back to it', async () => {
		await using program = await openProgram({emulator, edit: denying});
		program.program.follow({kind: 'form', form: sampleForm({start: allowing})});
		await program.press('ctrl+o');
		expect(kinds(program)).toEqual(['form', 'menu']);
		expect(program.frame()).toContain('Cloudflare refuses Deny for groups');
		await program.press('enter');
		expect(kinds(program)).toEqual(['form']);
		await program.press('ctrl+s', 'down', 'enter');
		expect(kinds(program)).toEqual(['form', 'confirm']);
		await program.press('escape');
		// It has been agreed to.
		await program.press('ctrl+s');
		expect(kinds(program)).toEqual(['form', 'confirm']);
	});

	test('that was there already is sent back without a question', async () => {
		const start = {policies: [{...allowing.policies[0], access: 'deny'}]};
		const rename = async (text: string) =>
			({kind: 'edited', text: text.replace('"plan": "free"', '"plan": "pro"')}) as const;
		await using program = await openProgram({emulator, edit: rename});
		program.program.follow({kind: 'form', form: sampleForm({start})});
		await program.press('ctrl+o');
		expect(kinds(program)).toEqual(['form', 'confirm']);
	});

	test('in a draft is asked about when the draft is sent', async () => {
		const drafts = memoryDrafts();
		const form = sampleForm({start: allowing});
		const values = {...form.start, policies: [{...allowing.policies[0], access: 'deny'}]};
		drafts.write({key: form.key, title: form.title, values, start: form.start, savedAt: testTime});
		await using program = await openProgram({emulator, drafts});
		program.program.follow({kind: 'form', form});
		await program.press('c');
		expect(kinds(program)).toEqual(['form']);
		await program.press('ctrl+s');
		expect(kinds(program)).toEqual(['form', 'menu']);
		expect(program.frame()).toContain('Cloudflare refuses Deny for groups');
	});
});
