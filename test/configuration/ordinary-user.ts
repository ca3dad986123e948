/** Tests of missing rights: for root, under whom tests may run, nothing is forbidden. */

/** The id of the user for whom rights count, where that is not the one who runs the tests. */
export const ordinaryUser = process.geteuid?.() === 0 ? 65_534 : undefined;

/** Does work as a user for whom rights count. */
export async function asOrdinaryUser<Value>(work: () => Promise<Value>): Promise<Value> {
	if (ordinaryUser === undefined) return await work();
	process.seteuid?.(ordinaryUser);
	try {
		return await work();
	} finally {
		process.seteuid?.(0);
	}
}
