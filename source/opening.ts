/**
 * What is put on the screen: a profile's sign-in, the account that it opens, another one in its place. Each leaves
 * nothing behind: answers are dropped with the store, the credential with the client.
 */
import {parseAccountId} from './api/account-id.ts';
import {type CloudflareClient, type Credential, createClient} from './api/client.ts';
import type {AccountId} from './api/ids.ts';
import {findArea} from './areas/index.ts';
import type {OpenInvocation} from './arguments.ts';
import {loadConfiguration} from './configuration/configuration.ts';
import {exclusively} from './configuration/lock.ts';
import {type ChosenProfile, chooseProfile, profileNames} from './configuration/profile.ts';
import {saveProfile} from './configuration/save.ts';
import {keyFromText, tokenFromText} from './credentials/environment.ts';
import {passphraseProblem} from './credentials/passphrase-file.ts';
import type {StoreKind} from './credentials/store.ts';
import {storeName} from './credentials/store-words.ts';
import {createDrafts} from './drafts.ts';
import type {Emulator} from './emulator/index.ts';
import {checkStored} from './identity/stored-check.ts';
import type {Keymap} from './input/keymap.ts';
import {shortId} from './insight/names.ts';
import {Refusal} from './last-words.ts';
import type {Editor} from './screens/form/editing.ts';
import type {ProfileEntry, Profiles} from './screens/profiles.ts';
import {createProgram, type Program} from './screens/program.ts';
import type {UnderWay} from './screens/runner.ts';
import type {Session} from './screens/session.ts';
import type {Opened, SignInBegin} from './screens/sign-in/actor.ts';
import {createSignIn} from './screens/sign-in/sign-in.ts';
import type {Situation} from './screens/situation.ts';
import type {ProgramStart} from './screens/start.ts';
import type {Size} from './screens/state.ts';
import {Secret} from './secret.ts';
import {type Process, problemLines, type Reading, recordedBaseUrl, type Startup, startUp} from './startup.ts';
import {findAccounts} from './store/accounts.ts';
import {createStore} from './store/store.ts';
import type {LookForTxt} from './store/txt-records.ts';
import {copyToClipboard} from './terminal/clipboard.ts';

/** Ms between two frames that only data have changed. */
const notifyPause = 100;

/** The stored credential first; where there is none, one is asked for. */
const read: SignInBegin = {kind: 'read'};

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

export interface OpeningOptions {
	readonly process: Process;
	readonly version: string;
	readonly invocation: OpenInvocation;
	readonly session: Session;
	readonly control: Control;
	readonly keymap: Keymap<Situation>;
	readonly signInKeymap: Keymap<unknown>;
}

export interface Opening {
	/** Opens a profile: with the credential of the environment, the stored one, or one that is asked for. */
	profile(startup: Startup, reading: Reading | undefined): void;
	/** Opens the demo account. */
	demo(): Promise<void>;
	/** Changes that had not come to their end when their account was left. */
	readonly unfinished: readonly UnderWay[];
	close(): Promise<void>;
}

/** The stores in the header, where there is little room. */
const shortNames: Readonly<Record<StoreKind, string>> = {
	keychain: 'keychain',
	'kernel-keyring': 'kernel keyring',
	'passphrase-file': 'passphrase file',
};

/** Where a credential of an open account came from, and what may be done about it. */
interface Origin {
	/** `CLOUDFLARE_API_TOKEN`, `keychain`, `this run only`, `demo`. */
	readonly source: string;
	readonly profile: ChosenProfile | undefined;
	/** Where it is kept; undefined: for this run only. */
	readonly store: StoreKind | undefined;
	readonly baseUrl: string;
	readonly readOnly: boolean;
	/** How name servers are asked, or why they are not. */
	readonly lookForTxt: LookForTxt | {readonly off: string};
}

/** Loaded with the first look: most sessions make none. */
const lookForTxt: LookForTxt = async (question, options) => {
	const {checkTxt} = await import('./dns/check-txt.ts');
	return checkTxt(question, options);
};

/** Whose drafts they are: the demo's server stands somewhere else each time. */
function draftPlace({source, profile, baseUrl}: Origin, account: AccountId): string {
	return JSON.stringify([source === 'demo' ? 'demo' : baseUrl, profile?.name ?? '', account]);
}

