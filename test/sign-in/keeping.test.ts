/** Where an accepted credential is kept: asked, stored, or said why not. */
import {inspect} from 'node:util';
import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it} from 'vitest';
import type {StoreKind} from '../../source/credentials/store.ts';
import {storeFailureKinds} from '../../source/credentials/store-failure.ts';
import {demoKey, demoTokens, type Emulator, startEmulator} from '../../source/emulator/index.ts';
import {choicesOf} from '../../source/screens/sign-in/choices.ts';
import {isChoosing} from '../../source/screens/sign-in/step.ts';
import {startSignIn, type TestSignIn, type TestSignInOptions} from './support.tsx';

const esc = '\u001b';
const down = '\u001b[B';
const clear = '\u0015';
const token = demoTokens.full.token;
const passphrase = 'correct horse battery';

let emulator: Emulator;
let started: TestSignIn[] = [];

beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(() => emulator.close());
beforeEach(() => {
	emulator.faults.clear();
	emulator.clearRequests();
});
afterEach(async () => {
	const ending = started;
	started = [];
	await Promise.all(ending.map((each) => each.close()));
});

/** A sign-in whose typed token has been accepted. */
async function accepted(options: Partial<TestSignInOptions> = {}, typed = `\r${token}\r`): Promise<TestSignIn> {
	const test = startSignIn({baseUrl: emulator.url, ...options});
	started.push(test);
	test.type(typed);
	await test.reach('accepted');
	return test;
}

function offers(test: TestSignIn): readonly string[] {
	const state = test.signIn.state();
	return isChoosing(state.step) ? choicesOf(state, state.step).map(({name}) => name) : [];
}

/** Takes a line of the list, wherever the cursor is. */
function take(test: TestSignIn, name: string): void {
	const index = offers(test).indexOf(name);
	if (index < 0) throw new Error(`${name} is not offered, but ${offers(test).join(', ')}`);
	test.type(`g${'j'.repeat(index)}\r`);
}

function message(test: TestSignIn): string | undefined {
	return test.opened[0]?.message?.text;
}

describe('an accepted credential', () => {
	it('is stored in the keychain by Enter, with its account and server, and opens with the word that it is', async () => {
		const test = await accepted();
		test.type('\r');
		expect(test.keeper.last).toMatchObject({
			operation: 'write',
			store: 'keychain',
			unlock: false,
			credential: {kind: 'token'},
			settings: {account: emulator.accountId, baseUrl: emulator.url},
		});
		expect(await test.text()).toContain('Storing the credential in the desktop keyring …');
		expect(test.opened).toEqual([]);
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.opened).toMatchObject([{store: 'keychain', source: 'typed token', account: {name: 'Kestrel Freight'}}]);
		expect(message(test)).toBe('Stored in the desktop keyring.');
	});

	it('is not stored before anybody has chosen, and never where it is for this run only', async () => {
		const test = await accepted();
		take(test, 'once');
		expect(test.keeper.calls).toEqual([]);
		expect(test.opened).toMatchObject([{store: undefined}]);
		expect(message(test)).toBe('For this run only: it was stored nowhere.');
	});

	it('leads back to the form, where another one can be typed', async () => {
		const test = await accepted();
		take(test, 'back');
		expect(test.signIn.state()).toMatchObject({step: {kind: 'token'}, fields: {token: {text: ''}}});
		expect(test.clients.size).toBe(0);
		test.type(`${demoTokens.groupsOnly.token}\r`);
		await test.reach('accepted');
		test.type(esc);
		expect(test.signIn.state().step.kind).toBe('token');
	});

	it('leads back to the accounts where one was chosen', async () => {
		const test = startSignIn({baseUrl: emulator.url});
		started.push(test);
		test.type(`\r${demoTokens.allAccounts.token}\r`);
		await test.reach('accounts');
		test.type(`${down}\r`);
		expect(await test.text()).toMatch(/Account +Sandbox, one of \d+ that it sees/u);
		test.type(esc);
		expect(test.signIn.state()).toMatchObject({step: {kind: 'accounts', cursor: 1}});
		test.type('k\r\r');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.keeper.last.settings).toMatchObject({account: emulator.accountId});
	});

	it('is a Global API key with its address, too', async () => {
		const test = await accepted({accountId: emulator.accountId}, `${down}\r${demoKey.email}\r${demoKey.key}\r`);
		expect(await test.text()).toContain(`Global API key of ${demoKey.email}, active, does not expire`);
		test.type('\r');
		expect(test.keeper.last.credential).toMatchObject({kind: 'key', email: demoKey.email});
	});

	it('says what it replaces', async () => {
		const test = await accepted({recorded: 'kernel-keyring', profile: 'work'});
		const text = (await test.text()).replaceAll(/\n */gu, ' ');
		expect(text).toContain('Stored now  another one, in the kernel keyring');
		expect(text).toContain('The credential of work in the kernel keyring is removed once this one is stored.');
		test.type('jj');
		expect(await test.text()).toContain('what is stored of work in the kernel keyring');
		const same = await accepted({recorded: 'keychain'});
		expect(await same.text()).toContain('It takes the place of the credential of default that is stored there.');
	});

	it('says that it ends soon', async () => {
		const end = Date.UTC(2026, 10, 6);
		const result = {id: '1'.repeat(32), status: 'active', expires_on: new Date(end).toISOString()};
		const body = {success: true, errors: [], messages: [], result};
		emulator.faults.add({kind: 'status', status: 200, body, path: '/user/tokens/verify', times: 9});
		const test = await accepted();
		expect(await test.text()).toContain('API token of a user, active, ! expires in 5 days, at 2026-11-06');
	});
});

