/** Two changes of one set in one. Pure. */

/**
 * `mine` with what `theirs` adds to `was` and without what it takes from it. Values of one key are counted: of two that
 * are the same, one can go. What both have added or taken is added or taken once. The order is that of `mine`, and what
 * comes stands behind it.
 */
export function mergedSet<Value>(
	was: readonly Value[],
	mine: readonly Value[],
	theirs: readonly Value[],
	keyOf: (value: Value) => string,
): readonly Value[] {
	const [before, own, other] = [was, mine, theirs].map((values) => countsOf(values, keyOf));
	const timesOf = (key: string): number => {
		const former = before?.get(key) ?? 0;
		const [by, byThem] = [(own?.get(key) ?? 0) - former, (other?.get(key) ?? 0) - former];
		if (Math.sign(by) !== Math.sign(byThem)) return former + by + byThem;
		return former + (Math.abs(by) > Math.abs(byThem) ? by : byThem);
	};
	const taken = new Map<string, number>();
	const merged: Value[] = [];
	for (const value of [...mine, ...theirs]) {
		const key = keyOf(value);
		const times = taken.get(key) ?? 0;
		if (times >= timesOf(key)) continue;
		taken.set(key, times + 1);
		merged.push(value);
	}
	return merged;
}

/** How often each key is there. */
export function countsOf<Value>(
	values: readonly Value[],
	keyOf: (value: Value) => string,
): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const value of values) {
		const key = keyOf(value);
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}
	return counts;
}
