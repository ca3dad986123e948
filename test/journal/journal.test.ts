/** The journal: what was planned, what came of it, and what nobody knows. */
import {appendFileSync, existsSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {profileNameProblem} from '../../source/credentials/profile-name.ts';
import {type Planned, readLine, resultOf} from '../../source/journal/entry.ts';
import {createJournal, journalDirectory, journalName} from '../../source/journal/journal.ts';
import {lineFile, linesInMemory} from '../../source/journal/lines.ts';
import {Secret} from '../../source/secret.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

const account = 'a'.repeat(32);
const now = Date.parse('2026-11-20T09:30:00Z');
const all = {entries: 100, lines: 1000};

/** Of a process that is no more, unless another is given. */
function plan(id: string, more: Partial<Planned> = {}): Planned {
	return {
		id,
		time: new Date(now).toISOString(),
		pid: 2 ** 30,
		account: {id: account, name: 'acme'},
		who: {credential: 'token', user: 'ana', host: hostname()},
		what: `Rename ${id}`,
		changes: ['- name a', '+ name b'],
		origin: 'new',
		request: {method: 'PUT', path: '/accounts/x/iam/user_groups/1', body: {name: 'b'}},
		before: {name: 'a'},
		...more,
	};
}

function memoryJournal(more: Partial<Parameters<typeof createJournal>[0]> = {}) {
	return createJournal({lines: linesInMemory(), account, now: () => now, ...more});
}

describe('a write', () => {
	test('is read with what came of it, the last one first', async () => {
		const journal = memoryJournal();
		await journal.planned(plan('one'));
		await journal.ended({id: 'one', time: 'later', result: 'done', rayId: 'ray', after: {name: 'b'}});
		await journal.planned(plan('two'));
		await journal.ended({id: 'two', time: 'later', result: 'failed', error: ['no']});
		const {entries, hasMore, damaged} = await journal.read(all);
		expect(entries).toEqual([
			{...plan('two'), outcome: {version: 1, id: 'two', time: 'later', result: 'failed', error: ['no']}, version: 1},
			{
				...plan('one'),
				outcome: {version: 1, id: 'one', time: 'later', result: 'done', rayId: 'ray', after: {name: 'b'}},
				version: 1,
			},
		]);
		expect([hasMore, damaged]).toEqual([false, 0]);
	});

	test('of which looking has told later is as that says', async () => {
		const journal = memoryJournal();
		await journal.planned(plan('one'));
		await journal.ended({id: 'one', time: 'then', result: 'unknown'});
		await journal.ended({id: 'one', time: 'later', result: 'done'});
		const {entries, unnoticed} = await journal.read(all);
		expect(entries.map(resultOf)).toEqual(['done']);
		expect(unnoticed).toEqual([]);
	});

	test('of another account in the same file is not shown', async () => {
		const lines = linesInMemory();
		await memoryJournal({lines}).planned(plan('theirs', {account: {id: 'b'.repeat(32)}}));
		await memoryJournal({lines}).planned(plan('mine'));
		expect((await memoryJournal({lines}).read(all)).entries.map(({id}) => id)).toEqual(['mine']);
	});

	test('has no secret in it: neither an object that holds one, nor the credential where somebody typed it', async () => {
		using place = temporaryDirectory();
		const token = 'cfut_0123456789abcdef';
		const journal = createJournal({
			lines: lineFile({directory: place.path, name: 'work'}),
			account,
			redact: (text) => text.replaceAll(token, '••••'),
		});
		await journal.planned(
			plan('one', {what: `Rename ${token}`, request: {method: 'PUT', path: '/', body: {s: new Secret('hush-hush')}}}),
		);
		await journal.ended({id: 'one', time: 'later', result: 'done', after: {secret: new Secret('hush-hush')}});
		const text = readFileSync(path.join(place.path, 'work.jsonl'), 'utf8');
		expect(text).not.toContain(token);
		expect(text).not.toContain('hush-hush');
		expect(text.trimEnd().split('\n').map(readLine)).not.toContain(undefined);
	});
});

describe('a write without an outcome', () => {
	test('is told of until somebody has noticed', async () => {
		const lines = linesInMemory();
		const journal = memoryJournal({lines});
		await journal.planned(plan('lost'));
		await journal.planned(plan('unknown'));
		await journal.ended({id: 'unknown', time: 'then', result: 'unknown'});
		expect((await memoryJournal({lines}).read(all)).unnoticed).toEqual(['unknown', 'lost']);
		await journal.noticed(['lost', 'unknown']);
		const later = await memoryJournal({lines}).read(all);
		expect(later.unnoticed).toEqual([]);
		expect(later.entries.map(resultOf)).toEqual(['unknown', 'unknown']);
	});

	test.each([
		['is under way while its process runs', {pid: process.pid}, now, []],
		['is not any more once no request can be', {pid: process.pid}, now + 3_600_000, ['one']],
		['of another machine is told of', {pid: process.pid, who: {...plan('x').who, host: 'elsewhere'}}, now, ['one']],
	])('%s', async (_what, more, at, unnoticed) => {
		const journal = memoryJournal({now: () => at});
		await journal.planned(plan('one', more));
		expect((await journal.read(all)).unnoticed).toEqual(unnoticed);
	});
});

describe('a file', () => {
	test('whose last line broke off is read all the same, and says so', async () => {
		using place = temporaryDirectory();
		const journal = createJournal({lines: lineFile({directory: place.path, name: 'work'}), account});
		await journal.planned(plan('one'));
		appendFileSync(path.join(place.path, 'work.jsonl'), '{"version":1,"kind":"planned","id":"tw');
		const {entries, damaged} = await journal.read(all);
		expect(entries.map(({id}) => id)).toEqual(['one']);
		expect(damaged).toBe(1);
	});

	test.each([
		'null',
		'[]',
		'3',
		'{"version":2,"kind":"planned"}',
		'{"version":1,"kind":"planned","id":"x"}',
		'{"version":1,"kind":"outcome","id":"x","time":"t","result":"maybe"}',
		'{"version":1,"kind":"noticed","ids":[1]}',
	])('with %s in it says that it is none of its lines', (text) => {
		expect(readLine(text)).toBeUndefined();
	});

	test('is read no further than is enough', async () => {
		const journal = memoryJournal();
		for (const id of ['one', 'two', 'three']) await journal.planned(plan(id));
		expect(await journal.read({entries: 2, lines: 100})).toMatchObject({
			hasMore: true,
			entries: [{id: 'three'}, {id: 'two'}],
		});
		expect(await journal.read({entries: 9, lines: 1})).toMatchObject({hasMore: true, entries: [{id: 'three'}]});
		expect(await journal.read({entries: 3, lines: 3})).toMatchObject({hasMore: false});
	});

	test('that can not be written says so to who writes', async () => {
		using place = temporaryDirectory({taken: ''});
		const lines = lineFile({directory: path.join(place.path, 'taken'), name: 'work'});
		await expect(createJournal({lines, account}).planned(plan('one'))).rejects.toThrow();
	});

	test('stands under XDG_STATE_HOME', () => {
		expect(journalDirectory({XDG_STATE_HOME: '/s', HOME: '/h'})).toBe('/s/cfiam/journal');
		expect(journalDirectory({XDG_STATE_HOME: 'relative', HOME: '/h'})).toBe('/h/.local/state/cfiam/journal');
	});
});

describe('an export', () => {
	test('has one object a line, the first write first, for its owner alone', async () => {
		using place = temporaryDirectory();
		const file = path.join(place.path, 'writes.jsonl');
		const journal = memoryJournal();
		await journal.planned(plan('one'));
		await journal.planned(plan('two'));
		await journal.ended({id: 'one', time: 'later', result: 'done'});
		expect(await journal.export(file)).toBe(2);
		const written = readFileSync(file, 'utf8').trimEnd().split('\n');
		expect(written.map((line) => JSON.parse(line))).toMatchObject([
			{id: 'one', outcome: {result: 'done'}},
			{id: 'two'},
		]);
		expect(statSync(file).mode & 0o777).toBe(0o600);
	});

	test('replaces nothing', async () => {
		using place = temporaryDirectory();
		const file = path.join(place.path, 'writes.jsonl');
		writeFileSync(file, 'mine');
		const journal = memoryJournal();
		await journal.planned(plan('one'));
		await expect(journal.export(file)).rejects.toThrow(/is there already/u);
		expect(readFileSync(file, 'utf8')).toBe('mine');
	});

	test('of nothing makes no file, which would be in the way of the next', async () => {
		using place = temporaryDirectory();
		const file = path.join(place.path, 'writes.jsonl');
		const journal = memoryJournal();
		expect(await journal.export(file)).toBe(0);
		expect(existsSync(file)).toBe(false);
		await journal.planned(plan('one'));
		expect(await journal.export(file)).toBe(1);
	});

	test('to a directory that is not there says so', async () => {
		using place = temporaryDirectory();
		const file = path.join(place.path, 'none', 'writes.jsonl');
		const journal = memoryJournal();
		await journal.planned(plan('one'));
		await expect(journal.export(file)).rejects.toThrow(/there is no directory/u);
		expect(existsSync(file)).toBe(false);
	});
});

test('what is of no profile, or of another server, has a journal of its own', () => {
	const names = [
		journalName('default', undefined),
		journalName(undefined, undefined),
		journalName('default', 'https://one.example/client/v4'),
		journalName('default', 'https://two.example/client/v4'),
		journalName(undefined, 'https://one.example/client/v4'),
	];
	expect(names[0]).toBe('default');
	expect(new Set(names).size).toBe(names.length);
	for (const name of names.slice(1)) {
		expect(profileNameProblem(name)).toBeDefined();
		// `~` stands before the time of a rotated one.
		expect(name).toMatch(/^[\w@-]+$/u);
	}
});
