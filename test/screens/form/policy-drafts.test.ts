/** Drafts of single policies, which have another id after every write of their group. */
import {describe, expect, test} from 'vitest';
import type {UserGroup} from '../../../source/emulator/model.ts';
import {type OpenProgram, openProgram} from '../../support/open-program.ts';
import {memoryDrafts} from './memory-drafts.ts';

/** A program with a draft of the second policy of a group, and what others have made of the group since. */
async function withDraft(change: (group: UserGroup) => void) {
	const drafts = memoryDrafts();
	const program = await openProgram({drafts, search: 'platform-dns'});
	await program.press('j', 'j', 'e', ...'cache', 'enter', 'tab', 'escape', 'down', 'enter');
	const [draft] = drafts.list();
	expect(draft?.title).toBe('Edit policy 2 of platform-dns');
	const key = draft?.key ?? '';
	const group = program.emulator.state.main.userGroups.get(key.split('/')[1] ?? '');
	if (group === undefined) throw new Error(`no group of the draft ${key}`);
	change(group);
	await program.press('r');
	await program.rest();
	return {program, key, values: drafts.read(key)?.values, group};
}

const formIn = (program: OpenProgram) => program.state().overlays.find((overlay) => overlay.kind === 'form');

describe('a draft of a policy', () => {
	test('is offered again after all policies have got other ids, and another order', async () => {
		const {program, key, values} = await withDraft((group) => {
			group.policies = group.policies.map((policy, index) => ({...policy, id: `${index}`.repeat(32)})).toReversed();
		});
		await using _ = program;
		await program.press(':', ...'drafts', 'enter', 'enter', 'enter');
		const form = formIn(program);
		expect(form).toMatchObject({values, form: {key}});
		// The server keeps no order.
		expect(form?.kind === 'form' ? form.form.title : '').toMatch(/^Edit policy [12] of platform-dns$/u);
	});

	test('of a policy that is not there any more becomes a new one, with all that it held', async () => {
		const {program, key, values, group} = await withDraft((each) => {
			each.policies = each.policies.slice(0, 1);
		});
		await using _ = program;
		await program.press(':', ...'drafts', 'enter', 'enter', 'enter');
		const form = formIn(program);
		expect(form).toMatchObject({values, form: {key}});
		expect(form?.kind === 'form' ? form.form.title : '').toBe(`New policy of ${group.name}`);
		expect(program.frame()).toContain('is not there any more as it was: this is a new policy');
	});
});
