/**
 * A text that must not be seen: prints as dots wherever it might end up (logs, errors, JSON, `util.inspect`).
 * The only way to the text is {@link Secret.reveal}, so every use can be found by that name.
 */
const dots = '••••••••';

export class Secret {
	readonly #text: string;

	constructor(text: string) {
		this.#text = text;
	}

	/** The text itself: for the one place that needs it (a request header, the clipboard, a store). */
	reveal(): string {
		return this.#text;
	}

	toString(): string {
		return dots;
	}

	toJSON(): string {
		return dots;
	}

	[Symbol.toPrimitive](): string {
		return dots;
	}

	[Symbol.for('nodejs.util.inspect.custom')](): string {
		return dots;
	}
}
