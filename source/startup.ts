/**
 * What the command line, the environment and the configuration say together: who signs in where, and with which rights.
 * The program and the commands beside it begin here; nothing is asked of a credential store yet.
 */
import path from 'node:path';
import {parseAccountId} from './api/account-id.ts';
import {BaseUrlError, defaultBaseUrl, isLoopback, parseBaseUrl} from './api/base-url.ts';
import {CloudflareError, explain} from './api/errors.ts';
import type {AccountId} from './api/ids.ts';
import {ConfigurationError, type LoadedConfiguration, loadConfiguration} from './configuration/configuration.ts';
import {unusable} from './configuration/error.ts';
import {exclusively} from './configuration/lock.ts';
import {type ChosenProfile, chooseProfile, profileNameProblem, twinOf} from './configuration/profile.ts';
import {saveProfile} from './configuration/save.ts';
import {requireWritable} from './configuration/write.ts';
import {credentialFromEnvironment, type EnvironmentCredential} from './credentials/environment.ts';
import {createKeeper, type Keeper, type Outcome} from './credentials/keeper.ts';
import {createStores} from './credentials/stores.ts';
import type {Credential} from './credentials/text.ts';

/** What is asked for on the command line; the rest comes from elsewhere. */
export interface Wishes {
	readonly profile?: string | undefined;
	readonly account?: string | undefined;
	readonly readOnly?: boolean | undefined;
	/**
	 * `open`, unless given. `sign-in`: what is stored is going to be replaced, so it does not matter where it belongs.
	 * `sign-out`: nothing is asked of Cloudflare, so neither account nor server matters.
	 * `stored`: the user has chosen the profile itself, so its own credential and account come first.
	 */
	readonly purpose?: 'open' | 'sign-in' | 'sign-out' | 'stored' | undefined;
}

/** What this process has to offer. */
export interface Process {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly platform: NodeJS.Platform;
	/** The program of the keychain's child processes, a path. */
	readonly childPath: string;
}

/** The reading of a stored credential that is under way already. */
export interface Reading {
	readonly outcome: Promise<Outcome<Credential | undefined>>;
	stop(): void;
}

/** With what the program opens; undefined of the demo account, which needs nothing of it. */
export interface Beginning {
	readonly loaded: LoadedConfiguration;
	readonly startup: Startup | undefined;
	readonly reading: Reading | undefined;
}

export type FoundCredential = Extract<EnvironmentCredential, {readonly kind: 'found'}>;

/** Where an account id comes from. `place`: that of the setting in the configuration. */
export type AccountOrigin =
	| {readonly kind: 'option'}
	| {readonly kind: 'environment'}
	| {readonly kind: 'profile'; readonly place: string};

export interface Startup {
	readonly loaded: LoadedConfiguration;
	readonly profile: ChosenProfile;
	/** Checked. */
	readonly baseUrl: string;
	/** The account to open; undefined where nobody has named one. */
	readonly account: AccountId | undefined;
	/** Who has named it. */
	readonly accountOrigin: AccountOrigin | undefined;
	readonly readOnly: boolean;
	/** It wins over what is stored. */
	readonly environmentCredential: FoundCredential | undefined;
	readonly keeper: Keeper;
	/** What else there is to know, for people. */
	readonly remarks: readonly string[];
}

/**
 * Begins to open: the stored credential is read while the rest of the program loads. A passphrase has to be asked for
 * first, and what the environment gives is not looked for in any store.
 * @throws what {@link problemLines} can say
 */
export function begin(wishes: Wishes & {readonly demo?: unknown}, process: Process): Beginning {
	if (wishes.demo !== undefined)
		return {loaded: loadConfiguration(process.environment), startup: undefined, reading: undefined};
	const startup = startUp(wishes, process);
	const store = startup.environmentCredential === undefined ? startup.keeper.recorded() : undefined;
	const reading = store === undefined || store === 'passphrase-file' ? undefined : readingOf(startup.keeper);
	return {loaded: startup.loaded, startup, reading};
}

function readingOf(keeper: Keeper): Reading {
	const controller = new AbortController();
	return {outcome: keeper.read({signal: controller.signal}), stop: () => controller.abort()};
}

