/**
 * One column of a list as folded texts, made for filtering 100,000 rows at each key: a text that many rows share is
 * kept and looked at once, and most texts are refused by a look at which characters they have at all.
 */
import {fold} from './fold.ts';
import {bonusAt} from './fuzzy-match.ts';
import {RowFollower} from './row-follower.ts';
import type {Steps} from './steps.ts';

/** A column of a list as text. */
export interface TextOfRow<Row> {
	readonly text: (row: Row) => string;
}

/** Which characters a folded text has: letters and digits each by a bit of its own, others by a shared one. */
export interface Characters {
	readonly letters: number;
	readonly others: number;
}

function letterBit(unit: number): number {
	return unit >= 97 && unit <= 122 ? 1 << (unit - 97) : 0;
}

/** Digits have bits of their own, everything else shares the other 21. */
function otherBit(unit: number): number {
	if (unit >= 97 && unit <= 122) return 0;
	return unit >= 48 && unit <= 57 ? 1 << (unit - 48) : 1 << (10 + (unit % 21));
}

export function charactersOf(folded: string): Characters {
	let letters = 0;
	let others = 0;
	for (let index = 0; index < folded.length; index++) {
		const unit = folded.charCodeAt(index);
		letters |= letterBit(unit);
		others |= otherBit(unit);
	}
	return {letters, others};
}

/** Whether having the characters of this word is having it: it is one letter or one digit. */
export function isToldByCharacters(word: string): boolean {
	return /^[a-z0-9]$/.test(word);
}

/** By letter, then by digit. */
function placeOfCharacter(unit: number): number {
	return unit >= 97 && unit <= 122 ? unit - 97 : unit >= 48 && unit <= 57 ? 26 + unit - 48 : -1;
}

/** Lengths that are told apart, in code units; longer ones are taken for one. */
const lengths = 256;

/** From this many different texts on, a column is looked at for whether keeping them apart is worth it. */
const fewTexts = 256;

function grown(array: Int32Array, length: number): Int32Array {
	if (length <= array.length) return array;
	const next = new Int32Array(Math.max(length, array.length * 2, 1024));
	next.set(array);
	return next;
}

export class TextColumn {
	readonly #follower: RowFollower;
	/** The different texts, as long as many rows share them; every row's text otherwise. */
	readonly texts: string[] = [];
	/** By text: {@link Characters}. */
	letters: Int32Array = new Int32Array(0);
	others: Int32Array = new Int32Array(0);
	/** By row: its text. */
	codes: Int32Array = new Int32Array(0);
	/** Changes when texts have got other codes. */
	generation = 0;
	#rows = 0;
	#codeOf: Map<string, number> | undefined = new Map();
	#before: Int32Array = new Int32Array(0);
	/** By length: 1 where a text has it. */
	readonly #lengths = new Uint8Array(lengths);
	/** By letter and digit: the highest that a text has for where it has it. */
	readonly #bonuses = new Float64Array(36).fill(Number.NEGATIVE_INFINITY);

	constructor() {
		this.#follower = new RowFollower({
			keep: (position) => this.#push(this.#before[position] ?? 0),
			truncate: (length) => {
				this.#before = this.codes.slice(length, this.#rows);
				this.#rows = length;
			},
			forgetRest: () => {
				this.#before = new Int32Array(0);
				if (this.texts.length > 2 * this.#rows + fewTexts) this.#compact();
			},
		});
	}

	/** Reads the texts of these rows, of each row once. */
	follow<Row extends object>(rows: readonly Row[], {text}: TextOfRow<Row>): Steps<void> {
		return this.#follower.follow(rows, (row) => this.#push(this.#encode(fold(text(row)))));
	}

	/** Whether it has read the texts of these rows, and no others since. */
	knows(rows: readonly object[]): boolean {
		return this.#follower.knows(rows);
	}

	/** Few texts for many rows: what is asked of a row is better asked of its text. */
	get isShared(): boolean {
		return this.#codeOf !== undefined;
	}

	/** Whether one of the texts can be this word, and nothing else. */
	mayBe(word: string): boolean {
		return this.#codeOf?.has(word) ?? this.#lengths[Math.min(word.length, lengths - 1)] === 1;
	}

	/** The highest bonus that a text can have for where it has this letter or digit. */
	bonusOfCharacter(character: string): number {
		return this.#bonuses[placeOfCharacter(character.charCodeAt(0))] ?? Number.POSITIVE_INFINITY;
	}

	textAt(row: number): string {
		return this.texts[this.codes[row] ?? 0] ?? '';
	}

	/** Whether the text with this code has all the characters. */
	has(code: number, {letters, others}: Characters): boolean {
		return ((this.letters[code] ?? 0) & letters) === letters && ((this.others[code] ?? 0) & others) === others;
	}

	#push(code: number): void {
		this.codes = grown(this.codes, this.#rows + 1);
		this.codes[this.#rows] = code;
		this.#rows++;
	}

	/** Gives up the texts of rows that are gone. */
	#compact(): void {
		this.generation++;
		const texts = this.texts.splice(0);
		const codes = this.codes.subarray(0, this.#rows);
		this.#codeOf = new Map();
		this.#rows = 0;
		for (const code of codes) this.#push(this.#encode(texts[code] ?? ''));
	}

	#noteBonuses(text: string): void {
		for (let position = 0; position < text.length; position++) {
			const place = placeOfCharacter(text.charCodeAt(position));
			if (place < 0) continue;
			const bonus = bonusAt(text, position);
			if (bonus > (this.#bonuses[place] ?? 0)) this.#bonuses[place] = bonus;
		}
	}

	#encode(text: string): number {
		const known = this.#codeOf?.get(text);
		if (known !== undefined) return known;
		const code = this.texts.length;
		this.texts.push(text);
		this.letters = grown(this.letters, code + 1);
		this.others = grown(this.others, code + 1);
		const {letters, others} = charactersOf(text);
		this.letters[code] = letters;
		this.others[code] = others;
		this.#lengths[Math.min(text.length, lengths - 1)] = 1;
		this.#noteBonuses(text);
		if (this.#codeOf !== undefined) {
			if (code >= fewTexts && code > this.#rows / 2) this.#codeOf = undefined;
			else this.#codeOf.set(text, code);
		}
		return code;
	}
}
