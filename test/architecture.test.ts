/** The shape of the files; who may import whom stands in import-rules.test.ts. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';

const root = new URL('..', import.meta.url).pathname;

/** The files of the repository that people write. */
const files = [
	...['source', 'test'].flatMap((folder) =>
		readdirSync(path.join(root, folder), {recursive: true, withFileTypes: true})
			.filter((entry) => entry.isFile())
			.map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/')),
	),
	...['README.md', 'package.json', 'tsconfig.json', 'biome.json', '.ci/run', '.gitignore'],
];

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const linesOf = (file: string): number => read(file).trimEnd().split('\n').length;
const isCode = (file: string): boolean => /^(?:source|test)\/.*\.tsx?$/u.test(file);
const code = files.filter(isCode);
const source = code.filter((file) => file.startsWith('source/'));

/** Rows of a catalogue are data: nobody reads them from top to bottom. */
const isData = (file: string): boolean => /^source\/emulator\/catalogue\/.*-rows\.ts$/u.test(file);

/** The code without its comments and texts. */
function bare(text: string): string {
	return text
		.replaceAll(/\/\*[\s\S]*?\*\//gu, '')
		.replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/gu, '""')
		.replaceAll(/\/\/.*$/gmu, '');
}

/** Lines of `text` that match, with their place. */
function findLines(file: string, text: string, pattern: RegExp): readonly string[] {
	return text
		.split('\n')
		.flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
}

describe('files', () => {
	test('are there', () => {
		expect(source.length).toBeGreaterThan(100);
		expect(code.length - source.length).toBeGreaterThan(100);
	});

	test('of the source are short: most below 250 lines, none above 350', () => {
		const counted = source.filter((file) => !isData(file)).map((file) => ({file, lines: linesOf(file)}));
		expect(counted.filter(({lines}) => lines > 350)).toEqual([]);
		const long = counted.filter(({lines}) => lines > 250);
		expect(long.length / counted.length, long.map(({file}) => file).join(', ')).toBeLessThan(0.1);
	});

	test('of tests are no longer than 500 lines', () => {
		const counted = code.filter((file) => !file.startsWith('source/')).map((file) => ({file, lines: linesOf(file)}));
		expect(counted.filter(({lines}) => lines > 500)).toEqual([]);
	});

	test('are named in kebab case, for what is in them', () => {
		const names = code.map((file) => path.basename(file).replace(/(?:\.test|\.test-d)?\.tsx?$/u, ''));
		expect(names.filter((name) => !/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/u.test(name))).toEqual([]);
		const vague = /^(?:utils?|helpers?|misc|common|shared|stuff|lib|tools?|functions?)$/u;
		expect(code.filter((file) => file.split(/[/.]/u).some((part) => vague.test(part)))).toEqual([]);
	});

	test('of tests mirror the source, or are about the whole', () => {
		const whole = ['e2e', 'support', 'golden', 'sign-in', 'picture', 'bench'];
		const places = new Set(source.map((file) => file.split('/')[1] ?? ''));
		const folders = new Set(
			files.filter((file) => /^test\/[^/]+\//u.test(file)).map((file) => file.split('/')[1] ?? ''),
		);
		expect([...folders].filter((folder) => !places.has(folder) && !whole.includes(folder))).toEqual([]);
	});
});

describe('the code', () => {
	test('writes to no console', () => {
		expect(source.flatMap((file) => findLines(file, bare(read(file)), /\bconsole\b/u))).toEqual([]);
	});

	test('has no any, and silences neither compiler nor linter without a reason', () => {
		const any = /(?::|<|\bas|\||&|=>)\s*any\b(?!\()/u;
		expect(source.flatMap((file) => findLines(file, bare(read(file)), any))).toEqual([]);
		expect(source.flatMap((file) => findLines(file, read(file), /@ts-(?:ignore|nocheck|expect-error)/u))).toEqual([]);
		expect(code.flatMap((file) => findLines(file, read(file), /biome-ignore [\w/]+(?!.*: \S)/u))).toEqual([]);
	});

	test('promises nothing for later', () => {
		const promise = /\b(?:TO(?:DO)|FIX(?:ME)|XX(?:X))\b/u;
		expect(code.flatMap((file) => findLines(file, read(file), promise))).toEqual([]);
	});

	test('leaves the keys to the key stream: no component reads them', () => {
		const reading = /\b(?:useInput|usePaste|useFocus|useFocusManager)\s*\(/u;
		expect(source.flatMap((file) => findLines(file, bare(read(file)), reading))).toEqual([]);
	});
});

describe('the repository', () => {
	test('names no place of one machine', () => {
		const places = /(?:^|[\s'"`(=:])\/(?:home|root|work|Users|mnt|opt)\/[a-z]/u;
		expect(files.flatMap((file) => findLines(file, read(file), places))).toEqual([]);
	});

	test('takes packages from the public registry only', () => {
		const hosts = [...read('package-lock.json').matchAll(/"resolved": "https?:\/\/([^/"]+)/gu)].map(([, host]) => host);
		expect([...new Set(hosts)]).toEqual([]);
		expect(existsSync(path.join(root, '.npmrc'))).toBe(false);
	});
});
