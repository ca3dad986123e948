import {describe, expect, test} from 'vitest';
import {areas} from '../../source/areas/index.ts';
import {readCommandLine, suggestions} from '../../source/screens/command-line.ts';
import {group, hex, person, settingOf} from '../areas/sample.ts';

const setting = settingOf({
	lists: {
		userGroups: [group(1, 'platform-dns'), group(2, 'Platform Edge'), group(3, 'twice'), group(4, 'TWICE')],
		members: [person(10, 'bo@acme.com'), person(11, 'boris@acme.com')],
	},
	inGroups: {1: [], 2: [], 3: [], 4: []},
});

describe('the command line', () => {
	test.each(
		areas.flatMap(({name, aliases, title}) =>
			[name, ...aliases, title, title.toUpperCase()].map((text) => [text, name]),
		),
	)('%s leads to %s', (text, area) => {
		// A title of two words is an area too when it is typed in one.
		const order = readCommandLine(text.replaceAll(' ', '-'), setting);
		expect(order).toEqual({kind: 'area', area});
	});

	test.each([
		['an object by its name, in any case', 'groups PLATFORM-DNS', {kind: 'object', area: 'user-groups', id: hex(1)}],
		['a name of two words', ' :groups  platform edge ', {kind: 'object', area: 'user-groups', id: hex(2)}],
		['an object by its id', `ug ${hex(2)}`, {kind: 'object', area: 'user-groups', id: hex(2)}],
		['a person by their address', 'people bo@acme.com', {kind: 'object', area: 'members', id: hex(10)}],
		['words that name nothing: a search', 'groups plat', {kind: 'search', area: 'user-groups', text: 'plat'}],
		['a name that two have: a search', 'groups twice', {kind: 'search', area: 'user-groups', text: 'twice'}],
		['a command', 'q', {kind: 'quit'}],
		['a command in upper case', 'UNDO', {kind: 'command', command: 'undo'}],
	])('reads %s', (_what, text, expected) => {
		expect(readCommandLine(text, setting)).toEqual(expected);
	});

	test('an unknown word is said, with what may be meant', () => {
		expect(readCommandLine('reso x', setting)).toEqual({kind: 'unknown', text: 'reso', near: 'resource-groups'});
		expect(readCommandLine('xyzzy', setting)).toEqual({kind: 'unknown', text: 'xyzzy', near: undefined});
	});

	test('a command with more behind it is not that command', () => {
		expect(readCommandLine('q now', setting)).toMatchObject({kind: 'unknown'});
	});

	test('suggests areas first, then their other names and commands', () => {
		expect(suggestions('', setting)[0]).toBe('user-groups');
		expect(suggestions('s', setting).slice(0, 1)).toEqual(['sso-connectors']);
		expect(suggestions('unk', setting)).toEqual([]);
		expect(suggestions('U', setting)).toContain('undo');
	});

	test('suggests each word once', () => {
		const all = suggestions('r', setting);
		expect(new Set(all).size).toBe(all.length);
	});

	test('behind an area suggests its objects', () => {
		expect(suggestions('groups plat', setting)).toEqual(['groups platform-dns', 'groups Platform Edge']);
		expect(suggestions('people bori', setting)).toEqual(['people boris@acme.com']);
		expect(suggestions('groups ', setting)).toEqual([]);
	});

	test('every suggestion of an area or command can be run', () => {
		for (const letter of 'abcdefghijklmnopqrstuvwxyz') {
			for (const each of suggestions(letter, setting)) {
				expect(readCommandLine(each, setting).kind, each).not.toBe('unknown');
			}
		}
	});
});
