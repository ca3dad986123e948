/**
 * A write as an area makes it: what it changes, which request it sends, whom it concerns, and what takes it back.
 * Confirmation, run, undo and curl know steps only, and no area.
 *
 * The life of a step: an area makes it of what a person asked for. Its `needs` are read again; `standing` says for each
 * part whether there is still something to do, or whether somebody else has been faster. What is seen and agreed to is
 * sent. The answer says which parts are done, and which steps take them back. An answer that never came is found out by
 * reading `needs` again and asking for the `standing`: a step is never sent a second time on a guess.
 */
import type {CallOptions} from '../api/client.ts';
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Writer} from '../insight/writer.ts';
import type {Secret} from '../secret.ts';
import type {Line} from '../terminal/line.ts';
import type {Setting} from './define.ts';
import type {Successors} from './successors.ts';

/** What goes out. It never holds a secret: it is shown, copied and kept. */
export interface WriteRequest {
	readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Below the account, its ids encoded: `/iam/user_groups/<id>/members`. */
	readonly path: string;
	/** Sent as JSON; undefined where there is no body. */
	readonly body?: unknown;
	/** The path of all that are alike but for an id, `…/members/{id}`: a confirmation counts them in one line. */
	readonly alike?: string | undefined;
	/** Said behind the path: `2 ids`. */
	readonly note?: string | undefined;
}

/** What people count and see by itself: one person in one group, or the one object that is written. */
export interface Part {
	/** What is done to what: equal for the same change of the same thing, different for all others. */
	readonly key: string;
	/** An id that refusals may name; people are told the name instead. */
	readonly id?: string | undefined;
	/** `bo@acme.com`. */
	name(setting: Setting): string;
	/** `to platform-dns`: beside the name where several objects are written to. */
	place?(setting: Setting): string;
	/** `gains DNS on prod-zones`. */
	effect(setting: Setting): Line;
	/** What has become of it: `added`, `is in it already`. */
	readonly words: {readonly done: string; readonly already: string};
}

/** How a part stands against what has been read. */
export type Standing =
	/** There is something to do. */
	| {readonly kind: 'open'}
	/** What it depends on has not been read. */
	| {readonly kind: 'unknown'}
	/** It is so by now; not of our doing, unless our answer was lost. `bo@acme.com is already in platform-dns`. */
	| {readonly kind: 'already'; readonly line: Line}
	/** What it is about is gone: nothing can be done any more. */
	| {readonly kind: 'impossible'; readonly line: Line}
	/** Somebody else has changed the same thing since: it is not overwritten unless a person says so. */
	| Conflict;

/** The three states to decide between, and what can be done about them. */
export interface Conflict {
	readonly kind: 'conflict';
	/** What somebody has changed, where that is not the part: `platform-dns`. */
	readonly of?: string | undefined;
	/** What the user started from. */
	readonly was: readonly Line[];
	/** What is there now. */
	readonly theirs: readonly Line[];
	/** What the user wants. */
	readonly yours: readonly Line[];
	/** Steps that start from what is there now: `keep their changes and add mine`, `replace theirs`. */
	readonly resolutions: readonly {readonly label: string; readonly step: Step}[];
}

/** What takes a write back. */
export interface Reversal {
	/** In the order in which they are to be sent; none where it can not be undone. */
	readonly steps: readonly Step[];
	/** Why it can not be undone, as a sentence's end: `the id of a deleted client is never given again`. */
	readonly why?: string | undefined;
	/** The answer was lost, and reading has found it to be so: it may have been somebody else's doing. */
	readonly isFound?: boolean | undefined;
}

/** A secret that came back: shown once, and kept by nobody. */
export interface ShownSecret {
	/** `Secret of ci-portal`. */
	readonly title: string;
	/** Undefined where there is one that the answer left out: nobody has seen it. */
	readonly secret: Secret | undefined;
}

/** What an answer says. */
export interface Sent {
	/** Keys of the parts that the answer confirms; the others are missing from it, and still open. */
	readonly done: readonly string[];
	readonly reversal: Reversal;
	/** Steps that could only be made from the answer, such as the members of a group that has just got its id. */
	readonly next?: readonly Step[] | undefined;
	readonly secret?: ShownSecret | undefined;
}

