/** No secret is to be seen anywhere but in requests and in its store, whichever way it came in and wherever it is kept. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import {demoKey, demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {skipWithoutKeyring, startKeyring} from '../support/keyring.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import {startTerminal, type TestTerminal} from '../support/terminal.ts';
import {cli, quit, waitForCursor} from './journey.ts';
import {codeFiles, createMachine, listFiles, type Machine} from './machine.ts';
import {type SecretWatch, watchForSecrets} from './secret-watch.ts';

const {token} = demoTokens.full;
const {email, key} = demoKey;
const passphrase = 'Correct-horse, battery staple';
const secrets = [token, key, passphrase];

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());

function watch(...directories: readonly string[]): SecretWatch {
	const watching = watchForSecrets(directories, secrets);
	onTestFinished(() => watching[Symbol.dispose]());
	return watching;
}

/** What the program may write: its configuration with the lock beside it, and the passphrase file. */
const itsFiles =
	/^home\/\.config\/cfiam(?:\/(?:\.?config\.json(?:\.\w+)?|config\.json\.lock(?:\.\w+)?|\.?default\.token(?:\.\w+)?))?$/u;

/**
 * No secret was found, and there was no other file than those that were looked into. Where the credential is stored
 * there may be lists as well: none are left where it has been removed.
 */
function expectSecrecy(watching: SecretWatch, machine: Machine, {lists = false} = {}): void {
	expect(watching.found()).toEqual([]);
	const files = namesOf(watching, machine);
	const ofLists = files.filter((file) => listFiles.test(file));
	const others = files.filter((file) => !itsFiles.test(file) && !codeFiles.test(file));
	expect(others).toEqual(lists ? ofLists : []);
	expect(ofLists.length > 0).toBe(lists);
	expect(ofLists.filter((file) => existsSync(path.join(machine.directory, file)))).toEqual([]);
}

/** Until lists have been kept: some seconds after they were read. */
async function waitForLists(watching: SecretWatch, machine: Machine): Promise<void> {
	const lists = (): readonly string[] => namesOf(watching, machine).filter((file) => listFiles.test(file));
	await expect.poll(lists, {timeout: 20_000}).not.toEqual([]);
}

/** The files that were there at any time, by path under the directory of the machine. */
function namesOf(watching: SecretWatch, {directory}: Machine): readonly string[] {
	const files = watching.files().filter((file) => file.startsWith(directory));
	return files.map((file) => path.relative(directory, file));
}

async function startKeyringOfTest() {
	const keyring = await startKeyring();
	onTestFinished(() => keyring[Symbol.asyncDispose]());
	return {...keyring, directory: path.dirname(keyring.environment.HOME ?? '')};
}

/** The program on a terminal, watched until it is quit. */
async function session(
	machine: Machine,
	watching: SecretWatch,
	journey: (terminal: TestTerminal) => Promise<void>,
): Promise<void> {
	await using terminal = machine.start({columns: 100});
	watching.follow(terminal.pid);
	await journey(terminal);
	await quit(terminal);
	watching.search('the terminal', terminal.output);
	watching.search('the screen', terminal.emulator.history());
}

/** A shell's line on a terminal, in which `"$@"` is the program, watched to its end. */
async function line(
	machine: Machine,
	watching: SecretWatch,
	text: string,
	answers: (terminal: TestTerminal) => Promise<void>,
): Promise<void> {
	await using terminal = startTerminal({
		command: 'sh',
		args: ['-c', text, 'sh', process.execPath, cli],
		columns: 100,
		cwd: path.join(machine.directory, 'work'),
		environment: machine.environment,
	});
	watching.follow(terminal.pid);
	await answers(terminal);
	const end = await terminal.exit;
	watching.search('the terminal', terminal.output);
	watching.search('the screen', terminal.emulator.history());
	expect(end, terminal.screen()).toEqual({code: 0, signal: undefined});
}

async function run(machine: Machine, watching: SecretWatch, args: readonly string[], input = ''): Promise<void> {
	const program = machine.spawn(args, {NODE_DEBUG: 'child_process,fetch,http,http2,net,tls,undici'});
	watching.follow(program.pid);
	program.send(input);
	const end = await program.end;
	watching.search(`stdout of ${args[0]}`, end.stdout);
	watching.search(`stderr of ${args[0]}`, end.stderr);
	expect(end, end.stderr).toMatchObject({code: 0});
}

