import {chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {
	ConfigurationError,
	configurationPath,
	keymapProblemLines,
	loadConfiguration,
	readProblem,
} from '../../source/configuration/configuration.ts';
import {createKeymap, KeymapError} from '../../source/input/keymap.ts';
import {ordinaryUser} from './ordinary-user.ts';

let home = '';
let file = '';
beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'cfiam-configuration-'));
	file = path.join(home, 'cfiam/config.json');
	mkdirSync(path.dirname(file));
});
afterEach(() => rmSync(home, {recursive: true, force: true}));

function load(content: string | Uint8Array) {
	writeFileSync(file, content, {mode: 0o600});
	return loadConfiguration({XDG_CONFIG_HOME: home});
}

/** What the error says, with the file's path as FILE. */
function linesOf(content?: string | Uint8Array): readonly string[] {
	try {
		if (content === undefined) loadConfiguration({XDG_CONFIG_HOME: home});
		else load(content);
	} catch (error) {
		if (error instanceof ConfigurationError) return error.lines.map((line) => line.replaceAll(file, 'FILE'));
		throw error;
	}
	throw new Error('it was accepted');
}

const advice = 'Correct the file, or move it away to start without it.';
const defaults = {
	profile: undefined,
	profiles: new Map(),
	keys: {},
	readOnly: false,
	account: undefined,
	baseUrl: undefined,
	noColor: false,
	dnsCheck: true,
};

