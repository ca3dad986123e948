/** Signing in once: the built program on a terminal, with real keyrings in each state, and with none. */
import {mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {type BrokenBus, breakBus} from '../support/broken-bus.ts';
import {inKernelSession, skipWithoutKernelKeyring} from '../support/kernel-keyring.ts';
import {skipWithoutKeyring, startKeyring, type TestEnvironment} from '../support/keyring.ts';
import {temporaryDirectory} from '../support/temporary-directory.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {cli, quit, startCfiam, waitForCursor} from './journey.ts';

const {token} = demoTokens.full;
const passphrase = 'correct horse battery';

let emulator: Emulator;
/** The configuration, which outlives the terminals of a test. */
let configuration: ReturnType<typeof temporaryDirectory>;

beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());
beforeEach(() => {
	configuration = temporaryDirectory();
	mkdirSync(path.join(configuration.path, 'cfiam'), {mode: 0o700});
	emulator.clearRequests();
});
afterEach(() => {
	expectNoSecrets();
	configuration[Symbol.dispose]();
});

const filesThere = (): readonly string[] => readdirSync(path.join(configuration.path, 'cfiam')).sort();

/** Nothing that the program wrote has a token or a passphrase in it. */
function expectNoSecrets(): void {
	for (const file of filesThere()) {
		const text = readFileSync(path.join(configuration.path, 'cfiam', file), 'latin1');
		expect(text, file).not.toContain(token.slice(5, 21));
		expect(text, file).not.toContain(passphrase);
	}
}

/** The part of a keyring's environment that leaves the terminal's own home alone. */
function busOf({DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR}: TestEnvironment): TestEnvironment {
	return {DBUS_SESSION_BUS_ADDRESS, XDG_RUNTIME_DIR};
}

function start(bus: TestEnvironment, options: Parameters<typeof startCfiam>[0] = {}): TestTerminal {
	const {environment, ...more} = options;
	return startCfiam({
		emulator,
		...more,
		environment: {XDG_CONFIG_HOME: configuration.path, ...busOf(bus), ...environment},
	});
}

/** Types a token and waits until it is asked where to keep it. */
async function typeToken(terminal: TestTerminal): Promise<void> {
	await terminal.waitFor('Sign in to Cloudflare');
	terminal.press('enter');
	await terminal.waitFor('Token:');
	terminal.paste(`${token}\n`);
	await terminal.waitFor(`${token.length} characters`);
	terminal.press('enter');
	await terminal.waitFor('Where is it to be kept?');
}

/** Signs in, keeps the token in the desktop keyring, and quits. */
async function keepInKeyring(bus: TestEnvironment): Promise<void> {
	await using terminal = start(bus);
	await typeToken(terminal);
	terminal.press('enter');
	await waitForCursor(terminal, 'Agency (Harborline)');
	expect(terminal.screen()).toContain('Stored in the desktop keyring.');
	await quit(terminal);
}

/** Quits, and asserts that it takes no longer than a second. */
async function quitAtOnce(terminal: TestTerminal): Promise<void> {
	const from = performance.now();
	await quit(terminal);
	expect(performance.now() - from).toBeLessThan(1000);
}