async function typeToken(terminal: TestTerminal): Promise<void> {
	await terminal.waitFor('Sign in to Cloudflare');
	terminal.press('enter');
	await terminal.waitFor('Token:');
	// Half of it typed, the other half pasted in: what was there is replaced.
	terminal.write(token.slice(0, 30));
	await terminal.waitFor('30 characters');
	terminal.paste(`${token}\n`);
	await terminal.waitFor(`${token.length} characters`);
	terminal.press('enter');
	await terminal.waitFor('Where is it to be kept?');
}

async function typeKey(terminal: TestTerminal): Promise<void> {
	await terminal.waitFor('Sign in to Cloudflare');
	terminal.press('j', 'enter');
	await terminal.waitFor('E-mail:');
	terminal.write(`${email}\r`);
	terminal.write(key);
	await terminal.waitFor(`${key.length} characters`);
	terminal.press('enter');
	await terminal.waitFor('Which account?');
	terminal.press('enter');
	await terminal.waitFor('Where is it to be kept?');
}

const firstRow = 'Agency (Harborline)';

describe('the look for secrets', () => {
	it.each([
		['a command line', 'sh -c "read line" leak "$SECRET"', /^the command line sh -c read line leak /u],
		['the environment of a child', 'cat', /^the environment of cat$/u],
		['a file that is there for a moment', 'printf %s "$SECRET" >"$0"; read line; rm "$0"', /\/left$/u],
		['a file, in base64', 'printf "key: %s\\n" "$SECRET" | base64 >"$0"; read line', /\/left$/u],
		['a file, in hexadecimal digits', 'printf %s "$SECRET" | od -An -v -tx1 | tr -d " " >"$0"; read line', /\/left$/u],
	])('finds one in %s', async (_, script, place) => {
		using directory = temporaryDirectory();
		const watching = watch(directory.path);
		const program = spawn('sh', ['-c', script, path.join(directory.path, 'left')], {
			env: {PATH: process.env.PATH, SECRET: token},
			stdio: ['pipe', 'ignore', 'inherit'],
		});
		watching.follow(program.pid ?? 0, {knows: true});
		await expect.poll(watching.found, {timeout: 10_000}).toContainEqual(expect.stringMatching(place));
		program.stdin.end('\n');
		await once(program, 'exit');
	});

	it('finds one in an output, broken into lines and coloured, and none where none is', () => {
		const watching = watch();
		watching.search('an output', 'cfut_demo_full_access_00');
		watching.search('another', `\u001b[1m${token.slice(0, 12)}\u001b[0m\r\n  ${token.slice(12)}`);
		watching.search('a third', 'cfut_demo full');
		expect(watching.found()).toEqual(['an output', 'another']);
	});
});

describe('on the screen', () => {
	it('a token that goes into the keyring, is read again and removed', async ({skip}) => {
		skipWithoutKeyring({skip});
		const keyring = await startKeyringOfTest();
		const machine = await createMachine({emulator, keyring});
		const watching = watch(machine.directory, keyring.directory);
		await session(machine, watching, async (terminal) => {
			await typeToken(terminal);
			terminal.press('enter');
			await waitForCursor(terminal, firstRow);
			await waitForLists(watching, machine);
		});
		await session(machine, watching, async (terminal) => {
			await waitForCursor(terminal, firstRow);
			terminal.press('P');
			await terminal.waitFor('sign out');
			terminal.press('o');
			await terminal.waitFor('Sign out of default?');
			terminal.press('r');
			await terminal.waitFor('Signed out of default');
		});
		expectSecrecy(watching, machine, {lists: true});
		expect(watching.commandLines()).toContainEqual(expect.stringContaining('keychain-child.js'));
		expect(watching.files()).toContain(path.join(keyring.directory, 'data/keyrings/login.keyring'));
	});

	it('a Global API key that goes into a file with a passphrase, is read again and removed', async () => {
		const machine = await createMachine({emulator});
		const watching = watch(machine.directory);
		await session(machine, watching, async (terminal) => {
			await typeKey(terminal);
			await terminal.waitFor('> Keep it in a file with a passphrase');
			terminal.press('enter');
			await terminal.waitFor('Once more:');
			terminal.write(`${passphrase}\r`);
			await terminal.waitFor('Type it once more.');
			terminal.write(`${passphrase}\r`);
			await waitForCursor(terminal, firstRow);
			await waitForLists(watching, machine);
		});
		await session(machine, watching, async (terminal) => {
			await terminal.waitFor('Passphrase:');
			terminal.write(`${passphrase}!\r`);
			await terminal.waitFor('Wrong passphrase');
			terminal.write(`${passphrase}\r`);
			await waitForCursor(terminal, firstRow);
			terminal.write('Po');
			await terminal.waitFor('Sign out of default?');
			terminal.press('r');
			await terminal.waitFor('Signed out of default');
		});
		expectSecrecy(watching, machine, {lists: true});
		expect(watching.files()).toContain(path.join(path.dirname(machine.configurationFile), 'default.token'));
	});

	it('a token for this run only', async () => {
		const machine = await createMachine({emulator});
		const watching = watch(machine.directory);
		await session(machine, watching, async (terminal) => {
			await typeToken(terminal);
			terminal.press('j', 'j', 'enter');
			await waitForCursor(terminal, firstRow);
			await terminal.waitFor('For this run only: it was stored nowhere.');
		});
		expectSecrecy(watching, machine);
		expect(namesOf(watching, machine).filter((file) => !codeFiles.test(file))).toEqual([]);
	});
});

