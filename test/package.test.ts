import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {accessSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync} from 'node:fs';
import path from 'node:path';
import {promisify} from 'node:util';
import * as v from 'valibot';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import packageFile from '../package.json' with {type: 'json'};
import {usage} from '../source/arguments.ts';
import {createKeychain} from '../source/credentials/keychain.ts';
import {temporaryDirectory} from './support/temporary-directory.ts';
import {startTerminal} from './support/terminal.ts';

const run = promisify(execFile);
const root = new URL('../', import.meta.url).pathname;

/** Where the package is unpacked, far from any node_modules, so that only what it holds itself can be loaded. */
const place = temporaryDirectory();
const command = path.join(place.path, 'bin/cfiam');
let files: readonly string[] = [];

const packed = v.pipe(
	v.array(v.object({filename: v.string(), files: v.array(v.object({path: v.string()}))})),
	v.transform(([first]) => first),
);

beforeAll(async () => {
	if (!existsSync(path.join(root, 'dist/cli.js'))) throw new Error('There is no dist/cli.js: npm run build makes it.');
	const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', place.path];
	const {stdout} = await run('npm', pack, {cwd: root});
	const archive = v.parse(packed, JSON.parse(stdout));
	if (archive === undefined) throw new Error('npm pack made nothing');
	files = archive.files.map((file) => file.path);
	await run('tar', ['-xzf', path.join(place.path, archive.filename), '-C', place.path]);
	// As npm links a command of a package.
	mkdirSync(path.dirname(command));
	symlinkSync(path.join(place.path, 'package', packageFile.bin.cfiam), command);
});
afterAll(() => place[Symbol.dispose]());

