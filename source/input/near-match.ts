/**
 * The candidate that was probably meant by a mistyped word: at most a third of the longer word's letters differ.
 * Undefined where nothing comes near. Case does not count.
 */
export function nearMatch(word: string, candidates: Iterable<string>): string | undefined {
	let best: string | undefined;
	let bestShare = 1 / 3;
	for (const candidate of candidates) {
		const longer = Math.max(word.length, candidate.length);
		if (longer === 0) continue;
		const share = editDistance(word.toLowerCase(), candidate.toLowerCase()) / longer;
		if (share < bestShare || (share === bestShare && best === undefined)) {
			best = candidate;
			bestShare = share;
		}
	}
	return best;
}

/** How many letters have to be inserted, dropped, replaced or swapped with their neighbour to get from `a` to `b`. */
function editDistance(a: string, b: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({length: b.length + 1}, (_, column) => column);
	for (let row = 1; row <= a.length; row++) {
		const current = [row];
		for (let column = 1; column <= b.length; column++) {
			const replaced = (last[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
			const dropped = (last[column] ?? 0) + 1;
			const inserted = (current[column - 1] ?? 0) + 1;
			const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
			const swapped = isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
			current.push(Math.min(replaced, dropped, inserted, swapped));
		}
		beforeLast = last;
		last = current;
	}
	return last[b.length] ?? a.length;
}
