import {spawnSync} from 'node:child_process';
import {
	chmodSync,
	chownSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {ConfigurationError, loadConfiguration} from '../../source/configuration/configuration.ts';
import {type ProfileChange, removeProfile, saveProfile} from '../../source/configuration/save.ts';
import {writeProblem} from '../../source/configuration/write.ts';
import {asOrdinaryUser, ordinaryUser} from './ordinary-user.ts';

const account = '0123456789abcdef0123456789abcdef';

let home = '';
let directory = '';
let file = '';
beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'cfiam-save-'));
	directory = path.join(home, 'cfiam');
	file = path.join(directory, 'config.json');
	mkdirSync(directory, {mode: 0o700});
});
afterEach(() => rmSync(home, {recursive: true, force: true}));

function write(text: string | Uint8Array, mode = 0o600): void {
	writeFileSync(file, text);
	chmodSync(file, mode);
}

const save = async (profile: string, change: ProfileChange): Promise<void> =>
	await saveProfile({XDG_CONFIG_HOME: home}, profile, change);

/** The text after a change. */
async function saved(text: string, profile: string, change: ProfileChange): Promise<string> {
	write(text);
	await save(profile, change);
	return readFileSync(file, 'utf8');
}

/** What the error says, with the file's path as FILE. */
async function linesOf(saving: Promise<void>): Promise<readonly string[]> {
	const error: unknown = await saving.then(
		() => 'it was saved',
		(reason: unknown) => reason,
	);
	if (!(error instanceof ConfigurationError)) throw error;
	return error.lines.map((line) => line.replaceAll(file, 'FILE').replaceAll(directory, 'DIRECTORY'));
}

