/**
 * The built program on machines whose keychain works, fails or hangs: it goes on, answers keys and can be left. A token
 * is found nowhere but in the keychain.
 */
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {type KeychainSituation, prepareKeychain} from '../support/keychain-place.ts';
import {skipWithoutKeyring} from '../support/keyring.ts';
import {findProcesses} from '../support/processes.ts';
import type {TestTerminal} from '../support/terminal.ts';
import {quit, startCfiam, timesDrawn, waitForCursor} from './journey.ts';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());

/** What is measured is measured again where it was too slow: a program that stands still is so each time. */
const again = {retry: 3};
const waiting = {timeout: 5000, interval: 5};

/** A machine where a token was stored before; the program begins to read it. */
async function startSignedIn(situation: KeychainSituation) {
	const place = await prepareKeychain(situation, {
		stored: situation === 'empty' || situation === 'absent' ? {} : {default: emulator.token},
		configuration: {
			version: 1,
			profiles: {default: {credentialStore: 'keychain', account: emulator.accountId, baseUrl: emulator.url}},
		},
	});
	return {place, terminal: startOn(place)};
}

function startOn(place: Awaited<ReturnType<typeof prepareKeychain>>, emulatorToUse?: Emulator): TestTerminal {
	const terminal = startCfiam({environment: place.environment, emulator: emulatorToUse});
	onTestFinished(async () => {
		await terminal.close();
		await place[Symbol.asyncDispose]();
	});
	return terminal;
}

/**
 * Presses keys, one after what the one before has brought; ctrl+l draws the screen anew. The median of that
 * is below 100 ms: a machine that is busy can be late with one of them.
 */
async function expectAnswers(
	terminal: TestTerminal,
	presses: readonly (readonly [key: string, expected: string | RegExp])[],
): Promise<void> {
	const times: number[] = [];
	for (const [key, expected] of presses) {
		const drawn = timesDrawn(terminal);
		const isAnew = (): boolean => timesDrawn(terminal) > drawn;
		const start = performance.now();
		terminal.press(key);
		await terminal.waitFor(key === 'ctrl+l' ? isAnew : expected, {description: `the answer to ${key}`});
		times.push(performance.now() - start);
	}
	expect(medianOf(times), `ms until a key is answered: ${times.join(', ')}`).toBeLessThan(100);
}

function medianOf(numbers: readonly number[]): number {
	const sorted = numbers.toSorted((one, other) => one - other);
	const half = (sorted.length - 1) / 2;
	return ((sorted[Math.floor(half)] ?? Number.NaN) + (sorted[Math.ceil(half)] ?? Number.NaN)) / 2;
}

/** Leaves in the quickest way, within a second; no child is left, and nothing but the program was on the screen. */
async function expectQuickQuit(terminal: TestTerminal): Promise<void> {
	const start = performance.now();
	await quit(terminal);
	expect(performance.now() - start, 'ms until it has ended').toBeLessThan(1000);
	await expect.poll(() => childrenOf(terminal), waiting).toEqual([]);
	expect(terminal.output).not.toMatch(/WARNING|CRITICAL|libsecret|dbus-daemon|ExperimentalWarning/u);
}

const childrenOf = ({pid}: TestTerminal): readonly number[] => findProcesses('keychain-child', pid);

