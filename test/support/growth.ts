/** How costs grow with size, for tests: what counts is the ratio, which is the same on a slow machine. */

/** ms that this thread had the processor, which a machine that is busy with something else does not stretch. */
export function processorTime(action: () => void): number {
	const before = process.threadCpuUsage();
	action();
	const {user, system} = process.threadCpuUsage(before);
	return (user + system) / 1000;
}

/** ms that a measurement takes at least: some systems count the processor's time in steps of ten. */
const longEnough = 100;

function repeated(action: () => void, times: number): number {
	return processorTime(() => {
		for (let run = 0; run < times; run++) action();
	});
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
	let runs = 1;
	let base = repeated(small, 10);
	while (base < longEnough) {
		runs *= 2;
		base = repeated(small, 10 * runs);
	}
	// If the machine does something odd, then not twice; a fault is there each time.
	const growths = [0, 1].map(() => (10 * repeated(large, runs)) / base);
	return Math.min(...growths);
}

/** Above what is in proportion, whatever the caches of the processor make of it, and below what is quadratic. */
export const proportionate = 55;
