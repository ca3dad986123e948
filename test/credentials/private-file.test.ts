import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {type PrivateFile, privateFile, realDisk} from '../../source/credentials/private-file.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {failingDisk, systemError} from './failing-disk.ts';
import {failureOf, kindOf} from './samples.ts';

const before = Buffer.from('what was there before');
const after = Buffer.from('what is there afterwards');

let place: ReturnType<typeof temporaryDirectory>;
let directory: string;
let file: string;

beforeEach(() => {
	place = temporaryDirectory();
	directory = path.join(place.path, 'configuration', 'cfiam');
	file = path.join(directory, 'work.token');
});

afterEach(() => place[Symbol.dispose]());

const real = (platform: NodeJS.Platform = 'linux'): PrivateFile => privateFile(file, {disk: realDisk, platform});
const modeOf = (of: string): string => (statSync(of).mode & 0o777).toString(8);
const content = (): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

describe('a private file', () => {
	it('is written for its owner alone, in a directory for its owner alone', async () => {
		const umask = process.umask(0);
		try {
			await real().write(after);
		} finally {
			process.umask(umask);
		}
		expect(modeOf(file)).toBe('600');
		expect(modeOf(directory)).toBe('700');
		expect(readdirSync(directory)).toEqual(['work.token']);
		expect(await real().read(100)).toEqual(after);
	});

	it('can be read after it was written under a umask that takes everything', async () => {
		mkdirSync(directory, {recursive: true});
		const umask = process.umask(0o777);
		try {
			await real().write(after);
		} finally {
			process.umask(umask);
		}
		expect(modeOf(file)).toBe('600');
	});

	it('is not there before it is written', async () => {
		expect(await real().read(100)).toBeUndefined();
		expect(await real().remove()).toBe(false);
		mkdirSync(directory, {recursive: true});
		expect(await real().read(100)).toBeUndefined();
		expect(await real().remove()).toBe(false);
	});

	it('shuts a directory and replaces a file that were open to others', async () => {
		mkdirSync(directory, {recursive: true, mode: 0o755});
		chmodSync(directory, 0o777);
		writeFileSync(file, before, {mode: 0o644});
		await real().write(after);
		expect([modeOf(directory), modeOf(file), content()]).toEqual(['700', '600', after.toString()]);
	});

	it.each([0o644, 0o640, 0o620, 0o601])(
		'is not read while its mode is %o: the line that shuts it is said',
		async (mode) => {
			await real().write(before);
			chmodSync(file, mode);
			const failure = await failureOf(real().read(100));
			expect(failure).toMatchObject({
				kind: 'file',
				detail: `Others may read or change it. If it was you who allowed that: chmod 600 ${file}`,
			});
			expect(await real().readBeforeWriting(100)).toEqual(before);
			// On Windows the mode says nothing.
			expect(await real('win32').read(100)).toEqual(before);
			expect(await real().remove()).toBe(true);
		},
	);

	it('is not read when it is too long', async () => {
		await real().write(Buffer.alloc(101));
		expect(await failureOf(real().read(100))).toMatchObject({
			kind: 'file',
			detail: expect.stringContaining('too long'),
		});
		expect((await real().read(101))?.length).toBe(101);
	});

	it('is neither read nor replaced nor removed through a symbolic link', async () => {
		const target = path.join(place.path, 'elsewhere');
		writeFileSync(target, before, {mode: 0o600});
		mkdirSync(directory, {recursive: true});
		symlinkSync(target, file);
		const detail = `${file} is a symbolic link: put the file itself there.`;
		for (const work of [() => real().read(100), () => real().write(after), () => real().remove()]) {
			expect(await failureOf(work())).toMatchObject({kind: 'file', detail});
		}
		expect(lstatSync(file).isSymbolicLink()).toBe(true);
		expect(readFileSync(target)).toEqual(before);
		expect(readdirSync(directory)).toEqual(['work.token']);
	});

	it('is not written through a link to nowhere, either', async () => {
		const target = path.join(place.path, 'nowhere');
		mkdirSync(directory, {recursive: true});
		symlinkSync(target, file);
		expect(await kindOf(real().write(after))).toBe('file');
		expect(existsSync(target)).toBe(false);
	});

	it('follows a link to the directory', async () => {
		const target = path.join(place.path, 'dotfiles');
		mkdirSync(target);
		mkdirSync(path.dirname(directory), {recursive: true});
		symlinkSync(target, directory);
		await real().write(after);
		expect(readFileSync(path.join(target, 'work.token'))).toEqual(after);
		expect(modeOf(target)).toBe('700');
	});

	it('says when a directory is in its place', async () => {
		mkdirSync(file, {recursive: true});
		const detail = `${file} is a directory or device, and should be a file.`;
		for (const work of [() => real().read(100), () => real().write(after), () => real().remove()]) {
			expect(await failureOf(work())).toMatchObject({kind: 'file', detail});
		}
	});

	it('says when a file is in the place of its directory', async () => {
		mkdirSync(path.dirname(directory), {recursive: true});
		writeFileSync(directory, '');
		const detail = `A file is where a directory should be, on the way to ${file}.`;
		expect(await failureOf(real().write(after))).toMatchObject({kind: 'file', detail});
		expect(await failureOf(real().read(100))).toMatchObject({kind: 'file', detail});
	});

	it('takes what a killed program left behind along when it is removed, and nothing else', async () => {
		await real().write(before);
		const others = ['.work.token.0123456789abcde', '.work.token.swp', '.home.token.0123456789abcdef', 'home.token'];
		for (const name of [...others, '.work.token.0123456789abcdef']) writeFileSync(path.join(directory, name), 'x');
		expect(await real().remove()).toBe(true);
		expect(readdirSync(directory).toSorted()).toEqual(others.toSorted());
	});

	it('is not written when that was called off in time', async () => {
		await real().write(before);
		expect(await kindOf(real().write(after, AbortSignal.abort()))).toBe('cancelled');
		expect(content()).toBe(before.toString());
		expect(readdirSync(directory)).toEqual(['work.token']);
	});

	it('has the whole of one text when several are written at once', async () => {
		const texts = Array.from({length: 12}, (_item, index) => `${index} `.repeat(5000));
		await Promise.all(texts.map((text) => real().write(Buffer.from(text))));
		expect(texts).toContain(content());
		expect(readdirSync(directory)).toEqual(['work.token']);
	});
});

