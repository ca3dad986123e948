/** Lists as they were when another program, or this one before, had read them: shown until they have been read anew. */

/** What is known of a list without its rows. */
export interface FormerHead {
	readonly total: number | undefined;
	readonly complete: boolean;
	/** Ms since the epoch. */
	readonly readAt: number;
	/** Something was written since then of which the rows do not tell. */
	readonly isOutdated: boolean;
}

export interface FormerLists {
	/** Names of the lists that nobody has taken yet. */
	readonly names: Iterable<string>;
	head(name: string): FormerHead | undefined;
	/** The rows, once; undefined where there are none. */
	take(name: string): readonly object[] | undefined;
}

/** A list as it is to be kept for the next time. The rows are the same object until something in them changes. */
export interface ListToKeep extends FormerHead {
	readonly name: string;
	readonly rows: readonly object[];
}

/** What is to be kept at a moment. */
export interface ListsToKeep {
	readonly lists: readonly ListToKeep[];
	/** Whether a list that has not been looked at still belongs to something that there is. */
	isOfAccount(name: string): boolean;
}
