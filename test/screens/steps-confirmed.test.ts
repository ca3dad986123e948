/** Confirmations of steps of any area: differences, people, conflicts, what is left to do, undo. */
import {describe, expect, test} from 'vitest';
import type {Need} from '../../source/insight/knowledge.ts';
import {settingOf} from '../areas/sample.ts';
import {sampleFamily, sampleStep} from '../areas/sample-step.ts';
import {stepDesk} from './step-desk.ts';

describe('a confirmation', () => {
	test('shows the difference as sets, whom it affects, and its requests, which can be copied', () => {
		const family = sampleFamily({
			diff: [
				{sign: '+', line: [{text: 'DNS on prod-zones'}]},
				{sign: '-', line: [{text: 'Billing on whole account'}]},
			],
			people: [{name: 'bo@acme.com', effect: [{text: 'gains DNS'}]}],
		});
		const {open, lines, run, copied} = stepDesk();
		open([sampleStep(['a'], {family})]);
		const text = lines().join('\n');
		expect(text).toContain('+ DNS on prod-zones');
		expect(text).toContain('- Billing on whole account');
		expect(text).toMatch(/affects 1:\n +bo@acme\.com +gains DNS/u);
		expect(text).toContain('1 x PUT …/things/a');
		expect(text).toContain('The thing was read again just now.');
		run('dialog.copy');
		expect(copied[0]).toContain('/things/a');
	});

	test('has to be looked at again when the same request would make another difference', () => {
		let line = 'DNS on prod-zones';
		const family = {
			...sampleFamily(),
			wording: () => ({
				...sampleFamily().wording([], [], settingOf({})),
				diff: [{sign: '+' as const, line: [{text: line}]}],
			}),
		};
		const {open, run, carriedOut, said} = stepDesk();
		open([sampleStep(['a'], {family})]);
		run('dialog.next');
		line = 'DNS on everything';
		run('dialog.press');
		expect(carriedOut).toEqual([]);
		expect(said()).toContain('somebody else has changed the thing');
	});

	test('shows what somebody else has changed, and sends nothing over it', () => {
		const theirs = {
			kind: 'conflict',
			was: [[{text: 'platform'}]],
			theirs: [[{text: 'platform-core'}]],
			yours: [[{text: 'platform-base'}]],
			resolutions: [],
		} as const;
		const {open, run, carriedOut, lines, said} = stepDesk();
		open([sampleStep(['name'], {}, {name: theirs})]);
		expect(lines().map((line) => line.replaceAll(/\s+/gu, ' ').trim())).toEqual(
			expect.arrayContaining(['was platform', 'is now + platform-core', 'yours + platform-base']),
		);
		run('dialog.next', 'dialog.press');
		expect(carriedOut).toEqual([]);
		expect(said()).toBe('somebody else has changed it since: nothing was sent');
	});
});

