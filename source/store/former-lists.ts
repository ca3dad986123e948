/** Lists as they were when another program, or this one before, had read them: shown until they have been read anew. */

import type {KeptOrder} from '../insight/kept-orders.ts';

/** What is known of a list without its rows. */
export interface FormerHead {
	/** How many the server has, as far as that is known. */
	readonly total: number | undefined;
	readonly complete: boolean;
	/** Ms since the epoch. */
	readonly readAt: number;
	/** When something was last written of which the rows or `isOutdated` tell, else {@link readAt}; ms since the epoch. */
	readonly changedAt: number;
	/** Something was written since then of which the rows do not tell. */
	readonly isOutdated: boolean;
}

/** Rows as they were kept. */
export interface FormerRows {
	/** Of a long list they read their values when these are asked for: enough to be shown, until they are replaced. */
	readonly rows: readonly object[];
	/** A row as an object of its own; undefined where the rows are that already. */
	readonly whole: ((row: number) => unknown) | undefined;
	/** The first row that has a text by this name, where that is found sooner than by looking at all of them. */
	readonly find?: ((name: string, text: string) => number | undefined) | undefined;
	/** In which orders they were. */
	readonly orders?: readonly KeptOrder[] | undefined;
}

export interface FormerLists {
	/** Names of the lists that nobody has taken yet. */
	readonly names: Iterable<string>;
	head(name: string): FormerHead | undefined;
	/** The rows, once; undefined where there are none. */
	take(name: string): FormerRows | undefined;
}

/** A list as it is to be kept for the next time. The rows are the same object until something in them changes. */
export interface ListToKeep extends FormerHead {
	readonly name: string;
	readonly rows: readonly object[];
	/** The rows are those that were taken. */
	readonly isFormer: boolean;
	/** In which orders the rows have been sorted. Not looked at as long as the rows stay the same. */
	readonly orders?: readonly KeptOrder[] | undefined;
}

/** What is to be kept at a moment. */
export interface ListsToKeep {
	readonly lists: readonly ListToKeep[];
	/** Whether a list that has not been looked at still belongs to something that there is. */
	isOfAccount(name: string): boolean;
}
