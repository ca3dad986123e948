/** What a profile may be called: its name is that of an item, of a file, and part of commands. */

/** Why a text can not be the name of a profile: follows the name, `"…" …`. Undefined: it can. */
export function profileNameProblem(name: string): string | undefined {
	if (name === '') return 'is empty: a profile needs a name';
	if (name.length > 64) return `is too long (${name.length} characters): the name of a profile has at most 64`;
	if (!/^[\w.-]+$/.test(name)) return 'can not be the name of a profile: use letters (a to z), digits and . _ -';
	if (/^[.-]/.test(name)) return `can not be the name of a profile: it begins with "${name.slice(0, 1)}"`;
	return undefined;
}
