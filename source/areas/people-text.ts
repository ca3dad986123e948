/** Words of a text that names people: which one is being typed, and what is put in its place. */

/** Where the word begins and ends that the cursor stands in or behind. */
function wordAround(text: string, cursor: number): {readonly start: number; readonly end: number} {
	const separators = /[\s,;|<>()"]/;
	let start = cursor;
	while (start > 0 && !separators.test(text.charAt(start - 1))) start--;
	let end = cursor;
	while (end < text.length && !separators.test(text.charAt(end))) end++;
	return {start, end};
}

/** The word that the cursor stands in or behind. */
export function wordAt(text: string, cursor: number): string {
	const {start, end} = wordAround(text, cursor);
	return text.slice(start, end);
}

/** Puts an address in the place of the word at the cursor, ready for the next one. */
export function completeWord(text: string, cursor: number, address: string) {
	const {start, end} = wordAround(text, cursor);
	const behind = text.slice(end);
	const separator = behind.trim() === '' ? ', ' : '';
	const before = text.slice(0, start) + address + separator;
	return {text: before + (separator === '' ? behind : behind.trimStart()), cursor: before.length};
}

/** Puts an address in the place of a mistyped one wherever that stands by itself; what lies around it stays. */
export function correct(text: string, cursor: number, mistyped: string, address: string) {
	const entry = mistyped.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
	const standing = new RegExp(`(?<![\\p{L}\\p{N}@_+.-])${entry}(?![\\p{L}\\p{N}@_+-]|\\.[\\p{L}\\p{N}])`, 'giu');
	const replaced = (part: string): string => part.replace(standing, () => address);
	const {end} = wordAround(text, cursor);
	return {text: replaced(text), cursor: replaced(text.slice(0, end)).length - (end - cursor)};
}
