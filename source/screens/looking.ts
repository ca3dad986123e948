/** Reading again what is about to be written, as a confirmation does before it may be carried out. */
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Store} from '../store/store.ts';
import {type Checked, checkedState} from './confirmation.ts';

/** Ms for which a reading is as good as one right before the write. */
const recent = 2000;

/**
 * Those of the needs that were read too long ago to write by. What the API refuses to list is not asked for again.
 * @param now ms since the epoch
 * @param isHeldUp a request would have to wait: whatever has been read would be old by then
 */
export function tooOld(needs: readonly Need[], knowledge: Knowledge, now: number, isHeldUp = false): readonly Need[] {
	return needs.filter((need) => {
		const {error, updatedAt = 0} = knowledge.reading(need);
		return error?.kind !== 'invalid' && (isHeldUp || now - updatedAt > recent);
	});
}

/**
 * Reads needs anew and waits for it. Answers why it could not be done, or what is known then.
 * @param now ms since the epoch
 */
export async function lookAgain(
	needs: readonly Need[],
	store: Pick<Store, 'want' | 'refresh' | 'subscribe'> & Knowledge,
	now: number,
): Promise<{readonly knowledge: Knowledge} | {readonly problem: string}> {
	const release = store.want(needs);
	store.refresh(needs);
	const checked = await new Promise<Checked>((resolve) => {
		const check = (): void => {
			const answer = checkedState(needs, now, {knowledge: store, now});
			if (answer.kind === 'reading') return;
			unsubscribe();
			resolve(answer);
		};
		const unsubscribe = store.subscribe(check);
		check();
	});
	release();
	return checked.kind === 'failed' ? {problem: checked.reason} : {knowledge: store};
}
