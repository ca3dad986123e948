/** What the commands say about a credential. */
import type {VerifiedCredential} from '../api/client.ts';
import type {Failure} from '../identity/failure.ts';
import {absolute, instant, span} from '../insight/time.ts';
import type {OpenedAccount} from '../store/accounts.ts';
import type {Problem} from './output.ts';

export function failureProblem({title, lines}: Failure): Problem {
	return {title, lines};
}

export function accountText({id, name}: OpenedAccount): string {
	return name === undefined ? id : `${name} (${id})`;
}

/** When a token ends: `2031-01-01 00:00:00 UTC, in 5.1y`. */
export function expiryText({kind, expiresOn}: VerifiedCredential, now: number): string {
	if (expiresOn === undefined) return kind === 'global key' ? 'never; it ends when it is changed' : 'never';
	const end = instant(expiresOn);
	if (end === undefined) return expiresOn;
	return `${absolute(expiresOn)}, ${end > now ? `in ${span(end - now)}` : `${span(now - end)} ago`}`;
}

/** Said wherever the environment has a credential of its own. */
export function environmentWins(variable: string): string {
	return `${variable} is set and wins over what is stored, as long as it is set.`;
}
