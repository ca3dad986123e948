/**
 * What is put on the screen: a profile's sign-in, the account that it opens, another one in its place. Each leaves
 * nothing behind: answers are dropped with the store, the credential with the client.
 */
import {type Control, createAccountScreen} from './account-screen.ts';
import {parseAccountId} from './api/account-id.ts';
import {type CloudflareClient, type Credential, createClient} from './api/client.ts';
import type {AccountId} from './api/ids.ts';
import {findArea} from './areas/index.ts';
import type {OpenInvocation} from './arguments.ts';
import {loadConfiguration} from './configuration/configuration.ts';
import {exclusively} from './configuration/lock.ts';
import {type ChosenProfile, chooseProfile, profileNameProblem, profileNames} from './configuration/profile.ts';
import {removeProfile, saveProfile} from './configuration/save.ts';
import {keyFromText, tokenFromText} from './credentials/environment.ts';
import {abandonKeychainCalls} from './credentials/keychain.ts';
import {passphraseProblem} from './credentials/passphrase-file.ts';
import type {StoreKind} from './credentials/store.ts';
import {storeName} from './credentials/store-words.ts';
import type {Emulator} from './emulator/index.ts';
import {checkStored} from './identity/stored-check.ts';
import type {Keymap} from './input/keymap.ts';
import {shortId} from './insight/names.ts';
import {listsOrigin, removeLists, withListsRemoved} from './kept-lists.ts';
import {Refusal} from './last-words.ts';
import {machineOf} from './machine.ts';
import type {ProfileEntry, Profiles} from './screens/profiles.ts';
import type {Program} from './screens/program.ts';
import type {UnderWay} from './screens/runner.ts';
import type {Session} from './screens/session.ts';
import type {Former, Opened, SignInBegin, SignInSurroundings} from './screens/sign-in/actor.ts';
import {createSignIn} from './screens/sign-in/sign-in.ts';
import type {Situation} from './screens/situation.ts';
import {Secret} from './secret.ts';
import {type Process, problemLines, type Reading, recordedBaseUrl, type Startup, startUp} from './startup.ts';
import type {LookForTxt} from './store/txt-records.ts';

/** The stored credential first; where there is none, one is asked for. */
const read: SignInBegin = {kind: 'read'};

