/**
 * An account on the screen: its store and its program, in place of those before. Answers are dropped with the store, the
 * credential with the client.
 */

import {hostname, userInfo} from 'node:os';
import {defaultBaseUrl, parseBaseUrl} from './api/base-url.ts';
import type {CloudflareClient} from './api/client.ts';
import type {AccountId} from './api/ids.ts';
import {createKeeping, type Keeping} from './cache/keeping.ts';
import {createDrafts} from './drafts.ts';
import {createCredentialDesk} from './identity/credential-desk.ts';
import type {Keymap} from './input/keymap.ts';
import type {Self} from './insight/credential.ts';
import {shortId} from './insight/names.ts';
import type {Who} from './journal/entry.ts';
import {createJournal, type Journal, journalDirectory, journalName} from './journal/journal.ts';
import {type Lines, lineFile, linesInMemory} from './journal/lines.ts';
import {type ListsOrigin, openLists} from './kept-lists.ts';
import type {Editor} from './screens/form/editing.ts';
import type {Profiles} from './screens/profiles.ts';
import {createProgram, type Program} from './screens/program.ts';
import type {UnderWay} from './screens/runner.ts';
import type {Session} from './screens/session.ts';
import type {Opened} from './screens/sign-in/actor.ts';
import type {Situation} from './screens/situation.ts';
import type {ProgramStart} from './screens/start.ts';
import type {Size} from './screens/state.ts';
import {findAccounts} from './store/accounts.ts';
import {createStore} from './store/store.ts';
import type {LookForTxt} from './store/txt-records.ts';
import {copyToClipboard} from './terminal/clipboard.ts';

/** Ms between two frames that only data have changed. */
const notifyPause = 100;

/** What the screen can be asked for; nothing happens before it is there. */
export interface Control {
	readonly time: () => number;
	readonly setTimer: (callback: () => void, ms: number) => () => void;
	readonly repaint: () => void;
	readonly suspend: () => void;
	readonly quit: () => void;
	/** Sends something beside the frames. */
	readonly write: (sequence: string) => void;
	readonly size: () => Size;
	/** Hands the terminal to the user's editor. */
	readonly edit: Editor;
}

/** Where a credential of an open account came from, and what may be done about it. */
export interface Origin {
	/** `CLOUDFLARE_API_TOKEN`, `desktop keyring`, `this run only`, `demo`. */
	readonly source: string;
	/** Undefined where none is concerned. */
	readonly profile: string | undefined;
	readonly baseUrl: string;
	readonly readOnly: boolean;
	/** How name servers are asked, or why they are not. */
	readonly lookForTxt: LookForTxt | {readonly off: string};
	/** How lists are kept for the next start; undefined: not at all. */
	readonly lists?: ListsOrigin | undefined;
}

export interface AccountScreenOptions {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly session: Session;
	readonly control: Control;
	readonly keymap: Keymap<Situation>;
	/** What the command line asked for: for the first account; another opens where one is. */
	readonly destination: Pick<ProgramStart, 'area' | 'search'>;
}

export interface AccountScreen {
	open(opened: Pick<Opened, 'client' | 'account'>, origin: Origin, profiles: Profiles): Program;
	/** Removes the lists that are kept of the account on the screen, and keeps none of it any more. */
	forgetLists(): void;
	/** Forgets the credential of the account on the screen. */
	leave(): void;
	/** Sends a text to the clipboard of the user's terminal; answers why it can not. */
	copy(text: string): string | undefined;
	/** Changes that had not come to their end when their account was left. */
	readonly unfinished: readonly UnderWay[];
	close(): Promise<void>;
}

/** Whose drafts they are: the demo's server stands somewhere else each time. */
function draftPlace({source, profile, baseUrl}: Origin, account: AccountId): string {
	return JSON.stringify([source === 'demo' ? 'demo' : baseUrl, profile ?? '', account]);
}

/** The demo leaves nothing behind. */
function linesOf({source, profile, baseUrl}: Origin, environment: AccountScreenOptions['environment']): Lines {
	if (source === 'demo') return linesInMemory();
	const {href} = parseBaseUrl(baseUrl);
	const name = journalName(profile, href === defaultBaseUrl ? undefined : href);
	return lineFile({directory: journalDirectory(environment), name});
}

/** Who is at work, as far as it is known by now. */
/** Where Cloudflare does not say with the credential whose it is, the user that was asked for tells. */
export function whoIs(
	{credentialKind, verified}: Pick<CloudflareClient, 'credentialKind' | 'verified'>,
	self: Self,
): Who {
	return {
		credential: credentialKind,
		tokenId: verified?.id,
		email: verified?.email ?? (self.kind === 'person' ? self.email : undefined),
		user: userName(),
		host: hostname(),
	};
}

