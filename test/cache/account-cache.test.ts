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
import * as promises from 'node:fs/promises';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {type AccountCacheOptions, openAccountCache} from '../../source/cache/account-cache.ts';
import {keptFor, largestFile, largestTotal, listsDirectory, removeListsFiles} from '../../source/cache/list-files.ts';
import {Secret} from '../../source/secret.ts';
import type {ListToKeep} from '../../source/store/former-lists.ts';
import {asOrdinaryUser, ordinaryUser} from '../configuration/ordinary-user.ts';
import {systemError} from '../credentials/failing-disk.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

let place: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
	place = temporaryDirectory();
});
afterEach(() => place[Symbol.dispose]());

const token = 'cfut_oneTokenOfFortyRandomCharacters0000001';

function open(options: Partial<AccountCacheOptions> = {}) {
	return openAccountCache({
		environment: {XDG_CACHE_HOME: place.path, HOME: '/nowhere'},
		profile: 'work',
		mode: 'encrypted',
		secret: new Secret(token),
		context: ['1.0.0', 'token', '', 'https://api.cloudflare.com/client/v4', 'account'],
		...options,
	});
}

const members: ListToKeep = {
	name: '["list","members"]',
	rows: [
		{id: '1', email: 'ana@example.com'},
		{id: '2', email: 'ben@example.com'},
	],
	total: 2,
	complete: true,
	readAt: Date.now() - 3_600_000,
	changedAt: 0,
	isOutdated: false,
	isFormer: false,
};
const groups: ListToKeep = {
	...members,
	name: '["list","userGroups"]',
	rows: [{id: 'g', name: 'Ops'}],
	total: undefined,
};
const both = {lists: [members, groups], isOfAccount: () => true};

const files = (): readonly string[] =>
	existsSync(listsDirectory({XDG_CACHE_HOME: place.path}))
		? readdirSync(listsDirectory({XDG_CACHE_HOME: place.path}), {recursive: true, encoding: 'utf8'}).toSorted()
		: [];

/** Where the file of the account is. */
function file(): string {
	const name = files().find((each) => each.endsWith('.lists'));
	if (name === undefined) throw new Error('there is no file');
	return path.join(listsDirectory({XDG_CACHE_HOME: place.path}), name);
}

