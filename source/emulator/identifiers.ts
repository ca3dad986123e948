import {createHash} from 'node:crypto';

/** Whether `text` can be an id in a path: 32 lower-case hex characters (contract 0). */
export function isIdentifier(text: string): boolean {
	return /^[0-9a-f]{32}$/.test(text);
}

/** The id that always belongs to `text`: for things whose real id is not public and that must not change. */
export function deriveIdentifier(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