describe('what an accepted credential may do', () => {
	const isKnown = (test: TestSignIn) =>
		test.waitFor(({abilities}) => abilities.length > 0 && abilities.every(({asking}) => !asking));

	it('fills in while one looks, and names what is missing', async () => {
		const test = await accepted({accountId: emulator.accountId}, `\r${demoTokens.groupsOnly.token}\r`);
		expect(await test.text()).toMatch(/asking … +User groups/u);
		await isKnown(test);
		const text = await test.text();
		expect(text).toMatch(/reads +User groups, Members/u);
		expect(text).toMatch(/may not +SSO connectors \(needs SSO Connector Read\)/u);
		expect(text).not.toContain('asking');
	});

	it('is not waited for', async () => {
		emulator.faults.add({kind: 'stall', times: 20, path: '/accounts/*/**'});
		const test = await accepted({accountId: undefined});
		test.type('\r');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.opened).toHaveLength(1);
	});

	it('is not waited for any longer once the account is open', async () => {
		emulator.faults.add({kind: 'delay', milliseconds: 200, times: 50, path: '/accounts/*/**'});
		const test = await accepted();
		await expect.poll(() => emulator.requests.some(({path}) => path.includes('/iam/user_groups'))).toBe(true);
		take(test, 'once');
		const before = test.signIn.state();
		const [opened] = test.opened;
		// An answer that comes later than those that were asked for before.
		await opened?.client.userGroups.list(opened.account.id);
		expect(test.signIn.state()).toBe(before);
	});

	it('is asked once, however one goes to and fro, and of each credential anew', async () => {
		const test = await accepted();
		await isKnown(test);
		emulator.clearRequests();
		take(test, 'elsewhere');
		test.type(esc);
		expect(test.signIn.state().abilities.length).toBeGreaterThan(0);
		expect(emulator.requests).toEqual([]);
		take(test, 'back');
		test.type(`${demoTokens.groupsOnly.token}\r`);
		await test.reach('accepted');
		expect(test.signIn.state().abilities.some(({asking}) => asking)).toBe(true);
	});
});

