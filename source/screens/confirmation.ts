/** When a confirmation may be carried out: only what has been read again and has been seen. Pure. */
import type {Setting} from '../areas/define.ts';
import type {Plan} from '../areas/plan.ts';
import {changeKey} from './runner.ts';
import type {Overlay} from './state.ts';

export type Confirm = Extract<Overlay, {kind: 'confirm'}>;

/** What the plan would change, to tell whether it is still the same. */
export function agreementOf(plan: Plan): string {
	return plan.subjects.map(({change}) => changeKey(change)).join('\n');
}

/** How the reading goes that a confirmation begins with. */
export type Checked =
	| {readonly kind: 'checked'}
	| {readonly kind: 'reading'}
	| {readonly kind: 'failed'; readonly reason: string};

export function checkedState({needs, openedAt}: Pick<Confirm, 'needs' | 'openedAt'>, {knowledge}: Setting): Checked {
	let isReading = false;
	for (const need of needs) {
		if (need.kind !== 'groupMembers') continue;
		const {error, complete, fetching, updatedAt = 0} = knowledge.groupMembers(need.group);
		if (error !== undefined && !fetching) return {kind: 'failed', reason: error.message};
		if (!complete || fetching || updatedAt < openedAt) isReading = true;
	}
	return isReading ? {kind: 'reading'} : {kind: 'checked'};
}