describe('the configuration file', () => {
	it('is looked for where the environment says', () => {
		expect(configurationPath({XDG_CONFIG_HOME: '/c', HOME: '/h'})).toBe('/c/cfiam/config.json');
		expect(configurationPath({HOME: '/h'})).toBe('/h/.config/cfiam/config.json');
		expect(configurationPath({XDG_CONFIG_HOME: '', HOME: '/h'})).toBe('/h/.config/cfiam/config.json');
		expect(configurationPath({XDG_CONFIG_HOME: 'relative', HOME: '/h'})).toBe('/h/.config/cfiam/config.json');
		expect(path.isAbsolute(configurationPath({}))).toBe(true);
	});

	it('need not exist, nor hold anything', () => {
		expect(loadConfiguration({XDG_CONFIG_HOME: home})).toMatchObject({configuration: defaults, path: file});
		expect(loadConfiguration({XDG_CONFIG_HOME: path.join(home, 'none')}).configuration).toEqual(defaults);
		for (const content of ['', ' \n', '// nothing yet\n', '{}', '\ufeff{}']) {
			expect(load(content).configuration).toEqual(defaults);
		}
	});

	it('is JSON with comments and trailing commas', () => {
		const {configuration} = load(`{
			// vim users
			"keys": {"list.down": ["n", "C-n"], "list.up": "e", "list.mark": [],},
			"version": 1,
			"profile": "work",
			"profiles": {
				"home": {},
				"work": {"credentialStore": "kernel-keyring", "account": "ABCDEF0123456789abcdef0123456789", "readOnly": false, "baseUrl": "https://w.example.com", "cache": "plain"},
			},
			"readOnly": true, /* for now */
			"account": "0123456789ABCDEF0123456789abcdef",
			"baseUrl": "https://api.example.com/client/v4",
			"noColor": true,
			"dnsCheck": false,
			"cache": "off",
			"reserve": 300,
		}`);
		expect(configuration).toEqual({
			profile: 'work',
			profiles: new Map([
				['home', {credentialStore: undefined, account: undefined, readOnly: undefined, baseUrl: undefined}],
				[
					'work',
					{
						credentialStore: 'kernel-keyring',
						account: 'abcdef0123456789abcdef0123456789',
						readOnly: false,
						baseUrl: 'https://w.example.com',
						cache: 'plain',
					},
				],
			]),
			keys: {'list.down': ['n', 'C-n'], 'list.up': ['e'], 'list.mark': []},
			readOnly: true,
			account: '0123456789abcdef0123456789abcdef',
			baseUrl: 'https://api.example.com/client/v4',
			noColor: true,
			dnsCheck: false,
			cache: 'off',
			reserve: 300,
		});
	});

	it.each([
		['{"cache": true}', 'FILE:1:11: "cache" should be "encrypted" or "plain" or "off"'],
		['{"reserve": -1}', 'FILE:1:13: "reserve" should be a number of requests from 0 to 1200'],
		['{"reserve": 12.5}', 'FILE:1:13: "reserve" should be a number of requests from 0 to 1200'],
		['{"reserve": "100"}', 'FILE:1:13: "reserve" should be a number of requests from 0 to 1200'],
		['{"kyes": {}}', 'FILE:1:2: there is no setting "kyes": did you mean "keys"?'],
		[
			'{\n\t"theme": "x"\n}',
			'FILE:2:2: there is no setting "theme": the settings are version, profile, profiles, readOnly, account, baseUrl, keys, noColor, dnsCheck, cache, reserve',
		],
		['{\r\n"readonly": true}', 'FILE:2:1: there is no setting "readonly": did you mean "readOnly"?'],
		['{"readOnly": "yes"}', 'FILE:1:14: "readOnly" should be true or false'],
		[
			'{"account": "12"}',
			'FILE:1:13: "account" should be an account id: 32 hexadecimal digits, as in the address of the dashboard',
		],
		['{"baseUrl": 1}', 'FILE:1:13: "baseUrl" should be a text in quotation marks'],
		['{"keys": ["x"]}', 'FILE:1:10: "keys" should be an object: { … }'],
		['{"keys": {"a.b": 1}}', 'FILE:1:18: the keys of "a.b" should be texts such as "ctrl+d", or a list of them'],
		[
			'{"keys": {"a.b": ["x", null]}}',
			'FILE:1:24: the keys of "a.b" should be texts such as "ctrl+d", or a list of them',
		],
		['{"noColor": true, "noColor": false}', 'FILE:1:19: "noColor" is here twice'],
		['{"keys": {"a": "x", "a": "y"}}', 'FILE:1:21: "a" is here twice'],
		['[]', 'FILE:1:1: the file should be an object: { … }'],
		[
			'{"\\u001b": 1}',
			String.raw`FILE:1:2: there is no setting "\u001b": the settings are version, profile, profiles, readOnly, account, baseUrl, keys, noColor, dnsCheck, cache, reserve`,
		],
		[
			'{"readOnly": yes}',
			'FILE:1:14: this is not JSON: a value is a text in quotation marks, true, false, a list [ … ] or an object { … }',
		],
		['{\n"readOnly" true}', 'FILE:2:12: this is not JSON: a colon is missing here'],
		['{"readOnly": true', 'FILE:1:18: this is not JSON: a closing } is missing here'],
		['{"account": "abc}\n', 'FILE:1:13: this is not JSON: a text does not end: its closing quotation mark is missing'],
		['{} {}', 'FILE:1:4: this is not JSON: the file should end before this'],
		['{"version": 0}', 'FILE:1:13: "version" should be 1'],
		['{"version": 1.5}', 'FILE:1:13: "version" should be 1'],
		['{"version": "2"}', 'FILE:1:13: "version" should be 1'],
		['{"profiles": []}', 'FILE:1:14: "profiles" should be an object: { … }'],
		['{"profiles": {"work": "keychain"}}', 'FILE:1:23: the profile "work" should be an object: { … }'],
		[
			'{"profiles": {"a b": {}}}',
			'FILE:1:15: "a b" can not be the name of a profile: use letters (a to z), digits and . _ -',
		],
		['{"profiles": {"work": {},\n"work": {}}}', 'FILE:2:1: "work" is here twice'],
		['{"profiles": {"work": {},\n"Work": {}}}', 'FILE:2:1: "Work" and "work" differ only in case: rename one'],
		['{"profiles": {"w": {"readonly": true}}}', 'FILE:1:21: there is no setting "readonly": did you mean "readOnly"?'],
		[
			'{"profiles": {"w": {"noColor": true}}}',
			'FILE:1:21: there is no setting "noColor": the settings are credentialStore, account, readOnly, baseUrl, cache',
		],
		[
			'{"profiles": {"w": {"token": "secret"}}}',
			'FILE:1:21: there is no setting "token": credentials are never kept in this file; take it out, and use `cfiam login`',
		],
		[
			'{"profiles": {"w": {"credentialStore": "secret"}}}',
			'FILE:1:40: "credentialStore" should be "keychain" or "kernel-keyring" or "passphrase-file"',
		],
		['{"profiles": {"w": {"readOnly": 0, }}}', 'FILE:1:33: "readOnly" should be true or false'],
		['{"profiles": {"w": {"baseUrl": ""}}}', 'FILE:1:32: "baseUrl" should be a text in quotation marks'],
		[
			'{"profiles": {"w": {"account": "x"}}}',
			'FILE:1:32: "account" should be an account id: 32 hexadecimal digits, as in the address of the dashboard',
		],
		['{"profiles": {"w": {"account": null}}}', 'FILE:1:32: "account" should be a text in quotation marks'],
		['{"profile": true}', 'FILE:1:13: "profile" should be a text in quotation marks'],
		['{"profile": "work"}', 'FILE:1:13: there is no profile "work": "profiles" has none'],
		[
			'{"profile": "wrok", "profiles": {"home": {}, "work": {}}}',
			'FILE:1:13: there is no profile "wrok": did you mean "work"?',
		],
		[
			'{"profile": "x", "profiles": {"work": {}, "home": {}}}',
			'FILE:1:13: there is no profile "x": there is "home", "work"',
		],
	])('names the place and the mistake in %j', (content, line) => {
		expect(linesOf(content)).toEqual([line, advice]);
	});

	it('of a newer version is not judged by what this one knows', () => {
		expect(linesOf('{\n"themes": {}, "readOnly": "sometimes", "version": 2}')).toEqual([
			'FILE:2:51: this configuration was written by a newer cfiam (version 2; this one knows 1).',
			'Update cfiam, or move the file away to start without it.',
		]);
	});

	it('is not used where others may write in its directory, whether it is there or not', () => {
		const lines = [
			`${path.dirname(file)}: every user of this machine may write in it (mode 777), and could put another configuration there.`,
			`Close it: chmod 700 ${path.dirname(file)}`,
		];
		chmodSync(path.dirname(file), 0o777);
		expect(linesOf()).toEqual(lines);
		expect(linesOf('{}')).toEqual(lines);
	});

	it('is not used behind a link into a directory where others may write', () => {
		const dotfiles = path.join(home, 'dotfiles');
		mkdirSync(dotfiles);
		writeFileSync(path.join(dotfiles, 'cfiam.json'), '{}', {mode: 0o600});
		symlinkSync(path.join(dotfiles, 'cfiam.json'), file);
		expect(loadConfiguration({XDG_CONFIG_HOME: home}).remarks).toEqual([]);
		chmodSync(dotfiles, 0o775);
		expect(linesOf()[0]).toContain('dotfiles: its group may write in it (mode 775)');
	});

	it('is not used where it belongs to another user, unless that one has called root', () => {
		writeFileSync(file, '{"noColor": true}', {mode: 0o600});
		if (ordinaryUser !== undefined) chownSync(file, ordinaryUser, ordinaryUser);
		const {uid} = statSync(file);
		// Who is not root can give a file to nobody, but be somebody else.
		const own = vi.spyOn(process, 'geteuid').mockReturnValue(uid === ordinaryUser ? 0 : uid + 1);
		try {
			expect(linesOf()[0]).toMatch(/(?:FILE|cfiam): this (?:file|directory) belongs to another user \(\d+\)/);
			own.mockReturnValue(0);
			const {configuration} = loadConfiguration({XDG_CONFIG_HOME: home, SUDO_UID: `${uid}`});
			expect(configuration.noColor).toBe(true);
		} finally {
			own.mockRestore();
		}
	});

	it('that others may read is used, with a remark; one that they may write is not', () => {
		writeFileSync(file, '{"noColor": true}');
		chmodSync(file, 0o644);
		const {configuration, remarks} = loadConfiguration({XDG_CONFIG_HOME: home});
		expect(configuration.noColor).toBe(true);
		expect(remarks).toEqual([
			`${file}: every user of this machine may read it (mode 644). Close it: chmod 600 ${file}`,
		]);
		chmodSync(file, 0o660);
		expect(linesOf()).toContain('Close it: chmod 600 FILE');
		chmodSync(file, 0o600);
		expect(loadConfiguration({XDG_CONFIG_HOME: home}).remarks).toEqual([]);
	});

	it('behind a link is judged itself', () => {
		const target = path.join(home, 'dotfiles.json');
		writeFileSync(target, '{}');
		chmodSync(target, 0o666);
		symlinkSync(target, file);
		expect(linesOf()).toContain(`Close it: chmod 600 ${target}`);
	});

	it('names every mistake, not only the first', () => {
		expect(linesOf('{"a": 1,\n "noColor": 2,\n "keys": 3}')).toHaveLength(4);
	});

	it('says so when it is no file, no text, or not to be read', () => {
		expect(linesOf(Uint8Array.of(0x7b, 0xff, 0x7d))).toEqual(['FILE: this is not UTF-8 text.', advice]);
		rmSync(file);
		mkdirSync(file);
		expect(linesOf()).toEqual(['FILE: this should be a file, and is a directory or device.', advice]);
	});

	it('says so when it may not be read, or cannot be', () => {
		// Made by hand: for root, under whom tests may run, nothing is forbidden.
		const forbidden = Object.assign(new Error('EACCES: permission denied'), {code: 'EACCES'});
		expect(readProblem('FILE', forbidden)?.lines).toEqual([
			'FILE: cannot be read: permission denied.',
			'Give yourself the right to read it, or set XDG_CONFIG_HOME to another directory.',
		]);
		symlinkSync(file, file);
		expect(linesOf()[0]).toMatch(/^FILE: cannot be read: ELOOP/);
	});

	it('never fails in another way, whatever is in it', () => {
		fc.assert(
			fc.property(
				fc.oneof(fc.uint8Array(), fc.json(), fc.string({unit: fc.constantFrom(...'{}[]",:/*a1\n ')})),
				(content) => {
					try {
						load(content);
					} catch (error) {
						expect(error).toBeInstanceOf(ConfigurationError);
					}
				},
			),
		);
	});
});

