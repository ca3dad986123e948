import type {CloudflareClient, Credential} from '../api/client.ts';
import type {Startup, Wishes} from '../startup.ts';
import type {Conversation} from './conversation.ts';
import type {Stop} from './interruption.ts';
import type {Output, SetTimer} from './output.ts';

/** What a command has from its process; each part is replaceable in tests. */
export interface CommandSurroundings {
	/** Throws what `problemLines` can say: wrong use or a configuration that can not be used. */
	readonly startUp: (wishes: Wishes) => Startup;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly connect: (credential: Credential, baseUrl: string) => CloudflareClient;
	/** For results, which may go into a pipe. */
	readonly stdout: Output;
	/** For everything else. */
	readonly stderr: Output;
	/** Standard input where nobody sits at it: a pipe, a file. */
	readonly piped: AsyncIterable<Uint8Array | string> | undefined;
	/**
	 * The terminal to ask at; undefined where there is none. Anything is asked only where standard input is one. A
	 * passphrase, which has no business in a pipe, is asked at the terminal behind it too (/dev/tty).
	 */
	readonly talk: (about: 'anything' | 'passphrase') => Conversation | undefined;
	readonly stop: Stop;
	/** Ms since the epoch. */
	readonly now: () => number;
	readonly setTimer: SetTimer;
}

/** Exit codes: fine, and what went wrong. */
export const exitCodes = {fine: 0, failure: 1, wrongUse: 2} as const;
