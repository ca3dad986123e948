/** When a confirmation may be carried out: only what has been read again and has been seen. Pure. */
import type {Setting} from '../areas/define.ts';
import {distinctNeeds, type Plan} from '../areas/plan.ts';
import type {Step} from '../areas/write.ts';
import type {Need} from '../insight/knowledge.ts';
import {plainText} from '../terminal/line.ts';
import type {ConfirmButton, Overlay, TypedText} from './state.ts';

export type Confirm = Extract<Overlay, {kind: 'confirm'}>;

/**
 * What the plan would change, to tell whether it is still the same: requests, parts, the difference they make, and what
 * is to be decided between.
 */
export function agreementOf({
	steps,
	diff,
	conflicts,
	dangers,
}: Pick<Plan, 'steps' | 'diff' | 'conflicts' | 'dangers'>): string {
	return JSON.stringify([
		dangers.map(plainText),
		steps.map(({request: {method, path, body}, parts}) => [method, path, body, parts.map(({key}) => key)]),
		diff.map(({sign, line}) => sign + plainText(line)),
		conflicts.map(({name, conflict: {was, theirs, yours}}) => [
			name,
			...[was, theirs, yours].map((lines) => lines.map(plainText)),
		]),
	]);
}

/** Whether what was agreed to is the same but for what it endangers: that has only just been read. */
export function isOnlyGraver(agreed: string, plan: Parameters<typeof agreementOf>[0]): boolean {
	return agreed !== '' && agreed !== agreementOf(plan) && withoutDangers(agreed) === withoutDangers(agreementOf(plan));
}

function withoutDangers(agreement: string): string {
	const [, ...rest]: readonly unknown[] = JSON.parse(agreement);
	return JSON.stringify(rest);
}

/**
 * The buttons from left to right: what decides the first conflict stands before what sends the rest. What can not be
 * undone because of it may be given up, so that what was before it can.
 */
export function confirmButtons(
	{origin}: Pick<Confirm, 'origin'>,
	{steps, conflicts}: Pick<Plan, 'steps' | 'conflicts'>,
): readonly ConfirmButton[] {
	const resolutions = conflicts[0]?.conflict.resolutions ?? [];
	const mayLeave = resolutions.length > 0 && origin !== 'new';
	const hasGo = steps.length > 0 || resolutions.length === 0;
	return ['cancel', ...resolutions.keys(), ...(mayLeave ? ['leave' as const] : []), ...(hasGo ? ['go' as const] : [])];
}

/** The highlighted button; Cancel where it is not there any more. */
export function chosenButton(confirm: Confirm, plan: Pick<Plan, 'steps' | 'conflicts'>): ConfirmButton {
	return confirmButtons(confirm, plan).includes(confirm.button) ? confirm.button : 'cancel';
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

/**
 * What is read once more between the button and the request, however shortly before it was read: a confirmation may
 * stand open for an hour, and the API has no condition that a request could be sent under (contract 4, quirks). Adding
 * to a set and taking out of it overwrites nobody's change, and a set may have many pages.
 */
export function overwrittenNeeds(steps: readonly Step[]): readonly Need[] {
	const isSet = ({kind}: Need): boolean => kind === 'list' || kind === 'groupMembers' || kind === 'memberships';
	return distinctNeeds(
		steps.flatMap(({request: {method}, needs}) =>
			method === 'PUT' || method === 'PATCH' ? needs : needs.filter((need) => !isSet(need)),
		),
	);
}

/** Whether what has to be typed has been. */
export function isTyped({text, line}: TypedText): boolean {
	return line.text.trim() === text.trim();
}

/** `the members are`, `the user group is`. */
export function presentText({asked: {about}}: Confirm, verbs: readonly [one: string, many: string]): string {
	return `${about.present} ${about.presentIsMany ? verbs[1] : verbs[0]}`;
}
