/** Where the commands of the built program are run: in pipes and at a terminal, in homes in which no token may stay. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, expect} from 'vitest';
import {demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {breakBus} from '../support/broken-bus.ts';
import type {TestEnvironment} from '../support/keyring.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {startTerminal, type TestTerminal} from '../support/terminal.ts';
import {cli} from './journey.ts';

export const passphrase = 'correct horse battery';

interface PipedOptions {
	readonly home: string;
	readonly input?: string | undefined;
	/** In place of a session bus that is not there. */
	readonly environment?: TestEnvironment | undefined;
}

export interface CommandPlace {
	/** Holds everything that is written. */
	readonly directory: string;
	readonly emulator: Emulator;
	/** The variables of a session without a bus. */
	readonly noBus: TestEnvironment;
	/** A home that starts empty. */
	newHome(): string;
	/** Runs it with pipes for everything, and with no terminal behind them. */
	runInPipes(
		args: readonly string[],
		options: PipedOptions,
	): Promise<{readonly code: number; readonly stdout: string; readonly stderr: string}>;
	/** A shell line at a terminal, in which `"$@"` is the program; its stdout goes into the home's file `out`. */
	startLine(home: string, line: string, environment?: TestEnvironment): TestTerminal;
}

/** To be called once at the top of a test file. */
export function commandPlace(): CommandPlace {
	const place = temporaryDirectory();
	let running: {readonly emulator: Emulator; readonly noBus: Awaited<ReturnType<typeof breakBus>>} | undefined;
	const now = () => {
		if (running === undefined) throw new Error('the emulator runs only while tests run');
		return running;
	};
	beforeAll(async () => {
		running = {emulator: await startEmulator(), noBus: await breakBus('none')};
	});
	afterAll(async () => {
		await Promise.all([running?.emulator.close(), running?.noBus[Symbol.asyncDispose]()]);
		place[Symbol.dispose]();
	});
	return {
		directory: place.path,
		get emulator() {
			return now().emulator;
		},
		get noBus() {
			return now().noBus.environment;
		},
		newHome: () => mkdtempSync(path.join(place.path, 'home-')),
		async runInPipes(args, {home, input = '', environment = now().noBus.environment}) {
			const child = spawn(process.execPath, [cli, ...args], {
				env: {PATH: process.env.PATH, CLOUDFLARE_BASE_URL: now().emulator.url, ...environment, HOME: home},
				detached: true,
				stdio: 'pipe',
			});
			let [stdout, stderr] = ['', ''];
			child.stdout.on('data', (data) => {
				stdout += String(data);
			});
			child.stderr.on('data', (data) => {
				stderr += String(data);
			});
			child.stdin.end(input);
			const [code] = await once(child, 'close');
			expectNoToken(home, stdout, stderr);
			expect(stderr).not.toMatch(/^ +at .*:\d+:\d+/mu);
			return {code: Number(code), stdout, stderr};
		},
		startLine: (home, line, environment = {}) =>
			startTerminal({
				command: 'sh',
				args: ['-c', line, 'sh', process.execPath, cli],
				environment: {
					...now().noBus.environment,
					CLOUDFLARE_BASE_URL: now().emulator.url,
					...environment,
					HOME: home,
					XDG_CONFIG_HOME: '',
				},
				columns: 100,
			}),
	};
}

/** Every file that is there holds no token. */
function expectNoToken(home: string, ...texts: readonly string[]): void {
	const files = readdirSync(home, {recursive: true, encoding: 'utf8'})
		.map((file) => path.join(home, file))
		.filter((file) => statSync(file).isFile());
	for (const text of [...texts, ...files.map((file) => readFileSync(file, 'latin1'))]) {
		for (const each of Object.values(demoTokens)) expect(text).not.toContain(each.token.slice(5, 21));
		expect(text).not.toContain(passphrase);
	}
}

/** Waits for the end of a line at a terminal; answers its code and what it has written to the file. */
export async function endOf(
	terminal: TestTerminal,
	home: string,
): Promise<{readonly code: number; readonly out: string}> {
	const {code} = await terminal.exit;
	const file = path.join(home, 'out');
	const out = existsSync(file) ? readFileSync(file, 'utf8') : '';
	expectNoToken(home, terminal.output, terminal.emulator.history(), out);
	expect(terminal.emulator.hasBracketedPaste).toBe(false);
	return {code, out};
}

export const configurationFile = (home: string): string => path.join(home, '.config/cfiam/config.json');
