/** When a confirmation may be carried out: only what has been read again and has been seen. Pure. */
import type {Setting} from '../areas/define.ts';
import type {Plan} from '../areas/plan.ts';
import type {Need} from '../insight/knowledge.ts';
import {plainText} from '../terminal/line.ts';
import type {Overlay, TypedText} from './state.ts';

export type Confirm = Extract<Overlay, {kind: 'confirm'}>;

/** What the plan would change, to tell whether it is still the same: requests, parts, and the difference they make. */
export function agreementOf({steps, diff}: Pick<Plan, 'steps' | 'diff'>): string {
	return JSON.stringify([
		steps.map(({request: {method, path, body}, parts}) => [method, path, body, parts.map(({key}) => key)]),
		diff.map(({sign, line}) => sign + plainText(line)),
	]);
}

/** How the reading goes that a confirmation begins with. */
export type Checked =
	| {readonly kind: 'checked'}
	| {readonly kind: 'reading'}
	| {readonly kind: 'failed'; readonly reason: string};

/** @param openedAt ms since the epoch: all of it has to have been read after this */
export function checkedState(fresh: readonly Need[], openedAt: number, {knowledge}: Setting): Checked {
	let isReading = false;
	for (const need of fresh) {
		const {error, complete, fetching, updatedAt = 0} = knowledge.reading(need);
		// What is gone has been looked for: steps say so themselves.
		const isGone = error?.kind === 'not-found' && !fetching;
		if (error !== undefined && !fetching && !isGone) return {kind: 'failed', reason: error.message};
		if (!isGone && (!complete || fetching || updatedAt < openedAt)) isReading = true;
	}
	return isReading ? {kind: 'reading'} : {kind: 'checked'};
}

export function confirmChecked({asked, openedAt}: Confirm, setting: Setting): Checked {
	return checkedState(asked.fresh, openedAt, setting);
}

/** Whether what has to be typed has been. */
export function isTyped({text, line}: TypedText): boolean {
	return line.text.trim() === text.trim();
}

/** `the members are`, `the user group is`. */
export function presentText({asked: {about}}: Confirm, verbs: readonly [one: string, many: string]): string {
	return `${about.present} ${about.presentIsMany ? verbs[1] : verbs[0]}`;
}
