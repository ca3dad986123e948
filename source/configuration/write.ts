/** Replacing the configuration file in one step. */
import {access, constants, mkdir, open, readlink, realpath, stat} from 'node:fs/promises';
import path from 'node:path';
import {replaceFile, syncDirectory} from '../atomic-file.ts';
import {ConfigurationError, codeOf} from './error.ts';
import {shellWord} from './rights.ts';

/**
 * Writes a file for its owner alone (mode 0600), in a directory that is made (mode 0700) where there is none. What was
 * there is replaced in one step: after a crash there is the old text or the new one. A link to the file stays, and what
 * it leads to is replaced: people keep such files in a repository.
 * @throws ConfigurationError saying why the file is as it was; nothing else is left behind
 */
export async function writeText(file: string, text: string): Promise<void> {
	try {
		const target = await targetOf(file);
		await mkdir(path.dirname(target), {recursive: true, mode: 0o700});
		await replace(target, text);
	} catch (error) {
		throw writeProblem(file, error);
	}
}

/**
 * Looks whether a file could be written, and others beside it, without writing anything: before somebody types a
 * passphrase for nothing.
 * @throws ConfigurationError, `isUnwritable`, which names the directory
 */
export async function requireWritable(file: string): Promise<void> {
	for (const directory of new Set([path.dirname(file), path.dirname(await targetOf(file).catch(() => file))])) {
		try {
			await access(await nearestDirectory(directory), constants.W_OK | constants.X_OK);
		} catch (error) {
			const {reason, next} = writeReason(file, error);
			throw new ConfigurationError([`${directory}: nothing can be written there: ${reason}.`, next], true);
		}
	}
}

/** The directory, or the first one above it that there is: the others are made in it. */
async function nearestDirectory(directory: string): Promise<string> {
	try {
		// A file in its place is one that nothing can be written in.
		await stat(`${directory}${path.sep}.`);
		return directory;
	} catch (error) {
		const parent = path.dirname(directory);
		if (codeOf(error) !== 'ENOENT' || parent === directory) throw error;
		return await nearestDirectory(parent);
	}
}

/** The file itself, behind the links to it; it need not be there. */
async function targetOf(file: string): Promise<string> {
	try {
		return await realpath(file);
	} catch (error) {
		if (codeOf(error) !== 'ENOENT') throw error;
	}
	let link: string;
	try {
		link = await readlink(file);
	} catch {
		return file;
	}
	return await targetOf(path.resolve(await realpath(path.dirname(file)), link));
}

async function replace(target: string, text: string): Promise<void> {
	const owner = await ownerOf(target);
	await replaceFile(target, text, {
		async prepare(handle) {
			// Under sudo the file stays the user's.
			if (owner !== undefined) await handle.chown(owner.uid, owner.gid);
		},
	});
	// So that the new name survives a power cut. It is there in any case.
	await syncDirectory(path.dirname(target)).catch(() => undefined);
}

/** Whose file it is where that is not the process's user and can be kept; undefined also where there is none. */
async function ownerOf(target: string): Promise<{readonly uid: number; readonly gid: number} | undefined> {
	try {
		// A file that is protected is protected, though its directory would let it be replaced.
		await (await open(target, 'r+')).close();
		const {uid, gid} = await stat(target);
		return process.geteuid?.() === 0 && uid !== 0 ? {uid, gid} : undefined;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
}

/** What it means that a file could not be written, and what to do. */
export function writeProblem(file: string, error: unknown): ConfigurationError {
	const {reason, next} = writeReason(file, error);
	return new ConfigurationError([`${file}: could not be written: ${reason}. What was there is unchanged.`, next]);
}

/** Why nothing could be written at a place: `reason` follows a colon, `next` is a sentence. */
export function writeReason(file: string, error: unknown): {readonly reason: string; readonly next: string} {
	const directory = path.dirname(file);
	const elsewhere = 'set XDG_CONFIG_HOME to a directory where you may write';
	switch (codeOf(error)) {
		case 'ENOSPC':
			return {reason: 'the disk is full', next: 'Make room on it, and try again.'};
		case 'EDQUOT':
			return {reason: 'your quota of the disk is used up', next: 'Make room, and try again.'};
		case 'EROFS':
			return {reason: 'the file system is read-only', next: `Make it writable, or ${elsewhere}.`};
		case 'EACCES':
		case 'EPERM':
			return {
				reason: 'permission denied',
				next: `See who may: ls -ld ${shellWord(directory)} ${shellWord(file)}; or ${elsewhere}.`,
			};
		case 'ENOTDIR':
		case 'EEXIST':
			return {reason: `${directory} is not a directory`, next: `Move away what is in its place, or ${elsewhere}.`};
		default:
			return {
				reason: error instanceof Error ? error.message : String(error),
				next: `Try again, or ${elsewhere}.`,
			};
	}
}