export interface OpeningOptions {
	readonly process: Process;
	readonly version: string;
	readonly invocation: OpenInvocation;
	readonly session: Session;
	readonly control: Control;
	readonly keymap: Keymap<Situation>;
	readonly signInKeymap: () => Keymap<unknown>;
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

/** Loaded with the first look: most sessions make none. */
const lookForTxt: LookForTxt = async (question, options) => {
	const {checkTxt} = await import('./dns/check-txt.ts');
	return checkTxt(question, options);
};

async function serveDemo(dataset: NonNullable<OpenInvocation['demo']>): Promise<Emulator> {
	const {startEmulator} = await import('./emulator/index.ts');
	try {
		return await startEmulator({dataset});
	} catch (error) {
		if (!(error instanceof Error && 'syscall' in error)) throw error;
		throw new Refusal(`the demo account needs a server on this machine, and none can be started: ${error.message}`);
	}
}

/** `desktop keyring, account 9d1c2f…, read-only`. */
function profileRemark({credentialStore, account, readOnly}: ChosenProfile, platform: NodeJS.Platform): string {
	return [
		credentialStore === undefined ? 'nothing stored' : storeName(credentialStore, platform),
		...(account === undefined ? [] : [`account ${shortId(account)}`]),
		...(readOnly ? ['read-only'] : []),
	].join(', ');
}

/** What is wrong with what the user gave, in lines. */
function saidOf(error: unknown): readonly string[] {
	const lines = problemLines(error);
	if (lines === undefined) throw error;
	return lines;
}

/** Where the account id is from that nobody has typed. */
function accountFrom({accountOrigin}: Startup): string | undefined {
	switch (accountOrigin?.kind) {
		case undefined:
			return undefined;
		case 'option':
			return '--account';
		case 'environment':
			return 'CLOUDFLARE_ACCOUNT_ID';
		case 'profile':
			return 'the configuration';
	}
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
	let demoServer: Emulator | undefined;
	/** Of what is done beside the screen. */
	const end = new AbortController();
	/** The profile whose stored credential is in use. */
	let storedProfile: string | undefined;
	/** With what lists are sealed, which only the credential opens. */
	const credentials = new WeakMap<CloudflareClient, Credential>();
	const connect = (
		credential: Credential,
		baseUrl: string,
		readOnly: boolean,
		reserve?: number | undefined,
	): CloudflareClient => {
		const client = createClient({
			baseUrl,
			credential,
			readOnly,
			userAgent: `cfiam/${version}`,
			budget: {reserve},
		});
		credentials.set(client, credential);
		return client;
	};

	const accounts = createAccountScreen({
		environment,
		session,
		control,
		keymap,
		destination: {
			area: (invocation.area === undefined ? undefined : findArea(invocation.area)?.name) ?? 'user-groups',
			search: invocation.object,
		},
	});

	/** To a profile: the account on the screen stays open below until another one opens. Answers why it can not. */
	const goTo = (
		name: string | undefined,
		purpose: 'stored' | 'sign-in',
		begin: SignInBegin,
	): readonly string[] | undefined => {
		const nameProblem = name === undefined ? undefined : profileNameProblem(name);
		if (nameProblem !== undefined) return [`"${name}" ${nameProblem}.`];
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
			.map((name) => ({name, remark: profileRemark(chooseProfile(configuration, name), process.platform)}));

	const profilesOf = (profile: string | undefined, store: StoreKind | undefined, source: string): Profiles => {
		storedProfile = store === undefined ? undefined : profile;
		return {
			current: profile,
			source,
			nameProblem: profileNameProblem,
			async remove(name) {
				try {
					await exclusively(environment, () => removeProfile(environment, name));
					await removeLists(environment, name);
					return undefined;
				} catch (error) {
					return saidOf(error);
				}
			},
			store: store === undefined ? undefined : storeName(store, process.platform),
			list() {
				try {
					const {configuration} = loadConfiguration(environment);
					return profileNames(configuration).map(
						(name): ProfileEntry => ({
							name,
							remark: profileRemark(chooseProfile(configuration, name), process.platform),
							isStored: configuration.profiles.get(name)?.credentialStore !== undefined,
						}),
					);
				} catch (error) {
					return {problem: saidOf(error)};
				}
			},
			open: (name) => goTo(name, 'stored', read),
			signIn: () => goTo(profile, 'sign-in', {kind: 'menu'}),
			signOut: () => goTo(profile, 'sign-in', {kind: 'remove'}),
		};
	};

	/** The keys that lead to another credential, as they are at present. */
	const signInKeys = (): string => {
		const keys = keymap.active('list').find(({command}) => command === 'profile.choose')?.keyLabels[0];
		return keys === undefined ? ':sign-in leads to another credential.' : `${keys} s signs in anew.`;
	};

	/** The account that a sign-in is put over. */
	const formerOf = ({identity}: NonNullable<ReturnType<Session['open']>>): Former => ({
		name: identity.account,
		profile: storedProfile,
		open: session.uncover,
		forget() {
			accounts.forgetLists();
			session.drop();
			accounts.leave();
		},
	});

	const demo = async (): Promise<void> => {
		demoServer ??= await serveDemo(invocation.demo ?? 'small');
		const {url, token, accountId, state} = demoServer;
		// The user did not wait for it.
		if (end.signal.aborted) return demoServer.close();
		const readOnly = invocation.readOnly;
		accounts.open(
			{
				client: connect({kind: 'token', token: new Secret(token)}, url, readOnly),
				account: {id: parseAccountId(accountId), name: state.main.account.name},
			},
			{
				source: 'demo',
				profile: undefined,
				baseUrl: url,
				readOnly,
				lookForTxt: {off: 'the demo uses no network'},
			},
			profilesOf(undefined, undefined, 'the demo account'),
		);
	};

	/** Says later on what is wrong with a stored credential, if anything is: nobody has asked Cloudflare about it yet. */
	const lookAfter = (program: Program, {client, account}: Pick<Opened, 'client' | 'account'>): void => {
		void checkStored(client, account.id, control.time()).then((remark) => {
			if (remark === undefined || !session.isShowing(program)) return;
			const {tone, text} = remark;
			program.warn({tone, text: `${text} ${signInKeys()}`});
		});
	};

	/** The account that a stored credential has opened first is the profile's own: the next start asks nobody. */
	const rememberAccount = (profile: string, account: AccountId): void => {
		// What can not be written is asked for again: no harm is done.
		exclusively(environment, () => saveProfile(environment, profile, {account}), {signal: end.signal}).catch(
			() => undefined,
		);
	};

	const enter = (startup: Startup, asked?: SignInBegin): void => {
		const open = session.open();
		const {loaded, profile, baseUrl, readOnly, account, keeper, environmentCredential} = startup;
		const begin =
			asked ?? (environmentCredential === undefined ? read : {...environmentCredential, kind: 'credential'});
		const opened: SignInSurroundings['opened'] = (opened, typed) => {
			const {store} = opened;
			// A profile that nothing says anything of is none to speak of.
			const name = store === undefined && !profile.isKnown ? undefined : profile.name;
			const program = accounts.open(
				opened,
				{
					source: store === undefined ? opened.source : storeName(store, process.platform),
					profile: name,
					baseUrl,
					readOnly,
					lookForTxt: loaded.configuration.dnsCheck
						? lookForTxt
						: {off: 'switched off by the configuration ("dnsCheck")'},
					lists: listsOrigin({
						credential: credentials.get(opened.client),
						isStored: store !== undefined,
						profile,
						version,
					}),
				},
				profilesOf(name, store, opened.source),
			);
			for (const event of typed) session.press(event);
			const [remark] = startup.remarks;
			if (opened.message !== undefined) program.say(opened.message.text, opened.message.tone);
			else if (remark !== undefined) program.say(startup.remarks.join('  '), 'warning');
			if (store !== undefined && opened.message === undefined) lookAfter(program, opened);
			// An account that was given for this run is no account of the profile's.
			if (store !== undefined && account === undefined && begin.kind === 'read')
				rememberAccount(profile.name, opened.account.id);
		};
		if (begin.kind === 'credential' && account !== undefined) {
			// With a credential and an account id there is nothing to ask.
			const {credential, source} = begin;
			const client = connect(credential, baseUrl, readOnly, loaded.configuration.reserve);
			opened({client, account: {id: account, name: undefined}, source}, []);
			return;
		}
		const signIn = createSignIn(
			{
				keymap: signInKeymap(),
				keeper: withListsRemoved(keeper, environment),
				platform: process.platform,
				machine: machineOf(process),
				former: open === undefined ? undefined : formerOf(open),
				settings: {baseUrl: recordedBaseUrl(startup), readOnly: invocation.readOnly ? true : undefined},
				otherProfiles: otherProfiles(startup),
				switchProfile: (name) => goTo(name, 'stored', read),
				readToken: tokenFromText,
				readKey: keyFromText,
				passphraseProblem,
				copy: accounts.copy,
				connect: (credential) => connect(credential, baseUrl, readOnly, loaded.configuration.reserve),
				openDemo: demo,
				opened,
				...control,
			},
			{size: control.size(), begin, accountId: account, accountFrom: accountFrom(startup)},
		);
		// With a credential and an account id there is nothing to ask, and the account is open already.
		if (signIn.state().step.kind !== 'opened') session.cover({kind: 'sign-in', signIn});
	};

	return {
		profile(startup, reading) {
			enter(startup, reading === undefined ? undefined : {kind: 'read', reading: reading.outcome, stop: reading.stop});
		},
		demo,
		unfinished: accounts.unfinished,
		async close() {
			end.abort();
			abandonKeychainCalls();
			await Promise.all([accounts.close(), demoServer?.close()]);
		},
	};
}
