/** What a copy says: of a secret and of long texts only that it was made. */
import {Secret} from '../secret.ts';
import type {Actor} from './actor.ts';

export function createCopy(send: (text: string) => string | undefined, say: Actor['say']): Actor['copy'] {
	return (what, copied) => {
		const isSecret = copied instanceof Secret;
		const text = isSecret ? copied.reveal() : copied;
		if (text === '') {
			say('there is nothing to copy here');
			return;
		}
		const refusal = send(text);
		const shown = isSecret || text.length > 60 || text.includes('\n') ? '' : `: ${text}`;
		say(
			refusal === undefined ? `${what} sent to the terminal's clipboard${shown}` : refusal,
			refusal === undefined ? 'good' : 'warning',
		);
	};
}
