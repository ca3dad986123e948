/**
 * Marked rows by their ids, as a set that never changes. Marking 100,000 rows is remembering that all of a view are
 * marked, and marking one more is remembering that one: nothing is copied that a key would have to wait for.
 */
import type {TableView} from './table-state.ts';

/** Rows of a view one after the other. */
export class RowsOfView {
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

export type Part = RowsOfView | ReadonlySet<string>;

/** Single marks that are kept beside what they change; with more, all are put into one set. */
const mostSingle = 256;

/** Ranges that are kept one beside the other; with more, or when the rows are others, all are put into one set. */
const mostParts = 8;

const none: ReadonlySet<string> = new Set();

export class Marks implements ReadonlySet<string> {
	/** The same array as long as only single marks change. */
	readonly parts: readonly Part[];
	/** In none of the parts. */
	readonly added: ReadonlySet<string>;
	/** In one of the parts. */
	readonly removed: ReadonlySet<string>;
	#all: ReadonlySet<string> | undefined;

	private constructor(parts: readonly Part[], added: ReadonlySet<string>, removed: ReadonlySet<string>) {
		this.parts = parts;
		this.added = added;
		this.removed = removed;
	}

	static of(marks: ReadonlySet<string>): Marks {
		return marks instanceof Marks ? marks : new Marks(marks.size === 0 ? [] : [marks], none, none);
	}

	/** With a row more, or without it. */
	toggle(id: string): Marks {
		const added = new Set(this.added);
		const removed = new Set(this.removed);
		const isInPart = this.parts.some((part) => part.has(id));
		if (this.has(id)) {
			added.delete(id);
			if (isInPart) removed.add(id);
		} else {
			removed.delete(id);
			if (!isInPart) added.add(id);
		}
		const next = new Marks(this.parts, added, removed);
		return added.size + removed.size > mostSingle ? new Marks([next.#whole()], none, none) : next;
	}

	/** With the rows of a view from one position to another, both included. */
	withRows(view: TableView, from: number, to: number): Marks {
		if (to < from) return this;
		const rows = new RowsOfView(view, from, to);
		if (this.parts.length === 0 && this.added.size === 0) return new Marks([rows], none, none);
		return new Marks([...(this.#isToFold(rows) ? [this.#whole()] : this.#allParts()), rows], none, none);
	}

	/** Without the rows of a view. */
	withoutRows(view: TableView): Marks {
		const left = new Set(this);
		for (const id of new RowsOfView(view, 0, view.length - 1).keys()) left.delete(id);
		return Marks.of(left);
	}

	/** What is kept of a view keeps its rows, also where the list has others by now. */
	#isToFold(rows: RowsOfView): boolean {
		const {identity} = rows.view.source;
		const isOfOthers = (part: Part): boolean => part instanceof RowsOfView && part.view.source.identity !== identity;
		return this.removed.size > 0 || this.parts.length >= mostParts || this.parts.some(isOfOthers);
	}

	#allParts(): readonly Part[] {
		return this.added.size === 0 ? this.parts : [...this.parts, this.added];
	}

	#whole(): ReadonlySet<string> {
		if (this.#all === undefined) {
			const all = new Set(this.added);
			for (const part of this.parts) for (const id of part.keys()) all.add(id);
			for (const id of this.removed) all.delete(id);
			this.#all = all;
		}
		return this.#all;
	}

	/** Copies nothing, whatever is marked. */
	get isEmpty(): boolean {
		if (this.added.size > 0) return false;
		// Only so many can have been removed.
		for (const part of this.parts) for (const id of part.keys()) if (!this.removed.has(id)) return false;
		return true;
	}

	get size(): number {
		const [part, ...others] = this.parts;
		if (part === undefined) return this.added.size;
		return others.length === 0 ? part.size + this.added.size - this.removed.size : this.#whole().size;
	}

	has(id: string): boolean {
		if (this.added.has(id)) return true;
		return !this.removed.has(id) && this.parts.some((part) => part.has(id));
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

/** Whether there is no mark: `size` has to put all that there are together where ranges may overlap. */
export function isNoneMarked(marks: ReadonlySet<string>): boolean {
	return marks instanceof Marks ? marks.isEmpty : marks.size === 0;
}
