/** Marks against the rows that there are: how many of them exist, and how many a view shows. */
import type {TableSource} from '../areas/table.ts';
import {Marks, type Part, RowsOfView} from './marks.ts';
import type {TableView} from './table-state.ts';

export interface MarkedRows {
	/** Marks that exist. */
	readonly count: number;
	/** In the order of the source. */
	ids(): readonly string[];
	/** How many of the first `length` rows of a view are marked. */
	before(view: TableView, length: number): number;
}

/** Whether a part is rows of this very table: then nothing has to be looked up. */
function isOf(part: Part | undefined, source: TableSource): part is RowsOfView {
	return part instanceof RowsOfView && part.view.source.identity === source.identity;
}

/** What many marks have in common that differ in single ones only. */
class PartRows {
	readonly #parts: readonly Part[];
	readonly #source: TableSource;
	#mask: Uint8Array | undefined;
	#count: number | undefined;
	readonly #sums = new WeakMap<TableView, Int32Array>();

	constructor(parts: readonly Part[], source: TableSource) {
		this.#parts = parts;
		this.#source = source;
	}

	/** By row of the source: 1 for marked ones. Not to be changed. */
	get mask(): Uint8Array {
		if (this.#mask !== undefined) return this.#mask;
		const mask = new Uint8Array(this.#source.length);
		for (const part of this.#parts) {
			if (isOf(part, this.#source)) {
				for (let position = part.from; position <= part.to; position++) mask[part.view.row(position)] = 1;
			} else {
				for (const id of part.keys()) {
					const row = this.#source.indexOf(id);
					if (row >= 0) mask[row] = 1;
				}
			}
		}
		this.#mask = mask;
		return mask;
	}

	get count(): number {
		const [part, ...others] = this.#parts;
		if (part === undefined) return 0;
		if (others.length === 0 && isOf(part, this.#source)) return part.size;
		if (this.#count === undefined) {
			let count = 0;
			for (const each of this.mask) count += each;
			this.#count = count;
		}
		return this.#count;
	}

	before(view: TableView, length: number): number {
		const [part, ...others] = this.#parts;
		if (part === undefined) return 0;
		if (view.length === this.#source.length && length === view.length) return this.count;
		if (others.length === 0 && part instanceof RowsOfView && part.view === view) {
			return Math.max(0, Math.min(length, part.to + 1) - part.from);
		}
		let sums = this.#sums.get(view);
		if (sums === undefined) {
			const {mask} = this;
			sums = new Int32Array(view.length + 1);
			for (let at = 0; at < view.length; at++) sums[at + 1] = (sums[at] ?? 0) + (mask[view.row(at)] ?? 0);
			this.#sums.set(view, sums);
		}
		return sums[length] ?? 0;
	}
}

function lookUp(marks: Marks, source: TableSource): MarkedRows {
	const parts = kept(partRows, marks.parts, source.identity, () => new PartRows(marks.parts, source));
	const existing = (ids: ReadonlySet<string>): readonly string[] => [...ids].filter((id) => source.indexOf(id) >= 0);
	const [added, removed] = [existing(marks.added), existing(marks.removed)];
	let ids: readonly string[] | undefined;
	const shownOf = (single: readonly string[], view: TableView, length: number): number =>
		single.filter((id) => {
			const position = view.positionOf(id);
			return position >= 0 && position < length;
		}).length;
	return {
		count: parts.count + added.length - removed.length,
		ids() {
			if (ids !== undefined) return ids;
			const mask = marks.parts.length === 0 ? new Uint8Array(source.length) : parts.mask.slice();
			for (const id of added) mask[source.indexOf(id)] = 1;
			for (const id of removed) mask[source.indexOf(id)] = 0;
			const found: string[] = [];
			for (let row = 0; row < mask.length; row++) if (mask[row] === 1) found.push(source.id(row));
			ids = found;
			return ids;
		},
		before: (view, length) =>
			parts.before(view, length) + shownOf(added, view, length) - shownOf(removed, view, length),
	};
}

type Kept<Answer> = WeakMap<object, WeakMap<object, Answer>>;

const partRows: Kept<PartRows> = new WeakMap();
const markedRows: Kept<MarkedRows> = new WeakMap();

function kept<Answer>(answers: Kept<Answer>, of: object, table: object, make: () => Answer): Answer {
	const byTable = answers.get(of) ?? new WeakMap<object, Answer>();
	answers.set(of, byTable);
	const known = byTable.get(table) ?? make();
	byTable.set(table, known);
	return known;
}

/** Found out once for marks and table: with 100,000 of them each look costs more than drawing a frame. */
export function marksIn(marks: ReadonlySet<string>, source: TableSource): MarkedRows {
	return kept(markedRows, marks, source.identity, () => lookUp(Marks.of(marks), source));
}
