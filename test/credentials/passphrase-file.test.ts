import {chmodSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {seal} from '../../source/credentials/passphrase-cipher.ts';
import {createPassphraseFiles, passphraseFilePath} from '../../source/credentials/passphrase-file.ts';
import {scryptCost} from '../../source/credentials/passphrase-file-format.ts';
import {type Disk, realDisk} from '../../source/credentials/private-file.ts';
import type {CredentialStore} from '../../source/credentials/store.ts';
import {Secret} from '../../source/secret.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {failingDisk} from './failing-disk.ts';
import {failureOf, key, kindOf, otherToken, seen, token, tokenText} from './samples.ts';

const passphrase = new Secret('correct horse battery staple');
const another = new Secret('another passphrase altogether');

let place: ReturnType<typeof temporaryDirectory>;
let directory: string;
let file: string;

beforeEach(() => {
	place = temporaryDirectory();
	directory = path.join(place.path, 'cfiam');
	file = passphraseFilePath(directory, 'work');
});

afterEach(() => place[Symbol.dispose]());

const store = (disk: Disk = realDisk): CredentialStore =>
	createPassphraseFiles({directory, platform: 'linux', cost: scryptCost.least, disk});

const read = async (profile = 'work', words: Secret | undefined = passphrase): Promise<readonly string[] | undefined> =>
	seen(await store().read(profile, {passphrase: words}));

describe('a passphrase file as a store', () => {
	it('gives back what was stored, for each profile its own', async () => {
		await store().write('work', token, {passphrase});
		await store().write('home', key, {passphrase: another});
		expect(await read()).toEqual(seen(token));
		expect(await read('home', another)).toEqual(seen(key));
		expect(readdirSync(directory).toSorted()).toEqual(['home.token', 'work.token']);
		expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
		expect(readFileSync(file, 'utf8')).not.toContain(tokenText);
	});

	it('replaces what was stored, whatever its passphrase was', async () => {
		await store().write('work', token, {passphrase});
		await store().write('work', otherToken, {passphrase: another});
		expect(await read('work', another)).toEqual(seen(otherToken));
		expect(await kindOf(read())).toBe('wrong-passphrase');
		expect(readdirSync(directory)).toEqual(['work.token']);
	});

	it('has nothing for a profile that nothing was stored for, and needs no passphrase to say so', async () => {
		expect(await store().read('work')).toBeUndefined();
		expect(await store().remove('work')).toBe(false);
	});

	it('removes what was stored, without a passphrase', async () => {
		await store().write('work', token, {passphrase});
		expect(await store().remove('work')).toBe(true);
		expect(readdirSync(directory)).toEqual([]);
		expect(await store().remove('work')).toBe(false);
	});

	it('cannot be read without a passphrase', async () => {
		await store().write('work', token, {passphrase});
		expect(await failureOf(store().read('work'))).toMatchObject({
			kind: 'wrong-passphrase',
			detail: 'No passphrase was given.',
		});
		expect(await kindOf(read('work', another))).toBe('wrong-passphrase');
	});

	it('is not written with a passphrase that is none', async () => {
		await store().write('work', token, {passphrase});
		for (const words of [undefined, new Secret('short')]) {
			expect(await failureOf(store().write('work', otherToken, {passphrase: words}))).toMatchObject({
				kind: 'wrong-passphrase',
				detail: expect.stringContaining('at least 8'),
			});
		}
		expect(await read()).toEqual(seen(token));
	});

	it('is not written with what could not be read again', async () => {
		const none = {kind: 'token', token: new Secret(' ')} as const;
		expect(await kindOf(store().write('work', none, {passphrase}))).toBe('unreadable');
		expect(await store().read('work')).toBeUndefined();
	});

	it('says so when a file with the right passphrase has no credential in it', async () => {
		await store().write('work', token, {passphrase});
		const text = new Secret('no credential at all');
		writeFileSync(file, await seal(text, passphrase, {profile: 'work', cost: scryptCost.least}));
		expect(await kindOf(read())).toBe('unreadable');
	});

	it('says so when it is damaged, before it works on it, and needs no passphrase for that', async () => {
		await store().write('work', token, {passphrase});
		const text = readFileSync(file, 'utf8');
		writeFileSync(file, text.slice(0, -30));
		expect(await kindOf(store().read('work'))).toBe('damaged');
		writeFileSync(file, text.replace(`N=${scryptCost.least}`, 'N=1073741824'));
		expect(await kindOf(store().read('work', {passphrase}))).toBe('damaged');
		writeFileSync(file, '');
		expect(await failureOf(read())).toMatchObject({kind: 'damaged', detail: 'It is empty.'});
		writeFileSync(file, Buffer.alloc(1_000_000, 0x41));
		expect(await kindOf(read())).toBe('file');
	});

	it('can be looked at without a passphrase: what it could not be read for in any case is said before one is typed', async () => {
		expect(await store().inspect?.('work')).toBe(false);
		await store().write('work', token, {passphrase});
		expect(await store().inspect?.('work')).toBe(true);
		chmodSync(file, 0o640);
		expect(await failureOf(store().inspect?.('work') ?? Promise.resolve())).toMatchObject({
			kind: 'file',
			detail: expect.stringContaining('Others may read or change it.'),
		});
		chmodSync(file, 0o600);
		writeFileSync(file, readFileSync(file, 'utf8').replace(`N=${scryptCost.least}`, 'N=1073741824'));
		expect(await kindOf(store().inspect?.('work') ?? Promise.resolve())).toBe('damaged');
	});

	it('can be put back as it was', async () => {
		const putNothingBack = await store().write('work', token, {passphrase});
		const putBack = await store().write('work', otherToken, {passphrase: another});
		await putBack();
		expect(await read()).toEqual(seen(token));
		await putNothingBack();
		expect(readdirSync(directory)).toEqual([]);
	});

	it('puts back even what was damaged', async () => {
		await store().write('work', token, {passphrase});
		writeFileSync(file, 'not a passphrase file');
		chmodSync(file, 0o644);
		const putBack = await store().write('work', token, {passphrase});
		expect(await read()).toEqual(seen(token));
		await putBack();
		expect(readFileSync(file, 'utf8')).toBe('not a passphrase file');
	});

	it.each(['', '.', '..', '../work', '/etc/passwd', 'a/b', '.work', '-rf', 'a\nb', 'a\0b', 'a b', 'x'.repeat(65)])(
		'touches nothing for the profile %j',
		async (profile) => {
			expect(await kindOf(store().read(profile, {passphrase}))).toBe('file');
			expect(await kindOf(store().write(profile, token, {passphrase}))).toBe('file');
			expect(await kindOf(store().remove(profile))).toBe('file');
			expect(readdirSync(place.path)).toEqual([]);
		},
	);

	it('does not take the file of another profile for its own', async () => {
		await store().write('work', token, {passphrase});
		renameSync(file, passphraseFilePath(directory, 'Work'));
		const detail = 'It is the file of another profile, "work": here the names of files ignore case.';
		expect(await failureOf(read('Work'))).toMatchObject({kind: 'file', detail});
		expect(await failureOf(store().write('Work', otherToken, {passphrase}))).toMatchObject({kind: 'file', detail});
		expect(await store().remove('Work')).toBe(false);
		renameSync(passphraseFilePath(directory, 'Work'), file);
		expect(await read()).toEqual(seen(token));
	});

	it('is not read through a link, and not removed by removing one', async () => {
		await store().write('work', token, {passphrase});
		const moved = path.join(place.path, 'moved');
		renameSync(file, moved);
		symlinkSync(moved, file);
		expect(await kindOf(read())).toBe('file');
		expect(await kindOf(store().write('work', token, {passphrase}))).toBe('file');
		expect(await kindOf(store().remove('work'))).toBe('file');
		expect(readFileSync(moved, 'utf8')).toContain('cfiam passphrase file 1');
	});
});

describe('a passphrase file that cannot be finished', () => {
	it('is as it was, and alone, when that is called off', async () => {
		await store().write('work', token, {passphrase});
		const stop = new AbortController();
		const {disk} = failingDisk((_index, name) => {
			if (name === 'open') stop.abort();
			return undefined;
		});
		const call = {passphrase, signal: stop.signal};
		expect(await kindOf(store(disk).write('work', otherToken, call))).toBe('cancelled');
		expect(await kindOf(store().read('work', call))).toBe('cancelled');
		expect(await read()).toEqual(seen(token));
		expect(readdirSync(directory)).toEqual(['work.token']);
	});

	it('is as it was, and alone, wherever the disk fails', async () => {
		await store().write('work', token, {passphrase});
		const text = readFileSync(file, 'utf8');
		const {disk, calls} = failingDisk(() => undefined);
		await store(disk).write('work', token, {passphrase});
		for (let fails = 0; fails < calls.length; fails++) {
			// What a killed program has left is looked for, and need not be found.
			if (calls[fails] === 'readdir') continue;
			writeFileSync(file, text);
			const failing = failingDisk((index) => (index === fails ? 'EIO' : undefined));
			expect(await kindOf(store(failing.disk).write('work', otherToken, {passphrase})), calls[fails]).toBe('file');
			expect(readdirSync(directory), calls[fails]).toEqual(['work.token']);
			expect(readFileSync(file, 'utf8'), calls[fails]).toBe(text);
		}
	});

	it('is not there at all when it is the first one', async () => {
		const {disk, calls} = failingDisk(() => undefined);
		await store(disk).write('work', token, {passphrase});
		const rename = calls.indexOf('rename');
		for (const fails of [rename, rename + 1, rename + 2]) {
			await store().remove('work');
			const failing = failingDisk((index) => (index === fails ? 'EIO' : undefined));
			expect(await kindOf(store(failing.disk).write('work', token, {passphrase})), calls[fails]).toBe('file');
			expect(readdirSync(directory), calls[fails]).toEqual([]);
		}
	});

	it('is said not to be kept when another program has written in between, whose file stays', async () => {
		const disk: Disk = {
			...realDisk,
			rename: async (from, to) => {
				await realDisk.rename(from, to);
				writeFileSync(file, 'of another program');
			},
		};
		expect(await kindOf(store(disk).write('work', token, {passphrase}))).toBe('not-kept');
		expect(readFileSync(file, 'utf8')).toBe('of another program');
	});

	it('is one of them as a whole when several are written at once', async () => {
		const credentials = [token, otherToken, key];
		const ended = await Promise.allSettled(
			credentials.map((credential) => store().write('work', credential, {passphrase})),
		);
		expect(ended.some(({status}) => status === 'fulfilled')).toBe(true);
		expect(credentials.map(seen)).toContainEqual(await read());
		expect(readdirSync(directory)).toEqual(['work.token']);
	});
});
