/** Confirmations, reports and pickers of thousands of people answer keys as fast as a list does, measured in one run. */
import * as v from 'valibot';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {memberIdSchema, type UserGroupId, userGroupIdSchema} from '../../source/api/ids.ts';
import {replacementPicker} from '../../source/areas/members-replacement.ts';
import {replaceMembers} from '../../source/areas/membership-replacement.ts';
import {confirmChanges} from '../../source/areas/membership-steps.ts';
import {confirmSteps} from '../../source/areas/plan.ts';
import type {Emulator} from '../../source/emulator/index.ts';
import {memberAddress} from '../../source/insight/addresses.ts';
import {guardTime} from '../../source/screens/state.ts';
import {comparison, twenty} from '../support/key-speed.ts';
import {type OpenProgram, openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;

/** People of a change. */
const many = 4000;

beforeAll(async () => {
	emulator = await startTestEmulator({dataset: 'large'});
});

afterAll(() => emulator.close());

function people(from: number) {
	return emulator.state.main.members
		.values()
		.filter(({status}) => status === 'accepted')
		.slice(from, from + many);
}

/** A group of nobody that may be written to. */
function emptyGroup(): UserGroupId {
	const group = emulator.state.main.userGroups
		.values()
		.find(({managedBy, members}) => managedBy === undefined && members.size === 0);
	if (group === undefined) throw new Error('every group has members');
	return v.parse(userGroupIdSchema, group.id);
}

async function twoPrograms(): Promise<[list: OpenProgram, program: OpenProgram]> {
	return [await openProgram({emulator}), await openProgram({emulator})];
}

const shown = 'read again just now';

test(`keys in the confirmation that ${many} people are added`, async () => {
	const [list, program] = await twoPrograms();
	await using _list = list;
	await using _program = program;
	const group = emptyGroup();
	program.program.follow(
		confirmChanges(people(0).map(({id}) => ({kind: 'add', group, member: v.parse(memberIdSchema, id)}))),
	);
	await program.waitFor(shown);
	await program.advance(guardTime);
	const {measure, slow} = comparison(list, program);
	await measure('scrolling', twenty('down', 'down', 'up'));
	await measure('choosing a button', twenty('tab'));
	expect(slow()).toEqual([]);
}, 60_000);

test(`keys in the confirmation that a set of ${many} takes the place of another`, async () => {
	const [list, program] = await twoPrograms();
	await using _list = list;
	await using _program = program;
	const group = emptyGroup();
	program.program.follow(
		confirmSteps([
			replaceMembers(
				group,
				[],
				people(0).map(({id}) => v.parse(memberIdSchema, id)),
			),
		]),
	);
	await program.waitFor(shown);
	await program.advance(guardTime);
	const {measure, slow} = comparison(list, program);
	await measure('scrolling', twenty('down', 'down', 'up'));
	await measure('choosing a button', twenty('tab'));
	expect(slow()).toEqual([]);
}, 60_000);

test(`keys in the field that ${many} addresses were pasted into`, async () => {
	const [list, program] = await twoPrograms();
	await using _list = list;
	await using _program = program;
	const group = program.store.list('userGroups').byId.get(emptyGroup());
	if (group === undefined) throw new Error('the group has not been read');
	program.program.follow({kind: 'pick', picker: replacementPicker(group)});
	await program.waitFor(() => program.store.list('members').complete, 'all members');
	const addresses = program.store
		.list('members')
		.rows.slice(0, many)
		.flatMap((member) => memberAddress(member) ?? []);
	await program.paste(addresses.join('\n'));
	const {measure, slow} = comparison(list, program);
	// A word would be looked for among all members, which costs what a filter costs.
	await measure('typing', twenty(',', 'space', 'backspace', 'backspace'), 3);
	await measure('moving', twenty('down', 'down', 'up'));
	await measure('ticking', twenty('down', 'enter'));
	expect(slow()).toEqual([]);
}, 60_000);

test('keys in the report of a run of as many', async () => {
	const [list, program] = await twoPrograms();
	await using _list = list;
	await using _program = program;
	const group = emptyGroup();
	program.program.follow(
		confirmChanges(people(0).map(({id}) => ({kind: 'add', group, member: v.parse(memberIdSchema, id)}))),
	);
	await program.waitFor(shown);
	await program.advance(guardTime);
	await program.press('tab', 'enter');
	await program.waitFor('[ Close ]');
	const {measure, slow} = comparison(list, program);
	await measure('scrolling', twenty('down', 'down', 'up'));
	expect(slow()).toEqual([]);
}, 60_000);
