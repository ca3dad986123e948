/** The machine of one user: a home that stays from one start of the program to the next, and the keyring of a session. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {onTestFinished} from 'vitest';
import type {Emulator} from '../../source/emulator/index.ts';
import {breakBus} from '../support/broken-bus.ts';
import type {TestEnvironment} from '../support/keyring.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {cli, type JourneyOptions, startCfiam} from './journey.ts';

/** What V8 has made of the program's code, by path under the directory of a machine. */
export const codeFiles = /^home\/\.cache\/cfiam(?:\/code(?:\/.*)?)?$/u;

/** Lists for the next start of the profile `default`, sealed, and what is to take their place. */
export const listFiles =
	/^home\/\.cache\/cfiam\/lists\/default\/(?:[\da-f]{32}\.lists|\.[\da-f]{32}\.lists\.[\da-f]{16})$/u;

export interface MachineOptions {
	/** The server in CLOUDFLARE_BASE_URL. */
	readonly emulator?: Pick<Emulator, 'url'> | undefined;
	/** The variables of its keyring; without them there is no session bus. */
	readonly keyring?: {readonly environment: TestEnvironment} | undefined;
	/** The text of the configuration file. */
	readonly configuration?: string | undefined;
}

export interface PipedRun {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
}

export interface Machine {
	/** Holds all that the program may write to: home, XDG directories, temporary directory, working directory. */
	readonly directory: string;
	readonly environment: TestEnvironment;
	/** The program on a terminal. */
	start(options?: JourneyOptions): TestTerminal;
	/** The program with pipes for everything, and no terminal behind them. */
	spawn(args: readonly string[], environment?: TestEnvironment): PipedProgram;
	/** The same, to its end. */
	run(args: readonly string[], options?: {input?: string; environment?: TestEnvironment}): Promise<PipedRun>;
	readonly configurationFile: string;
	/** Writes the configuration file. */
	configure(text: string): void;
	/** What is in the configuration file; undefined: there is none. */
	configuration(): unknown;
}

export interface PipedProgram {
	readonly pid: number;
	/** Writes to its standard input and ends that. */
	send(input: string): void;
	kill(signal: NodeJS.Signals): void;
	readonly end: Promise<PipedRun>;
}

/** A machine that is there until the test ends. */
export async function createMachine({emulator, keyring, configuration}: MachineOptions = {}): Promise<Machine> {
	const place = temporaryDirectory();
	onTestFinished(() => place[Symbol.dispose]());
	const own = (name: string): string => {
		mkdirSync(path.join(place.path, name), {recursive: true, mode: 0o700});
		return path.join(place.path, name);
	};
	const environment: TestEnvironment = {
		...(keyring?.environment ?? (await noBus())),
		...(emulator === undefined ? {} : {CLOUDFLARE_BASE_URL: emulator.url}),
		HOME: own('home'),
		XDG_CONFIG_HOME: own('home/.config'),
		XDG_STATE_HOME: own('home/.local/state'),
		XDG_CACHE_HOME: own('home/.cache'),
		XDG_DATA_HOME: own('home/.local/share'),
		TMPDIR: own('tmp'),
	};
	const cwd = own('work');
	const configurationFile = path.join(place.path, 'home/.config/cfiam/config.json');
	const configure = (text: string): void => {
		own('home/.config/cfiam');
		writeFileSync(configurationFile, text, {mode: 0o600});
	};
	if (configuration !== undefined) configure(configuration);

	const spawnPiped: Machine['spawn'] = (args, more = {}) => {
		const child = spawn(process.execPath, [cli, ...args], {
			cwd,
			env: {PATH: process.env.PATH, LANG: 'C.UTF-8', ...environment, ...more},
			detached: true,
			stdio: 'pipe',
		});
		const texts = {stdout: '', stderr: ''};
		child.stdout.on('data', (data) => {
			texts.stdout += String(data);
		});
		child.stderr.on('data', (data) => {
			texts.stderr += String(data);
		});
		child.stdin.on('error', () => undefined);
		const {pid} = child;
		if (pid === undefined) throw new Error('the program could not be started');
		return {
			pid,
			send: (input) => child.stdin.end(input),
			kill: (signal) => child.kill(signal),
			end: once(child, 'close').then(([code]) => ({code: typeof code === 'number' ? code : null, ...texts})),
		};
	};

	return {
		directory: place.path,
		environment,
		start: (options = {}) => startCfiam({cwd, ...options, environment: {...environment, ...options.environment}}),
		spawn: spawnPiped,
		async run(args, {input = '', environment: more} = {}) {
			const program = spawnPiped(args, more);
			program.send(input);
			return program.end;
		},
		configurationFile,
		configure,
		configuration: () =>
			existsSync(configurationFile) ? JSON.parse(readFileSync(configurationFile, 'utf8')) : undefined,
	};
}

/** As over SSH: nobody says where a bus is, and where one usually is there is none. */
async function noBus(): Promise<TestEnvironment> {
	const bus = await breakBus('none');
	onTestFinished(() => bus[Symbol.asyncDispose]());
	return bus.environment;
}