describe('a keymap that cannot be used', () => {
	const binding = (command: string, keys: readonly string[]) => {
		return {command, keys, label: command, description: '', context: 'list', group: 'List'};
	};
	const bindings = [binding('list.down', ['j']), binding('list.up', ['k']), binding('list.open', ['enter'])];

	function problemLines(content: string): readonly string[] {
		const loaded = load(content);
		try {
			createKeymap(bindings, {list: {inherits: []}}, loaded.configuration.keys);
		} catch (error) {
			if (!(error instanceof KeymapError)) throw error;
			return keymapProblemLines(error.problems, loaded).map((line) => line.replaceAll(file, 'FILE'));
		}
		return [];
	}

	it('is explained at the settings that cause it, with both names', () => {
		expect(problemLines('{"keys": {\n  "list.down": "k"\n}}')).toEqual([
			'FILE:2:3: the key "k" has two commands in list: list.down (list.down) and list.up (list.up)',
		]);
		expect(problemLines('{"keys": {\n  "list.up": "x",\n  "list.down": ["X", "x"]\n}}')).toEqual([
			'FILE:3:3: the key "x" has two commands in list: list.down (list.down) and list.up (list.up) (and FILE:2:3)',
		]);
	});

	it('is explained where a command or key is unknown', () => {
		expect(problemLines('{"keys": {"list.dwon": "n",\n"__proto__": "x",\n"list.up": "pagup"}}')).toEqual([
			'FILE:1:11: there is no command "list.dwon": did you mean "list.down"?',
			'FILE:2:1: there is no command "__proto__": the help screen (?) names the commands',
			'FILE:3:1: list.up: unknown key "pagup": did you mean "pageup"?',
		]);
	});

	it('is accepted when it is fine', () => {
		expect(problemLines('{"keys": {"list.down": "k", "list.up": "j"}}')).toEqual([]);
	});
});
