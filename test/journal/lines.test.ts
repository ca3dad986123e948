/** Lines that are only added to: on the disk for their owner alone, whole or told of, and never too many. */
import {execFileSync} from 'node:child_process';
import {appendFileSync, chmodSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Lines, lineFile, linesInMemory, writeWhole} from '../../source/journal/lines.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

async function readBack(lines: Lines, most = Number.POSITIVE_INFINITY): Promise<readonly string[]> {
	const read: string[] = [];
	for await (const line of lines.backwards()) {
		read.push(line);
		if (read.length >= most) break;
	}
	return read;
}

const modeOf = (file: string): number => statSync(file).mode & 0o777;

describe('a file of lines', () => {
	test('is made for its owner alone, with its directory', async () => {
		using place = temporaryDirectory();
		const directory = path.join(place.path, 'state', 'journal');
		await lineFile({directory, name: 'work'}).append('{}');
		expect(modeOf(directory)).toBe(0o700);
		expect(modeOf(path.join(directory, 'work.jsonl'))).toBe(0o600);
	});

	test('is closed to others again when somebody has opened it', async () => {
		using place = temporaryDirectory();
		const lines = lineFile({directory: place.path, name: 'work'});
		await lines.append('one');
		chmodSync(path.join(place.path, 'work.jsonl'), 0o644);
		await lines.append('two');
		expect(modeOf(path.join(place.path, 'work.jsonl'))).toBe(0o600);
	});

	test('that is not there has no lines', async () => {
		using place = temporaryDirectory();
		expect(await readBack(lineFile({directory: path.join(place.path, 'none'), name: 'work'}))).toEqual([]);
	});

	test('gives any lines back from the last to the first, however long they are', async () => {
		const line = fc.oneof(
			fc.string({unit: 'grapheme', minLength: 1, maxLength: 40}).map((text) => text.replaceAll(/[\r\n]/gu, '.')),
			fc.integer({min: 60_000, max: 140_000}).map((length) => 'ü'.repeat(length)),
		);
		await fc.assert(
			fc.asyncProperty(fc.array(line, {maxLength: 6}), async (texts) => {
				using place = temporaryDirectory();
				const lines = lineFile({directory: place.path, name: 'work'});
				for (const text of texts) await lines.append(text);
				expect(await readBack(lines)).toEqual(texts.toReversed());
			}),
			{numRuns: 15},
		);
	});

	test('that broke off in the middle of a line keeps the next one apart from it', async () => {
		using place = temporaryDirectory();
		const lines = lineFile({directory: place.path, name: 'work'});
		await lines.append('one');
		appendFileSync(path.join(place.path, 'work.jsonl'), '{"half":');
		await lines.append('two');
		expect(await readBack(lines)).toEqual(['two', '{"half":', 'one']);
	});

	test('is rotated before it grows too large; the oldest go, and reading goes on in the others', async () => {
		using place = temporaryDirectory();
		const lines = lineFile({directory: place.path, name: 'work', largest: 100, kept: 2});
		const texts = Array.from({length: 12}, (_, index) => `${index} ${'x'.repeat(40)}`);
		for (const text of texts) await lines.append(text);
		const names = readdirSync(place.path);
		expect(names).toHaveLength(3);
		for (const name of names) expect(statSync(path.join(place.path, name)).size).toBeLessThanOrEqual(100);
		const read = await readBack(lines);
		expect(read).toEqual(texts.slice(-read.length).toReversed());
		expect(read.length).toBeGreaterThan(4);
	});

	test('of one profile is none of another, whatever their names are', async () => {
		using place = temporaryDirectory();
		const work = lineFile({directory: place.path, name: 'work', largest: 10});
		const other = lineFile({directory: place.path, name: 'work.2', largest: 10});
		for (const text of ['a-long-line', 'another-long-line']) await work.append(text);
		await other.append('mine');
		expect(await readBack(other)).toEqual(['mine']);
	});

	test('is not read beyond what is asked for', async () => {
		using place = temporaryDirectory();
		const lines = lineFile({directory: place.path, name: 'work'});
		await lines.append('one');
		// Nothing could be read of this.
		mkdirSync(path.join(place.path, 'work~2026.jsonl'));
		expect(await readBack(lines, 1)).toEqual(['one']);
		await expect(readBack(lines)).rejects.toThrow();
	});

	test('that is a link is not written through', async () => {
		using place = temporaryDirectory({'elsewhere.txt': 'theirs\n'});
		symlinkSync(path.join(place.path, 'elsewhere.txt'), path.join(place.path, 'work.jsonl'));
		await expect(lineFile({directory: place.path, name: 'work'}).append('mine')).rejects.toThrow();
		expect(readFileSync(path.join(place.path, 'elsewhere.txt'), 'utf8')).toBe('theirs\n');
	});

	test.each(['link', 'pipe'])('that is a %s is neither read through nor waited for', async (kind) => {
		using place = temporaryDirectory({'elsewhere.txt': 'theirs\n'});
		const file = path.join(place.path, 'work.jsonl');
		if (kind === 'link') symlinkSync(path.join(place.path, 'elsewhere.txt'), file);
		else execFileSync('mkfifo', [file]);
		await expect(readBack(lineFile({directory: place.path, name: 'work'}))).rejects.toThrow(
			kind === 'link' ? /ELOOP/u : /is no file/u,
		);
	});

	test('is written as a whole by a system that takes a part at a time, and told of when it takes no more', async () => {
		let room = 30;
		const written: Buffer[] = [];
		const handle = {
			write: async (bytes: Uint8Array) => {
				const taken = bytes.subarray(0, Math.min(3, room));
				room -= taken.length;
				written.push(Buffer.from(taken));
				return {bytesWritten: taken.length};
			},
		};
		await writeWhole(handle, 'über alles\n');
		expect(Buffer.concat(written).toString('utf8')).toBe('über alles\n');
		await expect(writeWhole(handle, 'x'.repeat(40))).rejects.toThrow('takes no more');
	});

	test('takes the lines of two processes', async () => {
		using place = temporaryDirectory();
		const [one, other] = [0, 1].map(() => lineFile({directory: place.path, name: 'work', largest: 400}));
		if (one === undefined || other === undefined) throw new Error('two of them');
		const texts = Array.from({length: 16}, (_, index) => `line ${index} ${'x'.repeat(30)}`);
		await Promise.all(texts.map((text, index) => (index % 2 === 0 ? one : other).append(text)));
		expect((await readBack(one)).toSorted()).toEqual(texts.toSorted());
	});
});

test('lines in memory are given back from the last to the first', async () => {
	const lines = linesInMemory();
	await lines.append('one');
	await lines.append('two');
	expect(await readBack(lines)).toEqual(['two', 'one']);
});
