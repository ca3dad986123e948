/**
 * Marked rows by their ids, as a set that never changes. Marking 100,000 rows is remembering that all of a view are
 * marked, and marking one more is remembering that one: nothing is copied that a key would have to wait for.
 */
import type {TableSource} from '../areas/table.ts';
import type {TableView} from './table-state.ts';

/** Rows of a view one after the other. */
class RowsOfView {
	readonly view: TableView;
	readonly from: number;
	readonly to: number;

	/** @param to the last one */
	constructor(view: TableView, from: number, to: number) {
		this.view = view;
		this.from = from;
		this.to = to;
	}

	get size(): number {
		return this.to - this.from + 1;
	}

	has(id: string): boolean {
		const position = this.view.positionOf(id);
		return position >= this.from && position <= this.to;
	}

	*keys(): Generator<string, undefined, unknown> {
		const {source} = this.view;
		for (let position = this.from; position <= this.to; position++) yield source.id(this.view.row(position));
		return undefined;
	}
}

type Part = RowsOfView | ReadonlySet<string>;

/** Single marks that are kept beside what they change; with more, all are put into one set. */
const mostSingle = 256;

const none: ReadonlySet<string> = new Set();

export class Marks implements ReadonlySet<string> {
	readonly #parts: readonly Part[];
	readonly #added: ReadonlySet<string>;
	readonly #removed: ReadonlySet<string>;
	#all: ReadonlySet<string> | undefined;

	private constructor(parts: readonly Part[], added: ReadonlySet<string>, removed: ReadonlySet<string>) {
		this.#parts = parts;
		this.#added = added;
		this.#removed = removed;
	}

	static of(marks: ReadonlySet<string>): Marks {
		return marks instanceof Marks ? marks : new Marks(marks.size === 0 ? [] : [marks], none, none);
	}

