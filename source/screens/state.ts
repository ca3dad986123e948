/** Everything that the program knows beside the account's data. Immutable; `program.ts` holds the present one. */

import type {CloudflareError} from '../api/errors.ts';
import type {AccountId} from '../api/ids.ts';
import type {Setting} from '../areas/define.ts';
import type {Confirmation} from '../areas/intent.ts';
import type {Picker} from '../areas/picker.ts';
import type {Subject} from '../areas/plan.ts';
import type {Conflict, Part, Reversal, ShownSecret, Step, WriteRequest} from '../areas/write.ts';
import type {EditLine} from '../input/edit-line.ts';
import type {Resource} from '../insight/knowledge.ts';
import type {Line, Tone} from '../terminal/line.ts';
import type {DraftHead} from './form/drafts.ts';
import type {FormAnswer, FormOverlay} from './form/state.ts';
import type {Navigation} from './navigation.ts';

export interface Size {
	readonly columns: number;
	readonly rows: number;
}

/** One line above the footer, until the next key. */
export interface Message {
	readonly tone: Tone;
	readonly text: string;
}

export interface MenuItem {
	readonly letter: string;
	/** Another letter that means the same. */
	readonly also?: string | undefined;
	readonly label: string;
	readonly remark?: string | undefined;
	/** What choosing it does. */
	readonly choice: Choice;
}

/** What menus offer, as data. */
export type Choice =
	| {readonly kind: 'sort'; readonly column: string}
	| {readonly kind: 'copy'; readonly what: string; readonly text: string}
	| {readonly kind: 'account'; readonly account: {readonly id: AccountId; readonly name: string}}
	/** Reads the accounts of the credential, and offers them. */
	| {readonly kind: 'accounts'}
	| {readonly kind: 'profile'; readonly name: string}
	| {readonly kind: 'new-profile'}
	| {readonly kind: 'sign-in'}
	| {readonly kind: 'ask-sign-out'}
	| {readonly kind: 'sign-out'}
	/** Which profile is to be removed; whether it is; removes it. */
	| {readonly kind: 'choose-removal'}
	| {readonly kind: 'ask-remove-profile'; readonly name: string}
	| {readonly kind: 'remove-profile'; readonly name: string}
	| {readonly kind: 'read-everything'}
	/** All writes of this account, to a file that must not be there. */
	| {readonly kind: 'export-journal'; readonly file: string}
	| {readonly kind: 'discard'}
	| {readonly kind: 'quit'}
	/** What can be done with a draft; opens it; forgets it. */
	| {readonly kind: 'drafts'}
	| {readonly kind: 'draft'; readonly draft: DraftHead}
	| {readonly kind: 'draft-open'; readonly key: string; readonly savedAt: number}
	| {readonly kind: 'draft-drop'; readonly key: string; readonly savedAt: number}
	/** Goes on with the form below. */
	| {readonly kind: 'form'; readonly answer: FormAnswer}
	/** What the credential may do. */
	| {readonly kind: 'permissions'}
	| {readonly kind: 'close'};

/** How far one step of a run is. */
export type StepState =
	| {readonly kind: 'waiting'}
	| {readonly kind: 'sending'}
	| {readonly kind: 'done'; readonly reversal: Reversal}
	| {readonly kind: 'failed'; readonly error: CloudflareError}
	/** Sent and answered, without these parts in the answer: still open. */
	| {readonly kind: 'missing'}
	/** Found to be so already when it was to be tried again; not of our doing. */
	| {readonly kind: 'already'}
	/** What it is about was found to be gone when it was to be tried again. */
	| {readonly kind: 'impossible'; readonly line: Line}
	/** Somebody else was found to have changed the same thing: not sent. */
	| {readonly kind: 'conflict'; readonly conflict: Conflict}
	| {readonly kind: 'stopped'};

export interface RunStep {
	readonly step: Step;
	/** Those parts of the step that this is about: all, unless an answer or a look has told some apart. */
	readonly parts: readonly Part[];
	readonly state: StepState;
	/** As it was sent, once it has been. */
	readonly request?: WriteRequest | undefined;
	/** It was sent once without an answer, and may yet be carried out, whatever has become of it since. */
	readonly isUncertain?: boolean | undefined;
}

/** Where a change comes from: a person's wish, or the list of what can be undone or redone, which it shortens. */
export type Origin = 'new' | 'undo' | 'redo';

/** Something that is typed in the line at the bottom. */
export interface LineQuestion {
	readonly prompt: string;
	/** What is to be known of the text so far. */
	readonly hint: (text: string) => string;
	/** What enter does; a text says why it does nothing. */
	readonly answer: (text: string) => Choice | string;
}

/** What a person has agreed to, in texts that are equal for what is the same. */
export interface Agreement {
	/** Whom it endangers. */
	readonly dangers: string;
	/** Whom it affects. */
	readonly people: string;
	/** Requests, parts, the difference they make, and what is to be decided between. */
	readonly change: string;
}

