/**
 * What texts of the server were before they were made inert. A form, an undo or a clone holds the inert form, and what
 * it sends back has to be the text that came: `\u{202e}` written out in letters would be another name.
 */
import {replaceHidden} from './sanitise.ts';

/** Originals by their inert forms; null where two texts have the same one. */
const originals = new Map<string, string | null>();

/** So many are known at most: hidden characters are rare, and who fills an account with them gains nothing by it. */
const most = 50_000;

const writtenOut = /\\u\{[0-9a-f]{1,6}\}/u;

/** Tells that the server has said this text. What has no hidden characters, and looks like nothing else, costs nothing. */
export function rememberOriginal(inert: string, original: string): void {
	if (inert === original && !inert.includes('\\u{')) return;
	const known = originals.get(inert);
	if (known === undefined && originals.size < most) originals.set(inert, original);
	else if (known !== undefined && known !== original) originals.set(inert, null);
}

/** Two texts look the same: which of them is meant is not known. */
export class AmbiguousText extends Error {
	readonly text: string;

	constructor(text: string) {
		super(`${text} stands for two texts that differ in hidden characters`);
		this.name = 'AmbiguousText';
		this.text = text;
	}
}

function originalOf(text: string): string {
	if (!text.includes('\\u{')) return text;
	const known = originals.get(text);
	if (known === null) throw new AmbiguousText(text);
	return known ?? text;
}

/**
 * What is to be sent, with the texts of the server as they came, in values and in keys.
 * @throws {AmbiguousText} where one of them can not be told
 */
export function withOriginals(value: unknown): unknown {
	if (typeof value === 'string') return originalOf(value);
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(withOriginals);
	return Object.fromEntries(
		Object.entries(value).map(([key, item]) => [originalOf(key), withOriginals(item)] as const),
	);
}

/** Whether a text has hidden characters written out that were not so at the server: as letters they would be sent. */
export function isWrittenOut(text: string): boolean {
	return writtenOut.test(text) && !originals.has(text);
}

/** `\u202e`, and two of them where it takes two. */
function escaped(character: string): string {
	return Array.from({length: character.length}, (_, at) => character.charCodeAt(at))
		.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
		.join('');
}

/** JSON in which hidden characters are escaped: the same for every reader, and inert on a terminal and in a shell. */
export function inertJson(value: unknown, indent?: number): string {
	const lines = (JSON.stringify(value, null, indent) ?? 'null').split('\n');
	return lines.map((line) => replaceHidden(line, escaped)).join('\n');
}
