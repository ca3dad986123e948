/**
 * Answers that are worth keeping: the store gives a new list whenever its rows change, so an answer made from a list
 * holds for as long as that list does, and goes with it.
 */

/** `compute`, made once for each list (by identity). */
export function memoise<Rows extends object, Answer>(compute: (rows: Rows) => Answer): (rows: Rows) => Answer {
	const answers = new WeakMap<Rows, {readonly answer: Answer}>();
	return (rows) => {
		let kept = answers.get(rows);
		if (!kept) {
			kept = {answer: compute(rows)};
			answers.set(rows, kept);
		}
		return kept.answer;
	};
}

/** `compute`, made once for each pair of lists (by identity). */
export function memoise2<First extends object, Second extends object, Answer>(
	compute: (first: First, second: Second) => Answer,
): (first: First, second: Second) => Answer {
	const byFirst = memoise((first: First) => memoise((second: Second) => compute(first, second)));
	return (first, second) => byFirst(first)(second);
}

/** `compute`, made once for each triple of lists (by identity). */
export function memoise3<First extends object, Second extends object, Third extends object, Answer>(
	compute: (first: First, second: Second, third: Third) => Answer,
): (first: First, second: Second, third: Third) => Answer {
	const byFirst = memoise((first: First) => memoise2((second: Second, third: Third) => compute(first, second, third)));
	return (first, second, third) => byFirst(first)(second, third);
}

function isBeginningOf<Row>(earlier: readonly Row[], rows: readonly Row[]): boolean {
	return earlier.length <= rows.length && earlier.every((row, position) => row === rows[position]);
}

/**
 * An index over a list, made once for each list (by identity) and added to when a list has grown: 25,000 members come
 * on 500 pages, and each page would else cost a pass over all before it. The index of the shorter list is given up.
 */
export function memoiseGrowing<Row, Index>(
	create: () => Index,
	add: (index: Index, row: Row, position: number) => void,
): (rows: readonly Row[]) => Index {
	const indices = new WeakMap<readonly Row[], {readonly index: Index}>();
	let latest: WeakRef<readonly Row[]> | undefined;
	return (rows) => {
		const kept = indices.get(rows);
		if (kept) {
			return kept.index;
		}
		const earlier = latest?.deref();
		const begun = earlier && isBeginningOf(earlier, rows) ? indices.get(earlier) : undefined;
		const index = begun ? begun.index : create();
		const from = begun && earlier ? earlier.length : 0;
		if (begun && earlier) {
			indices.delete(earlier);
		}
		for (let position = from; position < rows.length; position++) {
			const row = rows[position];
			if (row !== undefined) {
				add(index, row, position);
			}
		}
		indices.set(rows, {index});
		latest = new WeakRef(rows);
		return index;
	};
}

/** Keeps the last answer for as long as the keys are the same, one by one. */
export function lastAnswer<Answer>(): (keys: readonly unknown[], compute: () => Answer) => Answer {
	let kept: {readonly keys: readonly unknown[]; readonly answer: Answer} | undefined;
	return (keys, compute) => {
		if (kept?.keys.length !== keys.length || !kept.keys.every((key, index) => Object.is(key, keys[index]))) {
			kept = {keys, answer: compute()};
		}
		return kept.answer;
	};
}