export type Overlay =
	| {readonly kind: 'help'; readonly search: EditLine; readonly top: number}
	| {
			readonly kind: 'command';
			readonly line: EditLine;
			readonly recalled: number;
			/** Undefined where a command is typed; else what is asked for instead. */
			readonly asks?: LineQuestion | undefined;
	  }
	| {
			readonly kind: 'menu';
			readonly title: string;
			/** What there is to know before one chooses; wrapped. */
			readonly said?: readonly string[] | undefined;
			readonly items: readonly MenuItem[];
			readonly cursor: number;
			/** What leaving it does; nothing unless given. */
			readonly escape?: Choice | undefined;
	  }
	| {
			readonly kind: 'picker';
			readonly picker: Picker;
			readonly line: EditLine;
			/** What the user ticked or unticked by hand; the rest follows from the text. */
			readonly ticks: ReadonlyMap<string, boolean>;
			/** Whom mistyped entries were taken for: their rows stay where the mistakes stood. */
			readonly corrected?: ReadonlySet<string> | undefined;
			/** Undefined is the first row that the word at the cursor may mean: what has just been typed. */
			readonly cursor: number | undefined;
			readonly focus: 'rows' | 'cancel' | 'review';
	  }
	| {
			readonly kind: 'confirm';
			readonly asked: Confirmation;
			readonly button: ConfirmButton;
			/** Ms since the epoch: what it is about has to have been read after this. */
			readonly openedAt: number;
			/** Ms since the epoch, of what it says now: keys typed ahead are not answers (`guardTime`). */
			readonly shownAt: number;
			/** What it said it would change when its button was chosen: later changes have to be looked at again. */
			readonly agreed: Agreement | undefined;
			readonly top: number;
			readonly origin: Origin;
			/** The title of what an undo takes back. */
			readonly of?: string | undefined;
			/** The text that has to be typed before an irreversible change, and what is typed so far. */
			readonly field?: TypedText | undefined;
			/** Its button was pressed: what it overwrites is being read once more. */
			readonly going?: boolean | undefined;
	  }
	| {
			readonly kind: 'run';
			readonly id: number;
			readonly title: string;
			/** By the keys of their parts. */
			readonly subjects: ReadonlyMap<string, Subject>;
			readonly steps: readonly RunStep[];
			readonly top: number;
			readonly button: 'close' | 'retry';
			readonly origin?: Origin | undefined;
			/** Ms since the epoch, of its beginning or of the last time it was tried again. */
			readonly since?: number | undefined;
	  }
	| FormOverlay
	| {
			readonly kind: 'text';
			readonly title: string;
			/** Those that change with what is known are made anew each time. */
			readonly lines: readonly Line[] | ((setting: Setting) => readonly Line[]);
			readonly top: number;
			/** What `c` copies; the whole text unless given. */
			readonly copies?: {readonly what: string; readonly text: (setting: Setting) => string} | undefined;
	  }
	| {
			/** Secrets that have come back, the first of which is on show. */
			readonly kind: 'secret';
			/** At least one. */
			readonly secrets: readonly ShownSecret[];
			/** Ms since the epoch: keys typed ahead are no answers (`guardTime`). */
			readonly shownAt: number;
			readonly isRevealed: boolean;
			/** Said by whoever has stored it: before that it can not be closed. */
			readonly isStored: boolean;
	  };

/** A number is the index of a resolution of the first conflict; `leave` gives that change up. */
export type ConfirmButton = 'cancel' | 'go' | 'leave' | number;

/** A text that has to be typed: `what` says which it is. */
export interface TypedText {
	readonly what: string;
	readonly text: string;
	readonly line: EditLine;
}

/** A change that was carried out, and what takes it back. */
export interface UndoEntry {
	/** Of the run that did it. */
	readonly run: number;
	readonly title: string;
	/** What takes it back, in order; nothing if it can not be undone. */
	readonly steps: readonly Step[];
	/** Why it can not be undone, or not all of it. */
	readonly why?: string | undefined;
	/** The answer to some of it was lost, and it was found to be so: it may have been somebody else's doing. */
	readonly isFound?: boolean | undefined;
}

export interface ProgramState {
	readonly size: Size;
	/** Ms since the epoch, as last looked at; ages are told by it. */
	readonly now: number;
	readonly navigation: Navigation;
	/** The topmost one takes the keys. */
	readonly overlays: readonly Overlay[];
	/** Whether the filter of the present table is being typed. */
	readonly filtering: boolean;
	/** The filter that is typed was kept before: what is typed first takes its place, as with a text that is selected. */
	readonly replacing?: boolean | undefined;
	readonly wide: boolean;
	readonly preview: boolean;
	readonly message: Message | undefined;
	/** What is wrong with the credential; said wherever nothing else has to be. */
	readonly standing: Message | undefined;
	readonly readOnly: boolean;
	readonly alwaysReadOnly: boolean;
	/** What can be taken back, the last at the end. */
	readonly undo: readonly UndoEntry[];
	/** What has been taken back and can be done again, the last at the end. */
	readonly redo: readonly UndoEntry[];
	readonly commands: readonly string[];
	/** All members, and who is in which group, were asked for (`i`) and are not read yet: it may take many requests. */
	readonly everythingWanted: boolean;
	/** Lists whose reading was stopped by hand: they are not gone on with unasked. */
	readonly stopped?: ReadonlySet<Resource> | undefined;
	/** When ctrl-c was last pressed, ms since the epoch. */
	readonly interruptedAt: number | undefined;
	/** Counts changes of the data, so that one subscription covers both. */
	readonly dataVersion: number;
}

/** Keys that reach a confirmation within this time of its opening are not answers to it, ms. */
export const guardTime = 400;

/** Two ctrl-c within this time quit at once, ms. */
export const interruptTime = 2000;

export function topOverlay(state: Pick<ProgramState, 'overlays'>): Overlay | undefined {
	return state.overlays[state.overlays.length - 1];
}
