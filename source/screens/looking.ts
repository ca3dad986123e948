/** Reading again what is about to be written, as a confirmation does before it may be carried out. */
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Store} from '../store/store.ts';
import {type Checked, checkedState, leftUnread} from './confirmation.ts';

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

/** Times that something is begun again whose reading was broken off, or had begun before the look. */
const mostTimes = 3;

/**
 * Reads needs anew and waits for it: from the first page on, whatever has been read of it before. Answers why it could
 * not be done, or what is known then.
 * @param now ms since the epoch
 */
export async function lookAgain(
	needs: readonly Need[],
	store: Pick<Store, 'want' | 'refresh' | 'subscribe'> & Knowledge,
	now: number,
): Promise<{readonly knowledge: Knowledge} | {readonly problem: string}> {
	const setting = {knowledge: store, now};
	// First: to want it would go on with a reading that was broken off, whose pages may be a minute old.
	store.refresh(needs, now - recent);
	const release = store.want(needs);
	let times = 1;
	const checked = await new Promise<Checked>((resolve) => {
		const check = (): void => {
			let answer = checkedState(needs, now, setting);
			const left = answer.kind === 'reading' ? leftUnread(needs, now, setting) : [];
			if (left.length > 0 && times === mostTimes) answer = {kind: 'failed', reason: 'the reading was broken off'};
			if (answer.kind === 'reading') {
				if (left.length === 0) return;
				times += 1;
				store.refresh(left);
				return;
			}
			unsubscribe();
			resolve(answer);
		};
		const unsubscribe = store.subscribe(check);
		check();
	});
	release();
	return checked.kind === 'failed' ? {problem: checked.reason} : {knowledge: store};
}
