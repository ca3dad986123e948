/** What the sign-in is given, and what its commands may do. */
import type {CloudflareClient, Credential} from '../../api/client.ts';
import type {Keeper, KeptSettings, Outcome} from '../../credentials/keeper.ts';
import type {StoreKind} from '../../credentials/store.ts';
import type {Keymap} from '../../input/keymap.ts';
import type {KeyEvent} from '../../input/keys.ts';
import type {Secret} from '../../secret.ts';
import type {OpenedAccount} from '../../store/accounts.ts';
import type {Tone} from '../../terminal/line.ts';
import type {Message, Size} from '../state.ts';
import type {OtherProfile, SignInState} from './state.ts';
import type {Attempt, Step} from './step.ts';

/** What is wrong with a typed credential; each part may stand on the screen. */
interface Rejected {
	readonly kind: 'rejected';
	/** Follows "The token". */
	readonly reason: string;
	readonly next: string;
}

/** What this machine has, and what its environment says. */
export interface Machine {
	/** The variable with a credential that wins over every stored one; undefined: none is set. */
	readonly variable?: string | undefined;
	/** Somebody could see a window of the desktop. */
	readonly hasDisplay: boolean;
	/** There may be a desktop keyring; false: there plainly is none. */
	readonly hasBus: boolean;
}

/** The account that was open before: it stays so until another one opens. */
export interface Former {
	readonly name: string;
	/** Its profile; undefined where none is concerned. */
	readonly profile: string | undefined;
	/** Goes back to it; the sign-in is over. */
	open(): void;
	/** Its credential is removed: it is left for good. */
	forget(): void;
}

/** The surroundings of the sign-in, each replaceable in tests. */
export interface SignInSurroundings {
	readonly keymap: Keymap<unknown>;
	/** The store of the profile that is signed in to. */
	readonly keeper: Keeper;
	readonly platform: NodeJS.Platform;
	readonly machine: Machine;
	readonly former?: Former | undefined;
	/** What is recorded with a credential that is stored, beside its account. */
	readonly settings: Omit<KeptSettings, 'account'>;
	/** The profiles beside this one. */
	readonly otherProfiles: readonly OtherProfile[];
	/** Leaves the sign-in for another profile, with what is stored for it; answers why it can not, in lines. */
	readonly switchProfile: (name: string) => readonly string[] | undefined;
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
	/** Why a text is no passphrase for a new file, as a sentence; undefined when it is one. */
	readonly passphraseProblem: (text: string) => string | undefined;
	/** Sends a text to the clipboard of the user's terminal; answers why it can not. */
	readonly copy: (text: string) => string | undefined;
	readonly connect: (credential: Credential) => CloudflareClient;
	/** Opens the demo account; when it resolves the sign-in is over. */
	readonly openDemo: () => Promise<void>;
	/**
	 * The sign-in is over. The client is handed on: closing the sign-in leaves it alone. `typed`: the keys that came while
	 * nothing had to be asked, in order; they are meant for what opens.
	 */
	readonly opened: (opened: Opened, typed: readonly KeyEvent[]) => void;
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
	/** `typed token`, `typed key`, the name of the store, or what {@link SignInStart} gave. */
	readonly source: string;
	/** The store that has the credential; undefined where none has. */
	readonly store?: StoreKind | undefined;
	/** What became of the credential, for the status line. */
	readonly message?: Message | undefined;
}

/** How the sign-in begins. */
export type SignInBegin =
	| {readonly kind: 'menu'}
	/** From the environment. With an account id it is opened at once, without a request, before createSignIn returns. */
	| {readonly kind: 'credential'; readonly credential: Credential; readonly source: string}
	/** The stored credential; the menu where none is recorded. */
	| {
			readonly kind: 'read';
			/** Has begun already, with the start of the program. */
			readonly reading?: Promise<Outcome<Credential | undefined>> | undefined;
			/** Calls off the reading that has begun already. */
			readonly stop?: (() => void) | undefined;
	  }
	/** Signs out. */
	| {readonly kind: 'remove'};

export interface SignInStart {
	readonly size: Size;
	readonly begin: SignInBegin;
	/** From the environment, the command line or the profile, unchecked. */
	readonly accountId?: string | undefined;
	/** Where it is from: `CLOUDFLARE_ACCOUNT_ID`, `--account`, `the configuration`. */
	readonly accountFrom?: string | undefined;
	/** What was wrong before the sign-in began. */
	readonly problem?: readonly string[] | undefined;
}

/** Something under way; nobody waits for it once the signal has been given. */
export type Work = (signal: AbortSignal) => Promise<() => void>;

/** What commands may do. */
export interface SignInActor {
	state(): SignInState;
	change(next: (state: SignInState) => SignInState): void;
	say(text: string, tone?: Tone): void;
	/** The same for so many ms. */
	hint(text: string, ms: number): void;
	/** Goes to a step; what is under way is given up. */
	goTo(step: Step): void;
	/**
	 * Goes to a step and works there; while that lasts, its seconds are counted. What the work resolves to is called, unless
	 * another step has been gone to meanwhile; `failed` says where to go when it rejects.
	 */
	work(step: Step, work: Work, failed: (error: unknown) => Step): void;
	/** Calls off the work of the present step; what becomes of it is still waited for. */
	stopWork(): void;
	/** The client of a credential; another try with the same one goes on with it. */
	clientOf(credential: Credential): CloudflareClient;
	/** Hands the account on. */
	open(attempt: Attempt, account: OpenedAccount, kept?: Pick<Opened, 'store' | 'message'>): void;
	readonly surroundings: SignInSurroundings;
}
