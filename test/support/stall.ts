/** Runs work and measures for how long at a time the event loop stood still meanwhile, in ms. */
export async function measureStall<Result>(
	work: () => Promise<Result>,
): Promise<{readonly result: Result; readonly stall: number}> {
	let stall = 0;
	let last = performance.now();
	const look = (): void => {
		const now = performance.now();
		stall = Math.max(stall, now - last);
		last = now;
	};
	const timer = setInterval(look, 1);
	try {
		const result = await work();
		look();
		return {result, stall};
	} finally {
		clearInterval(timer);
	}
}
