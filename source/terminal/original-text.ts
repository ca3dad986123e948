/**
 * What texts of the server were before they were made inert. A form, an undo or a clone holds the inert form, and what
 * it sends back has to be the text that came: `\u{202e}` written out in letters would be another name.
 */
import {replaceHidden} from './sanitise.ts';

/** Bytes of texts that are known of one account at most: hidden characters are rare, and who fills an account with them gains nothing by it. */
const mostBytes = 16 * 1024 * 1024;

/** Accounts whose texts are known; those of the account that was opened first go. */
const mostAccounts = 8;

const writtenOut = /\\u\{[0-9a-f]{1,6}\}/u;

/** It is not known which text is meant by one that is shown with hidden characters written out. */
export class AmbiguousText extends Error {
	readonly text: string;

	constructor(text: string, why = 'stands for two texts that differ in hidden characters') {
		super(`${text} ${why}`);
		this.name = 'AmbiguousText';
		this.text = text;
	}
}

/** What the server has said of one account: the same text may be another one elsewhere. */
export class Originals {
	/** By their inert forms; null where two texts have the same one. */
	readonly #known = new Map<string, string | null>();
	#bytes = 0;
	/** Not all that was said is known. */
	#isPart: boolean;

	constructor(isPart = false) {
		this.#isPart = isPart;
	}

	/** Tells that the server has said this text. What has no hidden characters, and looks like nothing else, costs nothing. */
	remember(inert: string, original: string): void {
		if (inert === original && !inert.includes('\\u{')) return;
		const known = this.#known.get(inert);
		if (known !== undefined) {
			if (known !== original) this.#known.set(inert, null);
			return;
		}
		const bytes = 2 * (inert.length + original.length);
		if (this.#bytes + bytes > mostBytes) {
			this.#isPart = true;
			return;
		}
		this.#bytes += bytes;
		this.#known.set(inert, original);
	}

	has(inert: string): boolean {
		return this.#known.has(inert);
	}

	/**
	 * What is to be sent, with the texts of the server as they came, in values and in keys.
	 * @throws {AmbiguousText} where one of them can not be told
	 */
	restored(value: unknown): unknown {
		if (typeof value === 'string') return this.#originalOf(value);
		if (typeof value !== 'object' || value === null) return value;
		if (Array.isArray(value)) return value.map((item) => this.restored(item));
		return Object.fromEntries(
			Object.entries(value).map(([key, item]) => [this.#originalOf(key), this.restored(item)] as const),
		);
	}

	#originalOf(text: string): string {
		if (!text.includes('\\u{')) return text;
		const known = this.#known.get(text);
		if (known === null) throw new AmbiguousText(text);
		if (known === undefined && this.#isPart && writtenOut.test(text)) {
			throw new AmbiguousText(
				text,
				'may stand for a text with hidden characters, of which there are too many to know all',
			);
		}
		return known ?? text;
	}
}

/** By the id of the account; undefined where they have been given up. */
const accounts = new Map<string, Originals | undefined>();

/** @param account its id; empty for what is said of none */
export function originalsOf(account: string): Originals {
	const known = accounts.get(account);
	if (known !== undefined) return known;
	const made = new Originals(accounts.has(account));
	accounts.delete(account);
	accounts.set(account, made);
	const held = [...accounts].filter(([, each]) => each !== undefined);
	for (const [former] of held.slice(0, -mostAccounts)) accounts.set(former, undefined);
	return made;
}

/** Whether a text has hidden characters written out that were not so at the server: as letters they would be sent. */
export function isWrittenOut(text: string): boolean {
	return writtenOut.test(text) && ![...accounts.values()].some((each) => each?.has(text));
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