async function serveDemo(dataset: NonNullable<OpenInvocation['demo']>): Promise<Emulator> {
	const {startEmulator} = await import('./emulator/index.ts');
	try {
		return await startEmulator({dataset});
	} catch (error) {
		if (!(error instanceof Error && 'syscall' in error)) throw error;
		throw new Refusal(`the demo account needs a server on this machine, and none can be started: ${error.message}`);
	}
}

/** `keychain, account 9d1c2f…, read-only`. */
function profileRemark({credentialStore, account, readOnly}: ChosenProfile): string {
	return [
		credentialStore === undefined ? 'nothing stored' : shortNames[credentialStore],
		...(account === undefined ? [] : [`account ${shortId(account)}`]),
		...(readOnly ? ['read-only'] : []),
	].join(', ');
}

/** What is wrong with what the user gave, in one line. */
function saidOf(error: unknown): string {
	const lines = problemLines(error);
	if (lines === undefined) throw error;
	return lines.map((line) => (/[.:)]$/u.test(line) ? line : `${line}.`)).join(' ');
}

export function createOpening({
	process,
	version,
	invocation,
	session,
	control,
	keymap,
	signInKeymap,
}: OpeningOptions): Opening {
	const {environment} = process;
	const unfinished: UnderWay[] = [];
	/** Of the account on the screen. */
	let client: CloudflareClient | undefined;
	let demoServer: Emulator | undefined;
	let isClosed = false;
	/** What the command line asked for is for the first account; another opens where one is. */
	let destination: Pick<ProgramStart, 'area' | 'search'> = {
		area: (invocation.area === undefined ? undefined : findArea(invocation.area)?.name) ?? 'user-groups',
		search: invocation.object,
	};

	const connect = (credential: Credential, baseUrl: string, readOnly: boolean): CloudflareClient =>
		createClient({baseUrl, credential, readOnly, userAgent: `cfiam/${version}`});

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

	/** Leaves the account on the screen for a profile; answers why it can not. */
	const goTo = (name: string | undefined, purpose: 'stored' | 'sign-in', begin: SignInBegin): string | undefined => {
		try {
			enter(startUp({profile: name, readOnly: invocation.readOnly, purpose}, process), begin);
			return undefined;
		} catch (error) {
			return saidOf(error);
		}
	};

	const otherProfiles = ({loaded: {configuration}, profile}: Startup) =>
		profileNames(configuration)
			.filter((name) => name !== profile.name)
			.map((name) => ({name, remark: profileRemark(chooseProfile(configuration, name))}));

	const profilesOf = ({profile, store}: Origin): Profiles => {
		return {
			current: profile?.name,
			store: store === undefined ? undefined : storeName(store, process.platform),
			list() {
				try {
					const {configuration} = loadConfiguration(environment);
					return profileNames(configuration).map(
						(name): ProfileEntry => ({
							name,
							remark: profileRemark(chooseProfile(configuration, name)),
						}),
					);
				} catch (error) {
					return {problem: saidOf(error)};
				}
			},
			open: (name) => goTo(name, 'stored', read),
			signIn: () => goTo(profile?.name, 'sign-in', {kind: 'menu'}),
			signOut: () => goTo(profile?.name, 'sign-in', {kind: 'remove'}),
		};
	};

	/** Puts one account on the screen, in place of what was there. */
	const open = (opened: Pick<Opened, 'client' | 'account'>, origin: Origin): Program => {
		const account: {readonly id: AccountId; name: string | undefined} = {...opened.account};
		const store = createStore({client: opened.client, account, notifyPause, lookForTxt: origin.lookForTxt});
		use(opened.client);
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
				profiles: profilesOf(origin),
				drafts: createDrafts(environment, draftPlace(origin, account.id)),
				accounts: () => findAccounts(opened.client),
				openAccount(next) {
					destination = {area: program.situation().place.area.name, search: undefined};
					open({client: opened.client, account: next}, origin);
				},
				close() {
					// What becomes of it later is known to nobody: the requests are given up with the program.
					const run = program.underWay();
					if (run !== undefined) unfinished.push(run);
					store.close();
				},
				...control,
			},
			{size: control.size(), ...destination, readOnly: opened.client.readOnly, alwaysReadOnly: origin.readOnly},
		);
		const show = (name: string): void => {
			const identity = {account: name, source: origin.source, profile: origin.profile?.name};
			session.show({kind: 'open', program, budget: opened.client.budget, identity});
		};
		show(account.name ?? shortId(account.id));
		if (account.name === undefined) {
			// The id is enough to begin with; its name may take its time, or be none of this credential's business.
			opened.client.accounts.get(account.id).then(
				({name}) => {
					account.name = name;
					if (session.isShowing(program)) show(name);
				},
				() => {},
			);
		}
		return program;
	};

	const demo = async (): Promise<void> => {
		demoServer ??= await serveDemo(invocation.demo ?? 'small');
		const {url, token, accountId, state} = demoServer;
		// The user did not wait for it.
		if (isClosed) return demoServer.close();
		const readOnly = invocation.readOnly;
		open(
			{
				client: connect({kind: 'token', token: new Secret(token)}, url, readOnly),
				account: {id: parseAccountId(accountId), name: state.main.account.name},
			},
			{
				source: 'demo',
				profile: undefined,
				store: undefined,
				baseUrl: url,
				readOnly,
				lookForTxt: {off: 'the demo uses no network'},
			},
		);
	};

	/** Says later on what is wrong with a stored credential, if anything is: nobody has asked Cloudflare about it yet. */
	const lookAfter = (program: Program, {client, account}: Pick<Opened, 'client' | 'account'>): void => {
		void checkStored(client, account.id, control.time()).then((remark) => {
			if (remark !== undefined && session.isShowing(program)) program.say(remark.text, remark.tone);
		});
	};

	/** The account that a stored credential has opened first is the profile's own: the next start asks nobody. */
	const rememberAccount = (profile: string, account: AccountId): void => {
		// What can not be written is asked for again: no harm is done.
		exclusively(environment, () => saveProfile(environment, profile, {account})).catch(() => undefined);
	};

	const enter = (startup: Startup, asked?: SignInBegin): void => {
		// Whatever comes of this sign-in: the account before has been left.
		use(undefined);
		const {loaded, profile, baseUrl, readOnly, account, keeper, environmentCredential} = startup;
		const begin =
			asked ?? (environmentCredential === undefined ? read : {...environmentCredential, kind: 'credential'});
		const signIn = createSignIn(
			{
				keymap: signInKeymap,
				keeper,
				platform: process.platform,
				settings: {baseUrl: recordedBaseUrl(startup)},
				otherProfiles: otherProfiles(startup),
				switchProfile: (name) => goTo(name, 'stored', read),
				readToken: tokenFromText,
				readKey: keyFromText,
				passphraseProblem,
				copy,
				connect: (credential) => connect(credential, baseUrl, readOnly),
				openDemo: demo,
				opened(opened, typed) {
					const {store} = opened;
					const program = open(opened, {
						source: store === undefined ? opened.source : shortNames[store],
						// A profile that nothing says anything of is none to speak of.
						profile: store === undefined && !profile.isKnown ? undefined : profile,
						store,
						baseUrl,
						readOnly,
						lookForTxt: loaded.configuration.dnsCheck
							? lookForTxt
							: {off: 'switched off by the configuration ("dnsCheck")'},
					});
					for (const event of typed) session.press(event);
					const [remark] = startup.remarks;
					if (opened.message !== undefined) program.say(opened.message.text, opened.message.tone);
					else if (remark !== undefined) program.say(remark, 'warning');
					else if (store !== undefined) lookAfter(program, opened);
					if (store !== undefined && profile.account === undefined) rememberAccount(profile.name, opened.account.id);
				},
				...control,
			},
			{size: control.size(), begin, accountId: account},
		);
		// With a credential and an account id there is nothing to ask, and the account is open already.
		if (signIn.state().step.kind !== 'opened') session.show({kind: 'sign-in', signIn});
	};

	return {
		profile(startup, reading) {
			enter(startup, reading === undefined ? undefined : {kind: 'read', reading: reading.outcome, stop: reading.stop});
		},
		demo,
		unfinished,
		async close() {
			isClosed = true;
			await Promise.all([client?.close(), demoServer?.close()]);
		},
	};
}