describe('saving a profile', () => {
	it('makes the file and its directory, for their owner alone', async () => {
		rmSync(directory, {recursive: true});
		await save('work', {credentialStore: 'keychain', account});
		expect(readFileSync(file, 'utf8')).toBe(`{
	"version": 1,
	"profiles": {
		"work": {
			"credentialStore": "keychain",
			"account": "${account}"
		}
	}
}
`);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(statSync(directory).mode & 0o777).toBe(0o700);
		expect(loadConfiguration({XDG_CONFIG_HOME: home}).remarks).toEqual([]);
	});

	it('leaves the mode of a directory alone that is there, and closes the file', async () => {
		chmodSync(directory, 0o755);
		write('{}', 0o644);
		await save('work', {readOnly: true});
		expect(statSync(directory).mode & 0o777).toBe(0o755);
		expect(statSync(file).mode & 0o777).toBe(0o600);
		expect(readdirSync(directory)).toEqual(['config.json']);
	});

	it.each<[string, string, string, ProfileChange, string]>([
		[
			'adds to what is there, laid out like it',
			`// mine\n{\n  "readOnly": false, // for now\n  /* below */\n}\n`,
			'work',
			{credentialStore: 'kernel-keyring', readOnly: true},
			`// mine\n{\n  "readOnly": false, // for now\n  "profiles": {\n    "work": {\n      "credentialStore": "kernel-keyring",\n      "readOnly": true\n    }\n  },\n  /* below */\n}\n`,
		],
		[
			'keeps line ends',
			'{\r\n\t"profiles": {\r\n\t\t"work": {}\r\n\t}\r\n}\r\n',
			'work',
			{account},
			`{\r\n\t"profiles": {\r\n\t\t"work": {\r\n\t\t\t"account": "${account}"\r\n\t\t}\r\n\t}\r\n}\r\n`,
		],
		[
			'keeps a line one line',
			'{"profiles": {"work": {"readOnly": true}}, "noColor": true}',
			'work',
			{credentialStore: 'keychain'},
			'{"profiles": {"work": {"readOnly": true, "credentialStore": "keychain"}}, "noColor": true}',
		],
		[
			'replaces a value where it stands',
			'{"profiles": {"work": {"credentialStore": /* was */ "keychain", "readOnly": true}}}',
			'work',
			{credentialStore: 'passphrase-file', readOnly: false},
			'{"profiles": {"work": {"credentialStore": /* was */ "passphrase-file", "readOnly": false}}}',
		],
		[
			'removes lines, and not what is said about others',
			`{"profiles": {\n\t"work": {\n\t\t"readOnly": true, // careful\n\t\t"credentialStore": "keychain",\n\t\t// ours\n\t\t"account": "${account}"\n\t}\n}}`,
			'work',
			{credentialStore: null, account: null},
			'{"profiles": {\n\t"work": {\n\t\t"readOnly": true // careful\n\t\t// ours\n\t}\n}}',
		],
		[
			'leaves an empty entry of a profile that has no setting left',
			'{"profiles": {"work": {"readOnly": true,}, "home": {}}}',
			'work',
			{readOnly: null},
			'{"profiles": {"work": {}, "home": {}}}',
		],
		[
			'begins below comments',
			'// nothing yet',
			'a',
			{readOnly: false},
			'// nothing yet\n{\n\t"version": 1,\n\t"profiles": {\n\t\t"a": {\n\t\t\t"readOnly": false\n\t\t}\n\t}\n}\n',
		],
		[
			'keeps the mark at the beginning',
			'\ufeff{"profiles": {"a": {"readOnly": true}}}',
			'a',
			{readOnly: false},
			'\ufeff{"profiles": {"a": {"readOnly": false}}}',
		],
		[
			'changes nothing where nothing is to be removed',
			'{ }',
			'work',
			{credentialStore: null, account: undefined},
			'{ }',
		],
	])('%s', async (_what, text, profile, change, expected) => {
		expect(await saved(text, profile, change)).toBe(expected);
	});

	it('makes no file only to remove something from it', async () => {
		await save('work', {credentialStore: null});
		expect(readdirSync(directory)).toEqual([]);
	});

	it('follows links, also one that leads to no file yet', async () => {
		const dotfiles = path.join(home, 'dotfiles');
		mkdirSync(dotfiles);
		symlinkSync('../dotfiles/second', file);
		symlinkSync('cfiam.json', path.join(dotfiles, 'second'));
		await save('work', {readOnly: true});
		await save('work', {readOnly: false});
		expect(lstatSync(file).isSymbolicLink()).toBe(true);
		expect(lstatSync(path.join(dotfiles, 'second')).isSymbolicLink()).toBe(true);
		expect(readFileSync(path.join(dotfiles, 'cfiam.json'), 'utf8')).toContain('"readOnly": false');
		expect(readdirSync(dotfiles).toSorted()).toEqual(['cfiam.json', 'second']);
	});

	it("leaves the file its owner: under sudo it stays the user's", async () => {
		write('{}');
		if (ordinaryUser !== undefined) chownSync(file, ordinaryUser, ordinaryUser);
		const {uid, gid} = statSync(file);
		await saveProfile({XDG_CONFIG_HOME: home, SUDO_UID: `${uid}`}, 'work', {readOnly: true});
		expect(statSync(file)).toMatchObject({uid, gid});
	});

	it('sees what others have written since', async () => {
		write('{}');
		const loaded = loadConfiguration({XDG_CONFIG_HOME: home});
		write('{"noColor": true}');
		await save('work', {readOnly: true});
		expect(loaded.configuration.noColor).toBe(false);
		expect(loadConfiguration({XDG_CONFIG_HOME: home}).configuration).toMatchObject({
			noColor: true,
			profiles: new Map([['work', {readOnly: true}]]),
		});
	});
});