interface Ended {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs the command as a shell would, by its first line, with no terminal and no input. */
async function cfiam(...args: readonly string[]): Promise<Ended> {
	return ended(command, args);
}

async function ended(file: string, args: readonly string[]): Promise<Ended> {
	const child = spawn(file, args, {
		cwd: place.path,
		env: {PATH: process.env.PATH, HOME: place.path},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let stdout = '';
	let stderr = '';
	child.stdout.on('data', (chunk) => {
		stdout += chunk;
	});
	child.stderr.on('data', (chunk) => {
		stderr += chunk;
	});
	const [code] = await once(child, 'close');
	return {code: Number(code), stdout, stderr};
}

describe('the package', () => {
	test('holds the program, README, licence and package.json, and nothing else', () => {
		const needed = ['LICENSE', 'README.md', 'dist/cli.js', 'dist/keychain-child.js', 'package.json'];
		expect(files).toEqual(expect.arrayContaining(needed));
		expect(
			files.filter((file) => !/^(LICENSE|README\.md|package\.json|dist\/(chunks\/)?[\w.-]+\.js)$/.test(file)),
		).toEqual([]);
	});

	test('holds one build: no chunk that nothing loads', () => {
		const dist = path.join(place.path, 'package/dist');
		const chunks = readdirSync(path.join(dist, 'chunks'));
		const code = ['cli.js', 'keychain-child.js', ...chunks.map((chunk) => `chunks/${chunk}`)].map((file) =>
			readFileSync(path.join(dist, file), 'utf8'),
		);
		expect(chunks.filter((chunk) => !code.some((text) => text.includes(`/${chunk}"`)))).toEqual([]);
	});

	test('has a command that can be executed', () => {
		accessSync(command, 1);
		expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
	});
});

describe('the command', () => {
	test.each(['--version', '-V'])('says its version with %s', async (option) => {
		expect(await cfiam(option)).toEqual({code: 0, stdout: `cfiam ${packageFile.version}\n`, stderr: ''});
	});

	test.each(['--help', '-h'])('says how it is used with %s', async (option) => {
		expect(await cfiam(option)).toEqual({code: 0, stdout: usage, stderr: ''});
	});

	test.each([
		['an unknown option', ['--nope'], 'there is no option --nope'],
		['an option without its value', ['--account'], '--account takes the id of an account'],
		['a wrong option of the emulator', ['emulator', '--port', 'x'], '--port takes a number'],
		['no terminal', [], 'needs a terminal'],
		['no terminal, even for the demo', ['--demo'], 'needs a terminal'],
	])('ends with 2 and one line for %s', async (_, args, reason) => {
		const {code, stdout, stderr} = await cfiam(...args);
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toContain(reason);
		expect(stderr).toMatch(/^cfiam: .*\n$/);
	});

	test('opens the demo account on a terminal, and ends with 0', async () => {
		await using terminal = startTerminal({command, args: ['--demo'], cwd: place.path});
		await terminal.waitFor('platform-dns');
		terminal.press('q');
		await terminal.waitFor('Quit cfiam?');
		terminal.press('q');
		expect(await terminal.exit).toEqual({code: 0, signal: undefined});
	});

	test('serves the emulator, and ends with 0 when it is stopped', async () => {
		const child = spawn(command, ['emulator'], {cwd: place.path, stdio: ['ignore', 'pipe', 'inherit']});
		try {
			const [line] = await once(child.stdout, 'data');
			const {baseUrl, accountId, token} = v.parse(
				v.object({baseUrl: v.string(), accountId: v.string(), token: v.string()}),
				JSON.parse(String(line)),
			);
			const answer = await fetch(`${baseUrl}/accounts/${accountId}/iam/user_groups`, {
				headers: {authorization: `Bearer ${token}`},
			});
			expect(answer.status).toBe(200);
			const exit = once(child, 'exit');
			child.kill('SIGTERM');
			expect(await exit).toEqual([0, null]);
		} finally {
			child.kill('SIGKILL');
		}
	});
});

describe('the keychain', () => {
	test('is one that has no module where the package of the keyring library is missing', async () => {
		const childPath = path.join(place.path, 'package/dist/keychain-child.js');
		const keychain = createKeychain({store: 'keychain', childPath, environment: process.env});
		await expect(keychain.getPassword('cfiam', 'default')).rejects.toMatchObject({kind: 'no-module'});
	});
});

describe('a Node that is too old', () => {
	const sentence = (version: string): string => `cfiam needs Node ${packageFile.engines.node}; this is ${version}.\n`;

	test.each(['20.20.2', '22.18.0'])('is told which one is needed (%s, in words only)', async (version) => {
		const pretend = `Object.defineProperty(process, 'versions', {value: {...process.versions, node: '${version}'}})`;
		const preload = `data:text/javascript,${encodeURIComponent(pretend)}`;
		expect(await ended(process.execPath, ['--import', preload, command, '--demo'])).toEqual({
			code: 1,
			stdout: '',
			stderr: sentence(version),
		});
	});

	test('is told so even if it is one of this machine, which has to be able to read the program that far', async () => {
		const older = await olderNodes();
		for (const {file, version} of older) {
			expect(await ended(file, [command, '--version'])).toEqual({code: 1, stdout: '', stderr: sentence(version)});
		}
	});

	/** Every Node in PATH that the program refuses; none where only newer ones are installed. */
	async function olderNodes(): Promise<readonly {readonly file: string; readonly version: string}[]> {
		const candidates = (process.env.PATH ?? '').split(path.delimiter).map((directory) => path.join(directory, 'node'));
		const found = await Promise.all(
			candidates.filter((file) => existsSync(file)).map(async (file) => ({file, version: await versionOf(file)})),
		);
		const [major = 0, minor = 0] = packageFile.engines.node.replace('>=', '').split('.').map(Number);
		return found.filter(({version}) => {
			const [itsMajor = 0, itsMinor = 0] = version.split('.').map(Number);
			return itsMajor < major || (itsMajor === major && itsMinor < minor);
		});
	}

	async function versionOf(file: string): Promise<string> {
		const {stdout} = await run(file, ['-p', 'process.versions.node']);
		return stdout.trim();
	}
});
