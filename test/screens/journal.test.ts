/** The journal on the screen: what is written to it by what the program does, and what is said of it. */
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {oauthClientSteps} from '../../source/areas/oauth-client-steps.ts';
import {confirmSteps} from '../../source/areas/plan.ts';
import {userGroupSteps} from '../../source/areas/user-group-steps.ts';
import type {Step} from '../../source/areas/write.ts';
import {lineText, type Planned} from '../../source/journal/entry.ts';
import {type Lines, lineFile, linesInMemory} from '../../source/journal/lines.ts';
import {sampleStep} from '../areas/sample-step.ts';
import {type OpenOptions, type OpenProgram, openProgram, testTime} from '../support/open-program.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {cursorRow} from './looking.ts';

async function open(options: OpenOptions = {}) {
	const program = await openProgram(options);
	const base = program.store.list('userGroups').rows.find(({policies}) => (policies?.length ?? 0) > 0);
	if (base === undefined) throw new Error('the dataset has no groups');
	return {program, base};
}

/** Confirms steps and presses the button that sends them. */
async function send(program: OpenProgram, ...steps: readonly Step[]): Promise<void> {
	program.program.follow(confirmSteps(steps));
	await program.rest();
	await program.advance(1000);
	await program.press('shift+tab', 'enter');
	await settle(program);
}

/** What is written to the disk is waited for by asking for what comes after it in the same order. */
async function settle(program: OpenProgram): Promise<void> {
	await program.waitFor((frame) => !frame.includes('to come') && !frame.includes('sending'));
	await program.idle();
}

async function openJournal(program: OpenProgram): Promise<void> {
	while (program.state().overlays.length > 0) await program.press('escape');
	await program.press('J');
	await program.waitFor((frame) => frame.includes('Journal'));
}

async function textOf(lines: Lines): Promise<readonly string[]> {
	const read: string[] = [];
	for await (const line of lines.backwards()) read.push(line);
	return read.toReversed();
}

const lost = (more: Partial<Planned> = {}): Planned => ({
	id: 'lost',
	time: new Date(testTime - 24 * 3_600_000).toISOString(),
	pid: 2 ** 30,
	account: {id: 'a3c1f0d2b4e5968778695a4b3c2d1e0f'},
	who: {credential: 'token', user: 'ana', host: 'desk'},
	what: 'Rename night',
	changes: ['- name night'],
	origin: 'new',
	request: {method: 'PUT', path: '/accounts/x/iam/user_groups/1'},
	...more,
});

async function withLost(more: Partial<Planned> = {}): Promise<Lines> {
	const lines = linesInMemory();
	await lines.append(lineText({...lost(more), kind: 'planned'}));
	return lines;
}