describe('another store', () => {
	it('is a file, the kernel keyring once it is known that it works, or none', async () => {
		const test = await accepted();
		take(test, 'elsewhere');
		expect(offers(test)).toEqual(['passphrase-file', 'kernel-keyring', 'once']);
		expect(await test.text()).toMatch(/Keep it in the kernel keyring +looking whether it works here …/u);
		take(test, 'kernel-keyring');
		expect(test.keeper.calls).toEqual([]);
		test.keeper.canaries[0]?.answer(true);
		await test.waitFor(({kernelKeyring}) => kernelKeyring === 'works');
		expect(offers(test)).toEqual(['passphrase-file', 'kernel-keyring', 'once']);
		expect(await test.text()).toContain('gone at reboot or after 3 days without use');
		test.type('\r');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.keeper.last).toMatchObject({store: 'kernel-keyring'});
		expect(message(test)).toContain('Kept in the kernel keyring: until reboot');
	});

	it('is not the kernel keyring where that does not work: says why and how to have it, and looks for it once', async () => {
		const test = await accepted();
		take(test, 'elsewhere');
		test.keeper.canaries[0]?.answer(false);
		await test.waitFor(({kernelKeyring}) => kernelKeyring === 'refused');
		expect(await test.text()).toMatch(/Keep it in the kernel keyring +not open to this shell/u);
		test.type('j');
		expect(await test.text()).toContain('keyctl session - (package keyutils)');
		test.type('\r');
		expect(test.keeper.calls).toEqual([]);
		expect(test.signIn.state().message?.text).toContain('not open to this shell');
		test.type(esc);
		take(test, 'elsewhere');
		expect(test.keeper.canaries).toHaveLength(1);
	});

	it('is looked for only while it is asked, and again later', async () => {
		const test = await accepted();
		expect(test.keeper.canaries).toHaveLength(0);
		take(test, 'elsewhere');
		test.type(esc);
		expect(test.keeper.canaries[0]?.signal?.aborted).toBe(true);
		test.keeper.canaries[0]?.answer(false);
		await test.text();
		expect(test.signIn.state().kernelKeyring).toBe('unknown');
		take(test, 'elsewhere');
		test.keeper.canaries[1]?.answer(true);
		await test.waitFor(({kernelKeyring}) => kernelKeyring === 'works');
	});

	it('is not looked for any longer when the program is closed', async () => {
		const test = await accepted();
		take(test, 'elsewhere');
		test.signIn.close();
		expect(test.keeper.canaries[0]?.signal?.aborted).toBe(true);
	});

	it('is never the kernel keyring on systems that have none', async () => {
		const test = await accepted({platform: 'darwin'});
		expect(await test.text()).toContain('Keep it in the macOS Keychain');
		take(test, 'elsewhere');
		expect(test.keeper.canaries).toEqual([]);
		expect(await test.text()).not.toContain('kernel');
	});
});

