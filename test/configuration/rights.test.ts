import {expect, it} from 'vitest';
import {rightsOf, shellWord} from '../../source/configuration/rights.ts';

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
		'a file of a user, for root',
		0o100644,
		own,
		0,
		'accepted',
		[`${file}: every user of this machine may read it (mode 644). Close it: chmod 600 ${file}`],
	],
	['any file on Windows', 0o100666, 0, undefined, 'accepted', []],
])('judges %s', (_what, mode, uid, ownId, kind, lines) => {
	expect(rightsOf({mode, uid}, {file, ownId})).toEqual({kind, lines});
});

it('names a file as a shell understands it', () => {
	expect(shellWord('/srv/ann/.config/x_1.json')).toBe('/srv/ann/.config/x_1.json');
	expect(shellWord("/my files/it's $HOME")).toBe(String.raw`'/my files/it'\''s $HOME'`);
});
