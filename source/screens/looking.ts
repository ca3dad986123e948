/** Reading again what is about to be written, as a confirmation does before it may be carried out. */
import type {Knowledge, Need} from '../insight/knowledge.ts';
import type {Store} from '../store/store.ts';
import {type Checked, checkedState} from './confirmation.ts';

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