describe('storing that fails', () => {
	async function failing(kind: (typeof storeFailureKinds)[number], options: Partial<TestSignInOptions> = {}) {
		const test = await accepted(options);
		test.type('\r');
		test.keeper.last.fail(kind);
		await test.reach('unkept');
		return test;
	}

	it.each(storeFailureKinds)('%s: is said, opens nothing, and offers what helps', async (kind) => {
		const test = await failing(kind);
		const isLocked = kind === 'locked' || kind === 'dismissed';
		const isOfAll = kind === 'configuration' || kind === 'busy';
		expect(offers(test)).toEqual([
			...(isLocked ? ['unlock'] : []),
			'again',
			...(isOfAll ? [] : ['passphrase-file', 'kernel-keyring']),
			'once',
		]);
		expect(test.keeper.canaries).toHaveLength(isOfAll ? 0 : 1);
		expect(test.opened).toEqual([]);
		expect(test.keeper.calls).toHaveLength(1);
		test.type('r');
		expect(test.keeper.last).toMatchObject({operation: 'write', store: 'keychain', unlock: false});
		test.keeper.last.fail(kind);
		await test.reach('unkept');
		take(test, 'once');
		expect(test.opened).toMatchObject([{store: undefined}]);
	});

	it('unlocks and stores', async () => {
		const test = await failing('locked');
		take(test, 'unlock');
		expect(test.keeper.last).toMatchObject({store: 'keychain', unlock: true});
		expect(await test.text()).toContain('Waiting for the unlock window on the desktop … 60 s.');
		test.type('secret\r');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.typedAhead).toEqual([]);
	});

	it('does not ask for the prompt again by itself', async () => {
		const test = await failing('locked');
		take(test, 'unlock');
		test.keeper.last.fail('timeout');
		await test.waitFor(({step}) => step.kind === 'unkept' && step.problem.kind === 'timeout');
		take(test, 'again');
		expect(test.keeper.last).toMatchObject({unlock: false});
	});

	it('goes on in another store, and back to the question', async () => {
		const test = await failing('no-bus');
		test.keeper.canaries[0]?.answer(true);
		await test.waitFor(({kernelKeyring}) => kernelKeyring === 'works');
		take(test, 'kernel-keyring');
		test.keeper.last.fail('denied');
		await test.waitFor(({step}) => step.kind === 'unkept' && step.problem.kind === 'denied');
		expect(offers(test)).toEqual(['again', 'keychain', 'passphrase-file', 'once']);
		test.type(esc);
		expect(test.signIn.state().step.kind).toBe('accepted');
		take(test, 'keychain');
		test.keeper.last.done();
		await test.reach('opened');
	});

	it('says what could not be tidied up before it opens', async () => {
		const test = await accepted({recorded: 'kernel-keyring'});
		test.type('\r');
		test.keeper.last.done(['The former one could not be removed.', 'It is still there.']);
		await test.reach('kept');
		expect(test.opened).toEqual([]);
		expect(await test.text()).toContain('It is still there.');
		test.type('\r');
		expect(test.opened).toMatchObject([{store: 'keychain'}]);
	});

	it.each([
		['Enter', '\r'],
		['esc', esc],
	])('goes on by %s where there was something to be read', async (_key, bytes) => {
		const test = await accepted();
		test.type('\r');
		test.keeper.last.done(['A remark.']);
		await test.reach('kept');
		test.type(bytes);
		expect(test.opened).toHaveLength(1);
	});
});

describe('storing that is stopped', () => {
	it('is called off, and waits for what becomes of it', async () => {
		const test = await accepted();
		test.type('\r');
		test.type(esc);
		expect(test.keeper.last.signal?.aborted).toBe(true);
		expect(await test.text()).toContain('Stopping … esc again does not wait for it.');
		test.keeper.last.fail('cancelled');
		await test.reach('unkept');
		expect(test.opened).toEqual([]);
	});

	it('that was done all the same opens', async () => {
		const test = await accepted();
		test.type(`\r${esc}`);
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.opened).toMatchObject([{store: 'keychain'}]);
	});

	it('is left by the second esc, without a word that would not be known', async () => {
		const test = await accepted();
		test.type(`\r${esc}`);
		test.type(esc);
		expect(test.signIn.state().step).toMatchObject({
			kind: 'unkept',
			problem: {kind: 'cancelled', lines: [expect.stringContaining('is not known')]},
		});
		test.keeper.last.done();
		expect(offers(test)).toContain('again');
	});

	it('is called off when the program is closed', async () => {
		const test = await accepted();
		test.type('\r');
		test.signIn.close();
		expect(test.keeper.last.signal?.aborted).toBe(true);
		expect(test.clients.size).toBe(0);
	});

	it('hands on the keys that came meanwhile', async () => {
		const test = await accepted();
		test.type('\rjj');
		test.keeper.last.done();
		await test.reach('opened');
		expect(test.typedAhead).toEqual(['j', 'j']);
	});
});

