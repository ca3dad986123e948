/** A list of arguments that is read from the front. */
export class ArgumentList {
	readonly #rest: string[];

	/** @param list what stands behind the program's name */
	constructor(list: readonly string[]) {
		// `--name=value` is `--name value`.
		this.#rest = list.flatMap((each) => {
			const [, name, value] = /^(--[^=]+)=(.*)$/su.exec(each) ?? [];
			return name === undefined || value === undefined ? [each] : [name, value];
		});
	}

	next(): string | undefined {
		return this.#rest.shift();
	}

	/** The value of an option, unless another option follows. */
	value(): string | undefined {
		const [first] = this.#rest;
		return first === undefined || first.startsWith('-') ? undefined : this.#rest.shift();
	}

	/** The value of an option that has to have letters in it; undefined where it has none. */
	text(): string | undefined {
		const value = this.value();
		return value === undefined || value.trim() === '' ? undefined : value;
	}

	/** The next argument when it is one of these. */
	oneOf<const Text extends string>(texts: readonly Text[]): Text | undefined {
		const found = texts.find((text) => text === this.#rest[0]);
		if (found !== undefined) this.#rest.shift();
		return found;
	}
}

/** A whole number from 0 to `most`, or undefined. */
export function wholeNumber(text: string | undefined, most: number): number | undefined {
	if (text === undefined || !/^\d{1,9}$/u.test(text)) return undefined;
	const number = Number(text);
	return number <= most ? number : undefined;
}

/** What is said instead of an argument that is, or may be, a secret. */
export const noSecretHere =
	'a token must not stand in the command line, where other users can see it: pipe it or type it at the prompt';

/**
 * Whether an argument is a secret of Cloudflare by the form of the newer ones (contract 10.1). Such a text is repeated
 * nowhere, and nothing else is done with it.
 */
export function isSecret(argument: string): boolean {
	return /(?:^|[\s=:"'-])(?:cf(?:ut|at|oat|k)_\w{16,}|v1\.0-[\da-f]{16,})/iu.test(argument);
}

/** As {@link isSecret}, and everything that is too long for a word: the older tokens and keys have no mark. */
export function maySecretBe(word: string): boolean {
	return isSecret(word) || /^[\w-]{37,}$/u.test(word);
}
