/**
 * The orders of long lists as they are known without a look at the rows: sorting 25,000 of them takes longer than the
 * first frame may. They go with the rows, from one visit to the next.
 */

/** Positions of rows, by what a column sorts them by, upwards. */
export interface KeptOrder {
	/** The name of the column. */
	readonly by: string;
	/** Never changed. */
	readonly rows: Int32Array;
}

/** Rows from which on an order is worth keeping. */
const long = 2000;

/** Neighbours that are compared before an order is believed. */
const samples = 16;

const known = new WeakMap<readonly object[], Map<string, KeptOrder>>();

/** Remembers an order of these very rows, as long as there is anybody who has them. Short ones are soon sorted again. */
export function keepOrder(rows: readonly object[], order: KeptOrder): void {
	if (rows.length < long) return;
	const orders = known.get(rows) ?? new Map<string, KeptOrder>();
	known.set(rows, orders.set(order.by, order));
}

/** All that are known of these rows. */
export function keptOrders(rows: readonly object[]): readonly KeptOrder[] {
	return [...(known.get(rows)?.values() ?? [])];
}

/** The order by this column; undefined where none is known, or what is known does not fit. */
export function keptOrder<Row extends object>(
	rows: readonly Row[],
	by: string,
	sortsBy: (row: Row) => string | number,
): Int32Array | undefined {
	const order = known.get(rows)?.get(by)?.rows;
	if (order === undefined) return undefined;
	if (fits(rows, order, sortsBy)) return order;
	known.get(rows)?.delete(by);
	return undefined;
}

/** Whether it can be an order of the rows: a few neighbours, from the first to the last, stand for all. */
function fits<Row extends object>(
	rows: readonly Row[],
	order: Int32Array,
	sortsBy: (row: Row) => string | number,
): boolean {
	if (order.length !== rows.length) return false;
	for (let sample = 0; sample < samples; sample += 1) {
		const at = Math.floor((sample * (order.length - 2)) / (samples - 1));
		const [left = -1, right = -1] = order.subarray(at, at + 2);
		const [one, other] = [rows[left], rows[right]];
		if (one === undefined || other === undefined) return false;
		const [before, after] = [sortsBy(one), sortsBy(other)];
		if (before > after || (before === after && left >= right)) return false;
	}
	return true;
}
