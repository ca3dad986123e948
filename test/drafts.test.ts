/** Drafts on a real disk. */
import {
	chmodSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	statSync,
	symlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import {hostname} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {createDrafts, draftsDirectory} from '../source/drafts.ts';
import type {Draft} from '../source/screens/form/drafts.ts';
import {temporaryDirectory} from './support/temporary-directory.ts';

const now = Date.parse('2026-11-20T09:30:00Z');

function draft(key: string, more: Partial<Draft> = {}): Draft {
	const values = {name: 'platform', uris: ['a', 'b'], policies: [{access: 'allow', permissions: []}], enabled: true};
	return {key, title: `Edit ${key}`, savedAt: now, start: {name: ''}, values, ...more};
}

const open = (home: string, place = 'work') => createDrafts({HOME: home}, place, () => now);

/** All files under the drafts of a home. */
function filesIn(home: string): readonly string[] {
	const directory = draftsDirectory({HOME: home});
	if (!existsSync(directory)) return [];
	return readdirSync(directory, {recursive: true, withFileTypes: true})
		.filter((entry) => entry.isFile() || entry.isSymbolicLink())
		.map((entry) => path.join(entry.parentPath, entry.name));
}

describe('drafts', () => {
	test('are read as they were written, by the next process as well', () => {
		using home = temporaryDirectory();
		open(home.path).write(draft('groups/1'));
		open(home.path).write(draft('groups/2', {savedAt: now + 1}));
		expect(open(home.path).read('groups/1')).toEqual(draft('groups/1'));
		expect(open(home.path).list()).toEqual([
			{key: 'groups/2', title: 'Edit groups/2', savedAt: now + 1},
			{key: 'groups/1', title: 'Edit groups/1', savedAt: now},
		]);
	});

	test('are for their owner alone, and told apart by profile and account', () => {
		using home = temporaryDirectory();
		open(home.path).write(draft('groups/1'));
		const [file = ''] = filesIn(home.path);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
		expect(statSync(path.dirname(path.dirname(file))).mode & 0o777).toBe(0o700);
		expect(open(home.path, 'other').read('groups/1')).toBeUndefined();
		expect(open(home.path, 'other').list()).toEqual([]);
	});

	test('take the rights away from a directory that others may read', () => {
		using home = temporaryDirectory();
		const directory = draftsDirectory({HOME: home.path});
		mkdirSync(directory, {recursive: true});
		chmodSync(directory, 0o755);
		open(home.path).write(draft('groups/1'));
		expect(statSync(directory).mode & 0o777).toBe(0o700);
	});

	test('stand under XDG_STATE_HOME, unless it is relative', () => {
		expect(draftsDirectory({XDG_STATE_HOME: '/state', HOME: '/someone'})).toBe('/state/cfiam/drafts');
		expect(draftsDirectory({XDG_STATE_HOME: 'state', HOME: '/someone'})).toBe('/someone/.local/state/cfiam/drafts');
	});

	test('replace one another as a whole, and leave nothing behind', () => {
		using home = temporaryDirectory();
		const drafts = open(home.path);
		for (let time = 0; time < 5; time++) drafts.write(draft('groups/1', {savedAt: now + time}));
		expect(filesIn(home.path)).toHaveLength(1);
		expect(drafts.read('groups/1')?.savedAt).toBe(now + 4);
		drafts.remove('groups/1');
		drafts.remove('groups/1');
		expect(filesIn(home.path)).toEqual([]);
	});

	test.each([
		['half of one', (text: string) => text.slice(0, text.length / 2)],
		['one of another version', (text: string) => text.replace('"version":1', '"version":2')],
		['one with values that are none', (text: string) => text.replace('"values":{', '"values":{"odd":[1],')],
		['one of another form', (text: string) => text.replaceAll('groups/1', 'groups/9')],
		['nothing', () => ''],
		['null', () => 'null'],
	])('leave out what is %s, say nothing of it, and do not delete it', (_what, spoil) => {
		using home = temporaryDirectory();
		const drafts = open(home.path);
		drafts.write(draft('groups/1'));
		const [file = ''] = filesIn(home.path);
		writeFileSync(file, spoil(readFileSync(file, 'utf8')));
		const left = readFileSync(file, 'utf8');
		expect(drafts.read('groups/1')).toBeUndefined();
		expect(drafts.list()).toEqual([]);
		expect(readFileSync(file, 'utf8')).toBe(left);
		drafts.write(draft('groups/1'));
		expect(drafts.list()).toHaveLength(1);
	});

	test('that can not be read for a while are there again afterwards', () => {
		using home = temporaryDirectory();
		const drafts = open(home.path);
		drafts.write(draft('groups/1'));
		const [file = ''] = filesIn(home.path);
		// As many open files as a system allows are as good a reason: whoever tests may be allowed to read everything.
		renameSync(file, `${file}.kept`);
		symlinkSync(`${file}.kept`, file);
		expect(drafts.list()).toEqual([]);
		expect(existsSync(file)).toBe(true);
		renameSync(`${file}.kept`, file);
		expect(drafts.list()).toHaveLength(1);
	});

	test('sweep away what a killed program was writing an hour ago, and not what another one is writing now', () => {
		using home = temporaryDirectory();
		const drafts = open(home.path);
		drafts.write(draft('groups/1'));
		const [file = ''] = filesIn(home.path);
		const part = (name: string, hours: number): string => {
			const left = path.join(path.dirname(file), `.${path.basename(file)}.${name.repeat(16)}`);
			writeFileSync(left, '{');
			utimesSync(left, now / 1000 - hours * 3600, now / 1000 - hours * 3600);
			return left;
		};
		const old = part('a', 1.1);
		const young = part('b', 0.9);
		drafts.write(draft('groups/2'));
		expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
	});

	test('keep the text of an editor as it was written', () => {
		using home = temporaryDirectory();
		const written = '{"name": "plat\n';
		open(home.path).write(draft('groups/1', {written}));
		expect(open(home.path).read('groups/1')).toEqual(draft('groups/1', {written}));
	});

	test('of two programs with the same form are two: neither writes over the other, and each is told of', () => {
		using home = temporaryDirectory();
		const other = {id: 'other', pid: process.ppid, host: hostname()};
		const mine = open(home.path);
		const theirs = createDrafts({HOME: home.path}, 'work', () => now, other);
		mine.write(draft('groups/1', {values: {name: 'mine'}}));
		theirs.write(draft('groups/1', {values: {name: 'theirs'}, savedAt: now + 1}));
		mine.write(draft('groups/1', {values: {name: 'mine again'}, savedAt: now + 2}));
		expect(mine.read('groups/1')).toEqual(draft('groups/1', {values: {name: 'mine again'}, savedAt: now + 2}));
		expect(mine.read('groups/1', now + 1)).toMatchObject({values: {name: 'theirs'}, isElsewhere: true});
		expect(mine.list().map(({savedAt, isElsewhere}) => [savedAt, isElsewhere])).toEqual([
			[now + 2, undefined],
			[now + 1, true],
		]);
		mine.read('groups/1');
		mine.remove('groups/1');
		expect(mine.list()).toMatchObject([{savedAt: now + 1, isElsewhere: true}]);
		expect(theirs.read('groups/1')).toMatchObject({values: {name: 'theirs'}});
	});

	test('of a program that has ended are taken over', () => {
		using home = temporaryDirectory();
		const ended = {id: 'ended', pid: 2 ** 30, host: hostname()};
		createDrafts({HOME: home.path}, 'work', () => now, ended).write(draft('groups/1'));
		const drafts = open(home.path);
		expect(drafts.read('groups/1')).toEqual(draft('groups/1'));
		drafts.write(draft('groups/1', {savedAt: now + 1}));
		expect(drafts.list()).toEqual([{key: 'groups/1', title: 'Edit groups/1', savedAt: now + 1}]);
	});

	/** Two drafts of one form, by programs that have ended; the newer one first. */
	function twoLeft(home: string): void {
		for (const [id, savedAt] of [
			['older', now],
			['newer', now + 1],
		] as const) {
			const host = hostname();
			createDrafts({HOME: home}, 'work', () => now, {id, pid: process.ppid, host}).write(
				draft('groups/1', {values: {name: id}, savedAt}),
			);
		}
		for (const file of filesIn(home)) {
			writeFileSync(file, readFileSync(file, 'utf8').replaceAll(`"pid":${process.ppid}`, `"pid":${2 ** 30}`));
		}
	}

	test('go on in their own place: the older of two left does not take the newer one away', () => {
		using home = temporaryDirectory();
		twoLeft(home.path);
		const drafts = open(home.path);
		expect(drafts.read('groups/1', now)).toMatchObject({values: {name: 'older'}});
		drafts.write(draft('groups/1', {values: {name: 'older, continued'}, savedAt: now + 2}));
		expect(drafts.list().map(({savedAt}) => savedAt)).toEqual([now + 2, now + 1]);
		// Sent: only the one that it went on with is done with.
		drafts.remove('groups/1');
		expect(drafts.list().map(({savedAt}) => savedAt)).toEqual([now + 1]);
		expect(drafts.read('groups/1')).toMatchObject({values: {name: 'newer'}});
	});

	test('of a form that goes on with none take a place of their own', () => {
		using home = temporaryDirectory();
		twoLeft(home.path);
		const drafts = open(home.path);
		drafts.read('groups/1');
		drafts.release('groups/1');
		drafts.write(draft('groups/1', {savedAt: now + 2}));
		expect(drafts.list().map(({savedAt}) => savedAt)).toEqual([now + 2, now + 1, now]);
		drafts.remove('groups/1');
		drafts.remove('groups/1');
		expect(drafts.list().map(({savedAt}) => savedAt)).toEqual([now + 1, now]);
	});

	test('are not read through a link', () => {
		using home = temporaryDirectory({'elsewhere.json': ''});
		const drafts = open(home.path);
		drafts.write(draft('groups/1'));
		const [file = ''] = filesIn(home.path);
		const elsewhere = path.join(home.path, 'elsewhere.json');
		writeFileSync(elsewhere, readFileSync(file));
		drafts.remove('groups/1');
		symlinkSync(elsewhere, file);
		expect(drafts.read('groups/1')).toBeUndefined();
		expect(drafts.list()).toEqual([]);
		expect(existsSync(elsewhere)).toBe(true);
	});

	test('are kept up to a number, an age and a size', () => {
		using home = temporaryDirectory();
		const drafts = open(home.path);
		for (let number = 0; number < 60; number++) drafts.write(draft(`groups/${number}`, {savedAt: now + number}));
		expect(drafts.list()).toHaveLength(50);
		expect(drafts.read('groups/9')).toBeUndefined();
		expect(drafts.read('groups/10')).toBeDefined();
		const later = createDrafts({HOME: home.path}, 'work', () => now + 91 * 24 * 3_600_000);
		expect(later.list()).toEqual([]);
		drafts.write(draft('groups/1', {values: {name: 'x'.repeat(5 * 1024 * 1024)}}));
		expect(drafts.list()).toEqual([]);
	});

	test('that can not be written are none, and harm nobody', () => {
		using home = temporaryDirectory({'.local': 'a file where a directory should be'});
		const drafts = open(home.path);
		drafts.write(draft('groups/1'));
		expect(drafts.read('groups/1')).toBeUndefined();
		expect(drafts.list()).toEqual([]);
		drafts.remove('groups/1');
	});
});
