/** The steps of the sign-in, and what each of them knows. */
import type {BudgetWait, Credential} from '../../api/client.ts';
import type {AccountId} from '../../api/ids.ts';
import type {VerifiedCredential} from '../../api/verification.ts';
import type {StoreProblem} from '../../credentials/keeper.ts';
import type {StoreKind} from '../../credentials/store.ts';
import type {SeenAccount} from '../../identity/examine.ts';
import type {Failure} from '../../identity/failure.ts';
import type {EditLine} from '../../input/edit-line.ts';
import type {Secret} from '../../secret.ts';
import type {OpenedAccount} from '../../store/accounts.ts';

/** One try to get in: who, and where if that is known. */
export interface Attempt {
	readonly credential: Credential;
	/** `typed token`, `CLOUDFLARE_API_TOKEN`, `macOS Keychain`: where the credential came from, for the header. */
	readonly source: string;
	/** Only a typed one is asked about before it opens: where it is to be kept. */
	readonly origin: 'typed' | 'environment' | 'stored';
	readonly account: AccountId | undefined;
}

/** A typed credential that Cloudflare has accepted, with the account that it is to open. */
export interface Accepted {
	readonly attempt: Attempt;
	readonly account: OpenedAccount;
	/** What Cloudflare says of the credential; undefined where it did not. */
	readonly verified: VerifiedCredential | undefined;
	/** How many accounts the credential sees; undefined where that was not asked or not told. */
	readonly seen: number | undefined;
	/** Where esc goes back to. */
	readonly from: Step;
}

/** How a credential is to be stored. */
export interface Keeping {
	readonly store: StoreKind;
	/** The user has asked for the unlock prompt of the desktop. */
	readonly unlock: boolean;
	/** Of the passphrase file. */
	readonly passphrase?: Secret | undefined;
}

/** How the stored credential is read: as it is, with the unlock prompt of the desktop, or with a passphrase. */
export type Reading = 'plain' | 'unlock' | 'passphrase';

/** A call of the store that is waited for. */
interface Waiting {
	/** Ms since the epoch. */
	readonly since: number;
}

/** A call that changes the store: what becomes of it is waited for even when it is called off. */
interface Changing extends Waiting {
	readonly unlock: boolean;
	readonly isStopping: boolean;
}

/** A few lines to choose from: which, says `choices.ts`. */
interface Choosing {
	readonly cursor: number;
}

/** What comes before there is a credential that works. */
type CredentialStep =
	| ({readonly kind: 'menu'} & Choosing)
	/** Which other profile. */
	| ({readonly kind: 'profiles'; readonly from: Step} & Choosing)
	| {readonly kind: 'token'; readonly problem: readonly string[]}
	| {readonly kind: 'key'; readonly field: 'email' | 'key'; readonly problem: readonly string[]}
	| ({
			readonly kind: 'working';
			readonly attempt: Attempt | 'demo';
			/** What the request budget makes it wait for. */
			readonly waiting: BudgetWait | undefined;
			readonly from: Step;
	  } & Waiting)
	| {readonly kind: 'failed'; readonly attempt: Attempt | 'demo'; readonly failure: Failure; readonly from: Step};

type AccountStep =
	| {
			readonly kind: 'accounts';
			readonly attempt: Attempt;
			readonly accounts: readonly SeenAccount[];
			readonly verified: VerifiedCredential | undefined;
			readonly cursor: number;
			readonly filter: EditLine;
			readonly from: Step;
	  }
	| {
			readonly kind: 'account-id';
			readonly attempt: Attempt;
			/** Why it has to be given. */
			readonly reason: readonly string[];
			readonly problem: readonly string[];
			readonly from: Step;
	  };

/** A typed credential works: where is it to be kept? */
type KeepingStep =
	| ({readonly kind: 'accepted'; readonly accepted: Accepted} & Choosing)
	/** Which other store. */
	| ({readonly kind: 'elsewhere'; readonly accepted: Accepted} & Choosing)
	/** The passphrase of a file that is to be written. */
	| {
			readonly kind: 'new-passphrase';
			readonly accepted: Accepted;
			readonly field: 'passphrase' | 'repeated';
			readonly problem: readonly string[];
			readonly from: Step;
	  }
	| ({
			readonly kind: 'keeping';
			readonly accepted: Accepted;
			readonly keeping: Keeping;
			readonly from: Step;
	  } & Changing)
	| ({
			readonly kind: 'unkept';
			readonly accepted: Accepted;
			readonly keeping: Keeping;
			readonly problem: StoreProblem;
	  } & Choosing)
	/** It is stored, but something has to be known. */
	| ({
			readonly kind: 'kept';
			readonly accepted: Accepted;
			readonly store: StoreKind;
			readonly remarks: readonly string[];
	  } & Choosing);

/** The credential that is stored already. */
type StoredStep =
	| ({readonly kind: 'reading'; readonly reading: Reading; readonly from: Step | undefined} & Waiting)
	| ({readonly kind: 'unread'; readonly problem: StoreProblem} & Choosing)
	/** The passphrase of the file that is there. */
	| {readonly kind: 'passphrase'; readonly problem: readonly string[]}
	/** Whether what is stored is to be removed; `shownAt` in ms since the epoch. */
	| ({readonly kind: 'ask-removal'; readonly shownAt: number; readonly from: Step} & Choosing)
	| ({readonly kind: 'removing'; readonly from: Step | undefined} & Changing)
	| ({readonly kind: 'unremoved'; readonly problem: StoreProblem} & Choosing);

export type Step =
	| CredentialStep
	| AccountStep
	| KeepingStep
	| StoredStep
	/** An account was opened: nothing is taken any more. */
	| {readonly kind: 'opened'};

export type StepKind = Step['kind'];

export type StepOf<Kind extends StepKind> = Extract<Step, {kind: Kind}>;

export const menuStep: Step = {kind: 'menu', cursor: 0};

/** The steps whose lines stand in `choices.ts`. */
export const choosingSteps = [
	'menu',
	'profiles',
	'accepted',
	'elsewhere',
	'unkept',
	'kept',
	'unread',
	'ask-removal',
	'unremoved',
] as const;

export type ChoosingStep = StepOf<(typeof choosingSteps)[number]>;

export function isChoosing(step: Step): step is ChoosingStep {
	return choosingSteps.some((kind) => kind === step.kind);
}

/** The account that a credential was accepted for, in the steps that keep it. */
export function acceptedOf(step: Step): Accepted | undefined {
	switch (step.kind) {
		case 'accepted':
		case 'elsewhere':
		case 'new-passphrase':
		case 'keeping':
		case 'unkept':
		case 'kept':
			return step.accepted;
		default:
			return undefined;
	}
}

/**
 * Whether nothing is asked as long as all goes well, so that keys are meant for what opens. Not while the desktop asks
 * for a password: one that is typed into the wrong window must not become commands.
 */
export function leadsToOpening(step: Step): boolean {
	switch (step.kind) {
		case 'reading':
			return step.reading !== 'unlock';
		case 'working':
			return step.attempt !== 'demo' && step.attempt.origin !== 'typed';
		case 'keeping':
			return !step.unlock && !step.isStopping;
		default:
			return false;
	}
}

/** Passphrases stay only while their step does. */
export function hasPassphrase({kind}: Step): boolean {
	return kind === 'passphrase' || kind === 'new-passphrase';
}
