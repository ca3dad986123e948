/**
 * Lines that are only ever added to: in a file for its owner alone, which is rotated before it grows too large, or in
 * memory. Reading goes from the end: nothing reads it as a whole.
 */
import {randomBytes} from 'node:crypto';
import {constants, type FileHandle, open, readdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {privateDirectory} from '../atomic-file.ts';

export interface Lines {
	/** Where they are, for messages; undefined in memory. */
	readonly file: string | undefined;
	/** Has been written to the disk when it resolves. @throws {Error} of the file system */
	append(text: string): Promise<void>;
	/** The last one first. A last line that broke off is among them. @throws {Error} of the file system */
	backwards(): AsyncIterable<string>;
}

export interface LineFileOptions {
	/** Made where there is none. */
	readonly directory: string;
	/** Fit for the name of a file; `~` stands between it and the time of rotated ones. */
	readonly name: string;
	/** Bytes from which on a file is rotated. */
	readonly largest?: number | undefined;
	/** Rotated files that are kept. */
	readonly kept?: number | undefined;
}

const chunkSize = 64 * 1024;
const newline = 0x0a;

function isMissing(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** What is no file of ours is neither followed nor waited for. */
async function openPrivately(file: string): Promise<FileHandle> {
	const {O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW = 0, O_NONBLOCK = 0} = constants;
	return onlyFile(
		file,
		await open(file, O_APPEND | O_CREAT | O_RDWR | O_NOFOLLOW | O_NONBLOCK, 0o600),
		async (handle) => {
			const {mode} = await handle.stat();
			if ((mode & 0o077) !== 0) await handle.chmod(0o600);
		},
	);
}

/** The same for what is there. */
async function openToRead(file: string): Promise<FileHandle> {
	const {O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0} = constants;
	return onlyFile(file, await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
}

async function onlyFile(
	file: string,
	handle: FileHandle,
	prepare?: (handle: FileHandle) => Promise<void>,
): Promise<FileHandle> {
	try {
		if (!(await handle.stat()).isFile()) throw new Error(`${file} is no file`);
		await prepare?.(handle);
		return handle;
	} catch (error) {
		await handle.close();
		throw error;
	}
}

/**
 * Writes all of a text, in one piece if the system takes it so: a disk that is nearly full takes a part.
 * @throws {Error} of the file system, when it takes no more
 */
export async function writeWhole(
	handle: {write(bytes: Uint8Array): Promise<{readonly bytesWritten: number}>},
	text: string,
): Promise<void> {
	let rest: Uint8Array = Buffer.from(text);
	while (rest.length > 0) {
		const {bytesWritten} = await handle.write(rest);
		if (bytesWritten === 0) throw new Error('the disk takes no more');
		rest = rest.subarray(bytesWritten);
	}
}

/** Whether the last line has its end: the program may have been killed in the middle of it. */
async function isEnded(handle: FileHandle, size: number): Promise<boolean> {
	if (size === 0) return true;
	const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
	return buffer[0] === newline;
}

async function* linesOf(file: string): AsyncIterable<string> {
	let handle: FileHandle;
	try {
		handle = await openToRead(file);
	} catch (error) {
		if (isMissing(error)) return;
		throw error;
	}
	try {
		let {size: position} = await handle.stat();
		/** Of the line whose beginning has not been read yet, the last piece first. */
		let pieces: Buffer[] = [];
		while (position > 0) {
			const length = Math.min(chunkSize, position);
			position -= length;
			const {buffer, bytesRead} = await handle.read(Buffer.alloc(length), 0, length, position);
			let end = bytesRead;
			for (let at = bytesRead - 1; at >= 0; at--) {
				if (buffer[at] !== newline) continue;
				const line = Buffer.concat([buffer.subarray(at + 1, end), ...pieces.toReversed()]).toString('utf8');
				pieces = [];
				end = at;
				if (line !== '') yield line;
			}
			pieces.push(buffer.subarray(0, end));
		}
		const first = Buffer.concat(pieces.toReversed()).toString('utf8');
		if (first !== '') yield first;
	} finally {
		await handle.close();
	}
}

export function lineFile({directory, name, largest = 4 * 1024 * 1024, kept = 4}: LineFileOptions): Lines {
	const file = path.join(directory, `${name}.jsonl`);

	/** The last one first: their names have the time in them. */
	const rotated = async (): Promise<readonly string[]> => {
		const names = await readdir(directory).catch(() => []);
		return names
			.filter((each) => each.startsWith(`${name}~`) && each.endsWith('.jsonl'))
			.toSorted()
			.toReversed();
	};

	/** Under a name of its own: another process that rotates at the same time overwrites nothing. */
	const rotate = async (): Promise<void> => {
		const stamp = `${new Date().toISOString().replaceAll(/[-:.]/gu, '')}-${randomBytes(3).toString('hex')}`;
		await rename(file, path.join(directory, `${name}~${stamp}.jsonl`)).catch((error: unknown) => {
			if (!isMissing(error)) throw error;
		});
		for (const old of (await rotated()).slice(kept)) await rm(path.join(directory, old), {force: true});
	};

	return {
		file,
		async append(text) {
			privateDirectory(directory);
			const bytes = Buffer.byteLength(text) + 1;
			let handle = await openPrivately(file);
			try {
				let {size} = await handle.stat();
				if (size > 0 && size + bytes > largest) {
					await handle.close();
					await rotate();
					handle = await openPrivately(file);
					({size} = await handle.stat());
				}
				// In one piece: two processes may append to the same file.
				await writeWhole(handle, `${(await isEnded(handle, size)) ? '' : '\n'}${text}\n`);
				await handle.sync();
			} finally {
				await handle.close().catch(() => undefined);
			}
		},
		async *backwards() {
			yield* linesOf(file);
			for (const old of await rotated()) yield* linesOf(path.join(directory, old));
		},
	};
}

/** For an account that leaves nothing behind. */
export function linesInMemory(): Lines {
	const lines: string[] = [];
	return {
		file: undefined,
		async append(text) {
			lines.push(text);
		},
		async *backwards() {
			yield* lines.toReversed();
		},
	};
}