	/** With a row more, or without it. */
	toggle(id: string): Marks {
		const added = new Set(this.#added);
		const removed = new Set(this.#removed);
		const isInPart = this.#parts.some((part) => part.has(id));
		if (this.has(id)) {
			added.delete(id);
			if (isInPart) removed.add(id);
		} else {
			removed.delete(id);
			if (!isInPart) added.add(id);
		}
		const next = new Marks(this.#parts, added, removed);
		return added.size + removed.size > mostSingle ? new Marks([next.#whole()], none, none) : next;
	}

	/** With the rows of a view from one position to another, both included. */
	withRows(view: TableView, from: number, to: number): Marks {
		if (to < from) return this;
		const rows = new RowsOfView(view, from, to);
		if (this.#parts.length === 0 && this.#added.size === 0) return new Marks([rows], none, none);
		return new Marks([...(this.#removed.size > 0 ? [this.#whole()] : [...this.#parts, this.#added]), rows], none, none);
	}

	/** Without the rows of a view. */
	withoutRows(view: TableView): Marks {
		const left = new Set(this);
		for (const id of new RowsOfView(view, 0, view.length - 1).keys()) left.delete(id);
		return Marks.of(left);
	}

	/** By row of the source: 1 for marked ones. Costs a copy where only single marks have changed. */
	maskIn(source: TableSource): Uint8Array {
		const [first, ...others] = this.#parts;
		const mask = first === undefined ? new Uint8Array(source.length) : partMask(first, source).slice();
		for (const part of others) {
			for (const [row, value] of partMask(part, source).entries()) if (value === 1) mask[row] = 1;
		}
		for (const id of this.#added) setRow(mask, source, id, 1);
		for (const id of this.#removed) setRow(mask, source, id, 0);
		return mask;
	}

	#whole(): ReadonlySet<string> {
		if (this.#all === undefined) {
			const all = new Set(this.#added);
			for (const part of this.#parts) for (const id of part.keys()) all.add(id);
			for (const id of this.#removed) all.delete(id);
			this.#all = all;
		}
		return this.#all;
	}

	get size(): number {
		const [part, ...others] = this.#parts;
		if (part === undefined) return this.#added.size;
		return others.length === 0 ? part.size + this.#added.size - this.#removed.size : this.#whole().size;
	}

	has(id: string): boolean {
		if (this.#added.has(id)) return true;
		return !this.#removed.has(id) && this.#parts.some((part) => part.has(id));
	}

	forEach(each: (id: string, same: string, marks: ReadonlySet<string>) => void): void {
		for (const id of this.#whole()) each(id, id, this);
	}

	[Symbol.iterator](): SetIterator<string> {
		return this.#whole()[Symbol.iterator]();
	}

	keys(): SetIterator<string> {
		return this.#whole().keys();
	}

	values(): SetIterator<string> {
		return this.#whole().values();
	}

	entries(): SetIterator<[string, string]> {
		return this.#whole().entries();
	}

	union<Other>(other: ReadonlySetLike<Other>): Set<string | Other> {
		return this.#whole().union(other);
	}

	intersection<Other>(other: ReadonlySetLike<Other>): Set<string & Other> {
		return this.#whole().intersection(other);
	}

	difference<Other>(other: ReadonlySetLike<Other>): Set<string> {
		return this.#whole().difference(other);
	}

	symmetricDifference<Other>(other: ReadonlySetLike<Other>): Set<string | Other> {
		return this.#whole().symmetricDifference(other);
	}

	isSubsetOf(other: ReadonlySetLike<unknown>): boolean {
		return this.#whole().isSubsetOf(other);
	}

	isSupersetOf(other: ReadonlySetLike<unknown>): boolean {
		return this.#whole().isSupersetOf(other);
	}

	isDisjointFrom(other: ReadonlySetLike<unknown>): boolean {
		return this.#whole().isDisjointFrom(other);
	}
}

const partMasks = new WeakMap<Part, WeakMap<object, Uint8Array>>();

/** Never changed afterwards. */
function partMask(part: Part, source: TableSource): Uint8Array {
	const byTable = partMasks.get(part) ?? new WeakMap<object, Uint8Array>();
	partMasks.set(part, byTable);
	const known = byTable.get(source.identity);
	if (known !== undefined) return known;
	const mask = new Uint8Array(source.length);
	if (part instanceof RowsOfView && part.view.source.identity === source.identity) {
		for (let position = part.from; position <= part.to; position++) mask[part.view.row(position)] = 1;
	} else {
		for (const id of part.keys()) setRow(mask, source, id, 1);
	}
	byTable.set(source.identity, mask);
	return mask;
}

function setRow(mask: Uint8Array, source: TableSource, id: string, value: 0 | 1): void {
	const row = source.indexOf(id);
	if (row >= 0) mask[row] = value;
}

/** The marks of a table that exist, and how many of them a view shows. */
export interface MarkedRows {
	readonly count: number;
	/** In the order of the source. */
	ids(): readonly string[];
	/** How many of the first `length` rows of a view are marked. */
	before(view: TableView, length: number): number;
}

/** So many marks are looked for one by one. */
const few = 256;

function fewMarked(marks: ReadonlySet<string>, source: TableSource): MarkedRows {
	const found = [...marks].flatMap((id) => {
		const row = source.indexOf(id);
		return row < 0 ? [] : [{id, row}];
	});
	return {
		count: found.length,
		ids: () => found.toSorted((left, right) => left.row - right.row).map(({row}) => source.id(row)),
		before(view, length) {
			if (view.length === source.length && length === view.length) return found.length;
			return found.filter(({id}) => {
				const position = view.positionOf(id);
				return position >= 0 && position < length;
			}).length;
		},
	};
}

function manyMarked(marks: ReadonlySet<string>, source: TableSource): MarkedRows {
	const mask = Marks.of(marks).maskIn(source);
	let count = 0;
	for (const each of mask) count += each;
	let ids: readonly string[] | undefined;
	const sums = new WeakMap<TableView, Int32Array>();
	return {
		count,
		ids() {
			if (ids === undefined) {
				const found: string[] = [];
				for (const [row, value] of mask.entries()) if (value === 1) found.push(source.id(row));
				ids = found;
			}
			return ids;
		},
		before(view, length) {
			if (view.length === source.length && length === view.length) return count;
			let sum = sums.get(view);
			if (sum === undefined) {
				sum = new Int32Array(view.length + 1);
				for (let at = 0; at < view.length; at++) sum[at + 1] = (sum[at] ?? 0) + (mask[view.row(at)] ?? 0);
				sums.set(view, sum);
			}
			return sum[length] ?? 0;
		},
	};
}

const markedRows = new WeakMap<ReadonlySet<string>, WeakMap<object, MarkedRows>>();

/** Found out once for marks and table: with 100,000 of them each look costs more than drawing a frame. */
export function marksIn(marks: ReadonlySet<string>, source: TableSource): MarkedRows {
	const byTable = markedRows.get(marks) ?? new WeakMap<object, MarkedRows>();
	markedRows.set(marks, byTable);
	const known = byTable.get(source.identity) ?? (marks.size <= few ? fewMarked : manyMarked)(marks, source);
	byTable.set(source.identity, known);
	return known;
}