/**
 * Puts together what is known before anything is asked.
 * @throws what {@link problemLines} can say
 */
export function startUp(wishes: Wishes, process: Process): Startup {
	const {environment} = process;
	const {purpose = 'open'} = wishes;
	const nameProblem = wishes.profile === undefined ? undefined : profileNameProblem(wishes.profile);
	if (nameProblem !== undefined)
		throw new ConfigurationError([`--profile ${JSON.stringify(wishes.profile)} ${nameProblem}.`]);
	const loaded = loadConfiguration(environment);
	const found = credentialFromEnvironment(environment);
	if (found.kind === 'problem' && purpose === 'open') throw new ConfigurationError(found.lines);
	const profile = chooseProfile(loaded.configuration, wishes.profile);
	const twin = twinOf(loaded.configuration, profile.name);
	if (twin !== undefined) {
		throw new ConfigurationError([
			`the profile ${profile.name} would differ from ${twin} only in case, and some keyrings cannot tell them apart.`,
			`Use --profile ${twin}, or another name.`,
		]);
	}
	if (purpose === 'sign-out') return leaving(profile, loaded, process);
	const environmentCredential = found.kind === 'found' && purpose === 'open' ? found : undefined;
	const fromEnvironment = purpose === 'stored' ? undefined : found.accountId;
	const accountOrigin = originOf(wishes.account, fromEnvironment, profile, loaded);
	const account = wishes.account ?? fromEnvironment ?? profile.account;
	const baseUrl = found.baseUrl ?? serverOf(profile);
	const server = found.baseUrl === undefined ? configuredServer(profile, loaded) : parseBaseUrl(baseUrl);
	const elsewhere = elsewhereLines(profile, server, loaded);
	if (elsewhere !== undefined && environmentCredential === undefined && purpose !== 'sign-in')
		throw new ConfigurationError(elsewhere);
	const keeper = keeperOf(profile, loaded, process);
	return {
		loaded,
		profile,
		baseUrl,
		account: account === undefined || accountOrigin === undefined ? undefined : accountFrom(account, accountOrigin),
		accountOrigin,
		readOnly: wishes.readOnly === true || profile.readOnly,
		environmentCredential,
		keeper: elsewhere === undefined ? keeper : withoutReading(keeper, elsewhere),
		remarks: [...(environmentCredential?.remarks ?? []), ...loaded.remarks],
	};
}

/** To sign out. A mistake in what would be talked to, or about, must not keep a credential where it is. */
function leaving(profile: ChosenProfile, loaded: LoadedConfiguration, process: Process): Startup {
	return {
		loaded,
		profile,
		baseUrl: serverOf(profile),
		account: undefined,
		accountOrigin: undefined,
		readOnly: true,
		environmentCredential: undefined,
		keeper: keeperOf(profile, loaded, process),
		remarks: loaded.remarks,
	};
}

function originOf(
	option: string | undefined,
	fromEnvironment: string | undefined,
	{name, account}: ChosenProfile,
	loaded: LoadedConfiguration,
): AccountOrigin | undefined {
	if (option !== undefined) return {kind: 'option'};
	if (fromEnvironment !== undefined) return {kind: 'environment'};
	if (account === undefined) return undefined;
	const isOwn = loaded.configuration.profiles.get(name)?.account !== undefined;
	return {kind: 'profile', place: isOwn ? loaded.placeOf('profiles', name, 'account') : loaded.placeOf('account')};
}

/** @throws ConfigurationError naming who has given it */
function accountFrom(text: string, origin: AccountOrigin): AccountId {
	try {
		return parseAccountId(text);
	} catch (error) {
		if (!(error instanceof CloudflareError)) throw error;
		const names = {option: '--account', environment: 'CLOUDFLARE_ACCOUNT_ID', profile: 'the configuration'};
		const [message = ''] = error.messages;
		const what = `what ${names[origin.kind]} gives is no account id`;
		throw new ConfigurationError([message.replace(/^The account id is not one/u, what), error.next]);
	}
}