describe('with a keyring on the desktop', () => {
	beforeEach(skipWithoutKeyring);

	it('signs in once: the next start goes straight to the list, and its first keys are not lost', async () => {
		await using keyring = await startKeyring();
		await keepInKeyring(keyring.environment);
		expect(filesThere()).toEqual(['config.json']);
		expect(await keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'default'])).toBe(token);
		emulator.clearRequests();
		keyring.freeze();
		await using terminal = start(keyring.environment);
		await terminal.waitFor('Reading the credential of default from the desktop keyring …');
		terminal.write('/edge');
		keyring.thaw();
		await waitForCursor(terminal, 'platform-edge');
		expect(terminal.screen()).not.toContain('Sign in to Cloudflare');
		// The account was recorded: nobody asks which there are.
		expect(emulator.requests.map((request) => request.path)).not.toContain('/accounts');
		await quitAtOnce(terminal);
	});

	it('says that it is locked, waits for its window no longer than one likes, and reads it once it is open', async () => {
		await using keyring = await startKeyring({prompt: 'unanswered'});
		await keepInKeyring(keyring.environment);
		await keyring.lock();
		await using terminal = start(keyring.environment, {environment: {DISPLAY: ':0'}});
		await terminal.waitFor('Your desktop keyring is locked. The credential may still be in it.');
		expect(terminal.row(0)).toMatch(/desktop keyring: locked$/);
		expect(keyring.prompts()).toBe(0);
		terminal.press('enter');
		await terminal.waitFor(/unlock window on the desktop … 5\d s/);
		await expect.poll(() => keyring.prompts()).toBe(1);
		const from = performance.now();
		terminal.press('escape');
		await terminal.waitFor('Try again');
		expect(performance.now() - from).toBeLessThan(1000);
		await keyring.unlock();
		terminal.press('r');
		await waitForCursor(terminal, 'Agency (Harborline)');
		await quitAtOnce(terminal);
	});

	it('can be left while its window is waited for', async () => {
		await using keyring = await startKeyring({prompt: 'unanswered'});
		await keepInKeyring(keyring.environment);
		await keyring.lock();
		await using terminal = start(keyring.environment, {environment: {DISPLAY: ':0'}});
		await terminal.waitFor('is locked');
		terminal.press('enter');
		await terminal.waitFor('Waiting for the unlock window');
		await quitAtOnce(terminal);
	});

	it('answers keys while it hangs, and can be left', async () => {
		await using keyring = await startKeyring();
		await keepInKeyring(keyring.environment);
		keyring.freeze();
		await using terminal = start(keyring.environment);
		await terminal.waitFor('Reading the credential');
		terminal.press('escape');
		await terminal.waitFor('Reading the stored credential was stopped.');
		terminal.press('r');
		await terminal.waitFor('Reading the credential');
		await terminal.waitFor('did not answer in 5 s', {timeout: 15_000});
		terminal.press('r');
		await terminal.waitFor('Reading the credential');
		await quitAtOnce(terminal);
		keyring.thaw();
	});

	it('opens another credential beside the one that can not be read, and leaves that alone', async () => {
		await using keyring = await startKeyring();
		await keepInKeyring(keyring.environment);
		await keyring.lock();
		await using terminal = start(keyring.environment);
		await terminal.waitFor('is locked');
		// Nobody could see a window: another try is offered first.
		expect(terminal.screen()).toContain('> Try again');
		terminal.press('down', 'enter');
		await typeToken(terminal);
		expect(terminal.screen()).toContain('another one, in the desktop keyring');
		terminal.press('j', 'j', 'enter');
		await waitForCursor(terminal, 'Agency (Harborline)');
		await quit(terminal);
		await keyring.unlock();
		expect(await keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'default'])).toBe(token);
	});

	it('lets go of the credential when one signs out', async () => {
		await using keyring = await startKeyring();
		await keepInKeyring(keyring.environment);
		await using terminal = start(keyring.environment);
		await waitForCursor(terminal, 'Agency (Harborline)');
		terminal.press('P');
		await terminal.waitFor('sign out');
		terminal.press('o');
		await terminal.waitFor('Sign out of default?');
		terminal.press('r');
		await terminal.waitFor('Signed out of default: removed from the desktop keyring.');
		expect(terminal.screen()).toContain('The token itself is still valid at Cloudflare');
		await expect(keyring.secretTool(['lookup', 'service', 'cfiam', 'username', 'default'])).rejects.toThrow();
		await quit(terminal);
		await using again = start(keyring.environment);
		await again.waitFor('Profile default, nothing stored');
	});
});