/** One request that writes. Read-only data and pure functions, but for `send`. */
export interface Step {
	readonly family: Family;
	/** What it changes: `user-group/<id>`. Steps of one object are carried out in their order, never at once. */
	readonly object: string;
	readonly request: WriteRequest;
	/** At least one. */
	readonly parts: readonly Part[];
	/** What has to be read anew before it may be confirmed, and before it is tried again. */
	readonly needs: readonly Need[];
	/**
	 * Those of the needs that are read once more right before it is sent, because what it does to them can not be taken
	 * back or would overwrite somebody's change; all of them, unless it says so. None for what only adds to a set or
	 * takes out of it.
	 */
	readonly lastNeeds?: readonly Need[] | undefined;
	/**
	 * Why reading can not tell whether it was carried out when its answer is lost: `resource groups may have the same
	 * name`. Such a step is not offered to be sent again. Undefined where `standing` tells.
	 */
	readonly unknowable?: string | undefined;
	standing(part: Part, knowledge: Knowledge): Standing;
	/**
	 * @param stopped aborted when nothing more is to be sent; what is on its way comes to its end
	 * @throws {CloudflareError}
	 */
	send(writer: Writer, options?: CallOptions, stopped?: AbortSignal): Promise<Sent>;
	/** What takes back the parts with these keys, found to be done though the answer was lost. */
	reversal(keys: readonly string[], knowledge: Knowledge): Reversal;
	/** What follows from parts that are found to be done though the answer was lost: as {@link Sent.next}. */
	next?(keys: readonly string[], knowledge: Knowledge): readonly Step[];
	/** What will be sent once it has been answered, with what only the answer tells left open: `/iam/user_groups/{new id}`. */
	readonly follows?: readonly WriteRequest[] | undefined;
	/** The same step of a program that knows what it has made again: it goes by the present ids. */
	of?(successors: Successors): Step;
	/** The same for some of its parts; undefined where the request is one whole. */
	only(keys: readonly string[]): Step | undefined;
	/** Smaller steps to the same end, for a request that was refused because of one of many; undefined if there are none. */
	split(): readonly Step[] | undefined;
}

/** How much a change weighs, and so how it is confirmed. */
export type Weight =
	| {readonly kind: 'reversible'}
	/** People lose or gain something, or it is broad: they are listed. */
	| {readonly kind: 'affects-people'}
	/** `text` has to be typed; `what` says which text that is: `the client name`. */
	| {readonly kind: 'irreversible'; readonly what: string; readonly text: string};

/** One line of what changes, as of sets: order means nothing (contract 4, quirks). */
export interface DiffLine {
	readonly sign: '+' | '-';
	/** `DNS on prod-zones`. */
	readonly line: Line;
}

/** Somebody whom a change affects, without being a part of it. */
export interface AffectedPerson {
	readonly name: string;
	readonly effect: Line;
}

/** What a confirmation says of steps that belong together. */
export interface Wording {
	/** `Remove 3 members from platform-dns`. */
	readonly title: string;
	/** The button: `Remove 3`. */
	readonly verb: string;
	readonly weight: Weight;
	readonly people: readonly AffectedPerson[];
	readonly diff: readonly DiffLine[];
	/** All that will be there afterwards, where the difference does not tell it: what two have changed, put together. */
	readonly result?: readonly Line[] | undefined;
	/** For reading below all this: everything that a group grants. */
	readonly details: readonly Line[];
	readonly remarks: readonly Line[];
	/** Whether it can be undone: how, or why not, as a sentence. */
	readonly undo: {readonly possible: boolean; readonly text: string};
}

/** What steps of one sort have in common: how they are told of together. */
export interface Family {
	/** `the group`: somebody else has changed it. */
	readonly object: string;
	/** What is read again: `members`, `user group`. */
	readonly present: string;
	/** Whether {@link present} is more than one. */
	readonly presentIsMany: boolean;
	/** Lists that the words take names from. */
	readonly reads: readonly Need[];
	/** As few requests as will do: additions to one group become one. Each by itself, where it is left out. */
	join?(steps: readonly Step[]): readonly Step[];
	/**
	 * @param open steps with what is still to be done; maybe none
	 * @param asked all that was asked for; at least one
	 */
	wording(open: readonly Step[], asked: readonly Step[], setting: Setting): Wording;
}