describe('a new passphrase', () => {
	async function asked(options: Partial<TestSignInOptions> = {}): Promise<TestSignIn> {
		const test = await accepted(options);
		take(test, 'elsewhere');
		take(test, 'passphrase-file');
		return test;
	}

	it('is asked twice, masked, and given to the store once', async () => {
		const test = await asked();
		test.type(passphrase);
		expect(await test.text()).toContain(`Passphrase: ${'*'.repeat(passphrase.length)}`);
		test.type(`\r${passphrase}`);
		expect(await test.text()).toContain('The two are the same.');
		test.type('\r');
		expect(test.keeper.last).toMatchObject({operation: 'write', store: 'passphrase-file', passphrase});
		expect(test.signIn.state().fields).toMatchObject({passphrase: {text: ''}, repeated: {text: ''}});
		test.keeper.last.done();
		await test.reach('opened');
		expect(message(test)).toContain('its passphrase is asked for at each start');
	});

	it('says in words what is missing, while one types', async () => {
		const test = await asked();
		expect(await test.text()).toContain('at least 8 characters');
		test.type('abc');
		expect(await test.text()).toContain('It has 3 characters: at least 8 are needed.');
		test.type('\r');
		expect(test.signIn.state().step).toMatchObject({kind: 'new-passphrase', field: 'passphrase'});
		test.type('defgh');
		expect(await test.text()).toContain('Type it once more.');
		test.type('\rabcdefgX\r');
		expect(test.keeper.calls).toEqual([]);
		expect(test.signIn.state()).toMatchObject({
			step: {field: 'repeated', problem: ['The two are not the same.', expect.anything()]},
			fields: {passphrase: {text: 'abcdefgh'}, repeated: {text: ''}},
		});
		test.type('abcdefgh\r');
		expect(test.keeper.last).toMatchObject({passphrase: 'abcdefgh'});
	});

	it('is changed in the first field by tab', async () => {
		const test = await asked();
		test.type(`abcdefgh\r\t${clear}${passphrase}\r${passphrase}\r`);
		expect(test.keeper.last).toMatchObject({passphrase});
	});

	it('is forgotten when one goes back', async () => {
		const test = await asked();
		test.type(`${passphrase}\r${passphrase}`);
		test.type(esc);
		expect(test.signIn.state()).toMatchObject({step: {kind: 'elsewhere'}});
		expect(inspect(test.signIn.state(), {depth: 20})).not.toContain(passphrase);
	});

	it('is not asked again where the file could not be written', async () => {
		const test = await asked();
		test.type(`${passphrase}\r${passphrase}\r`);
		test.keeper.last.fail('file', 'The disk is full.');
		await test.reach('unkept');
		expect(inspect(test.signIn.state(), {depth: 20})).not.toContain(passphrase);
		expect(offers(test)).toEqual(['again', 'keychain', 'kernel-keyring', 'once']);
		take(test, 'again');
		expect(test.keeper.last).toMatchObject({store: 'passphrase-file', passphrase});
	});

	it('is in no frame and in no state', async () => {
		const test = await asked();
		for (const character of `${passphrase}\r${passphrase}`) {
			test.type(character);
			await test.screen.flush();
		}
		test.type('\r');
		await test.text();
		expect(inspect(test.signIn.state(), {depth: 20})).not.toContain(passphrase);
		const everything = test.screen.writes.join('');
		for (const secret of [passphrase, token]) {
			for (let at = 0; at + 8 <= secret.length; at++) expect(everything).not.toContain(secret.slice(at, at + 8));
		}
	});
});

describe('every store', () => {
	it.each<[StoreKind, NodeJS.Platform, string]>([
		['keychain', 'linux', 'desktop keyring'],
		['keychain', 'darwin', 'macOS Keychain'],
		['keychain', 'win32', 'Windows Credential Manager'],
		['kernel-keyring', 'linux', 'kernel keyring'],
		['passphrase-file', 'linux', 'passphrase file'],
	])('%s on %s is named on the menu: %s', async (recorded, platform, name) => {
		const test = startSignIn({baseUrl: emulator.url, recorded, platform, profile: 'work'});
		started.push(test);
		expect(await test.text()).toContain(`Profile work, stored in the ${name}`);
	});
});