describe('saving is refused', () => {
	it.each<[string, string, ProfileChange, readonly string[]]>([
		[
			'{"readOnly": 1}',
			'work',
			{readOnly: true},
			['FILE:1:14: "readOnly" should be true or false', 'Correct the file, or move it away to start without it.'],
		],
		[
			'{"readOnly": ',
			'work',
			{readOnly: true},
			[
				'FILE:1:14: this is not JSON: a value is missing here',
				'Correct the file, or move it away to start without it.',
			],
		],
		[
			'{}',
			'../work',
			{readOnly: true},
			[
				'FILE: this can not be written: "../work" can not be the name of a profile: use letters (a to z), digits and . _ -.',
				'The file is as it was.',
			],
		],
		[
			'{"profiles": {"Work": {}}}',
			'work',
			{readOnly: true},
			['FILE: this can not be written: "work" and "Work" differ only in case: rename one.', 'The file is as it was.'],
		],
		[
			'{}',
			'work',
			{account: '12'},
			[
				'FILE: this can not be written: "account" should be an account id: 32 hexadecimal digits, as in the address of the dashboard.',
				'The file is as it was.',
			],
		],
		[
			'{}',
			'work',
			{baseUrl: ''},
			['FILE: this can not be written: "baseUrl" should be a text in quotation marks.', 'The file is as it was.'],
		],
	])('for %s and the profile %s', async (text, profile, change, lines) => {
		write(text);
		expect(await linesOf(save(profile, change))).toEqual(lines);
		expect(readFileSync(file, 'utf8')).toBe(text);
		expect(readdirSync(directory)).toEqual(['config.json']);
	});

	it('where others may write the file', async () => {
		write('{}', 0o620);
		expect(await linesOf(save('work', {readOnly: true}))).toContain('Close it: chmod 600 FILE');
		expect(statSync(file).mode & 0o777).toBe(0o620);
	});

	it('where a file stands in place of the directory', async () => {
		rmSync(directory, {recursive: true});
		writeFileSync(directory, '');
		expect(await linesOf(save('work', {readOnly: true}))).toEqual([
			'FILE: could not be written: DIRECTORY is not a directory. What was there is unchanged.',
			'Move away what is in its place, or set XDG_CONFIG_HOME to a directory where you may write.',
		]);
	});

	it.each([
		['a protected directory', 0o500, 0o600],
		['a protected file', 0o700, 0o400],
	])('where rights are missing: %s', async (_what, directoryMode, fileMode) => {
		write('{}', fileMode);
		chmodSync(home, 0o755);
		chmodSync(directory, directoryMode);
		if (ordinaryUser !== undefined) for (const each of [directory, file]) chownSync(each, ordinaryUser, -1);
		const lines = await asOrdinaryUser(async () => await linesOf(save('work', {readOnly: true})));
		// So that it can be removed.
		chmodSync(directory, 0o700);
		expect(lines).toEqual([
			'FILE: could not be written: permission denied. What was there is unchanged.',
			'See who may: ls -ld DIRECTORY FILE; or set XDG_CONFIG_HOME to a directory where you may write.',
		]);
		expect(readFileSync(file, 'utf8')).toBe('{}');
		expect(readdirSync(directory)).toEqual(['config.json']);
	});

	it('where the text does not fit, and nothing of it is left', () => {
		write('{}');
		const program = `
			const {saveProfile} = await import(${JSON.stringify(new URL('../../source/configuration/save.ts', import.meta.url).href)});
			await saveProfile({XDG_CONFIG_HOME: ${JSON.stringify(home)}}, 'work', {readOnly: true}).catch((error) => {
				process.exitCode = error.lines.length === 2 ? 3 : 4;
			});`;
		// A process that may write no byte to any file.
		const {status} = spawnSync('sh', [
			'-c',
			'ulimit -f 0; exec "$0" --input-type=module -e "$1"',
			process.execPath,
			program,
		]);
		expect(status).toBe(3);
		expect(readFileSync(file, 'utf8')).toBe('{}');
		expect(readdirSync(directory)).toEqual(['config.json']);
	});

	it.each([
		['ENOSPC', /the disk is full/, /Make room/],
		['EDQUOT', /your quota/, /Make room/],
		['EROFS', /read-only/, /XDG_CONFIG_HOME/],
		['EPERM', /permission denied/, /ls -ld/],
		['EIO', /EIO: text/, /XDG_CONFIG_HOME/],
	])('in words for %s', (code, reason, next) => {
		const {lines} = writeProblem('FILE', Object.assign(new Error(`${code}: text`), {code}));
		expect(lines).toEqual([expect.stringMatching(reason), expect.stringMatching(next)]);
	});
});

