/** Of numbers in any order; NaN of none, so that a figure that nothing was measured for can not look reached. */
export function median(values: readonly number[]): number {
	return percentile(values, 50);
}

/** The smallest of the values that is not exceeded by this share (0 to 100) of them: nearest rank. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((one, other) => one - other);
	const rank = Math.max(1, Math.ceil((sorted.length * share) / 100));
	return sorted[rank - 1] ?? Number.NaN;
}
