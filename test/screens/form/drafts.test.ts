/** Drafts: written while one types, offered again, put over what others have changed since. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {CloudflareError} from '../../../source/api/errors.ts';
import type {Form} from '../../../source/areas/form.ts';
import {confirmSteps} from '../../../source/areas/plan.ts';
import type {Emulator} from '../../../source/emulator/index.ts';
import {draftPause} from '../../../source/screens/form/drafts.ts';
import {mergedOver} from '../../../source/screens/form/values.ts';
import {guardTime} from '../../../source/screens/state.ts';
import {sampleStep} from '../../areas/sample-step.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../../support/open-program.ts';
import {memoryDrafts} from './memory-drafts.ts';
import {sampleForm, sampleStart} from './sample-form.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

const follow = async (program: OpenProgram, form: Form): Promise<void> => {
	program.program.follow({kind: 'form', form});
	await program.idle();
};

const valuesOf = (program: OpenProgram) => {
	const form = program.state().overlays.find((overlay) => overlay.kind === 'form');
	return form?.kind === 'form' ? form.values : undefined;
};

describe('a draft', () => {
	test('is written soon after a change, once for many keys, and not for moving about', async () => {
		const drafts = memoryDrafts();
		await using program = await openProgram({emulator, drafts});
		await follow(program, sampleForm());
		await program.press('tab', 'tab');
		await program.advance(draftPause);
		expect(drafts.written()).toBe(0);
		await program.press('shift+tab', 'shift+tab', ...'-and-more');
		expect(drafts.written()).toBe(0);
		await program.advance(draftPause);
		expect(drafts.written()).toBe(1);
		expect(drafts.read('samples/1')?.values).toEqual({...sampleStart, name: 'platform-dns-and-more'});
	});

	test('of somebody who never stops typing is written all the same', async () => {
		const drafts = memoryDrafts();
		await using program = await openProgram({emulator, drafts});
		await follow(program, sampleForm());
		for (let key = 0; key < 10; key++) {
			await program.press('x');
			await program.advance(draftPause / 3);
		}
		expect(drafts.written()).toBeGreaterThanOrEqual(3);
	});

	test('is gone when everything is as it was', async () => {
		const drafts = memoryDrafts();
		await using program = await openProgram({emulator, drafts});
		await follow(program, sampleForm());
		await program.press('x');
		await program.advance(draftPause);
		await program.press('backspace');
		await program.advance(draftPause);
		expect(drafts.all.size).toBe(0);
	});

	test('is written when the program ends, whatever the clock says', async () => {
		const drafts = memoryDrafts();
		{
			await using program = await openProgram({emulator, drafts});
			await follow(program, sampleForm());
			await program.press('x');
		}
		expect(drafts.read('samples/1')?.values.name).toBe('platform-dnsx');
	});

	test('is offered when the form is opened again, and goes on where it was', async () => {
		const drafts = memoryDrafts();
		await using program = await openProgram({emulator, drafts});
		await follow(program, sampleForm());
		await program.press('x', 'escape', 'down', 'enter');
		expect(program.state().overlays).toEqual([]);
		await program.advance(12 * 60_000);
		await follow(program, sampleForm());
		expect(program.frame()).toContain('a draft from 12m ago');
		await program.press('enter');
		expect(valuesOf(program)).toEqual({...sampleStart, name: 'platform-dnsx'});
		// In the form it is told by when it was kept: an age would be wrong a minute later.
		expect(program.frame()).toContain('a draft of 2026-11-20 09:30 UTC');
		expect(program.frame()).not.toContain('a draft from');
		expect(program.frame()).not.toContain('by somebody');
	});

	test('is dropped by starting anew, and left alone by escape', async () => {
		const drafts = memoryDrafts();
		await using program = await openProgram({emulator, drafts});
		await follow(program, sampleForm());
		await program.press('x', 'escape', 'down', 'enter');
		await follow(program, sampleForm());
		await program.press('escape');
		expect(program.state().overlays).toEqual([]);
		expect(drafts.all.size).toBe(1);
		await follow(program, sampleForm());
		await program.press('down', 'enter');
		expect(valuesOf(program)).toEqual(sampleStart);
		expect(drafts.all.size).toBe(0);
	});

	test('that another cfiam is still writing is offered as a copy, and said to stay', async () => {
		const drafts = memoryDrafts();
		const values = {...sampleStart, name: 'theirs'};
		drafts.write({key: 'samples/1', title: 'Edit', start: sampleStart, values, savedAt: 0, isElsewhere: true});
		await using program = await openProgram({emulator, drafts});
		await follow(program, sampleForm());
		expect(program.frame()).toContain('which another cfiam is still writing');
		expect(program.frame()).toContain('the draft stays with the other cfiam');
		await program.press('c');
		expect(program.frame()).toMatch(/>\* Name +theirs/u);
	});

	test.each([
		['is refused', {kind: 'conflict', messages: ['the name is in use']}],
		['gets no answer', {kind: 'network', uncertain: true, messages: ['the line is lost']}],
	] as const)('stays when its change %s, and is offered by the next start', async (_what, error) => {
		const drafts = memoryDrafts();
		const form = sampleForm({
			review: () =>
				confirmSteps([
					sampleStep(['x'], {
						send: () => Promise.reject(new CloudflareError({attempted: 'rename it', next: '', ...error})),
					}),
				]),
		});
		{
			await using program = await openProgram({emulator, drafts});
			await follow(program, form);
			await program.press('x', 'ctrl+s');
			await program.advance(guardTime);
			await program.press('tab', 'enter');
			await program.idle();
		}
		await using program = await openProgram({emulator, drafts});
		await follow(program, form);
		await program.press('c');
		expect(valuesOf(program)).toMatchObject({name: 'platform-dnsx'});
	});

	test('of a form that was dropped is not written afterwards', async () => {
		const drafts = memoryDrafts();
		await using program = await openProgram({emulator, drafts});
		await follow(program, sampleForm());
		await program.press('x', 'escape', 'down', 'down', 'enter');
		await program.advance(draftPause);
		expect(drafts.all.size).toBe(0);
	});

	test('is put over what somebody else has changed since, and says so', async () => {
		const drafts = memoryDrafts();
		await using program = await openProgram({emulator, drafts});
		await follow(program, sampleForm());
		await program.press('x', 'escape', 'down', 'enter');
		await follow(program, sampleForm({start: {plan: 'pro', uris: ['https://three.example/']}}));
		await program.press('enter');
		expect(program.frame()).toContain('changed since by somebody');
		expect(valuesOf(program)).toMatchObject({
			name: 'platform-dnsx',
			plan: 'pro',
			uris: ['https://three.example/'],
		});
	});

	test('with values that the form can not hold goes on with what is there', async () => {
		const drafts = memoryDrafts();
		const values = {...sampleStart, plan: 'gold', name: true, uris: 'none', enabled: true};
		drafts.write({key: 'samples/1', title: 'Edit', start: sampleStart, values, savedAt: 0});
		await using program = await openProgram({emulator, drafts});
		await follow(program, sampleForm());
		await program.press('enter');
		expect(valuesOf(program)).toEqual({...sampleStart, enabled: true});
	});
});

describe('changes of two people', () => {
	test.each([
		['a field that only they changed', {a: '1'}, {a: '1'}, {a: '2'}, {a: '2'}],
		['a field that only I changed', {a: '1'}, {a: '3'}, {a: '1'}, {a: '3'}],
		['a field that both changed', {a: '1'}, {a: '3'}, {a: '2'}, {a: '3'}],
		['sets', {a: ['x', 'y', 'z']}, {a: ['y', 'z', 'mine']}, {a: ['x', 'z', 'theirs']}, {a: ['z', 'mine', 'theirs']}],
		[
			'records',
			{a: [{b: 'x'}]},
			{a: [{b: 'x'}, {b: 'm'}]},
			{a: [{b: 'x'}, {b: 't'}]},
			{a: [{b: 'x'}, {b: 'm'}, {b: 't'}]},
		],
		['a field that is new', {}, {a: '1'}, {}, {a: '1'}],
	])('merge: %s', (_what, was, mine, now, merged) => {
		expect(mergedOver(was, mine, now)).toEqual(merged);
	});
});

describe('the list of drafts', () => {
	test('is spoken of at the start, and leads back into the form of an object', async () => {
		const drafts = memoryDrafts();
		{
			await using program = await openProgram({emulator, drafts, search: 'platform-dns'});
			await program.press('escape', 'e');
			await program.rest();
			await program.press('-', 'x');
		}
		const [draft] = drafts.list();
		expect(draft?.title).toContain('platform-dns');
		await using program = await openProgram({emulator, drafts});
		expect(program.frame()).toContain('1 draft of a form is kept: :drafts');
		await program.press(':', ...'drafts', 'enter');
		expect(program.frame()).toContain(draft?.title);
		await program.press('enter', 'enter');
		expect(program.frame()).toContain('platform-dns-x');
		expect(program.situation().place.object?.name).toBe('platform-dns');
	});

	test('leads back into the form of what is new, and drops drafts', async () => {
		const drafts = memoryDrafts();
		await using program = await openProgram({emulator, drafts});
		await program.press('n', ...'Team');
		await program.advance(draftPause);
		await program.press('escape', 'down', 'enter');
		await program.press('2', ':', ...'drafts', 'enter', 'enter', 'enter');
		expect(program.frame()).toMatch(/Name +Team/u);
		await program.press('escape', 'down', 'enter', ':', ...'drafts', 'enter', 'enter', 'down', 'enter');
		expect(drafts.all.size).toBe(0);
		await program.press(':', ...'drafts', 'enter');
		expect(program.frame()).toContain('there are no drafts');
	});

	test('leads back into a form of a part of an object', async () => {
		const drafts = memoryDrafts();
		await using program = await openProgram({emulator, drafts, search: 'platform-dns'});
		await program.press('j', 'j', 'e');
		const [form] = program.state().overlays;
		const key = form?.kind === 'form' ? form.form.key : '';
		expect(key).toMatch(/^user-groups\/[0-9a-f]{32}\/policies\//u);
		await program.press(...'cache', 'enter', 'tab', 'escape', 'down', 'enter');
		expect(drafts.list()).toMatchObject([{key}]);
		await program.press('2', ':', ...'drafts', 'enter', 'enter', 'enter');
		const [again] = program.state().overlays;
		expect(again).toMatchObject({kind: 'form', values: drafts.read(key)?.values});
		expect(again?.kind === 'form' ? again.form.key : '').toBe(key);
	});

	test('says so where what a draft is of is gone', async () => {
		const drafts = memoryDrafts();
		const key = `user-groups/${'0'.repeat(32)}`;
		drafts.write({key, title: 'Edit nobody', start: {}, values: {}, savedAt: 0});
		await using program = await openProgram({emulator, drafts});
		await program.press(':', ...'drafts', 'enter', 'enter', 'enter');
		expect(program.frame()).toContain('the user group is not there');
	});
});