/** Where the account id comes from, a sentence for those for whom it does not work. */
export function accountWords({
	accountOrigin: origin,
	environmentCredential,
	profile,
}: Pick<Startup, 'accountOrigin' | 'environmentCredential' | 'profile'>): string {
	switch (origin?.kind) {
		case undefined:
			return 'No account id was given; CLOUDFLARE_ACCOUNT_ID names one.';
		case 'option':
			return 'The account id was given with --account.';
		case 'environment':
			return 'The account id was given in CLOUDFLARE_ACCOUNT_ID.';
		case 'profile':
			return environmentCredential === undefined
				? `The account id is that of profile ${profile.name}: ${origin.place}`
				: `The account id is that of profile ${profile.name} (${origin.place}), and not of ${environmentCredential.source}; CLOUDFLARE_ACCOUNT_ID names another.`;
	}
}

function keeperOf(
	{name, credentialStore}: ChosenProfile,
	loaded: LoadedConfiguration,
	{environment, platform, childPath}: Process,
): Keeper {
	return createKeeper({
		profile: name,
		recorded: credentialStore,
		stores: createStores({directory: path.dirname(loaded.path), environment, childPath, platform}),
		platform,
		recordedNow: async () => chooseProfile(loadConfiguration(environment).configuration, name).credentialStore,
		record: (change) => saveProfile(environment, name, change),
		mayRecord: () => requireWritable(loaded.path),
		exclusively: (work, signal) => exclusively(environment, work, {signal}),
	});
}

/**
 * Why the stored credential has no business at the server that is talked to; undefined: it has. It goes to no other than
 * the one that it was stored for: a variable left over in a shell must not send it elsewhere. Servers on this machine
 * are all the same in this.
 */
function elsewhereLines(
	profile: ChosenProfile,
	chosen: URL,
	loaded: LoadedConfiguration,
): readonly string[] | undefined {
	if (profile.credentialStore === undefined) return undefined;
	const own = configuredServer(profile, loaded);
	if (isSameServer(chosen, own)) return undefined;
	return [
		`the stored credential of profile ${profile.name} belongs to ${serverOf(profile)}, and CLOUDFLARE_BASE_URL names another server: ${chosen.href}`,
		'Nothing was sent. Unset CLOUDFLARE_BASE_URL, or give that server a profile of its own: cfiam login --profile NAME.',
	];
}

/** What is stored can be replaced and removed from here, but not used. */
function withoutReading(keeper: Keeper, [title = '', ...lines]: readonly string[]): Keeper {
	return {
		...keeper,
		inspect: async () => ({kind: 'done', value: true}),
		read: async () => ({
			kind: 'failed',
			problem: {kind: 'configuration', title: `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`, lines},
		}),
	};
}

function serverOf({baseUrl = defaultBaseUrl}: ChosenProfile): string {
	return baseUrl;
}

/** @throws ConfigurationError with the place of the setting that names no server */
function configuredServer(profile: ChosenProfile, loaded: LoadedConfiguration): URL {
	try {
		return parseBaseUrl(serverOf(profile));
	} catch (error) {
		if (!(error instanceof BaseUrlError)) throw error;
		const own = loaded.configuration.profiles.get(profile.name)?.baseUrl;
		const place = own === undefined ? loaded.placeOf('baseUrl') : loaded.placeOf('profiles', profile.name, 'baseUrl');
		throw unusable([`${place}: ${error.message}`]);
	}
}

/** The server as it is to be recorded with a credential that is stored for it; null: it goes without saying. */
export function recordedBaseUrl({baseUrl, loaded}: Pick<Startup, 'baseUrl' | 'loaded'>): string | null {
	const isUsual = parseBaseUrl(baseUrl).href === parseBaseUrl(defaultBaseUrl).href;
	// A setting for every profile would name another server than the one that this credential is for.
	return isUsual && loaded.configuration.baseUrl === undefined ? null : baseUrl;
}

function isSameServer(left: URL, right: URL): boolean {
	return left.origin === right.origin || (isLoopback(left.hostname) && isLoopback(right.hostname));
}

/** What is wrong with what the user gave, in lines; undefined for anything else: that is a bug. */
export function problemLines(error: unknown): readonly string[] | undefined {
	if (error instanceof ConfigurationError) return error.lines;
	if (error instanceof BaseUrlError) return [error.message];
	if (error instanceof CloudflareError) return explain(error);
	return undefined;
}
