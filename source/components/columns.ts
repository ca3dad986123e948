/** Which columns of a table are shown, and how wide, in the cells that there are. Pure. */
import type {ColumnHead} from '../areas/table.ts';

export interface FittedColumn {
	/** Index among all columns of the table. */
	readonly index: number;
	readonly head: ColumnHead;
	readonly width: number;
}

/** Cells between two columns. */
export const columnGap = 2;

/** With wide columns on, the others give way to the id as far as their beginnings still tell them apart. */
function leastOf({minimum, width, wide: isWide}: ColumnHead, wide: boolean): number {
	if (minimum === undefined) return width;
	return wide && isWide !== true ? Math.min(minimum, Math.max(10, Math.ceil(minimum * 0.7))) : minimum;
}

/** With wide columns on it is the id that is wanted most. */
const dropOf = ({drop, wide, name}: ColumnHead): number => (wide === true && name === 'id' ? 0.5 : drop);

/** Columns go by `drop` until the rest fits at its least; what is left over is shared by `grow`. */
export function fitColumns(heads: readonly ColumnHead[], cells: number, wide: boolean): readonly FittedColumn[] {
	let shown = heads.map((head, index) => ({head, index})).filter(({head}) => (wide ? head.narrow : head.wide) !== true);
	const needed = (): number =>
		shown.reduce((sum, {head}) => sum + leastOf(head, wide), 0) + columnGap * Math.max(0, shown.length - 1);
	while (shown.length > 1 && needed() > cells) {
		const highest = Math.max(...shown.map(({head}) => dropOf(head)));
		if (highest === 0) break;
		const victim = shown.findLastIndex(({head}) => dropOf(head) === highest);
		shown = shown.toSpliced(victim, 1);
	}
	const widths = shown.map(({head}) => leastOf(head, wide));
	let spare = Math.max(0, cells - needed());
	// First towards the width that each wants, by how far it is from it; then to those that take more.
	const missing = shown.map(({head}, at) => head.width - (widths[at] ?? 0));
	const allMissing = missing.reduce((sum, cells) => sum + cells, 0);
	const wanted = Math.min(spare, allMissing);
	for (const at of shown.keys()) {
		const more = Math.min(spare, Math.ceil((wanted * (missing[at] ?? 0)) / Math.max(1, allMissing)));
		widths[at] = (widths[at] ?? 0) + more;
		spare -= more;
	}
	const shares = shown.reduce((sum, {head}) => sum + (head.grow ?? 0), 0);
	if (spare > 0 && shares > 0) {
		let left = spare;
		for (const [at, {head}] of shown.entries()) {
			const more = Math.min(left, Math.ceil((spare * (head.grow ?? 0)) / shares));
			widths[at] = (widths[at] ?? 0) + more;
			left -= more;
		}
	}
	// What can not shrink further than the screen is cut at its edge.
	let room = cells;
	return shown.flatMap(({head, index}, at): readonly FittedColumn[] => {
		const width = Math.min(widths[at] ?? 0, room);
		room -= width + columnGap;
		return width > 0 ? [{index, head, width}] : [];
	});
}
