import {Readable} from 'node:stream';

/**
 * An input for Ink that never says anything: the real one belongs to the key stream. It looks like a terminal, for Ink
 * refuses hooks an input that is none.
 */
export function createSilentInput(): NodeJS.ReadableStream & {readonly isTTY: true} {
	return new SilentInput();
}

class SilentInput extends Readable {
	readonly isTTY = true;

	constructor() {
		super({read() {}});
	}

	setRawMode(): this {
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}
}