describe('a disk that fails', () => {
	const writing = async (fault: Parameters<typeof failingDisk>[0]): Promise<readonly string[]> => {
		const {disk, calls} = failingDisk(fault);
		await privateFile(file, {disk, platform: 'linux'}).write(after);
		return calls;
	};

	it('is synced in the order that survives a power failure', async () => {
		const calls = await writing(() => undefined);
		const steps = ['handle.writeFile', 'handle.sync', 'handle.close', 'rename', 'open', 'handle.sync'];
		expect(calls.filter((call) => steps.includes(call))).toEqual(['open', ...steps, 'handle.close']);
	});

	it.each(['EACCES', 'ENOSPC', 'EIO', 'EROFS', 'EDQUOT'])(
		'leaves the old or the new file as a whole, and nothing else, wherever %s strikes',
		async (code) => {
			await real().write(before);
			const steps = await writing(() => undefined);
			const renamed = steps.indexOf('rename');
			expect(renamed).toBeGreaterThan(3);
			for (let fails = 0; fails < steps.length; fails++) {
				// What a killed program has left is looked for, and need not be found.
				if (steps[fails] === 'readdir') continue;
				await real().write(before);
				const failure = await failureOf(writing((index) => (index === fails ? code : undefined)));
				expect(failure.kind, steps[fails]).toBe('file');
				expect(content(), steps[fails]).toBe((fails <= renamed ? before : after).toString());
				expect(readdirSync(directory), steps[fails]).toEqual(['work.token']);
			}
		},
	);

	it('does not matter where it cannot sync directories', async () => {
		let renamed = false;
		await writing((_index, name) => {
			renamed ||= name === 'rename';
			return renamed && name === 'handle.sync' ? 'EINVAL' : undefined;
		});
		expect(content()).toBe(after.toString());
	});

	it.each([
		['EACCES', 'write', 'You have no right to write FILE.'],
		['EPERM', 'write', 'You have no right to write FILE.'],
		['EACCES', 'read', 'You have no right to read FILE.'],
		['EROFS', 'write', 'The file system of FILE is read-only.'],
		['ENOSPC', 'write', 'There is no room left on the disk for FILE.'],
		['EDQUOT', 'write', 'There is no room left on the disk for FILE.'],
		['ELOOP', 'read', 'FILE is a symbolic link: put the file itself there.'],
		['ENAMETOOLONG', 'write', 'The name of the profile is too long for a file name: FILE.'],
		['EIO', 'read', 'The system says EIO about FILE.'],
	])('is explained: %s on a %s', async (code, operation, words) => {
		await real().write(before);
		const {disk} = failingDisk((_index, name) => (name === 'open' ? code : undefined));
		const failing = privateFile(file, {disk, platform: 'linux'});
		const failure = await failureOf(operation === 'read' ? failing.read(100) : failing.write(after));
		expect(failure).toMatchObject({kind: 'file', detail: words.replace('FILE', file)});
	});

	it('has removed nothing where it could not', async () => {
		await real().write(before);
		const {disk} = failingDisk((_index, name) => (name === 'unlink' ? 'EACCES' : undefined));
		expect(await kindOf(privateFile(file, {disk, platform: 'linux'}).remove())).toBe('file');
		expect(content()).toBe(before.toString());
	});

	it.each(['readdir', 'open', 'handle.sync', 'handle.close'])(
		'has removed it, whatever fails once it is gone: %s',
		async (step) => {
			await real().write(before);
			writeFileSync(path.join(directory, '.work.token.0123456789abcdef'), 'x');
			let isGone = false;
			const {disk, calls} = failingDisk((_index, name) => {
				const fails = isGone && name === step;
				isGone ||= name === 'unlink';
				return fails ? 'EACCES' : undefined;
			});
			expect(await privateFile(file, {disk, platform: 'linux'}).remove()).toBe(true);
			expect(calls).toContain(step);
			expect(existsSync(file)).toBe(false);
		},
	);

	it('has removed it, even if what a killed program left behind stays', async () => {
		await real().write(before);
		const left = path.join(directory, '.work.token.0123456789abcdef');
		writeFileSync(left, 'x');
		const disk: typeof realDisk = {
			...realDisk,
			unlink: (name) => (name === left ? Promise.reject(systemError('EPERM')) : realDisk.unlink(name)),
		};
		expect(await privateFile(file, {disk, platform: 'linux'}).remove()).toBe(true);
		expect(readdirSync(directory)).toEqual(['.work.token.0123456789abcdef']);
	});

	it('is judged by what is read, even if another file takes its place meanwhile', async () => {
		await real().write(before);
		const open: typeof realDisk.open = async (name, flags) => {
			// The one with the good mode makes room for one that everybody may write.
			writeFileSync(`${file}.new`, after, {mode: 0o600});
			chmodSync(`${file}.new`, 0o666);
			renameSync(`${file}.new`, file);
			return realDisk.open(name, flags);
		};
		const failure = await failureOf(privateFile(file, {disk: {...realDisk, open}, platform: 'linux'}).read(100));
		expect(failure.detail).toContain('Others may read or change it.');
	});

	it('is not believed when it says to have removed what is still there', async () => {
		await real().write(before);
		const disk = {...realDisk, unlink: async () => {}};
		expect(await kindOf(privateFile(file, {disk, platform: 'linux'}).remove())).toBe('not-removed');
	});

	it('that keeps no modes gets no file', async () => {
		const lax = {...realDisk, open: async (name: string, flags?: string | number) => realDisk.open(name, flags, 0o666)};
		const umask = process.umask(0);
		try {
			const {disk} = failingDisk(() => undefined);
			const open: typeof disk.open = async (name, flags) => {
				const handle = await lax.open(String(name), flags);
				return Object.assign(handle, {chmod: async () => {}});
			};
			const failure = await failureOf(privateFile(file, {disk: {...realDisk, open}, platform: 'linux'}).write(after));
			expect(failure.detail).toBe(`${directory} is on a file system where others may read every file.`);
			expect(readdirSync(directory)).toEqual([]);
		} finally {
			process.umask(umask);
		}
	});

	it('whose directory others may write in, and which stays so, gets no file', async () => {
		mkdirSync(directory, {recursive: true});
		chmodSync(directory, 0o777);
		const disk = {...realDisk, chmod: async () => {}};
		const failure = await failureOf(privateFile(file, {disk, platform: 'linux'}).write(after));
		expect(failure.detail).toBe(`Others may write in ${directory}, and that cannot be changed.`);
		chmodSync(directory, 0o755);
		await privateFile(file, {disk, platform: 'linux'}).write(after);
		expect(content()).toBe(after.toString());
	});
});