describe('a dialog with nothing left to do', () => {
	const so = () => sampleStep(['name'], {}, {name: {kind: 'already', line: [{text: 'the name is so already'}]}});

	test('says so and why, with one button and nothing about undo', () => {
		const {open, run, lines, said, isOpen, carriedOut} = stepDesk();
		open([so()]);
		expect(lines()[0]).toMatch(/^Nothing left to do/u);
		const text = lines().join('\n');
		expect(text).toContain('the name is so already');
		expect(text).toContain('[ Close ]');
		expect(text).not.toMatch(/Cancel|Undo|\[ Change/u);
		run('dialog.next', 'dialog.press');
		expect(isOpen()).toBe(false);
		expect(said()).toBe('there is nothing left to do');
		expect(carriedOut).toEqual([]);
	});

	test('makes way for what was done before, where it was an undo', () => {
		const {run, state, actor, isOpen, wait} = stepDesk();
		actor.change((before) => ({
			...before,
			undo: [
				{run: 1, title: 'Rename a', steps: [sampleStep(['un-a'])]},
				{run: 2, title: 'Rename b', steps: [so()]},
			],
		}));
		run('undo');
		wait(1000);
		run('dialog.press');
		expect(isOpen()).toBe(false);
		expect(state().undo.map(({title}) => title)).toEqual(['Rename a']);
	});

	test('keeps the name of what can not be done, and what is missing for it', () => {
		const gone = sampleStep(['name'], {}, {name: {kind: 'impossible', line: [{text: 'the logo is missing'}]}});
		const {open, lines} = stepDesk();
		open([gone]);
		expect(lines()[0]).toMatch(/^Change the thing/u);
		expect(lines().join('\n')).toContain('the logo is missing');
	});
});

describe('people who are affected', () => {
	const affecting = (effects: readonly string[]) =>
		sampleFamily({people: effects.map((text, at) => ({name: `person-${at}@acme.com`, effect: [{text}]}))});

	test('are counted with separators, and what is the same for all of them is said once', () => {
		const {open, lines} = stepDesk();
		open([sampleStep(['a'], {family: affecting(Array.from({length: 1234}, () => 'loses DNS on acme.com'))})]);
		const text = lines().join('\n');
		expect(text).toContain('affects 1,234, each of them loses DNS on acme.com');
		expect(text.match(/loses DNS/gu)).toHaveLength(1);
		expect(text).toMatch(/person-0@acme\.com {2,}person-1@acme\.com/u);
		expect(text).toMatch(/… \d+ below/u);
		open([sampleStep(['a'], {family: affecting(Array.from({length: 9000}, () => 'loses DNS on acme.com'))})]);
		expect(lines().join('\n')).toMatch(/… \d,\d{3} below/u);
	});

	test('have each their own words where these are not the same', () => {
		const {open, lines} = stepDesk();
		open([sampleStep(['a'], {family: affecting(['loses DNS', 'loses Billing'])})]);
		const text = lines().join('\n');
		expect(text).toMatch(/affects 2:\n +person-0@acme\.com +loses DNS\n +person-1@acme\.com +loses Billing/u);
	});

	test('are part of what is agreed to', () => {
		let people = ['bo@acme.com'];
		const family = {
			...sampleFamily(),
			wording: () => ({
				...sampleFamily().wording([], [], settingOf({})),
				people: people.map((name) => ({name, effect: [{text: 'loses DNS'}]})),
			}),
		};
		const {open, run, carriedOut, said, lines, wait} = stepDesk();
		open([sampleStep(['a'], {family})]);
		run('dialog.next');
		people = ['bo@acme.com', 'eve@acme.com'];
		run('dialog.press');
		expect(carriedOut).toEqual([]);
		expect(said()).toBe('it affects other people than were shown: look again');
		expect(lines().join('\n')).toContain('eve@acme.com');
		wait(1000);
		run('dialog.next', 'dialog.press');
		expect(carriedOut).toHaveLength(1);
	});

	test('are waited for where the change is about all of them', () => {
		let isRead = false;
		const members: Need = {kind: 'list', resource: 'members'};
		const family = sampleFamily({weight: {kind: 'affects-people'}}, {reads: [members]});
		const {open, run, carriedOut, said, lines} = stepDesk(() =>
			settingOf({snapshots: {members: {complete: isRead, fetching: !isRead}}}),
		);
		open([sampleStep(['a'], {family})]);
		run('dialog.next', 'dialog.press');
		expect(carriedOut).toEqual([]);
		expect(said()).toBe('not yet: still reading whom it affects');
		expect(lines().join('\n')).toContain('still reading whom it affects');
		isRead = true;
		run('dialog.press');
		expect(carriedOut).toHaveLength(1);
	});
});

describe('undo', () => {
	test('of what was found to be so after its answer was lost says that it may have been somebody else', () => {
		const {run, lines, actor} = stepDesk();
		const entry = {run: 1, title: 'Add', steps: [sampleStep(['un-a'])]};
		actor.change((before) => ({...before, undo: [{...entry, isFound: true}]}));
		run('undo');
		expect(lines().join(' ').replaceAll(/\s+/gu, ' ')).toContain('may have been somebody else’s doing');
		run('dialog.cancel');
		actor.change((before) => ({...before, undo: [entry]}));
		run('undo');
		expect(lines().join(' ')).not.toContain('somebody else');
	});

	test('of what can not be undone says why, and makes way for what was before', () => {
		const {open: _open, run, said, state, actor, isOpen} = stepDesk();
		const entries = [
			{run: 1, title: 'Rename a', steps: [sampleStep(['un-a'])]},
			{run: 2, title: 'Delete ci', steps: [], why: 'its id is never given again'},
		];
		actor.change((before) => ({...before, undo: entries}));
		run('undo');
		expect(said()).toBe('Delete ci: it can not be undone: its id is never given again');
		expect(isOpen()).toBe(false);
		run('undo');
		expect(isOpen()).toBe(true);
		expect(state().undo).toHaveLength(1);
	});
});