describe('the lists of an account', () => {
	test('are there for the next program, with what is known of them, each once', async () => {
		await open().save(both);
		const next = open();
		expect([...next.names]).toEqual([members.name, groups.name]);
		expect(next.head(members.name)).toEqual({
			total: 2,
			complete: true,
			readAt: members.readAt,
			changedAt: 0,
			isOutdated: false,
		});
		expect(next.take(members.name)?.rows).toEqual(members.rows);
		expect(next.take(members.name)).toBeUndefined();
		expect(next.take('["list","zones"]')).toBeUndefined();
		expect(next.take(groups.name)?.rows).toEqual(groups.rows);
	});

	test('are for their owner alone, and say nothing of the account, the profile apart', async () => {
		await open().save(both);
		expect(files()).toEqual(['work', expect.stringMatching(/^work\/[\da-f]{32}\.lists$/u)]);
		expect(statSync(file()).mode & 0o777).toBe(0o600);
		expect(statSync(path.dirname(file())).mode & 0o777).toBe(0o700);
		expect(statSync(path.dirname(path.dirname(file()))).mode & 0o777).toBe(0o700);
		expect(readFileSync(file(), 'latin1')).not.toContain('example.com');
	});

	test('can be read by nobody else: another credential, account, server, version, mode or profile', async () => {
		await open().save(both);
		const others: readonly Partial<AccountCacheOptions>[] = [
			{secret: new Secret(`${token}x`)},
			{context: ['1.0.0', 'token', '', 'https://api.cloudflare.com/client/v4', 'other account']},
			{context: ['1.0.1', 'token', '', 'https://api.cloudflare.com/client/v4', 'account']},
			{context: ['1.0.0', 'key', 'ana@example.com', 'https://api.cloudflare.com/client/v4', 'account']},
			{mode: 'plain'},
			{profile: 'home'},
		];
		for (const other of others) expect([...open(other).names]).toEqual([]);
		// Not even where the file is put in the other's place.
		const before = file();
		await open({secret: new Secret(`${token}x`)}).save(both);
		const after = files().map((name) => path.join(listsDirectory({XDG_CACHE_HOME: place.path}), name));
		const other = after.find((each) => each.endsWith('.lists') && each !== before) ?? '';
		renameSync(before, other);
		expect([...open({secret: new Secret(`${token}x`)}).names]).toEqual([]);
	});

	test('that nobody has looked at stay as they are; those that are gone go', async () => {
		await open().save(both);
		const next = open();
		const read = {...members, rows: [{id: '3'}], readAt: Date.now()};
		await next.save({lists: [read], isOfAccount: () => true});
		expect([...open().names]).toEqual([members.name, groups.name]);
		expect(open().take(members.name)?.rows).toEqual([{id: '3'}]);
		await next.save({lists: [{...read, rows: []}], isOfAccount: (name) => name !== groups.name});
		expect([...open().names]).toEqual([members.name]);
	});

	test('are not written again when nothing has changed', async () => {
		await open().save(both);
		const written = statSync(file(), {bigint: true});
		const next = open();
		const rows = next.take(members.name)?.rows ?? [];
		await next.save({lists: [{...members, rows, isFormer: true}], isOfAccount: () => true});
		expect(statSync(file(), {bigint: true}).ino).toBe(written.ino);
		await next.save({lists: [{...members, rows, isFormer: true, isOutdated: true}], isOfAccount: () => true});
		expect(open().head(members.name)).toMatchObject({isOutdated: true});
		expect(open().take(members.name)?.rows).toEqual(members.rows);
	});

	test('of two programs are those of the one that wrote last, as a whole', async () => {
		const one = open();
		const other = open();
		const list = (id: string): ListToKeep => ({
			...members,
			rows: Array.from({length: 3000}, (_, at) => ({id: `${id}${at}`})),
		});
		await Promise.all(
			['a', 'b', 'c', 'd', 'e'].flatMap((id) => [
				one.save({lists: [list(id)], isOfAccount: () => true}),
				other.save({lists: [list(id.toUpperCase())], isOfAccount: () => true}),
			]),
		);
		const {rows = [], whole} = open().take(members.name) ?? {};
		const ids = rows.map((_, row) => String(Reflect.get(Object(whole?.(row)), 'id')).replace(/\d+$/u, ''));
		expect(ids).toHaveLength(3000);
		expect(new Set(ids).size).toBe(1);
		expect(files()).toHaveLength(2);
	});

	test('are not written again for a short one beside long ones, unless something was written or it is the end', async () => {
		const cache = open();
		const long: ListToKeep = {...members, rows: Array.from({length: 6000}, (_, at) => ({id: `id ${at}`}))};
		const all = (group: ListToKeep) => ({lists: [long, group], isOfAccount: () => true});
		await cache.save(all(groups));
		const written = () => statSync(file(), {bigint: true}).ino;
		const before = written();
		const read = {...groups, rows: [{id: 'other'}], readAt: groups.readAt + 1};
		await cache.save(all(read));
		expect(written()).toBe(before);
		await cache.save(all({...read, changedAt: read.readAt + 1}));
		const after = written();
		expect(after).not.toBe(before);
		await cache.save(all({...read, readAt: read.readAt + 2}), 1000);
		expect(written()).not.toBe(after);
	});

	test('leave room for others: what is too large is left out', async () => {
		const large: ListToKeep = {
			...members,
			rows: Array.from({length: 20}, (_, at) => ({id: String(at), text: String(Math.random()).repeat(120_000)})),
		};
		await open().save({lists: [large, groups], isOfAccount: () => true});
		expect([...open().names]).toEqual([groups.name]);
		expect(statSync(file()).size).toBeLessThan(largestFile);
	});

	test('that are too old, or too much, go when others are written', async () => {
		await open().save(both);
		const directory = path.join(listsDirectory({XDG_CACHE_HOME: place.path}), 'home');
		mkdirSync(directory, {mode: 0o700});
		const name = (at: number): string => path.join(directory, `${String(at).padStart(32, '0')}.lists`);
		const size = largestTotal / 4;
		for (const at of [1, 2, 3, 4, 5]) {
			writeFileSync(name(at), '');
			await promises.truncate(name(at), size);
			utimesSync(name(at), new Date(), new Date(Date.now() - at * 60_000));
		}
		writeFileSync(name(6), '');
		utimesSync(name(6), new Date(), new Date(Date.now() - keptFor - 60_000));
		writeFileSync(path.join(directory, 'notes'), 'somebody else');
		await open().save({...both, lists: [{...members, readAt: 1 + members.readAt}, groups]});
		expect(readdirSync(directory).toSorted()).toEqual([1, 2, 3].map((at) => path.basename(name(at))).concat('notes'));
		expect([...open().names]).toHaveLength(2);
	});
});

