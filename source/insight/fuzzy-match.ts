/**
 * One word against one text. A word matches where it stands in one piece, or where its characters stand in order and
 * close together from the beginning of a word on, with no space or @ between: `pdns` finds platform-dns, but `dns` does
 * not find admins. What is contiguous, begins words or comes early counts more.
 */

/** Where a word stands in a text, and how well. */
export interface WordMatch {
	/** Higher is better; comparable between texts. */
	readonly score: number;
	/** Code-unit positions in the text, increasing, one for each unit of the word. */
	readonly positions: readonly number[];
}

/**
 * How far the characters of a word may be spread: without a limit every long text matches every short word, and a
 * filter that hides nothing is none.
 */
export function widestSpread(wordLength: number): number {
	return 3 * wordLength + 6;
}

function isWordUnit(unit: number): boolean {
	// 0-9, a-z, and everything beyond ASCII
	return (unit >= 48 && unit <= 57) || (unit >= 97 && unit <= 122) || unit > 127;
}

function startsWord(text: string, position: number): boolean {
	return position === 0 || (isWordUnit(text.charCodeAt(position)) && !isWordUnit(text.charCodeAt(position - 1)));
}

const perCharacter = 16;
const wordStart = 10;
const contiguous = 12;
const skipped = 1;

/** Both texts folded; `positions` as in {@link WordMatch}. Always positive. */
function scoreOf(text: string, positions: readonly number[]): number {
	let score = 0;
	let before = -2;
	for (const position of positions) {
		score += perCharacter;
		if (startsWord(text, position)) {
			score += wordStart;
		}
		if (position === before + 1) {
			score += contiguous;
		} else if (before >= 0) {
			score -= skipped * (position - before - 1);
		}
		before = position;
	}
	return score + forPlace(positions[0] ?? 0) + (positions.length === text.length ? wordStart : 0);
}

/** Added for where a word begins, which is nothing at the start of a text: what comes early counts a little more. */
export function forPlace(first: number): number {
	return -0.5 * Math.min(first, 10);
}

/** Where `word` stands in one piece, at the beginning of a word if it does so anywhere; -1 if nowhere. */
function placeOf(text: string, word: string): number {
	const first = text.indexOf(word);
	for (let next = first; next >= 0; next = text.indexOf(word, next + 1)) {
		if (startsWord(text, next)) {
			return next;
		}
	}
	return first;
}

/** What {@link scoreExactly} gives wherever `word` stands: without {@link bonusAt}, and without being the whole text. */
function sureInOnePiece(word: string): number {
	let starts = 0;
	for (let position = 1; position < word.length; position++) {
		if (startsWord(word, position)) starts++;
	}
	return perCharacter * word.length + contiguous * (word.length - 1) + wordStart * starts;
}

/** What a word has for its place in a text: between -5 and 10. */
export function bonusAt(text: string, place: number): number {
	return forPlace(place) + (startsWord(text, place) ? wordStart : 0);
}

/** The highest {@link bonusAt} that there is. */
export const highestBonus = wordStart;

/** {@link bonusAt} for the place of `word` that {@link scoreExactly} takes; negative infinity where it is not. */
export function bonusOf(text: string, word: string): number {
	const place = placeOf(text, word);
	return place < 0 ? Number.NEGATIVE_INFINITY : bonusAt(text, place);
}

/**
 * No text can give {@link scoreExactly} more, where none has more than `bonus` ({@link bonusOf}); `mayBeWhole`: a text
 * may be the word itself.
 */
export function bestInOnePiece(word: string, mayBeWhole: boolean, bonus = highestBonus): number {
	return sureInOnePiece(word) + bonus + (mayBeWhole ? wordStart : 0);
}

/** The score of {@link matchExactly} alone: made for asking 25,000 rows. */
export function scoreExactly(text: string, word: string): number | undefined {
	const place = placeOf(text, word);
	if (place < 0) {
		return undefined;
	}
	let score = perCharacter * word.length + contiguous * (word.length - 1) + forPlace(place);
	for (let position = place; position < place + word.length; position++) {
		if (startsWord(text, position)) {
			score += wordStart;
		}
	}
	return word.length === text.length ? score + wordStart : score;
}

/** `word` as it stands, in one piece; a place that begins a word is preferred. Both folded, `word` not empty. */
export function matchExactly(text: string, word: string): WordMatch | undefined {
	const place = placeOf(text, word);
	if (place < 0) {
		return undefined;
	}
	const positions = Array.from({length: word.length}, (_, index) => place + index);
	return {score: scoreOf(text, positions), positions};
}

/** The first place where the characters of `word` behind its first end, read from behind `start`; -1 if nowhere. */
function endOfRest(text: string, word: string, start: number): number {
	let position = start;
	for (let index = 1; index < word.length; index++) {
		position = text.indexOf(word.charAt(index), position + 1);
		if (position < 0) {
			return -1;
		}
	}
	return position;
}

/** The latest positions of the characters behind the first, up to `end`: what is closer together reads better. */
function positionsBetween(text: string, word: string, start: number, end: number): number[] {
	const positions = new Array<number>(word.length).fill(start);
	let position = end + 1;
	for (let index = word.length - 1; index > 0; index--) {
		position = text.lastIndexOf(word.charAt(index), position - 1);
		positions[index] = position;
	}
	return positions;
}

/** Where the run without spaces and @ that `start` is in ends. */
function endOfRun(text: string, start: number): number {
	for (let position = start; position < text.length; position++) {
		const unit = text.charCodeAt(position);
		if (unit === 32 || unit === 64 || unit === 160) {
			return position;
		}
	}
	return text.length;
}

function matchSpread(text: string, word: string): WordMatch | undefined {
	const widest = widestSpread(word.length);
	const first = word.charAt(0);
	let best: WordMatch | undefined;
	for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
		if (!startsWord(text, start)) {
			continue;
		}
		const end = endOfRest(text, word, start);
		if (end < 0) {
			break;
		}
		if (end - start < widest && end < endOfRun(text, start)) {
			const positions = positionsBetween(text, word, start, end);
			const score = scoreOf(text, positions);
			if (!best || score > best.score) {
				best = {score, positions};
			}
		}
	}
	return best;
}

/** Whether {@link scoreSpread} finds it: made for asking 100,000 rows. */
export function isSpread(text: string, word: string): boolean {
	const widest = widestSpread(word.length);
	const first = word.charAt(0);
	for (let start = text.indexOf(first); start >= 0; start = text.indexOf(first, start + 1)) {
		if (!startsWord(text, start)) {
			continue;
		}
		const end = endOfRest(text, word, start);
		if (end < 0) {
			return false;
		}
		if (end - start < widest && end < endOfRun(text, start)) {
			return true;
		}
	}
	return false;
}

/** No text can give {@link scoreSpread} more. */
export function bestSpread(word: string): number {
	return (perCharacter + wordStart) * word.length + contiguous * (word.length - 1) + wordStart;
}

/** `word` in one piece, else in order and close together from the beginning of a word on. Both folded. */
export function matchFuzzily(text: string, word: string): WordMatch | undefined {
	return matchExactly(text, word) ?? matchSpread(text, word);
}

/** The score of `word` in order and close together, even where it stands in one piece. */
export function scoreSpread(text: string, word: string): number | undefined {
	return matchSpread(text, word)?.score;
}
