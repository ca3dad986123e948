/** Drafts: what is typed into a form is kept outside of the program while one types, so that no end of it loses it. */

import type {Setting} from '../../areas/define.ts';
import type {Form, FormField, FormValue, FormValues} from '../../areas/form.ts';
import type {Draft, Drafts} from '../../areas/form-draft.ts';
import {absolute, age} from '../../insight/time.ts';
import type {FormOverlay} from './state.ts';
import {fits, isSame, mergedOver} from './values.ts';

export type {Draft, DraftHead, Drafts} from '../../areas/form-draft.ts';

export const noDrafts: Drafts = {
	list: () => [],
	read: () => undefined,
	write: () => undefined,
	remove: () => undefined,
	release: () => undefined,
};

/** How long what is typed may be missing from the draft, ms. */
export const draftPause = 300;

export interface DraftKeeper {
	readonly drafts: Drafts;
	/** Told of every form on the screen; writes a while after its first change. */
	watch(overlay: FormOverlay | undefined): void;
	/** Forgets the draft of a form that is done with. */
	drop(key: string): void;
	/** Writes now what has not been written yet. */
	flush(): void;
}

export function createDraftKeeper(options: {
	readonly drafts: Drafts;
	readonly time: () => number;
	readonly setTimer: (callback: () => void, ms: number) => () => void;
}): DraftKeeper {
	const {drafts, time, setTimer} = options;
	let seen: FormOverlay | undefined;
	let isPending = false;
	let cancel = (): void => {};

	const flush = (): void => {
		cancel();
		if (!isPending || seen === undefined) return;
		isPending = false;
		const {form, values, written} = seen;
		const {key, title, start} = form;
		if (isSame(values, start) && written === undefined) drafts.remove(key);
		else drafts.write({key, title, start, values, written, savedAt: time()});
	};

	return {
		drafts,
		watch(overlay) {
			if (overlay === seen) return;
			const isSameForm = overlay?.form === seen?.form;
			if (!isSameForm) flush();
			if (overlay !== undefined && overlay.form.key !== seen?.form.key) drafts.release(overlay.form.key);
			const before = isSameForm ? seen?.values : overlay?.form.start;
			const isChanged = overlay?.values !== before || overlay?.written !== (isSameForm ? seen?.written : undefined);
			seen = overlay;
			if (!isChanged || isPending) return;
			isPending = true;
			cancel = setTimer(flush, draftPause);
		},
		drop(key) {
			if (seen?.form.key === key) {
				cancel();
				isPending = false;
			}
			drafts.remove(key);
		},
		flush,
	};
}

/** A draft as the form can go on with it. */
export interface Continued {
	readonly values: FormValues;
	/** Said above the fields, for as long as the form is open: when the draft was kept does not change. */
	readonly note: string;
	/** Said where the draft is offered. */
	readonly offer: string;
}

/** The values of fields that a value of another shape stands in, as they are now. */
function held(values: FormValues, start: FormValues, fields: readonly FormField[]): FormValues {
	const next: Record<string, FormValue> = {...values};
	for (const field of fields) {
		const present = start[field.name];
		if (fits(next[field.name], field) || present === undefined) continue;
		next[field.name] = present;
	}
	return next;
}

/** The draft over what is there now: changes of others since are kept, and the form says that there are some. */
export function continued(form: Form, draft: Draft, setting: Setting): Continued {
	const isAsItWas = isSame(draft.start, form.start);
	const merged = isAsItWas ? draft.values : mergedOver(draft.start, draft.values, form.start);
	const where = draft.isElsewhere === true ? ', which another cfiam is still writing' : '';
	const changed = isAsItWas ? '' : '; it has been changed since by somebody: your changes are put over theirs';
	const at = absolute(draft.savedAt).replace(/:\d\d UTC$/u, ' UTC');
	return {
		values: held({...form.start, ...merged}, form.start, form.fields(merged, setting)),
		note: `a draft of ${at}${where}${changed}`,
		offer: `a draft from ${age(draft.savedAt, setting.now)} ago${where}${changed}`,
	};
}
