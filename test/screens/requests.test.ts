/** The requests of this run: `L`, `:log`. */
import {spawnSync} from 'node:child_process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {openProgram, startTestEmulator} from '../support/open-program.ts';
import {breadcrumbs, cursorRow} from './looking.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startTestEmulator();
});
afterAll(() => emulator.close());

/** The rows of the list, without heads and frame. */
const listed = (rows: readonly string[]): readonly string[] => rows.filter((row) => /\d\d:\d\d:\d\d/u.test(row));

describe('the list of requests', () => {
	test('is opened by L over where one is, and esc leads back', async () => {
		await using program = await openProgram({emulator, size: {columns: 120, rows: 30}});
		await program.press('enter');
		await program.rest();
		const before = breadcrumbs(program);
		await program.press('L');
		expect(breadcrumbs(program)).toBe(`${before} > Requests`);
		await program.press('escape');
		expect(breadcrumbs(program)).toBe(before);
	});

	test.each(['log', 'requests'])('is opened by :%s', async (word) => {
		await using program = await openProgram({emulator});
		await program.press(':');
		await program.type(word);
		await program.press('enter');
		expect(program.situation().place.area.name).toBe('requests');
	});

	test('has method, path without whole ids, status and ray id; the newest first, under the cursor, as in the journal', async () => {
		await using program = await openProgram({emulator});
		await program.press('L');
		const last = program.client.requests.entries().at(-1);
		expect(listed(program.rows()).at(0)).toBe(cursorRow(program));
		expect(cursorRow(program)).toContain('GET');
		expect(cursorRow(program)).toContain('200');
		expect(cursorRow(program)).toContain(last?.rayId ?? 'no ray id');
		expect(listed(program.rows()).join()).not.toMatch(/[0-9a-f]{32}/u);
		expect(program.frame()).toContain('…/user_groups');
	});

	test('follows while the newest one is under the cursor, and stays where one is otherwise', async () => {
		await using program = await openProgram({emulator});
		await program.press('L');
		const read = () => program.client.oauthScopes.list();
		await read();
		await program.idle();
		expect(cursorRow(program)).toContain('scopes');
		await program.press('G');
		const oldest = cursorRow(program);
		await read();
		await program.idle();
		expect(cursorRow(program)).toBe(oldest);
	});

	test('shows whole paths with W, at any width', async () => {
		await using program = await openProgram({emulator});
		await program.press('L', 'W');
		expect(program.frame()).toContain(`/accounts/${emulator.accountId.slice(0, 12)}`);
	});

	test('can be filtered', async () => {
		await using program = await openProgram({emulator});
		await program.press('L', '/');
		await program.type('path:user_groups');
		await program.press('enter');
		const rows = listed(program.rows());
		expect(rows.length).toBeGreaterThan(0);
		expect(rows.filter((row) => !row.includes('user_groups'))).toEqual([]);
	});

	test('says what failed, with its status', async () => {
		await using program = await openProgram({emulator});
		const fault = emulator.faults.add({kind: 'status', status: 403, path: '/user', times: 1});
		await program.client.user.get().catch(() => undefined);
		fault.remove();
		await program.press('L');
		expect(cursorRow(program)).toContain('403');
		await program.press('enter');
		expect(program.frame()).toContain('error');
	});

	test('sends nothing itself, and breaks off nothing', async () => {
		await using program = await openProgram({emulator});
		const before = program.client.requests.entries().length;
		await program.press('L', 'enter', 'escape', 'r');
		await program.rest();
		expect(program.client.requests.entries()).toHaveLength(before);
		expect(program.client.requests.entries().filter(({error}) => error !== undefined)).toEqual([]);
	});
});

describe('one request', () => {
	test('is shown in full by enter', async () => {
		await using program = await openProgram({emulator});
		await program.press('L', 'enter');
		const last = program.client.requests.entries().at(-1);
		// The explanation of the field under the cursor has more than one row.
		expect(program.rows().join('').replaceAll(/\s/gu, '')).toContain(`${last?.method}${last?.path}${last?.query}`);
		expect(program.frame()).toContain(last?.rayId);
	});

	test('is copied as curl by y, body and all, with the token left as a variable', async () => {
		await using program = await openProgram({emulator});
		const account = program.store.account.id;
		await program.client.userGroups.create(account, {name: "night's watch"});
		await program.press('L', 'y');
		expect(program.copied.at(-1)).toBe(
			`curl -X POST '${emulator.url}/accounts/${account}/iam/user_groups' -H "Authorization: Bearer $CLOUDFLARE_API_TOKEN" -H 'Content-Type: application/json' --data '{"name":"night'\\''s watch"}'`,
		);
		await program.press('enter', 'y');
		expect(program.copied.at(-1)).toBe(program.copied.at(-2));
		expect(program.frame()).toContain('Body');
	});

	test('whose body was too long to be kept says so, and is not copied as one without a body', async () => {
		await using program = await openProgram({emulator});
		await program.client.userGroups.create(program.store.account.id, {name: 'n'.repeat(70_000)}).catch(() => undefined);
		await program.press('L', 'y');
		const copied = program.copied.at(-1) ?? '';
		expect(copied).toMatch(/ --data "\$\{BODY:\?the body of 70011 bytes was too long to be kept\}"$/u);
		const before = emulator.requests.length;
		expect(spawnSync('sh', ['-c', copied], {encoding: 'utf8'})).toMatchObject({
			stderr: expect.stringContaining('too long to be kept'),
			stdout: '',
		});
		expect(emulator.requests).toHaveLength(before);
		await program.press('enter');
		expect(program.frame()).toContain('Body');
	});

	test('has nothing of the secret that its answer brought', async () => {
		await using program = await openProgram({emulator});
		const account = program.store.account.id;
		const {secret} = await program.client.oauthClients.create(account, {
			client_name: 'night',
			grant_types: ['authorization_code'],
			redirect_uris: ['https://night.example/'],
			response_types: ['code'],
			scopes: [],
			token_endpoint_auth_method: 'client_secret_post',
		});
		expect(secret?.reveal()).toMatch(/.{8}/u);
		expect(JSON.stringify(program.client.requests.entries())).not.toContain(secret?.reveal());
	});
});

describe.each([
	{columns: 60, rows: 15},
	{columns: 80, rows: 24},
	{columns: 160, rows: 40},
])('at $columns x $rows', (size) => {
	test('each row has method, path and status', async () => {
		await using program = await openProgram({emulator, size});
		await program.press('L');
		const rows = listed(program.rows());
		expect(rows.length).toBeGreaterThan(4);
		for (const row of rows) expect(row).toMatch(/GET +(?:…|\/)\S{8,}.*200/u);
	});
});
