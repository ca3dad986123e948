/**
 * Files that are replaced as a whole: whatever fails, and whenever the program or the machine stops, the old bytes are
 * there or the new ones. The new ones are written beside it first.
 */
import {randomBytes} from 'node:crypto';
import {chmodSync, constants, lstatSync, mkdirSync, renameSync, unlinkSync, writeFileSync} from 'node:fs';
import * as promises from 'node:fs/promises';
import path from 'node:path';

/** Of `node:fs/promises`: what is used of it here. */
export interface Disk extends Pick<typeof promises, 'open' | 'rename' | 'unlink'> {
	/** Names. */
	readdir(directory: string): Promise<readonly string[]>;
}

export interface Replacement {
	readonly disk?: Disk | undefined;
	/** Of the new file (mode 0600), which has nothing in it yet. What it throws leaves the old one in its place. */
	readonly prepare?: ((handle: promises.FileHandle) => Promise<void>) | undefined;
	/** Once the new bytes are on the disk, before they take the place of the old ones; the same is true of what it throws. */
	readonly confirm?: (() => void) | undefined;
	/** False: nothing waits for the medium. What is lost with the power may then be the new bytes, or any part of them. */
	readonly durable?: boolean | undefined;
}

/** What this process writes at this moment. */
const own = new Set<string>();

/**
 * Puts bytes in the place of a file, or where there is none; its directory has to be there. A link is replaced, not
 * followed. Only one program at a time may do so with the same file; in one process any number of calls may. Rejects with
 * what `disk` and `options` throw, and then nothing has been changed.
 */
export async function replaceFile(
	file: string,
	content: string | Buffer | readonly Buffer[],
	options: Replacement = {},
): Promise<void> {
	const {disk = promises, prepare, confirm, durable = true} = options;
	await removeLeftovers(file, disk);
	const temporary = path.join(path.dirname(file), `${prefixOf(file)}${randomBytes(8).toString('hex')}`);
	own.add(temporary);
	try {
		const handle = await disk.open(temporary, 'wx', 0o600);
		try {
			await prepare?.(handle);
			for (const piece of isPieces(content) ? content : [content]) await handle.writeFile(piece);
			if (durable) await handle.sync();
		} finally {
			await handle.close();
		}
		confirm?.();
		await disk.rename(temporary, file);
	} catch (error) {
		await disk.unlink(temporary).catch(() => undefined);
		throw error;
	} finally {
		own.delete(temporary);
	}
}

/**
 * As {@link replaceFile}, at once and without forcing it onto the medium: it outlives the program, and not every loss of
 * power. Any number of programs may do so with the same file; what a killed one leaves has to be removed elsewhere.
 * @throws {Error} of the file system, and then nothing has been changed
 */
export function replaceFileNow(file: string, content: string): void {
	const temporary = path.join(path.dirname(file), `${prefixOf(file)}${randomBytes(8).toString('hex')}`);
	try {
		writeFileSync(temporary, content, {mode: 0o600, flag: 'wx'});
		renameSync(temporary, file);
	} catch (error) {
		removeFile(temporary);
		throw error;
	}
}

/** The file whose replacement a name is that of; undefined for other names. */
export function fileBehind(temporaryName: string): string | undefined {
	return /^\.(.+)\.[\da-f]{16}$/su.exec(temporaryName)?.[1];
}

/** Removes a file, if it can be removed. */
export function removeFile(file: string): void {
	try {
		unlinkSync(file);
	} catch {
		// It is gone already, or stays.
	}
}

/** The directory, made if need be, for its owner alone. @throws {Error} where there is something else */
export function privateDirectory(directory: string): void {
	mkdirSync(directory, {recursive: true, mode: 0o700});
	const found = lstatSync(directory);
	if (!found.isDirectory()) throw new Error(`${directory} is no directory`);
	if ((found.mode & 0o077) !== 0) chmodSync(directory, 0o700);
}

/** Removes what programs that were killed have left of writing a file, as far as that can be done. */
export async function removeLeftovers(file: string, disk: Disk = promises): Promise<void> {
	const directory = path.dirname(file);
	const prefix = prefixOf(file);
	const names = await disk.readdir(directory).catch((): readonly string[] => []);
	for (const name of names) {
		const found = path.join(directory, name);
		if (!name.startsWith(prefix) || !/^[\da-f]{16}$/u.test(name.slice(prefix.length)) || own.has(found)) continue;
		await disk.unlink(found).catch(() => undefined);
	}
}

/** Without it a power failure could bring the old entry of a file back. Not every file system can do it. */
export async function syncDirectory(directory: string, disk: Pick<Disk, 'open'> = promises): Promise<void> {
	const handle = await disk.open(directory, constants.O_RDONLY);
	try {
		await handle.sync();
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : '';
		if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(code)) throw error;
	} finally {
		await handle.close();
	}
}

function isPieces(content: string | Buffer | readonly Buffer[]): content is readonly Buffer[] {
	return Array.isArray(content);
}

function prefixOf(file: string): string {
	return `.${path.basename(file)}.`;
}
