/**
 * Who but its user may write or read the configuration, and what to do about it. As ssh has it with its own file: it
 * belongs to its user or to root, and nobody else may write it. It says where tokens are sent (`baseUrl`) and how they
 * are kept. What may be in place of it counts as well, so the directory is held to the same.
 */

export type Rights =
	/** Others may read it: `lines` are remarks. None: all is well. */
	| {readonly kind: 'accepted'; readonly lines: readonly string[]}
	/** It belongs to another, or others may write it. */
	| {readonly kind: 'refused'; readonly lines: readonly string[]};

export interface Ownership {
	readonly mode: number;
	readonly uid: number;
}

export interface RightsOptions {
	/** The file or directory itself, no link to it. */
	readonly file: string;
	/** The user's id; undefined on Windows, where modes say nothing. */
	readonly ownId: number | undefined;
	/** Of root: whose home it works in (`SUDO_UID`). */
	readonly calledBy?: number | undefined;
}

/** Judges the owner and mode of the configuration file. */
export function rightsOf(found: Ownership, options: RightsOptions): Rights {
	const {file, ownId} = options;
	if (ownId === undefined) return accepted;
	const foreign = foreignLines(found, options, 'file');
	if (foreign !== undefined) return {kind: 'refused', lines: foreign};
	const {mode, uid} = found;
	const isOurs = uid === ownId || ownId === 0;
	const writers = others(mode, 0o022);
	if (writers !== undefined) {
		return {
			kind: 'refused',
			lines: [
				`${file}: ${writers} may write it (mode ${octal(mode)}), and whoever can write it can send your token elsewhere.`,
				isOurs
					? `Close it: chmod 600 ${shellWord(file)}`
					: `It is not yours. Let its owner (user ${uid}) close it: chmod go-w ${shellWord(file)}`,
				...ofGroup(writers, 'Files'),
			],
		};
	}
	const readers = others(mode, 0o044);
	// A file that belongs to another is open so that we can read it: closing it would lock us out.
	if (readers === undefined || !isOurs) return accepted;
	return {
		kind: 'accepted',
		lines: [`${file}: ${readers} may read it (mode ${octal(mode)}). Close it: chmod 600 ${shellWord(file)}`],
	};
}

/** Judges the owner and mode of the directory that the file is in, or would be in: others may read that. */
export function directoryRightsOf(found: Ownership, options: RightsOptions): Rights {
	const {file, ownId} = options;
	if (ownId === undefined) return accepted;
	const foreign = foreignLines(found, options, 'directory');
	if (foreign !== undefined) return {kind: 'refused', lines: foreign};
	const {mode, uid} = found;
	const writers = others(mode, 0o022);
	if (writers === undefined) return accepted;
	const isOurs = uid === ownId || ownId === 0;
	return {
		kind: 'refused',
		lines: [
			`${file}: ${writers} may write in it (mode ${octal(mode)}), and could put another configuration there.`,
			isOurs
				? `Close it: chmod 700 ${shellWord(file)}`
				: `It is not yours. Let its owner (user ${uid}) close it: chmod go-w ${shellWord(file)}`,
			...ofGroup(writers, 'Directories'),
		],
	};
}

const accepted: Rights = {kind: 'accepted', lines: []};

/** Undefined: it belongs to the user, or to root, who can do everything anyway. */
function foreignLines(
	{uid}: Ownership,
	{file, ownId, calledBy}: RightsOptions,
	what: 'file' | 'directory',
): readonly string[] | undefined {
	if (uid === ownId || uid === 0 || (ownId === 0 && uid === calledBy)) return undefined;
	return [
		`${file}: this ${what} belongs to another user (${uid}), who can send your token elsewhere with it.`,
		`If it is meant to be yours: ${ownId === 0 ? '' : 'sudo '}chown ${ownId} ${shellWord(file)}`,
		'Otherwise set XDG_CONFIG_HOME to a directory of your own.',
	];
}

function others(mode: number, bits: number): string | undefined {
	return (mode & bits & 0o007) !== 0
		? 'every user of this machine'
		: (mode & bits & 0o070) !== 0
			? 'its group'
			: undefined;
}

function octal(mode: number): string {
	return (mode & 0o777).toString(8).padStart(3, '0');
}

function ofGroup(writers: string, what: string): readonly string[] {
	return writers === 'its group'
		? [`(${what} made under umask 002 are like that, even where the group is you alone.)`]
		: [];
}

/** A text as one word of a shell's command line. */
export function shellWord(text: string): string {
	return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