/** There may be none for the user's id, as in containers. */
function userName(): string {
	try {
		return userInfo().username;
	} catch {
		return String(process.getuid?.() ?? '');
	}
}

export function createAccountScreen({
	environment,
	session,
	control,
	keymap,
	...options
}: AccountScreenOptions): AccountScreen {
	const unfinished: UnderWay[] = [];
	const journals: Journal[] = [];
	/** Of the account on the screen. */
	let keeping: Keeping | undefined;
	const ends: Promise<void>[] = [];
	/** Of the account on the screen. */
	let client: CloudflareClient | undefined;
	let {destination} = options;

	/** Sends a text to the clipboard of the user's terminal; answers why it can not. */
	const copy = (text: string): string | undefined => {
		const copied = copyToClipboard(text, environment);
		if ('refused' in copied)
			return `too long for a terminal's clipboard: ${copied.bytes} bytes of at most ${copied.limit}`;
		control.write(copied.sequence);
		return undefined;
	};

	/** The credential of the account before is forgotten with its client. */
	const use = (next: CloudflareClient | undefined): void => {
		if (client !== undefined && client !== next) client.close().catch(() => undefined);
		client = next;
	};

	/** Puts one account on the screen, in place of what was there. */
	const open = (opened: Pick<Opened, 'client' | 'account'>, origin: Origin, profiles: Profiles): Program => {
		const account: {readonly id: AccountId; name: string | undefined} = {...opened.account};
		const former = origin.lists && openLists(origin.lists, origin.baseUrl, account.id, environment);
		const store = createStore({client: opened.client, account, notifyPause, lookForTxt: origin.lookForTxt, former});
		const ownKeeping = former && createKeeping({cache: former, kept: () => store.toKeep(), setTimer: control.setTimer});
		if (ownKeeping !== undefined) store.subscribe(ownKeeping.changed);
		use(opened.client);
		const journal = createJournal({
			lines: linesOf(origin, environment),
			account: account.id,
			redact: opened.client.redact,
		});
		journals.push(journal);
		const credential = createCredentialDesk(opened.client, account.id);
		const program: Program = createProgram(
			{
				store,
				keymap,
				baseUrl: origin.baseUrl,
				budget: opened.client.budget,
				requests: opened.client.requests,
				copy,
				setReadOnly(locked) {
					opened.client.readOnly = locked;
				},
				profiles,
				credential,
				journal: {journal, who: () => whoIs(opened.client, credential.known().self)},
				drafts: createDrafts(environment, draftPlace(origin, account.id)),
				accounts: () => findAccounts(opened.client),
				openAccount(next) {
					destination = {area: program.situation().place.area.name, search: undefined};
					open({client: opened.client, account: next}, origin, profiles);
				},
				crash(error) {
					queueMicrotask(() => {
						throw error;
					});
				},
				close() {
					// What becomes of it later is known to nobody: the requests are given up with the program.
					const run = program.underWay();
					if (run !== undefined) unfinished.push(run);
					// Before the store forgets them.
					if (ownKeeping !== undefined) ends.push(ownKeeping.finish());
					store.close();
				},
				...control,
			},
			{size: control.size(), ...destination, readOnly: opened.client.readOnly, alwaysReadOnly: origin.readOnly},
		);
		keeping = ownKeeping;
		const show = (name: string): void => {
			const identity = {account: name, source: origin.source, profile: origin.profile};
			session.show({kind: 'open', program, budget: opened.client.budget, identity});
		};
		show(account.name ?? shortId(account.id));
		if (account.name === undefined) {
			// The id is enough to begin with; its name may take its time, or be none of this credential's business.
			opened.client.accounts.get(account.id).then(
				({name}) => {
					account.name = name;
					if (!session.isShowing(program)) return;
					// What is drawn beside the name has to be of this moment too: rows that have come are no empty list.
					program.tick();
					show(name);
				},
				() => {},
			);
		}
		return program;
	};

	return {
		open,
		forgetLists() {
			if (keeping !== undefined) ends.push(keeping.discard());
		},
		leave: () => use(undefined),
		copy,
		unfinished,
		async close() {
			if (keeping !== undefined) ends.push(keeping.finish());
			await client?.close();
			await Promise.all([...journals.map((journal) => journal.flush()), ...ends]);
		},
	};
}
