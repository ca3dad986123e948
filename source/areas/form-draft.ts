/** What is kept of a form that is being filled in. */
import type {FormValues} from './form.ts';

export interface DraftHead {
	/** Of its form. */
	readonly key: string;
	/** Of its form: `Edit platform-dns`. */
	readonly title: string;
	/** Ms since the epoch. */
	readonly savedAt: number;
	/** Another program that is running has the form open, and writes this one. */
	readonly isElsewhere?: boolean | undefined;
}

export interface Draft extends DraftHead {
	/** What the form began with. */
	readonly start: FormValues;
	readonly values: FormValues;
	/** What was written in an editor and makes no values yet. */
	readonly written?: string | undefined;
}

/** Where drafts are kept. Nothing here throws: a draft that can not be kept or read is none. */
export interface Drafts {
	/** The last one first; of one form there may be several, of programs that run at once. */
	list(): readonly DraftHead[];
	/** The last one, unless one of another time is asked for; the form goes on with it, unless it is of another program. */
	read(key: string, savedAt?: number): Draft | undefined;
	/** In the place of the one that the form goes on with, and of no other. */
	write(draft: Draft): void;
	/** Takes away the one that the form goes on with, or has written. */
	remove(key: string): void;
	/** The form is opened anew: it goes on with none until one is read. */
	release(key: string): void;
}
