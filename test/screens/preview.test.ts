/** All of a preview, wherever it is cut: `K`. */
import {afterAll, beforeAll, expect, test} from 'vitest';
import {demoTokens, type Emulator} from '../../source/emulator/index.ts';
import {plainText} from '../../source/terminal/line.ts';
import {openOn, openProgram, startTestEmulator} from '../support/open-program.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startTestEmulator();
});
afterAll(() => emulator.close());

test('a preview that is cut names the key that shows all of it, and that key does', async () => {
	await using program = await openProgram({emulator, area: 'zones'});
	await program.rest();
	expect(program.frame()).toMatch(/… \d+ more lines: K shows all/u);
	expect(program.frame()).not.toContain('platform-edge');
	await program.press('K');
	expect(program.frame()).toContain('platform-edge');
	await program.press('c');
	expect(program.copied.at(-1)).toContain('Reached by');
});

test('is the key that the user has put it on', async () => {
	await using program = await openProgram({emulator, area: 'zones', keys: {'preview.all': 'f6'}});
	await program.rest();
	expect(program.frame()).toMatch(/more lines: f6 shows all/u);
});

test('a long value of a detail is read whole, and copied whole, where there is no room for a preview', async () => {
	await using program = await openProgram({emulator, area: 'sso-connectors', size: {columns: 60, rows: 15}});
	await program.press('enter');
	await program.rest();
	await program.press('/');
	await program.type('TXT');
	await program.press('enter');
	const {frame} = program.situation().place;
	const connector = frame.kind === 'detail' ? program.store.list('ssoConnectors').byId.get(frame.id) : undefined;
	const code = connector?.verification?.code ?? 'none';
	expect(program.frame()).not.toContain(code);
	await program.press('K');
	expect(
		program
			.rows()
			.map((row) => row.replaceAll(/[│\s]/gu, ''))
			.join(''),
	).toContain(code);
	await program.press('c');
	expect(program.copied.at(-1)).toBe(code);
});

test('a list of another account than the credential sees says how to get to another one', async () => {
	await using program = await openProgram({emulator, token: demoTokens.noAccounts.token});
	await program.idle();
	expect(program.frame()).toContain('r tries again. P: other accounts and profiles, another sign-in.');
});

test('a filter says that it is looked for as long as the list is being read', async () => {
	await using program = openOn(emulator, {search: 'platform-dns'});
	await program.waitFor('looking for platform-dns');
	expect(program.frame()).toContain('reading user groups, looking for platform-dns');
	expect(program.frame()).not.toContain('nothing matches');
});

test('the value of a TXT record is there as a whole on 80 columns', async () => {
	await using program = await openProgram({emulator, area: 'sso-connectors'});
	await program.press('j', 'enter');
	await program.rest();
	expect(program.frame()).toMatch(/record value +cloudflare_dashboard_sso=[0-9a-f]{32}$/mu);
});

test('what the line above the footer has to cut is read with it', async () => {
	await using program = await openProgram({emulator, area: 'sso-connectors', size: {columns: 60, rows: 15}});
	await program.press('j', 'enter');
	await program.rest();
	const remark = plainText(program.situation().place.section?.remark ?? []);
	expect(remark.length).toBeGreaterThan(40);
	await program.press('K', 'end');
	expect(program.frame().replaceAll(/[│\s]/gu, '')).toContain(remark.replaceAll(/\s/gu, ''));
});
