/** What the sign-in is given, and what its commands may do. */
import type {CloudflareClient, Credential} from '../../api/client.ts';
import type {Keymap} from '../../input/keymap.ts';
import type {Secret} from '../../secret.ts';
import type {OpenedAccount} from '../../store/accounts.ts';
import type {Tone} from '../../terminal/line.ts';
import type {Size} from '../state.ts';
import type {Attempt, SignInState, Step} from './state.ts';

/** What is wrong with a typed credential; each part may stand on the screen. */
interface Rejected {
	readonly kind: 'rejected';
	/** Follows "The token". */
	readonly reason: string;
	readonly next: string;
}

/** The surroundings of the sign-in, each replaceable in tests. */
export interface SignInSurroundings {
	readonly keymap: Keymap<unknown>;
	/** Makes sense of a typed token: `tokenFromText` of the credentials. */
	readonly readToken: (
		text: string,
	) => {readonly kind: 'token'; readonly token: Secret} | (Rejected & {readonly looksLike: string});
	/** Makes sense of a typed Global API key: `keyFromText` of the credentials. */
	readonly readKey: (
		email: string,
		key: string,
	) =>
		| {readonly kind: 'key'; readonly email: string; readonly key: Secret}
		| (Rejected & {readonly field: 'email' | 'key'});
	readonly connect: (credential: Credential) => CloudflareClient;
	/** Opens the demo account; when it resolves the sign-in is over. */
	readonly openDemo: () => Promise<void>;
	/** The sign-in is over. The client is handed on: closing the sign-in leaves it alone. */
	readonly opened: (opened: Opened) => void;
	/** Ms since the epoch. */
	readonly time: () => number;
	/** Calls back once after so many ms; the returned function takes it back. */
	readonly setTimer: (callback: () => void, ms: number) => () => void;
	readonly suspend: () => void;
	readonly repaint: () => void;
	readonly quit: () => void;
}

export interface Opened {
	readonly client: CloudflareClient;
	readonly account: OpenedAccount;
	/** `typed token`, `typed key`, or what {@link SignInStart} gave. */
	readonly source: string;
}

export interface SignInStart {
	readonly size: Size;
	/** From the environment. With `accountId` it is opened at once, without a request, before createSignIn returns. */
	readonly credential?: {readonly credential: Credential; readonly source: string} | undefined;
	/** From the environment or the command line, unchecked. */
	readonly accountId?: string | undefined;
	/** What was wrong with the credential of the environment. */
	readonly problem?: readonly string[] | undefined;
}

/** What commands may do. */
export interface SignInActor {
	state(): SignInState;
	change(next: (state: SignInState) => SignInState): void;
	say(text: string, tone?: Tone): void;
	/** Goes to a step; what is under way is given up. */
	goTo(step: Step): void;
	/** Tries to get in; `from` is where to go back to. */
	attempt(attempt: Attempt | 'demo', from: Step): void;
	/** As `attempt`, with the account id that was typed or given; one that is none is asked for again. */
	attemptAccount(attempt: Attempt, from: Step): void;
	open(attempt: Attempt, account: OpenedAccount): void;
	readonly surroundings: SignInSurroundings;
}
