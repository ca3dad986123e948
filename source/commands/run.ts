/** The commands about the credential, in a real process: `cfiam login`, `cfiam logout`, `cfiam whoami`. */
import {closeSync, openSync} from 'node:fs';
import {ReadStream, WriteStream} from 'node:tty';
import {createClient} from '../api/client.ts';
import type {CredentialInvocation} from '../arguments.ts';
import {problemLines, startUp} from '../startup.ts';
import {type Conversation, createConversation} from './conversation.ts';
import {createStop, Interruption, type SignalSource, type Stop, stopOnSignals} from './interruption.ts';
import {login} from './login.ts';
import {logout} from './logout.ts';
import {writeLines, writeProblem} from './output.ts';
import {type CommandSurroundings, exitCodes} from './surroundings.ts';
import {whoami} from './whoami.ts';

/** What the process has. */
export interface ProcessSurroundings {
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly version: string;
	readonly platform: NodeJS.Platform;
	/** The program of the keychain's child processes, a path. */
	readonly childPath: string;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
	readonly signals: SignalSource;
}

/** Resolves with the exit code. */
export async function runCredentialCommand(
	invocation: CredentialInvocation,
	surroundings: ProcessSurroundings,
): Promise<number> {
	const {environment, platform, childPath, version, stdin, stdout, stderr} = surroundings;
	const stop = createStop();
	const forget = stopOnSignals(surroundings.signals, stop);
	// Whoever reads the output may have heard enough (`| head`), or the terminal is gone: that is no fault of ours.
	for (const stream of [stdin, stdout, stderr]) stream.on('error', () => {});
	const talking = createTalk(surroundings, stop);
	const at: CommandSurroundings = {
		startUp: (wishes) => startUp(wishes, {environment, platform, childPath}),
		environment,
		connect: (credential, baseUrl) =>
			createClient({baseUrl, credential, readOnly: true, userAgent: `cfiam/${version}`}),
		stdout,
		stderr,
		piped: stdin.isTTY ? undefined : stdin,
		talk: talking.talk,
		stop,
		now: Date.now,
		setTimer(callback, ms) {
			const timer = setTimeout(callback, ms);
			return () => clearTimeout(timer);
		},
	};
	try {
		return await run(invocation, at);
	} catch (error) {
		if (error instanceof Interruption) {
			writeLines(stderr, ['cfiam: stopped']);
			return error.exitCode;
		}
		const [title, ...lines] = problemLines(error) ?? [];
		if (title === undefined) throw error;
		writeProblem(stderr, {title, lines});
		return exitCodes.wrongUse;
	} finally {
		talking.close();
		forget();
		// A pipe that is not at its end would keep the process waiting for it.
		if (!stdin.isTTY) stdin.destroy();
	}
}

function run(invocation: CredentialInvocation, at: CommandSurroundings): Promise<number> {
	switch (invocation.kind) {
		case 'login':
			return login(invocation, at);
		case 'logout':
			return logout(invocation, at);
		case 'whoami':
			return whoami(invocation, at);
	}
}

/** At most one conversation, begun when it is needed. */
function createTalk(
	{stdin, stderr, environment}: ProcessSurroundings,
	stop: Stop,
): Pick<CommandSurroundings, 'talk'> & {close(): void} {
	let conversation: Conversation | undefined;
	return {
		talk(about) {
			if (about === 'anything' && !stdin.isTTY) return undefined;
			conversation ??= converse();
			return conversation;
		},
		close: () => conversation?.close(),
	};

	function converse(): Conversation | undefined {
		const input = stdin.isTTY ? stdin : openTerminal((descriptor) => new ReadStream(descriptor), 'r');
		if (input === undefined) return undefined;
		// Never on stdout, which may be a terminal now and a pipe in the next script.
		const output = stderr.isTTY ? stderr : (openTerminal((descriptor) => new WriteStream(descriptor), 'w') ?? stderr);
		return createConversation({
			input,
			output,
			environment,
			stop,
			onClose() {
				if (input !== stdin) input.destroy();
				if (output !== stderr) output.destroy();
			},
		});
	}
}

/** The terminal that the process belongs to; undefined where it belongs to none. */
function openTerminal<Stream extends ReadStream | WriteStream>(
	open: (descriptor: number) => Stream,
	flags: 'r' | 'w',
): Stream | undefined {
	let descriptor: number | undefined;
	try {
		descriptor = openSync('/dev/tty', flags);
		const stream = open(descriptor);
		stream.on('error', () => {});
		return stream;
	} catch {
		if (descriptor !== undefined) closeSync(descriptor);
		return undefined;
	}
}
