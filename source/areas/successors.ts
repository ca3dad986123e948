/**
 * What has been made again after it was deleted: it has another id, and what is to be undone of it goes by the former.
 * A program knows what it has made itself, for as long as it is open: its steps are bound to its successors when they
 * are planned, and so are all steps that come of them.
 */
import type {UserGroupId} from '../api/ids.ts';

/** By former ids those that came in their place. */
class Line<Id extends string> {
	readonly #next = new Map<Id, Id>();

	/** What has just been made or found stands for itself, whatever its id stood for before. */
	set(former: Id, next: Id): void {
		this.#next.delete(next);
		if (former !== next) this.#next.set(former, next);
	}

	/** The id that it has by now; its own, where it was never made again. */
	current(id: Id): Id {
		let current = id;
		for (let next = this.#next.get(id); next !== undefined; next = this.#next.get(next)) current = next;
		return current;
	}
}

/** Of one program in one account. Objects of other kinds are kept beside it, by what makes their steps. */
export class Successors {
	/** User groups: their members are written by steps of their own. */
	readonly groups = new Line<UserGroupId>();
}
