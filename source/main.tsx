/**
 * Composition: configuration, credential, client, store and screen are put together here, and nowhere else. Awaits the
 * end of the program; what went wrong is said on the normal screen.
 */
import type {ReadStream, WriteStream} from 'node:tty';
import {
	BaseUrlError,
	type CloudflareClient,
	CloudflareError,
	type Credential,
	createClient,
	defaultBaseUrl,
	explain,
	parseAccountId,
	parseBaseUrl,
} from './api/client.ts';
import type {AccountId} from './api/ids.ts';
import {findArea} from './areas/index.ts';
import type {OpenInvocation} from './arguments.ts';
import {ConfigurationError, keymapError, loadConfiguration} from './configuration/configuration.ts';
import {
	credentialFromEnvironment,
	type EnvironmentCredential,
	keyFromText,
	tokenFromText,
} from './credentials/environment.ts';
import type {Emulator} from './emulator/index.ts';
import {createKeymap, KeymapError} from './input/keymap.ts';
import {shortId} from './insight/names.ts';
import {lastWords, Refusal, unfinishedText} from './last-words.ts';
import {keyBindings, keyContexts} from './screens/keymap.ts';
import {type Ending, mountScreen, type Screen, sizeOf} from './screens/mount.tsx';
import {createProgram, type Program} from './screens/program.ts';
import type {UnderWay} from './screens/runner.ts';
import {createSession} from './screens/session.ts';
import {signInBindings, signInContexts} from './screens/sign-in/bindings.ts';
import {createSignIn} from './screens/sign-in/sign-in.ts';
import type {ProgramStart} from './screens/start.ts';
import {createStarting} from './screens/starting.tsx';
import {Secret} from './secret.ts';
import {findAccounts} from './store/accounts.ts';
import {createStore} from './store/store.ts';
import {copyToClipboard} from './terminal/clipboard.ts';
import type {HangUp} from './terminal/hang-up.ts';
import {choosePalette} from './terminal/paint.ts';
import {sanitise} from './terminal/sanitise.ts';

/** What the program has from its process. */
export interface Surroundings {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly version: string;
	readonly stdin: ReadStream;
	readonly stdout: WriteStream;
	readonly stderr: NodeJS.WritableStream;
}

/** A credential that works on an account, and where it came from. */
interface Opened {
	readonly client: CloudflareClient;
	readonly account: {readonly id: AccountId; readonly name: string | undefined};
	readonly source: string;
}

/** Where an account opens. */
type Destination = Pick<ProgramStart, 'area' | 'search'>;

/** Ages are looked at once a minute; nothing else wakes an idle program. */
const ageInterval = 60_000;

/** Ms between two frames that only data have changed. */
const notifyPause = 100;

/** As a shell has it: 128 and the number of the signal; a terminal that is gone is a SIGHUP. */
const hangUpCodes: Readonly<Record<HangUp, number>> = {
	SIGHUP: 129,
	SIGINT: 130,
	SIGQUIT: 131,
	SIGTERM: 143,
	'input ended': 129,
	'output failed': 129,
};

function exitCode(ending: Ending, stderr: NodeJS.WritableStream): number {
	switch (ending.kind) {
		case 'quit':
			return 0;
		case 'hang-up':
			return hangUpCodes[ending.cause];
		case 'crash':
			stderr.write(lastWords(ending.error));
			return 1;
	}
}

function setTimer(callback: () => void, ms: number): () => void {
	const timer = setTimeout(callback, ms);
	return () => clearTimeout(timer);
}