describe('a write', () => {
	test('is listed with who, what and what came of it; enter shows before, after and the ray id', async () => {
		const {program, base} = await open({size: {columns: 120, rows: 40}});
		await using _ = program;
		await send(program, userGroupSteps.update(base, {name: 'mine'}));
		await openJournal(program);
		expect(cursorRow(program)).toMatch(/2026-11-20 09:30 +Rename .* done +token b0c1 /u);
		await program.press('enter');
		const ray = program.client.requests.entries().findLast(({method}) => method === 'PUT')?.rayId;
		expect(ray).toBeDefined();
		expect(program.frame()).toContain(ray);
		expect(program.frame()).toContain(`PUT /accounts/${program.store.account.id}/iam`);
		await program.run('section.next', 'section.next');
		expect(program.frame()).toContain(`"name": "${base.name}"`);
		await program.run('section.next');
		expect(program.frame()).toContain('"name": "mine"');
		await program.press('y');
		expect(program.copied.at(-1)).toMatch(/^curl -X PUT .*\$CLOUDFLARE_API_TOKEN.*"name":"mine"/u);
	});

	test('that took something back is marked as such', async () => {
		const {program, base} = await open({size: {columns: 120, rows: 40}});
		await using _ = program;
		await send(program, userGroupSteps.update(base, {name: 'mine'}));
		expect(program.frame()).toContain(`${base.name} -> mine`);
		await program.press('enter');
		await program.run('undo');
		await program.rest();
		await program.advance(1000);
		await program.press('shift+tab', 'enter');
		await program.advance(1000);
		await openJournal(program);
		expect(cursorRow(program)).toMatch(/ \[undo\] Rename .* done /u);
		await program.press('enter');
		expect(program.frame()).toMatch(/origin +undo of an earlier change/u);
	});

	test('is on the disk before its request is sent, and again with its outcome', async () => {
		const memory = linesInMemory();
		const sentBefore: number[] = [];
		const lines: Lines = {
			...memory,
			append: (text) => {
				sentBefore.push(program.writes().length);
				return memory.append(text);
			},
		};
		const {program, base} = await open({journal: lines});
		await using _ = program;
		await send(program, userGroupSteps.update(base, {name: 'mine'}));
		expect(sentBefore).toEqual([0, 1]);
		expect((await textOf(memory)).map((text) => JSON.parse(text))).toMatchObject([
			{kind: 'planned', before: {name: base.name}, request: {body: {name: 'mine'}}},
			{kind: 'outcome', result: 'done', status: 200, after: {name: 'mine'}},
		]);
	});

	test('that was refused says why', async () => {
		const {program, base} = await open();
		await using _ = program;
		const fault = program.emulator.faults.add({kind: 'status', status: 403, method: 'PUT', times: 1});
		await send(program, userGroupSteps.update(base, {name: 'mine'}));
		fault.remove();
		await openJournal(program);
		expect(cursorRow(program)).toContain('failed');
		await program.press('enter');
		expect(program.frame()).toContain('403');
		expect(program.frame()).toMatch(/why +\S/u);
	});

	test('of which the answer was lost is unknown until looking has told', async () => {
		const journal = linesInMemory();
		const {program, base} = await open({journal});
		await using _ = program;
		const fault = program.emulator.faults.add({kind: 'reset', method: 'PUT', applied: true, times: 9});
		await send(program, userGroupSteps.update(base, {name: 'mine'}));
		fault.remove();
		expect((await textOf(journal)).at(-1)).toContain('"result":"unknown"');
		await program.press('tab', 'enter');
		await settle(program);
		await openJournal(program);
		expect(cursorRow(program)).toContain('done');
		await program.press('enter');
		expect(program.frame()).toMatch(/outcome +done/u);
	});

	test('that takes several requests tells of all of them, with what the last one has brought', async () => {
		const journal = linesInMemory();
		const {program} = await open({journal});
		await using _ = program;
		const request = {method: 'POST', path: '', query: '', startedAt: 0, duration: 1, error: undefined} as const;
		const step = sampleStep(['a'], {
			async send(_writer, options) {
				options?.onRequest?.({...request, id: 1, status: 404, rayId: 'first', retries: 1});
				options?.onRequest?.({...request, id: 2, status: 200, rayId: 'last', retries: 0});
				return {done: ['a'], reversal: {steps: []}};
			},
		});
		await send(program, step);
		expect(JSON.parse((await textOf(journal)).at(-1) ?? '')).toMatchObject({status: 200, rayId: 'last', retries: 2});
	});

	test('goes on when the journal can not be written, and that is said', async () => {
		const lines: Lines = {...linesInMemory(), append: () => Promise.reject(new Error('the disk is full'))};
		const {program, base} = await open({journal: lines});
		await using _ = program;
		await send(program, userGroupSteps.update(base, {name: 'mine'}));
		expect(program.emulator.state.main.userGroups.get(base.id)?.name).toBe('mine');
		expect(program.frame()).toContain('the journal can not be written: the disk is full');
	});

	test('brings its secret to nowhere in the journal', async () => {
		using place = temporaryDirectory();
		const lines = lineFile({directory: place.path, name: 'work'});
		const {program} = await open({journal: lines});
		await using _ = program;
		await send(
			program,
			oauthClientSteps.create({
				client_name: 'night',
				grant_types: ['authorization_code'],
				redirect_uris: ['https://night.example/'],
				response_types: ['code'],
				scopes: [],
				token_endpoint_auth_method: 'client_secret_post',
			}),
		);
		await program.waitFor(() => program.state().overlays.some(({kind}) => kind === 'secret'));
		const panel = program.state().overlays.find(({kind}) => kind === 'secret');
		const secret = panel?.kind === 'secret' ? panel.secrets[0]?.secret?.reveal() : undefined;
		expect(secret).toMatch(/.{8}/u);
		const text = readFileSync(path.join(place.path, 'work.jsonl'), 'utf8');
		expect(text).toContain('night');
		expect(text).not.toContain(secret);
		expect(text).not.toContain(program.emulator.token);
	});
});

