/** What is kept of an account that more than one program is open on. */
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {openAccountCache} from '../../source/cache/account-cache.ts';
import {removeListsFiles} from '../../source/cache/list-files.ts';
import {Secret} from '../../source/secret.ts';
import type {ListToKeep} from '../../source/store/former-lists.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

let place: ReturnType<typeof temporaryDirectory>;
beforeEach(() => {
	place = temporaryDirectory();
});
afterEach(() => place[Symbol.dispose]());

const open = () =>
	openAccountCache({
		environment: {XDG_CACHE_HOME: place.path, HOME: '/nowhere'},
		profile: 'work',
		mode: 'encrypted',
		secret: new Secret('cfut_oneTokenOfFortyRandomCharacters0000001'),
		context: ['1.0.0'],
	});

const at = Date.now() - 3_600_000;
const members: ListToKeep = {
	name: '["list","members"]',
	rows: [],
	total: 1,
	complete: true,
	readAt: at,
	changedAt: at,
	isOutdated: false,
	isFormer: false,
};
const groups: ListToKeep = {...members, name: '["list","userGroups"]', rows: [{id: 'g', name: 'Ops'}]};

describe('that two programs have kept are the later ones', () => {
	const list = (id: string, readAt: number, changedAt = readAt): ListToKeep => ({
		...members,
		rows: [{id}],
		readAt,
		changedAt,
	});
	/** What is there when one has kept a list, then another `theirs`, then the first one something else and `ours`. */
	async function keep(first: ListToKeep, theirs: ListToKeep, ours: ListToKeep) {
		await removeListsFiles({XDG_CACHE_HOME: place.path});
		const one = open();
		await one.save({lists: [first], isOfAccount: () => true});
		const next = open();
		next.take(members.name);
		await next.save({lists: [theirs], isOfAccount: () => true});
		await one.save({lists: [ours, groups], isOfAccount: () => true});
		// And when nothing more than another list has changed.
		await one.save({lists: [ours, {...groups, rows: []}], isOfAccount: () => true});
		const last = open();
		const {isOutdated} = last.head(members.name) ?? {};
		return {rows: last.take(members.name)?.rows, isOutdated};
	}

	test('when one has read before the other, and keeps another list', async () => {
		const old = list('old', at);
		expect(await keep(old, list('new', at + 1000), old)).toEqual({rows: [{id: 'new'}], isOutdated: false});
	});

	test('when both have the same reading, and one has changed it', async () => {
		const old = list('old', at);
		expect(await keep(old, list('changed', at, at + 1000), old)).toEqual({
			rows: [{id: 'changed'}],
			isOutdated: false,
		});
	});

	test('to be read again where one has changed an older reading meanwhile', async () => {
		const old = list('old', at);
		const changed = list('changed', at, at + 2000);
		expect(await keep(old, list('read', at + 1000), changed)).toEqual({rows: [{id: 'read'}], isOutdated: true});
		expect(await keep(old, changed, list('read', at + 1000))).toEqual({rows: [{id: 'read'}], isOutdated: true});
	});

	test('and one that has changed its own again and again has not to be read again for that', async () => {
		const one = open();
		for (const changedAt of [at, at + 1, at + 2])
			await one.save({lists: [list(String(changedAt - at), at, changedAt)], isOfAccount: () => true});
		expect(open().head(members.name)).toMatchObject({isOutdated: false, changedAt: at + 2});
		expect(open().take(members.name)?.rows).toEqual([{id: '2'}]);
	});
});
