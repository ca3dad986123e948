/**
 * A picker as data: what can be typed, searched and ticked before a plan is made of it. Everything is a function of
 * the text and the data, so what has been typed resolves again while lists are still being read.
 */
import type {Need} from '../insight/knowledge.ts';
import type {Line} from '../terminal/line.ts';
import type {Setting} from './define.ts';
import type {Intent} from './intent.ts';

export interface Candidate {
	readonly id: string;
	/** `bo@acme.com`. */
	readonly name: string;
	/** `Bo Li`. */
	readonly more: string;
	/** `accepted`, `pending`, `unknown`, `already in`: told apart by word, then by tone. */
	readonly state: Line;
	/** What ticking does, or why it can not be ticked. */
	readonly effect: Line;
	/** Whether it can be ticked. */
	readonly free: boolean;
	/** It is there already: nothing is to be done. */
	readonly already: boolean;
	/** Ticked as soon as it is named in the text, without pressing anything. */
	readonly named: boolean;
	/** Of a mistyped entry: who is probably meant. Taking it puts `name` in the place of the entry and ticks `id`. */
	readonly meant?: {readonly id: string; readonly name: string} | undefined;
	/** All that `effect` has no room for; only after {@link Picker.look}. */
	readonly detail?: Line | undefined;
}

export interface Choices {
	/** What the text names, in its order. */
	readonly named: readonly Candidate[];
	/** What the word at the cursor may mean, best first; not ticked by themselves. */
	readonly matches: readonly Candidate[];
	/** How many rows matched of how many that were searched. */
	readonly matching: number;
	readonly of: number;
	/** Entries of the text that name nothing. */
	readonly unknown: number;
	/** Said while something that the answer depends on is still being read. */
	readonly reading: string | undefined;
}

export interface Picker {
	readonly title: string;
	readonly hint: string;
	/** Above the field: `Type or paste addresses, any separator`. */
	readonly needs: readonly Need[];
	readonly heads: readonly [name: string, state: string, effect: string];
	/** @param cursor where it is being typed; undefined where nothing is any more: then the last word counts as well */
	choices(text: string, cursor: number | undefined, setting: Setting): Choices;
	/** The candidate with this id as it stands now: ticks outlive the text that found them. */
	candidate(id: string, setting: Setting): Candidate | undefined;
	/** The candidate with what is worth finding out only for those in sight: near matches, everything that is gained. */
	look?(candidate: Candidate, setting: Setting): Candidate;
	/**
	 * The text with the candidate's name in the place of the word at the cursor, or of the entry that it is meant by;
	 * everything else stays as it is. Absent where the text only searches.
	 */
	complete?(text: string, cursor: number, candidate: Candidate): {readonly text: string; readonly cursor: number};
	/** Whether nobody at all is a choice as well. */
	readonly mayBeEmpty?: boolean | undefined;
	/** `1 POST (a set of 8 becomes 11)`. */
	cost(ids: readonly string[], setting: Setting): string;
	/** @param text what the field holds: what it names and is not ticked is said to be left out */
	review(ids: readonly string[], text: string, setting: Setting): Intent;
}
