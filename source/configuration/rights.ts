/** Who but its owner may read and write the configuration file, and what to do about it. */

export type Rights =
	/** Others may read it: `lines` are remarks. None: all is well. */
	| {readonly kind: 'accepted'; readonly lines: readonly string[]}
	/** Others may write it. It says where tokens are sent (`baseUrl`) and how they are kept. */
	| {readonly kind: 'refused'; readonly lines: readonly string[]};

/**
 * Judges the mode of a file.
 * @param about `file` is the file itself, no link to it; `ownId` is the user's id, undefined on Windows, where modes say
 * nothing.
 */
export function rightsOf(
	{mode, uid}: {readonly mode: number; readonly uid: number},
	about: {readonly file: string; readonly ownId: number | undefined},
): Rights {
	const {file, ownId} = about;
	if (ownId === undefined) return {kind: 'accepted', lines: []};
	const others = (bits: number): string | undefined =>
		(mode & bits & 0o007) !== 0 ? 'every user of this machine' : (mode & bits & 0o070) !== 0 ? 'its group' : undefined;
	const isOurs = uid === ownId || ownId === 0;
	const writers = others(0o022);
	const octal = (mode & 0o777).toString(8).padStart(3, '0');
	if (writers !== undefined) {
		return {
			kind: 'refused',
			lines: [
				`${file}: ${writers} may write it (mode ${octal}), and whoever can write it can send your token elsewhere.`,
				isOurs
					? `Close it: chmod 600 ${shellWord(file)}`
					: `It is not yours. Let its owner (user ${uid}) close it: chmod go-w ${shellWord(file)}`,
				...(writers === 'its group'
					? ['(Files made under umask 002 are like that, even where the group is you alone.)']
					: []),
			],
		};
	}
	const readers = others(0o044);
	// A file that belongs to another is open so that we can read it: closing it would lock us out.
	if (readers === undefined || !isOurs) return {kind: 'accepted', lines: []};
	return {
		kind: 'accepted',
		lines: [`${file}: ${readers} may read it (mode ${octal}). Close it: chmod 600 ${shellWord(file)}`],
	};
}

/** A text as one word of a shell's command line. */
export function shellWord(text: string): string {
	return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
