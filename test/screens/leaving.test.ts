/** What leaves the program, and leaving it: copies, quitting, other accounts. */
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {demoTokens, type Emulator} from '../../source/emulator/index.ts';
import {keyPress, openProgram, startTestEmulator} from '../support/open-program.ts';
import {breadcrumbs} from './looking.ts';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startTestEmulator();
});

afterAll(() => emulator.close());

describe('copying', () => {
	test('takes the name in a list and the value in a detail', async () => {
		await using program = await openProgram({emulator, area: 'sso-connectors'});
		await program.run('copy', 'open', 'down', 'copy');
		expect(program.copied).toEqual(['kestrel-drivers.example', 'kestrel-drivers.example']);
		expect(program.frame()).toContain('clipboard');
	});

	test('offers name, id, JSON and curl, with the token as a variable', async () => {
		await using program = await openProgram({emulator, area: 'roles'});
		for (const letter of ['n', 'i', 'o', 'c']) {
			await program.run('yank');
			await program.press(letter);
		}
		const [name, id, json, curl] = program.copied;
		expect(name).toBe('Administrator');
		expect(id).toMatch(/^[0-9a-f]{32}$/u);
		expect(JSON.parse(json ?? '')).toMatchObject({id, name});
		expect(curl).toContain(`/accounts/${emulator.accountId}/roles/${id}`);
		expect(curl).toContain('$CLOUDFLARE_API_TOKEN');
		expect(curl).not.toContain(emulator.token);
	});

	test('an empty list has nothing to copy', async () => {
		await using program = await openProgram({dataset: 'empty'});
		await program.run('copy');
		expect(program.frame()).toContain('there is nothing to copy');
		await program.run('yank');
		expect(program.frame()).toContain('there is nothing to copy');
		expect(program.copied).toEqual([]);
	});
});

describe('leaving', () => {
	test('q goes back, and asks at the top', async () => {
		await using program = await openProgram({emulator});
		await program.run('open', 'leave');
		expect(breadcrumbs(program)).toMatch(/> User groups$/u);
		await program.run('leave');
		expect(program.frame()).toContain('Quit cfiam?');
		await program.press('s');
		expect(program.effects).toEqual([]);
		await program.run('leave');
		await program.press('q');
		expect(program.effects).toEqual(['quit']);
	});

	test('ctrl-c twice within two seconds quits at once, wherever one is; once does not', async () => {
		await using program = await openProgram({emulator});
		await program.run('filter');
		await program.press('ctrl+c');
		expect(program.effects).toEqual([]);
		expect(program.frame()).toContain('ctrl-c again');
		await program.advance(2500);
		await program.press('ctrl+c');
		expect(program.effects).toEqual([]);
		await program.press('ctrl+c');
		expect(program.effects).toEqual(['quit']);
	});

	test('esc never quits', async () => {
		await using program = await openProgram({emulator});
		for (let press = 0; press < 5; press++) program.program.press(keyPress('escape'));
		await program.idle();
		expect(program.effects).toEqual([]);
		expect(program.state().overlays).toEqual([]);
	});

	test('suspending and repainting are asked of the terminal, from a text field too', async () => {
		await using program = await openProgram({emulator});
		await program.run('filter');
		await program.press('ctrl+z', 'ctrl+l');
		expect(program.effects).toEqual(['suspend', 'repaint']);
	});
});

describe('accounts', () => {
	test('a credential for one account says that there is no other', async () => {
		await using program = await openProgram({emulator});
		await program.press('P', 'a');
		expect(program.frame()).toContain('this credential sees no other account');
	});

	test('a credential that may not list accounts says so, not that there is no other', async () => {
		await using program = await openProgram({emulator, token: demoTokens.accountOwned.token});
		await program.press('P', 'a');
		expect(program.frame()).toContain('belongs to an account, and Cloudflare does not list accounts');
		expect(program.frame()).not.toContain('no other account');
	});

	test('a credential for several offers them, and opens the chosen one', async () => {
		await using program = await openProgram({emulator, token: demoTokens.allAccounts.token});
		await program.press('P', 'a');
		await program.waitFor('Sandbox');
		expect(program.frame()).toMatch(/> .*Kestrel Freight {2}open now/u);
		await program.run('menu.down', 'menu.choose');
		expect(program.effects).toHaveLength(1);
		expect(program.effects[0]).toMatch(/^account /u);
	});
});