describe('whether anything can be written', () => {
	/** What is said of it, by a process of a user for whom rights count. */
	function linesFor(environment: Readonly<Record<string, string>>): readonly string[] {
		const url = (name: string): string =>
			JSON.stringify(new URL(`../../source/configuration/${name}.ts`, import.meta.url).href);
		const program = `
			const {requireWritable} = await import(${url('write')});
			const {configurationPath} = await import(${url('file')});
			await requireWritable(configurationPath(${JSON.stringify(environment)})).catch(({lines, isUnwritable}) => {
				console.log(JSON.stringify({lines, isUnwritable}));
			});`;
		const {stdout, stderr} = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
			encoding: 'utf8',
			...(ordinaryUser === undefined ? {} : {uid: ordinaryUser}),
		});
		expect(stderr).toBe('');
		if (stdout === '') return [];
		const said: {readonly lines: readonly string[]; readonly isUnwritable: boolean} = JSON.parse(stdout);
		expect(said.isUnwritable).toBe(true);
		return said.lines.map((line) => line.replaceAll(file, 'FILE').replaceAll(directory, 'DIRECTORY'));
	}

	it('is seen without writing: a directory that is there, and one that is still to be made', () => {
		chmodSync(home, 0o777);
		chmodSync(directory, 0o777);
		expect(linesFor({XDG_CONFIG_HOME: home})).toEqual([]);
		expect(linesFor({XDG_CONFIG_HOME: path.join(home, 'not/made/yet')})).toEqual([]);
		expect(readdirSync(home)).toEqual(['cfiam']);
		expect(readdirSync(directory)).toEqual([]);
	});

	it.each([
		['in a directory that is protected', 0o755, 0o555],
		['where the directory can not be made', 0o555, undefined],
	])('is said with the directory: %s', (_what, homeMode, directoryMode) => {
		if (directoryMode === undefined) rmSync(directory, {recursive: true});
		else chmodSync(directory, directoryMode);
		chmodSync(home, homeMode);
		expect(linesFor({XDG_CONFIG_HOME: home})).toEqual([
			'DIRECTORY: nothing can be written there: permission denied.',
			'See who may: ls -ld DIRECTORY FILE; or set XDG_CONFIG_HOME to a directory where you may write.',
		]);
	});

	it('is said where a file stands in place of the directory', () => {
		rmSync(directory, {recursive: true});
		writeFileSync(directory, '');
		chmodSync(home, 0o755);
		expect(linesFor({XDG_CONFIG_HOME: home})[0]).toBe(
			'DIRECTORY: nothing can be written there: DIRECTORY is not a directory.',
		);
	});
});

describe('removing a profile', () => {
	const remove = async (profile: string): Promise<boolean> => await removeProfile({XDG_CONFIG_HOME: home}, profile);

	it('takes it out with its settings, and leaves everything else as it is', async () => {
		write(
			`{\n\t// mine\n\t"profiles": {\n\t\t"work": {"account": "${account}", "readOnly": true},\n\t\t"home": {} // stays\n\t}\n}\n`,
		);
		expect(await remove('work')).toBe(true);
		expect(readFileSync(file, 'utf8')).toBe('{\n\t// mine\n\t"profiles": {\n\t\t"home": {} // stays\n\t}\n}\n');
	});

	it('takes it out as the one to open, too', async () => {
		write('{\n\t"profile": "work",\n\t"profiles": {\n\t\t"work": {},\n\t\t"home": {}\n\t}\n}\n');
		expect(await remove('work')).toBe(true);
		expect(readFileSync(file, 'utf8')).toBe('{\n\t"profiles": {\n\t\t"home": {}\n\t}\n}\n');
	});

	it('does nothing where there is none', async () => {
		write('{"profiles": {"home": {}}}');
		expect(await remove('work')).toBe(false);
		expect(readFileSync(file, 'utf8')).toBe('{"profiles": {"home": {}}}');
	});

	it('leaves one that has a credential: nobody would know where that is', async () => {
		const text = '{"profiles": {"work": {"credentialStore": "keychain"}}}';
		write(text);
		await expect(remove('work')).rejects.toThrow('has a stored credential');
		expect(readFileSync(file, 'utf8')).toBe(text);
	});
});
