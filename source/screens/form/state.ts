/** What a form on the screen knows beside the form itself. Immutable. */
import type {Form, FormValues} from '../../areas/form.ts';
import type {EditLine} from '../../input/edit-line.ts';
import type {Level} from './values.ts';

/** What the keys mean where one is: each has a context of its own in the keymap. */
export type StopKind = 'text' | 'entry' | 'choice' | 'pick' | 'record' | 'button';

/** Something that was taken out of the form, and where it was. */
export interface Removed {
	readonly level: Level;
	readonly field: string;
	readonly index: number;
	readonly value: string | FormValues;
	/** `policy 2`. */
	readonly what: string;
}

/** The open picker of the field under the cursor. */
export interface Picking {
	readonly line: EditLine;
	readonly cursor: number;
	/** What was chosen when it was opened: stands first, and stays where it is. */
	readonly first: readonly string[];
}

/** Why the last review did not come to its end. */
export interface Refused {
	/** Of the field that it is about: `name`, `policies.2.access`; undefined where it names none. */
	readonly path: string | undefined;
	/** The server's own words: said at the field. */
	readonly reason: string;
	/** The first says what went wrong; the others are the code, the ray id, what to do next. */
	readonly lines: readonly string[];
	/** What was sent: with another value in its field, a refusal is over. */
	readonly values: FormValues;
}

export interface FormOverlay {
	readonly kind: 'form';
	readonly form: Form;
	readonly values: FormValues;
	/** The record that is open. */
	readonly level: Level;
	/** What the record that is open began with, if it has been made just now: left untouched, it goes. */
	readonly fresh: FormValues | undefined;
	/** Which field, entry, record or button of this level is under the cursor. */
	readonly focus: string;
	/** Of what kind that is. */
	readonly at: StopKind;
	/** The cursor in the text under it, in UTF-16 units. */
	readonly cursor: number;
	/** The text under it as it was when the cursor came. */
	readonly entered: string;
	/** Fields that have been left or changed: what is wrong with them is said. */
	readonly touched: ReadonlySet<string>;
	/** A review was asked for: whatever is wrong is said. */
	readonly asked: boolean;
	/** The last at the end. */
	readonly removed: readonly Removed[];
	readonly picking: Picking | undefined;
	readonly refused: Refused | undefined;
	/** Said above the fields: that this is a draft, and what has changed since. */
	readonly note: string | undefined;
	/** The form is in an editor: keys mean nothing until it is back. */
	readonly isAway: boolean;
	/** What was written in an editor and makes no values yet. */
	readonly written: string | undefined;
	/** Values that were asked for once more, and taken (`agreementTo`); none of what an editor or a draft has brought. */
	readonly agreed: ReadonlySet<string>;
}

/** What a key asks of a form. */
export type FormKey =
	| {readonly kind: 'move'; readonly by: number}
	| {readonly kind: 'edit'; readonly apply: (line: EditLine) => EditLine}
	| {readonly kind: 'type'; readonly text: string}
	| {readonly kind: 'paste'; readonly text: string}
	/** Enter: opens, adds, goes on. */
	| {readonly kind: 'press'}
	/** The next or the last value of a choice or switch. */
	| {readonly kind: 'turn'; readonly by: 1 | -1}
	/** This value of the choice under the cursor; `sure`: its warning has been read. */
	| {readonly kind: 'take'; readonly value: string; readonly sure: boolean}
	| {readonly kind: 'add'}
	| {readonly kind: 'duplicate'}
	| {readonly kind: 'remove'}
	| {readonly kind: 'restore'}
	/** Out of the picker. */
	| {readonly kind: 'done'}
	/** One step out: of a search, of a picker, of a record. */
	| {readonly kind: 'leave'};

/** What a key has come to. */
export interface Filled {
	readonly overlay: FormOverlay;
	/** Said in the status line. */
	readonly said?: string | undefined;
	/** What the screen has to do about it. */
	readonly wish?: Wish | undefined;
}

export type Wish =
	| {readonly kind: 'review'}
	| {readonly kind: 'cancel'}
	/** A value that has to be asked for once more. */
	| {readonly kind: 'warn'; readonly value: string; readonly label: string; readonly warning: string}
	/** More options than can be turned through. */
	| {readonly kind: 'options'};

/** What was chosen in a menu that a form had to ask by. */
export type FormAnswer =
	/** A value of the choice under the cursor. */
	| {readonly kind: 'take'; readonly value: string; readonly sure: boolean}
	/** A value that is warned of is meant: the review goes on. */
	| {readonly kind: 'agree'; readonly to: string}
	/** Goes on with the draft that is kept. */
	| {readonly kind: 'continue'}
	/** Forgets the draft, and begins with what is there. */
	| {readonly kind: 'anew'}
	/** The text that was written, in the editor once more. */
	| {readonly kind: 'edit'}
	/** Forgets the text that was written. */
	| {readonly kind: 'unwrite'}
	/** Leaves the form; its draft stays. */
	| {readonly kind: 'leave'}
	/** Leaves the form, and forgets its draft. */
	| {readonly kind: 'drop'};

export function openedForm(form: Form, values: FormValues = form.start, note?: string): FormOverlay {
	return {
		kind: 'form',
		form,
		values,
		level: [],
		fresh: undefined,
		focus: '',
		at: 'text',
		cursor: 0,
		entered: '',
		touched: new Set(),
		asked: false,
		removed: [],
		picking: undefined,
		refused: undefined,
		note,
		isAway: false,
		written: undefined,
		agreed: new Set(),
	};
}