describe('a keychain that does not answer', () => {
	beforeEach(skipWithoutKeyring);

	test.for(['mute', 'frozen'] as const)('can be left by esc while it is read (%s)', again, async (situation) => {
		const {terminal} = await startSignedIn(situation);
		await terminal.waitFor('Reading the credential');
		await expectAnswers(terminal, [
			['ctrl+l', 'the screen anew'],
			['ctrl+l', 'the screen anew'],
			['ctrl+l', 'the screen anew'],
			['escape', '> Try again'],
		]);
		await expect.poll(() => childrenOf(terminal), waiting).toEqual([]);
		await expectQuickQuit(terminal);
	});

	test.for(['mute', 'frozen'] as const)('does not keep the program from ending (%s)', again, async (situation) => {
		const {terminal} = await startSignedIn(situation);
		await terminal.waitFor('Reading the credential');
		await expect.poll(() => childrenOf(terminal), waiting).toHaveLength(1);
		await expectQuickQuit(terminal);
	});

	test.for(['mute', 'frozen'] as const)('leaves no child when the terminal is gone (%s)', async (situation) => {
		const {terminal} = await startSignedIn(situation);
		await terminal.waitFor('Reading the credential');
		await expect.poll(() => childrenOf(terminal), waiting).toHaveLength(1);
		const [child] = childrenOf(terminal);
		terminal.kill('SIGKILL');
		await terminal.exit;
		await expect.poll(() => findProcesses('keychain-child').filter((pid) => pid === child), waiting).toEqual([]);
	});

	test('goes on when it answers after all, with the keys that were typed meanwhile', async () => {
		const {terminal, place} = await startSignedIn('frozen');
		await terminal.waitFor('Reading the credential');
		terminal.press('2');
		place.keyring?.thaw();
		await waitForCursor(terminal, 'amara.okafor@');
		expect(terminal.row(0)).toContain('default (desktop keyring)');
		await quit(terminal);
	});

	test('because its window is open can be left by esc, and is still locked', again, async () => {
		const {terminal, place} = await startSignedIn('unanswered');
		await terminal.waitFor('Your desktop keyring is locked. The credential may still be in it.');
		expect(place.keyring?.prompts()).toBe(0);
		terminal.press('enter');
		await terminal.waitFor('Waiting for the unlock window on the desktop');
		await expect.poll(() => place.keyring?.prompts(), waiting).toBe(1);
		await expectAnswers(terminal, [
			['ctrl+l', 'the screen anew'],
			['ctrl+l', 'the screen anew'],
			['ctrl+l', 'the screen anew'],
			['escape', '> Unlock'],
		]);
		await expectQuickQuit(terminal);
	});

	test('because its window is open does not keep the program from ending', again, async () => {
		const {terminal, place} = await startSignedIn('unanswered');
		await terminal.waitFor('> Unlock');
		terminal.press('enter');
		await expect.poll(() => place.keyring?.prompts(), waiting).toBe(1);
		await expectQuickQuit(terminal);
	});

	test.for(['mute', 'frozen'] as const)(
		'answers keys while it is written, and can be left (%s)',
		again,
		async (situation) => {
			const place = await prepareKeychain(situation);
			const terminal = startOn(place, emulator);
			await typeToken(terminal);
			await terminal.waitFor('Storing the credential');
			await expectAnswers(terminal, [
				['ctrl+l', 'the screen anew'],
				['ctrl+l', 'the screen anew'],
				['ctrl+l', 'the screen anew'],
				['escape', 'Stopping'],
			]);
			await expectQuickQuit(terminal);
		},
	);

	test('keeps what it has while one signs out, and can be left', again, async () => {
		const {terminal, place} = await startSignedIn('unlocked');
		const before = place.configuration();
		await waitForCursor(terminal, 'Agency (Harborline)');
		place.keyring?.freeze();
		terminal.press('P');
		await terminal.waitFor('o  sign out');
		terminal.press('o');
		await terminal.waitFor('r  remove its credential');
		terminal.press('r');
		await terminal.waitFor('Signing out');
		await expectAnswers(terminal, [
			['ctrl+l', 'the screen anew'],
			['ctrl+l', 'the screen anew'],
			['ctrl+l', 'the screen anew'],
		]);
		await expectQuickQuit(terminal);
		place.keyring?.thaw();
		expect(await place.keyring?.secretTool(['lookup', 'service', 'cfiam', 'username', 'default'])).toBe(emulator.token);
		expect(place.configuration()).toBe(before);
	});
});

