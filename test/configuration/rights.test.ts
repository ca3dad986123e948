import {expect, it} from 'vitest';
import {directoryRightsOf, rightsOf, shellWord} from '../../source/configuration/rights.ts';

const own = 1000;
const file = '/srv/ann/.config/cfiam/config.json';
const sends = 'and whoever can write it can send your token elsewhere.';

it.each<[string, number, number, number | undefined, string, readonly string[]]>([
	['its owner alone', 0o100600, own, own, 'accepted', []],
	['its owner alone, protected', 0o100400, own, own, 'accepted', []],
	[
		'a file that all may read',
		0o100644,
		own,
		own,
		'accepted',
		[`${file}: every user of this machine may read it (mode 644). Close it: chmod 600 ${file}`],
	],
	[
		'a file that its group may read',
		0o100640,
		own,
		own,
		'accepted',
		[`${file}: its group may read it (mode 640). Close it: chmod 600 ${file}`],
	],
	[
		'a file that its group may write, as after umask 002',
		0o100664,
		own,
		own,
		'refused',
		[
			`${file}: its group may write it (mode 664), ${sends}`,
			`Close it: chmod 600 ${file}`,
			'(Files made under umask 002 are like that, even where the group is you alone.)',
		],
	],
	[
		'a file that all may write',
		0o100602,
		own,
		own,
		'refused',
		[`${file}: every user of this machine may write it (mode 602), ${sends}`, `Close it: chmod 600 ${file}`],
	],
	['a file of root that all may read: closed, we could not read it either', 0o100644, 0, own, 'accepted', []],
	[
		'a file of root that all may write',
		0o100666,
		0,
		own,
		'refused',
		[
			`${file}: every user of this machine may write it (mode 666), ${sends}`,
			`It is not yours. Let its owner (user 0) close it: chmod go-w ${file}`,
		],
	],
	[
		'a file of another user',
		0o100600,
		1001,
		own,
		'refused',
		[
			`${file}: this file belongs to another user (1001), who can send your token elsewhere with it.`,
			`If it is meant to be yours: sudo chown ${own} ${file}`,
			'Otherwise set XDG_CONFIG_HOME to a directory of your own.',
		],
	],
	[
		'a file of a user, for root',
		0o100600,
		own,
		0,
		'refused',
		[
			`${file}: this file belongs to another user (${own}), who can send your token elsewhere with it.`,
			`If it is meant to be yours: chown 0 ${file}`,
			'Otherwise set XDG_CONFIG_HOME to a directory of your own.',
		],
	],
	['any file on Windows', 0o100666, 0, undefined, 'accepted', []],
])('judges %s', (_what, mode, uid, ownId, kind, lines) => {
	expect(rightsOf({mode, uid}, {file, ownId})).toEqual({kind, lines});
});

it('lets root use the file of the user who has called it', () => {
	const found = {mode: 0o100644, uid: own};
	expect(rightsOf(found, {file, ownId: 0, calledBy: own})).toEqual({
		kind: 'accepted',
		lines: [`${file}: every user of this machine may read it (mode 644). Close it: chmod 600 ${file}`],
	});
	expect(rightsOf(found, {file, ownId: 0, calledBy: 1001}).kind).toBe('refused');
	// Who is not root has been called by nobody.
	expect(rightsOf(found, {file, ownId: 1001, calledBy: own}).kind).toBe('refused');
});

const directory = '/srv/ann/.config/cfiam';

it.each<[string, number, number, number | undefined, string, readonly string[]]>([
	['its owner alone', 0o040700, own, own, 'accepted', []],
	['a directory that all may read', 0o040755, own, own, 'accepted', []],
	['a directory of root', 0o040755, 0, own, 'accepted', []],
	[
		'a directory that all may write in',
		0o040777,
		own,
		own,
		'refused',
		[
			`${directory}: every user of this machine may write in it (mode 777), and could put another configuration there.`,
			`Close it: chmod 700 ${directory}`,
		],
	],
	[
		'a directory that its group may write in',
		0o040775,
		own,
		own,
		'refused',
		[
			`${directory}: its group may write in it (mode 775), and could put another configuration there.`,
			`Close it: chmod 700 ${directory}`,
			'(Directories made under umask 002 are like that, even where the group is you alone.)',
		],
	],
	[
		'a directory of root that all may write in',
		0o041777,
		0,
		own,
		'refused',
		[
			`${directory}: every user of this machine may write in it (mode 777), and could put another configuration there.`,
			`It is not yours. Let its owner (user 0) close it: chmod go-w ${directory}`,
		],
	],
	[
		'a directory of another user',
		0o040755,
		1001,
		own,
		'refused',
		[
			`${directory}: this directory belongs to another user (1001), who can send your token elsewhere with it.`,
			`If it is meant to be yours: sudo chown ${own} ${directory}`,
			'Otherwise set XDG_CONFIG_HOME to a directory of your own.',
		],
	],
	['any directory on Windows', 0o040777, 0, undefined, 'accepted', []],
])('judges of directories %s', (_what, mode, uid, ownId, kind, lines) => {
	expect(directoryRightsOf({mode, uid}, {file: directory, ownId})).toEqual({kind, lines});
});

it('names a file as a shell understands it', () => {
	expect(shellWord('/srv/ann/.config/x_1.json')).toBe('/srv/ann/.config/x_1.json');
	expect(shellWord("/my files/it's $HOME")).toBe(String.raw`'/my files/it'\''s $HOME'`);
});
