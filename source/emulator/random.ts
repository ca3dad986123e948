/** A source of repeatable choices: the same seed gives the same data, ids and secrets in the same order. */
export interface Random {
	/** A whole number from 0 to `below` - 1. */
	integer(below: number): number;
	/** True with the given probability, 0 to 1. */
	chance(probability: number): boolean;
	pick<T>(items: readonly T[]): T;
	/** An id as Cloudflare's: 32 lower-case hex characters. */
	id(): string;
	/** `length` characters that a secret may have. */
	letters(length: number): string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function hash(text: string): number {
	let value = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1) {
		value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
	}
	return value >>> 0;
}

/** A generator of its own for each `stream` of one seed, so that one part of a dataset does not shift another. */
export function createRandom(seed: number, stream: string): Random {
	let a = 0x9e3779b9 ^ seed;
	let b = hash(stream);
	let c = 0x243f6a88;
	let counter = 1;
	/** sfc32: 32 bits a step. */
	const next = (): number => {
		const sum = (a + b + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = ((c << 21) | (c >>> 11)) + sum;
		return sum >>> 0;
	};
	for (let round = 0; round < 12; round += 1) {
		next();
	}
	const integer = (below: number): number => Math.floor((next() / 4_294_967_296) * below);
	const word = (): string => next().toString(16).padStart(8, '0');
	return {
		integer,
		chance: (probability) => next() / 4_294_967_296 < probability,
		pick: (items) => {
			const item = items[integer(items.length)];
			if (item === undefined) {
				throw new Error('nothing to pick from');
			}
			return item;
		},
		id: () => word() + word() + word() + word(),
		letters: (length) => {
			let text = '';
			for (let index = 0; index < length; index += 1) {
				text += alphabet.charAt(integer(alphabet.length));
			}
			return text;
		},
	};
}
