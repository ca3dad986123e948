/** Which of several drafts of one form it goes on with, and which are left alone. */
import {expect, test} from 'vitest';
import {createDrafts} from '../../../source/drafts.ts';
import {createDraftKeeper, draftPause} from '../../../source/screens/form/drafts.ts';
import {openedForm} from '../../../source/screens/form/state.ts';
import {openProgram} from '../../support/open-program.ts';
import {temporaryDirectory} from '../../support/temporary-directory.ts';
import {memoryDrafts} from './memory-drafts.ts';
import {sampleForm, sampleStart} from './sample-form.ts';

test('a draft that is left for later is not written over by the form opened with other values', async () => {
	using home = temporaryDirectory();
	const drafts = createDrafts({HOME: home.path}, 'work');
	await using program = await openProgram({drafts});
	const form = sampleForm();
	program.program.follow({kind: 'form', form});
	await program.idle();
	await program.press('x', 'escape', 'down', 'enter');
	expect(drafts.list()).toHaveLength(1);
	// Offered, and left.
	program.program.follow({kind: 'form', form: sampleForm()});
	await program.idle();
	await program.press('escape');
	const keeper = createDraftKeeper({drafts, time: Date.now, setTimer: () => () => {}});
	const opened = openedForm(sampleForm(), {...sampleStart, name: 'given'});
	keeper.watch(opened);
	keeper.watch({...opened, values: {...sampleStart, name: 'given and changed'}});
	keeper.flush();
	expect(drafts.list()).toHaveLength(2);
	keeper.drop(form.key);
	expect(drafts.list()).toHaveLength(1);
	expect(drafts.read(form.key)?.values.name).toBe(`${String(sampleStart.name)}x`);
});

test('a form that is put in the place of itself goes on with its draft', () => {
	const released: string[] = [];
	const drafts = {...memoryDrafts(), release: (key: string) => void released.push(key)};
	const keeper = createDraftKeeper({drafts, time: () => draftPause, setTimer: () => () => {}});
	keeper.watch(openedForm(sampleForm()));
	keeper.watch(openedForm(sampleForm()));
	expect(released).toEqual(['samples/1']);
	keeper.watch(undefined);
	keeper.watch(openedForm(sampleForm()));
	expect(released).toEqual(['samples/1', 'samples/1']);
});

test('of two drafts of a form the list drops the one that was chosen', async () => {
	using home = temporaryDirectory();
	const drafts = createDrafts({HOME: home.path}, 'work');
	const form = sampleForm();
	const write = (name: string, savedAt: number): void => {
		drafts.release(form.key);
		drafts.write({key: form.key, title: form.title, savedAt, start: sampleStart, values: {...sampleStart, name}});
	};
	write('older', Date.now() - 2000);
	write('newer', Date.now() - 1000);
	await using program = await openProgram({drafts});
	const [, older] = drafts.list();
	if (older === undefined) throw new Error('there is one draft only');
	await program.press(':', ...'drafts', 'enter');
	await program.press('down', 'enter', 'down', 'enter');
	expect(program.frame()).toContain('the draft is dropped');
	expect(drafts.list()).toHaveLength(1);
	expect(drafts.read(form.key)?.values.name).toBe('newer');
});