describe('without a keyring', () => {
	it('keeps the token in a file with a passphrase, which is asked at the next start', async () => {
		await using bus = await breakBus('none');
		{
			await using terminal = start(bus.environment);
			await typeToken(terminal);
			expect(terminal.screen()).toContain('> Keep it in a file with a passphrase');
			expect(terminal.screen()).toMatch(/Keep it in the desktop keyring +there is none here/);
			terminal.press('enter');
			await terminal.waitFor('at least 8 characters');
			terminal.write(`${passphrase}\r`);
			await terminal.waitFor('Type it once more.');
			terminal.write(`${passphrase}\r`);
			await waitForCursor(terminal, 'Agency (Harborline)');
			await quit(terminal);
			expect(terminal.output).not.toContain('correct');
		}
		expect(filesThere()).toEqual(['config.json', 'default.token']);
		expect(statSync(path.join(configuration.path, 'cfiam/default.token')).mode & 0o777).toBe(0o600);
		await using terminal = start(bus.environment);
		await terminal.waitFor('Passphrase:');
		terminal.write('something else\r');
		await terminal.waitFor('Wrong passphrase, or the file was changed.');
		terminal.write(`${passphrase}\r/edge`);
		await waitForCursor(terminal, 'platform-edge');
		await quitAtOnce(terminal);
	});

	it('deletes a file whose passphrase is lost, after a question', async () => {
		await using bus = await breakBus('none');
		{
			await using terminal = start(bus.environment);
			await typeToken(terminal);
			terminal.press('enter');
			await terminal.waitFor('Once more:');
			terminal.write(`${passphrase}\r${passphrase}\r`);
			await waitForCursor(terminal, 'Agency (Harborline)');
			await quit(terminal);
		}
		await using terminal = start(bus.environment);
		await terminal.waitFor('Passphrase:');
		terminal.press('escape');
		await terminal.waitFor('has not been opened');
		terminal.press('j', 'enter');
		await terminal.waitFor('> No, leave the file');
		terminal.press('j');
		await terminal.waitFor('> Delete it');
		// Enter within 400 ms is no answer: it is pressed until it is one.
		await expect
			.poll(() => {
				if (terminal.screen().includes('> Delete it')) terminal.press('enter');
				return terminal.screen();
			})
			.toContain('Signed out of default: removed from the passphrase file.');
		expect(filesThere()).toEqual(['config.json']);
		await quit(terminal);
	});

	it.each<BrokenBus>(['dead', 'mute'])('with a bus that is %s, can be left while it is tried', async (kind) => {
		await using bus = await breakBus(kind);
		await using terminal = start(bus.environment);
		await typeToken(terminal);
		terminal.press('enter');
		await terminal.waitFor(/Storing the credential|No desktop keyring|did not answer/);
		await quitAtOnce(terminal);
		expect(filesThere()).not.toContain('default.token');
	});
});

describe('with several profiles', () => {
	it('another one is chosen where the first has nothing stored', async () => {
		const profiles = {home: {}, work: {readOnly: true}};
		writeFileSync(path.join(configuration.path, 'cfiam/config.json'), JSON.stringify({profile: 'home', profiles}));
		await using bus = await breakBus('none');
		await using terminal = start(bus.environment);
		await terminal.waitFor('Profile home, nothing stored');
		terminal.press('j', 'j', 'enter');
		await terminal.waitFor(/> work +nothing stored, read-only/);
		terminal.press('enter');
		await terminal.waitFor('Profile work, nothing stored');
		expect(terminal.row(0)).toContain('cfiam > work > sign in');
		await quit(terminal);
	});
});

describe('in the kernel keyring', () => {
	beforeEach(skipWithoutKernelKeyring);

	it('keeps the token where the session has one, and says for how long', async () => {
		await using bus = await breakBus('none');
		const [command = '', ...args] = [
			...inKernelSession('login'),
			'sh',
			'-c',
			`"$0" "$1"; echo "once more?"; read answer; "$0" "$1"`,
		];
		await using terminal = start(bus.environment, {command, args: [...args, process.execPath, cli]});
		await typeToken(terminal);
		await terminal.waitFor((screen) => !screen.includes('looking whether'));
		terminal.press('j');
		await terminal.waitFor('gone at reboot or after 3 days without use');
		terminal.press('enter');
		await waitForCursor(terminal, 'Agency (Harborline)');
		terminal.press('ctrl+c', 'ctrl+c');
		await terminal.waitFor('once more?');
		terminal.press('enter');
		await terminal.waitFor((screen) => screen.includes('(kernel keyring)') && screen.includes('Agency'));
		await quit(terminal);
	});

	it('outside of one says how to have it, and stores nothing', async () => {
		await using bus = await breakBus('none');
		const [command = process.execPath, ...args] = [...inKernelSession('outside'), process.execPath, cli];
		await using terminal = start(bus.environment, {command, args});
		await typeToken(terminal);
		await terminal.waitFor(/Keep it in the kernel keyring +not open to this shell/);
		terminal.press('j');
		await terminal.waitFor('keyctl session -');
		terminal.press('enter');
		await terminal.waitFor('It is not open to this shell: usual in containers');
		expect(filesThere()).toEqual([]);
		await quit(terminal);
	});
});
