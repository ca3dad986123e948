/** When a confirmation may be carried out: only what has been read again and has been seen. Pure. */
import type {Setting} from '../areas/define.ts';
import {distinctNeeds, isNothing, type Plan} from '../areas/plan.ts';
import type {Step} from '../areas/write.ts';
import type {Need} from '../insight/knowledge.ts';
import {memoise} from '../insight/memo.ts';
import {plainText} from '../terminal/line.ts';
import type {Agreement, ConfirmButton, Overlay, TypedText} from './state.ts';

export type Confirm = Extract<Overlay, {kind: 'confirm'}>;

type Agreed = Pick<Plan, 'steps' | 'diff' | 'conflicts' | 'dangers' | 'people'>;

/** What the plan would change, to tell whether it is still the same. */
export const agreementOf = memoise(
	({steps, diff, conflicts, dangers, people}: Agreed): Agreement => ({
		dangers: JSON.stringify(dangers.map(plainText)),
		people: JSON.stringify(people.map(({name}) => name)),
		change: JSON.stringify([
			steps.map(({request: {method, path, body}, parts}) => [method, path, body, parts.map(({key}) => key)]),
			diff.map(({sign, line}) => sign + plainText(line)),
			conflicts.map(({name, conflict: {was, theirs, yours}}) => [
				name,
				...[was, theirs, yours].map((lines) => lines.map(plainText)),
			]),
		]),
	}),
);

/** How what was agreed to is another thing by now. */
export type Difference =
	/** The same is done, but it endangers more than was known. */
	| 'dangers'
	/** The same is done, but it affects others than were shown. */
	| 'people'
	/** Something else is left to do. */
	| 'change';

/** How a plan differs from what was agreed to; undefined where it does not. Where nothing was, all of it is new. */
export function differenceFrom(agreed: Agreement | undefined, plan: Agreed): Difference | undefined {
	const present = agreementOf(plan);
	if (agreed === undefined || agreed.change !== present.change) return 'change';
	if (agreed.people !== present.people) return 'people';
	return agreed.dangers === present.dangers ? undefined : 'dangers';
}

/**
 * The buttons from left to right: what decides the first conflict stands before what sends the rest. What can not be
 * undone because of it may be given up, so that what was before it can. Where nothing is left to do, there is one.
 */
export function confirmButtons(
	{origin}: Pick<Confirm, 'origin'>,
	{steps, conflicts}: Pick<Plan, 'steps' | 'conflicts'>,
): readonly ConfirmButton[] {
	if (isNothing({steps, conflicts})) return ['cancel'];
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

/** Those that have not been read since, and that nobody is reading: a reading was broken off, or goes on with an older one. */
export function leftUnread(fresh: readonly Need[], openedAt: number, {knowledge}: Setting): readonly Need[] {
	return fresh.filter((need) => {
		const {complete, error, fetching, updatedAt = 0} = knowledge.reading(need);
		return !fetching && error === undefined && (!complete || updatedAt < openedAt);
	});
}

export function confirmChecked({asked, openedAt}: Confirm, setting: Setting): Checked {
	return checkedState(asked.fresh, openedAt, setting);
}

/**
 * What is read once more between the button and the request, however shortly before it was read: a confirmation may
 * stand open for an hour, and the API has no condition that a request could be sent under (contract 4, quirks). What
 * the confirmation does not read, because reading it is refused, is not read here either.
 */
export function lastNeedsOf(steps: readonly Step[], asked: Pick<Confirm['asked'], 'steps' | 'fresh'>): readonly Need[] {
	const textOf = (need: Need): string => JSON.stringify(need);
	const read = new Set(asked.fresh.map(textOf));
	const refused = new Set(asked.steps.flatMap(({needs}) => needs.map(textOf)).filter((text) => !read.has(text)));
	return distinctNeeds(
		steps.flatMap(({needs, lastNeeds = needs}) => lastNeeds).filter((need) => !refused.has(textOf(need))),
	);
}

/** Whether a need tells of people, and of groups that stand for them: the others only give names to what is granted. */
function isOfPeople(need: Need): boolean {
	switch (need.kind) {
		case 'list':
			return need.resource === 'members' || need.resource === 'userGroups';
		case 'groupMembers':
		case 'memberships':
			return true;
		default:
			return false;
	}
}

/**
 * What is still being read of whom a plan affects that is not just taken back: it is read to its end, or until that
 * fails, before anything is sent. What can not be read is told of, and not waited for.
 */
export function awaitedNeeds(
	{needs}: Pick<Confirm['asked'], 'needs'>,
	{weight}: Pick<Plan, 'weight'>,
	{knowledge}: Setting,
): readonly Need[] {
	if (weight.kind === 'reversible') return [];
	return needs.filter(isOfPeople).filter((need) => {
		const {complete, error, fetching} = knowledge.reading(need);
		return !complete && (fetching || error === undefined);
	});
}

/** Whether what has to be typed has been; nothing is never enough. */
export function isTyped({text, line}: TypedText): boolean {
	const typed = line.text.trim();
	return typed !== '' && typed === text.trim();
}

/** `the members are`, `the user group is`. */
export function presentText({asked: {about}}: Confirm, verbs: readonly [one: string, many: string]): string {
	return `${about.present} ${about.presentIsMany ? verbs[1] : verbs[0]}`;
}
