/** The commands of the built program that need no screen: in pipes, and at a terminal. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import * as v from 'valibot';
import {describe, expect, it} from 'vitest';
import {commandUsage} from '../../source/arguments.ts';
import {demoTokens} from '../../source/emulator/index.ts';
import {startTerminal, type TestTerminal} from '../support/terminal.ts';
import {commandPlace, configurationFile, endOf, passphrase} from './command-place.ts';
import {cli} from './journey.ts';

const {token} = demoTokens.full;
const place = commandPlace();
const {newHome, runInPipes, startLine} = place;

describe('a token at the terminal', () => {
	it('can be left for the shell with ctrl-z in the middle of it, and is never shown', async () => {
		const home = newHome();
		await using shell = startTerminal({
			command: 'bash',
			args: ['--norc', '--noprofile', '-i'],
			environment: {
				...place.noBus,
				CLOUDFLARE_BASE_URL: place.emulator.url,
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
	it.each(['login', 'logout', 'whoami', 'cache'] as const)('have a help of their own: %s', async (command) => {
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
		[['cache', 'clear', '--profile', '../x'], 'cfiam: --profile "'],
		[['cache'], 'cfiam: cfiam cache takes clear. cfiam cache --help says more.\n'],
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
		const environment = {...place.noBus, CLOUDFLARE_API_TOKEN: token};
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
		const environment = {...place.noBus, CLOUDFLARE_API_TOKEN: token, NODE_V8_COVERAGE: loaded};
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
