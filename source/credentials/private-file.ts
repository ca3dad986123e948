/**
 * Files that only their owner may read, written as a whole or not at all. A symbolic link is neither followed nor
 * replaced: what is removed must be gone, not just the link to it.
 */
import type {Stats} from 'node:fs';
import {constants} from 'node:fs';
import * as promises from 'node:fs/promises';
import path from 'node:path';
import {removeLeftovers, replaceFile, syncDirectory} from '../atomic-file.ts';
import {StoreFailure} from './store-failure.ts';

/** Of `node:fs/promises`: what is used of it. */
export type Disk = Pick<
	typeof promises,
	'chmod' | 'lstat' | 'mkdir' | 'open' | 'readdir' | 'rename' | 'stat' | 'unlink'
>;

export const realDisk: Disk = promises;

/** A place for one file. Each function throws StoreFailure `file`, with a sentence that says what is wrong with it. */
export interface PrivateFile {
	/** Undefined where there is none. What is longer than `longest` bytes is refused; so is what others may read. */
	read(longest: number): Promise<Buffer | undefined>;
	/** The same for a file that is about to be replaced: it does not matter who may read it. */
	readBeforeWriting(longest: number): Promise<Buffer | undefined>;
	/** The file has the old or the new bytes at any time, whatever fails; `signal` counts until the new ones are there. */
	write(bytes: Buffer, signal?: AbortSignal | undefined): Promise<void>;
	/** False: there was none. Throws `not-removed` where it is still there afterwards. */
	remove(): Promise<boolean>;
}

export interface PrivateFileOptions {
	readonly disk: Disk;
	/** On Windows the rights of a file are not in its mode. */
	readonly platform: NodeJS.Platform;
}

const byOthers = 0o077;
const writableByOthers = 0o022;

export function privateFile(file: string, {disk, platform}: PrivateFileOptions): PrivateFile {
	const directory = path.dirname(file);
	const hasModes = platform !== 'win32';

	/** What is there, if it is one that may be used; undefined: nothing. */
	async function look(): Promise<Stats | undefined> {
		const found = await orUndefined(disk.lstat(file));
		if (found === undefined) return undefined;
		if (found.isSymbolicLink())
			throw new StoreFailure('file', `${file} is a symbolic link: put the file itself there.`);
		requireFile(found);
		return found;
	}

	function requireFile(found: Stats): void {
		if (!found.isFile()) throw new StoreFailure('file', `${file} is a directory or device, and should be a file.`);
	}

	async function read(longest: number, mayBeOpen: boolean): Promise<Buffer | undefined> {
		// Windows opens what a link leads to.
		if (constants.O_NOFOLLOW === undefined) await look();
		// A link is not followed and a pipe not waited for; what is judged is what is read, whatever takes its place.
		const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
		const handle = await orUndefined(disk.open(file, flags));
		if (handle === undefined) return undefined;
		try {
			const found = await handle.stat();
			requireFile(found);
			// As ssh does with keys: a file that others may read was perhaps copied, and people should know.
			if (hasModes && !mayBeOpen && (found.mode & byOthers) !== 0) {
				throw new StoreFailure(
					'file',
					`Others may read or change it. If it was you who allowed that: chmod 600 ${file}`,
				);
			}
			if (found.size > longest) throw new StoreFailure('file', `${file} is too long: another program's file?`);
			const bytes = Buffer.alloc(longest);
			let length = 0;
			while (length < bytes.length) {
				const {bytesRead} = await handle.read(bytes, length, bytes.length - length, length);
				if (bytesRead === 0) break;
				length += bytesRead;
			}
			return bytes.subarray(0, length);
		} finally {
			await handle.close();
		}
	}

	/** The directory, for its owner alone. */
	async function prepareDirectory(): Promise<void> {
		await disk.mkdir(directory, {recursive: true, mode: 0o700});
		if (!hasModes || ((await disk.stat(directory)).mode & byOthers) === 0) return;
		// Some file systems have no modes, and a directory of root's stays as it is: only writing by others is too much.
		await disk.chmod(directory, 0o700).catch(() => undefined);
		if (((await disk.stat(directory)).mode & writableByOthers) !== 0) {
			throw new StoreFailure('file', `Others may write in ${directory}, and that cannot be changed.`);
		}
	}

	async function prepareFile(handle: promises.FileHandle): Promise<void> {
		if (!hasModes) return;
		// The umask may have taken more away than it should.
		await handle.chmod(0o600);
		if (((await handle.stat()).mode & byOthers) !== 0) {
			throw new StoreFailure('file', `${directory} is on a file system where others may read every file.`);
		}
	}

	async function write(bytes: Buffer, signal?: AbortSignal | undefined): Promise<void> {
		await prepareDirectory();
		await look();
		await replaceFile(file, bytes, {
			disk,
			prepare: prepareFile,
			confirm() {
				if (signal?.aborted === true) throw new StoreFailure('cancelled');
			},
		});
		if (platform !== 'win32') await syncDirectory(directory, disk);
	}

	async function remove(): Promise<boolean> {
		const found = await look();
		if (found !== undefined) {
			await orUndefined(disk.unlink(file));
			if ((await orUndefined(disk.lstat(file))) !== undefined) throw new StoreFailure('not-removed');
		}
		// It is gone, whatever becomes of the rest.
		await removeLeftovers(file, disk);
		if (found !== undefined && platform !== 'win32') await syncDirectory(directory, disk).catch(() => undefined);
		return found !== undefined;
	}

	return {
		read: (longest) => inWords('read', read(longest, false)),
		readBeforeWriting: (longest) => inWords('read', read(longest, true)),
		write: (bytes, signal) => inWords('write', write(bytes, signal)),
		remove: () => inWords('remove', remove()),
	};

	async function inWords<Value>(operation: 'read' | 'write' | 'remove', work: Promise<Value>): Promise<Value> {
		try {
			return await work;
		} catch (error) {
			if (error instanceof StoreFailure) throw error;
			throw new StoreFailure('file', sentence(error, operation, file));
		}
	}
}

function sentence(error: unknown, operation: 'read' | 'write' | 'remove', file: string): string {
	const code = codeOf(error);
	switch (code) {
		case 'EACCES':
		case 'EPERM':
			return operation === 'read' ? `You have no right to read ${file}.` : `You have no right to write ${file}.`;
		case 'EROFS':
			return `The file system of ${file} is read-only.`;
		case 'ENOSPC':
		case 'EDQUOT':
			return `There is no room left on the disk for ${file}.`;
		case 'ENOTDIR':
		case 'EEXIST':
			return `A file is where a directory should be, on the way to ${file}.`;
		case 'ELOOP':
			return `${file} is a symbolic link: put the file itself there.`;
		case 'ENAMETOOLONG':
			return `The name of the profile is too long for a file name: ${file}.`;
		default:
			return `The system says ${code === '' ? 'nothing more' : code} about ${file}.`;
	}
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Of a file that is perhaps not there. */
async function orUndefined<Value>(work: Promise<Value>): Promise<Value | undefined> {
	try {
		return await work;
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	}
}
