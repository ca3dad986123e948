/** How costs grow with size, for tests: a busy machine makes everything slow alike, so what counts is the ratio. */

/** ms of the fastest of some runs: what disturbs a run only makes it longer. */
function fastest(action: () => void, runs: number): number {
	let best = Number.POSITIVE_INFINITY;
	for (let run = 0; run < runs; run++) {
		const before = performance.now();
		action();
		best = Math.min(best, performance.now() - before);
	}
	return best;
}

/**
 * How many times longer `action` takes for ten times the size: about 10 where costs are in proportion, 100 where they
 * are quadratic.
 * @param prepare makes the action for a size, outside the measurement
 * @param size of the larger one
 */
export function growthByTen(prepare: (size: number) => () => void, size: number): number {
	const small = prepare(size / 10);
	const large = prepare(size);
	// The small one often enough that it is compiled as well as the large one, and can be measured.
	fastest(small, 20);
	fastest(large, 2);
	return fastest(large, 5) / fastest(small, 20);
}

/** Above what is in proportion and well below what is quadratic. */
export const proportionate = 30;