describe('nothing of a file is used, and nothing else goes wrong,', () => {
	const damage: readonly (readonly [string, (file: string) => void])[] = [
		['that was cut off', (each) => writeFileSync(each, readFileSync(each).subarray(0, -1))],
		['that is empty', (each) => writeFileSync(each, '')],
		['with another bit', (each) => writeFileSync(each, readFileSync(each).with(60, 0))],
		['that is larger than any', (each) => writeFileSync(each, Buffer.alloc(largestFile + 1))],
		['that others may read', (each) => chmodSync(each, 0o644)],
		[
			'that is a link',
			(each) => {
				renameSync(each, `${each}.other`);
				symlinkSync(`${each}.other`, each);
			},
		],
		[
			'that is a directory',
			(each) => {
				renameSync(each, `${each}.other`);
				mkdirSync(each);
			},
		],
		[
			'in a directory that is a link',
			(each) => {
				renameSync(path.dirname(each), path.join(place.path, 'elsewhere'));
				symlinkSync(path.join(place.path, 'elsewhere'), path.dirname(each));
			},
		],
	];
	test.each(damage)('%s', async (_what, change) => {
		await open().save(both);
		change(file());
		const next = open();
		expect([...next.names]).toEqual([]);
		expect(next.take(members.name)).toBeUndefined();
		await next.save(both);
	});

	test.skipIf(ordinaryUser === undefined)('that belongs to another user', async () => {
		await open().save(both);
		await promises.chown(file(), ordinaryUser ?? 0, ordinaryUser ?? 0);
		expect([...open().names]).toEqual([]);
	});

	test('with a list that is damaged: the others are there', async () => {
		await open().save(both);
		const bytes = readFileSync(file());
		bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
		writeFileSync(file(), bytes);
		const next = open();
		expect(next.take(members.name)?.rows).toEqual(members.rows);
		expect(next.take(groups.name)).toBeUndefined();
	});
});

describe('what can not be written', () => {
	test.each(['ENOSPC', 'EROFS', 'EACCES', 'EIO'])('is left, without a word and without a trace: %s', async (code) => {
		await open().save(both);
		const before = readFileSync(file());
		const disk = {
			...promises,
			rename: () => Promise.reject(systemError(code)),
			readdir: (directory: string) => promises.readdir(directory),
		};
		await open({disk}).save({...both, lists: [{...members, rows: []}]});
		expect(readFileSync(file()).equals(before)).toBe(true);
		expect(files()).toHaveLength(2);
	});

	test('is left where the directory can not be written, or is a file', async () => {
		const directory = path.join(place.path, 'locked');
		mkdirSync(directory, {mode: 0o700});
		chmodSync(place.path, 0o755);
		chmodSync(directory, 0o555);
		await asOrdinaryUser(() => open({environment: {XDG_CACHE_HOME: directory}}).save(both));
		expect(readdirSync(directory)).toEqual([]);
		writeFileSync(path.join(place.path, 'cfiam'), 'a file');
		await open().save(both);
		expect(readFileSync(path.join(place.path, 'cfiam'), 'utf8')).toBe('a file');
	});

	test('for want of time is left out, and so is what the file had of it: it is not so any more', async () => {
		const many: ListToKeep = {...members, rows: Array.from({length: 60_000}, (_, at) => ({id: `id ${at}`}))};
		await open().save(both);
		await open().save({lists: [many], isOfAccount: () => true}, 0);
		expect([...open().names]).toEqual([groups.name]);
	});
});

describe('removing', () => {
	test('takes the files of one profile, or of all, and nothing that is not ours', async () => {
		await open().save(both);
		await open({profile: 'home'}).save(both);
		await open({profile: 'home', secret: new Secret(`${token}x`)}).save(both);
		const environment = {XDG_CACHE_HOME: place.path};
		const directory = listsDirectory(environment);
		writeFileSync(path.join(directory, 'home', 'notes'), 'somebody else');
		writeFileSync(path.join(directory, 'home', `.${'a'.repeat(32)}.lists.${'0'.repeat(16)}`), 'left behind');
		expect(await removeListsFiles(environment, 'nobody')).toBe(0);
		expect(await removeListsFiles(environment, 'home')).toBe(2);
		expect(readdirSync(path.join(directory, 'home'))).toEqual(['notes']);
		expect([...open().names]).toHaveLength(2);
		expect(await removeListsFiles(environment)).toBe(1);
		expect(files()).toEqual(['home', 'home/notes']);
	});

	test('is for good: what is being written at that moment is removed, and nothing is written after it', async () => {
		const cache = open();
		const saving = cache.save(both);
		await Promise.all([saving, cache.discard()]);
		await cache.save({...both, lists: [{...members, rows: []}]});
		expect(files().filter((name) => name.endsWith('.lists'))).toEqual([]);
	});
});
