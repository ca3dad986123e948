/**
 * Where the files of lists are: `$XDG_CACHE_HOME/cfiam/lists/PROFILE/NAME.lists`, for their owner alone. What is not the
 * user's own directory or file, what is a link, and what others may look into is as if it were not there: nothing here
 * throws for what it finds.
 */
import type {Stats} from 'node:fs';
import {chmodSync, closeSync, constants, fstatSync, lstatSync, mkdirSync, openSync, readSync} from 'node:fs';
import * as promises from 'node:fs/promises';
import {homedir} from 'node:os';
import path from 'node:path';
import {type Disk, removeLeftovers, replaceFile} from '../atomic-file.ts';

/** Bytes of one file at most. */
export const largestFile = 32 * 1024 * 1024;

/** Bytes of all files together; those that have not been written for the longest time go. */
export const largestTotal = 128 * 1024 * 1024;

/** Ms after which a file that nobody has written is of no use any more: 30 days. */
export const keptFor = 30 * 24 * 3_600_000;

const byOthers = 0o077;
const suffix = '.lists';
const fileName = /^[\da-f]{32}\.lists$/u;
const hasModes = process.platform !== 'win32';

type Variables = Readonly<Record<string, string | undefined>>;

/** `$XDG_CACHE_HOME/cfiam/lists`; by default, and for a relative XDG_CACHE_HOME, under `~/.cache`. */
export function listsDirectory({XDG_CACHE_HOME: base = '', HOME: home = ''}: Variables): string {
	const root = path.isAbsolute(base) ? base : path.join(home === '' ? homedir() : home, '.cache');
	return path.join(root, 'cfiam', 'lists');
}

/** @param name 32 hexadecimal digits */
export function listsFile(variables: Variables, profile: string, name: string): string {
	return path.join(listsDirectory(variables), profile, `${name}${suffix}`);
}

/** The bytes of a file; undefined where there is none that may be used. */
export function readListsFile(file: string): Buffer | undefined {
	try {
		if (!isOwnDirectory(path.dirname(file)) || !isOwnDirectory(path.dirname(path.dirname(file)))) return undefined;
		const {O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0} = constants;
		// Windows opens what a link leads to.
		if (!hasModes && lstatSync(file).isSymbolicLink()) return undefined;
		const handle = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
		try {
			const found = fstatSync(handle);
			if (!found.isFile() || !isOwn(found) || found.size > largestFile) return undefined;
			const bytes = Buffer.allocUnsafe(found.size);
			let length = 0;
			while (length < bytes.length) {
				const read = readSync(handle, bytes, length, bytes.length - length, length);
				if (read === 0) return undefined;
				length += read;
			}
			return bytes;
		} finally {
			closeSync(handle);
		}
	} catch {
		return undefined;
	}
}

/**
 * Puts a file in the place of the one before, as a whole; two programs that do so leave that of the later one. Then what
 * is too old or too much goes. Rejects with what the file system says.
 */
export async function writeListsFile(
	file: string,
	pieces: readonly Buffer[],
	{disk, now = Date.now()}: {readonly disk?: Disk | undefined; readonly now?: number | undefined} = {},
): Promise<void> {
	const directory = path.dirname(file);
	const root = path.dirname(directory);
	for (const each of [root, directory]) {
		mkdirSync(each, {recursive: true, mode: 0o700});
		if (!isOwnDirectory(each)) throw new Error(`${each} is not a directory of the user's own`);
	}
	// What can be lost with the power can be read again.
	await replaceFile(file, pieces, {disk, durable: false});
	await prune(root, file, now);
}

/** Removes the files of a profile, or of all; answers how many there were. Rejects where one can not be removed. */
export async function removeListsFiles(variables: Variables, profile?: string | undefined): Promise<number> {
	const root = listsDirectory(variables);
	const directories = await ownDirectories(root);
	let removed = 0;
	for (const directory of profile === undefined
		? directories
		: directories.filter((each) => each === path.join(root, profile))) {
		const files = await filesIn(directory);
		for (const {file} of files) {
			await promises.rm(file, {force: true});
			removed += 1;
		}
		// What a program that was killed has left.
		for (const name of await promises.readdir(directory)) {
			if (/^\.[\da-f]{32}\.lists\.[\da-f]{16}$/u.test(name))
				await promises.rm(path.join(directory, name), {force: true});
		}
		await promises.rmdir(directory).catch(() => undefined);
	}
	await promises.rmdir(root).catch(() => undefined);
	return removed;
}

/** What no program has written for a long time, then the oldest until there is room; never `kept`. */
async function prune(root: string, kept: string, now: number): Promise<void> {
	const directories = await ownDirectories(root);
	const files = (await Promise.all(directories.map(filesIn))).flat();
	let total = 0;
	for (const {file, size, changedAt} of files.toSorted((one, other) => other.changedAt - one.changedAt)) {
		total += size;
		if (file === kept || (total <= largestTotal && now - changedAt <= keptFor)) continue;
		await promises.rm(file, {force: true}).catch(() => undefined);
		await removeLeftovers(file);
	}
}

async function ownDirectories(root: string): Promise<readonly string[]> {
	if (!isOwnDirectory(root)) return [];
	const names = await promises.readdir(root).catch((): readonly string[] => []);
	return names.map((name) => path.join(root, name)).filter(isOwnDirectory);
}

async function filesIn(directory: string) {
	const names = await promises.readdir(directory).catch((): readonly string[] => []);
	return names
		.filter((name) => fileName.test(name))
		.flatMap((name) => {
			const file = path.join(directory, name);
			const found = lstatSync(file, {throwIfNoEntry: false});
			return found === undefined || found.isDirectory() ? [] : [{file, size: found.size, changedAt: found.mtimeMs}];
		});
}

/** For its owner alone from here on, if it was not. */
function isOwnDirectory(directory: string): boolean {
	const found = lstatSync(directory, {throwIfNoEntry: false});
	if (found === undefined || !found.isDirectory() || !isOfUser(found)) return false;
	if (!hasModes || (found.mode & byOthers) === 0) return true;
	try {
		chmodSync(directory, 0o700);
		return true;
	} catch {
		return false;
	}
}

function isOwn(found: Stats): boolean {
	return isOfUser(found) && (!hasModes || (found.mode & byOthers) === 0);
}

function isOfUser({uid}: Stats): boolean {
	return process.geteuid === undefined || uid === process.geteuid();
}