describe('a keychain that fails', () => {
	beforeEach(skipWithoutKeyring);

	test.for([
		['none', 'No desktop keyring in this session (usual over SSH).'],
		['missing', 'No desktop keyring in this session (usual over SSH).'],
		['dead', 'No desktop keyring in this session (usual over SSH).'],
		['absent', 'No desktop keyring in this session (usual over SSH).'],
		['locked', 'Your desktop keyring is locked. The credential may still be in it.'],
		['restarted', 'Your desktop keyring is locked. The credential may still be in it.'],
		['killed', 'Your desktop keyring is locked. The credential may still be in it.'],
	] as const)('says so and can be left (%s)', again, async ([situation, title]) => {
		const {terminal, place} = await startSignedIn(situation);
		const before = place.configuration();
		await terminal.waitFor(title);
		await terminal.waitFor(/> (?:Try again|Unlock)/);
		await expectAnswers(terminal, [
			['G', '> Quit'],
			['g', /> (?:Try again|Unlock)/],
			['G', '> Quit'],
		]);
		await expectQuickQuit(terminal);
		expect(place.configuration()).toBe(before);
		expect(place.keyring?.prompts() ?? 0).toBe(0);
	});

	test('has nothing any more, and says that too', again, async () => {
		const {terminal} = await startSignedIn('empty');
		await terminal.waitFor('has nothing for profile default any more.');
		await expectAnswers(terminal, [
			['down', '> Global API key'],
			['up', '> API token'],
			['down', '> Global API key'],
		]);
		await expectQuickQuit(terminal);
	});
});

describe('a keychain that works', () => {
	beforeEach(skipWithoutKeyring);

	test('is signed in to once: the next start goes straight to the list, and so does a third', async () => {
		const place = await prepareKeychain('unlocked');
		const first = startOn(place, emulator);
		await typeToken(first);
		await waitForCursor(first, 'Agency (Harborline)');
		await quit(first);
		const item = ['lookup', 'service', 'cfiam', 'username', 'default'];
		expect(await place.keyring?.secretTool(item)).toBe(emulator.token);
		for (const _ of ['second', 'third']) {
			const asked = emulator.requests.length;
			await using terminal = startCfiam({environment: place.environment, emulator});
			await waitForCursor(terminal, 'Agency (Harborline)');
			expect(terminal.row(0)).toContain('desktop keyring');
			expect(terminal.output).not.toContain('Sign in to Cloudflare');
			// The rows of the visit before are there already. The first question is for the list: nobody is asked who the
			// credential is, before there is something to see.
			await expect
				.poll(() => emulator.requests[asked]?.path, waiting)
				.toMatch(/\/(?:iam\/user_groups|accounts\/[0-9a-f]{32})$/);
			await quit(terminal);
		}
		expectNoToken(place.environment);
	});

	test('is not asked where the environment has a token', async () => {
		const place = await prepareKeychain('mute', {
			configuration: {profiles: {default: {credentialStore: 'keychain', baseUrl: emulator.url}}},
		});
		const environment = {...place.environment, CLOUDFLARE_API_TOKEN: emulator.token};
		await using other = startCfiam({environment, account: emulator.accountId});
		onTestFinished(() => place[Symbol.asyncDispose]());
		await waitForCursor(other, 'Agency (Harborline)');
		expect(other.row(0)).toContain('CLOUDFLARE_API_TOKEN');
		expect(childrenOf(other)).toEqual([]);
		await quit(other);
	});
});

async function typeToken(terminal: TestTerminal): Promise<void> {
	await terminal.waitFor('Sign in to Cloudflare');
	terminal.press('enter');
	await terminal.waitFor('Token:');
	terminal.paste(emulator.token);
	await terminal.waitFor(`${emulator.token.length} characters`);
	terminal.press('enter');
	await terminal.waitFor('> Keep it in the desktop keyring');
	terminal.press('enter');
}

/** No file of the keyring, of the configuration or of the program's own has it as it is. */
function expectNoToken(environment: Readonly<Record<string, string | undefined>>): void {
	const places = [environment.XDG_CONFIG_HOME, environment.XDG_DATA_HOME, environment.XDG_CACHE_HOME];
	const files = places.flatMap((place = '') =>
		readdirSync(place, {recursive: true, withFileTypes: true})
			.filter((entry) => entry.isFile())
			.map((entry) => path.join(entry.parentPath, entry.name)),
	);
	expect(files.map((file) => path.basename(file))).toEqual(expect.arrayContaining(['config.json', 'login.keyring']));
	for (const file of files) {
		expect(readFileSync(file, 'latin1').includes(emulator.token.slice(5, 21)), file).toBe(false);
	}
}
