import {EventEmitter} from 'node:events';
import {chmodSync, existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {createClient} from '../../source/api/client.ts';
import {type Conversation, createConversation} from '../../source/commands/conversation.ts';
import {createStop, type Stop} from '../../source/commands/interruption.ts';
import type {CommandSurroundings} from '../../source/commands/surroundings.ts';
import type {Keeper, KeptSettings, Outcome, StoreProblem} from '../../source/credentials/keeper.ts';
import type {StoreCall, StoreKind} from '../../source/credentials/store.ts';
import {StoreFailure, type StoreFailureKind} from '../../source/credentials/store-failure.ts';
import {
	goneWords,
	keptWords,
	type StoreOperation,
	storeFailureWords,
	storeName,
} from '../../source/credentials/store-words.ts';
import type {Credential} from '../../source/credentials/text.ts';
import {startUp} from '../../source/startup.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';

/** A stream that keeps what is written to it. */
export function collector(isTTY = false) {
	const pieces: string[] = [];
	return {
		isTTY,
		columns: 80,
		write(text: string) {
			pieces.push(text);
		},
		text: () => pieces.join(''),
	};
}

/** The terminal's input, in the hands of a test. */
export class FakeInput extends EventEmitter {
	isRaw = false;
	isReading = false;

	setRawMode(raw: boolean): void {
		this.isRaw = raw;
	}

	resume(): void {
		this.isReading = true;
	}

	pause(): void {
		this.isReading = false;
	}

	send(text: string): void {
		this.emit('data', Buffer.from(text));
	}
}

/** What a test keeper was asked to keep. */
export interface KeptItem {
	readonly store: StoreKind;
	readonly credential: Credential;
	readonly settings: KeptSettings;
	readonly passphrase: string | undefined;
}

export interface TestKeeper extends Keeper {
	readonly kept: readonly KeptItem[];
	/** Every call, with whether it might unlock. */
	readonly calls: readonly string[];
}

export interface TestKeeperOptions {
	readonly profile?: string | undefined;
	readonly stored?: {readonly store: StoreKind; readonly credential: Credential | undefined} | undefined;
	/** How operations fail, by store and operation; a call that may unlock succeeds where it says so. */
	readonly failures?: Readonly<Record<string, StoreFailureKind>> | undefined;
	readonly opensWhenUnlocked?: boolean | undefined;
	readonly hasKernelKeyring?: boolean | undefined;
	/** What is seen of it without a passphrase; unless given: it is there. */
	readonly inspection?: Outcome<boolean> | undefined;
	/** Why nothing can be stored anywhere. */
	readonly obstacle?: StoreProblem | undefined;
	/** Of the passphrase file. */
	readonly passphrase?: string | undefined;
	/** Called while something is kept. */
	readonly whileKeeping?: (() => void) | undefined;
}

/** A keeper over nothing but memory. */
export function createTestKeeper(options: TestKeeperOptions = {}): TestKeeper {
	const {profile = 'default', failures = {}, opensWhenUnlocked = false} = options;
	let stored = options.stored;
	const kept: KeptItem[] = [];
	const calls: string[] = [];

	function failureOf(
		store: StoreKind,
		operation: StoreOperation,
		call: StoreCall | undefined,
	): Outcome<never> | undefined {
		calls.push(`${operation} ${store}${call?.unlock === true ? ' unlock' : ''}`);
		const kind =
			call?.signal?.aborted === true
				? 'cancelled'
				: call?.unlock === true && opensWhenUnlocked
					? undefined
					: failures[`${operation} ${store}`];
		return kind === undefined ? undefined : failed(kind, store, operation);
	}

	function failed(kind: StoreFailureKind, store: StoreKind, operation: StoreOperation): Outcome<never> {
		const words = storeFailureWords(new StoreFailure(kind), {store, operation, profile, platform: 'linux'});
		return {kind: 'failed', problem: {kind, ...words}};
	}

	return {
		profile,
		kept,
		calls,
		recorded: () => stored?.store,
		nameOf: (kind) => storeName(kind, 'linux'),
		keptWords: (kind) => keptWords(kind, 'linux'),
		goneWords: (kind) => goneWords({store: kind, platform: 'linux', profile}),
		obstacle: async () => options.obstacle,
		async read(call) {
			if (stored === undefined) return {kind: 'done', value: undefined};
			const failure = failureOf(stored.store, 'read', call);
			if (failure !== undefined) return failure;
			if (stored.store === 'passphrase-file' && call?.passphrase?.reveal() !== options.passphrase) {
				return failed('wrong-passphrase', stored.store, 'read');
			}
			return {kind: 'done', value: stored.credential};
		},
		async keep(store, credential, settings, call) {
			options.whileKeeping?.();
			const failure = failureOf(store, 'write', call);
			if (failure !== undefined) return failure;
			stored = {store, credential};
			kept.push({store, credential, settings, passphrase: call?.passphrase?.reveal()});
			return {kind: 'done', value: []};
		},
		async remove(call) {
			if (stored === undefined) return {kind: 'done', value: false};
			const failure = failureOf(stored.store, 'remove', call);
			if (failure !== undefined) return failure;
			const wasThere = stored.credential !== undefined;
			stored = undefined;
			return {kind: 'done', value: wasThere};
		},
		inspect: async () => options.inspection ?? {kind: 'done', value: true},
		async kernelKeyringWorks() {
			calls.push('canary');
			return options.hasKernelKeyring ?? false;
		},
	};
}

export interface TestCommandOptions {
	readonly keeper?: TestKeeper | undefined;
	/** The base URL of the server. */
	readonly server?: string | undefined;
	readonly environment?: Readonly<Record<string, string>> | undefined;
	/** The configuration file. */
	readonly configuration?: object | undefined;
	/** On standard input, which is no terminal then. */
	readonly piped?: string | AsyncIterable<string> | undefined;
	/** What is typed at each question, in order, as bytes of a terminal. */
	readonly typed?: readonly string[] | undefined;
	/** There is a terminal behind standard input that is none. */
	readonly hasTerminalBehind?: boolean | undefined;
	readonly now?: number | undefined;
	readonly stop?: Stop | undefined;
}

/** The surroundings of a command, and what it did with them. */
export function createTestCommand(options: TestCommandOptions = {}) {
	const {server, configuration, piped, typed = [], hasTerminalBehind = false} = options;
	const home = temporaryDirectory(
		configuration === undefined ? {} : {'.config/cfiam/config.json': JSON.stringify(configuration)},
	);
	const configurationFile = path.join(home.path, '.config/cfiam/config.json');
	if (configuration !== undefined) chmodSync(configurationFile, 0o600);
	const environment = {
		HOME: home.path,
		...(server === undefined ? {} : {CLOUDFLARE_BASE_URL: server}),
		...options.environment,
	};
	const keeper = options.keeper ?? createTestKeeper();
	const stop = options.stop ?? createStop();
	const [stdout, stderr] = [collector(), collector()];
	const input = new FakeInput();
	const answers = [...typed];
	const terminal = collector(true);
	const screen = {
		...terminal,
		write(text: string) {
			terminal.write(text);
			if (!/[:?] $/u.test(text)) return;
			const answer = answers.shift();
			if (answer !== undefined) setImmediate(() => input.send(answer));
		},
	};
	const isTerminal = piped === undefined && options.typed !== undefined;
	let conversation: Conversation | undefined;
	const at: CommandSurroundings = {
		startUp: (wishes) => ({
			...startUp(wishes, {environment, platform: 'linux', childPath: '/nowhere'}),
			keeper,
		}),
		environment,
		connect: (credential, baseUrl) => createClient({baseUrl, credential, readOnly: true}),
		stdout,
		stderr,
		piped: typeof piped === 'string' ? pieces(piped) : piped,
		talk(about) {
			if (!isTerminal && !(about === 'passphrase' && hasTerminalBehind)) return undefined;
			conversation ??= createConversation({input, output: screen, environment, stop});
			return conversation;
		},
		stop,
		now: () => options.now ?? Date.parse('2026-11-22T12:00:00Z'),
		setTimer: () => () => {},
	};
	return {
		at,
		keeper,
		input,
		stop,
		stdout: () => stdout.text(),
		stderr: () => stderr.text(),
		terminal: () => terminal.text(),
		/** Everything that somebody could see. */
		seen: () => [stdout, stderr, terminal].map((each) => each.text()).join(''),
		leftAnswers: () => answers,
		/** What is in the configuration file now. */
		saved(): unknown {
			return existsSync(configurationFile) ? JSON.parse(readFileSync(configurationFile, 'utf8')) : undefined;
		},
		[Symbol.dispose]() {
			conversation?.close();
			home[Symbol.dispose]();
		},
	};
}

async function* pieces(text: string): AsyncGenerator<string> {
	// In two, as a pipe may bring them.
	yield text.slice(0, 7);
	yield text.slice(7);
}