describe('a write of an earlier run without a known outcome', () => {
	test('is told of at the start, until somebody has opened the journal', async () => {
		const journal = await withLost();
		{
			const {program} = await open({journal});
			await using _ = program;
			await program.waitFor('1 write of yesterday has no known outcome: J or :journal shows which');
			await openJournal(program);
			expect(cursorRow(program)).toContain('unknown');
			await program.press('enter');
			expect(program.frame()).toContain('Nothing was heard of it any more');
		}
		const {program} = await open({journal});
		await using _ = program;
		expect(program.frame()).not.toContain('no known outcome');
	});

	test('of another account is none of this one’s', async () => {
		const {program} = await open({journal: await withLost({account: {id: 'b'.repeat(32)}})});
		await using _ = program;
		expect(program.frame()).not.toContain('no known outcome');
		await openJournal(program);
		expect(program.frame()).toContain('there are no writes');
	});

	test('can not drive the terminal, whoever has changed the file', async () => {
		const {program} = await open({journal: await withLost({what: 'Rename \u001b[2Jnight\u0007'})});
		await using _ = program;
		await openJournal(program);
		expect(program.painted().join('')).not.toMatch(/\u001b\[2J|\u0007/u);
		expect(cursorRow(program)).toContain('Rename');
	});
});

describe('the journal', () => {
	test('is exported by :journal export, and never over a file', async () => {
		using place = temporaryDirectory();
		const file = path.join(place.path, 'writes.jsonl');
		const {program} = await open({journal: await withLost(), size: {columns: 200, rows: 30}});
		await using _ = program;
		const run = async (): Promise<void> => {
			await program.press(':');
			await program.type(`journal export ${file}`);
			await program.press('enter');
		};
		await run();
		await program.waitFor(`1 write exported to ${file}`);
		expect(existsSync(file)).toBe(true);
		await run();
		await program.waitFor(`not exported: ${file} is there already: give another name`);
	});

	test('of nothing is not exported, and says so', async () => {
		using place = temporaryDirectory();
		const file = path.join(place.path, 'writes.jsonl');
		const {program} = await open({journal: linesInMemory(), size: {columns: 200, rows: 30}});
		await using _ = program;
		await program.press(':');
		await program.type(`journal export ${file}`);
		await program.press('enter');
		await program.waitFor(`there are no writes to export: ${file} was not made`);
		expect(existsSync(file)).toBe(false);
	});

	test('says when lines of its file could not be read', async () => {
		const journal = await withLost();
		await journal.append('{"version":1,"kind":"plan');
		const {program} = await open({journal});
		await using _ = program;
		await openJournal(program);
		await program.waitFor('1 line of the file could not be read');
	});

	test.each([
		{columns: 60, rows: 15},
		{columns: 80, rows: 24},
	])('shows time, what and outcome at $columns x $rows', async (size) => {
		const {program} = await open({journal: await withLost(), size});
		await using _ = program;
		await openJournal(program);
		expect(cursorRow(program)).toMatch(/Rename night.*unknown/u);
	});
});
