/** From place to place: references, history, the command line. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {openProgram, startTestEmulator} from '../support/open-program.ts';
import {breadcrumbs, cursorRow} from './looking.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

describe('references', () => {
	test('open what a row stands for, and esc comes back to the same row', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.press('j', 'j', 'j');
		const row = cursorRow(program);
		expect(row).toContain('Zone Read');
		await program.run('open');
		await program.rest();
		expect(breadcrumbs(program)).toBe('Kestrel Freight > User groups > platform-dns > Zone Read');
		await program.run('back');
		expect(breadcrumbs(program)).toBe('Kestrel Freight > User groups > platform-dns');
		expect(cursorRow(program)).toBe(row);
	});

	test('lead from a policy to a resource group, on to a zone, and all the way back', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.run('filter');
		await program.type('production');
		await program.run('filter.accept', 'open');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/> Production zones$/u);
		await program.run('open');
		await program.rest();
		expect(program.situation().place.area.name).toBe('zones');
		expect(breadcrumbs(program)).toMatch(/kestrel\.example$/u);
		await program.run('back', 'back');
		expect(breadcrumbs(program)).toMatch(/> platform-dns$/u);
		expect(cursorRow(program)).toContain('Production zones');
	});

	test('lead from a group to a member, to their groups, and back to the group', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.run('section.next', 'open');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/> amara\.okafor@/u);
		expect(program.frame()).toMatch(/platform-dns/u);
		await program.run('open');
		await program.rest();
		expect(program.situation().place.area.name).toBe('user-groups');
	});

	test('each section keeps its own row', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.press('j', 'j');
		const inPolicies = cursorRow(program);
		await program.run('section.next', 'down', 'section.next', 'section.previous', 'section.previous');
		expect(cursorRow(program)).toBe(inPolicies);
		await program.run('section.next');
		expect(cursorRow(program)).toContain('bjorn');
	});

	test('breadcrumbs leave out the middle of a long way, never its end', async () => {
		await using program = await openProgram({emulator, search: 'platform-dns'});
		await program.run('section.next', 'open');
		await program.run('open');
		await program.run('section.next', 'open');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/^Kestrel Freight > … > .*amara\.okafor@kestrel\.example$/u);
		await program.resize({columns: 160, rows: 40});
		expect(breadcrumbs(program)).toMatch(/> platform-dns > amara\.okafor@kestrel\.example > .* > amara/u);
	});

	test('what is gone is said', async () => {
		await using program = await openProgram({
			emulator,
			area: 'zones',
			object: {area: 'zones', id: 'f'.repeat(32)},
		});
		expect(program.frame()).toContain('this zone is not there');
	});
});

describe('history', () => {
	test('goes back and forward through places', async () => {
		await using program = await openProgram({emulator});
		await program.press('2', '3');
		await program.run('open');
		await program.rest();
		const there = breadcrumbs(program);
		await program.run('history.back', 'history.back', 'history.back');
		expect(breadcrumbs(program)).toMatch(/> User groups$/u);
		await program.run('history.forward', 'history.forward', 'history.forward');
		expect(breadcrumbs(program)).toBe(there);
		await program.run('history.forward');
		expect(program.frame()).toContain('there is no later place');
	});

	test('the last area is one key away', async () => {
		await using program = await openProgram({emulator});
		await program.press('5', '-');
		expect(breadcrumbs(program)).toMatch(/> User groups$/u);
		await program.press('-');
		expect(breadcrumbs(program)).toMatch(/> SSO connectors$/u);
	});

	test('an area that has been read is shown again without a request', async () => {
		await using program = await openProgram({emulator, area: 'roles'});
		await program.press('7');
		await program.rest();
		program.forget();
		await program.press('-', '7', '-');
		await program.rest();
		expect(program.requests()).toEqual([]);
	});
});

describe('the command line', () => {
	test('opens areas, and objects with completion', async () => {
		await using program = await openProgram({emulator});
		await program.run('command.open');
		await program.type('mem');
		await program.run('command.complete', 'command.run');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/> Members$/u);
		await program.run('command.open');
		await program.type('people jonas');
		await program.run('command.complete', 'command.run');
		await program.rest();
		expect(breadcrumbs(program)).toMatch(/> jonas\.weiss@kestrel\.example$/u);
	});

	test('words that name nothing become a filter', async () => {
		await using program = await openProgram({emulator});
		await program.run('command.open');
		await program.type('people harborline');
		await program.run('command.run');
		await program.rest();
		expect(program.rows()[2]).toMatch(/^\/harborline +2 of 31/u);
	});

	test('remembers what was run', async () => {
		await using program = await openProgram({emulator});
		await program.run('command.open');
		await program.type('roles');
		await program.run('command.run', 'command.open', 'command.earlier');
		expect(program.rows().at(-2)).toMatch(/^:roles/u);
		await program.run('command.later');
		expect(program.rows().at(-2)).toMatch(/^:\s|^:$/u);
	});

	test('an unknown word says so and leaves everything as it was', async () => {
		await using program = await openProgram({emulator});
		await program.run('command.open');
		await program.type('xyzzy');
		await program.run('command.run');
		expect(program.frame()).toContain('there is no command xyzzy');
		expect(breadcrumbs(program)).toMatch(/> User groups$/u);
	});

	test('esc leaves it, and nothing is run', async () => {
		await using program = await openProgram({emulator});
		await program.run('command.open');
		await program.type('q');
		await program.run('command.cancel');
		expect(program.state().overlays).toEqual([]);
		expect(program.effects).toEqual([]);
	});
});