describe('in the commands', () => {
	it('a token at the prompt that goes into the keyring, is read by whoami and removed', async ({skip}) => {
		skipWithoutKeyring({skip});
		const keyring = await startKeyringOfTest();
		const machine = await createMachine({emulator, keyring});
		const watching = watch(machine.directory, keyring.directory);
		await line(machine, watching, '"$@" login', async (terminal) => {
			await terminal.waitFor('API token (not shown');
			terminal.write(`${token}\r`);
		});
		await run(machine, watching, ['whoami']);
		await run(machine, watching, ['whoami', '--json']);
		await run(machine, watching, ['logout']);
		expectSecrecy(watching, machine);
		expect(watching.commandLines()).toContainEqual(expect.stringContaining('keychain-child.js'));
	});

	it('a token in a pipe that takes the place of another one in the keyring', async ({skip}) => {
		skipWithoutKeyring({skip});
		const keyring = await startKeyringOfTest();
		await keyring.secretTool(
			['store', '--label=cfiam', 'service', 'cfiam', 'username', 'default'],
			demoTokens.readAll.token,
		);
		const machine = await createMachine({emulator, keyring});
		const watching = watchForSecrets([machine.directory, keyring.directory], [token, demoTokens.readAll.token]);
		onTestFinished(() => watching[Symbol.dispose]());
		await run(machine, watching, ['login'], token);
		expectSecrecy(watching, machine);
		expect(watching.commandLines()).toContainEqual(expect.stringContaining('keychain-child.js'));
	});

	it('a Global API key in a pipe that goes into a file with a passphrase, is read by whoami and removed', async () => {
		using given = temporaryDirectory({key});
		const machine = await createMachine({emulator});
		const watching = watch(machine.directory);
		const login = `"$@" login --email ${email} --account ${emulator.accountId} --store passphrase-file <${given.path}/key`;
		await line(machine, watching, login, async (terminal) => {
			await terminal.waitFor('New passphrase (not shown):');
			terminal.write(`${passphrase}\r`);
			await terminal.waitFor('The same again:');
			terminal.write(`${passphrase}\r`);
		});
		await line(machine, watching, '"$@" whoami', async (terminal) => {
			await terminal.waitFor('Passphrase of profile default (not shown):');
			terminal.write(`${passphrase}\r`);
		});
		await run(machine, watching, ['logout']);
		expectSecrecy(watching, machine);
		expect(watching.files()).toContain(path.join(path.dirname(machine.configurationFile), 'default.token'));
	});

	it('a token in the environment, which no other process inherits', async ({skip}) => {
		skipWithoutKeyring({skip});
		const keyring = await startKeyringOfTest();
		const machine = await createMachine({emulator, keyring});
		const watching = watch(machine.directory, keyring.directory);
		const program = machine.spawn(['login'], {CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_API_KEY: key});
		watching.follow(program.pid, {knows: true});
		program.send(token);
		expect(await program.end).toMatchObject({code: 0});
		expectSecrecy(watching, machine);
		expect(watching.commandLines()).toContainEqual(expect.stringContaining('keychain-child.js'));
	});
});