/** Where the first list is, and what of it: an object by name or id is looked for once the list is there. */
function destination({area, object}: OpenInvocation): Destination {
	const found = area === undefined ? undefined : findArea(area);
	return {area: found?.name ?? 'user-groups', search: object};
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

/** Reads what has to be right before anything is shown; throws what {@link problemLines} can say. */
function prepare(invocation: OpenInvocation, {environment, stdout}: Surroundings) {
	const loaded = loadConfiguration(environment);
	const {configuration} = loaded;
	const isDemo = invocation.demo !== undefined;
	const credential: EnvironmentCredential = isDemo ? {kind: 'none'} : credentialFromEnvironment(environment);
	if (credential.kind === 'problem') throw new ConfigurationError(credential.lines);
	const account = isDemo ? undefined : (invocation.account ?? credential.accountId ?? configuration.account);
	const baseUrl = credential.baseUrl ?? configuration.baseUrl ?? defaultBaseUrl;
	if (!isDemo) parseBaseUrl(baseUrl);
	const readOnly = invocation.readOnly || configuration.readOnly;
	const palette = choosePalette(environment, stdout.isTTY, invocation.noColor || configuration.noColor);
	try {
		const keymap = createKeymap(
			[...keyBindings, ...signInBindings],
			{...keyContexts, ...signInContexts},
			configuration.keys,
		);
		const ofSignIn = Object.entries(configuration.keys).filter(([command]) =>
			signInBindings.some((binding) => binding.command === command),
		);
		return {
			keymap,
			signInKeymap: createKeymap(signInBindings, signInContexts, Object.fromEntries(ofSignIn)),
			baseUrl,
			credential: credential.kind === 'found' ? credential : undefined,
			account: account === undefined ? undefined : parseAccountId(account),
			readOnly,
			palette,
		};
	} catch (error) {
		if (error instanceof KeymapError) throw keymapError(error.problems, loaded);
		throw error;
	}
}

/** What is wrong with what the user gave, in lines; undefined for anything else. */
function problemLines(error: unknown): readonly string[] | undefined {
	if (error instanceof ConfigurationError) return error.lines;
	if (error instanceof BaseUrlError) return [error.message];
	if (error instanceof CloudflareError) return explain(error);
	return undefined;
}

export async function main(invocation: OpenInvocation, surroundings: Surroundings): Promise<number> {
	const {environment, version, stdin, stdout, stderr} = surroundings;
	const refuse = (lines: readonly string[]): number => {
		for (const line of lines) stderr.write(`cfiam: ${line}\n`);
		return 2;
	};
	if (invocation.area !== undefined && findArea(invocation.area) === undefined) {
		return refuse([`there is no area ${sanitise(invocation.area)}; cfiam --help lists them`]);
	}
	let prepared: ReturnType<typeof prepare>;
	try {
		prepared = prepare(invocation, surroundings);
	} catch (error) {
		const lines = problemLines(error);
		if (lines === undefined) throw error;
		return refuse(lines);
	}
	const {keymap, signInKeymap, readOnly, palette} = prepared;
	const session = createSession();
	const clients = new Set<CloudflareClient>();
	let screen: Screen | undefined;
	let closeServer = async (): Promise<void> => {};
	let isOver = false;
	/** Changes that had not come to their end when the program did, or their account was left. */
	const unfinished: UnderWay[] = [];

	const connect = (credential: Credential, baseUrl = prepared.baseUrl): CloudflareClient => {
		return createClient({baseUrl, credential, readOnly, userAgent: `cfiam/${version}`});
	};

	const control = {
		time: Date.now,
		setTimer,
		repaint: () => screen?.repaint(),
		suspend: () => screen?.suspend(),
		quit: () => screen?.quit(),
	};

	/** Puts one account on the screen, in place of what was there. */
	const open = (opened: Opened, at: Destination, baseUrl = prepared.baseUrl): Program => {
		const {client, source} = opened;
		const account: {readonly id: AccountId; name: string | undefined} = {...opened.account};
		const store = createStore({client, account, notifyPause});
		const program: Program = createProgram(
			{
				store,
				keymap,
				baseUrl,
				budget: client.budget,
				copy(text) {
					const copied = copyToClipboard(text, environment);
					if ('refused' in copied)
						return `too long for a terminal's clipboard: ${copied.bytes} bytes of at most ${copied.limit}`;
					screen?.write(copied.sequence);
					return undefined;
				},
				setReadOnly(locked) {
					client.readOnly = locked;
				},
				accounts: () => findAccounts(client),
				openAccount: (next) =>
					open({client, account: next, source}, {area: program.situation().place.area.name}, baseUrl),
				close() {
					// What becomes of it later is known to nobody: the requests are given up with the program.
					const run = program.underWay();
					if (run !== undefined) unfinished.push(run);
					store.close();
				},
				...control,
			},
			{size: sizeOf(stdout), ...at, readOnly: client.readOnly, alwaysReadOnly: readOnly},
		);
		const show = (name: string): void =>
			session.show({kind: 'open', program, budget: client.budget, identity: {account: name, source}});
		show(account.name ?? shortId(account.id));
		if (account.name === undefined) {
			// The id is enough to begin with; its name may take its time, or be none of this credential's business.
			client.accounts.get(account.id).then(
				({name}) => {
					account.name = name;
					if (session.isShowing(program)) show(name);
				},
				() => {},
			);
		}
		return program;
	};

	const openFirst = (opened: Opened, baseUrl = prepared.baseUrl): void => {
		// Until then the sign-in closes the clients that it tries.
		clients.add(opened.client);
		const program = open(opened, destination(invocation), baseUrl);
		const [remark] = prepared.credential?.remarks ?? [];
		if (remark !== undefined) program.say(remark, 'warning');
	};

	const openDemo = async (): Promise<void> => {
		const emulator = await serveDemo(invocation.demo ?? 'small');
		// The user did not wait for it.
		if (isOver) return emulator.close();
		closeServer = emulator.close;
		const client = connect({kind: 'token', token: new Secret(emulator.token)}, emulator.url);
		const {name} = emulator.state.main.account;
		openFirst({client, account: {id: parseAccountId(emulator.accountId), name}, source: 'demo'}, emulator.url);
	};

	if (invocation.demo === undefined) {
		const signIn = createSignIn(
			{
				keymap: signInKeymap,
				readToken: tokenFromText,
				readKey: keyFromText,
				connect,
				openDemo,
				opened: (opened) => openFirst(opened),
				...control,
			},
			{size: sizeOf(stdout), credential: prepared.credential, accountId: prepared.account},
		);
		// With a credential and an account id there is nothing to ask, and the account is open already.
		if (signIn.state().step.kind !== 'opened') session.show({kind: 'sign-in', signIn});
	}
	const starting =
		invocation.demo === undefined
			? undefined
			: createStarting(sizeOf(stdout), {
					isQuit: (event) => event.kind === 'key' && keymap.lookup('always', event.chord)?.command === 'quit',
					quit: control.quit,
				});
	if (starting !== undefined) session.show({kind: 'starting', starting});

	screen = mountScreen({session, palette, environment, stdin, stdout});
	if (starting !== undefined) {
		openDemo().then(() => {
			for (const event of starting.typed) session.press(event);
		}, screen.crash);
	}
	const ageTimer = setInterval(() => session.tick(), ageInterval);
	ageTimer.unref();
	const ending = await screen.ended;
	isOver = true;
	clearInterval(ageTimer);
	await Promise.all([...[...clients].map((client) => client.close()), closeServer()]);
	// Where the terminal is gone nobody reads it.
	stderr.on('error', () => {});
	for (const run of unfinished) stderr.write(unfinishedText(run));
	const code = exitCode(ending, stderr);
	return code === 0 && unfinished.length > 0 ? 1 : code;
}
