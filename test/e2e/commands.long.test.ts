/** The commands of the built program that need no screen: in pipes, and at a terminal. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import * as v from 'valibot';
import {afterAll, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {commandUsage} from '../../source/arguments.ts';
import {demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {breakBus} from '../support/broken-bus.ts';
import {skipWithoutKeyring, startKeyring, type TestEnvironment} from '../support/keyring.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {startTerminal, type TestTerminal} from '../support/terminal.ts';
import {cli} from './journey.ts';

const {token} = demoTokens.full;
const main = 'a3c1f0d2b4e5968778695a4b3c2d1e0f';
const passphrase = 'correct horse battery';

const place = temporaryDirectory();
let emulator: Emulator;
let noBus: Awaited<ReturnType<typeof breakBus>>;
beforeAll(async () => {
	emulator = await startEmulator();
	noBus = await breakBus('none');
});
afterAll(async () => {
	await Promise.all([emulator.close(), noBus[Symbol.asyncDispose]()]);
	place[Symbol.dispose]();
});

/** A home that starts empty. */
function newHome(): string {
	return mkdtempSync(path.join(place.path, 'home-'));
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

interface PipedOptions {
	readonly home: string;
	readonly input?: string | undefined;
	readonly environment?: TestEnvironment | undefined;
}

/** Runs it with pipes for everything, and with no terminal behind them. */
async function runInPipes(args: readonly string[], {home, input = '', environment = noBus.environment}: PipedOptions) {
	const child = spawn(process.execPath, [cli, ...args], {
		env: {PATH: process.env.PATH, CLOUDFLARE_BASE_URL: emulator.url, ...environment, HOME: home},
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
}

/** A shell line at a terminal, in which `"$@"` is the program; its stdout goes into the home's file `out`. */
function startLine(home: string, line: string, environment: TestEnvironment = {}): TestTerminal {
	return startTerminal({
		command: 'sh',
		args: ['-c', line, 'sh', process.execPath, cli],
		environment: {
			...noBus.environment,
			CLOUDFLARE_BASE_URL: emulator.url,
			...environment,
			HOME: home,
			XDG_CONFIG_HOME: '',
		},
		columns: 100,
	});
}

async function endOf(terminal: TestTerminal, home: string): Promise<{readonly code: number; readonly out: string}> {
	const {code} = await terminal.exit;
	const file = path.join(home, 'out');
	const out = existsSync(file) ? readFileSync(file, 'utf8') : '';
	expectNoToken(home, terminal.output, terminal.emulator.history(), out);
	expect(terminal.emulator.hasBracketedPaste).toBe(false);
	return {code, out};
}

const configurationFile = (home: string): string => path.join(home, '.config/cfiam/config.json');

describe('signing in, asking who, signing out', () => {
	it('goes through a real keyring, in pipes alone', async ({skip}) => {
		skipWithoutKeyring({skip});
		await using keyring = await startKeyring();
		const home = newHome();
		const {environment} = keyring;
		const signedIn = await runInPipes(['login', '--profile', 'work'], {home, environment, input: `${token}\n`});
		expect(signedIn).toMatchObject({code: 0, stderr: ''});
		expect(signedIn.stdout).toContain('Stored in the desktop keyring.\n');
		expect(await keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'work'])).toBe(token);

		const who = await runInPipes(['whoami', '--json'], {home, environment});
		expect(who).toMatchObject({code: 0, stderr: ''});
		expect(JSON.parse(who.stdout)).toEqual({
			profile: 'work',
			account: {id: main, name: 'Kestrel Freight'},
			source: 'keychain',
			kind: 'user-token',
			status: 'active',
			expiresOn: null,
			email: null,
			baseUrl: emulator.url,
		});

		await keyring.lock();
		const locked = await runInPipes(['whoami'], {home, environment});
		expect(locked).toMatchObject({code: 1, stdout: ''});
		expect(locked.stderr).toContain('is locked. The credential may still be in it.');
		const stays = await runInPipes(['logout'], {home, environment});
		expect(stays).toMatchObject({code: 1, stdout: ''});
		expect(stays.stderr).toContain('Could NOT remove the credential. It is still stored.');
		// Nothing opens the window unasked.
		expect(keyring.prompts()).toBe(0);
	});

	it('removes it from a real keyring', async ({skip}) => {
		skipWithoutKeyring({skip});
		await using keyring = await startKeyring();
		const home = newHome();
		const {environment} = keyring;
		await runInPipes(['login'], {home, environment, input: token});
		const signedOut = await runInPipes(['logout'], {home, environment});
		expect(signedOut).toMatchObject({code: 0, stderr: ''});
		expect(signedOut.stdout).toContain('It is still valid at Cloudflare.');
		await expect(keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'default'])).rejects.toThrow();
		expect(await runInPipes(['whoami'], {home, environment})).toMatchObject({code: 1, stdout: ''});
	});

	it('works for two profiles at once, which wait for each other', async ({skip}) => {
		skipWithoutKeyring({skip});
		await using keyring = await startKeyring();
		const home = newHome();
		const {environment} = keyring;
		const both = await Promise.all(
			['one', 'two'].map((name) => runInPipes(['login', '--profile', name], {home, environment, input: token})),
		);
		expect(both).toMatchObject([
			{code: 0, stderr: ''},
			{code: 0, stderr: ''},
		]);
		const {profiles} = JSON.parse(readFileSync(configurationFile(home), 'utf8'));
		expect(profiles).toMatchObject({one: {credentialStore: 'keychain'}, two: {credentialStore: 'keychain'}});
		for (const name of ['one', 'two']) {
			expect(await keyring.secretTool(['lookup', 'service', 'cfiam', 'username', name])).toBe(token);
		}
	});

	it('can be left with ctrl-c at once while a keyring does not answer', async ({skip}) => {
		skipWithoutKeyring({skip});
		await using keyring = await startKeyring();
		const home = newHome();
		await using login = startLine(home, 'exec "$@" login', keyring.environment);
		await login.waitFor('API token (not shown');
		keyring.freeze();
		login.write(`${token}\r`);
		await login.waitFor(/Asking the desktop keyring \.\.\. \d of 5 s \(ctrl-c stops\)/u);
		const left = performance.now();
		login.press('ctrl+c');
		expect((await endOf(login, home)).code).toBe(130);
		expect(performance.now() - left).toBeLessThan(1000);
		expect(login.screen()).toContain('You have stopped waiting for the');
		expect(existsSync(configurationFile(home))).toBe(false);
		keyring.thaw();
	});

	it('goes through a passphrase file at a terminal, chosen because there is no keyring', async () => {
		const home = newHome();
		await using login = startLine(home, '"$@" login >"$HOME/out"');
		await login.waitFor('API token (not shown while you type or paste):');
		login.write(`${token}\r`);
		await login.waitFor('Where should it be kept?');
		expect(login.screen()).toContain('No desktop keyring in this session (usual over SSH).');
		login.write('passphrase-file\r');
		await login.waitFor('New passphrase (not shown):');
		login.write(`${passphrase}\r`);
		await login.waitFor('The same again:');
		login.write(`${passphrase}\r`);
		const signedIn = await endOf(login, home);
		expect(signedIn.code).toBe(0);
		expect(signedIn.out).toMatch(/^Signed in to Cloudflare\.\n[\s\S]*store {4}passphrase file\n/u);
		expect(JSON.parse(readFileSync(configurationFile(home), 'utf8'))).toMatchObject({
			profiles: {default: {credentialStore: 'passphrase-file', account: main, baseUrl: emulator.url}},
		});

		await using who = startLine(home, '"$@" whoami --json >"$HOME/out"');
		await who.waitFor('Passphrase of profile default (not shown):');
		who.write('something else\r');
		await who.waitFor(/Wrong passphrase[\s\S]*Passphrase of profile default/u);
		who.write(`${passphrase}\r`);
		const told = await endOf(who, home);
		expect(told.code).toBe(0);
		expect(JSON.parse(told.out)).toMatchObject({source: 'passphrase-file', account: {id: main}, status: 'active'});

		const unasked = await runInPipes(['whoami'], {home});
		expect(unasked).toMatchObject({code: 1, stdout: ''});
		expect(unasked.stderr).toMatch(/^cfiam: The passphrase file needs a terminal/u);

		// Without its passphrase.
		expect(await runInPipes(['logout'], {home})).toMatchObject({code: 0, stderr: ''});
		expect(readdirSync(path.dirname(configurationFile(home)))).toEqual(['config.json']);
	});

	it('asks for no passphrase of a file that is gone or of no use', async () => {
		const home = newHome();
		await using login = startLine(home, '"$@" login --store passphrase-file >"$HOME/out"');
		await login.waitFor('API token (not shown');
		login.write(`${token}\r`);
		await login.waitFor('New passphrase (not shown):');
		login.write(`${passphrase}\r${passphrase}\r`);
		await endOf(login, home);
		const file = path.join(path.dirname(configurationFile(home)), 'default.token');
		const damages: readonly (readonly [() => void, RegExp])[] = [
			[() => chmodSync(file, 0o640), /^cfiam: The passphrase file cannot be read\.\n {2}Others may read or change it/u],
			[() => writeFileSync(file, readFileSync(file).subarray(0, 60)), /^cfiam: The passphrase file is damaged\.\n/u],
			[() => rmSync(file), /^cfiam: The passphrase file of profile default is not there any more\.\n/u],
		];
		for (const [damage, words] of damages) {
			damage();
			await using who = startLine(home, 'exec "$@" whoami 2>"$HOME/errors"');
			expect((await endOf(who, home)).code).toBe(1);
			expect(readFileSync(path.join(home, 'errors'), 'utf8')).toMatch(words);
			expect(who.output).not.toContain('assphrase of profile');
			if (existsSync(file)) chmodSync(file, 0o600);
		}
	});

	it('asks for no token where nothing can be written', async () => {
		const home = newHome();
		// A file in place of the directory stops root, too.
		writeFileSync(path.join(home, '.config'), '');
		await using login = startLine(home, 'exec "$@" login 2>"$HOME/errors"');
		expect((await endOf(login, home)).code).toBe(1);
		expect(login.output).not.toContain('API token');
		const errors = readFileSync(path.join(home, 'errors'), 'utf8');
		expect(errors).toContain(`${home}/.config/cfiam: nothing can be written there: ${home}/.config`);
	});

	it('asks for the passphrase at the terminal behind a pipe', async () => {
		const home = newHome();
		const line = 'printf %s "$GIVEN" | "$@" login --store passphrase-file >"$HOME/out" 2>"$HOME/errors"';
		await using terminal = startLine(home, line, {GIVEN: token});
		await terminal.waitFor('New passphrase (not shown):');
		terminal.write(`${passphrase}\r${passphrase}\r`);
		const {code, out} = await endOf(terminal, home);
		expect(code).toBe(0);
		expect(out).toContain('Signed in to Cloudflare.');
		expect(readFileSync(path.join(home, 'errors'), 'utf8')).toBe('');
	});
});

