import {chmodSync, chownSync, existsSync, readdirSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {openAccountCache} from '../../source/cache/account-cache.ts';
import {clearCache} from '../../source/commands/cache.ts';
import {Secret} from '../../source/secret.ts';
import {asOrdinaryUser, ordinaryUser} from '../configuration/ordinary-user.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {collector} from './support.ts';

let place: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
	place = temporaryDirectory();
});
afterEach(() => place[Symbol.dispose]());

async function keep(profile: string, account: string): Promise<void> {
	const cache = openAccountCache({
		environment: {XDG_CACHE_HOME: place.path},
		profile,
		mode: 'encrypted',
		secret: new Secret('a-token'),
		context: [account],
	});
	const list = {
		name: 'zones',
		rows: [{id: '1'}],
		total: 1,
		complete: true,
		readAt: Date.now(),
		changedAt: 0,
		isOutdated: false,
	};
	await cache.save({lists: [{...list, isFormer: false}], isOfAccount: () => true});
}

async function clear(profile?: string) {
	const stdout = collector();
	const stderr = collector();
	const code = await clearCache({profile}, {environment: {XDG_CACHE_HOME: place.path}, stdout, stderr});
	return {code, stdout: stdout.text(), stderr: stderr.text()};
}

const directory = () => path.join(place.path, 'cfiam', 'lists');

test('cfiam cache clear removes what is kept of every profile, and says how much that was', async () => {
	await keep('work', 'one');
	await keep('work', 'two');
	await keep('home', 'one');
	expect(await clear()).toEqual({
		code: 0,
		stdout: `Removed the lists of 3 accounts from ${directory()}.\n`,
		stderr: '',
	});
	expect(existsSync(directory())).toBe(false);
	expect(await clear()).toEqual({code: 0, stdout: `No lists are kept under ${directory()}.\n`, stderr: ''});
});

test('with --profile it removes those of one', async () => {
	await keep('work', 'one');
	await keep('home', 'one');
	const stdout = `Removed the lists of profile home of one account from ${directory()}.\n`;
	expect(await clear('home')).toEqual({code: 0, stdout, stderr: ''});
	expect(readdirSync(directory())).toEqual(['work']);
});

test.each(['../work', '', '.', 'a/b'])('what is no name of a profile removes nothing: %j', async (profile) => {
	await keep('work', 'one');
	expect(await clear(profile)).toMatchObject({code: 2, stdout: ''});
	expect(readdirSync(directory())).toEqual(['work']);
});

test('says why something can not be removed', async () => {
	await keep('work', 'one');
	const owner = ordinaryUser ?? process.getuid?.() ?? 0;
	const places = [place.path, path.join(place.path, 'cfiam'), directory(), path.join(directory(), 'work')];
	for (const each of places) chownSync(each, owner, owner);
	chmodSync(path.join(directory(), 'work'), 0o500);
	const {code, stdout, stderr} = await asOrdinaryUser(() => clear());
	chmodSync(path.join(directory(), 'work'), 0o700);
	expect({code, stdout}).toEqual({code: 1, stdout: ''});
	expect(stderr).toContain(`cfiam: The lists could not be removed from ${directory()}.\n  EACCES`);
});
