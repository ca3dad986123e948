/** What the program stands on: store, clock, terminal, drafts, profiles. */
import type {Budget} from '../api/budget.ts';
import type {AccountId} from '../api/ids.ts';
import type {CredentialDesk} from '../identity/credential-desk.ts';
import type {Keymap} from '../input/keymap.ts';
import type {FoundAccounts} from '../store/accounts.ts';
import type {Store} from '../store/store.ts';
import type {Drafts} from './form/drafts.ts';
import type {Editor} from './form/editing.ts';
import type {Profiles} from './profiles.ts';
import type {RecordKeeping} from './recording.ts';
import type {Situation} from './situation.ts';

/** The surroundings of the program, each replaceable in tests. */
export interface ProgramSurroundings extends RecordKeeping {
	readonly store: Store;
	readonly keymap: Keymap<Situation>;
	readonly baseUrl: string;
	/** Ms since the epoch. */
	readonly time: () => number;
	/** Calls back once after so many ms; the returned function takes it back. */
	readonly setTimer: (callback: () => void, ms: number) => () => void;
	/** Sends a text to the clipboard; answers a reason if it can not. */
	readonly copy: (text: string) => string | undefined;
	/** The lock of the API client: what counts is that no request leaves. */
	readonly setReadOnly: (readOnly: boolean) => void;
	/** Where forms that are not done are kept; absent where nothing may be written. */
	readonly drafts?: Drafts | undefined;
	/** Opens a text in the user's editor; absent where there is none to open. */
	readonly edit?: Editor | undefined;
	readonly profiles: Profiles;
	/** The accounts that the credential sees, or why it can not list them. */
	readonly accounts: () => Promise<FoundAccounts>;
	readonly openAccount: (account: {readonly id: AccountId; readonly name: string}) => void;
	/** What is known of the credential; absent where nobody asks. */
	readonly credential?: CredentialDesk | undefined;
	/** The request budget; a wait for it can be cancelled. */
	readonly budget: Budget;
	/** Told once the program is over. */
	readonly close: () => void;
	readonly repaint: () => void;
	readonly suspend: () => void;
	readonly quit: () => void;
	/** Ends the program by a mistake of its own. */
	readonly crash: (error: unknown) => void;
}