describe('waiting for a keyring', () => {
	beforeEach(skipWithoutKeyring);

	it.each(['whoami', 'logout'])('is told while it does not answer, with its limit: %s', async (command) => {
		await using own = await startKeyring();
		const home = newHome();
		await runInPipes(['login'], {home, environment: own.environment, input: token});
		own.freeze();
		await using terminal = startLine(home, `exec "$@" ${command}`, own.environment);
		await terminal.waitFor(/Asking the desktop keyring \.\.\. 0 of 5 s/u);
		await terminal.waitFor(/Asking the desktop keyring \.\.\. 2 of 5 s \(ctrl-c stops\)/u);
		terminal.press('ctrl+c');
		await endOf(terminal, home);
		own.thaw();
	});
});

describe('a token at the terminal', () => {
	it('can be left for the shell with ctrl-z in the middle of it, and is never shown', async () => {
		const home = newHome();
		await using shell = startTerminal({
			command: 'bash',
			args: ['--norc', '--noprofile', '-i'],
			environment: {
				...noBus.environment,
				CLOUDFLARE_BASE_URL: emulator.url,
				HOME: home,
				XDG_CONFIG_HOME: '',
				PS1: 'ready> ',
			},
			columns: 100,
		});
		await shell.waitFor('ready>');
		shell.write(`'${process.execPath}' '${cli}' login --store passphrase-file\r`);
		await shell.waitFor('API token (not shown');
		shell.write(token.slice(0, 20));
		shell.press('ctrl+z');
		await shell.waitFor(/Stopped[\s\S]*ready>/u);
		shell.write('stty -a | grep -c " echo "; echo "$((6 * 7))"\r');
		await shell.waitFor(/^1\n42$/mu);
		shell.write('fg\r');
		await shell.waitFor(/ready> fg[\s\S]*API token \(not shown/u);
		shell.write(`${token.slice(20)}\r`);
		await shell.waitFor('New passphrase (not shown):');
		shell.write(`${passphrase}\r${passphrase}\r`);
		await shell.waitFor('Signed in to Cloudflare.');
		shell.write('exit\r');
		await endOf(shell, home);
	});

	it('is not shown when it is pasted, with its line end, and the terminal is as before', async () => {
		const home = newHome();
		await using terminal = startLine(home, 'stty -a >"$HOME/before"; "$@" login; stty -a >"$HOME/after"');
		await terminal.waitFor('API token (not shown');
		terminal.paste(`Authorization: Bearer ${demoTokens.allAccounts.token}\n`);
		await terminal.waitFor('Which one (1-2)?');
		terminal.press('ctrl+c');
		await endOf(terminal, home);
		expect(terminal.screen()).toContain('Nothing was stored.\ncfiam: stopped');
		expect(readFileSync(path.join(home, 'after'), 'utf8')).toBe(readFileSync(path.join(home, 'before'), 'utf8'));
		expect(existsSync(configurationFile(home))).toBe(false);
	});

	it.each([
		['ctrl-c', 130, (terminal: TestTerminal) => terminal.press('ctrl+c')],
		['ctrl-c behind half a token', 130, (terminal: TestTerminal) => terminal.write(`${token.slice(0, 30)}\u0003`)],
		['a signal', 143, (terminal: TestTerminal) => terminal.kill('SIGTERM')],
	] as const)('can be left with %s, with nothing stored', async (_, code, leave) => {
		const home = newHome();
		await using terminal = startLine(home, 'exec "$@" login');
		await terminal.waitFor('API token (not shown');
		leave(terminal);
		expect((await endOf(terminal, home)).code).toBe(code);
		expect(existsSync(configurationFile(home))).toBe(false);
	});

	it('is asked for on the terminal itself where stderr is none', async () => {
		const home = newHome();
		await using terminal = startLine(home, '"$@" login >"$HOME/out" 2>"$HOME/errors"');
		await terminal.waitFor('API token (not shown');
		terminal.write('not one\r');
		const {code, out} = await endOf(terminal, home);
		expect({code, out}).toEqual({code: 1, out: ''});
		expect(readFileSync(path.join(home, 'errors'), 'utf8')).toMatch(/^cfiam: The token has a space/u);
	});

	it('is waited for in words where the pipe says nothing, and ctrl-c ends that', async () => {
		const home = newHome();
		await using terminal = startLine(home, 'sleep 60 | "$@" login; echo "code $?"; kill %1 2>/dev/null');
		await terminal.waitFor('Waiting for the token on standard input ...');
		terminal.press('ctrl+c');
		await terminal.exit;
		expect(terminal.screen()).toContain('Nothing was stored.\ncfiam: stopped');
		expect(existsSync(configurationFile(home))).toBe(false);
	});
});

describe('the commands', () => {
	it.each(['login', 'logout', 'whoami'] as const)('have a help of their own: %s', async (command) => {
		const home = newHome();
		expect(await runInPipes([command, '--help'], {home})).toEqual({code: 0, stdout: commandUsage(command), stderr: ''});
		expect(readdirSync(home)).toEqual([]);
	});

	it.each([
		[['login', token], 'cfiam: a token must not stand in the command line, where other users can see it: pipe it or'],
		[['login', '--nope'], 'cfiam: cfiam login has no option --nope. cfiam login --help says more.\n'],
		[['login', '--store', 'plain'], 'cfiam: --store takes one of keychain, kernel-keyring, passphrase-file. cfiam lo'],
		[
			['login', '--account', 'kestrel'],
			'cfiam: what --account gives is no account id: it has 7 characters instead of 32.\n  Copy',
		],
		[['logout', '--nope'], 'cfiam: cfiam logout has no option --nope. cfiam logout --help says more.\n'],
		[['login', '--profile', '../x'], 'cfiam: --profile "'],
		[['logout', '--profile', '.x'], 'cfiam: --profile "'],
		[['whoami', 'work'], 'cfiam: cfiam whoami takes options only. cfiam whoami --help says more.\n'],
	])('end with 2 and words for wrong use: %j', async (args, words) => {
		const home = newHome();
		const {code, stdout, stderr} = await runInPipes(args, {home, input: token});
		expect({code, stdout}).toEqual({code: 2, stdout: ''});
		expect(stderr).toContain(words);
		expect(readdirSync(home)).toEqual([]);
	});

	it('say where there is nothing stored, and what the environment has', async () => {
		const home = newHome();
		const environment = {...noBus.environment, CLOUDFLARE_API_TOKEN: token};
		expect(await runInPipes(['logout'], {home, environment})).toEqual({
			code: 0,
			stdout: 'Nothing is stored for profile default.\n',
			stderr: 'Using CLOUDFLARE_API_TOKEN (not stored). Log out: unset it.\n',
		});
		expect(await runInPipes(['whoami'], {home})).toMatchObject({code: 1, stdout: ''});
		const who = await runInPipes(['whoami'], {home, environment});
		expect(who.stdout).toContain('source   CLOUDFLARE_API_TOKEN (environment)\n');
	});

	it('name the other stores where the keychain fails in a pipe, and take none of them', async () => {
		const home = newHome();
		const {code, stdout, stderr} = await runInPipes(['login'], {home, input: token});
		expect({code, stdout}).toEqual({code: 1, stdout: ''});
		expect(stderr).toContain('cfiam: No desktop keyring in this session (usual over SSH).\n');
		expect(stderr).toMatch(/Another store: cfiam login .*--store passphrase-file\n/u);
		expect(existsSync(configurationFile(home))).toBe(false);
	});

	it('do not mind a reader that has heard enough', async () => {
		const home = newHome();
		await using terminal = startLine(home, '"$@" whoami --json 2>&1 | true; echo done', {CLOUDFLARE_API_TOKEN: token});
		await terminal.exit;
		expect(terminal.screen()).toBe('done');
	});

	it('load neither React nor the screens', async () => {
		const home = newHome();
		const loaded = path.join(home, 'loaded');
		const environment = {...noBus.environment, CLOUDFLARE_API_TOKEN: token, NODE_V8_COVERAGE: loaded};
		expect(await runInPipes(['whoami'], {home, environment})).toMatchObject({code: 0});
		const coverage = v.object({result: v.array(v.object({url: v.string()}))});
		const files = readdirSync(loaded).flatMap((file) =>
			v
				.parse(coverage, JSON.parse(readFileSync(path.join(loaded, file), 'utf8')))
				.result.map(({url}) => url)
				.filter((url) => url.startsWith('file:'))
				.map((url) => fileURLToPath(url)),
		);
		const chunks = readdirSync(path.dirname(cli), {recursive: true, encoding: 'utf8'})
			.filter((file) => file.endsWith('.js'))
			.map((file) => path.join(path.dirname(cli), file));
		const isReact = (file: string): boolean => readFileSync(file, 'utf8').includes('react.transitional.element');
		expect(files).toContain(cli);
		expect(files.filter(isReact)).toEqual([]);
		// So it can be found where it is.
		expect(chunks.filter(isReact)).not.toEqual([]);
	});
});
